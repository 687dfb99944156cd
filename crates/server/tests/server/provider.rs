//! Logging in through a real provider of identities: `oidc-provider` of npm, run by node on this machine.

use crate::desk::{Answer, As, Desk, name};
use axum::http::StatusCode;
use serde_json::json;
use std::{
    collections::BTreeMap,
    env, fs,
    io::{BufRead, BufReader, Lines},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::OnceLock,
};
use truce_monitor::{AccountChange, Role};
use truce_server::{ProviderOptions, PublicUrl};
use ureq::http::header;

/// Leaves out what needs node, where it is `none`.
const NODE: &str = "TRUCE_TEST_NODE";
const PUBLIC: &str = "http://localhost:1";
const SECRET: &str = "a secret between the two";

/// The provider's program with its packages, installed once for all tests.
fn installed() -> Option<&'static Path> {
    static INSTALLED: OnceLock<Option<PathBuf>> = OnceLock::new();
    INSTALLED
        .get_or_init(|| {
            if env::var(NODE).is_ok_and(|node| node == "none") {
                println!("left out: no node");
                return None;
            }
            let (from, to) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oidc"), Path::new(env!("CARGO_TARGET_TMPDIR")).join("oidc"));
            fs::create_dir_all(&to).unwrap();
            let mut changed = !to.join("node_modules/oidc-provider").exists();
            for file in [".npmrc", "package.json", "package-lock.json", "provider.mjs"] {
                let bytes = fs::read(from.join(file)).unwrap();
                if fs::read(to.join(file)).ok().as_ref() != Some(&bytes) {
                    fs::write(to.join(file), bytes).unwrap();
                    changed = true;
                }
            }
            if changed {
                let npm = Command::new("npm").args(["ci", "--ignore-scripts"]).current_dir(&to).output();
                let missing = |what: &dyn std::fmt::Display| {
                    panic!(
                        "this test needs node and npm (20.19 or later) and the packages in tests/oidc: {what}; set {NODE} to \
                         `none` to leave it out"
                    )
                };
                match npm {
                    Ok(npm) if npm.status.success() => {}
                    Ok(npm) => missing(&String::from_utf8_lossy(&npm.stderr)),
                    Err(problem) => missing(&problem),
                }
            }
            Some(to)
        })
        .as_deref()
}

/// A provider that ends with the test.
struct Provider {
    child: Child,
    /// It ends when the first is closed, and writes to the second.
    _ends: (ChildStdin, Lines<BufReader<ChildStdout>>),
    issuer: String,
}

impl Provider {
    fn start() -> Option<Provider> {
        let folder = installed()?;
        let mut node = Command::new("node");
        node.args(["provider.mjs", &format!("{PUBLIC}/api/session/provider/answer")]).current_dir(folder);
        node.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = node
            .spawn()
            .unwrap_or_else(|problem| panic!("node: {problem}; set {NODE} to `none` to leave this out"));
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let issuer = lines.next().expect("the provider tells its address").unwrap();
        let input = child.stdin.take().unwrap();
        Some(Provider { child, _ends: (input, lines), issuer })
    }

