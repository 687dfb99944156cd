//! Finds the thing that the beginning of an id means. Reads nothing but the situation.

use crate::MonitorError;
use truce_model::Situation;

/// The whole id of the only thing whose id begins so; what was withdrawn or retracted has its id still.
pub(crate) fn full_id(situation: &Situation, id: &str) -> Result<String, MonitorError> {
    let all = (situation.claims.iter().map(|x| x.id.as_str()))
        .chain(situation.incidents.iter().map(|x| x.id.as_str()))
        .chain(situation.findings.iter().map(|x| x.id.as_str()))
        .chain(situation.tolls.iter().map(|x| x.id.as_str()))
        .chain(situation.obligations.iter().map(|x| x.id.as_str()))
        .chain(situation.documents.iter().map(|x| x.id.as_str()))
        .chain(situation.retracted.iter().map(|x| x.id.as_str()))
        .chain(situation.withdrawn.iter().flat_map(|x| x.claims.iter().map(|claim| claim.id.as_str())))
        .chain(situation.withdrawn.iter().map(|x| x.document.id.as_str()));
    let mut matches: Vec<&str> = all.filter(|known| !id.is_empty() && known.starts_with(id)).collect();
    matches.sort_unstable();
    matches.dedup();
    match matches.as_slice() {
        [] => Err(MonitorError::UnknownId { id: id.to_owned() }),
        [only] => Ok((*only).to_owned()),
        several if several.contains(&id) => Ok(id.to_owned()),
        several => {
            let matches = several.iter().take(5).map(|id| (*id).to_owned()).collect();
            Err(MonitorError::AmbiguousId { id: id.to_owned(), matches })
        }
    }
}
