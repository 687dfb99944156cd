//! Tells what stands around a hit, in words that weights can be learned for. Reads only the parse and the tags.

use crate::draft::Draft;
use crate::parse::Relation;
use crate::pattern::Match;
use crate::read::{Clause, Tree};
use crate::text::{Tag, Token};
use truce_model::Act;

/// A hit and what stands around it.
pub(crate) struct Around<'a> {
    pub tokens: &'a [Token],
    pub tree: &'a Tree,
    pub clause: &'a Clause,
    pub m: Match,
    pub draft: &'a Draft,
    /// The verb with which the words are reported; `None`: the narrator tells them.
    pub said: Option<&'a str>,
    /// What the hard tests say of it: only meant, only analysis, beaten by another rule.
    pub flags: &'a [&'static str],
    /// The acts that other rules find in the clause, and where.
    pub others: &'a [(Act, usize)],
    /// How far into the story it stands, in paragraphs.
    pub paragraph: usize,
}

/// The features of a hit.
pub(crate) fn features(around: &Around<'_>) -> Vec<String> {
    let (act, rule) = (around.draft.act, around.draft.found_by.first().map_or("", |rule| rule.as_str()));
    let kind = act.kind().word();
    let mut plain: Vec<String> = vec![String::new()];
    plain.extend(around.flags.iter().map(|flag| format!("flag={flag}")));
    anchor(around, &mut plain);
    build(around, &mut plain);
    slots(around, &mut plain);
    let mut features = Vec::with_capacity(plain.len() * 3 + 8);
    for name in &plain {
        features.push(format!("k={kind} {name}"));
        features.push(format!("a={} {name}", act.word()));
    }
    features.push(format!("r={rule}"));
    features.extend(around.flags.iter().map(|flag| format!("r={rule} flag={flag}")));
    for (other, at) in around.others {
        let same = if *at == around.m.anchor { "same" } else { "near" };
        features.push(format!("a={} beside={} {same}", act.word(), other.word()));
        features.push(format!("k={kind} beside={} {same}", other.kind().word()));
    }
    features.push("all".to_owned());
    features
}

/// What the word of the act is, and what it hangs on.
fn anchor(around: &Around<'_>, out: &mut Vec<String>) {
    let Around { tokens, tree, m, clause, .. } = around;
    let token = &tokens[m.anchor];
    out.push(format!("word={}", token.lemma));
    out.push(format!("tag={:?}", token.tag));
    if let Some(form) = token.form {
        out.push(format!("form={form:?}"));
    }
    out.push(format!("relation={}", tree.relation(m.anchor)));
    if let Some(head) = tree.head(m.anchor) {
        out.push(format!("head={}", tokens[head].lemma));
    }
    if let Some(case) = tree.case(tokens, m.anchor) {
        out.push(format!("case={}", tokens[case].lower));
    }
    if clause.verb.is_some_and(|verb| verb.main == m.anchor) {
        out.push("verb=own".to_owned());
    }
    let before = m.from.checked_sub(1).filter(|i| *i >= clause.from).map_or("", |i| tokens[i].lower.as_str());
    out.push(format!("before={before}"));
    let det = tree.children_by(m.anchor, &[Relation::Det, Relation::NmodPoss]).next();
    if let Some(det) = det {
        out.push(format!("det={}", tokens[det].lower));
    }
}

/// How the clause is built and told.
fn build(around: &Around<'_>, out: &mut Vec<String>) {
    let Around { tokens, clause, .. } = around;
    match clause.verb {
        Some(verb) => {
            out.push(format!("main={}", tokens[verb.main].lemma));
            let marks = [
                (verb.passive, "passive"),
                (verb.modal, "modal"),
                (verb.negated, "negated"),
                (verb.progressive, "progressive"),
                (verb.perfect, "perfect"),
                (verb.past, "past"),
                (!verb.finite, "bare"),
            ];
            out.extend(marks.iter().filter(|(yes, _)| *yes).map(|(_, name)| format!("verb={name}")));
            let modal = tokens[verb.from..verb.main].iter().find(|t| t.tag == Tag::Modal);
            out.extend(modal.map(|t| format!("modal={}", t.lower)));
        }
        None => out.push("verb=none".to_owned()),
    }
    if clause.dependent {
        out.push("clause=dependent".to_owned());
    }
    if clause.resumed {
        out.push("clause=resumed".to_owned());
    }
    out.push(format!("lead={}", tokens[clause.from].lower));
    out.push(format!("said={}", around.said.unwrap_or("-")));
    if tokens[clause.from].quoted {
        out.push("quoted".to_owned());
    }
    let subject = clause.subject.first().map_or("-", |p| tokens[p.head].lemma.as_str());
    out.push(format!("subject={subject}"));
    let object = clause.object.first().map_or("-", |p| tokens[p.head].lemma.as_str());
    out.push(format!("object={object}"));
    let long = match clause.to - clause.from {
        0..=3 => "tiny",
        4..=8 => "short",
        9..=18 => "middle",
        _ => "long",
    };
    out.push(format!("length={long}"));
    if around.paragraph < 3 {
        out.push(format!("paragraph={}", around.paragraph));
    }
}

/// Which slots are filled.
fn slots(around: &Around<'_>, out: &mut Vec<String>) {
    let draft = around.draft;
    let filled = [
        (draft.agent.is_some(), "agent"),
        (draft.target.is_some(), "target"),
        (!draft.places.is_empty(), "place"),
        (draft.occurred.start.is_some(), "start"),
        (draft.occurred.end.is_some(), "end"),
        (draft.count.is_some(), "count"),
    ];
    out.extend(filled.iter().map(|(yes, name)| format!("{}{name}", if *yes { "has-" } else { "no-" })));
    out.push(format!("stance={}", draft.stance.word()));
    out.push(format!("others={}", around.others.len().min(4)));
}
