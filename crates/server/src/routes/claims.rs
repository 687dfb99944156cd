//! `/api/claims`: what sources say, claim by claim.

use super::listed::{Listed, order};
use crate::{
    answer::Listing,
    location::Location,
    problem::Problem,
    query::{Asked, Moment, acts, listing},
    record::Record,
    view::View,
    viewer::Visit,
    words::{KindWord, Stance},
};
use axum::{Json, extract::Path, response::Response};
use serde::Serialize;
use truce_model::{ClaimId, Name};
use truce_monitor::Noun;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// One thing that one source says in one document.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Claim {
    id: String,
    /// The document that carries it.
    document: Cited,
    /// What is said to have happened, such as `shelling`.
    act: String,
    kind: KindWord,
    /// Who says it; `null`: the text does not tell.
    source: Option<String>,
    /// The outlet through which the source is quoted.
    via: Option<String>,
    stance: Stance,
    /// Who did it, as told.
    agent: Option<String>,
    /// To whom or what it was done, as told.
    target: Option<String>,
    /// Where, as written, most specific first.
    places: Vec<String>,
    /// Where on the globe, where the source gives coordinates.
    location: Option<Location>,
    /// When it began at the earliest, in the local time of the place: a day or a minute; `null`: not told.
    #[schema(example = "2016-09-16T14:00")]
    start: Option<String>,
    /// When it ended at the latest.
    end: Option<String>,
    count: Option<Count>,
    /// The words in which it stands.
    quote: String,
    /// Where the words begin, in bytes of the normalised text.
    span_start: usize,
    /// Where they end.
    span_end: usize,
    /// The rules that found it and filled its slots; empty for a claim that a person entered.
    rules: Vec<String>,
    /// How often claims that were read with like signs are read rightly, in percent.
    confidence: Option<u8>,
    /// The incident that rests on it.
    incident: Option<String>,
}

/// The document behind a claim.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Cited {
    id: String,
    /// The name under which it came.
    name: Option<String>,
    /// Whose voice it is.
    outlet: Option<String>,
    /// When it was published, a day or a moment.
    published: Option<String>,
}

/// How many, between which bounds; a number that nobody gave is `null`, never zero.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Count {
    /// What is counted.
    of: String,
    /// At least so many.
    min: Option<u64>,
    /// At most so many.
    max: Option<u64>,
    /// Whether the source says that it is a rough number.
    approx: bool,
    /// Which people.
    who: Option<String>,
}

impl Claim {
    pub(crate) fn of(view: &View, claim: &truce_model::Claim) -> Claim {
        let document = view.situation.document(&claim.document);
        Claim {
            id: claim.id.to_string(),
            document: Cited {
                id: claim.document.to_string(),
                name: document.map(|of| of.name.clone()),
                outlet: document.and_then(|of| of.outlet.as_ref()).map(Name::to_string),
                published: document.and_then(|of| of.published).map(|at| at.to_string()),
            },
            act: claim.act.word().to_owned(),
            kind: claim.kind().into(),
            source: claim.source.as_ref().map(Name::to_string),
            via: claim.via.as_ref().map(Name::to_string),
            stance: claim.stance.into(),
            agent: claim.agent.as_ref().map(Name::to_string),
            target: claim.target.as_ref().map(Name::to_string),
            places: names(&claim.places),
            location: claim.point.map(|point| Location {
                lat: point.lat(),
                lon: point.lon(),
                radius_km: point.radius_km().unwrap_or_default(),
                place: None,
            }),
            start: claim.occurred.start.map(|at| at.to_string()),
            end: claim.occurred.end.map(|at| at.to_string()),
            count: claim.count.as_ref().map(|count| Count {
                of: count.of.clone(),
                min: count.min,
                max: count.max,
                approx: count.approx,
                who: count.who.as_ref().map(Name::to_string),
            }),
            quote: claim.quote.clone(),
            span_start: claim.span.start,
            span_end: claim.span.end,
            rules: claim.found_by.iter().map(|rule| rule.to_string()).collect(),
            confidence: claim.confidence.map(|confidence| confidence.percent()),
            incident: view.incident_of(&claim.id).map(|incident| incident.id.to_string()),
        }
    }
}

/// Names as they are written.
pub(crate) fn names(names: &[Name]) -> Vec<String> {
    names.iter().map(Name::to_string).collect()
}

listing! {
    /// What is asked of the listing of claims.
    ClaimsAsked {
        /// Keep what is of this kind.
        #[param(inline)]
        kind: Option<KindWord>,
        /// Keep these acts, such as `shelling`; several are joined by commas.
        act: Option<String>,
    }
}

static LISTED: Listed<truce_model::Claim, Claim> = Listed {
    noun: Noun::Claims,
    all: |selection| selection.claims(),
    order: |_, claim| order(&claim.occurred, claim.id.as_str()),
    of: Claim::of,
    lies: Some(|claim| Some((&claim.id, claim.location.as_ref()?))),
};

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one))
}

/// What sources say
///
/// Claim by claim, by time, then by id.
#[utoipa::path(get, path = "/api/claims", tag = "claims", params(ClaimsAsked), responses(
    (status = 200, body = Listing<Claim>), (status = "4XX", body = Problem)))]
async fn list(visit: Visit, Asked(asked): Asked<ClaimsAsked>) -> Result<Response, Problem> {
    let mut meant = asked.meant()?;
    meant.filter.kind = asked.kind.map(truce_model::Kind::from);
    meant.filter.acts = acts(&asked.act)?;
    LISTED.answer(&visit, meant).await
}

/// One claim
#[utoipa::path(get, path = "/api/claims/{id}", tag = "claims", params(("id" = String, Path), Moment), responses(
    (status = 200, body = Claim), (status = "4XX", body = Problem)))]
async fn one(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked<Moment>,
) -> Result<Json<Claim>, Problem> {
    let as_of = asked.moment()?;
    visit
        .read(move |reading| {
            let view = reading.as_of(as_of)?;
            let claim = view.situation.any_claim(&ClaimId::new(id.as_str()));
            let claim = claim.ok_or_else(|| Problem::unknown(format!("no claim has the id `{id}`")))?;
            Ok(Json(Claim::of(&view, claim)))
        })
        .await
}
