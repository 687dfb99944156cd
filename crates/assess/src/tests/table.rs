//! Terms with hours, refusals, exceptions, supersessions, steps and deadlines: one line a case.

use super::{claim, dice::lists, incident};
use crate::{findings_by, obligations, stage, waits_for};
use jiff::Timestamp;
use serde_json::{Value, json};
use truce_model::{Agreement, AtomName, Claim, Finding, Obligation, Stage, Truth};

const SHELLED: &str = "shelling | asserts | North army > villagers | Ruba | 2031-03-06T12:00";

/// A provision with these fields beside the usual ones.
fn provision(id: &str, term: &str, fields: Value) -> Value {
    let mut all = json!({ "id": id, "article": 0, "term": term, "binds": ["north", "south"], "line": 1,
        "from": "2031-03-05T00:00:00Z", "until": null, "zone": [], "due": null });
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    all
}

fn turn(id: &str, what: &str, at: Value, until: Value) -> Value {
    json!({ "id": id, "what": what, "at": at, "until": until, "text": "", "cite": "", "line": 1 })
}

/// Terms with these provisions, and with these fields beside the usual ones.
fn terms(id: &str, provisions: &[Value], fields: Value) -> Agreement {
    let mut all = json!({ "id": id, "title": "", "kind": "agreement", "made_on": "2031-03-01", "zone": "UTC",
        "parties": [], "cite": [], "articles": [], "provisions": provisions,
        "readings": [{ "id": "plain", "title": "", "holders": [], "words": [], "changes": [], "line": 0 }] });
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    serde_json::from_value(all).unwrap()
}

fn readings(changes: &[(&str, Value)]) -> Value {
    let one = |(id, changes): &(&str, Value)| {
        json!({ "id": id, "title": "", "holders": [], "words": [],
        "changes": changes, "line": 0 })
    };
    let plain = json!({ "id": "plain", "title": "", "holders": [], "words": [], "changes": [], "line": 0 });
    Value::Array([plain].into_iter().chain(changes.iter().map(one)).collect())
}

fn at(text: &str) -> Timestamp {
    format!("2031-{text}:00Z").parse().unwrap()
}

/// The finding on a claim by a provision of the first of these agreements.
fn judged(all: &[Agreement], provision: &str, reading: &str, line: &str) -> Finding {
    let (actors, places) = lists();
    let claims = [claim(line)];
    let by = (&all[0].id, &truce_model::ProvisionId::new(provision), &truce_model::ReadingId::new(reading));
    findings_by(by, &[incident(&claims)], &claims, all, &actors, &places).remove(0)
}

#[track_caller]
fn check(all: &[Agreement], provision: &str, reading: &str, line: &str, verdict: &str) {
    let found = judged(all, provision, reading, line);
    assert_eq!(found.verdict.word(), verdict, "{:#?}", found.atoms);
}

fn on(time: &str) -> String {
    SHELLED.replace("03-06T12:00", time)
}

fn hit(target: &str) -> String {
    SHELLED.replace("villagers", target)
}

#[test]
fn a_day_against_five_hours_is_undetermined_and_shows_its_share() {
    let hours = json!({ "windows": [{ "start": "09:00:00", "end": "14:00:00", "repeat": "FREQ=DAILY", "first": null }] });
    let all = [terms("a", &[provision("cease", "cease-hostilities", hours)], json!({}))];
    let found = judged(&all, "cease", "plain", &on("03-06"));
    let atom = found.atom(AtomName::InWindow).unwrap();
    assert_eq!((found.verdict.word(), atom.truth), ("undetermined", Truth::Unknown));
    assert_eq!(atom.share.unwrap().to_string(), "5:00 of 24:00 hours (21 %)");
    assert!(atom.because.ends_with("they cover 5:00 of 24:00 hours (21 %), which decides nothing"));
    for (time, verdict) in [
        ("03-06T08:59", "not covered"),
        ("03-06T09:00", "violation"),
        ("03-06T13:59", "violation"),
        ("03-06T14:00", "not covered"),
    ] {
        check(&all, "cease", "plain", &on(time), verdict);
    }
    // Nobody tells when: it can have been in those hours.
    check(&all, "cease", "plain", &SHELLED.replace("2031-03-06T12:00", ".."), "undetermined");
}

