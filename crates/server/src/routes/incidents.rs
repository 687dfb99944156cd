//! `/api/incidents`: what the claims, taken together, tell happened.

use super::listed::{Listed, order};
use super::{
    claims::{Claim, names},
    findings::Finding,
    tolls::Toll,
};
use crate::{
    answer::Listing,
    body::{self, Body},
    location::{self, Location},
    problem::Problem,
    query::{Asked, Moment, acts, given, listing, one_day},
    record::Record,
    view::View,
    viewer::{Role, Visit},
    words::{KindWord, Standing, Truth},
};
use axum::{Json, extract::Path, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use truce_model::{AgreementId, Attribution, Conduct, IncidentId, ProvisionId};
use truce_monitor::{Held, Noun};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// What the claims, taken together, tell happened.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Incident {
    id: String,
    /// What happened; the most specific act that a claim gives.
    act: String,
    kind: KindWord,
    /// When it began at the earliest, in the local time of the place: a day or a minute; `null`: not told.
    start: Option<String>,
    /// When it ended at the latest.
    end: Option<String>,
    /// Where, most specific first.
    places: Vec<String>,
    /// Where on a map; `null`: it lies nowhere that is known.
    location: Option<Location>,
    attribution: AttributionWord,
    /// Who is named as having done it.
    agents: Vec<String>,
    /// Who or what was hit.
    targets: Vec<String>,
    standing: Standing,
    /// Who says so, each independent source once.
    witnesses: Vec<String>,
    /// On what the claims differ.
    disagreements: Vec<Disagreement>,
    /// The claims that tell of it.
    claims: Vec<String>,
    /// The claims of tolls that belong to it.
    toll_claims: Vec<String>,
}

/// How those who are named stand to it.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AttributionWord {
    /// The actor says so itself.
    ClaimedBy,
    /// Others say so, and nobody says otherwise.
    AllegedAgainst,
    /// Sources name different actors, or the named one denies it.
    Contested,
    /// Nobody is named.
    Unknown,
}

/// A slot on which the claims differ.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Disagreement {
    /// Which slot.
    slot: String,
    versions: Vec<Version>,
}

/// One version of a slot.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Version {
    /// What these claims say.
    says: String,
    /// The claims that say so.
    claims: Vec<String>,
}

/// An incident with all that is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IncidentWhole {
    incident: Incident,
    /// Its claims, those of tolls among them.
    claims: Vec<Claim>,
    /// What the terms make of it.
    findings: Vec<Finding>,
    /// How many people it affected.
    tolls: Vec<Toll>,
    /// What people who looked into it hold.
    rulings: Vec<RulingWords>,
}

/// What somebody who looked into an incident holds of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RulingWords {
    agreement: String,
    provision: String,
    /// Did it happen?
    occurred: Truth,
    by: String,
    #[schema(format = Date)]
    on: Option<String>,
    reason: String,
}

impl Incident {
    pub(crate) fn of(view: &View, incident: &truce_model::Incident) -> Incident {
        let ids = |ids: &[truce_model::ClaimId]| ids.iter().map(ToString::to_string).collect();
        let version = |version: &truce_model::Version| Version {
            says: version.says.clone(),
            claims: version.claims.iter().map(ToString::to_string).collect(),
        };
        let disagreement = |of: &truce_model::Disagreement| Disagreement {
            slot: of.slot.clone(),
            versions: of.versions.iter().map(version).collect(),
        };
        Incident {
            id: incident.id.to_string(),
            act: incident.act.word().to_owned(),
            kind: incident.act.kind().into(),
            start: incident.occurred.start.map(|at| at.to_string()),
            end: incident.occurred.end.map(|at| at.to_string()),
            places: names(&incident.places),
            location: location::of_incident(view, incident),
            attribution: match &incident.attribution {
                Attribution::ClaimedBy { .. } => AttributionWord::ClaimedBy,
                Attribution::AllegedAgainst { .. } => AttributionWord::AllegedAgainst,
                Attribution::Contested { .. } => AttributionWord::Contested,
                Attribution::Unknown => AttributionWord::Unknown,
            },
            agents: incident.attribution.named().into_iter().map(ToString::to_string).collect(),
            targets: names(&incident.targets),
            standing: incident.standing.into(),
            witnesses: names(&incident.witnesses),
            disagreements: incident.disagreements.iter().map(disagreement).collect(),
            claims: ids(&incident.claims),
            toll_claims: ids(&incident.toll_claims),
        }
    }
}

listing! {
    /// What is asked of the listing of incidents.
    IncidentsAsked {
        /// Keep what is of this kind.
        #[param(inline)]
        kind: Option<KindWord>,
        /// Keep these acts, such as `shelling`; several are joined by commas.
        act: Option<String>,
        /// Keep incidents of this standing; only `retracted` lists what was retracted.
        #[param(inline)]
        standing: Option<Standing>,
    }
}

