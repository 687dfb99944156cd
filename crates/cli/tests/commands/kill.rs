//! A kill in the middle of an ingest loses nothing that was acknowledged and leaves nothing half-written.

use crate::program::{Folder, STORY};
use std::{io::BufRead, process::Stdio};

#[test]
fn a_killed_ingest_can_be_taken_up_again() {
    let folder = Folder::new();
    for n in 0..400 {
        folder.write(&format!("in/{n:03}.txt"), STORY.replace("Arden", &format!("Arden{n}")));
    }
    for (round, lines) in [3, 17, 40, 90].into_iter().enumerate() {
        let store = format!("sqlite:{round}.db");
        folder.truce(&["init", "--store", &store]);
        let mut child =
            folder.command(&["ingest", "--store", &store, "in"]).stdout(Stdio::piped()).spawn().unwrap();
        let acknowledged: Vec<String> = std::io::BufReader::new(child.stdout.take().unwrap())
            .lines()
            .take(lines)
            .map(Result::unwrap)
            .collect();
        child.kill().unwrap();
        child.wait().unwrap();
        let verified = folder.truce(&["verify", "--store", &store]);
        assert_eq!(verified.code, 0, "{}", verified.err);
        let claims = folder.truce(&["claims", "--store", &store, "--format", "csv"]).out;
        assert!(claims.lines().count() > acknowledged.len(), "what was acknowledged is there");
        let again = folder.truce(&["ingest", "--store", &store, "--quiet", "in"]);
        assert_eq!(again.code, 0, "{}", again.err);
        assert_eq!(folder.truce(&["verify", "--store", &store]).code, 0);
    }
    let claims = |store: &str| folder.truce(&["claims", "--store", store, "--format", "jsonl"]).out;
    folder.truce(&["init", "--store", "whole.db"]);
    folder.truce(&["ingest", "--store", "whole.db", "--quiet", "in"]);
    let whole = claims("whole.db");
    assert!(whole.lines().count() >= 400);
    for round in 0..4 {
        assert!(
            claims(&format!("{round}.db")) == whole,
            "round {round} holds other claims than an ingest in one go"
        );
    }
}
