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
                if token.tag != Tag::Num
                    && head.is_some_and(|h| h + 1 == j && crate::slots::is_time_word(&tokens[h]))
                {
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    let mut group = VerbGroup { from: i, to: i, main: i, ..VerbGroup::default() };
    let (mut be, mut have) = (false, false);
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
                    group.past = PAST_HELPERS.contains(&token.lower.as_str());
                }
                group.finite |= !matches!(token.lower.as_str(), "be" | "been" | "being" | "having");
                group.negated |= token.lower.ends_with("n't");
                group.perfect |= have && token.is("been");
                have = token.lemma == "have";
                be = token.lemma == "be";
            }
            Tag::Neg => group.negated = true,
            Tag::Adv => group.negated |= token.is("never"),
            Tag::To if j > i => {}
            Tag::Verb => return Some(group.with_verb(tokens, j, be, have)),
            _ => break,
        }
        j += 1;
    }
    // A copula carries the group alone.
    let last = (i..j).rev().find(|k| matches!(tokens[*k].tag, Tag::Aux | Tag::Modal))?;
    Some(VerbGroup { main: last, to: j.max(last + 1), ..group })
}

const PAST_HELPERS: &[&str] = &["was", "were", "had", "did", "wasn't", "weren't", "hadn't", "didn't"];

impl VerbGroup {
    /// The group whose meaning the verb at `j` carries, behind the helpers `be` and `have`.
    fn with_verb(mut self, tokens: &[Token], j: usize, be: bool, have: bool) -> VerbGroup {
        let token = &tokens[j];
        let participle = matches!(token.form, Some(Form::Past | Form::Part));
        let same = token.lower == token.lemma && crate::text::SAME_PAST.contains(&token.lemma.as_str());
        let next = |k: usize, word: &str| tokens.get(j + k).is_some_and(|t| t.is(word));
        // `brokered by X` needs no helper to be passive.
        let by = next(1, "by") || (tokens.get(j + 1).is_some_and(|t| t.tag == Tag::Adv) && next(2, "by"));
        self.passive = (be && (participle || same)) || (participle && by && !have && !self.modal);
        self.progressive = be && token.form == Some(Form::Ing);
        self.perfect |= have;
        if !be && !have && !self.modal && !self.finite {
            self.past = token.form == Some(Form::Past);
            self.finite = matches!(token.form, Some(Form::Past | Form::S | Form::Base));
        }
        self.main = j;
        self.to = j + 1;
        self
    }
}