#[test]
fn hours_across_midnight_bind_in_the_night_in_which_they_start() {
    let hours = json!({ "windows": [{ "start": "22:00:00", "end": "02:00:00", "repeat": "FREQ=DAILY", "first": null }] });
    let all = [terms("a", &[provision("cease", "cease-hostilities", hours)], json!({}))];
    check(&all, "cease", "plain", &on("03-05T01:59"), "violation");
    check(&all, "cease", "plain", &on("03-05T02:00"), "not covered");
    check(&all, "cease", "plain", &on("03-04T23:00"), "not covered");
}

#[test]
fn a_minute_that_the_clocks_show_twice_can_be_either() {
    let from = |from: &str| {
        let fields = json!({ "from": from });
        [terms("a", &[provision("cease", "cease-hostilities", fields)], json!({ "zone": "Europe/Berlin" }))]
    };
    check(&from("2031-10-26T01:00:00Z"), "cease", "plain", &on("10-26T02:30"), "undetermined");
    check(&from("2031-10-26T00:30:00Z"), "cease", "plain", &on("10-26T02:30"), "violation");
    check(&from("2031-10-26T01:31:00Z"), "cease", "plain", &on("10-26T02:30"), "not covered");
    // The last minute that the clocks skip in spring is taken an hour on.
    check(&from("2031-03-30T01:59:00Z"), "cease", "plain", &on("03-30T02:59"), "violation");
}

#[test]
fn of_a_fight_the_breach_is_certain_and_whose_it_was_is_not() {
    let all = [terms("a", &[provision("cease", "cease-hostilities", json!({}))], json!({}))];
    let found = judged(
        &all,
        "cease",
        "plain",
        "clash | asserts | North army > South Guard | Ruba | 2031-03-06T12:00",
    );
    assert_eq!(found.verdict.word(), "violation");
    let others = found.atoms.iter().filter(|atom| atom.name != AtomName::Excluded);
    assert!(others.into_iter().all(|atom| atom.truth == Truth::True));
    let told: Vec<_> = found.conduct.iter().map(|one| (one.who.as_str(), one.breached, one.meant)).collect();
    let open = (Truth::Unknown, Truth::Unknown);
    assert_eq!(told, [("North army", open.0, open.1), ("South Guard", open.0, open.1)]);
    let found = judged(&all, "cease", "plain", SHELLED);
    assert_eq!((found.conduct[0].breached, found.conduct[0].meant), (Truth::True, Truth::Unknown));
}

#[test]
fn who_refused_is_held_only_by_a_reading_that_says_so() {
    let refused = json!({ "parties": [{ "actor": "south", "role": "refused", "since": "2031-03-06" }],
        "readings": readings(&[("held", json!([["cease", { "bind": ["south"] }]])),
                               ("guard", json!([["cease", { "bind": ["south-guard"] }]]))]) });
    let all = [terms("a", &[provision("cease", "cease-hostilities", json!({}))], refused)];
    let guard = SHELLED.replace("North army", "South Guard");
    check(&all, "cease", "plain", &guard, "undetermined");
    check(&all, "cease", "plain", &guard.replace("03-06", "03-05"), "violation");
    check(&all, "cease", "held", &guard, "violation");
    check(&all, "cease", "guard", &guard, "violation");
    check(&all, "cease", "guard", &guard.replace("South Guard", "Hill League"), "undetermined");
    check(&all, "cease", "plain", SHELLED, "violation");
}

#[test]
fn partners_and_lists_are_left_out_by_the_day() {
    let excluding = |fields: Value, more: Value| {
        let all =
            [provision("cease", "cease-hostilities", json!({})), provision("out", "exclude-groups", fields)];
        [terms("a", &all, more)]
    };
    let listed = excluding(json!({ "groups": ["named"] }), json!({}));
    check(&listed, "cease", "plain", &hit("Black Hand"), "permitted");
    check(&listed, "cease", "plain", &hit("Grey Band").replace("03-06", "03-30"), "permitted");
    check(&listed, "cease", "plain", &hit("Grey Band").replace("03-06", "03-31"), "not covered");
    check(&listed, "cease", "plain", &hit("Hill League"), "violation");
    let partners = json!({ "groups": ["black-hand"], "partners_of": ["black-hand"] });
    let beside = excluding(partners.clone(), json!({}));
    check(&beside, "cease", "plain", &hit("Hill League").replace("03-06", "03-29"), "permitted");
    // No list tells whether it fought beside them then; a signatory did not.
    check(&beside, "cease", "plain", &hit("Hill League"), "undetermined");
    check(&beside, "cease", "plain", SHELLED, "violation");
    let signed = json!({ "parties": [{ "actor": "hill-league", "role": "signatory", "since": null }] });
    check(&excluding(partners, signed), "cease", "plain", &hit("Hill League"), "violation");
    // The exclusion has its own time, and a reading may deny it.
    let late = excluding(json!({ "groups": ["south-guard"], "from": "2031-03-07T00:00:00Z" }), json!({}));
    check(&late, "cease", "plain", &hit("South Guard"), "violation");
    check(&late, "cease", "plain", &hit("South Guard").replace("03-06", "03-07"), "permitted");
    let denied = json!({ "readings": readings(&[("no", json!([["out", { "denied": true }]]))]) });
    let all = excluding(json!({ "groups": ["south-guard"] }), denied);
    check(&all, "cease", "plain", &hit("South Guard"), "permitted");
    check(&all, "cease", "no", &hit("South Guard"), "violation");
}

