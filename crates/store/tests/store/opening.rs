//! What is said when a store cannot be opened; and that opening never changes what is no store.

use crate::fixture::*;
use std::fs;
use truce_store::{ClaimFilter, Mode, StoreError, open};

/// Opens, and checks what is said and what is advised.
fn check(store: &str, mode: Mode, expected: &str, hint: &str) {
    let error = open(store, mode).err().unwrap_or_else(|| panic!("{store} opens, but: {expected}"));
    let (said, advised) = (error.to_string(), error.hint().unwrap_or_default());
    assert!(said.contains(expected), "`{said}` does not say `{expected}`");
    assert!(advised.contains(hint), "`{advised}` does not advise `{hint}`");
    assert!(said.contains(store), "`{said}` does not name {store}");
}

const WAYS: [Mode; 2] = [Mode::ReadWrite, Mode::ReadOnly];

#[test]
fn a_missing_store_asks_for_init() {
    let folder = Folder::new();
    for mode in WAYS {
        check(&folder.store(), mode, "no such store", "truce init");
    }
    assert!(!fs::exists(folder.store()).unwrap());
}

#[test]
fn an_existing_store_is_not_made_anew() {
    let folder = Folder::new();
    folder.create().append(0, noon(), &dispatch("Guns at Arden", 1)).unwrap();
    check(&folder.store(), Mode::Create, "something lies there already", "another place");
    assert_eq!(folder.open(Mode::ReadOnly).head().unwrap(), 2);
}

#[test]
fn a_file_that_is_no_store_is_left_alone() {
    let folder = Folder::new();
    for (file, bytes) in [("note.txt", "Arden"), ("story.txt", &"Guns were heard in Arden. ".repeat(99))] {
        let path = folder.path(file);
        fs::write(&path, bytes).unwrap();
        for mode in [Mode::Create, Mode::ReadWrite, Mode::ReadOnly] {
            check(&path, mode, "is no SQLite database", "another path");
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), bytes);
    }
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let folder = Folder::new();
    folder.raw().execute_batch("CREATE TABLE north (id); PRAGMA user_version = 1;").unwrap();
    let before = fs::read(folder.store()).unwrap();
    for mode in WAYS {
        check(&folder.store(), mode, "of another program", "another path");
    }
    check(&folder.store(), Mode::Create, "lies there already", "another place");
    assert_eq!(fs::read(folder.store()).unwrap(), before);
}

#[test]
fn an_empty_file_can_be_made_a_store_and_is_none_before() {
    let folder = Folder::new();
    fs::write(folder.store(), "").unwrap();
    for mode in WAYS {
        check(&folder.store(), mode, "the file is empty", "");
    }
    assert_eq!(folder.create().head().unwrap(), 0);
}

#[test]
fn folders_are_no_stores() {
    let folder = Folder::new();
    for mode in [Mode::Create, Mode::ReadWrite, Mode::ReadOnly] {
        check(&folder.path(""), mode, "is a folder", "another path");
    }
    check(&folder.path("none/truce.db"), Mode::Create, "there is no folder", "another path");
    check(&folder.path("none/truce.db"), Mode::ReadWrite, "no such store", "truce init");
    check("/dev/null", Mode::ReadWrite, "is a device", "another path");
    check("/dev/null/truce.db", Mode::Create, "cannot be opened", "another path");
}

#[test]
fn a_newer_store_is_refused_and_left_alone() {
    let folder = Folder::new();
    drop(folder.create());
    folder.raw().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(folder.store()).unwrap();
    for mode in WAYS {
        let expected = format!("store {} has version 99, this program reads up to 5", folder.store());
        check(&folder.store(), mode, &expected, "or a later one");
    }
    assert_eq!(fs::read(folder.store()).unwrap(), before);
}

