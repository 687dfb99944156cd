//! Finds noun phrases, joined noun phrases and verb groups. Knows no meaning.

use crate::text::{Form, Tag, Token};

/// A noun phrase: tokens `from..to`, its head noun at `head`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub from: usize,
    pub to: usize,
    pub head: usize,
}

/// The noun phrase that begins at token `i`, with what `of` ties to it.
pub(crate) fn phrase_at(tokens: &[Token], i: usize, limit: usize) -> Option<Phrase> {
    let bare = bare_phrase_at(tokens, i, limit)?;
    let mut to = bare.to;
    while to + 1 < limit && ties(tokens, to) {
        let Some(next) = bare_phrase_at(tokens, to + 1, limit) else { break };
        to = next.to;
    }
    Some(Phrase { to, ..bare })
}

/// Whether token `at` ties the next phrase to the one before it: `of`, or `for` and `on` within a name.
fn ties(tokens: &[Token], at: usize) -> bool {
    let within_name = |word: &str| {
        tokens[at].is(word)
            && tokens[at - 1].tag == Tag::Proper
            && tokens.get(at + 1).is_some_and(|t| t.tag == Tag::Proper && !crate::slots::is_time_word(t))
    };
    tokens[at].is("of") || within_name("for") || within_name("on")
}

/// The noun phrase that begins at token `i`, without anything behind its head.
pub(crate) fn bare_phrase_at(tokens: &[Token], i: usize, limit: usize) -> Option<Phrase> {
    let mut head = None;
    let mut to = i;
    for j in i..limit.min(tokens.len()) {
        let token = &tokens[j];
        let goes_on = match token.tag {
            Tag::Noun | Tag::Proper | Tag::Num => {
                // A time at the head of a sentence is no part of the name behind it.
                if head.is_some_and(|h| h + 1 == j && crate::slots::is_time_word(&tokens[h])) {
                    break;
                }
                head = Some(j);
                true
            }
            Tag::Pron if head.is_none() => {
                return Some(Phrase { from: i, to: j + 1, head: j });
            }
            Tag::Det => head.is_none(),
            Tag::Adj => {
                let before =
                    head.is_none_or(|h| tokens[h].tag != Tag::Noun || tokens[j - 1].tag == Tag::Poss);
                before || tokens.get(j + 1).is_some_and(|t| t.tag == Tag::Noun)
            }
            Tag::Poss => head.is_some(),
            Tag::Adv => {
                head.is_none()
                    && (tokens.get(j + 1).is_some_and(|t| matches!(t.tag, Tag::Adj | Tag::Num))
                        || token.is("more"))
            }
            Tag::Prep => {
                head.is_none()
                    && ["than", "about", "around", "over", "up", "at"].contains(&token.lower.as_str())
                    && near_number(tokens, j)
            }
            Tag::To => false,
            Tag::Punct => {
                (token.opens_quote() && head.is_none_or(|h| h + 1 == j))
                    || (token.closes_quote() && head == Some(j.wrapping_sub(1)))
            }
            _ => token.is("than") && head.is_none(),
        };
        if !goes_on {
            break;
        }
        to = j + 1;
    }
    let head = head?;
    let mut to = to.max(head + 1);
    while to > head + 1 && matches!(tokens[to - 1].tag, Tag::Poss | Tag::Adj) {
        to -= 1;
    }
    Some(Phrase { from: i, to, head })
}

fn near_number(tokens: &[Token], j: usize) -> bool {
    tokens[j + 1..].iter().take(2).any(|t| t.tag == Tag::Num)
}

