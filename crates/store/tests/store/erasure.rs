//! What is erased is in no file, also where another program stands in the way or this one is killed.

use crate::fixture::{
    Folder, claims_of, dispatch, document, erasure, extraction, id_of, noon, silent, text_of, word_for_word,
};
use std::fs;
use truce_store::{Mode, StoreError};

/// Whether any file of the store holds the words.
fn holds(folder: &Folder, words: &str) -> bool {
    let files = ["", "-wal", "-shm"].map(|end| fs::read(folder.store() + end).unwrap_or_default());
    files.iter().any(|bytes| bytes.windows(words.len()).any(|at| at == words.as_bytes()))
}

/// A store with one document, and its text.
fn told() -> (Folder, String) {
    let (folder, text) = (Folder::new(), text_of("Zvonimira tells", 3));
    let entries = [document(&text), extraction(&text, claims_of(&text))];
    folder.create().append(0, noon(), &entries).unwrap();
    assert!(holds(&folder, "Zvonimira"));
    (folder, text)
}

#[test]
fn an_erasure_leaves_nothing_in_the_files() {
    let (folder, text) = told();
    let mut log = folder.open(Mode::ReadWrite);
    log.erase(2, noon(), &erasure(&text), &word_for_word, &mut silent()).unwrap();
    assert!(!holds(&folder, "Zvonimira"), "while the store is open");
    assert_eq!(log.document(&id_of(&text)).unwrap(), None);
    assert_eq!(log.verify().unwrap().erased, 1);
}

#[test]
fn an_erasure_held_up_by_a_reader_is_told_and_made_up_for() {
    let (folder, text) = told();
    let reader = folder.raw();
    reader.execute_batch("BEGIN; SELECT count(*) FROM log;").unwrap();
    let mut log = folder.open(Mode::ReadWrite);
    let held_up = log.erase(2, noon(), &erasure(&text), &word_for_word, &mut silent()).unwrap_err();
    assert!(matches!(held_up, StoreError::Unscrubbed { .. }), "{held_up}");
    assert!(held_up.hint().is_some());
    assert_eq!(log.head().unwrap(), 3, "the erasure is recorded");
    drop(log);
    let verified = folder.open(Mode::ReadOnly).verify().unwrap_err();
    assert!(matches!(verified, StoreError::Unscrubbed { .. }), "{verified}");
    reader.execute_batch("COMMIT").unwrap();
    drop(reader);
    let log = folder.open(Mode::ReadWrite);
    assert_eq!(log.verify().unwrap().erased, 1);
    assert!(!holds(&folder, "Zvonimira"));
}

#[test]
fn an_erasure_killed_before_the_file_was_written_anew_is_made_up_for() {
    let (folder, text) = told();
    folder.open(Mode::ReadWrite).erase(2, noon(), &erasure(&text), &word_for_word, &mut silent()).unwrap();
    // As it is when the program is killed: recorded, and noted as not carried through.
    folder.raw().execute_batch("INSERT INTO unscrubbed (by_seq) VALUES (3)").unwrap();
    let verified = folder.open(Mode::ReadOnly).verify().unwrap_err();
    assert!(matches!(verified, StoreError::Unscrubbed { .. }), "{verified}");
    assert_eq!(folder.open(Mode::ReadWrite).verify().unwrap().erased, 1);
    assert_eq!(folder.open(Mode::ReadOnly).verify().unwrap().head, 3);
}

#[test]
fn a_story_goes_from_a_file_in_which_it_came_again() {
    let folder = Folder::new();
    let mut log = folder.create();
    let (told, other) = (text_of("Zubaida was named", 3), text_of("Guns at Ruba", 2));
    let file = format!("{other}\n\n{told}");
    log.append(0, noon(), &dispatch("Zubaida was named", 3)).unwrap();
    // The second file holds both; only the other story is new, and the file is its original.
    let mut again = document(&other);
    again.blobs.push(file.clone().into_bytes());
    let truce_model::Record::Document { document: inner } = &mut again.record else { panic!("no document") };
    inner.original = truce_model::Hash::of(file.as_bytes());
    log.append(2, noon(), &[again, extraction(&other, claims_of(&other))]).unwrap();
    log.erase(4, noon(), &erasure(&told), &word_for_word, &mut silent()).unwrap();
    drop(log);
    let bytes = fs::read(folder.store()).unwrap();
    assert!(!bytes.windows(7).any(|window| window == b"Zubaida"), "a name is left in the file");
    let log = folder.open(Mode::ReadOnly);
    let verified = log.verify().unwrap();
    assert_eq!((verified.erased, verified.claims), (1, 2));
    assert_eq!(log.search(5, "guns", &Default::default(), 9).unwrap().len(), 2);
}
