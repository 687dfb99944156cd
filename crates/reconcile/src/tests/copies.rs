//! Copies add no witness and change nothing else; what was withdrawn or taken back stays visible, apart from what counts.

use super::{claim, invariants::any_claim, lists};
use crate::{Copies, Known, Wording, reconcile, reconcile_knowing, retracted, testimonies};
use proptest::prelude::*;
use std::{collections::BTreeMap, sync::Arc};
use truce_model::{
    Claim, ClaimId, Document, DocumentId, Hash, Incident, Name, Published, Seq, Span, Standing,
};

const STORY: &str = "Shells fell on the market of Arden on Tuesday morning, residents said. The northern army \
    denied it. \"We fired at nothing,\" its general told reporters in the capital. The two sides agreed in March \
    to stop all firing for ten days and to let lorries with food and medicine through to the valley.";

const OTHER: &str = "Nothing was heard along the whole of the line on Monday, the mission said in its report of the day. \
    Shells fell on the market of Arden on Tuesday morning, residents said. Its teams could go wherever they wanted for the \
    first time since the beginning of the month, and saw lorries on all three of the roads.";

const THIRD: &str = "The market of the town was hit on Tuesday by what people there took for mortar rounds. Nobody answered \
    calls at the command of the north. Talks in the capital went on, and both delegations said that they would stay for as \
    long as it took to agree on the list of prisoners.";

/// Documents told as `id | day | outlet`, with their texts.
fn copies(told: &[(&str, &str)]) -> Copies {
    let document = |(line, text): &(&str, &str)| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let document = Document {
            id: DocumentId::new(cells[0]),
            name: cells[0].to_owned(),
            outlet: Name::parse(cells[2]).ok(),
            published: cells[1].parse().ok().map(Published::Day),
            dateline: vec![],
            text: Hash::of(text.as_bytes()),
            original: Hash::of(text.as_bytes()),
            part: Span::new(0, 0),
            blocks: vec![],
        };
        (document, Arc::new(Wording::of(text, &[])))
    };
    let all: Vec<(Document, Arc<Wording>)> = told.iter().map(document).collect();
    Copies::of(all.iter().map(|(document, wording)| (document, wording.clone())))
}

fn told(claims: &[Claim], copies: &Copies) -> Vec<Incident> {
    let (actors, places) = lists();
    reconcile_knowing(claims, &Known { copies, ..Known::default() }, &actors, &places)
}

/// Claims of one shelling told as `document:byte source`, with `via OUTLET` behind it where it is quoted through one.
fn shelling(lines: &[&str]) -> Vec<Claim> {
    let one = |line: &&str| {
        let (at, source) = line.split_once(' ').unwrap();
        let (source, via) = source.split_once(" via ").unwrap_or((source, ""));
        let line = format!("shelling | {source} | asserts | > market | Arden | 2031-03-04 | {at}");
        Claim { via: Name::parse(via).ok(), ..claim(&line) }.identified()
    };
    lines.iter().map(one).collect()
}

#[track_caller]
fn check(documents: &[(&str, &str)], lines: &[&str], witnesses: &[&str]) {
    let found = told(&shelling(lines), &copies(documents));
    assert_eq!(found.len(), 1, "{found:#?}");
    let names: Vec<&str> = found[0].witnesses.iter().map(|name| name.as_str()).collect();
    assert_eq!(names, witnesses);
    let expected = if witnesses.len() > 1 { Standing::Corroborated } else { Standing::SingleSource };
    assert_eq!(found[0].standing, expected);
}

#[test]
fn a_republished_story_is_one_witness_with_the_first() {
    let new_headline = format!("Market hit in Arden, say residents\n\n{STORY}");
    let cut = &STORY[..STORY.len() * 2 / 3];
    let documents = [
        ("a | 2031-03-04 | Morning Paper", STORY),
        ("b | 2031-03-05 | Valley Star", new_headline.as_str()),
        ("c | 2031-03-06 | The Lantern", cut),
        ("d | 2031-03-06 | Hill Echo", THIRD),
    ];
    check(&documents, &["a:0 Morning Paper", "b:40 Valley Star", "c:0 The Lantern"], &["Morning Paper"]);
    check(&documents, &["b:40 Valley Star", "c:0 The Lantern"], &["Valley Star"]);
    check(&documents, &["a:0 residents", "b:40 residents", "c:0 locals"], &["locals"]);
    check(&documents, &["a:0 Watch", "b:40 Valley Star"], &["Border Watch"]);
    check(&documents, &["a:0 residents", "b:40 residents", "c:0 Watch"], &["Border Watch"]);
    check(&documents, &["a:0 Morning Paper", "d:0 medics"], &["Morning Paper", "medics"]);
    check(&[], &["a:0 Morning Paper", "b:40 Valley Star"], &["Morning Paper", "Valley Star"]);
}

