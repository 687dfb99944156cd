//! Text files: wire stories, statements, situation reports, several to a file. Reads form, never meaning.

mod dateline;
mod dates;
mod decode;
mod marks;
mod normalise;
mod offsets;
mod outlet;
mod paragraphs;
mod published;
mod repeats;
mod split;
mod structure;

pub use offsets::Offsets;

use crate::ExchangeError;
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
    /// The way back to the bytes of the file.
    pub offsets: Offsets,
}

/// Reads a text file into its stories, at least one. `name` is the file as the user named it, `-` for standard
/// input.
pub fn import_text(
    name: &str,
    bytes: &[u8],
    options: &ImportOptions,
) -> Result<Vec<Imported>, ExchangeError> {
    let raw = decode::decode(name, bytes, options.max_bytes)?;
    let (text, offsets) = normalise::normalise(raw);
    let text = paragraphs::unwrap_lines(text);
    let original = Hash::of(bytes);
    let stories: Vec<Imported> = split::stories(&text)
        .into_iter()
        .map(|span| {
            story(stem(name), &text[span.start..span.end], offsets.shifted(span.start), original, options)
        })
        .collect();
    match stories.is_empty() {
        true => Err(ExchangeError::Blank { file: name.to_owned(), bytes: bytes.len() }),
        false => Ok(stories),
    }
}

/// Reads a text that is known to be one story, whatever stands in it; a text of white space is a story of nothing.
pub(super) fn one_story(name: &str, raw: &str, options: &ImportOptions) -> Imported {
    let (text, offsets) = normalise::normalise(raw);
    let text = paragraphs::unwrap_lines(text);
    story(name, &text, offsets, Hash::of(raw.as_bytes()), options)
}

fn story(stem: &str, text: &str, offsets: Offsets, original: Hash, options: &ImportOptions) -> Imported {
    let structure::Structure { blocks, dateline } = structure::structure(text);
    let head = dateline.as_ref();
    let published = options.published.or_else(|| published::from_name(stem));
    let hash = Hash::of(text.as_bytes());
    let document = Document {
        id: Document::id_of(hash),
        name: stem.to_owned(),
        outlet: options.outlet.clone().or_else(|| outlet::from_text(text, head)),
        published: published.or_else(|| published::from_text(text, head)),
        dateline: dateline.as_ref().map(|dateline| dateline.cities.clone()).unwrap_or_default(),
        text: hash,
        original,
        part: offsets.original(Span::new(0, text.len())),
        blocks,
    };
    Imported { document, text: text.to_owned(), offsets }
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
