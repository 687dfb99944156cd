//! The log is never updated; and what is changed behind the store's back is found.

use crate::fixture::*;
use truce_model::{Claim, Hash, Point, Seq};
use truce_store::{BoundingBox, ClaimFilter, Entry, Mode, StoreError};

fn filled() -> Folder {
    let folder = Folder::new();
    let mut log = folder.create();
    log.append(0, noon(), &dispatch("Guns at Arden", 2)).unwrap();
    log.append(2, noon(), &dispatch("Guns at Ruba", 3)).unwrap();
    folder
}

#[test]
fn the_log_is_never_updated() {
    let folder = filled();
    let check = |sql: &str, expected: &str| {
        let error = folder.raw().execute_batch(sql).unwrap_err().to_string();
        assert!(error.contains(expected), "{sql}: {error}");
        assert_eq!(folder.open(Mode::ReadOnly).verify().unwrap().head, 4);
    };
    check("UPDATE log SET payload = '{}' WHERE seq = 1", "never updated");
    check("UPDATE log SET recorded_at = recorded_at", "never updated");
    check("DELETE FROM log WHERE seq = 4", "never deleted");
    check("DELETE FROM log", "never deleted");
    check("INSERT OR REPLACE INTO log SELECT * FROM log WHERE seq = 2", "only grows");
    check("INSERT INTO log SELECT 6, recorded_at, kind, payload, hash FROM log WHERE seq = 4", "only grows");
    check("UPDATE blob SET bytes = x'00'", "never updated");
    check("DELETE FROM blob", "never deleted");
    check("INSERT OR REPLACE INTO blob SELECT hash, x'00' FROM blob", "never replaced");
}

#[test]
fn a_text_lies_in_one_blob_and_the_log_holds_its_hash() {
    let folder = filled();
    let text = text_of("Guns at Arden", 2);
    let outside_quotes = ", Ruba radio told.";
    assert!(text.contains(outside_quotes));
    let count = |sql: &str, parameter: &str| -> i64 {
        folder.raw().query_row(sql, [parameter], |row| row.get(0)).unwrap()
    };
    assert_eq!(count("SELECT count(*) FROM log WHERE instr(payload, ?1)", outside_quotes), 0);
    let hash = Hash::of(text.as_bytes()).to_string();
    assert_eq!(count("SELECT count(*) FROM log WHERE instr(payload, ?1)", &hash), 1);
    assert_eq!(count("SELECT count(*) FROM blob WHERE CAST(bytes AS TEXT) = ?1", &text), 1);
    assert_eq!(folder.open(Mode::ReadOnly).blob(Hash::of(text.as_bytes())).unwrap(), Some(text.into_bytes()));
}

