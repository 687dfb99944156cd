//! Judges every incident by every provision under every reading. Judges incidents only, never a single claim.

use crate::{
    atoms,
    facts::{Claims, Facts},
    known::Names,
    law::{Judgement, Law},
    lens::Lens,
    matter::Matter,
    reasons,
    terms::{Answers, takes_out},
};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use truce_model::{
    Actors, Agreement, AgreementId, Atom, AtomName, Attribution, Claim, ClaimId, Conduct, Finding, Incident,
    Places, ProvisionId, ReadingId, Truth, Verdict,
};

/// The findings on these incidents by these agreements, by id.
///
/// A provision whose time or ground an incident cannot have touched under any reading gives no finding on it: it is
/// not covered. Nor does one of which acts of the incident's kind are no matter: shelling is not judged by a duty to
/// let aid through. Terms that only change others (excluded groups, permissions, powers) give none of their own.
pub fn findings(
    incidents: &[Incident],
    claims: &[Claim],
    agreements: &[Agreement],
    actors: &Actors,
    places: &Places,
) -> Vec<Finding> {
    Law::of(agreements, actors, places, horizon(incidents, agreements)).findings(incidents, claims)
}

/// The findings on these incidents by one provision under one reading, whether they touch its time and ground or not,
/// in the order of the incidents.
pub fn findings_by(
    (agreement, provision, reading): (&AgreementId, &ProvisionId, &ReadingId),
    incidents: &[Incident],
    claims: &[Claim],
    agreements: &[Agreement],
    actors: &Actors,
    places: &Places,
) -> Vec<Finding> {
    let law = Law::of(agreements, actors, places, horizon(incidents, agreements));
    let wanted = |lens: &Lens| {
        (&lens.agreement.id, &lens.provision.id, &lens.reading.id) == (agreement, provision, reading)
    };
    let lens: Vec<usize> = law.lenses().iter().position(wanted).into_iter().collect();
    found_by(&law, &lens, incidents, claims)
}

/// The findings on these incidents by these lenses, in the order of the incidents.
pub(crate) fn found_by<'a>(
    law: &Law<'a>,
    lenses: &[usize],
    incidents: &'a [Incident],
    claims: &'a [Claim],
) -> Vec<Finding> {
    let mut found = Vec::new();
    each(law, incidents, claims, |matter| {
        let judged = lenses.iter().filter_map(|lens| law.judge_by(*lens, matter));
        found.extend(judged.map(|judgement| finding(&judgement, matter)));
    });
    found
}

/// How many verdicts of each kind these incidents have, in the order of [`Verdict::ALL`], without reasons: what an archive is
/// searched by before a finding is looked at.
pub fn verdicts(
    incidents: &[Incident],
    claims: &[Claim],
    agreements: &[Agreement],
    actors: &Actors,
    places: &Places,
) -> [usize; 4] {
    Law::of(agreements, actors, places, horizon(incidents, agreements)).verdicts(incidents, claims)
}

impl Law<'_> {
    /// As [`findings`].
    pub fn findings(&self, incidents: &[Incident], claims: &[Claim]) -> Vec<Finding> {
        let mut found: Vec<Finding> = Vec::new();
        each(self, incidents, claims, |matter| {
            let judged = self.judge(matter);
            found.extend(judged.into_iter().map(|judgement| finding(&judgement, matter)));
        });
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found.dedup_by(|a, b| a.id == b.id);
        found
    }

    /// As [`verdicts`].
    pub fn verdicts(&self, incidents: &[Incident], claims: &[Claim]) -> [usize; 4] {
        let mut counts = [0; 4];
        each(self, incidents, claims, |matter| {
            for verdict in self.verdicts_on(matter) {
                counts[verdict as usize] += 1;
            }
        });
        counts
    }

    /// As [`verdicts`], but asks every provision of every incident instead of those that an index finds. By this the
    /// index is measured and checked: only the incidents that are not covered can be more.
    pub fn verdicts_of_all(&self, incidents: &[Incident], claims: &[Claim]) -> [usize; 4] {
        let mut counts = [0; 4];
        each(self, incidents, claims, |matter| {
            let judged = (0..self.lenses().len()).filter_map(|lens| self.judge_by(lens, matter));
            judged.for_each(|judgement| counts[judgement.verdict as usize] += 1);
        });
        counts
    }
}

