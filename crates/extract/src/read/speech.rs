//! Reads verbs of saying: their subject, what they say, and where it stands.

use super::attribution::{Attribution, Side};
use super::phrase::{Phrase, joined_at, phrase_at};
use super::subject::{own_name, relative_subject, shared_subject, source_goes_on, subject_of};
use crate::lexicon::Lexicon;
use crate::text::{Form, Tag, Token};

/// Verbs that say something only with `that`: `found that both had fired`, but `found two mines`.
const NEED_THAT: &[&str] = &[
    "find",
    "hold",
    "indicate",
    "signal",
    "determine",
    "establish",
    "learn",
    "show",
    "decide",
    "protest",
    "dispute",
    "object",
    "judge",
    "affirm",
    "certify",
    "observe",
    "counter",
    "post",
];

/// The attribution around the verb of saying at token `i`, if it is one.
pub(super) fn spoken(tokens: &[Token], i: usize, after: usize, lexicon: &Lexicon) -> Option<Attribution> {
    let token = &tokens[i];
    if token.quoted || passive(tokens, i) {
        return None;
    }
    if token.form == Some(Form::Ing) {
        return saying(tokens, i, after);
    }
    if let Some(inverted) = inverted(tokens, i, after) {
        return Some(inverted);
    }
    let verb = token.lemma.clone();
    let own = subject_of(tokens, i, after).or_else(|| relative_subject(tokens, i, after));
    let to = content_start(tokens, i, &verb);
    let Some((start, sources)) = own else {
        if source_goes_on(tokens, i, after) {
            let words = says_clause(tokens, to) || lexicon.has("saying-verbs", &verb);
            return words.then(|| attribution(tokens, i, (after, to), Vec::new(), Side::After));
        }
        let (start, sources) = shared_subject(tokens, i, after)?;
        let words = says_clause(tokens, to);
        return words.then(|| attribution(tokens, i, (start, to), sources, Side::After));
    };
    if verb == "tell" && tokens.get(to).is_some_and(|t| t.tag == Tag::To) {
        // `told his men to stop` is an order.
        return None;
    }
    let side = side_of(tokens, i, (after, start, to), lexicon)?;
    if acts(tokens, i, to, side, lexicon) {
        return None;
    }
    // `has always denied` denies conduct, and no event.
    let always = tokens[start..i].iter().any(|t| {
        ["always", "consistently", "repeatedly", "routinely", "long", "persistently"]
            .contains(&t.lower.as_str())
    });
    if verb == "deny" && always {
        return None;
    }
    if verb == "deny" && !(side == Side::After && denies_clause(tokens, i, to)) {
        return None;
    }
    Some(attribution(tokens, i, (start, to), sources, side))
}

/// Whether a verb of saying tells of an act or a view, and gives nobody's words: `the raid claimed ten lives`.
fn acts(tokens: &[Token], i: usize, to: usize, side: Side, lexicon: &Lexicon) -> bool {
    let verb = tokens[i].lemma.as_str();
    if side == Side::Before {
        // `a figure that few believe`: what is not believed is not said.
        return negated(tokens, i) && !lexicon.has("saying-verbs", verb);
    }
    let quotes = tokens.get(to).is_some_and(Token::opens_quote);
    let clear = says_that(tokens, i, to) || quotes || (verb == "find" && helped_clause(tokens, to));
    if NEED_THAT.contains(&verb) && !clear {
        return true;
    }
    let about = |t: &Token| t.is("of") || t.is("about") || t.is("against") || t.is("for");
    let listed = lexicon.has("saying-verbs", verb) && verb != "claim";
    side == Side::After
        && (tokens.get(to).is_some_and(about) && !bound(tokens, to) || !says_clause(tokens, to) && !listed)
}

