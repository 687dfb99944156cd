//! Lets the rules look at a clause, and marks the hits that others speak against. Drafts nothing.

use super::Scene;
use crate::explain::Outcome;
use crate::pattern::{Match, Pattern, Sight};
use crate::read::{Clause, Phrase, Tree};
use crate::rule::{Owner, Rule};
use crate::text::Token;
use crate::words::Known;
use std::ops::Range;
use truce_model::{Act, Kind, RuleId};

/// What a rule found in a clause.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit<'r> {
    pub rule: &'r Rule,
    pub m: Match,
    /// Another rule that it found the same, or a more specific one, speaks against it.
    pub weak: Option<&'static str>,
}

/// Where a pattern of a rule can begin. They sort as they are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Start {
    rule: usize,
    unless: bool,
    at: usize,
    nth: usize,
    /// Whether it stands in the clause, or else in the subject that the clause shares.
    within: bool,
}

impl Scene<'_> {
    /// What the rules find in a clause, each marked if another speaks against it.
    pub(super) fn hits(&self, clause: &Clause) -> Vec<Hit<'_>> {
        let sight = self.sight();
        let shared = clause.subject.first().filter(|p| p.to <= clause.from);
        let mut starts = self.starts(clause.from..clause.to, true);
        if let Some(subject) = shared {
            starts.extend(self.starts(subject.from..subject.to, false));
        }
        starts.sort_unstable();
        let mut seen = None;
        let mut hits: Vec<Hit> = Vec::new();
        for starts in starts.chunk_by(|a, b| a.rule == b.rule) {
            let rule = &self.reader.rules[starts[0].rule];
            let first = |unless: bool| {
                let patterns = if unless { &rule.unless } else { &rule.any };
                let mut here = starts.iter().filter(|start| start.within && start.unless == unless);
                here.find_map(|start| patterns[start.nth].matches(sight, start.at, clause.to))
            };
            let found = first(false).or_else(|| {
                let finds = starts.iter().any(|start| !start.unless);
                let subject = shared.filter(|_| finds && shares_subject(rule))?;
                let seen = seen.get_or_insert_with(|| self.behind_subject(clause, *subject));
                self.with_subject(clause, rule, seen)
            });
            let Some(m) = found else { continue };
            if let Some(by) = first(true) {
                self.set_aside(clause, rule, m, Outcome::Silenced(by.from..by.to));
                continue;
            }
            hits.push(Hit { rule, m, weak: None });
        }
        weaken(&mut hits);
        hits
    }

    /// Where patterns of rules can begin among tokens; `within`: they stand in the clause.
    fn starts(&self, tokens: Range<usize>, within: bool) -> Vec<Start> {
        let (words, owners) = (&self.reader.words, &self.reader.owners);
        let mut starts = Vec::new();
        for at in tokens {
            for Owner { rule, unless, nth } in
                words.begun_by(self.known[at]).filter_map(|pattern| owners.owner(pattern))
            {
                starts.push(Start { rule, unless, at, nth, within });
            }
        }
        starts
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
        rule: &Rule,
        (seen, known, before): &(Vec<Token>, Vec<Known>, usize),
    ) -> Option<Match> {
        let (before, words) = (*before, &self.reader.words);
        let sight = Sight { tokens: seen, known, tree: &Tree::default(), words };
        let find = |patterns: &[Pattern]| {
            (0..before).find_map(|i| {
                let found = patterns.iter().filter_map(|p| p.match_at(sight, i, seen.len()));
                found.into_iter().find(|m| m.to > before)
            })
        };
        let m = find(&rule.any).filter(|_| find(&rule.unless).is_none())?;
        let back = |i: usize| if i < before { clause.from } else { i - before + clause.from };
        Some(Match { from: back(m.from), to: back(m.to), anchor: back(m.anchor), ..m })
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
