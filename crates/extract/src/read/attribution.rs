//! Finds who says which stretch of a sentence. Names and pronouns are resolved elsewhere.

use super::phrase::{Phrase, joined_at, phrase_at};
use super::speech::{content_start, description_end, spoken};
use super::subject::subject_of;
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
        // `Rebels stormed a hill; by dusk, he said, it was lost`: only the last part is his.
        if attribution.side == Side::Both
            && let Some(semicolon) = (at..attribution.from).rev().find(|i| tokens[*i].text == ";")
        {
            push(&mut said, tokens, at, semicolon, owner.clone());
            at = semicolon + 1;
        }
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
    if let Some(owner) = by.as_ref().filter(|by| by.side == Side::After)
        && let Some(end) = (from + 1..to).find(|i| hands_over(tokens, owner, *i, to))
    {
        push(said, tokens, from, end, by.clone());
        push(said, tokens, end + 1, to, None);
        return;
    }
    let (from, to) = super::clause::trim(tokens, from, to);
    let silent = by.as_ref().is_some_and(|by| by.silent);
    if from < to && !silent && tokens[from..to].iter().any(Token::is_word) {
        said.push(Said { from, to, by });
    }
}

/// Whether the sign at token `i` ends what is said and gives the word back to the narrator: a semicolon before
/// somebody else's deed, or the comma behind `while X says that …`.
fn hands_over(tokens: &[Token], owner: &Attribution, i: usize, to: usize) -> bool {
    if tokens[i].quoted {
        return false;
    }
    let named = tokens.get(i + 1).is_some_and(|t| matches!(t.tag, Tag::Proper | Tag::Det | Tag::Num));
    let finite = |from: usize| tokens[from..to].iter().any(super::clause::begins_finite);
    if tokens[i].text == ";" {
        return named && finite(i + 1) && !tokens[i + 1].is("that");
    }
    let fronted = owner
        .from
        .checked_sub(1)
        .map(|k| &tokens[k])
        .is_some_and(|t| ["while", "although", "though", "whereas"].contains(&t.lower.as_str()))
        && owner.from <= 2;
    let main = tokens.get(i + 1).is_some_and(|t| t.nominal() || matches!(t.tag, Tag::Pron | Tag::Det));
    let last = !(i + 1..to).any(|k| tokens[k].is(","));
    fronted && tokens[i].is(",") && main && last && finite(i + 1)
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
            let one =
                spoken(tokens, i, after, lexicon).filter(|one| !within || !nested(tokens, one, lexicon));
            one.map(|one| go_on(tokens, found.last(), one))
        } else if token.is("by") || (token.is("in") && tokens.get(i + 1).is_some_and(|t| t.is("the"))) {
            by_account(tokens, i)
        } else {
            None
        };
        found.extend(one);
    }
    found
}

/// `X admits that some posts fell, but maintains that`: who spoke goes on, not the subject of what he said.
fn go_on(tokens: &[Token], last: Option<&Attribution>, one: Attribution) -> Attribution {
    let spoke = last.is_some_and(|last| last.side == Side::After);
    let shared = tokens[one.from].tag == Tag::Conj && one.sources.iter().all(|p| p.to <= one.from);
    if spoke && shared && !one.goes_on {
        return Attribution { sources: Vec::new(), goes_on: true, ..one };
    }
    one
}

/// `by the mission's count`, `by the reckoning of the mission`, `in the words of the envoy`.
fn by_account(tokens: &[Token], i: usize) -> Option<Attribution> {
    const ACCOUNTS: &[&str] =
        &["count", "reckoning", "estimate", "tally", "account", "word", "words", "telling", "version"];
    let account = |k: usize| {
        tokens
            .get(k)
            .is_some_and(|t| ACCOUNTS.contains(&t.lower.as_str()) || ACCOUNTS.contains(&t.lemma.as_str()))
    };
    let phrase = phrase_at(tokens, i + 1, tokens.len())?;
    let of = (phrase.from..phrase.to).find(|k| tokens[*k].is("of") && account(k - 1));
    let source = match of {
        Some(of) => phrase_at(tokens, of + 1, tokens.len())?,
        None => {
            let owner = (phrase.from..phrase.to).find(|k| tokens[*k].tag == Tag::Poss)?;
            let last = phrase.to - 1;
            if !account(last) || last > owner + 2 {
                return None;
            }
            phrase_at(tokens, i + 1, owner)?
        }
    };
    let to = description_end(tokens, phrase.to.max(source.to));
    let leads = i <= 1 || tokens[i..to].iter().any(|t| t.is("words"));
    Some(Attribution {
        from: i,
        to,
        sources: vec![source],
        via: None,
        verb: "say".into(),
        side: if leads { Side::After } else { Side::Before },
        silent: false,
        goes_on: false,
    })
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