static LISTED: Listed<truce_model::Incident, Incident> = Listed {
    noun: Noun::Incidents,
    all: |selection| selection.incidents(),
    order: |_, incident| order(&incident.occurred, incident.id.as_str()),
    of: Incident::of,
    lies: Some(|incident| Some((&incident.id, incident.location.as_ref()?))),
};

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one)).routes(routes!(rule))
}

/// What happened, on the claims of all sources
///
/// By time, then by id. As GeoJSON only what lies somewhere; each feature has `location.radius_km`, within which it happened.
#[utoipa::path(get, path = "/api/incidents", tag = "incidents", params(IncidentsAsked), responses(
    (status = 200, body = Listing<Incident>), (status = "4XX", body = Problem)))]
async fn list(visit: Visit, Asked(asked): Asked<IncidentsAsked>) -> Result<Response, Problem> {
    let mut meant = asked.meant()?;
    meant.filter.kind = asked.kind.map(truce_model::Kind::from);
    meant.filter.acts = acts(&asked.act)?;
    meant.filter.standing = asked.standing.map(truce_model::Standing::from);
    LISTED.answer(&visit, meant).await
}

/// One incident with its claims, findings, tolls and rulings
#[utoipa::path(get, path = "/api/incidents/{id}", tag = "incidents", params(("id" = String, Path), Moment), responses(
    (status = 200, body = IncidentWhole), (status = "4XX", body = Problem)))]
async fn one(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked<Moment>,
) -> Result<Json<IncidentWhole>, Problem> {
    let as_of = asked.moment()?;
    visit
        .read(move |reading| {
            let view = reading.as_of(as_of)?;
            let id = IncidentId::new(id.as_str());
            let gone = || view.situation.retracted.iter().find(|incident| incident.id == id);
            let incident = view.situation.incident(&id).or_else(gone);
            let incident =
                incident.ok_or_else(|| Problem::unknown(format!("no incident has the id `{id}`")))?;
            let claims = incident.all_claims().filter_map(|claim| view.situation.any_claim(claim));
            let own = |ruling: &&truce_model::Ruling| incident.claims.contains(&ruling.claim);
            let ruling = |ruling: &truce_model::Ruling| RulingWords {
                agreement: ruling.agreement.to_string(),
                provision: ruling.provision.to_string(),
                occurred: ruling.occurred.into(),
                by: ruling.by.to_string(),
                on: ruling.on.map(|day| day.to_string()),
                reason: ruling.reason.clone(),
            };
            Ok(Json(IncidentWhole {
                claims: claims.map(|claim| Claim::of(&view, claim)).collect(),
                findings: view.findings_of(&id).map(|finding| Finding::of(&view, finding)).collect(),
                tolls: view.tolls_of(&id).map(Toll::of).collect(),
                rulings: view.situation.rulings.iter().filter(own).map(ruling).collect(),
                incident: Incident::of(&view, incident),
            }))
        })
        .await
}

/// What somebody who looked into an incident holds of it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRuling {
    /// The agreement that it is judged by; left out: the only one with the provision.
    agreement: Option<String>,
    provision: String,
    /// Did it happen?
    occurred: Truth,
    /// Whether those who are named breached the provision, and meant to.
    #[serde(default)]
    conduct: Vec<NewConduct>,
    /// The day of the ruling.
    #[schema(format = Date)]
    on: Option<String>,
    reason: String,
}

/// How one of those named stands to a breach.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewConduct {
    who: String,
    /// Whether there was a breach of his.
    breached: Truth,
    /// Whether he meant to.
    meant: Truth,
}

/// Record a ruling on an incident; it stands beside the findings and changes none of them
#[utoipa::path(post, path = "/api/incidents/{id}/rulings", tag = "incidents", params(("id" = String, Path)),
    request_body = NewRuling, responses((status = 204), (status = "4XX", body = Problem)))]
async fn rule(
    visit: Visit,
    Path(id): Path<String>,
    Body(new): Body<NewRuling>,
) -> Result<StatusCode, Problem> {
    let conduct = |one: NewConduct| {
        Ok(Conduct {
            who: body::name("who", &one.who)?,
            breached: one.breached.into(),
            meant: one.meant.into(),
        })
    };
    let conduct = new.conduct.into_iter().map(conduct).collect::<Result<Vec<_>, Problem>>()?;
    let (on, reason) = (one_day("on", &new.on)?, body::reason(&new.reason)?);
    visit
        .write(Role::Reviewer, move |monitor, view, change| {
            let held = Held {
                agreement: given(&new.agreement).map(AgreementId::new),
                provision: ProvisionId::new(new.provision),
                occurred: new.occurred.into(),
                conduct,
                by: change.by,
                on,
                reason,
            };
            monitor.rule(&view.situation, &id, held, change.at)?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}
