//! The report of an invented third day, and what must hold of every report.

// Every wrong date or name in these fixtures is a fault of the test itself.
#![allow(clippy::unwrap_used)]

mod arden;

use arden::{actors, agreement, busy, date, known, name, places};
use jiff::civil::Date;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use truce_model::{
    Agreement, ClaimId, Incident, Interval, Moment, Published, Scope, Situation, Standing, Verdict,
};
use truce_report::{Counted, Daily, FigureValue, Input, ReportError, daily, html, json, markdown};

fn report_of(
    agreement: &Agreement,
    day: &str,
    now: &Situation,
    earlier: &[(Date, Situation)],
) -> Result<Daily, ReportError> {
    daily(&Input { agreement, day: date(day), now, earlier, actors: &actors(), places: &places() })
}

fn third_day() -> Daily {
    let earlier = [(date("2031-03-05"), known(5)), (date("2031-03-06"), known(6))];
    report_of(&agreement(), "2031-03-07", &known(7), &earlier).unwrap()
}

#[test]
fn the_third_day_in_markdown() {
    insta::assert_snapshot!(markdown(&third_day()));
}

#[test]
fn the_third_day_in_html() {
    insta::assert_snapshot!(html(&third_day()));
}

#[test]
fn the_third_day_in_json() {
    insta::assert_snapshot!(json(&third_day()));
}

/// Calls `look` on every object of the tree.
fn objects<'t>(tree: &'t Value, look: &mut impl FnMut(&'t serde_json::Map<String, Value>)) {
    match tree {
        Value::Object(fields) => {
            look(fields);
            fields.values().for_each(|value| objects(value, look));
        }
        Value::Array(values) => values.iter().for_each(|value| objects(value, look)),
        _ => {}
    }
}

#[test]
fn every_figure_has_a_claim_that_is_quoted_and_held() {
    let (report, now) = (third_day(), known(7));
    let held: BTreeSet<&str> = now.claims.iter().map(|claim| claim.id.as_str()).collect();
    let quoted: BTreeSet<&str> = report.quotes.iter().map(|quote| quote.claim.as_str()).collect();
    let tree = serde_json::to_value(&report).unwrap();
    let mut figures = 0;
    objects(&tree, &mut |fields| {
        let claims: Vec<_> = fields
            .get("claims")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for claim in &claims {
            assert!(held.contains(claim) && quoted.contains(claim), "{claim} is not behind the report");
        }
        if let Some(value) = fields.get("value").and_then(Value::as_str) {
            figures += 1;
            let says_nothing = ["none-reported", "no-figure"].contains(&value);
            assert!(says_nothing || !claims.is_empty(), "no claim behind {fields:?}");
        }
    });
    assert!(figures > 50, "only {figures} figures were looked at");
}

#[test]
fn numbers_follow_the_first_reference() {
    let numbers: Vec<usize> = third_day().quotes.iter().map(|quote| quote.number).collect();
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
}

#[test]
fn what_is_not_known_is_never_nought() {
    let quiet = Situation { claims: vec![], incidents: vec![], findings: vec![], tolls: vec![], ..known(7) };
    let report = report_of(&agreement(), "2031-03-07", &quiet, &[]).unwrap();
    let text = markdown(&report);
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        assert!(!line.contains("| 0"), "{line}");
    }
    assert!(text.contains("No incident of 7 March 2031 was read from 4 dated documents; "), "{text}");
    assert!(
        text.contains("2 were published on the day, and 2 sentences of these could not be read."),
        "{text}"
    );
    assert!(!text.contains("none reported"), "what was not read may well be reported");
    assert_eq!(report.summary.incidents.today.value, FigureValue::NoneReported);
    assert_eq!(report.summary.killed.today.figure.value, FigureValue::NoFigure);
    objects(&serde_json::to_value(&report).unwrap(), &mut |fields| {
        assert_ne!(fields.get("n"), Some(&Value::from(0)), "{fields:?}");
    });
}

