//! The figures of a day beside those of the day before and since the start. Lists no incident.

use super::Total;
use crate::{Figure, view::View};
use jiff::civil::Date;
use serde::Serialize;
use truce_model::{Act, Incident, ProvisionId, ReadingId, Standing, TollOf, Verdict};

/// One figure for three stretches of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compared<T> {
    /// The day reported on.
    pub today: T,
    /// The day before; null: the agreement had not begun.
    pub yesterday: Option<T>,
    /// From the agreement's first moment to the end of the day reported on; only what certainly lies in it.
    pub since_start: T,
}

/// How many incidents of the day tell of an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActCount {
    /// The act.
    pub act: Act,
    /// How many.
    pub today: Figure,
}

/// How many incidents of the day are attested in a way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StandingCount {
    /// How well.
    pub standing: Standing,
    /// How many.
    pub today: Figure,
}

/// Violations of one provision under the leading reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProvisionCount {
    /// Which provision.
    pub provision: ProvisionId,
    /// Incidents that violate it.
    pub violations: Compared<Figure>,
}

/// The verdicts on the day's incidents under one reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadingCount {
    /// Which reading.
    pub reading: ReadingId,
    /// Incidents that violate some provision.
    pub violation: Figure,
    /// Incidents that the terms reach and do not forbid.
    pub permitted: Figure,
    /// Incidents outside the terms.
    pub not_covered: Figure,
    /// Incidents on which the claims do not decide.
    pub undetermined: Figure,
    /// Incidents that no provision was put to.
    pub not_judged: Figure,
}

/// The figures of the day.
///
/// The parts stand before their wholes: quotes are numbered in this order, so that the quotes of a part are a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Violations under the leading reading by provision; an incident may violate several.
    pub by_provision: Vec<ProvisionCount>,
    /// Violations of any provision under the leading reading.
    pub violations: Compared<Figure>,
    /// Undetermined under the leading reading.
    pub undetermined: Compared<Figure>,
    /// The day's incidents under each reading; the leading one is first.
    pub readings: Vec<ReadingCount>,
    /// Incidents that lie in one day; since the start, also those that span several of its days.
    pub incidents: Compared<Figure>,
    /// The day's incidents by act.
    pub acts: Vec<ActCount>,
    /// The day's incidents by how well they are attested.
    pub standings: Vec<StandingCount>,
    /// People killed.
    pub killed: Compared<Total>,
    /// People injured.
    pub injured: Compared<Total>,
    /// Incidents that can touch the day and lie in no single day.
    pub not_dated: Figure,
    /// Incidents of the agreement's first day that lie before its first moment; not counted since the start.
    pub before_start: Figure,
    /// Incidents that can lie before that moment or after it; not counted since the start.
    pub beside_start: Figure,
    /// Violations of the day under the leading reading of which no more than one source speaks.
    pub violations_of_one_source: Figure,
    /// Incidents of the day that certainly lie outside every zone of the agreement; counted nowhere else.
    pub elsewhere: Figure,
}

/// Counts the day.
pub(crate) fn summary(view: &View, day: Date) -> Summary {
    let today = view.incidents_on(day);
    let verdict = |incidents: &[&Incident], verdict| {
        view.lead().map_or_else(
            || Figure::count(0, vec![]),
            |reading| count_verdict(view, incidents, reading, Some(verdict)),
        )
    };
    Summary {
        incidents: compared(view, day, |incidents| all(view, incidents)),
        violations: compared(view, day, |incidents| verdict(incidents, Verdict::Violation)),
        by_provision: by_provision(view, day),
        undetermined: compared(view, day, |incidents| verdict(incidents, Verdict::Undetermined)),
        readings: view.agreement.readings.iter().map(|r| under(view, &today, &r.id)).collect(),
        acts: acts(view, &today),
        standings: standings(view, &today),
        killed: hurt(view, day, TollOf::Killed),
        injured: hurt(view, day, TollOf::Injured),
        not_dated: all(view, &view.incidents_across(day)),
        before_start: all(view, &view.beside_start(day, Some(false))),
        beside_start: all(view, &view.beside_start(day, None)),
        violations_of_one_source: verdict(&of_one_source(&today), Verdict::Violation),
        elsewhere: all(view, &view.incidents_elsewhere(day)),
    }
}

