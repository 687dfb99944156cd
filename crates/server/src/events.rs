//! `/api/events`: tells of every record that comes in, as server-sent events. Sends places in the log and nothing of what stands
//! there: who may not see a record learns nothing of it.

use crate::{record::Record, viewer::Visit};
use axum::response::{
    Sse,
    sse::{Event, KeepAlive},
};
use std::convert::Infallible;
use tokio_stream::{Stream, StreamExt, wrappers::WatchStream};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(events))
}

/// What is new
///
/// Server-sent events: at once, and then whenever records came in, an event `record` whose data is the place of the last
/// record in the log.
#[utoipa::path(get, path = "/api/events", tag = "record", responses(
    (status = 200, content_type = "text/event-stream", body = String)))]
async fn events(visit: Visit) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let heads = WatchStream::new(visit.heads());
    let events =
        heads.map(|seq| Ok(Event::default().event("record").id(seq.to_string()).data(seq.to_string())));
    Sse::new(events).keep_alive(KeepAlive::default())
}
