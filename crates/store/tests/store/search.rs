//! Words are found where they stand, best first, as of any record, whatever the index is divided into.

use crate::fixture::*;
use proptest::prelude::*;
use truce_model::{Claim, Seq};
use truce_store::{ClaimFilter, Log, Mode};

/// A text of these sentences, each of which is a claim.
fn entries(sentences: &[String]) -> (String, Vec<truce_store::Entry>) {
    let text = sentences.iter().map(|sentence| format!("{sentence}.\n")).collect::<String>();
    let mut at = 0;
    let mut claims = Vec::new();
    for sentence in sentences {
        claims.push(quoted(&text, at, sentence.len()));
        at += sentence.len() + 2;
    }
    let read = extraction(&text, claims);
    (text.clone(), vec![document(&text), read])
}

fn texts(log: &dyn Log, up_to: Seq, asked: &str) -> Vec<String> {
    let hits = log.search(up_to, asked, &ClaimFilter::default(), 10).unwrap();
    hits.into_iter().map(|hit| hit.claim.quote).collect()
}

fn sentences(words: &[&str]) -> Vec<String> {
    words.iter().map(|sentence| (*sentence).to_owned()).collect()
}

#[test]
fn all_words_must_stand_there_and_the_best_comes_first() {
    on_each(|new| {
        let folder = new();
        let mut log = folder.create();
        let (first, told) = entries(&sentences(&[
            "An aid convoy of thirty lorries waited at the crossing near Arden all day",
            "No aid came to Rüba",
            "The convoy was shelled",
            "Aid convoy, aid convoy",
        ]));
        log.append(0, noon(), &told).unwrap();
        let check = |asked: &str, expected: &[&str]| assert_eq!(texts(&*log, 9, asked), expected, "{asked}");
        let long = "An aid convoy of thirty lorries waited at the crossing near Arden all day";
        check("aid convoy", &["Aid convoy, aid convoy", long]);
        check("CONVOY aid", &["Aid convoy, aid convoy", long]);
        check("\"convoy aid\"", &["Aid convoy, aid convoy"]);
        check("“convoy of thirty”", &[long]);
        check("ruba", &["No aid came to Rüba"]);
        check("tanks", &[]);
        check("  ", &[]);
        check("\"", &[]);
        assert_eq!(texts(&*log, 1, "aid"), [""; 0]);
        log.append(2, noon(), &[withdrawal(&first)]).unwrap();
        assert_eq!((texts(&*log, 3, "aid").len(), texts(&*log, 2, "aid").len()), (0, 3));
    });
}

#[test]
fn words_of_any_length_are_found() {
    on_each(|new| {
        let folder = new();
        let mut log = folder.create();
        let long = "x".repeat(300);
        log.append(0, noon(), &entries(&[format!("They cried {long} twice")]).1).unwrap();
        assert_eq!(texts(&*log, 2, &long).len(), 1);
    });
}

#[test]
fn an_erased_quote_is_not_found_and_its_words_are_gone() {
    let folder = Folder::new();
    let mut log = folder.create();
    let (text, told) = entries(&sentences(&["Zuleikha was wounded at the mill", "Shells fell on Arden"]));
    log.append(0, noon(), &told).unwrap();
    log.append(2, noon(), &entries(&sentences(&["The mill burned"])).1).unwrap();
    log.erase(4, noon(), &erasure(&text), &word_for_word, &mut silent()).unwrap();
    assert_eq!((texts(&*log, 5, "zuleikha").len(), texts(&*log, 2, "zuleikha").len()), (0, 0));
    assert_eq!(texts(&*log, 5, "mill"), ["The mill burned"]);
    assert_eq!(log.verify().unwrap().erased, 1);
    drop(log);
    for end in ["", "-wal", "-shm"] {
        let bytes = std::fs::read(format!("{}{end}", folder.store())).unwrap_or_default();
        for word in ["Zuleikha", "zuleikha"] {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{word} is left in the file {end}");
        }
    }
    let error = folder.open(Mode::ReadWrite).append(5, noon(), &told).unwrap_err().to_string();
    assert!(error.contains("was erased"), "{error}");
}

const WORDS: [&str; 6] = ["aid", "convoy", "shells", "arden", "ruba", "mill"];

fn sentence() -> impl Strategy<Value = String> {
    let word = prop::sample::select(&WORDS[..]);
    (prop::collection::vec(word, 1..7), 0..10_000u32)
        .prop_map(|(words, n)| format!("{} {n}", words.join(" ")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_make_no_difference(
        documents in prop::collection::vec(prop::collection::vec(sentence(), 1..6), 1..30),
        asked in prop::collection::vec(prop::sample::select(&WORDS[..]), 1..3),
    ) {
        let (one, many) = (Folder::new(), Folder::new());
        let (mut whole, mut divided) = (one.create(), many.create());
        let mut all: Vec<Claim> = Vec::new();
        let mut batch = Vec::new();
        for sentences in &documents {
            let (text, told) = entries(sentences);
            let head = divided.head().unwrap();
            if divided.document(&id_of(&text)).unwrap().is_none() {
                divided.append(head, noon(), &told).unwrap();
                batch.extend(told);
                all.extend(divided.claims(Seq::MAX, &ClaimFilter { documents: vec![id_of(&text)], ..ClaimFilter::default() }).unwrap());
            }
        }
        whole.append(0, noon(), &batch).unwrap();
        let asked = asked.join(" ");
        let found = |log: &dyn Log| log.search(Seq::MAX, &asked, &ClaimFilter::default(), 500).unwrap();
        let (here, there) = (found(&*whole), found(&*divided));
        prop_assert_eq!(&here, &there);
        prop_assert!(here.is_sorted_by(|a, b| a.score >= b.score));
        let holds = |claim: &&Claim| asked.split(' ').all(|word| claim.quote.split(' ').any(|other| other == word));
        prop_assert_eq!(here.len(), all.iter().filter(holds).count());
        for log in [&mut whole, &mut divided] {
            log.verify().unwrap();
            log.rebuild().unwrap();
            log.verify().unwrap();
            prop_assert_eq!(&found(&**log), &here);
        }
    }
}
