//! Notes what rules find in a stretch, where somebody asks for it. Nothing that is read depends on it.

use super::{Outcome, RuleHit, Sign, Weighed};
use crate::draft::Draft;
use crate::pattern::Match;
use crate::read::Clause;
use crate::rule::Rule;
use crate::scene::Scene;
use crate::weigh::Weights;
use std::collections::BTreeMap;

/// How many signs are shown on either side.
const SHOWN: usize = 5;

impl Scene<'_> {
    /// Notes a hit that was set aside before it was weighed.
    pub(crate) fn set_aside(&self, clause: &Clause, rule: &Rule, m: Match, outcome: Outcome) {
        let Some(trace) = self.trace else { return };
        trace.hit(
            clause,
            RuleHit {
                rule: rule.id.clone(),
                act: rule.finds,
                words: m.from..m.to,
                anchor: m.anchor,
                outcome,
                weighed: None,
                draft: None,
            },
        );
    }

    /// Notes how a hit was weighed.
    pub(crate) fn weighed(&self, clause: &Clause, m: Match, draft: &Draft, features: &[String], taken: bool) {
        let (Some(trace), Some(rule)) = (self.trace, draft.found_by.first()) else { return };
        trace.hit(
            clause,
            RuleHit {
                rule: rule.clone(),
                act: draft.act,
                words: m.from..m.to,
                anchor: m.anchor,
                outcome: if taken { Outcome::Taken } else { Outcome::Light },
                weighed: weighed(&self.reader.weights, features),
                draft: trace.claim(draft),
            },
        );
    }

    /// Notes that a hit that weighs enough is no claim for another reason.
    pub(crate) fn after_all(&self, clause: &Clause, outcome: Outcome) {
        if let Some(trace) = self.trace {
            trace.instead(clause, outcome);
        }
    }
}

/// How features were weighed; `None` where nothing was learned.
fn weighed(weights: &Weights, features: &[String]) -> Option<Weighed> {
    if weights.is_empty() {
        return None;
    }
    let mut by: BTreeMap<&str, f32> = BTreeMap::new();
    for feature in features {
        *by.entry(feature).or_default() += weights.speaks(feature);
    }
    let mut signs: Vec<Sign> =
        by.into_iter().map(|(name, weight)| Sign { name: name.to_owned(), weight }).collect();
    signs.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.name.cmp(&b.name)));
    let spoke_for = signs.iter().filter(|sign| sign.weight > 0.0).take(SHOWN).cloned().collect();
    let spoke_against = signs.iter().rev().filter(|sign| sign.weight < 0.0).take(SHOWN).cloned().collect();
    let confidence = weights.weigh(features).confidence;
    Some(Weighed { confidence, threshold: weights.threshold(), spoke_for, spoke_against })
}
