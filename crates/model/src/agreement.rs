//! Terms accepted by parties, and how each party understands them. Judges nothing.

use crate::{ActorId, AgreementId, ProvisionId, ReadingId};
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

/// The machine-readable kind of a provision. A new term is a variant here and a file in `assess/src/terms/`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "term", rename_all = "kebab-case")]
pub enum Term {
    /// The bound parties shall not attack each other or civilians.
    CeaseHostilities,
    /// These groups and their members are not protected, and attacks on them are not breaches.
    ExcludeGroups {
        /// The groups.
        groups: Vec<ActorId>,
    },
    /// The bound parties let aid through.
    GrantAccess {
        /// To where.
        to: String,
        /// By which road, where it is named.
        by: Option<String>,
    },
    /// The bound parties pull forces back.
    Withdraw {
        /// From where.
        from_place: String,
    },
    /// It runs for a period and may be renewed for the next.
    Renew {
        /// Length of a period, in hours.
        every_hours: u32,
    },
}

impl Term {
    /// The word used in files, such as `cease-hostilities`.
    pub fn word(&self) -> &'static str {
        match self {
            Term::CeaseHostilities => "cease-hostilities",
            Term::ExcludeGroups { .. } => "exclude-groups",
            Term::GrantAccess { .. } => "grant-access",
            Term::Withdraw { .. } => "withdraw",
            Term::Renew { .. } => "renew",
        }
    }
}

/// One binding unit of an agreement's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    pub from: Timestamp,
    /// Until when, exclusive; `None`: until it ends.
    pub until: Option<Timestamp>,
    /// Where: names of places, each with all that it holds.
    pub zone: Vec<String>,
    /// By when a duty is due.
    pub due: Option<Timestamp>,
    /// Line of the file on which its block begins, from 1.
    pub line: usize,
}

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
    pub from: Option<Timestamp>,
    /// Another end.
    pub until: Option<Timestamp>,
    /// Parties that it holds not to be bound.
    #[serde(default)]
    pub unbind: Vec<ActorId>,
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
    /// Line of the file on which its block begins, from 1.
    pub line: usize,
}

/// Terms in force, as encoded in `agreements/<slug>/agreement.md`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

    /// First moment at which any provision binds.
    pub fn starts(&self) -> Option<Timestamp> {
        self.provisions.iter().map(|provision| provision.from).min()
    }
}
