//! Tells what words a clause holds and how it is built, whatever rules find in it. Knows no act.

use super::Signs;
use crate::parse::Relation;
use crate::read::{Clause, Tree};
use crate::text::{Tag, Token};
use crate::words::{Known, Words};

/// What stands in a clause, for weights that judge the whole of it.
pub(crate) fn clause_signs(
    tokens: &[Token],
    tree: &Tree,
    clause: &Clause,
    known: &[Known],
    words: &Words,
) -> Signs {
    let mut signs = Signs::default();
    let mut last: Option<&str> = None;
    for i in clause.from..clause.to {
        let token = &tokens[i];
        let Some(word) = content(token) else { continue };
        signs.push(&["w=", word]);
        if let Some(before) = last {
            signs.push(&["b=", before, " ", word]);
        }
        last = Some(word);
        words.lists_of(known[i]).for_each(|list| signs.push(&["l=", list]));
    }
    let listed = |signs: &mut Signs, role: &str, i: usize| {
        signs.push(&[role, "=", content(&tokens[i]).unwrap_or("-")]);
        words.lists_of(known[i]).for_each(|list| signs.push(&[role, ":", list]));
    };
    let object = clause.object.first().map(|phrase| phrase.head);
    if let Some(verb) = clause.verb {
        listed(&mut signs, "main", verb.main);
        let main = tokens[verb.main].lemma.as_str();
        if let Some(object) = object {
            signs.push(&["pair=", main, " ", &tokens[object].lemma]);
            words.lists_of(known[object]).for_each(|list| signs.push(&["pair=", main, ":", list]));
        }
        for child in tree.children_by(verb.main, &[Relation::Obl, Relation::OblAgent, Relation::Nmod]) {
            if let Some(case) = tree.case(tokens, child) {
                let case = tokens[case].lower.as_str();
                signs.push(&["tie=", main, " ", case]);
                words.lists_of(known[child]).for_each(|list| signs.push(&["tie=", case, ":", list]));
            }
        }
        for child in tree.children_by(verb.main, &[Relation::Xcomp, Relation::Ccomp, Relation::Advcl]) {
            signs.push(&["leads=", main, " ", &tokens[child].lemma]);
        }
        let head = if tree.holds(verb.main) { tree.relation(verb.main).as_str() } else { "-" };
        signs.push(&["stands=", head]);
    }
    if let Some(subject) = clause.subject.first() {
        listed(&mut signs, "subject", subject.head);
    }
    if let Some(object) = object {
        listed(&mut signs, "object", object);
    }
    if tokens[clause.from..clause.to].iter().any(|t| t.tag == Tag::Num) {
        signs.push(&["number"]);
    }
    signs.sort();
    signs
}

/// The word by which a token is known to the weights; `None`: it says nothing.
fn content(token: &Token) -> Option<&str> {
    match token.tag {
        Tag::Noun | Tag::Verb | Tag::Adj | Tag::Adv => Some(token.lemma.as_str()),
        Tag::Proper => Some("Name"),
        Tag::Num => Some("0"),
        Tag::Neg | Tag::Modal => Some(token.lower.as_str()),
        _ => None,
    }
}
