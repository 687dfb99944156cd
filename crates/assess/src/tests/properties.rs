//! What holds for any terms: more knowledge only decides, readings and orders do not matter, stages follow their table.

use super::{
    dice::{Dice, any_dice, lists, told},
    naive::World,
    reference::{edges, judge},
};
use crate::{binding::in_force, finding::found_by, findings, law::Law, stage};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use truce_model::{
    AtomName, Claim, DocumentId, Finding, Interval, Moment, Move, Name, Stage, Standing, Truth, TurnKind,
    Verdict, Window,
};

/// Decided findings stay as they are; undetermined ones may become decided.
fn only_decides(before: &[Finding], after: &[Finding]) -> Result<(), TestCaseError> {
    prop_assert_eq!(before.len(), after.len());
    for (was, now) in before.iter().zip(after) {
        let shown = |finding: &Finding| {
            let atoms: Vec<String> =
                finding.atoms.iter().map(|a| format!("{:?} {:?}", a.name, a.truth)).collect();
            atoms.join(", ")
        };
        // Force of which nobody says what it hit is presumed to hit somebody protected.
        let presumed =
            was.atom(AtomName::ProtectedTarget).is_some_and(|atom| atom.because.starts_with("nothing"))
                && now.atom(AtomName::ProtectedTarget).is_some_and(|atom| atom.truth != Truth::True);
        let stays = presumed || was.verdict == Verdict::Undetermined || was.verdict == now.verdict;
        let (verdicts, of) = ((was.verdict, now.verdict), (&was.agreement, &was.provision, &was.reading));
        prop_assert!(stays, "{:?} {:?}\n{}\n{}", verdicts, of, shown(was), shown(now));
    }
    Ok(())
}

fn name(words: &str) -> Option<Name> {
    Name::parse(words).ok()
}

/// The event with something left untold, or told more widely.
fn vaguer(event: &Claim, dice: &Dice) -> Claim {
    let mut vague = event.clone();
    let Some(Moment::Minute(at)) = event.occurred.start else { panic!("told by the minute") };
    let hours = |count: i64| SignedDuration::from_hours(count);
    match dice.below(9) {
        0 => vague.agent = None,
        1 => vague.target = None,
        2 => vague.places = vec![],
        3 => vague.occurred = Interval::UNKNOWN,
        4 => vague.occurred = Interval::day(at.date()),
        5 => vague.occurred.start = None,
        6 => vague.occurred.end = None,
        7 => {
            let (before, after) = (dice.below(30) as i64, dice.below(30) as i64);
            let first = at.checked_sub(hours(before)).unwrap();
            let last = at.checked_add(hours(after)).unwrap();
            vague.occurred = Interval::between(Moment::Minute(first), Moment::Minute(last));
        }
        _ => {
            let wider = match event.places[0].as_str() {
                "Port" => "Eastland",
                "Ruba" | "Ford" | "Lake" | "Dell" => *dice.of(&["Arden", "Westland"]),
                "Arden" | "Mill" => "Westland",
                same => same,
            };
            vague.places = name(wider).into_iter().collect();
        }
    }
    vague.identified()
}

