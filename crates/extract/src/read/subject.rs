//! Finds who stands before a verb of saying: the subject, behind its descriptions. Names are resolved elsewhere.

use super::phrase::{Phrase, bare_phrase_at, joined_at, phrase_at};
use crate::text::{Form, Tag, Token};

/// `X, which says`: the phrase before the relative word.
pub(super) fn relative_subject(tokens: &[Token], i: usize, after: usize) -> Option<(usize, Vec<Phrase>)> {
    let who = |k: usize| tokens[k].tag == Tag::Rel && !tokens[k].is("where") && !tokens[k].is("whose");
    let rel = (after..i).rev().take(3).find(|k| who(*k))?;
    let end = (after..rel).rev().find(|k| tokens[*k].is_word())? + 1;
    let phrase = (after..end).find_map(|k| phrase_at(tokens, k, end).filter(|p| p.to == end))?;
    Some((rel, vec![phrase]))
}

/// `X did this and said`: the subject of the predicate before.
pub(super) fn shared_subject(tokens: &[Token], i: usize, after: usize) -> Option<(usize, Vec<Phrase>)> {
    let at = (after..i).rev().find(|k| tokens[*k].tag != Tag::Adv)?;
    if tokens[at].tag != Tag::Conj {
        return None;
    }
    let subject = super::clause::clauses(tokens, after, at).last()?.subject.clone();
    (!subject.is_empty()).then_some((at, subject))
}

/// The subject of the speech verb at `i`: where it starts, and its phrases.
pub(super) fn subject_of(tokens: &[Token], i: usize, after: usize) -> Option<(usize, Vec<Phrase>)> {
    let mut group = i;
    while group > after && matches!(tokens[group - 1].tag, Tag::Aux | Tag::Adv | Tag::Modal | Tag::Neg) {
        group -= 1;
    }
    let mut best = None;
    for s in (after..group).rev() {
        let boundary = s == after
            || tokens[s - 1].tag == Tag::Punct
            || matches!(tokens[s - 1].tag, Tag::Conj | Tag::Sub | Tag::Rel)
            || crate::slots::is_time_word(&tokens[s - 1]);
        if s > after && tokens[s].closes_quote() {
            break;
        }
        if boundary
            && tokens[s].is_word()
            && let Some(phrases) = reach(tokens, s, group)
            && !phrases.first().is_some_and(|p| crate::slots::is_time_word(&tokens[p.head]))
        {
            best = Some((s, phrases));
        }
        if group - s > 60 {
            break;
        }
    }
    best
}

/// The phrases at `s`, if only their description stands between them and the verb group.
pub(super) fn reach(tokens: &[Token], s: usize, group: usize) -> Option<Vec<Phrase>> {
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
        if matches!(token.tag, Tag::Adv) || token.is("there") {
            i += 1;
        } else if token.tag == Tag::Rel && !token.is("where") && group - i < 10 {
            i = group;
        } else if token.tag == Tag::Prep || (token.tag == Tag::Adj && steps > 1) {
            let bound = joined_at(tokens, i + 1, group);
            // `a spokesman for the brigade and the mission said`: the mission speaks for itself.
            if let [_, second] = bound[..] {
                let own = tokens[second.from].is("the") && second.to == group;
                if own && (token.is("for") || token.is("of")) {
                    phrases.push(second);
                }
            }
            i = bound.last()?.to;
        } else if token.is(",") && i + 1 < group {
            // Not a list of clauses: what stands between two commas describes the subject.
            let close = (i + 1..group).find(|j| tokens[*j].is(","))?;
            if tokens[i + 1].tag == Tag::Conj {
                return None;
            }
            let relative = tokens[i + 1].tag == Tag::Rel || tokens[i + 1].is("whose");
            let told = (i + 1..close).find(|k| begins_clause(tokens, i + 1, *k));
            // `Venn, a lawyer who fled, said`: a verb behind `who` describes him still.
            let described = told.is_some_and(|told| (i + 1..told).any(|k| tokens[k].tag == Tag::Rel));
            if !relative && told.is_some() && !described {
                return None;
            }
            if let (1, Some(person)) = (phrases.len(), own_name(tokens, i + 1, close))
                && tokens[phrases[0].head].tag != Tag::Proper
            {
                phrases = vec![person];
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

/// Whether a finite verb stands at `k`, and no participle: `backed by tanks`, `frozen conflicts`.
fn begins_clause(tokens: &[Token], from: usize, k: usize) -> bool {
    let token = &tokens[k];
    let participle = matches!(token.form, Some(Form::Past | Form::Part)) && token.tag == Tag::Verb;
    let next = tokens.get(k + 1);
    let bound = k == from && next.is_some_and(|t| t.tag == Tag::Prep);
    let before = k > from && matches!(tokens[k - 1].tag, Tag::Prep | Tag::Det | Tag::Adj | Tag::Poss);
    let adjective = before && next.is_some_and(|t| matches!(t.tag, Tag::Noun | Tag::Proper));
    super::clause::begins_finite(token) && !(participle && (bound || adjective))
}

/// A person's name that stands alone between two commas.
pub(super) fn own_name(tokens: &[Token], from: usize, to: usize) -> Option<Phrase> {
    let all = to >= from + 2 && to <= from + 5 && tokens[from..to].iter().all(|t| t.tag == Tag::Proper);
    all.then_some(Phrase { from, to, head: to - 1 })
}

/// Whether a phrase is a time such as `this week`.
pub(super) fn dated(tokens: &[Token], i: usize, group: usize) -> bool {
    bare_phrase_at(tokens, i, group).is_some_and(|p| p.to == group || tokens[p.to].tag == Tag::Adv)
}
