//! Invented truces of the invented countries: hours of the day, drawn or listed ground, two readings beside the text.

use super::{Country, Random, World, world::LIST};
use jiff::{
    ToSpan,
    civil::{Date, Time, date, time},
    tz::TimeZone,
};
use truce_model::{
    Agreement, AgreementId, AgreementKind, Area, AreaId, Article, Change, Edge, Party, Provision,
    ProvisionId, Reading, ReadingId, Role, Shape, Term, Window, Words, Zone,
};

/// So many truces; fewer of them are the first of more.
///
/// Each is a cessation of hostilities of two to ten weeks between 2012 and 2021, five hours a day, on ground of its
/// own, with groups that are left out and a duty to let aid through. One reading widens the ground and moves the
/// hours, another leaves out one more group and holds for the whole day.
pub fn agreements(count: usize, world: &World) -> Vec<Agreement> {
    let mut random = Random::of(2);
    (0..count).map(|number| agreement(number, world, &mut random)).collect()
}

/// The hours of a provision under a reading.
pub fn windows<'a>(provision: &'a Provision, reading: &'a Reading) -> &'a [Window] {
    let change = reading.change(&provision.id);
    change.and_then(|change| change.windows.as_deref()).unwrap_or(&provision.windows)
}

fn agreement(number: usize, world: &World, random: &mut Random) -> Agreement {
    let country = random.pick(&world.countries);
    let sides = &country.sides;
    let first = date(2012, 1, 1).saturating_add((random.below(3_600) as i64).days());
    let last = first.saturating_add((14 + random.below(57) as i64).days());
    let hour = 5 + random.below(12) as i8;
    let drawn = random.percent(60);
    let middle = random.pick(&country.towns);
    let (areas, zone, wider) =
        if drawn { drawn_ground(middle, random) } else { listed_ground(country, random) };
    let binds = vec![sides.state.clone(), sides.alliance.clone()];
    let binds = if random.percent(30) { [binds, vec![sides.groups[3].clone()]].concat() } else { binds };
    // Some texts give the day alone on which they begin.
    let vague = random.percent(20);
    let from = edge(country, first, if vague { 0 } else { 6 }, if vague { 24 } else { 6 });
    let until = edge(country, last, 18, 18);
    let provision = |id: &str, term: Term, windows: Vec<Window>, zone: Vec<Zone>| Provision {
        id: ProvisionId::new(id),
        article: 0,
        term,
        binds: binds.clone(),
        from,
        until: Some(until),
        windows,
        zone,
        outside: vec![],
        due: None,
        owed_to: vec![],
        after: vec![],
        unless: vec![],
        line: 1,
    };
    let partners_of = if random.percent(20) { vec![sides.groups[2].clone()] } else { vec![] };
    let excluding = Term::ExcludeGroups { groups: vec![truce_model::ActorId::new(LIST)], partners_of };
    let access = Term::GrantAccess { to: random.pick(&country.towns).name.clone(), by: None };
    let role = |actor: &truce_model::ActorId, role| Party { actor: actor.clone(), role, since: None };
    Agreement {
        id: AgreementId::new(format!("truce-{number}")),
        title: format!("Truce {number} of {}", country.name),
        kind: AgreementKind::Agreement,
        made_on: first,
        zone: country.zone.to_owned(),
        parties: binds.iter().map(|actor| role(actor, Role::Party)).collect(),
        cite: vec![],
        articles: vec![Article { text: "Invented".to_owned(), line: 1 }],
        areas,
        turns: vec![],
        supersedes: vec![],
        provisions: vec![
            provision("truce", Term::CeaseHostilities, vec![daily(hour)], zone),
            provision("left-out", excluding, vec![], vec![]),
            provision("aid", access, vec![], vec![]),
        ],
        readings: readings(country, wider, hour),
    }
}

