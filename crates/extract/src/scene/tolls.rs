//! Tolls that a clause tells beside the first: parts, joined groups, and what an elliptic one counts.

use super::Scene;
use crate::draft::Draft;
use crate::read::Clause;
use crate::slots::{Number, numbers};
use truce_model::{Count, Kind, Name};

impl Scene<'_> {
    /// The tolls that a clause tells beside one: a part of it, and groups joined to the one that it counts.
    pub(super) fn beside(&self, clause: &Clause, whole: &Draft) -> Vec<Draft> {
        let joined = self.joined(clause, whole);
        joined.into_iter().chain(self.part(clause, whole)).collect()
    }

    /// Whether a clause tells of deaths or wounds, so that people counted in it are a toll.
    pub(super) fn harms(&self, clause: &Clause) -> bool {
        let lexicon = &self.reader.lexicon;
        self.sentence.tokens[clause.from..clause.to]
            .iter()
            .any(|t| lexicon.has("deaths", &t.lemma) || lexicon.has("wounds", &t.lemma))
    }

    /// A part of a toll: `ten, including two children`, `ten, among them two children`.
    fn part(&self, clause: &Clause, whole: &Draft) -> Option<Draft> {
        let tokens = &self.sentence.tokens;
        let at = (clause.from..clause.to).find(|i| {
            let next = tokens.get(i + 1).is_some_and(|t| t.is("them") || t.is("whom"));
            tokens[*i].is("including") || (tokens[*i].is("among") && next)
        })?;
        let number = numbers(tokens, at + 1, clause.to, &self.reader.lexicon).into_iter().next()?;
        self.group(whole, &number).filter(|_| number.from <= at + 3)
    }

    /// A group joined to the one that a toll counts: `two soldiers and nine rebels died`.
    fn joined(&self, clause: &Clause, whole: &Draft) -> Option<Draft> {
        let tokens = &self.sentence.tokens;
        let found = numbers(tokens, clause.from, clause.to, &self.reader.lexicon);
        let first = found.iter().position(|n| {
            whole.count.as_ref().is_some_and(|c| c.min == n.min && c.max == n.max) && n.noun.is_some()
        })?;
        // `two soldiers and nine rebels died` counts the nine, `killed two soldiers and nine rebels` the two.
        let near = |at: usize, next: usize| Some((found.get(at)?, found.get(next)?));
        let pairs = [near(first, first + 1), first.checked_sub(1).and_then(|before| near(before, first))];
        pairs.into_iter().flatten().find_map(|(one, next)| {
            let other = if found[first] == *one { next } else { one };
            self.linked(one, next).then(|| self.group(whole, other))?
        })
    }

    /// Whether `and` joins the people of two numbers.
    fn linked(&self, one: &Number, next: &Number) -> bool {
        let tokens = &self.sentence.tokens;
        let Some(gap) = one.noun.and_then(|noun| tokens.get(noun + 1..next.from)) else { return false };
        gap.split_first()
            .is_some_and(|(link, rest)| link.is("and") && rest.iter().all(|t| t.is("at") || t.is("least")))
    }

    /// The same toll of another group of people.
    fn group(&self, whole: &Draft, number: &Number) -> Option<Draft> {
        let noun = self.sentence.tokens[number.noun?].lower.clone();
        let who = Name::parse(&noun).ok().filter(|_| self.reader.lexicon.has("people-nouns", &noun))?;
        let of = whole.count.as_ref().filter(|_| whole.act.kind() == Kind::Toll)?.of.clone();
        let count = Count { of, min: number.min, max: number.max, approx: number.approx, who: Some(who) };
        Some(Draft { count: Some(count), ..whole.clone() })
    }

    /// Lets an elliptic toll count the people of the toll before it: `two soldiers died and 13 were hurt`.
    pub(super) fn same_people(&self, clause: &Clause, draft: &mut Draft, before: &[Draft]) {
        let tokens = &self.sentence.tokens;
        let Some(count) = draft.count.as_mut().filter(|c| draft.act.kind() == Kind::Toll && c.who.is_none())
        else {
            return;
        };
        let elliptic = numbers(tokens, clause.from, clause.to, &self.reader.lexicon).iter().any(|n| {
            (n.min, n.max) == (count.min, count.max)
                && n.noun.is_none_or(|i| ["others", "more"].contains(&tokens[i].lower.as_str()))
        });
        let told = before.iter().rev().find(|d| d.act.kind() == Kind::Toll).and_then(|d| d.count.as_ref());
        if let Some(told) = told.filter(|_| elliptic) {
            count.who.clone_from(&told.who);
        }
    }
}
