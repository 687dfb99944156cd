//! Reads expressions of time against the day of publication. Without that day only full dates are read.

use super::calendar::{join, length, month_of, weekday_of};
use super::count::number_word;
use crate::text::Token;
use jiff::civil::{Date, date};
use jiff::{Span as Length, ToSpan};
use truce_model::{Interval, Moment};

/// An expression of time in tokens `from..to`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct When {
    pub from: usize,
    pub to: usize,
    pub interval: Interval,
    /// Bounds only the start (`since`), or only the end (`until`).
    pub since: bool,
    pub until: bool,
    pub clock: bool,
}

/// Every expression of time in tokens `from..to`, joined where they bound one period.
pub(crate) fn times(tokens: &[Token], from: usize, to: usize, published: Option<Date>) -> Vec<When> {
    let reader = Reader { tokens, to, published };
    let mut found: Vec<When> = Vec::new();
    let mut i = from;
    while i < to {
        match reader.at(i) {
            Some(when) => {
                i = when.to.max(i + 1);
                found.push(when);
            }
            None => i += 1,
        }
    }
    join(tokens, found, published)
}

struct Reader<'t> {
    tokens: &'t [Token],
    to: usize,
    published: Option<Date>,
}

fn span(start: Option<Date>, end: Option<Date>) -> Interval {
    Interval { start: start.map(Moment::Day), end: end.map(Moment::Day) }
}

fn shift(day: Date, by: Length) -> Option<Date> {
    day.checked_add(by).ok()
}

