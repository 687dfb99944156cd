//! Runs every rule over its own texts and over those of all others, and holds the reader to its promises.

mod denials;
mod numbers;
mod safety;

use crate::Reader;
use crate::rule::Rule;
use proptest::prelude::*;
use std::fmt::Write;
use std::sync::LazyLock;
use truce_model::{Block, BlockRole, Claim, Document, DocumentId, Hash, Name, Published, Span};

/// Reads by the rules alone: what they find is tested apart from what the learned weights make of it.
static READER: LazyLock<Reader> = LazyLock::new(|| Reader::builtin().unwrap().unweighed());

/// Reads as the program does.
static WEIGHED: LazyLock<Reader> = LazyLock::new(|| Reader::builtin().unwrap());

/// The reader that reads as the program does.
pub(crate) fn weighed_reader() -> &'static Reader {
    &WEIGHED
}

/// A document whose paragraphs are set apart by empty lines.
pub(crate) fn document(text: &str) -> Document {
    let mut at = 0;
    let mut blocks = Vec::new();
    for part in text.split("\n\n") {
        blocks.push(Block { role: BlockRole::Paragraph, span: Span::new(at, at + part.len()) });
        at += part.len() + 2;
    }
    Document {
        id: DocumentId::new("doc-test"),
        name: "test".into(),
        outlet: Name::parse("Wire").ok(),
        published: Some(Published::Day("2031-03-14".parse().unwrap())),
        dateline: Vec::new(),
        text: Hash::of(text.as_bytes()),
        original: Hash::of(text.as_bytes()),
        part: Span::new(0, text.len()),
        blocks,
    }
}

fn read(text: &str) -> Vec<Claim> {
    READER.read(&document(text), text).claims
}

fn found(rule: &Rule, text: &str) -> Vec<Claim> {
    read(text).into_iter().filter(|claim| claim.found_by.contains(&rule.id)).collect()
}

/// The words of a claim's slot, as examples write them.
fn slot(claim: &Claim, name: &str) -> String {
    let words = |name: &Option<Name>| name.as_ref().map_or(String::new(), |n| bare(n.as_str()));
    let count = claim.count.as_ref();
    let number = |n: Option<u64>| n.map_or(String::new(), |n| n.to_string());
    match name {
        "agent" => words(&claim.agent),
        "target" => words(&claim.target),
        "source" => words(&claim.source),
        "stance" => claim.stance.to_string(),
        "place" => claim.places.first().map_or(String::new(), |p| bare(p.as_str())),
        "min" => number(count.and_then(|c| c.min)),
        "max" => number(count.and_then(|c| c.max)),
        "who" => count.map_or(String::new(), |c| words(&c.who)),
        "start" => claim.occurred.start.map_or(String::new(), |m| m.to_string()),
        "end" => claim.occurred.end.map_or(String::new(), |m| m.to_string()),
        other => panic!("`{other}` is no slot"),
    }
}

fn bare(words: &str) -> String {
    let lower = words.to_lowercase();
    let cut = ["the ", "a ", "an "].iter().find_map(|article| lower.strip_prefix(article));
    cut.unwrap_or(&lower).to_owned()
}

