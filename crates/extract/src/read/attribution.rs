//! Finds who says which stretch of a sentence. Names and pronouns are resolved elsewhere.

use super::phrase::{Phrase, bare_phrase_at, joined_at, phrase_at};
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

fn spoken(tokens: &[Token], i: usize, after: usize, lexicon: &Lexicon) -> Option<Attribution> {
    let token = &tokens[i];
    if token.quoted || passive(tokens, i) {
        return None;
    }
    let verb = token.lemma.clone();
    let prev = i.checked_sub(1).map(|p| &tokens[p]);
    let whole = |from, to, sources, side, goes_on| {
        let silent = side == Side::After && negated(tokens, i);
        Some(Attribution { from, to, sources, via: None, verb: verb.clone(), side, silent, goes_on })
    };
    if token.form == Some(Form::Ing) {
        let speech =
            ["say", "add", "tell", "warn", "note", "claim", "insist", "argue"].contains(&verb.as_str());
        let free = prev.is_some_and(|t| t.is(",") || t.is("and"));
        let to = content_start(tokens, i, &verb);
        let written = prev.is_some_and(|t| {
            ["statement", "report", "letter", "message", "interview", "declaration", "speech"]
                .contains(&t.lower.as_str())
        });
        if written && speech {
            let subject = super::clause::clauses(tokens, after, i).last()?.subject.clone();
            let named = subject.first().is_some_and(|p| tokens[p.head].tag != Tag::Pron);
            return if named { whole(i, to, subject, Side::After, false) } else { None };
        }
        if !speech || !free {
            return None;
        }
        // Where nobody has spoken yet, whoever acted speaks: `X denied it, saying`.
        let acted = if after == 0 { super::clause::clauses(tokens, 0, i).pop() } else { None };
        let acted = acted
            .map(|clause| clause.subject)
            .filter(|s| s.first().is_some_and(|p| tokens[p.head].nominal()));
        return match acted {
            Some(sources) => whole(i, to, sources, Side::After, false),
            None => whole(i, to, Vec::new(), Side::After, true),
        };
    }
    if verb != "tell" && prev.is_some_and(|t| t.is(",") || t.closes_quote()) {
        let inverted = joined_at(tokens, i + 1, tokens.len());
        if let Some(last) =
            inverted.last().filter(|_| token.tag == Tag::Verb && token.form == Some(Form::Past))
        {
            let verb_after = tokens.get(super::clause::skip_adverbs(tokens, last.to, tokens.len()));
            if !verb_after.is_some_and(super::clause::begins_finite) {
                let to = description_end(tokens, last.to);
                return whole(i, to, inverted, Side::Before, false);
            }
        }
    }
    let own = subject_of(tokens, i, after).or_else(|| relative_subject(tokens, i, after));
    let to = content_start(tokens, i, &verb);
    let Some((start, sources)) = own else {
        let (start, sources) = shared_subject(tokens, i, after)?;
        return if says_clause(tokens, to) { whole(start, to, sources, Side::After, false) } else { None };
    };
    let quote_before = start > 0 && (tokens[start - 1].closes_quote() || tokens[start - 1].is(","));
    let has_before =
        quote_before && tokens[after..start].iter().any(|t| t.tag == Tag::Verb || t.tag == Tag::Aux);
    let rest = &tokens[to.min(tokens.len())..];
    let first = rest.iter().find(|t| t.is_word() || t.opens_quote());
    let content = first.is_some() && !rest.first().is_some_and(|t| t.is(",") || t.is("."));
    let side = match (has_before, content) {
        (true, true) if tokens[start - 1].closes_quote() && rest[0].opens_quote() => Side::Both,
        (true, true) if tail(&rest[0]) => Side::Before,
        (true, true)
            if tokens[after..start].iter().any(super::clause::begins_finite) && !says_that(tokens, i, to) =>
        {
            Side::Before
        }
        (_, true) => Side::After,
        (_, false) if rest.get(1).is_some_and(Token::opens_quote) => Side::Both,
        (true, false) => Side::Before,
        (false, false) if !lexicon.has("saying-verbs", &verb) => return None,
        (false, false) => Side::Before,
    };
    if side == Side::After
        && tokens.get(to).is_some_and(|t| t.is("of") || t.is("about") || t.is("against") || t.is("for"))
    {
        return None;
    }
    if side == Side::After && !says_clause(tokens, to) && !lexicon.has("saying-verbs", &verb) {
        return None;
    }
    whole(start, to, sources, side, false)
}

