//! On which days a thing can have happened, in numbers that an index can order. Invents no day.

use jiff::{civil::Date, tz::Offset};
use truce_model::Interval;

/// How many classes of length there are.
pub(crate) const CLASSES: i64 = 6;
/// Stands for a first day that is not known where a last one is, and the other way about.
const FAR: i64 = 4_000_000;

/// A day, counted from 1970-01-01.
pub(crate) fn day(date: Date) -> i64 {
    let start = Offset::UTC.to_timestamp(date.at(0, 0, 0, 0));
    // The calendar ends a few hours before the clock does.
    start.map_or(if date.year() < 0 { -FAR } else { FAR }, |time| time.as_second().div_euclid(86_400))
}

/// The class of length, the first and the last day on which a thing can have happened; `None`: no day is known.
pub(crate) fn of(occurred: &Interval) -> Option<[i64; 3]> {
    let [start, end] = [occurred.start, occurred.end].map(|moment| moment.map(|moment| day(moment.date())));
    let (first, last) = match (start, end) {
        (None, None) => return None,
        (start, end) => (start.unwrap_or(-FAR), end.unwrap_or(FAR)),
    };
    let class = (0..CLASSES).find(|class| last - first <= longest(*class)).unwrap_or(CLASSES - 1);
    Some([class, first, last])
}

/// The most days from first to last in a class; without limit in the last.
pub(crate) fn longest(class: i64) -> i64 {
    if class == CLASSES - 1 { 4 * FAR } else { (1 << (3 * class)) - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use truce_model::Moment;

    #[test]
    fn a_length_has_its_class() {
        let check = |start: Option<Date>, end: Option<Date>, class: Option<i64>| {
            let occurred = Interval { start: start.map(Moment::Day), end: end.map(Moment::Day) };
            assert_eq!(of(&occurred).map(|[class, ..]| class), class, "{start:?} {end:?}");
        };
        let some = |day| Some(date(2031, 3, day));
        check(some(5), some(5), Some(0));
        check(some(5), some(6), Some(1));
        check(some(5), some(12), Some(1));
        check(some(5), some(13), Some(2));
        check(some(5), None, Some(5));
        check(None, some(5), Some(5));
        check(None, None, None);
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(day(date(1970, 1, 1)), 0);
        assert_eq!(day(date(1969, 12, 31)), -1);
        assert_eq!(day(date(2031, 3, 5)), 22_343);
        assert!(day(Date::MIN) < day(date(0, 1, 1)) && day(Date::MAX) > day(date(9000, 1, 1)));
    }
}