    fn desk(&self, secret: &str) -> Desk {
        let options = ProviderOptions::new(self.issuer.clone(), "truce".into(), Some(secret.into()));
        Desk::vouched(PublicUrl::parse(PUBLIC).unwrap(), &options)
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A browser as far as logging in needs one: it keeps cookies, and follows redirects at the provider.
struct Browser {
    agent: ureq::Agent,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    fn new() -> Browser {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false);
        Browser { agent: config.build().into(), cookies: BTreeMap::new() }
    }

    fn ask(&mut self, url: &str, form: Option<&str>) -> (Option<String>, String) {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = ureq::http::Request::builder().uri(url).header(header::COOKIE, cookies.join("; "));
        let mut answer = match form {
            None => self.agent.run(request.body(()).unwrap()).unwrap(),
            Some(form) => {
                let request =
                    request.method("POST").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
                self.agent.run(request.body(form.to_owned()).unwrap()).unwrap()
            }
        };
        for line in answer.headers().get_all(header::SET_COOKIE) {
            let (name, value) = line.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let to = answer.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        (to, answer.body_mut().read_to_string().unwrap())
    }

    /// Logs in at the provider, and gives the address to which it sends the browser back.
    fn log_in(&mut self, issuer: &str, start: &str, who: &str) -> String {
        let mut url = start.to_owned();
        for _ in 0..12 {
            if url.starts_with(PUBLIC) {
                return url.strip_prefix(PUBLIC).unwrap().to_owned();
            }
            let (to, page) = self.ask(&url, None);
            let to = to.unwrap_or_else(|| {
                let prompt = if page.contains("value=\"login\"") { "login" } else { "consent" };
                assert!(page.contains("name=\"prompt\""), "{url}: {page}");
                self.ask(&url, Some(&format!("prompt={prompt}&login={who}&password=any"))).0.unwrap()
            });
            url = if to.starts_with('/') { format!("{issuer}{to}") } else { to };
        }
        panic!("the provider sends the browser round and round, lastly to {url}");
    }
}

/// Begins a login: the browser's cookie, and where the provider is asked.
async fn begin(desk: &Desk) -> (As, String) {
    let answer = desk.get("/api/session/provider", &As::nobody()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert!(answer.header("set-cookie").contains("HttpOnly; SameSite=Lax; Max-Age=600"));
    (As::nobody().with("cookie", answer.cookie()), answer.header("location").to_owned())
}

/// Logs somebody in at the provider and comes back.
async fn through(provider: &Provider, desk: &Desk, who: &str) -> Answer {
    let (browser, url) = begin(desk).await;
    let back = Browser::new().log_in(&provider.issuer, &url, who);
    desk.get(&back, &browser).await
}

/// Gives the account of that role an address.
fn invite(desk: &mut Desk, role: Role, email: &str) {
    let change = AccountChange { email: Some(email.to_owned()), ..AccountChange::default() };
    desk.accounts.change(&name(role.word()), &change, None).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_invited_logs_in_and_stays_linked() {
    let Some(provider) = Provider::start() else { return };
    let mut desk = provider.desk(SECRET);
    assert_eq!(desk.get("/api/session", &As::nobody()).await.json()["provider"], json!(true));
    invite(&mut desk, Role::Coder, "Mira@Arden.example");
    let answer = through(&provider, &desk, "mira").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/"), "{}", answer.text);
    assert!(answer.cookie().starts_with("truce="), "{}", answer.cookie());
    let session = desk.get("/api/session", &As::nobody().with("cookie", answer.cookie())).await.json();
    assert_eq!((&session["name"], &session["role"]), (&json!("coder"), &json!("coder")));
    // Now the provider's own name for her counts, and her address no more.
    assert_eq!(through(&provider, &desk, "mira").await.status, StatusCode::SEE_OTHER);
    let off = AccountChange { disabled: Some(true), ..AccountChange::default() };
    desk.accounts.change(&name("coder"), &off, None).unwrap();
    let out = through(&provider, &desk, "mira").await;
    assert_eq!((out.status, out.header("set-cookie")), (StatusCode::FORBIDDEN, ""), "{}", out.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_not_invited_or_has_an_address_of_which_nobody_made_sure_stays_out() {
    let Some(provider) = Provider::start() else { return };
    let mut desk = provider.desk(SECRET);
    invite(&mut desk, Role::Administrator, "unsure@arden.example");
    invite(&mut desk, Role::Coder, "mira@arden.example");
    for who in ["tomas", "unsure"] {
        let answer = through(&provider, &desk, who).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{who}: {}", answer.text);
        assert!(answer.text.contains("no account is linked"), "{}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_is_ended_once_and_in_the_browser_that_began_it() {
    let Some(provider) = Provider::start() else { return };
    let mut desk = provider.desk(SECRET);
    invite(&mut desk, Role::Coder, "mira@arden.example");
    let (browser, url) = begin(&desk).await;
    assert!(
        url.contains("code_challenge_method=S256") && url.contains("state=") && url.contains("nonce="),
        "{url}"
    );
    let (other, _) = begin(&desk).await;
    let back = Browser::new().log_in(&provider.issuer, &url, "mira");
    // Somebody makes another log in as him, or replays what the provider sent.
    for (who, expected) in [(&As::nobody(), 400), (&other, 400), (&browser, 400)] {
        assert_eq!(
            desk.get(&back, who).await.status.as_u16(),
            expected,
            "a foreign browser ends the login for good"
        );
    }
    let (browser, url) = begin(&desk).await;
    let back = Browser::new().log_in(&provider.issuer, &url, "mira");
    let forged = back.replace("code=", "code=x");
    assert_eq!(desk.get(&forged, &browser).await.status, StatusCode::FORBIDDEN);
    let (browser, url) = begin(&desk).await;
    let back = Browser::new().log_in(&provider.issuer, &url, "mira");
    assert_eq!(desk.get(&back, &browser).await.status, StatusCode::SEE_OTHER);
    assert_eq!(desk.get(&back, &browser).await.status, StatusCode::BAD_REQUEST);
    let denied = desk.get("/api/session/provider/answer?state=x&error=access_denied", &browser).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_does_not_know_this_server_or_is_not_there_is_told() {
    let Some(provider) = Provider::start() else { return };
    let mut desk = provider.desk("not that secret");
    invite(&mut desk, Role::Coder, "mira@arden.example");
    let answer = through(&provider, &desk, "mira").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text);
    assert!(!answer.text.contains("secret"), "{}", answer.text);
    let desk = provider.desk(SECRET);
    drop(provider);
    let answer = desk.get("/api/session/provider", &As::nobody()).await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY, "{}", answer.text);
}
