//! Reads denials of an event that somebody else tells. Denials of responsibility are a rule of their own.

use super::{Hit, Scene};
use crate::draft::Draft;
use crate::parse::Relation;
use crate::read::Clause;
use crate::slots::Context;
use crate::text::{Form, Tag};
use truce_model::{Kind, Stance};

impl Scene<'_> {
    /// Whether the whole stretch is what somebody denies.
    pub(super) fn denying(&self) -> bool {
        self.speakers.is_some()
            && self.stretch.by.as_ref().is_some_and(|by| by.verb == "deny" || by.verb == "dispute")
    }

    /// Whether the clause denies the act: `denied any raid`, `denied shelling Tal`.
    pub(super) fn denied(&self, clause: &Clause, hit: Hit<'_>) -> bool {
        let kind = hit.rule.finds.kind();
        if !matches!(kind, Kind::Event | Kind::Status | Kind::Toll | Kind::Access) {
            return false;
        }
        let own = clause.verb.is_some_and(|verb| {
            self.denies_at(verb.main) && verb.main < hit.m.anchor && !verb.negated && !verb.passive
        });
        own || self.denial_over(hit.m.anchor).is_some()
    }

    /// Whether a verb denies, by itself.
    fn denies_at(&self, verb: usize) -> bool {
        self.reader.lexicon.has("denial-verbs", &self.sentence.tokens[verb].lemma)
    }

    /// Who denies an act, by the parse: the subject of the verb of denying.
    pub(crate) fn denier(&self, anchor: usize) -> Option<String> {
        let tokens = &self.sentence.tokens;
        let own = tokens[anchor].tag == Tag::Verb && self.denies_at(anchor);
        let verb = if own { anchor } else { self.denial_over(anchor)? };
        let doer = self.tree.doers(tokens, verb).into_iter().next()?;
        let name = self.names.name_of(self.text, tokens, doer);
        (tokens[doer.head].nominal() && self.names.can_act(&name)).then_some(name)
    }

    /// The verb of denying to which the parse ties an act as what is denied, also as the second of two: `denied bombing a
    /// school and killing two`.
    fn denial_over(&self, anchor: usize) -> Option<usize> {
        use Relation::{Ccomp, Conj, Obj, Xcomp};
        let (tokens, tree, mut at) = (&self.sentence.tokens, self.tree, anchor);
        for _ in 0..4 {
            let head = tree.head(at).filter(|_| tree.is(at, &[Ccomp, Conj, Obj, Xcomp]))?;
            if self.denies_at(head) && tokens[head].tag == Tag::Verb {
                // `denied the raid and shelled Tal`
                let second = tree.is(at, &[Conj]) && tokens[at].form != Some(Form::Ing);
                let negated = tree.children(head).any(|i| tokens[i].tag == Tag::Neg || tokens[i].is("n't"));
                return Some(head).filter(|head| *head < at && !second && !negated);
            }
            at = head;
        }
        None
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
        let Some(verb) = clause.verb.filter(|v| self.denies_at(v.main) && !v.negated) else { return };
        let general = tokens[clause.from..verb.main].iter().any(|t| t.is("always") || t.is("consistently"));
        let rest = &tokens[verb.main + 1..clause.to];
        let bare = rest.iter().all(|t| t.tag == Tag::Punct || t.is("it") || t.is("this") || t.is("that"));
        let deniable = |draft: &Draft| matches!(draft.act.kind(), Kind::Event | Kind::Toll | Kind::Access);
        let told = drafts[..first].iter().rposition(deniable);
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
