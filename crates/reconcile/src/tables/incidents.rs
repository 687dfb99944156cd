//! Incidents as a side of a comparison: what the claims that are no rows of the other side say of each. Merges nothing.

use super::{Actor, Event, act_rungs};
use crate::{Copies, incident, lookup::Lookup, seen::Seen, time::Extent};
use jiff::civil::Date;
use std::collections::BTreeMap;
use truce_model::{
    Act, Actors, Attribution, Claim, ClaimId, Incident, IncidentId, Interval, Name, Places, Stance,
};

/// How far off a source's coordinates are taken to be where it does not tell, in kilometres (assumed).
const UNTOLD_KM: f64 = 25.0;
/// How much further than the place itself words such as "east of" and "countryside" reach, in kilometres (assumed).
const AROUND_KM: f64 = 10.0;

/// An incident beside a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// The incident, as the record names it.
    pub id: IncidentId,
    /// What is told of it by other claims than those of the table; none where they do not tell when it happened.
    pub event: Option<Event>,
    /// Why it can be compared with no row, if it cannot.
    pub why: Option<&'static str>,
}

/// The incidents as told by all claims but those that are left out. One that no other claim tells is not among them: it
/// would be compared with itself.
pub fn beside(
    incidents: &[Incident],
    claims: &[Claim],
    left_out: impl Fn(&Claim) -> bool,
    actors: &Actors,
    places: &Places,
) -> Vec<Beside> {
    let by_id: BTreeMap<&ClaimId, &Claim> =
        claims.iter().filter(|claim| !left_out(claim)).map(|claim| (&claim.id, claim)).collect();
    let lookup = Lookup::new(actors, places);
    let of =
        |ids: &[ClaimId]| -> Vec<&Claim> { ids.iter().filter_map(|id| by_id.get(id).copied()).collect() };
    let known = incidents.iter().filter_map(|incident| {
        let (told, tolls) = (of(&incident.claims), of(&incident.toll_claims));
        if told.is_empty() {
            return None;
        }
        let whole = told.len() == incident.claims.len() && tolls.len() == incident.toll_claims.len();
        let without = (!whole).then(|| {
            let seen = |claims: &[&'_ Claim]| -> Vec<Seen> {
                claims.iter().map(|claim| Seen::of(by_id[&claim.id], &lookup)).collect()
            };
            let (members, tolls) = (seen(&told), seen(&tolls));
            let (members, tolls): (Vec<&Seen>, Vec<&Seen>) =
                (members.iter().collect(), tolls.iter().collect());
            incident::tell(&members, &tolls, Copies::NONE, actors, places)
        });
        let told_as = without.as_ref().unwrap_or(incident);
        Some(compared(&incident.id, told_as, &told, &tolls, actors, places))
    });
    known.collect()
}

fn compared(
    id: &IncidentId,
    incident: &Incident,
    claims: &[&Claim],
    tolls: &[&Claim],
    actors: &Actors,
    places: &Places,
) -> Beside {
    let Some((days, is_episode)) = days(incident.occurred) else {
        return Beside { id: id.clone(), event: None, why: Some("nothing tells when it happened") };
    };
    let site = site(incident, claims, places);
    let (point, radius_km) = site.map_or((None, 0.0), |(point, radius)| (Some(point), radius));
    let event = Event {
        days,
        is_episode,
        point,
        radius_km,
        act: Some(incident.act),
        actors: parties(incident, claims, places)
            .iter()
            .map(|name| Actor::of(name, actors, days.0))
            .collect(),
        killed: killed(tolls),
        rungs: vec![act_rungs(Some(incident.act))],
    };
    let why = match point {
        Some(_) => None,
        None if incident.places.is_empty() => Some("nothing tells where it happened"),
        None => Some("no place of it has coordinates in the lists, below a country"),
    };
    Beside { id: id.clone(), event: Some(event), why }
}

/// The days on which it can have been, and whether it went on for all of them.
fn days(occurred: Interval) -> Option<((Date, Date), bool)> {
    let extent = Extent::of(occurred);
    let known = extent.known()?;
    Some(((known.start?.date(), known.end?.date()), extent.sums_up()))
}

/// Where it happened, as closely as is told: by coordinates of its claims, or by the lists.
fn site(incident: &Incident, claims: &[&Claim], places: &Places) -> Option<((f64, f64), f64)> {
    let told = claims.iter().filter_map(|claim| {
        let point = claim.point.filter(|_| claim.stance == Stance::Asserts)?;
        Some(((point.lat(), point.lon()), point.radius_km().unwrap_or(UNTOLD_KM)))
    });
    let listed = incident.places.iter().find_map(|name| {
        let place = places.locate(name.as_str())?;
        let around = if places.find(name.as_str()).is_some() { 0.0 } else { AROUND_KM };
        places.wholes(place).into_iter().find_map(|whole| {
            let point = whole.lat.zip(whole.lon)?;
            Some((point, whole.kind.radius_km()? + around))
        })
    });
    // A street that no list holds makes the place narrower, so that the first listed one holds it.
    told.chain(listed).min_by(|a, b| a.1.total_cmp(&b.1))
}

/// Who took part: whoever is named as having done it, both sides of a fight, and whoever was hit.
fn parties(incident: &Incident, claims: &[&Claim], places: &Places) -> Vec<Name> {
    let named = match &incident.attribution {
        Attribution::Unknown => vec![],
        known => known.named(),
    };
    let fought = claims.iter().filter(|claim| claim.act == Act::Clash && claim.stance == Stance::Asserts);
    let sides = fought.flat_map(|claim| claim.agent.iter().chain(&claim.target));
    let hit = incident.targets.iter().filter(|target| places.locate(target.as_str()).is_none());
    let mut names: Vec<Name> = named.into_iter().chain(sides).chain(hit).cloned().collect();
    names.sort_by_cached_key(|name| (name.key(), name.clone()));
    names.dedup_by_key(|name| name.key());
    names
}

/// Between which numbers those killed are; none where a claim leaves an end open, or is denied.
fn killed(tolls: &[&Claim]) -> Option<(u64, u64)> {
    let whole = |claim: &&&Claim| claim.count.as_ref().is_some_and(|count| count.who.is_none());
    let told: Vec<&&Claim> = tolls.iter().filter(|claim| claim.act == Act::Killed).filter(whole).collect();
    if told.iter().any(|claim| claim.stance == Stance::Denies) {
        return None;
    }
    let mut bounds = None;
    for count in told.iter().filter(|c| c.stance == Stance::Asserts).filter_map(|c| c.count.as_ref()) {
        let (min, max) = (count.min?, count.max?);
        bounds = Some(bounds.map_or((min, max), |(low, high): (u64, u64)| (low.min(min), high.max(max))));
    }
    bounds
}
