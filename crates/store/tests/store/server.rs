//! What is true of a store on a server alone: rights, broken lines, and what an administrator can do to it.

use crate::fixture::*;
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};
use truce_model::Seq;
use truce_store::{ClaimFilter, Log, Mode, StoreError, open};

fn filled() -> Option<Folder> {
    let folder = Folder::on_server()?;
    let mut log = folder.create();
    log.append(0, noon(), &dispatch("Guns at Arden", 2)).unwrap();
    log.append(2, noon(), &dispatch("Guns at Ruba", 3)).unwrap();
    Some(folder)
}

/// Whatever is tried, the server refuses it, and the log stays whole.
#[test]
fn the_log_is_never_updated() {
    let Some(folder) = filled() else { return };
    let check = |sql: &str, expected: &str| {
        let error = folder.execute(sql).unwrap_err();
        assert!(error.contains(expected), "{sql}: {error}");
        assert_eq!(folder.open(Mode::ReadOnly).verify().unwrap().head, 4);
    };
    check("UPDATE log SET payload = '{}' WHERE seq = 1", "never updated");
    check("UPDATE log SET recorded_at = recorded_at", "never updated");
    check("DELETE FROM log WHERE seq = 4", "never deleted");
    check("TRUNCATE log", "never deleted");
    check("SET session_replication_role = replica; DELETE FROM log", "never deleted");
    check("INSERT INTO log SELECT 6, recorded_at, kind, payload, hash FROM log WHERE seq = 4", "only grows");
    check("INSERT INTO log SELECT * FROM log WHERE seq = 2", "only grows");
    check(
        "INSERT INTO log SELECT * FROM log WHERE seq = 2 ON CONFLICT (seq) DO UPDATE SET hash = ''",
        "only grows",
    );
    check("UPDATE blob SET bytes = ''", "never updated");
    check("DELETE FROM blob", "never deleted");
    check("TRUNCATE blob", "never deleted");
    check("INSERT INTO erased_blob SELECT hash, 1 FROM blob; DELETE FROM erased_blob", "stays so");
}

/// Tampers as an administrator could, then checks what `verify` says.
fn check(sql: &str, expected: &str) {
    let Some(folder) = filled() else { return };
    folder.execute(sql).unwrap();
    let error = folder.open(Mode::ReadOnly).verify().unwrap_err().to_string();
    assert!(error.contains(expected), "{sql}: `{error}` does not say `{expected}`");
}

/// Lets the log be changed for one statement.
fn changing(table: &str, sql: &str) -> String {
    let triggers = ["has_no_gap", "is_not_updated", "is_not_deleted", "is_not_emptied"]
        .into_iter()
        .filter(|name| table == "log" || *name != "has_no_gap")
        .map(|name| format!("ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_{name};"));
    format!("ALTER TABLE {table} DISABLE TRIGGER USER; {sql}; {}", triggers.collect::<String>())
}

#[test]
fn verify_names_the_first_bad_record() {
    let log = |sql, expected| check(&changing("log", sql), expected);
    log("UPDATE log SET payload = replace(payload, 'North', 'South') WHERE seq = 2", "record 2: its hash");
    log("UPDATE log SET hash = 'none' WHERE seq = 3", "record 3: `none` is no hash");
    log("DELETE FROM log WHERE seq = 2", "record 2: it is missing");
    let blob = |sql, expected| check(&changing("blob", sql), expected);
    blob("UPDATE blob SET bytes = bytes || 'x'", "the bytes of blob");
    blob("DELETE FROM blob", "record 1: document doc-");
}

