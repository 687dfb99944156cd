//! The closed list of what a claim can say happened: seven kinds and their acts.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// The seven kinds of claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A hostile or military act, or its stopping.
    Event,
    /// A number of people or things affected.
    Toll,
    /// That an agreement exists, was proposed, or what its terms are.
    Agreement,
    /// How well a ceasefire is being kept.
    Status,
    /// Movement of aid, civilians or patients, and what stands in its way.
    Access,
    /// What a party pledged, demanded, did or failed to do.
    Commitment,
    /// Blame, denial and stated views.
    Position,
}

impl Kind {
    /// Every kind, in the order of reports.
    pub const ALL: [Kind; 7] = [
        Kind::Event,
        Kind::Toll,
        Kind::Agreement,
        Kind::Status,
        Kind::Access,
        Kind::Commitment,
        Kind::Position,
    ];

    /// The word used in files.
    pub fn word(&self) -> &'static str {
        match self {
            Kind::Event => "event",
            Kind::Toll => "toll",
            Kind::Agreement => "agreement",
            Kind::Status => "status",
            Kind::Access => "access",
            Kind::Commitment => "commitment",
            Kind::Position => "position",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A word that names no act.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("`{0}` is no act")]
pub struct UnknownAct(pub String);

macro_rules! acts {
    ($($kind:ident { $($(#[$doc:meta])* $act:ident = $word:literal,)* })*) => {
        /// What a claim says happened. Every act belongs to one kind.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Act {
            $($($(#[$doc])* $act,)*)*
        }

        impl Act {
            /// Every act, kind by kind.
            pub const ALL: &'static [Act] = &[$($(Act::$act,)*)*];

            /// The kind to which it belongs.
            pub fn kind(&self) -> Kind {
                match self {
                    $($(Act::$act)|* => Kind::$kind,)*
                }
            }

            /// The word used in files, such as `air_strike`.
            pub fn word(&self) -> &'static str {
                match self {
                    $($(Act::$act => $word,)*)*
                }
            }
        }
    };
}

acts! {
    Event {
        /// A strike from the air.
        AirStrike = "air_strike",
        /// Artillery, mortars or tanks firing from afar.
        Shelling = "shelling",
        /// Rockets or missiles fired from the ground.
        RocketFire = "rocket_fire",
        /// Small arms.
        Gunfire = "gunfire",
        /// Fire from afar, unspecified or mixed.
        Bombardment = "bombardment",
        /// An offensive, advance or raid.
        GroundAttack = "ground_attack",
        /// Fighting between two sides.
        Clash = "clash",
        /// A bomb, car bomb, mine, or an unexplained blast.
        Explosion = "explosion",
        /// Use of a chemical weapon.
        ChemicalAttack = "chemical_attack",
        /// Aid workers, lorries or stores hit.
        AttackOnAid = "attack_on_aid",
        /// Ground taken.
        TerritoryGain = "territory_gain",
        /// Forces or weapons pulled back.
        Withdrawal = "withdrawal",
        /// Blockade or encirclement.
        Siege = "siege",
        /// An aircraft lost.
        AircraftLoss = "aircraft_loss",
        /// Forces, police or equipment sent.
        Deployment = "deployment",
        /// Test, production, dismantling or moratorium.
        WeaponsProgramme = "weapons_programme",
        /// Reduced or no fire.
        Lull = "lull",
        /// A demonstration.
        Protest = "protest",
        /// Another military act.
        OtherEvent = "other_event",
    }
    Toll {
        /// People killed.
        Killed = "killed",
        /// People injured.
        Injured = "injured",
        /// People who left their homes.
        Displaced = "displaced",
        /// People missing.
        Missing = "missing",
        /// People living under siege.
        Besieged = "besieged",
        /// People with symptoms.
        Symptoms = "symptoms",
        /// Remains handed over.
        RemainsReturned = "remains_returned",
        /// Remains identified.
        RemainsIdentified = "remains_identified",
        /// Rockets, strikes or violations counted.
        Hits = "hits",
        /// Another number.
        OtherToll = "other_toll",
    }
    Agreement {
        /// One side declared it.
        Declared = "declared",
        /// The parties agreed it.
        Agreed = "agreed",
        /// It took effect or is in force.
        InForce = "in_force",
        /// Where or to whom it applies.
        Scope = "scope",
        /// Who or what is left out.
        Exclusion = "exclusion",
        /// Who or what is expressly in.
        Inclusion = "inclusion",
        /// How long it lasts.
        Duration = "duration",
        /// That it ends or ended by its terms.
        Expiry = "expiry",
        /// Who guarantees it.
        Guarantor = "guarantor",
        /// Another of its terms.
        Provision = "provision",
        /// It was put forward.
        Proposed = "proposed",
        /// A body adopted it.
        Adopted = "adopted",
        /// A meeting on the conflict.
        Talks = "talks",
    }
    Status {
        /// It is kept.
        Holding = "holding",
        /// It is mostly kept.
        MostlyHolding = "mostly_holding",
        /// It is in danger.
        Fragile = "fragile",
        /// It was broken.
        Violated = "violated",
        /// It is over.
        Collapsed = "collapsed",
        /// Someone says that it is not over.
        NotDead = "not_dead",
        /// An excluded group is used as a pretext.
        ExcludedPartyPretext = "excluded_party_pretext",
    }
    Access {
        /// A convoy waits.
        ConvoyWaiting = "convoy_waiting",
        /// A convoy moves.
        ConvoyMoving = "convoy_moving",
        /// A convoy arrived.
        ConvoyDelivered = "convoy_delivered",
        /// Passage is prevented.
        Blocked = "blocked",
        /// A permit is not given.
        PermissionWithheld = "permission_withheld",
        /// A permit is asked for.
        PermissionSought = "permission_sought",
        /// Deliveries are halted.
        Suspended = "suspended",
        /// People or patients were brought out.
        Evacuation = "evacuation",
        /// People or patients must be brought out.
        EvacuationNeeded = "evacuation_needed",
        /// A route for aid or civilians.
        Corridor = "corridor",
        /// Supplies were taken off a convoy.
        SuppliesRemoved = "supplies_removed",
        /// Who holds a road that aid needs.
        RoadControl = "road_control",
        /// What is lacking.
        Need = "need",
    }
    Commitment {
        /// A promise of one's own act.
        Pledge = "pledge",
        /// A call for another's act.
        Demand = "demand",
        /// An act tied to another's.
        Condition = "condition",
        /// A demand with a deadline or threat.
        Ultimatum = "ultimatum",
        /// A promised act done.
        StepTaken = "step_taken",
        /// A promised act not done.
        NotDone = "not_done",
        /// Money paid.
        Payment = "payment",
        /// Readiness to act.
        Offer = "offer",
    }
    Position {
        /// Says that another did wrong.
        Accuse = "accuse",
        /// Says it did not do it.
        Deny = "deny",
        /// Says whose fault it is.
        Blame = "blame",
        /// Backs something.
        Support = "support",
        /// Turns something down.
        Reject = "reject",
        /// Fears harm.
        Warn = "warn",
        /// Thinks that it will not work.
        Doubt = "doubt",
        /// Judges or expects.
        Assess = "assess",
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Act {
    type Err = UnknownAct;

    fn from_str(word: &str) -> Result<Act, UnknownAct> {
        Act::ALL.iter().copied().find(|act| act.word() == word).ok_or_else(|| UnknownAct(word.to_owned()))
    }
}

impl Act {
    /// The acts that are a use of force whatever else is told of them.
    pub const FORCE: &'static [Act] = &[
        Act::AirStrike,
        Act::Shelling,
        Act::RocketFire,
        Act::Gunfire,
        Act::Bombardment,
        Act::GroundAttack,
        Act::Clash,
        Act::ChemicalAttack,
        Act::AttackOnAid,
        Act::TerritoryGain,
    ];
}

impl Serialize for Act {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl<'de> Deserialize<'de> for Act {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Act, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_reads_back_from_its_word() {
        for act in Act::ALL {
            assert_eq!(act.word().parse(), Ok(*act));
        }
        assert_eq!(Act::ALL.len(), 78);
    }
}
