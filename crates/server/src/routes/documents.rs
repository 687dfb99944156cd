//! `/api/documents`: the texts of the record, each with its claims marked in it.

use super::claims::Claim;
use crate::{
    answer,
    body::{self, Body},
    problem::Problem,
    query::{Asked, Moment, given},
    record::Record,
    view::View,
    viewer::{Role, Visit},
    words::BlockRole,
};
use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use truce_model::DocumentId;
use truce_monitor::ImportOptions;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// A document of the record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Document {
    id: String,
    /// The name under which it came.
    name: String,
    /// Whose voice it is.
    outlet: Option<String>,
    /// When it was published, a day or a moment.
    published: Option<String>,
    state: DocumentState,
    /// Who withdrew or erased it.
    by: Option<String>,
    /// Why.
    reason: Option<String>,
    /// The record that brought, withdrew or erased it.
    record: Option<u64>,
    /// How many claims it makes.
    claims: u64,
}

/// Whether a document counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DocumentState {
    /// Its claims count.
    Counts,
    /// It was withdrawn.
    Withdrawn,
    /// Its words were taken out of the record.
    Erased,
}

/// The documents of the record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Documents {
    /// The last record that counts.
    seq: u64,
    items: Vec<Document>,
}

/// A document with its text, cut where something begins or ends.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DocumentWhole {
    document: Document,
    /// The text from its beginning to its end; empty where its words were erased.
    pieces: Vec<Piece>,
    /// Its claims, in the order of the text.
    claims: Vec<Claim>,
}

/// A piece of a text through which the same things run.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Piece {
    text: String,
    /// What it is for; `null` between two blocks.
    role: Option<BlockRole>,
    /// Which block it is of, from 0.
    block: Option<usize>,
    /// The claims whose words these are.
    claims: Vec<String>,
    /// Why a sentence that seems to carry a claim was not read.
    doubt: Option<String>,
}

/// What is asked of the listing of documents.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct DocumentsAsked {
    /// What was known then: at a time with its zone, or at a record by its number.
    as_of: Option<String>,
    /// In which form: json or csv.
    #[param(inline)]
    format: Option<crate::query::Form>,
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new()
        .routes(routes!(list, take_in))
        .routes(routes!(one))
        .routes(routes!(withdraw))
        .routes(routes!(erase))
}

/// The documents: those that count, those that were withdrawn, and the gaps where words were erased
#[utoipa::path(get, path = "/api/documents", tag = "documents", params(DocumentsAsked), responses(
    (status = 200, body = Documents), (status = "4XX", body = Problem)))]
async fn list(visit: Visit, Asked(asked): Asked<DocumentsAsked>) -> Result<Response, Problem> {
    let as_of = crate::query::moment("as_of", &asked.as_of)?;
    visit
        .read(move |reading| {
            let view = reading.as_of(as_of)?;
            let table = reading.monitor.documents(&view.situation)?;
            Ok(match asked.format.unwrap_or_default() {
                crate::query::Form::Csv => answer::csv(&table),
                crate::query::Form::Geojson => {
                    return Err(Problem::parameter(
                        "format",
                        "documents lie nowhere; they are answered as json and csv",
                    ));
                }
                crate::query::Form::Json => {
                    let items = read(&table)?;
                    Json(Documents { seq: view.situation.seq, items }).into_response()
                }
            })
        })
        .await
}

/// One document: its text with every claim marked, and the sentences from which nothing was taken
#[utoipa::path(get, path = "/api/documents/{id}", tag = "documents", params(("id" = String, Path), Moment), responses(
    (status = 200, body = DocumentWhole), (status = "4XX", body = Problem)))]
async fn one(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked<Moment>,
) -> Result<Json<DocumentWhole>, Problem> {
    let as_of = asked.moment()?;
    visit
        .read(move |reading| {
            let view = reading.as_of(as_of)?;
            let unknown = || Problem::unknown(format!("no document has the id `{id}`"));
            let rows = read(&reading.monitor.documents(&view.situation)?)?;
            let document = rows.into_iter().find(|row| row.id == id).ok_or_else(unknown)?;
            let id = DocumentId::new(id.as_str());
            let held = view.situation.document(&id);
            let held = held.or_else(|| view.situation.withdrawal(&id).map(|one| &one.document));
            let text = match document.state {
                DocumentState::Erased => None,
                DocumentState::Counts | DocumentState::Withdrawn => {
                    reading.monitor.text_of(held.ok_or_else(unknown)?)?
                }
            };
            let pieces = text.zip(held).map(|(text, held)| pieces(&view, held, &text)).unwrap_or_default();
            let mut claims: Vec<&truce_model::Claim> = claims_of(&view, &id).collect();
            claims.sort_by_key(|claim| claim.span.start);
            let claims = claims.into_iter().map(|claim| Claim::of(&view, claim)).collect();
            Ok(Json(DocumentWhole { document, pieces, claims }))
        })
        .await
}