/// Tampers as someone would who knows SQL, then checks what `verify` says.
fn check(sql: &str, expected: &str) -> StoreError {
    let folder = filled();
    let raw = folder.raw();
    let triggers: String = raw
        .query_row(
            "SELECT group_concat(sql, ';') || ';' FROM sqlite_schema WHERE type = 'trigger'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let names = "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_schema WHERE type = 'trigger'";
    let drop: String = raw.query_row(names, [], |row| row.get(0)).unwrap();
    raw.execute_batch(&format!("PRAGMA foreign_keys = OFF; {drop}; {sql}; {triggers}")).unwrap();
    let error = folder.open(Mode::ReadOnly).verify().unwrap_err();
    assert!(error.to_string().contains(expected), "{sql}: `{error}` does not say `{expected}`");
    error
}

#[test]
fn verify_names_the_first_bad_record() {
    let unfit = "does not follow from its content";
    check(
        "UPDATE log SET payload = replace(payload, 'North', 'South') WHERE seq = 2",
        &format!("record 2: its hash {unfit}"),
    );
    check(
        "UPDATE log SET recorded_at = '2031-03-06T11:00:00.000000000Z' WHERE seq = 3",
        "record 3: its hash",
    );
    check("UPDATE log SET hash = 'none' WHERE seq = 3", "record 3: `none` is no hash");
    check("DELETE FROM log WHERE seq = 2", "record 2: it is missing");
    check("DELETE FROM log WHERE seq = 1", "record 1: it is missing");
    check("UPDATE log SET seq = 9 WHERE seq = 4", "record 4: it is missing");
}

#[test]
fn verify_finds_a_text_that_was_changed() {
    let changed = "bytes = CAST(replace(CAST(bytes AS TEXT), 'North', 'South') AS BLOB)";
    check(
        &format!("UPDATE blob SET {changed} WHERE CAST(bytes AS TEXT) LIKE '%at Ruba%'"),
        "record 3: the bytes of blob",
    );
    check("DELETE FROM blob WHERE CAST(bytes AS TEXT) LIKE '%at Ruba%'", "record 3: document doc-");
    check("INSERT INTO blob VALUES ('ab', x'00')", "the bytes of blob ab");
}

#[test]
fn verify_finds_a_view_that_differs() {
    let views =
        ["DELETE FROM claim_place", "UPDATE claim SET to_seq = 4", "UPDATE document SET outlet = 'North'"];
    for sql in views {
        let error = check(sql, "is not what the log gives");
        assert!(error.hint().unwrap().contains("rebuild"), "{error}");
    }
    check("DROP TABLE agreement", "its tables or triggers are not");
}

#[test]
fn verify_finds_a_missing_trigger() {
    let folder = filled();
    folder.raw().execute_batch("DROP TRIGGER log_is_not_updated").unwrap();
    let error = folder.open(Mode::ReadOnly).verify().unwrap_err().to_string();
    assert!(error.contains("its tables or triggers are not"), "{error}");
}

#[test]
fn claims_resolve_on_read() {
    let check = |sql: &str, expected: &str| {
        let folder = filled();
        let raw = folder.raw();
        raw.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
        let log = folder.open(Mode::ReadOnly);
        let error = log.claims(Seq::MAX, &ClaimFilter::default()).unwrap_err();
        assert!(matches!(&error, StoreError::Damaged { record: Some(4), .. }), "{error}");
        assert!(error.to_string().contains(expected), "{sql}: `{error}` does not say `{expected}`");
    };
    check(
        "DROP TRIGGER blob_is_not_updated;
         UPDATE blob SET bytes = CAST(replace(CAST(bytes AS TEXT), 'three', 'four') || ' ' AS BLOB)
         WHERE CAST(bytes AS TEXT) LIKE '%at Ruba%'",
        "not those that were stored",
    );
    check(
        "DROP TRIGGER blob_is_not_deleted; DELETE FROM blob WHERE CAST(bytes AS TEXT) LIKE '%at Ruba%'",
        "which is not stored",
    );
    check(
        "DROP TRIGGER log_is_not_updated;
         UPDATE log SET payload = replace(payload, 'North', 'South') WHERE seq = 4",
        "its hash does not follow",
    );
    check("UPDATE claim SET number = number + 1000 WHERE document = 3", "which it does not hold there");
}

#[test]
fn claims_are_read_by_the_log_where_a_view_lost_their_document() {
    let folder = filled();
    folder.raw().execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM document WHERE from_seq = 3").unwrap();
    let log = folder.open(Mode::ReadOnly);
    assert_eq!(log.claims(Seq::MAX, &ClaimFilter::default()).unwrap().len(), 5);
    assert!(log.verify().is_err());
}

#[test]
fn a_claim_read_anew_is_checked_against_the_text_that_the_view_names() {
    let (folder, text) = (filled(), text_of("Guns at Ruba", 3));
    let mut log = folder.open(Mode::ReadWrite);
    log.append(4, noon(), &[extraction(&text, claims_of(&text))]).unwrap();
    assert_eq!(log.claims(5, &ClaimFilter::default()).unwrap().len(), 5);
    folder.raw().execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM document WHERE from_seq = 3").unwrap();
    let error = log.claims(5, &ClaimFilter::default()).unwrap_err();
    assert!(error.to_string().contains("lacks its document"), "{error}");
    assert_eq!(log.claims(4, &ClaimFilter::default()).unwrap().len(), 5);
}

#[test]
fn a_box_gives_no_claim_that_the_view_put_elsewhere() {
    let folder = Folder::new();
    let text = text_of("Guns at Arden", 2);
    let claims: Vec<Claim> = claims_of(&text)
        .into_iter()
        .map(|claim| Claim { point: Point::new(33.0, 44.0, None).ok(), ..claim }.identified())
        .collect();
    let mut log = folder.create();
    log.append(0, noon(), &[document(&text), extraction(&text, claims)]).unwrap();
    let there = |south: f64| {
        let within = BoundingBox::new(south, 43.9, south + 0.2, 44.1);
        log.page(2, &ClaimFilter { within, ..ClaimFilter::default() }, None, 9).map(|page| page.claims.len())
    };
    assert_eq!(there(32.9).unwrap(), 2);
    folder.raw().execute_batch("UPDATE claim SET latitude = latitude + 300000, cell = cell + 1440").unwrap();
    assert_eq!(there(32.9).unwrap(), 0);
    let error = there(33.2).unwrap_err().to_string();
    assert!(error.contains("lists a claim at 33.3, 44, which it does not hold there"), "{error}");
}

/// Appends a record as a forger would: without any check, with a hash that follows, and its views derived.
fn forge(entry: &Entry, recorded_at: &str) -> Folder {
    let folder = filled();
    let raw = folder.raw();
    let payload = serde_json::to_string(&entry.record).unwrap();
    let kind = payload.split('"').nth(3).unwrap();
    let before: String = raw.query_row("SELECT hash FROM log WHERE seq = 4", [], |row| row.get(0)).unwrap();
    let (before, content) = (Hash::parse(&before).unwrap(), Hash::of(payload.as_bytes()));
    let hash = Hash::of_parts([
        before.bytes().as_slice(),
        b"5",
        recorded_at.as_bytes(),
        kind.as_bytes(),
        content.bytes().as_slice(),
    ]);
    let row = (5, recorded_at, kind, &payload, hash.to_string());
    raw.execute("INSERT INTO log VALUES (?1, ?2, ?3, ?4, ?5)", row).unwrap();
    folder.open(Mode::ReadWrite).rebuild().unwrap();
    folder
}

const LATER: &str = "2031-03-06T13:00:00.000000000Z";

#[test]
fn a_forged_claim_is_found_on_read_and_by_verify() {
    let text = text_of("Guns at Ruba", 3);
    let mut claims = claims_of(&text);
    claims[1].quote = claims[1].quote.replace("North", "South");
    let log = forge(&extraction(&text, claims), LATER).open(Mode::ReadOnly);
    for error in [log.claims(5, &ClaimFilter::default()).unwrap_err(), log.verify().unwrap_err()] {
        assert!(error.to_string().contains("record 5: claim clm-"), "{error}");
    }
    assert_eq!(log.claims(4, &ClaimFilter::default()).unwrap().len(), 5);
}

#[test]
fn a_forged_record_must_follow_those_before_it() {
    let check = |entry: &Entry, recorded_at: &str, expected: &str| {
        let error = forge(entry, recorded_at).open(Mode::ReadOnly).verify().unwrap_err().to_string();
        assert!(error.contains(expected), "`{error}` does not say `{expected}`");
    };
    let earlier = "2031-03-06T11:00:00.000000000Z";
    check(&agreement("north-south-2031", "Text"), earlier, "record 5: it was written before the one before");
    check(&withdrawal("never sent"), LATER, "record 5: document doc-");
    check(&document("never stored"), LATER, "record 5: document doc-");
}

#[test]
fn rebuild_mends_the_views() {
    let folder = filled();
    folder.raw().execute_batch("PRAGMA foreign_keys = OFF; DROP TABLE claim; DELETE FROM document").unwrap();
    let mut log = folder.open(Mode::ReadWrite);
    assert!(log.verify().is_err());
    log.rebuild().unwrap();
    assert_eq!(log.verify().unwrap().claims, 5);
    assert_eq!(log.claims(4, &ClaimFilter::default()).unwrap().len(), 5);
}

#[test]
fn a_damaged_file_is_no_panic() {
    let folder = filled();
    let mut bytes = std::fs::read(folder.store()).unwrap();
    let middle = bytes.len() / 2;
    bytes[4096..middle].fill(0x55);
    std::fs::write(folder.store(), bytes).unwrap();
    let verified = truce_store::open(&folder.store(), Mode::ReadOnly).and_then(|log| log.verify());
    assert!(matches!(verified, Err(StoreError::Damaged { .. })), "{verified:?}");
}

/// Changes a store behind its back, without any trigger in the way, and says what is then found.
fn tampered(folder: &Folder, sql: &str) -> StoreError {
    let raw = folder.raw();
    let all = "SELECT group_concat(sql, ';') || ';' FROM sqlite_schema WHERE type = 'trigger'";
    let triggers: String = raw.query_row(all, [], |row| row.get(0)).unwrap();
    let names = "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_schema WHERE type = 'trigger'";
    let drop: String = raw.query_row(names, [], |row| row.get(0)).unwrap();
    raw.execute_batch(&format!("PRAGMA foreign_keys = OFF; {drop}; {sql}; {triggers}")).unwrap();
    folder.open(Mode::ReadOnly).verify().unwrap_err()
}

#[test]
fn a_log_that_was_cut_off_is_not_called_whole() {
    let error = tampered(&filled(), "DELETE FROM log WHERE seq > 2");
    assert!(error.to_string().contains("record 3: it is missing"), "{error}");
    assert!(!error.hint().unwrap().contains("rebuild"), "{error}");
}

#[test]
fn no_record_stands_before_the_first() {
    for seq in [0, -1] {
        let before =
            format!("INSERT INTO log SELECT {seq}, recorded_at, kind, payload, hash FROM log WHERE seq = 1");
        let error = tampered(&filled(), &before);
        assert!(error.to_string().contains(&format!("a record {seq}, before the first")), "{error}");
    }
}

#[test]
fn words_are_not_forged_under_the_name_of_an_erasure() {
    let folder = filled();
    let (text, forged) = (text_of("Guns at Ruba", 3), text_of("Guns at Ruba", 3).replace("North", "South"));
    let payload = serde_json::to_string(&extraction(&text, claims_of(&text)).record).unwrap();
    let other = payload.replace("North", "South");
    assert!(forged.contains("South"));
    let content = Hash::of(payload.as_bytes());
    let error = tampered(
        &folder,
        &format!(
            "INSERT INTO erased_record VALUES (4, '{content}', 4);
             UPDATE log SET payload = '{}' WHERE seq = 4",
            other.replace('\'', "''")
        ),
    );
    assert!(error.to_string().contains("record 4: it is listed as erased and holds words"), "{error}");
    let read = folder.open(Mode::ReadOnly).claims(Seq::MAX, &ClaimFilter::default()).unwrap_err();
    assert!(read.to_string().contains("listed as erased"), "{read}");
}

#[test]
fn a_damaged_index_is_said_to_be_and_made_anew() {
    let folder = filled();
    folder
        .raw()
        .execute_batch(
            "UPDATE word_chunk SET bytes = CAST(substr(bytes, 1, 90) || x'5a' || substr(bytes, 92) AS BLOB)",
        )
        .unwrap();
    let mut log = folder.open(Mode::ReadWrite);
    let found = log.search(4, "guns", &ClaimFilter::default(), 5).unwrap_err();
    let cause = std::error::Error::source(&found).map(ToString::to_string).unwrap_or_default();
    assert!(format!("{found} {cause}").contains("is damaged"), "{found}: {cause}");
    let error = log.verify().unwrap_err();
    assert!(error.to_string().contains("truce rebuild"), "{error}");
    log.rebuild().unwrap();
    assert_eq!(log.search(4, "guns", &ClaimFilter::default(), 9).unwrap().len(), 5);
    log.verify().unwrap();
}

#[test]
fn what_was_told_hangs_on_days() {
    let told = |sql: &str| {
        let folder = filled();
        let mut log = folder.open(Mode::ReadWrite);
        let everything = &mut |_: &dyn truce_store::Readable, seq: Seq| {
            let content = format!("{{\"seq\":{seq}}}");
            Ok(Some(vec![truce_store::Told { view: "toll".into(), id: "tol-1".into(), content }]))
        };
        log.append(4, noon() + jiff::SignedDuration::from_hours(24), &dispatch("Later", 1)).unwrap();
        log.tell(&mut truce_store::Teller { program: "test", tell: everything }, false).unwrap();
        assert_eq!(log.tellings().unwrap().len(), 2);
        log.verify().unwrap();
        drop(log);
        let error = tampered(&folder, sql);
        assert!(error.to_string().contains("view `told`"), "{sql}: {error}");
    };
    told("DELETE FROM telling WHERE seq = 4");
    told("INSERT INTO telling VALUES (3, 'test')");
    told("INSERT INTO told VALUES ('toll', 'tol-2', 3, NULL, '{}')");
    told("UPDATE told SET to_seq = 5 WHERE from_seq = 4");
}
