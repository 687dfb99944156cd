//! For any sequence of records: views rebuild identical, and say as of each record what the log says.

use crate::fixture::*;
use proptest::prelude::*;
use rusqlite::types::Value;
use std::collections::BTreeMap;
use truce_model::{
    Claim, ClaimId, Decision, DocumentId, Logged, Matching, Record, Ruling, Sameness, Seq, Truth,
};
use truce_store::{ClaimFilter, Entry, Log};

/// Something that someone might try, allowed or not; the number tells which document or agreement.
#[derive(Clone, Debug)]
enum Step {
    Document(usize),
    Extract(usize, usize),
    Withdraw(usize),
    Agree(usize, usize),
    Rule(usize, usize),
    Match(usize, usize),
    Undo(u64),
    Erase(usize),
    Rebuild,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..4usize).prop_map(Step::Document),
        5 => (0..4usize, 0..5usize).prop_map(|(which, claims)| Step::Extract(which, claims)),
        2 => (0..4usize).prop_map(Step::Withdraw),
        2 => (0..2usize, 0..9usize).prop_map(|(which, version)| Step::Agree(which, version)),
        1 => (0..2usize, 0..2usize).prop_map(|(which, how)| Step::Rule(which, how)),
        1 => (0..2usize, 0..2usize).prop_map(|(which, how)| Step::Match(which, how)),
        1 => (1..12u64).prop_map(Step::Undo),
        1 => (0..4usize).prop_map(Step::Erase),
        1 => Just(Step::Rebuild),
    ]
}

fn entry(step: &Step) -> Option<Entry> {
    let text = |which: &usize| text_of(&format!("Guns {which}"), 4);
    Some(match step {
        Step::Document(which) => document(&text(which)),
        Step::Extract(which, claims) => {
            let text = text(which);
            extraction(&text, claims_of(&text).into_iter().cycle().skip(*claims).take(*claims).collect())
        }
        Step::Withdraw(which) => withdrawal(&text(which)),
        Step::Agree(which, version) => agreement(&format!("north-{which}"), &format!("Version {version}")),
        Step::Rule(which, how) => {
            let breached = [Truth::True, Truth::Unknown][*how];
            ruling(&claims_of(&text(which))[0], "Joint Centre", breached)
        }
        Step::Match(which, how) => {
            let held = [Sameness::Same, Sameness::NotSame][*how];
            matching(&claims_of(&text(which))[0], &claims_of(&text(&3))[0], held)
        }
        Step::Undo(seq) => undoing(*seq),
        Step::Erase(which) => erasure(&text(which)),
        Step::Rebuild => return None,
    })
}

/// Every row of every view.
fn dump(folder: &Folder) -> Vec<Vec<Vec<Value>>> {
    ["document", "claim", "claim_place", "agreement"].map(|view| folder.rows(view)).to_vec()
}

/// What the log says up to a record, by reading it from the start: documents with their claims, agreements.
#[derive(Debug, Default, PartialEq)]
struct Told {
    documents: BTreeMap<DocumentId, BTreeMap<ClaimId, Claim>>,
    agreements: BTreeMap<String, String>,
    rulings: BTreeMap<(ClaimId, String), Ruling>,
    matchings: BTreeMap<Seq, Matching>,
}

fn told(records: &[Logged]) -> Told {
    let mut told = Told::default();
    for logged in records {
        match &logged.record {
            Record::Document { document } => {
                told.documents.insert(document.id.clone(), BTreeMap::new());
            }
            Record::Extraction { document, claims, .. } => {
                let claims = claims.iter().map(|claim| (claim.id.clone(), claim.clone()));
                told.documents.insert(document.clone(), claims.collect());
            }
            Record::Agreement { agreement } => {
                told.agreements.insert(agreement.id.to_string(), agreement.title.clone());
            }
            Record::Decision { decision: Decision::Withdraw { document, .. } } => {
                told.documents.remove(document);
            }
            Record::Decision { decision: Decision::Erase { document, .. } } => {
                told.documents.remove(document);
            }
            Record::Decision { decision: Decision::Classify { .. } } => {}
            Record::Decision { decision: Decision::Rule { ruling } } => {
                let of = (ruling.claim.clone(), ruling.by.to_string());
                told.rulings.insert(of, (**ruling).clone());
            }
            Record::Decision { decision: Decision::Match { matching } } => {
                told.matchings.insert(logged.seq, (**matching).clone());
            }
            Record::Decision { decision: Decision::Undo { seq, .. } } => {
                told.matchings.remove(seq);
            }
        }
    }
    told
}

