//! Tallies: how many breaches or attacks a source counts, checked against themselves and against known incidents.
//!
//! Adds no tally to anything, changes no number, and takes no tally for an incident.

mod parts;

use crate::tree::{PlaceNumber, Tree};
use parts::{Piece, pieces};
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{
    Act, Actors, Claim, ClaimId, DocumentId, Incident, IncidentId, Interval, Name, Places, Span, Stance,
    Truth,
};

/// One number of a tally with the known incidents that it may count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyPart {
    /// The place, as told.
    pub place: Name,
    /// At least so many.
    pub min: Option<u64>,
    /// At most so many.
    pub max: Option<u64>,
    /// Where it stands in the document of the tally, in bytes.
    pub span: Span,
    /// The known incidents that fit it in place, time and side.
    pub incidents: Vec<IncidentId>,
    /// At least so many of it are no known incident.
    pub unmatched: u64,
}

/// Whether the parts of a tally make up the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Adds {
    /// No parts are told, or they leave it open.
    Open,
    /// They do.
    Up,
    /// They come to less: so many stand in no part.
    Short(u64),
    /// They come to more, which cannot be: so much in all. Neither number is changed.
    Over(u64),
}

/// A count of breaches or attacks that one source gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The claim that gives it.
    pub claim: ClaimId,
    /// Who counts.
    pub source: Option<Name>,
    /// Who is said to have done it.
    pub accused: Option<Name>,
    /// When.
    pub occurred: Interval,
    /// Where; none that is one of its parts.
    pub places: Vec<Name>,
    /// At least so many.
    pub min: Option<u64>,
    /// At most so many.
    pub max: Option<u64>,
    /// Its parts, as told.
    pub parts: Vec<TallyPart>,
    /// Whether the parts make up the whole.
    pub adds: Adds,
    /// The known incidents that fit the whole in place, time and side.
    pub incidents: Vec<IncidentId>,
    /// At least so many of the whole are no known incident.
    pub unmatched: u64,
}

/// Two tallies of one time by different sources, beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The claims of the two.
    pub claims: [ClaimId; 2],
    /// For each place that one of them names: the number of either.
    pub places: Vec<(Name, [Option<u64>; 2])>,
    /// Of the incidents that fit the one, those of which the other's source tells as well.
    pub confirmed: [Vec<IncidentId>; 2],
    /// Of the incidents that fit the one, those that the other's source denies.
    pub denied: [Vec<IncidentId>; 2],
}

/// The tallies among these claims, by id; `text` gives the text of a document, in which the parts stand.
pub fn tallies(
    incidents: &[Incident],
    claims: &[Claim],
    actors: &Actors,
    places: &Places,
    text: &dyn Fn(&DocumentId) -> Option<String>,
) -> Vec<Tally> {
    let tree = Tree::of(places);
    let ledger = Ledger { incidents, actors, tree: &tree };
    let mut texts: BTreeMap<&DocumentId, Option<String>> = BTreeMap::new();
    let mut found: Vec<Tally> = Vec::new();
    let of_incident: BTreeSet<&ClaimId> =
        incidents.iter().flat_map(|incident| &incident.toll_claims).collect();
    for claim in claims.iter().filter(|claim| is_tally(claim) && !of_incident.contains(&claim.id)) {
        let text = texts.entry(&claim.document).or_insert_with(|| text(&claim.document));
        found.extend(ledger.tally(claim, text.as_deref()));
    }
    found.sort_by(|a, b| a.claim.cmp(&b.claim));
    // The parts of a tally are read as claims too; they are no tallies of their own.
    let inner: Vec<ClaimId> = claims
        .iter()
        .filter(|claim| found.iter().any(|tally| tally.claim != claim.id && holds(tally, claim, claims)))
        .map(|claim| claim.id.clone())
        .collect();
    found.retain(|tally| !inner.contains(&tally.claim));
    found
}

