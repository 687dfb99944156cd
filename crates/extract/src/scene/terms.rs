//! Reads duties that the narrator lists once an agreement has been named. What somebody says is his demand.

use super::Scene;
use crate::draft::Draft;
use crate::read::Clause;
use crate::text::Tag;
use truce_model::{Act, Interval, RuleId, Stance};

impl Scene<'_> {
    /// Makes what a narrated clause binds somebody to a provision of the agreement told before.
    pub(super) fn terms(&self, clause: &Clause, drafts: &mut Vec<Draft>, first: usize) {
        if !self.terms || self.speakers.is_some() || !self.binds(clause) {
            return;
        }
        if drafts.len() == first {
            let mut draft = Draft {
                span: self.sentence.span_of(clause.from, clause.to),
                act: Act::Provision,
                sources: vec![self.outlet.clone()],
                via: None,
                stance: Stance::Asserts,
                agent: None,
                target: None,
                places: Vec::new(),
                occurred: Interval::UNKNOWN,
                count: None,
                found_by: vec![RuleId::new("en.listed-term")],
                confidence: None,
            };
            let here = self.places(clause);
            draft.places = if here.is_empty() { self.names.country.iter().cloned().collect() } else { here };
            drafts.push(draft);
            return;
        }
        for draft in drafts[first..].iter_mut().filter(|draft| {
            matches!(draft.act, Act::Demand | Act::Pledge | Act::Offer)
                && draft.sources == [self.outlet.clone()]
        }) {
            draft.act = Act::Provision;
            draft.agent = None;
            draft.target = None;
        }
    }

    /// Whether a clause tells of a duty or a right: `must`, `shall`, `can`, `are to`, `which would let`.
    fn binds(&self, clause: &Clause) -> bool {
        let tokens = &self.sentence.tokens;
        let Some(verb) = clause.verb else { return false };
        let named = !clause.subject.is_empty();
        let group = &tokens[verb.from..(verb.main + 1).min(clause.to)];
        let duty = group.iter().any(|t| matches!(t.lower.as_str(), "must" | "shall" | "can"));
        let right = clause.dependent && group.iter().any(|t| t.is("would") || t.is("will"));
        let due = (clause.from..clause.to.saturating_sub(1))
            .any(|i| tokens[i].lemma == "be" && tokens[i].tag == Tag::Aux && tokens[i + 1].tag == Tag::To);
        named && (duty || right || due)
    }
}