/// The same, as the views say it.
fn viewed(log: &dyn Log, up_to: Seq) -> Told {
    let mut told = Told::default();
    for document in log.documents(up_to).unwrap() {
        told.documents.insert(document.id, BTreeMap::new());
    }
    for claim in log.claims(up_to, &ClaimFilter::default()).unwrap() {
        let claims = told.documents.get_mut(&claim.document).unwrap();
        assert!(claims.insert(claim.id.clone(), claim).is_none(), "a claim is given twice");
    }
    let agreements = log.agreements(up_to).unwrap();
    told.agreements = agreements.into_iter().map(|a| (a.id.to_string(), a.title)).collect();
    let matchings = log.matchings(up_to).unwrap();
    told.matchings = matchings.into_iter().map(|matched| (matched.seq, matched.matching)).collect();
    for ruling in log.rulings(up_to).unwrap() {
        told.rulings.insert((ruling.claim.clone(), ruling.by.to_string()), ruling);
    }
    told
}

fn views_follow_the_log(folder: &Folder, steps: &[Step]) {
    let mut log = folder.create();
    for step in steps {
        let head = log.head().unwrap();
        match entry(step) {
            None => log.rebuild().unwrap(),
            Some(entry) => {
                let after = match step {
                    Step::Erase(_) => {
                        log.erase(head, noon(), &entry, &word_for_word, &mut silent()).unwrap_or(head)
                    }
                    _ => log.append(head, noon(), &[entry]).unwrap_or(head),
                };
                assert_eq!(log.head().unwrap(), after);
            }
        }
    }
    let records = log.records(0, Seq::MAX).unwrap();
    for up_to in 0..=records.len() {
        assert_eq!(viewed(&*log, up_to as Seq), told(&records[..up_to]));
    }
    let before = dump(folder);
    log.rebuild().unwrap();
    assert_eq!(dump(folder), before);
    assert_eq!(log.verify().unwrap().head as usize, records.len());
}

fn one_batch_is_as_many(one: &Folder, many: &Folder, steps: &[Step]) {
    let (mut batch, mut single) = (one.create(), many.create());
    let mut taken = Vec::new();
    let appended = |step: &&Step| !matches!(step, Step::Erase(_));
    for entry in steps.iter().filter(appended).filter_map(entry) {
        if single.append(taken.len() as Seq, noon(), std::slice::from_ref(&entry)).is_ok() {
            taken.push(entry);
        }
    }
    assert_eq!(batch.append(0, noon(), &taken).unwrap() as usize, taken.len());
    assert_eq!(batch.verify().unwrap(), single.verify().unwrap());
    assert_eq!(dump(one), dump(many));
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 64, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn views_rebuild_identical_and_follow_the_log(steps in prop::collection::vec(step(), 1..24)) {
        views_follow_the_log(&Folder::new(), &steps);
    }

    #[test]
    fn one_batch_gives_what_many_give(steps in prop::collection::vec(step(), 1..12)) {
        one_batch_is_as_many(&Folder::new(), &Folder::new(), &steps);
    }
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn views_on_a_server_are_those_of_a_file(steps in prop::collection::vec(step(), 1..24)) {
        if let Some(on_server) = Folder::on_server() {
            let in_file = Folder::new();
            views_follow_the_log(&in_file, &steps);
            views_follow_the_log(&on_server, &steps);
            prop_assert_eq!(dump(&in_file), dump(&on_server));
            prop_assert_eq!(in_file.rows("log"), on_server.rows("log"));
            prop_assert_eq!(in_file.rows("blob"), on_server.rows("blob"));
        }
    }

    #[test]
    fn one_batch_gives_what_many_give_on_a_server(steps in prop::collection::vec(step(), 1..12)) {
        if let (Some(one), Some(many)) = (Folder::on_server(), Folder::on_server()) {
            one_batch_is_as_many(&one, &many, &steps);
        }
    }
}
