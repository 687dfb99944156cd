//! Totals of a scope: what adds up, what is nested, what excludes what, and the naive way beside the programme.

use super::{claim, incident, lists};
use crate::{Asked, Convention, Policy, Total, total};
use proptest::prelude::*;
use truce_model::{Claim, DocumentId, Incident, Span};

fn reckon(claims: &[Claim], incidents: &[Incident], scope: &str) -> Total {
    let (actors, places) = lists();
    total(&Asked::parse(scope, &places).unwrap(), incidents, claims, &[], (&actors, &places))
}

/// Claims of killings told as `source | place | time | number who`.
fn told(lines: &[&str]) -> Vec<Claim> {
    let one = |line: &&str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        claim(&format!("killed | asserts by {} | | {} | {} | {}", cells[0], cells[1], cells[2], cells[3]))
    };
    lines.iter().map(one).collect()
}

#[track_caller]
fn check(lines: &[&str], scope: &str, low: Option<u64>, high: Option<u64>) {
    let found = reckon(&told(lines), &[], scope);
    assert_eq!((found.bounds.low.number, found.bounds.high.number), (low, high), "{found:#?}");
    assert_eq!(found.looser, None);
}

const BOTH: &str = "place=Westland; from=2031-03-05; until=2031-03-08";

#[test]
fn disjoint_scopes_are_added_and_nested_ones_are_not() {
    check(&["Watch | Arden | 2031-03-06 | 3", "Watch | Ruba | 2031-03-06 | 4"], BOTH, Some(7), None);
    check(&["Watch | Arden | 2031-03-06 | 3", "Watch | Mill Road | 2031-03-06 | 2"], BOTH, Some(3), None);
    check(&["Watch | Arden | 2031-03-06 | 3", "Watch | Arden | 2031-03-07 | 2"], BOTH, Some(5), None);
    check(
        &["Watch | Arden | 2031-03-06 | 3", "Watch | Westland | 2031-03-05..2031-03-08 | 9"],
        BOTH,
        Some(9),
        Some(9),
    );
    let arden = "place=Arden; from=2031-03-06; until=2031-03-06";
    check(
        &["Watch | Ruba | 2031-03-07 | 6", "Watch | Westland | 2031-03-05..2031-03-08 | 9"],
        arden,
        None,
        Some(3),
    );
}

#[test]
fn the_listing_shows_what_rows_of_a_table_count_over_a_scope_with_an_open_top() {
    let lines = ["Watch | Arden | 2031-03-01..2031-03-31 | 3", "Watch | Arden | 2031-03-01..2031-03-31 | 10"];
    let rule = truce_model::RuleId::new(format!("{}own", Claim::TABLE));
    let rows: Vec<Claim> =
        told(&lines).into_iter().map(|row| Claim { found_by: vec![rule.clone()], ..row }).collect();
    let listed = crate::tolls(&[], &rows);
    let [toll] = listed.as_slice() else { panic!("{listed:#?}") };
    assert_eq!((toll.low.number, toll.high.number, toll.highest.number), (Some(3), None, Some(10)));
}

#[test]
fn nobody_is_counted_twice_by_what_they_are() {
    let day = "place=Arden; from=2031-03-06; until=2031-03-06";
    let of = |who: &str| format!("{day}; who={who}");
    let told = ["Watch | Arden | 2031-03-06 | 21", "Watch | Arden | 2031-03-06 | 7 children"];
    check(&told, day, Some(21), Some(21));
    check(&told, &of("children"), Some(7), Some(7));
    check(&told, &of("civilians"), Some(7), Some(21));
    check(&told, &of("fighters"), None, Some(14));
    let told = ["Watch | Arden | 2031-03-06 | 5 civilians", "Watch | Arden | 2031-03-06 | 3 fighters"];
    check(&told, day, Some(8), None);
    let told = ["Watch | Arden | 2031-03-06 | 5 civilians", "Watch | Arden | 2031-03-06 | 3 medics"];
    check(&told, day, Some(5), None);
}