/// The tallies of different sources whose times meet, pair by pair.
pub fn beside(tallies: &[Tally], incidents: &[Incident], claims: &[Claim]) -> Vec<Beside> {
    let by_id: BTreeMap<&ClaimId, &Claim> = claims.iter().map(|claim| (&claim.id, claim)).collect();
    let key = |tally: &Tally| tally.source.as_ref().map(Name::key);
    let mut found = Vec::new();
    for (at, a) in tallies.iter().enumerate() {
        for b in &tallies[at + 1..] {
            let timed = !a.occurred.is_unknown() && !b.occurred.is_unknown();
            if key(a).is_some()
                && key(b).is_some()
                && key(a) != key(b)
                && timed
                && a.occurred.meets(&b.occurred)
            {
                let told = |of: &Tally, by: &Tally, stance| told_by(of, by, stance, incidents, &by_id);
                found.push(Beside {
                    claims: [a.claim.clone(), b.claim.clone()],
                    places: rows(a, b),
                    confirmed: [told(a, b, Stance::Asserts), told(b, a, Stance::Asserts)],
                    denied: [told(a, b, Stance::Denies), told(b, a, Stance::Denies)],
                });
            }
        }
    }
    found
}

fn rows(a: &Tally, b: &Tally) -> Vec<(Name, [Option<u64>; 2])> {
    let mut rows: BTreeMap<String, (Name, [Option<u64>; 2])> = BTreeMap::new();
    for (side, tally) in [a, b].into_iter().enumerate() {
        for part in &tally.parts {
            let row = rows.entry(part.place.key()).or_insert_with(|| (part.place.clone(), [None, None]));
            row.1[side] = part.min.or(part.max);
        }
    }
    rows.into_values().collect()
}

/// The incidents of one tally of which the source of the other tells with that stance.
fn told_by(
    of: &Tally,
    by: &Tally,
    stance: Stance,
    incidents: &[Incident],
    claims: &BTreeMap<&ClaimId, &Claim>,
) -> Vec<IncidentId> {
    let source = by.source.as_ref().map(Name::key);
    let tells = |incident: &&Incident| {
        let told = incident.claims.iter().filter_map(|id| claims.get(id));
        told.into_iter().any(|claim| claim.stance == stance && claim.source.as_ref().map(Name::key) == source)
    };
    let of_it = incidents.iter().filter(|incident| of.incidents.contains(&incident.id));
    of_it.filter(tells).map(|incident| incident.id.clone()).collect()
}

/// Words for what a tally counts; rounds and rockets are no breaches.
const COUNTED: &[&str] = &[
    "violation",
    "violations",
    "breach",
    "breaches",
    "violated",
    "breached",
    "infringement",
    "infringements",
    "case",
    "cases",
    "incident",
    "incidents",
    "attack",
    "attacks",
    "strikes",
    "airstrikes",
    "raids",
];

fn is_tally(claim: &Claim) -> bool {
    let words = claim.quote.to_lowercase();
    let counted = words.split(|c: char| !c.is_alphanumeric()).any(|word| COUNTED.contains(&word));
    let number = claim.count.as_ref().is_some_and(|count| count.min.is_some() || count.max.is_some());
    claim.act == Act::Hits && claim.stance == Stance::Asserts && counted && number
}

/// Whether a claim is one of the parts of a tally.
fn holds(tally: &Tally, claim: &Claim, claims: &[Claim]) -> bool {
    let document = claims.iter().find(|whole| whole.id == tally.claim).map(|whole| &whole.document);
    let inside = |part: &TallyPart| part.span.start < claim.span.end && claim.span.start < part.span.end;
    document == Some(&claim.document)
        && claim.source == tally.source
        && claim.count.as_ref().is_some_and(|count| {
            tally.parts.iter().any(|part| inside(part) && (part.min, part.max) == (count.min, count.max))
        })
}

/// Whom a tally accuses: its agent, but for one that is the teller itself.
fn accused(claim: &Claim) -> Option<&Name> {
    claim.agent.as_ref().filter(|agent| claim.source.as_ref().map(Name::key) != Some(agent.key()))
}

/// What tallies are held against.
struct Ledger<'a> {
    incidents: &'a [Incident],
    actors: &'a Actors,
    tree: &'a Tree<'a>,
}

