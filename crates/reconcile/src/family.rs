//! Which acts can be two names for one happening, and which of two acts says more.

use truce_model::{Act, Kind};

/// Acts of one family can be told of one happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Family {
    /// From the air.
    Air,
    /// Artillery, mortars, rockets.
    Indirect,
    /// From afar, by means not told: from the air or by artillery.
    Afar,
    /// Fighting on the ground.
    Ground,
    /// Aid workers, lorries or stores hit, by whatever means.
    OnAid,
    /// Passage prevented.
    Hindrance,
    /// A convoy on its way or arrived.
    Passage,
    /// Every other act stands alone.
    Alone(Act),
}

impl Family {
    /// The family of an act.
    pub(crate) fn of(act: Act) -> Family {
        match act {
            Act::AirStrike => Family::Air,
            Act::Shelling | Act::RocketFire => Family::Indirect,
            Act::Bombardment => Family::Afar,
            Act::Gunfire | Act::GroundAttack | Act::Clash | Act::TerritoryGain => Family::Ground,
            Act::AttackOnAid => Family::OnAid,
            Act::Blocked | Act::PermissionWithheld => Family::Hindrance,
            Act::ConvoyMoving | Act::ConvoyDelivered => Family::Passage,
            other => Family::Alone(other),
        }
    }

    /// Whether force is used.
    pub(crate) fn is_hostile(self) -> bool {
        match self {
            Family::Air | Family::Indirect | Family::Afar | Family::Ground | Family::OnAid => true,
            Family::Alone(act) => matches!(act, Act::Explosion | Act::ChemicalAttack | Act::AircraftLoss),
            Family::Hindrance | Family::Passage => false,
        }
    }

    /// Whether force is used from afar.
    pub(crate) fn is_fire(self) -> bool {
        matches!(self, Family::Air | Family::Indirect | Family::Afar)
    }
}

/// Whether a claim of this act tells of an incident: events, and access that happened or was prevented.
pub(crate) fn tells_of_incident(act: Act) -> bool {
    match act.kind() {
        Kind::Event => true,
        Kind::Access => matches!(
            act,
            Act::Blocked
                | Act::PermissionWithheld
                | Act::SuppliesRemoved
                | Act::Suspended
                | Act::ConvoyWaiting
                | Act::ConvoyMoving
                | Act::ConvoyDelivered
                | Act::Evacuation
        ),
        Kind::Toll | Kind::Agreement | Kind::Status | Kind::Commitment | Kind::Position => false,
    }
}

/// Whether two acts can be two names for one happening; `on_aid`: both claims tell of aid that was hit.
pub(crate) fn can_be_one(a: Act, b: Act, on_aid: bool) -> bool {
    let (x, y) = (Family::of(a), Family::of(b));
    let from_afar = |x: Family, y: Family| x == Family::Afar && matches!(y, Family::Air | Family::Indirect);
    let aid = |x: Family, y: Family| x == Family::OnAid && on_aid && y.is_fire();
    x == y || from_afar(x, y) || from_afar(y, x) || aid(x, y) || aid(y, x)
}

/// How much an act says within its family; the greater is the more specific.
pub(crate) fn specificity(act: Act) -> u8 {
    match act {
        Act::AttackOnAid => 4,
        Act::TerritoryGain => 3,
        Act::GroundAttack | Act::ConvoyDelivered | Act::PermissionWithheld => 2,
        Act::Bombardment | Act::Clash => 0,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bombardment_may_be_a_strike_or_shelling_but_a_strike_is_no_shelling() {
        assert!(can_be_one(Act::Bombardment, Act::AirStrike, false));
        assert!(can_be_one(Act::Shelling, Act::Bombardment, false));
        assert!(!can_be_one(Act::Shelling, Act::AirStrike, false));
    }

    #[test]
    fn a_lull_is_never_an_attack() {
        let hostile = Act::ALL.iter().filter(|act| Family::of(**act).is_hostile());
        assert!(hostile.into_iter().all(|act| !can_be_one(Act::Lull, *act, true)));
    }

    #[test]
    fn a_strike_is_an_attack_on_aid_only_if_aid_was_hit() {
        assert!(can_be_one(Act::AirStrike, Act::AttackOnAid, true));
        assert!(!can_be_one(Act::AirStrike, Act::AttackOnAid, false));
    }
}