#[test]
fn rival_figures_are_kept_apart_and_every_way_out_is_within_the_bounds() {
    let day = "place=Arden; from=2031-03-06; until=2031-03-06";
    let rivals = |numbers: &[&str]| -> Vec<String> {
        numbers.iter().enumerate().map(|(at, n)| format!("Watch{at} | Arden | 2031-03-06 | {n}")).collect()
    };
    for (numbers, low, high, clashes) in [
        (&["3"][..], Some(3), Some(3), 0),
        (&["3", "5"], Some(3), Some(5), 1),
        (&["12-", "15"], Some(15), Some(15), 0),
        (&["12-", "5"], Some(5), None, 1),
        (&["62", "90-"], Some(62), None, 1),
        (&["-20"], None, Some(20), 0),
        (&["-4", "10"], None, Some(10), 1),
        (&["0"], Some(0), Some(0), 0),
        (&["0", "3"], Some(0), Some(3), 1),
        (&["3", "5", "8"], Some(3), Some(8), 3),
    ] {
        let lines = rivals(numbers);
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let found = reckon(&told(&lines), &[], day);
        assert_eq!((found.bounds.low.number, found.bounds.high.number), (low, high), "{numbers:?}");
        assert_eq!((found.clashes.len(), found.fits), (clashes, clashes == 0), "{numbers:?}");
    }
}

#[test]
fn a_part_above_its_whole_is_a_slip_and_changes_no_number() {
    let found = reckon(
        &told(&["Watch | Arden | 2031-03-06 | 5", "Watch | Arden | 2031-03-06 | 8 children"]),
        &[],
        "place=Arden; from=2031-03-06; until=2031-03-06",
    );
    assert!(!found.fits && found.clashes[0].is_slip && found.clashes[0].claims.len() == 2, "{found:#?}");
    assert_eq!(found.bounds.low.number, Some(5));
}

#[test]
fn three_claims_can_exclude_each_other_where_no_two_do() {
    let found = reckon(
        &told(&[
            "Watch | Arden | 2031-03-06 | 5",
            "League | Ruba | 2031-03-06 | 4",
            "Desk | Westland | 2031-03-05..2031-03-08 | 7",
        ]),
        &[],
        BOTH,
    );
    assert_eq!((found.clashes.len(), found.clashes[0].claims.len()), (1, 3));
    assert_eq!((found.bounds.low.number, found.bounds.high.number), (Some(7), None));
}

#[test]
fn a_policy_says_whose_figures_count() {
    let lines = [
        "Watch | Arden | 2031-03-06 | 5",
        "League | Arden | 2031-03-06 | 4-",
        "Desk | Arden | 2031-03-06 | 9",
    ];
    let (actors, places) = lists();
    let check = |policy: Policy, low, high, left_out| {
        let asked = Asked {
            policy,
            ..Asked::parse("place=Arden; from=2031-03-06; until=2031-03-06", &places).unwrap()
        };
        let found = total(&asked, &[], &told(&lines), &[], (&actors, &places));
        assert_eq!((found.bounds.low.number, found.bounds.high.number), (low, high), "{found:#?}");
        assert_eq!(found.left_out.len(), left_out);
    };
    check(Policy::All, Some(5), Some(9), 0);
    check(Policy::parse("source:Watch").unwrap(), Some(5), Some(5), 2);
    let claims = told(&lines[..2]);
    let asked = Asked { policy: Policy::Corroborated, ..Asked::everything() };
    assert_eq!(total(&asked, &[], &claims, &[], (&actors, &places)).admitted.len(), 2);
    let alone = |sources: [&str; 2]| {
        let lines = sources.map(|source| format!("{source} | Arden | 2031-03-06 | 5"));
        let claims = told(&lines.each_ref().map(String::as_str));
        assert!(total(&asked, &[], &claims, &[], (&actors, &places)).admitted.is_empty(), "{sources:?}");
    };
    // Residents may be anybody; who speaks for a source is no second one.
    alone(["Watch", "residents"]);
    alone(["Hill Ministry", "a Hill Ministry spokesman"]);
    alone(["Watch", "a Watch official"]);
}

#[test]
fn a_sum_stays_apart_from_incidents_and_leaves_a_remainder() {
    let shelling = claim("shelling | asserts | North army > | Arden | 2031-03-06");
    let killed = claim("killed | asserts | | Arden | 2031-03-06 | 16");
    let of = incident(&[shelling.clone(), killed.clone()]);
    let mut week = claim("killed | asserts by League | | Westland | 2031-03-01..2031-03-08 | 556-");
    week.document = DocumentId::new("doc-2");
    let claims = [shelling, killed, week.identified()];
    let found = reckon(&claims, &[of], "place=Westland; from=2031-03-01; until=2031-03-08");
    let range = |range: &crate::Range| (range.low.number, range.high.number);
    assert_eq!(range(&found.bounds), (Some(556), None));
    assert_eq!(range(found.explained.as_ref().unwrap()), (Some(16), Some(16)));
    assert_eq!(range(found.remainder.as_ref().unwrap()), (Some(540), None));
    assert_eq!((found.sums.len(), found.incidents), (1, 1));
}

