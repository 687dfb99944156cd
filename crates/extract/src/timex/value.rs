//! What an expression of time means, how TIMEX3 writes it, and which days it spans. Reads no text.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use truce_model::{Interval, Moment};

/// The four types of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimexKind {
    /// A day, or anything of the calendar longer than a day.
    Date,
    /// A time of the day.
    Time,
    /// A length of time.
    Duration,
    /// A time that comes again.
    Set,
}

impl TimexKind {
    /// The type as TIMEX3 writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            TimexKind::Date => "DATE",
            TimexKind::Time => "TIME",
            TimexKind::Duration => "DURATION",
            TimexKind::Set => "SET",
        }
    }
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Night,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    pub fn parse(letters: &str) -> Option<Unit> {
        Some(match letters {
            "TS" => Unit::Second,
            "TM" => Unit::Minute,
            "TH" => Unit::Hour,
            "D" => Unit::Day,
            "N" => Unit::Night,
            "W" => Unit::Week,
            "F" => Unit::Fortnight,
            "M" => Unit::Month,
            "Q" => Unit::Quarter,
            "H" => Unit::Half,
            "Y" => Unit::Year,
            "DE" => Unit::Decade,
            "CE" => Unit::Century,
            "ML" => Unit::Millennium,
            _ => return None,
        })
    }

    /// Whether a clock measures it rather than the calendar.
    pub fn short(self) -> bool {
        matches!(self, Unit::Second | Unit::Minute | Unit::Hour)
    }

    fn letters(self) -> &'static str {
        match self {
            Unit::Second => "S",
            Unit::Minute | Unit::Month => "M",
            Unit::Hour => "H",
            Unit::Day | Unit::Night => "D",
            Unit::Week | Unit::Fortnight => "W",
            Unit::Quarter => "Q",
            Unit::Half => "H",
            Unit::Year => "Y",
            Unit::Decade => "DE",
            Unit::Century => "CE",
            Unit::Millennium => "ML",
        }
    }

    /// The next smaller unit in which a half of this one is a whole number.
    fn half(self) -> Option<(u32, Unit)> {
        Some(match self {
            Unit::Minute => (30, Unit::Second),
            Unit::Hour => (30, Unit::Minute),
            Unit::Day | Unit::Night => (12, Unit::Hour),
            Unit::Fortnight => (1, Unit::Week),
            Unit::Month => (15, Unit::Day),
            Unit::Year => (6, Unit::Month),
            Unit::Decade => (5, Unit::Year),
            Unit::Century => (50, Unit::Year),
            Unit::Millennium => (500, Unit::Year),
            Unit::Second | Unit::Week | Unit::Quarter | Unit::Half => return None,
        })
    }
}

/// How many units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Amount {
    Whole(u32),
    /// So many and a half.
    AndHalf(u32),
    /// Some, nobody says how many.
    Many,
}

impl Amount {
    pub fn whole(self) -> Option<i64> {
        match self {
            Amount::Whole(n) | Amount::AndHalf(n) => Some(i64::from(n)),
            Amount::Many => None,
        }
    }
}

/// A length as TIMEX3 writes it: `P3D`, `PT24H`, `PXY`, `P1Y6M`.
pub(crate) fn length(amount: Amount, unit: Unit) -> String {
    let one = |n: &str, unit: Unit| {
        let letters = unit.letters();
        if unit.short() { format!("PT{n}{letters}") } else { format!("P{n}{letters}") }
    };
    match amount {
        Amount::Many => one("X", unit),
        Amount::Whole(n) if unit == Unit::Fortnight => one(&(2 * n).to_string(), Unit::Week),
        Amount::Whole(n) => one(&n.to_string(), unit),
        Amount::AndHalf(n) => match unit.half() {
            Some((half, smaller)) if n == 0 => one(&half.to_string(), smaller),
            Some((half, smaller)) if unit.short() == smaller.short() => {
                let rest = one(&half.to_string(), smaller);
                one(&n.to_string(), unit) + rest.trim_start_matches(['P', 'T'])
            }
            Some((half, smaller)) => one(&n.to_string(), unit) + &one(&half.to_string(), smaller)[1..],
            None => one(&format!("{n}.5"), unit),
        },
    }
}

