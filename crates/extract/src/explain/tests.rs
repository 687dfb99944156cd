//! Sentences with what is to be told of them.

use super::*;
use crate::tests::{document, weighed_reader};
use std::fmt::Write;

const SAID: &str = "Northern forces shelled the town of Arden on Tuesday, killing three people, the mayor said. \
                    The army denied that it would attack Ruba if the truce held.";

fn explain(text: &str) -> Vec<Explained> {
    weighed_reader().explain(&document(text), text).expect("so short a text is let in")
}

#[test]
fn explaining_changes_nothing_of_what_is_read() {
    for text in [SAID, "“We shall hold the line,” he said. “Nobody fired.” Ruba was quiet."] {
        let read = weighed_reader().read(&document(text), text);
        let explained = explain(text);
        let claims: Vec<_> = explained.iter().flat_map(|sentence| sentence.claims.clone()).collect();
        assert_eq!(claims, read.claims);
        let doubts = explained.iter().filter(|sentence| sentence.doubt.is_some()).count();
        assert_eq!(doubts, read.doubts.len());
    }
}

#[test]
fn every_number_is_one_of_the_sentence() {
    for sentence in explain(SAID) {
        let within = |range: &Range<usize>| assert!(range.end <= sentence.words.len(), "{range:?}");
        for word in &sentence.words {
            let head = word.parsed.and_then(|parsed| parsed.head);
            assert!(head.is_none_or(|head| head < sentence.words.len()));
        }
        for stretch in &sentence.stretches {
            within(&stretch.words);
            for clause in &stretch.clauses {
                within(&clause.words);
                clause.subject.iter().chain(&clause.object).for_each(within);
                clause.hits.iter().for_each(|hit| within(&hit.words));
            }
        }
    }
}

#[test]
fn a_text_on_other_things_is_told_apart() {
    let text = "The mayor of Arden opened a garden of roses on Monday and it did not rain at all. ".repeat(6);
    assert_eq!(weighed_reader().explain(&document(&text), &text), None);
}

#[test]
fn a_sentence_too_long_is_a_doubt_without_words() {
    let text = format!("Arden {}.", "and Ruba ".repeat(500));
    let explained = explain(&text.replace("Arden", "Truce and war"));
    assert!(explained.iter().any(|sentence| sentence.words.is_empty() && sentence.doubt.is_some()));
}

#[test]
fn what_is_taken_outweighs_what_is_not() {
    for clause in explain(SAID).iter().flat_map(|s| &s.stretches).flat_map(|s| &s.clauses) {
        for hit in &clause.hits {
            let Some(weighed) = &hit.weighed else { continue };
            let enough = weighed.confidence >= weighed.threshold;
            assert_eq!(enough, hit.outcome != Outcome::Light, "{hit:?}");
            assert!(weighed.spoke_for.len() <= 5 && weighed.spoke_against.len() <= 5);
            assert!(weighed.spoke_for.is_sorted_by(|a, b| a.weight >= b.weight));
        }
    }
}

/// The sentence as a few lines, without the numbers that learning changes.
fn shown(text: &str) -> String {
    let mut out = String::new();
    for sentence in explain(text) {
        let words = |range: &Range<usize>| {
            sentence.words[range.clone()].iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        for (at, word) in sentence.words.iter().enumerate() {
            let parse = word.parsed.map_or(String::new(), |p| {
                format!("{} {} {}", p.upos, p.head.map_or(0, |head| head + 1), p.relation)
            });
            writeln!(out, "{} {} {} {parse}", at + 1, word.text, word.lemma).unwrap();
        }
        for stretch in &sentence.stretches {
            writeln!(out, "{}: “{}” {:?}", stretch.treatment.word(), words(&stretch.words), stretch.voice)
                .unwrap();
            for clause in &stretch.clauses {
                writeln!(out, "  clause “{}” {:?}", words(&clause.words), clause.marks).unwrap();
                for hit in &clause.hits {
                    let (rule, act, outcome) = (&hit.rule, hit.act.word(), hit.outcome.word());
                    writeln!(out, "    {rule} {act} “{}” {outcome}", words(&hit.words)).unwrap();
                }
            }
        }
        for claim in &sentence.claims {
            writeln!(out, "claim {} {:?} “{}”", claim.act.word(), claim.agent, claim.quote).unwrap();
        }
        writeln!(out, "doubt {:?}\n", sentence.doubt).unwrap();
    }
    out
}

#[test]
fn a_story_is_explained_as_it_is_read() {
    insta::assert_snapshot!(shown(
        "Northern forces shelled the town of Arden on Tuesday, killing three people, the mayor said. They may shell \
         Ruba. “We want no war.”"
    ));
}
