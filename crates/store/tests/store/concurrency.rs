//! Two writers at one store: none is lost, none overwrites the other.

use crate::fixture::*;
use std::{thread, time::Duration};
use truce_store::{Log, Mode, StoreError};

#[test]
fn the_slower_writer_is_told_and_can_try_again() {
    on_each(|new| {
        let folder = new();
        let (mut quick, mut slow) = (folder.create(), folder.open(Mode::ReadWrite));
        let known = slow.head().unwrap();
        quick.append(known, noon(), &dispatch("Guns at Arden", 1)).unwrap();
        let late = dispatch("Guns at Ruba", 1);
        let error = slow.append(known, noon(), &late).unwrap_err();
        assert!(matches!(error, StoreError::Moved { expected: 0, found: 2, .. }), "{error}");
        assert_eq!(slow.head().unwrap(), 2);
        assert_eq!(slow.append(2, noon(), &late).unwrap(), 4);
        assert_eq!(quick.verify().unwrap().claims, 2);
    });
}

#[test]
fn a_writer_waits_while_another_writes() {
    let folder = Folder::new();
    let mut log = folder.create();
    let other = folder.raw();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    thread::scope(|scope| {
        let writer = scope.spawn(move || log.append(0, noon(), &dispatch("Guns at Arden", 1)).unwrap());
        thread::sleep(Duration::from_millis(200));
        assert!(!writer.is_finished());
        assert_eq!(folder.open(Mode::ReadOnly).head().unwrap(), 0);
        other.execute_batch("COMMIT").unwrap();
        assert_eq!(writer.join().unwrap(), 2);
    });
}

/// Lets so many writers append so many batches each, all at once.
fn check(folder: &Folder, writers: u64, batches: u64) {
    drop(folder.create());
    thread::scope(|scope| {
        for writer in 0..writers {
            scope.spawn(move || {
                let mut log = folder.open(Mode::ReadWrite);
                for n in 0..batches {
                    append(&mut *log, &format!("Guns {writer} {n}"));
                }
            });
        }
    });
    let verified = folder.open(Mode::ReadOnly).verify().unwrap();
    let documents = writers * batches;
    assert_eq!(
        (verified.head, verified.documents, verified.claims),
        (documents * 2, documents, documents * 2)
    );
}

#[test]
fn a_few_writers_lose_nothing() {
    on_each(|new| check(&new(), 4, 5));
}

#[test]
fn two_hundred_writers_lose_nothing() {
    on_each(|new| check(&new(), 200, 1));
}

fn append(log: &mut dyn Log, title: &str) {
    let entries = dispatch(title, 2);
    loop {
        match log.append(log.head().unwrap(), noon(), &entries) {
            Ok(_) => return,
            Err(StoreError::Moved { .. } | StoreError::Busy { .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn a_reader_sees_whole_batches_while_another_writes() {
    on_each(|new| {
        let folder = new();
        let mut writer = folder.create();
        thread::scope(|scope| {
            let reader = scope.spawn(|| {
                let log = folder.open(Mode::ReadOnly);
                loop {
                    let verified = log.verify().unwrap();
                    assert_eq!((verified.head % 2, verified.claims), (0, verified.head));
                    if verified.head == 40 {
                        return;
                    }
                }
            });
            (0..20).for_each(|n| append(&mut *writer, &format!("Guns {n}")));
            reader.join().unwrap();
        });
    });
}
