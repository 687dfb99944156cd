//! Claims are read page by page, each once, in the order that is promised, as of any record.

use crate::fixture::*;
use jiff::{ToSpan, civil::date};
use proptest::prelude::*;
use std::collections::BTreeSet;
use truce_model::{Claim, Interval, Moment, Point, Seq};
use truce_store::{BoundingBox, ClaimFilter, Log, Mode, StoreError};

/// When and where a claim is: days from a day, how many days it may have taken, and a point.
type Whereabouts = (Option<(i64, Option<i64>)>, Option<(i32, i32)>);

fn whereabouts() -> impl Strategy<Value = Whereabouts> {
    let days = prop::option::of((-40..40i64, prop::option::of(prop_oneof![0..3i64, 0..900i64])));
    (days, prop::option::of((-89..89i32, -179..179i32)))
}

fn day(from: i64) -> jiff::civil::Date {
    date(2031, 3, 5) + from.days()
}

fn placed(claim: Claim, (days, point): &Whereabouts) -> Claim {
    let occurred = match days {
        None => Interval::UNKNOWN,
        Some((start, length)) => Interval {
            start: Some(Moment::Day(day(*start))),
            end: length.map(|length| Moment::Day(day(start + length))),
        },
    };
    let point = point.map(|(lat, lon)| Point::new(lat.into(), lon.into(), None).unwrap());
    Claim { occurred, point, ..claim }.identified()
}

/// Every page in turn, `limit` claims at a time.
fn paged(log: &dyn Log, up_to: Seq, filter: &ClaimFilter, limit: usize) -> Vec<Claim> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = log.page(up_to, filter, after, limit).unwrap();
        assert!(page.claims.len() <= limit && (page.next.is_none() || page.claims.len() == limit));
        all.extend(page.claims);
        match page.next {
            Some(next) => after = Some(next),
            None => return all,
        }
    }
}

fn may_be(claim: &Claim, filter: &ClaimFilter) -> bool {
    let [start, end] = [claim.occurred.start, claim.occurred.end].map(|m| m.map(|m| m.date()));
    let known = start.is_some() || end.is_some();
    let on = filter.first_day.is_none_or(|first| known && end.is_none_or(|end| end >= first))
        && filter.last_day.is_none_or(|last| known && start.is_none_or(|start| start <= last));
    let within = filter.within.is_none_or(|within| {
        claim.point.is_some_and(|point| {
            let (lat, lon) = (point.lat(), point.lon());
            let across = if within.west <= within.east {
                within.west <= lon && lon <= within.east
            } else {
                within.west <= lon || lon <= within.east
            };
            within.south <= lat && lat <= within.north && across
        })
    });
    on && within
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pages_hold_each_claim_once(
        told in prop::collection::vec(prop::collection::vec(whereabouts(), 1..6), 1..8),
        days in prop::option::of((-60..60i64, 0..200i64)),
        edges in prop::option::of((-89..80i32, -179..179i32, 0..60i32, -179..179i32)),
        limit in 1..7usize,
    ) {
        let folder = Folder::new();
        let mut log = folder.create();
        let mut all: Vec<(Seq, Claim)> = Vec::new();
        for (n, told) in told.iter().enumerate() {
            let text = text_of(&format!("Guns {n}"), told.len());
            let claims: Vec<Claim> =
                claims_of(&text).into_iter().zip(told).map(|(claim, told)| placed(claim, told)).collect();
            let head = log.head().unwrap();
            log.append(head, noon(), &[document(&text), extraction(&text, claims.clone())]).unwrap();
            all.extend(claims.into_iter().map(|claim| (head + 2, claim)));
        }
        let filter = ClaimFilter {
            first_day: days.map(|(first, _)| day(first)),
            last_day: days.map(|(first, length)| day(first + length)),
            within: edges.map(|(south, west, height, east)| {
                let north = f64::from((south + height).min(90));
                BoundingBox::new(south.into(), west.into(), north, east.into()).unwrap()
            }),
            ..ClaimFilter::default()
        };
        for up_to in [log.head().unwrap(), log.head().unwrap() / 2] {
            let expected: BTreeSet<_> = all
                .iter()
                .filter(|(seq, claim)| *seq <= up_to && may_be(claim, &filter))
                .map(|(_, claim)| claim.id.clone())
                .collect();
            let pages = paged(&*log, up_to, &filter, limit);
            prop_assert_eq!(pages.len(), expected.len());
            let found: BTreeSet<_> = pages.iter().map(|claim| claim.id.clone()).collect();
            prop_assert_eq!(&found, &expected);
            let claims = log.claims(up_to, &filter).unwrap();
            prop_assert_eq!(claims.iter().map(|claim| claim.id.clone()).collect::<BTreeSet<_>>(), expected);
            if filter.within.is_none() && filter.first_day.is_some() {
                let starts: Vec<_> = pages.iter().map(|claim| claim.occurred.start).collect();
                prop_assert!(starts.windows(2).all(|two| two[0].map(|m| m.date()) <= two[1].map(|m| m.date())));
            }
        }
    }
}

#[test]
fn a_loading_that_was_interrupted_is_ended_by_the_next_who_writes() {
    on_each(|new| {
        let folder = new();
        let mut log = folder.create();
        log.load(true).unwrap();
        log.append(0, noon(), &dispatch("Guns", 4)).unwrap();
        drop(log);
        assert_eq!(folder.open(Mode::ReadOnly).claims(Seq::MAX, &ClaimFilter::default()).unwrap().len(), 4);
        assert!(matches!(folder.open(Mode::ReadOnly).verify(), Err(StoreError::Unindexed { .. })));
        let log = folder.open(Mode::ReadWrite);
        assert_eq!(log.verify().unwrap().claims, 4);
    });
}

#[test]
fn loading_without_indexes_gives_the_same_store() {
    on_each(|new| {
        let (plain, loaded) = (new(), new());
        let (mut here, mut there) = (plain.create(), loaded.create());
        there.load(true).unwrap();
        for n in 0..6 {
            for log in [&mut here, &mut there] {
                log.append(2 * n, noon(), &dispatch(&format!("Guns {n}"), 4)).unwrap();
            }
        }
        let every = ClaimFilter::default();
        assert_eq!(here.claims(Seq::MAX, &every).unwrap(), there.claims(Seq::MAX, &every).unwrap());
        let error = there.verify().unwrap_err();
        assert!(error.hint().unwrap().contains("truce rebuild"), "{error}");
        there.load(false).unwrap();
        assert_eq!(here.verify().unwrap(), there.verify().unwrap());
        there.load(true).unwrap();
        there.rebuild().unwrap();
        assert_eq!(here.verify().unwrap(), there.verify().unwrap());
    });
}
