//! Which people a toll claim counts: where, when, of which sort, and of which happening. Counts nobody.
//!
//! A region is what the claim certainly lies in; a tag narrows it to people whom the lists cannot set apart (those of
//! one incident, of "eastern Arden", of "soldiers"). Whether two tags share people is not known unless told.

use super::{
    asked::Cause,
    ties::{Row, Ties},
    who::{self, Sorts},
};
use crate::tree::{PlaceNumber, Tree};
use jiff::civil::DateTime;
use std::collections::BTreeSet;
use truce_model::{Actors, Claim, Incident, Interval, Moment, Name};

/// What narrows a region beyond place, time and sort of people.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tag {
    /// The people of one incident, by its number among those at hand.
    Incident(usize),
    /// The people of the event that one row of an event table counts.
    Row(Row),
    /// The part of a place that these words mean.
    Ground(String),
    /// A stretch of two days running, which may be the night between them.
    Span(String),
    /// What one actor is said to have done.
    Agent(String),
    /// The people that a word means which is no whole group.
    Who(String),
}

/// The people among whom those counted are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    /// Stretches of place numbers, end exclusive.
    pub(crate) ground: Vec<(PlaceNumber, PlaceNumber)>,
    /// Local times, end exclusive.
    pub(crate) span: (DateTime, DateTime),
    /// Sorts of people.
    pub(crate) sorts: Sorts,
    /// What narrows it; the claim counts exactly those who bear all its tags.
    pub(crate) tags: BTreeSet<Tag>,
    /// Whether the claim counts everybody in the region; otherwise some of them, and it sets no top.
    pub(crate) is_exact: bool,
}

impl Region {
    /// Whether everybody in it lies in the other.
    pub(crate) fn lies_in(&self, outer: &Region) -> bool {
        let holds =
            |part: &(u32, u32)| outer.ground.iter().any(|whole| whole.0 <= part.0 && part.1 <= whole.1);
        self.ground.iter().all(holds)
            && outer.span.0 <= self.span.0
            && self.span.1 <= outer.span.1
            && self.sorts & !outer.sorts == 0
            && outer.tags.is_subset(&self.tags)
    }

    /// Whether the two can share somebody.
    pub(crate) fn meets(&self, other: &Region) -> bool {
        let meet = |a: &(u32, u32)| other.ground.iter().any(|b| a.0 < b.1 && b.0 < a.1);
        self.ground.iter().any(meet)
            && self.span.0 < other.span.1
            && other.span.0 < self.span.1
            && self.sorts & other.sorts != 0
    }
}

impl Region {
    /// Whether these hold everybody in it, whatever else they bear than its tags.
    pub(crate) fn is_covered<'r>(&self, by: impl Iterator<Item = &'r Region>) -> bool {
        let tops: Vec<&Region> = by.filter(|top| top.tags.is_subset(&self.tags) && top.meets(self)).collect();
        let mut times: BTreeSet<DateTime> = tops.iter().flat_map(|top| [top.span.0, top.span.1]).collect();
        times.retain(|time| self.span.0 < *time && *time < self.span.1);
        times.extend([self.span.0, self.span.1]);
        let times: Vec<DateTime> = times.into_iter().collect();
        let sorts: Vec<Sorts> =
            (0..who::SORTS).map(|sort| 1 << sort).filter(|sort| self.sorts & sort != 0).collect();
        times.windows(2).all(|time| {
            let open: Vec<&&Region> =
                tops.iter().filter(|top| top.span.0 <= time[0] && time[1] <= top.span.1).collect();
            sorts.iter().all(|sort| {
                let of_sort = open.iter().filter(|top| top.sorts & sort != 0);
                let mut ground: Vec<(PlaceNumber, PlaceNumber)> =
                    of_sort.flat_map(|top| top.ground.iter().copied()).collect();
                ground.sort_unstable();
                let reach =
                    |from: u32| ground.iter().fold(from, |at, (a, b)| if *a <= at { at.max(*b) } else { at });
                self.ground.iter().all(|(from, to)| reach(*from) >= *to)
            })
        })
    }
}

/// The place number behind all listed ones: whatever no list holds.
pub(crate) const ELSEWHERE: PlaceNumber = PlaceNumber::MAX;

