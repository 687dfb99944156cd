//! The one story that every backend must pass.

use crate::fixture::*;
use std::ops::ControlFlow;
use truce_model::{DocumentId, Hash, Moment, Record, Seq};
use truce_store::{ClaimFilter, Entry, Log, Mode, StoreError};

#[test]
fn every_database_passes_the_story() {
    on_each(|new| {
        let folder = new();
        log_story(&mut *folder.create());
        log_reopened(&mut *folder.open(Mode::ReadWrite));
        log_reopened(&mut *folder.open(Mode::ReadOnly));
    });
}

/// What is derived, and what it is derived from.
const TABLES: [&str; 9] = [
    "log",
    "blob",
    "erased_record",
    "erased_blob",
    "document",
    "claim",
    "claim_place",
    "agreement",
    "telling",
];

#[test]
fn the_same_log_gives_the_same_bytes_on_every_database() {
    let Some(on_server) = Folder::on_server() else { return };
    let in_file = Folder::new();
    for folder in [&in_file, &on_server] {
        let mut log = folder.create();
        log_story(&mut *log);
        let entry = erasure(&text_of("Later", 1));
        log.erase(13, noon(), &entry, &word_for_word, &mut silent()).unwrap();
    }
    for table in TABLES {
        let rows = in_file.rows(table);
        assert!(!rows.is_empty() || table == "telling", "{table} holds nothing to compare");
        assert_eq!(rows, on_server.rows(table), "{table}");
    }
    let [one, other] = [&in_file, &on_server].map(|folder| folder.open(Mode::ReadOnly));
    assert_eq!(one.verify().unwrap(), other.verify().unwrap());
    assert_eq!(one.records(0, Seq::MAX).unwrap(), other.records(0, Seq::MAX).unwrap());
}

#[test]
fn a_zero_byte_in_a_name_is_kept_and_found() {
    on_each(|new| {
        let folder = new();
        let mut log = folder.create();
        let (text, odd) = (text_of("Guns at Arden", 1), name("North\0desk"));
        let mut entry = document(&text);
        let Record::Document { document } = &mut entry.record else { panic!("no document") };
        document.name = "north\0.txt".to_owned();
        let claims: Vec<_> = claims_of(&text)
            .into_iter()
            .map(|claim| truce_model::Claim { source: Some(odd.clone()), ..claim }.identified())
            .collect();
        let entries = [entry, extraction(&text, claims.clone())];
        log.append(0, noon(), &entries).unwrap();
        assert_eq!(log.documents(2).unwrap()[0].name, "north\0.txt");
        let filter = ClaimFilter { sources: vec![odd.clone()], ..ClaimFilter::default() };
        assert_eq!(log.claims(2, &filter).unwrap(), claims);
        log.verify().unwrap();
    });
}

#[test]
fn a_backup_of_one_database_is_restored_on_the_other() {
    let Some(on_server) = Folder::on_server() else { return };
    let (in_file, back) = (Folder::new(), Folder::on_server().unwrap());
    let mut log = on_server.create();
    log_story(&mut *log);
    log.backup(&in_file.store()).unwrap();
    let copied = in_file.open(Mode::ReadOnly).verify().unwrap();
    assert_eq!(copied, log.verify().unwrap());
    let restored = truce_store::restore(&in_file.store(), &back.store()).unwrap();
    assert_eq!(restored.verify().unwrap(), copied);
    for table in TABLES {
        assert_eq!(back.rows(table), on_server.rows(table), "{table}");
    }
    let again = truce_store::restore(&in_file.store(), &back.store());
    assert!(matches!(again, Err(StoreError::Exists { .. })));
}

/// An empty log is filled, read, corrected and refused to; what it says afterwards is asserted.
fn log_story(log: &mut dyn Log) {
    empty(log);
    documents_come_in(log);
    nothing_wrong_comes_in(log);
    agreements_have_versions(log);
    times_never_go_back(log);
    a_new_extraction_replaces(log);
    a_withdrawn_document_counts_no_longer(log);
    let before = log.verify().unwrap();
    log.rebuild().unwrap();
    assert_eq!(log.verify().unwrap(), before);
}

fn all(log: &dyn Log, up_to: Seq) -> usize {
    log.claims(up_to, &ClaimFilter::default()).unwrap().len()
}

