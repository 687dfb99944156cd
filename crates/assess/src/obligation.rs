//! Tells how the duties of an agreement stand on a day, on what the claims say. Takes no side.

use crate::{
    ground::Ground,
    life,
    matter::within,
    roll::{Days, Group, Roll},
    terms,
    tree::Tree,
};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use truce_model::{
    Act, Actors, Agreement, Claim, ClaimId, Hash, Kind, Name, Obligation, ObligationId, ObligationState,
    Places, Provision, Reading, Stage, Stance, Term, Truth,
};

/// The duties and ultimatums of these agreements as they stand at `as_of`, by id.
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
    let (roll, tree) = (Roll::of(actors), Tree::of(places));
    let mut found: Vec<Obligation> = agreements
        .iter()
        .flat_map(|agreement| agreement.provisions.iter().map(move |provision| (agreement, provision)))
        .filter_map(|(agreement, provision)| {
            let duty = Duty::of(agreement, provision, &roll, &tree)?;
            Some(duty.stands(claims, as_of))
        })
        .collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

struct Duty<'a> {
    agreement: &'a Agreement,
    provision: &'a Provision,
    plain: &'a Reading,
    what: String,
    ground: Ground,
    debtors: Group,
    roll: &'a Roll<'a>,
    tree: &'a Tree<'a>,
}

impl<'a> Duty<'a> {
    fn of(
        agreement: &'a Agreement,
        provision: &'a Provision,
        roll: &'a Roll<'a>,
        tree: &'a Tree<'a>,
    ) -> Option<Duty<'a>> {
        let what = match &provision.term {
            Term::GrantAccess { to, by } => {
                let by_road = by.as_ref().map(|road| format!(" by {road}")).unwrap_or_default();
                format!("let aid through to {to}{by_road}")
            }
            Term::Withdraw { from_place } => format!("pull back from {from_place}"),
            Term::Oblige { what, .. } => what.clone(),
            Term::Ultimatum { demand, or_else, .. } => format!("{demand}, or else {or_else}"),
            Term::CeaseHostilities
            | Term::Prohibit { .. }
            | Term::Permit { .. }
            | Term::ExcludeGroups { .. }
            | Term::Power { .. }
            | Term::Renew { .. } => return None,
        };
        let goal = terms::goal(&provision.term);
        let ground = match goal.is_empty() {
            true => Ground::of(agreement, &provision.zone, &provision.outside, tree),
            false => Ground::places(goal, tree),
        };
        let (plain, debtors) = (agreement.readings.first()?, roll.group(&provision.binds));
        Some(Duty { agreement, provision, plain, what, ground, debtors, roll, tree })
    }

    fn stands(&self, claims: &[Claim], as_of: Timestamp) -> Obligation {
        let tied: Vec<&Claim> =
            claims.iter().filter(|claim| self.in_time(claim, as_of) && self.is_tied(claim)).collect();
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
        let stage = life::stage(self.agreement, self.provision, self.plain, as_of);
        let due = life::due(self.agreement, self.provision, self.plain);
        let standing =
            if stage == Some(Stage::Created) { ObligationState::NotYet } else { state(&met, &unmet) };
        Obligation {
            id: ObligationId::of(Hash::of_parts(parts.map(str::as_bytes))),
            agreement: self.agreement.id.clone(),
            provision: self.provision.id.clone(),
            debtors: self.provision.binds.clone(),
            what: self.what.clone(),
            creditors: match &self.provision.term {
                Term::Ultimatum { by, .. } => by.clone(),
                _ => self.provision.owed_to.clone(),
            },
            due,
            // That a deadline passed breaks no duty; that it passed and somebody says that nothing was done does.
            stage: match (stage, standing, due) {
                (None, ObligationState::SaidUnmet, Some(due)) if due.latest <= as_of => Some(Stage::Violated),
                _ => stage,
            },
            waits_for: life::waits_for(self.agreement, self.provision, self.plain, as_of),
            state: standing,
            met: ids(&met),
            unmet: ids(&unmet),
        }
    }

    /// What is over before the duty binds, or begins after the day in question, says nothing of it.
    fn in_time(&self, claim: &Claim, as_of: Timestamp) -> bool {
        let Ok(zone) = TimeZone::get(&self.agreement.zone) else { return false };
        let (start, end) = claim.occurred.instants(&zone);
        end.is_none_or(|end| end > self.provision.from.earliest) && start.is_none_or(|start| start <= as_of)
    }

    fn is_tied(&self, claim: &Claim) -> bool {
        let located = |names: &[Name]| -> Vec<_> {
            names.iter().filter_map(|name| self.tree.locate(name.as_str())).collect()
        };
        let goal: Vec<Name> = claim.target.iter().cloned().collect();
        let on_it = |names: &[Name]| within(&located(names), &self.ground, self.tree);
        let there = match self.ground.is_everywhere() {
            true => Truth::Unknown,
            false => on_it(&claim.places).or(on_it(&goal)),
        };
        // A permit that is withheld has no place; a step taken without one may belong to any other duty.
        let nowhere = (claim.kind() == Kind::Access || self.ground.is_everywhere())
            && claim.places.is_empty()
            && located(&goal).is_empty();
        let days = Days::of(claim.occurred);
        let by_debtor = claim.agent.as_ref().map(|agent| {
            let numbers = self.roll.actors().named(agent.as_str());
            let mut numbers = numbers.iter().filter_map(|id| self.roll.number(id));
            numbers.any(|number| self.roll.belongs(number, &self.debtors, days) == Truth::True)
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
            (Term::Oblige { met_by, .. }, act) if met_by.contains(&act) => true,
            (Term::Oblige { broken_by, .. }, act) if broken_by.contains(&act) => false,
            _ => return None,
        };
        match claim.stance {
            Stance::Asserts => Some(asserted),
            Stance::Denies => Some(!asserted),
            Stance::Unsure => None,
        }
    }
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
