//! What the terms make of an incident, under one reading. A violation always names its provision.

use crate::{AgreementId, ClaimId, FindingId, Hash, IncidentId, Name, ProvisionId, ReadingId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A truth value of Kleene's strong logic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Truth {
    /// Certainly not, on the claims.
    False,
    /// The claims do not decide it.
    Unknown,
    /// Certainly, on the claims.
    True,
}

impl Truth {
    /// Both; false as soon as one is false.
    pub fn and(self, other: Truth) -> Truth {
        self.min(other)
    }

    /// Either; true as soon as one is true.
    pub fn or(self, other: Truth) -> Truth {
        self.max(other)
    }

    /// The word used in reports.
    pub fn word(&self) -> &'static str {
        match self {
            Truth::False => "no",
            Truth::Unknown => "unknown",
            Truth::True => "yes",
        }
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;

    /// The opposite; unknown stays unknown.
    fn not(self) -> Truth {
        match self {
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
            Truth::True => Truth::False,
        }
    }
}

impl From<bool> for Truth {
    fn from(known: bool) -> Truth {
        if known { Truth::True } else { Truth::False }
    }
}

impl From<Option<bool>> for Truth {
    fn from(known: Option<bool>) -> Truth {
        known.map_or(Truth::Unknown, Truth::from)
    }
}

/// The questions that a judgement asks, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AtomName {
    /// Did it happen?
    Occurred,
    /// Was it while the provision bound?
    InWindow,
    /// Was it where the provision binds?
    InZone,
    /// Is who did it bound?
    Bound,
    /// Does the provision forbid such an act?
    ProhibitedAct,
    /// Does it protect who or what was hit?
    ProtectedTarget,
    /// Was the target excluded from the terms?
    Excluded,
    /// Does a permission take it out of what is forbidden?
    Exception,
}

impl AtomName {
    /// Every question, in the order in which they are shown.
    pub const ALL: [AtomName; 8] = [
        AtomName::Occurred,
        AtomName::InWindow,
        AtomName::InZone,
        AtomName::Bound,
        AtomName::ProhibitedAct,
        AtomName::ProtectedTarget,
        AtomName::Excluded,
        AtomName::Exception,
    ];

    /// The word used in files.
    pub fn word(&self) -> &'static str {
        match self {
            AtomName::Occurred => "occurred",
            AtomName::InWindow => "in-window",
            AtomName::InZone => "in-zone",
            AtomName::Bound => "bound",
            AtomName::ProhibitedAct => "prohibited-act",
            AtomName::ProtectedTarget => "protected-target",
            AtomName::Excluded => "excluded",
            AtomName::Exception => "exception",
        }
    }
}

/// One question with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Atom {
    /// Which question.
    pub name: AtomName,
    /// The answer.
    pub truth: Truth,
    /// Why, in a sentence without full stop.
    pub because: String,
    /// The claims that answer it.
    pub claims: Vec<ClaimId>,
    /// How much of the time that the incident can have taken the terms cover, where that is part of it. Shown, and
    /// never used to decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
}

/// A part of a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Minutes that are covered.
    pub covered_min: u64,
    /// Minutes of the whole.
    pub whole_min: u64,
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = 100.0 * self.covered_min as f64 / self.whole_min.max(1) as f64;
        let hours = |minutes: u64| format!("{}:{:02}", minutes / 60, minutes % 60);
        write!(f, "{} of {} hours ({percent:.0} %)", hours(self.covered_min), hours(self.whole_min))
    }
}

/// How one of those named stands to a breach. Whether there was one, whose it was and whether it was meant are asked apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conduct {
    /// Who.
    pub who: Name,
    /// Did he breach the provision?
    pub breached: Truth,
    /// Did he mean to? Unknown unless somebody ruled on it: no claim tells of intent.
    pub meant: Truth,
}

/// What the terms make of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The terms forbid it.
    Violation,
    /// The terms reach it and do not forbid it.
    Permitted,
    /// Outside time, place, parties or acts of the terms.
    NotCovered,
    /// The claims do not decide it.
    Undetermined,
}

impl Verdict {
    /// Every verdict, in the order of reports.
    pub const ALL: [Verdict; 4] =
        [Verdict::Violation, Verdict::Permitted, Verdict::NotCovered, Verdict::Undetermined];

    /// The words used in reports.
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Violation => "violation",
            Verdict::Permitted => "permitted",
            Verdict::NotCovered => "not covered",
            Verdict::Undetermined => "undetermined",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// An incident judged by one provision under one reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Derived from the next four.
    pub id: FindingId,
    /// What is judged.
    pub incident: IncidentId,
    /// By which agreement.
    pub agreement: AgreementId,
    /// By which provision of it.
    pub provision: ProvisionId,
    /// Under which reading.
    pub reading: ReadingId,
    /// The outcome.
    pub verdict: Verdict,
    /// The questions and answers it follows from.
    pub atoms: Vec<Atom>,
    /// The claims that decide it, by id; never empty for a violation.
    pub decided_by: Vec<ClaimId>,
    /// How those who are named stand to it, where the act is forbidden.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conduct: Vec<Conduct>,
}

impl Finding {
    /// The id of the finding on this incident by this provision under this reading.
    pub fn id_of(
        incident: &IncidentId,
        agreement: &AgreementId,
        provision: &ProvisionId,
        reading: &ReadingId,
    ) -> FindingId {
        let parts = [incident.as_str(), agreement.as_str(), provision.as_str(), reading.as_str()];
        FindingId::of(Hash::of_parts(parts.map(str::as_bytes)))
    }

    /// The answer to one of its questions.
    pub fn atom(&self, name: AtomName) -> Option<&Atom> {
        self.atoms.iter().find(|atom| atom.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Truth::{False, True, Unknown};

    #[test]
    fn unknown_yields_only_to_what_decides() {
        assert_eq!([False.and(Unknown), True.and(Unknown)], [False, Unknown]);
        assert_eq!([True.or(Unknown), False.or(Unknown)], [True, Unknown]);
        assert_eq!(!Unknown, Unknown);
    }
}
