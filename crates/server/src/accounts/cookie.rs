//! The cookies of a session and of a login that is under way. Over an encrypted way their names bind them to this host
//! (RFC 6265bis, 4.1.3.2).

use axum::http::{HeaderMap, HeaderValue, header};
use std::time::Duration;
use truce_monitor::{SESSION_LASTS, Secret};

/// What a cookie is for.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// A session.
    Session,
    /// A login at a provider, which may take that long.
    Login(Duration),
}

/// The name of a cookie.
fn name(kind: Kind, secure: bool) -> &'static str {
    match (kind, secure) {
        (Kind::Session, true) => "__Host-truce",
        (Kind::Session, false) => "truce",
        (Kind::Login(_), true) => "__Host-truce-login",
        (Kind::Login(_), false) => "truce-login",
    }
}

/// The secret that a request brings.
pub(super) fn read(kind: Kind, headers: &HeaderMap, secure: bool) -> Option<Secret> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name(kind, secure)).map(|(_, secret)| Secret::of(secret))
}

/// Gives the browser a secret; `None`: takes it away.
pub(super) fn set(kind: Kind, secret: Option<&Secret>, secure: bool) -> HeaderValue {
    let lasts = match kind {
        Kind::Session => SESSION_LASTS.unsigned_abs().as_secs(),
        Kind::Login(lasts) => lasts.as_secs(),
    };
    let (value, age) = secret.map_or(("", 0), |secret| (secret.shown(), lasts));
    let ending = if secure { "; Secure" } else { "" };
    let line =
        format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{ending}", name(kind, secure));
    let mut line = HeaderValue::from_str(&line).expect("a secret is letters, digits, - and _");
    line.set_sensitive(true);
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_found_among_others_and_only_by_its_own_name() {
        let check = |cookies: &'static str, secure, expected: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_static(cookies));
            assert_eq!(
                read(Kind::Session, &headers, secure).as_ref().map(Secret::shown),
                expected,
                "{cookies}"
            );
        };
        check("theme=dark; truce-login=ruba; truce=arden; lang=en", false, Some("arden"));
        check("__Host-truce=arden", true, Some("arden"));
        check("truce=arden", true, None);
        check("nottruce=arden", false, None);
    }

    #[test]
    fn the_cookie_stays_with_this_host_and_out_of_scripts() {
        let secret = Secret::of("arden");
        let line = set(Kind::Session, Some(&secret), true);
        assert_eq!(
            line.to_str().unwrap(),
            "__Host-truce=arden; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200; Secure"
        );
        assert!(line.is_sensitive());
        let gone = set(Kind::Session, None, false);
        assert_eq!(gone.to_str().unwrap(), "truce=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
        let login = set(Kind::Login(Duration::from_secs(600)), Some(&secret), false);
        assert_eq!(login.to_str().unwrap(), "truce-login=arden; Path=/; HttpOnly; SameSite=Lax; Max-Age=600");
    }
}
