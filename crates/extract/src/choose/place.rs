//! Proposes where a claim could hold: what the rule, the clause, the sentence and the claims before name.

use super::party::Around;
use super::pool::Pool;
use super::{Filler, Memory, Value};
use crate::draft::Draft;
use crate::scene::Scene;
use crate::slots::places_in;
use truce_model::Kind;

impl Scene<'_> {
    /// Where a claim could hold.
    pub(super) fn places_for(&self, draft: &Draft, around: &Around<'_>, memory: &Memory) -> Vec<Filler> {
        let (mut pool, spot) = (Pool::default(), around.spot);
        let tokens = &self.sentence.tokens;
        let found = |from, to| places_in(self.text, tokens, from, to, self.maps);
        let names = |from, to| found(from, to).into_iter().map(|place| place.name).collect::<Vec<_>>();
        pool.from(Value::Places(draft.places.clone()), "rule");
        pool.from(Value::Places(Vec::new()), "null");
        let clause = names(spot.clause.from, spot.clause.to);
        if !clause.is_empty() {
            pool.from(Value::Places(clause.clone()), "clause");
        }
        let stretch = names(self.stretch.from, self.stretch.to);
        if !stretch.is_empty() {
            pool.from(Value::Places(stretch), "stretch");
        }
        let behind = names(spot.anchor.clamp(spot.clause.from, spot.clause.to), spot.clause.to);
        if !behind.is_empty() {
            pool.from(Value::Places(behind), "behind");
        }
        for place in found(0, tokens.len()) {
            let head = place.to.saturating_sub(1);
            let roles =
                if self.tree.holds(head) { self.roles(around, head) } else { vec!["outside".to_owned()] };
            pool.stands(Value::Places(vec![place.name.clone()]), roles);
            if !place.country && !clause.contains(&place.name) && !clause.is_empty() {
                let joined = clause.iter().cloned().chain([place.name]).collect();
                pool.from(Value::Places(joined), "widened");
            }
        }
        self.recalled_places(&mut pool, draft, memory);
        for (name, origin) in [(&draft.target, "target"), (&draft.agent, "agent")] {
            if let Some(name) = name {
                let lists = pool.fillers.iter_mut().filter(|f| f.value == Value::Places(vec![name.clone()]));
                lists.for_each(|filler| filler.origins.push(origin));
            }
        }
        for filler in &mut pool.fillers {
            let Value::Places(places) = &filler.value else { continue };
            filler.sorts.push(match places.len() {
                0 => "none",
                1 => "one",
                2 => "two",
                _ => "several",
            });
            let lands = places.iter().filter(|place| self.names.is_state(place)).count();
            if lands > 0 {
                filler.sorts.push(if lands == places.len() { "land" } else { "mixed" });
            }
        }
        pool.fillers
    }

    /// Adds where the claims before, the paragraph and the whole story are.
    fn recalled_places(&self, pool: &mut Pool, draft: &Draft, memory: &Memory) {
        let here = self.sentence.span.start;
        for (told, origins) in memory.back().take(2).zip([["last-here", "last"], ["before", "before"]]) {
            let far = usize::from(told.sentence != here);
            pool.from(Value::Places(told.places.clone()), origins[far]);
        }
        let in_paragraph = |told: &&super::memory::Told| told.paragraph == self.paragraph;
        if let Some(told) = memory.back().filter(in_paragraph).find(|told| !told.places.is_empty()) {
            pool.from(Value::Places(told.places.clone()), "paragraph");
        }
        if let Some(told) = memory.back().find(|told| told.kind == draft.act.kind()) {
            pool.from(Value::Places(told.places.clone()), "kind-last");
        }
        pool.from(Value::Places(self.last_places.to_vec()), "running");
        let pact = |told: &&super::memory::Told| matches!(told.kind, Kind::Agreement | Kind::Status);
        if let Some(told) = memory.back().filter(pact).find(|told| !told.places.is_empty()) {
            pool.from(Value::Places(told.places.clone()), "pact");
        }
        let before = memory.named.iter().zip(["named-1", "named-2", "named-3"]);
        let cast = memory.cast.places.iter().zip(["cast-1", "cast-2", "cast-3", "cast-4"]);
        for (place, origin) in before.chain(cast) {
            pool.from(Value::Places(vec![place.clone()]), origin);
        }
        if let Some(country) = &self.names.country {
            pool.from(Value::Places(vec![country.clone()]), "country");
        }
    }
}
