//! The report of one day, built from one situation. Reads no store and no clock, and judges nothing anew.
//!
//! [`daily`] makes the figures and lists of a day, each with the claims behind it; [`markdown`] and [`html`] write
//! them out in the same words, and [`json`] gives the data.

mod calendar;
mod daily;
mod error;
mod figure;
mod ground;
mod html;
mod json;
mod markdown;
mod page;
mod people;
mod view;

pub use calendar::{When, days};
pub use daily::{
    Access, AccessLine, ActCount, AreaSilence, AreaViolations, Attributed, Basis, Casualties, Change, Cited,
    Compared, Correction, Counted, CutOff, Daily, Dated, Dispute, DisputeVersion, IncidentLine, Obligation,
    OpenQuestion, ProvisionCount, ProvisionLine, Quote, ReadingCount, ReadingLine, ReadingWords, Said, Side,
    Speaker, SpeakerStatements, StandingCount, Statements, Summary, TollChange, TollLine, Total,
    Undetermined, Unread, VerdictLine,
};
pub use error::ReportError;
pub use figure::{Figure, FigureValue};
pub use ground::Area;
pub use html::html;
pub use json::json;
pub use markdown::markdown;

use jiff::civil::Date;
use truce_model::{Actors, Agreement, Places, Situation};

/// What a daily report is made of.
pub struct Input<'a> {
    /// The agreement whose observance is reported.
    pub agreement: &'a Agreement,
    /// The day reported on, in the agreement's zone.
    pub day: Date,
    /// What is known at this report's cut-off.
    pub now: &'a Situation,
    /// What was known at the cut-off of each earlier day's own report, oldest first.
    pub earlier: &'a [(Date, Situation)],
    /// The known actors.
    pub actors: &'a Actors,
    /// The known places.
    pub places: &'a Places,
}

/// Makes the report of a day. Equal input gives an equal report.
pub fn daily(input: &Input) -> Result<Daily, ReportError> {
    daily::build(input)
}
