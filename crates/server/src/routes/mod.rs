//! The routes, a file a noun, and what holds for all of them.

mod agreements;
mod changes;
mod claims;
mod classifications;
mod decisions;
mod documents;
mod feeds;
mod findings;
mod incidents;
mod listed;
mod obligations;
mod records;
mod reports;
mod search;
mod situation;
mod tallies;
mod tolls;
mod why;

use crate::{Access, accounts, events, pages, problem::Problem, record::Record, unchanged::unchanged};
use axum::{
    Extension, Router,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer};
use utoipa::{
    OpenApi,
    openapi::{InfoBuilder, LicenseBuilder, OpenApiBuilder},
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

/// The largest body of a request, in bytes.
const LARGEST_BODY: usize = 64 << 20;

#[derive(OpenApi)]
#[openapi()]
struct Described;

fn api() -> OpenApiRouter<Record> {
    OpenApiRouter::with_openapi(Described::openapi())
        .merge(situation::routes())
        .merge(documents::routes())
        .merge(claims::routes())
        .merge(search::routes())
        .merge(incidents::routes())
        .merge(findings::routes())
        .merge(tolls::routes())
        .merge(tallies::routes())
        .merge(obligations::routes())
        .merge(agreements::routes())
        .merge(decisions::routes())
        .merge(classifications::routes())
        .merge(changes::routes())
        .merge(why::routes())
        .merge(reports::routes())
        .merge(records::routes())
        .merge(feeds::routes())
        .merge(events::routes())
        .merge(accounts::routes())
}

/// The API in OpenAPI 3.1, made from the handlers.
pub fn description() -> utoipa::openapi::OpenApi {
    let mut api = api().into_openapi();
    for (path, item) in &mut api.paths.paths {
        // A handler is named by what it does to its noun; a client needs names that are apart.
        let name = path.trim_start_matches("/api/").replace(['/', '-'], "_").replace(['{', '}'], "");
        let operations = [("get", &mut item.get), ("post", &mut item.post), ("put", &mut item.put)];
        let others = [("patch", &mut item.patch), ("delete", &mut item.delete)];
        for (method, operation) in operations.into_iter().chain(others) {
            if let Some(operation) = operation {
                operation.operation_id = Some(format!("{method}_{name}"));
            }
        }
    }
    let license =
        LicenseBuilder::new().name("Apache-2.0 OR MIT").identifier(Some("Apache-2.0 OR MIT")).build();
    let about = "The record of the reporting around ceasefires: what sources say, which reports are one incident, what \
                 the terms make of it under each reading, each figure down to the quoted words behind it. Every answer can be \
                 asked for as of an earlier moment.";
    let info = InfoBuilder::new()
        .title("Trucewatch")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(about))
        .license(Some(license));
    OpenApiBuilder::from(api).info(info.build()).build()
}

/// Everything that is served, on that record, to those who may come in.
pub fn router(record: Record, access: Access) -> Router {
    let (routes, _) = api().split_for_parts();
    let routes = routes.with_state(record).layer(middleware::from_fn(unchanged));
    let docs = SwaggerUi::new("/api/docs").url("/api/openapi.json", description());
    Router::new()
        .merge(routes)
        .merge(docs)
        .route("/api", axum::routing::any(nothing))
        .route("/api/{*rest}", axum::routing::any(nothing))
        .merge(pages::routes())
        .layer(middleware::from_fn_with_state(access.clone(), accounts::once))
        .layer(middleware::from_fn_with_state(access.clone(), accounts::identify))
        .layer(Extension(access))
        .layer(middleware::from_fn(guarded))
        .layer(CompressionLayer::new())
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| Problem::broken().into_response()))
}

async fn nothing() -> Problem {
    Problem::unknown("the API has no such path").with_hint("all paths stand in /api/openapi.json")
}

/// What every answer says of itself: nothing else may be loaded into a page, nobody may frame it, no cache keeps it unasked.
async fn guarded(request: Request, next: Next) -> Response {
    const HEADERS: [(header::HeaderName, &str); 5] = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; \
             object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    let mut response = next.run(request).await;
    // A route that is asked in a way it does not know says so in the form of all problems.
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        let allow = response.headers().get(header::ALLOW).cloned();
        response = Problem::method().into_response();
        response.headers_mut().extend(allow.map(|allow| (header::ALLOW, allow)));
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