/// The claims of a document, also where it was withdrawn.
fn claims_of<'v>(view: &'v View, id: &DocumentId) -> impl Iterator<Item = &'v truce_model::Claim> {
    let gone = view.situation.withdrawal(id).into_iter().flat_map(|one| &one.claims);
    let id = id.clone();
    view.situation.claims.iter().filter(move |claim| claim.document == id).chain(gone)
}

/// The documents in the rows of their table.
fn read(table: &truce_monitor::Table) -> Result<Vec<Document>, Problem> {
    let at = |name: &str| table.columns.iter().position(|column| *column == name).ok_or_else(Problem::broken);
    let text = |row: &[serde_json::Value], name: &str| -> Result<Option<String>, Problem> {
        Ok(row[at(name)?].as_str().map(ToOwned::to_owned))
    };
    let needed = |row: &[serde_json::Value], name: &str| text(row, name)?.ok_or_else(Problem::broken);
    let row = |row: &Vec<serde_json::Value>| {
        Ok(Document {
            id: needed(row, "id")?,
            name: needed(row, "name")?,
            outlet: text(row, "outlet")?,
            published: text(row, "published")?,
            state: serde_json::from_value(row[at("state")?].clone()).map_err(|_| Problem::broken())?,
            by: text(row, "by")?,
            reason: text(row, "reason")?,
            record: row[at("record")?].as_u64(),
            claims: row[at("claims")?].as_u64().unwrap_or_default(),
        })
    };
    table.rows.iter().map(row).collect()
}

/// A text cut wherever a block, a claim or a doubt begins or ends.
fn pieces(view: &View, document: &truce_model::Document, text: &str) -> Vec<Piece> {
    let claims: Vec<&truce_model::Claim> = claims_of(view, &document.id).collect();
    let doubts: Vec<_> = view.situation.doubts.iter().filter(|doubt| doubt.document == document.id).collect();
    let spans = document.blocks.iter().map(|block| block.span);
    let spans =
        spans.chain(claims.iter().map(|claim| claim.span)).chain(doubts.iter().map(|doubt| doubt.span));
    let mut cuts: BTreeSet<usize> = spans.flat_map(|span| [span.start, span.end]).collect();
    cuts.extend([0, text.len()]);
    let cuts: Vec<usize> = cuts.into_iter().filter(|at| text.is_char_boundary(*at)).collect();
    let piece = |ends: &[usize]| {
        let (start, end) = (ends[0], ends[1]);
        let over = |span: truce_model::Span| span.start <= start && end <= span.end;
        let block = document.blocks.iter().position(|block| over(block.span));
        let claims = claims.iter().filter(|claim| over(claim.span));
        Piece {
            text: text[start..end].to_owned(),
            role: block.map(|at| document.blocks[at].role.into()),
            block,
            claims: claims.map(|claim| claim.id.to_string()).collect(),
            doubt: doubts.iter().find(|doubt| over(doubt.span)).map(|doubt| doubt.because.clone()),
        }
    };
    cuts.windows(2).map(piece).collect()
}

/// A text to be taken into the record.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDocument {
    /// The name of its file; an ending `.html` or `.htm` says that it is a web page.
    name: String,
    /// The file as it came.
    text: String,
    /// When it was published: a day, or a time with its zone; left out: what name and text say.
    published: Option<String>,
    /// Whose voice its unattributed sentences are; left out: what the text says.
    outlet: Option<String>,
    /// Whether a document that was withdrawn is to count again.
    #[serde(default)]
    again: bool,
}

/// What became of a story.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TakenIn {
    id: String,
    name: String,
    /// Whether it is new to the record.
    new: bool,
    /// Whether it was withdrawn, and stays so.
    withdrawn: bool,
    /// Whether an erasure keeps it out.
    erased: bool,
    claims: usize,
    /// How many of its sentences could not be read.
    doubts: usize,
    /// Where it is not new and now came with another outlet or date: what the record keeps.
    kept: Option<String>,
}

