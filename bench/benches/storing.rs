//! Storing millions of claims with every index, and asking for them by id, day, place, word, as of any record.
//!
//! `cargo xtask bench --bench storing [-- CLAIMS [STORE]]`: a store that is there already is only asked. STORE is a
//! path, or a PostgreSQL address. Beside it, `python3 bench/storing_peer.py CLAIMS` stores as many claims by a plain
//! schema with FTS5 and R*Tree. Prints figures and asserts nothing about time.

use jiff::{Timestamp, ToSpan, civil::date};
use std::{
    error::Error,
    fs,
    time::{Duration, Instant},
};
use truce_bench::peak_memory_mb;
use truce_model::{
    Act, Block, BlockRole, Claim, ClaimId, Document, DocumentId, Hash, Interval, Name, Point, Published,
    Record, RuleId, Span, Stance,
};
use truce_store::{BoundingBox, ClaimFilter, Entry, Log, Mode, open};

/// Claims to a document, words to a claim.
const CLAIMS: usize = 10;
const WORDS: usize = 30;
/// Documents in one transaction.
const BATCH: usize = 5_000;
/// Over how many days claims are spread.
const DAYS: u64 = 3_650;
/// How often each question is asked.
const ASKED: u64 = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let count: usize = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(200_000);
    let folder = tempfile::tempdir()?;
    let store = arguments.next().unwrap_or_else(|| folder.path().join("truce.db").display().to_string());
    if open(&store, Mode::ReadOnly).is_err() {
        load(&store, count)?;
    }
    ask(&store)?;
    if let Some(peak) = peak_memory_mb() {
        println!("peak memory {peak:.0} MB");
    }
    Ok(())
}

fn load(store: &str, count: usize) -> Result<(), Box<dyn Error>> {
    let mut log = open(store, Mode::Create)?;
    let (mut head, mut spent, mut stored) = (0, Duration::ZERO, 0);
    let mut draw = Draw(7);
    let words = vocabulary();
    log.load(true)?;
    while stored < count {
        let documents = BATCH.min((count - stored).div_ceil(CLAIMS));
        // Inventing the claims is not storing them.
        let entries: Vec<Entry> = (0..documents).flat_map(|_| dispatch(&mut draw, &words)).collect();
        let at = Timestamp::UNIX_EPOCH + (head as i64).seconds();
        let start = Instant::now();
        head = log.append(head, at, &entries)?;
        spent += start.elapsed();
        let before = stored;
        stored += documents * CLAIMS;
        if stored / 1_000_000 > before / 1_000_000 {
            println!("{stored} claims, {:.0} a second so far", stored as f64 / spent.as_secs_f64());
        }
    }
    let start = Instant::now();
    log.load(false)?;
    let indexed = start.elapsed();
    spent += indexed;
    println!(
        "{stored} claims of {WORDS} words in {} documents, with all indexes: {:.1} s, of which {:.1} s at the end, {:.0} claims \
         a second",
        stored / CLAIMS,
        spent.as_secs_f64(),
        indexed.as_secs_f64(),
        stored as f64 / spent.as_secs_f64()
    );
    drop(log);
    if let Ok(file) = fs::metadata(store) {
        println!("the file takes {:.0} MB", file.len() as f64 / 1e6);
    }
    Ok(())
}

/// How words to look for are drawn.
type Asked<'a> = &'a dyn Fn(&mut Draw) -> String;

