//! A figure and the claims behind it. Never prints a number that nobody gave.

use serde::Serialize;
use std::fmt;
use truce_model::{ClaimId, Toll};

/// What a figure says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "value", rename_all = "kebab-case")]
pub enum FigureValue {
    /// So many. For people, 0 means that a claim says that it was none.
    Exact {
        /// The number.
        n: u64,
    },
    /// Between two bounds, both inclusive.
    Between {
        /// The lowest account.
        low: u64,
        /// The highest account.
        high: u64,
    },
    /// The top is open.
    AtLeast {
        /// The lowest account.
        low: u64,
    },
    /// The top is open, and the highest account is a floor above the lowest: "62 to at least 90".
    Open {
        /// The lowest account.
        low: u64,
        /// The highest figure that any account gives, though it may have been more.
        highest: u64,
    },
    /// No account gives a lower bound.
    AtMost {
        /// The highest account.
        high: u64,
    },
    /// Nothing of the sort is reported; a statement about reports, not about the world.
    NoneReported,
    /// No claim gives a number.
    NoFigure,
}

/// A figure of the report with the claims that it rests on, in the order of their publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// What it says.
    #[serde(flatten)]
    pub value: FigureValue,
    /// The claims behind it; empty only where nothing is reported or no figure is given.
    pub claims: Vec<ClaimId>,
}

impl FigureValue {
    /// The value between two bounds of which either may be missing.
    pub fn bounds(low: Option<u64>, high: Option<u64>) -> FigureValue {
        match (low, high) {
            (Some(low), Some(high)) if low == high => FigureValue::Exact { n: low },
            (Some(low), Some(high)) => FigureValue::Between { low: low.min(high), high: high.max(low) },
            (Some(low), None) => FigureValue::AtLeast { low },
            (None, Some(high)) => FigureValue::AtMost { high },
            (None, None) => FigureValue::NoFigure,
        }
    }

    /// The same with the highest figure that any account gives, which tells more where the top is open.
    pub fn reaching(self, highest: Option<u64>) -> FigureValue {
        match (self, highest) {
            (FigureValue::AtLeast { low }, Some(highest)) if highest > low => {
                FigureValue::Open { low, highest }
            }
            (value, _) => value,
        }
    }

    /// The lower bound, where there is one.
    pub fn low(&self) -> Option<u64> {
        match self {
            FigureValue::Exact { n: low }
            | FigureValue::Between { low, .. }
            | FigureValue::Open { low, .. }
            | FigureValue::AtLeast { low } => Some(*low),
            FigureValue::AtMost { .. } | FigureValue::NoneReported | FigureValue::NoFigure => None,
        }
    }

    /// The upper bound, where there is one.
    pub fn high(&self) -> Option<u64> {
        match self {
            FigureValue::Exact { n: high }
            | FigureValue::Between { high, .. }
            | FigureValue::AtMost { high } => Some(*high),
            FigureValue::AtLeast { .. }
            | FigureValue::Open { .. }
            | FigureValue::NoneReported
            | FigureValue::NoFigure => None,
        }
    }

    /// The highest figure that any account gives, as a top or as a floor.
    pub fn highest(&self) -> Option<u64> {
        match self {
            FigureValue::Exact { n: highest }
            | FigureValue::Between { high: highest, .. }
            | FigureValue::AtMost { high: highest }
            | FigureValue::AtLeast { low: highest }
            | FigureValue::Open { highest, .. } => Some(*highest),
            FigureValue::NoneReported | FigureValue::NoFigure => None,
        }
    }
}

impl Figure {
    /// A count of reported things; none of them is "none read".
    pub fn count(n: usize, claims: Vec<ClaimId>) -> Figure {
        match n {
            0 => Figure { value: FigureValue::NoneReported, claims: vec![] },
            n => Figure { value: FigureValue::Exact { n: n as u64 }, claims },
        }
    }

    /// A number of people between the bounds of a toll.
    pub fn people(toll: &Toll, claims: Vec<ClaimId>) -> Figure {
        let value = FigureValue::bounds(toll.low.number, toll.high.number);
        Figure { value: value.reaching(toll.highest.number), claims }
    }

    /// The number of things counted; none for a figure that is no count.
    pub fn n(&self) -> u64 {
        self.value.low().unwrap_or(0)
    }

    /// Whether it says that nothing is reported.
    pub fn is_none_reported(&self) -> bool {
        self.value == FigureValue::NoneReported
    }
}

impl fmt::Display for FigureValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FigureValue::Exact { n: 0 } | FigureValue::AtMost { high: 0 } => {
                f.write_str("0 (said to be none)")
            }
            FigureValue::Exact { n } => write!(f, "{n}"),
            FigureValue::Between { low: 0, high } => write!(f, "0 (said to be none) to {high}"),
            FigureValue::Between { low, high } => write!(f, "{low} to {high}"),
            FigureValue::AtLeast { low: 0 } => f.write_str("0 (said to be none), no upper figure"),
            FigureValue::AtLeast { low } => write!(f, "at least {low}"),
            FigureValue::Open { low: 0, highest } => write!(f, "0 (said to be none) to at least {highest}"),
            FigureValue::Open { low, highest } => write!(f, "{low} to at least {highest}"),
            FigureValue::AtMost { high } => write!(f, "at most {high}"),
            FigureValue::NoneReported => f.write_str("none read"),
            FigureValue::NoFigure => f.write_str("no figure given"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_numbered_is_no_nought() {
        assert_eq!(FigureValue::bounds(None, None).to_string(), "no figure given");
        assert_eq!(Figure::count(0, vec![]).value.to_string(), "none read");
    }

    #[test]
    fn an_open_top_tells_the_highest_account() {
        let check = |low, high, highest, says: &str| {
            assert_eq!(FigureValue::bounds(low, high).reaching(highest).to_string(), says);
        };
        check(Some(62), None, Some(90), "62 to at least 90");
        check(Some(62), None, Some(62), "at least 62");
        check(Some(62), None, None, "at least 62");
        check(Some(62), Some(90), Some(90), "62 to 90");
    }

    #[test]
    fn a_nought_that_is_said_is_told_as_said() {
        assert_eq!(FigureValue::bounds(Some(0), Some(0)).to_string(), "0 (said to be none)");
    }
}