#[test]
fn an_exception_to_an_exception_forbids_again() {
    let permit = |id: &str, targets: Value, unless: Value| {
        provision(id, "permit", json!({ "acts": ["shelling"], "targets": targets, "unless": unless }))
    };
    let all = [terms(
        "a",
        &[
            provision("ban", "prohibit", json!({ "acts": ["shelling"], "targets": [], "unless": ["reply"] })),
            permit("reply", json!([]), json!(["spare"])),
            permit("spare", json!(["civilians"]), json!([])),
        ],
        json!({ "readings": readings(&[("bare", json!([["spare", { "denied": true }]])),
                                       ("none", json!([["reply", { "denied": true }]]))]) }),
    )];
    check(&all, "ban", "plain", SHELLED, "violation");
    check(&all, "ban", "plain", &hit("South Guard"), "permitted");
    check(&all, "ban", "plain", &hit("positions"), "undetermined");
    check(&all, "ban", "bare", SHELLED, "permitted");
    check(&all, "ban", "none", &hit("South Guard"), "violation");
}

#[test]
fn what_is_superseded_binds_again_or_never() {
    let over = |lasts: &str, provisions: Value| {
        let next = json!({ "from": "2031-03-10T00:00:00Z", "until": "2031-03-12T00:00:00Z" });
        let supersedes =
            json!({ "supersedes": [{ "agreement": "a", "provisions": provisions, "lasts": lasts }] });
        let first = ["cease", "aid"].map(|id| provision(id, "cease-hostilities", json!({})));
        [
            terms("a", &first, json!({})),
            terms("b", &[provision("next", "cease-hostilities", next)], supersedes),
        ]
    };
    for (lasts, after) in [("while-in-force", "violation"), ("for-good", "not covered")] {
        let all = over(lasts, json!(["cease"]));
        check(&all, "cease", "plain", &on("03-09T23:59"), "violation");
        check(&all, "cease", "plain", &on("03-10T00:00"), "not covered");
        check(&all, "cease", "plain", &on("03-12T00:00"), after);
        check(&all, "aid", "plain", &on("03-11T12:00"), "violation");
        check(&over(lasts, json!([])), "aid", "plain", &on("03-11T12:00"), "not covered");
    }
    // What is itself superseded from the 11th may or may not set others aside still.
    let third = provision("third", "cease-hostilities", json!({ "from": "2031-03-11T00:00:00Z" }));
    let over_b = json!({ "supersedes": [{ "agreement": "b", "lasts": "while-in-force" }] });
    let mut all = over("while-in-force", json!([])).to_vec();
    all.push(terms("c", &[third], over_b));
    check(&all, "cease", "plain", &on("03-10T12:00"), "not covered");
    check(&all, "cease", "plain", &on("03-11T12:00"), "undetermined");
}

