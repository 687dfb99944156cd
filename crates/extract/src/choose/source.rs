//! Proposes whose words a claim could be: the narrator's, a speaker's, the holder's of a view, those of the claim before.

use super::party::Around;
use super::pool::Pool;
use super::{Filler, Memory, Value};
use crate::draft::Draft;
use crate::scene::Scene;
use crate::slots::Context;
use truce_model::Act;

impl Scene<'_> {
    /// Whose words a claim could be. Joint sources are left as they are.
    pub(super) fn sources_for(
        &self,
        draft: &Draft,
        around: &Around<'_>,
        context: &Context,
        memory: &Memory,
    ) -> Vec<Filler> {
        let mut pool = Pool::default();
        pool.from(Value::Sources(draft.sources.clone()), "rule");
        // Who denies a thing says so, whatever the weights say.
        if draft.sources.len() != 1 || self.denier_of(draft).is_some() {
            return pool.fillers;
        }
        let one = |name: Option<String>| Value::Sources(vec![name]);
        pool.from(one(self.outlet.clone()), "outlet");
        for name in self.speakers.into_iter().flat_map(|speakers| &speakers.names) {
            pool.from(one(Some(name.clone())), "speaker");
            if let Some(body) = self.names.body_of(name) {
                pool.from(one(Some(body)), "body");
            }
        }
        for told in memory.back().take(1).filter(|told| told.source.is_some()) {
            let here = told.sentence == self.sentence.span.start;
            let near = told.paragraph == self.paragraph;
            let origin = if here {
                "source-here"
            } else if near {
                "source-paragraph"
            } else {
                "source-last"
            };
            pool.from(one(told.source.clone()), origin);
        }
        for holder in self.parties(around.spot.clause, context).holders() {
            pool.from(one(Some(holder)), "holder");
        }
        for (name, origin) in [(&context.last_party, "party-last"), (&context.last_person, "person-last")] {
            if name.is_some() {
                pool.from(one(name.clone()), origin);
            }
        }
        let speaks = |name: &str| self.names.can_act(name) && !counted(name);
        for mention in around.mentions.iter().filter(|mention| speaks(&mention.name)) {
            pool.stands(one(Some(mention.name.clone())), mention.roles.iter().cloned());
        }
        // Who is accused accuses nobody, whatever the weights say.
        let accused = draft.agent.clone().filter(|_| matches!(draft.act, Act::Accuse | Act::Blame));
        pool.fillers
            .retain(|filler| accused.is_none() || filler.value != Value::Sources(vec![accused.clone()]));
        for filler in &mut pool.fillers {
            let Value::Sources(names) = &filler.value else { continue };
            filler.sorts = match names.first() {
                Some(Some(name)) => memory.sorts(name, || self.sorts(name)),
                _ => vec!["none"],
            };
        }
        pool.fillers
    }
}

/// Whether a name only counts people: `About 300,000 people`, `At least 80 soldiers`.
fn counted(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or_default().to_lowercase();
    let vague = [
        "about",
        "around",
        "some",
        "at",
        "more",
        "nearly",
        "almost",
        "dozens",
        "hundreds",
        "thousands",
        "no",
    ];
    first.starts_with(|c: char| c.is_ascii_digit()) || vague.contains(&first.as_str())
}
