//! Holds the reader to telling denials as denials: negated passives, what is denied second, what nearly happened.

use super::safety::{asserted, check, check_gives};
use truce_model::{Act, Kind, Stance};

#[test]
fn a_negated_passive_is_no_event() {
    check(
        &[
            "The hospital in Tal was not hit by an air strike, the army said.",
            "Rockets were not fired at Ruba, the mayor said.",
            "The convoy was not attacked by an aircraft, the mayor said.",
            "Chemical weapons were not used in Tal, the army said.",
            "The army shelled neither Tal nor Ruba, the mayor said.",
            "The air strike on Tal never took place, the army said.",
        ],
        asserted,
    );
    let breach = |claim: &truce_model::Claim| {
        matches!(claim.act, Act::Violated | Act::Collapsed) && claim.stance == Stance::Asserts
    };
    check(
        &[
            "The truce was not violated, the envoy said.",
            "The ceasefire had not been broken by either side, the envoy said.",
            "The truce was never violated by the army, the envoy said.",
            "The ceasefire was neither violated nor cancelled, the envoy said.",
        ],
        breach,
    );
}

#[test]
fn what_is_denied_is_no_event_of_the_denier() {
    check(
        &[
            "The army denied killing 20 people in Tal.",
            "Arden denied bombing a hospital and killing 20 people.",
            "The army denied blocking an aid convoy.",
        ],
        asserted,
    );
    check_gives(&[
        ("The army denied killing 20 people in Tal.", "killed | army | * | denies"),
        ("Arden denied bombing a hospital and killing 20 people.", "killed | arden | * | denies"),
    ]);
    let confessed = |claim: &truce_model::Claim| asserted(claim) && claim.quote.contains("denied");
    check(&["Rebels shelled Tal on Monday, the mayor said. The rebels denied it."], confessed);
}

#[test]
fn what_was_stopped_or_spared_is_no_event() {
    check(
        &[
            "An air strike on Tal was called off, the army said.",
            "A suicide bombing in Tal was thwarted, police said.",
            "The army nearly bombed Tal, the mayor said.",
            "The army avoided killing civilians, the mayor said.",
            "Soldiers saved 20 people from being killed in Tal, the army said.",
        ],
        |claim| asserted(claim) && claim.act != Act::OtherEvent,
    );
}

#[test]
fn a_raid_that_hurt_nobody_is_a_raid() {
    check(&["No civilians were killed in the air strike on Tal, the army said."], |claim| {
        claim.kind() == Kind::Event && claim.stance == Stance::Denies
    });
}

#[test]
fn who_is_attacked_does_not_attack() {
    for (text, attacked) in [
        ("Government forces were attacked by rebels, the army said.", "government forces"),
        ("The army was attacked overnight by rebels, the mayor said.", "army"),
    ] {
        check(&[text], |claim| {
            let agent = claim.agent.as_ref().map(|name| super::bare(name.as_str()));
            claim.kind() == Kind::Event && agent.as_deref() == Some(attacked)
        });
    }
}
