//! Remembers the agreement of which a story tells: by which noun, who made it, how long ago. Reads no claim.

use crate::draft::Draft;
use crate::lexicon::Lexicon;
use crate::read::{Clause, Names, Tree};
use crate::text::{Tag, Token};
use truce_model::{Act, Kind};

/// How many sentences behind a claim on an agreement its terms may still be listed.
const NEAR: usize = 4;

/// The agreement that a story last told of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pact {
    /// Who declared, agreed or brokered it.
    by: Option<String>,
    /// The noun that last named one.
    noun: Option<String>,
    /// Whether a later `it` can stand for that noun.
    topic: bool,
    /// Whether nothing of the sentence has been read yet.
    fresh: bool,
    /// Sentences since the narrator told something of it; `None`: he has not.
    since: Option<usize>,
}

impl Pact {
    /// Notes that another sentence begins.
    pub fn next_sentence(&mut self) {
        self.fresh = true;
        self.since = self.since.map(|since| since + 1);
    }

    /// Whether its terms may be listed here.
    pub fn near(&self) -> bool {
        self.since.is_some_and(|since| since <= NEAR)
    }

    /// Lets `it` be read as the agreement for which it stands: in the sentence, or as the one before told.
    pub fn stand_in(&self, tokens: &mut [Token], tree: &Tree, lexicon: &Lexicon, from: usize, to: usize) {
        use crate::parse::Relation::{AclRelcl, Nsubj, NsubjPass, Obj};
        for i in from..to {
            if !tokens[i].is("it") || !tree.is(i, &[Nsubj, NsubjPass, Obj]) {
                continue;
            }
            let relative = |k: usize| tree.head(k).is_some_and(|verb| tree.is(verb, &[AclRelcl]));
            let subject =
                |k: &usize| tokens[*k].tag == Tag::Noun && tree.is(*k, &[Nsubj, NsubjPass]) && !relative(*k);
            let here = (from..i).rev().find(subject);
            let deal = |k: usize| is_deal(&tokens[k], lexicon).then(|| tokens[k].lemma.clone());
            let broken = tree.is(i, &[Obj])
                && tree.head(i).is_some_and(|verb| lexicon.has("pact-verbs", &tokens[verb].lemma));
            let noun = match here {
                Some(k) if !broken => deal(k),
                _ => self.noun.clone().filter(|_| broken || (self.topic && tree.is(i, &[Nsubj, NsubjPass]))),
            };
            if let Some(noun) = noun {
                tokens[i].lemma = noun;
            }
        }
    }

    /// Notes whether the sentence leaves an agreement to which `it` can point back.
    pub fn note(
        &mut self,
        tokens: &[Token],
        tree: &Tree,
        read: &[Clause],
        names: &Names<'_>,
        text: &str,
        lexicon: &Lexicon,
    ) {
        let before = self.topic && !std::mem::replace(&mut self.fresh, false);
        let Some(clause) = read.iter().find(|clause| !clause.subject.is_empty()) else {
            // `The truce, he said, …`: the noun alone, before what breaks it off.
            let (from, to) = read.first().map_or((0, 0), |clause| (clause.from, clause.to));
            if let Some(noun) = tokens[from..to].iter().find(|t| t.nominal()).filter(|t| is_deal(t, lexicon))
            {
                (self.noun, self.topic) = (Some(noun.lemma.clone()), true);
            }
            return;
        };
        let subject = clause.subject[0];
        let head = &tokens[subject.head];
        let one = head.nominal() && !names.is_person(tokens, subject) && !crate::slots::plural(&head.lower);
        let party = one && names.can_act(&names.name_of(text, tokens, subject));
        let object = clause.object.first().map(|phrase| &tokens[phrase.head]);
        self.between(tokens, tree, names, text, lexicon);
        self.topic =
            before || is_deal(head, lexicon) || object.is_some_and(|head| !party && is_deal(head, lexicon));
        let main = Some(head).into_iter().chain(object).find(|head| is_deal(head, lexicon));
        let (from, to) = (read[0].from, read.last().map_or(0, |clause| clause.to));
        let named = main.or_else(|| tokens[from..to].iter().rev().find(|t| is_deal(t, lexicon)));
        if let Some(named) = named {
            self.noun = Some(named.lemma.clone());
        }
    }

    /// Notes the sides between which a sentence says that an agreement stands.
    fn between(&mut self, tokens: &[Token], tree: &Tree, names: &Names<'_>, text: &str, lexicon: &Lexicon) {
        let deal = |i: &usize| is_deal(&tokens[*i], lexicon) && !lexicon.has("talk-nouns", &tokens[*i].lemma);
        let Some(sides) = tree.tokens().filter(deal).find_map(|i| tree.oblique(tokens, i, "between")) else {
            return;
        };
        let named: Vec<String> = tree
            .joined(tokens, sides)
            .into_iter()
            .map(|phrase| names.name_of(text, tokens, phrase))
            .collect();
        if named.len() == 2 && named.iter().all(|name| names.can_act(name)) {
            self.by = Some(named.join(" and "));
        }
    }

    /// Gives what is said of an agreement told before those who made it, and notes who made the last.
    pub fn share(&mut self, drafts: &mut [Draft], text: &str, reported: bool, lexicon: &Lexicon) {
        for draft in drafts.iter_mut().filter(|d| d.act.kind() == Kind::Agreement && d.act != Act::Talks) {
            if !reported {
                self.since = Some(0);
            }
            let words = draft.span.of(text).unwrap_or_default().to_lowercase();
            let names_one =
                words.split(|c: char| !c.is_alphanumeric() && c != '-').any(|w| lexicon.has("deals", w));
            let makes = matches!(draft.act, Act::Agreed | Act::Declared | Act::Adopted);
            match &draft.agent {
                Some(agent) if makes && (names_one || self.by.is_none()) => self.by = Some(agent.clone()),
                Some(_) => {}
                None if other_pact(&words) => {}
                // Where nobody is known to have made it, whom it binds stands for them.
                None if self.by.is_none() && draft.act == Act::Provision => draft.agent = draft.target.take(),
                None => draft.agent.clone_from(&self.by),
            }
        }
    }
}

fn is_deal(token: &Token, lexicon: &Lexicon) -> bool {
    token.tag != Tag::Verb && (lexicon.has("deals", &token.lemma) || lexicon.has("deals", &token.lower))
}

/// Whether words name an agreement as another than the one told before: `a truce in March`, `the 1953 armistice`.
fn other_pact(words: &str) -> bool {
    let year = words
        .split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")));
    year || ["anniversary", "previous", "earlier", "last year", "similar", "another"]
        .iter()
        .any(|w| words.contains(w))
}
