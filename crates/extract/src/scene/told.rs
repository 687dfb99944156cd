//! Decides what is told to be so, and not only meant, wanted, thought or analysed.

use super::{Hit, Scene};
use crate::draft::Draft;
use crate::read::Clause;
use crate::rule::Rule;
use crate::slots::Context;
use crate::text::{Form, Tag};
use truce_model::{Act, Kind};

impl Scene<'_> {
    /// Whether the words are only what somebody hopes, fears or doubts.
    pub(super) fn only_thought(&self) -> bool {
        let verb = self.stretch.by.as_ref().map_or("", |by| by.verb.as_str());
        self.speakers.is_some() && ["hope", "fear", "doubt"].contains(&verb)
    }

    /// Whether an act is only meant, wanted or feared: in an infinitive, or behind a modal.
    pub(super) fn unreal(&self, clause: &Clause, hit: Hit<'_>) -> bool {
        let tokens = &self.sentence.tokens;
        let told = matches!(hit.rule.finds.kind(), Kind::Event | Kind::Toll | Kind::Status)
            || matches!(
                hit.rule.finds,
                Act::Talks | Act::Agreed | Act::InForce | Act::Declared | Act::ConvoyMoving
            )
            || matches!(hit.rule.finds, Act::ConvoyDelivered | Act::Evacuation | Act::StepTaken);
        if !told {
            return false;
        }
        // `must stop attacks, including shelling` is governed by its modal still.
        let other = tokens[hit.m.anchor].tag == Tag::Verb && tokens[hit.m.anchor].form != Some(Form::Ing);
        // `gunfire could be heard` tells of gunfire.
        let sensed = clause.verb.is_some_and(|verb| {
            verb.passive && ["hear", "see", "feel"].contains(&tokens[verb.main].lemma.as_str())
        });
        let modal =
            !sensed && clause.verb.is_some_and(|verb| verb.modal && !(other && verb.main != hit.m.anchor));
        let meant = |i: usize| {
            let governor = tokens[clause.from..i].iter().rev().find(|t| t.is_word() && t.tag != Tag::Adv);
            let real = [
                "begin", "continue", "start", "agree", "appear", "seem", "help", "have", "work", "prepare",
                "meet",
            ];
            tokens[i].tag == Tag::To && !governor.is_some_and(|t| real.contains(&t.lemma.as_str()))
        };
        // Events, tolls and passages have a standing of their own.
        let looked_at = matches!(hit.rule.finds.kind(), Kind::Event | Kind::Toll | Kind::Access);
        let aim = |i: usize| ["aim", "bid", "hope", "goal"].contains(&tokens[i].lemma.as_str());
        let talks = matches!(hit.rule.finds.kind(), Kind::Agreement);
        // `the sides that signed it must stop all attacks, including shelling`: the nearest helper is a modal.
        let governor = tokens[clause.from..hit.m.anchor].iter().rev().find(|t| {
            let finite = t.tag == Tag::Verb && matches!(t.form, Some(Form::Past | Form::S));
            finite || matches!(t.tag, Tag::Modal | Tag::Aux)
        });
        let duty = hit.rule.finds.kind() == Kind::Event
            && tokens[hit.m.anchor].form.is_none_or(|form| form == Form::Ing)
            && governor.is_some_and(|t| ["must", "shall", "should"].contains(&t.lower.as_str()));
        duty || (modal && !talks)
            || (clause.from..hit.m.anchor)
                .any(|i| (meant(i) && !looked_at) || (aim(i) && tokens[i].tag != Tag::Verb))
    }

    /// Whether a narrated view is only analysis: about no truce and no talks, or a wish for war.
    pub(super) fn mere_analysis(&self, draft: &Draft, hit: Hit<'_>) -> bool {
        let tokens = &self.sentence.tokens;
        let lexicon = &self.reader.lexicon;
        // `wants the monitors to stay` asks somebody; `wants Tal` and `wants to take it` are aims.
        let behind = tokens.get(hit.m.anchor + 1..).unwrap_or_default();
        let own = behind.first().is_none_or(|t| t.tag == Tag::To);
        let asks = behind
            .iter()
            .any(|t| t.tag == Tag::To || t.is("first") || matches!(t.form, Some(Form::Part | Form::Past)));
        let wish = hit.rule.finds == Act::Demand && tokens[hit.m.anchor].lemma == "want" && (own || !asks);
        let narrator = draft.sources.len() == 1 && draft.sources[0] == self.outlet;
        let about = ["deals", "talk-nouns"]
            .iter()
            .any(|list| tokens.iter().any(|t| lexicon.has(list, &t.lower) || lexicon.has(list, &t.lemma)));
        wish || (draft.act.kind() == Kind::Position && narrator && !about)
    }

    /// Who holds a view is its agent only where that is another than the source.
    pub(super) fn apart(&self, agent: Option<String>, rule: &Rule, context: &Context) -> Option<String> {
        let view = matches!(rule.finds, Act::Support | Act::Reject | Act::Warn);
        agent.filter(|agent| !view || (context.reported && context.source.as_ref() != Some(agent)))
    }

    /// Only somebody agrees, promises or is blamed; a thing in that place is what a view judges.
    pub(super) fn doers(
        &self,
        act: Act,
        agent: Option<String>,
        target: Option<String>,
    ) -> (Option<String>, Option<String>) {
        if !matches!(act.kind(), Kind::Agreement | Kind::Commitment | Kind::Position) {
            return (agent, target);
        }
        let other = |name: &str| ["each other", "one another", "each", "both"].contains(&name);
        let able = |name: &str| other(name) || name.split(" and ").any(|part| self.names.can_act(part));
        let asked = matches!(
            act,
            Act::Demand | Act::Condition | Act::Ultimatum | Act::Offer | Act::Pledge | Act::Talks
        );
        let target = target.filter(|name| !asked || able(name));
        let Some(thing) = agent.as_ref().filter(|name| !able(name)).cloned() else {
            return (agent, target);
        };
        // `the failure of the army` is the army's.
        let behind = thing.split_once(" of ").map(|(_, body)| crate::read::strip_article(body));
        if let Some(body) = behind.filter(|body| able(body)) {
            return (Some(body.to_owned()), target);
        }
        let judged = act.kind() == Kind::Position && act != Act::Accuse;
        (None, target.or(Some(thing).filter(|_| judged)))
    }

    /// Whether a clause tells of the whole war or truce.
    pub(super) fn war_wide(&self, clause: &Clause) -> bool {
        let subject = clause.subject.first().map_or(clause.from, |p| p.from.min(clause.from));
        let tokens = &self.sentence.tokens;
        const WHOLE: &[&str] = &[
            "war",
            "conflict",
            "truce",
            "ceasefire",
            "country",
            "revolt",
            "uprising",
            "insurgency",
            "rebellion",
        ];
        const BEGAN: &[&str] = &["begin", "break", "start", "erupt"];
        let began = |i: usize| (i..clause.to).take(6).any(|k| BEGAN.contains(&tokens[k].lemma.as_str()));
        (subject..clause.to).any(|i| {
            tokens[i].is("nationwide")
                || (tokens[i].is("since") && began(i))
                || (WHOLE.contains(&tokens[i].lower.as_str()) && i > 0 && tokens[i - 1].is("the"))
        })
    }
}
