//! The whole path on one core: documents in, claims stored, situation computed, report written.
//!
//! `cargo xtask bench --bench whole_path [-- DOCUMENTS]`. Prints figures and ratios to a floor; asserts none.

use aho_corasick::AhoCorasick;
use jiff::Timestamp;
use std::{hint::black_box, time::Instant};
use truce_bench::{File, corpus, peak_memory_mb};
use truce_model::{Actors, AgreementId};
use truce_monitor::{DEMO_AGREEMENT, Demo, Format, ImportOptions, Monitor, Reader, Store, read_file};

fn main() {
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let files = corpus(asked.unwrap_or(2000));
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    println!("{} documents, {:.2} MB, one core", files.len(), bytes as f64 / 1e6);
    let floor = scan(&files);
    rate("bare scan for the actors' names (floor)", files.len(), bytes, floor, floor);
    rate("import and extract", files.len(), bytes, extract(&files), floor);
    let folder = tempfile::tempdir().expect("a folder for the store");
    let store = Store::from(format!("sqlite:{}", folder.path().join("bench.db").display()));
    rate(
        "import, extract and store (SQLite, every batch on disk)",
        files.len(),
        bytes,
        ingest(&files, &store),
        floor,
    );
    read(&store);
    if let Some(peak) = peak_memory_mb() {
        println!("peak memory {peak:.0} MB");
    }
}

fn rate(what: &str, documents: usize, bytes: usize, seconds: f64, floor: f64) {
    println!(
        "{what}: {:.0} documents/s, {:.2} MB/s, {:.1} times the floor",
        documents as f64 / seconds,
        bytes as f64 / 1e6 / seconds,
        seconds / floor
    );
}

fn scan(files: &[File]) -> f64 {
    let actors = Actors::builtin().expect("the lists are sound");
    let names: Vec<String> =
        actors.iter().flat_map(|actor| actor.aliases.iter().chain([&actor.name]).cloned()).collect();
    let automaton = AhoCorasick::new(names).expect("the names make an automaton");
    let start = Instant::now();
    let hits: usize = files.iter().map(|(_, text)| automaton.find_iter(text).count()).sum();
    black_box(hits);
    start.elapsed().as_secs_f64()
}

fn extract(files: &[File]) -> f64 {
    let reader = Reader::builtin().expect("the rules are sound");
    let options = ImportOptions::default();
    let start = Instant::now();
    let mut claims = 0;
    for (name, text) in files {
        let read = read_file(&reader, name, text, &options).expect("the corpus can be read");
        claims += read.stories.iter().map(|story| story.claims.len()).sum::<usize>();
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{claims} claims");
    seconds
}

fn ingest(files: &[File], store: &Store) -> f64 {
    let mut monitor = Monitor::create(store).expect("the store can be made");
    let options = ImportOptions::default();
    let start = Instant::now();
    for batch in files.chunks(16) {
        let prepared = batch
            .iter()
            .map(|(name, text)| monitor.prepare(name, text.clone(), &options))
            .collect::<Result<Vec<_>, _>>();
        let stored = monitor.ingest(prepared.expect("the corpus can be read"), Timestamp::UNIX_EPOCH);
        black_box(stored.expect("the batch can be stored"));
    }
    start.elapsed().as_secs_f64()
}

/// Times what a reader of the record waits for, on the demo case alone and on the corpus.
fn read(corpus: &Store) {
    let folder = tempfile::tempdir().expect("a folder for the store");
    let store = Store::from(format!("sqlite:{}", folder.path().join("demo.db").display()));
    let mut monitor = Monitor::create(&store).expect("the store can be made");
    let demo = Demo::builtin().expect("the demo is sound");
    demo.load(&mut monitor, &store).expect("the demo can be loaded");
    let start = Instant::now();
    let agreement = AgreementId::new(DEMO_AGREEMENT);
    let report =
        monitor.report(&agreement, demo.case.report_day, None, Format::Html).expect("the report can be made");
    println!("report of the demo: {:.0} ms, {} bytes", start.elapsed().as_secs_f64() * 1e3, report.len());
    let monitor = Monitor::open_read_only(corpus).expect("the store can be opened");
    let start = Instant::now();
    let knowledge = monitor.knowledge(None, Timestamp::UNIX_EPOCH).expect("the log can be read");
    let situation = monitor.situation(&knowledge).expect("the situation can be computed");
    println!(
        "situation of the corpus: {:.0} ms for {} claims, {} incidents",
        start.elapsed().as_secs_f64() * 1e3,
        situation.claims.len(),
        situation.incidents.len()
    );
}
