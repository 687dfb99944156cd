//! When terms bind, as blocks tell it: starts, ends, hours that come back, deadlines. Checks that they fit together.

use super::{
    super::{
        fields::Fields,
        problem::{Placed, Problems},
        times::{self, Fault},
    },
    form::{WindowForm, WithinForm},
    keys,
    scope::Scope,
};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Time},
    tz::TimeZone,
};
use truce_model::{Deadline, Edge, Lapse, StepId, Window};

/// The keys that tell an end; a block gives one at most.
const ENDS: [&str; 3] = ["until", "through", "lasts"];

/// Days over which hours that come back are laid out to see whether they overlap.
const LAID_OUT: i32 = 800;

/// Days before the start from which a recurrence may count, so that no slip of a year lays out centuries.
const LONG_BEFORE: i32 = 3_660;

/// What a key tells in time; `None` where it is missing, mistaken, or lacks a zone to be read in.
fn read<T>(
    fields: &Fields,
    key: &str,
    problems: &mut Problems,
    read: impl Fn(&str) -> Result<Option<T>, Fault>,
) -> Option<Placed<T>> {
    let Placed { value, at } = fields.time_words(key, problems)?;
    match read(&value) {
        Ok(found) => found.map(|value| Placed { value, at }),
        Err(fault) => {
            problems.add(&at, fault.message, fault.hint);
            None
        }
    }
}

/// A start or an end.
pub(super) fn edge(
    fields: &Fields,
    key: &str,
    zone: Option<&TimeZone>,
    problems: &mut Problems,
) -> Option<Placed<Edge>> {
    read(fields, key, problems, |words| times::edge(words, zone))
}

/// The end, by whichever key gives it; `lasts` counts from the start. Notes a second end, and one that does not lie
/// after the start.
pub(super) fn end(
    fields: &Fields,
    start: Option<&Edge>,
    start_key: &str,
    zone: Option<&TimeZone>,
    problems: &mut Problems,
) -> Option<Placed<Edge>> {
    let mut given = ENDS.into_iter().filter(|key| fields.has(key));
    let key = given.next()?;
    for other in given {
        let hint = "`until` is the first minute after, `through` the last minute or day, `lasts` a length from the start";
        let at = fields.key_at(other).unwrap_or_else(|| fields.at.clone());
        problems.add(&at, format!("`{other}` beside `{key}`: one end is enough"), Some(hint.into()));
    }
    let end = match key {
        "until" => edge(fields, key, zone, problems),
        "through" => {
            let end = read(fields, key, problems, |words| times::after_last(words, zone));
            end.map(|Placed { value, at }| Placed { value: Edge::at(value), at })
        }
        _ => lapse(fields, key, problems).and_then(|lapse| lasts(&lapse, start?, zone?, problems)),
    };
    if let (Some(start), Some(end)) = (start, &end) {
        not_before(key, end, start_key, start, problems);
    }
    end
}

/// The end that lies so long after the start.
fn lasts(
    lapse: &Placed<Lapse>,
    start: &Edge,
    zone: &TimeZone,
    problems: &mut Problems,
) -> Option<Placed<Edge>> {
    let ends = (lapse.value.after(start.earliest, zone), lapse.value.after(start.latest, zone));
    let (Some(earliest), Some(latest)) = ends else {
        problems.add(&lapse.at, format!("{} from the start is out of range", lapse.value), None);
        return None;
    };
    Some(Placed { value: Edge::between(earliest, latest), at: lapse.at.clone() })
}

/// Notes an end that does not lie after the start.
pub(super) fn not_before(
    key: &str,
    end: &Placed<Edge>,
    start_key: &str,
    start: &Edge,
    problems: &mut Problems,
) {
    if end.value.latest <= start.earliest {
        // An end by `through` is the first moment that is out.
        let ends = if key == "through" { "the end of `through`".to_owned() } else { format!("`{key}`") };
        let message =
            format!("{ends} ({}) is not after `{start_key}` ({})", end.value.latest, start.earliest);
        problems.add(&end.at, message, None);
    }
}

fn lapse(fields: &Fields, key: &str, problems: &mut Problems) -> Option<Placed<Lapse>> {
    let Placed { value, at } = fields.words(key, problems)?;
    match value.parse::<Lapse>() {
        Ok(value) => Some(Placed { value, at }),
        Err(error) => {
            let hint = "write months, days, hours or minutes: \"1 day 12 hours\"";
            problems.add(&at, error.to_string(), Some(hint.into()));
            None
        }
    }
}

