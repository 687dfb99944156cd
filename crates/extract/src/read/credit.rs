//! Gives a stretch to those who say it by other words than `X said`: `according to X`, `by X's count`, a colon, `quoted as
//! saying`. Verbs of speech are read elsewhere.

use super::attribution::{Attribution, Side};
use super::phrase::{Phrase, joined_at, phrase_at};
use super::speech::{content_start, description_end};
use super::subject::{phrase_before, subject_of};
use crate::text::{Form, Tag, Token};

/// `The envoy was blunter: “…”`: who stands before the colon says the quoted words.
pub(super) fn by_colon(tokens: &[Token], i: usize) -> Option<Attribution> {
    tokens.get(i + 1).filter(|t| t.opens_quote())?;
    let sources = super::clause::clauses(tokens, 0, i).first()?.subject.clone();
    let named = sources.first().is_some_and(|p| tokens[p.head].nominal());
    named.then(|| Attribution {
        from: i,
        to: i + 1,
        sources,
        via: None,
        verb: "say".into(),
        side: Side::After,
        silent: false,
        goes_on: false,
    })
}

/// `by the mission's count`, `by the reckoning of the mission`, `in the words of the envoy`.
pub(super) fn by_account(tokens: &[Token], i: usize) -> Option<Attribution> {
    const ACCOUNTS: &[&str] = &[
        "count",
        "reckoning",
        "estimate",
        "tally",
        "account",
        "word",
        "words",
        "telling",
        "version",
        "survey",
    ];
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
            let last = phrase.to - 1;
            match (phrase.from..phrase.to).find(|k| tokens[*k].tag == Tag::Poss) {
                Some(owner) if account(last) && last <= owner + 2 => phrase_at(tokens, i + 1, owner)?,
                None if account(last) && last > phrase.from && token_is_name(&tokens[last - 1]) => {
                    Phrase { from: phrase.from, to: last, head: last - 1 }
                }
                _ => return None,
            }
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

/// Whether a word names somebody, as in `by Northern counts`.
fn token_is_name(token: &Token) -> bool {
    token.text.starts_with(char::is_uppercase)
}

/// `according to X`, to a report of X.
pub(super) fn according_to(tokens: &[Token], i: usize) -> Option<Attribution> {
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
pub(super) fn quoted_as_saying(tokens: &[Token], i: usize, after: usize) -> Option<Attribution> {
    let bare = i > after && tokens[i - 1].is(",") && tokens.get(i + 1).is_some_and(|t| t.is("by"));
    let (start, subject) = if bare {
        let phrase = phrase_before(tokens, i - 1, after)?;
        (phrase.from, vec![phrase])
    } else {
        subject_of(tokens, i, after)?
    };
    let helped = tokens[..i].iter().rev().take(3).any(|t| t.tag == Tag::Aux && t.lemma != "have");
    let passive = bare || helped;
    let saying = (i..tokens.len().min(i + 30))
        .find(|j| tokens[*j].is("as") && tokens.get(j + 1).is_some_and(|t| t.form == Some(Form::Ing)));
    let (sources, via) = if passive {
        let behind = |at: usize| at..tokens.len().min(at + 4);
        let by = (i..saying.unwrap_or(i)).chain(saying.map_or(0..0, behind)).find(|j| tokens[*j].is("by"));
        (subject, by.and_then(|by| phrase_at(tokens, by + 1, tokens.len())))
    } else {
        (vec![phrase_at(tokens, i + 1, tokens.len())?], subject.first().copied())
    };
    let to = match saying {
        Some(at) => content_start(tokens, at + 1, &tokens[at + 1].lemma),
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