/// Whether a subject and a helping verb follow: `found most were open`.
fn helped_clause(tokens: &[Token], to: usize) -> bool {
    let Some(subject) = joined_at(tokens, to, tokens.len()).last().copied() else { return false };
    let verb = super::clause::skip_adverbs(tokens, subject.to, tokens.len());
    tokens.get(verb).is_some_and(|t| matches!(t.tag, Tag::Aux | Tag::Modal))
}

fn attribution(
    tokens: &[Token],
    i: usize,
    (from, to): (usize, usize),
    sources: Vec<Phrase>,
    side: Side,
) -> Attribution {
    let silent = side == Side::After && negated(tokens, i);
    let verb = tokens[i].lemma.clone();
    Attribution { from, to, goes_on: sources.is_empty(), sources, via: None, verb, side, silent }
}

/// `…, adding that` and `in a statement saying`.
fn saying(tokens: &[Token], i: usize, after: usize) -> Option<Attribution> {
    const SPEECH: &[&str] = &["say", "add", "tell", "warn", "note", "claim", "insist", "argue"];
    const WRITTEN: &[&str] =
        &["statement", "report", "letter", "message", "interview", "declaration", "speech"];
    let prev = tokens.get(i.checked_sub(1)?)?;
    let verb = tokens[i].lemma.as_str();
    if !SPEECH.contains(&verb) {
        return None;
    }
    let to = content_start(tokens, i, verb);
    if WRITTEN.contains(&prev.lower.as_str()) {
        let subject = super::clause::clauses(tokens, after, i).last()?.subject.clone();
        let named = subject.first().is_some_and(|p| tokens[p.head].tag != Tag::Pron);
        return named.then(|| attribution(tokens, i, (i, to), subject, Side::After));
    }
    if !prev.is(",") && !prev.is("and") {
        return None;
    }
    // Where nobody has spoken yet, whoever acted speaks: `X denied it, saying`.
    let acted = if after == 0 { super::clause::clauses(tokens, 0, i).pop() } else { None };
    let acted = acted.map(|clause| clause.subject);
    let sources = acted.filter(|s| s.first().is_some_and(|p| tokens[p.head].nominal())).unwrap_or_default();
    Some(attribution(tokens, i, (i, to), sources, Side::After))
}

/// `…, said X, who`.
fn inverted(tokens: &[Token], i: usize, after: usize) -> Option<Attribution> {
    let prev = tokens.get(i.checked_sub(1)?)?;
    let token = &tokens[i];
    if token.lemma == "tell"
        || !matches!(token.form, Some(Form::Past | Form::S))
        || !(prev.is(",") || prev.closes_quote())
    {
        return None;
    }
    // `Holt, the envoy, said the opposite`: nothing is said before the verb.
    let said = |t: &Token| t.quoted || super::clause::begins_finite(t);
    if !prev.closes_quote() && !tokens[after..i].iter().any(said) {
        return None;
    }
    let mut sources = joined_at(tokens, i + 1, tokens.len());
    let last = sources.last()?.to;
    if crate::slots::is_time_word(&tokens[sources[0].head]) || tokens[i + 1].is("this") {
        return None;
    }
    let vague = ["one", "another"].contains(&tokens[i + 1].lower.as_str());
    if vague && tokens.get(last).is_some_and(|t| t.is(",")) {
        let end = (last + 1..tokens.len()).find(|k| tokens[*k].tag != Tag::Proper).unwrap_or(tokens.len());
        sources = own_name(tokens, last + 1, end).map_or(sources, |name| vec![name]);
    }
    let verb_after = tokens.get(super::clause::skip_adverbs(tokens, last, tokens.len()));
    if verb_after.is_some_and(super::clause::begins_finite) {
        return None;
    }
    Some(attribution(tokens, i, (i, description_end(tokens, last)), sources, Side::Before))
}