fn ask(store: &str) -> Result<(), Box<dyn Error>> {
    let mut opened = Times::default();
    for _ in 0..50 {
        opened.time(|| open(store, Mode::ReadOnly).and_then(|log| log.head()).map(drop))?;
    }
    opened.print("opened and its end read");
    let log = open(store, Mode::ReadOnly)?;
    let head = log.head()?;
    let mut draw = Draw(11);
    let words = vocabulary();
    let ids: Vec<ClaimId> = {
        let page = log.page(head, &ClaimFilter::default(), None, 20_000)?;
        page.claims.into_iter().map(|claim| claim.id).collect()
    };
    for (up_to, when) in [(head, ""), (head / 2, ", as of the middle")] {
        let log = &*log;
        questions(log, &format!("by id{when}"), up_to, 1, &mut || {
            let id = ids[draw.below(ids.len() as u64) as usize].clone();
            ClaimFilter { ids: vec![id], ..ClaimFilter::default() }
        })?;
        questions(log, &format!("a week, 50 claims{when}"), up_to, 50, &mut || {
            let first = date(2015, 1, 1).saturating_add((draw.below(DAYS - 7) as i64).days());
            let last = Some(first.saturating_add(6.days()));
            ClaimFilter { first_day: Some(first), last_day: last, ..ClaimFilter::default() }
        })?;
        questions(log, &format!("half a degree, 50 claims{when}"), up_to, 50, &mut || {
            let (lat, lon) = (draw.between(32.0, 41.5), draw.between(36.0, 45.5));
            let within = BoundingBox::new(lat, lon, lat + 0.5, lon + 0.5);
            ClaimFilter { within, ..ClaimFilter::default() }
        })?;
    }
    let common: Vec<&String> = words.iter().take(40).collect();
    let any = ClaimFilter::default();
    let kinds: [(&str, Asked<'_>); 3] = [
        ("two of the forty commonest words, best 20", &|draw| {
            format!("{} {}", common[draw.below(40) as usize], common[draw.below(40) as usize])
        }),
        ("two common words in that order, best 20", &|draw| {
            format!("\"{} {}\"", common[draw.below(40) as usize], common[draw.below(40) as usize])
        }),
        ("a rare word, best 20", &|draw| words[20_000 + draw.below(20_000) as usize].clone()),
    ];
    for (what, asked) in kinds {
        let mut times = Times::default();
        for _ in 0..ASKED {
            let asked = asked(&mut draw);
            times.time(|| log.search(head, &asked, &any, 20).map(drop))?;
        }
        times.print(what);
    }
    Ok(())
}

fn questions(
    log: &dyn Log,
    what: &str,
    up_to: u64,
    limit: usize,
    filter: &mut dyn FnMut() -> ClaimFilter,
) -> Result<(), Box<dyn Error>> {
    let (mut times, mut found) = (Times::default(), 0);
    for _ in 0..ASKED {
        let filter = filter();
        times.time(|| log.page(up_to, &filter, None, limit).map(|page| found += page.claims.len()))?;
    }
    times.print(&format!("{what} ({:.1} found on average)", found as f64 / ASKED as f64));
    Ok(())
}

/// How long things took.
#[derive(Default)]
struct Times(Vec<Duration>);

impl Times {
    fn time<E>(&mut self, work: impl FnOnce() -> Result<(), E>) -> Result<(), E> {
        let start = Instant::now();
        let done = work();
        self.0.push(start.elapsed());
        done
    }

    fn print(&mut self, what: &str) {
        self.0.sort();
        let at = |part: usize| self.0[(self.0.len() - 1) * part / 100].as_secs_f64() * 1e3;
        println!("{what}: {:.2} ms at the 50th, {:.2} ms at the 99th percentile", at(50), at(99));
    }
}

/// Numbers drawn in a fixed order.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        // SplitMix64 (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014, figure 17).
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A place in the vocabulary: the lower, the likelier, as words are in a language (Zipf, exponent 1).
    fn word(&mut self, words: usize) -> usize {
        let place = ((words + 1) as f64).powf(self.between(0.0, 1.0)) as usize;
        place.clamp(1, words) - 1
    }
}

/// Sixty thousand words that nobody speaks.
fn vocabulary() -> Vec<String> {
    const PARTS: [&str; 20] = [
        "ba", "den", "ko", "ri", "mul", "sha", "ter", "vo", "lin", "gar", "pe", "zu", "hol", "mi", "ras",
        "to", "fen", "qua", "dor", "ne",
    ];
    let mut draw = Draw(3);
    let mut word = |n: usize| {
        let parts = 2 + draw.below(2);
        let sounds: String = (0..parts).map(|_| PARTS[draw.below(20) as usize]).collect();
        format!("{sounds}{}", if n < 4_000 { String::new() } else { n.to_string() })
    };
    (0..60_000).map(&mut word).collect()
}

/// A document with its claims.
fn dispatch(draw: &mut Draw, words: &[String]) -> [Entry; 2] {
    let mut text = String::new();
    let mut spans = Vec::with_capacity(CLAIMS);
    for _ in 0..CLAIMS {
        let start = text.len();
        for at in 0..WORDS {
            if at > 0 {
                text.push(' ');
            }
            text.push_str(&words[draw.word(words.len())]);
        }
        spans.push(Span::new(start, text.len()));
        text.push_str(".\n");
    }
    let hash = Hash::of(text.as_bytes());
    let id = Document::id_of(hash);
    let day = date(2015, 1, 1).saturating_add((draw.below(DAYS) as i64).days());
    let claims = spans.into_iter().map(|span| claim(draw, &id, &text, span, day)).collect();
    let document = Document {
        id: id.clone(),
        name: format!("wire-{}", draw.below(1 << 40)),
        outlet: Some(named("Ruba radio")),
        published: Some(Published::Day(day)),
        dateline: vec![],
        text: hash,
        original: hash,
        part: Span::new(0, text.len()),
        blocks: vec![Block { role: BlockRole::Paragraph, span: Span::new(0, text.len()) }],
    };
    let read = Record::Extraction { document: id, version: "0.1.0".to_owned(), claims, doubts: vec![] };
    [Entry { record: Record::Document { document }, blobs: vec![text.into_bytes()] }, Entry::new(read)]
}

fn claim(draw: &mut Draw, document: &DocumentId, text: &str, span: Span, day: jiff::civil::Date) -> Claim {
    let place = draw.below(2_000);
    let point = Point::new(draw.between(32.0, 42.0), draw.between(36.0, 46.0), None);
    Claim {
        id: ClaimId::new(""),
        document: document.clone(),
        span,
        quote: text[span.start..span.end].to_owned(),
        act: Act::Shelling,
        source: Some(named(&format!("Source {}", draw.below(500)))),
        via: None,
        stance: Stance::Asserts,
        agent: Some(named(&format!("Brigade {}", draw.below(300)))),
        target: Some(named("Arden")),
        places: vec![named(&format!("Village {place}")), named(&format!("District {}", place % 100))],
        point: point.ok(),
        occurred: Interval::day(day),
        count: None,
        found_by: vec![RuleId::new("en.shelling-of-place")],
        confidence: None,
    }
    .identified()
}

fn named(words: &str) -> Name {
    Name::parse(words).expect("a name of letters and digits is one")
}
