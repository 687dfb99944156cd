//! Fills the slots of a draft: number, places, time.

use super::{Hit, Scene};
use crate::draft::Draft;
use crate::read::Clause;
use crate::slots::{Number, numbers, places_in, plural};
use crate::text::{Form, Tag};
use truce_model::{Act, Count, Interval, Kind, Moment, Name};

impl Scene<'_> {
    /// The number that a claim gives, if its clause holds one that counts.
    pub(super) fn count(&self, clause: &Clause, hit: Hit<'_>) -> Option<Count> {
        let tokens = &self.sentence.tokens;
        let lexicon = &self.reader.lexicon;
        let mut found = numbers(tokens, clause.from, clause.to, lexicon);
        if let Some(part) = self.parted(clause).filter(|_| found.len() > 1) {
            found.retain(|n| n.to != part.number.to);
        }
        found.iter_mut().for_each(|number| self.whole_of(number, hit.m.anchor));
        if let Some(count) = hit.rule.counts.as_ref().and_then(|of| self.suffered(of, hit, &found)) {
            return Some(self.or_else_harmed(count, hit.m.anchor));
        }
        // `broke it 40 times` counts breaches.
        let times = |i: usize| tokens[i].is("times") || tokens[i].is("occasions");
        let of_time = |n: &Number| {
            n.noun.is_some_and(|i| {
                crate::slots::is_time_word(&tokens[i]) && !(times(i) && hit.rule.finds == Act::Hits)
            })
        };
        let number = match &hit.rule.counts {
            Some(_) => {
                // Those who suffer stand before a passive verb or a noun, and behind an active verb.
                let active = clause.verb.is_some_and(|verb| verb.main == hit.m.anchor && !verb.passive)
                    && !lexicon.has("befalls", &tokens[hit.m.anchor].lemma);
                let near = |n: &&Number| (active == (n.from < hit.m.anchor), n.from.abs_diff(hit.m.anchor));
                found.iter().filter(|n| !of_time(n)).min_by_key(near)
            }
            None => {
                let harmed = self.harms(clause);
                let other = |n: &&Number| {
                    let people = n.noun.is_none_or(|i| {
                        let noun = tokens[i].lower.as_str();
                        lexicon.has("people-nouns", noun) || lexicon.has("deaths", &tokens[i].lemma)
                    });
                    n.max == Some(0) || (harmed && people && hit.rule.finds.kind() == Kind::Event)
                };
                found.iter().find(|n| !of_time(n) && n.max != Some(1) && !other(n))
            }
        };
        let Some(number) = number else { return self.plural(clause, hit) };
        let noun = number.noun.map(|i| tokens[i].lower.clone());
        let group =
            noun.clone().filter(|n| !["people", "persons", "others", "deaths", "more"].contains(&n.as_str()));
        let of = hit.rule.counts.clone().or(noun).unwrap_or_else(|| "people".to_owned());
        let people = hit.m.anchor >= clause.from && hit.rule.finds.kind() == Kind::Toll;
        let who = group
            .filter(|noun| people && lexicon.has("people-nouns", noun))
            .and_then(|noun| Name::parse(&noun).ok());
        let count = Count { of, min: number.min, max: number.max, approx: number.approx, who };
        Some(if hit.rule.counts.is_some() { self.or_else_harmed(count, hit.m.anchor) } else { count })
    }

    /// Takes the whole for the part where the whole is what the word counts: `half of the 40 people killed were children`
    /// tells of 40 killed, `two of the five people missing were found dead` of two dead.
    fn whole_of(&self, number: &mut Number, anchor: usize) {
        // Some rules hang on the noun before the participle: `the nine soldiers killed`.
        let verb = self.sentence.tokens.get(anchor + 1).is_some_and(|t| t.tag == Tag::Verb);
        let anchor = if number.noun == Some(anchor) && verb { anchor + 1 } else { anchor };
        let behind = number.noun.is_some_and(|noun| (noun + 1..=noun + 2).contains(&anchor));
        let between = number.noun.map_or(0..0, |noun| noun + 1..anchor.max(noun + 1));
        let plain = self.sentence.tokens[between].iter().all(|t| t.tag == Tag::Adv);
        // Where no other verb follows, the part is the subject of this one: `two of the five men died`.
        let be = ["were", "was", "are", "is", "had", "have", "has"];
        let rest = self.sentence.tokens.get(anchor + 1..).unwrap_or_default();
        let mut rest = rest.iter().take_while(|t| !t.is(",") && !t.is(";"));
        let reduced = rest.any(|t| t.tag == Tag::Verb || be.contains(&t.lower.as_str()));
        if let Some(whole) = number.whole.filter(|_| behind && plain && reduced) {
            (number.min, number.max, number.approx) = (Some(whole), Some(whole), false);
        }
    }

    /// Takes the floor from a number that is told of this harm or another one: `five were killed or injured`.
    fn or_else_harmed(&self, mut count: Count, anchor: usize) -> Count {
        let word =
            |i: Option<usize>| i.and_then(|i| self.sentence.tokens.get(i)).map_or("", |t| t.lower.as_str());
        let harm = |i: Option<usize>| {
            ["killed", "dead", "injured", "wounded", "hurt", "maimed", "missing", "displaced"]
                .contains(&word(i))
        };
        let back = |n: usize| anchor.checked_sub(n);
        let behind = word(Some(anchor + 1)) == "or" && harm(Some(anchor + 2));
        let before = word(back(1)) == "or" && harm(back(2));
        if behind || before {
            count.min = count.min.filter(|min| *min == 0 && count.max == Some(0));
        }
        count
    }

    /// A plural without a number, which counts in tolls only: `soldiers died`.
    pub(super) fn plural(&self, clause: &Clause, hit: Hit<'_>) -> Option<Count> {
        let of = hit.rule.counts.clone().filter(|_| hit.rule.finds.kind() == Kind::Toll)?;
        if !matches!(hit.rule.finds, Act::Killed | Act::Injured | Act::Displaced | Act::Missing) {
            return None;
        }
        let tokens = &self.sentence.tokens;
        let verb = clause.verb.filter(|verb| verb.main == hit.m.anchor)?;
        let suffers = verb.passive || self.reader.lexicon.has("befalls", &tokens[verb.main].lemma);
        let phrase = if suffers { clause.subject.first() } else { clause.object.first() }?;
        let head = &tokens[phrase.head];
        let people = self.reader.lexicon.has("people-nouns", &head.lower) && plural(&head.lower);
        let who = Name::parse(&head.lower).ok().filter(|_| head.lower != "people");
        people.then_some(Count { of, min: Some(3), max: None, approx: true, who })
    }

    /// The names of the places in a clause.
    pub(super) fn places(&self, clause: &Clause) -> Vec<String> {
        places_in(self.text, &self.sentence.tokens, clause.from, clause.to, self.maps)
            .into_iter()
            .map(|f| f.name)
            .collect()
    }

    /// Gives a draft its places: its own, those told before, or the country of the story.
    pub(super) fn locate(&self, draft: &mut Draft, clause: &Clause, here: &[String], named: &[String]) {
        draft.places = here.to_vec();
        let last = if named.is_empty() { self.last_places } else { named };
        let tokens = &self.sentence.tokens[clause.from..clause.to];
        let kind = draft.act.kind();
        if draft.places.is_empty() && matches!(kind, Kind::Event | Kind::Toll | Kind::Access) {
            let back = tokens.windows(2).any(|w| {
                (w[0].is("the") || w[0].is("that"))
                    && [
                        "area",
                        "city",
                        "town",
                        "village",
                        "valley",
                        "enclave",
                        "region",
                        "province",
                        "district",
                        "raids",
                        "bombardment",
                        "road",
                    ]
                    .contains(&w[1].lower.as_str())
            });
            if back || tokens.iter().any(|t| t.is("there") && t.tag == Tag::Adv) {
                draft.places = last.to_vec();
            }
        }
        if draft.places.is_empty() && matches!(kind, Kind::Event | Kind::Toll) && self.war_wide(clause) {
            draft.places.extend(self.names.country.clone());
            return;
        }
        let placeless =
            matches!(draft.act, Act::WeaponsProgramme | Act::PermissionSought | Act::PermissionWithheld);
        let near = kind != Kind::Toll || self.places_here || !named.is_empty();
        if draft.places.is_empty()
            && !placeless
            && near
            && matches!(kind, Kind::Event | Kind::Toll | Kind::Access)
        {
            draft.places = last.to_vec();
        }
        if draft.places.is_empty()
            && matches!(kind, Kind::Status | Kind::Agreement)
            && draft.act != Act::Talks
        {
            draft.places.extend(self.names.country.clone());
        }
    }

    /// The time of a claim whose clause names none: going on at publication, or not known.
    pub(super) fn timeless(&self, clause: &Clause, act: Act) -> Interval {
        let kind = act.kind();
        let lasting = matches!(kind, Kind::Event | Kind::Toll | Kind::Status | Kind::Access)
            || matches!(act, Act::Talks | Act::StepTaken);
        let Some(verb) = clause.verb.filter(|_| lasting) else { return Interval::UNKNOWN };
        let main = &self.sentence.tokens[verb.main];
        // What had happened belongs to what was told before.
        let had = self.sentence.tokens[verb.from..=verb.main].iter().any(|t| t.is("had"));
        let going_on = verb.progressive
            || (verb.perfect && kind != Kind::Event && !had)
            || (!verb.past && verb.finite && !verb.modal && !verb.perfect && !verb.passive)
            || (main.lemma == "continue" && main.form != Some(Form::Base));
        match self.published.filter(|_| going_on) {
            Some(day) => Interval { start: None, end: Some(Moment::Day(day)) },
            None => Interval::UNKNOWN,
        }
    }
}
