//! Why a file was refused. Each message names the file and the cause; a hint tells what to do about it.

use thiserror::Error;

/// Why a file cannot be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ExchangeError {
    /// It holds nothing.
    #[error("{file}: empty file")]
    Empty {
        /// The file as it was named.
        file: String,
    },
    /// It holds white space and signs, and nothing else.
    #[error("{file}: no word in it, only white space or signs ({bytes} {})", if *bytes == 1 { "byte" } else { "bytes" })]
    Blank {
        /// The file as it was named.
        file: String,
        /// Its size.
        bytes: usize,
    },
    /// It is larger than what is let in.
    #[error("{file}: {bytes} bytes are too large for a document, {max} are the most")]
    TooLarge {
        /// The file as it was named.
        file: String,
        /// Its size.
        bytes: usize,
        /// The largest size that is let in.
        max: usize,
    },
    /// It begins like a known format that is not plain text.
    #[error("{file}: not text but {format}")]
    OtherFormat {
        /// The file as it was named.
        file: String,
        /// Which format, with its article: `a PDF`.
        format: &'static str,
    },
    /// It is text in UTF-32, or broken text in UTF-16.
    #[error("{file}: text in {encoding}, which is not read")]
    OtherEncoding {
        /// The file as it was named.
        file: String,
        /// Which encoding.
        encoding: &'static str,
    },
    /// It holds a byte that no text holds.
    #[error("{file}:{line}: not text, control byte 0x{byte:02x} at offset {offset}")]
    ControlByte {
        /// The file as it was named.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Bytes before it.
        offset: usize,
        /// The byte.
        byte: u8,
    },
    /// A byte sequence is no UTF-8.
    #[error("{file}:{line}: invalid UTF-8, byte 0x{byte:02x} at offset {offset}")]
    InvalidUtf8 {
        /// The file as it was named.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Bytes before it.
        offset: usize,
        /// The first byte of the sequence.
        byte: u8,
    },
    /// It ends in the middle of a character.
    #[error("{file}:{line}: truncated UTF-8, the file ends inside the character at offset {offset}")]
    TruncatedUtf8 {
        /// The file as it was named.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Bytes before the character.
        offset: usize,
    },
    /// It is a web page in which no article was found.
    #[error("{file}: a web page without an article in it")]
    NoArticle {
        /// The file as it was named.
        file: String,
    },
    /// A story is not in English.
    #[error("{file}:{line}: a story in {language}, set aside: only English is read")]
    Language {
        /// The file as it was named.
        file: String,
        /// The line on which it begins, from 1.
        line: usize,
        /// Its language.
        language: &'static str,
    },
    /// A line of a file of documents is not what it should be.
    #[error("{file}:{line}: {problem}")]
    Line {
        /// The file as it was named.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// A table of places is not what it should be.
    #[error("{file}:{line}: {problem}")]
    Row {
        /// The file as it was named.
        file: String,
        /// Line or entry, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// A table of events cannot be read as a whole.
    #[error("{file}: {problem}")]
    Table {
        /// The file as it was named.
        file: String,
        /// What is wrong with it.
        problem: String,
        /// What may help.
        hint: Option<String>,
    },
    /// A line of a file of documents is longer than what is let in.
    #[error("{file}:{line}: a line of {bytes} bytes is too long for a document, {max} are the most")]
    LongLine {
        /// The file as it was named.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Its size.
        bytes: u64,
        /// The largest size that is let in.
        max: usize,
    },
}

impl ExchangeError {
    /// What the user can do about it, if anything is known to help.
    pub fn hint(&self) -> Option<String> {
        match self {
            ExchangeError::Empty { .. } => None,
            ExchangeError::Blank { .. } => Some("look whether the file was saved whole".into()),
            ExchangeError::Table { hint, .. } => hint.clone(),
            ExchangeError::Row { .. } => {
                Some("mend the row or take it out; docs/guide/build-a-gazetteer.md tells what tables hold".into())
            }
            ExchangeError::TooLarge { .. } => Some("split it into one file a story".into()),
            ExchangeError::OtherFormat { format: "a JSON file", .. } => {
                Some("if it holds a document a line, give --input jsonl".into())
            }
            ExchangeError::NoArticle { .. } => {
                Some("save the text of its article as a plain text file in UTF-8".into())
            }
            ExchangeError::Language { .. } => Some("give its translation into English".into()),
            ExchangeError::OtherFormat { .. } => Some("save its text as a plain text file in UTF-8".into()),
            ExchangeError::OtherEncoding { encoding, .. } => {
                Some(format!("convert it first: iconv -f {encoding} -t UTF-8"))
            }
            ExchangeError::ControlByte { .. } => {
                Some("a wire feed or program file? keep only the text of the story".into())
            }
            ExchangeError::InvalidUtf8 { .. } => {
                Some("it holds letters in two encodings: mend the line, or convert the part that is in the older one".into())
            }
            ExchangeError::TruncatedUtf8 { .. } => {
                Some("the copy is incomplete: fetch the file again".into())
            }
            ExchangeError::Line { .. } => Some(
                r#"a line is one document: {"id": "a-1", "dct": "2031-03-05", "text": "…"}; dct may be null"#
                    .into(),
            ),
            ExchangeError::LongLine { .. } => Some("give each document a line of its own".into()),
        }
    }
}
