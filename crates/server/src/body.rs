//! What is sent in the body of a request: JSON, each part checked as on the command line.

use crate::problem::Problem;
use axum::{
    Json,
    extract::{FromRequest, Request},
};
use serde::de::DeserializeOwned;
use truce_model::Name;

/// The JSON of a body; a problem where it makes no sense.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Body<T>, Problem> {
        let Json(body) = Json::<T>::from_request(request, state).await?;
        Ok(Body(body))
    }
}

/// A name in a body.
pub(crate) fn name(field: &str, words: &str) -> Result<Name, Problem> {
    Name::parse(words).map_err(|error| Problem::parameter(field, error))
}

/// The longest reason, in characters.
const LONGEST_REASON: usize = 4_000;

/// Why something is changed; nothing is without.
pub(crate) fn reason(words: &str) -> Result<String, Problem> {
    match words.trim() {
        "" => Err(Problem::parameter("reason", "it is needed: say why")),
        long if long.chars().count() > LONGEST_REASON => {
            Err(Problem::parameter("reason", format!("{LONGEST_REASON} characters are the most")))
        }
        words => Ok(words.to_owned()),
    }
}
