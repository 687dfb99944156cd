//! The forms of an answer: pages of objects, rows of CSV, features of GeoJSON. Chooses nothing of what is in them.

use crate::{problem::Problem, query::Paging, record::Reading, view::View};
use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use std::sync::Arc;
use truce_monitor::{AsOf, Knowledge, Table};
use utoipa::ToSchema;

/// A page of a listing.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Listing<T> {
    /// The last record that counts.
    pub(crate) seq: u64,
    /// The moment as of which it is judged.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) as_of: Timestamp,
    /// How many things there are on all pages.
    pub(crate) total: usize,
    /// Those of this page, by time, then by id.
    pub(crate) items: Vec<T>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}

/// Where a page begins, at which moment.
struct Cursor {
    seq: u64,
    as_of: i64,
    from: usize,
}

impl Cursor {
    fn parse(text: &str) -> Option<Cursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let words = String::from_utf8(bytes).ok()?;
        let mut parts = words.split(' ');
        let cursor = Cursor {
            seq: parts.next()?.parse().ok()?,
            as_of: parts.next()?.parse().ok()?,
            from: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(cursor)
    }

    fn written(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{} {} {}", self.seq, self.as_of, self.from))
    }
}

/// The situation that a page is of, and where in it the page begins: what is asked for, or what the cursor says.
pub(crate) fn opened(
    reading: &Reading<'_>,
    as_of: Option<AsOf>,
    paging: &Paging,
) -> Result<(Arc<View>, usize), Problem> {
    let Some(text) = &paging.cursor else { return Ok((reading.as_of(as_of)?, 0)) };
    let wrong = || Problem::parameter("cursor", "this is no cursor of this listing");
    let cursor = Cursor::parse(text).ok_or_else(wrong)?;
    let as_of = Timestamp::from_second(cursor.as_of).map_err(|_| wrong())?;
    if cursor.seq > reading.monitor.head()? {
        return Err(wrong());
    }
    let knowledge = Knowledge { up_to: cursor.seq, as_of, cut_off: None };
    Ok((reading.view(&knowledge)?, cursor.from))
}

/// The page of `all` that begins at `from`.
pub(crate) fn page<T, U>(
    view: &View,
    all: &[T],
    from: usize,
    limit: usize,
    of: impl Fn(&T) -> U,
) -> Listing<U> {
    let (seq, as_of) = (view.situation.seq, view.situation.as_of);
    let items: Vec<U> = all.iter().skip(from).take(limit).map(of).collect();
    let next = from.saturating_add(limit);
    let next = (next < all.len()).then(|| Cursor { seq, as_of: as_of.as_second(), from: next }.written());
    Listing { seq, as_of, total: all.len(), items, next }
}

/// Rows as CSV, with the columns of the command line.
pub(crate) fn csv(table: &Table) -> Response {
    ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], table.to_csv()).into_response()
}

/// Features as GeoJSON (RFC 7946).
pub(crate) fn geojson(features: Vec<Value>) -> Response {
    let collection = json!({"type": "FeatureCollection", "features": features});
    ([(header::CONTENT_TYPE, "application/geo+json")], collection.to_string()).into_response()
}

/// One feature.
pub(crate) fn feature(id: &str, geometry: Value, properties: Value) -> Value {
    json!({"type": "Feature", "id": id, "geometry": geometry, "properties": properties})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_nothing_else_is_one() {
        let cursor = Cursor { seq: 12, as_of: 1_474_000_000, from: 100 }.written();
        let read = Cursor::parse(&cursor).unwrap();
        assert_eq!((read.seq, read.as_of, read.from), (12, 1_474_000_000, 100));
        for text in ["", "MTI", "12 1 1", "MTIgMSAxIDE", "🙂"] {
            assert!(Cursor::parse(text).is_none(), "{text}");
        }
    }
}
