//! One file per term: which acts it concerns and what it asks of them; here the verdict that the answers allow.

pub(crate) mod cease_hostilities;
pub(crate) mod exclude_groups;
pub(crate) mod grant_access;
pub(crate) mod oblige;
pub(crate) mod permit;
pub(crate) mod prohibit;
pub(crate) mod withdraw;

use crate::{atoms, lens::Lens, matter::Matter, target};
use truce_model::{Act, AtomName, Term, Truth, Verdict};

/// The answers to the questions that a term asks; a question that it does not ask has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answers([Option<Truth>; 8]);

impl Answers {
    /// These answers and no others.
    pub(crate) fn of(answers: impl IntoIterator<Item = (AtomName, Truth)>) -> Answers {
        answers.into_iter().fold(Answers::default(), |all, (name, truth)| all.with(name, truth))
    }

    /// With one more answer.
    pub(crate) fn with(mut self, name: AtomName, truth: Truth) -> Answers {
        self.0[name as usize] = Some(truth);
        self
    }

    /// The answer to a question.
    pub(crate) fn get(&self, name: AtomName) -> Option<Truth> {
        self.0[name as usize]
    }

    /// Every answer with its question, in the order in which they are shown.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (AtomName, Truth)> + '_ {
        AtomName::ALL.into_iter().filter_map(|name| Some((name, self.get(name)?)))
    }
}

/// The answers that a provision wants of an incident, and whether the act is what it asks for, so that it cannot be
/// a breach; `None`: acts of that kind are no matter of that term.
///
/// Terms that only change how others read (excluded groups, permissions, powers, renewals, ultimatums) ask nothing.
pub(crate) fn answers(matter: &Matter, lens: &Lens) -> Option<(Answers, bool)> {
    match &lens.provision.term {
        Term::CeaseHostilities => cease_hostilities::answers(matter, lens),
        Term::Prohibit { acts, targets } => prohibit::answers(matter, lens, acts, targets),
        Term::Oblige { met_by, broken_by, .. } => oblige::answers(matter, lens, met_by, broken_by),
        Term::GrantAccess { .. } => grant_access::answers(matter, lens),
        Term::Withdraw { .. } => withdraw::answers(matter, lens),
        Term::ExcludeGroups { .. }
        | Term::Permit { .. }
        | Term::Power { .. }
        | Term::Ultimatum { .. }
        | Term::Renew { .. } => None,
    }
}

/// Whether acts of that kind are a matter of a term, so that it has answers.
pub(crate) fn concerns(term: &Term, act: Act) -> bool {
    match term {
        Term::CeaseHostilities => cease_hostilities::is_force(act).is_some(),
        Term::Prohibit { acts, .. } => prohibit::is_among(act, acts).is_some(),
        Term::Oblige { met_by, broken_by, .. } => met_by.contains(&act) || broken_by.contains(&act),
        Term::GrantAccess { .. } => grant_access::hinders(act).is_some(),
        Term::Withdraw { .. } => withdraw::is_sent(act).is_some(),
        Term::ExcludeGroups { .. }
        | Term::Permit { .. }
        | Term::Power { .. }
        | Term::Ultimatum { .. }
        | Term::Renew { .. } => false,
    }
}

/// The verdict alone. Where an answer takes the incident out, no more is asked, since no other brings it back.
pub(crate) fn verdict_alone(matter: &Matter, lens: &Lens) -> Option<Verdict> {
    let term = &lens.provision.term;
    if !concerns(term, matter.facts.incident.act) {
        return None;
    }
    let is_out = |truth| truth == Truth::False;
    let window = matter.in_window(lens);
    if is_out(window) {
        return Some(Verdict::NotCovered);
    }
    let zone = match term {
        Term::CeaseHostilities | Term::Prohibit { .. } => matter.in_zone(&lens.ground),
        Term::GrantAccess { .. } => grant_access::bears_on(matter, lens),
        _ => Truth::Unknown,
    };
    if is_out(zone) {
        return Some(Verdict::NotCovered);
    }
    if matches!(term, Term::CeaseHostilities) {
        let reached = window.and(zone).and(atoms::bound(matter, lens));
        if is_out(reached) {
            return Some(Verdict::NotCovered);
        }
        // What was hit can take it out; nothing else that could be asked decides it.
        if reached == Truth::Unknown {
            let out = is_out(target::protected(matter, lens));
            return Some(if out { Verdict::NotCovered } else { Verdict::Undetermined });
        }
    }
    let (answers, fulfils) = answers(matter, lens)?;
    Some(verdict(&answers, fulfils))
}

/// The places that a duty is about, beyond the zone in which it binds.
pub(crate) fn goal(term: &Term) -> Vec<&str> {
    match term {
        Term::GrantAccess { to, by } => std::iter::once(to).chain(by).map(String::as_str).collect(),
        Term::Withdraw { from_place } => vec![from_place],
        Term::Oblige { at, .. } => at.iter().map(String::as_str).collect(),
        Term::CeaseHostilities
        | Term::Prohibit { .. }
        | Term::Permit { .. }
        | Term::ExcludeGroups { .. }
        | Term::Power { .. }
        | Term::Ultimatum { .. }
        | Term::Renew { .. } => vec![],
    }
}

/// Whether the answer alone takes the incident out of the terms' reach.
pub(crate) fn takes_out(name: AtomName, truth: Truth) -> bool {
    match name {
        AtomName::InWindow
        | AtomName::InZone
        | AtomName::Bound
        | AtomName::ProhibitedAct
        | AtomName::ProtectedTarget => truth == Truth::False,
        AtomName::Occurred | AtomName::Excluded | AtomName::Exception => false,
    }
}

/// The verdict that the answers allow, and that no further answer can turn into another.
pub(crate) fn verdict(answers: &Answers, fulfils: bool) -> Verdict {
    let owed = |name: AtomName| fulfils && name == AtomName::ProhibitedAct;
    if answers.iter().any(|(name, truth)| takes_out(name, truth) && !owed(name)) {
        return Verdict::NotCovered;
    }
    let reached = [
        AtomName::Occurred,
        AtomName::InWindow,
        AtomName::InZone,
        AtomName::Bound,
        AtomName::ProtectedTarget,
    ]
    .into_iter()
    .filter_map(|name| answers.get(name))
    .all(|truth| truth == Truth::True);
    let prohibited = answers.get(AtomName::ProhibitedAct).unwrap_or(Truth::Unknown);
    let freed = [AtomName::Excluded, AtomName::Exception]
        .into_iter()
        .filter_map(|name| answers.get(name))
        .fold(Truth::False, Truth::or);
    match (reached, prohibited, freed) {
        (true, Truth::True, Truth::False) => Verdict::Violation,
        (true, Truth::True, Truth::True) => Verdict::Permitted,
        (true, Truth::False, _) if fulfils => Verdict::Permitted,
        _ => Verdict::Undetermined,
    }
}