#[test]
fn incidents_of_one_place_and_day_may_be_one_and_are_not_added() {
    let event = |line: &str, number: &str| {
        let event = claim(line);
        let toll = claim(&format!("killed | asserts by {} | | Arden | 2031-03-06 | {number}", &line[..4]));
        let of = incident(&[event.clone(), toll.clone()]);
        (of, [event, toll])
    };
    let (a, told_a) = event("shelling | asserts | North army > | Arden | 2031-03-06", "3");
    let (b, told_b) = event("clash | asserts | North > South | Arden | 2031-03-06", "4");
    let claims: Vec<Claim> = told_a.into_iter().chain(told_b).collect();
    let found = reckon(&claims, &[a.clone(), b.clone()], BOTH);
    assert_eq!((found.bounds.low.number, found.bounds.high.number), (Some(4), None));
    // One source that tells both tolls in words of their own, of causes that cannot be one, tells of different people.
    let mut apart = claims;
    for (at, claim) in apart.iter_mut().enumerate() {
        claim.source = truce_model::Name::parse("Watch").ok();
        claim.span = Span::new(1000 * at, 1000 * at + 10);
    }
    let found = reckon(&apart, &[a, b], BOTH);
    assert_eq!(found.bounds.low.number, Some(7));
}

#[test]
fn what_is_told_beside_an_event_counts_what_that_did() {
    let claims = [
        claim("shelling | asserts | North army > | Arden | 2031-03-06"),
        claim("killed | asserts | | Arden | 2031-03-06 | 3"),
    ];
    let found = reckon(&claims, &[], "place=Arden; from=2031-03-06; until=2031-03-06");
    assert_eq!((found.bounds.low.number, found.bounds.high.number), (Some(3), None));
}

#[test]
fn a_place_or_time_that_is_not_told_sets_no_top_and_no_floor_elsewhere() {
    check(&["Watch | | 2031-03-06 | 3"], BOTH, None, None);
    check(&["Watch | Arden | ..2031-03-06 | 3"], BOTH, None, None);
    check(&["Watch | Arden | ..2031-03-06 | 3"], "place=Westland; until=2031-03-08", Some(3), None);
    check(&["Watch | near Arden | 2031-03-06 | 3"], "place=Arden", None, None);
    check(
        &["Watch | eastern Arden | 2031-03-06 | 3"],
        "place=Arden; from=2031-03-06; until=2031-03-06",
        Some(3),
        None,
    );
    check(&["Watch | Arden | 2031-03-06..2031-03-07 | 3"], BOTH, Some(3), None);
}

#[test]
fn who_was_hurt_twice_is_not_added() {
    let mut claims = told(&["Watch | Arden | 2031-03-06 | 3", "Watch | Arden | 2031-03-07 | 2"]);
    for claim in &mut claims {
        claim.act = truce_model::Act::Displaced;
    }
    let (actors, places) = lists();
    let asked = Asked { of: truce_model::TollOf::Displaced, ..Asked::parse(BOTH, &places).unwrap() };
    let found = total(&asked, &[], &claims, &[], (&actors, &places));
    assert_eq!(found.bounds.low.number, Some(3));
}

#[test]
fn senseless_numbers_are_told_and_not_admitted() {
    let lines = ["Watch | Arden | 2031-03-06 | 9-3", "Watch | Arden | 2031-03-06 | 18446744073709551615"];
    let found = reckon(&told(&lines), &[], "place=Arden");
    assert_eq!((found.flawed.len(), found.admitted.len()), (2, 0));
    assert_eq!((found.bounds.low.number, found.bounds.high.number), (None, None));
}

#[test]
fn a_vague_word_sets_no_top_under_any_convention() {
    let mut claims = told(&["Watch | Arden | 2031-03-06 | 12-"]);
    claims[0].quote = "dozens were killed".into();
    claims[0].count.as_mut().unwrap().approx = true;
    let (actors, places) = lists();
    for (convention, high) in [(Convention::Ours, None), (Convention::Acled, None)] {
        let asked = Asked {
            convention,
            ..Asked::parse("place=Arden; from=2031-03-06; until=2031-03-06", &places).unwrap()
        };
        let found = total(&asked, &[], &claims, &[], (&actors, &places));
        assert_eq!((found.bounds.low.number, found.bounds.high.number), (Some(12), high));
    }
}