fn compared<T>(view: &View, day: Date, count: impl Fn(&[&Incident]) -> T) -> Compared<T> {
    let before = day.yesterday().ok().filter(|before| *before >= view.calendar.first);
    Compared {
        today: count(&view.incidents_on(day)),
        yesterday: before.map(|before| count(&view.incidents_on(before))),
        since_start: count(&view.incidents_since_start(day)),
    }
}

fn of_one_source<'a>(incidents: &[&'a Incident]) -> Vec<&'a Incident> {
    incidents.iter().copied().filter(|incident| incident.witnesses.len() <= 1).collect()
}

fn hurt(view: &View, day: Date, of: TollOf) -> Compared<Total> {
    let before = day.yesterday().ok().filter(|before| *before >= view.calendar.first);
    let on = |day| view.total(&view.incidents_on(day), of, (day, day));
    let first = view.calendar.first;
    Compared {
        today: on(day),
        yesterday: before.map(on),
        since_start: view.total(&view.incidents_since_start(day), of, (first, day)),
    }
}

/// How many incidents there are, with every claim that tells of them.
pub(crate) fn all(view: &View, incidents: &[&Incident]) -> Figure {
    view.count(incidents, |incident| Some(incident.claims.iter().collect()))
}

/// How many incidents have this verdict under the reading; `None`: how many have none.
pub(crate) fn count_verdict(
    view: &View,
    incidents: &[&Incident],
    reading: &ReadingId,
    verdict: Option<Verdict>,
) -> Figure {
    view.count(incidents, |incident| {
        (view.verdict(incident, reading) == verdict).then(|| {
            let findings = view.findings(incident, reading).into_iter();
            let findings: Vec<_> = findings.filter(|finding| Some(finding.verdict) == verdict).collect();
            view.deciding(incident, &findings)
        })
    })
}

fn under(view: &View, today: &[&Incident], reading: &ReadingId) -> ReadingCount {
    let count = |verdict| count_verdict(view, today, reading, verdict);
    ReadingCount {
        reading: reading.clone(),
        violation: count(Some(Verdict::Violation)),
        permitted: count(Some(Verdict::Permitted)),
        not_covered: count(Some(Verdict::NotCovered)),
        undetermined: count(Some(Verdict::Undetermined)),
        not_judged: count(None),
    }
}

fn by_provision(view: &View, day: Date) -> Vec<ProvisionCount> {
    let Some(reading) = view.lead() else { return vec![] };
    let judged = |provision: &ProvisionId| {
        view.situation.findings.iter().any(|finding| {
            finding.agreement == view.agreement.id
                && &finding.provision == provision
                && &finding.reading == reading
        })
    };
    let violations = |provision: &ProvisionId| {
        compared(view, day, |incidents| {
            view.count(incidents, |incident| {
                let findings: Vec<_> = view
                    .findings(incident, reading)
                    .into_iter()
                    .filter(|f| &f.provision == provision && f.verdict == Verdict::Violation)
                    .collect();
                (!findings.is_empty()).then(|| view.deciding(incident, &findings))
            })
        })
    };
    // A provision that judges nothing, such as a list of excluded groups, has no line.
    let judging = view.agreement.provisions.iter().filter(|provision| judged(&provision.id));
    judging.map(|p| ProvisionCount { provision: p.id.clone(), violations: violations(&p.id) }).collect()
}

fn acts(view: &View, today: &[&Incident]) -> Vec<ActCount> {
    let count = |act: Act| {
        let of_act: Vec<_> = today.iter().copied().filter(|incident| incident.act == act).collect();
        ActCount { act, today: all(view, &of_act) }
    };
    Act::ALL.iter().map(|act| count(*act)).filter(|line| !line.today.is_none_reported()).collect()
}

fn standings(view: &View, today: &[&Incident]) -> Vec<StandingCount> {
    let every = [
        Standing::Corroborated,
        Standing::SingleSource,
        Standing::Contested,
        Standing::Denied,
        Standing::Unverified,
    ];
    let count = |standing: Standing| {
        let of_it: Vec<_> = today.iter().copied().filter(|incident| incident.standing == standing).collect();
        StandingCount { standing, today: all(view, &of_it) }
    };
    every.into_iter().map(count).filter(|line| !line.today.is_none_reported()).collect()
}
