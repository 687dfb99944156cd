//! Agreements: quoted articles, each with the provisions that put it into terms, then the readings. Checks form and
//! names; judges nothing.

pub mod complete;
pub(crate) mod fences;
pub(crate) mod shape;
pub(crate) mod tokens;

mod book;
mod form;
mod header;
mod markdown;
mod provision;
mod reading;
mod term;

use super::{
    fields::{self, Fields},
    problem::{Placed, Problem, Problems},
};
use book::Book;
use header::Header;
use markdown::{Block, Parts, Sort};
use std::{collections::HashMap, ops::Range};
use truce_model::{Actors, Agreement, AgreementId, Article, Places, Provision, Reading};

/// Reads an `agreement.md`, or tells every mistake in it. `slug` is the name of its folder, `file` the name under
/// which problems are reported.
pub fn parse_agreement(
    slug: &str,
    file: &str,
    text: &str,
    actors: &Actors,
    places: &Places,
) -> Result<Agreement, Vec<Problem>> {
    let mut problems = Problems::of(file, text);
    let parts = markdown::parts(text, &mut problems);
    let book = Book { actors, places };
    let agreement = assemble(slug, text, parts, &book, &mut problems);
    problems.into_result(agreement)
}

fn assemble(slug: &str, text: &str, parts: Parts, book: &Book, problems: &mut Problems) -> Option<Agreement> {
    let Parts { title, articles, blocks } = parts;
    if title.is_none() {
        let hint = "begin the file with its title: # The truce of Arden";
        problems.add(&(0..0), "an agreement has no title", Some(hint.into()));
    }
    let header = header(text, &blocks, book, problems);
    let zone = header.as_ref().and_then(|header| header.zone.as_ref());
    let provisions = all_of(Sort::Provision, text, &blocks, problems, |fields, block, problems| {
        provision::parse(fields, block, zone, book, problems)
    });
    if !blocks.iter().any(|block| block.sort == Sort::Provision) {
        let hint = "put each article into terms: ```toml provision under its quote";
        problems.add(&(0..0), "an agreement has no provision", Some(hint.into()));
    }
    let known: Vec<&Provision> = provisions.iter().flatten().collect();
    let ids = ids_of(Sort::Provision, text, &blocks, problems);
    let readings = all_of(Sort::Reading, text, &blocks, problems, |fields, block, problems| {
        reading::parse(fields, block, zone, &ids, &known, book, problems)
    });
    ids_of(Sort::Reading, text, &blocks, problems);
    let plain = Reading { line: header.as_ref()?.line, ..reading::plain() };
    let header = header?;
    Some(Agreement {
        id: AgreementId::new(slug),
        title: title?.value,
        kind: header.kind?,
        made_on: header.made_on?,
        zone: header.zone?.iana_name()?.to_owned(),
        parties: header.parties,
        cite: header.cite,
        articles: articles
            .into_iter()
            .map(|Placed { value: (text, line), .. }| Article { text, line })
            .collect(),
        provisions: provisions.into_iter().collect::<Option<_>>()?,
        readings: [Some(plain)].into_iter().chain(readings).collect::<Option<_>>()?,
    })
}

/// The one block that tells who agreed, when and where.
fn header(text: &str, blocks: &[Block], book: &Book, problems: &mut Problems) -> Option<Header> {
    let mut found = blocks.iter().filter(|block| block.sort == Sort::Agreement);
    let Some(first) = found.next() else {
        let hint = "put a block ```toml agreement under the title";
        problems.add(&(0..0), "an agreement has no block `toml agreement`", Some(hint.into()));
        return None;
    };
    for other in found {
        let hint = format!("the first stands on line {}", first.line);
        problems.add(&other.fence, "a second block `toml agreement`", Some(hint));
    }
    read(text, first, problems, |fields, block, problems| header::parse(fields, block, book, problems))
}

/// Parses a block and hands its fields on; a block with invalid TOML is not looked into further.
fn read<T>(
    text: &str,
    block: &Block,
    problems: &mut Problems,
    then: impl FnOnce(&Fields, &Block, &mut Problems) -> Option<T>,
) -> Option<T> {
    let (table, whole) = fields::parse(&text[block.body.clone()], block.body.start, problems);
    let fields = Fields::of(&table, block.body.start, block.sort.word(), block.fence.clone());
    if whole { then(&fields, block, problems) } else { None }
}

fn all_of<T>(
    sort: Sort,
    text: &str,
    blocks: &[Block],
    problems: &mut Problems,
    parse: impl Fn(&Fields, &Block, &mut Problems) -> Option<T>,
) -> Vec<Option<T>> {
    let of_sort = blocks.iter().filter(|block| block.sort == sort);
    of_sort.map(|block| read(text, block, problems, &parse)).collect()
}

/// The ids that blocks of a sort give themselves, also where the rest of the block is broken. Notes ids that stand
/// twice.
fn ids_of(sort: Sort, text: &str, blocks: &[Block], problems: &mut Problems) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut ids = Vec::new();
    for block in blocks.iter().filter(|block| block.sort == sort) {
        // Its mistakes were noted when it was read; here only the id counts.
        let mut silent = Problems::of("", text);
        let (table, _) = fields::parse(&text[block.body.clone()], block.body.start, &mut silent);
        let fields = Fields::of(&table, block.body.start, block.sort.word(), block.fence.clone());
        let Some(Placed { value: id, at }) = fields.words("id", &mut silent) else { continue };
        match seen.get(&id) {
            Some(line) => twice(sort.word(), &id, &at, *line, problems),
            None => {
                seen.insert(id.clone(), block.line);
                ids.push(id);
            }
        }
    }
    ids
}

fn twice(what: &str, id: &str, at: &Range<usize>, line: usize, problems: &mut Problems) {
    let hint = format!("the block of the first begins on line {line}");
    problems.add(at, format!("two {what}s have the id `{id}`"), Some(hint));
}
