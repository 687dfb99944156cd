//! What one source says in one document. Never whether it is true.

use crate::{Act, ClaimId, Confidence, Count, DocumentId, Hash, Interval, Kind, Name, Point, RuleId, Span};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether the source says that it is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// It is so, also when hedged.
    Asserts,
    /// It is not so.
    Denies,
    /// It cannot be verified, is not known, or is only implied.
    Unsure,
}

impl Stance {
    /// The word used in files.
    pub fn word(&self) -> &'static str {
        match self {
            Stance::Asserts => "asserts",
            Stance::Denies => "denies",
            Stance::Unsure => "unsure",
        }
    }
}

impl fmt::Display for Stance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// One thing that one source says, with the words in which it stands.
///
/// `text[span] == quote` holds for the normalised text of `document`; it is checked on write and on read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Derived from everything below but `found_by` and `confidence`.
    pub id: ClaimId,
    /// The document that carries it.
    pub document: DocumentId,
    /// Where in the document's normalised text, in bytes.
    pub span: Span,
    /// The words at `span`.
    pub quote: String,
    /// What is said to have happened.
    pub act: Act,
    /// Who says it: a person, a body, or the outlet for its own narration. `None`: the text does not tell.
    pub source: Option<Name>,
    /// The outlet through which the source is quoted, where that is another than the document's.
    pub via: Option<Name>,
    /// Whether the source says that it is so.
    pub stance: Stance,
    /// Who did it, as told.
    pub agent: Option<Name>,
    /// To whom or what it was done, as told.
    pub target: Option<Name>,
    /// Where, as written, most specific first.
    pub places: Vec<Name>,
    /// Where on the globe, where the source gives coordinates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
    /// When it happened, in the local time of the place.
    pub occurred: Interval,
    /// How many.
    pub count: Option<Count>,
    /// The rules that found it and filled its slots; empty for a claim entered by a person.
    pub found_by: Vec<RuleId>,
    /// How sure the reading is; `None` where nothing was learned, or a person entered it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
}

impl Claim {
    /// The kind of its act.
    pub fn kind(&self) -> Kind {
        self.act.kind()
    }

    /// Gives the claim the id that its content has.
    pub fn identified(mut self) -> Claim {
        let mut slots = format!(
            "{}|{:?}|{:?}|{}|{:?}|{:?}|{:?}|{}|{:?}",
            self.act,
            self.source,
            self.via,
            self.stance,
            self.agent,
            self.target,
            self.places,
            self.occurred,
            self.count
        );
        // Claims without a point keep the ids that they had before there were points.
        if let Some(point) = self.point {
            slots += &format!("|{point:?}");
        }
        let at = format!("{}..{}", self.span.start, self.span.end);
        let parts = [self.document.as_str().as_bytes(), at.as_bytes(), slots.as_bytes()];
        self.id = ClaimId::of(Hash::of_parts(parts));
        self
    }

    /// The event table of which its document is a row: each row of one tells of an event of its own.
    pub fn table(&self) -> Option<&str> {
        self.found_by.iter().find_map(|rule| rule.as_str().strip_prefix(Claim::TABLE))
    }

    /// How the rules are named by which a row of an event table is read; the name of the table follows.
    pub const TABLE: &str = "table.";

    /// Whether its words stand where it says, in `text`, the normalised text of its document.
    pub fn resolves_in(&self, text: &str) -> bool {
        !self.quote.is_empty() && self.span.of(text) == Some(&self.quote)
    }
}

/// A sentence that seems to carry a claim which could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The document.
    pub document: DocumentId,
    /// The sentence, in bytes of the normalised text.
    pub span: Span,
    /// What stood in the way.
    pub because: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(act: Act) -> Claim {
        Claim {
            id: ClaimId::new(""),
            document: DocumentId::new("doc-1"),
            span: Span::new(4, 9),
            quote: "Arden".into(),
            act,
            source: None,
            via: None,
            stance: Stance::Asserts,
            agent: None,
            target: None,
            places: vec![],
            point: None,
            occurred: Interval::UNKNOWN,
            count: None,
            found_by: vec![],
            confidence: None,
        }
        .identified()
    }

    #[test]
    fn an_id_follows_the_content_and_not_the_rule() {
        let mut other = claim(Act::Shelling);
        other.found_by.push(RuleId::new("en.any"));
        assert_eq!(other.identified().id, claim(Act::Shelling).id);
        assert_ne!(claim(Act::Clash).id, claim(Act::Shelling).id);
    }

    #[test]
    fn a_claim_resolves_only_to_its_own_words() {
        assert!(claim(Act::Shelling).resolves_in("On  Arden fell shells."));
        assert!(!claim(Act::Shelling).resolves_in("On Arden fell shells."));
        assert!(!claim(Act::Shelling).resolves_in("On "));
    }

    #[test]
    fn a_claim_reads_back_from_json() {
        let said = claim(Act::Shelling);
        let json = serde_json::to_string(&said).unwrap();
        assert_eq!(serde_json::from_str::<Claim>(&json).unwrap(), said);
    }
}