fn wider_target(event: &Claim) -> Option<Claim> {
    let wider = match event.target.as_ref()?.as_str() {
        "South Guard" | "Hill League" => "South",
        "North army" => "North",
        _ => return None,
    };
    Some(Claim { target: name(wider), ..event.clone() }.identified())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(700))]

    #[test]
    fn whatever_is_told_more_closely_never_flips_a_decided_finding(dice in any_dice()) {
        let agreements = dice.agreements(dice.once_in(2));
        let event = dice.event();
        let once = vaguer(&event, &dice);
        let twice = vaguer(&once_minute(&once, &event), &dice);
        let found = judge(&event, &agreements);
        only_decides(&judge(&once, &agreements), &found)?;
        only_decides(&judge(&twice, &agreements), &found)?;
        if let Some(wide) = wider_target(&event) {
            only_decides(&judge(&wide, &agreements), &found)?;
        }
    }

    #[test]
    fn a_further_independent_witness_never_flips_a_decided_finding(dice in any_dice()) {
        let agreements = dice.agreements(false);
        let event = vaguer(&dice.event(), &dice);
        let teller = dice.of(&["Watch", "North army", "South Guard", "Black Hand", "villagers"]);
        let first = Claim { source: name(teller), ..event.clone() }.identified();
        let other = dice.of(&["a medic", "South Guard", "North", "Grey Band"]);
        let second = Claim { source: name(other), document: DocumentId::new("doc-2"), ..event }.identified();
        let claims = [first, second];
        let (actors, places) = lists();
        let law = Law::of(&agreements, &actors, &places, "2032-01-01T00:00:00Z".parse().unwrap());
        let all: Vec<usize> = (0..law.lenses().len()).collect();
        let mut both = super::incident(&claims);
        both.standing = Standing::Corroborated;
        only_decides(&judge(&claims[0], &agreements), &found_by(&law, &all, &[both], &claims))?;
    }

    #[test]
    fn readings_and_orders_do_not_touch_a_finding(dice in any_dice()) {
        let agreements = dice.agreements(false);
        let event = vaguer(&dice.event(), &dice);
        let found = by_id(judge(&event, &agreements));
        let mut turned = agreements.clone();
        turned.reverse();
        for agreement in &mut turned {
            agreement.turns.reverse();
            agreement.readings[1..].reverse();
        }
        prop_assert_eq!(&found, &by_id(judge(&event, &turned)));
        let mut alone = agreements;
        for agreement in &mut alone {
            // The plain reading stays, since by it other agreements know when this one is in force.
            let kept = dice.below(agreement.readings.len());
            let mut nth = 0..;
            agreement.readings.retain(|_| nth.next().is_some_and(|nth| nth == 0 || nth == kept));
        }
        let kept = |f: &Finding| alone.iter().any(|a| a.id == f.agreement && a.reading(&f.reading).is_some());
        let same: Vec<Finding> = found.into_iter().filter(kept).collect();
        prop_assert_eq!(same, by_id(judge(&event, &alone)));
    }

    #[test]
    fn what_the_index_leaves_out_is_not_covered(dice in any_dice()) {
        let agreements = dice.agreements(false);
        let event = if dice.once_in(2) { dice.event() } else { vaguer(&dice.event(), &dice) };
        let (actors, places) = lists();
        let found = findings(&[told(&event)], std::slice::from_ref(&event), &agreements, &actors, &places);
        for judged in judge(&event, &agreements) {
            match found.iter().find(|finding| finding.id == judged.id) {
                Some(finding) => {
                    // The last hours that are laid out, and so a reason's words, hang on what else is judged.
                    let answers = |f: &Finding| f.atoms.iter().map(|a| (a.name, a.truth)).collect::<Vec<_>>();
                    prop_assert_eq!(finding.verdict, judged.verdict);
                    prop_assert_eq!(answers(finding), answers(&judged));
                    prop_assert_eq!(&finding.decided_by, &judged.decided_by);
                }
                None => prop_assert_eq!(judged.verdict, Verdict::NotCovered, "{:#?}", judged),
            }
            if judged.verdict == Verdict::Violation {
                prop_assert!(judged.decided_by.contains(&event.id));
            }
        }
    }

    #[test]
    fn the_stage_is_in_effect_when_and_only_when_it_binds(dice in any_dice()) {
        let exact = dice.once_in(2);
        let mut agreements = dice.agreements(exact);
        let moments: Vec<Timestamp> =
            edges(&mut agreements).iter().flat_map(|edge| [edge.earliest, edge.latest]).collect();
        let world = World::of(agreements.clone());
        for a in &agreements {
            for (p, r) in a.provisions.iter().flat_map(|p| a.readings.iter().map(move |r| (p, r))) {
                if r.change(&p.id).is_some_and(|change| change.denied) {
                    continue;
                }
                let binding = in_force(a, p, r);
                for at in &moments {
                    for at in [*at, *at - SignedDuration::from_mins(1)] {
                        let second = at.as_second();
                        let found = stage(a, p, r, at);
                        let certain = binding.certain.covers(second, second + 60);
                        let possible = binding.possible.meets(second, second + 60);
                        prop_assert_eq!(found == Some(Stage::InEffect), certain);
                        prop_assert!(possible || found != Some(Stage::InEffect));
                        if exact {
                            let lives = world.lives(a, p, r, at);
                            prop_assert_eq!(lives == Some(true), certain, "{} {} {} {}", at, a.id, p.id, r.id);
                            prop_assert_eq!(lives == Some(false), !possible, "{} {} {} {}", at, a.id, p.id, r.id);
                        }
                    }
                }
            }
        }
    }
}

