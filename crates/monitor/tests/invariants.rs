//! What holds for every record: order, increments and reproduction do not change a situation.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the message")]

use jiff::{Timestamp, tz::TimeZone};
use proptest::prelude::*;
use std::{cell::RefCell, fs, path::Path};
use tempfile::TempDir;
use truce_model::{Decision, Name, ProvisionId, Published, Record, Sameness, Seq, Situation, Truth};
use truce_monitor::{
    AsOf, Case, Compared, Demo, Held, ImportOptions, Knowledge, MOST_RECORDS, Monitor, MonitorError,
    Prepared, Store, check_agreement,
};

use truce_store::{Entry, Mode, Readable, Teller, Told};

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

fn add_agreement(monitor: &mut Monitor, case: &Case, at: Timestamp) {
    let folder = root().join("agreements").join(case.agreement.as_str());
    let text = fs::read_to_string(folder.join("agreement.md")).unwrap();
    let files = [("agreement.md".to_owned(), text)];
    let checked = check_agreement(&folder, &files, monitor.book()).unwrap();
    monitor.add_agreement(checked.agreement, at).unwrap();
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
        add_agreement(&mut monitor, &documents.case, Timestamp::UNIX_EPOCH);
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

/// Something that is done with a record.
#[derive(Clone, Debug)]
enum Step {
    Ingest(usize),
    AddAgreement,
    /// The document that stands there in the list of those that count, round and round.
    Withdraw(usize),
    /// The incidents that stand there, likewise.
    Join(usize, usize),
    UndoLast,
    /// The incident that stands there, likewise, and that it did not happen.
    Rule(usize),
    /// The document that stands there, likewise.
    Erase(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (0..all().len()).prop_map(Step::Ingest),
        1 => Just(Step::AddAgreement),
        1 => any::<usize>().prop_map(Step::Withdraw),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(one, other)| Step::Join(one, other)),
        1 => Just(Step::UndoLast),
    ]
}

/// Steps of which some take words out: what was known before then is no longer known as it was.
fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => step(),
        1 => any::<usize>().prop_map(Step::Rule),
        1 => any::<usize>().prop_map(Step::Erase),
    ]
}

