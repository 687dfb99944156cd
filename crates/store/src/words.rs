//! The words of claims as an index that ranks: made, joined and taken apart. Stores nothing.

use crate::Cause;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};
use tantivy::{
    Directory, Index, IndexSettings, Term,
    directory::RamDirectory,
    doc,
    indexer::merge_indices,
    postings::Postings,
    query::{BooleanQuery, PhraseQuery, Query, TermQuery},
    schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer, TokenStream},
    {DocSet, TERMINATED},
};
use truce_model::Hash;

/// The one field: a claim's quote.
const FIELD: Field = Field::from_field_id(0);
/// How an index names the way in which it cuts texts into words.
const ANALYSER: &str = "folded";
/// How much memory an index takes while it is made, in bytes; it grows towards that and writes nothing before.
const BUDGET: usize = 512 << 20;

/// The files of one index, by name.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Makes the index of quotes; the first is claim 0 of it, the next claim 1.
pub(crate) fn index<'q>(quotes: impl IntoIterator<Item = &'q str>) -> Result<Files, Cause> {
    let folder = RamDirectory::create();
    let builder =
        Index::builder().schema(schema()).settings(IndexSettings::default()).tokenizers(analysers());
    let mut writer = builder.single_segment_index_writer(folder.clone(), BUDGET)?;
    for quote in quotes {
        writer.add_document(doc!(FIELD => quote))?;
    }
    files(&writer.finalize()?, &folder)
}

/// Joins indexes that follow one another.
pub(crate) fn join(parts: Vec<Files>) -> Result<Files, Cause> {
    let indexes = parts.into_iter().map(in_memory).collect::<Result<Vec<_>, _>>()?;
    let folder = RamDirectory::create();
    files(&merge_indices(&indexes, folder.clone())?, &folder)
}

/// Opens an index that lies in a folder of any kind.
pub(crate) fn open(folder: Box<dyn Directory>) -> Result<Index, Cause> {
    let mut index = Index::open(folder)?;
    index.set_tokenizers(analysers());
    Ok(index)
}

/// The words of a text as they are compared: small letters, without the accents of Latin letters.
pub(crate) fn words(text: &str) -> Vec<(usize, String)> {
    let mut analyser = analyser();
    let mut stream = analyser.token_stream(text);
    let mut words = Vec::new();
    stream.process(&mut |token| words.push((token.position, token.text.clone())));
    words
}

/// How many words a text has.
pub(crate) fn count(text: &str) -> usize {
    let mut analyser = SimpleTokenizer::default();
    let mut stream = tantivy::tokenizer::Tokenizer::token_stream(&mut analyser, text);
    let mut count = 0;
    while stream.advance() {
        count += 1;
    }
    count
}

/// Reads what is looked for: words that must all stand in a quote, and "words in quotation marks" in that order.
/// `None`: there is no word in it.
pub(crate) fn query(asked: &str) -> Option<(Box<dyn Query>, Vec<Term>)> {
    let (mut all, mut terms): (Vec<Box<dyn Query>>, Vec<Term>) = (Vec::new(), Vec::new());
    let marks: &[char] = &['"', '\u{201c}', '\u{201d}'];
    for (at, part) in asked.split(marks).enumerate() {
        let of_part: Vec<Term> =
            words(part).iter().map(|(_, word)| Term::from_field_text(FIELD, word)).collect();
        terms.extend(of_part.iter().cloned());
        if at % 2 == 1 && of_part.len() > 1 {
            all.push(Box::new(PhraseQuery::new(of_part)));
        } else {
            let single =
                |term| Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>;
            all.extend(of_part.into_iter().map(single));
        }
    }
    match all.len() {
        0 => None,
        1 => all.pop().map(|one| (one, terms)),
        _ => Some((Box::new(BooleanQuery::intersection(all)), terms)),
    }
}

/// A sum over every word of every claim with its place, which two indexes of the same quotes share however they are
/// divided: for each claim `number(n)`, the hash of number, place and word, added up.
pub(crate) fn sum_of_index(index: &Index, number: &dyn Fn(u32) -> Option<i64>) -> Result<u128, Cause> {
    let mut sum = 0u128;
    for segment in index.reader()?.searcher().segment_readers() {
        let inverted = segment.inverted_index(FIELD)?;
        let mut terms = inverted.terms().stream()?;
        let mut places = Vec::new();
        while terms.advance() {
            let (word, info) = (terms.key().to_vec(), terms.value().clone());
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut postings = inverted.read_postings_from_terminfo(&info, option)?;
            while postings.doc() != TERMINATED {
                let number = number(postings.doc()).ok_or("the index holds a claim that no record holds")?;
                postings.positions(&mut places);
                for place in &places {
                    sum = sum.wrapping_add(part_of_sum(number, *place as usize, &word));
                }
                postings.advance();
            }
        }
    }
    Ok(sum)
}

/// The same of one quote.
pub(crate) fn sum_of_quote(number: i64, quote: &str) -> u128 {
    let part = |(place, word): &(usize, String)| part_of_sum(number, *place, word.as_bytes());
    words(quote).iter().map(part).fold(0, u128::wrapping_add)
}

fn part_of_sum(number: i64, place: usize, word: &[u8]) -> u128 {
    let hash = Hash::of_parts([&number.to_be_bytes()[..], &(place as u64).to_be_bytes()[..], word]);
    let first: [u8; 16] = hash.bytes()[..16].try_into().expect("a hash has 32 bytes");
    u128::from_be_bytes(first)
}

fn schema() -> Schema {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(ANALYSER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    schema.add_text_field("quote", TextOptions::default().set_indexing_options(indexing));
    schema.build()
}

fn analyser() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).filter(AsciiFoldingFilter).build()
}

fn analysers() -> tantivy::tokenizer::TokenizerManager {
    let manager = tantivy::tokenizer::TokenizerManager::new();
    manager.register(ANALYSER, analyser());
    manager
}

/// The files that an index in memory consists of.
fn files(index: &Index, folder: &RamDirectory) -> Result<Files, Cause> {
    let mut files = Files::new();
    let meta = Path::new("meta.json");
    files.insert("meta.json".to_owned(), folder.atomic_read(meta)?);
    for path in index.load_metas()?.list_segment_files() {
        // Not every kind of file that an index can have is there.
        if folder.exists(&path)? {
            let bytes = folder.open_read(&path)?.read_bytes()?.as_slice().to_vec();
            files.insert(path.to_string_lossy().into_owned(), bytes);
        }
    }
    Ok(files)
}

/// An index all of whose files are at hand.
pub(crate) fn in_memory(files: Files) -> Result<Index, Cause> {
    use std::io::Write;
    let folder = RamDirectory::create();
    for (name, bytes) in files {
        let path = PathBuf::from(&name);
        if name == "meta.json" {
            folder.atomic_write(&path, &bytes)?;
            continue;
        }
        let mut file = folder.open_write(&path)?;
        file.write_all(&bytes)?;
        tantivy::directory::TerminatingWrite::terminate(file)?;
    }
    open(Box::new(folder))
}