#[test]
fn what_must_come_first_holds_the_rest_back() {
    let all = |at: Value| {
        let after = provision("cease", "cease-hostilities", json!({ "after": ["exchange"] }));
        let duty = provision("leave", "withdraw", json!({ "from_place": "Mill" }));
        let later = provision("later", "cease-hostilities", json!({ "after": ["leave"] }));
        let mut done = turn("left", "fulfilled", json!("2031-03-08T12:00:00Z"), json!(null));
        (done["provisions"], done["contested"]) = (json!(["leave"]), json!(true));
        let mut accepts = readings(&[("left", json!([]))]);
        accepts[1]["accepts"] = json!(["left"]);
        let turns = json!([turn("exchange", "happened", at, json!(null)), done]);
        [terms("a", &[after, duty, later], json!({ "turns": turns, "readings": accepts }))]
    };
    let waits = |all: &[Agreement; 1], provision: usize, reading: usize| {
        let (a, now) = (&all[0], at("03-09T00:00"));
        let found = waits_for(a, &a.provisions[provision], &a.readings[reading], now);
        found.iter().map(|step| step.to_string()).collect::<Vec<_>>().join(" ")
    };
    let (never, done) = (all(json!(null)), all(json!("2031-03-06T12:00:00Z")));
    check(&never, "cease", "plain", SHELLED, "not covered");
    check(&done, "cease", "plain", SHELLED, "violation");
    check(&done, "cease", "plain", &on("03-06T11:59"), "not covered");
    assert_eq!((waits(&never, 0, 0).as_str(), waits(&done, 0, 0).as_str()), ("exchange", ""));
    // Whether a duty was carried out is open until a turn says so.
    check(&done, "later", "plain", &on("03-08T12:00"), "undetermined");
    check(&done, "later", "left", &on("03-08T12:00"), "violation");
    check(&done, "later", "left", &on("03-08T11:59"), "not covered");
    assert_eq!((waits(&done, 2, 0).as_str(), waits(&done, 2, 1).as_str()), ("leave", ""));
}

#[test]
fn peace_first_or_arms_first_are_two_orders_of_the_same_steps() {
    let duty =
        |id: &str| provision(id, "oblige", json!({ "what": id, "met_by": [], "broken_by": [], "at": [] }));
    let orders = readings(&[
        ("peace-first", json!([["arms", { "after": ["peace"] }]])),
        ("arms-first", json!([["peace", { "after": ["arms"] }], ["trade", { "after": ["arms", "peace"] }]])),
    ]);
    let a = terms("a", &[duty("peace"), duty("arms"), duty("trade")], json!({ "readings": orders }));
    let told = |reading: usize| {
        let rows = crate::order(&a, &a.readings[reading]);
        let row = |row: &Vec<truce_model::StepId>| {
            row.iter().map(|step| step.to_string()).collect::<Vec<_>>().join(", ")
        };
        rows.iter().map(row).collect::<Vec<_>>().join(" > ")
    };
    assert_eq!([told(0), told(1), told(2)], ["", "peace > arms", "arms > peace > trade"]);
}

/// A shelling ban with these turns, at these moments in these stages; `unknown`: left open.
#[track_caller]
fn check_stages(until: Value, turns: Value, moments: &[(&str, &str)]) {
    let ban = provision("cease", "cease-hostilities", json!({ "until": until }));
    let a = terms("a", &[ban], json!({ "turns": turns }));
    for (moment, expected) in moments {
        let found =
            stage(&a, &a.provisions[0], &a.readings[0], at(moment)).map_or("unknown", |stage| stage.word());
        assert_eq!(found, *expected, "{moment}");
    }
}

#[test]
fn turns_move_terms_from_stage_to_stage() {
    let day = |day: &str| json!({ "earliest": format!("2031-03-{day}T00:00:00Z"), "latest": format!("2031-03-{day}T24:00:00Z").replace("06T24", "07T00") });
    let noon = |day: &str| json!(format!("2031-03-{day}T12:00:00Z"));
    let midnight = |day: &str| json!(format!("2031-03-{day}T00:00:00Z"));
    let none = || json!(null);
    check_stages(
        midnight("10"),
        json!([]),
        &[
            ("03-04T23:59", "created"),
            ("03-05T00:00", "in effect"),
            ("03-09T23:59", "in effect"),
            ("03-10T00:00", "expired"),
        ],
    );
    // An extension brings lapsed terms back from its own moment on, and lifts no suspension.
    check_stages(
        midnight("10"),
        json!([turn("t", "extended", noon("11"), midnight("13"))]),
        &[("03-10T12:00", "expired"), ("03-11T12:00", "in effect"), ("03-13T00:00", "expired")],
    );
    let rests =
        [turn("s", "suspended", noon("07"), none()), turn("t", "extended", noon("08"), midnight("13"))];
    check_stages(midnight("10"), json!(rests), &[("03-09T00:00", "suspended"), ("03-13T00:00", "expired")]);
    // The end of one suspension does not lift another; terms can be set aside before they start.
    let two = [turn("s", "suspended", noon("06"), noon("08")), turn("t", "suspended", noon("07"), none())];
    check_stages(none(), json!(two), &[("03-09T00:00", "suspended")]);
    let early = [turn("s", "suspended", noon("04"), none()), turn("t", "resumed", noon("07"), none())];
    check_stages(
        none(),
        json!(early),
        &[("03-04T13:00", "created"), ("03-06T00:00", "suspended"), ("03-07T12:00", "in effect")],
    );
    // What was ended before its start does not begin to bind by a resumption before it either.
    let ended = [turn("e", "ended", noon("03"), none()), turn("r", "resumed", noon("04"), none())];
    check_stages(
        none(),
        json!(ended),
        &[("03-04T00:00", "terminated"), ("03-04T13:00", "created"), ("03-05T00:00", "in effect")],
    );
    // Two turns of one day, of which one is known by the day only, may have come in either order.
    let same = [turn("s", "suspended", day("06"), none()), turn("r", "resumed", noon("06"), none())];
    check_stages(
        none(),
        json!(same),
        &[("03-05T23:59", "in effect"), ("03-06T13:00", "unknown"), ("03-08T00:00", "unknown")],
    );
    let final_turns = [turn("f", "fulfilled", noon("06"), none()), turn("r", "resumed", noon("07"), none())];
    check_stages(none(), json!(final_turns), &[("03-08T00:00", "fulfilled")]);
}

