//! What the benchmarks share: a corpus made of the project's own dispatches, and readings of the machine.

pub mod invented;

use std::{fs, path::Path, time::Instant};

/// A file of the corpus: its name and its bytes.
pub type File = (String, Vec<u8>);

/// `documents` files, made from the dispatches below `cases/`; each differs from the others by its numbers.
pub fn corpus(documents: usize) -> Vec<File> {
    let mut seeds = Vec::new();
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../cases"));
    for folder in ["september-2016-truce/documents", "readings"] {
        let entries = fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
        let texts = entries.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "txt"));
        let stories = texts.filter(|entry| entry.file_name() != "held-out.txt");
        seeds.extend(stories.filter_map(|entry| {
            Some((entry.file_name().into_string().ok()?, fs::read_to_string(entry.path()).ok()?))
        }));
    }
    seeds.sort();
    (0..documents).map(|n| varied(&seeds[n % seeds.len()], n / seeds.len())).collect()
}

/// At least `bytes` of dispatches on ceasefires, varied in their numbers and in the invented names.
pub fn ceasefire_news(bytes: usize) -> Vec<File> {
    let mut documents = 64;
    while corpus(documents).iter().map(|(_, text)| text.len()).sum::<usize>() < bytes {
        documents *= 2;
    }
    let named = |(at, (name, text)): (usize, File)| {
        let mut text = String::from_utf8_lossy(&text).into_owned();
        for (n, old) in ["Arden", "Ruba", "Tal", "Westland"].iter().enumerate() {
            text = text.replace(old, &invented(at + n));
        }
        (name, text.into_bytes())
    };
    up_to(bytes, corpus(documents).into_iter().enumerate().map(named))
}

/// At least `bytes` of general news, most of it without claims: thirty reports with ever other names and numbers.
pub fn general_news(bytes: usize) -> Vec<File> {
    const TEXTS: &str = include_str!("../texts/general-news.txt");
    let paragraphs: Vec<&str> = TEXTS.split("\n\n").map(str::trim).filter(|text| !text.is_empty()).collect();
    let reports: Vec<&[&str]> = paragraphs.chunks(2).collect();
    let filled = |at: usize| {
        let report = reports[at % reports.len()].join("\n\n");
        let city = invented(at * 3);
        let text = report
            .replace("{CITY}", &city.to_uppercase())
            .replace("{city2}", &invented(at * 7 + 1))
            .replace("{city}", &city)
            .replace("{person2}", &format!("{} {}", invented(at * 11 + 2), invented(at * 13 + 5)))
            .replace("{person}", &format!("{} {}", invented(at * 5 + 3), invented(at * 17 + 7)))
            .replace("{firm}", &format!("{} Works", invented(at * 19 + 4)))
            .replace("{n}", &(at % 900 + 12).to_string());
        (format!("general-{at}.txt"), text.into_bytes())
    };
    up_to(bytes, (0..).map(filled))
}

/// A name that nobody bears, another for each number.
fn invented(n: usize) -> String {
    const PARTS: [[&str; 12]; 3] = [
        ["Bel", "Cor", "Dra", "Fen", "Gol", "Har", "Kel", "Lor", "Mer", "Nol", "Per", "Sol"],
        ["a", "e", "i", "o", "u", "an", "en", "in", "or", "ur", "el", "il"],
        ["ba", "da", "dor", "ga", "kin", "lo", "mas", "nia", "rek", "sa", "ton", "vik"],
    ];
    let part = |kind: usize, n: usize| PARTS[kind][n % 12];
    let name = format!("{}{}{}", part(0, n), part(1, n / 12), part(2, n / 5));
    if n < 144 { name } else { format!("{name}{}", part(1, n / 144)) }
}

fn up_to(bytes: usize, files: impl Iterator<Item = File>) -> Vec<File> {
    let mut held = 0;
    let enough = files.take_while(|(_, text)| {
        let more = held < bytes;
        held += text.len();
        more
    });
    enough.collect()
}

/// A copy of a dispatch whose one- and two-digit numbers grow by `round`, and whose last line tells the round.
fn varied((name, text): &(String, String), round: usize) -> File {
    let mut out = String::with_capacity(text.len() + 32);
    let mut digits = String::new();
    for character in text.chars().chain(['\n']) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        match digits.parse::<usize>() {
            Ok(number) if digits.len() < 3 && round > 0 => out += &(number + round).to_string(),
            _ => out += &digits,
        }
        digits.clear();
        out.push(character);
    }
    if round > 0 {
        out += &format!("\nThe dispatch bears the serial number {round} of its series.\n");
    }
    let stem = name.trim_end_matches(".txt");
    (format!("{stem}-{round}.txt"), out.into_bytes())
}

/// How long a task keeps one core busy, in seconds: what others run meanwhile is left out, where the system tells it.
pub fn busy_seconds<T>(task: impl FnOnce() -> T) -> (f64, T) {
    let (start, begun) = (Instant::now(), on_core_seconds());
    let done = task();
    let passed = start.elapsed().as_secs_f64();
    let busy = begun.zip(on_core_seconds()).map_or(passed, |(begun, ended)| ended - begun);
    (busy.max(1e-6), done)
}

/// How long this thread has run on a core so far.
fn on_core_seconds() -> Option<f64> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(told.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
}

/// The most memory that this process has held so far, in megabytes; `None` where the system does not tell.
pub fn peak_memory_mb() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}
