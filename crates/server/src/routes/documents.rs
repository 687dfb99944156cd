//! `/api/documents`: the texts of the record, each with its claims marked in it.

use super::claims::Claim;
use crate::{
    answer,
    problem::Problem,
    query::{Asked, Moment},
    record::Record,
    view::View,
    viewer::Visit,
    words::BlockRole,
};
use axum::{
    Json,
    extract::Path,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use truce_model::DocumentId;
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
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one))
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