fn duty(fields: Value, turns: Value, lines: &[&str], now: &str) -> Obligation {
    let mut usual = json!({ "what": "hand over the maps", "met_by": [], "broken_by": [], "at": [] });
    usual.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let a = terms("a", &[provision("maps", "oblige", usual)], json!({ "turns": turns }));
    let (actors, places) = lists();
    let claims: Vec<Claim> = lines.iter().map(|line| claim(line)).collect();
    obligations(&claims, &[a], &actors, &places, at(now)).remove(0)
}

#[test]
fn a_duty_is_due_within_hours_of_a_turn_and_broken_when_somebody_says_so() {
    let within = json!({ "due": { "within": { "hours": 48 }, "of": "swap" } });
    let swap = |at: Value| json!([turn("swap", "happened", at, json!(null))]);
    let came = || swap(json!("2031-03-06T12:00:00Z"));
    assert_eq!(duty(within.clone(), swap(json!(null)), &[], "03-20T00:00").due, None);
    let due = duty(within.clone(), came(), &[], "03-20T00:00").due.unwrap();
    assert_eq!(due.exact(), Some(at("03-08T12:00")));
    let said = "not_done | asserts | North | | 2031-03-07";
    let stage = |lines: &[&str], now: &str| {
        let found = duty(within.clone(), came(), lines, now);
        (found.stage, found.state.word())
    };
    assert_eq!(stage(&[], "03-04T00:00"), (Some(Stage::Created), "not yet due"));
    // A deadline that passed without a word may have been kept or missed.
    assert_eq!(stage(&[], "03-20T00:00"), (None, "no word"));
    assert_eq!(stage(&[said], "03-08T11:59"), (Some(Stage::InEffect), "said not to be met"));
    assert_eq!(stage(&[said], "03-08T12:00"), (Some(Stage::Violated), "said not to be met"));
    let missed = json!([turn("missed", "missed", json!("2031-03-07T00:00:00Z"), json!(null))]);
    assert_eq!(duty(json!({}), missed, &[], "03-08T00:00").stage, Some(Stage::Violated));
    let done = json!([turn("done", "fulfilled", json!("2031-03-07T00:00:00Z"), json!(null))]);
    assert_eq!(duty(json!({}), done, &[], "03-08T00:00").stage, Some(Stage::Fulfilled));
    let a = terms(
        "a",
        &[provision(
            "maps",
            "oblige",
            json!({ "what": "x", "met_by": [], "broken_by": [], "at": [],
        "due": { "within": { "hours": 2 }, "of": "maps" } }),
        )],
        json!({}),
    );
    let found = crate::due(&a, &a.provisions[0], &a.readings[0]).unwrap();
    assert_eq!(found.exact(), Some(at("03-05T02:00")));
}

#[test]
fn an_ultimatum_lapses() {
    let fields = json!({ "by": ["north"], "binds": ["south"], "demand": "leave Mill", "or_else": "Mill is stormed",
        "due": "2031-03-07T00:00:00Z", "until": "2031-03-07T00:00:00Z" });
    let a = [terms("a", &[provision("out", "ultimatum", fields)], json!({}))];
    let (actors, places) = lists();
    let stands = |now: &str| obligations(&[], &a, &actors, &places, at(now)).remove(0);
    let found = stands("03-06T00:00");
    assert_eq!(
        (found.what.as_str(), found.creditors[0].as_str()),
        ("leave Mill, or else Mill is stormed", "north")
    );
    assert_eq!((found.stage, found.state.word()), (Some(Stage::InEffect), "no word"));
    assert_eq!(found.due.unwrap().exact(), Some(at("03-07T00:00")));
    assert_eq!(stands("03-07T00:00").stage, Some(Stage::Expired));
}

