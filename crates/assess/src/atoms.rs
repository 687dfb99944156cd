//! The questions that every judging term asks: did it happen, when, where, who. Draws no conclusion.

use crate::{
    facts::Facts,
    lens::Lens,
    names::{belongs, named, unanimous},
    teller,
};
use jiff::tz::TimeZone;
use truce_model::{Actors, Atom, AtomName, Attribution, ClaimId, Name, Places, Standing, Truth};

/// Did it happen? Yes where somebody says so and nobody denies it; a denial alone proves nothing.
///
/// Of a breach, a party is no witness against another: its word alone leaves the question open.
pub(crate) fn occurred(facts: &Facts, lens: &Lens, actors: &Actors, breach: bool) -> Atom {
    let (truth, because) = match facts.incident.standing {
        Standing::Corroborated | Standing::SingleSource
            if breach && teller::only_opponents(facts, lens, actors) =>
        {
            (Truth::Unknown, "told only by a party to the terms, of what another is said to have done")
        }
        Standing::Corroborated => (Truth::True, "two or more independent sources say so, nobody denies it"),
        Standing::SingleSource => (Truth::True, "one source says so, nobody denies it"),
        Standing::Contested => (Truth::Unknown, "some say so, others deny it"),
        Standing::Denied => (Truth::Unknown, "it is only denied; nobody says that it happened"),
        Standing::Unverified => (Truth::Unknown, "nobody does more than report it as unverified"),
    };
    let mut claims = facts.ids(|_| true);
    claims.extend(facts.denied.iter().map(|claim| claim.id.clone()));
    claims.sort();
    claims.dedup();
    Atom { name: AtomName::Occurred, truth, because: because.to_owned(), claims }
}

/// Was it while the provision bound? The whole of the time that it can have taken must lie inside.
pub(crate) fn in_window(facts: &Facts, lens: &Lens) -> Atom {
    let claims = facts.ids(|claim| !claim.occurred.is_unknown());
    let atom =
        |truth, because: String| Atom { name: AtomName::InWindow, truth, because, claims: claims.clone() };
    let Ok(zone) = TimeZone::get(&lens.agreement.zone) else {
        return atom(Truth::Unknown, format!("the zone of time `{}` cannot be read", lens.agreement.zone));
    };
    let (start, end) = facts.incident.occurred.instants(&zone);
    let from = lens.from.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
    let until = lens.until.map(|t| t.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string());
    let when = facts.incident.occurred;
    if end.is_some_and(|end| end <= lens.from) {
        return atom(Truth::False, format!("{when} is before {from}, when it begins to bind"));
    }
    if let (Some(start), Some(last), Some(text)) = (start, lens.until, &until)
        && start >= last
    {
        return atom(Truth::False, format!("{when} is not before {text}, when it ends"));
    }
    let after_start = start.is_some_and(|start| start >= lens.from);
    let before_end = lens.until.is_none_or(|last| end.is_some_and(|end| end <= last));
    // What began inside and goes on is told of the time inside too, but the terms may have ended meanwhile.
    match (after_start, before_end) {
        (true, true) => atom(Truth::True, format!("{when} is while it binds, from {from}")),
        _ if facts.incident.occurred.is_unknown() => atom(Truth::Unknown, "nobody tells when".to_owned()),
        (false, _) => {
            atom(Truth::Unknown, format!("{when} can be before or after {from}, when it begins to bind"))
        }
        (true, false) => {
            atom(Truth::Unknown, format!("{when} can be before or after {}", until.unwrap_or_default()))
        }
    }
}

