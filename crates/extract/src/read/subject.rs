//! Finds who stands before a verb of saying: the subject, behind its descriptions. Names are resolved elsewhere.

use super::phrase::{Phrase, bare_phrase_at, joined_at, phrase_at};
use crate::text::{Form, Tag, Token};

/// `X, which says`: the phrase before the relative word.
pub(super) fn relative_subject(tokens: &[Token], i: usize, after: usize) -> Option<(usize, Vec<Phrase>)> {
    let who = |k: usize| tokens[k].tag == Tag::Rel && !tokens[k].is("where") && !tokens[k].is("whose");
    let rel = (after..i).rev().take(3).find(|k| who(*k))?;
    let end = (after..rel).rev().find(|k| tokens[*k].is_word())? + 1;
    Some((rel, vec![phrase_before(tokens, end, after)?]))
}

/// The longest phrase that ends at `end`.
pub(super) fn phrase_before(tokens: &[Token], end: usize, after: usize) -> Option<Phrase> {
    (after..end).find_map(|k| phrase_at(tokens, k, end).filter(|p| p.to == end))
}

/// Whether the verb at `i` belongs to `which` or `who` right behind an attribution: `according to X, which says`.
pub(super) fn source_goes_on(tokens: &[Token], i: usize, after: usize) -> bool {
    let rel = if tokens.get(after).is_some_and(|t| t.is(",")) { after + 1 } else { after };
    let helper = |t: &Token| matches!(t.tag, Tag::Aux | Tag::Adv);
    after > 0
        && rel < i
        && (tokens[rel].is("which") || tokens[rel].is("who"))
        && tokens[rel + 1..i].iter().all(helper)
}

/// Whether `what` at `k` opens what somebody says: `in what X said were`, but not `hit what X said was`.
fn behind_what(tokens: &[Token], k: usize, after: usize) -> bool {
    let before = k.checked_sub(1).filter(|b| *b >= after).map(|b| &tokens[b]);
    tokens[k].is("what") && before.is_some_and(|t| t.tag == Tag::Prep || t.form == Some(Form::Ing))
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
            || behind_what(tokens, s - 1, after)
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
        i = if tokens[i].is(",") {
            behind_comma(tokens, i, group, &mut phrases)?
        } else {
            described(tokens, i, group, &mut phrases, steps == 1)?
        };
    }
    Some(phrases)
}

/// Behind one step of a subject's description, which may name it better; `None`: token `i` describes nothing.
fn described(
    tokens: &[Token],
    i: usize,
    group: usize,
    phrases: &mut Vec<Phrase>,
    first: bool,
) -> Option<usize> {
    let token = &tokens[i];
    if token.text == "(" {
        return (i + 1..group).find(|k| tokens[*k].text == ")").map(|close| close + 1);
    }
    if let Some(end) = name_goes_on(tokens, i, group) {
        let last = phrases.last_mut()?;
        (last.to, last.head) = (end, end - 1);
        return Some(end);
    }
    if let Some(person) = called(tokens, i, group) {
        *phrases = vec![person];
        return Some(person.to);
    }
    if matches!(token.tag, Tag::Adv) && !sided(tokens, i) || token.is("there") {
        return Some(i + 1);
    }
    if token.tag == Tag::Rel && !token.is("where") && group - i < 10 {
        return Some(group);
    }
    if sided(tokens, i) || tied(tokens, i, group) {
        return joined_at(tokens, i + 2, group).last().map(|p| p.to);
    }
    if token.tag == Tag::Prep || (token.tag == Tag::Adj && !first) {
        let bound = joined_at(tokens, i + 1, group);
        // `a spokesman for the brigade and the mission said`: the mission speaks for itself.
        if let [_, second] = bound[..] {
            let own = tokens[second.from].is("the") && second.to == group;
            if own && (token.is("for") || token.is("of")) {
                phrases.push(second);
            }
        }
        return bound.last().map(|p| p.to);
    }
    let nominal = matches!(token.tag, Tag::Noun | Tag::Num | Tag::Proper | Tag::Det);
    if nominal && dated(tokens, i, group) {
        return bare_phrase_at(tokens, i, group).map(|p| p.to);
    }
    // `a spokesman for the mission, its largest, said`: a further name between commas.
    let further = phrase_at(tokens, i, group).filter(|p| nominal && tokens[i - 1].is(",") && p.to < group);
    further.filter(|p| tokens[p.to].is(",") && p.to + 1 == group).map(|p| p.to)
}

