use super::*;
use std::slice::from_ref;

/// An event as `day[..day] lat,lon act actor[+actor] killed`.
fn event(words: &str) -> Event {
    let cells: Vec<&str> = words.split(' ').collect();
    let (first, last) = cells[0].split_once("..").unwrap_or((cells[0], cells[0]));
    let (lat, lon) = cells[1].split_once(',').unwrap();
    let day = |day: &str| format!("2031-03-{day:0>2}").parse::<Date>().unwrap();
    let act = cells[2].parse().ok();
    let actor = |name| Actor::of(&Name::parse(name).unwrap(), &Actors::default(), day(first));
    Event {
        days: (day(first), day(last)),
        is_episode: first != last,
        point: Some((lat.parse().unwrap(), lon.parse().unwrap())),
        radius_km: 0.0,
        act,
        actors: cells[3].split('+').map(actor).collect(),
        killed: cells[4].parse().ok().map(|killed| (killed, killed)),
        rungs: vec![act_rungs(act)],
    }
}

fn rules(mode: Mode) -> Rules {
    Rules { windows: Windows { km: 10.0, days: 1 }, mode, ladders: Ladders::default() }
}

/// The pairs as `a-b`, those of events within episodes with a tilde.
fn check(mode: Mode, a: &[&str], b: &[&str], expected: &str) {
    let read = |events: &[&str]| events.iter().map(|words| event(words)).collect::<Vec<_>>();
    let (a, b) = (read(a), read(b));
    let pairs = |a: &[Event], b: &[Event]| match_tables(a, b, &rules(mode));
    let tie = |pair: &Pair| if pair.tie == Tie::Within { '~' } else { '-' };
    let shown: Vec<String> = pairs(&a, &b).iter().map(|p| format!("{}{}{}", p.a, tie(p), p.b)).collect();
    assert_eq!(shown.join(" "), expected, "{mode:?}");
    let mut back: Vec<String> = pairs(&b, &a).iter().map(|p| format!("{}{}{}", p.b, tie(p), p.a)).collect();
    back.sort();
    let mut there = shown;
    there.sort();
    assert_eq!(back, there, "{mode:?}: the order of the tables plays no part");
}

#[test]
fn windows_hold_what_lies_within_them_and_no_more() {
    for mode in [Mode::Meltt, Mode::Weights] {
        let here = ["5 36.2,37.1 clash North+South 3"];
        check(mode, &here, &["5 36.2,37.1 clash North+South 3"], "0-0");
        check(mode, &here, &["6 36.22,37.1 clash North+South 3"], "0-0");
        check(mode, &here, &["7 36.2,37.1 clash North+South 3"], "");
        check(mode, &here, &["5 36.3,37.1 clash North+South 3"], "");
        check(mode, &here, &["5 36.2,37.1 lull North+South 3"], "");
    }
}

#[test]
fn each_event_has_one_partner_at_most_and_never_one_of_its_own_table() {
    for mode in [Mode::Meltt, Mode::Weights] {
        let twice = ["5 36.2,37.1 clash North+South 3", "5 36.2,37.1 clash North+South 3"];
        check(mode, &twice, &twice[..1], "0-0");
        // The finer agreement wins over the nearer place.
        let two = ["5 36.2,37.1 air_strike North 3", "5 36.201,37.1 clash North+South 3"];
        check(mode, &["5 36.201,37.1 air_strike North 3"], &two, "0-0");
    }
}

#[test]
fn an_episode_is_paired_with_an_episode_and_only_shown_beside_events() {
    for mode in [Mode::Meltt, Mode::Weights] {
        let episode = ["5..9 36.2,37.1 clash North+South 30"];
        check(mode, &episode, &["5..9 36.2,37.1 clash North+South 30"], "0-0");
        let events = [
            "6 36.2,37.1 clash North+South 3",
            "8 36.2,37.1 clash North+South 2",
            "14 36.2,37.1 clash North 1",
        ];
        check(mode, &episode, &events, "0~0 0~1");
    }
}

#[test]
fn the_whole_is_served_before_the_one() {
    // 0 fits both, 1 only the first: the sum is greatest if 0 takes the second.
    let a = ["5 36.2,37.1 clash North+South 3", "5 36.2,37.1 clash North+South 9"];
    let b = ["5 36.2,37.1 clash North+South 9", "5 36.203,37.1 clash North+South 3"];
    check(Mode::Weights, &a, &b, "0-1 1-0");
}

#[test]
fn what_is_known_less_closely_is_measured_from_its_edge_and_decides_nothing_within() {
    for mode in [Mode::Meltt, Mode::Weights] {
        let row = event("5 36.2,37.1 clash North+South 3");
        let far = event("5 36.4,37.1 clash North+South 3");
        let wide = Event { radius_km: 15.0, ..far.clone() };
        let pairs = |other: &Event| match_tables(from_ref(&row), from_ref(other), &rules(mode)).len();
        assert_eq!((pairs(&far), pairs(&wide)), (0, 1), "{mode:?}");
        // The night from the sixth to the seventh is a day from the fifth, and no episode.
        let night = Event { days: event("6..7 36.2,37.1 clash North 3").days, ..row.clone() };
        let found = match_tables(from_ref(&row), &[night], &rules(mode));
        assert_eq!(found.iter().map(|pair| (pair.tie, pair.days)).collect::<Vec<_>>(), [(Tie::Event, 1)]);
    }
    // Of many rows that the place can hold, each is less likely to be the one.
    let rows = vec![event("5 36.2,37.1 clash North 3"); 9];
    let wide = Event { radius_km: 50.0, ..rows[0].clone() };
    let score =
        |rows: &[Event]| match_tables(rows, from_ref(&wide), &rules(Mode::Weights)).first().map(|p| p.score);
    let (one, nine) = (score(&rows[..1]).unwrap(), score(&rows));
    assert!(nine.is_none_or(|nine| nine < one), "{one} {nine:?}");
}
