//! Who counts as one witness. An outlet that relays a source adds nothing to it.

use truce_model::{Actors, Claim, Name};

/// The source of a claim in a form for comparison: its id where it is listed, else the key of its name.
///
/// `None`: the text names nobody. The outlet that quotes the source plays no part.
pub(crate) fn witness(claim: &Claim, actors: &Actors) -> Option<String> {
    claim.source.as_ref().map(|source| match actors.find(source.as_str()) {
        Some(actor) => actor.id.to_string(),
        None => source.key(),
    })
}

/// Each independent source of these claims once, by name.
pub(crate) fn witnesses<'a>(claims: impl Iterator<Item = &'a Claim>, actors: &Actors) -> Vec<Name> {
    let mut found: Vec<(String, Name)> =
        claims.filter_map(|claim| Some((witness(claim, actors)?, claim.source.clone()?))).collect();
    found.sort();
    found.dedup_by(|a, b| a.0 == b.0);
    let mut names: Vec<Name> = found
        .into_iter()
        .map(|(id, name)| {
            let listed = actors.find(name.as_str()).filter(|actor| actor.id.as_str() == id);
            listed.and_then(|actor| Name::parse(&actor.name).ok()).unwrap_or(name)
        })
        .collect();
    names.sort();
    names
}