/// Behind what two commas set off from a subject.
fn behind_comma(tokens: &[Token], i: usize, group: usize, phrases: &mut Vec<Phrase>) -> Option<usize> {
    if i + 1 >= group {
        return Some(i + 1);
    }
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
    if let [only] = phrases[..]
        && tokens[only.head].tag != Tag::Proper
    {
        let vague = ["one", "another", "some", "others"].contains(&tokens[only.from].lower.as_str());
        let noun = || phrase_at(tokens, i + 1, close).filter(|p| vague && tokens[p.head].tag == Tag::Noun);
        if let Some(person) = own_name(tokens, i + 1, close).or_else(noun) {
            *phrases = vec![person];
        }
    }
    Some(close + 1)
}

/// Where a name goes on behind a small word: `Anna van der Holt`.
fn name_goes_on(tokens: &[Token], i: usize, group: usize) -> Option<usize> {
    const SMALL: &[&str] =
        &["van", "von", "de", "der", "den", "del", "di", "da", "du", "la", "bin", "ibn", "al", "el"];
    let small = |k: usize| tokens[k].text == tokens[k].lower && SMALL.contains(&tokens[k].lower.as_str());
    let behind = (i..group).find(|k| !small(*k))?;
    let name = |k: usize| tokens[k].tag == Tag::Proper;
    let end = (behind..group).find(|k| !name(*k)).unwrap_or(group);
    (behind > i && end > behind && name(i - 1)).then_some(end)
}

/// The name in `a woman named Anna Holt`, `a trader who gave her name as Anna`.
fn called(tokens: &[Token], i: usize, group: usize) -> Option<Phrase> {
    let naming = match tokens[i].lower.as_str() {
        "named" => i + 1,
        "known" | "identified" if tokens.get(i + 1).is_some_and(|t| t.is("as")) => i + 2,
        "who" if tokens.get(i + 1).is_some_and(|t| t.lemma == "give") => {
            (i + 2..group.min(i + 6)).find(|k| tokens[*k].is("as"))? + 1
        }
        _ => return None,
    };
    phrase_at(tokens, naming, group).filter(|p| tokens[p.head].tag == Tag::Proper)
}

/// `north of Tal` behind what stands there.
fn sided(tokens: &[Token], i: usize) -> bool {
    ["north", "south", "east", "west", "outside"].contains(&tokens[i].lower.as_str())
        && tokens.get(i + 1).is_some_and(|t| t.is("of"))
}

/// Whether words tie a subject to a place or a party: `backed by`, `allied with`, `loyal to`, `speaking in`.
fn tied(tokens: &[Token], i: usize, group: usize) -> bool {
    const TIES: &[&str] = &["ally", "base", "station", "reach", "brief", "contact", "interview", "gather"];
    let token = &tokens[i];
    let Some(next) = tokens.get(i + 1) else { return false };
    let bound = next.tag == Tag::Prep || next.tag == Tag::To;
    match (token.tag, token.form) {
        (Tag::Adj, _) => bound,
        (Tag::Verb, Some(Form::Ing)) => bound && !tokens[i..group].iter().any(|t| t.is(",")),
        (Tag::Verb, _) => next.is("by") || (bound && TIES.contains(&token.lemma.as_str())),
        _ => false,
    }
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
