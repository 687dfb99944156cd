//! Reading on one core: general news, ceasefire news, beside a bare scan for the same names and the peers.
//!
//! `cargo xtask bench --bench reading [-- MEGABYTES]`. Prints figures and ratios to the floor; asserts none. Rates are those
//! of the time on a core, so that what else the machine does matters little; the program's own run is timed by the clock.

use aho_corasick::AhoCorasick;
use std::{
    hint::black_box,
    io::Write,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};
use truce_bench::{File, busy_seconds, ceasefire_news, general_news, peak_memory_mb};
use truce_exchange::import_text;
use truce_model::Actors;
use truce_monitor::{ImportOptions, Reader, read_file, times_of_file};

fn main() {
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse::<f64>().ok());
    let megabytes = asked.unwrap_or(8.0);
    let (built, reader) = busy_seconds(|| Reader::builtin().expect("the rules are sound"));
    println!("reader built in {:.0} ms", built * 1e3);
    let general = general_news((megabytes * 1e6) as usize);
    let ceasefire = ceasefire_news((megabytes * 1e6 / 8.0) as usize);
    for (name, files) in [("general news", &general), ("ceasefire news", &ceasefire)] {
        let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
        println!("\n{name}: {} documents, {:.2} MB, one core", files.len(), bytes as f64 / 1e6);
        let floor = scan(files);
        rate("bare scan for the actors' names (floor)", bytes, floor, floor);
        let (seconds, stories) = import(files);
        rate(&format!("import alone, {stories} stories"), bytes, seconds, floor);
        let (seconds, claims) = read(&reader, files);
        rate(&format!("import and read, {claims} claims"), bytes, seconds, floor);
        let (seconds, times) = times(files);
        rate(&format!("import and grammar of time, {times} expressions"), bytes, seconds, floor);
    }
    if let Some(peak) = peak_memory_mb() {
        println!("\npeak memory {peak:.0} MB, the corpora of {:.0} MB among it", megabytes * 1.125);
    }
    program(&ceasefire);
    peers(&general, &ceasefire);
}

fn rate(what: &str, bytes: usize, seconds: f64, floor: f64) {
    println!("  {what}: {:.3} MB/s, {:.1} times the floor", bytes as f64 / 1e6 / seconds, seconds / floor);
}

fn scan(files: &[File]) -> f64 {
    let actors = Actors::builtin().expect("the lists are sound");
    let names = actors.iter().flat_map(|actor| actor.aliases.iter().chain([&actor.name]).cloned());
    let automaton = AhoCorasick::new(names).expect("the names make an automaton");
    let all = || files.iter().map(|(_, text)| automaton.find_iter(text).count()).sum::<usize>();
    black_box(all());
    const ROUNDS: u32 = 5;
    let (seconds, _) = busy_seconds(|| (0..ROUNDS).map(|_| black_box(all())).sum::<usize>());
    seconds / f64::from(ROUNDS)
}

fn import(files: &[File]) -> (f64, usize) {
    let options = ImportOptions::default();
    let stories = files.iter().map(|(name, text)| {
        let import = import_text(name, text, &options).expect("the corpus can be read");
        black_box(import.stories).len()
    });
    busy_seconds(|| stories.sum())
}

fn read(reader: &Reader, files: &[File]) -> (f64, usize) {
    let options = ImportOptions::default();
    let claims = files.iter().map(|(name, text)| {
        let read = read_file(reader, name, text, &options).expect("the corpus can be read");
        read.stories.iter().map(|story| story.claims.len()).sum::<usize>()
    });
    busy_seconds(|| claims.sum())
}

/// What the grammar of time finds in the texts as they stand.
fn times(files: &[File]) -> (f64, usize) {
    let options = ImportOptions::default();
    let found = files.iter().map(|(name, text)| {
        let read = times_of_file(name, text, &options).expect("the corpus can be read");
        read.lines.iter().map(|line| line.matches("\"b\":").count()).sum::<usize>()
    });
    busy_seconds(|| found.sum())
}

/// Times the program as its user starts it, where the task that runs this has built it.
fn program(files: &[File]) {
    let Some(truce) = std::env::var_os("TRUCE") else { return };
    let run = |arguments: &[&str], input: &[u8]| {
        let start = Instant::now();
        let mut child = Command::new(&truce)
            .args(["extract", "--format", "jsonl"])
            .args(arguments)
            .arg("-")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        let mut into = child.stdin.take().expect("standard input is piped");
        let input = input.to_vec();
        let writer = std::thread::spawn(move || into.write_all(&input));
        let output = child.wait_with_output().expect("the program ends");
        writer.join().expect("the writer ends").expect("the program reads its input");
        (start.elapsed().as_secs_f64(), output.stdout)
    };
    let mut starts: Vec<f64> = (0..15).map(|_| run(&[], b"Arden was quiet.").0 * 1e3).collect();
    starts.sort_by(f64::total_cmp);
    println!("\nthe program on one sentence: {:.0} ms (median of 15)", starts[7]);
    let lines: String = files
        .iter()
        .map(|(name, text)| {
            let text = String::from_utf8_lossy(text);
            serde_json::json!({ "id": name, "dct": null, "text": text }).to_string() + "\n"
        })
        .collect();
    keep(&lines);
    let (one, by_one) = run(&["--input", "jsonl", "--jobs", "1"], lines.as_bytes());
    let (two, by_two) = run(&["--input", "jsonl", "--jobs", "2"], lines.as_bytes());
    let same = if by_one == by_two { "the same bytes" } else { "OTHER BYTES" };
    println!(
        "by the clock: --jobs 1 {one:.2} s, --jobs 2 {two:.2} s, {:.2} times as quick, {same}{}",
        one / two,
        load()
    );
}

/// Keeps the documents as a file, so that the program can be timed on it by other means.
fn keep(lines: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench");
    let file = folder.join("ceasefire-news.jsonl");
    match std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, lines)) {
        Ok(()) => println!("documents of ceasefire news: target/bench/ceasefire-news.jsonl"),
        Err(error) => println!("{}: {error}", file.display()),
    }
}

/// How busy the machine was, for figures by the clock.
fn load() -> String {
    let told = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    told.split_whitespace().next().map_or(String::new(), |load| format!("; load of the machine {load}"))
}

/// Lets the peers read a little of the same text, where they are installed.
fn peers(general: &[File], ceasefire: &[File]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers.py");
    for (name, files) in [("general news", general), ("ceasefire news", ceasefire)] {
        println!("\npeers on {name}:");
        let mut sample = Vec::new();
        for (_, text) in files.iter().take(60) {
            sample.extend_from_slice(text);
            sample.extend_from_slice(b"\n\x0c\n");
        }
        let child = Command::new("python3").arg(&script).stdin(Stdio::piped()).spawn();
        let Ok(mut child) = child else { return println!("  skipped: python3 could not be started") };
        let mut into = child.stdin.take().expect("standard input is piped");
        // A peer that is not installed ends without reading.
        let _ = into.write_all(&sample);
        drop(into);
        let _ = child.wait();
    }
}
