//! Small worlds in which it is known who was killed where, when and by what, and truthful reports of them.

use super::{claim, incident};
use proptest::{option, prelude::*};
use truce_model::{Claim, DocumentId, Incident, Matching, Name, RuleId, Sameness};

const PLACES: [&str; 3] = ["Arden", "Mill Road", "Ruba"];

/// One happening, and who tells of it.
#[derive(Clone, Debug)]
struct Happening {
    place: usize,
    day: usize,
    civilians: u64,
    fighters: u64,
    /// Of the civilians so many died of wounds, as a later report tells; it may be of the day on which they died.
    later: u64,
    later_day: usize,
    has_row: bool,
    /// Whether the row gives a week for the day.
    is_wide: bool,
    has_story: bool,
    /// Where the row and the story both tell it, whether they are known to be one.
    is_joined: bool,
}

impl Happening {
    fn dead(&self) -> u64 {
        self.civilians + self.fighters
    }

    fn told_later(&self) -> u64 {
        if self.has_story { self.later.min(self.civilians) } else { 0 }
    }
}

/// What happened, and what sums are told of it.
#[derive(Clone, Debug)]
pub(super) struct World {
    happenings: Vec<Happening>,
    /// Sums over all of Westland, or Arden, on a day or over all days.
    sums: Vec<(bool, Option<usize>, bool)>,
    /// Whether a person set the incidents apart.
    is_decided: bool,
}

pub(super) fn world() -> impl Strategy<Value = World> {
    let happening =
        (0..3usize, 5..8usize, 0..4u64, 0..3u64, option::weighted(0.3, (1..3u64, 0..2usize)), 0..16u8);
    let happening = happening.prop_map(|(place, day, civilians, fighters, later, told)| Happening {
        place,
        day,
        civilians,
        fighters,
        later: later.map_or(0, |(number, _)| number),
        later_day: day + later.map_or(0, |(_, days)| days),
        has_row: told & 1 != 0,
        is_wide: told & 2 != 0,
        has_story: told & 4 != 0,
        is_joined: told & 8 != 0,
    });
    let sums = prop::collection::vec((any::<bool>(), option::of(5..8usize), any::<bool>()), 0..3);
    (prop::collection::vec(happening, 1..5), sums, any::<bool>())
        .prop_map(|(happenings, sums, is_decided)| World { happenings, sums, is_decided })
}

fn told(document: String, line: &str) -> Claim {
    let mut told = claim(line);
    told.document = DocumentId::new(document);
    told.identified()
}

impl World {
    /// The claims, the incidents that they tell of, and what a person decided.
    pub(super) fn told(&self) -> (Vec<Claim>, Vec<Incident>, Vec<Matching>) {
        let (mut claims, mut incidents, mut firsts) = (Vec::new(), Vec::new(), Vec::new());
        for (at, of) in self.happenings.iter().enumerate() {
            let row = if of.has_row { self.row(at) } else { vec![] };
            let story = if of.has_story { story(of, at) } else { vec![] };
            let groups = if of.is_joined { vec![[&row[..], &story[..]].concat()] } else { vec![row, story] };
            for group in groups {
                // A row whose act is unknown tells of no event, and belongs to no incident.
                let event = group.iter().find(|claim| truce_model::TollOf::of_act(claim.act).is_none());
                if let Some(event) = event {
                    firsts.push((at, event.id.clone()));
                    incidents.push(incident(&group));
                }
                claims.extend(group);
            }
            if of.told_later() > 0 {
                let line = format!(
                    "killed | asserts | | {} | 2031-03-0{} | {}",
                    PLACES[of.place],
                    of.later_day,
                    of.told_later()
                );
                let mut late = told(format!("doc-late-{at}"), &line);
                late.quote = "hurt by it, they died of their wounds".into();
                claims.push(late.identified());
            }
        }
        claims.extend(self.sums.iter().enumerate().map(|(at, sum)| self.sum(at, *sum)));
        let mut decided = Vec::new();
        for (a, one) in &firsts {
            for (b, other) in firsts.iter().filter(|(b, _)| self.is_decided && a < b) {
                decided.push(Matching {
                    held: Sameness::NotSame,
                    claims: vec![one.clone()],
                    others: vec![other.clone()],
                    by: Name::parse("Reader").unwrap(),
                    reason: format!("{a} is not {b}"),
                });
            }
        }
        (claims, incidents, decided)
    }

    fn row(&self, at: usize) -> Vec<Claim> {
        let of = &self.happenings[at];
        let (place, day) = (PLACES[of.place], of.day);
        let time = if of.is_wide { "2031-03-04..2031-03-09".to_owned() } else { format!("2031-03-0{day}") };
        let mut lines = vec![
            format!("killed | asserts by Atlas | | {place} | {time} | {}", of.dead()),
            format!("killed | asserts by Atlas | | {place} | {time} | {} civilians", of.civilians),
        ];
        if at.is_multiple_of(2) {
            lines.push(format!("ground_attack | asserts by Atlas | North army > | {place} | {time}"));
        }
        let row = |line: &String| {
            let mut told = told(format!("doc-row-{at}"), line);
            told.found_by = vec![RuleId::new("table.atlas")];
            told
        };
        lines.iter().map(row).collect()
    }

    fn sum(&self, at: usize, (all, day, floor): (bool, Option<usize>, bool)) -> Claim {
        let place = if all { "Westland" } else { "Arden" };
        let dead = self.dead(|of| (all || of.place < 2) && day.is_none_or(|day| day == of.day));
        let time = day.map_or("2031-03-05..2031-03-07".to_owned(), |day| format!("2031-03-0{day}"));
        let bound = if floor { format!("{}-", dead.div_ceil(2)) } else { dead.to_string() };
        told(format!("doc-sum-{at}"), &format!("killed | asserts by Desk{at} | | {place} | {time} | {bound}"))
    }

    fn dead(&self, of: impl Fn(&Happening) -> bool) -> u64 {
        self.happenings.iter().filter(|one| of(one)).map(Happening::dead).sum()
    }

    /// Scopes with the number that is true.
    pub(super) fn asked(&self) -> Vec<(String, u64)> {
        let mut asked =
            vec![("place=Westland; from=2031-03-01; until=2031-03-31".to_owned(), self.dead(|_| true))];
        for day in 5..8 {
            let scope = format!("place=Arden; from=2031-03-0{day}; until=2031-03-0{day}");
            asked.push((scope.clone(), self.dead(|of| of.place < 2 && of.day == day)));
            let civilians = self.happenings.iter().filter(|of| of.place < 2 && of.day == day);
            asked.push((format!("{scope}; who=civilians"), civilians.map(|of| of.civilians).sum()));
        }
        asked
    }

    /// The tolls of the rows.
    pub(super) fn rows(&self) -> Vec<Claim> {
        let rows = self.happenings.iter().enumerate().filter(|(_, of)| of.has_row);
        rows.flat_map(|(at, _)| self.row(at)).collect()
    }

    pub(super) fn dead_in_rows(&self) -> u64 {
        self.dead(|of| of.has_row)
    }
}

/// A story of the day: it counts those who were dead by then.
fn story(of: &Happening, at: usize) -> Vec<Claim> {
    let (place, day) = (PLACES[of.place], of.day);
    let dead = of.dead() - of.told_later();
    let lines = [
        format!("ground_attack | asserts | North army > | {place} | 2031-03-0{day}"),
        format!("killed | asserts | | {place} | 2031-03-0{day} | {dead}"),
    ];
    lines.iter().map(|line| told(format!("doc-story-{at}"), line)).collect()
}