#[test]
fn what_was_not_read_is_counted_and_named() {
    let mut now = known(7);
    let text = markdown(&report_of(&agreement(), "2031-03-07", &now, &[]).unwrap());
    assert!(text.contains("2 sentences of documents published on the day seem to carry a claim"), "{text}");
    assert!(text.contains("2031-03-07-third (2)"), "{text}");
    assert!(!text.contains("2031-03-05-first (1)"), "another day's sentences are not the day's");
    now.documents.iter_mut().filter(|document| document.outlet.is_none()).for_each(|d| d.published = None);
    let text = markdown(&report_of(&agreement(), "2031-03-07", &now, &[]).unwrap());
    assert!(
        text.contains(" and on 1 document of unknown date and recorded up to record 12: 3 dated doc"),
        "{text}"
    );
    now.documents.retain(|document| document.name.contains("03-05"));
    let text = markdown(&report_of(&agreement(), "2031-03-07", &now, &[]).unwrap());
    assert!(text.contains("1 dated document. None of the documents was published on the day."), "{text}");
    assert!(text.contains("No incident of the day was read of"), "{text}");
}

#[test]
fn a_changed_toll_is_a_correction_with_its_claim() {
    let report = third_day();
    let first = &report.corrections[0];
    let change = first.changes.iter().find(|change| change.of == Counted::Killed).unwrap();
    assert_eq!([change.was.value, change.now.value].map(|value| value.to_string()), ["2", "2 to 5"]);
    assert_eq!(first.added.claims.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["clm-t0"]);
    assert!(first.stand.contains(&Counted::Violations));
    assert!(report.corrections[1].changes.is_empty(), "nothing changed about the second day");
}

#[test]
fn a_sum_does_not_stand_where_a_part_of_it_changed() {
    let (mut then, mut now) = (known(5), known(7));
    let part = |all: &mut Situation| {
        let bakers = all.tolls.iter_mut().find(|toll| toll.low.number == Some(2)).unwrap();
        bakers.who = Some(name("bakers"));
        let mut soldiers = bakers.clone();
        soldiers.who = Some(name("soldiers"));
        for bound in [&mut soldiers.low, &mut soldiers.high, &mut soldiers.highest] {
            bound.number = Some(9);
        }
        all.tolls.push(soldiers);
    };
    part(&mut then);
    part(&mut now);
    let report = report_of(&agreement(), "2031-03-07", &now, &[(date("2031-03-05"), then)]).unwrap();
    let correction = &report.corrections[0];
    assert!(correction.changes.iter().all(|change| change.of != Counted::Killed), "the sum is the same");
    assert!(!correction.stand.contains(&Counted::Killed), "a part of it is not");
    let told =
        correction.tolls.iter().map(|toll| [toll.was.value, toll.now.value].map(|value| value.to_string()));
    assert_eq!(told.collect::<Vec<_>>(), [["2", "2 to 5"]]);
    assert!(markdown(&report).contains("Killed (bakers): shelling, Ruba"));
}

#[test]
fn a_record_made_afterwards_claims_no_earlier_report() {
    let archive = Situation { seq: known(7).seq, ..known(5) };
    let report = report_of(&agreement(), "2031-03-07", &known(7), &[(date("2031-03-05"), archive)]).unwrap();
    assert!(report.corrections[0].reconstructed);
    let text = markdown(&report);
    assert!(text.contains("stood on what was published by the end of 5 March 2031"), "{text}");
    assert!(!text.contains("That report was based on") && !text.contains("As reported"), "{text}");
    assert!(markdown(&third_day()).contains("That report was based on"));
}

#[test]
fn a_higher_floor_is_a_correction() {
    let (mut then, mut now) = (known(5), known(7));
    let open = |all: &mut Situation| {
        all.tolls
            .iter_mut()
            .filter(|toll| toll.low.number == Some(2))
            .for_each(|toll| toll.high.number = None)
    };
    open(&mut then);
    open(&mut now);
    let report = report_of(&agreement(), "2031-03-07", &now, &[(date("2031-03-05"), then)]).unwrap();
    let told: Vec<_> = report.corrections[0]
        .tolls
        .iter()
        .map(|toll| [toll.was.value, toll.now.value].map(|value| value.to_string()))
        .collect();
    assert_eq!(told, [["at least 2", "2 to at least 5"]]);
}

