//! Cuts a parsed stretch into clauses by its dependencies, each with its verb, subject and object.

use super::clause::{Clause, subject_before, trim};
use super::phrase::VerbGroup;
use super::tree::Tree;
use crate::parse::{Relation, Upos, VerbForm};
use crate::text::{Form, Tag, Token};

/// How a clause hangs on the one that it is cut from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hangs {
    /// Stands for itself.
    Free,
    /// Shares the subject of its head.
    Shared,
    /// Describes a noun, or tells what else its subject does.
    Bound,
}

/// The clauses of tokens `from..to`, in order. A clause that another breaks off gives two, the second resumed.
pub(crate) fn cut(tokens: &[Token], tree: &Tree, from: usize, to: usize) -> Vec<Clause> {
    let owners = owners(tokens, tree, from, to);
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    for i in from..to {
        let owner = owners[i - from];
        match runs.last_mut() {
            Some((last, _, end)) if *last == owner => *end = i + 1,
            _ => runs.push((owner, i, i + 1)),
        }
    }
    merge(tokens, &mut runs);
    let mut seen: Vec<usize> = Vec::new();
    let mut clauses = Vec::new();
    for (owner, begin, end) in runs {
        let (begin, end) = trim(tokens, begin, end);
        if begin >= end {
            continue;
        }
        let resumed = seen.contains(&owner);
        seen.push(owner);
        clauses.push(clause(tokens, tree, owner, (begin, end), resumed));
    }
    clauses
}

/// For each token the head of the clause to which it belongs.
fn owners(tokens: &[Token], tree: &Tree, from: usize, to: usize) -> Vec<usize> {
    let opens: Vec<bool> = (from..to).map(|i| hangs(tokens, tree, i).is_some()).collect();
    let mut owners: Vec<usize> = Vec::with_capacity(to - from);
    for (i, token) in tokens.iter().enumerate().take(to).skip(from) {
        let (mut at, mut steps) = (i, 0);
        while let Some(head) = tree.head(at).filter(|_| !opens[at - from] && steps < to - from) {
            (at, steps) = (head, steps + 1);
        }
        let sign = token.tag == Tag::Punct && !tree.children(i).any(|_| true);
        owners.push(if sign { owners.last().copied().unwrap_or(at) } else { at });
    }
    owners
}

/// Gives a run of hardly a word to its neighbour.
fn merge(tokens: &[Token], runs: &mut Vec<(usize, usize, usize)>) {
    let mut i = 1;
    while i < runs.len() {
        let words = (runs[i].1..runs[i].2).filter(|k| tokens[*k].is_word()).count();
        let same = runs[i].0 == runs[i - 1].0;
        if words < 2 || same {
            runs[i - 1].2 = runs[i].2;
            runs.remove(i);
        } else {
            i += 1;
        }
    }
}

/// How a clause that a token heads hangs on the rest; `None`: it heads none that stands apart.
fn hangs(tokens: &[Token], tree: &Tree, i: usize) -> Option<Hangs> {
    use Relation::*;
    let own = || tree.children_by(i, &[Nsubj, NsubjPass, NsubjOuter, Csubj, Expl]).next().is_some();
    let comma = || {
        let left = tree.reach(i).0;
        let before = left.checked_sub(1).filter(|k| tree.holds(*k));
        [Some(left), before].into_iter().flatten().any(|k| matches!(tokens[k].text.as_str(), "," | "–" | "—"))
    };
    match tree.relation(i) {
        Root => Some(Hangs::Free),
        // `evidence that the army shelled Tal` is one with what is said of the evidence.
        AclRelcl => (tree.is_verbal(i) && !content(tokens, tree, i)).then_some(Hangs::Bound),
        Acl => (comma() && tree.upos(i) == Upos::Verb && tokens[i].form != Some(Form::Base))
            .then_some(Hangs::Bound),
        Advcl | AdvclRelcl => adverbial(tokens, tree, i, own(), comma()),
        Parataxis => tree.is_verbal(i).then_some(Hangs::Free),
        Conj => {
            let head = tree.head(i)?;
            let both = tree.is_verbal(i) && tree.is_verbal(head);
            let finite = tree.upos(i) == Upos::Verb || own();
            (both && finite).then_some(if own() { Hangs::Free } else { Hangs::Shared })
        }
        Ccomp if tree.reach(i).1 <= tree.head(i)? => Some(Hangs::Free),
        _ => None,
    }
}

/// Whether a clause that describes a noun gives its content: `that` stands in no role of it.
fn content(tokens: &[Token], tree: &Tree, i: usize) -> bool {
    let that = tree.children_by(i, &[Relation::Mark]).any(|k| tokens[k].is("that"));
    that && tree.children_by(i, &[Relation::Nsubj, Relation::NsubjPass]).next().is_some()
}

