//! `/api/agreements`: terms as they are written, provision beside article, with zones, hours and readings.

use crate::{
    answer,
    body::Body,
    location::{Location, listed_place},
    problem::Problem,
    query::{Asked, Form, moment},
    record::Record,
    view::View,
    viewer::{Role, Visit},
    words::{AgreementKind, Stage, Verdict},
};
use axum::{
    Json,
    extract::Path,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use truce_model::{ActorId, AgreementId, Deadline, Shape, Window, Zone};
use truce_monitor::{
    change_in_words, check_agreement, edge_in_words, provision_in_words, stage, turn_in_words,
};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// An agreement, a declaration or a demand.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Agreement {
    id: String,
    title: String,
    kind: AgreementKind,
    #[schema(format = Date)]
    made_on: String,
    /// The IANA zone in which its days and hours are meant.
    zone: String,
    parties: Vec<Party>,
    /// Where its text is published.
    cite: Vec<String>,
    readings: Vec<Reading>,
    /// When its first provision can begin to bind.
    #[schema(format = DateTime)]
    starts: Option<String>,
}

/// Who has which role.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Party {
    actor: String,
    name: String,
    /// As what, such as `guarantor`.
    role: String,
}

/// One named way to understand contested terms.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Reading {
    id: String,
    title: String,
    /// Who holds it; empty: the text as it stands.
    holders: Vec<String>,
    /// The words in which they said so.
    words: Vec<Words>,
    /// What it changes, provision by provision.
    changes: Vec<Change>,
}

/// Words of a party.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Words {
    by: String,
    #[schema(format = Date)]
    on: Option<String>,
    text: String,
    cite: String,
}

/// What a reading changes in a provision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Change {
    provision: String,
    words: String,
}

/// An agreement with its text and terms.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgreementWhole {
    agreement: Agreement,
    articles: Vec<Article>,
    /// What became of it, in words.
    turns: Vec<String>,
    /// The areas that it draws, as GeoJSON features; each has `title`, `edge_km`, and a corridor its `half_width_km`.
    #[schema(value_type = Vec<Object>)]
    areas: Vec<Value>,
}

/// An article with the provisions that put it into terms.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Article {
    text: String,
    provisions: Vec<Provision>,
}

/// One binding unit of the text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Provision {
    id: String,
    /// The word of its term, such as `cease-hostilities`.
    term: String,
    /// The term in words, a line for each thing that it says.
    words: Vec<String>,
    /// Whom it binds.
    binds: Vec<String>,
    from: String,
    until: Option<String>,
    due: Option<String>,
    /// The hours at which it binds; empty: all day.
    windows: Vec<Hours>,
    /// Where it binds; empty: everywhere.
    zone: Vec<Ground>,
    /// The stage of its life under each reading, at the moment that is asked for.
    stages: Vec<StageUnder>,
    /// How many findings come to which verdict, under each reading.
    findings: BTreeMap<String, BTreeMap<Verdict, usize>>,
}

/// The stage of a provision under a reading.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StageUnder {
    reading: String,
    /// `null`: the text or the record leaves it open.
    stage: Option<Stage>,
}

/// Hours that recur.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Hours {
    #[schema(example = "09:00")]
    start: String,
    #[schema(example = "14:00")]
    end: String,
    /// How they recur (iCalendar, RFC 5545).
    repeat: String,
}

/// A part of the ground.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Ground {
    /// The name of a place, or the id of an area.
    name: String,
    /// Whether it is one of the agreement's areas.
    drawn: bool,
    /// Where a named place lies.
    location: Option<Location>,
}

impl Agreement {
    pub(crate) fn of(view: &View, agreement: &truce_model::Agreement) -> Agreement {
        let party = |party: &truce_model::Party| Party {
            actor: party.actor.to_string(),
            name: name(view, &party.actor),
            role: word(&party.role),
        };
        let words = |words: &truce_model::Words| Words {
            by: name(view, &words.by),
            on: words.on.map(|day| day.to_string()),
            text: words.text.clone(),
            cite: words.cite.clone(),
        };
        let reading = |reading: &truce_model::Reading| Reading {
            id: reading.id.to_string(),
            title: reading.title.clone(),
            holders: reading.holders.iter().map(|id| name(view, id)).collect(),
            words: reading.words.iter().map(words).collect(),
            changes: reading
                .changes
                .iter()
                .map(|(provision, change)| Change {
                    provision: provision.to_string(),
                    words: change_in_words(agreement, change),
                })
                .collect(),
        };
        Agreement {
            id: agreement.id.to_string(),
            title: agreement.title.clone(),
            kind: agreement.kind.into(),
            made_on: agreement.made_on.to_string(),
            zone: agreement.zone.clone(),
            parties: agreement.parties.iter().map(party).collect(),
            cite: agreement.cite.clone(),
            readings: agreement.readings.iter().map(reading).collect(),
            starts: agreement.starts().map(|at| at.to_string()),
        }
    }
}

