//! Writes for people why a sentence was read as it was, in at most 100 columns. Reads nothing itself.

use serde_json::Value;
use std::{fmt::Write, ops::Range};
use truce_model::Name;
use truce_monitor::{
    ExplainedSentence,
    explain::{ClauseCut, ExplainedWord, RuleHit, Sign, Stretch},
};

/// The widest line, in characters.
const WIDTH: usize = 100;
/// The widest column of words.
const WORD: usize = 24;

/// The whole page on a sentence, with an empty line at its end.
pub fn page(sentence: &ExplainedSentence) -> String {
    let mut page = Page::default();
    let [from, to] = sentence.span;
    page.line(0, 0, &format!("{}, sentence {}, characters {from} to {to}", sentence.story, sentence.number));
    page.line(2, 2, &format!("“{}”", spaced(&sentence.evidence)));
    let words = &sentence.seen.words;
    if words.iter().any(|word| word.parsed.is_some()) {
        page.table(words);
    }
    for stretch in &sentence.seen.stretches {
        page.stretch(stretch, words, sentence.outlet.as_deref());
    }
    sentence.claims.iter().enumerate().for_each(|(at, claim)| page.claim(at + 1, claim));
    if let Some(because) = &sentence.seen.doubt {
        page.gap();
        page.line(2, 4, &format!("doubt: {because}"));
    }
    if sentence.claims.is_empty() && sentence.seen.doubt.is_none() {
        page.gap();
        page.line(2, 4, "no claim");
    }
    page.text
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn gap(&mut self) {
        self.text.push('\n');
    }

    /// A paragraph, its first line indented by `first`, the others by `rest`.
    fn line(&mut self, first: usize, rest: usize, words: &str) {
        let mut column = first;
        self.text.extend(std::iter::repeat_n(' ', first));
        for (at, word) in words.split(' ').enumerate() {
            let long = word.chars().count();
            if at > 0 && column + 1 + long > WIDTH {
                self.gap();
                self.text.extend(std::iter::repeat_n(' ', rest));
                column = rest;
            } else if at > 0 {
                self.text.push(' ');
                column += 1;
            }
            self.text.push_str(word);
            column += long;
        }
        self.gap();
    }

    /// The words with their parse, a row a word.
    fn table(&mut self, words: &[ExplainedWord]) {
        let widest = |of: fn(&ExplainedWord) -> &str, least: usize| {
            words.iter().map(|word| of(word).chars().count()).max().unwrap_or(0).clamp(least, WORD)
        };
        let (word, lemma) = (widest(|word| &word.text, 4), widest(|word| &word.lemma, 5));
        self.gap();
        let head = format!("   no  {:word$}  {:lemma$}  tag    head  relation       sure", "word", "lemma");
        self.text += &head;
        for (at, one) in words.iter().enumerate() {
            self.gap();
            let row = format!("  {:>3}  {:word$}  {:lemma$}", at + 1, cut(&one.text), cut(&one.lemma));
            self.text += &row;
            if let Some(parsed) = &one.parsed {
                let (tag, head) = (parsed.upos.as_str(), parsed.head.map_or(0, |head| head + 1));
                let (relation, sure) = (parsed.relation.as_str(), parsed.sure_percent);
                let rest = format!("  {tag:5}  {head:>4}  {relation:13}  {sure:>2} %");
                self.text += &rest;
            }
            self.text.truncate(self.text.trim_end().len());
        }
        self.gap();
    }

    fn stretch(&mut self, stretch: &Stretch, words: &[ExplainedWord], outlet: Option<&str>) {
        self.gap();
        let mut told = numbers(&stretch.words);
        let outlet = outlet.unwrap_or("not known");
        match &stretch.voice {
            None => write!(told, ", told by the narrator (outlet: {outlet})"),
            Some(voice) => {
                let named =
                    if voice.sources.is_empty() { "nobody named".into() } else { voice.sources.join("; ") };
                let via = voice.via.as_ref().map_or(String::new(), |via| format!(", via {via}"));
                let how = match (&voice.verb, &voice.words) {
                    (Some(verb), Some(at)) => format!("{verb}, in “{}”, {}", shown(at, words), numbers(at)),
                    _ => "quoted words that go on".to_owned(),
                };
                let goes_on = if voice.goes_on { "; the speaker before goes on" } else { "" };
                write!(told, ", said by {named}{via} (verb: {how}{goes_on}; outlet: {outlet})")
            }
        }
        .expect("a string takes what is written");
        self.line(2, 4, &told);
        self.line(4, 4, stretch.treatment.because());
        stretch.clauses.iter().enumerate().for_each(|(at, clause)| self.clause(at + 1, clause, words));
    }

    fn clause(&mut self, number: usize, clause: &ClauseCut, words: &[ExplainedWord]) {
        let at = &clause.words;
        self.line(2, 4, &format!("clause {number}, {}: “{}”", numbers(at), shown(at, words)));
        let all = |ranges: &[Range<usize>]| {
            let each: Vec<String> = ranges.iter().map(|range| shown(range, words)).collect();
            if each.is_empty() { "–".to_owned() } else { each.join("; ") }
        };
        let verb = clause.verb.map_or("–".to_owned(), |verb| shown(&(verb..verb + 1), words));
        let marks =
            if clause.marks.is_empty() { String::new() } else { format!(" ({})", clause.marks.join(", ")) };
        let (subject, object) = (all(&clause.subject), all(&clause.object));
        self.line(4, 6, &format!("verb: {verb}{marks} · subject: {subject} · object: {object}"));
        clause.hits.iter().for_each(|hit| self.hit(hit, words));
    }

    fn hit(&mut self, hit: &RuleHit, words: &[ExplainedWord]) {
        let taken = hit.outcome == truce_monitor::explain::Outcome::Taken;
        let mut told = format!(
            "{} {} finds {}.{} in “{}”: {}",
            if taken { "+" } else { "-" },
            hit.rule,
            hit.act.kind(),
            hit.act.word(),
            shown(&hit.words, words),
            hit.outcome.because()
        );
        if let Some(by) = hit.outcome.silencer() {
            told += &format!(": “{}”", shown(by, words));
        }
        if let Some(weighed) = &hit.weighed {
            let percent = |share: f32| (share * 100.0).round();
            let (sure, needed) = (percent(weighed.confidence), percent(weighed.threshold));
            told += &format!(", {sure} % sure where {needed} % are needed");
        }
        self.line(4, 8, &told);
        if let Some(weighed) = &hit.weighed {
            self.signs("for", &weighed.spoke_for);
            self.signs("against", &weighed.spoke_against);
        }
        if let Some(draft) = hit.draft.as_ref().filter(|_| !taken) {
            let or_none = |name: Option<String>| name.unwrap_or_else(|| "–".to_owned());
            let name = |name: &Option<Name>| or_none(name.as_ref().map(ToString::to_string));
            let places: Vec<String> = draft.places.iter().map(ToString::to_string).collect();
            let places = or_none((!places.is_empty()).then(|| places.join(", ")));
            let (source, agent, target) = (name(&draft.source), name(&draft.agent), name(&draft.target));
            let slots = format!(
                "it would be: {}, source: {source} · agent: {agent} · target: {target} · places: {places}",
                draft.stance
            );
            self.line(8, 17, &slots);
        }
    }

    fn signs(&mut self, side: &str, signs: &[Sign]) {
        if signs.is_empty() {
            return;
        }
        // A sign's name holds spaces, and is kept on one line.
        let each: Vec<String> = signs
            .iter()
            .map(|sign| format!("{:+.2}\u{a0}{}", sign.weight, sign.name.trim().replace(' ', "\u{a0}")))
            .collect();
        let start = self.text.len();
        self.line(8, 17, &format!("{side:\u{a0}<8} {}", each.join("\u{a0}· ")));
        let tidy = self.text[start..].replace('\u{a0}', " ");
        self.text.replace_range(start.., &tidy);
    }

    fn claim(&mut self, number: usize, claim: &Value) {
        self.gap();
        let word = |slot: &str| words(&claim[slot]);
        let sure = if claim["confidence"].is_null() {
            String::new()
        } else {
            format!(", {} % sure", word("confidence"))
        };
        let (kind, act, stance, found) = (word("kind"), word("act"), word("stance"), word("found_by"));
        self.line(2, 4, &format!("claim {number}: {kind}.{act}, {stance}{sure}, found by {found}"));
        self.line(4, 6, &format!("“{}”", spaced(&word("evidence"))));
        let (agent, target, places) = (word("agent"), word("target"), word("places"));
        self.line(
            4,
            6,
            &format!("source: {} · via: {} · agent: {agent} · target: {target}", word("source"), word("via")),
        );
        let (start, end) = (word("start"), word("end"));
        self.line(
            4,
            6,
            &format!("places: {places} · start: {start} · end: {end} · count: {}", count(&claim["count"])),
        );
    }
}

