//! What each term makes of an incident.

use super::{agreement, claim, incident, lists};
use crate::{findings, findings_by};
use truce_model::{Act, AtomName, Attribution, Claim, Finding, ProvisionId, ReadingId};

fn judged(lines: &[&str]) -> Vec<Finding> {
    let (actors, places) = lists();
    let claims: Vec<Claim> = lines.iter().map(|line| claim(line)).collect();
    findings(&[incident(&claims)], &claims, &[agreement()], &actors, &places)
}

#[track_caller]
fn check(provision: &str, reading: &str, lines: &[&str], verdict: &str) {
    let (actors, places) = lists();
    let claims: Vec<Claim> = lines.iter().map(|line| claim(line)).collect();
    let by = (&agreement().id, &ProvisionId::new(provision), &ReadingId::new(reading));
    let all = findings_by(by, &[incident(&claims)], &claims, &[agreement()], &actors, &places);
    let found = all.first().unwrap_or_else(|| panic!("no finding by {provision}"));
    assert_eq!(found.verdict.word(), verdict, "{:#?}", found.atoms);
    // A provision that the incident cannot have reached gives no finding among all the others.
    let among = judged(lines).into_iter().find(|f| f.id == found.id);
    assert!(among.map_or(verdict == "not covered", |among| among == *found), "{:#?}", found.atoms);
}

const BROKEN: &str = "shelling | asserts | North army > market | Arden | 2031-03-06";

#[test]
fn shelling_of_a_town_breaks_the_truce() {
    check("cease", "plain", &[BROKEN], "violation");
    check(
        "cease",
        "plain",
        &["shelling | asserts | South Guard > North army | Arden | 2031-03-06"],
        "violation",
    );
    check("cease", "plain", &["shelling | asserts | North army > Arden | Arden | 2031-03-06"], "violation");
}

#[test]
fn the_minute_before_is_not_covered_and_the_day_itself_is_unclear() {
    let at = |time: &str| BROKEN.replace("2031-03-06", time);
    check("cease", "plain", &[&at("2031-03-05T18:59")], "not covered");
    check("cease", "plain", &[&at("2031-03-05T19:00")], "violation");
    check("cease", "plain", &[&at("2031-03-05")], "undetermined");
    check("cease", "plain", &[&at("2031-03-04")], "not covered");
    check("cease", "plain", &[&at("..")], "undetermined");
    check("cease", "plain", &[&at("..2031-03-08")], "undetermined");
}

#[test]
fn where_and_by_whom_decide() {
    check("cease", "plain", &[&BROKEN.replace("Arden", "Eastland")], "not covered");
    check("cease", "plain", &[&BROKEN.replace("Arden", "a farm")], "undetermined");
    check("cease", "plain", &[&BROKEN.replace("North army", "East")], "not covered");
    check("cease", "plain", &[&BROKEN.replace("North army", "a militia")], "undetermined");
    check("cease", "plain", &[&BROKEN.replace("North army >", ">")], "undetermined");
}

#[test]
fn what_is_denied_or_unverified_is_undetermined() {
    check("cease", "plain", &[BROKEN, &BROKEN.replace("asserts", "denies")], "undetermined");
    check("cease", "plain", &[&BROKEN.replace("asserts", "denies")], "undetermined");
    check("cease", "plain", &[&BROKEN.replace("asserts", "unsure")], "undetermined");
}

#[test]
fn the_word_of_one_party_against_another_decides_nothing() {
    let by = |source: &str| BROKEN.replace("asserts", &format!("asserts by {source}"));
    check("cease", "plain", &[&by("South Guard")], "undetermined");
    check("cease", "plain", &[&by("a South Guard commander")], "undetermined");
    check("cease", "plain", &[&by("a rebel commander")], "undetermined");
    check("cease", "plain", &[&by("Black Hand")], "undetermined");
    check("cease", "plain", &[&by("North")], "violation");
    check("cease", "plain", &[&by("a medic")], "violation");
    check("cease", "plain", &[&by("South Guard"), BROKEN], "violation");
    let nameless = BROKEN.replace("North army >", ">");
    check("cease", "plain", &[&by("South Guard"), &nameless], "undetermined");
    check(
        "aid",
        "plain",
        &["blocked | asserts by South | North army > Arden | Arden | 2031-03-06"],
        "undetermined",
    );
    check(
        "road",
        "plain",
        &["withdrawal | asserts by South | North army | Mill Road | 2031-03-06"],
        "permitted",
    );
}

