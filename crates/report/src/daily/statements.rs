//! What parties and others said on the day, in their words. Ranks nobody above another.

use crate::{When, view::View};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use truce_model::{Act, ActorKind, Claim, ClaimId, Kind, Name, Role, Stance};

/// One thing said, in the words of the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Who says it; null: the text does not tell.
    pub source: Option<Name>,
    /// The outlet through which the source is quoted, where that is another than the document's.
    pub via: Option<Name>,
    /// Whether the source says that it is so.
    pub stance: Stance,
    /// What is said.
    pub act: Act,
    /// When that happened or holds.
    pub occurred: When,
    /// The quoted words.
    pub quote: String,
    /// The claim, alone.
    pub claims: [ClaimId; 1],
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "speaker", content = "name", rename_all = "kebab-case")]
pub enum Speaker {
    /// A party to the agreement or somebody of its own.
    Party(String),
    /// Somebody else.
    Other(String),
    /// An outlet in its own voice.
    Outlet(String),
    /// The text does not tell.
    NotKnown,
}

/// What one speaker said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statements {
    /// By speaker: the parties in the agreement's order, then others by name, then outlets.
    pub speakers: Vec<SpeakerStatements>,
}

/// Everything one speaker said on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpeakerStatements {
    /// Who.
    #[serde(flatten)]
    pub speaker: Speaker,
    /// What, in the order of publication.
    pub said: Vec<Said>,
}

/// Lists what was said on the day of the agreement, its keeping, duties under it and positions on it.
pub(crate) fn statements(view: &View, day: Date) -> Statements {
    let kinds = [Kind::Agreement, Kind::Status, Kind::Commitment, Kind::Position];
    let mut speakers: BTreeMap<(Option<usize>, Speaker), Vec<Said>> = BTreeMap::new();
    for claim in view.claims_on(day, |claim| kinds.contains(&claim.kind())) {
        let (place, speaker) = speaker(view, claim, day);
        speakers.entry((place, speaker)).or_default().push(said(view, claim));
    }
    let mut speakers: Vec<_> = speakers.into_iter().collect();
    // A missing place would sort first, and parties lead.
    speakers.sort_by_key(|((place, speaker), _)| (place.is_none(), *place, speaker.clone()));
    let line = |((_, speaker), said)| SpeakerStatements { speaker, said };
    Statements { speakers: speakers.into_iter().map(line).collect() }
}

fn speaker(view: &View, claim: &Claim, day: Date) -> (Option<usize>, Speaker) {
    let Some(source) = &claim.source else { return (None, Speaker::NotKnown) };
    let outlet = view.situation.document(&claim.document).and_then(|document| document.outlet.as_ref());
    let Some(actor) = view.actors.find(source.as_str()) else {
        let name = source.to_string();
        let own = outlet.is_some_and(|outlet| outlet.key() == source.key());
        return (None, if own { Speaker::Outlet(name) } else { Speaker::Other(name) });
    };
    let wholes = view.actors.wholes(&actor.id, Some(day));
    let parties = view.agreement.parties.iter().filter(|party| party.role == Role::Party);
    if let Some((place, party)) = parties.enumerate().find(|(_, party)| wholes.contains(&party.actor)) {
        let name = view.actors.get(&party.actor).map_or(party.actor.to_string(), |party| party.name.clone());
        return (Some(place), Speaker::Party(name));
    }
    match actor.kind {
        ActorKind::Outlet => (None, Speaker::Outlet(actor.name.clone())),
        _ => (None, Speaker::Other(actor.name.clone())),
    }
}

/// One claim as something said.
pub(crate) fn said(view: &View, claim: &Claim) -> Said {
    Said {
        source: claim.source.clone(),
        via: claim.via.clone(),
        stance: claim.stance,
        act: claim.act,
        occurred: view.calendar.when(claim.occurred),
        quote: claim.quote.clone(),
        claims: [claim.id.clone()],
    }
}
