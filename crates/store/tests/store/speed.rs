//! How fast the store is. Prints and asserts nothing about time:
//! `cargo test --release -p truce-store speed -- --ignored --nocapture`

use crate::fixture::*;
use std::time::Instant;
use truce_model::Seq;
use truce_store::{ClaimFilter, Entry, Mode};

/// Documents of twenty claims, so many in one append.
fn append(documents: usize, batch: usize) -> Folder {
    let entries: Vec<[Entry; 2]> = (0..documents).map(|n| dispatch(&format!("Guns {n}"), 20)).collect();
    let folder = Folder::new();
    let mut log = folder.create();
    let (start, mut head) = (Instant::now(), 0);
    for entries in entries.chunks(batch) {
        head = log.append(head, noon(), &entries.concat()).unwrap();
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("append, {batch:>3} documents at once: {:>6.0} documents/s", documents as f64 / seconds);
    folder
}

#[test]
#[ignore = "measures"]
fn speed_of_a_store() {
    append(500, 1);
    append(500, 10);
    let folder = append(2_000, 100);
    let size = std::fs::metadata(folder.store()).unwrap().len();
    println!("2,000 documents with 40,000 claims take {} KiB", size / 1024);
    let mut log = folder.open(Mode::ReadWrite);
    let timed = |what: &str, work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        println!("{what}: {:.2} s", start.elapsed().as_secs_f64());
    };
    let any = ClaimFilter::default();
    timed("read all claims", &mut || assert_eq!(log.claims(Seq::MAX, &any).unwrap().len(), 40_000));
    let one = ClaimFilter { documents: vec![id_of(&text_of("Guns 7", 20))], ..any };
    timed("read the claims of one document", &mut || {
        assert_eq!(log.claims(Seq::MAX, &one).unwrap().len(), 20);
    });
    timed("read all documents", &mut || assert_eq!(log.documents(Seq::MAX).unwrap().len(), 2_000));
    timed("verify", &mut || assert_eq!(log.verify().unwrap().head, 4_000));
    timed("rebuild", &mut || log.rebuild().unwrap());
}
