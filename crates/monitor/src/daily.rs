//! The report of a day: which knowledge it rests on, and in which format it is written.

use crate::{AsOf, Knowledge, Monitor, MonitorError, situation::compute};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use std::collections::BTreeMap;
use truce_model::{Agreement, AgreementId, DocumentId, Seq, Situation};
use truce_report::{Daily, Input, ReportError};

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown.
    Markdown,
    /// One HTML page that needs nothing else.
    Html,
    /// The data of the report.
    Json,
}

/// The most days of an agreement that its reports look back at.
const MOST_DAYS: usize = 400;

impl Monitor {
    /// Writes the report of `day`, on what was recorded up to `as_of` (`None`: everything) and published before the
    /// day's end in the agreement's zone, or before that time if it is earlier.
    pub fn report(
        &self,
        agreement: &AgreementId,
        day: Date,
        as_of: Option<AsOf>,
        format: Format,
    ) -> Result<String, MonitorError> {
        // A report reads no clock.
        let head = self.knowledge(as_of, Timestamp::UNIX_EPOCH)?.up_to;
        let agreement = self.agreement(agreement, head)?;
        let zone = zone(&agreement)?;
        let end = end_of(day, &zone);
        // Written when that record was the last, the report had the day's end for its cut-off.
        let cut_off = match as_of {
            Some(AsOf::Time(time)) => time.min(end),
            Some(AsOf::Record(_)) | None => end,
        };
        let known =
            |up_to, cut_off| Knowledge { up_to, as_of: cut_off, cut_off: Some((cut_off, zone.clone())) };
        let held = self.held(head)?;
        let now = compute(&known(head, cut_off), held.clone(), self.book());
        let mut earlier = Vec::new();
        let mut one = agreement.starts().map(|start| start.to_zoned(zone.clone()).date());
        // The days of a report are bounded by the agreement's own; the report itself refuses a day outside it.
        while let Some(before) = one.filter(|before| *before < day && earlier.len() < MOST_DAYS) {
            let end = end_of(before, &zone);
            let up_to = self.seq_of_report(end, head)?;
            // A record made from an archive is the same on every day; it is read once.
            let then = if up_to == head { held.clone() } else { self.held(up_to)? };
            earlier.push((before, compute(&known(up_to, end), then, self.book())));
            one = before.tomorrow().ok();
        }
        let book = self.book();
        let input = Input {
            agreement: &agreement,
            day,
            now: &now,
            earlier: &earlier,
            actors: &book.actors,
            places: &book.places,
        };
        let daily = truce_report::daily(&input)?;
        Ok(match format {
            Format::Markdown => truce_report::markdown(&daily),
            Format::Html => truce_report::html(&daily),
            Format::Json => truce_report::json(&daily),
        })
    }

    /// The last record behind an earlier day's own report.
    ///
    /// A record kept at the time stood at what was written by that day's end. One that was made from an archive
    /// afterwards had nothing then; there the dates of publication alone tell what could be known.
    fn seq_of_report(&self, end: Timestamp, head: Seq) -> Result<Seq, MonitorError> {
        let then = self.log().seq_at(end)?;
        Ok(if then == 0 { head } else { then.min(head) })
    }
}

impl Monitor {
    /// The days on which an agreement can be reported on, up to that of the situation's moment, at most the last 400: those from
    /// the first of which anything was published or told.
    pub fn report_days(
        &self,
        situation: &Situation,
        agreement: &Agreement,
    ) -> Result<Vec<Date>, MonitorError> {
        let zone = zone(agreement)?;
        let (first, last) = truce_report::days(agreement)?;
        let published = situation.documents.iter().filter_map(|document| document.published);
        let known = published.map(|at| at.date(&zone)).max();
        let today = situation.as_of.to_zoned(zone.clone()).date();
        // Of days behind the last document nothing is told.
        let last = [last, known, Some(today)].into_iter().flatten().min();
        let Some(mut day) = last.filter(|_| known.is_some()) else { return Ok(vec![]) };
        let mut days = Vec::new();
        while day >= first && days.len() < MOST_DAYS {
            days.push(day);
            let Ok(before) = day.yesterday() else { break };
            day = before;
        }
        days.reverse();
        Ok(days)
    }

    /// For each document in force at record `up_to` the record that brought it.
    pub fn came(&self, up_to: Seq) -> Result<BTreeMap<DocumentId, Seq>, MonitorError> {
        Ok(self.log().came(up_to)?)
    }
}

/// The reports of an agreement, day by day, at one record after the other.
///
/// What was known at the cut-off of a day's own report is judged once, however many later reports look back at it.
pub(crate) struct Days<'m> {
    monitor: &'m Monitor,
    /// For each day the last record behind its own report, and what was known then.
    earlier: Vec<(Date, Situation)>,
}

impl<'m> Days<'m> {
    pub(crate) fn new(monitor: &'m Monitor) -> Days<'m> {
        Days { monitor, earlier: Vec::new() }
    }

    /// Shows the reports, as they are written at record `head`, of the days up to `last` that end after `from`.
    pub(crate) fn reports(
        &mut self,
        agreement: &Agreement,
        head: Seq,
        (from, last): (Timestamp, Date),
        see: &mut dyn FnMut(Date, &Daily),
    ) -> Result<(), MonitorError> {
        let (zone, book) = (zone(agreement)?, self.monitor.book());
        let held = self.monitor.held(head)?;
        let Some(start) = agreement.starts() else { return Ok(()) };
        let known = |up_to, end| Knowledge { up_to, as_of: end, cut_off: Some((end, zone.clone())) };
        let mut day = start.to_zoned(zone.clone()).date();
        for place in 0..MOST_DAYS {
            if day > last {
                break;
            }
            let end = end_of(day, &zone);
            if end > from {
                let now = compute(&known(head, end), held.clone(), book);
                let (actors, places) = (&book.actors, &book.places);
                let input =
                    Input { agreement, day, now: &now, earlier: &self.earlier[..place], actors, places };
                match truce_report::daily(&input) {
                    Ok(daily) => see(day, &daily),
                    // The agreement has ended, or the day had not begun.
                    Err(ReportError::OutsideAgreement { .. } | ReportError::AfterCutOff { .. }) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            let up_to = self.monitor.seq_of_report(end, head)?;
            if self.earlier.get(place).is_none_or(|(of, then)| *of != day || then.seq != up_to) {
                let then = if up_to == head { held.clone() } else { self.monitor.held(up_to)? };
                let then = (day, compute(&known(up_to, end), then, book));
                if place < self.earlier.len() { self.earlier[place] = then } else { self.earlier.push(then) }
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        Ok(())
    }
}

/// The zone of an agreement.
pub(crate) fn zone(agreement: &Agreement) -> Result<TimeZone, MonitorError> {
    TimeZone::get(&agreement.zone)
        .map_err(|_| MonitorError::Zone { agreement: agreement.id.to_string(), zone: agreement.zone.clone() })
}

/// The first moment after `day` in `zone`.
fn end_of(day: Date, zone: &TimeZone) -> Timestamp {
    let next = day.saturating_add(1.day()).at(0, 0, 0, 0);
    zone.to_ambiguous_zoned(next).compatible().map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}