#[test]
fn of_a_fight_the_word_of_both_sides_decides() {
    let fight =
        |source: &str| format!("clash | asserts by {source} | North army > South Guard | Arden | 2031-03-06");
    check("cease", "plain", &[&fight("North army")], "undetermined");
    check("cease", "plain", &[&fight("North army"), &fight("South")], "violation");
    check("cease", "plain", &[&fight("North army"), &fight("East")], "violation");
}

#[test]
fn a_bare_army_is_that_of_the_only_state_bound_where_it_happened() {
    for words in ["the army", "Army units", "Government jets", "government", "regime forces"] {
        check("cease", "plain", &[&BROKEN.replace("North army", words)], "violation");
    }
    let army = BROKEN.replace("North army", "the army");
    check("cease", "plain", &[&army.replace("Arden", "a farm")], "undetermined");
    check("cease", "plain", &[&army.replace("Arden", "Arden, Eastland")], "undetermined");
    check("cease", "plain", &[&army.replace("Arden", "Eastland")], "not covered");
    check("cease", "plain", &[&BROKEN.replace("North army", "coalition")], "undetermined");
    check("cease", "plain", &[&BROKEN.replace("North army", "an army of volunteers")], "undetermined");
    check("cease", "unbound", &[&army], "not covered");
    let own = BROKEN.replace("asserts", "asserts by army").replace("North army", "South Guard");
    check("cease", "plain", &[&own], "undetermined");
}

#[test]
fn an_excluded_group_is_neither_protected_nor_bound() {
    check("cease", "plain", &[&BROKEN.replace("market", "Black Hand")], "permitted");
    check("cease", "plain", &[&BROKEN.replace("market", "positions of Black Hand")], "permitted");
    check("cease", "plain", &[&BROKEN.replace("North army", "Black Hand")], "not covered");
}

#[test]
fn who_says_nothing_of_the_target_does_not_rule_out_an_excluded_group() {
    check("cease", "plain", &[&BROKEN.replace("market", "")], "undetermined");
    check("cease", "plain", &[&BROKEN.replace("market", "militants")], "undetermined");
    let hurt = "killed | asserts | | Arden | 2031-03-06 | 3 villagers";
    check("cease", "plain", &[&BROKEN.replace("market", ""), hurt], "violation");
}

#[test]
fn what_may_be_anybodys_does_not_rule_out_an_excluded_group() {
    for target in ["positions", "a training camp", "an arms depot", "a commander", "targets", "vehicles"] {
        check("cease", "plain", &[&BROKEN.replace("market", target)], "undetermined");
    }
    for target in ["a house", "a hospital", "civilians", "a refugee camp", "aid lorries", "Arden"] {
        check("cease", "plain", &[&BROKEN.replace("market", target)], "violation");
    }
    let owned = BROKEN.replace("market", "positions of South Guard");
    check("cease", "plain", &[&owned], "violation");
    check("cease", "plain", &[&owned.replace("South Guard", "Black Hand")], "permitted");
}

#[test]
fn a_fight_stays_a_breach_where_one_side_says_that_the_other_began() {
    let fight = "clash | asserts | North army and South Guard | Arden | 2031-03-06";
    let attack = "ground_attack | asserts by North army | South Guard > army positions | Arden | 2031-03-06";
    let nameless = attack.replace("> army positions", "");
    for said in [attack, &nameless] {
        let (actors, places) = lists();
        let claims: Vec<Claim> = [fight, said].iter().map(|line| claim(line)).collect();
        let mut told = incident(&claims);
        (told.act, told.attribution) =
            (Act::Clash, Attribution::Contested { named: super::names("North army and South Guard") });
        let found = findings(&[told], &claims, &[agreement()], &actors, &places);
        let plain = found.iter().find(|f| f.reading.as_str() == "plain").unwrap();
        assert_eq!(plain.verdict.word(), "violation", "{:#?}", plain.atoms);
    }
}

#[test]
fn both_sides_in_one_name_are_two() {
    check(
        "cease",
        "plain",
        &["clash | asserts | North army and South Guard | Arden | 2031-03-06"],
        "violation",
    );
    check(
        "cease",
        "plain",
        &["clash | asserts | North army and Black Hand | Arden | 2031-03-06"],
        "permitted",
    );
    check("cease", "plain", &["clash | asserts | North army and North | Arden | 2031-03-06"], "not covered");
}

#[test]
fn a_reading_that_excludes_partners_permits_attacks_on_them() {
    let on_league = BROKEN.replace("market", "Hill League");
    check("cease", "plain", &[&on_league], "violation");
    check("cease", "partners", &[&on_league], "permitted");
    check("cease", "partners", &[&BROKEN.replace("market", "rebels")], "undetermined");
    check("cease", "partners", &[BROKEN], "violation");
}

