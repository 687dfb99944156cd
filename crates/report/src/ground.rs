//! Where an incident counts: in which area it lies, and whether it lies outside every zone of the agreement.

use serde::Serialize;
use truce_model::{Agreement, Name, Place, PlaceKind, Places, Position, Provision, Shape, Zone};

/// The area under which an incident is listed. The order of the variants is the order of the report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "area", content = "name", rename_all = "kebab-case")]
pub enum Area {
    /// A province.
    Province(String),
    /// A larger place: no province is given.
    Whole(String),
    /// A place that the list of places does not hold.
    NotListed(String),
    /// No place is given.
    NotGiven,
}

impl Area {
    /// Where the first place lies that is known.
    pub(crate) fn of(names: &[Name], places: &Places) -> Area {
        let chains: Vec<_> =
            names.iter().filter_map(|name| places.locate(name.as_str())).map(|p| places.wholes(p)).collect();
        let province = chains.iter().flatten().find(|place| place.kind == PlaceKind::Province);
        if let Some(province) = province {
            return Area::Province(province.name.clone());
        }
        match (chains.first().and_then(|chain| chain.first()), names.first()) {
            (Some(place), _) => Area::Whole(place.name.clone()),
            (None, Some(name)) => Area::NotListed(name.to_string()),
            (None, None) => Area::NotGiven,
        }
    }

    /// The heading in the report.
    pub fn words(&self) -> String {
        match self {
            Area::Province(name) => name.clone(),
            Area::Whole(name) => format!("{name}, province not given"),
            Area::NotListed(name) => format!("{name} (place not in the list, province not known)"),
            Area::NotGiven => "Place not given".to_owned(),
        }
    }
}

/// Whether a place lies in a zone of the agreement. `None`: the names do not tell.
pub(crate) fn concerns(agreement: &Agreement, names: &[Name], places: &Places) -> Option<bool> {
    if is_everywhere(agreement) {
        return Some(true);
    }
    let zones = || conduct(agreement).flat_map(|provision| &provision.zone);
    // A country that only holds the zone may mean the zone, so that it says neither yes nor no.
    let reach = |name: &Name| {
        let answers: Vec<_> =
            zones().flat_map(|zone| within(agreement, name.as_str(), zone, places)).collect();
        if answers.contains(&Some(true)) {
            Some(true)
        } else {
            answers.iter().all(|answer| *answer == Some(false)).then_some(false)
        }
    };
    let answers: Vec<_> = names.iter().filter_map(reach).collect();
    if answers.contains(&true) { Some(true) } else { answers.first().map(|_| false) }
}

/// Whether some conduct is held to everywhere.
pub(crate) fn is_everywhere(agreement: &Agreement) -> bool {
    conduct(agreement).any(|provision| provision.zone.is_empty())
}

fn conduct(agreement: &Agreement) -> impl Iterator<Item = &Provision> {
    agreement.provisions.iter().filter(|provision| provision.term.holds_to_conduct())
}

/// Whether a place lies in each part of a zone. What is drawn tells only of places that lie far from it.
fn within(agreement: &Agreement, name: &str, zone: &Zone, places: &Places) -> Vec<Option<bool>> {
    match zone {
        Zone::Place(outer) => vec![places.within(name, outer)],
        Zone::Area { area } => match agreement.area(area) {
            Some(truce_model::Area { shape: Shape::Places { names }, .. }) => {
                names.iter().map(|outer| places.within(name, outer)).collect()
            }
            Some(area) => vec![if is_far(area, places.locate(name)) { Some(false) } else { None }],
            None => vec![],
        },
    }
}

/// Kilometres in a degree of latitude.
const DEGREE_KM: f64 = 111.2;

fn is_far(area: &truce_model::Area, place: Option<&Place>) -> bool {
    let (positions, reach_km): (Vec<Position>, f64) = match &area.shape {
        Shape::Places { .. } => return false,
        Shape::Polygons { rings } => (rings.iter().flatten().flatten().copied().collect(), area.edge_km),
        Shape::Corridor { line, half_width_km } => (line.clone(), area.edge_km + half_width_km),
    };
    let point = place.and_then(|place| Some((place.lon?, place.lat?, place.kind.radius_km()?)));
    let Some((lon, lat, radius_km)) = point else { return false };
    let up = (radius_km + reach_km) / DEGREE_KM;
    let aside = up / lat.to_radians().cos().max(0.01);
    let beside = |at: &Position| (at[0] - lon, at[1] - lat);
    let all = |such: &dyn Fn((f64, f64)) -> bool| positions.iter().map(beside).all(such);
    all(&|(east, _)| east > aside)
        || all(&|(east, _)| east < -aside)
        || all(&|(_, north)| north > up)
        || all(&|(_, north)| north < -up)
}

/// Whether no place of one list can hold or lie in a place of the other. What is not listed can lie anywhere.
pub(crate) fn apart(one: &[Name], other: &[Name], places: &Places) -> bool {
    let (Some(one), Some(other)) = (narrowest(one, places), narrowest(other, places)) else { return false };
    let holds = |outer: &Place, inner| places.wholes(inner).iter().any(|whole| whole.name == outer.name);
    one.iter().all(|one| other.iter().all(|other| !holds(one, other) && !holds(other, one)))
}

/// The places of a list that hold no other of it; `None`: none is told, or one is not known.
fn narrowest<'p>(names: &[Name], places: &'p Places) -> Option<Vec<&'p Place>> {
    let told: Option<Vec<&Place>> = names.iter().map(|name| places.locate(name.as_str())).collect();
    let told = told.filter(|told| !told.is_empty())?;
    let holds_another = |place: &&Place| {
        let others = told.iter().filter(|other| other.name != place.name);
        others.into_iter().any(|other| places.wholes(other).iter().any(|whole| whole.name == place.name))
    };
    Some(told.iter().copied().filter(|place| !holds_another(place)).collect())
}
