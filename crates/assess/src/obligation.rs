//! Tells how the duties of an agreement stand on a day, on what the claims say. Takes no side.

use crate::{atoms::within, names::belongs, terms::grant_access::route};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use std::collections::BTreeSet;
use truce_model::{
    Act, ActorId, Actors, Agreement, Claim, ClaimId, Hash, Kind, Name, Obligation, ObligationId,
    ObligationState, Places, Provision, Stance, Term, Truth,
};

/// The duties of these agreements as they stand at `as_of`, by id: to let aid through, and to pull back.
///
/// They are told by the text as it stands, without readings. Claims that a duty was met or not count where they
/// are tied to it by place, or, where they tell no place, by who owes it.
pub fn obligations(
    claims: &[Claim],
    agreements: &[Agreement],
    actors: &Actors,
    places: &Places,
    as_of: Timestamp,
) -> Vec<Obligation> {
    let mut found: Vec<Obligation> = agreements
        .iter()
        .flat_map(|agreement| agreement.provisions.iter().map(move |provision| (agreement, provision)))
        .filter_map(|(agreement, provision)| {
            let duty = Duty::of(agreement, provision)?;
            Some(duty.stands(claims, actors, places, as_of))
        })
        .collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

struct Duty<'a> {
    agreement: &'a Agreement,
    provision: &'a Provision,
    what: String,
    area: Vec<String>,
}

impl<'a> Duty<'a> {
    fn of(agreement: &'a Agreement, provision: &'a Provision) -> Option<Duty<'a>> {
        let (what, area) = match &provision.term {
            Term::GrantAccess { to, by } => {
                let by_road = by.as_ref().map(|road| format!(" by {road}")).unwrap_or_default();
                (format!("let aid through to {to}{by_road}"), route(to, by.as_deref()))
            }
            Term::Withdraw { from_place } => {
                (format!("pull back from {from_place}"), vec![from_place.clone()])
            }
            Term::CeaseHostilities | Term::ExcludeGroups { .. } | Term::Renew { .. } => return None,
        };
        Some(Duty { agreement, provision, what, area })
    }

    fn stands(&self, claims: &[Claim], actors: &Actors, places: &Places, as_of: Timestamp) -> Obligation {
        let tied: Vec<&Claim> = claims
            .iter()
            .filter(|claim| self.in_time(claim, as_of) && self.is_tied(claim, actors, places))
            .collect();
        let saying = |met: bool| {
            let mut those: Vec<&Claim> =
                tied.iter().copied().filter(|claim| self.says_met(claim) == Some(met)).collect();
            those.sort_by(|a, b| a.id.cmp(&b.id));
            those.dedup_by(|a, b| a.id == b.id);
            those
        };
        let (met, unmet) = (saying(true), saying(false));
        let ids = |claims: &[&Claim]| claims.iter().map(|claim| claim.id.clone()).collect::<Vec<ClaimId>>();
        let parts = [self.agreement.id.as_str(), self.provision.id.as_str()];
        Obligation {
            id: ObligationId::of(Hash::of_parts(parts.map(str::as_bytes))),
            agreement: self.agreement.id.clone(),
            provision: self.provision.id.clone(),
            debtors: self.provision.binds.clone(),
            what: self.what.clone(),
            due: self.provision.due,
            state: if as_of < self.provision.from { ObligationState::NotYet } else { state(&met, &unmet) },
            met: ids(&met),
            unmet: ids(&unmet),
        }
    }

    /// What is over before the duty binds, or begins after the day in question, says nothing of it.
    fn in_time(&self, claim: &Claim, as_of: Timestamp) -> bool {
        let Ok(zone) = TimeZone::get(&self.agreement.zone) else { return false };
        let (start, end) = claim.occurred.instants(&zone);
        end.is_none_or(|end| end > self.provision.from) && start.is_none_or(|start| start <= as_of)
    }

    fn is_tied(&self, claim: &Claim, actors: &Actors, places: &Places) -> bool {
        let goal: Vec<Name> = claim.target.iter().cloned().collect();
        let there = within(&claim.places, &self.area, places).or(within(&goal, &self.area, places));
        // A permit that is withheld has no place; a step taken without one may belong to any other duty.
        let nowhere = claim.kind() == Kind::Access && claim.places.is_empty() && places_none(&goal, places);
        let debtors: BTreeSet<ActorId> = self.provision.binds.iter().cloned().collect();
        let on = claim.occurred.start.or(claim.occurred.end).map(|moment| moment.date());
        let by_debtor = claim.agent.as_ref().map(|agent| {
            let ids = actors.named(agent.as_str());
            !ids.is_empty() && ids.iter().any(|id| belongs(id, &debtors, actors, on) == Truth::True)
        });
        match by_debtor {
            Some(true) => there == Truth::True || nowhere,
            // Aid is brought by others than those who owe passage.
            Some(false) => {
                there == Truth::True
                    && matches!(claim.act, Act::ConvoyDelivered | Act::ConvoyMoving | Act::ConvoyWaiting)
            }
            None => there == Truth::True,
        }
    }

    /// Whether the claim says that the duty is met; `None`: it says nothing of it, or is unsure.
    fn says_met(&self, claim: &Claim) -> Option<bool> {
        let asserted = match (&self.provision.term, claim.act) {
            (_, Act::StepTaken) => true,
            (_, Act::NotDone) => false,
            (Term::GrantAccess { .. }, Act::ConvoyDelivered | Act::ConvoyMoving) => true,
            (
                Term::GrantAccess { .. },
                Act::Blocked
                | Act::PermissionWithheld
                | Act::SuppliesRemoved
                | Act::Suspended
                | Act::ConvoyWaiting
                | Act::AttackOnAid,
            ) => false,
            (Term::Withdraw { .. }, Act::Withdrawal) => true,
            (Term::Withdraw { .. }, Act::Deployment) => false,
            _ => return None,
        };
        match claim.stance {
            Stance::Asserts => Some(asserted),
            Stance::Denies => Some(!asserted),
            Stance::Unsure => None,
        }
    }
}

fn places_none(names: &[Name], places: &Places) -> bool {
    names.iter().all(|name| places.locate(name.as_str()).is_none())
}

/// Where all of one kind is told of an earlier time than all of the other, the later word stands.
fn state(met: &[&Claim], unmet: &[&Claim]) -> ObligationState {
    match (met.is_empty(), unmet.is_empty()) {
        (true, true) => ObligationState::NoWord,
        (false, true) => ObligationState::SaidMet,
        (true, false) => ObligationState::SaidUnmet,
        (false, false) if all_before(unmet, met) => ObligationState::SaidMet,
        (false, false) if all_before(met, unmet) => ObligationState::SaidUnmet,
        (false, false) => ObligationState::Disputed,
    }
}

fn all_before(earlier: &[&Claim], later: &[&Claim]) -> bool {
    let ends: Option<Vec<DateTime>> = earlier.iter().map(|c| c.occurred.end.map(|m| m.latest())).collect();
    let starts: Option<Vec<DateTime>> =
        later.iter().map(|c| c.occurred.start.map(|m| m.earliest())).collect();
    match (ends.and_then(|e| e.into_iter().max()), starts.and_then(|s| s.into_iter().min())) {
        (Some(last), Some(first)) => last <= first,
        _ => false,
    }
}