/// An adverbial clause stands apart where it has a subject of its own and is no condition, or is a participle.
fn adverbial(tokens: &[Token], tree: &Tree, i: usize, own: bool, comma: bool) -> Option<Hangs> {
    let mark = tree.children_by(i, &[Relation::Mark, Relation::Case, Relation::Advmod]).find(|k| *k < i);
    let mark = mark.map_or("", |k| tokens[k].lower.as_str());
    if ["if", "unless", "until", "whether", "so", "provided", "that", "to", "than"].contains(&mark) {
        return None;
    }
    let left = tree.reach(i).0;
    if [Some(left), left.checked_sub(1)].into_iter().flatten().any(|k| tokens[k].is("only")) {
        return None;
    }
    let doing = tokens[i].form == Some(Form::Ing);
    match (own, doing, mark) {
        (true, _, _) => Some(Hangs::Free),
        (false, true, "") if comma => Some(Hangs::Bound),
        (false, true, "after" | "before" | "while" | "despite" | "without") if comma => Some(Hangs::Bound),
        _ => None,
    }
}

fn clause(tokens: &[Token], tree: &Tree, owner: usize, (from, to): (usize, usize), resumed: bool) -> Clause {
    let hangs = hangs(tokens, tree, owner).unwrap_or(Hangs::Free);
    let within = |i: &usize| (from..to).contains(i);
    let verb = group(tokens, tree, owner).filter(|verb| within(&verb.main));
    let subject =
        tree.surface_subject(tokens, owner).map(|head| tree.joined(tokens, head)).unwrap_or_default();
    let subject = match verb {
        // The parse has none before a finite verb: whoever stands there is it.
        Some(verb) if subject.is_empty() && verb.finite && hangs == Hangs::Free => {
            subject_before(tokens, from, verb.from)
        }
        _ => subject,
    };
    let verbal = if verb.is_some() { Some(owner) } else { None };
    let object = verbal
        .and_then(|verb| tree.children_by(verb, &[Relation::Obj]).next())
        .map(|head| tree.joined(tokens, head))
        .unwrap_or_default();
    Clause { from, to, verb, subject, object, resumed, dependent: hangs == Hangs::Bound }
}

/// The verb group whose meaning a token carries: a verb, or what a copula tells of its subject.
pub(crate) fn group(tokens: &[Token], tree: &Tree, owner: usize) -> Option<VerbGroup> {
    use Relation::*;
    let copula = tree.children_by(owner, &[Cop]).next();
    let main = match copula {
        Some(copula) => copula,
        None if tree.upos(owner) == Upos::Verb || tokens[owner].tag == Tag::Verb => owner,
        None => tree.children_by(owner, &[Aux, AuxPass]).last()?,
    };
    let mut group = VerbGroup { from: main, to: main + 1, main, ..VerbGroup::default() };
    helpers(tokens, tree, owner, &mut group);
    group.passive = copula.is_none() && tree.passive(tokens, owner);
    let bare = group.from == main;
    // `have bombed and shelled`: the helpers of the first hold for the second.
    if bare
        && tree.relation(owner) == Conj
        && matches!(tokens[main].form, Some(Form::Part | Form::Base | Form::Ing))
        && let Some(first) = tree.head(owner)
    {
        let mut shared = VerbGroup::default();
        helpers(tokens, tree, first, &mut shared);
        group.modal = shared.modal;
        group.perfect = shared.perfect;
        group.progressive = shared.progressive && tokens[main].form == Some(Form::Ing);
        group.past = shared.past;
        group.finite = shared.finite;
        group.negated |= shared.negated && tokens[main].form == Some(Form::Base);
    }
    let form = tree.word(main).map(|word| word.form);
    if bare && (copula.is_some() || !group.finite) {
        group.past |= form == Some(VerbForm::Past);
        group.finite |= form.is_some_and(VerbForm::is_finite);
    }
    Some(group)
}

fn helpers(tokens: &[Token], tree: &Tree, owner: usize, group: &mut VerbGroup) {
    use Relation::*;
    let main = group.main;
    for i in tree.children_by(owner, &[Aux, AuxPass, Cop, Advmod]) {
        let token = &tokens[i];
        let negative =
            token.tag == Tag::Neg || token.is("never") || token.lower.ends_with("n't") || token.is("cannot");
        group.negated |= negative;
        if tree.relation(i) == Advmod || (i == main && tree.relation(i) != Cop) {
            continue;
        }
        group.modal |= token.tag == Tag::Modal;
        if i < main {
            group.from = group.from.min(i);
            group.perfect |= token.lemma == "have";
            group.progressive |= token.lemma == "be" && tokens[main].form == Some(Form::Ing);
        }
        let finite = tree.word(i).is_some_and(|word| word.form.is_finite());
        group.past |= tree.word(i).is_some_and(|word| word.form == VerbForm::Past);
        group.finite |= finite;
    }
}