/// What an expression means.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Day(Date),
    /// The week of this day, Monday to Sunday.
    Week(Date),
    /// The Saturday and Sunday of the week of this day.
    Weekend(Date),
    Month(i16, i8),
    Quarter(i16, i8),
    Half(i16, i8),
    Season(i16, &'static str),
    Year(i16),
    /// Year divided by ten.
    Decade(i16),
    /// Year divided by a hundred.
    Century(i16),
    /// A part of a day: its letters.
    Part(Date, &'static str),
    /// A clock time of a day; hour 24 is its end.
    Clock(Date, i8, i8),
    /// Anything that the calendar does not place, written as it stands.
    Other(String),
}

impl Value {
    /// The value as TIMEX3 writes it.
    pub fn text(&self) -> String {
        match self {
            Value::Day(day) => day.to_string(),
            Value::Week(day) => week(*day),
            Value::Weekend(day) => week(*day) + "-WE",
            Value::Month(year, month) => format!("{year:04}-{month:02}"),
            Value::Quarter(year, n) => format!("{year:04}-Q{n}"),
            Value::Half(year, n) => format!("{year:04}-H{n}"),
            Value::Season(year, letters) => format!("{year:04}-{letters}"),
            Value::Year(year) if *year < 0 => format!("BC{:04}", -year),
            Value::Year(year) => format!("{year:04}"),
            Value::Decade(ten) => format!("{ten:03}"),
            Value::Century(hundred) => format!("{hundred:02}"),
            Value::Part(day, letters) => format!("{day}T{letters}"),
            Value::Clock(day, hour, minute) => format!("{day}T{hour:02}:{minute:02}"),
            Value::Other(text) => text.clone(),
        }
    }

    pub fn kind(&self) -> TimexKind {
        match self {
            Value::Part(..) | Value::Clock(..) => TimexKind::Time,
            Value::Other(text) if text.starts_with('P') && !text.ends_with("_REF") => TimexKind::Duration,
            Value::Other(text) if text.starts_with('T') => TimexKind::Time,
            _ => TimexKind::Date,
        }
    }

    /// The day that it is, or lies in.
    pub fn day(&self) -> Option<Date> {
        match self {
            Value::Day(day) | Value::Part(day, _) | Value::Clock(day, ..) => Some(*day),
            _ => None,
        }
    }

    pub fn year(&self) -> Option<i16> {
        self.first().map(Date::year)
    }

    /// The first day of it.
    pub fn first(&self) -> Option<Date> {
        self.days().map(|(first, _)| first)
    }

    /// Its first and last day.
    pub fn days(&self) -> Option<(Date, Date)> {
        let months = |year: i16, month: i8, n: i64| {
            let first = Date::new(year, month, 1).ok()?;
            Some((first, first.checked_add((n - 1).months()).ok()?.last_of_month()))
        };
        match self {
            Value::Day(day) | Value::Part(day, _) | Value::Clock(day, ..) => Some((*day, *day)),
            Value::Week(day) => {
                let monday = monday(*day)?;
                Some((monday, monday.checked_add(6.days()).ok()?))
            }
            Value::Weekend(day) => {
                let monday = monday(*day)?;
                Some((monday.checked_add(5.days()).ok()?, monday.checked_add(6.days()).ok()?))
            }
            Value::Month(year, month) => months(*year, *month, 1),
            Value::Quarter(year, n) => months(*year, 3 * n - 2, 3),
            Value::Half(year, n) => months(*year, 6 * n - 5, 6),
            Value::Season(year, letters) => {
                months(*year, if *letters == "WI" { 12 } else { season_month(letters) }, 3)
            }
            Value::Year(year) => months(*year, 1, 12),
            Value::Decade(ten) => months(ten * 10, 1, 120),
            Value::Century(hundred) => months(hundred * 100, 1, 1200),
            Value::Other(_) => None,
        }
    }

    /// The stretch it spans: a clock time to the minute, a night to the next morning, all else by days.
    pub fn interval(&self) -> Interval {
        match self {
            Value::Clock(day, 24, minute) => {
                let next = day.tomorrow().unwrap_or(*day).at(0, *minute, 0, 0);
                Interval::between(Moment::Minute(next), Moment::Minute(next))
            }
            Value::Clock(day, hour, minute) => {
                let at = Moment::Minute(day.at(*hour, *minute, 0, 0));
                Interval::between(at, at)
            }
            Value::Part(day, "NI") => {
                Interval::between(Moment::Day(*day), Moment::Day(day.tomorrow().unwrap_or(*day)))
            }
            _ => self.days().map_or(Interval::UNKNOWN, |(first, last)| {
                Interval::between(Moment::Day(first), Moment::Day(last))
            }),
        }
    }

    /// The same kind of thing `n` of its own lengths, or of `unit`, later.
    pub fn shifted(&self, n: i64, unit: Unit) -> Option<Value> {
        let by = span(n, unit)?;
        let first = self.first()?;
        let day = first.checked_add(by).ok()?;
        Some(match self {
            Value::Day(_) | Value::Part(..) | Value::Clock(..) => Value::Day(day),
            Value::Week(_) => Value::Week(day),
            Value::Weekend(_) => Value::Weekend(day),
            Value::Month(..) => Value::Month(day.year(), day.month()),
            Value::Quarter(..) => Value::Quarter(day.year(), (day.month() - 1) / 3 + 1),
            Value::Half(..) => Value::Half(day.year(), (day.month() - 1) / 6 + 1),
            Value::Season(_, letters) => Value::Season(day.year(), letters),
            Value::Year(_) => Value::Year(day.year()),
            Value::Decade(_) => Value::Decade(day.year().div_euclid(10)),
            Value::Century(_) => Value::Century(day.year().div_euclid(100)),
            Value::Other(_) => return None,
        })
    }
}

/// The stretch of the calendar of this unit that holds the day.
pub(crate) fn holding(day: Date, unit: Unit) -> Value {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Value::Day(day),
        Unit::Night => Value::Part(day, "NI"),
        Unit::Week | Unit::Fortnight => Value::Week(day),
        Unit::Month => Value::Month(day.year(), day.month()),
        Unit::Quarter => Value::Quarter(day.year(), (day.month() - 1) / 3 + 1),
        Unit::Half => Value::Half(day.year(), (day.month() - 1) / 6 + 1),
        Unit::Year => Value::Year(day.year()),
        Unit::Decade => Value::Decade(day.year().div_euclid(10)),
        Unit::Century | Unit::Millennium => Value::Century(day.year().div_euclid(100)),
    }
}

