//! Reads numbers and their bounds. A number that nobody gave stays unknown.

mod bounds;

use self::bounds::{bounds, part_of, upper};
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
    /// The number of which it is a part: `two of the five`.
    pub whole: Option<u64>,
}

impl Number {
    /// One, told by a word such as `a` at `from`.
    pub fn one(from: usize, to: usize) -> Number {
        Number { from, to, min: Some(1), max: Some(1), approx: false, noun: None, whole: None }
    }
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
    let times = |k: usize| match word(k) {
        "dozen" => Some(12),
        other => scale(other),
    };
    match (word(0), word(1), word(2)) {
        ("several", _, _) => Some(times(1).map_or((3, 1), |n| (3 * n, 2))),
        ("a", "few", _) => Some(times(2).map_or((3, 2), |n| (3 * n, 3))),
        ("a", "number" | "handful", "of") => Some((3, 3)),
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
        upper(tokens, to, &mut number);
        part_of(tokens, from, &mut number);
        // `three of the nine` is one number.
        let is_part = |part: &mut Number| {
            tokens.get(part.to).is_some_and(|t| t.is("of"))
                && (part.to + 1..=part.to + 3).contains(&number.from)
        };
        if number.whole.is_some() {
            found.pop_if(is_part);
        }
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
        Some(Number { from: i, to: end, min: Some(n), max: Some(n), approx: false, noun: None, whole: None })
    };
    if let Some((least, len)) = vague(tokens, i) {
        return Some(Number {
            from: i,
            to: i + len,
            min: Some(least),
            max: None,
            approx: true,
            noun: None,
            whole: None,
        });
    }
    let token = &tokens[i];
    let word = |k: usize| tokens.get(i + k).map_or("", |t| t.lower.as_str());
    let about = |n: u64, len: usize| {
        Some(Number {
            from: i,
            to: i + len,
            min: Some(n),
            max: Some(n),
            approx: true,
            noun: None,
            whole: None,
        })
    };
    match (word(0), word(1), word(2)) {
        ("half", "a", "dozen") => return about(6, 3),
        ("a", "couple", "of") => return about(2, 3),
        ("a", "dozen", _) => return about(12, 2),
        ("twice", _, _) => return exact(2, i + 1),
        ("a", "single", _) => return exact(1, i + 2),
        ("a", one, _) if i + 1 < to && scale(one).is_some() => {
            let (rest, end) = rest(tokens, i + 2, to, scale(one)?);
            return exact(scale(one)? + rest, end);
        }
        ("between", _, _) => return range(tokens, i, to),
        _ => {}
    }
    let bounds = |k: usize| matches!(word(k), "fewer" | "less" | "more") && word(k + 1) == "than";
    if token.is("no") && bounds(1) {
        return None;
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
    if let Some((low, high)) = hyphenated(&token.lower) {
        return Some(Number { min: Some(low), max: Some(high), ..Number::one(i, i + 1) });
    }
    let mut value = figure(&token.lower)?;
    let (mut end, mut last) = (i + 1, 1);
    while let Some(times) = tokens.get(end).filter(|_| end < to).and_then(|t| scale(&t.lower)) {
        value *= times as f64;
        (end, last) = (end + 1, times);
    }
    // `1.200` is twelve hundred, `1.2 million` is not.
    if last == 1 && grouped(&token.lower) {
        value = token.lower.replace('.', "").parse().ok()?;
    }
    if number_word(&token.lower).is_some() {
        let (more, after) = rest(tokens, end, to, last);
        (value, end) = (value + more as f64, after);
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

/// What stands behind `two hundred` or `a thousand` and belongs to it: `and fifty`, `five hundred`; and where it ends.
fn rest(tokens: &[Token], at: usize, to: usize, scaled: u64) -> (u64, usize) {
    let word = |k: usize| tokens.get(k).filter(|_| k < to).map_or("", |t| t.lower.as_str());
    let from = if word(at) == "and" { at + 1 } else { at };
    let Some(mut more) = number_word(word(from)).filter(|_| scaled > 1) else { return (0, at) };
    let mut end = from + 1;
    while let Some(times) = scale(word(end)).filter(|times| more * times < scaled) {
        (more, end) = (more * times, end + 1);
    }
    if more == 0 || more >= scaled {
        return (0, at);
    }
    let (last, after) = if more % 100 == 0 { rest(tokens, end, to, 100) } else { (0, end) };
    (more + last, after)
}

/// `30-40`: the bounds of a range in one word.
fn hyphenated(word: &str) -> Option<(u64, u64)> {
    let (low, high) = word.split_once(['-', '–'])?;
    let (low, high) = (low.parse::<u64>().ok()?, high.parse::<u64>().ok()?);
    (low < high).then_some((low, high))
}

/// Whether points set the thousands of a figure apart.
fn grouped(word: &str) -> bool {
    let mut parts = word.split('.');
    let first = parts.next().is_some_and(|part| (1..=3).contains(&part.len()) && part != "0");
    let mut thousands = parts.peekable();
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    first && thousands.peek().is_some() && thousands.all(|part| part.len() == 3 && digits(part))
}

/// `between 40 and 60`.
fn range(tokens: &[Token], i: usize, to: usize) -> Option<Number> {
    let low = number_at(tokens, i + 1, to).filter(|n| n.min == n.max)?;
    let and = tokens.get(low.to).is_some_and(|t| t.is("and"));
    let high = number_at(tokens, low.to + 1, to).filter(|n| and && n.min == n.max && n.min > low.min)?;
    Some(Number { from: i, to: high.to, min: low.min, max: high.max, approx: false, noun: None, whole: None })
}

fn figure(word: &str) -> Option<f64> {
    number_word(word).map(|n| n as f64).or_else(|| word.replace(',', "").parse::<f64>().ok())
}

/// The noun that a number counts.
fn counted(tokens: &[Token], at: usize, to: usize, lexicon: &Lexicon) -> Option<usize> {
    let mut last = None;
    for (i, token) in tokens.iter().enumerate().take(to.min(at + 7)).skip(at) {
        match token.tag {
            Tag::Noun => last = Some(i),
            Tag::Proper if last.is_none() => {
                let word = token.lower.as_str();
                let demonym = || lexicon.rest("demonyms", word).is_some();
                if word.ends_with("ans") || (word.ends_with('s') && demonym()) {
                    last = Some(i);
                }
            }
            Tag::Adj | Tag::Poss => {}
            Tag::Adv if last.is_none() => {}
            Tag::Prep if token.is("of") && i == at => {}
            // `six of my neighbours`
            Tag::Det if i == at + 1 && tokens[at].is("of") => {}
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
        || age(tokens, number, lexicon)
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

/// Whether a number is somebody's age: `a boy of seven`, `the widow, 79,`.
fn age(tokens: &[Token], number: &Number, lexicon: &Lexicon) -> bool {
    let Some(before) = number.from.checked_sub(2).map(|i| &tokens[i]) else { return false };
    let link = &tokens[number.from - 1];
    let one = lexicon.has("people-nouns", &before.lower) && !plural(&before.lower);
    let commas = link.is(",") && tokens.get(number.to).is_some_and(|t| t.is(","));
    let young = number.max.is_some_and(|n| n < 100);
    young && ((link.is("of") && one && !before.is("family")) || (commas && before.tag == Tag::Proper))
}

/// A plural of unknown size, for tolls only.
pub(crate) fn plural(word: &str) -> bool {
    singular(word) != word || ["people", "troops", "police"].contains(&word)
}