/// Makes these incidents ready for a law, one by one.
fn each<'a>(
    law: &Law<'a>,
    incidents: &'a [Incident],
    claims: &'a [Claim],
    mut ask: impl FnMut(&Matter<'_, 'a>),
) {
    let by_id = Claims::of(claims);
    let mut names = Names::default();
    for incident in incidents {
        let facts = Facts::of(incident, &by_id);
        let scene = names.learn(&facts, law.roll(), law.tree());
        let meanings = names.within(scene.country);
        ask(&Matter::of(&facts, law, meanings, scene));
    }
}

/// A moment after which none of these incidents can have begun, and by which all of these terms have. An incident of
/// which nobody tells when it was can have been at any hour of any terms.
fn horizon(incidents: &[Incident], agreements: &[Agreement]) -> Timestamp {
    let ends = incidents.iter().flat_map(|incident| {
        let (start, end) = incident.occurred.instants(&TimeZone::UTC);
        start.into_iter().chain(end)
    });
    let starts = agreements.iter().flat_map(|agreement| {
        let changes = agreement.readings.iter().flat_map(|reading| &reading.changes);
        let own = agreement.provisions.iter().map(|provision| provision.from);
        let turned = agreement.turns.iter().filter_map(|turn| turn.at);
        changes.filter_map(|(_, change)| change.from).chain(own).chain(turned).map(|edge| edge.latest)
    });
    // Hours that come back once a year are still found after the last of them.
    let last = ends.chain(starts).max().unwrap_or(Timestamp::UNIX_EPOCH);
    last.checked_add((400 * 24).hours()).unwrap_or(Timestamp::MAX)
}

fn finding(judgement: &Judgement, matter: &Matter) -> Finding {
    let lens = matter.lens(judgement.lens);
    let (verdict, answers) = (judgement.verdict, &judgement.answers);
    let atoms = reasons::atoms(answers, matter, lens);
    let decided_by = match verdict {
        Verdict::Undetermined => vec![],
        Verdict::NotCovered => claims_of(atoms.iter().filter(|atom| takes_out(atom.name, atom.truth))),
        Verdict::Violation | Verdict::Permitted => claims_of(&atoms),
    };
    let (incident, agreement) = (matter.facts.incident.id.clone(), lens.agreement.id.clone());
    let (provision, reading) = (lens.provision.id.clone(), lens.reading.id.clone());
    Finding {
        id: Finding::id_of(&incident, &agreement, &provision, &reading),
        incident,
        agreement,
        provision,
        reading,
        verdict,
        conduct: conduct(verdict, answers, matter, lens),
        atoms,
        decided_by,
    }
}

/// How those who are named stand to a breach; nobody where the act is forbidden to nobody.
///
/// In a fight, and where sources name different actors, a breach can be certain and whose it was unknown.
fn conduct(verdict: Verdict, answers: &Answers, matter: &Matter, lens: &Lens) -> Vec<Conduct> {
    let forbidden = answers.get(AtomName::ProhibitedAct).is_some_and(|truth| truth != Truth::False);
    if !forbidden || matches!(verdict, Verdict::NotCovered | Verdict::Permitted) {
        return vec![];
    }
    let rest = answers.iter().filter(|(name, _)| *name != AtomName::Bound).map(|(name, truth)| match name {
        AtomName::Excluded | AtomName::Exception => !truth,
        _ => truth,
    });
    let breach = rest.fold(Truth::True, Truth::and);
    let contested = matches!(matter.facts.incident.attribution, Attribution::Contested { .. });
    let whose = if contested { Truth::Unknown } else { Truth::True };
    let one = |name: &truce_model::Name| Conduct {
        who: name.clone(),
        breached: breach.and(atoms::is_bound(name, matter, lens)).and(whose),
        meant: Truth::Unknown,
    };
    matter.who.iter().map(|name| one(name)).collect()
}

/// The claims of these atoms, each once, in order.
fn claims_of<'a>(atoms: impl IntoIterator<Item = &'a Atom>) -> Vec<ClaimId> {
    let mut claims: Vec<ClaimId> = atoms.into_iter().flat_map(|atom| atom.claims.iter().cloned()).collect();
    claims.sort();
    claims.dedup();
    claims
}