/// On which side of the attribution `start..to` the content stands; `None`: nothing is said.
fn side_of(
    tokens: &[Token],
    i: usize,
    (after, start, to): (usize, usize, usize),
    lexicon: &Lexicon,
) -> Option<Side> {
    let quote_before = start > 0 && (tokens[start - 1].closes_quote() || tokens[start - 1].is(","));
    let has_before =
        quote_before && tokens[after..start].iter().any(|t| t.tag == Tag::Verb || t.tag == Tag::Aux);
    let rest = &tokens[to.min(tokens.len())..];
    let first = rest.iter().find(|t| t.is_word() || t.opens_quote());
    let content = first.is_some() && !rest.first().is_some_and(|t| t.is(",") || t.is("."));
    Some(match (has_before, content) {
        (true, true) if tokens[start - 1].closes_quote() && rest[0].opens_quote() => Side::Both,
        (true, true) if tail(&rest[0]) && !bound(tokens, to) => Side::Before,
        (true, true)
            if tokens[after..start].iter().any(super::clause::begins_finite)
                && !says_that(tokens, i, to)
                && (tokens[start - 1].closes_quote() || !own_clause(tokens, to)) =>
        {
            Side::Before
        }
        (_, true) => Side::After,
        (_, false) if rest.get(1).is_some_and(Token::opens_quote) => Side::Both,
        (false, false) if quote_before && fronted(tokens, after, start, to) => Side::Both,
        (true, false) => Side::Before,
        (false, false) if !lexicon.has("saying-verbs", &tokens[i].lemma) => return None,
        (false, false) => Side::Before,
    })
}

/// Whether a time or place goes before the attribution and the clause goes on behind it: `Late on Friday, he said, …`.
fn fronted(tokens: &[Token], after: usize, start: usize, to: usize) -> bool {
    let before = tokens[after..start].iter().any(Token::is_word);
    before && tokens.get(to).is_some_and(|t| t.is(",")) && says_clause(tokens, to + 1)
}

/// Whether a clause or quoted words follow, not only an object.
pub(super) fn says_clause(tokens: &[Token], to: usize) -> bool {
    let rest = &tokens[to.min(tokens.len())..];
    let that = to.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| t.is("that"));
    // `promised better roads and said`: the second verb is the speaker's own.
    let ends = |i: usize| {
        let next = rest.get(i + 1).is_some_and(super::clause::begins_finite);
        rest[i].is(",") || rest[i].text == ";" || (rest[i].tag == Tag::Conj && next)
    };
    let end = (0..rest.len()).find(|i| ends(*i)).unwrap_or(rest.len());
    let opens = rest.first().is_some_and(|t| t.opens_quote() || t.tag == Tag::To);
    opens || (that && !rest.is_empty()) || rest[..end].iter().any(super::clause::begins_finite)
}

/// Whether a clause with a subject of its own follows `deny`: `denied that it had fired`, `denied its men had left`.
fn denies_clause(tokens: &[Token], i: usize, to: usize) -> bool {
    let subject = phrase_at(tokens, to, tokens.len()).is_some();
    subject && (says_that(tokens, i, to) || own_clause(tokens, to))
}

/// Whether a subject and its finite verb stand at `to`.
fn own_clause(tokens: &[Token], to: usize) -> bool {
    let Some(subject) = joined_at(tokens, to, tokens.len()).last().copied() else { return false };
    let verb = super::clause::skip_adverbs(tokens, subject.to, tokens.len());
    tokens.get(verb).is_some_and(super::clause::begins_finite)
}

/// Whether a verb is negated: `did not say`, `declined to say`.
pub(super) fn negated(tokens: &[Token], i: usize) -> bool {
    tokens[i.saturating_sub(3)..i].iter().any(|t| {
        t.tag == Tag::Neg || t.lower.ends_with("n't") || matches!(t.lemma.as_str(), "decline" | "refuse")
    })
}

/// Whether a verb is passive: `were reported`.
pub(super) fn passive(tokens: &[Token], i: usize) -> bool {
    let helper = tokens[..i].iter().rev().find(|t| t.tag != Tag::Adv);
    helper.is_some_and(|t| ["is", "are", "was", "were", "be", "been", "being"].contains(&t.lower.as_str()))
}