fn readings(country: &Country, wider: Vec<Zone>, hour: i8) -> Vec<Reading> {
    let sides = &country.sides;
    let reading = |id: &str, holder: &truce_model::ActorId, changes: Vec<(&str, Change)>| Reading {
        id: ReadingId::new(id),
        title: id.to_owned(),
        holders: vec![holder.clone()],
        words: vec![Words { by: holder.clone(), on: None, text: "Invented".to_owned(), cite: String::new() }],
        changes: changes.into_iter().map(|(id, change)| (ProvisionId::new(id), change)).collect(),
        accepts: vec![],
        rejects: vec![],
        line: 1,
    };
    let wide = Change { zone: Some(wider), windows: Some(vec![daily(hour + 1)]), ..Change::default() };
    let excluded = Change { exclude: vec![sides.groups[1].clone()], ..Change::default() };
    let all_day = Change { windows: Some(vec![]), ..Change::default() };
    let plain = Reading { holders: vec![], words: vec![], ..reading("plain", &sides.state, vec![]) };
    vec![
        plain,
        reading("wider", &sides.alliance, vec![("truce", wide)]),
        reading("narrower", &sides.state, vec![("truce", all_day), ("left-out", excluded)]),
    ]
}

/// Five hours of every day.
fn daily(hour: i8) -> Window {
    let at = |hour: i8| -> Time { time(hour % 24, 0, 0, 0) };
    Window { start: at(hour), end: at(hour + 5), repeat: "FREQ=DAILY".to_owned(), first: None }
}

fn edge(country: &Country, day: Date, earliest: i8, latest: i8) -> Edge {
    let zone = TimeZone::get(country.zone).expect("the zones are listed");
    let at = |hour: i8| {
        let time =
            if hour == 24 { day.saturating_add(1.day()).at(0, 0, 0, 0) } else { day.at(hour, 0, 0, 0) };
        time.to_zoned(zone.clone()).expect("a time of this age").timestamp()
    };
    Edge::between(at(earliest), at(latest))
}

type Ground = (Vec<Area>, Vec<Zone>, Vec<Zone>);

/// A polygon around a town, and a wider one.
fn drawn_ground(middle: &super::Town, random: &mut Random) -> Ground {
    let km = random.between(15.0, 90.0);
    let edge_km = *random.pick(&[0.0, 1.0, 2.0, 3.0]);
    let mut area = |id: &str, km: f64| Area {
        id: AreaId::new(id),
        title: id.to_owned(),
        shape: Shape::Polygons { rings: vec![vec![ring(middle, km, random)]] },
        edge_km,
        cite: None,
        line: 1,
    };
    let areas = vec![area("ground", km), area("wider-ground", km * 1.3)];
    let zone = |id: &str| vec![Zone::Area { area: AreaId::new(id) }];
    (areas, zone("ground"), zone("wider-ground"))
}

fn ring(middle: &super::Town, km: f64, random: &mut Random) -> Vec<[f64; 2]> {
    let corners = 12 + random.below(19);
    let mut ring: Vec<[f64; 2]> = (0..corners)
        .map(|n| {
            let turn = std::f64::consts::TAU * n as f64 / corners as f64;
            let far = km * random.between(0.6, 1.0) / 111.2;
            let lon = middle.lon + far * turn.cos() / middle.lat.to_radians().cos();
            [lon, middle.lat + far * turn.sin()]
        })
        .collect();
    ring.push(ring[0]);
    ring
}

/// A province or some of its towns, and another province beside them.
fn listed_ground(country: &Country, random: &mut Random) -> Ground {
    let first = random.below(country.towns.len());
    let zone: Vec<Zone> = if random.percent(40) {
        vec![Zone::Place(country.towns[first].province.clone())]
    } else {
        let province = first / 50 * 50;
        let step = 1 + random.below(6);
        let towns = (0..3 + random.below(6)).map(|n| &country.towns[province + (first + n * step) % 50]);
        towns.map(|town| Zone::Place(town.name.clone())).collect()
    };
    let beside = Zone::Place(country.towns[(first + 50) % country.towns.len()].province.clone());
    let wider = [zone.clone(), vec![beside]].concat();
    (vec![], zone, wider)
}
