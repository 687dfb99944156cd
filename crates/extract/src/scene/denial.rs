//! Reads denials of an event that somebody else tells. Denials of responsibility are a rule of their own.

use super::{Hit, Scene};
use crate::draft::Draft;
use crate::read::Clause;
use crate::slots::Context;
use crate::text::Tag;
use truce_model::{Kind, Stance};

impl Scene<'_> {
    /// Whether the whole stretch is what somebody denies.
    pub(super) fn denying(&self) -> bool {
        self.speakers.is_some()
            && self.stretch.by.as_ref().is_some_and(|by| by.verb == "deny" || by.verb == "dispute")
    }

    /// Whether the clause denies the act: `denied any raid`, `denied shelling Tal`.
    pub(super) fn denied(&self, clause: &Clause, hit: Hit<'_>) -> bool {
        let tokens = &self.sentence.tokens;
        matches!(hit.rule.finds.kind(), Kind::Event | Kind::Status)
            && clause.verb.is_some_and(|verb| {
                tokens[verb.main].lemma == "deny"
                    && verb.main < hit.m.anchor
                    && !verb.negated
                    && !verb.passive
            })
    }

    /// `…, which the army denied`: the event told before, denied.
    pub(super) fn deny_back(
        &self,
        clause: &Clause,
        context: &Context,
        drafts: &mut Vec<Draft>,
        first: usize,
    ) {
        let tokens = &self.sentence.tokens;
        let Some(verb) = clause.verb.filter(|v| tokens[v.main].lemma == "deny" && !v.negated) else { return };
        let general = tokens[clause.from..verb.main].iter().any(|t| t.is("always") || t.is("consistently"));
        let rest = &tokens[verb.main + 1..clause.to];
        let bare = rest.iter().all(|t| t.tag == Tag::Punct || t.is("it") || t.is("this") || t.is("that"));
        let told = drafts[..first].iter().rposition(|draft| draft.act.kind() == Kind::Event);
        let (true, Some(told)) = (bare && !general, told) else { return };
        let holders = self.parties(clause, context).holders();
        if holders.is_empty() {
            return;
        }
        let denial = Draft {
            span: self.sentence.span_of(clause.from, clause.to),
            sources: holders.into_iter().map(Some).collect(),
            via: None,
            stance: Stance::Denies,
            anchor: Some(verb.main),
            ..drafts[told].clone()
        };
        drafts.truncate(first);
        drafts.push(denial);
    }
}
