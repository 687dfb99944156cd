//! Who witnesses an incident, and by which claims: who said it first, and who repeats it. Counts as the standing does.

use crate::{Known, account::Account, lookup::Lookup, seen::Seen, witness::Roll};
use truce_model::{Actors, Claim, ClaimId, DocumentId, Name, Places};

/// What one witness of an incident says, or what adds nothing to the witnesses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Testimony {
    /// The witness; `None`: these claims add nothing to what the witnesses say.
    pub witness: Option<Name>,
    /// Its claims, in the order in which their documents were published.
    pub told: Vec<Told>,
}

/// One claim of a testimony.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The claim.
    pub claim: ClaimId,
    /// The document that it repeats: the first that carried the text, the sentence or the source.
    pub repeats: Option<DocumentId>,
}

/// The witnesses of the incident with these claims, each with its claims; what adds nothing stands last.
pub fn testimonies(claims: &[&Claim], known: &Known<'_>, actors: &Actors, places: &Places) -> Vec<Testimony> {
    let lookup = Lookup::new(actors, places);
    let seen: Vec<Seen> = claims.iter().map(|claim| Seen::of(claim, &lookup)).collect();
    let account = Account::of(&seen.iter().collect::<Vec<_>>());
    let roll = Roll::of(&account.tellers, actors, known.copies);
    let testimony = |number: Option<usize>| {
        let mut told: Vec<usize> = (0..roll.of.len()).filter(|at| roll.of[*at] == number).collect();
        told.sort_by_key(|at| {
            let claim = account.tellers[*at].claim;
            (known.copies.rank(&claim.document), &claim.document, claim.span.start)
        });
        let told = told.into_iter().map(|at| Told {
            claim: account.tellers[at].claim.id.clone(),
            repeats: roll.repeats[at].clone(),
        });
        Testimony { witness: number.map(|number| roll.names[number].clone()), told: told.collect() }
    };
    let numbers = (0..roll.names.len()).map(Some).chain([None]);
    numbers.map(testimony).filter(|one| one.witness.is_some() || !one.told.is_empty()).collect()
}
