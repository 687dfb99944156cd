//! Cuts a stretch of a sentence into clauses, each with one verb group and its subject and object.

use super::phrase::{Phrase, VerbGroup, bare_phrase_at, joined_at, phrase_at, verb_group_at};
use crate::text::{Form, Tag, Token};

/// A clause: tokens `from..to` of its sentence.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub from: usize,
    pub to: usize,
    pub verb: Option<VerbGroup>,
    /// The subject's phrases, also where they stand in an earlier clause.
    pub subject: Vec<Phrase>,
    pub object: Vec<Phrase>,
    /// Goes on where another clause broke it off.
    pub resumed: bool,
    /// Depends on the clause before it: a participle or a relative clause.
    pub dependent: bool,
}

/// The clauses of tokens `from..to`, in order.
pub(crate) fn clauses(tokens: &[Token], from: usize, to: usize) -> Vec<Clause> {
    let mut starts = vec![(from, Opening::Main)];
    let mut i = from + 1;
    while i < to {
        let begin = starts.last().map_or(from, |(at, _)| *at);
        if let Some((at, opening)) = opening_at(tokens, from, begin, i, to) {
            if at > begin {
                starts.push((at, opening));
            }
            i = i.max(at);
        }
        i += 1;
    }
    let mut read: Vec<Clause> = Vec::new();
    for (k, (start, opening)) in starts.iter().enumerate() {
        let end = starts.get(k + 1).map_or(to, |(next, _)| *next);
        let clause = parse(tokens, *start, end, *opening, &read);
        read.push(clause);
    }
    read
}

/// How a clause begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    Main,
    /// Shares the subject of the clause before it.
    Shared,
    /// Its subject is the phrase before it.
    Relative,
    /// A participle.
    Participle,
    /// Set between dashes.
    Aside,
    /// Goes on with the subject of the clause that was broken off.
    Resumed,
}

fn is_dash(token: &Token) -> bool {
    matches!(token.text.as_str(), "–" | "—" | ";" | ":")
}

/// Whether a new clause begins at token `i` or right behind it.
fn opening_at(tokens: &[Token], from: usize, begin: usize, i: usize, to: usize) -> Option<(usize, Opening)> {
    let token = &tokens[i];
    let verb_before = has_verb(tokens, begin, i);
    if is_dash(token) && i + 1 < to {
        let dashes =
            |range: std::ops::Range<usize>| tokens[range].iter().filter(|t| t.text == token.text).count();
        let (before, after) = (dashes(from..i), dashes(i + 1..to));
        let opening = match (before % 2, after) {
            _ if token.text == ";" || token.text == ":" => Opening::Main,
            (1, _) => Opening::Resumed,
            (0, 1..) => Opening::Aside,
            _ => Opening::Main,
        };
        return Some((i + 1, opening));
    }
    if token.tag == Tag::Conj
        && verb_before
        && tokens.get(i + 1).is_some_and(|t| t.is("that") && t.tag == Tag::Sub)
    {
        return finite_ahead(tokens, i + 2, to).then_some((i, Opening::Main));
    }
    if token.tag == Tag::Sub && i + 1 < to {
        let keeps = ["that", "since", "if", "unless", "until", "whether", "so", "provided"];
        let only = tokens[i - 1].is("only") || tokens[i - 1].is("until");
        let splits = !only && !keeps.contains(&token.lower.as_str()) && finite_ahead(tokens, i + 1, to);
        return splits.then_some((i, Opening::Main));
    }
    if token.tag == Tag::Rel && !token.is("that") && i > begin {
        return Some((i, Opening::Relative));
    }
    if matches!(token.tag, Tag::Aux | Tag::Modal) && begins_finite(token) && only_described(tokens, begin, i)
    {
        return Some((i, Opening::Resumed));
    }
    if token.is("with") && verb_before {
        let phrase = bare_phrase_at(tokens, i + 1, to)?;
        let next = skip_adverbs(tokens, phrase.to, to);
        let doing = tokens.get(next).is_some_and(|t| t.tag == Tag::Verb && t.form == Some(Form::Ing));
        return (doing && next < to).then_some((i, Opening::Main));
    }
    if token.is(",") {
        return after_comma(tokens, begin, i, to);
    }
    if token.tag == Tag::Conj && verb_before {
        return after_conjunction(tokens, i, i + 1, to);
    }
    None
}

