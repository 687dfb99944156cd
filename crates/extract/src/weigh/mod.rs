//! Weighs what a rule found by the words and the build around it. The weights are data: learned from annotated stories.

mod features;

pub(crate) use features::{Around, features};

use std::collections::HashMap;

/// The name of the file of weights in a folder of rules, below its language.
pub(crate) const FILE: &str = "weights.tsv";

/// What was learned: how much each feature speaks for a hit, and from where on a hit is taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Weights {
    by: HashMap<u64, f32>,
    threshold: f32,
    /// Turn the sum into a logit that is right as often as it says.
    slope: f32,
    intercept: f32,
}

/// How sure it is that a hit is a claim.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Weighed {
    /// Calibrated probability, from 0 to 1.
    pub confidence: f32,
    /// Whether it is enough.
    pub taken: bool,
}

impl Weights {
    /// Reads a file of weights: `name`, tab, number; the problem is told with its line.
    pub fn parse(text: &str) -> Result<Weights, String> {
        let mut weights = Weights { threshold: 0.5, slope: 1.0, ..Weights::default() };
        for (n, line) in
            text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        {
            let fault = || format!("line {}: `{line}` is not a name, a tab and a number", n + 1);
            let (name, value) = line.rsplit_once('\t').ok_or_else(fault)?;
            let value: f32 = value.parse().ok().filter(|v: &f32| v.is_finite()).ok_or_else(fault)?;
            match name {
                "threshold" => weights.threshold = value,
                "slope" => weights.slope = value,
                "intercept" => weights.intercept = value,
                feature => drop(weights.by.insert(hash(feature), value)),
            }
        }
        Ok(weights)
    }

    /// Whether nothing was learned, so that every hit counts as it stands.
    pub fn is_empty(&self) -> bool {
        self.by.is_empty()
    }

    /// From which confidence on a hit is taken.
    pub fn threshold(&self) -> f32 {
        self.threshold
    }

    /// What a feature adds to the logarithm of the odds.
    pub fn speaks(&self, feature: &str) -> f32 {
        self.slope * self.by.get(&hash(feature)).copied().unwrap_or(0.0)
    }

    /// Weighs a hit by its features.
    pub fn weigh(&self, features: &[String]) -> Weighed {
        let sum: f32 = features.iter().filter_map(|name| self.by.get(&hash(name))).sum();
        let confidence = 1.0 / (1.0 + (-(self.slope * sum + self.intercept)).exp());
        Weighed { confidence, taken: confidence >= self.threshold }
    }
}

/// FNV-1a, which is the same on every machine.
fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up_and_are_calibrated() {
        let weights =
            Weights::parse("# learned\nthreshold\t0.5\nslope\t2\nintercept\t0\nr=a\t1\nk=b\t-3\n").unwrap();
        let weighed =
            |features: &[&str]| weights.weigh(&features.iter().map(|f| (*f).to_owned()).collect::<Vec<_>>());
        assert!(weighed(&["r=a"]).taken && weighed(&["r=a"]).confidence > 0.85);
        assert!(!weighed(&["r=a", "k=b"]).taken);
        assert_eq!(weighed(&["unheard of"]).confidence, 0.5);
    }

    #[test]
    fn a_broken_line_is_named() {
        assert_eq!(
            Weights::parse("r=a\t1\nr=b one\n").unwrap_err(),
            "line 2: `r=b one` is not a name, a tab and a number"
        );
        assert!(Weights::parse("r=a\tNaN\n").is_err());
    }
}
