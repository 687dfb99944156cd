//! How sure the reading of a claim is. Says nothing of whether the claim is true.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How often claims that were read with like signs are read rightly, in percent.
///
/// Measured on stories that did not serve to learn the weights; it is no word on whether the source is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confidence(u8);

impl Confidence {
    /// Rounds a share between 0 and 1 to whole percents; what lies outside is cut off.
    pub fn of_share(share: f64) -> Confidence {
        let percent = (share.clamp(0.0, 1.0) * 100.0).round();
        // A share that is no number says nothing.
        Confidence(if percent.is_nan() { 0 } else { percent as u8 })
    }

    /// The percents, from 0 to 100.
    pub fn percent(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_becomes_whole_percents() {
        for (share, percent) in [(0.0, 0), (0.876, 88), (1.7, 100), (-1.0, 0), (f64::NAN, 0)] {
            assert_eq!(Confidence::of_share(share).percent(), percent, "{share}");
        }
    }
}
