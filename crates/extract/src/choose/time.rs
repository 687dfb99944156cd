//! Proposes when a claim could hold: what the rule, the clause, the sentence and the claims before tell.

use super::party::Spot;
use super::pool::Pool;
use super::{Filler, Memory, Value};
use crate::draft::Draft;
use crate::scene::Scene;
use crate::slots::{When, times};
use truce_model::{Interval, Kind, Moment};

impl Scene<'_> {
    /// When a claim could hold.
    pub(super) fn times_for(&self, draft: &Draft, spot: Spot<'_>, memory: &Memory) -> Vec<Filler> {
        let mut pool = Pool::default();
        let tokens = &self.sentence.tokens;
        let found = |from, to| times(tokens, from, to, self.published, self.times);
        pool.from(Value::Time(draft.occurred), "rule");
        pool.from(Value::Time(Interval::UNKNOWN), "null");
        let today = self.published.map(Moment::Day);
        if today.is_some() {
            pool.from(Value::Time(Interval { start: None, end: today }), "now");
            // That an event was on the very day has to be told, here or before.
            if !matches!(draft.act.kind(), Kind::Event | Kind::Toll) {
                pool.from(Value::Time(Interval { start: today, end: today }), "today");
            }
            pool.from(Value::Time(Interval { start: today, end: None }), "ahead");
        }
        let (clause, stretch) = (spot.clause, self.stretch);
        for when in found(clause.from, clause.to) {
            self.variants(&mut pool, &when, "clause", spot);
        }
        for when in found(stretch.from, stretch.to) {
            if when.to <= clause.from || when.from >= clause.to {
                let side = if when.from < clause.from { "stretch-before" } else { "stretch-behind" };
                self.variants(&mut pool, &when, side, spot);
            }
        }
        for when in found(0, tokens.len()) {
            if when.to <= stretch.from || when.from >= stretch.to {
                let said = stretch.by.as_ref().is_some_and(|by| (by.from..by.to).contains(&when.from));
                self.variants(&mut pool, &when, if said { "said" } else { "sentence" }, spot);
            }
        }
        let here = self.sentence.span.start;
        for (told, origins) in memory.back().take(2).zip([["last-here", "last"], ["before", "before"]]) {
            let far = usize::from(told.sentence != here);
            pool.from(Value::Time(told.time), origins[far]);
        }
        let in_paragraph = |told: &&super::memory::Told| told.paragraph == self.paragraph;
        if let Some(told) = memory.back().filter(in_paragraph).find(|told| !told.time.is_unknown()) {
            pool.from(Value::Time(told.time), "paragraph");
        }
        if let Some(told) = memory.back().find(|told| told.kind == draft.act.kind()) {
            pool.from(Value::Time(told.time), "kind-last");
        }
        for (time, origin) in [(self.dated, "dated"), (self.dated_before, "dated-before")] {
            if let Some(time) = time {
                pool.from(Value::Time(time), origin);
            }
        }
        for filler in &mut pool.fillers {
            let Value::Time(time) = &filler.value else { continue };
            filler.sorts.push(self.shape(time));
        }
        pool.fillers
    }

    /// Adds an expression as it stands, and as one end of a period.
    fn variants(&self, pool: &mut Pool, when: &When, origin: &'static str, spot: Spot<'_>) {
        let (start, end) = (when.interval.start, when.interval.end);
        let today = self.published.map(Moment::Day);
        let word = self.preposition(when);
        let role = |form: &str| {
            let marks = [(when.since, " since"), (when.until, " until"), (when.clock, " clock")];
            let marks: String = marks.iter().filter(|(yes, _)| *yes).map(|(_, word)| *word).collect();
            let side = if when.from < spot.anchor { "before" } else { "behind" };
            vec![format!("{form} {word}"), format!("{form}{marks}"), format!("{form} {side}")]
        };
        let forms = [
            ("whole", Interval { start, end }),
            ("until", Interval { start: None, end }),
            ("since", Interval { start, end: today }),
            ("from", Interval { start, end: None }),
            ("start", Interval { start, end: start }),
        ];
        for (form, time) in forms {
            let value = Value::Time(time);
            let new = pool.fillers.iter().all(|filler| filler.value != value);
            if form == "whole" || !time.is_unknown() && (new || form != "start") {
                pool.from(value.clone(), origin);
                pool.stands(value, role(form));
            }
        }
    }

    /// The word that leads to an expression of time.
    fn preposition(&self, when: &When) -> &str {
        let tokens = &self.sentence.tokens;
        let before = when.from.checked_sub(1).map(|i| &tokens[i]);
        before.filter(|t| t.is_word()).map_or("-", |t| t.lower.as_str())
    }

    /// The shape of a period, as the day of publication sees it.
    fn shape(&self, time: &Interval) -> &'static str {
        let today = self.published.map(Moment::Day);
        match (time.start, time.end) {
            (None, None) => "none",
            (None, end) if end == today => "open-today",
            (None, Some(_)) => "open-start",
            (Some(_), None) => "open-end",
            (Some(start), Some(end)) if start == end && Some(start) == today => "day-today",
            (Some(start), Some(end)) if start == end => "day",
            (Some(_), end) if end == today => "to-today",
            (Some(_), Some(_)) => "period",
        }
    }
}