#[test]
fn a_withdrawn_claim_stays_quoted_behind_the_figure_it_gave() {
    let mut now = known(7);
    now.incidents.retain(|incident| incident.claims[0].as_str() != "clm-s1");
    now.claims.retain(|claim| !claim.id.as_str().starts_with("clm-s1") && claim.id.as_str() != "clm-t0");
    let report = report_of(&agreement(), "2031-03-07", &now, &[(date("2031-03-05"), known(5))]).unwrap();
    let correction = &report.corrections[0];
    assert_eq!(correction.removed.claims.len(), 2);
    let quote = report.quotes.iter().find(|quote| quote.claim.as_str() == "clm-s1").unwrap();
    assert!(quote.withdrawn && markdown(&report).contains("It no longer counts."));
}

#[test]
fn only_what_lies_in_the_day_is_counted_for_it() {
    let siege = |day: &str, occurred: Interval| {
        let mut now = known(7);
        let moved = |incident: &mut Incident| incident.occurred = occurred;
        now.incidents.iter_mut().filter(|incident| incident.claims[0].as_str() == "clm-w1").for_each(moved);
        let report = report_of(&agreement(), day, &now, &[]).unwrap();
        let summary = &report.summary;
        [summary.incidents.today.n(), summary.not_dated.n(), summary.incidents.since_start.n()]
    };
    let at = |text: &str| text.parse::<Moment>().unwrap();
    let night = Interval::between(at("2031-03-06T22:00"), at("2031-03-07T04:00"));
    assert_eq!(siege("2031-03-07", night), [4, 1, 7], "a night is in no day's figure and in the total");
    assert_eq!(siege("2031-03-07", Interval::day(date("2031-03-07"))), [5, 0, 7]);
    let since = Interval { start: Some(at("2031-03-01")), end: None };
    assert_eq!(siege("2031-03-07", since), [4, 1, 6], "an open end is in neither");
    assert_eq!(siege("2031-03-07", Interval::UNKNOWN), [4, 0, 6]);
}

#[test]
fn an_open_top_leaves_the_total_open() {
    let mut now = known(7);
    for toll in &mut now.tolls {
        toll.high.number = None;
    }
    let report = report_of(&agreement(), "2031-03-07", &now, &[]).unwrap();
    assert_eq!(report.summary.killed.today.figure.value.to_string(), "3 to at least 7");
    assert_eq!(report.summary.killed.since_start.figure.value.to_string(), "5 to at least 12");
    assert!(markdown(&report).contains("| at least 7 ["), "the highest account has its claim");
    for toll in &mut now.tolls {
        toll.highest = toll.low.clone();
    }
    let report = report_of(&agreement(), "2031-03-07", &now, &[]).unwrap();
    assert_eq!(report.summary.killed.today.figure.value.to_string(), "at least 3");
}

#[test]
fn one_strike_told_as_two_incidents_is_not_counted_twice() {
    let mut now = known(7);
    let strike = now.incidents.iter().find(|incident| incident.claims[0].as_str() == "clm-a1").unwrap();
    let toll = now.tolls.iter().find(|toll| toll.claims.contains(&strike.toll_claims[0])).unwrap();
    let (mut again, mut twice) = (strike.clone(), toll.clone());
    again.id = Incident::id_of(&[ClaimId::new("clm-a2")]);
    again.places.clear();
    twice.scope = Scope::Incident { incident: again.id.clone() };
    now.incidents.push(again);
    now.tolls.push(twice);
    let report = report_of(&agreement(), "2031-03-07", &now, &[]).unwrap();
    let killed = &report.summary.killed.today;
    assert_eq!(killed.figure.value.to_string(), "3 to 14");
    assert_eq!(killed.may_be_one.len(), 2);
    assert!(markdown(&report).contains("(some of these may be one incident)"));
}

