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
        if let Some(count) = hit.rule.counts.as_ref().and_then(|of| self.suffered(of, hit, &found)) {
            return Some(count);
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
        Some(Count { of, min: number.min, max: number.max, approx: number.approx, who })
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
