//! The disk fails a store: it is full, may only be read, or lost the end of a write. Nothing acknowledged is lost,
//! nothing half-written is seen, and what cannot be mended is said.
//!
//! Disks of a kind are made in a mount namespace of a child of its own (`unshare`, from util-linux).

use crate::fixture::*;
use std::{
    env, fs,
    fs::OpenOptions,
    process::{Command, Output},
};
use truce_store::{Log, Mode, StoreError, open};

/// Names the folder for the child; without it the child does nothing.
const FOLDER: &str = "TRUCE_FAULT_FOLDER";

/// Runs a test of this program with `prepare` done before, in a mount namespace of its own.
fn in_namespace(test: &str, folder: &str, prepare: &str) -> Output {
    let program = env::current_exe().unwrap();
    let script = format!("{prepare} && exec \"$0\" faults::{test} --exact --nocapture --include-ignored");
    Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", &script])
        .arg(program)
        .env(FOLDER, folder)
        .output()
        .expect("unshare of util-linux starts")
}

fn passed(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}\n{wrong}");
    said
}

#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let folder = Folder::new();
    let disk = folder.path("");
    passed(&in_namespace(
        "a_writer_fills_the_disk",
        &disk,
        &format!("mount -t tmpfs -o size=3m disk '{disk}'"),
    ));
}

#[test]
#[ignore = "is run by the test above, on a small disk"]
fn a_writer_fills_the_disk() {
    let store = format!("{}/truce.db", env::var(FOLDER).unwrap());
    let mut log = open(&store, Mode::Create).unwrap();
    let (mut acknowledged, mut refused) = (0, 0);
    for n in 0..200 {
        match log.append(acknowledged, noon(), &dispatch(&format!("Guns {n}"), 40)) {
            Ok(head) => acknowledged = head,
            Err(StoreError::Full { .. }) => {
                refused += 1;
                if refused == 3 {
                    break;
                }
            }
            Err(other) => panic!("{other}"),
        }
        assert_eq!(log.head().unwrap(), acknowledged);
    }
    assert!(refused == 3 && acknowledged > 0, "{acknowledged} records, refused {refused} times");
    let whole = |log: &dyn Log| {
        let verified = log.verify().unwrap();
        assert_eq!((verified.head, verified.documents), (acknowledged, acknowledged / 2));
    };
    whole(&*log);
    drop(log);
    whole(&*open(&store, Mode::ReadOnly).unwrap());
}

#[test]
fn a_disk_that_may_only_be_read_is_read() {
    let folder = Folder::new();
    folder.create().append(0, noon(), &dispatch("Guns at Arden", 2)).unwrap();
    let disk = folder.path("");
    let prepare = format!("mount --bind '{disk}' '{disk}' && mount -o remount,ro,bind '{disk}'");
    passed(&in_namespace("a_store_is_opened_on_a_disk_that_may_only_be_read", &disk, &prepare));
}

#[test]
#[ignore = "is run by the test above, on a disk that may only be read"]
fn a_store_is_opened_on_a_disk_that_may_only_be_read() {
    let store = format!("{}/truce.db", env::var(FOLDER).unwrap());
    let log = open(&store, Mode::ReadOnly).unwrap();
    assert_eq!(log.verify().unwrap().head, 2);
    assert_eq!(log.search(2, "guns", &Default::default(), 9).unwrap().len(), 2);
    let error = open(&store, Mode::ReadWrite).err().unwrap();
    assert!(matches!(error, StoreError::Unopened { .. } | StoreError::ReadOnly { .. }), "{error}");
    let error = open(&format!("{store}.new"), Mode::Create).err().unwrap();
    assert!(matches!(error, StoreError::Unopened { .. } | StoreError::ReadOnly { .. }), "{error}");
}

/// A store of ten documents whose records still lie in its journal, as after a kill.
fn unfinished() -> (Folder, Folder) {
    let (folder, copy) = (Folder::new(), Folder::new());
    let mut log = folder.create();
    for n in 0..10 {
        log.append(2 * n, noon(), &dispatch(&format!("Guns {n}"), 5)).unwrap();
    }
    for end in ["", "-wal"] {
        fs::copy(format!("{}{end}", folder.store()), format!("{}{end}", copy.store())).unwrap();
    }
    (folder, copy)
}

#[test]
fn a_torn_journal_leaves_whole_batches() {
    let (_folder, copy) = unfinished();
    let journal = format!("{}-wal", copy.store());
    let whole = fs::read(&journal).unwrap();
    let (mut seen, step) = (Vec::new(), whole.len() / 40);
    for cut in (0..=40).map(|n| whole.len() - (n * step + n).min(whole.len())) {
        let store = Folder::new();
        fs::copy(copy.store(), store.store()).unwrap();
        // The end of the journal never reached the disk, or reached it as something else.
        let mut torn = whole[..cut].to_vec();
        torn.extend(std::iter::repeat_n(0x5a, (whole.len() - cut).min(2_000)));
        fs::write(format!("{}-wal", store.store()), torn).unwrap();
        let Ok(log) = open(&store.store(), Mode::ReadWrite) else {
            // Before its first commit there is no store.
            continue;
        };
        let verified = log.verify().unwrap();
        assert_eq!((verified.head % 2, verified.claims), (0, verified.head / 2 * 5), "cut at {cut}");
        seen.push(verified.head);
    }
    assert_eq!(seen.first(), Some(&20));
    assert!(seen.iter().any(|head| (2..20).contains(head)) && seen.is_sorted_by(|a, b| a >= b), "{seen:?}");
}

#[test]
fn a_torn_last_page_is_found() {
    let folder = Folder::new();
    let mut log = folder.create();
    log.append(0, noon(), &dispatch("Guns at Arden", 50)).unwrap();
    drop(log);
    folder.raw().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let whole = fs::read(folder.store()).unwrap();
    for lost in [1, 100, 2_048, 4_096, 10_000] {
        let file = OpenOptions::new().write(true).open(folder.store()).unwrap();
        file.set_len((whole.len() - lost) as u64).unwrap();
        let verified = open(&folder.store(), Mode::ReadOnly).and_then(|log| log.verify());
        let error = verified.expect_err("the end of the file is gone");
        assert!(matches!(error, StoreError::Damaged { .. }), "{lost} bytes: {error}");
        fs::write(folder.store(), &whole).unwrap();
        assert_eq!(folder.open(Mode::ReadOnly).verify().unwrap().claims, 50);
    }
    // Half of the last page is what lay there before: here, nothing.
    let mut torn = whole.clone();
    let half = whole.len() - 2_048;
    torn[half..].fill(0);
    fs::write(folder.store(), torn).unwrap();
    let verified = open(&folder.store(), Mode::ReadOnly).and_then(|log| log.verify());
    match verified {
        Ok(verified) => assert_eq!(verified.claims, 50, "what was torn held nothing"),
        Err(error) => {
            assert!(matches!(error, StoreError::Damaged { .. } | StoreError::ViewDiffers { .. }), "{error}");
        }
    }
}