/// So many units as a length of the calendar; `None` past what the calendar holds.
pub(crate) fn span(n: i64, unit: Unit) -> Option<jiff::Span> {
    if n.abs() > 4_000 && !unit.short() {
        return None;
    }
    Some(match unit {
        Unit::Second | Unit::Minute => 0.days(),
        Unit::Hour => (n.clamp(-100_000, 100_000) / 24).days(),
        Unit::Day | Unit::Night => n.days(),
        Unit::Week => n.weeks(),
        Unit::Fortnight => (2 * n).weeks(),
        Unit::Month => n.months(),
        Unit::Quarter => (3 * n).months(),
        Unit::Half => (6 * n).months(),
        Unit::Year => n.years(),
        Unit::Decade => (10 * n.clamp(-900, 900)).years(),
        Unit::Century => (100 * n.clamp(-90, 90)).years(),
        Unit::Millennium => (1000 * n.clamp(-9, 9)).years(),
    })
}

/// The day so many units away.
pub(crate) fn shift(day: Date, n: i64, unit: Unit) -> Option<Date> {
    day.checked_add(span(n, unit)?).ok()
}

/// The Monday of a day's week.
pub(crate) fn monday(day: Date) -> Option<Date> {
    day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

/// The day of the week with this number, Monday being 1, within a day's week.
pub(crate) fn in_week(day: Date, weekday: i8) -> Option<Date> {
    monday(day)?.checked_add(i64::from(weekday - 1).days()).ok()
}

/// The number of a day's weekday, Monday being 1.
pub(crate) fn weekday(day: Date) -> i8 {
    let number: Weekday = day.weekday();
    number.to_monday_one_offset()
}

fn week(day: Date) -> String {
    let iso = day.iso_week_date();
    format!("{:04}-W{:02}", iso.year(), iso.week())
}

/// The month in which a season begins; winter is that of the turn of the year.
pub(crate) fn season_month(letters: &str) -> i8 {
    match letters {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    }
}