/// Whether `that` stands between a verb of saying and its content.
pub(super) fn says_that(tokens: &[Token], i: usize, to: usize) -> bool {
    tokens[i..to.min(tokens.len())].iter().any(|t| t.is("that"))
}

/// Whether a word opens a clause that the narrator tacks on.
pub(super) fn tail(token: &Token) -> bool {
    token.tag == Tag::Sub || token.tag == Tag::Prep || token.tag == Tag::Adv
}

/// Where the content of a speech verb at `i` begins: behind the person told, the time, the manner, `that`.
pub(super) fn content_start(tokens: &[Token], i: usize, verb: &str) -> usize {
    let mut at = i + 1;
    if (["tell", "inform", "assure", "notify", "remind"].contains(&verb)
        || verb == "warn" && tokens.get(at).is_some_and(|t| t.tag == Tag::Proper))
        && let Some(told) = phrase_at(tokens, at, tokens.len())
    {
        let ends = tokens.get(told.to);
        if verb != "warn" || ends.is_some_and(|t| t.is("that") || t.is("of") || t.is("against")) {
            at = told.to;
        }
    }
    for _ in 0..5 {
        let Some(token) = tokens.get(at) else { break };
        match token.tag {
            Tag::Prep if !token.is("of") && !token.is("despite") && !bound(tokens, at) => {
                let Some(phrase) = phrase_at(tokens, at + 1, tokens.len()) else { break };
                let goes_on = tokens.get(phrase.to).is_some_and(|t| !super::clause::begins_finite(t));
                if phrase.to < tokens.len() && !goes_on {
                    break;
                }
                at = phrase.to;
            }
            Tag::Adv if ["earlier", "later", "today", "yesterday"].contains(&token.lower.as_str()) => at += 1,
            Tag::Adv | Tag::Adj if (token.is("late") || token.is("early")) && before_time(tokens, at) => {
                at += 1
            }
            Tag::Proper if crate::slots::is_time_word(token) => at += 1,
            Tag::Det if token.is("this") || token.is("last") => at += 2,
            _ => break,
        }
    }
    at = that_behind(tokens, at).unwrap_or(at);
    if tokens.get(at).is_some_and(|t| t.is("that")) {
        at += 1;
        if tokens.get(at).is_some_and(|t| t.is(",")) {
            at += 1;
        }
    }
    at.min(tokens.len())
}

/// Whether a time or its preposition follows: `late on Monday`.
fn before_time(tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|t| t.tag == Tag::Prep || crate::slots::is_time_word(t))
}

/// The `that` behind a comma, and behind the place or time that it sets off: `told a rally in Tal, Arden, that`.
fn that_behind(tokens: &[Token], at: usize) -> Option<usize> {
    tokens.get(at).filter(|t| t.is(","))?;
    let that = (at + 1..tokens.len().min(at + 9)).find(|k| tokens[*k].is("that"))?;
    let between = &tokens[at + 1..that];
    let place = |t: &Token| {
        matches!(t.tag, Tag::Proper | Tag::Prep | Tag::Det | Tag::Num)
            || t.is(",")
            || crate::slots::is_time_word(t)
    };
    let opens = tokens.get(that + 1).is_some_and(|t| !super::clause::begins_finite(t));
    (opens && between.iter().all(place)).then_some(that)
}

/// Whether a preposition bounds a number, as in `at least 40` or `over 200 people`, and tells no place or time.
fn bound(tokens: &[Token], at: usize) -> bool {
    let Some(next) = tokens.get(at + 1) else { return false };
    let least = next.is("least") || next.is("most");
    let figure =
        next.tag == Tag::Num && ["over", "around", "about", "under"].contains(&tokens[at].lower.as_str());
    least || figure
}

/// Behind a source's name: where its description, set off by a comma, ends.
pub(super) fn description_end(tokens: &[Token], mut at: usize) -> usize {
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
