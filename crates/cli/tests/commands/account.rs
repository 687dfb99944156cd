//! Accounts, as an administrator makes and changes them.

use crate::program::Folder;

fn made() -> Folder {
    let folder = Folder::new();
    assert_eq!(folder.truce(&["init"]).code, 0);
    folder
}

/// Runs a command and checks its code and something that it says.
fn check(folder: &Folder, arguments: &[&str], code: i32, expected: &str) -> String {
    let run = folder.truce(&[&["account"], arguments].concat());
    let told = format!("{}{}", run.out, run.err);
    assert_eq!(run.code, code, "{arguments:?}: {told}");
    assert!(told.contains(expected), "{arguments:?}: `{told}` does not say `{expected}`");
    run.out
}

#[test]
fn an_account_is_made_changed_and_kept_out() {
    let folder = made();
    let out = check(&folder, &["add", "Ada Berg", "--role", "administrator"], 0, "cleared for public");
    let password = out.lines().find_map(|line| line.strip_prefix("password: ")).unwrap();
    assert_eq!(password.len(), 23, "{password}");
    folder.write("password.txt", "mill ruba bridge ferry\n");
    let from_file = ["add", "Mira Lund", "--role", "coder", "--password-file", "password.txt"];
    assert!(!check(&folder, &from_file, 0, "Mira Lund: coder").contains("password"));
    check(
        &folder,
        &["change", "mira lund", "--role", "reviewer", "--clearance", "restricted"],
        0,
        "cleared for restricted",
    );
    check(&folder, &["disable", "Mira Lund"], 0, "kept out");
    check(&folder, &["change", "Mira Lund", "--enable"], 0, "Mira Lund: reviewer, cleared for restricted\n");
    let list = check(&folder, &["list"], 0, "Mira Lund");
    assert!(list.contains("administrator") && !list.contains("argon2"), "{list}");
    let json = check(&folder, &["list", "--format", "json"], 0, "\"role\":\"reviewer\"");
    assert!(!json.contains("argon2") && !json.contains("mill ruba"), "{json}");
    assert!(folder.truce(&["verify"]).out.contains("0 records"), "the record knows nothing of it");
}

#[test]
fn a_token_is_printed_once_and_ends_when_it_is_revoked() {
    let folder = made();
    check(&folder, &["add", "Mira", "--role", "coder"], 0, "");
    let token = ["token", "Mira", "--label", "map", "--scope", "write", "--days", "7"];
    let secret = check(&folder, &token, 0, "not shown again");
    assert!(secret.starts_with("truce_") && secret.lines().count() == 1, "{secret}");
    check(&folder, &token, 1, "`Mira` has a token `map`");
    check(&folder, &["token", "Mira", "--revoke", "map"], 0, "over");
    check(&folder, &["token", "Mira", "--revoke", "map"], 1, "has no token `map`");
    check(&folder, &["token", "Mira", "--label", "all", "--scope", "administer"], 1, "does not allow");
}

#[test]
fn what_cannot_be_is_told_with_a_hint() {
    let folder = made();
    check(&folder, &["add", "Ada", "--role", "administrator"], 0, "");
    check(&folder, &["add", "ADA", "--role", "reader"], 1, "there is an account `ADA`");
    check(&folder, &["disable", "Ada"], 1, "only administrator");
    check(&folder, &["change", "Ada", "--role", "reader"], 1, "make another administrator first");
    check(&folder, &["disable", "Tomas"], 1, "no account `Tomas`");
    check(&folder, &["change", "Ada"], 2, "--role");
    check(&folder, &["add", "Tomas", "--role", "editor"], 2, "reader, coder, reviewer, administrator");
    check(&folder, &["add", "Tomas", "--role", "reader", "--clearance", "secret"], 2, "confidential");
    folder.write("short.txt", "Arden\n");
    let short = ["add", "Tomas", "--role", "reader", "--password-file", "short.txt"];
    check(&folder, &short, 1, "short.txt: a password has 15 to 256 characters; this one has 5");
    assert!(!check(&folder, &["list"], 0, "Ada").contains("Tomas"));
}

#[test]
fn a_server_for_others_asks_for_what_keeps_it_safe() {
    let folder = made();
    let check = |arguments: &[&str], expected: &str| {
        let run = folder.truce(&[&["serve"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.err);
        assert!(run.err.contains(expected), "{arguments:?}: {}", run.err);
    };
    check(&["--listen", "0.0.0.0:0"], "--accounts");
    check(&["--listen", "0.0.0.0:0", "--accounts"], "--public-url https://");
    check(&["--public-url", "https://truce.arden.example"], "--accounts");
    check(&["--accounts", "--public-url", "truce.arden.example"], "without a path");
    check(&["--accounts", "--by", "Mira"], "--by");
}
