//! Judges every incident by every provision under every reading. Judges incidents only, never a single claim.

use crate::{
    atoms::claims_of,
    facts::Facts,
    lens::Lens,
    terms::{self, Questions},
};
use std::collections::BTreeMap;
use truce_model::{
    Actors, Agreement, Atom, AtomName, Claim, ClaimId, Finding, Incident, Places, Truth, Verdict,
};

/// The findings on these incidents by these agreements, by id.
///
/// A provision that acts of an incident's kind are no matter of gives no finding: shelling is not judged by a
/// duty to let aid through. Terms that modify others (excluded groups, renewal) give none of their own.
pub fn findings(
    incidents: &[Incident],
    claims: &[Claim],
    agreements: &[Agreement],
    actors: &Actors,
    places: &Places,
) -> Vec<Finding> {
    let by_id: BTreeMap<&ClaimId, &Claim> = claims.iter().map(|claim| (&claim.id, claim)).collect();
    let lenses: Vec<Lens> = agreements
        .iter()
        .flat_map(|agreement| agreement.provisions.iter().map(move |provision| (agreement, provision)))
        .flat_map(|(agreement, provision)| {
            agreement
                .readings
                .iter()
                .map(move |reading| Lens::of(agreement, provision, reading, actors, places))
        })
        .collect();
    let mut found: Vec<Finding> = incidents
        .iter()
        .map(|incident| Facts::of(incident, &by_id, places))
        .flat_map(|facts| {
            let judged: Vec<Finding> =
                lenses.iter().filter_map(|lens| judge(&facts, lens, actors, places)).collect();
            judged
        })
        .collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found.dedup_by(|a, b| a.id == b.id);
    found
}

fn judge(facts: &Facts, lens: &Lens, actors: &Actors, places: &Places) -> Option<Finding> {
    let questions = terms::questions(facts, lens, actors, places)?;
    let verdict = verdict(&questions);
    let decided_by = match verdict {
        Verdict::Undetermined => vec![],
        Verdict::NotCovered => claims_of(questions.atoms.iter().filter(|atom| takes_out(atom))),
        Verdict::Violation | Verdict::Permitted => claims_of(&questions.atoms),
    };
    let (incident, agreement) = (facts.incident.id.clone(), lens.agreement.id.clone());
    let (provision, reading) = (lens.provision.id.clone(), lens.reading.id.clone());
    Some(Finding {
        id: Finding::id_of(&incident, &agreement, &provision, &reading),
        incident,
        agreement,
        provision,
        reading,
        verdict,
        atoms: questions.atoms,
        decided_by,
    })
}

/// Whether the answer alone takes the incident out of the terms' reach.
fn takes_out(atom: &Atom) -> bool {
    match atom.name {
        AtomName::InWindow | AtomName::InZone | AtomName::Bound | AtomName::ProhibitedAct => {
            atom.truth == Truth::False
        }
        AtomName::Occurred | AtomName::Excluded => false,
    }
}

/// The verdict that the answers allow, and that no further answer can turn into another.
fn verdict(questions: &Questions) -> Verdict {
    let answer = |name| questions.atoms.iter().find(|atom| atom.name == name).map(|atom| atom.truth);
    let not_owed =
        |atom: &Atom| takes_out(atom) && !(questions.fulfils && atom.name == AtomName::ProhibitedAct);
    if questions.atoms.iter().any(not_owed) {
        return Verdict::NotCovered;
    }
    let reached = [AtomName::Occurred, AtomName::InWindow, AtomName::InZone, AtomName::Bound]
        .into_iter()
        .filter_map(answer)
        .all(|truth| truth == Truth::True);
    let prohibited = answer(AtomName::ProhibitedAct).unwrap_or(Truth::Unknown);
    let excluded = answer(AtomName::Excluded).unwrap_or(Truth::False);
    match (reached, prohibited, excluded) {
        (true, Truth::True, Truth::False) => Verdict::Violation,
        (true, Truth::True, Truth::True) => Verdict::Permitted,
        (true, Truth::False, _) if questions.fulfils => Verdict::Permitted,
        _ => Verdict::Undetermined,
    }
}
