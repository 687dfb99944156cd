//! Reads clauses in which no rule finds anything, by what annotated stories teach of their words. Takes nothing that the
//! hard tests set aside.

use super::hits::Hit;
use super::real::Standing;
use super::{Carried, Scene};
use crate::draft::Draft;
use crate::pattern::Match;
use crate::read::Clause;
use crate::rule::Rule;
use crate::slots::{Context, times};
use crate::text::{Form, Tag};
use truce_model::{Act, Kind, Stance};

/// What marks a reading of no rule.
pub(crate) const FLAG: &str = "taught";

impl Scene<'_> {
    /// What weights alone read, clause by clause, in kinds that no rule has tried there.
    pub(super) fn taught(
        &self,
        read: &[Clause],
        context: &Context,
        carried: &mut Carried,
        drafts: &mut Vec<Draft>,
    ) {
        if self.tree.tokens().is_empty() || !(self.learning || self.reader.weights.knows_clauses()) {
            return;
        }
        for (at, clause) in read.iter().enumerate() {
            carried.at = at;
            let span = self.sentence.span_of(clause.from, clause.to);
            for rule in &self.reader.taught {
                let kind = rule.finds.kind();
                let tried = carried.tried.contains(&(at, kind));
                let told = drafts.iter().any(|draft| {
                    draft.act.kind() == kind && draft.span.start < span.end && span.start < draft.span.end
                });
                if !tried && !told {
                    drafts.extend(self.untold(clause, rule, context, carried));
                }
            }
        }
    }

    /// What a clause may tell in a kind, where the weights take it.
    fn untold(
        &self,
        clause: &Clause,
        rule: &Rule,
        context: &Context,
        carried: &mut Carried,
    ) -> Option<Draft> {
        let anchor = clause.verb.map_or(clause.from, |verb| verb.main);
        let hit = Hit { rule, m: Match::of(anchor), weak: None };
        let kind = rule.finds.kind();
        let standing = self.standing(clause, hit);
        let told = matches!(kind, Kind::Event | Kind::Toll | Kind::Status);
        let main = clause.verb.map_or("", |verb| self.sentence.tokens[verb.main].lemma.as_str());
        if kind == Kind::Event && self.reader.lexicon.has("handling-verbs", main) {
            // Who buys or shows weapons fires none.
            return None;
        }
        // `South denied it` tells of no event that South says to be so; `rejected it` tells of none at all.
        let denies =
            clause.verb.is_some_and(|verb| !verb.negated) && self.reader.lexicon.has("denial-verbs", main);
        if told && self.reader.lexicon.has("refusal-verbs", main) {
            return None;
        }
        let happened = told || kind == Kind::Access;
        if happened && (standing == Standing::Meant || self.unreal(clause, hit) || !self.plain(clause)) {
            return None;
        }
        let when = times(&self.sentence.tokens, clause.from, clause.to, self.published, self.times);
        let mut draft = self.draft(clause, hit, &when, context);
        if kind == Kind::Toll && draft.count.is_none() {
            return None;
        }
        draft.places = self.places(clause);
        self.voice(&mut draft, clause, rule, context, !when.is_empty());
        if told && denies {
            draft.stance = Stance::Denies;
        }
        let stands = self.stand(&mut draft, clause, standing, context, &[]);
        (stands && self.weigh(clause, hit.m, &mut draft, &[FLAG], &[], carried)).then_some(draft)
    }

    /// Whether a clause tells what is so and nothing that is to be, could be or was only tried: no rule names its act, so
    /// that every verb of it may be the one.
    fn plain(&self, clause: &Clause) -> bool {
        let tokens = &self.sentence.tokens;
        (clause.from..clause.to).all(|i| {
            let before = i.checked_sub(1).filter(|k| *k >= clause.from).map(|k| &tokens[k]);
            let led = before.is_some_and(|t| t.tag == Tag::Prep || t.is("short"));
            !(matches!(tokens[i].tag, Tag::Modal | Tag::To) || tokens[i].form == Some(Form::Ing) && led)
        })
    }
}

/// A rule of no words for each kind, under which weights alone read it. The act is chosen afterwards.
pub(crate) fn rules() -> Vec<Rule> {
    let acts = [
        (Act::OtherEvent, "taught-event"),
        (Act::OtherToll, "taught-toll"),
        (Act::Provision, "taught-agreement"),
        (Act::Violated, "taught-status"),
        (Act::Blocked, "taught-access"),
        (Act::StepTaken, "taught-commitment"),
        (Act::Assess, "taught-position"),
    ];
    acts.into_iter().map(|(act, name)| Rule::wordless(name, act)).collect()
}
