//! What withdrawn documents told and nobody else did when they went. Joins nothing of it with what counts.

use crate::{Known, Reconciler, incident};
use std::collections::BTreeMap;
use truce_model::{Actors, Claim, ClaimId, DocumentId, Incident, Places, Seq, Standing};

/// The incidents of which every assertion was withdrawn, by id, on the withdrawn claims alone.
///
/// `withdrawn` gives claims with the record by which they went; `recorded`, of a document that counts, the record by which
/// it came. Where a source that counts told of the same before the last of them went, the incident never was retracted;
/// what came later stands by itself.
pub fn retracted(
    counting: &[Claim],
    recorded: impl Fn(&DocumentId) -> Seq,
    withdrawn: &[(Seq, &Claim)],
    known: &Known<'_>,
    actors: &Actors,
    places: &Places,
) -> Vec<Incident> {
    let gone: BTreeMap<&ClaimId, Seq> = withdrawn.iter().map(|(seq, claim)| (&claim.id, *seq)).collect();
    let Some(last) = gone.values().max() else { return vec![] };
    let before =
        counting.iter().filter(|claim| recorded(&claim.document) < *last && !gone.contains_key(&claim.id));
    let mut reconciler = Reconciler::new(actors, places).knowing(known.copies);
    reconciler.decide(known.matchings);
    reconciler.add(withdrawn.iter().map(|(_, claim)| *claim).chain(before));
    let told = reconciler.groups().filter_map(|(members, tolls)| {
        let (went, left): (Vec<_>, Vec<_>) =
            members.into_iter().partition(|member| gone.contains_key(&member.claim.id));
        let asserted = went.iter().filter(|member| member.asserts());
        let at = asserted.filter_map(|member| gone.get(&member.claim.id)).max()?;
        if left.iter().any(|member| member.asserts() && recorded(&member.claim.document) < *at) {
            return None;
        }
        let tolls: Vec<_> = tolls.into_iter().filter(|toll| gone.contains_key(&toll.claim.id)).collect();
        let told = incident::tell(&went, &tolls, known.copies, actors, places);
        Some(Incident { standing: Standing::Retracted, ..told })
    });
    let mut found: Vec<Incident> = told.collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}