/// Why something is changed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Because {
    pub(crate) reason: String,
}

/// What an erasure took out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Erasure {
    id: String,
    /// The record that erased it.
    record: u64,
    /// Claims that were read from it and are gone.
    claims: usize,
    /// Sentences of it that could not be read and are gone.
    doubts: usize,
    /// Other documents of the same file: their texts stay, and the file as it came is gone.
    beside: Vec<String>,
    /// Other documents that repeat its words, and keep them.
    repeated: Vec<String>,
    /// Whether files of the store still hold its words: somebody still reads them; opening the store to write makes up for it.
    unscrubbed: bool,
}

/// Take a text into the record
///
/// It is read at once; a text that is there already is left alone. A file can hold several stories.
#[utoipa::path(post, path = "/api/documents", tag = "documents", request_body = NewDocument, responses(
    (status = 200, body = Vec<TakenIn>), (status = "4XX", body = Problem)))]
async fn take_in(visit: Visit, Body(new): Body<NewDocument>) -> Result<Json<Vec<TakenIn>>, Problem> {
    let published = given(&new.published).map(truce_monitor::published).transpose();
    let options = ImportOptions {
        published: published.map_err(|error| Problem::parameter("published", error))?,
        outlet: given(&new.outlet).map(|words| body::name("outlet", words)).transpose()?,
        ..ImportOptions::default()
    };
    visit
        .add(Role::Coder, move |monitor, change| {
            let file = monitor.prepare(&new.name, new.text.into_bytes(), &options)?;
            let files = vec![file];
            let done = match new.again {
                true => monitor.ingest_again(files, change.at)?,
                false => monitor.ingest(files, change.at)?,
            };
            let taken = done.into_iter().map(|one| TakenIn {
                id: one.document.to_string(),
                name: one.name,
                new: one.new,
                withdrawn: one.withdrawn,
                erased: one.erased.is_some(),
                claims: one.claims,
                doubts: one.doubts,
                kept: one.kept,
            });
            Ok(Json(taken.collect()))
        })
        .await
}

/// Withdraw a document: its claims no longer count
#[utoipa::path(post, path = "/api/documents/{id}/withdrawal", tag = "documents", params(("id" = String, Path)),
    request_body = Because, responses((status = 204), (status = "4XX", body = Problem)))]
async fn withdraw(
    visit: Visit,
    Path(id): Path<String>,
    Body(Because { reason }): Body<Because>,
) -> Result<StatusCode, Problem> {
    let reason = body::reason(&reason)?;
    visit
        .write(Role::Reviewer, move |monitor, view, change| {
            monitor.withdraw(&view.situation, &id, change.by, reason, change.at)?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}

/// Take the words of a document out of the record for good
///
/// Its text, its file and what was read from it go; name, outlet, date and hashes stay, and the record can still be verified.
#[utoipa::path(post, path = "/api/documents/{id}/erasure", tag = "documents", params(("id" = String, Path)),
    request_body = Because, responses((status = 200, body = Erasure), (status = "4XX", body = Problem)))]
async fn erase(
    visit: Visit,
    Path(id): Path<String>,
    Body(Because { reason }): Body<Because>,
) -> Result<Json<Erasure>, Problem> {
    let reason = body::reason(&reason)?;
    visit
        .write(Role::Administrator, move |monitor, view, change| {
            let of = DocumentId::new(id.as_str());
            if view.situation.document(&of).is_none() && view.situation.withdrawal(&of).is_none() {
                return Err(Problem::unknown(format!("no document has the id `{id}`")));
            }
            let erasure = monitor.erase(&id, change.by, reason, change.at)?;
            // Who may not see a document is not told of it here either.
            let seen = |documents: &[truce_model::Document]| -> Vec<String> {
                let seen = documents.iter().filter(|of| view.situation.document(&of.id).is_some());
                seen.map(|of| of.id.to_string()).collect()
            };
            Ok(Json(Erasure {
                id: erasure.document.id.to_string(),
                record: erasure.record,
                claims: erasure.claims,
                doubts: erasure.doubts,
                beside: seen(&erasure.beside),
                repeated: seen(&erasure.repeated),
                unscrubbed: erasure.unscrubbed.is_some(),
            }))
        })
        .await
}
