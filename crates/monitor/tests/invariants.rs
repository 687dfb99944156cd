//! What holds for every record: order, increments and reproduction do not change a situation.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the message")]

use jiff::{Timestamp, tz::TimeZone};
use proptest::prelude::*;
use std::{cell::RefCell, fs, path::Path};
use tempfile::TempDir;
use truce_model::{Published, Situation};
use truce_monitor::{AsOf, Case, Demo, ImportOptions, Knowledge, Monitor, Prepared, Store, check_agreement};

/// The demo case's documents, read once.
struct Documents {
    case: Case,
    prepared: Vec<Prepared>,
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn empty() -> (TempDir, Monitor) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::from(folder.path().join("truce.db").display().to_string());
    let monitor = Monitor::create(&store).unwrap();
    (folder, monitor)
}

fn read_all() -> Documents {
    let case = Demo::builtin().unwrap().case;
    let (_folder, monitor) = empty();
    let prepared = case
        .documents
        .iter()
        .map(|document| {
            let bytes = fs::read(root().join("cases/september-2016-truce").join(&document.file)).unwrap();
            let published = document.published.map(Published::At);
            let options =
                ImportOptions { published, outlet: document.outlet.clone(), ..ImportOptions::default() };
            monitor.prepare(&document.file, bytes, &options).unwrap()
        })
        .collect();
    Documents { case, prepared }
}

thread_local! {
    static DOCUMENTS: RefCell<Option<Documents>> = const { RefCell::new(None) };
}

fn with_documents<T>(use_them: impl FnOnce(&Documents) -> T) -> T {
    DOCUMENTS.with(|cell| use_them(cell.borrow_mut().get_or_insert_with(read_all)))
}

fn add_agreement(monitor: &mut Monitor, case: &Case) {
    let folder = root().join("agreements").join(case.agreement.as_str());
    let text = fs::read_to_string(folder.join("agreement.md")).unwrap();
    let files = [("agreement.md".to_owned(), text)];
    let checked = check_agreement(&folder, &files, monitor.book()).unwrap();
    monitor.add_agreement(checked.agreement, Timestamp::UNIX_EPOCH).unwrap();
}

/// Everything held and judged, without the number of the last record, which counts appends and not knowledge.
fn situation(monitor: &Monitor) -> Situation {
    let now = "2016-12-31T00:00:00Z".parse().unwrap();
    let knowledge = monitor.knowledge(None, now).unwrap();
    Situation { seq: 0, ..monitor.situation(&knowledge).unwrap() }
}

/// The situation after these documents came in, in this order, in batches of that size.
fn after(order: &[usize], batch: usize) -> Situation {
    with_documents(|documents| {
        let (_folder, mut monitor) = empty();
        add_agreement(&mut monitor, &documents.case);
        for batch in order.chunks(batch) {
            let files = batch.iter().map(|at| documents.prepared[*at].clone()).collect();
            monitor.ingest(files, Timestamp::UNIX_EPOCH).unwrap();
        }
        monitor.verify().unwrap();
        situation(&monitor)
    })
}

fn all() -> Vec<usize> {
    (0..with_documents(|documents| documents.prepared.len())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_order_in_which_documents_arrive_changes_nothing(order in Just(all()).prop_shuffle(), batch in 1usize..6) {
        prop_assert_eq!(after(&order, batch), after(&all(), 100));
    }

    #[test]
    fn what_is_known_of_a_part_equals_that_part_from_scratch(kept in proptest::sample::subsequence(all(), 1..15)) {
        let mut doubled = kept.clone();
        doubled.extend(&kept);
        prop_assert_eq!(after(&doubled, 1), after(&kept, 100), "the same document twice is one");
    }
}

#[test]
fn happened_published_and_recorded_are_kept_apart() {
    with_documents(|documents| {
        let (_folder, mut monitor) = empty();
        let recorded: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        monitor.ingest(documents.prepared.clone(), recorded).unwrap();
        let all = monitor.knowledge(None, recorded).unwrap();
        let at = |moment: &str| {
            let cut_off = Some((moment.parse().unwrap(), TimeZone::UTC));
            monitor.situation(&Knowledge { cut_off, ..all.clone() }).unwrap()
        };
        let (early, late) = (at("2016-09-14T00:00:00Z"), at("2016-12-31T00:00:00Z"));
        assert!(
            !early.documents.is_empty() && early.documents.len() < late.documents.len(),
            "by publication"
        );
        let before =
            monitor.knowledge(Some(AsOf::Time("2026-11-22T11:59:59Z".parse().unwrap())), recorded).unwrap();
        assert!(monitor.situation(&before).unwrap().documents.is_empty(), "by recording");
        let days: Vec<_> = late.claims.iter().filter_map(|claim| claim.occurred.start).collect();
        assert!(
            days.iter().all(|day| day.date().year() < 2026),
            "a date of recording is no date of happening"
        );
    });
}

#[test]
fn every_claim_resolves_to_its_words() {
    with_documents(|documents| {
        let (_folder, mut monitor) = empty();
        monitor.ingest(documents.prepared.clone(), Timestamp::UNIX_EPOCH).unwrap();
        let situation = situation(&monitor);
        assert!(!situation.claims.is_empty());
        for claim in &situation.claims {
            let text = monitor.text(&claim.document).unwrap().unwrap();
            assert!(claim.resolves_in(&text), "{claim:?}");
        }
    });
}