#[test]
fn a_figure_without_a_date_is_told() {
    let mut now = known(7);
    now.incidents.retain(|incident| incident.claims[0].as_str() != "clm-a1");
    let (shots, tally) = (ClaimId::new("clm-u1"), ClaimId::new("clm-t1"));
    let shots = now.incidents.iter().find(|incident| incident.claims.contains(&shots)).unwrap().id.clone();
    now.tolls.retain(|toll| toll.claims.contains(&tally));
    let mut undated = now.tolls[0].clone();
    undated.scope = Scope::Incident { incident: shots };
    undated.occurred = Interval::UNKNOWN;
    now.tolls[0].scope = Scope::Aggregate { place: None, over: Interval::UNKNOWN };
    now.tolls.push(undated);
    let report = report_of(&agreement(), "2031-03-07", &now, &[]).unwrap();
    assert_eq!(report.casualties.undated.len(), 2);
    assert!(report.casualties.aggregates.is_empty());
    assert!(report.summary.killed.today.not_dated && !report.summary.injured.today.not_dated);
    let text = markdown(&report);
    assert!(
        text.contains("*Figures not dated*") && text.contains("Killed: no figure dated to this day"),
        "{text}"
    );
    assert!(!text.contains("It is not known how many were"), "{text}");
    let before = report_of(&agreement(), "2031-03-06", &now, &[]).unwrap();
    assert!(before.casualties.undated.is_empty(), "it stands in the report of the day on which it was told");
}

#[test]
fn a_nought_that_is_said_has_its_claim() {
    let mut now = known(7);
    for toll in &mut now.tolls {
        for bound in [&mut toll.low, &mut toll.high, &mut toll.highest] {
            bound.number = Some(0);
        }
    }
    let text = markdown(&report_of(&agreement(), "2031-03-07", &now, &[]).unwrap());
    assert!(text.contains("Killed: 0 (said to be none) ["), "{text}");
    assert!(!text.contains("Killed: no figure"), "{text}");
}

#[test]
fn only_what_lies_after_the_start_counts_since_the_start() {
    let first = |start: &str, end: &str| {
        let mut now = known(7);
        let at = |text: &str| text.parse::<Moment>().unwrap();
        let shelling =
            now.incidents.iter_mut().find(|incident| incident.claims[0].as_str() == "clm-s1").unwrap();
        shelling.occurred = Interval::between(at(start), at(end));
        let report = report_of(&agreement(), "2031-03-07", &now, &[]).unwrap();
        let summary = &report.summary;
        let counts = [&summary.incidents.since_start, &summary.before_start, &summary.beside_start];
        (counts.map(|figure| figure.n()), markdown(&report).contains("Not counted since the start"))
    };
    assert_eq!(first("2031-03-05T06:00", "2031-03-05T07:00"), ([6, 0, 0], false));
    assert_eq!(first("2031-03-05T05:30", "2031-03-05T05:59"), ([5, 1, 0], true));
    assert_eq!(first("2031-03-05", "2031-03-05"), ([5, 0, 1], true));
    let unread = Situation { doubts: vec![], ..known(7) };
    let text = markdown(&report_of(&agreement(), "2031-03-07", &unread, &[]).unwrap());
    assert!(text.contains("no sentence of these is noted as unread") && !text.contains("Sentences not read"));
}

#[test]
fn a_violation_is_told_as_told_and_with_its_sources() {
    let text = markdown(&third_day());
    assert!(text.contains("under the reading “The text as it stands” if they happened as told"), "{text}");
    assert!(text.contains("(only one source speaks for 1 ["), "{text}");
    assert!(text.contains("| plain — The text as it stands (leads)"), "{text}");
}

#[test]
fn what_is_only_denied_is_listed_and_not_counted() {
    let mut now = known(7);
    let blast = now.incidents.iter_mut().find(|incident| incident.claims[0].as_str() == "clm-e1").unwrap();
    blast.standing = Standing::Denied;
    let blast = blast.id.clone();
    let report = report_of(&agreement(), "2031-03-07", &now, &[]).unwrap();
    assert_eq!(report.only_denied, [blast]);
    let summary = &report.summary;
    assert_eq!([summary.incidents.today.n(), summary.undetermined.today.n()], [3, 0]);
    assert_eq!(
        summary.killed.today.incidents_without_figure.n(),
        1,
        "the ferry; lorries that wait hurt nobody"
    );
    let text = markdown(&report);
    assert!(text.contains("### Only denied") && text.contains("1 further incident is only denied"), "{text}");
    let everywhere = report.undetermined.place_not_known.iter().chain(&report.not_dated);
    assert!(everywhere.chain(&report.access.incidents).all(|id| !report.only_denied.contains(id)));
}

