//! A filter gives the claims that the model itself would pick.

use crate::fixture::*;
use jiff::civil::{Date, date};
use truce_model::{Act, Claim, Interval, Kind, Name};
use truce_store::{ClaimFilter, Log};

/// Twelve claims that differ in act, names, places and days, in one document.
fn claims(text: &str) -> Vec<Claim> {
    let moments = ["2031-03-04", "2031-03-05T23:59", "2031-03-06T00:00", "2031-03-07"];
    let moment = |at: usize| Some(moments[at % 4].parse().unwrap());
    let vary = |(n, claim): (usize, Claim)| {
        let mut claim = Claim { act: [Act::Shelling, Act::Killed, Act::Clash][n % 3], ..claim };
        claim.source = [None, Some(name("the Ruba Council"))][n % 2].clone();
        claim.agent = [Some(name("North")), None, Some(name("South"))][n % 3].clone();
        claim.target = [None, Some(name("North"))][n / 6].clone();
        claim.places = [vec![], vec![name("Arden")], vec![name("Ruba"), name("Arden")]][n % 3].clone();
        claim.occurred = match n % 5 {
            0 => Interval::UNKNOWN,
            1 => Interval { start: moment(n), end: None },
            2 => Interval { start: None, end: moment(n) },
            _ => Interval { start: moment(n), end: moment(n) },
        };
        claim.identified()
    };
    claims_of(text).into_iter().enumerate().map(vary).collect()
}

/// A store with those claims on each database.
fn filled() -> Vec<(Folder, Box<dyn Log>)> {
    let text = text_of("Guns at Arden", 12);
    let fill = |folder: Folder| {
        let mut log = folder.create();
        log.append(0, noon(), &[document(&text), extraction(&text, claims(&text))]).unwrap();
        (folder, log)
    };
    [Some(Folder::new()), Folder::on_server()].into_iter().flatten().map(fill).collect()
}

fn check(filter: &ClaimFilter, expected: impl Fn(&Claim) -> bool) {
    let text = text_of("Guns at Arden", 12);
    let mut picked: Vec<Claim> = claims(&text).into_iter().filter(expected).collect();
    picked.sort_by(|a, b| a.id.cmp(&b.id));
    assert!(!picked.is_empty() && picked.len() < 12, "{filter:?} picks {} of 12", picked.len());
    for (folder, log) in filled() {
        assert_eq!(log.claims(2, filter).unwrap(), picked, "{}: {filter:?}", folder.store());
    }
}

fn is(name: &Option<Name>, words: &str) -> bool {
    name.as_ref().is_some_and(|name| name.key() == words)
}

#[test]
fn a_claim_must_pass_every_part() {
    let any = ClaimFilter::default;
    check(&ClaimFilter { acts: vec![Act::Clash, Act::Killed], ..any() }, |c| c.act != Act::Shelling);
    check(&ClaimFilter { kinds: vec![Kind::Toll], ..any() }, |c| c.kind() == Kind::Toll);
    check(&ClaimFilter { sources: vec![name("ruba council")], ..any() }, |c| is(&c.source, "ruba council"));
    check(&ClaimFilter { actors: vec![name("NORTH")], ..any() }, |c| {
        is(&c.agent, "north") || is(&c.target, "north")
    });
    check(&ClaimFilter { places: vec![name("Arden"), name("Ruba")], ..any() }, |c| !c.places.is_empty());
    check(&ClaimFilter { places: vec![name("ruba")], acts: vec![Act::Clash], ..any() }, |c| {
        c.act == Act::Clash && c.places.contains(&name("Ruba"))
    });
    let ids: Vec<_> = claims(&text_of("Guns at Arden", 12)).into_iter().take(2).map(|c| c.id).collect();
    check(&ClaimFilter { ids: ids.clone(), ..any() }, |c| ids.contains(&c.id));
}

#[test]
fn days_are_met_as_the_model_meets_them() {
    let days = [date(2031, 3, 4), date(2031, 3, 5), date(2031, 3, 6), date(2031, 3, 7)];
    for (first, last) in days.iter().flat_map(|first| days.map(|last| (*first, last))) {
        if first <= last {
            let filter =
                ClaimFilter { first_day: Some(first), last_day: Some(last), ..ClaimFilter::default() };
            check(&filter, |claim| touches_any(&claim.occurred, first, last));
        }
    }
}

fn touches_any(occurred: &Interval, first: Date, last: Date) -> bool {
    first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last).any(|day| occurred.touches(day))
}

#[test]
fn documents_that_are_not_named_are_left_out() {
    on_each(|new| {
        let folder = new();
        let mut log = folder.create();
        log.append(0, noon(), &dispatch("Guns at Arden", 2)).unwrap();
        log.append(2, noon(), &dispatch("Guns at Ruba", 3)).unwrap();
        let filter = |text: &str| ClaimFilter { documents: vec![id_of(text)], ..ClaimFilter::default() };
        assert_eq!(log.claims(4, &filter(&text_of("Guns at Ruba", 3))).unwrap().len(), 3);
        assert_eq!(log.claims(4, &filter("'; DROP TABLE log; --")).unwrap(), []);
    });
}