fn titles(log: &dyn Log, up_to: Seq) -> Vec<String> {
    log.agreements(up_to).unwrap().into_iter().map(|agreement| agreement.title).collect()
}

fn empty(log: &mut dyn Log) {
    assert_eq!(log.head().unwrap(), 0);
    assert_eq!(log.append(0, noon(), &[]).unwrap(), 0);
    assert_eq!(log.seq_at(noon()).unwrap(), 0);
    assert_eq!(log.records(0, Seq::MAX).unwrap(), []);
    assert_eq!(log.blob(Hash::of(b"Arden")).unwrap(), None);
    assert_eq!((all(log, Seq::MAX), titles(log, Seq::MAX).len()), (0, 0));
    let verified = log.verify().unwrap();
    assert_eq!((verified.head, verified.hash), (0, None));
}

fn documents_come_in(log: &mut dyn Log) {
    let text = text_of("Guns at Arden", 3);
    let entries = dispatch("Guns at Arden", 3);
    assert!(log.document(&id_of(&text)).unwrap().is_none());
    assert_eq!(log.append(0, noon(), &entries).unwrap(), 2);
    assert!(log.document(&id_of(&text)).unwrap().is_some());
    let read = log.records(0, Seq::MAX).unwrap();
    assert_eq!(read.iter().map(|logged| logged.record.clone()).collect::<Vec<_>>(), records(&entries));
    assert!(read.iter().all(|logged| logged.recorded_at == noon()));
    assert_eq!(log.records(1, 2).unwrap(), read[1..]);
    let document = &log.documents(2).unwrap()[0];
    assert_eq!(log.text(document).unwrap(), text);
    let mut claims = claims_of(&text);
    claims.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(log.claims(2, &ClaimFilter::default()).unwrap(), claims);
    assert_eq!((all(log, 0), all(log, 1), all(log, Seq::MAX)), (0, 0, 3));
    assert_eq!((log.doubts(1).unwrap().len(), log.doubts(2).unwrap().len()), (0, 1));
    let mut seen = 0;
    let stop = &mut |_| {
        seen += 1;
        ControlFlow::Break(())
    };
    log.each_record(0, Seq::MAX, stop).unwrap();
    assert_eq!(seen, 1);
}

fn records(entries: &[Entry]) -> Vec<Record> {
    entries.iter().map(|entry| entry.record.clone()).collect()
}

fn nothing_wrong_comes_in(log: &mut dyn Log) {
    let (known, other) = (text_of("Guns at Arden", 3), text_of("Never sent", 2));
    let mut refuse = |entries: &[Entry], expected: &str| {
        let error = log.append(2, noon(), entries).unwrap_err().to_string();
        assert!(error.contains(expected), "`{error}` does not say `{expected}`");
        assert_eq!((log.head().unwrap(), log.document(&id_of(&other)).unwrap().is_some()), (2, false));
    };
    refuse(&[document(&known)], "is in the log already");
    refuse(&[extraction(&other, vec![])], "is not in the log");
    refuse(&[withdrawal(&other)], "is not in the log");
    refuse(&[Entry { blobs: vec![], ..document(&other) }], "which is not stored");
    refuse(&[document(&other), extraction(&other, claims_of(&known))], "of document doc-");
    let mut moved = claims_of(&other);
    moved[1].span.start += 1;
    refuse(&[document(&other), extraction(&other, moved)], "does not stand in document");
    let mut seconds = claims_of(&other);
    let at_a_second = jiff::civil::date(2031, 3, 5).at(6, 0, 1, 0);
    seconds[0].occurred.start = Some(Moment::Minute(at_a_second));
    refuse(&[document(&other), extraction(&other, seconds)], "does not read back as it was written");
    let mut beyond = extraction(&other, vec![]);
    let Record::Extraction { doubts, .. } = &mut beyond.record else { panic!("no extraction") };
    doubts[0].span.end = 9_999;
    refuse(&[document(&other), beyond], "holds a doubt that does not stand in it");
    let mut misnamed = document(&other);
    let Record::Document { document: inner } = &mut misnamed.record else { panic!("no document") };
    inner.id = id_of(&known);
    refuse(&[withdrawal(&known), misnamed], "its id is not that of its text");
    let large = Entry { blobs: vec![vec![0; truce_store::MAX_BLOB_BYTES + 1]], ..document(&other) };
    refuse(&[large], "67108864 are the most");
    refuse(&[agreement("north-south-2031", &"x".repeat(truce_store::MAX_PAYLOAD_BYTES))], "are the most");
    let moved = log.append(1, noon(), &[document(&other)]).unwrap_err();
    assert!(matches!(moved, StoreError::Moved { expected: 1, found: 2, .. }), "{moved}");
}

