//! Why each question has its answer, in a sentence, with the claims that answer it. Decides nothing.

use crate::{
    atoms,
    lens::Lens,
    matter::Matter,
    target, teller,
    terms::{Answers, grant_access},
    times::{ALWAYS, NEVER},
};
use jiff::Timestamp;
use truce_model::{Act, Atom, AtomName, ClaimId, Name, Share, Standing, Term, Truth, Zone};

/// The answers with their reasons, in the order in which they are shown.
pub(crate) fn atoms(answers: &Answers, matter: &Matter, lens: &Lens) -> Vec<Atom> {
    let atom = |(name, truth)| {
        let (because, claims) = reason(name, truth, matter, lens);
        let share = (name == AtomName::InWindow && truth == Truth::Unknown).then(|| share(matter, lens));
        Atom { name, truth, because, claims, share: share.flatten() }
    };
    answers.iter().map(atom).collect()
}

fn reason(name: AtomName, truth: Truth, matter: &Matter, lens: &Lens) -> (String, Vec<ClaimId>) {
    let facts = matter.facts;
    match name {
        AtomName::Occurred => (occurred(matter, lens, truth).to_owned(), tellers(matter)),
        AtomName::InWindow => {
            (in_window(truth, matter, lens), facts.ids(|claim| !claim.occurred.is_unknown()))
        }
        AtomName::InZone => in_zone(truth, matter, lens),
        AtomName::Bound => (bound(truth, matter, lens), facts.ids(|claim| claim.agent.is_some())),
        AtomName::ProhibitedAct => (prohibited_act(truth, matter, lens), facts.ids(|_| true)),
        AtomName::ProtectedTarget => (protected_target(truth, matter, lens), target::claims(matter, lens)),
        AtomName::Excluded => (excluded(truth, matter, lens), target::claims(matter, lens)),
        AtomName::Exception => (exception(truth, lens), facts.ids(|_| true)),
    }
}

fn tellers(matter: &Matter) -> Vec<ClaimId> {
    let mut claims = matter.facts.ids(|_| true);
    claims.extend(matter.facts.denied.iter().map(|claim| claim.id.clone()));
    claims.sort();
    claims.dedup();
    claims
}

fn occurred(matter: &Matter, lens: &Lens, truth: Truth) -> &'static str {
    match matter.facts.incident.standing {
        Standing::Corroborated | Standing::SingleSource
            if truth == Truth::Unknown && teller::only_opponents(matter, lens) =>
        {
            "told only by a party to the terms, or by whoever may speak for one, of what another is said to have done"
        }
        Standing::Corroborated => "two or more independent sources say so, nobody denies it",
        Standing::SingleSource => "one source says so, nobody denies it",
        Standing::Contested => "some say so, others deny it",
        Standing::Denied => "it is only denied; nobody says that it happened",
        Standing::Unverified => "nobody does more than report it as unverified",
        Standing::Retracted => "whoever said so took it back",
    }
}

fn in_window(truth: Truth, matter: &Matter, lens: &Lens) -> String {
    let when = matter.facts.incident.occurred;
    let (start, end) = matter.span(lens);
    let Some((first, last)) = lens.binding.possible.hull() else {
        return "it binds at no time".to_owned();
    };
    let shown = |moment: i64| clock(matter, lens, moment);
    match truth {
        _ if matter.zone_of(lens).is_none() => {
            format!("the zone of time `{}` cannot be read", lens.agreement.zone)
        }
        Truth::True => {
            let spans = lens.binding.certain.spans();
            let from = spans.iter().rfind(|span| span.0 <= start).map_or(first, |span| span.0);
            format!("{when} is while it binds, from {}", shown(from))
        }
        Truth::False if end <= first => {
            format!("{when} is before {}, when it begins to bind", shown(first))
        }
        Truth::False if start >= last => format!("{when} is not before {}, when it ends", shown(last)),
        Truth::False => format!("{when} is between the spells in which it binds"),
        Truth::Unknown if when.is_unknown() => "nobody tells when".to_owned(),
        Truth::Unknown => {
            let doubt = match (start < first, end > last && last != NEVER) {
                (true, _) => {
                    format!("{when} can be before or after {}, when it begins to bind", shown(first))
                }
                (_, true) => format!("{when} can be before or after {}", shown(last)),
                _ => format!("{when} can be inside or outside the spells in which it binds"),
            };
            match share(matter, lens) {
                Some(share) => format!("{doubt}; they cover {share}, which decides nothing"),
                None => doubt,
            }
        }
    }
}