impl Reader<'_> {
    fn word(&self, i: usize) -> &str {
        self.tokens.get(i).filter(|_| i < self.to).map_or("", |t| t.lower.as_str())
    }

    fn when(&self, from: usize, to: usize, interval: Interval) -> Option<When> {
        let before = |back: usize| from.checked_sub(back).map_or("", |i| self.tokens[i].lower.as_str());
        let mut k = 1;
        while ["on", "early", "late", "in", "of", "about", "around"].contains(&before(k)) && k < 4 {
            k += 1;
        }
        // `since Monday`, and `since fighting erupted on Monday`.
        let clause =
            (1..=6).take_while(|b| ![",", "and", "."].contains(&before(*b))).any(|b| before(b) == "since");
        let since = clause || (1..=k).any(|b| before(b) == "since");
        let until = (1..=k).any(|b| matches!(before(b), "until" | "till" | "by"));
        Some(When { from, to, interval, since, until, clock: false })
    }

    fn at(&self, i: usize) -> Option<When> {
        self.clock(i)
            .or_else(|| self.month(i))
            .or_else(|| self.year(i))
            .or_else(|| self.relative(i))
            .or_else(|| self.ago(i))
            .or_else(|| self.last_days(i))
            .or_else(|| self.running(i))
    }

    /// `entered its fourth day`, `for a third day`, `for the second day running`: from the first day to now.
    fn running(&self, i: usize) -> Option<When> {
        const ORDINALS: &[&str] =
            &["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
        let n = ORDINALS.iter().position(|word| *word == self.word(i))? as i64 + 1;
        let unit = i + 1 + usize::from(["straight", "consecutive", "successive"].contains(&self.word(i + 1)));
        let before = |back: usize| i.checked_sub(back).map_or("", |k| self.tokens[k].lemma.as_str());
        let runs = (["its", "their", "a", "the"].contains(&before(1))
            && ["enter", "for", "into"].contains(&before(2)))
            || unit > i + 1;
        let days = match self.word(unit) {
            "day" => n,
            "week" => 7 * n,
            _ => return None,
        };
        let start = shift(self.published.filter(|_| runs)?, (-days).days());
        self.when(i, unit + 1, span(start, self.published))
    }

    /// `1 a.m.`, `8:00 p.m.`, `2400 on July 8`: a clock time with the day that follows it.
    fn clock(&self, i: usize) -> Option<When> {
        let token = self.tokens.get(i)?;
        let (hour, minute, mut to) = self.hour(i, token)?;
        let mut day = None;
        let mut k = to;
        while ["on", "(", "local", "time"].contains(&self.word(k)) {
            k += 1;
        }
        if let Some(when) = self.month(k).or_else(|| self.relative(k))
            && let (Some(start), true) = (when.interval.start, when.interval.start == when.interval.end)
        {
            day = Some(start.date());
            to = when.to;
        }
        // `at 2 a.m.` without a day is that of the sentence's weekday, else of the story.
        let weekday = || {
            (0..self.tokens.len()).find_map(|k| weekday_of(&self.tokens[k]).and_then(|_| self.relative(k)))
        };
        let said = || weekday().and_then(|when| when.interval.start).map(|start| start.date());
        let each_day = self.tokens.iter().any(|t| ["daily", "every", "each"].contains(&t.lower.as_str()));
        let mut day = day.or_else(|| said().or(self.published).filter(|_| !each_day))?;
        let mut hour = hour;
        if hour == 24 {
            day = day.tomorrow().ok()?;
            hour = 0;
        }
        let moment = Moment::Minute(day.at(hour, minute, 0, 0));
        let when = self.when(i, to, Interval { start: Some(moment), end: Some(moment) })?;
        Some(When { clock: true, ..when })
    }

    fn hour(&self, i: usize, token: &Token) -> Option<(i8, i8, usize)> {
        let word = token.lower.as_str();
        let (digits, glued) = match word.find(|c: char| c.is_ascii_alphabetic()) {
            Some(at) => word.split_at(at),
            None => (word, ""),
        };
        if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit() || c == ':' || c == '.') {
            return None;
        }
        let (half, to) = match glued {
            "am" | "pm" => (glued.to_owned(), i + 1),
            "" => (self.word(i + 1).replace('.', ""), i + 2),
            _ => return None,
        };
        let (hour, minute) = match digits.split_once([':', '.']) {
            Some((h, m)) => (h.parse::<i8>().ok()?, m.parse::<i8>().ok()?),
            None if word.len() == 4 && digits.len() == 4 => {
                (digits[..2].parse().ok()?, digits[2..].parse().ok()?)
            }
            None => (digits.parse().ok()?, 0),
        };
        if !(0..60).contains(&minute) {
            return None;
        }
        match half.as_str() {
            "am" => ((1..=12).contains(&hour)).then_some((hour % 12, minute, to)),
            "pm" => ((1..=12).contains(&hour)).then_some((hour % 12 + 12, minute, to)),
            _ if digits.len() >= 4
                && (0..=24).contains(&hour)
                && glued.is_empty()
                && self.word(i + 1) == "on" =>
            {
                Some((hour, minute, i + 1))
            }
            _ => None,
        }
    }

    /// `July 6, 2016`, `6 July`, `in July`, `July 2016`.
    fn month(&self, i: usize) -> Option<When> {
        let number = |k: usize| self.word(k).parse::<i16>().ok();
        let (month, day, mut to) = match month_of(self.tokens.get(i)?) {
            Some(month) => match number(i + 1).filter(|n| (1..=31).contains(n)) {
                Some(day) => (month, Some(day as i8), i + 2),
                None => (month, None, i + 1),
            },
            None => {
                let day = number(i).filter(|n| (1..=31).contains(n))?;
                (month_of(self.tokens.get(i + 1).filter(|_| i + 1 < self.to)?)?, Some(day as i8), i + 2)
            }
        };
        let comma = usize::from(self.word(to) == ",");
        let mut year = number(to + comma).filter(|y| (1900..2200).contains(y));
        if year.is_some() {
            to += comma + 1;
        } else {
            let published = self.published?;
            let same = Date::new(published.year(), month, day.unwrap_or(1)).ok()?;
            year = Some(if same > published && !self.forward(i) {
                published.year() - 1
            } else {
                published.year()
            });
        }
        let year = year?;
        let mid = self.word(i).starts_with("mid-");
        let first = Date::new(year, month, day.unwrap_or(if mid { 15 } else { 1 })).ok()?;
        let last = if day.is_some() { first } else { first.last_of_month() };
        self.when(i, to, span(Some(first), Some(last)))
    }

    /// Whether the words around point to the future.
    fn forward(&self, i: usize) -> bool {
        let near = self.tokens[..i].iter().rev().take(10);
        near.into_iter().any(|t| matches!(t.lower.as_str(), "will" | "would" | "next" | "until" | "upcoming"))
    }

    fn year(&self, i: usize) -> Option<When> {
        let year = self.word(i).parse::<i16>().ok().filter(|y| (1900..2200).contains(y))?;
        let before = i.checked_sub(1).map_or("", |k| self.tokens[k].lower.as_str());
        if !["in", "since", "of", "early", "late", "until", "from", "mid"].contains(&before) {
            return None;
        }
        let (first, last) = match before {
            "early" => (date(year, 1, 1), date(year, 6, 30)),
            "late" => (date(year, 7, 1), date(year, 12, 31)),
            _ => (date(year, 1, 1), date(year, 12, 31)),
        };
        self.when(i, i + 1, span(Some(first), Some(last)))
    }

    fn relative(&self, i: usize) -> Option<When> {
        let published = self.published?;
        let token = self.tokens.get(i).filter(|_| i < self.to)?;
        let before = i.checked_sub(1).map_or("", |k| self.tokens[k].lower.as_str());
        if let Some(weekday) = weekday_of(token) {
            let mut day = published;
            for _ in 0..7 {
                if day.weekday() == weekday {
                    break;
                }
                day = day.yesterday().ok()?;
            }
            if before == "next"
                || (self.forward(i) && day != published && !["since", "last"].contains(&before))
            {
                day = shift(day, 7.days())?;
            }
            let night = self.word(i + 1) == "night";
            let end = if night { day.tomorrow().ok() } else { Some(day) };
            let end = end
                .map(|e| if e > published && before != "next" && !self.forward(i) { published } else { e });
            return self.when(i, i + 1 + usize::from(night), span(Some(day), end));
        }
        let one = |day: Option<Date>| self.when(i, i + 1, span(day, day));
        match token.lower.as_str() {
            "today" | "tonight" => one(Some(published)),
            "yesterday" => one(published.yesterday().ok()),
            "tomorrow" => one(published.tomorrow().ok()),
            "overnight" => self.when(i, i + 1, span(published.yesterday().ok(), Some(published))),
            "recent" if ["days", "weeks", "months", "hours"].contains(&self.word(i + 1)) => {
                self.when(i, i + 2, span(None, Some(published)))
            }
            "coming" if ["days", "weeks", "months", "hours"].contains(&self.word(i + 1)) => {
                self.when(i, i + 2, span(Some(published), None))
            }
            "this" | "last" | "next" | "earlier" => self.unit(i, published),
            _ => None,
        }
    }

    /// `this week`, `last month`, `next year`.
    fn unit(&self, i: usize, published: Date) -> Option<When> {
        let earlier = self.word(i) == "earlier";
        let i = if earlier && self.word(i + 1) == "this" { i + 1 } else { i };
        let monday =
            published.checked_sub((published.weekday().to_monday_zero_offset() as i64).days()).ok()?;
        let (first, length, back): (Date, Length, Length) = match self.word(i + 1) {
            "week" => (monday, 7.days(), 7.days()),
            "month" => (published.first_of_month(), 1.month(), 1.month()),
            "year" => (date(published.year(), 1, 1), 1.year(), 1.year()),
            "morning" | "evening" | "afternoon" => return self.when(i, i + 2, Interval::day(published)),
            _ => return None,
        };
        let whole = |first: Date| Some(span(Some(first), shift(first, length)?.yesterday().ok()));
        let interval = match self.word(i) {
            "this" if self.forward(i) => span(Some(published), whole(first)?.end.map(|m| m.date())),
            "this" => span(Some(first), Some(published)),
            "last" => whole(first.checked_sub(back).ok()?)?,
            "next" => whole(shift(first, back)?)?,
            _ => return None,
        };
        self.when(i, i + 2, interval)
    }

    /// `a week ago`, `two days earlier`, `more than a year ago`.
    fn ago(&self, i: usize) -> Option<When> {
        let published = self.published?;
        let (amount, k) = self.amount(i)?;
        if !matches!(self.word(k + 1), "ago") {
            return None;
        }
        let day = published.checked_sub(length(amount, self.word(k))?).ok()?;
        let before = |back: usize| i.checked_sub(back).map_or("", |k| self.tokens[k].lower.as_str());
        let more = before(1) == "than";
        let interval = if more {
            span(None, day.yesterday().ok())
        } else if self.word(k).starts_with("year") {
            span(Some(date(day.year(), 1, 1)), Some(date(day.year(), 12, 31)))
        } else {
            Interval::day(day)
        };
        self.when(i, k + 2, interval)
    }

    /// A number of units at `i`: the number, and where the unit stands.
    fn amount(&self, i: usize) -> Option<(i64, usize)> {
        let word = self.word(i);
        let n = match word {
            "a" | "an" => 1,
            _ => number_word(word).map(|n| n as i64).or_else(|| word.parse().ok())?,
        };
        let unit = self.word(i + 1);
        let known = ["day", "week", "month", "year", "hour"]
            .iter()
            .any(|u| unit.strip_suffix('s').unwrap_or(unit) == *u);
        (known && (0..10_000).contains(&n)).then_some((n, i + 1))
    }

    /// `in the past four days`, `over the last week`, `in the past day`.
    fn last_days(&self, i: usize) -> Option<When> {
        let published = self.published?;
        let word = self.word(i);
        if word == "in" || word == "for" || word == "within" {
            let (n, k) = self.amount(i + 1)?;
            if word == "in" && !self.forward(i) && self.word(k).starts_with("day") && n > 1 {
                return self.when(
                    i,
                    k + 1,
                    span(published.checked_sub((n - 1).days()).ok(), Some(published)),
                );
            }
            return None;
        }
        let before = i.checked_sub(1).map_or("", |k| self.tokens[k].lower.as_str());
        if !(matches!(word, "past" | "last" | "previous") && matches!(before, "the" | "this")) {
            return None;
        }
        let next = self.word(i + 1);
        let (n, unit) = match self.amount(i + 1) {
            Some((n, k)) => (n, k),
            None if ["few", "several", "couple"].contains(&next) => {
                return self.when(i, i + 3, span(None, Some(published)));
            }
            None if ["day", "week", "month", "year", "hour"].contains(&next) => (1, i + 1),
            None => return None,
        };
        let days = self.word(unit).starts_with("day") && n > 1;
        let hours = self.word(unit).starts_with("hour");
        let start = if days {
            published.checked_sub((n - 1).days()).ok()
        } else if hours {
            published.checked_sub(((n + 23) / 24).days()).ok()
        } else {
            published.checked_sub(length(n, self.word(unit))?).ok()
        };
        self.when(i, unit + 1, span(start, Some(published)))
    }
}
