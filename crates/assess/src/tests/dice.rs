//! Random agreements and incidents for the proofs, drawn from a list of numbers so that failures shrink. Judges nothing.

use super::{claim, incident};
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};
use proptest::prelude::*;
use std::cell::{Cell, RefCell};
use truce_model::{
    Act, ActorId, Actors, Agreement, AgreementId, AgreementKind, Area, AreaId, Change, Claim, Edge, Incident,
    Party, Places, Provision, ProvisionId, Reading, ReadingId, Role, Shape, StepId, Supersession,
    SupersessionKind, Target, Term, Turn, TurnId, TurnKind, Window, Zone,
};

pub(super) const ACTORS: &str = r#"
    actor = [
      { id = "north", name = "North", kind = "state" },
      { id = "north-army", name = "North army", kind = "forces", member_of = [{ of = "north" }] },
      { id = "south", name = "South", kind = "coalition" },
      { id = "south-guard", name = "South Guard", kind = "armed-group", member_of = [{ of = "south" }] },
      { id = "hill-league", name = "Hill League", kind = "armed-group", member_of = [{ of = "south" }],
        partner_of = [{ of = "black-hand", from = "2031-03-29" }] },
      { id = "black-hand", name = "Black Hand", kind = "armed-group", member_of = [{ of = "named" }] },
      { id = "grey-band", name = "Grey Band", kind = "armed-group", member_of = [{ of = "named", until = "2031-03-30" }] },
      { id = "named", name = "the named", kind = "list" },
      { id = "villagers", name = "villagers", kind = "civil" },
    ]
"#;

pub(super) const PLACES: &str = r#"
    place = [
      { name = "Westland", kind = "country" },
      { name = "Arden", kind = "province", part_of = "Westland", lat = 50.0, lon = 10.0 },
      { name = "Ruba", kind = "town", part_of = "Arden", lat = 50.0, lon = 10.0 },
      { name = "Ford", kind = "quarter", part_of = "Ruba", lat = 50.1, lon = 10.1 },
      { name = "Mill", kind = "town", part_of = "Westland", lat = 50.5, lon = 10.0 },
      { name = "Lake", kind = "area", part_of = "Arden", lat = 50.4, lon = 10.4 },
      { name = "Dell", kind = "town", part_of = "Arden" },
      { name = "Eastland", kind = "country" },
      { name = "Port", kind = "town", part_of = "Eastland", lat = 50.0, lon = 14.0 },
    ]
"#;

pub(super) fn lists() -> (Actors, Places) {
    (Actors::parse([("a.toml", ACTORS)]).unwrap(), Places::parse([("p.toml", PLACES)]).unwrap())
}

/// One drawing: every choice takes the next number; a drawing that has run out takes the first of everything.
#[derive(Clone, Debug)]
pub(super) struct Dice {
    numbers: Vec<u16>,
    next: Cell<usize>,
    /// The middle of what is drawn: a day on which clocks change, or none.
    day: Cell<Timestamp>,
    exact: Cell<bool>,
    moments: RefCell<Vec<Timestamp>>,
}

pub(super) fn any_dice() -> impl Strategy<Value = Dice> {
    prop::collection::vec(any::<u16>(), 0..160).prop_map(Dice::of_numbers)
}

pub(super) const PERSONS: &[&str] =
    &["North army", "South Guard", "South", "Hill League", "North", "Black Hand", "Grey Band"];
pub(super) const HIT: &[&str] = &[
    "villagers",
    "South Guard",
    "North army",
    "Black Hand",
    "Hill League",
    "South",
    "Grey Band",
    "a market",
];
pub(super) const SITES: &[&str] =
    &["Ruba", "Ford", "Mill", "Lake", "Dell", "Port", "Arden", "Westland", "Eastland"];
const ACTS: &[Act] =
    &[Act::Shelling, Act::AirStrike, Act::Gunfire, Act::Explosion, Act::Withdrawal, Act::Deployment];

impl Dice {
    pub(super) fn of_numbers(numbers: Vec<u16>) -> Dice {
        let day = Cell::new(Timestamp::UNIX_EPOCH);
        Dice { numbers, next: Cell::new(0), day, exact: Cell::new(true), moments: RefCell::default() }
    }