/// Whether a clause or quoted words follow, not only an object.
fn says_clause(tokens: &[Token], to: usize) -> bool {
    let rest = &tokens[to.min(tokens.len())..];
    rest.first().is_some_and(Token::opens_quote)
        || rest.first().is_some_and(|t| t.tag == Tag::To)
        || rest.iter().take_while(|t| !t.is(",") && t.text != ";").any(super::clause::begins_finite)
}

/// Whether a verb is negated: `did not say`, `declined to say`.
fn negated(tokens: &[Token], i: usize) -> bool {
    tokens[i.saturating_sub(3)..i].iter().any(|t| {
        t.tag == Tag::Neg || t.lower.ends_with("n't") || matches!(t.lemma.as_str(), "decline" | "refuse")
    })
}

/// Whether a verb is passive: `were reported`.
fn passive(tokens: &[Token], i: usize) -> bool {
    let helper = tokens[..i].iter().rev().find(|t| t.tag != Tag::Adv);
    helper.is_some_and(|t| ["is", "are", "was", "were", "be", "been", "being"].contains(&t.lower.as_str()))
}

/// `X, which says`: the phrase before the relative word.
fn relative_subject(tokens: &[Token], i: usize, after: usize) -> Option<(usize, Vec<Phrase>)> {
    let rel = (after..i).rev().take(3).find(|k| tokens[*k].tag == Tag::Rel)?;
    let end = (after..rel).rev().find(|k| tokens[*k].is_word())? + 1;
    let phrase = (after..end).find_map(|k| phrase_at(tokens, k, end).filter(|p| p.to == end))?;
    Some((rel, vec![phrase]))
}

/// `X did this and said`: the subject of the predicate before.
fn shared_subject(tokens: &[Token], i: usize, after: usize) -> Option<(usize, Vec<Phrase>)> {
    let at = (after..i).rev().find(|k| tokens[*k].tag != Tag::Adv)?;
    if tokens[at].tag != Tag::Conj {
        return None;
    }
    let subject = super::clause::clauses(tokens, after, at).last()?.subject.clone();
    (!subject.is_empty()).then_some((at, subject))
}

fn says_that(tokens: &[Token], i: usize, to: usize) -> bool {
    tokens[i..to.min(tokens.len())].iter().any(|t| t.is("that"))
}

/// Whether a word opens a clause that the narrator tacks on.
fn tail(token: &Token) -> bool {
    token.tag == Tag::Sub || token.tag == Tag::Prep || token.tag == Tag::Adv
}

/// The subject of the speech verb at `i`: where it starts, and its phrases.
fn subject_of(tokens: &[Token], i: usize, after: usize) -> Option<(usize, Vec<Phrase>)> {
    let mut group = i;
    while group > after && matches!(tokens[group - 1].tag, Tag::Aux | Tag::Adv | Tag::Modal | Tag::Neg) {
        group -= 1;
    }
    let mut best = None;
    for s in (after..group).rev() {
        let boundary = s == after
            || tokens[s - 1].tag == Tag::Punct
            || matches!(tokens[s - 1].tag, Tag::Conj | Tag::Sub)
            || crate::slots::is_time_word(&tokens[s - 1]);
        if s > after && tokens[s].closes_quote() {
            break;
        }
        if boundary && tokens[s].is_word() {
            if let Some(phrases) = reach(tokens, s, group) {
                best = Some((s, phrases));
            }
        }
        if group - s > 60 {
            break;
        }
    }
    best
}

