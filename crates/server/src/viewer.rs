//! Who asks: by which name, in which role, cleared for what. Knows no password and no session.

use crate::{
    problem::Problem,
    record::{Reading, Record},
    view::View,
};
use axum::{extract::FromRequestParts, http::request::Parts};
use jiff::Timestamp;
use truce_model::{Confidentiality, Name};
use truce_monitor::Monitor;

pub use crate::words::Role;

/// Somebody who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The name under which what he changes is recorded.
    pub name: Name,
    /// What he may do.
    pub role: Role,
    /// What he may see.
    pub cleared: Confidentiality,
}

impl Viewer {
    /// The only user of a server that nobody else can reach.
    pub fn local(name: Name) -> Viewer {
        Viewer { name, role: Role::Administrator, cleared: Confidentiality::Confidential }
    }

    /// Refuses who may not do what that role may.
    pub(crate) fn needs(&self, role: Role) -> Result<(), Problem> {
        if self.role >= role { Ok(()) } else { Err(Problem::forbidden(role)) }
    }
}

/// Who changes something, and when.
pub(crate) struct Change {
    pub(crate) by: Name,
    pub(crate) at: Timestamp,
}

/// A request by somebody to the record: the one way in which routes come to it.
pub(crate) struct Visit {
    record: Record,
    pub(crate) viewer: Viewer,
}

impl FromRequestParts<Record> for Visit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, record: &Record) -> Result<Visit, Problem> {
        // Whoever nobody identified may see nothing.
        let viewer = parts.extensions.get::<Viewer>().cloned().ok_or_else(Problem::unidentified)?;
        Ok(Visit { record: record.clone(), viewer })
    }
}

impl Visit {
    /// Reads what the viewer may see.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reading<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.record.read(self.viewer.cleared, work).await
    }

    /// Writes, if the viewer's role is at least that one; what he names is looked up in what he may see.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        role: Role,
        work: impl FnOnce(&mut Monitor, &View, Change) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.viewer.needs(role)?;
        let view = self.read(|reading| reading.as_of(None)).await?;
        self.add(role, move |monitor, change| work(monitor, &view, change)).await
    }

    /// Writes what names nothing of the record, if the viewer's role is at least that one: nothing is judged for it first.
    pub(crate) async fn add<T: Send + 'static>(
        &self,
        role: Role,
        work: impl FnOnce(&mut Monitor, Change) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.viewer.needs(role)?;
        let change = Change { by: self.viewer.name.clone(), at: Timestamp::now() };
        self.record.write(move |monitor| work(monitor, change)).await
    }

    /// Tells of every record that comes in, by the place of the last.
    pub(crate) fn heads(&self) -> tokio::sync::watch::Receiver<truce_model::Seq> {
        self.record.heads()
    }
}
