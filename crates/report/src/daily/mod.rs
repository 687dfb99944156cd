//! The report of a day as data: what is counted, listed and quoted. Words and layout are left to `page`.

mod access;
mod casualties;
mod corrections;
mod disputes;
mod header;
mod incidents;
mod quotes;
mod statements;
mod summary;
mod undetermined;
mod violations;

pub use access::{Access, AccessLine, Cited, Obligation};
pub(crate) use casualties::told_apart;
pub use casualties::{Casualties, Side, TollLine, Total};
pub use corrections::{Change, Correction, Counted, TollChange};
pub use disputes::{Dispute, DisputeVersion};
pub use header::{Basis, CutOff, ProvisionLine, ReadingLine, ReadingWords, Unread};
pub use incidents::{Attributed, Dated, IncidentLine, VerdictLine};
pub use quotes::Quote;
pub use statements::{Said, Speaker, SpeakerStatements, Statements};
pub use summary::{ActCount, Compared, ProvisionCount, ReadingCount, StandingCount, Summary};
pub use undetermined::{AreaSilence, OpenQuestion, Undetermined};
pub use violations::AreaViolations;

use crate::{Input, ReportError, calendar::Calendar, view::View};
use jiff::civil::Date;
use serde::Serialize;
use truce_model::{AgreementId, IncidentId};

/// The report of one day. Serialised, it is the report's JSON form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Daily {
    /// Name and version of this form: `truce-daily/1`.
    pub schema: &'static str,
    /// The agreement.
    pub agreement: AgreementId,
    /// Its title.
    pub title: String,
    /// The day reported on.
    pub day: Date,
    /// Its place among the agreement's days, from 1.
    pub day_number: u32,
    /// The agreement's first day under any reading.
    pub first_day: Date,
    /// The agreement's last day under any reading; null: the text sets no end.
    pub last_day: Option<Date>,
    /// What the report rests on.
    pub cut_off: CutOff,
    /// How much was read, and how much of it could not be.
    pub basis: Basis,
    /// The readings; the first leads.
    pub readings: Vec<ReadingLine>,
    /// The provisions with the words of their articles.
    pub provisions: Vec<ProvisionLine>,
    /// The figures of the day, of the day before and since the start.
    pub summary: Summary,
    /// Incidents of the day that are a violation under some reading, by area.
    pub violations: Vec<AreaViolations>,
    /// Incidents that can touch the day and lie in no single day; counted in no day's figure.
    pub not_dated: Vec<IncidentId>,
    /// Incidents on which the claims differ.
    pub disputes: Vec<Dispute>,
    /// What nobody says happened and somebody denies; in no figure.
    pub only_denied: Vec<IncidentId>,
    /// How many people were affected, between bounds.
    pub casualties: Casualties,
    /// Passage of aid, patients and civilians, and the duties owed.
    pub access: Access,
    /// What parties and others said on the day.
    pub statements: Statements,
    /// What the claims leave open.
    pub undetermined: Undetermined,
    /// What has changed since the reports of earlier days.
    pub corrections: Vec<Correction>,
    /// Every incident that the sections name, numbered.
    pub incidents: Vec<IncidentLine>,
    /// Every claim that the report refers to, numbered in the order of first reference.
    pub quotes: Vec<Quote>,
}

impl Daily {
    /// The line of an incident.
    pub fn incident(&self, id: &IncidentId) -> Option<&IncidentLine> {
        self.incidents.iter().find(|line| &line.id == id)
    }
}

/// Makes the report of a day.
pub(crate) fn build(input: &Input) -> Result<Daily, ReportError> {
    let calendar = Calendar::of(input.agreement)?;
    let day_number = in_bounds(input, &calendar)?;
    let view = View::new(input, input.now, &calendar);
    let not_dated = view.incidents_across(input.day);
    let only_denied = view.only_denied(input.day);
    let undetermined = undetermined::undetermined(&view, input.day);
    let mut report = Daily {
        schema: "truce-daily/1",
        agreement: input.agreement.id.clone(),
        title: input.agreement.title.clone(),
        day: input.day,
        day_number,
        first_day: calendar.first,
        last_day: calendar.last,
        cut_off: header::cut_off(input.now, &calendar),
        basis: header::basis(input.now, &calendar, input.day),
        readings: header::readings(&view),
        provisions: header::provisions(&view),
        summary: summary::summary(&view, input.day),
        violations: violations::violations(&view, input.day),
        not_dated: not_dated.iter().map(|incident| incident.id.clone()).collect(),
        disputes: disputes::disputes(&view, input.day),
        only_denied: only_denied.iter().map(|incident| incident.id.clone()).collect(),
        casualties: casualties::casualties(&view, input.day),
        access: access::access(&view, input.day),
        statements: statements::statements(&view, input.day),
        incidents: incidents::lines(&view, input.day),
        undetermined,
        corrections: corrections::corrections(input, &view),
        quotes: vec![],
    };
    report.quotes = quotes::quotes(&report, input, &view);
    Ok(report)
}

/// The number of the day among the agreement's days, if it is one of them and had begun at the cut-off.
fn in_bounds(input: &Input, calendar: &Calendar) -> Result<u32, ReportError> {
    let (agreement, day) = (input.agreement.id.clone(), input.day);
    let (first, last) = (calendar.first, calendar.last);
    if day < first || last.is_some_and(|last| day > last) {
        return Err(ReportError::OutsideAgreement { agreement, day, first, last });
    }
    // A cut-off at midnight knows nothing of the day that it begins.
    let known = calendar.last_day_before(input.now.as_of);
    if day > known {
        return Err(ReportError::AfterCutOff { agreement, day, first, last: known.max(first) });
    }
    let days = first.until(day).map_or(0, |span| span.get_days());
    Ok(u32::try_from(days).unwrap_or(0) + 1)
}
