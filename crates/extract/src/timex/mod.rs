//! Finds expressions of time in English news and says what they mean, as TIMEX3 does. Knows nothing of claims.
//!
//! Sentences without a digit or a word of time are passed over. In the others the rules are tried at each token, the
//! more specific first; what was found extends to the left over words such as `early`, `about` and `the end of`.

mod amount;
mod calendar;
mod clock;
mod cursor;
mod lex;
mod named;
mod relative;
mod span;
mod tense;
mod value;
mod weekday;
mod words;
mod years;

#[cfg(test)]
mod tests;

pub(crate) use cursor::Edge;
pub use value::TimexKind;
pub(crate) use value::Value;

use cursor::{Cursor, Found, Memory};
use jiff::civil::Date;
use truce_model::{Interval, Span};
use words::Word;

/// An expression of time in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Timex {
    /// Where it stands, in bytes.
    pub span: Span,
    /// Its type.
    pub kind: TimexKind,
    /// Its value as TIMEX3 writes it: `2031-03-05`, `P3D`, `PAST_REF`.
    pub value: String,
    /// The zone of a clock time, as far as it is told. The value is in that zone.
    pub zone: Option<&'static str>,
    /// What it means, for those who ask for days.
    pub(crate) meaning: Value,
    /// Which part of it is meant.
    pub(crate) edge: Edge,
    /// The days of a length that is tied to the document.
    pub(crate) period: Option<Interval>,
}

/// Every expression of time in `text`, in order; `dct` is the day on which the document was made.
///
/// Without that day only what the calendar alone places, and lengths, are found.
pub fn timexes(text: &str, dct: Option<Date>) -> Vec<Timex> {
    let sentences = lex::sentences(text);
    let mut memory = Memory { history: tells_history(text, &sentences, dct), ..Memory::default() };
    let mut all = Vec::new();
    for span in sentences {
        let Some(sentence) = span.of(text) else { continue };
        let lower = lex::lowered(sentence);
        let tokens = lex::tokens(text, span, &lower);
        memory.sentence += 1;
        let mut cursor =
            Cursor { tokens: &tokens, dct, memory: std::mem::take(&mut memory), found: Vec::new() };
        read(&mut cursor);
        memory = cursor.memory;
        for found in &cursor.found {
            all.push(timex(&tokens, found));
        }
    }
    all
}

fn timex(tokens: &[lex::Token], found: &Found) -> Timex {
    let (from, edge) = extend(tokens, found);
    Timex {
        span: Span::new(tokens[from].span.start, tokens[found.to - 1].span.end),
        kind: found.kind,
        value: found.value.text(),
        zone: found.zone,
        meaning: found.value.clone(),
        edge,
        period: found.period,
    }
}

/// Tries every rule at every token of a sentence.
fn read(cursor: &mut Cursor) {
    let mut i = 0;
    while i < cursor.tokens.len() {
        match at(cursor, i).filter(|found| found.to <= cursor.tokens.len()) {
            Some(found) if found.from == found.to => i = found.to + 2,
            Some(found) => {
                cursor.memory.note(&found.value);
                i = found.to.max(i + 1);
                cursor.found.push(found);
            }
            None => i += 1,
        }
    }
}

/// The expression that begins at token `i`, by the first rule that finds one.
fn at(cursor: &Cursor, i: usize) -> Option<Found> {
    let token = &cursor.tokens[i];
    if token.digits || matches!(token.lower, "q" | "'") {
        return cursor
            .numeric(i)
            .or_else(|| cursor.clock(i))
            .or_else(|| cursor.month(i))
            .or_else(|| cursor.decade(i))
            .or_else(|| cursor.century(i))
            .or_else(|| cursor.quarter(i))
            .or_else(|| cursor.length(i))
            .or_else(|| cursor.lone_year(i));
    }
    let plain = token.word == Word::Plain || matches!(token.word, Word::Ahead | Word::Back | Word::Saying);
    if plain && !opens(token.lower) && !token.capital {
        return None;
    }
    cursor
        .holiday(i)
        .or_else(|| cursor.reference(i))
        .or_else(|| cursor.year_ago_period(i))
        .or_else(|| cursor.week_of_month(i))
        .or_else(|| cursor.stepped(i))
        .or_else(|| cursor.fiscal(i))
        .or_else(|| cursor.weekday(i))
        .or_else(|| cursor.month(i))
        .or_else(|| cursor.deictic(i))
        .or_else(|| cursor.overnight(i))
        .or_else(|| cursor.small_hours(i))
        .or_else(|| cursor.quarter(i))
        .or_else(|| cursor.century(i))
        .or_else(|| cursor.clock(i))
        .or_else(|| cursor.recurring(i))
        .or_else(|| cursor.rate(i))
        .or_else(|| cursor.quarter_century(i))
        .or_else(|| cursor.length(i))
        .or_else(|| cursor.all_of(i))
        .or_else(|| cursor.decade(i))
        .or_else(|| cursor.part_of_day(i))
        .or_else(|| cursor.season(i))
        .or_else(|| cursor.lone_weekend(i))
        .or_else(|| cursor.long_word(i))
        .or_else(|| cursor.unit_end(i))
        .or_else(|| cursor.bare_plural(i))
        .or_else(|| cursor.generic(i))
}

