//! Tests of the whole step on invented claims.

mod copies;
mod decisions;
mod growth;
mod invariants;
mod plain;
mod scale;

use crate::{Field, Likeness, reconcile, summaries, why};
use truce_model::{
    Act, Actors, Attribution, Claim, ClaimId, Count, DocumentId, Incident, Interval, Name, Places, RuleId,
    Span, Stance, Standing,
};

const ACTORS: &str = r#"
    actor = [
      { id = "north", name = "North", kind = "state" },
      { id = "north-army", name = "North army", aliases = ["northern forces"], kind = "forces", member_of = [{ of = "north" }] },
      { id = "south", name = "South", kind = "coalition" },
      { id = "south-guard", name = "South Guard", kind = "armed-group", member_of = [{ of = "south" }] },
      { id = "dana-moor", name = "Dana Moor", kind = "person", member_of = [{ of = "north" }] },
      { id = "paper", name = "Morning Paper", kind = "outlet" },
      { id = "watch", name = "Border Watch", aliases = ["the Watch"], kind = "monitor" },
    ]
"#;

const PLACES: &str = r#"
    place = [
      { name = "Westland", kind = "country" },
      { name = "Arden province", kind = "province", part_of = "Westland" },
      { name = "Arden", kind = "town", part_of = "Arden province" },
      { name = "Mill Quarter", kind = "quarter", part_of = "Arden" },
      { name = "Ruba", kind = "town", part_of = "Arden province" },
    ]
"#;

pub(super) fn lists() -> (Actors, Places) {
    (Actors::parse([("a.toml", ACTORS)]).unwrap(), Places::parse([("p.toml", PLACES)]).unwrap())
}

fn interval(words: &str) -> Interval {
    let at = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
    let (start, end) = words.split_once("..").unwrap_or((words, words));
    Interval { start: at(start), end: at(end) }
}

/// A claim told as `act | source | stance | agent > target | place, place | time | document:byte | count who`.
///
/// A document whose name begins with "row" is a row of an event table. A place may stand with a direction, which then stands in the quote alone: `east of Arden`.
pub(super) fn claim(line: &str) -> Claim {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let name = |words: &str| Name::parse(words).ok();
    let (agent, target) = cells[3].split_once('>').unwrap_or((cells[3], ""));
    let (document, start) = cells[6].split_once(':').unwrap();
    let start: usize = start.parse().unwrap();
    let count = cells.get(7).map(|cell| {
        let (number, who) = cell.split_once(' ').unwrap_or((cell, ""));
        let (min, max) = number.split_once('-').unwrap_or((number, number));
        Count { min: min.parse().ok(), max: max.parse().ok(), who: name(who), ..Count::exactly(0, cells[0]) }
    });
    Claim {
        id: ClaimId::new(""),
        document: DocumentId::new(document),
        span: Span::new(start, start + 20),
        quote: cells[4].into(),
        act: cells[0].parse().unwrap(),
        source: name(cells[1]),
        via: None,
        stance: match cells[2] {
            "asserts" => Stance::Asserts,
            "denies" => Stance::Denies,
            _ => Stance::Unsure,
        },
        agent: name(agent),
        target: name(target),
        places: cells[4]
            .split(',')
            .map(|place| place.trim().trim_start_matches("east of "))
            .filter_map(name)
            .collect(),
        point: None,
        occurred: interval(cells[5]),
        count,
        found_by: if document.starts_with("row") { vec![RuleId::new("table.own")] } else { vec![] },
        confidence: None,
    }
    .identified()
}

fn incidents(lines: &[&str]) -> Vec<Incident> {
    let (actors, places) = lists();
    let claims: Vec<Claim> = lines.iter().map(|line| claim(line)).collect();
    reconcile(&claims, &actors, &places)
}

