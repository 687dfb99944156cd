//! How many people incidents affected, one by one and added up so that nobody is certainly counted twice.

use crate::{
    Figure, FigureValue, Total,
    daily::told_apart,
    ground::apart,
    view::{View, distinct},
};
use jiff::civil::Date;
use std::cmp::Reverse;
use truce_model::{Act, Incident, IncidentId, Places, TollOf};

impl View<'_> {
    /// How many people an incident affected in one way. A part of them bounds the whole from below only.
    pub fn hurt(&self, incident: &Incident, of: TollOf) -> Figure {
        let tolls: Vec<_> = self.tolls(&incident.id).iter().filter(|toll| toll.of == of).collect();
        let claims = self.sorted(tolls.iter().flat_map(|toll| &toll.claims));
        if let Some(whole) = tolls.iter().find(|toll| toll.who.is_none()) {
            return Figure::people(whole, claims);
        }
        // That none of the children was killed says nothing of the others.
        let part = tolls.iter().filter_map(|toll| toll.low.number).filter(|low| *low > 0).max();
        let highest = tolls.iter().filter_map(|toll| toll.highest.number).max();
        Figure { value: FigureValue::bounds(part, None).reaching(highest), claims }
    }

    /// How many people these incidents of the days from `first` to `last` affected in one way.
    pub fn total(&self, incidents: &[&Incident], of: TollOf, (first, last): (Date, Date)) -> Total {
        let each: Vec<_> = incidents.iter().map(|incident| (*incident, self.hurt(incident, of))).collect();
        let counted = || each.iter().filter(|(_, figure)| !figure.claims.is_empty());
        let parts: Vec<_> = counted().map(|(incident, figure)| (*incident, figure.value)).collect();
        let silent: Vec<_> = each
            .iter()
            .filter(|(incident, figure)| figure.value == FigureValue::NoFigure && can_hurt(incident.act))
            .map(|(incident, _)| *incident)
            .collect();
        Total {
            figure: Figure {
                value: sum(&parts, self.places),
                claims: distinct(counted().map(|(_, figure)| figure.claims.clone())),
            },
            may_be_one: may_be_one(&parts, self.places),
            not_dated: told_apart(self, of, first, last),
            incidents_without_figure: self.count(&silent, |incident| Some(incident.claims.iter().collect())),
        }
    }
}

/// Adds up what incidents give. The low counts only incidents that are certainly several, from the largest down.
fn sum(parts: &[(&Incident, FigureValue)], places: &Places) -> FigureValue {
    // What could be one with an incident that is said to have hurt nobody adds nothing that is certain.
    let said_none = |incident: &Incident| {
        let mut none = parts.iter().filter(|(_, value)| value.low() == Some(0));
        none.any(|(other, _)| could_be_one(incident, other, places))
    };
    let certain = |incident: &Incident, value: &FigureValue| {
        let low = value.low()?;
        Some(if said_none(incident) { 0 } else { low })
    };
    let mut lows: Vec<_> =
        parts.iter().filter_map(|(incident, value)| Some((*incident, certain(incident, value)?))).collect();
    lows.sort_by_key(|(incident, low)| (Reverse(*low), incident.id.clone()));
    let mut several: Vec<(&Incident, u64)> = vec![];
    for (incident, low) in lows {
        if several.iter().all(|(other, _)| !could_be_one(incident, other, places)) {
            several.push((incident, low));
        }
    }
    let low = (!several.is_empty()).then(|| several.iter().map(|(_, low)| low).sum());
    let highs: Option<Vec<u64>> = parts.iter().map(|(_, value)| value.high()).collect();
    let high = highs.filter(|highs| !highs.is_empty()).map(|highs| highs.iter().sum());
    let highest = parts.iter().filter_map(|(_, value)| value.highest()).sum();
    FigureValue::bounds(low, high).reaching(Some(highest))
}

/// The incidents with a figure that could be one with another that has a figure.
fn may_be_one(parts: &[(&Incident, FigureValue)], places: &Places) -> Vec<IncidentId> {
    let told = || parts.iter().filter(|(_, value)| *value != FigureValue::NoFigure).map(|(i, _)| *i);
    let doubled =
        told().filter(|one| told().any(|other| one.id != other.id && could_be_one(one, other, places)));
    doubled.map(|incident| incident.id.clone()).collect()
}

/// Whether two incidents could be one happening: related acts, times that meet, and places not certainly apart.
///
/// Whoever is said to have done it does not matter, as that is often what is disputed.
pub(crate) fn could_be_one(one: &Incident, other: &Incident, places: &Places) -> bool {
    related(one.act, other.act)
        && one.occurred.meets(&other.occurred)
        && !apart(&one.places, &other.places, places)
}

/// Whether two acts can be two names for one happening; wider than what makes claims one incident.
fn related(one: Act, other: Act) -> bool {
    let both = |way: fn(Act) -> bool| way(one) && way(other);
    one == other || both(from_afar) || both(on_the_ground)
}

/// Whether such an act can hurt people, so that it is a gap where no claim says how many.
fn can_hurt(act: Act) -> bool {
    from_afar(act) || on_the_ground(act)
}

fn from_afar(act: Act) -> bool {
    match act {
        Act::AirStrike
        | Act::Shelling
        | Act::RocketFire
        | Act::Bombardment
        | Act::Explosion
        | Act::ChemicalAttack => true,
        act => in_any_way(act),
    }
}

