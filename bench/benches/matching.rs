//! Matching an event table with a jittered copy of itself of which the true pairs are known, in both modes.
//!
//! `cargo xtask bench --bench matching [-- FOLDER]`. Prints precision, recall and time on a core, with the settings they are
//! of; asserts none. The tables are those of UCDP in `../shared/data/ucdp`, or in FOLDER; where one is not there, it is
//! passed over. The shares that `weights` assumes were set while only the first was looked at: the second is the check.

use jiff::ToSpan;
use std::{
    collections::BTreeSet,
    fs::File,
    path::{Path, PathBuf},
};
use truce_bench::{busy_seconds, invented::Random, peak_memory_mb};
use truce_model::{Act, Point};
use truce_monitor::{
    Book, ComparedTable, MatchRules, MatchSide, TableEvent, TableItem, TableOptions, compared_table,
    import_table, match_sides,
};

const TABLES: [(&str, &str); 2] = [
    ("ged-ukraine.csv", "the shares were set while this was looked at"),
    ("ged191-myanmar-bangladesh.csv", "not looked at when the shares were set"),
];

/// How the copy differs from its original.
struct Jitter {
    seed: u64,
    /// The share of rows that are left out.
    dropped: f64,
    /// How many rows are added, as a share: other rows moved far off.
    added: f64,
    km: f64,
    days: i64,
    /// The share of rows that lose one actor; as many lose their act; twice as many have other numbers of deaths.
    changed: f64,
    /// How far the added rows are moved at most.
    away_km: f64,
    away_days: i64,
}

const JITTER: Jitter = Jitter {
    seed: 2031,
    dropped: 0.2,
    added: 0.1,
    km: 5.0,
    days: 1,
    changed: 0.1,
    away_km: 50.0,
    away_days: 30,
};

const WINDOWS: [(f64, i32); 2] = [(10.0, 1), (25.0, 3)];

fn main() {
    let asked = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let folder = asked
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/ucdp"), PathBuf::from);
    println!(
        "the copy: seed {}, {:.0} % of rows left out, {:.0} % added (others moved by up to {} km and {} days), places moved \
         by up to {} km, days by up to {}; {:.0} % lose an actor, as many their act, {:.0} % have other deaths",
        JITTER.seed,
        JITTER.dropped * 100.0,
        JITTER.added * 100.0,
        JITTER.away_km,
        JITTER.away_days,
        JITTER.km,
        JITTER.days,
        JITTER.changed * 100.0,
        JITTER.changed * 200.0,
    );
    let book = Book::with(&[]).expect("the lists are sound");
    for (name, remark) in TABLES {
        let path = folder.join(name);
        let Ok(file) = File::open(&path) else {
            println!("\n{name}: skipped, there is no {}", path.display());
            continue;
        };
        println!("\n{name}: {remark}");
        import(name, &path);
        let table = compared_table(name, file, &TableOptions::default()).expect("the table can be read");
        measure(&table, &book);
    }
    if let Some(peak) = peak_memory_mb() {
        println!("\npeak memory {peak:.0} MB");
    }
}

/// Times the import alone: every row read, judged and turned into claims, nothing stored.
fn import(name: &str, path: &Path) {
    let (mut rows, mut claims) = (0, 0);
    let (seconds, read) = busy_seconds(|| {
        let file = File::open(path).expect("the file was opened before");
        import_table::<truce_monitor::MonitorError>(name, file, &TableOptions::default(), &mut |item| {
            if let TableItem::Row(row) = item {
                rows += 1;
                claims += row.claims.len();
            }
            Ok(())
        })
    });
    read.expect("the table can be read");
    println!(
        "  import without a store: {rows} rows, {claims} claims, {seconds:.2} s, {:.0} rows/s",
        f64::from(rows) / seconds
    );
}

fn measure(table: &ComparedTable, book: &Book) {
    let copy = ComparedTable { head: table.head.clone(), events: copy(&table.events), refused: 0 };
    let own: BTreeSet<&str> =
        copy.events.iter().filter(|event| event.point.is_some()).map(|event| event.id.as_str()).collect();
    let truth = table.events.iter().filter(|event| own.contains(event.id.as_str())).count();
    println!("  {} rows, {} in the copy, {truth} true pairs", table.events.len(), copy.events.len());
    for (km, days) in WINDOWS {
        for word in ["meltt", "weights"] {
            let mode = word.parse().expect("the mode is one of the two");
            let rules = MatchRules { km, days, mode, ladders: None };
            let (seconds, result) = busy_seconds(|| {
                let (a, b) =
                    (MatchSide::of_table(table, &rules, book), MatchSide::of_table(&copy, &rules, book));
                match_sides(&a, &b, &rules)
            });
            let pairs = || result.pairs.rows.iter().filter(|row| row[2] != "within");
            let (found, right) = (pairs().count(), pairs().filter(|row| row[0] == row[1]).count());
            println!(
                "  {km} km, {days} days, {word}: {found} pairs, precision {:.3}, recall {:.3}, {seconds:.2} s",
                right as f64 / found.max(1) as f64,
                right as f64 / truth.max(1) as f64,
            );
        }
    }
}

/// The jittered copy; its rows keep their ids, and added ones have none of the table.
fn copy(events: &[TableEvent]) -> Vec<TableEvent> {
    let dice = &mut Random::of(JITTER.seed);
    let mut copy = Vec::new();
    for event in events {
        if dice.between(0.0, 1.0) >= JITTER.dropped {
            let mut event = moved(event, JITTER.km, JITTER.days, dice);
            if dice.between(0.0, 1.0) < JITTER.changed {
                event.target = None;
            }
            if dice.between(0.0, 1.0) < JITTER.changed {
                event.act = Some(Act::OtherEvent);
            }
            if dice.between(0.0, 1.0) < 2.0 * JITTER.changed {
                event.killed = event.killed.map(|killed| killed * 2 / 3 + dice.below(3) as u64);
            }
            copy.push(event);
        }
        if dice.between(0.0, 1.0) < JITTER.added {
            let other = &events[dice.below(events.len())];
            let mut event = moved(other, JITTER.away_km, JITTER.away_days, dice);
            event.id = format!("added-{}", copy.len());
            copy.push(event);
        }
    }
    copy
}

fn moved(event: &TableEvent, km: f64, days: i64, dice: &mut Random) -> TableEvent {
    const KM_A_DEGREE: f64 = 111.2;
    let by = dice.below(2 * days as usize + 1) as i64 - days;
    let (angle, far) = (dice.between(0.0, 1.0) * std::f64::consts::TAU, km * dice.between(0.0, 1.0).sqrt());
    let day = |day: jiff::civil::Date| day.saturating_add(by.days());
    let point = event.point.and_then(|point| {
        let lat = point.lat() + far * angle.sin() / KM_A_DEGREE;
        let lon = point.lon() + far * angle.cos() / KM_A_DEGREE / point.lat().to_radians().cos();
        Point::new(lat, lon, point.radius_km()).ok()
    });
    TableEvent { days: (day(event.days.0), day(event.days.1)), point, ..event.clone() }
}
