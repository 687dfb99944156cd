//! Judging on one core: a million incidents by five hundred truces, with and without reasons, beside a plain scan.
//!
//! `cargo xtask bench --bench judging [-- INCIDENTS]`. Prints figures and ratios to the floor; asserts only that the index
//! leaves nothing out. Rates are those of the time on a core.

use jiff::{Timestamp, civil::date};
use std::{
    hint::black_box,
    path::Path,
    process::{Command, Stdio},
};
use truce_assess::Law;
use truce_bench::{
    busy_seconds,
    invented::{News, World, agreements, news, tables},
    peak_memory_mb,
};
use truce_model::{Agreement, AtomName, Claim, Incident, Truth, Verdict};

/// How many truces the figures are of.
const TRUCES: usize = 500;
/// How many there are at most in what is told of growth.
const MOST: usize = 5_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let count = arguments.iter().find_map(|argument| argument.parse::<usize>().ok());
    if arguments.iter().any(|argument| argument == "once") {
        return once(count.unwrap_or(2_000));
    }
    let world = World::invented();
    let all = agreements(MOST, &world);
    let news = news(count.unwrap_or(1_000_000), &world, &all[..TRUCES]);
    println!(
        "{} incidents, {} claims, {TRUCES} truces of three readings, {} places, {} actors, one core",
        news.incidents.len(),
        news.claims.len(),
        world.places.iter().count(),
        world.actors.iter().count(),
    );
    let second = judge(&world, &all[..TRUCES], &news);
    scan(&world, &all[..TRUCES], &news, second);
    growth(&world, &all, &news);
    if let Some(peak) = peak_memory_mb() {
        println!("\npeak memory {peak:.0} MB, the incidents and claims among it");
    }
    peer(&world, &all[..TRUCES], news);
    instructions();
}

/// A moment after which no invented incident lies.
fn horizon() -> Timestamp {
    let day = date(2023, 1, 1).to_zoned(jiff::tz::TimeZone::UTC);
    day.expect("a day of this age").timestamp()
}

fn law<'a>(world: &'a World, agreements: &'a [Agreement]) -> Law<'a> {
    Law::of(agreements, &world.actors, &world.places, horizon())
}

/// Times verdicts and findings; the seconds that a verdict without reasons takes an incident.
fn judge(world: &World, agreements: &[Agreement], news: &News) -> f64 {
    let (ready, law) = busy_seconds(|| law(world, agreements));
    println!("\nthe law made ready: {:.0} ms", ready * 1e3);
    let (seconds, counts) = busy_seconds(|| verdicts(&law, &news.incidents, &news.claims));
    let each = seconds / news.incidents.len() as f64;
    println!("verdicts: {}; {}", rate(each), told(counts, news.incidents.len()));
    let (mut seconds, mut found, mut from, mut judged) = (0.0, 0, 0, 0);
    for incidents in news.incidents.chunks(20_000).take(10) {
        let until = from + claims_of(incidents);
        let (passed, findings) = busy_seconds(|| law.findings(incidents, &news.claims[from..until]));
        (seconds, found) = (seconds + passed, found + black_box(findings).len());
        (from, judged) = (until, judged + incidents.len());
    }
    println!(
        "findings with reasons: {}; {found} findings on {judged} incidents",
        rate(seconds / judged as f64)
    );
    each
}

/// The claims of incidents follow each other as these do.
fn claims_of(incidents: &[Incident]) -> usize {
    incidents.iter().map(|incident| incident.all_claims().count()).sum()
}

#[inline(never)]
fn verdicts(law: &Law, incidents: &[Incident], claims: &[Claim]) -> [usize; 4] {
    black_box(law.verdicts(incidents, claims))
}

fn rate(seconds_each: f64) -> String {
    format!("{:.0} incidents/s, {:.2} µs an incident", 1.0 / seconds_each, seconds_each * 1e6)
}

fn told(counts: [usize; 4], incidents: usize) -> String {
    let each: Vec<String> =
        Verdict::ALL.iter().map(|verdict| format!("{} {verdict}", counts[*verdict as usize])).collect();
    let sum = counts.iter().sum::<usize>() as f64 / incidents as f64;
    format!("{sum:.2} judgements an incident: {}", each.join(", "))
}

