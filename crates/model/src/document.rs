//! A stored text with its publisher and its dates. The text itself lies in a blob addressed by its hash.

use crate::{DocumentId, Hash, Name, Span};
use jiff::{Timestamp, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::fmt;

/// When a document was published, as closely as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Published {
    /// On that day, by the publisher's calendar.
    Day(civil::Date),
    /// At that moment.
    At(Timestamp),
}

impl Published {
    /// The calendar day in `zone`.
    pub fn date(&self, zone: &TimeZone) -> civil::Date {
        match self {
            Published::Day(day) => *day,
            Published::At(time) => time.to_zoned(zone.clone()).date(),
        }
    }

    /// The earliest moment at which it can have been published, reading days in `zone`.
    pub fn earliest(&self, zone: &TimeZone) -> Timestamp {
        match self {
            Published::At(time) => *time,
            Published::Day(day) => zone
                .to_ambiguous_zoned(day.at(0, 0, 0, 0))
                .compatible()
                .map_or(Timestamp::MIN, |zoned| zoned.timestamp()),
        }
    }
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Published::Day(day) => write!(f, "{day}"),
            Published::At(time) => write!(f, "{time}"),
        }
    }
}

/// What a stretch of a wire story is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockRole {
    /// The title.
    Headline,
    /// Who wrote it.
    Byline,
    /// City and agency at the head of the first paragraph, up to the dash.
    Dateline,
    /// Words under a picture.
    Caption,
    /// A title inside the story, often in capitals.
    Subhead,
    /// The story itself.
    Paragraph,
    /// Who reported and edited.
    Credit,
    /// A note on the version: recast, corrected, refiled.
    Note,
}

/// A stretch of the text with its role. Blocks do not overlap and stand in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is for.
    pub role: BlockRole,
    /// Where, in bytes of the normalised text.
    pub span: Span,
}

/// A stored text. Everything but the texts themselves, which are blobs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Derived from the normalised text: the same text twice is one document.
    pub id: DocumentId,
    /// The name it came under: the file's stem.
    pub name: String,
    /// Whose voice its unattributed sentences are. `None`: unknown.
    pub outlet: Option<Name>,
    /// When it was published. `None`: unknown.
    pub published: Option<Published>,
    /// Cities of the dateline, in order.
    pub dateline: Vec<Name>,
    /// Address of the normalised text, which every span counts bytes in.
    pub text: Hash,
    /// Address of the bytes as they came.
    pub original: Hash,
    /// Which bytes of the file's text, in UTF-8, hold this story, where a file held several.
    pub part: Span,
    /// The parts of the story, in order.
    pub blocks: Vec<Block>,
}

impl Document {
    /// The id of the document with this normalised text.
    pub fn id_of(text: Hash) -> DocumentId {
        DocumentId::of(text)
    }

    /// The headline, if it has one, from its normalised text.
    pub fn headline<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.blocks
            .iter()
            .find(|block| block.role == BlockRole::Headline)
            .and_then(|block| block.span.of(text))
    }
}