/// A store with the tables of an earlier version, also of the first, which no program ever wrote. Stores that earlier programs
/// did write are opened in the tests of the command line.
///
/// It holds the record of `text_of("Guns at Arden", 2)`, written by that version's tables.
fn earlier_version(folder: &Folder, version: u32) {
    let scripts = [
        include_str!("../../migrations/sqlite/0001_create_log.sql"),
        include_str!("../../migrations/sqlite/0002_create_views.sql"),
        include_str!("../../migrations/sqlite/0003_allow_erasure.sql"),
    ];
    let (old, new) = (folder.raw(), Folder::new());
    new.create().append(0, noon(), &dispatch("Guns at Arden", 2)).unwrap();
    for script in scripts.iter().take(version as usize) {
        old.execute_batch(script).unwrap();
    }
    old.execute("ATTACH ?1 AS made", [new.store()]).unwrap();
    old.execute_batch(
        "INSERT INTO blob SELECT * FROM made.blob; INSERT INTO log SELECT * FROM made.log ORDER BY seq; DETACH made;",
    )
    .unwrap();
    old.pragma_update(None, "application_id", 0x5452_5543).unwrap();
    old.pragma_update(None, "user_version", version).unwrap();
}

#[test]
fn an_older_store_is_brought_up_to_date_by_a_writer_only() {
    for version in 1..=3 {
        let folder = Folder::new();
        earlier_version(&folder, version);
        let expected = format!("version {version} and must be brought to 5");
        check(&folder.store(), Mode::ReadOnly, &expected, "writes");
        let log = folder.open(Mode::ReadWrite);
        assert_eq!((log.verify().unwrap().claims, log.documents(2).unwrap().len()), (2, 1));
        assert_eq!(folder.open(Mode::ReadOnly).head().unwrap(), 2);
    }
}

#[test]
fn the_views_of_an_older_store_are_derived_anew() {
    for loading in [false, true] {
        let folder = Folder::new();
        let mut log = folder.create();
        log.append(0, noon(), &dispatch("Guns at Arden", 2)).unwrap();
        log.load(loading).unwrap();
        drop(log);
        // As a program of version 3 left it, with its index and without a claim.
        let former = "DROP INDEX IF EXISTS claim_cell; CREATE INDEX claim_cell ON claim (cell, number) WHERE cell IS NOT NULL;
                      DELETE FROM claim WHERE number & 1 = 1; DROP TABLE answered; DROP TABLE token;
                      DROP TABLE session; DROP TABLE account; PRAGMA user_version = 3;";
        folder.raw().execute_batch(former).unwrap();
        check(&folder.store(), Mode::ReadOnly, "version 3 and must be brought to 5", "writes");
        let log = folder.open(Mode::ReadWrite);
        assert_eq!(log.claims(2, &ClaimFilter::default()).unwrap().len(), 2);
        let index = "SELECT count(*) FROM sqlite_schema WHERE name = 'claim_cell' AND sql LIKE '%longitude%'";
        let made: i64 = folder.raw().query_row(index, [], |row| row.get(0)).unwrap();
        assert_eq!(made, 1);
        assert_eq!(log.verify().unwrap().claims, 2);
    }
}

#[test]
fn a_read_only_store_takes_no_records() {
    let folder = Folder::new();
    drop(folder.create());
    let mut log = folder.open(Mode::ReadOnly);
    let error = log.append(0, noon(), &dispatch("Guns at Arden", 1)).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
    assert!(matches!(log.rebuild().unwrap_err(), StoreError::ReadOnly { .. }));
    assert_eq!(log.head().unwrap(), 0);
}

#[test]
fn a_file_that_may_not_be_written_says_so() {
    let folder = Folder::new();
    drop(folder.create());
    let mut rights = fs::metadata(folder.store()).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(folder.store(), rights).unwrap();
    // Whoever may do everything may write it all the same.
    if fs::OpenOptions::new().append(true).open(folder.store()).is_err() {
        check(&folder.store(), Mode::ReadWrite, "the store is read-only", "work on a copy");
    }
    assert_eq!(folder.open(Mode::ReadOnly).head().unwrap(), 0);
}

#[test]
fn a_name_with_a_meaning_for_sqlite_is_a_file_like_any_other() {
    let folder = Folder::new();
    for odd in [":memory:", "file:x?mode=memory", "a b%20c#d.db"] {
        drop(open(&folder.path(odd), Mode::Create).unwrap());
        assert!(fs::exists(folder.path(odd)).unwrap(), "{odd}");
    }
}

#[test]
fn no_other_kind_of_store_is_known() {
    check("mysql://arden/truce", Mode::ReadOnly, "no kind of store known", "sqlite:PATH");
    check("postgres:truce", Mode::ReadOnly, "names no server", "postgres://USER@HOST/DATABASE");
}
