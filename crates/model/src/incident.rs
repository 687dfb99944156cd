//! What the claims, taken together, tell happened, with every disagreement kept beside it. Judges nothing.

use crate::{Act, ClaimId, Hash, IncidentId, Interval, Name, TollOf};
use serde::{Deserialize, Serialize};

/// Who is said to have done it. Nobody is blamed by accident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "attribution", rename_all = "kebab-case")]
pub enum Attribution {
    /// The actor says so itself.
    ClaimedBy {
        /// The actor.
        actor: Name,
    },
    /// Others say so, and nobody says otherwise.
    AllegedAgainst {
        /// The actor.
        actor: Name,
        /// Who says so.
        by: Vec<Name>,
    },
    /// Sources name different actors, or the named one denies it.
    Contested {
        /// Everybody who is named.
        named: Vec<Name>,
    },
    /// Nobody is named.
    Unknown,
}

impl Attribution {
    /// Everybody who is named as having done it.
    pub fn named(&self) -> Vec<&Name> {
        match self {
            Attribution::ClaimedBy { actor } | Attribution::AllegedAgainst { actor, .. } => vec![actor],
            Attribution::Contested { named } => named.iter().collect(),
            Attribution::Unknown => vec![],
        }
    }
}

/// How well an incident is attested. Counts witnesses, never outlets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Two or more independent sources say so and none denies it.
    Corroborated,
    /// One source says so and none denies it.
    SingleSource,
    /// Some say so, some deny it.
    Contested,
    /// Nobody asserts it, somebody denies it.
    Denied,
    /// Nobody does more than report it as unverified.
    Unverified,
    /// All who said so took it back, or the documents in which they did were withdrawn.
    Retracted,
}

impl Standing {
    /// The word used in files.
    pub fn word(&self) -> &'static str {
        match self {
            Standing::Corroborated => "corroborated",
            Standing::SingleSource => "single-source",
            Standing::Contested => "contested",
            Standing::Denied => "denied",
            Standing::Unverified => "unverified",
            Standing::Retracted => "retracted",
        }
    }
}

/// One version of a slot on which the claims differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// What these claims say, in words.
    pub says: String,
    /// The claims that say so.
    pub claims: Vec<ClaimId>,
}

/// A slot on which the claims of an incident differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// Which slot: `occurrence`, `agent`, `target`, `time`, `act`, or a toll such as `killed`.
    pub slot: String,
    /// Two or more versions.
    pub versions: Vec<Version>,
}

/// What the claims, taken together, tell happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Derived from the smallest of its claims' ids.
    pub id: IncidentId,
    /// What happened; the most specific act that a claim gives.
    pub act: Act,
    /// Claims that tell of it, by id.
    pub claims: Vec<ClaimId>,
    /// Toll claims that belong to it, by id.
    pub toll_claims: Vec<ClaimId>,
    /// When, as closely as all claims allow: from the latest start to the earliest end that they share.
    pub occurred: Interval,
    /// Where, most specific first.
    pub places: Vec<Name>,
    /// Who did it.
    pub attribution: Attribution,
    /// Who or what was hit, as told.
    pub targets: Vec<Name>,
    /// Who says so, each independent source once.
    pub witnesses: Vec<Name>,
    /// How well it is attested.
    pub standing: Standing,
    /// On what the claims differ.
    pub disagreements: Vec<Disagreement>,
}

impl Incident {
    /// The id of the incident with these claims.
    pub fn id_of(claims: &[ClaimId]) -> IncidentId {
        let smallest = claims.iter().min().map_or("", ClaimId::as_str);
        IncidentId::of(Hash::of_parts([b"incident".as_slice(), smallest.as_bytes()]))
    }

    /// Every claim behind it, tolls included.
    pub fn all_claims(&self) -> impl Iterator<Item = &ClaimId> {
        self.claims.iter().chain(&self.toll_claims)
    }

    /// Whether it disagrees on how many were affected in that way.
    pub fn disputes(&self, of: TollOf) -> bool {
        self.disagreements.iter().any(|d| d.slot == of.word())
    }
}
