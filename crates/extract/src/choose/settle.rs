//! Fills the slots of drafts anew where annotated stories teach better. Leaves everything as it is where nothing was learned.

use super::party::{Around, Spot};
use super::{Choosing, Filler, Memory, Setting, Slot, Value, best, fill, groups, signs};
use crate::draft::Draft;
use crate::read::Clause;
use crate::scene::{Scene, TAUGHT};
use crate::slots::Context;
use crate::weigh::{Part, Signs};
use truce_model::{Act, Kind, Stance};

/// The slots in the order in which they are filled.
const ORDER: [Slot; 6] = [Slot::Act, Slot::Source, Slot::Agent, Slot::Target, Slot::Places, Slot::Time];

/// Words that stand for somebody or some place, and what a clause that holds them is marked with.
const PRONOUNS: [(&[&str], &str); 5] = [
    (&["we", "us", "our", "ours"], "we"),
    (&["i", "me", "my"], "i"),
    (&["they", "them", "their", "its", "it"], "they"),
    (&["he", "she", "him", "his", "her"], "he"),
    (&["there", "here"], "there"),
];

impl Scene<'_> {
    /// Fills the slots of the drafts of a stretch; `learning` keeps what could have filled them.
    pub(crate) fn settle(
        &self,
        drafts: &mut [Draft],
        read: &[Clause],
        context: &Context,
        memory: &mut Memory,
        mut learning: Option<&mut Vec<Choosing>>,
    ) {
        let weights = &self.reader.choices;
        let mut near: Option<Around<'_>> = None;
        for draft in drafts {
            if let Some(clause) =
                self.clause_of(draft, read).filter(|_| !weights.is_empty() || learning.is_some())
            {
                let anchor =
                    draft.anchor.or_else(|| clause.verb.map(|verb| verb.main)).unwrap_or(clause.from);
                let spot = Spot { clause, anchor };
                let around = match near.take().filter(|around| around.spot.same(spot)) {
                    Some(around) => near.insert(around),
                    None => near.insert(self.around(spot, context)),
                };
                for slot in ORDER {
                    let fillers = self.fillers(slot, draft, around, context, memory);
                    // What stands alone is chosen unweighed.
                    if let ([only], None) = (fillers.as_slice(), &learning) {
                        self.refill(draft, slot, only.value.clone());
                        continue;
                    }
                    let setting = self.setting(slot, draft, spot);
                    let value = best(weights, &setting, &fillers).map(|at| fillers[at].value.clone());
                    if let Some(learning) = &mut learning {
                        let options = fillers.iter().map(|f| (f.value.clone(), named(&setting, f))).collect();
                        learning.push(Choosing { slot, draft: draft.clone(), options });
                    }
                    if let Some(value) = value.filter(|_| !weights.is_empty()) {
                        self.refill(draft, slot, value);
                    }
                }
            }
            memory.note(draft, self.paragraph, self.sentence.span.start);
        }
    }

    /// Puts a value into a slot; what a toll counts follows its act.
    fn refill(&self, draft: &mut Draft, slot: Slot, value: Value) {
        let before = draft.act;
        fill(draft, slot, value);
        if draft.act != before
            && let Some(count) = &mut draft.count
        {
            let rules = self.reader.rules.iter().filter(|rule| rule.finds == draft.act);
            if let Some(of) = rules.filter_map(|rule| rule.counts.clone()).next() {
                count.of = of;
            }
        }
    }

    fn fillers(
        &self,
        slot: Slot,
        draft: &Draft,
        around: &Around<'_>,
        context: &Context,
        memory: &Memory,
    ) -> Vec<Filler> {
        match slot {
            Slot::Act => acts_for(draft),
            Slot::Source => self.sources_for(draft, around, context, memory),
            Slot::Agent | Slot::Target => self.parties_for(draft, slot, around, context, memory),
            Slot::Places => self.places_for(draft, around, memory),
            Slot::Time => self.times_for(draft, around.spot, memory),
        }
    }

    /// The clause from which a draft was read.
    fn clause_of<'c>(&self, draft: &Draft, read: &'c [Clause]) -> Option<&'c Clause> {
        let span = |clause: &Clause| self.sentence.span_of(clause.from, clause.to);
        let holds = |clause: &&Clause| draft.anchor.is_some_and(|at| (clause.from..clause.to).contains(&at));
        let shares = |clause: &&Clause| {
            let span = span(clause);
            draft.span.start < span.end && span.start < draft.span.end
        };
        read.iter().find(holds).or_else(|| read.iter().find(shares))
    }

    fn setting<'s>(&'s self, slot: Slot, draft: &'s Draft, spot: Spot<'_>) -> Setting<'s> {
        let tokens = &self.sentence.tokens;
        let mut marks = Vec::new();
        match spot.clause.verb {
            None => marks.push("verbless"),
            Some(verb) => {
                let had = tokens[verb.from..=verb.main].iter().any(|t| t.is("had"));
                marks.push(match () {
                    () if verb.modal => "modal",
                    () if had => "had",
                    () if verb.perfect => "perfect",
                    () if verb.progressive => "progressive",
                    () if !verb.finite => "bare",
                    () if verb.past => "past",
                    () => "present",
                });
                marks.push(if verb.passive { "passive" } else { "active" });
                if verb.main != spot.anchor {
                    marks.push("apart");
                }
            }
        }
        let within = &tokens[spot.clause.from..spot.clause.to];
        let says = |words: &[&str]| within.iter().any(|t| words.contains(&t.lower.as_str()));
        for (words, mark) in PRONOUNS {
            if says(words) {
                marks.push(mark);
            }
        }
        if spot.clause.subject.is_empty() {
            marks.push("no-subject");
        }
        marks.push(match self.speakers {
            None => "narrated",
            Some(speakers) if speakers.person => "said-by-person",
            Some(_) => "said",
        });
        if let Some(rank) = draft.sources.iter().flatten().find_map(|name| self.names.rank(name)) {
            let we = marks.contains(&"we");
            marks.push(rank);
            if we {
                marks.push(if rank == "speaks-for" { "we-speaks-for" } else { "we-leads" });
            }
        }
        if spot.clause.dependent {
            marks.push("dependent");
        }
        marks.push(match draft.stance {
            Stance::Asserts => "asserts",
            Stance::Denies => "denies",
            Stance::Unsure => "unsure",
        });
        let kind: Kind = draft.act.kind();
        Setting {
            slot,
            kind: Part::of(kind.word()),
            act: Part::of(draft.act.word()),
            rule: Part::of(draft.found_by.first().map_or("", |rule| rule.as_str())),
            word: Part::of(tokens.get(spot.anchor).map_or("", |t| t.lemma.as_str())),
            classes: self.known.get(spot.anchor).map_or_else(Vec::new, |known| {
                let lists = self.reader.words.lists_of(*known).filter(|list| list.starts_with("sense-"));
                lists.map(Part::of).collect()
            }),
            marks: marks.into_iter().map(Part::of).collect(),
            holds: if slot == Slot::Act { self.signs(spot.clause) } else { Signs::default() },
        }
    }
}

/// The acts that a claim can be of: those of its kind.
fn acts_for(draft: &Draft) -> Vec<Filler> {
    let (kind, own) = (draft.act.kind(), draft.act);
    // A rule's act stands: `no strikes took place` tells of a lull, whatever the weights say.
    let open = draft.found_by.iter().any(|rule| rule.as_str().starts_with(TAUGHT));
    let others = Act::ALL.iter().copied().filter(|act| open && act.kind() == kind && *act != own);
    let filler = |act: Act| {
        let origins = if act == own { vec!["rule"] } else { Vec::new() };
        Filler { value: Value::Act(act), origins, roles: Vec::new(), sorts: Vec::new(), kin: Vec::new() }
    };
    std::iter::once(own).chain(others).map(filler).collect()
}

/// The names of the signs of a filler.
fn named(setting: &Setting<'_>, filler: &Filler) -> Vec<String> {
    let mut all = Vec::new();
    groups(filler, &mut |group| {
        signs(setting, group, &mut |parts| {
            all.push(parts.iter().map(|part| part.name).collect::<Vec<_>>().join(" "))
        });
    });
    all
}
