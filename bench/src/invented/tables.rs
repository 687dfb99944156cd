//! The part of the question that a database of ground and time can be asked, as tables. Judges nothing.

use super::{News, World, windows};
use jiff::{Timestamp, tz::TimeZone};
use std::{
    collections::{HashMap, HashSet},
    fmt::Write,
    fs, io,
    path::Path,
};
use truce_model::{
    Act, Agreement, ClaimId, Incident, Interval, Moment, PlaceKind, Position, Provision, Reading, Shape, Zone,
};

/// Mean radius of the Earth in kilometres, as judgement has it.
const EARTH_KM: f64 = 6371.0088;

/// The incidents that can be put to such a database: uses of force in one town, at a known minute.
pub fn exact(world: &World, news: News) -> News {
    let towns: HashMap<&str, usize> =
        towns(world).map(|(number, town, _)| (town.name.as_str(), number)).collect();
    let is_exact = |incident: &Incident| {
        Act::FORCE.contains(&incident.act)
            && matches!(incident.occurred, Interval { start: Some(Moment::Minute(_)), .. })
            && matches!(incident.places.as_slice(), [place] if towns.contains_key(place.as_str()))
    };
    let News { mut incidents, mut claims } = news;
    incidents.retain(is_exact);
    let kept: HashSet<&ClaimId> = incidents.iter().flat_map(Incident::all_claims).collect();
    claims.retain(|claim| kept.contains(&claim.id));
    News { incidents, claims }
}

fn towns(world: &World) -> impl Iterator<Item = (usize, &super::Town, &'static str)> {
    let towns =
        world.countries.iter().flat_map(|country| country.towns.iter().map(|town| (town, country.zone)));
    towns.enumerate().map(|(number, (town, zone))| (number, town, zone))
}

/// Writes the incidents, and the ground and hours of each truce under each reading, as tables.
pub fn write(
    folder: &Path,
    world: &World,
    agreements: &[Agreement],
    incidents: &[Incident],
) -> io::Result<()> {
    let (mut ground, mut listed, mut hours) = (String::new(), String::new(), String::new());
    let lenses = agreements
        .iter()
        .flat_map(|agreement| agreement.readings.iter().map(move |reading| (agreement, reading)));
    for (lens, (agreement, reading)) in lenses.enumerate() {
        let provision = &agreement.provisions[0];
        let change = reading.change(&provision.id);
        for zone in change.and_then(|change| change.zone.as_ref()).unwrap_or(&provision.zone) {
            match zone {
                Zone::Area { area } => {
                    let Some(area) = agreement.area(area) else { continue };
                    let Shape::Polygons { rings } = &area.shape else { continue };
                    let _ = writeln!(ground, "{lens},{}", drawn(&rings[0][0], area.edge_km));
                }
                Zone::Place(name) => {
                    let held =
                        towns(world).filter(|(_, town, _)| &town.name == name || &town.province == name);
                    listed.extend(held.map(|(number, ..)| format!("{lens},{number}\n")));
                }
            }
        }
        binds(lens, agreement, provision, reading, &mut hours);
    }
    fs::write(folder.join("ground.csv"), ground)?;
    fs::write(folder.join("listed.csv"), listed)?;
    fs::write(folder.join("hours.csv"), hours)?;
    fs::write(folder.join("incident.csv"), points(world, incidents))
}

fn points(world: &World, incidents: &[Incident]) -> String {
    let known: HashMap<&str, _> = towns(world).map(|all| (all.1.name.as_str(), all)).collect();
    let zones: HashMap<&str, TimeZone> =
        known.values().filter_map(|(.., zone)| Some((*zone, TimeZone::get(zone).ok()?))).collect();
    let radius = PlaceKind::Town.radius_km().unwrap_or_default();
    let mut rows = String::new();
    for (id, incident) in incidents.iter().enumerate() {
        let (number, town, zone) = known[incident.places[0].as_str()];
        let (Some(from), Some(until)) = incident.occurred.instants(&zones[zone]) else { continue };
        let [west, south, east, north] =
            wider([town.lon, town.lat, town.lon, town.lat], radius, [town.lat; 2]);
        let _ = writeln!(
            rows,
            "{id},{number},{:?},{:?},{radius:?},{from},{until},{west:?},{south:?},{east:?},{north:?}",
            town.lon, town.lat
        );
    }
    rows
}

/// A frame in degrees, wider by so many kilometres.
fn wider([west, south, east, north]: [f64; 4], km: f64, [low, high]: [f64; 2]) -> [f64; 4] {
    let up = (km / EARTH_KM).to_degrees();
    let aside = up / ((low + high) / 2.0).to_radians().cos();
    [west - aside, south - up, east + aside, north + up]
}

/// A ring on a plane in kilometres around its middle, with that middle, its edge and its frame.
fn drawn(ring: &[Position], edge_km: f64) -> String {
    let least = |axis: usize| ring.iter().map(|at| at[axis]).fold(f64::INFINITY, f64::min);
    let most = |axis: usize| ring.iter().map(|at| at[axis]).fold(f64::NEG_INFINITY, f64::max);
    let frame = [least(0), least(1), most(0), most(1)];
    let [west, south, east, north] = wider(frame, edge_km, [frame[1], frame[3]]);
    let middle = [(frame[0] + frame[2]) / 2.0, (frame[1] + frame[3]) / 2.0];
    let at = |at: &Position| {
        let aside = (at[0] - middle[0]).to_radians() * middle[1].to_radians().cos();
        format!("{:?} {:?}", EARTH_KM * aside, EARTH_KM * (at[1] - middle[1]).to_radians())
    };
    let ring: Vec<String> = ring.iter().map(at).collect();
    let shape = format!("\"POLYGON(({}))\"", ring.join(","));
    format!("{:?},{:?},{edge_km:?},{shape},{west:?},{south:?},{east:?},{north:?}", middle[0], middle[1])
}

/// When a provision binds under a reading: possibly, and within that certainly.
fn binds(lens: usize, agreement: &Agreement, provision: &Provision, reading: &Reading, rows: &mut String) {
    let Some((until, zone)) = provision.until.zip(TimeZone::get(&agreement.zone).ok()) else { return };
    let from = provision.from;
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let of_day = |window: &truce_model::Window| {
        window.occurrences(&zone, day(from.earliest), day(until.latest)).unwrap_or_default()
    };
    let windows = windows(provision, reading);
    let spans = match windows {
        [] => vec![(from.earliest, until.latest)],
        windows => windows.iter().flat_map(of_day).collect(),
    };
    for (start, end) in spans {
        let (first, last) = (start.max(from.earliest), end.min(until.latest));
        let (certain, sure) = (start.max(from.latest), end.min(until.earliest));
        if first < last {
            // Hours of which none are certain have an empty stretch for them.
            let certain = certain.min(sure);
            let _ = writeln!(rows, "{lens},{first},{last},{certain},{sure}");
        }
    }
}
