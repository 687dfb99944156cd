//! Weighs what a rule found by the words and the build around it. The weights are data: learned from annotated stories.

mod clause;
mod features;
mod sign;

pub(crate) use clause::clause_signs;
pub(crate) use features::{Around, features};
pub(crate) use sign::{Lead, Part, Sign, Signs};

mod table;

pub use table::encode;
pub(crate) use table::{Parts, START, then};

use std::borrow::Cow;
use table::{Table, hash};

/// The name of the file of weights in a folder of rules, below its language.
pub(crate) const FILE: &str = "weights.bin";

/// What was learned: how much each feature speaks for a hit, and from where on a hit is taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Weights(Option<Table>);

/// How sure it is that a hit is a claim.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Weighed {
    /// Calibrated probability, from 0 to 1.
    pub confidence: f32,
    /// Whether it is enough.
    pub taken: bool,
}

impl Weights {
    /// Reads a file of weights; what is wrong with it is told.
    pub fn parse(bytes: Cow<'static, [u8]>) -> Result<Weights, String> {
        Table::new(bytes).map(|table| Weights(Some(table)))
    }

    /// Whether nothing was learned, so that every hit counts as it stands.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The weight of the sign of this hash.
    pub fn of(&self, hash: u64) -> Parts {
        self.0.as_ref().map_or(Parts::default(), |table| table.weight(hash))
    }

    /// Adds the weights of the signs of these hashes to `sums`.
    pub fn of_all(&self, hashes: &[u64], buffer: &mut Vec<(u32, i16)>, sums: &mut Vec<Parts>) {
        match &self.0 {
            Some(table) => table.weights(hashes, buffer, sums),
            None => sums.extend(hashes.iter().map(|_| Parts::default())),
        }
    }

    /// Whether clauses without a hit can be weighed.
    pub fn knows_clauses(&self) -> bool {
        self.of(hash("taught")) != Parts::default()
    }

    /// From which confidence on a hit is taken.
    pub fn threshold(&self) -> f32 {
        self.0.as_ref().map_or(0.0, |table| table.threshold)
    }

    /// What a feature adds to the logarithm of the odds.
    pub fn speaks(&self, feature: &str) -> f32 {
        self.0.as_ref().map_or(0.0, |table| table.slope * table.weight(hash(feature)).whole())
    }

    /// Weighs a hit by its features.
    pub fn weigh(&self, features: &[String]) -> Weighed {
        self.judge(features.iter().map(|name| self.of(hash(name))).sum())
    }

    /// Weighs a hit by the sum of the weights of its features.
    pub fn judge(&self, sum: Parts) -> Weighed {
        let Some(table) = &self.0 else { return Weighed { confidence: 1.0, taken: true } };
        let confidence = 1.0 / (1.0 + (-(table.slope * sum.whole() + table.intercept)).exp());
        Weighed { confidence, taken: confidence >= table.threshold }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up_and_are_calibrated() {
        let learned = [("r=a".to_owned(), 1.0), ("k=b".to_owned(), -3.0)];
        let weights = Weights::parse(encode(&learned, 0.5, 2.0, 0.0).into()).unwrap();
        let weighed =
            |features: &[&str]| weights.weigh(&features.iter().map(|f| (*f).to_owned()).collect::<Vec<_>>());
        assert!(weighed(&["r=a"]).taken && weighed(&["r=a"]).confidence > 0.85);
        assert!(!weighed(&["r=a", "k=b"]).taken);
        assert_eq!(weighed(&["unheard of"]).confidence, 0.5);
        assert!(!weights.knows_clauses());
    }
}