#[test]
fn a_sentence_taken_over_is_one_witness_with_the_first() {
    let documents = [
        ("a | 2031-03-04 | Morning Paper", STORY),
        ("b | 2031-03-05 | Valley Star", OTHER),
        ("d | 2031-03-06 | Hill Echo", THIRD),
    ];
    let taken = OTHER.find("Shells").unwrap();
    check(&documents, &["a:0 Morning Paper", &format!("b:{taken} Valley Star")], &["Morning Paper"]);
    check(&documents, &["a:0 residents", &format!("b:{taken} medics")], &["residents"]);
    check(&documents, &["a:0 Watch", &format!("b:{taken} Valley Star")], &["Border Watch"]);
    check(&documents, &["a:0 Morning Paper", &format!("b:{taken} Watch")], &["Border Watch"]);
    check(&documents, &["a:0 Morning Paper", "b:0 medics"], &["Morning Paper", "medics"]);
    check(&documents, &["a:0 Morning Paper", "d:0 medics"], &["Morning Paper", "medics"]);
}

#[test]
fn outlets_that_relay_one_outlet_are_one_witness() {
    let relayed =
        ["b:0 residents via Field Wire", "c:0 medics via Field Wire", "d:0 a doctor via Field Wire"];
    check(&[], &relayed, &["residents"]);
    check(&[], &[&relayed[..], &["a:0 Field Wire"]].concat(), &["Field Wire"]);
    check(&[], &[&relayed[..], &["a:0 Watch via Field Wire"]].concat(), &["Border Watch", "residents"]);
    check(&[], &["b:0 residents via Field Wire", "c:0 medics via Hill Post"], &["medics", "residents"]);
}

#[test]
fn each_witness_is_traced_to_who_said_it_first() {
    let documents = [
        ("a | 2031-03-05 | Morning Paper", STORY),
        ("b | 2031-03-06 | Valley Star", STORY),
        ("d | 2031-03-04 | x", THIRD),
    ];
    let claims = shelling(&["b:0 residents", "a:0 residents", "d:0 Watch", "b:20 Valley Star"]);
    let copies = copies(&documents);
    let (actors, places) = lists();
    let known = Known { copies: &copies, ..Known::default() };
    let found = testimonies(&claims.iter().collect::<Vec<_>>(), &known, &actors, &places);
    let at = |id: &ClaimId| claims.iter().find(|claim| &claim.id == id).unwrap().document.to_string();
    let told: Vec<String> = found
        .iter()
        .map(|one| {
            let witness = one.witness.as_ref().map_or("nobody", |name| name.as_str());
            let lines = one.told.iter().map(|told| {
                told.repeats
                    .as_ref()
                    .map_or(at(&told.claim), |first| format!("{} from {first}", at(&told.claim)))
            });
            format!("{witness}: {}", lines.collect::<Vec<_>>().join(", "))
        })
        .collect();
    assert_eq!(told, ["Border Watch: d", "residents: a, b from a, b from a"]);
}

