//! `/api/obligations`: who owes what to whom by when, deadlines and ultimatums with their clocks.

use super::listed::{Listed, order};
use crate::{
    answer::Listing,
    problem::Problem,
    query::{Asked, given, listing},
    record::Record,
    view::View,
    viewer::Visit,
    words::{ObligationState, Stage},
};
use axum::response::Response;
use serde::Serialize;
use truce_model::{ActorId, Interval};
use truce_monitor::Noun;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// A duty and how it stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Obligation {
    id: String,
    agreement: String,
    provision: String,
    /// Who owes it.
    debtors: Vec<String>,
    /// To whom.
    creditors: Vec<String>,
    /// What is owed.
    what: String,
    /// By when at the latest; `null`: the text does not say, or what it counts from has not come to pass.
    #[schema(format = DateTime)]
    due: Option<String>,
    /// How long until then, or since.
    clock: Option<String>,
    /// Whether that moment is past.
    is_past: Option<bool>,
    /// The stage of its life by the text; `null`: the text leaves it open.
    stage: Option<Stage>,
    /// The steps before it that have not been taken.
    waits_for: Vec<String>,
    state: ObligationState,
    /// Claims that it is met.
    met: Vec<String>,
    /// Claims that it is not.
    unmet: Vec<String>,
}

impl Obligation {
    pub(crate) fn of(view: &View, of: &truce_model::Obligation) -> Obligation {
        let name = |id: &ActorId| view.book.actors.get(id).map_or(id.to_string(), |actor| actor.name.clone());
        let due = of.due.map(|due| due.latest);
        Obligation {
            id: of.id.to_string(),
            agreement: of.agreement.to_string(),
            provision: of.provision.to_string(),
            debtors: of.debtors.iter().map(name).collect(),
            creditors: of.creditors.iter().map(name).collect(),
            what: of.what.clone(),
            due: due.map(|due| due.to_string()),
            clock: due.map(|due| truce_monitor::clock(due, view.situation.as_of)),
            is_past: due.map(|due| due < view.situation.as_of),
            stage: of.stage.map(Stage::from),
            waits_for: of.waits_for.iter().map(ToString::to_string).collect(),
            state: of.state.into(),
            met: of.met.iter().map(ToString::to_string).collect(),
            unmet: of.unmet.iter().map(ToString::to_string).collect(),
        }
    }
}

listing! {
    /// What is asked of the listing of obligations.
    ObligationsAsked {
        /// Keep the obligations of this provision.
        provision: Option<String>,
    }
}

static LISTED: Listed<truce_model::Obligation, Obligation> = Listed {
    noun: Noun::Obligations,
    all: |selection| selection.obligations(),
    order: |_, of| order(&Interval::UNKNOWN, of.id.as_str()),
    of: Obligation::of,
    lies: None,
};

pub(super) fn routes() -> OpenApiRouter<Record> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Who owes what to whom by when
#[utoipa::path(get, path = "/api/obligations", tag = "obligations", params(ObligationsAsked), responses(
    (status = 200, body = Listing<Obligation>), (status = "4XX", body = Problem)))]
async fn list(visit: Visit, Asked(asked): Asked<ObligationsAsked>) -> Result<Response, Problem> {
    let mut meant = asked.meant()?;
    meant.filter.provision = given(&asked.provision).map(ToOwned::to_owned);
    LISTED.answer(&visit, meant).await
}