#[test]
fn a_wide_name_that_may_mean_a_party_leaves_its_protection_open() {
    let binds = json!({ "binds": ["north", "south-guard"] });
    let all = [terms("a", &[provision("cease", "cease-hostilities", binds)], json!({}))];
    check(&all, "cease", "plain", &hit("South Guard"), "violation");
    check(&all, "cease", "plain", &hit("South"), "undetermined");
    check(&all, "cease", "plain", &hit("Hill League"), "not covered");
}

/// The table of `docs/reference/judgement.md`.
#[test]
fn one_incident_is_told_apart_by_three_readings() {
    let (actors, places) = super::lists();
    let found = |reading: &str, day: &str| {
        let claims =
            [claim(&format!("shelling | asserts | North army > Hill League | Arden | 2031-03-{day}"))];
        let all = [super::agreement()];
        let by = (&all[0].id, &all[0].provisions[0].id, &truce_model::ReadingId::new(reading));
        findings_by(by, &[incident(&claims)], &claims, &all, &actors, &places).remove(0)
    };
    let verdicts = ["plain", "partners", "ended"].map(|reading| found(reading, "13").verdict.word());
    assert_eq!(verdicts, ["violation", "permitted", "not covered"]);
    let day = found("ended", "12");
    assert_eq!(day.verdict.word(), "undetermined");
    assert_eq!(
        day.atom(AtomName::InWindow).unwrap().share.unwrap().to_string(),
        "19:00 of 24:00 hours (79 %)"
    );
}

#[test]
fn of_a_fight_with_one_side_named_the_other_may_be_anybody() {
    let all = [terms("a", &[provision("cease", "cease-hostilities", json!({}))], json!({}))];
    let fight = |agent: &str| format!("clash | asserts | {agent} | Ruba | 2031-03-06T12:00");
    check(&all, "cease", "plain", &fight("North army"), "undetermined");
    check(&all, "cease", "plain", &fight("North army > South Guard"), "violation");
    check(&all, "cease", "plain", &fight("North army > Black Hand"), "not covered");
    check(&all, "cease", "plain", &fight("North army > North"), "not covered");
}

#[test]
fn fighters_that_no_list_names_are_not_civilians() {
    let all = [terms("a", &[provision("cease", "cease-hostilities", json!({}))], json!({}))];
    for words in ["fighters", "a battalion", "border guards", "positions", "Tiger Brigade"] {
        check(&all, "cease", "plain", &hit(words), "undetermined");
    }
    for words in
        ["guerillas", "a command centre", "attackers", "people", "Tal Rifa", "a school of the North army"]
    {
        check(&all, "cease", "plain", &hit(words), "undetermined");
    }
    check(&all, "cease", "plain", &hit("positions of the North army"), "not covered");
    for words in ["villagers", "a bakery", "Mill", "Mill and Ruba", "Ruba Hospital"] {
        check(&all, "cease", "plain", &hit(words), "violation");
    }
    let forces = json!({ "acts": ["shelling"], "targets": ["forces"] });
    let all = [terms("a", &[provision("no-fire", "prohibit", forces)], json!({}))];
    for (words, verdict) in [
        ("South Guard", "violation"),
        ("a battalion", "undetermined"),
        ("Tiger Brigade", "undetermined"),
        ("Mill", "undetermined"),
        ("a bakery", "not covered"),
    ] {
        check(&all, "no-fire", "plain", &hit(words), verdict);
    }
}

#[test]
fn what_no_list_holds_is_neither_everywhere_nor_nobody() {
    let of = |fields: Value| [terms("a", &[provision("cease", "cease-hostilities", fields)], json!({}))];
    check(&of(json!({ "zone": ["Nowhere Vale"] })), "cease", "plain", SHELLED, "undetermined");
    check(&of(json!({ "zone": ["Nowhere Vale", "Ruba"] })), "cease", "plain", SHELLED, "violation");
    check(&of(json!({ "outside": ["Nowhere Vale"] })), "cease", "plain", SHELLED, "undetermined");
    check(&of(json!({ "binds": ["the-unheard-of"] })), "cease", "plain", SHELLED, "undetermined");
    let out = provision("out", "exclude-groups", json!({ "groups": ["the-unheard-of"] }));
    let all = [terms("a", &[provision("cease", "cease-hostilities", json!({})), out], json!({}))];
    check(&all, "cease", "plain", &hit("South Guard"), "undetermined");
}

