//! Hours that come back, as blocks tell them. Checks that each comes at all and that no two overlap.

use super::{
    super::{
        fields::Fields,
        problem::{Placed, Problems},
        times,
    },
    form::WindowForm,
    keys,
    scope::Scope,
    when,
};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};
use std::collections::{HashMap, HashSet};
use truce_model::{Edge, Window};

/// Days over which hours that come back are laid out to see whether they overlap.
const LAID_OUT: usize = 800;

/// The most occurrences that are laid out for that, so that thousands of windows are looked at over fewer days.
const MOST: usize = 400_000;

/// Days over which hours without an end are looked for: longer than from one 29 February of a weekday to the next.
const LOOKED_FOR: i32 = 15_000;

/// Days before the start from which a recurrence may count, so that no slip of a year lays out centuries.
const LONG_BEFORE: i32 = 3_660;

/// The hours of a block. Notes those that never come between the start and the end, and those that overlap there.
pub(super) fn windows(
    fields: &Fields,
    start: Option<&Edge>,
    until: Option<&Edge>,
    scope: &Scope,
    problems: &mut Problems,
) -> Vec<Window> {
    let begins = start.zip(scope.zone()).map(|(start, zone)| start.earliest.to_zoned(zone.clone()).date());
    let tables = fields.tables("windows", "window", problems);
    let windows: Vec<Placed<Window>> =
        tables.iter().filter_map(|table| window(table, begins, problems)).collect();
    if let (Some(start), Some(zone)) = (start, scope.zone()) {
        // Turns may let a provision run beyond its end.
        let ends =
            until.map(|until| scope.runs_to.map_or(until.latest, |extended| until.latest.max(extended)));
        let mut life = Life::of(start, ends, zone);
        life.never(&windows, problems);
        life.overlaps(&windows, problems);
    }
    windows.into_iter().map(|window| window.value).collect()
}

fn window(fields: &Fields, begins: Option<Date>, problems: &mut Problems) -> Option<Placed<Window>> {
    fields.only(keys::of::<WindowForm>(), problems);
    for key in ["from", "until"] {
        if !fields.has(key) {
            fields.missing(key, &format!("give a time of day: {key} = \"09:00\""), problems);
        }
    }
    let first = fields.day("first", problems).map(|day| day.value);
    let repeat = fields.words("repeat", problems).map_or("FREQ=DAILY".to_owned(), |words| words.value);
    let start = when::read(fields, "from", problems, |words| times::clock(words).map(Some));
    let end = when::read(fields, "until", problems, |words| times::clock(words).map(Some));
    let (start, end) = (start?, end?);
    let Some(from) = start.value else {
        let hint = "write \"00:00\" with the next day's recurrence";
        problems.add(&start.at, "a window cannot begin at 24:00", Some(hint.into()));
        return None;
    };
    if end.value == Some(from) {
        let hint = "for a whole day write { from = \"00:00\", until = \"24:00\" }";
        let message = format!("a window of zero length, from {0} to {0}", from.strftime("%H:%M"));
        problems.add(&fields.at, message, Some(hint.into()));
        return None;
    }
    let window = Window { start: from, end: end.value.unwrap_or(Time::midnight()), repeat, first };
    let counts_from = window.first.or(begins).unwrap_or(Date::constant(1970, 1, 1));
    if begins.is_some_and(|begins| counts_from.saturating_add(LONG_BEFORE.days()) < begins) {
        let hint = "count from a nearer day; ten years before the start are the most";
        let message = format!("this recurrence counts from {counts_from}, long before it binds");
        problems.add(&fields.value_at("first"), message, Some(hint.into()));
        return None;
    }
    // A recurrence that cannot be used is noted once, at its own words.
    if let Err(error) = window.hangs_on_first() {
        let hint = "write it in the terms of RFC 5545: \"FREQ=DAILY\", \"FREQ=WEEKLY;BYDAY=MO,TH\", \
                    \"FREQ=DAILY;UNTIL=20310401\"";
        problems.add(&fields.value_at("repeat"), error.to_string(), Some(hint.into()));
        return None;
    }
    Some(Placed { value: window, at: fields.at.clone() })
}

/// What the clocks show while a provision can bind.
///
/// Hours are compared by what the clocks show, not by moments: where the clocks go forward, hours that the text keeps
/// apart can meet, which is no mistake of the text.
struct Life {
    /// What they show when it can first bind.
    begins: DateTime,
    /// The last day of that start.
    begun: Date,
    /// What they show when it no longer can.
    ends: Option<DateTime>,
    /// The days of recurrences, by their words, the day that they count from, and the last day.
    known: HashMap<(String, Date, Date), Vec<Date>>,
}

