//! Which terms hold at a minute, in a place, for an actor. Judges no incident.

use crate::{
    ground::Ground, law::Law, lens::Lens, life, reasons, roll::Days, times::seconds, tree::PlaceNumber,
};
use jiff::{Timestamp, ToSpan};
use truce_model::{
    ActorId, Actors, Agreement, AgreementId, Places, ProvisionId, ReadingId, Stage, Term, Truth,
};

/// A provision that holds, or may hold, at a minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// The agreement.
    pub agreement: AgreementId,
    /// The provision.
    pub provision: ProvisionId,
    /// Under which reading.
    pub reading: ReadingId,
    /// The word of its term.
    pub term: &'static str,
    /// The stage of its life; `None`: left open.
    pub stage: Option<Stage>,
    /// Whether it binds at that minute.
    pub in_window: Truth,
    /// Whether it binds in that place; without a place, yes.
    pub in_zone: Truth,
    /// Its ground in words; empty: everywhere.
    pub ground: String,
    /// Whether it binds that actor; `None`: no actor was asked for.
    pub bound: Option<Truth>,
}

/// The provisions that hold or may hold at `at`, with what they say of a place and an actor, in the order of the
/// agreements. A provision that certainly does not bind then, or there, is left out.
pub fn in_force(
    at: Timestamp,
    place: Option<&str>,
    actor: Option<&ActorId>,
    agreements: &[Agreement],
    actors: &Actors,
    places: &Places,
) -> Vec<InForce> {
    let horizon = at.checked_add((400 * 24).hours()).unwrap_or(Timestamp::MAX);
    let law = Law::of(agreements, actors, places, horizon);
    let asked = Asked { at, place: place.map(|words| law.tree().locate(words)), law: &law };
    let shown = law.lenses().iter().filter(|lens| !lens.denied).map(|lens| {
        let goal = matches!(lens.provision.term, Term::Withdraw { .. } | Term::GrantAccess { .. });
        InForce {
            agreement: lens.agreement.id.clone(),
            provision: lens.provision.id.clone(),
            reading: lens.reading.id.clone(),
            term: lens.provision.term.word(),
            stage: life::stage(lens.agreement, lens.provision, lens.reading, at),
            in_window: asked.in_window(lens),
            in_zone: asked.in_zone(if goal { &lens.goal } else { &lens.ground }),
            ground: reasons::area(lens),
            bound: actor.map(|actor| asked.bound(actor, lens)),
        }
    });
    shown.filter(|held| held.in_window != Truth::False && held.in_zone != Truth::False).collect()
}

/// A minute and a place that are asked for; a place that no list holds is `Some(None)`.
struct Asked<'l, 'a> {
    at: Timestamp,
    place: Option<Option<PlaceNumber>>,
    law: &'l Law<'a>,
}

impl Asked<'_, '_> {
    fn in_window(&self, lens: &Lens) -> Truth {
        let (start, end) = (seconds(self.at), seconds(self.at).saturating_add(60));
        let possible = lens.binding.possible.meets(start, end);
        let open = Truth::from(if possible { None } else { Some(false) });
        if lens.binding.certain.covers(start, end) { Truth::True } else { open }
    }

    fn in_zone(&self, ground: &Ground) -> Truth {
        match self.place {
            None => Truth::True,
            Some(_) if ground.is_everywhere() => Truth::True,
            Some(None) => Truth::Unknown,
            Some(Some(number)) => ground.holds(number, self.law.tree()),
        }
    }

    fn bound(&self, actor: &ActorId, lens: &Lens) -> Truth {
        let roll = self.law.roll();
        let zone = self.law.zone(lens.zone);
        let Some((number, zone)) = roll.number(actor).zip(zone) else { return Truth::Unknown };
        let days = Days::on(self.at.to_zoned(zone.clone()).date());
        let reached = |by: &Lens| {
            // An exclusion of some ground only leaves it open where nobody says at which place is asked.
            let anywhere = self.place.is_none() && !by.ground.is_everywhere();
            let there = if anywhere { Truth::Unknown } else { self.in_zone(&by.ground) };
            self.in_window(by).and(there)
        };
        let excludes = matches!(lens.provision.term, Term::ExcludeGroups { .. });
        lens.holds(number, roll, days, || match excludes {
            true => Truth::False,
            false => lens.leaves_out_actor(number, self.law, days, reached),
        })
    }
}