#[test]
fn aggregates_are_never_added() {
    let report = third_day();
    assert_eq!(report.casualties.aggregates.len(), 1);
    assert_eq!(report.summary.killed.since_start.figure.value.to_string(), "5 to 12");
}

#[test]
fn one_open_provision_does_not_hide_a_violated_one() {
    let mut now = known(7);
    let ferry = now.incidents.iter().find(|i| i.claims[0].as_str() == "clm-g1").unwrap().id.clone();
    let mut other = now.findings.iter().find(|finding| finding.incident == ferry).unwrap().clone();
    other.provision = truce_model::ProvisionId::new("art-3");
    other.verdict = Verdict::Undetermined;
    now.findings.push(other);
    let report = report_of(&agreement(), "2031-03-07", &now, &[]).unwrap();
    assert_eq!([report.summary.violations.today.n(), report.summary.undetermined.today.n()], [3, 1]);
}

#[test]
fn a_day_that_cannot_be_reported_is_refused_with_its_reason() {
    let message = |agreement: &Agreement, day: &str| {
        report_of(agreement, day, &known(7), &[]).map(|_| ()).unwrap_err().to_string()
    };
    assert_eq!(
        message(&agreement(), "2031-03-04"),
        "2031-03-04 lies outside agreement `north-south-2031`: its first possible day is 2031-03-05, its last not set"
    );
    assert_eq!(
        message(&agreement(), "2031-03-08"),
        "2031-03-08 had not begun at the cut-off: agreement `north-south-2031` can be reported on from 2031-03-05 \
         to 2031-03-07"
    );
    let mut ended = agreement();
    for provision in &mut ended.provisions {
        // Midnight that begins the 7th is the end of the 6th.
        provision.until = Some("2031-03-06T22:00:00Z".parse::<jiff::Timestamp>().unwrap().into());
    }
    assert!(message(&ended, "2031-03-07").ends_with("its last 2031-03-06"));
    let lost = Agreement { zone: "Westland/Arden".into(), ..agreement() };
    assert!(matches!(
        report_of(&lost, "2031-03-07", &known(7), &[]),
        Err(ReportError::Zone { zone, .. }) if zone == "Westland/Arden"
    ));
}

#[test]
fn an_agreement_without_readings_judges_nothing() {
    let bare = Agreement { readings: vec![], ..agreement() };
    let report = report_of(&bare, "2031-03-07", &known(7), &[]).unwrap();
    assert_eq!(report.summary.violations.today.value, FigureValue::NoneReported);
    assert!(markdown(&report).contains("nothing is judged"));
}

#[test]
fn equal_input_gives_equal_bytes() {
    assert_eq!(html(&third_day()), html(&third_day()));
    assert_eq!(json(&third_day()), json(&third_day()));
}

#[test]
fn every_link_of_the_page_leads_somewhere() {
    check_links(&html(&third_day()));
    let long = html(&report_of(&agreement(), "2031-03-07", &busy(90), &[]).unwrap());
    assert!(long.contains("href=\"#list-1\""), "a long list of quotes has its place in the annex");
    check_links(&long);
}

#[test]
fn a_long_list_of_quotes_stands_whole_in_the_annex() {
    let text = markdown(&report_of(&agreement(), "2031-03-07", &busy(90), &[]).unwrap());
    let row = text.lines().find(|line| line.starts_with("By act: ")).unwrap();
    assert!(row.contains(" more: list "), "{row}");
    let numbers = |list: &str| list.split(", ").count();
    let lists: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("**List ")).collect();
    assert!(lists.iter().all(|list| numbers(list) > 12), "{lists:?}");
}