fn after_comma(tokens: &[Token], begin: usize, i: usize, to: usize) -> Option<(usize, Opening)> {
    let next = skip_adverbs(tokens, i + 1, to);
    let token = tokens.get(next).filter(|_| next < to)?;
    let verb_before = has_verb(tokens, begin, i);
    match (token.tag, token.form) {
        (Tag::Verb, Some(Form::Ing)) => Some((i + 1, Opening::Participle)),
        (Tag::Verb, Some(Form::Past | Form::Part)) if !verb_before => {
            let by = tokens.get(next + 1).is_some_and(|t| t.tag == Tag::Prep);
            by.then_some((i + 1, Opening::Relative))
        }
        (Tag::Aux | Tag::Modal | Tag::Verb, _) if verb_before => Some((i + 1, Opening::Resumed)),
        (Tag::Conj, _) if verb_before => after_conjunction(tokens, next, next + 1, to),
        (Tag::Det | Tag::Noun | Tag::Proper | Tag::Pron | Tag::Num | Tag::Adj, _) if verb_before => {
            let subject = joined_at(tokens, next, to).last().map(|p| p.to)?;
            let verb = behind_places(tokens, skip_adverbs(tokens, subject, to), to);
            let own = tokens.get(verb).filter(|_| verb < to).is_some_and(begins_finite);
            own.then_some((i + 1, Opening::Main))
        }
        _ => None,
    }
}

/// Behind `and` or `but` at `at`: a further predicate, or a further clause with a subject of its own.
fn after_conjunction(tokens: &[Token], at: usize, first: usize, to: usize) -> Option<(usize, Opening)> {
    let next = skip_adverbs(tokens, first, to);
    let token = tokens.get(next).filter(|_| next < to)?;
    if begins_finite(token) {
        return Some((at, Opening::Shared));
    }
    if token.tag == Tag::Verb && token.form == Some(Form::Ing) {
        return Some((at, Opening::Shared));
    }
    if token.tag == Tag::Sub {
        return None;
    }
    let subject = joined_at(tokens, next, to).last().copied()?;
    let verb = behind_places(tokens, skip_adverbs(tokens, subject.to, to), to);
    let own = tokens.get(verb).filter(|_| verb < to).is_some_and(begins_finite);
    own.then_some((at, Opening::Main))
}

/// Behind the phrases of place or time that a subject may carry before its verb.
fn behind_places(tokens: &[Token], mut at: usize, to: usize) -> usize {
    for _ in 0..3 {
        if tokens.get(at).is_some_and(|t| t.tag == Tag::Prep && at < to) {
            let Some(phrase) = phrase_at(tokens, at + 1, to) else { break };
            at = skip_adverbs(tokens, phrase.to, to);
        }
    }
    at
}

/// Whether the only verb of tokens `begin..i` is a participle that describes the subject: `a truce agreed by X has`.
fn only_described(tokens: &[Token], begin: usize, i: usize) -> bool {
    let mut verbs = (begin..i).filter(|k| begins_finite(&tokens[*k]));
    let Some(first) = verbs.next() else { return false };
    let participle =
        tokens[first].tag == Tag::Verb && matches!(tokens[first].form, Some(Form::Past | Form::Part));
    participle && verbs.next().is_none() && tokens.get(first + 1).is_some_and(|t| t.is("by"))
}

/// Whether a token begins a finite verb group.
pub(crate) fn begins_finite(token: &Token) -> bool {
    match token.tag {
        Tag::Modal => true,
        Tag::Aux => !matches!(token.lower.as_str(), "be" | "been" | "being" | "having"),
        Tag::Verb => matches!(token.form, Some(Form::Past | Form::S | Form::Base)),
        _ => false,
    }
}

/// The first token from `i` that is no adverb.
pub(crate) fn skip_adverbs(tokens: &[Token], mut i: usize, to: usize) -> usize {
    while i < to && (tokens[i].tag == Tag::Adv || tokens[i].tag == Tag::Neg || tokens[i].opens_quote()) {
        i += 1;
    }
    i
}

fn has_verb(tokens: &[Token], from: usize, to: usize) -> bool {
    tokens[from..to].iter().any(|t| begins_finite(t) || (t.tag == Tag::Verb && t.form == Some(Form::Ing)))
}

/// Whether a finite verb comes before the next comma or dash.
fn finite_ahead(tokens: &[Token], from: usize, to: usize) -> bool {
    tokens[from..to].iter().take_while(|t| !t.is(",") && !is_dash(t)).any(begins_finite)
}

