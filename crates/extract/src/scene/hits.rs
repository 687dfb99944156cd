//! Lets the rules look at a clause, and marks the hits that others speak against. Drafts nothing.

use super::Scene;
use crate::explain::Outcome;
use crate::pattern::{Match, Pattern, Sight};
use crate::read::{Clause, Phrase, Tree};
use crate::rule::Rule;
use crate::text::Token;
use crate::words::Known;
use truce_model::{Act, Kind, RuleId};

/// What a rule found in a clause.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit<'r> {
    pub rule: &'r Rule,
    pub m: Match,
    /// Another rule that it found the same, or a more specific one, speaks against it.
    pub weak: Option<&'static str>,
}

impl Scene<'_> {
    /// What the rules find in a clause, each marked if another speaks against it.
    pub(super) fn hits(&self, clause: &Clause) -> Vec<Hit<'_>> {
        let (words, sight) = (&self.reader.words, self.sight());
        let shared = clause.subject.first().filter(|p| p.to <= clause.from);
        let mut candidates = words.rules(&self.known[clause.from..clause.to]);
        if let Some(subject) = shared {
            candidates.join(&words.rules(&self.known[subject.from..subject.to]));
        }
        let mut seen = None;
        let mut hits: Vec<Hit> = Vec::new();
        for number in candidates.iter() {
            let rule = &self.reader.rules[number];
            let found = (clause.from..clause.to)
                .filter(|i| words.may_begin(number, self.known[*i]))
                .find_map(|i| rule.any.iter().find_map(|p| p.match_at(sight, i, clause.to)))
                .or_else(|| {
                    let subject = shared.filter(|_| shares_subject(rule))?;
                    let seen = seen.get_or_insert_with(|| self.behind_subject(clause, *subject));
                    self.with_subject(clause, number, seen)
                });
            let Some(m) = found else { continue };
            let here = clause.from..clause.to;
            let silencer =
                rule.unless.iter().find_map(|p| here.clone().find_map(|i| p.match_at(sight, i, clause.to)));
            if let Some(by) = silencer {
                self.set_aside(clause, rule, m, Outcome::Silenced(by.from..by.to));
                continue;
            }
            hits.push(Hit { rule, m, weak: None });
        }
        weaken(&mut hits);
        hits
    }

    /// The words of a clause behind the subject that it shares with an earlier one, and how long that subject is.
    fn behind_subject(&self, clause: &Clause, subject: Phrase) -> (Vec<Token>, Vec<Known>, usize) {
        let (tokens, known) = (&self.sentence.tokens, self.known);
        let seen = tokens[subject.from..subject.to].iter().chain(&tokens[clause.from..clause.to]);
        let known = known[subject.from..subject.to].iter().chain(&known[clause.from..clause.to]);
        (seen.cloned().collect(), known.copied().collect(), subject.to - subject.from)
    }

    /// Lets a rule look at a clause behind its subject.
    fn with_subject(
        &self,
        clause: &Clause,
        number: usize,
        (seen, known, before): &(Vec<Token>, Vec<Known>, usize),
    ) -> Option<Match> {
        let (before, rule, words) = (*before, &self.reader.rules[number], &self.reader.words);
        let sight = Sight { tokens: seen, known, tree: &Tree::default(), words };
        let find = |patterns: &[Pattern]| {
            (0..before).find_map(|i| {
                let found = patterns.iter().filter_map(|p| p.match_at(sight, i, seen.len()));
                found.into_iter().find(|m| m.to > before)
            })
        };
        if !known[..before].iter().any(|word| words.may_begin(number, *word)) {
            return None;
        }
        let m = find(&rule.any).filter(|_| find(&rule.unless).is_none())?;
        let back = |i: usize| if i < before { clause.from } else { i - before + clause.from };
        Some(Match { from: back(m.from), to: back(m.to), anchor: back(m.anchor) })
    }
}

/// Whether a rule looks at a clause behind the subject that it shares with an earlier one: those on truces and
/// agreements do.
fn shares_subject(rule: &Rule) -> bool {
    matches!(rule.finds.kind(), Kind::Status | Kind::Agreement)
}

/// Marks the hits that others speak against: a more specific rule, the same act found twice, any act beside a judgement.
fn weaken(hits: &mut [Hit<'_>]) {
    let beaten: Vec<RuleId> = hits.iter().flat_map(|hit| hit.rule.beats.iter().cloned()).collect();
    let concrete = hits.iter().any(|hit| matches!(hit.rule.finds.kind(), Kind::Event | Kind::Status));
    let mut acts: Vec<Act> = Vec::new();
    for hit in hits.iter_mut() {
        if beaten.contains(&hit.rule.id) {
            hit.weak = Some("beaten");
            continue;
        }
        if acts.contains(&hit.rule.finds) {
            hit.weak = Some("again");
        }
        acts.push(hit.rule.finds);
    }
    let strong = hits.iter().filter(|hit| hit.weak.is_none()).count();
    for hit in hits.iter_mut().filter(|hit| hit.weak.is_none()) {
        // A judgement is only the reading of a clause that says nothing else; what is denied is the event itself.
        let judgement = strong > 1 && hit.rule.finds == Act::Assess;
        let denial = concrete && hit.rule.id.as_str() == "en.denial";
        hit.weak = if judgement || denial { Some("general") } else { None };
    }
}