#[test]
fn a_scope_that_makes_no_sense_is_refused() {
    let (_, places) = lists();
    for (words, problem) in [
        ("place", "`place` is no key=value"),
        ("place=Nowhere", "no list holds the place `Nowhere`"),
        ("from=2031-02-30", "`2031-02-30` is no day"),
        ("from=2031-03-05; until=2031-03-04", "2031-03-04 is before 2031-03-05"),
        ("who=bakers", "`bakers` is no group that totals are told for"),
        ("cause=rain", "unknown cause `rain`"),
        ("colour=red", "unknown key `colour`"),
        ("who=all; who=all", "`who` is given twice"),
    ] {
        assert_eq!(Asked::parse(words, &places).unwrap_err().problem, problem);
    }
}

#[test]
fn days_that_share_nobody_are_reckoned_one_by_one() {
    let lines: Vec<String> = (0..400)
        .map(|n| {
            format!(
                "Watch{n} | {} | 2031-03-{:02} | {}",
                ["Arden", "Ruba"][n % 2],
                1 + n / 2 % 20,
                1 + n / 40
            )
        })
        .collect();
    let found = reckon(&told(&lines.iter().map(String::as_str).collect::<Vec<_>>()), &[], "place=Westland");
    assert!(found.looser.is_none() && !found.fits && found.is_cut);
    // Of rival figures of one day and place the lowest counts: 1 in each of 20 days and 2 places.
    assert_eq!((found.bounds.low.number, found.bounds.high.number), (Some(40), None));
}

#[test]
fn too_many_contradictions_to_try_leave_the_widest_figures_of_each_scope() {
    let lines: Vec<String> =
        (0..40).map(|n| format!("Watch{n} | Arden | 2031-03-{:02} | {}", 1 + n / 2, 3 + n % 2 * 2)).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let scope = "place=Arden; from=2031-03-01; until=2031-03-20";
    let found = reckon(&told(&lines), &[], scope);
    assert!(found.is_cut || found.clashes.len() == 20, "{}", found.clashes.len());
    assert!(found.looser.is_none() && !found.fits);
    assert_eq!((found.bounds.low.number, found.bounds.high.number), (Some(60), Some(100)));
    assert_eq!(found.bounds.low.claims.len(), 20, "of rivals one suffices");
    // What crosses scopes is set aside, and the bounds only widen.
    let week = "Desk | Westland | 2031-03-01..2031-03-20 | 50";
    let found = reckon(&told(&[&lines[..], &[week]].concat()), &[], scope);
    assert!(found.looser.is_some() && found.bounds.low.claims.len() <= 20);
    assert!(found.bounds.low.number.is_none_or(|low| low <= 60), "{:?}", found.bounds);
    assert!(found.bounds.high.number.is_none_or(|high| high >= 100), "{:?}", found.bounds);
}

/// A small world: places, times and sorts that the generated claims can tell apart.
const PLACES: [&str; 3] = ["Westland", "Arden", "Ruba"];
const TIMES: [&str; 2] = ["2031-03-06", "2031-03-05..2031-03-08"];
const SORTS: [&str; 4] = ["", "civilians", "children", "fighters"];
const MOST: u64 = 4;

#[derive(Clone, Debug)]
struct Toy {
    place: usize,
    time: usize,
    sort: usize,
    min: Option<u64>,
    max: Option<u64>,
}

impl Toy {
    fn claim(&self, source: usize) -> Claim {
        let n = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
        let number = format!("{}-{}", n(self.min), n(self.max));
        let Toy { place, time, sort, .. } = self;
        told(&[&format!("Watch{source} | {} | {} | {number} {}", PLACES[*place], TIMES[*time], SORTS[*sort])])
            .remove(0)
    }

    /// Whether it counts people of a place (0 is the open country), a time (0 is the day) and a sort (0 is a child, 1
    /// another civilian, 2 a fighter, 3 neither).
    fn counts(&self, cell: (usize, usize, usize)) -> bool {
        (self.place == 0 || self.place == cell.0)
            && (self.time == 1 || cell.1 == 0)
            && [true, cell.2 < 2, cell.2 == 0, cell.2 == 2][self.sort]
    }
}

fn toy() -> impl Strategy<Value = Toy> {
    let number = (0..3u64, 0..3u64, 0..3u8).prop_map(|(a, b, open)| match open {
        0 => (Some(a.max(1)), None),
        1 => (Some(a.min(b)), Some(a.max(b))),
        _ => (Some(a), Some(a)),
    });
    (0..3usize, 0..2usize, 0..4usize, number).prop_map(|(place, time, sort, (min, max))| Toy {
        place,
        time,
        sort,
        min,
        max,
    })
}