fn parse(tokens: &[Token], from: usize, to: usize, opening: Opening, earlier: &[Clause]) -> Clause {
    let (from, to) = trim(tokens, from, to);
    let mut clause = Clause {
        from,
        to,
        verb: None,
        subject: Vec::new(),
        object: Vec::new(),
        resumed: opening == Opening::Resumed,
        dependent: false,
    };
    let first = (from..to).find(|i| begins_finite(&tokens[*i]));
    let doing = (from..to).find(|i| tokens[*i].tag == Tag::Verb && tokens[*i].form == Some(Form::Ing));
    let verb_at = match opening {
        Opening::Participle | Opening::Relative | Opening::Shared => {
            (from..to).find(|i| begins_finite(&tokens[*i]) || tokens[*i].tag == Tag::Verb)
        }
        // `with X accusing Y of`: the participle is the predicate, whatever follows.
        Opening::Main if tokens.get(from).is_some_and(|t| t.is("with")) => doing.or(first),
        Opening::Main | Opening::Resumed | Opening::Aside => first.or(doing),
    };
    clause.verb = verb_at.and_then(|at| verb_group_at(tokens, at, to));
    clause.dependent = matches!(opening, Opening::Relative | Opening::Participle | Opening::Aside);
    // `a truce, brokered by X and welcomed by Y, has`: the second participle describes the truce too.
    if let (Opening::Shared, Some(verb), Some(before)) = (opening, clause.verb, earlier.last()) {
        clause.dependent |= before.dependent && verb.passive && verb.from == verb.main;
    }
    // `with X accusing Y`: the subject stands behind the preposition.
    let doer = from + usize::from(tokens.get(from).is_some_and(|t| t.is("with")) && doing.is_some());
    let own = clause.verb.map_or(Vec::new(), |verb| subject_before(tokens, doer, verb.from));
    let relative = tokens.get(from).is_some_and(|t| t.tag == Tag::Rel);
    let own_is_relative = own.len() == 1 && own[0].head == from && relative;
    clause.subject =
        if own.is_empty() || own_is_relative { inherited(tokens, from, opening, earlier) } else { own };
    if let Some(verb) = clause.verb {
        let after = skip_adverbs(tokens, verb.to, to);
        clause.object = joined_at(tokens, after, to);
        if verb.passive && clause.dependent && clause.object.first().is_some_and(|p| p.from == after) {
            clause.object.clear();
        }
        if opening == Opening::Relative && !relative {
            // `brokered by X` describes what stands before it.
            clause.verb = Some(VerbGroup { passive: tokens[verb.main].form != Some(Form::Ing), ..verb });
        }
    }
    clause
}

/// The subject that a clause takes over from the words before it.
fn inherited(tokens: &[Token], from: usize, opening: Opening, earlier: &[Clause]) -> Vec<Phrase> {
    match opening {
        Opening::Relative => {
            let Some(before) = earlier.last() else { return Vec::new() };
            // The last phrase that ends right before the comma or relative word.
            let ends = |to: usize| {
                let limit = (before.from..to).rev().find(|i| tokens[*i].is_word()).map_or(to, |i| i + 1);
                (before.from..limit).find_map(|i| bare_phrase_at(tokens, i, limit).filter(|p| p.to == limit))
            };
            let last = ends(from);
            // `it was the rebels, not the army, who shelled it`: the one set aside did nothing.
            let aside = last.filter(|p| p.from > before.from && tokens[p.from - 1].is("not"));
            aside.map_or(last, |p| ends(p.from - 1)).into_iter().collect()
        }
        Opening::Resumed => earlier
            .iter()
            .rev()
            .find(|clause| !clause.dependent)
            .map(|clause| {
                if clause.subject.is_empty() {
                    joined_at(tokens, clause.from, clause.to)
                } else {
                    clause.subject.clone()
                }
            })
            .unwrap_or_default(),
        Opening::Main | Opening::Shared | Opening::Participle | Opening::Aside => {
            earlier.last().map(|clause| clause.subject.clone()).unwrap_or_default()
        }
    }
}

/// The first phrase before the verb that no preposition governs, with what is joined to it.
pub(super) fn subject_before(tokens: &[Token], from: usize, verb: usize) -> Vec<Phrase> {
    let mut i = from;
    while i < verb {
        let token = &tokens[i];
        if token.tag == Tag::Prep && !token.is("than") {
            i = bare_phrase_at(tokens, i + 1, verb).map_or(i + 1, |p| p.to);
            continue;
        }
        if let Some(phrase) = bare_phrase_at(tokens, i, verb) {
            let dated =
                tokens[phrase.head].tag == Tag::Num && tokens.get(phrase.to).is_some_and(|t| t.is(","));
            if !dated {
                return joined_at(tokens, i, verb);
            }
            i = phrase.to;
        }
        i += 1;
    }
    Vec::new()
}

/// Leaves linking words and signs out at both ends.
pub(crate) fn trim(tokens: &[Token], mut from: usize, mut to: usize) -> (usize, usize) {
    let loose = |t: &Token| {
        (t.tag == Tag::Punct && !matches!(t.text.as_str(), "(" | ")"))
            || t.tag == Tag::Conj
            || (t.tag == Tag::Sub
                && ["that", "although", "though", "while", "whereas", "as", "because"]
                    .contains(&t.lower.as_str()))
    };
    while from < to && (loose(&tokens[from]) || tokens[from].is("that")) {
        from += 1;
    }
    while to > from
        && (tokens[to - 1].tag == Tag::Punct && tokens[to - 1].text != ")"
            || matches!(tokens[to - 1].tag, Tag::Conj | Tag::Sub))
    {
        to -= 1;
    }
    (from, to)
}
