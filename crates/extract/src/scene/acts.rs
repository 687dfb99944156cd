//! Sorts acts by what a sentence can say of them: who does them, what they are done with. Reads no word.

use truce_model::{Act, Kind};

/// Whether the subject of the verb that tells an act is who did it.
pub(super) fn does(act: Act) -> bool {
    match act {
        Act::Demand
        | Act::Need
        | Act::AircraftLoss
        | Act::Explosion
        | Act::Lull
        | Act::Siege
        | Act::PermissionWithheld
        | Act::Clash
        | Act::Talks
        | Act::Provision
        | Act::Expiry
        | Act::Duration
        | Act::Scope
        | Act::Exclusion
        | Act::Inclusion
        | Act::ConvoyWaiting
        | Act::EvacuationNeeded
        | Act::Corridor
        | Act::RoadControl => false,
        act => matches!(
            act.kind(),
            Kind::Event | Kind::Status | Kind::Agreement | Kind::Access | Kind::Commitment
        ),
    }
}

/// Whether an act bars passage, which `could not` and `to stop aid` tell as well.
pub(super) fn bars(act: Act) -> bool {
    matches!(act, Act::Blocked | Act::PermissionWithheld | Act::ConvoyWaiting)
}

/// Whether an act is done with weapons that fire or go off.
pub(crate) fn is_fire(act: Act) -> bool {
    matches!(
        act,
        Act::Shelling | Act::RocketFire | Act::AirStrike | Act::Bombardment | Act::Gunfire | Act::Explosion
    )
}
