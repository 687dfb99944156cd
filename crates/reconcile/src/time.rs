//! Whether two claims can tell of one time. Invents no hour.

use crate::compare::Likeness;
use truce_model::{Interval, Moment};

/// How a claim's time is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Nothing is told.
    Unknown,
    /// A moment, a day, or a night from one day into the next.
    Short(Interval),
    /// Going on, one end told: known at that end.
    Open(Interval),
    /// A longer stretch: the claim sums up.
    Long(Interval),
}

impl Extent {
    /// How this interval is to be taken.
    pub(crate) fn of(occurred: Interval) -> Extent {
        match (occurred.start, occurred.end) {
            (None, None) => Extent::Unknown,
            (Some(only), None) | (None, Some(only)) => Extent::Open(Interval::between(only, only)),
            (Some(start), Some(end)) => {
                let next = start.date().tomorrow().unwrap_or(start.date());
                if end.date() <= next { Extent::Short(occurred) } else { Extent::Long(occurred) }
            }
        }
    }

    /// The stretch by which it is compared.
    pub(crate) fn known(self) -> Option<Interval> {
        match self {
            Extent::Unknown => None,
            Extent::Short(at) | Extent::Open(at) | Extent::Long(at) => Some(at),
        }
    }

    /// Whether the claim sums up more than a day and a night.
    pub(crate) fn sums_up(self) -> bool {
        matches!(self, Extent::Long(_))
    }
}

/// How alike two times are. What sums up a stretch is alike only to what sums up the same stretch.
pub(crate) fn likeness(a: Extent, b: Extent) -> Likeness {
    let (Some(x), Some(y)) = (a.known(), b.known()) else {
        return if a.sums_up() || b.sums_up() { Likeness::Different } else { Likeness::Unknown };
    };
    if a == b {
        // What sums up a stretch that nobody dates may sum up any.
        if x.is_unknown() { Likeness::Unknown } else { Likeness::Same }
    } else if a.sums_up() || b.sums_up() || !x.meets(&y) {
        Likeness::Different
    } else if x == y {
        Likeness::Same
    } else {
        Likeness::Close
    }
}

/// The later of two starts and the earlier of two ends; of equal ones the more precise.
pub(crate) fn shared(a: Interval, b: Interval) -> Interval {
    let start = match (a.start, b.start) {
        (Some(x), Some(y)) => {
            Some(if (x.earliest(), precise(x)) >= (y.earliest(), precise(y)) { x } else { y })
        }
        (x, y) => x.or(y),
    };
    let end = match (a.end, b.end) {
        (Some(x), Some(y)) => {
            Some(if (x.latest(), !precise(x)) <= (y.latest(), !precise(y)) { x } else { y })
        }
        (x, y) => x.or(y),
    };
    Interval { start, end }
}

/// When something happened of which these times are told: what they share; where they share nothing, from the first start
/// to the last end, as of claims that people decided to be one.
pub(crate) fn taken_together(times: impl Iterator<Item = Interval> + Clone) -> Interval {
    let common = times.clone().fold(Interval::UNKNOWN, shared);
    match (common.start, common.end) {
        (Some(start), Some(end)) if start.earliest() >= end.latest() => Interval {
            start: times.clone().filter_map(|time| time.start).min_by_key(|moment| moment.earliest()),
            end: times.filter_map(|time| time.end).max_by_key(|moment| moment.latest()),
        },
        _ => common,
    }
}

fn precise(moment: Moment) -> bool {
    matches!(moment, Moment::Minute(_))
}

/// Whether every moment of `inner` lies in `outer`.
pub(crate) fn contains(outer: &Interval, inner: &Interval) -> bool {
    let from = outer.start.is_none_or(|o| inner.start.is_some_and(|i| o.earliest() <= i.earliest()));
    let to = outer.end.is_none_or(|o| inner.end.is_some_and(|i| i.latest() <= o.latest()));
    from && to
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(start: &str, end: &str) -> Interval {
        let at = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
        Interval { start: at(start), end: at(end) }
    }

    #[track_caller]
    fn check(a: (&str, &str), b: (&str, &str), expected: Likeness) {
        let extent = |(start, end)| Extent::of(interval(start, end));
        assert_eq!(likeness(extent(a), extent(b)), expected);
        assert_eq!(likeness(extent(b), extent(a)), expected);
    }

    #[test]
    fn times_are_compared_as_closely_as_told() {
        let day = ("2031-03-05", "2031-03-05");
        check(day, day, Likeness::Same);
        check(day, ("2031-03-05T19:05", "2031-03-05T19:05"), Likeness::Close);
        check(day, ("2031-03-04", "2031-03-05"), Likeness::Close);
        check(day, ("2031-03-06", "2031-03-06"), Likeness::Different);
        check(day, ("", ""), Likeness::Unknown);
    }

    #[test]
    fn what_goes_on_is_known_only_where_it_was_told() {
        check(("", "2031-03-05"), ("2031-03-05", "2031-03-05"), Likeness::Same);
        check(("", "2031-03-05"), ("2031-03-02", "2031-03-02"), Likeness::Different);
    }

    #[test]
    fn what_sums_up_a_week_is_no_single_day() {
        let week = ("2031-03-01", "2031-03-07");
        check(week, ("2031-03-05", "2031-03-05"), Likeness::Different);
        check(week, ("", ""), Likeness::Different);
        check(week, week, Likeness::Same);
    }

    #[test]
    fn times_that_exclude_each_other_are_held_from_the_first_to_the_last() {
        let days = [interval("2031-03-06", "2031-03-06"), interval("2031-03-05", "2031-03-05")];
        assert_eq!(taken_together(days.into_iter()), interval("2031-03-05", "2031-03-06"));
    }

    #[test]
    fn the_shared_time_is_the_narrowest() {
        let minute = interval("2031-03-05T19:05", "2031-03-05T19:05");
        assert_eq!(shared(interval("2031-03-05", "2031-03-05"), minute), minute);
        assert_eq!(shared(interval("2031-03-04", "2031-03-05"), interval("2031-03-05", "2031-03-06")), {
            interval("2031-03-05", "2031-03-05")
        });
    }
}