#[track_caller]
fn one(lines: &[&str]) -> Incident {
    let mut found = incidents(lines);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

#[track_caller]
fn check(expected: usize, lines: &[&str]) {
    let found = incidents(lines);
    assert_eq!(found.len(), expected, "{found:#?}");
}

const SHELLING: &str = "shelling | Watch | asserts | North army > market | Arden | 2031-03-05 | a:0";

#[test]
fn two_sources_on_one_shelling_corroborate_it() {
    let incident =
        one(&[SHELLING, "bombardment | a medic | asserts | North | Arden province | 2031-03-05 | b:0"]);
    assert_eq!(incident.standing, Standing::Corroborated);
    assert_eq!(incident.act, Act::Shelling);
    assert_eq!(incident.places[0].as_str(), "Arden");
    assert!(incident.disagreements.is_empty(), "{incident:#?}");
}

#[test]
fn five_outlets_that_relay_one_source_are_one_witness() {
    let mut relayed: Vec<Claim> = (0..5)
        .map(|n| claim(&SHELLING.replace("a:0", &format!("d{n}:0")).replace("Watch", "the Watch")))
        .collect();
    for (claim, outlet) in relayed.iter_mut().zip(["A", "B", "C", "D", "E"]) {
        claim.via = Name::parse(outlet).ok();
    }
    let (actors, places) = lists();
    let found = reconcile(&relayed, &actors, &places);
    assert_eq!((found.len(), found[0].standing), (1, Standing::SingleSource));
    assert_eq!(found[0].witnesses.len(), 1);
}

#[test]
fn what_differs_in_act_day_or_place_is_two_incidents() {
    check(2, &[SHELLING, "air_strike | a medic | asserts | North | Arden | 2031-03-05 | b:0"]);
    check(2, &[SHELLING, "shelling | a medic | asserts | North | Arden | 2031-03-06 | b:0"]);
    check(2, &[SHELLING, "shelling | a medic | asserts | North | Ruba | 2031-03-05 | b:0"]);
    check(2, &[SHELLING, "shelling | a medic | asserts | South | Arden | 2031-03-05 | b:0"]);
    check(2, &[SHELLING, "lull | a medic | asserts | | Arden | 2031-03-05 | b:0"]);
}

#[test]
fn a_report_that_fits_two_incidents_joins_neither() {
    let vague = "shelling | a medic | asserts | | Arden province | 2031-03-05 | c:0";
    let ruba = "shelling | Watch | asserts | North army | Ruba | 2031-03-05 | b:0";
    check(3, &[SHELLING, ruba, vague]);
    check(1, &[SHELLING, vague]);
}

#[test]
fn an_unknown_time_or_place_joins_only_within_one_passage() {
    check(2, &[SHELLING, "shelling | a medic | asserts | North | Arden | .. | b:0"]);
    check(1, &[SHELLING, "shelling | a medic | asserts | North | Arden | .. | a:100"]);
    check(2, &[SHELLING, "shelling | a medic | asserts | North | Arden | .. | a:900"]);
    check(2, &[SHELLING, "shelling | a medic | asserts | | Westland | 2031-03-05 | b:0"]);
    check(2, &[SHELLING, "shelling | Watch | asserts | | | 2031-03-05 | a:100"]);
}

#[test]
fn a_claim_without_a_place_brings_no_name_into_an_incident() {
    let strike = "air_strike | Watch | asserts | | Arden | 2031-03-05 | a:0";
    check(2, &[strike, "air_strike | a medic | asserts | South | | 2031-03-05 | a:50"]);
    check(1, &[strike, "air_strike | a medic | asserts | | | 2031-03-05 | a:50"]);
    check(2, &[strike, "air_strike | a medic | asserts | | Westland | 2031-03-05 | a:50"]);
}

#[test]
fn a_denial_up_to_a_day_denies_what_is_said_to_have_been_before() {
    let withdrawal = "withdrawal | North | asserts | North army | Arden | 2031-03-05 | a:0";
    let denial = "withdrawal | South | denies | North army | Arden | ..2031-03-06 | b:0";
    assert_eq!(one(&[withdrawal, denial]).standing, Standing::Contested);
    check(2, &[withdrawal, &denial.replace("denies", "asserts")]);
}

#[test]
fn a_denial_joins_what_it_denies() {
    let incident = one(&[SHELLING, "shelling | North army | denies | North army | Arden | 2031-03-05 | b:0"]);
    assert_eq!(incident.standing, Standing::Contested);
    assert!(matches!(&incident.attribution, Attribution::Contested { named } if named.len() == 1));
    assert_eq!(incident.disagreements[0].slot, "occurrence");
}

#[test]
fn a_denial_alone_is_an_incident_that_nobody_asserts() {
    let incident = one(&["shelling | North army | denies | North army | Arden | 2031-03-05 | b:0"]);
    assert_eq!(incident.standing, Standing::Denied);
    assert_eq!(incident.attribution, Attribution::Unknown);
}

#[test]
fn each_side_blaming_the_other_for_a_fight_is_one_contested_incident() {
    let incident = one(&[
        "ground_attack | South Guard | asserts | North army > South Guard | Arden | 2031-03-05 | a:0",
        "ground_attack | North army | asserts | South Guard > North army | Arden | 2031-03-05 | b:0",
    ]);
    assert!(matches!(&incident.attribution, Attribution::Contested { named } if named.len() == 2));
    assert!(incident.disagreements.iter().any(|d| d.slot == "agent"));
}

#[test]
fn a_clash_blames_nobody() {
    let incident = one(&["clash | Watch | asserts | North army > South Guard | Arden | 2031-03-05 | a:0"]);
    assert!(matches!(&incident.attribution, Attribution::Contested { named } if named.len() == 2));
}

#[test]
fn a_clash_is_no_witness_of_who_attacked() {
    let attack = "ground_attack | North army | asserts | South > North army | Arden | 2031-03-05 | a:0";
    let clash = "clash | Watch | asserts | North and South | Mill Quarter | 2031-03-05 | b:0";
    let fight = one(&[attack, clash]);
    assert_eq!(
        (fight.act, fight.standing),
        (Act::Clash, Standing::Corroborated),
        "that they fought, both say"
    );
    assert!(
        matches!(&fight.attribution, Attribution::Contested { named } if named[0].as_str() == "North and South")
    );
    let began = fight.disagreements.iter().find(|d| d.slot == "agent").unwrap();
    let says: Vec<&str> = began.versions.iter().map(|version| version.says.as_str()).collect();
    assert_eq!(says, ["South", "a clash; nobody is said to have begun it"]);
    let own = clash.replace("Watch", "North army").replace("b:0", "a:900");
    let told = one(&[attack, &own]);
    assert_eq!((told.act, told.standing), (Act::GroundAttack, Standing::SingleSource));
    assert!(matches!(&told.attribution, Attribution::AllegedAgainst { by, .. } if by.len() == 1));
}

#[test]
fn only_who_names_the_actor_is_a_witness_of_it() {
    let nameless = "shelling | a medic | asserts | | Arden | 2031-03-05 | b:0";
    let incident = one(&[SHELLING, nameless]);
    assert_eq!((incident.standing, incident.witnesses.len()), (Standing::SingleSource, 1));
    assert_eq!(
        one(&[nameless, &nameless.replace("a medic", "Ann Hill").replace("b:0", "c:0")]).standing,
        Standing::Corroborated
    );
}

#[test]
fn what_lies_east_of_a_town_need_not_lie_in_it() {
    let attack =
        "ground_attack | North army | asserts | South > North army | east of Arden | 2031-03-05 | a:0";
    let within = "ground_attack | Watch | asserts | South > North army | Mill Quarter | 2031-03-05 | b:0";
    check(2, &[attack, within]);
    check(1, &[attack, &within.replace("Mill Quarter", "east of Arden")]);
    check(1, &[&attack.replace("east of ", ""), within]);
    check(2, &[attack, &within.replace("Mill Quarter", "Ruba")]);
}

#[track_caller]
fn heard(sources: &[(&str, &str)], expected: &[&str]) {
    let lines: Vec<String> = sources
        .iter()
        .enumerate()
        .map(|(n, (source, document))| {
            SHELLING.replace("Watch", source).replace("a:0", &format!("{document}:{}", n * 100))
        })
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let found = one(&lines);
    let witnesses: Vec<&str> = found.witnesses.iter().map(Name::as_str).collect();
    assert_eq!(witnesses, expected);
    let corroborated = found.standing == Standing::Corroborated;
    assert_eq!(corroborated, expected.len() > 1);
}

#[test]
fn one_source_under_two_names_is_one_witness() {
    heard(&[("Ministry of Works", "a"), ("ministry", "a")], &["Ministry of Works"]);
    heard(&[("Ministry of Works", "a"), ("ministry", "b")], &["Ministry of Works"]);
    heard(&[("Staff of the Guard", "a"), ("the Guard", "a"), ("a new count", "a")], &["Staff of the Guard"]);
    heard(&[("Levant Desk", "a"), ("a Watch official", "a")], &["Border Watch"]);
    heard(&[("Dana Moor", "a"), ("North", "a")], &["North"]);
    heard(&[("residents", "a"), ("activists", "a")], &["activists"]);
    heard(&[("Morning Paper", "a"), ("residents", "a")], &["residents"]);
}

#[test]
fn independent_sources_are_as_many_witnesses() {
    heard(&[("Border Watch", "a"), ("Dana Moor", "a")], &["Border Watch", "Dana Moor"]);
    heard(&[("residents", "a"), ("Watch", "b")], &["Border Watch", "residents"]);
    heard(&[("Dana Moor", "a"), ("North", "b")], &["Dana Moor", "North"]);
    heard(&[("South Guard", "a"), ("South", "b"), ("Ann Hill", "a")], &["Ann Hill", "South", "South Guard"]);
}

#[test]
fn an_unsure_source_blames_nobody() {
    let incident = one(&["explosion | Watch | unsure | North army | Arden | 2031-03-05 | a:0"]);
    assert_eq!((incident.attribution, incident.standing), (Attribution::Unknown, Standing::Unverified));
}

#[test]
fn only_who_did_it_can_own_it() {
    let of = |source: &str| one(&[&SHELLING.replace("Watch", source)]).attribution;
    assert!(matches!(of("northern forces"), Attribution::ClaimedBy { .. }));
    assert!(matches!(of("North"), Attribution::AllegedAgainst { .. }));
    assert!(matches!(of("South"), Attribution::AllegedAgainst { by, .. } if by.len() == 1));
}

#[test]
fn a_tally_of_a_week_is_no_incident_of_one_day() {
    check(2, &[SHELLING, "shelling | a medic | asserts | North | Arden | 2031-03-01..2031-03-07 | b:0 | 40"]);
}

#[test]
fn an_incident_happened_when_all_say_that_it_can_have() {
    let incident = one(&[SHELLING, "shelling | a medic | asserts | | Arden | 2031-03-05T19:05 | b:0"]);
    assert_eq!(incident.occurred.to_string(), "2031-03-05T19:05");
}

#[test]
fn a_toll_belongs_to_the_incident_beside_which_it_is_told() {
    let killed = "killed | Watch | asserts | | Arden | 2031-03-05 | a:25 | 3 civilians";
    assert_eq!(one(&[SHELLING, killed]).toll_claims.len(), 1);
    assert_eq!(one(&[SHELLING, &killed.replace("a:25", "a:500")]).toll_claims.len(), 0);
    assert_eq!(one(&[SHELLING, &killed.replace("2031-03-05", "..2031-03-05")]).toll_claims.len(), 0);
    assert_eq!(one(&[SHELLING, &killed.replace("Arden", "Westland")]).toll_claims.len(), 0);
    let elsewhere = "killed | a medic | asserts | North | Arden | 2031-03-05 | b:0 | 5 civilians";
    assert_eq!(one(&[SHELLING, elsewhere]).toll_claims.len(), 1, "it agrees in place, time and agent");
}

#[test]
fn rival_tolls_are_shown_and_not_averaged() {
    let incident = one(&[
        SHELLING,
        "killed | Watch | asserts | | Arden | 2031-03-05 | a:25 | 3",
        "killed | a medic | asserts | North | Arden | 2031-03-05 | b:0 | 5",
    ]);
    assert_eq!(incident.disagreements[0].slot, "killed");
    assert_eq!(incident.disagreements[0].versions.len(), 2);
}

#[test]
fn a_part_that_is_more_than_the_whole_disagrees_with_it() {
    let of = |part: &str| {
        let part = format!("killed | a medic | asserts | North | Arden | 2031-03-05 | b:0 | {part}");
        one(&[SHELLING, "killed | Watch | asserts | | Arden | 2031-03-05 | a:25 | 5", &part]).disagreements
    };
    let shown: Vec<String> = of("8 civilians")[0].versions.iter().map(|v| v.says.clone()).collect();
    assert_eq!(shown, ["5 killed", "8 civilians"]);
    assert_eq!(of("8- civilians").len(), 1);
    assert_eq!(of("4 civilians"), vec![]);
}

#[test]
fn aid_that_was_hit_is_one_incident_however_the_means_are_told() {
    let incident = one(&[
        "attack_on_aid | Watch | asserts | > aid convoy | Arden | 2031-03-05 | a:0",
        "air_strike | a medic | asserts | North army > relief lorries | Arden | 2031-03-05 | b:0",
    ]);
    assert_eq!(incident.act, Act::AttackOnAid);
}

#[test]
fn it_can_be_explained_why_two_claims_are_apart() {
    let (actors, places) = lists();
    let other = claim("shelling | a medic | asserts | South | Mill Quarter | 2031-03-05 | b:0");
    let all = why(&claim(SHELLING), &other, &actors, &places);
    let of = |field| all.iter().find(|c| c.field == field).unwrap();
    assert_eq!(of(Field::Place).likeness, Likeness::Close);
    assert_eq!(of(Field::Agent).to_string(), "agent: different, apart (North army / South)");
}

/// A day told by four voices, as a reader would list it.
#[test]
fn a_day_in_arden() {
    let found = incidents(&[
        SHELLING,
        "killed | Watch | asserts | | Arden | 2031-03-05 | a:25 | 3 villagers",
        "shelling | a medic | asserts | North > market | Mill Quarter, Arden | 2031-03-05T19:05 | b:0",
        "killed | a medic | asserts | North | Mill Quarter, Arden | 2031-03-05 | b:25 | 5 villagers",
        "shelling | North army | denies | North army | Arden | 2031-03-05 | c:0",
        "clash | Watch | asserts | South Guard > North army | Ruba | 2031-03-05 | a:300",
        "ground_attack | North army | asserts | South Guard > North army | Ruba | 2031-03-05 | c:100",
        "ground_attack | South Guard | asserts | North army > South Guard | Ruba | 2031-03-05 | d:0",
        "lull | Watch | asserts | | Westland | 2031-03-01..2031-03-04 | a:500",
        "blocked | a driver | asserts | North army > aid lorries | Ruba | ..2031-03-05 | e:0",
    ]);
    let mut shown: Vec<String> = found.iter().map(list).collect();
    shown.sort();
    insta::assert_snapshot!(shown.join("\n"));
}

fn list(incident: &Incident) -> String {
    let names = |names: &[Name]| names.iter().map(Name::as_str).collect::<Vec<_>>().join(", ");
    let differ: Vec<String> = incident
        .disagreements
        .iter()
        .map(|d| {
            let versions: Vec<String> =
                d.versions.iter().map(|v| format!("{} [{}]", v.says, v.claims.len())).collect();
            format!("  {}: {}\n", d.slot, versions.join(" / "))
        })
        .collect();
    let by = match &incident.attribution {
        Attribution::ClaimedBy { actor } => format!("claimed by {actor}"),
        Attribution::AllegedAgainst { actor, by } => format!("alleged against {actor} by {}", names(by)),
        Attribution::Contested { named } => format!("contested: {}", names(named)),
        Attribution::Unknown => "by nobody named".to_owned(),
    };
    format!(
        "{}, {}, {}: {by}; {} ({}); claims {}, tolls {}\n{}",
        incident.act,
        names(&incident.places),
        incident.occurred,
        incident.standing.word(),
        names(&incident.witnesses),
        incident.claims.len(),
        incident.toll_claims.len(),
        differ.concat()
    )
}

#[test]
fn each_row_of_a_table_is_an_event_of_its_own_with_its_own_tolls() {
    let found = incidents(&[
        "clash | Data Programme | asserts | | Arden | 2031-03-05 | row1:0",
        "killed | Data Programme | asserts | | Arden | 2031-03-05 | row1:300 | 1 people",
        "clash | Data Programme | asserts | | Arden | 2031-03-05 | row2:0",
        "killed | Data Programme | asserts | | Arden | 2031-03-05 | row2:300 | 1 people",
        "other_event | Data Programme | asserts | | Arden | 2031-03-05 | row3:0",
        "killed | Data Programme | asserts | | Arden | 2031-03-05 | row3:300 | 2 people",
        "killed | Data Programme | asserts | | Arden | 2031-03-05 | row4:300 | 4 people",
    ]);
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|incident| incident.claims.len() == 1 && incident.toll_claims.len() == 1));
    // A report and a row can tell of one thing.
    let one = one(&[
        "clash | Data Programme | asserts | | Arden | 2031-03-05 | row1:0",
        "clash | Watch | asserts | | Arden | 2031-03-05 | a:0",
    ]);
    assert_eq!(one.standing, Standing::Corroborated);
}

