//! Tells what stands around a hit, in words that weights can be learned for. Reads only the parse and the tags.

use super::{Lead, Sign, Signs};
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
    /// The act of the claim told before, and whether this paragraph tells it.
    pub before: Option<(Act, bool)>,
}

/// Gives each feature of a hit to `take`: the word that it begins with, perhaps none, and the rest. `within` is what the
/// clause holds.
pub(crate) fn features(around: &Around<'_>, within: &Signs, take: &mut dyn FnMut(&Lead, Sign<'_>)) {
    let (act, rule) = (around.draft.act, around.draft.found_by.first().map_or("", |rule| rule.as_str()));
    let kind = act.kind().word();
    let mut plain = Signs::default();
    plain.push(&[""]);
    flags(around, &mut plain);
    anchor(around, &mut plain);
    build(around, &mut plain);
    slots(around, &mut plain);
    let (of_kind, of_act, of_rule) = (Lead::of("k=", kind), Lead::of("a=", act.word()), Lead::of("r=", rule));
    for sign in plain.iter() {
        take(&of_kind, sign);
        take(&of_act, sign);
    }
    let mut own = Signs::default();
    own.push(&["r=", rule]);
    own.iter().for_each(|sign| take(&Lead::default(), sign));
    let mut flagged = Signs::default();
    flags(around, &mut flagged);
    flagged.iter().for_each(|sign| take(&of_rule, sign));
    for (other, at) in around.others {
        let same = if *at == around.m.anchor { " same" } else { " near" };
        let mut beside = Signs::default();
        beside.push(&["beside=", other.word(), same]);
        beside.push(&["beside=", other.kind().word(), same]);
        beside.iter().zip([&of_act, &of_kind]).for_each(|(sign, lead)| take(lead, sign));
    }
    let taught = around.flags.contains(&crate::scene::TAUGHT);
    let mut alone = Signs::default();
    if taught {
        alone.push(&["taught"]);
    }
    alone.push(&["all"]);
    alone.iter().for_each(|sign| take(&Lead::default(), sign));
    let of_taught = Lead::of("t=", kind);
    for sign in within.iter() {
        take(&of_kind, sign);
        if taught {
            take(&of_taught, sign);
        }
    }
}

/// What the hard tests say.
fn flags(around: &Around<'_>, out: &mut Signs) {
    around.flags.iter().for_each(|flag| out.push(&["flag=", flag]));
}

/// What the word of the act is, and what it hangs on.
fn anchor(around: &Around<'_>, out: &mut Signs) {
    let Around { tokens, tree, m, clause, .. } = around;
    let token = &tokens[m.anchor];
    out.push(&["word=", &token.lemma]);
    out.push(&["tag=", &format!("{:?}", token.tag)]);
    if let Some(form) = token.form {
        out.push(&["form=", &format!("{form:?}")]);
    }
    out.push(&["relation=", tree.relation(m.anchor).as_str()]);
    if let Some(head) = tree.head(m.anchor) {
        out.push(&["head=", &tokens[head].lemma]);
    }
    if let Some(case) = tree.case(tokens, m.anchor) {
        out.push(&["case=", &tokens[case].lower]);
    }
    if clause.verb.is_some_and(|verb| verb.main == m.anchor) {
        out.push(&["verb=own"]);
    }
    let before = m.from.checked_sub(1).filter(|i| *i >= clause.from).map_or("", |i| tokens[i].lower.as_str());
    out.push(&["before=", before]);
    let det = tree.children_by(m.anchor, &[Relation::Det, Relation::NmodPoss]).next();
    if let Some(det) = det {
        out.push(&["det=", &tokens[det].lower]);
    }
}

/// How the clause is built and told.
fn build(around: &Around<'_>, out: &mut Signs) {
    let Around { tokens, clause, .. } = around;
    match clause.verb {
        Some(verb) => {
            out.push(&["main=", &tokens[verb.main].lemma]);
            let marks = [
                (verb.passive, "passive"),
                (verb.modal, "modal"),
                (verb.negated, "negated"),
                (verb.progressive, "progressive"),
                (verb.perfect, "perfect"),
                (verb.past, "past"),
                (!verb.finite, "bare"),
            ];
            marks.iter().filter(|(yes, _)| *yes).for_each(|(_, name)| out.push(&["verb=", name]));
            let modal = tokens[verb.from..verb.main].iter().find(|t| t.tag == Tag::Modal);
            modal.iter().for_each(|t| out.push(&["modal=", &t.lower]));
        }
        None => out.push(&["verb=none"]),
    }
    if clause.dependent {
        out.push(&["clause=dependent"]);
    }
    if clause.resumed {
        out.push(&["clause=resumed"]);
    }
    out.push(&["lead=", &tokens[clause.from].lower]);
    out.push(&["said=", around.said.unwrap_or("-")]);
    if tokens[clause.from].quoted {
        out.push(&["quoted"]);
    }
    let subject = clause.subject.first().map_or("-", |p| tokens[p.head].lemma.as_str());
    out.push(&["subject=", subject]);
    let object = clause.object.first().map_or("-", |p| tokens[p.head].lemma.as_str());
    out.push(&["object=", object]);
    let long = match clause.to - clause.from {
        0..=3 => "tiny",
        4..=8 => "short",
        9..=18 => "middle",
        _ => "long",
    };
    out.push(&["length=", long]);
    if let Some((act, here)) = around.before {
        let near = if here { " here" } else { " apart" };
        out.push(&["told=", act.word(), near]);
        out.push(&["told=", act.kind().word(), near]);
    }
    if around.paragraph < 3 {
        out.push(&["paragraph=", ["0", "1", "2"][around.paragraph]]);
    }
}

/// Which slots are filled.
fn slots(around: &Around<'_>, out: &mut Signs) {
    let draft = around.draft;
    let filled = [
        (draft.agent.is_some(), "agent"),
        (draft.target.is_some(), "target"),
        (!draft.places.is_empty(), "place"),
        (draft.occurred.start.is_some(), "start"),
        (draft.occurred.end.is_some(), "end"),
        (draft.count.is_some(), "count"),
    ];
    filled.iter().for_each(|(yes, name)| out.push(&[if *yes { "has-" } else { "no-" }, name]));
    out.push(&["stance=", draft.stance.word()]);
    out.push(&["others=", ["0", "1", "2", "3", "4"][around.others.len().min(4)]]);
}
