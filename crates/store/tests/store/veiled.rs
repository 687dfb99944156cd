//! What somebody is not cleared for is not there for him: not in the log, not in a view, not by its words, at no moment.

use crate::fixture::*;
use proptest::prelude::*;
use std::collections::BTreeSet;
use truce_model::{Confidentiality, Decision, DocumentId, Guarded, Record, Sameness, Seq, Truth};
use truce_store::{ClaimFilter, Entry, Mode, StoreError, open_cleared};

const DOCTOR: &str = "Mira Oden";

/// Something that goes into the record.
#[derive(Clone, Debug)]
enum Step {
    /// A document; one in three names the doctor: in its text, as its source, or as its outlet.
    Document {
        number: u8,
    },
    /// How confidential a document is.
    Level {
        number: u8,
        level: Confidentiality,
    },
    /// How confidential the doctor is.
    Source {
        level: Confidentiality,
    },
    /// A withdrawal, a ruling on a claim, a decision on two claims.
    Withdraw {
        number: u8,
    },
    Rule {
        number: u8,
    },
    Match {
        one: u8,
        other: u8,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let level = || prop::sample::select(&Confidentiality::ALL[..]);
    let number = || 0u8..6;
    prop_oneof![
        4 => number().prop_map(|number| Step::Document { number }),
        1 => (number(), level()).prop_map(|(number, level)| Step::Level { number, level }),
        1 => level().prop_map(|level| Step::Source { level }),
        1 => number().prop_map(|number| Step::Withdraw { number }),
        1 => number().prop_map(|number| Step::Rule { number }),
        1 => (number(), number()).prop_map(|(one, other)| Step::Match { one, other }),
    ]
}

fn text(number: u8) -> String {
    match number {
        0 => text_of(&format!("Told by Dr. mira  ODEN, at {number}"), 2),
        _ => text_of(&format!("Story {number}"), 2),
    }
}

/// Whether the doctor is named in it or in what was read from it.
fn names(number: u8) -> bool {
    number < 3
}

fn entries(number: u8) -> [Entry; 2] {
    let text = text(number);
    let mut claims = claims_of(&text);
    let mut came = document(&text);
    match number {
        1 => {
            let sourced = |claim| truce_model::Claim { source: Some(name(DOCTOR)), ..claim }.identified();
            claims = claims.into_iter().map(sourced).collect();
        }
        2 => {
            let Record::Document { document } = &mut came.record else { panic!("no document") };
            document.outlet = Some(name("Mira Oden's diary"));
        }
        _ => {}
    }
    [came, extraction(&text, claims)]
}

fn classified(guarded: Guarded, level: Confidentiality) -> Entry {
    let (reason, by) = ("given in confidence".to_owned(), name("Arden desk"));
    Entry::new(Record::Decision { decision: Decision::Classify { guarded, level, reason, by } })
}

fn first_claim(number: u8) -> truce_model::Claim {
    let Record::Extraction { claims, .. } = &entries(number)[1].record else { panic!("no extraction") };
    claims[0].clone()
}

fn written(step: &Step, there: &mut BTreeSet<u8>) -> Vec<Entry> {
    match step {
        Step::Document { number } if there.insert(*number) => entries(*number).into(),
        Step::Level { number, level } if there.contains(number) => {
            vec![classified(Guarded::Document { document: id_of(&text(*number)) }, *level)]
        }
        Step::Source { level } => vec![classified(Guarded::Source { names: vec![name(DOCTOR)] }, *level)],
        Step::Withdraw { number } if there.remove(number) => vec![withdrawal(&text(*number))],
        Step::Rule { number } if there.contains(number) => {
            vec![ruling(&first_claim(*number), RULER, Truth::Unknown)]
        }
        Step::Match { one, other } if one != other && there.contains(one) && there.contains(other) => {
            vec![matching(&first_claim(*one), &first_claim(*other), Sameness::Same)]
        }
        _ => vec![],
    }
}

const RULER: &str = "Joint Centre";

/// Which documents are above a level, by the last that was decided of each.
fn hidden(steps: &[Step], cleared: Confidentiality) -> BTreeSet<DocumentId> {
    let mut there = BTreeSet::new();
    let (mut documents, mut source) = ([Confidentiality::Public; 6], Confidentiality::Public);
    for step in steps {
        match step {
            Step::Document { number } => drop(there.insert(*number)),
            Step::Level { number, level } if there.contains(number) => documents[*number as usize] = *level,
            Step::Withdraw { number } => drop(there.remove(number)),
            Step::Source { level } => source = *level,
            _ => {}
        }
    }
    let above = |number: &u8| documents[*number as usize] > cleared || (names(*number) && source > cleared);
    (0..6).filter(above).map(|number| id_of(&text(number))).collect()
}

/// All that can be read, as words.
fn read(log: &dyn truce_store::Log, head: Seq) -> String {
    let mut told = String::new();
    for up_to in 0..=head {
        told += &format!("{:?}", log.records(0, up_to).unwrap());
        told += &format!("{:?}", log.documents(up_to).unwrap());
        told += &format!("{:?}", log.claims(up_to, &ClaimFilter::default()).unwrap());
        told += &format!("{:?}", log.page(up_to, &ClaimFilter::default(), None, 100).unwrap().claims);
        told += &format!("{:?}", log.withdrawn(up_to).unwrap());
        told += &format!("{:?}", log.came(up_to).unwrap());
        told += &format!("{:?}", log.doubts(up_to).unwrap());
        told += &format!("{:?}", log.rulings(up_to).unwrap());
        told += &format!("{:?}", log.matchings(up_to).unwrap());
        let found = log.search(up_to, "guns", &ClaimFilter::default(), 100).unwrap();
        told += &format!("{:?}", found.iter().map(|hit| &hit.claim).collect::<Vec<_>>());
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
    #[test]
    fn what_is_hidden_is_nowhere_and_all_else_is_as_it_is(steps in prop::collection::vec(step(), 1..14)) {
        let folder = Folder::new();
        let mut log = folder.create();
        let veiled: Vec<_> = Confidentiality::ALL
            .map(|level| (level, open_cleared(&folder.store(), level).unwrap()))
            .into();
        let (mut head, mut there) = (0, BTreeSet::new());
        for step in &steps {
            let entries = written(step, &mut there);
            head = if entries.is_empty() { head } else { log.append(head, noon(), &entries).unwrap() };
            // A veil that was there before must take in what comes as one that is made later does.
            for (_, veiled) in &veiled {
                veiled.documents(head).unwrap();
            }
        }
        for (level, veiled) in &veiled {
            let hidden = hidden(&steps, *level);
            let told = read(&**veiled, head);
            for id in &hidden {
                prop_assert!(!told.contains(id.as_str()), "{level} sees {id}");
                prop_assert!(veiled.document_at(id, head).unwrap().is_none());
                prop_assert!(!veiled.was_withdrawn(id).unwrap());
            }
            if hidden.iter().any(|id| id == &id_of(&text(1))) {
                prop_assert!(!told.contains(DOCTOR), "{level} reads the name");
            }
            let seen: Vec<_> =
                log.claims(head, &ClaimFilter::default()).unwrap().into_iter().filter(|c| !hidden.contains(&c.document)).collect();
            prop_assert_eq!(veiled.claims(head, &ClaimFilter::default()).unwrap(), seen);
            for number in 0..6 {
                let text = text(number);
                let blob = veiled.blob(truce_model::Hash::of(text.as_bytes())).unwrap();
                if there.contains(&number) {
                    prop_assert_eq!(blob.is_none(), hidden.contains(&id_of(&text)));
                }
            }
            let fresh = open_cleared(&folder.store(), *level).unwrap();
            prop_assert_eq!(read(&*fresh, head), told);
        }
    }
}

#[test]
fn a_reason_does_not_name_a_guarded_source() {
    on_each(|new| {
        let folder = new();
        let mut log = folder.create();
        let mut entry = withdrawal(&text(4));
        let Record::Decision { decision: Decision::Withdraw { reason, .. } } = &mut entry.record else {
            panic!("no withdrawal")
        };
        *reason = format!("{DOCTOR} rang up");
        let guarded =
            classified(Guarded::Source { names: vec![name(DOCTOR)] }, Confidentiality::Confidential);
        let all = [entries(4).to_vec(), vec![entry, guarded]].concat();
        log.append(0, noon(), &all).unwrap();
        let veiled = open_cleared(&folder.store(), Confidentiality::Restricted).unwrap();
        assert!(!read(&*veiled, 4).contains(DOCTOR));
        assert!(
            read(&*open_cleared(&folder.store(), Confidentiality::Confidential).unwrap(), 4).contains(DOCTOR)
        );
        assert_eq!(veiled.classified().unwrap(), 4);
        assert!(matches!(veiled.verify(), Err(StoreError::NotCleared { .. })));
        assert!(matches!(veiled.backup("copy.db"), Err(StoreError::NotCleared { .. })));
    });
}

#[test]
fn nothing_is_classified_that_is_not_there() {
    let folder = Folder::new();
    let mut log = folder.create();
    let unknown = classified(Guarded::Document { document: id_of("no text") }, Confidentiality::Restricted);
    assert!(matches!(log.append(0, noon(), &[unknown]), Err(StoreError::NoDocument { .. })));
    let nobody = classified(Guarded::Source { names: vec![] }, Confidentiality::Restricted);
    assert!(matches!(log.append(0, noon(), &[nobody]), Err(StoreError::Malformed { .. })));
    assert_eq!(folder.open(Mode::ReadOnly).head().unwrap(), 0);
}
