//! How a party understands contested terms, and the words in which it said so. Judges nothing.

use crate::{ActorId, Edge, ProvisionId, ReadingId, StepId, Turn, TurnId, Window, Zone};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Words in which somebody made a reading known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Who said so.
    pub by: ActorId,
    /// When, if known.
    pub on: Option<Date>,
    /// What was said, quoted or retold.
    pub text: String,
    /// Where it stands: title, year, page or address.
    pub cite: String,
}

/// What a reading changes in one provision; what it does not name stays as in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Groups that it holds to be excluded too.
    #[serde(default)]
    pub exclude: Vec<ActorId>,
    /// Groups that it holds not to be excluded.
    #[serde(default)]
    pub include: Vec<ActorId>,
    /// Another start.
    pub from: Option<Edge>,
    /// Another end, whatever became of the terms.
    pub until: Option<Edge>,
    /// Parties that it holds not to be bound.
    #[serde(default)]
    pub unbind: Vec<ActorId>,
    /// Parties that it holds to be bound too.
    #[serde(default)]
    pub bind: Vec<ActorId>,
    /// Another zone in place of the text's.
    pub zone: Option<Vec<Zone>>,
    /// Other hours in place of the text's; none: the whole day.
    pub windows: Option<Vec<Window>>,
    /// Other steps that must come before.
    pub after: Option<Vec<StepId>>,
    /// Whether it holds that the provision binds nobody.
    #[serde(default)]
    pub denied: bool,
}

/// One named way to understand contested terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Unique in the agreement. `plain` is the text as it stands.
    pub id: ReadingId,
    /// A title for reports.
    pub title: String,
    /// Who holds it.
    pub holders: Vec<ActorId>,
    /// The words in which they said so; empty only for the plain reading.
    pub words: Vec<Words>,
    /// What it changes, by provision.
    pub changes: Vec<(ProvisionId, Change)>,
    /// Contested turns that it holds to count.
    #[serde(default)]
    pub accepts: Vec<TurnId>,
    /// Turns that it holds not to count.
    #[serde(default)]
    pub rejects: Vec<TurnId>,
    /// Line of the file on which its block begins, from 1.
    pub line: usize,
}

impl Reading {
    /// What it changes in that provision.
    pub fn change(&self, provision: &ProvisionId) -> Option<&Change> {
        self.changes.iter().find(|(id, _)| id == provision).map(|(_, change)| change)
    }

    /// Whether a turn counts under it.
    pub fn counts(&self, turn: &Turn) -> bool {
        self.accepts.contains(&turn.id) || (!turn.contested && !self.rejects.contains(&turn.id))
    }
}