#[test]
fn a_reading_may_end_the_truce_or_unbind_a_party() {
    let late = BROKEN.replace("2031-03-06", "2031-03-13");
    check("cease", "plain", &[&late], "violation");
    check("cease", "ended", &[&late], "not covered");
    check("cease", "unbound", &[BROKEN], "not covered");
}

#[test]
fn fighting_between_the_sides_is_a_breach_whoever_began() {
    check(
        "cease",
        "plain",
        &["clash | asserts | North army > South Guard | Arden | 2031-03-06"],
        "violation",
    );
    check("cease", "plain", &["clash | asserts | North army > Black Hand | Arden | 2031-03-06"], "permitted");
    check("cease", "plain", &["clash | asserts | North army > East | Arden | 2031-03-06"], "not covered");
    check(
        "cease",
        "plain",
        &["clash | asserts | South Guard > Hill League | Arden | 2031-03-06"],
        "not covered",
    );
    check("cease", "plain", &["clash | asserts | North army | Arden | 2031-03-06"], "undetermined");
}

#[test]
fn an_armed_actor_that_is_no_party_is_not_protected() {
    check("cease", "plain", &[&BROKEN.replace("market", "East")], "not covered");
    check("cease", "plain", &[&BROKEN.replace("market", "Relief Office")], "violation");
}

#[test]
fn an_unexplained_blast_is_undetermined() {
    check(
        "cease",
        "plain",
        &["explosion | asserts | North army > market | Arden | 2031-03-06"],
        "undetermined",
    );
}

#[test]
fn aid_is_judged_by_its_goal() {
    let blocked = "blocked | asserts | North army > Arden | Eastland | 2031-03-06";
    check("aid", "plain", &[blocked], "violation");
    check("aid", "plain", &[&blocked.replace("> Arden", "> Ruba")], "not covered");
    check("aid", "plain", &[&blocked.replace("> Arden", "")], "undetermined");
    check("aid", "plain", &[&blocked.replace("North army", "South")], "not covered");
    check("aid", "plain", &[&blocked.replace("2031-03-06", "2031-03-05T18:59")], "not covered");
    check("aid", "plain", &["convoy_delivered | asserts | Relief Office | Arden | 2031-03-06"], "permitted");
    check("aid", "plain", &["convoy_waiting | asserts | | Mill Road | 2031-03-06"], "undetermined");
}

#[test]
fn forces_leave_a_road_or_are_sent_to_it() {
    let sent = "deployment | asserts | North army | Mill Road | 2031-03-06";
    check("road", "plain", &[sent], "violation");
    check("road", "plain", &[&sent.replace("Mill Road", "Arden")], "undetermined");
    check("road", "plain", &[&sent.replace("Mill Road", "Ruba")], "not covered");
    check("road", "plain", &[&sent.replace("2031-03-06", "2031-03-05T18:59")], "not covered");
    check("road", "plain", &["withdrawal | asserts | North army | Mill Road | 2031-03-06"], "permitted");
}

#[test]
fn an_incident_is_judged_only_by_terms_that_concern_its_kind() {
    let by = |line: &str| {
        let mut terms: Vec<String> = judged(&[line]).iter().map(|f| f.provision.to_string()).collect();
        terms.sort();
        terms.dedup();
        terms.join(" ")
    };
    assert_eq!(by(BROKEN), "cease");
    assert_eq!(by("attack_on_aid | asserts | North army | Arden | 2031-03-06"), "aid cease");
    assert_eq!(by("withdrawal | asserts | North army | Mill Road | 2031-03-06"), "road");
    assert_eq!(by("protest | asserts | villagers | Mill Road | 2031-03-06"), "");
}

#[test]
fn a_zone_of_time_that_cannot_be_read_decides_nothing() {
    let (actors, places) = lists();
    let mut terms = agreement();
    terms.zone = "Nowhere/Arden".to_owned();
    let claims = [claim(BROKEN)];
    let found = findings(&[incident(&claims)], &claims, &[terms], &actors, &places);
    let plain = found.iter().find(|f| f.reading.as_str() == "plain").unwrap();
    assert_eq!(plain.verdict.word(), "undetermined");
    let atom = plain.atom(AtomName::InWindow).unwrap();
    assert_eq!(atom.because, "the zone of time `Nowhere/Arden` cannot be read");
}

#[test]
fn a_finding_shows_every_question_with_its_answer() {
    let found = judged(&[BROKEN]).into_iter().find(|f| f.reading.as_str() == "plain").unwrap();
    let shown: Vec<String> = found
        .atoms
        .iter()
        .map(|atom| {
            format!(
                "{}: {} ({}; {} claims)",
                atom.name.word(),
                atom.truth.word(),
                atom.because,
                atom.claims.len()
            )
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
}