/// What is asked of the listing of agreements, or of one.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct AgreementsAsked {
    /// What was known then: at a time with its zone, or at a record by its number.
    as_of: Option<String>,
    /// In which form: json, or geojson for the ground that it draws.
    #[param(inline)]
    format: Option<Form>,
}

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(one))
}

/// The agreements, each in its last version
#[utoipa::path(get, path = "/api/agreements", tag = "agreements", params(AgreementsAsked), responses(
    (status = 200, body = Vec<Agreement>), (status = "4XX", body = Problem)))]
async fn list(visit: Visit, Asked(asked): Asked<AgreementsAsked>) -> Result<Response, Problem> {
    let as_of = moment("as_of", &asked.as_of)?;
    visit
        .read(move |reading| {
            let view = reading.as_of(as_of)?;
            let all = &view.situation.agreements;
            match asked.format.unwrap_or_default() {
                Form::Json => {
                    let all: Vec<Agreement> = all.iter().map(|one| Agreement::of(&view, one)).collect();
                    Ok(Json(all).into_response())
                }
                Form::Geojson => Ok(answer::geojson(all.iter().flat_map(areas).collect())),
                Form::Csv => Err(Problem::parameter("format", "agreements are answered as json and geojson")),
            }
        })
        .await
}

/// One agreement: article beside provision, zones, hours, readings and what became of it
#[utoipa::path(get, path = "/api/agreements/{id}", tag = "agreements", params(("id" = String, Path), AgreementsAsked),
    responses((status = 200, body = AgreementWhole), (status = "4XX", body = Problem)))]
async fn one(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked<AgreementsAsked>,
) -> Result<Response, Problem> {
    let as_of = moment("as_of", &asked.as_of)?;
    visit
        .read(move |reading| {
            let view = reading.as_of(as_of)?;
            let agreement = reading.monitor.agreement(&AgreementId::new(id.as_str()), view.situation.seq)?;
            match asked.format.unwrap_or_default() {
                Form::Json => Ok(Json(whole(&view, &agreement)).into_response()),
                Form::Geojson => Ok(answer::geojson(areas(&agreement))),
                Form::Csv => Err(Problem::parameter("format", "agreements are answered as json and geojson")),
            }
        })
        .await
}

fn whole(view: &View, agreement: &truce_model::Agreement) -> AgreementWhole {
    let findings: Vec<_> =
        view.situation.findings.iter().filter(|finding| finding.agreement == agreement.id).collect();
    let articles = agreement.articles.iter().enumerate().map(|(at, article)| {
        let here = agreement.provisions.iter().filter(|provision| provision.article == at);
        Article {
            text: article.text.clone(),
            provisions: here
                .map(|provision| self::provision(view, agreement, provision, &findings))
                .collect(),
        }
    });
    AgreementWhole {
        articles: articles.collect(),
        turns: agreement.turns.iter().map(|turn| turn_in_words(agreement, turn).trim().to_owned()).collect(),
        areas: areas(agreement),
        agreement: Agreement::of(view, agreement),
    }
}

