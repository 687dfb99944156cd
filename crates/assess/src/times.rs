//! Sets of time: half-open stretches in seconds since 1970, in order and apart. Knows no zone and no calendar.

use jiff::Timestamp;

/// Before any moment.
pub(crate) const ALWAYS: i64 = i64::MIN;
/// After every moment.
pub(crate) const NEVER: i64 = i64::MAX;

/// A set of moments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Times {
    spans: Vec<(i64, i64)>,
}

/// Seconds since 1970.
pub(crate) fn seconds(moment: Timestamp) -> i64 {
    moment.as_second()
}

impl Times {
    /// No moment.
    pub(crate) fn none() -> Times {
        Times::default()
    }

    /// The moments from `start` up to `end`, without `end`.
    pub(crate) fn span(start: i64, end: i64) -> Times {
        Times { spans: if start < end { vec![(start, end)] } else { vec![] } }
    }

    /// The moments of all these stretches, which may overlap.
    pub(crate) fn of(mut spans: Vec<(i64, i64)>) -> Times {
        spans.retain(|(start, end)| start < end);
        spans.sort_unstable();
        let mut apart: Vec<(i64, i64)> = Vec::with_capacity(spans.len());
        for (start, end) in spans {
            match apart.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => apart.push((start, end)),
            }
        }
        Times { spans: apart }
    }

    /// The stretches, in order.
    pub(crate) fn spans(&self) -> &[(i64, i64)] {
        &self.spans
    }

    /// The first moment and the end of the last stretch.
    pub(crate) fn hull(&self) -> Option<(i64, i64)> {
        Some((self.spans.first()?.0, self.spans.last()?.1))
    }

    /// What is in either.
    pub(crate) fn or(&self, other: &Times) -> Times {
        Times::of(self.spans.iter().chain(&other.spans).copied().collect())
    }

    /// What is in both.
    pub(crate) fn and(&self, other: &Times) -> Times {
        let (mut i, mut j, mut spans) = (0, 0, Vec::new());
        while let (Some(a), Some(b)) = (self.spans.get(i), other.spans.get(j)) {
            if a.0.max(b.0) < a.1.min(b.1) {
                spans.push((a.0.max(b.0), a.1.min(b.1)));
            }
            if a.1 < b.1 { i += 1 } else { j += 1 }
        }
        Times { spans }
    }

    /// What is not in it.
    pub(crate) fn complement(&self) -> Times {
        let mut spans = Vec::with_capacity(self.spans.len() + 1);
        let mut from = ALWAYS;
        for (start, end) in &self.spans {
            spans.push((from, *start));
            from = *end;
        }
        spans.push((from, NEVER));
        Times::of(spans)
    }

    /// What is in it and not in the other.
    pub(crate) fn without(&self, other: &Times) -> Times {
        self.and(&other.complement())
    }

    /// Whether all of a stretch is in it.
    pub(crate) fn covers(&self, start: i64, end: i64) -> bool {
        let at = self.spans.partition_point(|span| span.1 <= start);
        self.spans.get(at).is_some_and(|span| span.0 <= start && end <= span.1)
    }

    /// Whether any of a stretch is in it.
    pub(crate) fn meets(&self, start: i64, end: i64) -> bool {
        let at = self.spans.partition_point(|span| span.1 <= start);
        self.spans.get(at).is_some_and(|span| span.0 < end)
    }

    /// How many seconds of a stretch are in it.
    pub(crate) fn measure(&self, start: i64, end: i64) -> i64 {
        let at = self.spans.partition_point(|span| span.1 <= start);
        let those = self.spans[at..].iter().take_while(|span| span.0 < end);
        those.map(|span| span.1.min(end).saturating_sub(span.0.max(start))).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_times() -> impl Strategy<Value = Times> {
        prop::collection::vec((-50i64..50, 1i64..20), 0..6).prop_map(|spans| {
            Times::of(spans.into_iter().map(|(start, long)| (start, start + long)).collect())
        })
    }

    proptest! {
        #[test]
        fn a_set_and_its_complement_partition_time(times in any_times(), at in -80i64..80) {
            prop_assert_ne!(times.covers(at, at + 1), times.complement().covers(at, at + 1));
            prop_assert_eq!(times.and(&times.complement()), Times::none());
            prop_assert_eq!(times.or(&times.complement()), Times::span(ALWAYS, NEVER));
            prop_assert_eq!(times.complement().complement(), times);
        }

        #[test]
        fn sets_are_what_their_moments_are(a in any_times(), b in any_times(), at in -80i64..80, long in 1i64..30) {
            let in_it = |times: &Times, at: i64| times.spans().iter().any(|span| span.0 <= at && at < span.1);
            prop_assert_eq!(in_it(&a.and(&b), at), in_it(&a, at) && in_it(&b, at));
            prop_assert_eq!(in_it(&a.or(&b), at), in_it(&a, at) || in_it(&b, at));
            prop_assert_eq!(in_it(&a.without(&b), at), in_it(&a, at) && !in_it(&b, at));
            let each: Vec<bool> = (at..at + long).map(|moment| in_it(&a, moment)).collect();
            prop_assert_eq!(a.covers(at, at + long), each.iter().all(|held| *held));
            prop_assert_eq!(a.meets(at, at + long), each.iter().any(|held| *held));
            prop_assert_eq!(a.measure(at, at + long), each.iter().filter(|held| **held).count() as i64);
        }
    }
}
