//! Looks a whole table through before it is read: its encoding, and which way round its days are written.
//!
//! Whether `05/02/2014` is in February or in May no row tells by itself. Rows that allow only one of the two tell it
//! for all that are written alike; where none does, or they disagree, such a day is refused and not guessed.

use super::{
    columns::Columns,
    mapping::{DateColumns, Mapping},
    rows::{Cut, Rows},
};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use jiff::civil::Date;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, BufRead},
};

/// Ways of writing that are told apart; further ones stay open.
const MOST_SHAPES: usize = 64;
/// One row in so many may speak against the others, as a slip does.
const SLIPS: u64 = 100;
/// The first year of four digits; what is before it is a year that was cut short.
const FIRST_YEAR: i16 = 1000;
/// How many bytes of rows that are not UTF-8 the encoding is guessed from.
const GUESSED_FROM: usize = 1 << 20;

/// What a table was found to be.
#[derive(Clone, Debug)]
pub(super) struct Survey {
    /// The encoding of its rows.
    pub(super) encoding: &'static Encoding,
    /// Whether the encoding was guessed.
    pub(super) guessed: bool,
    /// Which way round days are written.
    pub(super) days: Days,
}

/// Which way round days are written.
#[derive(Clone, Debug)]
pub(super) struct Days {
    formats: Vec<String>,
    /// For each way of writing, how many rows only this format fits.
    votes: BTreeMap<String, Vec<u64>>,
    /// Ways of writing in which some row could be read as two days.
    open: BTreeSet<String>,
}

/// What a day as written can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// This day.
    Day(Date),
    /// Several days, and nothing tells which.
    Either(Date, Date),
    /// Written in a known way, and no day of the calendar.
    NoDay,
    /// Written in no known way.
    Unknown,
}

impl Days {
    pub(super) fn of(columns: &DateColumns) -> Days {
        Days { formats: columns.formats.clone(), votes: BTreeMap::new(), open: BTreeSet::new() }
    }

    fn fitting(&self, words: &str) -> Vec<(usize, Date)> {
        let fits = |(at, format): (usize, &String)| {
            let day = Date::strptime(format, words).ok()?;
            (day.year() >= FIRST_YEAR).then_some((at, day))
        };
        self.formats.iter().enumerate().filter_map(fits).collect()
    }

    /// Whether the year of the words is not written out: "31" is no year in which anything was recorded.
    pub(super) fn is_short(&self, words: &str) -> bool {
        let short = |format: &String| Date::strptime(format, words).is_ok_and(|day| day.year() < FIRST_YEAR);
        self.formats.iter().any(short)
    }

    /// Notes what a row tells of the way in which its days are written. `longest`: the most days between the two.
    fn note(&mut self, start: &str, end: &str, longest: Option<i32>) {
        let (first, last) = (self.fitting(start), self.fitting(end));
        let (here, there) = (shape(start), shape(end));
        for (shape, fitting) in [(&here, &first), (&there, &last)] {
            if fitting.iter().any(|(_, day)| *day != fitting[0].1) && self.open.len() < MOST_SHAPES {
                self.open.insert(shape.clone());
            }
        }
        let mut possible: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
        for (f, from) in &first {
            for (l, to) in &last {
                let alike = here != there || f == l;
                let days = from.until(*to).map_or(0, |span| span.get_days());
                if alike && days >= 0 && longest.is_none_or(|most| days <= most) {
                    possible[0].push(*f);
                    possible[1].push(*l);
                }
            }
        }
        for (of, shape) in [here, there].into_iter().enumerate() {
            let ways = &mut possible[of];
            ways.sort_unstable();
            ways.dedup();
            let &[only] = ways.as_slice() else { continue };
            if self.votes.len() < MOST_SHAPES || self.votes.contains_key(&shape) {
                self.votes.entry(shape).or_insert_with(|| vec![0; self.formats.len()])[only] += 1;
            }
        }
    }

    /// The format that the rows settle for days written like this, with how many settle it.
    fn settled(&self, shape: &str) -> Option<(usize, u64)> {
        let votes = self.votes.get(shape)?;
        let (at, most) = votes.iter().copied().enumerate().max_by_key(|(_, votes)| *votes)?;
        let others: u64 = votes.iter().sum::<u64>() - most;
        (others * SLIPS <= most).then_some((at, most))
    }

    /// The day that the words tell.
    pub(super) fn read(&self, words: &str) -> Told {
        let fitting = self.fitting(words);
        if let Some((settled, _)) = self.settled(&shape(words))
            && !fitting.is_empty()
        {
            return fitting
                .iter()
                .find(|(at, _)| *at == settled)
                .map_or(Told::NoDay, |(_, day)| Told::Day(*day));
        }
        match fitting.as_slice() {
            [] => {
                let broken = |format: &String| jiff::fmt::strtime::parse(format, words).is_ok();
                if self.formats.iter().any(broken) || looks_like_a_day(words) {
                    Told::NoDay
                } else {
                    Told::Unknown
                }
            }
            [(_, day), others @ ..] => match others.iter().find(|(_, other)| other != day) {
                Some((_, other)) => Told::Either(*day, *other),
                None => Told::Day(*day),
            },
        }
    }

