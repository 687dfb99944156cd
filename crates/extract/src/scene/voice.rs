//! Gives a draft its sources: those who speak, hold a view, count or deny, else the outlet.

use super::Scene;
use crate::draft::Draft;
use crate::read::Clause;
use crate::rule::Rule;
use crate::slots::{Context, times};
use crate::text::Tag;
use truce_model::{Act, Kind, Moment, Stance};

impl Scene<'_> {
    /// Gives a draft its sources.
    pub(super) fn voice(
        &self,
        draft: &mut Draft,
        clause: &Clause,
        rule: &Rule,
        context: &Context,
        explicit: bool,
    ) {
        if self.speakers.is_some_and(|speakers| speakers.names.is_empty()) {
            // Somebody says it, but the text does not tell who.
            draft.sources = vec![None];
            return;
        }
        if self.puts(clause) {
            let holders = self.parties(clause, context).holders();
            if !holders.is_empty() {
                draft.sources = holders.into_iter().map(Some).collect();
                return;
            }
        }
        if let Some(denier) = self.denier_of(draft) {
            draft.sources = vec![Some(denier)];
            return;
        }
        if rule.says
            && let Some(own) = self.own_voice(clause)
        {
            draft.sources = vec![Some(own)];
            return;
        }
        if let Some(speakers) = self.speakers {
            draft.via.clone_from(&speakers.via);
            draft.sources = speakers.names.iter().cloned().map(Some).collect();
            self.date_of_saying(draft, explicit);
            return;
        }
        let own_view = clause.verb.is_some_and(|verb| verb.modal);
        if (rule.says && !own_view) || self.witnesses(clause) {
            let parties = self.parties(clause, context);
            draft.sources = parties.holders().into_iter().map(Some).collect();
        }
        if draft.sources.is_empty() {
            draft.sources = vec![self.outlet.clone()];
        }
    }

    /// Who denies what a draft tells.
    pub(crate) fn denier_of(&self, draft: &Draft) -> Option<String> {
        let told = matches!(draft.act.kind(), Kind::Event | Kind::Toll | Kind::Access | Kind::Status);
        let narrated = self.speakers.is_none() && draft.stance == Stance::Denies && told;
        self.denier(draft.anchor.filter(|_| narrated)?)
    }

    /// Who holds the view that a relative clause tells: `a figure which the agency called false`.
    fn own_voice(&self, clause: &Clause) -> Option<String> {
        let tokens = &self.sentence.tokens;
        let verb = clause.verb.filter(|verb| !verb.modal && !verb.passive)?;
        let opens = clause.dependent && tokens[clause.from].tag == Tag::Rel;
        let doer = self.tree.doers(tokens, verb.main).into_iter().next().filter(|doer| {
            opens && doer.from > clause.from && doer.to <= verb.main && tokens[doer.head].nominal()
        })?;
        let name = self.names.name_of(self.text, tokens, doer);
        self.names.can_act(&name).then_some(name)
    }

    /// Whether the subject gives a figure of its own: `the ministry put the dead at 20`.
    fn puts(&self, clause: &Clause) -> bool {
        let tokens = &self.sentence.tokens;
        clause.verb.filter(|verb| tokens[verb.main].lemma == "put" && !verb.passive).is_some_and(|verb| {
            let mut behind = verb.main + 1..clause.to;
            let figure = |at: usize| tokens[at + 1..clause.to].iter().take(4).any(|t| t.tag == Tag::Num);
            behind.any(|i| tokens[i].is("at") && figure(i))
        })
    }

    /// Whether a clause tells what its subject counted, heard, confirmed or denied.
    pub(super) fn witnesses(&self, clause: &Clause) -> bool {
        let lexicon = &self.reader.lexicon;
        clause.verb.is_some_and(|verb| {
            !verb.modal && lexicon.has("witness-verbs", &self.sentence.tokens[verb.main].lemma)
        })
    }

    /// Lets what stands within an accusation or a demand keep the source of that.
    pub(super) fn share_source(&self, drafts: &mut [Draft], said: &[Option<String>]) {
        let narrated = |draft: &Draft| draft.sources.len() == 1 && draft.sources[0] == self.outlet;
        for draft in drafts.iter_mut().filter(|draft| narrated(draft)) {
            draft.sources = said.to_vec();
        }
    }

    /// A date of saying counts for positions, commitments and declarations that have no other.
    pub(super) fn date_of_saying(&self, draft: &mut Draft, explicit: bool) {
        let Some(by) = &self.stretch.by else { return };
        let going_on =
            draft.occurred.start.is_none() && draft.occurred.end == self.published.map(Moment::Day);
        let told = matches!(draft.act.kind(), Kind::Event | Kind::Access | Kind::Status | Kind::Toll);
        let counts = matches!(draft.act.kind(), Kind::Position | Kind::Commitment)
            || matches!(draft.act, Act::Declared | Act::Corridor | Act::Talks);
        let found = times(&self.sentence.tokens, by.from, by.to, self.published, self.times);
        let Some(when) = found.first() else { return };
        if (counts || told) && draft.occurred.is_unknown() {
            draft.occurred = when.interval;
        } else if going_on && !explicit {
            draft.occurred.end = when.interval.end;
        }
    }

    /// Gives a draft that no clause dates the time of its stretch, where that names just one.
    pub(super) fn date_by_sentence(&self, drafts: &mut [Draft], past: &[usize]) {
        if past.is_empty() {
            return;
        }
        let (from, to) = (self.stretch.from, self.stretch.to);
        let found = times(&self.sentence.tokens, from, to, self.published, self.times);
        let [when] = found.as_slice() else { return };
        for at in past.iter().filter(|_| !when.since) {
            let draft = &mut drafts[*at];
            if !draft.occurred.is_unknown() {
                continue;
            }
            let told = matches!(
                draft.act.kind(),
                Kind::Event | Kind::Toll | Kind::Access | Kind::Position | Kind::Commitment
            ) || matches!(draft.act, Act::Talks | Act::Agreed | Act::Declared);
            if told {
                draft.occurred = when.interval;
            }
        }
    }

    /// Whether a clause tells of the past: a past verb, or a participle that leans on one.
    pub(super) fn tells_of_the_past(&self, clause: &Clause) -> bool {
        clause.verb.is_none_or(|verb| !verb.modal && (verb.past || !verb.finite))
    }
}
