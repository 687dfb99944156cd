//! Which terms hold at a minute, in a place, for an actor. Judges no incident.

use crate::{law::Law, lens::Lens, life, reasons, roll::Days, times::seconds};
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
    let place = place.map(|words| law.tree().locate(words));
    let minute = (seconds(at), seconds(at).saturating_add(60));
    let shown = law.lenses().iter().filter(|lens| !lens.denied).map(|lens| {
        let certain = lens.binding.certain.covers(minute.0, minute.1);
        let possible = lens.binding.possible.meets(minute.0, minute.1);
        let goal = matches!(lens.provision.term, Term::Withdraw { .. } | Term::GrantAccess { .. });
        let ground = if goal { &lens.goal } else { &lens.ground };
        let in_zone = match place {
            None => Truth::True,
            Some(_) if ground.is_everywhere() => Truth::True,
            Some(None) => Truth::Unknown,
            Some(Some(number)) => ground.holds(number, law.tree()),
        };
        InForce {
            agreement: lens.agreement.id.clone(),
            provision: lens.provision.id.clone(),
            reading: lens.reading.id.clone(),
            term: lens.provision.term.word(),
            stage: life::stage(lens.agreement, lens.provision, lens.reading, at),
            in_window: if certain {
                Truth::True
            } else {
                Truth::from(if possible { None } else { Some(false) })
            },
            in_zone,
            ground: reasons::area(lens),
            bound: actor.map(|actor| bound(actor, &law, lens, at)),
        }
    });
    shown.filter(|held| held.in_window != Truth::False && held.in_zone != Truth::False).collect()
}

fn bound(actor: &ActorId, law: &Law, lens: &Lens, at: Timestamp) -> Truth {
    let Some(number) = law.roll().number(actor) else { return Truth::Unknown };
    let Some(zone) = law.zone(lens.zone) else { return Truth::Unknown };
    let days = Days::on(at.to_zoned(zone.clone()).date());
    let belongs = |group| law.roll().belongs(number, group, days);
    let named = belongs(&lens.binds).and(!belongs(&lens.unbound));
    let held = match lens.was_refused(number, law.roll(), days) {
        Truth::False => named,
        Truth::Unknown | Truth::True => named.and(Truth::Unknown),
    };
    match lens.provision.term {
        Term::ExcludeGroups { .. } => held,
        _ => held.and(!belongs(&lens.left_out).and(!belongs(&lens.included))),
    }
}
