//! Tolls that a clause tells beside the first: parts, joined groups, and what an elliptic one counts.

use super::Scene;
use crate::draft::Draft;
use crate::read::Clause;
use crate::slots::{Number, numbers};
use crate::text::Tag;
use truce_model::{Count, Kind, Name};

/// A part of a toll, with the tokens that tell it.
pub(super) struct Part {
    pub number: Number,
    who: Option<String>,
    from: usize,
    to: usize,
}

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

    /// A part of a toll: `ten, including two children`.
    fn part(&self, clause: &Clause, whole: &Draft) -> Option<Draft> {
        let part = self.parted(clause)?;
        let count = whole.count.as_ref().filter(|_| whole.act.kind() == Kind::Toll)?;
        // `killed ten, including two children, and hurt six`: the part is of the number before it.
        let tokens = &self.sentence.tokens;
        let found = numbers(tokens, clause.from, part.from, &self.reader.lexicon);
        let other = found.last().is_some_and(|n| (n.min, n.max) != (count.min, count.max));
        if other || (count.min, count.max) == (part.number.min, part.number.max) {
            return None;
        }
        let who = part.who.and_then(|who| Name::parse(&who).ok()).or_else(|| count.who.clone());
        let number = &part.number;
        let count = Count {
            of: count.of.clone(),
            min: number.min,
            max: number.max,
            approx: number.approx,
            who: who.filter(|_| count.of != "hits"),
        };
        let span = self.sentence.span_of(part.from, part.to);
        Some(Draft { span, count: Some(count), ..whole.clone() })
    }

    /// The part of a number that a clause tells: `two of them women`, `among them a child`, `a child among them`.
    pub(super) fn parted(&self, clause: &Clause) -> Option<Part> {
        let tokens = &self.sentence.tokens;
        let found = numbers(tokens, clause.from, clause.to, &self.reader.lexicon);
        let is = |i: usize, words: &[&str]| {
            i < clause.to && tokens.get(i).is_some_and(|t| words.contains(&t.lower.as_str()))
        };
        let them = |i: usize| is(i, &["them", "whom"]);
        for i in clause.from..clause.to {
            let among = is(i, &["among", "amongst"]) && them(i + 1);
            if among || is(i, &["including"]) {
                let start = i + 1 + usize::from(among);
                if let Some(number) = found.iter().find(|n| (start..start + 3).contains(&n.from)) {
                    return Some(self.part_of(clause, i, number, number.noun));
                }
                let skip = if is(start, &["that"]) && is(start + 1, &["of"]) { 2 } else { 0 };
                if let Some(noun) = self.somebody(start + skip, clause.to) {
                    return Some(self.part_of(clause, i, &Number::one(start, noun + 1), Some(noun)));
                }
                let before = (clause.from..i.saturating_sub(1)).rev().take(4).find(|k| is(*k, &["a", "an"]));
                if let Some(noun) = before.and_then(|k| self.somebody(k, i)).filter(|_| among) {
                    let from = before.unwrap_or(i);
                    return Some(self.part_of(clause, from, &Number::one(from, noun + 1), Some(noun)));
                }
            }
            if is(i, &["of"]) && them(i + 1) {
                let mut at = i + 2;
                while is(at, &["were", "are", "was", "a", "an", "being"]) {
                    at += 1;
                }
                let noun = (at..clause.to.min(at + 3)).find(|k| self.person_word(*k));
                if let Some(number) = found.iter().find(|n| n.to == i) {
                    return Some(self.part_of(clause, number.from, number, noun));
                }
                if i > clause.from && is(i - 1, &["one"]) {
                    return Some(self.part_of(clause, i - 1, &Number::one(i - 1, i), noun));
                }
            }
        }
        None
    }

    fn part_of(&self, clause: &Clause, from: usize, number: &Number, noun: Option<usize>) -> Part {
        let tokens = &self.sentence.tokens;
        let least = number.to.max(noun.map_or(0, |noun| noun + 1));
        let to = (least..clause.to).find(|i| tokens[*i].is(",")).unwrap_or(clause.to);
        let who = noun.filter(|noun| self.person_word(*noun)).map(|noun| tokens[noun].lower.clone());
        Part { number: number.clone(), who, from, to }
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
        gap.split_first().is_some_and(|(link, rest)| {
            link.is("and")
                && rest.len() < 3
                && rest.iter().all(|t| t.tag == Tag::Adv || t.is("at") || t.is("least"))
        })
    }

    /// The same toll of another group of people.
    fn group(&self, whole: &Draft, number: &Number) -> Option<Draft> {
        let noun = self.sentence.tokens[number.noun?].lower.clone();
        let who = Name::parse(&noun).ok().filter(|_| self.person_word(number.noun.unwrap_or_default()))?;
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