#[test]
fn verify_finds_tables_and_triggers_that_are_not_its_own() {
    let not_its_own =
        |sql: &str, table: &str| check(sql, &format!("not those that this version makes: see `{table}`"));
    not_its_own("DROP TRIGGER log_is_not_updated ON log", "log");
    not_its_own("ALTER TABLE log DISABLE TRIGGER log_is_not_deleted", "log");
    not_its_own("ALTER TABLE log ENABLE TRIGGER log_is_not_deleted", "log");
    not_its_own("ALTER TABLE blob ADD COLUMN note TEXT", "blob");
    not_its_own("ALTER TABLE claim SET UNLOGGED", "claim");
    not_its_own("DROP INDEX claim_id", "claim");
    not_its_own("DROP TABLE agreement", "agreement");
    not_its_own("CREATE RULE quiet AS ON INSERT TO document DO INSTEAD NOTHING", "document");
    let hollow = "CREATE OR REPLACE FUNCTION log_is_not_updated() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'";
    not_its_own(hollow, "log_is_not_updated");
}

#[test]
fn verify_finds_a_view_that_differs_and_rebuild_mends_it() {
    let Some(folder) = filled() else { return };
    for sql in
        ["DELETE FROM claim_place", "UPDATE claim SET to_seq = 4", "UPDATE document SET outlet = 'North'"]
    {
        folder.execute(sql).unwrap();
        let mut log = folder.open(Mode::ReadWrite);
        assert!(matches!(log.verify().unwrap_err(), StoreError::ViewDiffers { .. }), "{sql}");
        log.rebuild().unwrap();
        log.verify().unwrap();
    }
    folder.execute("DROP TABLE claim, agreement; ALTER TABLE document DROP COLUMN outlet").unwrap();
    folder.open(Mode::ReadWrite).rebuild().unwrap();
    assert_eq!(folder.open(Mode::ReadOnly).verify().unwrap().claims, 5);
}

/// Opens, and checks what is said.
fn says(address: &str, mode: Mode, expected: &str) {
    let error = open(address, mode).err().unwrap_or_else(|| panic!("{address} opens, but: {expected}"));
    let said = error.to_string();
    assert!(said.contains(expected), "`{said}` does not say `{expected}`");
    assert!(error.hint().is_some() && !said.contains(":secret"), "{said}");
}

/// The tables of the log were never others on a server; those that are derived from it were, for a day.
#[test]
fn a_store_of_the_first_version_gets_the_derived_tables_of_this_one() {
    let Some(folder) = filled() else { return };
    let hash = folder.open(Mode::ReadOnly).verify().unwrap().hash;
    folder
        .execute(
            "UPDATE trucewatch SET version = 1; DROP TABLE answered, token, session, account; DROP TABLE loading; ALTER TABLE word_chunk DROP COLUMN sum;
             ALTER TABLE word_part DROP COLUMN words; ALTER TABLE word_run DROP COLUMN words;",
        )
        .unwrap();
    says(&folder.store(), Mode::ReadOnly, "has version 1 and must be brought to 3");
    let log = folder.open(Mode::ReadWrite);
    assert_eq!(log.verify().unwrap().hash, hash);
    assert_eq!(log.search(Seq::MAX, "guns", &Default::default(), 9).unwrap().len(), 5);
    assert_eq!(folder.open(Mode::ReadOnly).claims(2, &Default::default()).unwrap().len(), 2);
}

#[test]
fn what_stands_in_the_way_of_opening_is_said() {
    let Some(folder) = Folder::on_server() else { return };
    let address = folder.store();
    for mode in [Mode::ReadWrite, Mode::ReadOnly] {
        says(&address, mode, "no such store");
    }
    drop(folder.create());
    says(&address, Mode::Create, "something lies there already");
    folder.execute("UPDATE trucewatch SET version = 99").unwrap();
    for mode in [Mode::ReadWrite, Mode::ReadOnly] {
        says(&address, mode, "has version 99, this program reads up to 3");
    }
    let foreign = Folder::on_server().unwrap();
    foreign
        .execute(&format!("CREATE SCHEMA {0}; CREATE TABLE {0}.log (seq BIGINT)", foreign.schema()))
        .unwrap();
    says(&foreign.store(), Mode::ReadWrite, "tables of another program");
    says(&foreign.store(), Mode::Create, "something lies there already");
    let (user, place) = address.split_once('@').unwrap();
    says(
        &format!("{}:secret@{place}", user.rsplit_once(':').unwrap().0),
        Mode::ReadOnly,
        "the server refuses",
    );
    says(&format!("{user}@{}", place.replace("/postgres", "/nowhere")), Mode::ReadOnly, "no such store");
    says("postgres://north:secret@127.0.0.1:1/truce", Mode::ReadOnly, "cannot be reached");
    says(&format!("{address}&sslmode=require"), Mode::ReadOnly, "TLS");
}