#[test]
fn a_membership_that_changes_within_the_time_of_an_incident_leaves_it_open() {
    let out = provision("out", "exclude-groups", json!({ "groups": ["named"] }));
    let all = [terms(
        "a",
        &[provision("cease", "cease-hostilities", json!({ "binds": ["north", "grey-band"] })), out],
        json!({}),
    )];
    // Grey Band is on the list up to 30 March.
    let on = |time: &str| hit("Grey Band").replace("2031-03-06T12:00", time);
    check(&all, "cease", "plain", &on("2031-03-29..2031-03-30"), "permitted");
    check(&all, "cease", "plain", &on("2031-03-30..2031-03-31"), "undetermined");
    check(&all, "cease", "plain", &on("2031-03-31..2031-04-01"), "violation");
    check(&all, "cease", "plain", &on("2031-03-31.."), "violation");
}

#[test]
fn a_refusal_within_the_time_of_an_incident_leaves_it_open() {
    let refused = json!({ "parties": [{ "actor": "south", "role": "refused", "since": "2031-03-08" }] });
    let all = [terms("a", &[provision("cease", "cease-hostilities", json!({}))], refused)];
    let on = |time: &str| SHELLED.replace("North army", "South Guard").replace("2031-03-06T12:00", time);
    check(&all, "cease", "plain", &on("2031-03-06..2031-03-07"), "violation");
    check(&all, "cease", "plain", &on("2031-03-07..2031-03-08"), "undetermined");
}

#[test]
fn the_rebels_of_one_country_are_not_those_of_another() {
    let actors = r#"
        actor = [
          { id = "north", name = "North", kind = "state" },
          { id = "league", name = "Hill League", kind = "coalition", local = { countries = ["Westland"], names = ["rebels"] } },
          { id = "villagers", name = "villagers", kind = "civil" },
        ]
    "#;
    let (_, places) = lists();
    let actors = truce_model::Actors::parse([("a.toml", actors)]).unwrap();
    let binds = json!({ "binds": ["north", "league"] });
    let all = [terms("a", &[provision("cease", "cease-hostilities", binds)], json!({}))];
    let verdict = |line: &str| {
        let claims = [claim(line)];
        let by = (&all[0].id, &truce_model::ProvisionId::new("cease"), &truce_model::ReadingId::new("plain"));
        let found = findings_by(by, &[incident(&claims)], &claims, &all, &actors, &places).remove(0);
        found.verdict.word()
    };
    let by = |agent: &str, place: &str| {
        format!("shelling | asserts | {agent} > villagers | {place} | 2031-03-06T12:00")
    };
    assert_eq!(verdict(&by("rebels", "Ruba")), "violation");
    assert_eq!(verdict(&by("rebels", "Port")), "undetermined");
    assert_eq!(verdict(&by("rebels", "")), "undetermined");
    let told_by_rebels = by("North", "Port").replace("asserts", "asserts by a rebel commander");
    assert_eq!(verdict(&told_by_rebels), "undetermined");
}

#[test]
fn whom_an_excluded_group_holds_or_fights_is_not_that_group() {
    let out = provision("out", "exclude-groups", json!({ "groups": ["black-hand"] }));
    let all = [terms("a", &[provision("cease", "cease-hostilities", json!({})), out], json!({}))];
    for (words, verdict) in [
        ("Black Hand", "permitted"),
        ("two positions of the Black Hand in Ruba", "permitted"),
        ("Black Hand fighters", "permitted"),
        ("prisoners held by the Black Hand", "undetermined"),
        ("rivals of the Black Hand", "undetermined"),
        ("Black Hand's rivals", "undetermined"),
        ("a former Black Hand base", "undetermined"),
        ("a wedding of Black Hand relatives", "undetermined"),
    ] {
        check(&all, "cease", "plain", &hit(words), verdict);
    }
    let siege = json!({ "acts": ["siege"], "targets": [] });
    let out = provision("out", "exclude-groups", json!({ "groups": ["black-hand"] }));
    let all = [terms("a", &[provision("free", "prohibit", siege), out], json!({}))];
    check(&all, "free", "plain", &hit("Black Hand").replace("shelling", "siege"), "permitted");
    check(&all, "free", "plain", &hit("Mill").replace("shelling", "siege"), "violation");
}