/// All times, or from or up to a moment.
pub(crate) fn span_of(occurred: Interval) -> (DateTime, DateTime) {
    let start = occurred.start.map_or(DateTime::MIN, |moment| moment.earliest());
    let end = occurred.end.map_or(DateTime::MAX, |moment| moment.latest());
    if end <= start && occurred.end != occurred.start {
        // Claims of one incident that share no time: it was at one of the times told, or between them.
        let (start, end) = (occurred.start, occurred.end);
        let first = end.map_or(DateTime::MIN, |moment| moment.earliest());
        return (first, start.map_or(DateTime::MAX, |moment| moment.latest()).max(first));
    }
    (start, end.max(start))
}

/// Reads regions off claims.
pub(crate) struct Surveyor<'a> {
    pub(crate) tree: &'a Tree<'a>,
    pub(crate) actors: &'a Actors,
}

/// Where people are, and whether that is all that is meant.
struct Ground {
    stretches: Vec<(PlaceNumber, PlaceNumber)>,
    tag: Option<Tag>,
    is_exact: bool,
}

impl Surveyor<'_> {
    /// The region of a claim that belongs to an incident: the place, time and people of that incident.
    ///
    /// The claim's own place and time are left aside: the incident's are what all of its claims share.
    pub(crate) fn of_incident(
        &self,
        claim: &Claim,
        incident: &Incident,
        number: usize,
        ties: &Ties,
    ) -> Region {
        let ground = self.all_told(&incident.places);
        let mut region = self.people(claim);
        region.tags.insert(Tag::Incident(number));
        region.tags.extend(Row::of(claim).filter(|_| ties.is_manifold(number)).map(Tag::Row));
        let is_exact = !adds(&claim.quote);
        Region { ground, span: span_of(incident.occurred), is_exact, ..region }
    }

    /// Every place where the claims of an incident put it, but for those that hold another of them.
    fn all_told(&self, names: &[Name]) -> Vec<(PlaceNumber, PlaceNumber)> {
        let first = self.ground(names, "").stretches;
        let places = self.tree.places();
        let listed = names.iter().filter(|name| places.locate(name.as_str()).is_some());
        let told: Vec<_> =
            listed.flat_map(|name| self.ground(std::slice::from_ref(name), "").stretches).collect();
        let holds = |outer: &(u32, u32), inner: &(u32, u32)| {
            outer != inner && outer.0 <= inner.0 && inner.1 <= outer.1
        };
        let mut all = [first, told].concat();
        let whole = all.clone();
        all.retain(|outer| !whole.iter().any(|inner| holds(outer, inner)));
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The region of a claim of no incident. Told beside an event (`beside`), it counts what that did.
    pub(crate) fn of_claim(&self, claim: &Claim, beside: bool) -> Region {
        let ground = self.ground(&claim.places, &claim.quote.to_lowercase());
        let mut region = self.people(claim);
        region.tags.extend(ground.tag);
        let Interval { start, end } = claim.occurred;
        if let (Some(Moment::Day(first)), Some(Moment::Day(last))) = (start, end)
            && first.tomorrow().ok() == Some(last)
        {
            region.tags.insert(Tag::Span(claim.occurred.to_string()));
        }
        if let Some(agent) = &claim.agent {
            let listed = self.actors.find(agent.as_str()).map(|actor| actor.id.to_string());
            region.tags.insert(Tag::Agent(listed.unwrap_or_else(|| agent.key())));
        }
        // A row counts one event, and everybody whom that killed; it says nothing of others there and then.
        let row = Row::of(claim);
        let is_told = row.is_some() || ground.is_exact && start.is_some() && end.is_some() && !beside;
        region.tags.extend(row.map(Tag::Row));
        let is_exact = is_told && !adds(&claim.quote);
        Region { ground: ground.stretches, span: span_of(claim.occurred), is_exact, ..region }
    }

    fn people(&self, claim: &Claim) -> Region {
        let who = claim.count.as_ref().and_then(|count| count.who.as_ref());
        let group = who::group(who);
        let tag = who.filter(|_| !group.is_whole).map(|who| Tag::Who(who.key()));
        Region {
            ground: vec![],
            span: (DateTime::MIN, DateTime::MAX),
            sorts: group.sorts,
            tags: tag.into_iter().collect(),
            is_exact: true,
        }
    }

    /// All that a listed place holds.
    pub(crate) fn stretch(&self, number: PlaceNumber) -> (PlaceNumber, PlaceNumber) {
        (number, self.tree.site(number).end)
    }

    /// Everywhere, listed or not.
    pub(crate) fn everywhere() -> Vec<(PlaceNumber, PlaceNumber)> {
        vec![(0, ELSEWHERE)]
    }

    /// Where the names lead: the first listed one with those of its kind and whole beside it.
    fn ground(&self, names: &[Name], told: &str) -> Ground {
        let places = self.tree.places();
        let nowhere = |tag| Ground { stretches: Self::everywhere(), tag, is_exact: false };
        let listed = |name: &&Name| places.locate(name.as_str()).is_some();
        let Some(name) = names.iter().find(listed) else {
            return nowhere(names.first().map(|name| Tag::Ground(name.key())));
        };
        let Some(first) = places.locate(name.as_str()) else { return nowhere(None) };
        let Some(number) = self.tree.number(&first.name) else { return nowhere(None) };
        let head = &names[0];
        let words = head.key();
        if by(&words) || name.key() != words && by(&name.key()) || only_refers(told, &name.key()) {
            // What lies near a place lies in what holds that place, at most.
            let whole = first.part_of.as_deref().and_then(|whole| self.tree.number(whole));
            let tag = Some(Tag::Ground(format!("by {words}")));
            return match whole {
                Some(whole) => Ground { stretches: vec![self.stretch(whole)], tag, is_exact: true },
                None => nowhere(tag),
            };
        }
        let beside = names.iter().filter_map(|name| places.find(name.as_str()));
        let beside = beside.filter(|place| place.kind == first.kind && place.part_of == first.part_of);
        let mut stretches: Vec<_> =
            beside.filter_map(|place| self.tree.number(&place.name)).map(|n| self.stretch(n)).collect();
        stretches.push(self.stretch(number));
        stretches.sort_unstable();
        stretches.dedup();
        let narrowed = places.find(head.as_str()).is_none();
        let tag = narrowed.then_some(Tag::Ground(words));
        Ground { stretches, tag, is_exact: true }
    }
}

