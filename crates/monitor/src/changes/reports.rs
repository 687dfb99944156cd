//! The reports that say something else than they said at an earlier moment. Writes none.

use super::{Change, Key};
use crate::{
    Monitor, MonitorError,
    daily::{Days, zone},
};
use jiff::{Timestamp, civil::Date};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};
use truce_model::{AgreementId, Hash, Published, Record, Seq, Situation};

/// What a report says, section by section, without the number of the record that it rests on.
type Sections = BTreeMap<String, Hash>;

/// The days whose reports can differ between two records.
enum Touched {
    /// None.
    Nothing,
    /// Those that end after the earliest of these dates of publication.
    From(Vec<Published>),
    /// All.
    Everything,
}

/// The reports of all agreements between two records.
pub(super) struct Reports<'m> {
    monitor: &'m Monitor,
    since: Seq,
    until: Seq,
    /// The moment of the first record; a later day had no report then.
    then: Timestamp,
    /// The documents of both, by their dates: nobody is told to make reports of days of which nothing is told.
    published: Vec<Published>,
    touched: Touched,
    days: BTreeMap<AgreementId, Days<'m>>,
    /// What each report says at a record.
    said: BTreeMap<(Seq, AgreementId), BTreeMap<Date, Sections>>,
}

impl<'m> Reports<'m> {
    pub(super) fn between(
        monitor: &'m Monitor,
        before: &Situation,
        after: &Situation,
    ) -> Result<Reports<'m>, MonitorError> {
        let (since, until) = (before.seq, after.seq);
        let mut touched = Touched::Nothing;
        monitor.log().each_record(since, until, &mut |logged| {
            touched = match (logged.record, std::mem::replace(&mut touched, Touched::Everything)) {
                (Record::Document { document }, Touched::Nothing) if document.published.is_some() => {
                    Touched::From(document.published.into_iter().collect())
                }
                (Record::Document { document }, Touched::From(mut dates)) if document.published.is_some() => {
                    dates.extend(document.published);
                    Touched::From(dates)
                }
                // Read with the document that it follows.
                (Record::Extraction { .. }, touched @ Touched::From(_)) => touched,
                _ => Touched::Everything,
            };
            if matches!(touched, Touched::Everything) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })?;
        let documents = before.documents.iter().chain(&after.documents);
        let published = documents.filter_map(|document| document.published).collect();
        Ok(Reports {
            monitor,
            since,
            until,
            then: before.as_of,
            published,
            touched,
            days: BTreeMap::new(),
            said: BTreeMap::new(),
        })
    }

    /// The reports of agreements known at both moments that say something else.
    pub(super) fn changes(&mut self) -> Result<Vec<Change>, MonitorError> {
        let mut changes = Vec::new();
        if matches!(self.touched, Touched::Nothing) {
            return Ok(changes);
        }
        for agreement in self.monitor.agreements(self.since)? {
            let was = self.said(self.since, &agreement.id)?.clone();
            let is = self.said(self.until, &agreement.id)?;
            for (day, is) in is {
                let Some(was) = was.get(day).filter(|was| *was != is) else { continue };
                let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
                let differ: Vec<&str> = names
                    .into_iter()
                    .filter(|name| was.get(*name) != is.get(*name))
                    .map(String::as_str)
                    .collect();
                let after = format!(
                    "other {}; make it again: truce report --agreement {} --day {day}",
                    differ.join(", "),
                    agreement.id
                );
                changes.push(Change {
                    key: key(&agreement.id, *day),
                    change: "changed",
                    before: None,
                    after: Some(after),
                });
            }
        }
        Ok(changes)
    }

    /// At how many moments reports were made so far.
    pub(super) fn moments(&self) -> usize {
        let moments: BTreeSet<Seq> = self.said.keys().map(|(seq, _)| *seq).collect();
        moments.len()
    }

    /// What a report says at a record; `None`: there is none.
    pub(super) fn at(&mut self, seq: Seq, of: &Key) -> Result<Option<Sections>, MonitorError> {
        let Some((agreement, day)) = of.1.rsplit_once(' ') else { return Ok(None) };
        let Ok(day) = day.parse::<Date>() else { return Ok(None) };
        Ok(self.said(seq, &AgreementId::new(agreement))?.get(&day).cloned())
    }

    /// What the reports of the days that are touched say at a record.
    fn said(&mut self, seq: Seq, agreement: &AgreementId) -> Result<&BTreeMap<Date, Sections>, MonitorError> {
        let place = (seq, agreement.clone());
        if !self.said.contains_key(&place) {
            let found = self.monitor.agreements(seq)?.into_iter().find(|one| &one.id == agreement);
            let mut said = BTreeMap::new();
            if let Some(found) = found {
                let zone = zone(&found)?;
                let touched: Option<Timestamp> = match &self.touched {
                    Touched::From(dates) => dates.iter().map(|date| date.earliest(&zone)).min(),
                    Touched::Nothing | Touched::Everything => Some(Timestamp::MIN),
                };
                let days = self.days.entry(agreement.clone()).or_insert_with(|| Days::new(self.monitor));
                let from = touched.unwrap_or(Timestamp::MIN);
                let told = self.published.iter().map(|at| at.date(&zone)).max();
                let last = told.unwrap_or(Date::MIN).min(self.then.to_zoned(zone).date());
                days.reports(&found, seq, (from, last), &mut |day, daily| {
                    said.insert(
                        day,
                        sections(&serde_json::to_value(daily).expect("a report is words and numbers")),
                    );
                })?;
            }
            self.said.insert(place.clone(), said);
        }
        Ok(&self.said[&place])
    }
}

fn key(agreement: &AgreementId, day: Date) -> Key {
    ("report", format!("{agreement} {day}"))
}

/// The sections of a report, each by its hash, without the records on which it and those of earlier days rest.
fn sections(report: &Value) -> Sections {
    let mut sections = Sections::new();
    for (name, section) in report.as_object().into_iter().flatten() {
        let mut section = section.clone();
        if name == "cut_off" {
            continue;
        }
        if name == "corrections" {
            for correction in section.as_array_mut().into_iter().flatten() {
                if let Some(fields) = correction.as_object_mut() {
                    fields.remove("reported");
                }
            }
        }
        sections.insert(name.clone(), Hash::of(section.to_string().as_bytes()));
    }
    sections
}