/// Does it, where there is something to do it with.
fn take(monitor: &mut Monitor, documents: &Documents, step: &Step, at: Timestamp) {
    let held = monitor.situation(&monitor.knowledge(None, at).unwrap()).unwrap();
    let by = || (Name::parse("Centre").unwrap(), "Rung up".to_owned());
    match step {
        Step::Ingest(which) => drop(monitor.ingest(vec![documents.prepared[*which].clone()], at).unwrap()),
        Step::AddAgreement => add_agreement(monitor, &documents.case, at),
        Step::Withdraw(which) if !held.documents.is_empty() => {
            let id = held.documents[which % held.documents.len()].id.to_string();
            let (by, reason) = by();
            monitor.withdraw(&held, &id, by, reason, at).unwrap();
        }
        Step::Join(one, other) if held.incidents.len() > 1 => {
            let count = held.incidents.len();
            let (one, other) = (one % count, other % count);
            let other = if one == other { (other + 1) % count } else { other };
            let ids = [one, other].map(|at| held.incidents[at].id.to_string()).to_vec();
            let (by, reason) = by();
            monitor.decide(&held, Compared { held: Sameness::Same, ids, by, reason }, at).unwrap();
        }
        Step::UndoLast if !held.matchings.is_empty() => {
            let (by, reason) = by();
            monitor.undo(held.matchings.last().unwrap().seq, by, reason, at).unwrap();
        }
        Step::Rule(which) if !held.incidents.is_empty() && !held.agreements.is_empty() => {
            let incident = held.incidents[which % held.incidents.len()].id.to_string();
            let (by, reason) = by();
            let ruling = Held {
                agreement: None,
                provision: ProvisionId::new("cease"),
                occurred: Truth::False,
                conduct: vec![],
                by,
                on: None,
                reason,
            };
            monitor.rule(&held, &incident, ruling, at).unwrap();
        }
        Step::Erase(which) if !held.documents.is_empty() => {
            let id = held.documents[which % held.documents.len()].id.to_string();
            let (by, reason) = by();
            monitor.erase(&id, by, reason, at).unwrap();
        }
        Step::Withdraw(_) | Step::Join(..) | Step::UndoLast | Step::Rule(_) | Step::Erase(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn as_of_a_record_holds_what_was_held_when_it_was_the_last(steps in prop::collection::vec(step(), 1..10)) {
        with_documents(|documents| {
            let (_folder, mut monitor) = empty();
            let start: Timestamp = "2031-03-05T06:00:00Z".parse().unwrap();
            let mut told = Vec::new();
            for (hour, step) in (0..).zip(&steps) {
                let at = start + jiff::SignedDuration::from_hours(hour);
                let before = monitor.head().unwrap();
                take(&mut monitor, documents, step, at);
                if monitor.head().unwrap() > before {
                    told.push(monitor.situation(&monitor.knowledge(None, at).unwrap()).unwrap());
                }
            }
            let later = start + jiff::SignedDuration::from_hours(1000);
            for then in told {
                let known = monitor.knowledge(Some(AsOf::Record(then.seq)), later).unwrap();
                prop_assert_eq!(&monitor.situation(&known).unwrap(), &then);
                let by_time = monitor.knowledge(Some(AsOf::Time(then.as_of)), later).unwrap();
                prop_assert_eq!(by_time.up_to, then.seq);
            }
            Ok(())
        })?;
    }
}

/// Everything that the store keeps of what was judged: each telling with all of it.
fn kept(folder: &TempDir) -> Vec<(Seq, Vec<Told>)> {
    let path = folder.path().join("truce.db").display().to_string();
    let log = truce_store::open(&path, Mode::ReadOnly).unwrap();
    let tellings = log.tellings().unwrap();
    tellings.into_iter().map(|(seq, _)| (seq, log.told(seq).unwrap())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn what_is_kept_of_each_day_is_what_is_judged_from_scratch(
        steps in prop::collection::vec(any_step(), 1..10),
        put_off in 0usize..10,
    ) {
        with_documents(|documents| {
            let ((folder, mut monitor), (later_folder, mut later)) = (empty(), empty());
            let start: Timestamp = "2031-03-05T06:00:00Z".parse().unwrap();
            for (place, step) in steps.iter().enumerate() {
                let at = start + jiff::SignedDuration::from_hours(9 * place as i64);
                take(&mut monitor, documents, step, at);
                if place == put_off {
                    later.put_off_telling();
                }
                take(&mut later, documents, step, at);
            }
            later.tell().unwrap();
            let judged = monitor.verify().unwrap();
            let now = kept(&folder);
            prop_assert_eq!(judged.judged, now.len());
            prop_assert_eq!(now.last().map_or(0, |(seq, _)| *seq), monitor.head().unwrap());
            prop_assert!(now == kept(&later_folder), "judging that is put off comes to the same");
            monitor.rebuild().unwrap();
            prop_assert!(now == kept(&folder), "judging anew comes to the same");
            prop_assert_eq!(monitor.verify().unwrap(), judged);
            Ok(())
        })?;
    }
}

#[test]
fn verify_names_the_first_judgement_that_differs_and_counts_those_of_others() {
    with_documents(|documents| {
        let (folder, mut monitor) = empty();
        add_agreement(&mut monitor, &documents.case, Timestamp::UNIX_EPOCH);
        monitor.ingest(documents.prepared[..2].to_vec(), Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(monitor.verify().unwrap().judged, 1);
        let path = folder.path().join("truce.db").display().to_string();
        let mut log = truce_store::open(&path, Mode::ReadWrite).unwrap();
        let (seq, program) = log.tellings().unwrap().remove(0);
        let mut forged = log.told(seq).unwrap();
        let at = forged.iter().position(|row| row.view == "incident").unwrap();
        forged[at].content = forged[at].content.replace("standing", "stand");
        let (id, mut tell) = (forged[at].id.clone(), |_: &dyn Readable, _| Ok(Some(forged.clone())));
        log.tell(&mut Teller { program: &program, tell: &mut tell }, true).unwrap();
        let differs = monitor.verify().unwrap_err();
        let MonitorError::ToldDiffers { seq: named, view, id: of, .. } = &differs else {
            panic!("{differs}")
        };
        assert_eq!((*named, view.as_str(), of), (seq, "incident", &id));
        assert!(differs.hint().unwrap().contains("truce rebuild"));
        log.tell(&mut Teller { program: "another", tell: &mut tell }, true).unwrap();
        let checked = monitor.verify().unwrap();
        assert_eq!((checked.judged, checked.by_others), (0, 1));
        monitor.rebuild().unwrap();
        let checked = monitor.verify().unwrap();
        assert_eq!((checked.judged, checked.by_others), (1, 0));
    });
}

#[test]
fn a_long_log_is_not_judged_as_it_grows() {
    with_documents(|documents| {
        let (folder, mut monitor) = empty();
        let path = folder.path().join("truce.db").display().to_string();
        let mut log = truce_store::open(&path, Mode::ReadWrite).unwrap();
        let (by, reason) = (Name::parse("Centre").unwrap(), "Rung up".to_owned());
        let record = Record::Decision { decision: Decision::Undo { seq: 1, by, reason } };
        let entries = vec![Entry::new(record); MOST_RECORDS as usize + 1];
        log.append(0, Timestamp::UNIX_EPOCH, &entries).unwrap();
        add_agreement(&mut monitor, &documents.case, Timestamp::UNIX_EPOCH);
        monitor.put_off_telling();
        monitor.ingest(documents.prepared[..4].to_vec(), Timestamp::UNIX_EPOCH).unwrap();
        monitor.tell().unwrap();
        assert_eq!(log.tellings().unwrap(), []);
        assert!(!situation(&monitor).incidents.is_empty(), "it is judged when it is asked");
    });
}

#[test]
fn a_moment_is_a_time_or_a_record() {
    with_documents(|documents| {
        let (_folder, mut monitor) = empty();
        let time = |text: &str| text.parse::<Timestamp>().unwrap();
        let (first, now) = (time("2031-03-05T06:00:00Z"), time("2031-03-09T00:00:00Z"));
        let known = |monitor: &Monitor, as_of: Option<AsOf>| {
            let Knowledge { up_to, as_of, .. } = monitor.knowledge(as_of, now).unwrap();
            (up_to, as_of)
        };
        assert_eq!(known(&monitor, Some(AsOf::Record(0))), (0, now), "an empty record is empty now");
        monitor.ingest(documents.prepared[..1].to_vec(), first).unwrap();
        let head = monitor.head().unwrap();
        let second = time("2031-03-06T06:00:00Z");
        monitor.ingest(documents.prepared[1..2].to_vec(), second).unwrap();
        let last = monitor.head().unwrap();
        assert_eq!(known(&monitor, Some(AsOf::Record(0))), (0, first));
        assert_eq!(known(&monitor, Some(AsOf::Record(1))), (1, first));
        assert_eq!(known(&monitor, Some(AsOf::Record(last))), (last, second));
        assert_eq!(known(&monitor, Some(AsOf::Time(first))), (head, first));
        let before = time("2031-03-05T05:59:59.999Z");
        assert_eq!(known(&monitor, Some(AsOf::Time(before))), (0, before));
        let to_come = time("2032-01-01T00:00:00Z");
        assert_eq!(known(&monitor, Some(AsOf::Time(to_come))), (last, to_come));
        assert_eq!(
            known(&monitor, None),
            known(&monitor, Some(AsOf::Time(now))),
            "now is a time like any other"
        );
        let beyond = monitor.knowledge(Some(AsOf::Record(last + 1)), now).unwrap_err();
        assert!(
            matches!(beyond, MonitorError::BeyondTheLog { seq, head } if seq == last + 1 && head == last)
        );
        assert!(beyond.hint().is_some());
    });
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
