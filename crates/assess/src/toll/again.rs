//! Finds figures that a source tells again on a later day, so that nobody is counted twice. Sets no figure aside.

use super::evidence::Told;
use jiff::Span;
use std::collections::BTreeMap;
use truce_model::Name;

/// Days within which the same figure of the same source and place is taken to be told again (assumed).
const DAYS: i64 = 7;

/// Lets a claim that may only repeat an earlier one count people of either day, and set no top.
///
/// It repeats where the same source tells the same exact number (two or more) of a place that meets the earlier one, in a
/// later document and on a later day, and belongs to no incident of its own.
pub(crate) fn told_again(told: &mut [Told]) {
    let mut by_figure: BTreeMap<(String, u64), Vec<usize>> = BTreeMap::new();
    for (at, one) in told.iter().enumerate() {
        let exact = one.figures.min.filter(|min| *min >= 2 && one.figures.max == Some(*min));
        if let (Some(source), Some(number)) = (one.claim.source.as_ref().map(Name::key), exact) {
            by_figure.entry((source, number)).or_default().push(at);
        }
    }
    let mut widened = Vec::new();
    for group in by_figure.into_values().filter(|group| group.len() > 1) {
        for later in &group {
            let repeats = |earlier: &&usize| repeats(&told[*later], &told[**earlier]);
            let first = group.iter().filter(repeats).map(|at| told[*at].region.span.0).min();
            widened.extend(first.map(|first| (*later, first)));
        }
    }
    for (at, first) in widened {
        told[at].region.span.0 = first;
        told[at].region.is_exact = false;
        told[at].is_again = true;
    }
}

fn repeats(later: &Told, earlier: &Told) -> bool {
    let (from, to) = (earlier.region.span, later.region.span);
    let near = from.1.checked_add(Span::new().days(DAYS)).is_ok_and(|until| to.0 <= until);
    let meet = |a: &(u32, u32)| earlier.region.ground.iter().any(|b| a.0 < b.1 && b.0 < a.1);
    later.incident.is_none()
        // Two rows of a table are two events.
        && later.row.is_none()
        && earlier.row.is_none()
        && later.claim.document != earlier.claim.document
        && from.1 <= to.0
        && near
        && later.region.ground.iter().any(meet)
        && later.region.sorts & earlier.region.sorts != 0
}
