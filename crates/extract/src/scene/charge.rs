//! Makes a draft say what its standing lets it say: denied, doubtful, or alleged against the accused alone.

use super::Scene;
use super::real::Standing;
use super::unsaid::turns_down;
use crate::draft::Draft;
use crate::lexicon::singular;
use crate::read::{Clause, Phrase, joined_at, strip_article};
use crate::slots::Context;
use crate::text::Tag;
use truce_model::{Act, Kind, PlaceKind, Stance};

impl Scene<'_> {
    /// Gives a draft its standing. False: it says nothing that `told`, read from the same clause, does not say.
    pub(super) fn stand(
        &self,
        draft: &mut Draft,
        clause: &Clause,
        standing: Standing,
        context: &Context,
        told: &[Draft],
    ) -> bool {
        self.able(draft);
        match standing {
            Standing::Told | Standing::Meant => true,
            Standing::Doubtful => {
                draft.stance = Stance::Unsure;
                true
            }
            Standing::Denied => {
                if draft.stance == Stance::Asserts {
                    draft.stance = Stance::Denies;
                }
                if self.speakers.is_none() && self.turns_down(clause) {
                    let holders = self.parties(clause, context).holders();
                    if !holders.is_empty() {
                        draft.sources = holders.into_iter().map(Some).collect();
                    }
                }
                true
            }
            Standing::Charged(verb) => {
                let accused = told.iter().any(|d| matches!(d.act, Act::Accuse | Act::Blame));
                if accused && draft.act.kind() != Kind::Toll {
                    return false;
                }
                self.charge(draft, clause, verb, context);
                true
            }
        }
    }

    /// Leaves only somebody who can act as the doer of a hostile act: no air, no convoy, no centre of a town.
    fn able(&self, draft: &mut Draft) {
        let act = draft.act;
        draft.agent = draft.agent.take().filter(|names| self.can_have_done(act, names));
        if act.kind() == Kind::Event {
            draft.target = draft.target.take().filter(|name| !self.means(name));
        }
    }

    /// Whether somebody of these names can have done a hostile act; of other acts that is not asked.
    pub(crate) fn can_have_done(&self, act: Act, names: &str) -> bool {
        let hostile = matches!(act.kind(), Kind::Event | Kind::Toll) || act == Act::Violated;
        let lexicon = &self.reader.lexicon;
        let fits = |name: &str| {
            let head = strip_article(name).split(" of ").next().unwrap_or(name);
            let last = head.rsplit(' ').next().unwrap_or(head);
            let thing = ["no-parties", "weapons", "no-sources", "place-nouns"]
                .iter()
                .any(|list| lexicon.has(list, last) || lexicon.has(list, &singular(last)));
            // `two F-16`
            let model = last.contains(|c: char| c.is_ascii_digit()) && last.contains('-');
            let other = ["each other", "one another", "each", "both"].contains(&name);
            let town = self.reader.places.find(name).is_some_and(|place| place.kind != PlaceKind::Country)
                && self.reader.actors.find(name).is_none();
            other || (!thing && !model && !town && self.names.can_act(name))
        };
        !hostile || names.split(" and ").flat_map(|part| part.split(", ")).any(fits)
    }

    /// Whether a name is only that of the act or its means, which nobody attacks: `its offensive`, `two shells`.
    pub(crate) fn means(&self, name: &str) -> bool {
        const LISTS: &[&str] = &[
            "shells",
            "rockets",
            "ground-nouns",
            "clash-nouns",
            "small-arms",
            "air-attacks",
            "shelling-nouns",
        ];
        const WORDS: &[&str] =
            &["fire", "shot", "burst", "salvo", "round", "bomb", "sortie", "nothing", "test"];
        let last = name.rsplit(' ').next().unwrap_or(name).to_lowercase();
        let word = singular(&last);
        WORDS.contains(&word.as_str())
            || LISTS.iter().any(|list| [&last, &word].iter().any(|w| self.reader.lexicon.has(list, w)))
    }

    /// Alleges an act against the object of an accusing verb, as its subject says.
    fn charge(&self, draft: &mut Draft, clause: &Clause, verb: usize, context: &Context) {
        let tokens = &self.sentence.tokens;
        let parties = self.parties(clause, context);
        let passive =
            tokens[..verb].iter().rev().find(|t| t.tag != Tag::Adv).is_some_and(|t| t.lemma == "be");
        let subject = parties.named(&clause.subject);
        let object = joined_at(tokens, verb + 1, self.stretch.to);
        let actors: Vec<Phrase> = object.into_iter().filter(|p| self.acts(p)).collect();
        let accused = if passive { subject.clone() } else { parties.named(&actors) };
        if accused.is_some() || draft.agent == subject {
            draft.agent = accused;
        }
        if draft.agent == draft.target {
            draft.target = None;
        }
        if self.speakers.is_none() && !passive && draft.sources == [self.outlet.clone()] && subject.is_some()
        {
            draft.sources = vec![subject];
        }
    }

    /// Whether a phrase names somebody who can act.
    fn acts(&self, phrase: &Phrase) -> bool {
        self.names.can_act(&self.names.name_of(self.text, &self.sentence.tokens, *phrase))
    }

    /// Whether a clause turns a report down: `rejected reports that`.
    fn turns_down(&self, clause: &Clause) -> bool {
        clause.verb.is_some_and(|v| turns_down(&self.sentence.tokens[v.main]))
    }
}
