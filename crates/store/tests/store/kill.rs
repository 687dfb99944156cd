//! A writer is killed in the middle of its work: what was acknowledged is there, and nothing by half.
//!
//! This shows that a killed program loses nothing. It cannot show what a power cut does; for that the store
//! relies on SQLite with `synchronous = FULL`.

use crate::fixture::*;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};
use std::{env, thread};
use truce_model::Seq;
use truce_store::{Entry, Mode, open};

/// Names the store for the child; without it the child does nothing.
const STORE: &str = "TRUCE_KILL_STORE";

/// How often to kill; more runs find rarer faults.
const RUNS: &str = "TRUCE_KILL_RUNS";

/// Documents in one batch, two records each.
const BATCH: usize = 4;

#[test]
fn a_killed_writer_leaves_whole_batches() {
    let runs: usize = env::var(RUNS).ok().and_then(|runs| runs.parse().ok()).unwrap_or(20);
    let mut seed = SystemTime::UNIX_EPOCH.elapsed().unwrap().subsec_nanos() as u64 | 1;
    let (mut folder, mut promised, mut killed_at_work) = (Folder::new(), 0, 0);
    for run in 0..runs {
        // A log that grows for ever would make each check slower than the one before.
        if run % 10 == 0 {
            (folder, promised) = (Folder::new(), 0);
            drop(folder.create());
        }
        let delay = Duration::from_micros(next(&mut seed) % 60_000);
        let acknowledged = write_and_kill(&folder.store(), delay);
        killed_at_work += usize::from(acknowledged.is_some());
        promised = acknowledged.unwrap_or(promised);
        let log = folder.open(Mode::ReadWrite);
        let head = log.head().unwrap();
        assert!(head >= promised, "run {run}: record {promised} was acknowledged, the log ends with {head}");
        assert_eq!(head % (2 * BATCH as Seq), 0, "run {run}: half a batch");
        let verified = log.verify().unwrap_or_else(|e| panic!("run {run}: {e}"));
        assert_eq!((verified.head, verified.documents), (head, head / 2), "run {run}");
        promised = head;
    }
    println!("killed {runs} times, {killed_at_work} times after a first batch");
}

#[test]
fn a_store_killed_while_it_is_made_can_be_made_again() {
    let mut seed = 0x2031;
    for _ in 0..5 {
        let folder = Folder::new();
        write_and_kill(&folder.store(), Duration::from_micros(next(&mut seed) % 8_000));
        match open(&folder.store(), Mode::ReadWrite) {
            Ok(log) => drop(log.verify().unwrap()),
            Err(_) => drop(folder.create().verify().unwrap()),
        }
    }
}

/// A small generator is enough to choose moments.
fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

/// Lets a child write for a while, kills it, and tells the last record that it acknowledged.
fn write_and_kill(store: &str, delay: Duration) -> Option<Seq> {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["kill::the_child_writes_until_it_is_killed", "--exact", "--nocapture"])
        .env(STORE, store)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    // The delay counts from when the child has the store in hand.
    while !lines.next().expect("the child says that it begins").ends_with("begins") {}
    thread::scope(|scope| {
        let reader = scope.spawn(|| lines.filter_map(|line| line.strip_prefix("at ")?.parse().ok()).last());
        thread::sleep(delay);
        kill(&mut child);
        reader.join().unwrap()
    })
}

/// `Child::kill` sends SIGKILL, which no program can catch.
fn kill(child: &mut Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn the_child_writes_until_it_is_killed() {
    let Ok(store) = env::var(STORE) else { return };
    let mut out = std::io::stdout();
    let mut say = |what: String| writeln!(out, "{what}").and_then(|()| out.flush()).unwrap();
    say("\nbegins".to_owned());
    let mut log = open(&store, Mode::ReadWrite).or_else(|_| open(&store, Mode::Create)).unwrap();
    loop {
        let head = log.head().unwrap();
        let entries: Vec<Entry> =
            (0..BATCH).flat_map(|n| dispatch(&format!("Guns {head} {n}"), 20)).collect();
        say(format!("at {}", log.append(head, noon(), &entries).unwrap()));
    }
}