impl Ledger<'_> {
    fn tally(&self, claim: &Claim, text: Option<&str>) -> Option<Tally> {
        let count = claim.count.as_ref()?;
        let told = text.map_or_else(Vec::new, |text| pieces(claim, text, self.tree.places()));
        let parts: Vec<TallyPart> = told.into_iter().map(|piece| self.part(claim, piece)).collect();
        // A reading may take the first place of the list for that of the tally; a part is not where the whole is.
        let locate = |name: &Name| self.tree.locate(name.as_str());
        let is_part = |name: &&Name| {
            let part = |part: &TallyPart| {
                part.place.key() == name.key()
                    || locate(name).is_some() && locate(name) == locate(&part.place)
            };
            parts.iter().any(part)
        };
        let places: Vec<Name> = claim.places.iter().filter(|name| !is_part(name)).cloned().collect();
        let incidents = self.fitting(claim, places.first());
        let unmatched = count.min.unwrap_or(0).saturating_sub(incidents.len() as u64);
        Some(Tally {
            claim: claim.id.clone(),
            source: claim.source.clone(),
            accused: accused(claim).cloned(),
            occurred: claim.occurred,
            places,
            min: count.min,
            max: count.max,
            adds: adds(count.min, count.max, &parts),
            parts,
            incidents,
            unmatched,
        })
    }

    fn part(&self, claim: &Claim, piece: Piece) -> TallyPart {
        let incidents = self.fitting(claim, Some(&piece.place));
        let unmatched = piece.number.saturating_sub(incidents.len() as u64);
        let number = Some(piece.number);
        TallyPart { place: piece.place, min: number, max: number, span: piece.span, incidents, unmatched }
    }

    /// The incidents that a count of this claim in that place can mean; none where it tells no time or no listed place.
    fn fitting(&self, claim: &Claim, place: Option<&Name>) -> Vec<IncidentId> {
        let outer = place.and_then(|name| self.tree.locate(name.as_str()));
        let Some(outer) = outer.filter(|_| !claim.occurred.is_unknown()) else { return vec![] };
        let fits = |incident: &&Incident| {
            let hostile = Act::FORCE.contains(&incident.act) || incident.act == Act::Explosion;
            hostile
                && !incident.occurred.is_unknown()
                && incident.occurred.meets(&claim.occurred)
                && self.lies_in(incident, outer)
                && self.is_by(incident, accused(claim))
        };
        self.incidents.iter().filter(fits).map(|incident| incident.id.clone()).collect()
    }

    fn lies_in(&self, incident: &Incident, outer: PlaceNumber) -> bool {
        let at = incident.places.iter().find_map(|name| self.tree.locate(name.as_str()));
        at.is_some_and(|inner| self.tree.within(inner, outer) == Truth::True)
    }

    /// Whether an incident can be the doing of whom the tally accuses: one in which nobody is named can.
    fn is_by(&self, incident: &Incident, accused: Option<&Name>) -> bool {
        let Some(accused) = accused else { return true };
        let named = incident.attribution.named();
        let whole = self.actors.find(accused.as_str()).map(|actor| &actor.id);
        let belongs = |name: &Name| {
            let part = self.actors.find(name.as_str());
            name.key() == accused.key()
                || part
                    .zip(whole)
                    .is_some_and(|(part, whole)| self.actors.wholes(&part.id, None).contains(whole))
        };
        named.is_empty() || named.into_iter().any(belongs)
    }
}

/// Whether the parts make up the whole.
fn adds(min: Option<u64>, max: Option<u64>, parts: &[TallyPart]) -> Adds {
    if parts.is_empty() {
        return Adds::Open;
    }
    let sum = parts.iter().filter_map(|part| part.min).fold(0, u64::saturating_add);
    match (min, max) {
        (_, Some(max)) if sum > max => Adds::Over(sum),
        (Some(min), _) if sum < min => Adds::Short(min - sum),
        (Some(min), Some(max)) if min == max => Adds::Up,
        _ => Adds::Open,
    }
}