/// The fewest and most people of the whole scope over every world of up to `MOST` people; none where no world fits.
fn naive(toys: &[Toy]) -> Option<(u64, u64)> {
    let cells: Vec<(usize, usize, usize)> =
        (0..3).flat_map(|p| (0..2).flat_map(move |t| (0..4).map(move |s| (p, t, s)))).collect();
    let mut found: Option<(u64, u64)> = None;
    let mut world = vec![0u64; cells.len()];
    fn each(at: usize, left: u64, world: &mut Vec<u64>, see: &mut impl FnMut(&[u64])) {
        if at == world.len() {
            return see(world);
        }
        for n in 0..=left {
            world[at] = n;
            each(at + 1, left - n, world, see);
        }
        world[at] = 0;
    }
    each(0, MOST, &mut world, &mut |world| {
        let fits = toys.iter().all(|toy| {
            let counted: u64 = cells.iter().zip(world).filter(|(c, _)| toy.counts(**c)).map(|(_, n)| n).sum();
            toy.min.is_none_or(|min| min <= counted) && toy.max.is_none_or(|max| counted <= max)
        });
        if fits {
            let all: u64 = world.iter().sum();
            found = Some(found.map_or((all, all), |(low, high)| (low.min(all), high.max(all))));
        }
    });
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_programme_and_the_naive_way_agree(toys in prop::collection::vec(toy(), 1..4)) {
        prop_assume!(toys.iter().filter_map(|toy| toy.min).sum::<u64>() <= MOST);
        let claims: Vec<Claim> = toys.iter().enumerate().map(|(at, toy)| toy.claim(at)).collect();
        let found = reckon(&claims, &[], BOTH);
        match naive(&toys) {
            None => prop_assert!(!found.fits, "{toys:?} {found:#?}"),
            Some((low, high)) => {
                prop_assert!(found.fits, "{toys:?} {found:#?}");
                prop_assert_eq!(found.bounds.low.number.unwrap_or(0), low);
                match found.bounds.high.number {
                    Some(most) => prop_assert_eq!(most.min(MOST), high),
                    None => prop_assert_eq!(high, MOST),
                }
            }
        }
    }

    #[test]
    fn the_order_of_claims_does_not_matter(toys in prop::collection::vec(toy(), 1..6)) {
        let mut claims: Vec<Claim> = toys.iter().enumerate().map(|(at, toy)| toy.claim(at)).collect();
        let once = reckon(&claims, &[], BOTH);
        claims.reverse();
        prop_assert_eq!(once, reckon(&claims, &[], BOTH));
    }

    #[test]
    fn a_further_claim_that_fits_never_widens_the_bounds(toys in prop::collection::vec(toy(), 2..6)) {
        let claims: Vec<Claim> = toys.iter().enumerate().map(|(at, toy)| toy.claim(at)).collect();
        let (fewer, all) = (reckon(&claims[1..], &[], BOTH), reckon(&claims, &[], BOTH));
        prop_assume!(all.fits);
        prop_assert!(fewer.fits);
        prop_assert!(all.bounds.low.number.unwrap_or(0) >= fewer.bounds.low.number.unwrap_or(0));
        let top = |total: &Total| total.bounds.high.number.unwrap_or(u64::MAX);
        prop_assert!(top(&all) <= top(&fewer));
    }

    #[test]
    fn the_claims_of_a_bound_suffice_for_it(toys in prop::collection::vec(toy(), 1..5)) {
        let claims: Vec<Claim> = toys.iter().enumerate().map(|(at, toy)| toy.claim(at)).collect();
        let found = reckon(&claims, &[], BOTH);
        let only = |ids: &[truce_model::ClaimId]| -> Vec<Claim> {
            claims.iter().filter(|claim| ids.contains(&claim.id)).cloned().collect()
        };
        let again = reckon(&only(&found.bounds.high.claims), &[], BOTH);
        prop_assert_eq!(again.bounds.high.number, found.bounds.high.number);
        let again = reckon(&only(&found.bounds.low.claims), &[], BOTH);
        prop_assert_eq!(again.bounds.low.number, found.bounds.low.number);
    }
}

#[test]
fn a_figure_that_a_source_tells_again_is_not_added() {
    let again = |line: &str| {
        let mut claims = told(&["Watch | Arden | 2031-03-06 | 12", line]);
        claims[1].document = DocumentId::new("doc-2");
        reckon(&claims, &[], BOTH).bounds.low.number
    };
    assert_eq!(again("Watch | Arden | 2031-03-08 | 12"), Some(12));
    assert_eq!(again("Watch | Arden | 2031-03-08 | 11"), Some(23));
    assert_eq!(again("Watch | Ruba | 2031-03-08 | 12"), Some(24));
    assert_eq!(again("League | Arden | 2031-03-08 | 12"), Some(24));
}