/// Whether a common word can begin an expression, so that the rules are worth trying.
fn opens(lower: &str) -> bool {
    matches!(
        lower,
        "a" | "an"
            | "this"
            | "last"
            | "next"
            | "past"
            | "coming"
            | "previous"
            | "following"
            | "same"
            | "that"
            | "preceding"
            | "upcoming"
            | "subsequent"
            | "remaining"
            | "final"
            | "first"
            | "prior"
            | "those"
            | "these"
            | "opening"
            | "closing"
            | "earlier"
            | "the"
            | "at"
            | "right"
            | "from"
            | "in"
            | "near"
            | "every"
            | "each"
            | "once"
            | "twice"
            | "thrice"
            | "times"
            | "per"
            | "half"
            | "several"
            | "many"
            | "few"
            | "some"
            | "couple"
            | "multiple"
            | "countless"
            | "numerous"
            | "dozens"
            | "hundreds"
            | "thousands"
            | "tens"
            | "scores"
            | "millions"
            | "all"
            | "whole"
            | "entire"
            | "early"
            | "small"
            | "predawn"
            | "fiscal"
            | "financial"
            | "midday"
    )
}

/// How far to the left the words reach that belong to an expression, and which part of it they mean.
fn extend(tokens: &[lex::Token], found: &Found) -> (usize, Edge) {
    let w = |i: usize| tokens.get(i).map_or("", |t| t.lower);
    let (mut from, mut edge) = (found.from, Edge::Whole);
    let before = |from: usize, back: usize| from.checked_sub(back).map_or("", w);
    let amount = matches!(found.kind, TimexKind::Duration | TimexKind::Set);
    if matches!(w(from), "early" | "late" | "this" | "last" | "next") {
        edge = match (w(from), w(from + 1)) {
            ("early", _) | (_, "early") => Edge::Start,
            ("late", _) | (_, "late") => Edge::End,
            _ => Edge::Whole,
        };
    }
    for _ in 0..4 {
        let one = before(from, 1);
        let (more, side) = match one {
            "the" => (1, None),
            "early" | "earlier" => (1, Some(Edge::Start)),
            "late" | "later" => (1, Some(Edge::End)),
            "mid" => (1, Some(Edge::Mid)),
            "-" if matches!(before(from, 2), "mid" | "early" | "late") => (
                2,
                Some(match before(from, 2) {
                    "early" => Edge::Start,
                    "late" => Edge::End,
                    _ => Edge::Mid,
                }),
            ),
            "of" => match before(from, 2) {
                "end" | "close" => (2, Some(Edge::End)),
                "beginning" | "start" | "outset" => (2, Some(Edge::Start)),
                "middle" => (2, Some(Edge::Mid)),
                "rest" | "much" | "most" | "part" => (2, None),
                _ => break,
            },
            "about" | "around" | "approximately" | "nearly" | "almost" | "some" | "roughly" | "only"
            | "just"
                if amount =>
            {
                (1, None)
            }
            "about" | "nearly" | "almost" | "some" | "roughly" | "just"
                if found.to > from && w(found.to - 1) == "ago" =>
            {
                (1, None)
            }
            "least" | "most" if before(from, 2) == "at" && amount => (2, None),
            "than" if matches!(before(from, 2), "more" | "less" | "fewer" | "longer") => (2, None),
            _ => break,
        };
        from -= more;
        if edge == Edge::Whole {
            edge = side.unwrap_or_default();
        }
    }
    (from, edge)
}

/// Whether a text tells of years long past: old years abound, and no weekday or `today` ties it to its own day.
fn tells_history(text: &str, sentences: &[Span], dct: Option<Date>) -> bool {
    let Some(dct) = dct else { return false };
    let (mut old, mut own) = (0, 0);
    for sentence in sentences.iter().filter_map(|span| span.of(text)).take(400) {
        for word in sentence.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| w.len() >= 4) {
            match word.parse::<i16>() {
                Ok(year) if word.len() == 4 && (1500..dct.year() - 1).contains(&year) => old += 1,
                Ok(year) if year == dct.year() => own += 1,
                Ok(_) => {}
                Err(_) => {
                    let near = matches!(word, "today" | "yesterday" | "tomorrow" | "tonight");
                    let day = word.ends_with("day")
                        && matches!(words::WORDS.get(&word.to_ascii_lowercase()), Word::Weekday(_));
                    own += usize::from(near || day);
                }
            }
        }
    }
    old >= 4 && old > 3 * own
}