/// The phrases at `s`, if only their description stands between them and the verb group.
fn reach(tokens: &[Token], s: usize, group: usize) -> Option<Vec<Phrase>> {
    if matches!(tokens[s].tag, Tag::Prep | Tag::Conj | Tag::Sub | Tag::Verb | Tag::Rel | Tag::To) {
        return None;
    }
    let mut phrases = joined_at(tokens, s, group);
    let mut i = phrases.last()?.to;
    let mut steps = 0;
    while i < group {
        steps += 1;
        if steps > 40 {
            return None;
        }
        let token = &tokens[i];
        if matches!(token.tag, Tag::Adv) {
            i += 1;
        } else if token.tag == Tag::Rel && !token.is("where") && group - i < 10 {
            i = group;
        } else if token.tag == Tag::Prep || (token.tag == Tag::Adj && steps > 1) {
            i = joined_at(tokens, i + 1, group).last()?.to;
        } else if token.is(",") && i + 1 < group {
            // Not a list of clauses: what stands between two commas describes the subject.
            let close = (i + 1..group).find(|j| tokens[*j].is(","))?;
            if tokens[i + 1].tag == Tag::Conj {
                return None;
            }
            let relative = tokens[i + 1].tag == Tag::Rel;
            if !relative && tokens[i + 1..close].iter().any(super::clause::begins_finite) {
                return None;
            }
            if let (1, Some(person)) = (phrases.len(), own_name(tokens, i + 1, close)) {
                if tokens[phrases[0].head].tag != Tag::Proper {
                    phrases = vec![person];
                }
            }
            i = close + 1;
        } else if token.is(",") {
            i += 1;
        } else if matches!(token.tag, Tag::Noun | Tag::Num | Tag::Proper | Tag::Det)
            && dated(tokens, i, group)
        {
            i = bare_phrase_at(tokens, i, group)?.to;
        } else if token.tag == Tag::Verb && steps == 1 && tokens.get(i + 1).is_some_and(|t| t.is("by")) {
            i = joined_at(tokens, i + 2, group).last()?.to;
        } else {
            return None;
        }
    }
    Some(phrases)
}

/// A person's name that stands alone between two commas.
fn own_name(tokens: &[Token], from: usize, to: usize) -> Option<Phrase> {
    let all = to >= from + 2 && to <= from + 5 && tokens[from..to].iter().all(|t| t.tag == Tag::Proper);
    all.then_some(Phrase { from, to, head: to - 1 })
}

/// Whether a phrase is a time such as `this week`.
fn dated(tokens: &[Token], i: usize, group: usize) -> bool {
    bare_phrase_at(tokens, i, group).is_some_and(|p| p.to == group || tokens[p.to].tag == Tag::Adv)
}

/// Where the content of a speech verb at `i` begins: behind the person told, the time, the manner, `that`.
fn content_start(tokens: &[Token], i: usize, verb: &str) -> usize {
    let mut at = i + 1;
    if verb == "tell"
        || verb == "inform"
        || verb == "warn" && tokens.get(at).is_some_and(|t| t.tag == Tag::Proper)
    {
        if let Some(told) = phrase_at(tokens, at, tokens.len()) {
            let ends = tokens.get(told.to);
            if verb != "warn" || ends.is_some_and(|t| t.is("that") || t.is("of") || t.is("against")) {
                at = told.to;
            }
        }
    }
    for _ in 0..5 {
        let Some(token) = tokens.get(at) else { break };
        match token.tag {
            Tag::Prep if !token.is("of") && !token.is("despite") => {
                let Some(phrase) = phrase_at(tokens, at + 1, tokens.len()) else { break };
                let goes_on = tokens.get(phrase.to).is_some_and(|t| !super::clause::begins_finite(t));
                if phrase.to < tokens.len() && !goes_on {
                    break;
                }
                at = phrase.to;
            }
            Tag::Adv
                if token.is("earlier") || token.is("later") || token.is("today") || token.is("yesterday") =>
            {
                at += 1
            }
            Tag::Proper if is_weekday(token) => at += 1,
            Tag::Det if token.is("this") || token.is("last") => at += 2,
            _ => break,
        }
    }
    if tokens.get(at).is_some_and(|t| t.is("that")) {
        at += 1;
        if tokens.get(at).is_some_and(|t| t.is(",")) {
            at += 1;
        }
    }
    at.min(tokens.len())
}

pub(crate) fn is_weekday(token: &Token) -> bool {
    token.tag == Tag::Proper && token.lower.ends_with("day") && token.lower.len() < 10
}

/// Behind a source's name: where its description, set off by a comma, ends.
fn description_end(tokens: &[Token], mut at: usize) -> usize {
    for _ in 0..12 {
        let Some(token) = tokens.get(at) else { break };
        at = match token.tag {
            Tag::Prep => match joined_at(tokens, at + 1, tokens.len()).last() {
                Some(phrase) => phrase.to,
                None => break,
            },
            Tag::Punct if token.is(",") => match joined_at(tokens, at + 1, tokens.len()).last() {
                Some(phrase)
                    if !tokens.get(phrase.to).is_some_and(super::clause::begins_finite)
                        && tokens[at + 1].tag != Tag::Pron =>
                {
                    phrase.to
                }
                _ => break,
            },
            Tag::Adv => at + 1,
            _ => break,
        };
    }
    at
}