/// Words that put something by a place rather than in it.
const BY: &[&str] =
    &["near", "outside", "outskirts", "suburb", "suburbs", "countryside", "rural", "border", "between"];
const DIRECTIONS: &[&str] =
    &["east", "north", "northeast", "northwest", "south", "southeast", "southwest", "west"];

/// Whether a place's words put it by another.
fn by(key: &str) -> bool {
    let words: Vec<&str> = key.split(' ').collect();
    words.iter().any(|word| BY.contains(word))
        || words.windows(2).any(|pair| DIRECTIONS.contains(&pair[0]) && pair[1] == "of")
}

/// Whether the quoted words use the place only as a point of reference.
fn only_refers(told: &str, key: &str) -> bool {
    BY.iter()
        .any(|word| told.contains(&format!("{word} {key}")) || told.contains(&format!("{word} of {key}")))
        || DIRECTIONS.iter().any(|word| told.contains(&format!("{word} of {key}")))
}

/// Whether the words add people to others instead of counting all ("three more died").
fn adds(quote: &str) -> bool {
    let lower = quote.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let compares = |i: usize| matches!(words.get(i + 1), Some(&"than"));
    words.iter().enumerate().any(|(i, word)| {
        matches!(*word, "another" | "other" | "others" | "among" | "further" | "additional" | "first")
            || (*word == "more" && !compares(i))
    })
}

/// Whether one source tells the tolls of two incidents apart, so that nobody is in both: in one document, in words of
/// their own, and of causes that cannot be one.
pub(crate) fn told_apart(a: (&Incident, &[&Claim]), b: (&Incident, &[&Claim])) -> bool {
    let causes = Cause::of(a.0.act).zip(Cause::of(b.0.act));
    let apart = |x: &Claim, y: &Claim| {
        x.document == y.document
            && x.source.is_some()
            && x.source == y.source
            && (x.span.end <= y.span.start || y.span.end <= x.span.start)
    };
    causes.is_some_and(|(x, y)| x != y) && a.1.iter().any(|x| b.1.iter().any(|y| apart(x, y)))
}
