//! Why there is no report. Every message names the thing and what would be possible.

use jiff::civil::Date;
use thiserror::Error;
use truce_model::AgreementId;

/// Why a day cannot be reported on.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ReportError {
    /// The day lies before the agreement begins or after it ends.
    #[error("{day} lies outside agreement `{agreement}`: its first possible day is {first}, its last {}", last_words(*.last))]
    OutsideAgreement {
        /// Which agreement.
        agreement: AgreementId,
        /// The day asked for.
        day: Date,
        /// Its first day under any reading.
        first: Date,
        /// Its last day under any reading; `None`: the text sets no end.
        last: Option<Date>,
    },
    /// The day had not begun at the cut-off, so nothing can be told of it.
    #[error(
        "{day} had not begun at the cut-off: agreement `{agreement}` can be reported on from {first} to {last}"
    )]
    AfterCutOff {
        /// Which agreement.
        agreement: AgreementId,
        /// The day asked for.
        day: Date,
        /// Its first day under any reading.
        first: Date,
        /// The day of the cut-off, in the agreement's zone.
        last: Date,
    },
    /// The agreement names a time zone that does not exist.
    #[error("agreement `{agreement}` names the time zone `{zone}`, which is not known")]
    Zone {
        /// Which agreement.
        agreement: AgreementId,
        /// The name given.
        zone: String,
    },
}

fn last_words(last: Option<Date>) -> String {
    last.map_or("not set".to_owned(), |day| day.to_string())
}