fn provision(
    view: &View,
    agreement: &truce_model::Agreement,
    of: &truce_model::Provision,
    findings: &[&truce_model::Finding],
) -> Provision {
    let mut counts: BTreeMap<String, BTreeMap<Verdict, usize>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.provision == of.id) {
        let under = counts.entry(finding.reading.to_string()).or_default();
        *under.entry(finding.verdict.into()).or_default() += 1;
    }
    let stages = agreement.readings.iter().map(|reading| {
        let stage = stage(agreement, of, reading, view.situation.as_of);
        StageUnder { reading: reading.id.to_string(), stage: stage.map(Stage::from) }
    });
    let hours = |window: &Window| Hours {
        start: window.start.strftime("%H:%M").to_string(),
        end: window.end.strftime("%H:%M").to_string(),
        repeat: window.repeat.clone(),
    };
    let ground = |zone: &Zone| Ground {
        name: zone.word().to_owned(),
        drawn: matches!(zone, Zone::Area { .. }),
        location: match zone {
            Zone::Area { .. } => None,
            Zone::Place(name) => listed_place(view, name),
        },
    };
    Provision {
        id: of.id.to_string(),
        term: of.term.word().to_owned(),
        words: provision_in_words(agreement, of).iter().map(|line| line.trim().to_owned()).collect(),
        binds: of.binds.iter().map(|id| name(view, id)).collect(),
        from: edge_in_words(agreement, of.from),
        until: of.until.map(|until| edge_in_words(agreement, until)),
        due: of.due.as_ref().map(|due| match due {
            Deadline::At(at) => edge_in_words(agreement, *at),
            Deadline::Within { within, of } => format!("within {within} of {of}"),
        }),
        windows: of.windows.iter().map(hours).collect(),
        zone: of.zone.iter().map(ground).collect(),
        stages: stages.collect(),
        findings: counts,
    }
}

/// The areas that an agreement draws; listed places are no area of theirs.
fn areas(agreement: &truce_model::Agreement) -> Vec<Value> {
    let feature = |area: &truce_model::Area| {
        let (geometry, half_width_km) = match &area.shape {
            Shape::Places { .. } => return None,
            Shape::Polygons { rings } => (json!({"type": "MultiPolygon", "coordinates": rings}), None),
            Shape::Corridor { line, half_width_km } => {
                (json!({"type": "LineString", "coordinates": line}), Some(half_width_km))
            }
        };
        let id = format!("{}/{}", agreement.id, area.id);
        let properties = json!({
            "agreement": agreement.id, "area": area.id, "title": area.title, "edge_km": area.edge_km,
            "half_width_km": half_width_km, "cite": area.cite,
        });
        Some(answer::feature(&id, geometry, properties))
    };
    agreement.areas.iter().filter_map(feature).collect()
}

fn name(view: &View, id: &ActorId) -> String {
    view.book.actors.get(id).map_or_else(|| id.to_string(), |actor| actor.name.clone())
}

fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The files of an agreement's folder.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAgreement {
    /// The folder's name: lower-case letters, digits and hyphens; the agreement's id.
    id: String,
    /// Its files: `agreement.md`, and beside it areas (`*.geojson`) and cases (`cases/*.toml`).
    files: Vec<AgreementFile>,
    /// Whether it is only to be checked.
    #[serde(default)]
    only_check: bool,
}

/// A file of an agreement's folder.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AgreementFile {
    /// Its path in the folder.
    path: String,
    text: String,
}

/// What became of an agreement that was sent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgreementAdded {
    id: String,
    /// Whether it, or this version of it, is new to the record.
    new: bool,
    provisions: usize,
    readings: usize,
    /// How many cases came out as they say.
    cases: usize,
}

/// Add an agreement, or a new version of one; it is checked whole before anything is stored
#[utoipa::path(post, path = "/api/agreements", tag = "agreements", request_body = NewAgreement, responses(
    (status = 200, body = AgreementAdded), (status = "4XX", body = Problem)))]
async fn add(visit: Visit, Body(new): Body<NewAgreement>) -> Result<Json<AgreementAdded>, Problem> {
    visit
        .add(Role::Reviewer, move |monitor, change| {
            let files: Vec<(String, String)> =
                new.files.into_iter().map(|file| (file.path, file.text)).collect();
            let checked = check_agreement(std::path::Path::new(&new.id), &files, monitor.book())?;
            if !checked.failed.is_empty() {
                let failed: Vec<String> = checked.failed.iter().map(ToString::to_string).collect();
                return Err(Problem::refused(failed.join("\n\n")));
            }
            let agreement = checked.agreement;
            let (provisions, readings) = (agreement.provisions.len(), agreement.readings.len());
            let added = if new.only_check { false } else { monitor.add_agreement(agreement, change.at)? };
            let cases = checked.cases.len();
            Ok(Json(AgreementAdded { id: new.id, new: added, provisions, readings, cases }))
        })
        .await
}