#[test]
fn an_older_store_is_brought_up_to_date_by_a_writer_only() {
    let Some(folder) = filled() else { return };
    folder
        .execute("DROP TABLE answered, token, session, account; UPDATE trucewatch SET version = 1")
        .unwrap();
    says(&folder.store(), Mode::ReadOnly, "has version 1 and must be brought to 3");
    assert_eq!(folder.open(Mode::ReadWrite).verify().unwrap().claims, 5);
    assert_eq!(folder.open(Mode::ReadOnly).head().unwrap(), 4);
}

#[test]
fn a_store_that_is_only_read_takes_no_records() {
    let Some(folder) = filled() else { return };
    let mut log = folder.open(Mode::ReadOnly);
    let error = log.append(4, noon(), &dispatch("Guns", 1)).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
    assert!(matches!(log.rebuild().unwrap_err(), StoreError::ReadOnly { .. }));
}

/// A role of its own, which vanishes with the folder's schema.
struct RoleOf<'f> {
    folder: &'f Folder,
    name: String,
}

impl RoleOf<'_> {
    /// With the rights that the guide names.
    fn new<'f>(folder: &'f Folder, kind: &str) -> RoleOf<'f> {
        let (schema, name) = (folder.schema(), format!("{}_{kind}", folder.schema()));
        folder.execute(&format!("CREATE ROLE {name} LOGIN PASSWORD 'arden'")).unwrap();
        let guide = include_str!("../../../../docs/guide/team-record.md");
        let heading = format!("-- {kind}\n");
        let grants = guide.split_once(&heading).expect("the guide has them").1.split_once("```").unwrap().0;
        let grants = grants
            .replace("truce.", &format!("{schema}."))
            .replace("SCHEMA truce", &format!("SCHEMA {schema}"));
        folder.execute(&grants.replace(kind, &name)).unwrap();
        RoleOf { folder, name }
    }

    fn address(&self) -> String {
        let store = self.folder.store();
        format!("postgres://{}:arden@{}", self.name, store.split_once('@').unwrap().1)
    }

    fn refused(&self, sql: &str) {
        let said = self.folder.execute(&format!("SET ROLE {}; {sql}", self.name)).unwrap_err();
        assert!(said.contains("permission denied") || said.contains("must be owner"), "{sql}: {said}");
    }
}

impl Drop for RoleOf<'_> {
    fn drop(&mut self) {
        let _ = self.folder.execute(&format!("DROP OWNED BY {0}; DROP ROLE {0}", self.name));
    }
}

#[test]
fn whoever_may_only_append_can_do_nothing_else() {
    let Some(folder) = filled() else { return };
    let role = RoleOf::new(&folder, "desk");
    let mut log = open(&role.address(), Mode::ReadWrite).unwrap();
    log.append(4, noon(), &dispatch("Guns at the mill", 20)).unwrap();
    let text = text_of("Guns at Arden", 2);
    log.append(6, noon(), &[withdrawal(&text)]).unwrap();
    log.rebuild().unwrap();
    assert_eq!(log.verify().unwrap().head, 7);
    let error = log.erase(7, noon(), &erasure(&text), &word_for_word, &mut silent()).unwrap_err();
    assert!(matches!(error, StoreError::Denied { .. }), "{error}");
    assert_eq!(log.verify().unwrap().head, 7);
    for sql in [
        "UPDATE log SET payload = ''",
        "DELETE FROM log",
        "TRUNCATE log",
        "UPDATE blob SET bytes = ''",
        "DELETE FROM blob",
        "INSERT INTO erased_record VALUES (1, '', 1)",
        "ALTER TABLE log DISABLE TRIGGER ALL",
        "DROP TABLE log",
        "UPDATE trucewatch SET version = 3",
        "SELECT password FROM account",
        "INSERT INTO session SELECT '', '', 1, 1",
    ] {
        role.refused(sql);
    }
}

