//! Finds who says which stretch of a sentence. Names and pronouns are resolved elsewhere.

use super::phrase::{Phrase, joined_at, phrase_at};
use super::speech::{content_start, description_end, spoken, subject_of};
use crate::lexicon::Lexicon;
use crate::text::{Form, Tag, Token};

/// Words such as `X said`, with what they claim of the sentence.
#[derive(Clone, Debug)]
pub(crate) struct Attribution {
    pub from: usize,
    pub to: usize,
    pub sources: Vec<Phrase>,
    pub via: Option<Phrase>,
    pub verb: String,
    pub side: Side,
    /// What is not said, as in `declined to say`.
    pub silent: bool,
    /// Goes on with the source of the attribution before it (`adding that`).
    pub goes_on: bool,
}

/// Where the content stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    After,
    Both,
}

/// A stretch of a sentence with those who say it; `None`: the narrator.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub from: usize,
    pub to: usize,
    pub by: Option<Attribution>,
}

/// The stretches of a sentence, in order, attributions left out.
pub(crate) fn stretches(tokens: &[Token], lexicon: &Lexicon) -> Vec<Said> {
    let found = attributions(tokens, lexicon);
    let mut said = Vec::new();
    let mut at = 0;
    let mut owner: Option<Attribution> = None;
    for attribution in &found {
        let before = match attribution.side {
            Side::Before | Side::Both => Some(attribution.clone()),
            Side::After => owner.clone(),
        };
        push(&mut said, tokens, at, attribution.from, before);
        at = attribution.to;
        owner = match attribution.side {
            Side::After | Side::Both => Some(attribution.clone()),
            Side::Before if doing_behind(tokens, at) => {
                Some(Attribution { goes_on: true, side: Side::After, ..attribution.clone() })
            }
            Side::Before => None,
        };
    }
    push(&mut said, tokens, at, tokens.len(), owner);
    said
}

/// `…, he said, urging both to stop`: what the source does in saying so.
fn doing_behind(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.is(","))
        && tokens.get(at + 1).is_some_and(|t| t.tag == Tag::Verb && t.form == Some(Form::Ing))
}

fn push(said: &mut Vec<Said>, tokens: &[Token], from: usize, to: usize, by: Option<Attribution>) {
    let dashes: Vec<usize> =
        (from..to).filter(|i| tokens[*i].text == "–" || tokens[*i].text == "—").collect();
    if let ([dash], Some(owner)) = (&dashes[..], &by) {
        // A single dash hands over to the narrator, unless the words are quoted.
        if owner.side == Side::After && !tokens[*dash].quoted {
            push(said, tokens, from, *dash, by.clone());
            push(said, tokens, dash + 1, to, None);
            return;
        }
    }
    let (from, to) = super::clause::trim(tokens, from, to);
    let silent = by.as_ref().is_some_and(|by| by.silent);
    if from < to && !silent && tokens[from..to].iter().any(Token::is_word) {
        said.push(Said { from, to, by });
    }
}

fn attributions(tokens: &[Token], lexicon: &Lexicon) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = Vec::new();
    for i in 0..tokens.len() {
        let after = found.last().map_or(0, |a| a.to);
        if i < after {
            continue;
        }
        let token = &tokens[i];
        let one = if token.is("according") && tokens.get(i + 1).is_some_and(|t| t.is("to")) {
            according_to(tokens, i)
        } else if token.tag == Tag::Verb && matches!(token.lemma.as_str(), "quote" | "cite") {
            quoted_as_saying(tokens, i, after)
        } else if token.tag == Tag::Verb && lexicon.has("speech-verbs", &token.lemma) {
            let within = found.last().is_some_and(|a| a.side == Side::After);
            spoken(tokens, i, after, lexicon).filter(|one| !within || !nested(tokens, one, lexicon))
        } else {
            None
        };
        found.extend(one);
    }
    found
}

/// Whether a verb of thinking only reports, within what somebody says, what others think.
fn nested(tokens: &[Token], one: &Attribution, lexicon: &Lexicon) -> bool {
    let before = one.from.checked_sub(1).map(|i| &tokens[i]);
    let mental =
        lexicon.list("stance-verbs").is_some_and(|list| list.runs().iter().any(|run| run[0] == one.verb));
    let that = before.is_some_and(|t| t.is("that"));
    // `and denied that` goes on with whoever spoke.
    let mental = mental && tokens[one.from].tag != Tag::Conj;
    one.side == Side::After
        && !one.goes_on
        && (that || (mental && !before.is_some_and(|t| t.is("but") || t.text == ";")))
}

fn according_to(tokens: &[Token], i: usize) -> Option<Attribution> {
    let mut sources = joined_at(tokens, i + 2, tokens.len());
    let reporting = ["toll", "report", "count", "figure", "tally", "datum", "data", "statement", "estimate"];
    if let Some(first) = sources.first().filter(|p| reporting.contains(&tokens[p.head].lemma.as_str())) {
        let by =
            (first.to..tokens.len().min(first.to + 4)).find(|k| tokens[*k].is("by") || tokens[*k].is("from"));
        if let Some(named) =
            by.map(|by| joined_at(tokens, by + 1, tokens.len())).filter(|named| !named.is_empty())
        {
            sources = named;
        }
    }
    let end = description_end(tokens, sources.last()?.to);
    let leads = i <= 1;
    Some(Attribution {
        from: i,
        to: end,
        sources,
        via: None,
        verb: "say".into(),
        side: if leads { Side::After } else { Side::Before },
        silent: false,
        goes_on: false,
    })
}

/// `A quoted B as saying`, `B was cited by A as saying`.
fn quoted_as_saying(tokens: &[Token], i: usize, after: usize) -> Option<Attribution> {
    let (start, subject) = subject_of(tokens, i, after)?;
    let passive = tokens[..i].iter().rev().take(3).any(|t| t.tag == Tag::Aux && t.lemma != "have");
    let saying = (i..tokens.len().min(i + 30))
        .find(|j| tokens[*j].is("as") && tokens.get(j + 1).is_some_and(|t| t.form == Some(Form::Ing)));
    let (sources, via) = if passive {
        let by = (i..saying.unwrap_or(i)).find(|j| tokens[*j].is("by"));
        (subject, by.and_then(|by| phrase_at(tokens, by + 1, tokens.len())))
    } else {
        (vec![phrase_at(tokens, i + 1, tokens.len())?], subject.first().copied())
    };
    let to = match saying {
        Some(at) => content_start(tokens, at + 1, "say"),
        None if passive => return None,
        None => {
            (i..tokens.len()).find(|j| tokens[*j].tag == Tag::Verb && tokens[*j].form == Some(Form::Ing))?
        }
    };
    let trailing = to >= tokens.len() || tokens[to].text == ".";
    let side = if trailing { Side::Before } else { Side::After };
    Some(Attribution {
        from: start,
        to,
        sources,
        via,
        verb: "say".into(),
        side,
        silent: false,
        goes_on: false,
    })
}
