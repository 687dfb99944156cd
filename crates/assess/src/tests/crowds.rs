//! Turns and steps in crowds: where their orders are too many to be followed, less is decided and nothing is wrong.

use super::dice::{Dice, any_dice};
use crate::{
    course::{Course, Events},
    times::seconds,
};
use jiff::Timestamp;
use proptest::prelude::*;
use truce_model::{Agreement, Edge, Provision};

fn subsets(few: &Course, all: &Course) -> Result<(), TestCaseError> {
    for ((at, few), (same, all)) in few.iter().zip(all) {
        prop_assert!(at == same && few.is_superset(all), "{}: {:?} {:?}", at, few, all);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn fewer_worlds_rule_nothing_out_that_more_allow(dice in any_dice()) {
        for agreement in dice.agreements(dice.once_in(3)) {
            for provision in &agreement.provisions {
                for reading in &agreement.readings {
                    let events = Events::of(&agreement, provision, reading);
                    let all = events.course_of(1 << 14);
                    for few in [1, 4, 16, 64] {
                        subsets(&events.course_of(few), &all)?;
                    }
                }
            }
        }
    }
}

/// An agreement with one provision, with these turns on the seventh of March, and with so many duties that come first.
fn crowded(turns: &[&str], duties: usize) -> Agreement {
    let mut agreement = Dice::of_numbers(vec![]).agreements(true).remove(0);
    let mut terms = agreement.provisions.remove(0);
    let moment = |text: &str| text.parse::<Timestamp>().unwrap();
    terms.from = moment("2031-03-05T06:00:00Z").into();
    (terms.until, terms.due, terms.windows, terms.after) = (None, None, vec![], vec![]);
    let day = Edge::between(moment("2031-03-07T00:00:00Z"), moment("2031-03-08T00:00:00Z"));
    let turn = |(number, what): (usize, &&str)| {
        let of = serde_json::json!({ "id": format!("turn-{number:02}"), "what": what, "at": day, "until": null,
            "text": "", "cite": "", "line": 1 });
        serde_json::from_value(of).unwrap()
    };
    agreement.turns = turns.iter().enumerate().map(turn).collect();
    agreement.provisions = vec![terms.clone()];
    for number in 0..duties {
        let id = format!("duty-{number:02}");
        let duty = Provision { id: truce_model::ProvisionId::new(id.clone()), ..terms.clone() };
        agreement.provisions[0].after.push(truce_model::StepId::new(id));
        agreement.provisions.push(duty);
    }
    agreement.readings.truncate(1);
    agreement.readings[0].changes.clear();
    agreement
}

/// The stages of the first provision from six o'clock on the fifth, in the seventh, and from the eighth on.
#[track_caller]
fn check(turns: &[&str], duties: usize, expected: [&str; 3]) {
    let agreement = crowded(turns, duties);
    let course = Events::of(&agreement, &agreement.provisions[0], &agreement.readings[0]).course();
    let on = |day: &str| {
        let at = seconds(format!("2031-03-{day}:00Z").parse().unwrap());
        let stages = &course.iter().rfind(|(from, _)| *from <= at).unwrap().1;
        stages.iter().map(|stage| stage.word()).collect::<Vec<_>>().join(", ")
    };
    assert_eq!([on("06T06:00"), on("07T12:00"), on("09T06:00")], expected);
}

#[test]
fn a_crowd_of_turns_and_steps_is_followed_at_once() {
    check(&[], 24, ["created, in effect"; 3]);
    check(&["extended"; 24], 0, ["in effect"; 3]);
    check(&["suspended"; 24], 0, ["in effect", "in effect, suspended", "suspended"]);
    let mixed: Vec<&str> = ["suspended", "resumed"].into_iter().cycle().take(24).collect();
    check(&mixed, 0, ["in effect", "in effect, suspended", "in effect, suspended"]);
    check(&["fulfilled"; 24], 0, ["in effect", "in effect, fulfilled", "fulfilled"]);
    let all = ["suspended", "resumed", "ended", "missed", "extended", "discharged"];
    let all: Vec<&str> = all.into_iter().cycle().take(24).collect();
    let any = "in effect, suspended, violated, discharged, terminated";
    check(&all, 0, ["in effect", any, any]);
    let any = "created, in effect, suspended, violated, discharged, terminated";
    check(&all, 24, ["created, in effect", any, any]);
}
