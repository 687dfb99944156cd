//! Asks a timestamp authority over HTTP (RFC 3161, section 3.4). Checks nothing of the answer but its size and kind.

use crate::failure::Failure;
use std::time::Duration;
use truce_monitor::LARGEST_RESPONSE;
use ureq::{Agent, http::header::CONTENT_TYPE};

/// How long an authority may take in all.
const PATIENCE: Duration = Duration::from_secs(30);

/// The authority's answer to a request.
pub fn ask(url: &str, request: &[u8]) -> Result<Vec<u8>, Failure> {
    let fault = |problem: String| {
        let hint = "or carry the request there yourself: --timestamp-request FILE writes it";
        Failure::data(format!("{url}: {problem}"), hint)
    };
    let config = Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(3);
    let agent: Agent = config.build().into();
    let asked = agent.post(url).header(CONTENT_TYPE, "application/timestamp-query");
    let mut answer = asked.send(request).map_err(|error| fault(error.to_string()))?;
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("none");
    if !kind.starts_with("application/timestamp-reply") {
        return Err(fault(format!("the answer is no timestamp, its kind is `{kind}`")));
    }
    let body = answer.body_mut().with_config().limit(LARGEST_RESPONSE as u64);
    body.read_to_vec().map_err(|error| fault(error.to_string()))
}