#[test]
fn whoever_may_speak_for_a_side_is_no_observer() {
    let all = [terms("a", &[provision("cease", "cease-hostilities", json!({}))], json!({}))];
    for source in [
        "South's defence ministry",
        "South's president",
        "Hill League's leader",
        "the defence ministry",
        "state television",
        "an envoy of the South to the North",
        "Ruba",
    ] {
        let line = SHELLED.replace("asserts", &format!("asserts by {source}"));
        check(&all, "cease", "plain", &line, "undetermined");
    }
    for source in ["a medic", "residents", "North", "North army commander"] {
        let line = SHELLED.replace("asserts", &format!("asserts by {source}"));
        check(&all, "cease", "plain", &line, "violation");
    }
}

#[test]
fn a_third_in_a_fight_a_permission_for_one_side_and_civilians_decide_nothing() {
    let fight = |line: &str| format!("clash | asserts | {line} | Ruba | 2031-03-06T12:00");
    let out = provision("out", "exclude-groups", json!({ "groups": ["black-hand"] }));
    let all = [terms("a", &[provision("cease", "cease-hostilities", json!({})), out], json!({}))];
    check(&all, "cease", "plain", &fight("North army and South Guard > Black Hand"), "undetermined");
    check(&all, "cease", "plain", &fight("North army > villagers"), "undetermined");
    let permit = provision(
        "permit",
        "permit",
        json!({ "binds": ["south"], "acts": ["gunfire", "clash"], "targets": [] }),
    );
    let cease = provision("cease", "cease-hostilities", json!({ "unless": ["permit"] }));
    let all = [terms("a", &[cease, permit], json!({}))];
    check(&all, "cease", "plain", &fight("North army > South Guard"), "undetermined");
}

#[test]
fn beside_a_place_or_in_a_part_of_it_is_not_in_the_zone() {
    let of = |fields: Value| [terms("a", &[provision("cease", "cease-hostilities", fields)], json!({}))];
    let at = |place: &str| SHELLED.replace("Ruba", place);
    let ruba = of(json!({ "zone": ["Ruba"] }));
    check(&ruba, "cease", "plain", &at("Ruba"), "violation");
    check(&ruba, "cease", "plain", &at("eastern Ruba"), "violation");
    for place in ["near Ruba", "east of Ruba", "Ruba border", "Ruba countryside"] {
        check(&ruba, "cease", "plain", &at(place), "undetermined");
        check(&of(json!({ "outside": ["Ruba"] })), "cease", "plain", &at(place), "undetermined");
    }
    let east = of(json!({ "zone": ["eastern Ruba"] }));
    check(&east, "cease", "plain", &at("western Ruba"), "undetermined");
    check(&east, "cease", "plain", &at("Mill"), "not covered");
}

#[test]
fn a_party_is_bound_from_the_day_on_which_it_joined() {
    let joined = json!({ "parties": [{ "actor": "south", "role": "party", "since": "2031-03-08" }] });
    let all = [terms("a", &[provision("cease", "cease-hostilities", json!({}))], joined)];
    let on = |time: &str| SHELLED.replace("North army", "South Guard").replace("2031-03-06T12:00", time);
    check(&all, "cease", "plain", &on("2031-03-07"), "not covered");
    check(&all, "cease", "plain", &on("2031-03-07..2031-03-08"), "undetermined");
    check(&all, "cease", "plain", &on("2031-03-08"), "violation");
}

#[test]
fn a_permission_frees_from_a_duty_too() {
    let access = json!({ "to": "Ruba", "unless": ["stop"] });
    let stop = provision("stop", "permit", json!({ "acts": ["blocked"], "targets": [] }));
    let all = [terms("a", &[provision("aid", "grant-access", access), stop], json!({}))];
    let blocked = "blocked | asserts | North army > Ruba | Mill | 2031-03-06T12:00";
    check(&all, "aid", "plain", blocked, "permitted");
    check(&all, "aid", "plain", &blocked.replace("blocked", "supplies_removed"), "violation");
}

#[test]
fn aid_for_a_place_that_no_list_holds_may_be_for_another() {
    let all = [terms("a", &[provision("aid", "grant-access", json!({ "to": "Ruba" }))], json!({}))];
    for (target, verdict) in [
        ("an aid convoy", "violation"),
        ("Ruba", "violation"),
        ("Mill", "undetermined"),
        ("residents of Mill", "undetermined"),
        ("Xville", "undetermined"),
        ("a convoy for Mill", "undetermined"),
    ] {
        let line = format!("blocked | asserts | North army > {target} | Ruba | 2031-03-06T12:00");
        check(&all, "aid", "plain", &line, verdict);
    }
}
