//! Forty invented countries with their provinces, towns, states, armies and groups. Makes no terms.

use super::{Random, word};
use std::fmt::Write;
use truce_model::{ActorId, Actors, Places};

/// Provinces of a country.
const PROVINCES: usize = 10;
/// Towns of a province.
const TOWNS: usize = 50;
/// Zones of time, each of several countries.
const ZONES: [&str; 8] = [
    "Asia/Damascus",
    "Africa/Tripoli",
    "Asia/Aden",
    "Europe/Kyiv",
    "Africa/Khartoum",
    "Asia/Beirut",
    "America/Bogota",
    "Asia/Kolkata",
];

/// Where an incident can be.
pub struct Town {
    /// Its name.
    pub name: String,
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
    /// Its province's name.
    pub province: String,
}

/// Who fights in a country.
pub struct Sides {
    /// Its state.
    pub state: ActorId,
    /// The alliance of its opponents.
    pub alliance: ActorId,
    /// Four armed groups: two of the alliance, one on a list of designated groups, one on its own.
    pub groups: [ActorId; 4],
    /// Names by which reports call the state's side.
    pub of_state: Vec<String>,
    /// Names by which reports call its opponents.
    pub of_opponents: Vec<String>,
}

/// A country.
pub struct Country {
    /// Its name.
    pub name: String,
    /// Its zone of time.
    pub zone: &'static str,
    /// Its towns, province by province.
    pub towns: Vec<Town>,
    /// Who fights in it.
    pub sides: Sides,
}

/// Everything that lists hold.
pub struct World {
    /// The countries.
    pub countries: Vec<Country>,
    /// The places, as the program reads them.
    pub places: Places,
    /// The actors, as the program reads them.
    pub actors: Actors,
    /// Who watches and reports.
    pub observers: Vec<String>,
}

/// The list on which designated groups stand.
pub(super) const LIST: &str = "designated-groups";

impl World {
    /// Forty countries of ten provinces of fifty towns, with 300 actors.
    pub fn invented() -> World {
        let mut random = Random::of(1);
        let (mut places, mut actors) = (String::new(), String::new());
        let countries = (0..40).map(|n| country(n, &mut random, &mut places, &mut actors)).collect();
        actor(&mut actors, LIST, "designated groups", "list", "");
        let observers: Vec<String> = (0..19).map(|n| format!("{} Observatory", word(900_000 + n))).collect();
        for (n, name) in observers.iter().enumerate() {
            let kind = ["monitor", "outlet", "organisation", "civil"][n % 4];
            actor(&mut actors, &format!("observer-{n}"), name, kind, "");
        }
        World {
            countries,
            places: Places::parse([("invented", places.as_str())]).expect("the invented places are sound"),
            actors: Actors::parse([("invented", actors.as_str())]).expect("the invented actors are sound"),
            observers,
        }
    }
}

fn country(n: usize, random: &mut Random, places: &mut String, actors: &mut String) -> Country {
    let name = word(n);
    // Countries lie apart, so that no ground that a truce draws comes near the next.
    let (west, south) = (-60.0 + (n % 8) as f64 * 15.0, -30.0 + (n / 8) as f64 * 16.0);
    place(places, &name, "country", None, None);
    let mut towns = Vec::with_capacity(PROVINCES * TOWNS);
    for part in 0..PROVINCES {
        let province = word(1_000 + n * PROVINCES + part);
        let (left, low) = (west + (part % 2) as f64 * 2.5, south + (part / 2) as f64 * 1.2);
        place(places, &province, "province", Some(&name), Some((left + 1.25, low + 0.6)));
        for at in 0..TOWNS {
            let town = Town {
                name: word(10_000 + (n * PROVINCES + part) * TOWNS + at),
                lon: random.between(left, left + 2.5),
                lat: random.between(low, low + 1.2),
                province: province.clone(),
            };
            place(places, &town.name, "town", Some(&province), Some((town.lon, town.lat)));
            towns.push(town);
        }
    }
    let zone = ZONES[n % ZONES.len()];
    Country { sides: sides(n, &name, actors), name, zone, towns }
}

fn sides(n: usize, country: &str, list: &mut String) -> Sides {
    let id = |what: &str| format!("{what}-{n}");
    let army = format!("{country} army");
    let opposition = format!("{country} opposition");
    let of_government = format!("aliases = [\"government of {country}\", \"{country}'s government\"]");
    actor(list, &id("state"), country, "state", &of_government);
    actor(list, &id("army"), &army, "forces", &format!("member_of = [{{ of = \"state-{n}\" }}]"));
    actor(list, &id("alliance"), &opposition, "coalition", &format!("aliases = [\"{country} rebels\"]"));
    let names: Vec<String> = (0..4)
        .map(|group| {
            format!("{} {}", word(800_000 + n * 4 + group), ["Front", "Brigades", "Guard", "Movement"][group])
        })
        .collect();
    let more = [
        format!("member_of = [{{ of = \"alliance-{n}\" }}]"),
        format!("member_of = [{{ of = \"alliance-{n}\", from = \"2014-06-01\", until = \"2018-06-01\" }}]"),
        format!(
            "member_of = [{{ of = \"{LIST}\", from = \"2015-01-01\" }}]\n\
             partner_of = [{{ of = \"group-{n}-1\", from = \"2016-01-01\", until = \"2019-01-01\" }}]"
        ),
        String::new(),
    ];
    for (group, more) in more.iter().enumerate() {
        actor(list, &format!("group-{n}-{group}"), &names[group], "armed-group", more);
    }
    Sides {
        state: ActorId::new(id("state")),
        alliance: ActorId::new(id("alliance")),
        groups: [0, 1, 2, 3].map(|group| ActorId::new(format!("group-{n}-{group}"))),
        of_state: vec![
            army,
            format!("government of {country}"),
            "government forces".to_owned(),
            "the army".to_owned(),
        ],
        of_opponents: [vec![opposition, format!("{country} rebels")], names].concat(),
    }
}

fn place(list: &mut String, name: &str, kind: &str, part_of: Option<&str>, point: Option<(f64, f64)>) {
    let _ = writeln!(list, "[[place]]\nname = \"{name}\"\nkind = \"{kind}\"");
    if let Some(whole) = part_of {
        let _ = writeln!(list, "part_of = \"{whole}\"");
    }
    if let Some((lon, lat)) = point {
        let _ = writeln!(list, "lon = {lon:?}\nlat = {lat:?}");
    }
}

fn actor(list: &mut String, id: &str, name: &str, kind: &str, more: &str) {
    let _ = writeln!(list, "[[actor]]\nid = \"{id}\"\nname = \"{name}\"\nkind = \"{kind}\"\n{more}");
}