/// The phrases joined by commas and `and` or `or`, beginning with the one at `i`.
pub(crate) fn joined_at(tokens: &[Token], i: usize, limit: usize) -> Vec<Phrase> {
    let Some(first) = phrase_at(tokens, i, limit) else { return Vec::new() };
    let mut phrases = vec![first];
    let mut open = Vec::new();
    let mut at = first.to;
    while at + 1 < limit && phrases.len() < 12 {
        let (join, last) = match &tokens[at] {
            t if t.tag == Tag::Conj && !t.is("but") => (at + 1, true),
            t if t.is(",") && tokens[at + 1].tag == Tag::Conj && !tokens[at + 1].is("but") => (at + 2, true),
            t if t.is(",") => (at + 1, false),
            _ => break,
        };
        let Some(next) = phrase_at(tokens, join, limit) else { break };
        open.push(next);
        at = next.to;
        if last {
            phrases.append(&mut open);
        }
    }
    phrases
}

/// A verb with its helpers: tokens `from..to`, the verb that carries the meaning at `main`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct VerbGroup {
    pub from: usize,
    pub to: usize,
    pub main: usize,
    pub passive: bool,
    pub progressive: bool,
    pub perfect: bool,
    pub modal: bool,
    pub past: bool,
    pub finite: bool,
    pub negated: bool,
}

/// The verb group that begins at token `i`, adverbs let pass.
pub(crate) fn verb_group_at(tokens: &[Token], i: usize, limit: usize) -> Option<VerbGroup> {
    let mut group = VerbGroup {
        from: i,
        to: i,
        main: i,
        passive: false,
        progressive: false,
        perfect: false,
        modal: false,
        past: false,
        finite: false,
        negated: false,
    };
    let (mut be, mut have, mut found) = (false, false, false);
    let mut j = i;
    while j < limit.min(tokens.len()) {
        let token = &tokens[j];
        match token.tag {
            Tag::Modal => {
                group.modal = true;
                group.finite = true;
                group.negated |= token.lower.ends_with("n't") || token.is("cannot");
            }
            Tag::Aux => {
                if !group.finite {
                    group.past = matches!(
                        token.lower.as_str(),
                        "was" | "were" | "had" | "did" | "wasn't" | "weren't" | "hadn't" | "didn't"
                    );
                }
                group.finite |= !matches!(token.lower.as_str(), "be" | "been" | "being" | "having");
                group.negated |= token.lower.ends_with("n't");
                group.perfect |= have && token.is("been");
                have = matches!(token.lemma.as_str(), "have")
                    || ["has", "had", "have", "having", "hasn't", "hadn't", "haven't"]
                        .contains(&token.lower.as_str());
                be = !have
                    && !token.lemma.starts_with("do")
                    && !["do", "does", "did"].contains(&token.lower.as_str());
            }
            Tag::Neg => group.negated = true,
            Tag::Adv | Tag::To if j > i || token.tag == Tag::Adv => {
                if token.is("never") {
                    group.negated = true;
                }
            }
            Tag::Verb => {
                let form = token.form;
                group.passive = be && matches!(form, Some(Form::Past | Form::Part))
                    || (be
                        && token.lower == token.lemma
                        && ["hit", "cut", "put", "set", "shut", "split"].contains(&token.lemma.as_str()));
                group.progressive = be && form == Some(Form::Ing);
                group.perfect |= have;
                if !be && !have && !group.modal && !group.finite {
                    group.past = form == Some(Form::Past);
                    group.finite = matches!(form, Some(Form::Past | Form::S | Form::Base));
                }
                group.main = j;
                group.to = j + 1;
                found = true;
                break;
            }
            _ => break,
        }
        j += 1;
    }
    if found {
        // `brokered by X` needs no helper to be passive.
        let participle =
            matches!(tokens[group.main].form, Some(Form::Past | Form::Part)) && !have && !group.modal;
        let by = tokens.get(group.to).is_some_and(|t| t.is("by"))
            || (tokens.get(group.to).is_some_and(|t| t.tag == Tag::Adv)
                && tokens.get(group.to + 1).is_some_and(|t| t.is("by")));
        group.passive |= participle && by;
        return Some(group);
    }
    // A copula carries the group alone.
    let last = (i..j).rev().find(|k| matches!(tokens[*k].tag, Tag::Aux | Tag::Modal))?;
    group.main = last;
    group.to = j.max(last + 1);
    Some(group)
}