#[test]
fn every_rule_finds_its_matches() {
    let mut faults = String::new();
    for rule in &READER.rules {
        for example in &rule.matches {
            let claims = found(rule, &example.text);
            let fits = |claim: &&Claim| {
                claim.quote == example.quote
                    && claim.act == rule.finds
                    && example.slots.iter().all(|(name, want)| slot(claim, name) == bare(want))
            };
            if !claims.iter().any(|claim| fits(&claim)) {
                writeln!(faults, "{}: {:?} gives {claims:#?}", rule.id, example.text).unwrap();
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn no_rule_finds_its_non_matches() {
    let reached: Vec<String> = READER
        .rules
        .iter()
        .flat_map(|rule| rule.no_match.iter().map(move |example| (rule, &example.text)))
        .filter(|(rule, text)| !found(rule, text).is_empty())
        .map(|(rule, text)| format!("{}: {text}", rule.id))
        .collect();
    assert!(reached.is_empty(), "{reached:#?}");
}

/// Shows, for each rule, what the other rules make of its texts.
#[test]
fn every_rule_over_every_other_rules_texts() {
    let mut shown = String::new();
    for rule in &READER.rules {
        let own = rule.matches.iter().map(|e| &e.text);
        for text in own.chain(rule.no_match.iter().map(|e| &e.text)) {
            let claims = read(text);
            let reach: Vec<String> =
                claims.iter().map(|c| format!("{}:{}", c.found_by[0], c.stance)).collect();
            writeln!(shown, "{}: {text} -> {}", rule.id, reach.join(", ")).unwrap();
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn the_same_text_gives_the_same_claims() {
    let text =
        "North shelled Tal on Monday, the mission said.\n\nSouth denied it. “We fired nothing,” it said.";
    let other = Reader::builtin().unwrap().unweighed();
    assert_eq!(READER.read(&document(text), text), other.read(&document(text), text));
    assert_eq!(READER.read(&document(text), text), READER.read(&document(text), text));
}

#[test]
fn a_heading_carries_no_claim() {
    let text = "North shelled Tal on Monday";
    let mut document = document(text);
    document.blocks[0].role = BlockRole::Headline;
    assert_eq!(READER.read(&document, text).claims, []);
}

#[test]
fn narration_without_a_known_outlet_has_no_source() {
    let text = "North shelled Tal on Monday.";
    let document = Document { outlet: None, published: None, ..document(text) };
    let claims = READER.read(&document, text).claims;
    assert_eq!((claims.len(), &claims[0].source), (1, &None));
    assert!(claims[0].occurred.is_unknown(), "no weekday without a day of publication");
}

#[test]
fn joint_sources_give_one_claim_each() {
    let sources: Vec<String> = read("Shells fell on Tal, the mayor and the police said.")
        .iter()
        .map(|claim| claim.source.as_ref().unwrap().to_string())
        .collect();
    assert_eq!(sources, ["mayor", "police"]);
}

#[test]
fn a_sentence_longer_than_any_is_doubted_and_not_read() {
    let text = format!("North’s army shelled {} on Monday.", "Tal and ".repeat(1_000));
    let read = READER.read(&document(&text), &text);
    assert_eq!((read.claims.len(), read.doubts.len()), (0, 1));
}

#[test]
fn hostile_text_is_read_in_good_time() {
    let long = "a".repeat(1 << 20);
    let quotes = "“".repeat(100_000);
    let commas = "he said, ".repeat(50_000);
    let stops = "North shelled Tal. ".repeat(2_000);
    for text in [long, quotes, commas, stops] {
        READER.read(&document(&text), &text);
    }
}

/// The time of the first claim of a text published on Friday, 14 March 2031.
fn time_of(text: &str) -> String {
    read(text)[0].occurred.to_string()
}

#[test]
fn expressions_of_time_are_read_against_the_day_of_publication() {
    for (text, want) in [
        ("North shelled Tal on Monday.", "2031-03-10"),
        ("North shelled Tal on Friday.", "2031-03-14"),
        ("North shelled Tal overnight.", "2031-03-13 to 2031-03-14"),
        ("North shelled Tal last week.", "2031-03-03 to 2031-03-09"),
        ("North shelled Tal two days ago.", "2031-03-12"),
        ("North shelled Tal in the past four days.", "2031-03-11 to 2031-03-14"),
        ("North shelled Tal in December.", "2030-12-01 to 2030-12-31"),
        ("North shelled Tal on 5 March 2029.", "2029-03-05"),
        ("North has shelled Tal since Tuesday.", "2031-03-11 to 2031-03-14"),
        (
            "North declared a truce from 1 a.m. on March 6 until 2400 on March 8, 2031.",
            "2031-03-06T01:00 to 2031-03-09T00:00",
        ),
        ("Troops are fighting in Tal.", "up to 2031-03-14"),
        ("North shelled Tal.", "unknown"),
    ] {
        assert_eq!(time_of(text), want, "{text}");
    }
}

/// The bounds and the group of the first toll of a text.
fn count_of(text: &str) -> String {
    let claims = read(text);
    let count = claims.iter().find_map(|claim| claim.count.clone());
    count.map_or("none".to_owned(), |count| count.to_string())
}

#[test]
fn numbers_keep_their_bounds() {
    for (text, want) in [
        ("Shells killed at least 12 people in Tal.", "at least 12"),
        ("Shells killed more than 12 people in Tal.", "at least 13"),
        ("Shells killed up to 12 people in Tal.", "at most 12"),
        ("Shells killed nearly 12 people in Tal.", "about at most 12"),
        ("Shells killed around 12 people in Tal.", "about 12"),
        ("Shells killed dozens of people in Tal.", "about at least 12"),
        ("Shells killed twenty-two soldiers in Tal.", "22 soldiers"),
        ("Shells killed 1.2 million people.", "1200000"),
        ("No civilians were killed in Tal.", "0 civilians"),
        ("Soldiers died in Tal.", "about at least 3 soldiers"),
        ("No more than five people were killed in Tal.", "at most 5"),
        ("At least 10 but no more than 15 people were killed in Tal.", "10 to 15"),
        ("Some 30 to 40 people were killed in Tal.", "about 30 to 40"),
        ("Under 20 people were killed in Tal.", "at most 19"),
        ("One hundred and fifty people were killed in Tal.", "150"),
        ("Two thousand five hundred and six people were killed in Tal.", "2506"),
        ("A hundred and ten people were killed in Tal.", "110"),
        ("Half of the 100 captives were killed in Tal.", "50"),
        ("All but two of the 12 soldiers were killed in Tal.", "10"),
        ("The army said 1.200 people were killed in Tal.", "1200"),
    ] {
        assert!(count_of(text).starts_with(want), "{text}: {}", count_of(text));
    }
}

#[test]
fn a_source_is_resolved_and_keeps_its_quotation() {
    let text = "“We fired nothing,” General Ari Venn of the Northern army told the Wire.\n\n\
                Venn said South had shelled Tal. “It will stop,” he said.";
    let sources: Vec<String> = read(text).iter().map(|c| c.source.as_ref().unwrap().to_string()).collect();
    assert!(!sources.is_empty() && sources.iter().all(|source| source.contains("Venn")), "{sources:?}");
}

#[test]
fn an_act_named_before_coming_is_no_coming_under() {
    for text in ["The shelling came at night.", "Under shelling they came."] {
        let targets: Vec<String> = read(text).iter().map(|claim| slot(claim, "target")).collect();
        assert!(targets.iter().all(String::is_empty), "{text}: {targets:?}");
    }
    let targets: Vec<String> =
        read("Tal came under heavy shelling.").iter().map(|c| slot(c, "target")).collect();
    assert!(targets.contains(&"tal".to_owned()), "{targets:?}");
}

#[test]
fn what_is_wanted_or_feared_is_no_event() {
    for text in ["North wants to shell Tal.", "South could attack Tal.", "North must not shell Tal."] {
        assert_eq!(read(text).iter().filter(|c| c.kind() == truce_model::Kind::Event).count(), 0, "{text}");
    }
}

const WORDS: &[&str] = &[
    "North",
    "South",
    "said",
    "that",
    "“",
    "”",
    ",",
    ".",
    "shelled",
    "Tal",
    "killed",
    "at least",
    "12",
    "people",
    "on Monday",
    "truce",
    "the",
    "and",
    "but",
    "–",
    "which",
    "was",
    "by",
    "he",
    "not",
    "’s",
    "é",
    "U.N.",
    "if",
    "\n\n",
    "will",
    "from 1 a.m.",
    "until",
    "according to",
    "quoted",
    "as saying",
    "\"",
    "(",
    ")",
    "hundreds of",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn reading_never_fails_and_every_claim_resolves(
        words in proptest::collection::vec(proptest::sample::select(WORDS), 0..60),
        noise in ".{0,80}",
    ) {
        for text in [words.join(" "), noise] {
            let read = READER.read(&document(&text), &text);
            for claim in &read.claims {
                prop_assert!(claim.resolves_in(&text), "{claim:?}");
            }
            prop_assert!(read.claims.is_sorted_by_key(|claim| claim.span));
            prop_assert!(read.doubts.iter().all(|doubt| doubt.span.of(&text).is_some()));
        }
    }
}
