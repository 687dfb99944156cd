//! The cookie of a session. Over an encrypted way its name binds it to this host (RFC 6265bis, 4.1.3.2).

use axum::http::{HeaderMap, HeaderValue, header};
use truce_monitor::{SESSION_LASTS, Secret};

/// The name of the cookie.
fn name(secure: bool) -> &'static str {
    if secure { "__Host-truce" } else { "truce" }
}

/// The secret of the session that a request brings.
pub(super) fn read(headers: &HeaderMap, secure: bool) -> Option<Secret> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name(secure)).map(|(_, secret)| Secret::of(secret))
}

/// Gives the browser the secret of a session; `None`: takes it away.
pub(super) fn set(secret: Option<&Secret>, secure: bool) -> HeaderValue {
    let (value, age) = secret.map_or(("", 0), |secret| (secret.shown(), SESSION_LASTS.as_secs()));
    let ending = if secure { "; Secure" } else { "" };
    let line = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{ending}", name(secure));
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
            assert_eq!(read(&headers, secure).as_ref().map(Secret::shown), expected, "{cookies}");
        };
        check("theme=dark; truce=arden; lang=en", false, Some("arden"));
        check("__Host-truce=arden", true, Some("arden"));
        check("truce=arden", true, None);
        check("nottruce=arden", false, None);
    }

    #[test]
    fn the_cookie_stays_with_this_host_and_out_of_scripts() {
        let secret = Secret::of("arden");
        let line = set(Some(&secret), true);
        assert_eq!(
            line.to_str().unwrap(),
            "__Host-truce=arden; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200; Secure"
        );
        assert!(line.is_sensitive());
        assert_eq!(set(None, false).to_str().unwrap(), "truce=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    }
}