    pub(super) fn below(&self, count: usize) -> usize {
        let number = self.numbers.get(self.next.get()).copied().unwrap_or_default();
        self.next.set(self.next.get() + 1);
        usize::from(number) * count / (usize::from(u16::MAX) + 1)
    }

    pub(super) fn of<'t, T>(&self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }

    /// Yes once in so many draws.
    pub(super) fn once_in(&self, count: usize) -> bool {
        self.below(count) == count - 1
    }

    fn some<T: Clone>(&self, all: &[T], most: usize) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| self.of(all).clone()).collect()
    }

    /// A moment from one day to another, counted from the middle.
    fn moment(&self, first: i64, last: i64) -> Timestamp {
        let days = self.below((last - first) as usize) as i64 + first;
        let minutes = self.of(&[0, 30, 59, 60, 61, 90, 120, 719, 1320]);
        self.day.get() + SignedDuration::from_mins(days * 1440 + minutes)
    }

    fn edge(&self, first: i64, last: i64) -> Edge {
        let at = self.moment(first, last);
        let width = if self.exact.get() { 0 } else { *self.of(&[0, 0, 0, 24 * 60, 180]) };
        self.moments.borrow_mut().push(at);
        Edge::between(at, at + SignedDuration::from_mins(width))
    }

    fn maybe<T>(&self, one_in: usize, draw: impl Fn() -> T) -> Option<T> {
        self.once_in(one_in).then(draw)
    }

    fn window(&self) -> Window {
        let (start, end) = self.of(&[
            ("09:00", "14:00"),
            ("22:00", "02:00"),
            ("01:30", "02:30"),
            ("02:15", "02:45"),
            ("02:30", "03:15"),
            ("23:00", "23:00"),
        ]);
        let repeat = self.of(&["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SU,MO", "FREQ=WEEKLY;BYDAY=SA"]);
        Window {
            start: start.parse().unwrap(),
            end: end.parse().unwrap(),
            repeat: (*repeat).to_owned(),
            first: None,
        }
    }

    fn zone(&self) -> Vec<Zone> {
        let all = ["", "Arden", "square", "strip", "Ruba", "Westland", "Mill", "patches"];
        let zone = |word: &str| match word {
            "square" | "strip" | "patches" => Zone::Area { area: AreaId::new(word) },
            word => Zone::Place(word.to_owned()),
        };
        match self.below(3) {
            0 => vec![],
            count => (0..count).map(|_| *self.of(&all)).filter(|w| !w.is_empty()).map(zone).collect(),
        }
    }

    fn areas(&self) -> Vec<Area> {
        let edge_km = *self.of(&[0.0, 5.0, 20.0]);
        let (west, south, east, north) = (9.8, 49.8, 10.2, 50.2);
        let ring = vec![[west, south], [east, south], [east, north], [west, north], [west, south]];
        let shapes = [
            ("square", Shape::Polygons { rings: vec![vec![ring]] }),
            ("strip", Shape::Corridor { line: vec![[10.0, 49.5], [10.0, 50.2]], half_width_km: 8.0 }),
            ("patches", Shape::Places { names: vec!["Mill".to_owned(), "Lake".to_owned()] }),
        ];
        let area = |(id, shape): (&str, Shape)| Area {
            id: AreaId::new(id),
            title: id.to_owned(),
            shape,
            edge_km,
            cite: None,
            line: 1,
        };
        shapes.into_iter().map(area).collect()
    }

    fn term(&self) -> Term {
        let acts = || {
            let mut acts = vec![*self.of(&ACTS[..3])];
            acts.extend(self.some(&ACTS[..3], 2));
            acts
        };
        let targets = || {
            let all = [
                Target::Civilians,
                Target::Forces,
                Target::Actor(id("south-guard")),
                Target::Actor(id("south")),
                Target::Actor(id("north")),
            ];
            self.some(&all, 2)
        };
        match self.below(10) {
            0 | 1 => Term::CeaseHostilities,
            2 | 3 => Term::Prohibit { acts: acts(), targets: targets() },
            4..=6 => Term::Permit { acts: self.some(&ACTS[..3], 2), targets: targets() },
            7 => Term::ExcludeGroups {
                groups: vec![id(self.of(&["named", "black-hand", "south-guard"]))],
                partners_of: self.some(&[id("black-hand")], 1),
            },
            8 => Term::Oblige {
                what: "do it".to_owned(),
                met_by: vec![Act::Withdrawal],
                broken_by: vec![Act::Deployment, Act::Gunfire],
                at: vec![],
            },
            _ => Term::Withdraw { from_place: (*self.of(&["Ruba", "Arden"])).to_owned() },
        }
    }

    fn provision(&self, number: usize, count: usize, turns: usize) -> Provision {
        let parties = [&["north", "south"][..], &["north", "south-guard"], &["south"], &["north"]];
        let last = StepId::new(provision_id(count - 1).as_str());
        let steps: Vec<StepId> = (0..turns).map(step).chain([last]).collect();
        let after =
            if number + 1 < count && self.once_in(5) { vec![self.of(&steps).clone()] } else { vec![] };
        Provision {
            id: provision_id(number),
            article: 0,
            term: self.term(),
            binds: self.of(&parties).iter().map(id).collect(),
            from: self.edge(-2, 1),
            until: self.maybe(2, || self.edge(0, 4)),
            windows: self.maybe(3, || self.window()).into_iter().collect(),
            zone: self.zone(),
            outside: self.maybe(6, || Zone::Place("Ford".to_owned())).into_iter().collect(),
            due: None,
            owed_to: vec![],
            after,
            unless: vec![],
            line: 1,
        }
    }

    fn turn(&self, number: usize, provisions: usize) -> Turn {
        let what = *self.of(&[
            TurnKind::Suspended,
            TurnKind::Extended,
            TurnKind::Resumed,
            TurnKind::Ended,
            TurnKind::Fulfilled,
            TurnKind::Happened,
        ]);
        let at = self.edge(-1, 3);
        let later = || {
            let length = SignedDuration::from_mins(*self.of(&[60, 1440, 3000]));
            Edge::between(at.earliest + length, at.latest + length)
        };
        Turn {
            id: turn_id(number),
            what,
            at: Some(at).filter(|_| !self.once_in(8)),
            until: match what {
                TurnKind::Extended => Some(later()),
                TurnKind::Suspended => self.maybe(2, later),
                _ => None,
            },
            provisions: self.maybe(3, || provision_id(self.below(provisions))).into_iter().collect(),
            by: vec![],
            under: None,
            contested: self.once_in(6),
            text: String::new(),
            cite: String::new(),
            line: 1,
        }
    }

    fn change(&self, turns: usize) -> Change {
        let who = ["south-guard", "hill-league", "black-hand", "south"];
        let mut change = Change::default();
        for _ in 0..=self.below(2) {
            match self.below(10) {
                0 => change.from = Some(self.edge(-2, 2)),
                1 => change.until = Some(self.edge(0, 4)),
                2 => change.unbind = vec![id(self.of(&["north", "south", "south-guard"]))],
                3 => change.bind = vec![id(self.of(&["south", "hill-league", "black-hand"]))],
                4 => change.exclude = vec![id(self.of(&who))],
                5 => change.include = vec![id(self.of(&who))],
                6 => change.zone = Some(self.zone()),
                7 => change.windows = Some(self.maybe(2, || self.window()).into_iter().collect()),
                8 => change.after = Some((0..turns.min(1)).map(step).collect()),
                _ => change.denied = true,
            }
        }
        change
    }

    fn reading(&self, number: usize, provisions: usize, turns: usize) -> Reading {
        let changed = if number == 0 { 0 } else { 1 + self.below(2) };
        let mut changes: Vec<(ProvisionId, Change)> = Vec::new();
        for _ in 0..changed {
            let of = provision_id(self.below(provisions));
            if changes.iter().all(|(other, _)| *other != of) {
                changes.push((of, self.change(turns)));
            }
        }
        let turn = |one_in| self.maybe(one_in, || turn_id(self.below(turns)));
        let drawn = number > 0 && turns > 0;
        Reading {
            id: ReadingId::new(if number == 0 { "plain".to_owned() } else { format!("r{number}") }),
            title: String::new(),
            holders: vec![],
            words: vec![],
            changes,
            accepts: if drawn { turn(2).into_iter().collect() } else { vec![] },
            rejects: if drawn { turn(3).into_iter().collect() } else { vec![] },
            line: 1,
        }
    }

    fn agreement(&self, number: usize) -> Agreement {
        let (count, turned) = (1 + self.below(4), self.below(4));
        let mut provisions: Vec<Provision> =
            (0..count).map(|number| self.provision(number, count, turned)).collect();
        // A permission may lead to later ones only, so that chains end.
        let permits: Vec<usize> =
            (0..count).filter(|at| matches!(provisions[*at].term, Term::Permit { .. })).collect();
        for (at, provision) in provisions.iter_mut().enumerate() {
            let is_permit = matches!(provision.term, Term::Permit { .. });
            let may = permits.iter().filter(|permit| !is_permit || **permit > at);
            provision.unless = may.filter(|_| !self.once_in(4)).map(|p| provision_id(*p)).collect();
        }
        let readings = 1 + self.below(3);
        let supersedes = (number > 0 && self.once_in(2)).then(|| Supersession {
            agreement: AgreementId::new("a0"),
            provisions: self.maybe(3, || provision_id(0)).into_iter().collect(),
            lasts: *self.of(&[SupersessionKind::WhileInForce, SupersessionKind::ForGood]),
        });
        let refused = self.maybe(5, || Party {
            actor: id(self.of(&["south", "south-guard"])),
            role: Role::Refused,
            since: None,
        });
        let signed = Party { actor: id("hill-league"), role: Role::Signatory, since: None };
        Agreement {
            id: AgreementId::new(format!("a{number}")),
            title: String::new(),
            kind: AgreementKind::Agreement,
            made_on: "2031-03-01".parse().unwrap(),
            zone: (*self.of(&["Europe/Berlin", "Europe/Berlin", "Etc/GMT-2"])).to_owned(),
            parties: refused.into_iter().chain(self.maybe(2, || signed.clone())).collect(),
            cite: vec![],
            articles: vec![],
            areas: self.areas(),
            turns: (0..turned).map(|number| self.turn(number, count)).collect(),
            supersedes: supersedes.into_iter().collect(),
            readings: (0..readings).map(|number| self.reading(number, count, turned)).collect(),
            provisions,
        }
    }

    /// One to three agreements; with `exact` edges only, or with some that are known to the day or to three hours.
    pub(super) fn agreements(&self, exact: bool) -> Vec<Agreement> {
        self.exact.set(exact);
        // On 30 March 2031 the clocks of Berlin go forward at 01:00 UTC, on 26 October back.
        let day = self.of(&["2031-03-30T00:00:00Z", "2031-10-26T00:00:00Z"]);
        self.day.set(day.parse().unwrap());
        (0..1 + self.below(3)).map(|number| self.agreement(number)).collect()
    }

    /// A minute at or near one of the edges drawn, on the clocks of Berlin.
    pub(super) fn minute(&self) -> DateTime {
        let edges = self.moments.borrow();
        let near = match self.below(3) {
            0 | 1 if !edges.is_empty() => *self.of(&edges) + SignedDuration::from_mins(*self.of(&[0, -1, 1])),
            _ => self.moment(-1, 4) + SignedDuration::from_mins(*self.of(&[0, -1, 480])),
        };
        near.to_zoned(TimeZone::get("Europe/Berlin").unwrap()).datetime()
    }

    /// What one observer tells.
    pub(super) fn event(&self) -> Claim {
        let act = *self.of([ACTS, &ACTS[..3], &ACTS[..3]][self.below(3)]);
        let (agent, target, place) = (self.of(PERSONS), self.of(HIT), self.of(SITES));
        let time = self.minute().strftime("%Y-%m-%dT%H:%M").to_string();
        claim(&format!("{act} | asserts | {agent} > {target} | {place} | {time}"))
    }
}

fn provision_id(number: usize) -> ProvisionId {
    ProvisionId::new(format!("p{number}"))
}

fn turn_id(number: usize) -> TurnId {
    TurnId::new(format!("t{number}"))
}

fn step(number: usize) -> StepId {
    StepId::new(format!("t{number}"))
}

fn id(word: impl AsRef<str>) -> ActorId {
    ActorId::new(word.as_ref())
}

/// The incident that one claim tells.
pub(super) fn told(event: &Claim) -> Incident {
    incident(std::slice::from_ref(event))
}
