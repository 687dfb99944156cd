//! Clocks and ground for the naive judge: every minute is looked at, every distance taken on a ball. Knows no terms.

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};
use truce_model::{Position, Shape, Window};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// The first minutes at which the clocks show a time: two where they go back; where they skip it, an hour on.
pub(super) fn showings(zone: &TimeZone, time: DateTime) -> Vec<Timestamp> {
    let shows = |at: Timestamp, time: DateTime| at.to_zoned(zone.clone()).datetime() == time;
    // The clocks of the zones drawn here are an hour or two ahead of UTC.
    let middle = time.to_zoned(TimeZone::UTC).unwrap().timestamp();
    let minutes = || (-125..=5).map(|minute| middle + MINUTE * minute);
    let found: Vec<Timestamp> = minutes().filter(|at| shows(*at, time)).collect();
    let on = time.checked_add(HOUR).unwrap();
    if found.is_empty() { minutes().filter(|at| shows(*at, on)).collect() } else { found }
}

/// Whether a minute lies in one of the window's hours: those of its own day or of the day before.
pub(super) fn is_open(window: &Window, zone: &TimeZone, at: Timestamp) -> bool {
    let today = at.to_zoned(zone.clone()).date();
    [today, today.yesterday().unwrap()].into_iter().any(|day| {
        let weekday = &format!("{:?}", day.weekday())[..2].to_uppercase();
        let on = window.repeat.split_once("BYDAY=").map(|(_, days)| days);
        if on.is_some_and(|days| !days.contains(weekday.as_str())) {
            return false;
        }
        let last = if window.end <= window.start { day.tomorrow().unwrap() } else { day };
        let (from, until) = (day.to_datetime(window.start), last.to_datetime(window.end));
        let (start, mut end) = (showings(zone, from)[0], showings(zone, until)[0]);
        if end <= start {
            end = start + from.duration_until(until);
        }
        start <= at && at < end
    })
}

/// Kilometres between two positions on a ball of the Earth's mean radius (haversine).
fn km([a, b]: Position, [c, d]: Position) -> f64 {
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let h = half(d - b) + b.to_radians().cos() * d.to_radians().cos() * half(c - a);
    2.0 * 6371.0088 * h.sqrt().asin()
}

/// How far inside a square of meridians and parallels, or a strip along a meridian, a point lies.
pub(super) fn depth_km(shape: &Shape, [lon, lat]: Position) -> f64 {
    match shape {
        Shape::Corridor { line, half_width_km } => {
            half_width_km - km([line[0][0], lat.clamp(line[0][1], line[1][1])], [lon, lat])
        }
        Shape::Polygons { rings } => {
            let ([west, south], [east, north]) = (rings[0][0][0], rings[0][0][2]);
            let near = [lon.clamp(west, east), lat.clamp(south, north)];
            if near != [lon, lat] {
                return -km(near, [lon, lat]);
            }
            let sides = [[west, lat], [east, lat], [lon, south], [lon, north]];
            sides.map(|side| km(side, [lon, lat])).into_iter().fold(f64::INFINITY, f64::min)
        }
        Shape::Places { .. } => f64::NEG_INFINITY,
    }
}