fn on_the_ground(act: Act) -> bool {
    match act {
        Act::Gunfire | Act::GroundAttack | Act::Clash | Act::TerritoryGain => true,
        act => in_any_way(act),
    }
}

/// Acts that do not tell by which means.
fn in_any_way(act: Act) -> bool {
    matches!(act, Act::AttackOnAid | Act::OtherEvent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use truce_model::{Attribution, ClaimId, Interval, Name, Standing};

    const LIST: &str = r#"
        place = [
          { name = "Westland", kind = "country" },
          { name = "Arden", kind = "province", part_of = "Westland" },
          { name = "Ruba", kind = "town", part_of = "Arden" },
          { name = "Talmouth", kind = "town", part_of = "Arden" },
        ]
    "#;

    /// An incident told as `act; places, …; time`.
    fn incident(told: &str) -> Incident {
        let slots: Vec<&str> = told.split("; ").collect();
        let moment = |text: &str| text.parse().ok();
        Incident {
            id: Incident::id_of(&[ClaimId::new(told)]),
            act: slots[0].parse().unwrap(),
            claims: vec![],
            toll_claims: vec![],
            occurred: Interval { start: moment(slots[2]), end: moment(slots[2]) },
            places: slots[1].split(", ").filter_map(|name| Name::parse(name).ok()).collect(),
            attribution: Attribution::Unknown,
            targets: vec![],
            witnesses: vec![],
            standing: Standing::SingleSource,
            disagreements: vec![],
        }
    }

    type Bounds = (Option<u64>, Option<u64>);

    fn check(told: &[(&str, Bounds)], says: &str) {
        let places = Places::parse([("list.toml", LIST)]).unwrap();
        let incidents: Vec<_> = told.iter().map(|(told, _)| incident(told)).collect();
        let values = told.iter().map(|(_, (low, high))| FigureValue::bounds(*low, *high));
        let parts: Vec<_> = incidents.iter().zip(values).collect();
        assert_eq!(sum(&parts, &places).to_string(), says, "{told:?}");
    }

    const RUBA: &str = "air_strike; Ruba, Arden; 2031-03-07";
    const TALMOUTH: &str = "air_strike; Talmouth, Arden; 2031-03-07";
    const NOWHERE: &str = "bombardment; ; 2031-03-07";

    fn exactly(n: u64) -> Bounds {
        (Some(n), Some(n))
    }

    #[test]
    fn only_force_can_hurt() {
        let hurt = |acts: &[Act]| acts.iter().map(|act| can_hurt(*act)).collect::<Vec<_>>();
        assert_eq!(hurt(&[Act::AirStrike, Act::Clash, Act::AttackOnAid]), [true; 3]);
        assert_eq!(
            hurt(&[Act::ConvoyWaiting, Act::AircraftLoss, Act::Lull, Act::PermissionWithheld]),
            [false; 4]
        );
    }

    #[test]
    fn two_places_are_two_incidents() {
        check(&[(RUBA, exactly(13)), (TALMOUTH, exactly(13))], "26");
    }

    #[test]
    fn what_could_be_one_is_not_added_to_the_low() {
        check(&[(RUBA, exactly(13)), (NOWHERE, exactly(13))], "13 to 26");
        check(&[(RUBA, exactly(13)), ("air_strike; Arden; 2031-03-07", exactly(3))], "13 to 16");
        check(&[(RUBA, exactly(2)), ("shelling; Old Mill; 2031-03-07T09:00", exactly(3))], "3 to 5");
        // The one without a place is either of the two, which stay two.
        check(&[(RUBA, exactly(8)), (TALMOUTH, exactly(5)), (NOWHERE, exactly(1))], "13 to 14");
    }

    #[test]
    fn other_acts_and_other_hours_are_apart() {
        check(&[(RUBA, exactly(2)), ("clash; ; 2031-03-07", exactly(3))], "5");
        let (nine, ten) = ("shelling; ; 2031-03-07T09:00", "shelling; ; 2031-03-07T10:00");
        check(&[(nine, exactly(2)), (ten, exactly(3))], "5");
        check(&[("attack_on_aid; Ruba; 2031-03-07", exactly(2)), (RUBA, exactly(3))], "3 to 5");
    }

    #[test]
    fn a_sum_keeps_what_is_open_open() {
        check(&[(RUBA, (Some(2), Some(3))), (TALMOUTH, exactly(4))], "6 to 7");
        check(&[(RUBA, (Some(2), Some(3))), (TALMOUTH, (Some(4), None))], "6 to at least 7");
        check(&[(RUBA, exactly(2)), (TALMOUTH, (None, None))], "at least 2");
        check(&[(RUBA, (Some(2), None)), (NOWHERE, (Some(4), None))], "4 to at least 6");
        check(&[(RUBA, (None, Some(5))), (TALMOUTH, exactly(1))], "1 to 6");
        check(&[(RUBA, (None, Some(5)))], "at most 5");
    }

    #[test]
    fn a_nought_that_is_said_is_told() {
        check(&[(RUBA, exactly(0))], "0 (said to be none)");
        check(&[(RUBA, exactly(0)), (TALMOUTH, (None, None))], "0 (said to be none), no upper figure");
        check(&[(RUBA, exactly(0)), (NOWHERE, exactly(4))], "0 (said to be none) to 4");
    }

    #[test]
    fn what_nobody_numbered_is_no_nought() {
        check(&[], "no figure given");
        check(&[(RUBA, (None, None))], "no figure given");
    }
}