/// A slot as a person reads it.
fn words(value: &Value) -> String {
    match value {
        Value::Null => "–".into(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "–".into(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// A number of a claim with its bounds.
fn count(value: &Value) -> String {
    if value.is_null() {
        return "–".into();
    }
    let about = if value["approx"] == true { "about " } else { "" };
    let bounds = match (value["min"].as_u64(), value["max"].as_u64()) {
        (Some(min), Some(max)) if min == max => min.to_string(),
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("{min} or more"),
        (None, Some(max)) => format!("up to {max}"),
        (None, None) => "some".into(),
    };
    let who = if value["who"].is_null() { String::new() } else { format!(" ({})", words(&value["who"])) };
    format!("{about}{bounds} {}{who}", words(&value["of"]))
}

/// The words of a range, a space between each two but before signs.
fn shown(range: &Range<usize>, words: &[ExplainedWord]) -> String {
    let words = words.get(range.clone()).unwrap_or_default();
    let mut text = String::new();
    for (at, word) in words.iter().enumerate() {
        let apart = at > 0 && words[at - 1].span.end < word.span.start;
        text.extend(apart.then_some(' '));
        text += &word.text;
    }
    text
}

/// Which words these are, counted from 1.
fn numbers(range: &Range<usize>) -> String {
    match range.len() {
        0 | 1 => format!("word {}", range.start + 1),
        _ => format!("words {} to {}", range.start + 1, range.end),
    }
}

/// A word cut to the width of its column.
fn cut(word: &str) -> String {
    if word.chars().count() <= WORD {
        return word.to_owned();
    }
    word.chars().take(WORD - 1).chain(['…']).collect()
}

/// Words without line breaks.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