/// By when a duty is due. Notes a moment that does not lie after the start.
pub(super) fn due(
    fields: &Fields,
    start: Option<&Edge>,
    scope: &Scope,
    problems: &mut Problems,
) -> Option<Deadline> {
    if !fields.holds_table("due") {
        let due = read(fields, "due", problems, |words| times::deadline(words, scope.zone()))?;
        let edge = Placed { value: Edge::at(due.value), at: due.at };
        if let Some(start) = start {
            not_before("due", &edge, "from", start, problems);
        }
        return Some(Deadline::At(edge.value));
    }
    let table = fields.table("due", "deadline", problems)?;
    table.only(keys::of::<WithinForm>(), problems);
    for (key, hint) in
        [("within", "say how long: within = \"48 hours\""), ("of", "say after which turn or provision")]
    {
        if !table.has(key) {
            table.missing(key, hint, problems);
        }
    }
    let within = lapse(&table, "within", problems);
    let of = table.words("of", problems).and_then(|of| scope.index.step(&of, problems));
    Some(Deadline::Within { within: within?.value, of: StepId::new(of?) })
}

/// The hours of a block, with the place of each. Notes hours that overlap between the start and the end.
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
    if let (Some(begins), Some(zone)) = (begins, scope.zone()) {
        // Turns may let a provision run beyond its end.
        let ends =
            until.map(|until| scope.runs_to.map_or(until.latest, |extended| until.latest.max(extended)));
        no_overlap(&windows, begins, ends, zone, problems);
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
    let start = read(fields, "from", problems, |words| times::clock(words).map(Some));
    let end = read(fields, "until", problems, |words| times::clock(words).map(Some));
    let (start, end) = (start?, end?);
    let Some(from) = start.value else {
        let hint = "write \"00:00\" with the next day's recurrence";
        problems.add(&start.at, "a window cannot begin at 24:00", Some(hint.into()));
        return None;
    };
    if end.value == Some(from) {
        let hint = "for a whole day write { from = \"00:00\", until = \"24:00\" }";
        problems.add(
            &fields.at,
            format!("a window of zero length, from {0} to {0}", from.strftime("%H:%M")),
            Some(hint.into()),
        );
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
    if let Err(error) = window.days(counts_from, counts_from) {
        let hint = "write it in the terms of RFC 5545: \"FREQ=DAILY\", \"FREQ=WEEKLY;BYDAY=MO,TH\", \
                    \"FREQ=DAILY;UNTIL=20310401T000000Z\"";
        problems.add(&fields.value_at("repeat"), error.to_string(), Some(hint.into()));
        return None;
    }
    Some(Placed { value: window, at: fields.at.clone() })
}

/// Notes hours that overlap from the day on which they first bind to their end.
fn no_overlap(
    windows: &[Placed<Window>],
    begins: Date,
    ends: Option<Timestamp>,
    zone: &TimeZone,
    problems: &mut Problems,
) {
    let far = begins.saturating_add(LAID_OUT.days());
    let last = ends.map_or(far, |ends| ends.to_zoned(zone.clone()).date().min(far));
    let mut laid: Vec<(Timestamp, Timestamp, usize)> = Vec::new();
    for (index, window) in windows.iter().enumerate() {
        // Unreadable recurrences were noted when they were read.
        let occurrences = window.value.occurrences(zone, begins, last).unwrap_or_default();
        laid.extend(occurrences.into_iter().map(|(from, until)| (from, until, index)));
    }
    laid.sort();
    let mut noted: Vec<(usize, usize)> = Vec::new();
    for pair in laid.windows(2) {
        let ((_, ends, first), (begins, _, second)) = (pair[0], pair[1]);
        let two = (first.min(second), first.max(second));
        if begins < ends && !noted.contains(&two) {
            noted.push(two);
            overlap(&windows[two.0], &windows[two.1], begins.to_zoned(zone.clone()).date(), problems);
        }
    }
}

fn overlap(first: &Placed<Window>, second: &Placed<Window>, day: Date, problems: &mut Problems) {
    let hours = |window: &Window| {
        let clock = |time: Time| time.strftime("%H:%M").to_string();
        format!("{} to {}", clock(window.start), clock(window.end))
    };
    let message = match first.at == second.at {
        true => format!("the window {} overlaps itself on {day}", hours(&first.value)),
        false => format!("the windows {} and {} overlap on {day}", hours(&first.value), hours(&second.value)),
    };
    let hint = "make one window of the two, or end the first where the second begins";
    problems.add(&second.at, message, Some(hint.into()));
}
