//! Gives a draft its sources: those who speak, hold a view, count or deny, else the outlet.

use super::Scene;
use crate::draft::Draft;
use crate::read::Clause;
use crate::rule::Rule;
use crate::slots::{Context, times};
use truce_model::{Act, Kind, Moment};

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
        let Some(when) = times(&self.sentence.tokens, by.from, by.to, self.published).first().cloned() else {
            return;
        };
        if (counts || told) && draft.occurred.is_unknown() {
            draft.occurred = when.interval;
        } else if going_on && !explicit {
            draft.occurred.end = when.interval.end;
        }
    }
}