#[test]
fn the_quotes_of_a_part_are_a_run() {
    let report = report_of(&agreement(), "2031-03-07", &busy(90), &[]).unwrap();
    let page = markdown(&report);
    let row = page.lines().find(|line| line.starts_with("| Violations ")).unwrap();
    assert!(row.matches(", ").count() < 4, "{row}");
}

fn check_links(page: &str) {
    let values = |attribute: &str| -> Vec<String> {
        page.split(attribute).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
    };
    let ids = values(" id=\"");
    let known: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(known.len(), ids.len(), "an id stands twice");
    for target in values("href=\"#").iter().chain(&values("aria-labelledby=\"")) {
        assert!(known.contains(target), "#{target} leads nowhere");
    }
    assert!(!page.contains("http:") && !page.contains("https:"), "the page fetches nothing");
}

/// The third day with `words` wherever a text can put words.
fn with_words(words: &str) -> (Situation, Agreement) {
    let (mut now, mut terms) = (known(7), agreement());
    let named = name(words);
    for claim in &mut now.claims {
        claim.quote = words.to_owned();
        claim.source = Some(named.clone());
        claim.via = Some(named.clone());
    }
    for incident in &mut now.incidents {
        incident.targets = vec![named.clone()];
        incident.witnesses = vec![named.clone()];
        incident.places.push(named.clone());
        for disagreement in &mut incident.disagreements {
            disagreement.slot = words.to_owned();
            disagreement.versions.iter_mut().for_each(|version| version.says = words.to_owned());
        }
    }
    for finding in &mut now.findings {
        finding.atoms.iter_mut().for_each(|atom| atom.because = words.to_owned());
    }
    for document in &mut now.documents {
        document.name = words.to_owned();
        document.outlet = Some(named.clone());
        document.published = Some(Published::Day(date("2031-03-07")));
    }
    now.tolls.iter_mut().for_each(|toll| toll.who = Some(named.clone()));
    now.obligations.iter_mut().for_each(|duty| duty.what = words.to_owned());
    terms.title = words.to_owned();
    terms.articles.iter_mut().for_each(|article| article.text = words.to_owned());
    for reading in &mut terms.readings {
        reading.title = words.to_owned();
        reading
            .words
            .iter_mut()
            .for_each(|said| (said.text, said.cite) = (words.to_owned(), words.to_owned()));
    }
    (now, terms)
}

/// The tags of a page with the names of their attributes, values left out.
fn tags(page: &str) -> BTreeSet<String> {
    let (_, body) = page.split_once("</style>").unwrap();
    let each = body.split('<').skip(1).map(|rest| {
        let (tag, text) = rest.split_once('>').unwrap();
        assert!(!text.contains(['>', '"']), "a sign of the data acts: {text}");
        tag.split('"').step_by(2).collect()
    });
    each.collect()
}

#[test]
fn hostile_names_stay_words() {
    let hostile = "<script>alert('x')</script> | [a](javascript:b) **c** &lt; \"onload=\"d";
    let (now, terms) = with_words(hostile);
    let report = report_of(&terms, "2031-03-07", &now, &[]).unwrap();
    let page = html(&report);
    assert!(!page.contains("<script") && !page.contains("\"onload"), "{page}");
    let text = markdown(&report);
    assert!(!text.contains(" <script") && !text.contains("[a]("), "{text}");
    // Every row of a table keeps its columns.
    for block in text.split("\n\n").filter(|block| block.starts_with('|')) {
        let columns = |row: &str| row.replace("\\|", "").matches('|').count();
        let mut rows = block.lines().map(columns);
        let first = rows.next();
        assert!(rows.all(|row| Some(row) == first), "{block}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_words_add_a_tag(words in "[<>&\"'/a-z\\[\\]|*_\\\\`\\pL]{1,40}") {
        let page = |words: &str| {
            let (now, terms) = with_words(words);
            html(&report_of(&terms, "2031-03-07", &now, &[]).unwrap())
        };
        prop_assert_eq!(tags(&page(&words)), tags(&page("plain")));
    }
}
