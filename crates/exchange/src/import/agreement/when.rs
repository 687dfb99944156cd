//! When terms bind, as blocks tell it: starts, ends, deadlines. Checks that they fit together.

use super::{
    super::{
        fields::Fields,
        problem::{Placed, Problems},
        times::{self, Fault},
    },
    form::WithinForm,
    keys,
    scope::Scope,
};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use truce_model::{Deadline, Edge, Lapse, StepId};

/// The keys that tell an end; a block gives one at most.
const ENDS: [&str; 3] = ["until", "through", "lasts"];

/// Years before the agreement was made from which terms may bind: an agreement can take up what was done before it.
const LONG_BEFORE: i64 = 10;

/// What a key tells in time; `None` where it is missing, mistaken, or lacks a zone to be read in.
pub(super) fn read<T>(
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
        not_before(key, end, start_key, start, zone, problems);
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
        let hint = "leave the end out where the terms name none";
        problems.add(&lapse.at, format!("{} from the start is out of range", lapse.value), Some(hint.into()));
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
    zone: Option<&TimeZone>,
    problems: &mut Problems,
) {
    if end.value.latest <= start.earliest {
        // An end by `through` is the first moment that is out.
        let ends = if key == "through" { "the end of `through`".to_owned() } else { format!("`{key}`") };
        let (end_at, start_at) = (shown(end.value.latest, zone), shown(start.earliest, zone));
        let message = format!("{ends} ({end_at}) is not after `{start_key}` ({start_at})");
        let hint = "see to the days and hours of both; an end is the first moment that is out";
        problems.add(&end.at, message, Some(hint.into()));
    }
}

/// The start; notes one that lies so long before the agreement was made that a year must be mistaken.
pub(super) fn not_long_before_made(from: Placed<Edge>, scope: &Scope, problems: &mut Problems) -> Edge {
    let made_on = scope.header.and_then(|header| header.made_on);
    if let Some((made_on, zone)) = made_on.zip(scope.zone()) {
        let day = from.value.earliest.to_zoned(zone.clone()).date();
        if day < made_on.saturating_sub(LONG_BEFORE.years()) {
            let message = format!("it binds from {day}, long before the agreement was made on {made_on}");
            let hint =
                format!("see to the years of `from` and `made_on`; {LONG_BEFORE} years before are the most");
            problems.add(&from.at, message, Some(hint));
        }
    }
    from.value
}

/// A moment as the clocks of a zone show it.
fn shown(moment: Timestamp, zone: Option<&TimeZone>) -> String {
    let zone = zone.cloned().unwrap_or(TimeZone::UTC);
    let name = zone.iana_name().unwrap_or("UTC").to_owned();
    format!("{}, {name}", moment.to_zoned(zone).strftime("%Y-%m-%d %H:%M"))
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
            not_before("due", &edge, "from", start, scope.zone(), problems);
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
