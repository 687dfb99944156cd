//! `/api/records`: what came into the record, in its order; `/api/names`: who and what is named in it.

use crate::{
    problem::Problem,
    query::{Asked, Moment, paging},
    record::Record,
    viewer::Visit,
};
use axum::Json;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use truce_model::Name;
use truce_monitor::RecordTold;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// A record in a few words.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Entry {
    /// Its place, from 1.
    seq: u64,
    #[schema(format = DateTime)]
    recorded_at: String,
    /// document, extraction, agreement, or the word of a decision.
    what: String,
    /// The id of what it is of.
    of: String,
    /// Its name or title.
    title: Option<String>,
    /// Who decided, where somebody did.
    by: Option<String>,
    reason: Option<String>,
}

/// Records in the order of the log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Entries {
    /// The last record there is.
    head: u64,
    items: Vec<Entry>,
    /// The `after` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<u64>,
}

/// What is asked of the records.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct RecordsAsked {
    /// Begin behind this record.
    after: Option<u64>,
    /// How many on a page.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<u32>,
}

/// Somebody or something that claims name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Named {
    name: String,
    /// In how many claims.
    claims: usize,
}

/// Who and what is named in the record, each with the number of claims, the most frequent first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Names {
    sources: Vec<Named>,
    actors: Vec<Named>,
    places: Vec<Named>,
    outlets: Vec<Named>,
    /// Acts that occur.
    acts: Vec<Named>,
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(names))
}

/// What came into the record, in its order
#[utoipa::path(get, path = "/api/records", tag = "record", params(RecordsAsked), responses(
    (status = 200, body = Entries), (status = "4XX", body = Problem)))]
async fn list(visit: Visit, Asked(asked): Asked<RecordsAsked>) -> Result<Json<Entries>, Problem> {
    let limit = paging(asked.limit, &None)?.limit;
    let after = asked.after.unwrap_or_default();
    visit
        .read(move |reading| {
            let head = reading.monitor.head()?;
            let told = reading.monitor.records(after.min(head), head, limit)?;
            let last = told.last().map(|told| told.seq).filter(|last| told.len() == limit && *last < head);
            let entry = |told: RecordTold| Entry {
                seq: told.seq,
                recorded_at: told.recorded_at.to_string(),
                what: told.what.to_owned(),
                of: told.of,
                title: told.title,
                by: told.by.map(|by| by.to_string()),
                reason: told.reason,
            };
            Ok(Json(Entries { head, items: told.into_iter().map(entry).collect(), next: last }))
        })
        .await
}

/// Who and what is named in the record
#[utoipa::path(get, path = "/api/names", tag = "record", params(Moment), responses(
    (status = 200, body = Names), (status = "4XX", body = Problem)))]
async fn names(visit: Visit, Asked(asked): Asked<Moment>) -> Result<Json<Names>, Problem> {
    let as_of = asked.moment()?;
    visit
        .read(move |reading| {
            let view = reading.as_of(as_of)?;
            let claims = &view.situation.claims;
            let outlet = |claim: &truce_model::Claim| {
                view.situation.document(&claim.document).and_then(|document| document.outlet.clone())
            };
            let acts = claims.iter().map(|claim| claim.act.word().to_owned());
            Ok(Json(Names {
                sources: counted(
                    claims.iter().filter_map(|claim| claim.source.as_ref()).map(Name::to_string),
                ),
                actors: counted(
                    claims
                        .iter()
                        .flat_map(|claim| claim.agent.iter().chain(&claim.target))
                        .map(Name::to_string),
                ),
                places: counted(claims.iter().flat_map(|claim| &claim.places).map(Name::to_string)),
                outlets: counted(claims.iter().filter_map(outlet).map(|name| name.to_string())),
                acts: counted(acts),
            }))
        })
        .await
}

/// The names with how often each occurs, the most frequent first.
fn counted(names: impl Iterator<Item = String>) -> Vec<Named> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let mut all: Vec<Named> = counts.into_iter().map(|(name, claims)| Named { name, claims }).collect();
    all.sort_by_key(|named| std::cmp::Reverse(named.claims));
    all
}
