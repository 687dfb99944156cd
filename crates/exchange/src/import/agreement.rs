//! Agreements: quoted articles, each with the provisions that put it into terms, then areas, turns and readings.
//! Checks form and names; judges nothing.

pub mod complete;
pub(crate) mod fences;
pub(crate) mod shape;
pub(crate) mod tokens;

mod area;
mod book;
mod form;
mod ground;
mod header;
mod hours;
mod index;
mod keys;
mod markdown;
mod provision;
mod reading;
mod rings;
mod schema;
mod scope;
mod steps;
mod term;
mod turn;
mod when;

pub use schema::agreement_schema;

use super::{
    fields::{self, Fields},
    problem::{Placed, Problem, Problems},
};
use book::Book;
use header::Header;
use index::Index;
use markdown::{Block, Parts, Sort};
use provision::Drawn;
use reading::Held;
use scope::Scope;
use truce_model::{Actors, Agreement, AgreementId, Article, Places, Provision};

/// Reads an `agreement.md`, or tells every mistake in it. `slug` is the name of its folder, `file` the name under
/// which problems are reported; `beside` are the other text files of the folder by their paths in it, of which the
/// areas name those that they need.
pub fn parse_agreement(
    slug: &str,
    file: &str,
    text: &str,
    beside: &[(String, String)],
    actors: &Actors,
    places: &Places,
) -> Result<Agreement, Vec<Problem>> {
    // A mark of byte order, which some editors put first, is no part of the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut problems = Problems::of(file, text);
    let parts = markdown::parts(text, &mut problems);
    let book = Book { actors, places };
    let agreement = assemble(slug, text, parts, beside, &book, &mut problems);
    problems.into_result(agreement)
}

fn assemble(
    slug: &str,
    text: &str,
    parts: Parts,
    beside: &[(String, String)],
    book: &Book,
    problems: &mut Problems,
) -> Option<Agreement> {
    let Parts { title, articles, blocks } = parts;
    if title.is_none() {
        let hint = "begin the file with its title: # The truce of Arden";
        problems.add(&(0..0), "an agreement has no title", Some(hint.into()));
    }
    let header = header(slug, text, &blocks, book, problems);
    let index = Index::of(text, &blocks, problems);
    index.unused_areas(problems);
    let mut scope = Scope { book, index: &index, header: header.as_ref(), runs_to: None, beside };
    let turns = all_of(Sort::Turn, text, &blocks, problems, |fields, block, problems| {
        turn::parse(fields, block, &scope, problems)
    });
    scope.runs_to = turns.iter().flatten().filter_map(turn::extends_to).max();
    let areas = all_of(Sort::Area, text, &blocks, problems, |fields, block, problems| {
        area::parse(fields, block, &scope, problems)
    });
    let provisions = all_of(Sort::Provision, text, &blocks, problems, |fields, block, problems| {
        provision::parse(fields, block, &scope, problems)
    });
    if !blocks.iter().any(|block| block.sort == Sort::Provision) {
        let hint = "put each article into terms: ```toml provision under its quote";
        problems.add(&(0..0), "an agreement has no provision", Some(hint.into()));
    }
    let known: Vec<&Provision> = provisions.iter().flatten().map(|drawn| &drawn.provision).collect();
    let readings = all_of(Sort::Reading, text, &blocks, problems, |fields, block, problems| {
        reading::parse(fields, block, &known, &scope, problems)
    });
    let sound: Vec<&Drawn> = provisions.iter().flatten().collect();
    steps::check(&sound, &readings.iter().flatten().collect::<Vec<&Held>>(), problems);
    let header = header?;
    let plain = reading::plain(header.line);
    let readings = readings.into_iter().map(|held| Some(held?.reading));
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
        areas: areas.into_iter().collect::<Option<_>>()?,
        turns: turns.into_iter().collect::<Option<_>>()?,
        supersedes: header.supersedes,
        provisions: provisions.into_iter().map(|drawn| Some(drawn?.provision)).collect::<Option<_>>()?,
        readings: [Some(plain)].into_iter().chain(readings).collect::<Option<_>>()?,
    })
}

/// The one block that tells who agreed, when and where.
fn header(slug: &str, text: &str, blocks: &[Block], book: &Book, problems: &mut Problems) -> Option<Header> {
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
    read(text, first, problems, |fields, block, problems| header::parse(fields, block, slug, book, problems))
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