#[test]
fn the_views_of_an_older_schema_are_derived_anew_by_a_writer_only() {
    let Some(folder) = filled() else { return };
    for loading in [false, true] {
        folder.open(Mode::ReadWrite).load(loading).unwrap();
        let former = "DROP INDEX IF EXISTS claim_cell; CREATE INDEX claim_cell ON claim (cell, number) WHERE cell IS NOT NULL;
                      DELETE FROM claim_place; DROP TABLE answered, token, session, account;
                      UPDATE trucewatch SET version = 1";
        folder.execute(former).unwrap();
        says(&folder.store(), Mode::ReadOnly, "version 1 and must be brought to 3");
        assert_eq!(folder.open(Mode::ReadWrite).verify().unwrap().head, 4);
    }
}

#[test]
fn whoever_may_only_read_writes_nothing() {
    let Some(folder) = filled() else { return };
    let role = RoleOf::new(&folder, "reader");
    let log = open(&role.address(), Mode::ReadOnly).unwrap();
    assert_eq!(log.verify().unwrap().head, 4);
    let mut log = open(&role.address(), Mode::ReadWrite).unwrap();
    let error = log.append(4, noon(), &dispatch("Guns", 1)).unwrap_err();
    assert!(matches!(error, StoreError::Denied { .. }), "{error}");
    for sql in [
        "DELETE FROM log",
        "UPDATE claim SET to_seq = 1",
        "INSERT INTO unscrubbed VALUES (1)",
        "SELECT * FROM token",
    ] {
        role.refused(sql);
    }
}

#[test]
fn what_was_erased_is_in_no_file_of_the_tables() {
    let Some(folder) = filled() else { return };
    let mut log = folder.open(Mode::ReadWrite);
    let text = text_of("Guns at Arden", 2);
    let hex = |words: &str| words.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    // Every file of the tables and of what lies beside them, as the server has it on its disk.
    let files = format!(
        "CHECKPOINT;
         SELECT relname, position('\\x{}'::bytea IN pg_read_binary_file(pg_relation_filepath(c.oid)))
         FROM pg_class c WHERE pg_relation_filepath(c.oid) IS NOT NULL AND (relnamespace = '{1}'::regnamespace
         OR oid IN (SELECT reltoastrelid FROM pg_class WHERE relnamespace = '{1}'::regnamespace))",
        hex("Guns at Arden"),
        folder.schema()
    );
    let holding = || -> Vec<String> {
        let said = folder.client().simple_query(&files).unwrap();
        let row = |message: postgres::SimpleQueryMessage| match message {
            postgres::SimpleQueryMessage::Row(row) if row.get(1) != Some("0") => {
                row.get(0).map(str::to_owned)
            }
            _ => None,
        };
        said.into_iter().filter_map(row).collect()
    };
    assert_eq!(holding(), ["blob"]);
    log.erase(4, noon(), &erasure(&text), &word_for_word, &mut silent()).unwrap();
    assert_eq!(holding(), [""; 0]);
    assert_eq!(log.verify().unwrap().erased, 1);
}

