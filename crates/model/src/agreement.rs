//! Terms accepted by parties, made by one side, or demanded. Judges nothing.

use crate::{
    ActorId, AgreementId, Area, AreaId, Edge, Lapse, ProvisionId, Reading, ReadingId, StepId, Term, Turn,
    Window, Zone,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// Whether both sides accepted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgreementKind {
    /// Terms accepted by parties.
    Agreement,
    /// One side's own undertaking; it binds nobody else.
    Declaration,
    /// A demand of a body that can demand, such as a Security Council resolution.
    Demand,
}

/// What somebody is to an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Is held to it.
    Party,
    /// Put its name to it.
    Signatory,
    /// Negotiated it.
    Broker,
    /// Answers for a party's conduct.
    Guarantor,
    /// Watches it.
    Monitor,
    /// Was asked and did not accept.
    Refused,
}

/// Somebody with a role in an agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Who.
    pub actor: ActorId,
    /// As what.
    pub role: Role,
    /// Since when, where that is known.
    pub since: Option<Date>,
}

/// An article in the order of the text: its heading and words as given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The words, in the project's own or quoted by who encodes them.
    pub text: String,
    /// Line of the file on which they begin, from 1.
    pub line: usize,
}

/// By when a duty is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Deadline {
    /// A while after a turn or the start of a provision.
    Within {
        /// How long.
        within: Lapse,
        /// After what.
        of: StepId,
    },
    /// A moment that the text gives.
    At(Edge),
}

impl From<Timestamp> for Deadline {
    fn from(moment: Timestamp) -> Deadline {
        Deadline::At(Edge::at(moment))
    }
}

/// One binding unit of an agreement's text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provision {
    /// Unique in the agreement.
    pub id: ProvisionId,
    /// Which of the agreement's articles it puts into terms: an index into `Agreement::articles`.
    pub article: usize,
    /// What it asks.
    #[serde(flatten)]
    pub term: Term,
    /// Who is held to it.
    pub binds: Vec<ActorId>,
    /// From when, inclusive.
    pub from: Edge,
    /// Until when, exclusive; `None`: until it ends.
    pub until: Option<Edge>,
    /// At which hours, where it does not bind all day. They never overlap.
    #[serde(default)]
    pub windows: Vec<Window>,
    /// Where; none named: everywhere.
    pub zone: Vec<Zone>,
    /// Where not, within the zone.
    #[serde(default)]
    pub outside: Vec<Zone>,
    /// By when a duty is due.
    pub due: Option<Deadline>,
    /// To whom a duty is owed.
    #[serde(default)]
    pub owed_to: Vec<ActorId>,
    /// What must come before it binds.
    #[serde(default)]
    pub after: Vec<StepId>,
    /// The permissions that take acts out of what it forbids. They never lead back to it.
    #[serde(default)]
    pub unless: Vec<ProvisionId>,
    /// Line of the file on which its block begins, from 1.
    pub line: usize,
}

/// Another agreement whose terms give way to this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supersession {
    /// Which.
    pub agreement: AgreementId,
    /// Which of its provisions; none named: all.
    #[serde(default)]
    pub provisions: Vec<ProvisionId>,
    /// For good, or only while this one is in force.
    pub lasts: SupersessionKind,
}

/// What is left of terms when those that superseded them end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SupersessionKind {
    /// Nothing: they ended when the others began.
    ForGood,
    /// They bind again.
    WhileInForce,
}

/// Terms in force, as encoded in `agreements/<slug>/agreement.md`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// The folder's name.
    pub id: AgreementId,
    /// Its title in reports.
    pub title: String,
    /// Accepted by parties, or one side's own.
    pub kind: AgreementKind,
    /// When it was made.
    pub made_on: Date,
    /// IANA name of the zone in which its days and hours are meant, such as `Asia/Damascus`.
    pub zone: String,
    /// Who has which role.
    pub parties: Vec<Party>,
    /// Where the text is published.
    pub cite: Vec<String>,
    /// The articles in order.
    pub articles: Vec<Article>,
    /// The areas that it draws.
    #[serde(default)]
    pub areas: Vec<Area>,
    /// What became of it, in the order of the file.
    #[serde(default)]
    pub turns: Vec<Turn>,
    /// The agreements that give way to it.
    #[serde(default)]
    pub supersedes: Vec<Supersession>,
    /// The provisions in order.
    pub provisions: Vec<Provision>,
    /// The readings; the plain one is first.
    pub readings: Vec<Reading>,
}

impl Agreement {
    /// The provision of that id.
    pub fn provision(&self, id: &ProvisionId) -> Option<&Provision> {
        self.provisions.iter().find(|provision| &provision.id == id)
    }

    /// The reading of that id.
    pub fn reading(&self, id: &ReadingId) -> Option<&Reading> {
        self.readings.iter().find(|reading| &reading.id == id)
    }

    /// The area of that id.
    pub fn area(&self, id: &AreaId) -> Option<&Area> {
        self.areas.iter().find(|area| &area.id == id)
    }

    /// The turn of that id.
    pub fn turn(&self, id: &StepId) -> Option<&Turn> {
        self.turns.iter().find(|turn| turn.id.as_str() == id.as_str())
    }

    /// First moment at which any provision can bind.
    pub fn starts(&self) -> Option<Timestamp> {
        self.provisions.iter().map(|provision| provision.from.earliest).min()
    }
}
