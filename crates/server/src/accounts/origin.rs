//! From which page a request comes. Keeps other sites from using a server through the browser of somebody who may use it.
//!
//! A local server is asked by the browser of its only user, so any page open in that browser could ask it too: by its
//! address, and by a name of the page's own that is made to mean this machine (DNS rebinding).

use super::{Access, Way};
use crate::problem::Problem;
use axum::http::{HeaderMap, StatusCode, Uri, header, request::Parts};

/// Refuses what comes from another site, and on a local server what asks for it by a foreign name.
pub(super) fn check(access: &Access, parts: &Parts) -> Result<(), Problem> {
    let host = host(&parts.headers, &parts.uri);
    let listens = access.0.listening.get().map(std::net::SocketAddr::port);
    let is_foreign = |host: &String| !is_local(host, listens);
    if matches!(access.0.way, Way::Local(_)) && host.as_ref().is_some_and(is_foreign) {
        let detail = "this server is for this machine alone, and is not asked for by that name";
        return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, detail)
            .with_hint("open it at http://127.0.0.1 with its port"));
    }
    if !parts.uri.path().starts_with("/api") {
        return Ok(());
    }
    let site = word(&parts.headers, "sec-fetch-site");
    let here = matches!(site, None | Some("same-origin" | "none"));
    if parts.method.is_safe() {
        // A link may lead here; an image or a script of another site may not be loaded from here.
        let follows_link = word(&parts.headers, "sec-fetch-mode") == Some("navigate");
        return if here || follows_link { Ok(()) } else { Err(foreign()) };
    }
    let origin = parts.headers.get(header::ORIGIN);
    let own = origin
        .is_none_or(|origin| origin.to_str().is_ok_and(|origin| is_own(access, origin, host.as_deref())));
    if here && own { Ok(()) } else { Err(foreign()) }
}

fn foreign() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "a page of another site sent this request")
}

fn word<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).map(|value| value.to_str().unwrap_or("?"))
}

/// By which name the server is asked for.
fn host(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let authority = uri.authority().map(|authority| authority.as_str().to_owned());
    authority.or_else(|| headers.get(header::HOST).map(|host| host.to_str().unwrap_or("?").to_owned()))
}

/// Whether that is a name of this machine, with the port on which the server listens, where that is known.
fn is_local(host: &str, listens: Option<u16>) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
        _ => (host, Some(80)),
    };
    let loopback = name.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
    let named = loopback || name.eq_ignore_ascii_case("localhost");
    named && listens.is_none_or(|listens| port == Some(listens))
}

/// Whether an origin is that of the server's own pages.
fn is_own(access: &Access, origin: &str, host: Option<&str>) -> bool {
    match access.public() {
        Some(public) => public.origin().eq_ignore_ascii_case(origin),
        None => host.is_some_and(|host| format!("http://{host}").eq_ignore_ascii_case(origin)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_server_has_the_names_of_its_machine() {
        let check = |host, expected| assert_eq!(is_local(host, Some(8080)), expected, "{host}");
        check("127.0.0.1:8080", true);
        check("localhost:8080", true);
        check("[::1]:8080", true);
        check("127.0.0.1:8081", false);
        check("127.0.0.1", false);
        check("arden.example:8080", false);
        check("127.0.0.1.arden.example:8080", false);
        check("localhost.arden.example:8080", false);
        check("?", false);
    }
}