/// The event as told before, with the minute that `vaguer` asks for.
fn once_minute(vague: &Claim, event: &Claim) -> Claim {
    Claim { occurred: event.occurred, places: event.places.clone(), ..vague.clone() }
}

fn by_id(mut found: Vec<Finding>) -> Vec<Finding> {
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

#[test]
fn the_drawings_reach_every_verdict_and_every_answer() {
    // Numbers spread by a multiplier that is odd, so that every run draws the same (Knuth, "The Art of Computer
    // Programming", volume 2, 1997, section 3.2.1).
    let mut seed = 1u64;
    let mut seen = std::collections::BTreeMap::new();
    for _ in 0..1000 {
        let numbers = (0..160).map(|_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 48) as u16
        });
        let dice = Dice::of_numbers(numbers.collect());
        let agreements = dice.agreements(dice.once_in(2));
        for finding in judge(&dice.event(), &agreements) {
            *seen.entry(finding.verdict.word().to_owned()).or_insert(0) += 1;
            for atom in &finding.atoms {
                *seen.entry(format!("{} {}", atom.name.word(), atom.truth.word())).or_insert(0) += 1;
            }
        }
    }
    let few: Vec<_> = seen.iter().filter(|(_, count)| **count < 5).collect();
    assert!(few.is_empty() && seen.len() >= 4 + 7 * 3, "{seen:#?}");
}

#[test]
fn a_window_and_its_complement_part_time_exactly() {
    for (start, end) in [("09:00", "14:00"), ("22:00", "01:30"), ("00:00", "12:00"), ("04:00", "23:59")] {
        let hours = |start: &str, end: &str| {
            let daily = Window {
                start: start.parse().unwrap(),
                end: end.parse().unwrap(),
                repeat: "FREQ=DAILY".to_owned(),
                first: None,
            };
            let dice = Dice::of_numbers(vec![]);
            let mut agreement = dice.agreements(true).remove(0);
            let terms = &mut agreement.provisions[0];
            (terms.until, terms.windows) = (None, vec![daily]);
            terms.from = "2031-03-01T05:00:00Z".parse::<Timestamp>().unwrap().into();
            let (plain, horizon) = (&agreement.readings[0], "2031-12-01T00:00:00Z".parse().unwrap());
            crate::binding::binding(&agreement, &agreement.provisions[0], plain, &[], horizon).certain
        };
        let (open, shut) = (hours(start, end), hours(end, start));
        let first: Timestamp = "2031-03-01T05:00:00Z".parse().unwrap();
        for minute in 0..60 * 24 * 260 {
            let at = first.as_second() + 60 * minute;
            assert!(open.covers(at, at + 60) != shut.covers(at, at + 60), "{start} {end} {at}");
        }
    }
}

#[test]
fn every_stage_and_move_is_in_the_table() {
    let moves = [Move::Start, Move::Lapse, Move::Miss]
        .into_iter()
        .map(|step| (format!("{step:?}").to_lowercase(), step))
        .chain(TurnKind::ALL.map(|kind| (kind.word().to_owned(), Move::Turn(kind))));
    let rows: Vec<String> = moves
        .flat_map(|(word, step)| {
            Stage::ALL.map(|from| {
                let to = from.after(step).map_or("-", |to| to.word());
                format!("{word:<10} {:<10} {to}", from.word())
            })
        })
        .collect();
    insta::assert_snapshot!(rows.join("\n"));
    for terminal in [Stage::Fulfilled, Stage::Discharged] {
        assert!(TurnKind::ALL.iter().all(|kind| terminal.after(Move::Turn(*kind)).is_none()));
        assert!([Move::Start, Move::Lapse, Move::Miss].iter().all(|step| terminal.after(*step).is_none()));
    }
}
