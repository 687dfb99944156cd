//! How the program ends when it cannot do what was asked: one message, a hint, and a code that tells why.
//!
//! Code 2 is for a command line that makes no sense, 1 for data that cannot be used. Output that nobody reads any
//! more (a closed pipe) is a quiet success.

use std::{io, process::ExitCode};
use truce_monitor::MonitorError;
use truce_server::ServerError;

/// Why a command ends without having done what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The command line makes no sense.
    Usage(String, Option<String>),
    /// The data cannot be used.
    Data(String, Option<String>),
    /// Messages were printed already; only the code is missing.
    Told,
    /// Nobody reads the output any more.
    Closed,
}

impl Failure {
    /// Bad data, with a hint.
    pub fn data(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::Data(message.into(), Some(hint.into()))
    }

    /// A file that could not be read or written.
    pub fn file(path: &str, error: &io::Error) -> Failure {
        Failure::Data(format!("{path}: {}", io_words(error)), None)
    }

    /// Prints the message and gives the code.
    pub fn show(&self) -> ExitCode {
        match self {
            Failure::Usage(message, hint) => {
                complain(message, hint.as_deref());
                ExitCode::from(2)
            }
            Failure::Data(message, hint) => {
                complain(message, hint.as_deref());
                ExitCode::from(1)
            }
            Failure::Told => ExitCode::from(1),
            Failure::Closed => ExitCode::SUCCESS,
        }
    }
}

impl From<ServerError> for Failure {
    fn from(error: ServerError) -> Failure {
        let hint = error.hint();
        match error {
            ServerError::Monitor(error) => error.into(),
            ServerError::Address { .. }
            | ServerError::Open { .. }
            | ServerError::Clear { .. }
            | ServerError::Issuer { .. } => Failure::Usage(error.to_string(), hint),
            ServerError::System(_) => Failure::Data(error.to_string(), hint),
        }
    }
}

impl From<MonitorError> for Failure {
    fn from(error: MonitorError) -> Failure {
        let hint = error.hint();
        match error {
            MonitorError::EmptyRange { .. }
            | MonitorError::EmptyStretch { .. }
            | MonitorError::NotYetBegun { .. }
            | MonitorError::Scope { .. } => Failure::Usage(error.to_string(), hint),
            _ => Failure::Data(error.to_string(), hint),
        }
    }
}

impl From<io::Error> for Failure {
    /// Of standard output: files are named where they are opened.
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::Data(format!("standard output: {}", io_words(&error)), None),
        }
    }
}

/// Prints an error with its hint to standard error.
pub fn complain(message: &str, hint: Option<&str>) {
    let (red, cyan, off) = ("\x1b[1;31m", "\x1b[36m", "\x1b[0m");
    anstream::eprintln!("{red}error{off}: {message}");
    if let Some(hint) = hint {
        anstream::eprintln!("{cyan}hint{off}: {hint}");
    }
}

/// Prints what the user should know to standard error.
pub fn note(message: &str) {
    let (cyan, off) = ("\x1b[36m", "\x1b[0m");
    anstream::eprintln!("{cyan}note{off}: {message}");
}

/// Prints what clap has to say: help to standard output, a mistake to standard error.
pub fn refuse(refused: &clap::Error) -> ExitCode {
    if refused.print().is_err() {
        return ExitCode::SUCCESS;
    }
    ExitCode::from(u8::try_from(refused.exit_code()).unwrap_or(2))
}

/// The system's words for an error, without its number.
pub fn io_words(error: &io::Error) -> String {
    let words = error.to_string();
    words.split(" (os error").next().unwrap_or(&words).to_lowercase()
}