/// Was it where the provision binds? No area named means everywhere.
pub(crate) fn in_zone(facts: &Facts, zone: &[String], places: &Places) -> Atom {
    let claims = facts.ids(|claim| !claim.places.is_empty());
    let told = words(&facts.incident.places);
    let area = zone.join(", ");
    let (truth, because) = match (zone.is_empty(), within(&facts.incident.places, zone, places)) {
        (true, _) => (Truth::True, "the terms name no area and hold everywhere".to_owned()),
        (_, Truth::True) => (Truth::True, format!("{told} lies in {area}")),
        (_, Truth::False) => (Truth::False, format!("{told} does not lie in {area}")),
        (_, Truth::Unknown) if told.is_empty() => (Truth::Unknown, "nobody tells where".to_owned()),
        (_, Truth::Unknown) => (Truth::Unknown, format!("whether {told} lies in {area} is not known")),
    };
    Atom { name: AtomName::InZone, truth, because, claims }
}

/// Whether these places lie in one of the areas. A name that no list holds says nothing beside one that is listed.
pub(crate) fn within(names: &[Name], zone: &[String], places: &Places) -> Truth {
    let known: Vec<Truth> = names
        .iter()
        .filter(|name| places.locate(name.as_str()).is_some())
        .map(|name| {
            zone.iter()
                .map(|area| Truth::from(places.within(name.as_str(), area)))
                .fold(Truth::False, Truth::or)
        })
        .collect();
    match known.first() {
        None => Truth::Unknown,
        // The first is the most specific: where it lies inside, a wider name beside it takes nothing away.
        Some(Truth::True) if !known.contains(&Truth::False) => Truth::True,
        Some(_) => unanimous(known),
    }
}

/// Is who did it bound? Of several who are named, all must be; of two who fight each other, one is enough.
pub(crate) fn bound(facts: &Facts, lens: &Lens, actors: &Actors) -> Atom {
    let who = facts.incident.attribution.named();
    let claims = facts.ids(|claim| claim.agent.is_some());
    let each = |name: &&Name| match facts.is_mutual() {
        true => is_bound_each(name, facts, lens, actors),
        false => vec![is_bound(name, facts, lens, actors)],
    };
    let answers: Vec<Truth> = who.iter().flat_map(each).collect();
    let truth = match &facts.incident.attribution {
        Attribution::Unknown => Truth::Unknown,
        _ if facts.is_mutual() && answers.contains(&Truth::True) => Truth::True,
        // The other side of a fight may be bound, until it is named.
        _ if facts.is_mutual() && answers.len() < 2 => Truth::Unknown,
        _ => unanimous(answers),
    };
    let who = who.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(" or ");
    let because = match truth {
        Truth::True if facts.is_mutual() => format!("of {who}, who fought each other, at least one is bound"),
        Truth::True => format!("{who} is bound"),
        Truth::False => format!("{who} is not bound"),
        Truth::Unknown if who.is_empty() => "nobody is named as having done it".to_owned(),
        Truth::Unknown => format!("whether {who} is bound is not known"),
    };
    Atom { name: AtomName::Bound, truth, because, claims }
}

/// Whether the words name somebody bound: every listed actor they name must be, and no excluded group among them.
pub(crate) fn is_bound(name: &Name, facts: &Facts, lens: &Lens, actors: &Actors) -> Truth {
    unanimous(is_bound_each(name, facts, lens, actors))
}

fn is_bound_each(name: &Name, facts: &Facts, lens: &Lens, actors: &Actors) -> Vec<Truth> {
    let of = |id| {
        let on = facts.day();
        let held = belongs(id, &lens.binds, actors, on);
        let left_out = belongs(id, &lens.excluded, actors, on).or(belongs(id, &lens.unbound, actors, on));
        held.and(!left_out)
    };
    let answers: Vec<Truth> = named(name, facts, lens, actors).iter().map(of).collect();
    if answers.is_empty() { vec![Truth::Unknown] } else { answers }
}

/// Words of a list, for a reason.
pub(crate) fn words(names: &[Name]) -> String {
    names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")
}

/// The claims of these atoms, each once, in order.
pub(crate) fn claims_of<'a>(atoms: impl IntoIterator<Item = &'a Atom>) -> Vec<ClaimId> {
    let mut claims: Vec<ClaimId> = atoms.into_iter().flat_map(|atom| atom.claims.iter().cloned()).collect();
    claims.sort();
    claims.dedup();
    claims
}