fn agreements_have_versions(log: &mut dyn Log) {
    let versions = [agreement("north-south-2031", "First text"), agreement("arden-2031", "Local pause")];
    assert_eq!(log.append(2, noon(), &versions).unwrap(), 4);
    assert_eq!(log.append(4, noon(), &[agreement("north-south-2031", "Corrected text")]).unwrap(), 5);
    assert_eq!(log.records(2, 4).unwrap()[0].record, versions[0].record);
    assert_eq!(titles(log, 3), ["First text"]);
    assert_eq!(titles(log, 4), ["Local pause", "First text"]);
    assert_eq!(titles(log, 5), ["Local pause", "Corrected text"]);
}

fn times_never_go_back(log: &mut dyn Log) {
    let [later, earlier] = ["2031-03-07T00:00:00.5Z", "2031-03-05T00:00:00Z"].map(time);
    assert_eq!(log.append(5, later, &dispatch("Later", 1)).unwrap(), 7);
    assert_eq!(log.append(7, earlier, &dispatch("With a slow clock", 2)).unwrap(), 9);
    assert!(log.records(5, 9).unwrap().iter().all(|logged| logged.recorded_at == later));
    assert_eq!(log.seq_at(earlier).unwrap(), 0);
    assert_eq!(log.seq_at(noon()).unwrap(), 5);
    assert_eq!(log.seq_at(time("2031-03-07T00:00:00Z")).unwrap(), 5);
    assert_eq!(log.seq_at(later).unwrap(), 9);
    assert_eq!(log.seq_at(jiff::Timestamp::MAX).unwrap(), 9);
    assert_eq!(log.seq_at(jiff::Timestamp::MIN).unwrap(), 0);
}

fn a_new_extraction_replaces(log: &mut dyn Log) {
    let text = text_of("Guns at Arden", 3);
    let mut fewer = claims_of(&text);
    // Found twice, it is still one claim.
    fewer[2] = fewer[0].clone();
    assert_eq!(log.append(9, noon(), &[extraction(&text, fewer)]).unwrap(), 10);
    assert_eq!((all(log, 9), all(log, 10)), (6, 5));
}

fn a_withdrawn_document_counts_no_longer(log: &mut dyn Log) {
    let text = text_of("Guns at Arden", 3);
    assert_eq!(log.append(10, noon(), &[withdrawal(&text)]).unwrap(), 11);
    assert!(log.document(&id_of(&text)).unwrap().is_none());
    assert_eq!((all(log, 10), all(log, 11), all(log, 2)), (5, 3, 3));
    assert_eq!((log.documents(10).unwrap().len(), log.documents(11).unwrap().len()), (3, 2));
    let gone = |up_to: Seq| -> Vec<(DocumentId, usize, Seq)> {
        let all = log.withdrawn(up_to).unwrap();
        all.iter().map(|one| (one.document.id.clone(), one.claims.len(), one.seq)).collect()
    };
    assert_eq!((gone(10), gone(11)), (vec![], vec![(id_of(&text), 2, 11)]));
    assert!(
        !log.came(11).unwrap().contains_key(&id_of(&text))
            && log.came(10).unwrap().contains_key(&id_of(&text))
    );
    assert!(log.append(11, noon(), &[withdrawal(&text)]).is_err());
    assert!(log.append(11, noon(), &[extraction(&text, vec![])]).is_err());
    // What was withdrawn may come in again; its text is still there.
    let again = Entry { blobs: vec![], ..document(&text) };
    assert_eq!(log.append(11, noon(), &[again, extraction(&text, claims_of(&text))]).unwrap(), 13);
    assert_eq!((all(log, 11), all(log, 13)), (3, 6));
    assert_eq!((log.withdrawn(11).unwrap().len(), log.withdrawn(13).unwrap().len()), (1, 0));
}

fn log_reopened(log: &mut dyn Log) {
    assert_eq!((log.head().unwrap(), all(log, Seq::MAX), all(log, 10)), (13, 6, 5));
    let verified = log.verify().unwrap();
    assert_eq!((verified.documents, verified.claims, verified.blobs), (4, 12, 3));
}
