//! Text files and web pages: wire stories, statements, situation reports, several to a file. Reads form, never meaning.

mod dateline;
mod dates;
mod decode;
mod language;
mod marks;
mod normalise;
mod offsets;
mod outlet;
mod page;
mod paragraphs;
mod published;
mod repeats;
mod split;
mod structure;
mod wording;

pub(super) use decode::is_text;
pub use offsets::Offsets;
pub use wording::stands_in;

use crate::ExchangeError;
use decode::Decoded;
use std::sync::Arc;
use truce_model::{Document, Hash, Name, Published, Span};

/// What is known of a file beside its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportOptions {
    /// When it was published; goes before what name and text say.
    pub published: Option<Published>,
    /// Whose voice it is; goes before what the text says.
    pub outlet: Option<Name>,
    /// The largest size that is let in.
    pub max_bytes: usize,
}

impl Default for ImportOptions {
    /// Nothing is known, 16 MiB are the most.
    fn default() -> ImportOptions {
        ImportOptions { published: None, outlet: None, max_bytes: 16 << 20 }
    }
}

/// One story of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// All that is known of it.
    pub document: Document,
    /// Its normalised text, in which every span counts bytes.
    pub text: String,
    /// The text of the whole file as it was given, in UTF-8.
    pub source: Arc<str>,
    /// The way back to `source`.
    pub offsets: Offsets,
}

/// What a file came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// The stories that can be read, in the order of the file.
    pub stories: Vec<Imported>,
    /// Stories that were set aside, and why.
    pub aside: Vec<ExchangeError>,
    /// The encoding in which the file was read, where that had to be guessed.
    pub guessed: Option<&'static str>,
}

/// Reads a text file or web page into its stories. `name` is the file as the user named it, `-` for standard input.
///
/// A file of which no story can be read is an error.
pub fn import_text(name: &str, bytes: &[u8], options: &ImportOptions) -> Result<Import, ExchangeError> {
    let Decoded { text: source, guessed } = decode::decode(name, bytes, options.max_bytes)?;
    let head = stem(name);
    let from_name = published::from_name(head);
    let mut file = File {
        name: head,
        source: source.as_ref().into(),
        original: Hash::of(bytes),
        options: options.clone(),
    };
    file.options.published = options.published.or(from_name);
    if page::is_page(name, &source) {
        let story = file.page(name)?;
        return Ok(Import { stories: vec![story], guessed, ..Import::default() });
    }
    let (text, offsets) = normalise::normalise(&source);
    let text = paragraphs::unwrap_lines(text);
    let mut import = Import { guessed, ..Import::default() };
    let (mut line, mut counted) = (1, 0);
    for span in split::stories(&text) {
        let offsets = offsets.shifted(span.start);
        match language::other_than_english(&text[span.start..span.end]) {
            None => import.stories.push(file.story(&text[span.start..span.end], offsets)),
            Some(language) => {
                let start = offsets.original(Span::new(0, 0)).start;
                line += source[counted..start].matches('\n').count();
                counted = start;
                import.aside.push(ExchangeError::Language { file: name.to_owned(), line, language });
            }
        }
    }
    match (import.stories.is_empty(), import.aside.pop()) {
        (true, None) => Err(ExchangeError::Blank { file: name.to_owned(), bytes: bytes.len() }),
        (true, Some(only)) if import.aside.is_empty() => Err(only),
        (_, last) => {
            import.aside.extend(last);
            Ok(import)
        }
    }
}

/// Reads a text that is known to be one story, whatever stands in it; a text of white space is a story of nothing.
/// `Err`: the language that it is in.
pub(super) fn one_story(name: &str, source: &str, options: &ImportOptions) -> Result<Imported, &'static str> {
    let (text, offsets) = normalise::normalise(source);
    let text = paragraphs::unwrap_lines(text);
    if let Some(language) = language::other_than_english(&text) {
        return Err(language);
    }
    let published = options.published.or_else(|| published::from_name(name));
    let options = ImportOptions { published, ..options.clone() };
    Ok(File { name, source: source.into(), original: Hash::of(source.as_bytes()), options }
        .story(&text, offsets))
}

/// A file that is being read.
struct File<'n> {
    /// The name of its documents.
    name: &'n str,
    /// Its text as it was given.
    source: Arc<str>,
    original: Hash,
    /// What is known of it, its name included.
    options: ImportOptions,
}

impl File<'_> {
    /// The article of a web page; `shown` is the file as it was named.
    fn page(&self, shown: &str) -> Result<Imported, ExchangeError> {
        let page = page::article(&self.source);
        let (text, offsets) = normalise::normalise(&page.text);
        if !text.chars().any(char::is_alphanumeric) {
            return Err(ExchangeError::NoArticle { file: shown.to_owned() });
        }
        if let Some(language) = language::other_than_english(&text) {
            return Err(ExchangeError::Language { file: shown.to_owned(), line: 1, language });
        }
        let offsets = offsets.through(page.runs, self.source.as_bytes());
        let mut story = self.story(&text, offsets);
        let known = &mut story.document;
        known.published = self.options.published.or(page.published).or(known.published);
        known.outlet = known.outlet.take().or(page.site);
        Ok(story)
    }

    fn story(&self, text: &str, offsets: Offsets) -> Imported {
        let structure::Structure { blocks, dateline } = structure::structure(text);
        let (head, options) = (dateline.as_ref(), &self.options);
        let hash = Hash::of(text.as_bytes());
        let document = Document {
            id: Document::id_of(hash),
            name: self.name.to_owned(),
            outlet: options.outlet.clone().or_else(|| outlet::from_text(text, head)),
            published: options.published.or_else(|| published::from_text(text, head)),
            dateline: dateline.as_ref().map(|dateline| dateline.cities.clone()).unwrap_or_default(),
            text: hash,
            original: self.original,
            part: offsets.original(Span::new(0, text.len())),
            blocks,
        };
        Imported { document, text: text.to_owned(), source: self.source.clone(), offsets }
    }
}

/// The file's name without folders and extension.
fn stem(name: &str) -> &str {
    if name == "-" {
        return "stdin";
    }
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    }
}