/// The floor: every provision asked of every incident. Fails where the index left out what is no "not covered".
fn scan(world: &World, agreements: &[Agreement], news: &News, indexed: f64) {
    let law = law(world, agreements);
    let incidents = &news.incidents[..news.incidents.len().min(5_000)];
    let claims = &news.claims[..claims_of(incidents)];
    let (seconds, all) = busy_seconds(|| black_box(law.verdicts_of_all(incidents, claims)));
    let found = law.verdicts(incidents, claims);
    let each = seconds / incidents.len() as f64;
    println!(
        "plain scan of all truces (floor): {} on {} incidents; the index is {:.0} times as quick",
        rate(each),
        incidents.len(),
        each / indexed
    );
    for verdict in Verdict::ALL.into_iter().filter(|verdict| *verdict != Verdict::NotCovered) {
        let (all, found) = (all[verdict as usize], found[verdict as usize]);
        assert_eq!(all, found, "the index and the scan differ on `{verdict}`");
    }
}

/// The same incidents by ever more truces.
fn growth(world: &World, all: &[Agreement], news: &News) {
    let incidents = &news.incidents[..news.incidents.len().min(200_000)];
    let claims = &news.claims[..claims_of(incidents)];
    println!("\ngrowth with the number of truces, {} incidents:", incidents.len());
    let mut first = None;
    for count in [5, 50, 500, 5_000] {
        let (ready, law) = busy_seconds(|| law(world, &all[..count]));
        let (seconds, counts) = busy_seconds(|| verdicts(&law, incidents, claims));
        let each = seconds / incidents.len() as f64;
        let (few, base) = *first.get_or_insert((count, each));
        println!(
            "  {count} truces: {}, {:.2} judgements an incident; {:.1} times the time for {} times the truces; \
             ready in {:.0} ms",
            rate(each),
            counts.iter().sum::<usize>() as f64 / incidents.len() as f64,
            each / base,
            count / few,
            ready * 1e3
        );
    }
}

/// Asks a database which truces' ground and hours each incident touches, beside the same told by our answers.
fn peer(world: &World, agreements: &[Agreement], news: News) {
    let news = tables::exact(world, news);
    println!(
        "\nground and hours alone, {} uses of force in one town at a known minute:",
        news.incidents.len()
    );
    let law = law(world, agreements);
    let (seconds, _) = busy_seconds(|| verdicts(&law, &news.incidents, &news.claims));
    println!("  our verdicts, with all other questions: {}", rate(seconds / news.incidents.len() as f64));
    let (mut possible, mut certain, mut from) = (0, 0, 0);
    for incidents in news.incidents.chunks(20_000) {
        let until = from + claims_of(incidents);
        let found = law.findings(incidents, &news.claims[from..until]);
        from = until;
        // Aid is judged by where it was meant for, which is no ground.
        for finding in found.iter().filter(|finding| finding.provision.as_str() == "truce") {
            let truth = |name| finding.atom(name).map_or(Truth::False, |atom| atom.truth);
            let both = truth(AtomName::InWindow).and(truth(AtomName::InZone));
            possible += usize::from(both != Truth::False);
            certain += usize::from(both == Truth::True);
        }
    }
    println!("  our pairs: {possible} possible, {certain} of them certain");
    let folder = tempfile::tempdir().expect("a folder for the tables");
    tables::write(folder.path(), world, agreements, &news.incidents).expect("the tables can be written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("judging_peer.py");
    if Command::new("python3").arg(script).arg(folder.path()).status().is_err() {
        println!("  PostGIS: skipped, python3 could not be started");
    }
}

/// Judges a few incidents once, for whoever counts instructions.
fn once(count: usize) {
    let world = World::invented();
    let all = agreements(TRUCES, &world);
    let news = news(count, &world, &all);
    let law = law(&world, &all);
    println!("{:?}", verdicts(&law, &news.incidents, &news.claims));
}

/// Counts the instructions of [`verdicts`] on few incidents, where valgrind is installed.
fn instructions() {
    let Ok(own) = std::env::current_exe() else { return };
    let count = |incidents: usize| -> Option<u64> {
        let output = Command::new("valgrind")
            .args([
                "--tool=callgrind",
                "--callgrind-out-file=/dev/null",
                "--toggle-collect=judging::verdicts*",
            ])
            .arg(&own)
            .args(["once", &incidents.to_string()])
            .stdin(Stdio::null())
            .output()
            .ok()?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let line = told.lines().find_map(|line| line.split_once("Collected :"))?;
        line.1.trim().parse().ok()
    };
    // What is looked up once for every name is most of a small run, and weighs the less the more incidents there are.
    match count(5_000).zip(count(10_000)) {
        Some((few, more)) => println!(
            "\ninstructions (callgrind): {} an incident on 10,000, {} each on the second 5,000 of them",
            more / 10_000,
            more.saturating_sub(few) / 5_000
        ),
        None => println!("\ninstructions: skipped, valgrind is not installed"),
    }
}