/// Ends every session of the store's schema but the one that asks.
fn cut(client: &mut postgres::Client, schema: &str) -> usize {
    let ask = format!(
        "SELECT pg_terminate_backend(l.pid) FROM (SELECT DISTINCT pid FROM pg_locks WHERE relation IN
         (SELECT oid FROM pg_class WHERE relnamespace = '{schema}'::regnamespace)) l WHERE l.pid <> pg_backend_pid()"
    );
    client.query(&ask, &[]).map_or(0, |rows| rows.len())
}

#[test]
fn a_cut_line_loses_nothing_that_was_acknowledged() {
    const WRITERS: usize = 4;
    const BATCHES: usize = 15;
    let Some(folder) = Folder::on_server() else { return };
    drop(folder.create());
    let done = AtomicBool::new(false);
    let cuts = thread::scope(|scope| {
        let cutter = scope.spawn(|| {
            let (mut client, mut cuts, mut seed) = (folder.client(), 0, 0x2031_u64);
            while !done.load(Ordering::Relaxed) {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                thread::sleep(Duration::from_micros(seed >> 32 & 0x7fff));
                cuts += cut(&mut client, folder.schema());
            }
            cuts
        });
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let folder = &folder;
                scope.spawn(move || (0..BATCHES).for_each(|n| write(folder, &format!("Guns {writer} {n}"))))
            })
            .collect();
        writers.into_iter().for_each(|writer| writer.join().unwrap());
        done.store(true, Ordering::Relaxed);
        cutter.join().unwrap()
    });
    let verified = folder.open(Mode::ReadOnly).verify().unwrap();
    let documents = (WRITERS * BATCHES) as u64;
    assert_eq!(
        (verified.head, verified.documents, verified.claims),
        (documents * 2, documents, documents * 20)
    );
    println!("{cuts} lines were cut");
}

/// Appends one batch, whatever happens to the line; a document that is there already arrived before the line broke.
fn write(folder: &Folder, title: &str) {
    let (entries, start) = (dispatch(title, 20), Instant::now());
    let mut log: Option<Box<dyn Log>> = None;
    loop {
        assert!(start.elapsed() < Duration::from_secs(120), "{title}");
        let written = match &mut log {
            Some(log) => log.head().and_then(|head| log.append(head, noon(), &entries)),
            None => open(&folder.store(), Mode::ReadWrite).map(|opened| {
                log = Some(opened);
                0
            }),
        };
        match written {
            Ok(0) | Err(StoreError::Lost { .. } | StoreError::Moved { .. } | StoreError::Busy { .. }) => {}
            Ok(_) | Err(StoreError::Repeated { .. }) => return,
            Err(other) => panic!("{title}: {other}"),
        }
    }
}

#[test]
fn a_line_cut_while_nobody_used_it_is_not_noticed() {
    let Some(folder) = filled() else { return };
    let mut log = folder.open(Mode::ReadWrite);
    let cut = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%{}%' AND pid <> pg_backend_pid()",
        folder.schema()
    );
    for head in [4, 6] {
        assert_eq!(log.head().unwrap(), head);
        // The last statement of a session names its schema.
        log.rebuild().unwrap();
        log.verify().unwrap();
        let _ = log.append(0, noon(), &[]);
        folder.execute(&cut).unwrap();
        assert_eq!(log.append(head, noon(), &dispatch(&format!("Guns {head}"), 1)).unwrap(), head + 2);
    }
}

#[test]
fn readers_read_on_while_the_views_are_derived_anew() {
    let Some(folder) = filled() else { return };
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (log, mut longest) = (folder.open(Mode::ReadOnly), Duration::ZERO);
            while !done.load(Ordering::Relaxed) {
                let start = Instant::now();
                assert_eq!(log.claims(Seq::MAX, &ClaimFilter::default()).unwrap().len(), 5);
                longest = longest.max(start.elapsed());
            }
            longest
        });
        let mut log = folder.open(Mode::ReadWrite);
        (0..20).for_each(|_| log.rebuild().unwrap());
        done.store(true, Ordering::Relaxed);
        assert!(reader.join().unwrap() < Duration::from_secs(5));
    });
}