/// The same claim with other words.
fn told(line: &str, quote: &str) -> Claim {
    Claim { quote: quote.into(), ..claim(line) }.identified()
}

#[track_caller]
fn check_count(claims: &[Claim], expected: usize) {
    let (actors, places) = lists();
    let found = reconcile(claims, &actors, &places);
    assert_eq!(found.len(), expected, "{found:#?}");
}

#[test]
fn a_follow_up_joins_the_only_incident_that_it_can_speak_of() {
    let convoy = |place: &str, document: &str| {
        claim(&format!(
            "attack_on_aid | Watch | asserts | > aid convoy | {place} | 2031-03-05 | {document}:0"
        ))
    };
    let later = |quote| told("attack_on_aid | a medic | asserts | > aid convoy | | 2031-03-05 | c:0", quote);
    check_count(&[convoy("Arden", "a"), later("Wednesday's attack on the aid convoy")], 1);
    // Other words for the same thing.
    let lorries = |quote| told("attack_on_aid | a medic | asserts | > convoy | | 2031-03-05 | c:0", quote);
    check_count(&[convoy("Arden", "a"), lorries("'s attack on the convoy")], 1);
    // Nobody comes to be blamed by it.
    let blaming = told(
        "attack_on_aid | a medic | asserts | North army > aid convoy | | 2031-03-05 | c:0",
        "the attack",
    );
    check_count(&[convoy("Arden", "a"), blaming], 2);
    // Two convoys were hit that day: nobody knows of which it speaks.
    check_count(
        &[convoy("Arden", "a"), convoy("Ruba", "b"), later("Wednesday's attack on the aid convoy")],
        3,
    );
    // It tells of an attack as of something new.
    check_count(&[convoy("Arden", "a"), later("an attack on an aid convoy")], 2);
    let other_day = told(
        "attack_on_aid | a medic | asserts | > aid convoy | | 2031-03-06 | c:0",
        "the attack on the convoy",
    );
    check_count(&[convoy("Arden", "a"), other_day], 2);
}

#[test]
fn what_sums_up_is_no_single_incident_and_may_count_those_that_lie_in_it() {
    let many = told(
        "shelling | South | asserts | North army | Arden province | 2031-03-04..2031-03-05 | a:0 | 70 rockets",
        "70 rockets were fired at the province in 24 hours",
    );
    let single = claim("shelling | Watch | asserts | North army | Arden | 2031-03-05 | b:0");
    let elsewhere = claim("shelling | Watch | asserts | North army | Westland | 2031-03-05 | c:0");
    let claims = [many.clone(), single.clone(), elsewhere];
    let (actors, places) = lists();
    let found = reconcile(&claims, &actors, &places);
    assert_eq!(found.len(), 3);
    let of =
        |claim: &Claim| found.iter().find(|incident| incident.claims.contains(&claim.id)).unwrap().id.clone();
    let summaries = summaries(&found, &claims, &actors, &places);
    assert_eq!(summaries.len(), 1);
    assert_eq!((summaries[0].incident.clone(), &summaries[0].may_count), (of(&many), &vec![of(&single)]));
}