/// How much of the time that the incident can have taken the terms cover.
fn share(matter: &Matter, lens: &Lens) -> Option<Share> {
    let (start, end) = matter.span(lens);
    if start == ALWAYS || end == NEVER || end <= start {
        return None;
    }
    let minutes = |seconds: i64| u64::try_from(seconds / 60).unwrap_or_default();
    let covered_min = minutes(lens.binding.possible.measure(start, end));
    let whole_min = minutes(end - start);
    (covered_min < whole_min).then_some(Share { covered_min, whole_min })
}

/// A moment as the clocks of the agreement show it.
fn clock(matter: &Matter, lens: &Lens, moment: i64) -> String {
    let zoned = matter.zone_of(lens).zip(Timestamp::from_second(moment).ok());
    zoned.map_or_else(
        || "the beginning".to_owned(),
        |(zone, moment)| moment.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

fn in_zone(truth: Truth, matter: &Matter, lens: &Lens) -> (String, Vec<ClaimId>) {
    let facts = matter.facts;
    if let Term::GrantAccess { to, by } = &lens.provision.term {
        let goal = std::iter::once(to).chain(by).map(String::as_str).collect::<Vec<_>>().join(", ");
        let because = match truth {
            Truth::True => format!("it is told of {goal}"),
            Truth::False => {
                format!("it was meant for {} and not for {goal}", words(grant_access::goals(matter)))
            }
            Truth::Unknown => format!("nobody says whether it was meant for {goal}"),
        };
        return (because, facts.ids(|claim| !claim.places.is_empty() || claim.target.is_some()));
    }
    let told = words(&facts.incident.places);
    let area = area(lens);
    let because = match truth {
        Truth::True if area.is_empty() => "the terms name no area and hold everywhere".to_owned(),
        Truth::True => format!("{told} lies in {area}"),
        Truth::False => format!("{told} does not lie in {area}"),
        Truth::Unknown if told.is_empty() => "nobody tells where".to_owned(),
        Truth::Unknown => format!("whether {told} lies in {area} is not known"),
    };
    (because, facts.ids(|claim| !claim.places.is_empty()))
}

/// The ground of a lens in words.
pub(crate) fn area(lens: &Lens) -> String {
    let title = |zone: &Zone| match zone {
        Zone::Area { area } => {
            lens.agreement.area(area).map_or_else(|| area.to_string(), |area| area.title.clone())
        }
        Zone::Place(name) => name.clone(),
    };
    let list = |zones: &[Zone]| zones.iter().map(title).collect::<Vec<_>>().join(", ");
    let goal = crate::terms::goal(&lens.provision.term).join(", ");
    if !goal.is_empty() {
        return goal;
    }
    let zone = lens.reading.change(&lens.provision.id).and_then(|change| change.zone.as_ref());
    let inside = list(zone.unwrap_or(&lens.provision.zone));
    match (inside.is_empty(), list(&lens.provision.outside)) {
        (_, outside) if outside.is_empty() => inside,
        (true, outside) => format!("all but {outside}"),
        (false, outside) => format!("{inside} without {outside}"),
    }
}

fn bound(truth: Truth, matter: &Matter, lens: &Lens) -> String {
    let who = matter.who.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(" or ");
    let refused = || {
        let numbers = matter.who.iter().flat_map(|name| matter.named(name, lens));
        numbers.into_iter().any(|number| atoms::refused(*number, matter, lens) != Truth::False)
    };
    match truth {
        _ if lens.denied => "this reading holds that it binds nobody".to_owned(),
        Truth::True if matter.facts.is_mutual() => {
            format!("of {who}, who fought each other, at least one is bound")
        }
        Truth::True => format!("{who} is bound"),
        Truth::False => format!("{who} is not bound"),
        Truth::Unknown if who.is_empty() => "nobody is named as having done it".to_owned(),
        Truth::Unknown if refused() => {
            format!("whether {who} is bound is not known: these terms were refused there")
        }
        Truth::Unknown => format!("whether {who} is bound is not known"),
    }
}

fn prohibited_act(truth: Truth, matter: &Matter, lens: &Lens) -> String {
    let act = matter.facts.incident.act;
    match (&lens.provision.term, truth) {
        (Term::GrantAccess { .. }, Truth::True) => format!("{act} keeps aid back"),
        (Term::GrantAccess { .. }, Truth::False) => format!("{act} is aid on its way"),
        (Term::GrantAccess { .. }, Truth::Unknown) => format!("{act} does not tell who keeps it back"),
        (Term::Withdraw { from_place }, Truth::False) => format!("forces left {from_place}, as is owed"),
        (Term::Withdraw { from_place }, _) => format!("forces were sent to {from_place}"),
        (Term::Oblige { what, .. }, Truth::False) => format!("{act} is what is owed: to {what}"),
        (Term::Oblige { what, .. }, _) => format!("{act} is against what is owed: to {what}"),
        (Term::CeaseHostilities, Truth::True) => format!("{act} is a use of force"),
        (Term::CeaseHostilities, _) => format!("{act} need not be a use of force"),
        (_, Truth::True) => format!("{act} is forbidden"),
        (_, _) => format!("{act} need not be what is forbidden"),
    }
}

fn protected_target(truth: Truth, matter: &Matter, lens: &Lens) -> String {
    let hits = target::hits(matter, lens);
    let listed = matches!(&lens.provision.term, Term::Prohibit { targets, .. } if !targets.is_empty());
    match (truth, listed) {
        (Truth::True, _) if matter.facts.incident.act == Act::AttackOnAid => "aid was hit".to_owned(),
        (Truth::True, _) if matter.facts.is_mutual() => "sides of the terms fought each other".to_owned(),
        (Truth::True, _) => format!("{} is protected", words(hits)),
        (Truth::False, false) => "what was hit is neither the other side nor civilians".to_owned(),
        (Truth::False, true) => format!("{} is not among those protected", words(hits)),
        (Truth::Unknown, _) if hits.is_empty() => "nobody says who or what was hit".to_owned(),
        (Truth::Unknown, false) => "whether the other side or civilians were hit is not known".to_owned(),
        (Truth::Unknown, true) => format!("whether {} is among those protected is not known", words(hits)),
    }
}

fn excluded(truth: Truth, matter: &Matter, lens: &Lens) -> String {
    if !lens.leaves_out() {
        return "the terms leave no group out".to_owned();
    }
    if matter.facts.incident.act == Act::AttackOnAid {
        return "aid was hit".to_owned();
    }
    let who = words(target::hits(matter, lens));
    match truth {
        _ if who.is_empty() => "nobody says who or what was hit".to_owned(),
        Truth::True => format!("{who}: an excluded group"),
        Truth::False => format!("{who}: no excluded group"),
        Truth::Unknown => format!("{who}: whether an excluded group is meant is not known"),
    }
}

fn exception(truth: Truth, lens: &Lens) -> String {
    let ids: Vec<&str> = lens.provision.unless.iter().map(|id| id.as_str()).collect();
    let ids = ids.join(", ");
    match truth {
        Truth::True => format!("permitted by {ids}"),
        Truth::False => format!("not permitted by {ids}"),
        Truth::Unknown => format!("whether it is permitted by {ids} is not known"),
    }
}

/// Words of a list, for a reason.
fn words<'n>(names: impl IntoIterator<Item = &'n Name>) -> String {
    names.into_iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")
}