    /// What was settled on evidence, for days that could be read in two ways: how they are written, the format, and
    /// how many rows allow nothing else.
    pub(super) fn settled_ways(&self) -> Vec<(String, String, u64)> {
        let way = |shape: &String| {
            let (at, rows) = self.settled(shape)?;
            Some((shape.clone(), self.formats[at].clone(), rows))
        };
        self.open.iter().filter_map(way).collect()
    }
}

/// How words are written: every number a 9, every word as it is.
fn shape(words: &str) -> String {
    let mut shape = String::new();
    for letter in words.chars().take(40) {
        let letter = if letter.is_ascii_digit() { '9' } else { letter };
        if letter != '9' || !shape.ends_with('9') {
            shape.push(letter);
        }
    }
    shape
}

fn looks_like_a_day(words: &str) -> bool {
    matches!(shape(words).as_str(), "9-9-9" | "9/9/9")
}

impl Survey {
    /// Looks a table through.
    pub(super) fn of(
        rows: &mut Rows<impl BufRead>,
        mapping: &Mapping,
        columns: &Columns,
    ) -> io::Result<Survey> {
        let (mut days, mut utf8, mut other, mut fed) = (Days::of(&mapping.date), 0u64, 0u64, 0);
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        while let Some(cut) = rows.next()? {
            let Cut::Row(_, row) = cut else { continue };
            if !row.is_ascii() {
                let whole = std::str::from_utf8(&row).is_ok();
                (utf8, other) = (utf8 + u64::from(whole), other + u64::from(!whole));
                if !whole && fed < GUESSED_FROM {
                    fed += row.len();
                    detector.feed(&row, false);
                }
            }
            let Some(record) = columns.record(&String::from_utf8_lossy(&row)) else { continue };
            let date = &mapping.date;
            let start = columns.cell(&record, &date.start);
            let end = date.end.as_deref().map_or("", |end| columns.cell(&record, end));
            let code = date.precision.as_ref();
            let width = code.and_then(|codes| codes.values.get(columns.cell(&record, &codes.column)));
            let longest = width.filter(|_| !end.is_empty()).map(|width| width.longest());
            days.note(start, if end.is_empty() { start } else { end }, longest);
        }
        let told = mapping.encoding.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
        // A pair of old letters can look like one of UTF-8 by chance, so that a few rows do not speak for it.
        let guessed = told.is_none() && other > 0 && utf8 * 20 <= other;
        detector.feed(b"", true);
        let guess = if guessed { detector.guess(None, Utf8Detection::Deny) } else { UTF_8 };
        Ok(Survey { encoding: told.unwrap_or(guess), guessed, days })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(formats: &[&str], rows: &[&str]) -> Days {
        let formats = formats.iter().map(ToString::to_string).collect();
        let mut days = Days { formats, votes: BTreeMap::new(), open: BTreeSet::new() };
        for row in rows {
            let (start, end) = row.split_once(" to ").unwrap_or((row, row));
            days.note(start, end, None);
        }
        days
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    const BOTH: &[&str] = &["%m/%d/%Y", "%d/%m/%Y"];

    #[test]
    fn rows_that_allow_one_way_settle_it_for_all() {
        assert_eq!(days(BOTH, &["3/5/2031", "3/17/2031"]).read("3/5/2031"), Told::Day(day("2031-03-05")));
        assert_eq!(days(BOTH, &["17/3/2031"]).read("3/5/2031"), Told::Day(day("2031-05-03")));
        // From the fifth of December to the ninth of May is no stretch; from the twelfth of May it is.
        assert_eq!(days(BOTH, &["5/12/2031 to 5/19/2031"]).read("5/12/2031"), Told::Day(day("2031-05-12")));
    }

    #[test]
    fn what_nothing_settles_stays_open() {
        let either = Told::Either(day("2031-03-05"), day("2031-05-03"));
        assert_eq!(days(BOTH, &["3/5/2031"]).read("3/5/2031"), either);
        assert_eq!(days(BOTH, &["17/3/2031", "3/17/2031"]).read("3/5/2031"), either);
        assert_eq!(days(BOTH, &[]).read("3/3/2031"), Told::Day(day("2031-03-03")));
    }

    #[test]
    fn a_year_that_is_cut_short_is_no_year() {
        let days = days(&["%d.%m.%Y"], &[]);
        assert_eq!((days.read("7.3.31"), days.is_short("7.3.31")), (Told::NoDay, true));
        assert_eq!((days.read("7.3.2031"), days.is_short("7.3.2031")), (Told::Day(day("2031-03-07")), false));
        assert!(!days.is_short("30.2.2031"));
    }

    #[test]
    fn a_day_that_no_calendar_has_is_told_from_words_that_are_no_day() {
        let iso = days(&["%Y-%m-%d"], &[]);
        assert_eq!(iso.read("2016-02-30"), Told::NoDay);
        assert_eq!(iso.read("2016-13-01"), Told::NoDay);
        assert_eq!(iso.read("last Tuesday"), Told::Unknown);
        assert_eq!(days(BOTH, &["3/17/2031"]).read("17/3/2031"), Told::NoDay);
    }
}