/// Claims as `document source stance`; expected are the standings.
#[track_caller]
fn check_standing(days: &[(&str, &str)], lines: &[&str], expected: &[Standing]) {
    let documents: Vec<(String, &str)> =
        days.iter().map(|(id, day)| (format!("{id} | {day} | "), "too short to compare")).collect();
    let documents: Vec<(&str, &str)> = documents.iter().map(|(line, text)| (line.as_str(), *text)).collect();
    let claims: Vec<Claim> = lines.iter().map(|line| claim(line)).collect();
    let found: Vec<Standing> = told(&claims, &copies(&documents)).iter().map(|i| i.standing).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_source_that_takes_back_what_it_said_leaves_a_retracted_incident() {
    let days = [("a", "2031-03-05"), ("b", "2031-03-06"), ("c", "2031-03-07")];
    let said = |who: &str, stance: &str, document: &str| {
        format!("shelling | {who} | {stance} | > market | Arden | 2031-03-04 | {document}:0")
    };
    let (yes, no) = (said("Watch", "asserts", "a"), said("the Watch", "denies", "b"));
    let check = |lines: &[&str], expected| check_standing(&days, lines, &[expected]);
    check(&[&yes, &no], Standing::Retracted);
    check(&[&yes, &no, &said("North army", "denies", "a")], Standing::Retracted);
    check(&[&yes, &no, &said("a medic", "asserts", "a")], Standing::Contested);
    check(&[&yes, &no, &said("Watch", "asserts", "c")], Standing::Contested);
    check(&[&said("Watch", "denies", "a"), &said("Watch", "asserts", "b")], Standing::Contested);
    check(&[&yes, &said("North army", "denies", "b")], Standing::Contested);
    check(&[&said("residents", "asserts", "a"), &said("residents", "denies", "b")], Standing::Contested);
    check(
        &[&yes, &no, "killed | a medic | asserts | > | Arden | 2031-03-04 | a:30 | 3"],
        Standing::Contested,
    );
    check_standing(&[], &[&yes, &no], &[Standing::Contested]);
}

/// Documents as the record that brought them and the one that withdrew them; expected are the retracted incidents'
/// documents.
#[track_caller]
fn check_withdrawn(records: &[(&str, Seq, Option<Seq>)], lines: &[&str], expected: &[&str]) {
    let (actors, places) = lists();
    let claims: Vec<Claim> = lines.iter().map(|line| claim(line)).collect();
    let of: BTreeMap<&str, (Seq, Option<Seq>)> =
        records.iter().map(|(id, came, went)| (*id, (*came, *went))).collect();
    let (gone, counting): (Vec<Claim>, Vec<Claim>) =
        claims.iter().cloned().partition(|claim| of[claim.document.as_str()].1.is_some());
    let gone: Vec<(Seq, &Claim)> =
        gone.iter().map(|claim| (of[claim.document.as_str()].1.unwrap(), claim)).collect();
    let came = |id: &DocumentId| of[id.as_str()].0;
    let found = retracted(&counting, came, &gone, &Known::default(), &actors, &places);
    let before = reconcile(&claims, &actors, &places);
    let told = |incident: &Incident| {
        assert_eq!(incident.standing, Standing::Retracted);
        let mut documents: Vec<&str> = incident
            .all_claims()
            .map(|id| claims.iter().find(|claim| &claim.id == id).unwrap().document.as_str())
            .collect();
        documents.sort_unstable();
        let whole = before.iter().any(|old| old.claims == incident.claims);
        assert!(!whole || before.iter().any(|old| old.id == incident.id), "an id was lost");
        documents.join(" ")
    };
    assert_eq!(found.iter().map(told).collect::<Vec<_>>(), expected);
}

#[test]
fn an_incident_is_retracted_with_the_last_document_that_asserts_it() {
    let said = |document: &str, stance: &str| {
        format!("shelling | Watch | {stance} | > market | Arden | 2031-03-04 | {document}:0")
    };
    let (a, b) = (said("a", "asserts"), said("b", "asserts").replace("Watch", "a medic"));
    check_withdrawn(&[("a", 1, Some(5))], &[&a], &["a"]);
    check_withdrawn(&[("a", 1, Some(5)), ("b", 2, Some(6))], &[&a, &b], &["a b"]);
    // Another source told of it all the while: it is not retracted.
    check_withdrawn(&[("a", 1, Some(5)), ("b", 2, None)], &[&a, &b], &[]);
    // Another source told of it afterwards: that is an incident by itself.
    check_withdrawn(&[("a", 1, Some(5)), ("b", 7, None)], &[&a, &b], &["a"]);
    // Whoever only denies it does not keep it.
    check_withdrawn(&[("a", 1, Some(5)), ("b", 2, None)], &[&a, &b.replace("asserts", "denies")], &["a"]);
    check_withdrawn(&[("a", 1, Some(5))], &[&said("a", "denies")], &[]);
    let hurt = "killed | Watch | asserts | > | Arden | 2031-03-04 | a:30 | 3";
    check_withdrawn(&[("a", 1, Some(5))], &[&a, hurt], &["a a"]);
}

proptest! {
    #[test]
    fn a_later_copy_of_a_document_changes_no_witness_and_no_standing(
        claims in prop::collection::vec(any_claim(), 0..12),
        own in prop::collection::vec(any::<bool>(), 12),
        cut in any::<bool>(),
        shuffle in any::<u64>(),
    ) {
        // Whatever document `a` says in the outlet's own voice, the copy says in that of another outlet.
        let mut claims: Vec<Claim> = claims;
        for (claim, own) in claims.iter_mut().zip(own) {
            if own && claim.document.as_str() == "a" {
                claim.source = Name::parse("Morning Paper").ok();
                *claim = claim.clone().identified();
            }
        }
        let half = if cut { STORY.len() * 2 / 3 } else { STORY.len() };
        let copied = claims.iter().filter(|claim| claim.document.as_str() == "a" && claim.span.end < half);
        let copy: Vec<Claim> = copied
            .map(|claim| {
                let source = claim.source.as_ref().map(|source| match source.as_str() {
                    "Morning Paper" => Name::parse("Valley Star").unwrap(),
                    _ => source.clone(),
                });
                Claim { document: DocumentId::new("z"), source, ..claim.clone() }.identified()
            })
            .collect();
        let documents = [
            ("a | 2031-03-05 | Morning Paper", STORY),
            ("b | 2031-03-05 | ", OTHER),
            ("c | 2031-03-05 | ", THIRD),
            ("z | 2031-03-08 | Valley Star", &STORY[..half]),
        ];
        let copies = copies(&documents);
        let before = told(&claims, &copies);
        let mut all = [claims, copy].concat();
        let after = told(&all, &copies);
        // A copy may be what holds two incidents apart or together; witnesses are compared where the claims are the same.
        for incident in &after {
            let originals: Vec<&ClaimId> = incident
                .claims
                .iter()
                .filter(|id| all.iter().any(|claim| &&claim.id == id && claim.document.as_str() != "z"))
                .collect();
            let Some(was) = before.iter().find(|was| was.claims.iter().eq(originals.iter().copied())) else { continue };
            prop_assert_eq!(&was.witnesses, &incident.witnesses);
            prop_assert_eq!(was.standing, incident.standing);
        }
        let at = usize::try_from(shuffle % 97).unwrap() % all.len().max(1);
        all.rotate_left(at);
        prop_assert_eq!(told(&all, &copies), after);
    }
}