impl Life {
    fn of(start: &Edge, ends: Option<Timestamp>, zone: &TimeZone) -> Life {
        let on = |moment: Timestamp| moment.to_zoned(zone.clone()).datetime();
        let last = Timestamp::from_second(start.latest.as_second().saturating_sub(1)).unwrap_or(start.latest);
        Life {
            begins: on(start.earliest),
            begun: on(last.max(start.earliest)).date(),
            ends: ends.map(on),
            known: HashMap::new(),
        }
    }

    /// The occurrences of a window that can bind up to a day, as the clocks show them.
    fn occurrences(&mut self, window: &Window, last: Date) -> Vec<(DateTime, DateTime)> {
        // The hours of the night in which it starts began on the day before.
        let hangs = window.hangs_on_first().unwrap_or(true);
        let first =
            if hangs { self.begins.date() } else { self.begins.date().yesterday().unwrap_or(Date::MIN) };
        let key = (window.repeat.clone(), window.first.unwrap_or(first), last);
        let days = self.known.entry(key).or_insert_with(|| {
            // Unreadable recurrences were noted when they were read.
            window.days(first, last).map(|(days, _)| days).unwrap_or_default()
        });
        let stretch = |day: &Date| {
            let until = if window.crosses_midnight() { day.tomorrow().unwrap_or(*day) } else { *day };
            (day.to_datetime(window.start), until.to_datetime(window.end))
        };
        let binds = |(from, until): &(DateTime, DateTime)| {
            *until > self.begins && self.ends.is_none_or(|ends| *from < ends)
        };
        days.iter().map(stretch).filter(binds).collect()
    }

    fn last(&self, days: i32) -> Date {
        let far = self.begins.date().saturating_add(days.days());
        self.ends.map_or(far, |ends| ends.date().min(far))
    }

    /// Notes each window that never comes while the provision can bind.
    fn never(&mut self, windows: &[Placed<Window>], problems: &mut Problems) {
        let (near, far) = (self.last(400), self.last(LOOKED_FOR));
        for Placed { value: window, at } in windows {
            // Which days these are hangs on the day of the start, which is not known.
            let open = self.begun > self.begins.date() && window.hangs_on_first().unwrap_or(true);
            if open || !self.occurrences(window, near).is_empty() {
                continue;
            }
            // Hours that are counted from a later day come then, if the provision still binds.
            let later = window
                .first
                .filter(|_| self.ends.is_none())
                .map_or(far, |first| far.max(first.saturating_add(LOOKED_FOR.days())));
            if self.occurrences(window, later).is_empty() {
                let message = format!("the window {} never comes while the provision binds", hours(window));
                let hint = "see to `repeat` and `first`, and to the start and the end of the provision";
                problems.add(at, message, Some(hint.into()));
            }
        }
    }

    /// Notes windows that overlap while the provision can bind, each pair once.
    fn overlaps(&mut self, windows: &[Placed<Window>], problems: &mut Problems) {
        let days = (MOST / windows.len().max(1)).clamp(60, LAID_OUT);
        let last = self.last(i32::try_from(days).unwrap_or(i32::MAX));
        let mut laid: Vec<(DateTime, DateTime, usize)> = Vec::new();
        for (index, window) in windows.iter().enumerate() {
            let occurrences = self.occurrences(&window.value, last);
            laid.extend(occurrences.into_iter().map(|(from, until)| (from, until, index)));
        }
        laid.sort_unstable();
        let mut noted: HashSet<(usize, usize)> = HashSet::new();
        for pair in laid.windows(2) {
            let ((_, ends, first), (begins, _, second)) = (pair[0], pair[1]);
            let two = (first.min(second), first.max(second));
            if begins < ends && noted.insert(two) {
                overlap(&windows[two.0], &windows[two.1], begins.date(), problems);
            }
        }
    }
}

/// The clock times of a window.
fn hours(window: &Window) -> String {
    let clock = |time: Time| time.strftime("%H:%M").to_string();
    format!("{} to {}", clock(window.start), clock(window.end))
}

fn overlap(first: &Placed<Window>, second: &Placed<Window>, day: Date, problems: &mut Problems) {
    let (one, other) = (hours(&first.value), hours(&second.value));
    let message = match first.at == second.at {
        true => format!("the window {one} overlaps itself on {day}"),
        false => format!("the windows {one} and {other} overlap on {day}"),
    };
    let hint = "make one window of the two, or end the first where the second begins";
    problems.add(&second.at, message, Some(hint.into()));
}
