//! Reads numbers and their bounds. A number that nobody gave stays unknown.

use crate::lexicon::{Lexicon, singular};
use crate::text::{Tag, Token};

/// A number in tokens `from..to` with the noun that it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    pub from: usize,
    pub to: usize,
    pub min: Option<u64>,
    pub max: Option<u64>,
    pub approx: bool,
    /// The counted noun, and where its phrase ends.
    pub noun: Option<usize>,
}

/// The value of a number word.
pub(crate) fn number_word(word: &str) -> Option<u64> {
    const WORDS: &[&str] = &[
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    const TENS: &[&str] = &["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if let Some(at) = WORDS.iter().position(|w| *w == word) {
        return Some(at as u64);
    }
    if let Some(at) = TENS.iter().position(|w| *w == word) {
        return Some(30 + 10 * at as u64);
    }
    let (ten, one) = word.split_once('-')?;
    let (ten, one) = (number_word(ten)?, number_word(one)?);
    (ten >= 20 && ten % 10 == 0 && (1..10).contains(&one)).then_some(ten + one)
}

fn scale(word: &str) -> Option<u64> {
    Some(match word {
        "hundred" => 100,
        "thousand" => 1_000,
        "million" => 1_000_000,
        "billion" => 1_000_000_000,
        _ => return None,
    })
}

/// A vague number: its lower bound.
fn vague(tokens: &[Token], i: usize) -> Option<(u64, usize)> {
    let word = |k: usize| tokens.get(i + k).map_or("", |t| t.lower.as_str());
    let unit = |w: &str| match w {
        "dozens" | "scores" => Some(12),
        "hundreds" => Some(100),
        "thousands" => Some(1_000),
        "millions" => Some(1_000_000),
        _ => None,
    };
    if word(0) == "tens" && word(1) == "of" && word(2) == "thousands" {
        return Some((10_000, 3));
    }
    if let Some(first) = unit(word(0)) {
        if word(1) == "of"
            && let Some(second) = unit(word(2))
        {
            return Some((first * second, 3));
        }
        return Some((first, 1));
    }
    match (word(0), word(1), word(2)) {
        ("several", _, _) => Some((3, 1)),
        ("a", "few", _) => Some((3, 2)),
        ("a", "number", "of") => Some((3, 3)),
        _ => None,
    }
}

/// Every number of tokens `from..to`, dates and times of day left to others.
pub(crate) fn numbers(tokens: &[Token], from: usize, to: usize, lexicon: &Lexicon) -> Vec<Number> {
    let mut found = Vec::new();
    let mut i = from;
    while i < to {
        let Some(mut number) = number_at(tokens, i, to) else {
            i += 1;
            continue;
        };
        bounds(tokens, from, &mut number);
        number.noun = counted(tokens, number.to, to, lexicon);
        i = number.to.max(i + 1);
        if !elsewhere(tokens, &number, lexicon) {
            found.push(number);
        }
    }
    found
}

fn number_at(tokens: &[Token], i: usize, to: usize) -> Option<Number> {
    let exact = |n: u64, end: usize| {
        Some(Number { from: i, to: end, min: Some(n), max: Some(n), approx: false, noun: None })
    };
    if let Some((least, len)) = vague(tokens, i) {
        return Some(Number { from: i, to: i + len, min: Some(least), max: None, approx: true, noun: None });
    }
    let token = &tokens[i];
    if token.is("a") && tokens.get(i + 1).is_some_and(|t| t.is("dozen")) {
        return Some(Number { from: i, to: i + 2, min: Some(12), max: Some(12), approx: true, noun: None });
    }
    if token.is("no") && tokens.get(i + 1).is_some_and(|t| t.tag == Tag::Noun || t.tag == Tag::Adj) {
        return exact(0, i + 1);
    }
    if token.is("nobody")
        || token.is("none")
        || (token.is("no") && tokens.get(i + 1).is_some_and(|t| t.is("one")))
    {
        return exact(0, i + if token.is("no") { 2 } else { 1 });
    }
    if token.tag != Tag::Num {
        return None;
    }
    let mut value = figure(&token.lower)?;
    let mut end = i + 1;
    while let Some(times) = tokens.get(end).filter(|_| end < to).and_then(|t| scale(&t.lower)) {
        value *= times as f64;
        end += 1;
    }
    if tokens.get(end).is_some_and(|t| t.is("dozen")) && end < to {
        value *= 12.0;
        end += 1;
    }
    if !(0.0..1e15).contains(&value) {
        return None;
    }
    exact(value.round() as u64, end)
}

fn figure(word: &str) -> Option<f64> {
    number_word(word).map(|n| n as f64).or_else(|| word.replace(',', "").parse::<f64>().ok())
}

/// Reads what stands before a number: at least, more than, nearly, about.
fn bounds(tokens: &[Token], from: usize, number: &mut Number) {
    let word = |back: usize| {
        number.from.checked_sub(back).filter(|i| *i >= from).map_or("", |i| tokens[i].lower.as_str())
    };
    let (one, two) = (word(1), word(2));
    let n = number.min.unwrap_or(0);
    let (min, max, approx, words) = match (two, one) {
        ("at", "least") | ("no", "fewer") | ("at", "minimum") => (Some(n), None, number.approx, 2),
        ("more", "than") | ("greater", "than") => {
            (Some(n + u64::from(!number.approx)), None, number.approx, 2)
        }
        ("up", "to") | ("as", "many") | ("at", "most") => (None, Some(n), false, 2),
        ("fewer", "than") | ("less", "than") => (None, Some(n.saturating_sub(1)), false, 2),
        (_, "over") if !number.approx && !after_verb(tokens, number.from) => (Some(n + 1), None, false, 1),
        (_, "nearly" | "almost") => (None, Some(n), true, 1),
        (_, "about" | "around" | "some" | "roughly" | "approximately") => (Some(n), number.max, true, 1),
        _ => return,
    };
    (number.min, number.max, number.approx) = (min, max, approx);
    number.from -= words;
}

/// Whether the word before `at - 1` is a verb whose particle stands there: `handed over 20 boxes`.
fn after_verb(tokens: &[Token], at: usize) -> bool {
    at.checked_sub(2).is_some_and(|i| tokens[i].tag == Tag::Verb)
}

/// The noun that a number counts.
fn counted(tokens: &[Token], at: usize, to: usize, lexicon: &Lexicon) -> Option<usize> {
    let mut last = None;
    for (i, token) in tokens.iter().enumerate().take(to.min(at + 7)).skip(at) {
        match token.tag {
            Tag::Noun => last = Some(i),
            Tag::Proper if last.is_none() => {
                let word = token.lower.as_str();
                let demonym =
                    || lexicon.list("demonyms").is_some_and(|l| l.runs().iter().any(|r| r[0] == word));
                if word.ends_with('s') && demonym() {
                    last = Some(i);
                }
            }
            Tag::Adj | Tag::Poss => {}
            Tag::Adv if last.is_none() => {}
            Tag::Prep if token.is("of") && i == at => {}
            Tag::Verb if lexicon.has("people-nouns", &token.lower) => last = Some(i),
            _ => break,
        }
    }
    last
}

/// Whether a number is an age, a date, a distance, a time of day or an ordinal.
fn elsewhere(tokens: &[Token], number: &Number, lexicon: &Lexicon) -> bool {
    let word = |i: usize| tokens.get(i).map_or("", |t| t.lower.as_str());
    let before = number.from.checked_sub(1).map_or("", word);
    let after = word(number.to);
    let year = number.min == number.max
        && number.max.is_some_and(|n| (1900..2100).contains(&n))
        && !tokens[number.from].lower.contains(',');
    let distance =
        ["km", "kilometres", "kilometers", "kilometre", "miles", "mile", "metres", "meters", "percent", "%"];
    let clock = ["a.m.", "p.m.", "am", "pm", "gmt", "edt", "est", "o'clock"];
    (year
        && (["in", "since", "of", "until", "by", "early", "late"].contains(&before)
            || lexicon.has("months", before)))
        || lexicon.has("months", before)
        || (lexicon.has("months", after) && number.max.is_some_and(|n| n <= 31))
        || distance.contains(&after)
        || clock.contains(&after)
        || tokens[number.from].lower.contains(':')
        || before == "aged"
        || (after == "of" && number.min == Some(1) && tokens[number.from].is("one"))
        || (number.min == Some(1) && tokens[number.from].is("one") && number.noun.is_none())
        || before == "resolution"
        || (number.max == Some(2)
            && [
                "sides",
                "parties",
                "koreas",
                "countries",
                "neighbours",
                "neighbors",
                "leaders",
                "nations",
                "governments",
            ]
            .contains(&after))
        || (after == "," && year)
}

/// A plural of unknown size, for tolls only.
pub(crate) fn plural(word: &str) -> bool {
    singular(word) != word || ["people", "troops", "police"].contains(&word)
}
