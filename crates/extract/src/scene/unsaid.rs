//! Finds what a clause does not say to be so: conditions, rejected reports, acts that nobody did, weapons not fired.

use super::real::{Standing, helpers, listed};
use super::{Hit, Scene, is_fire};
use crate::parse::Relation;
use crate::read::{Clause, begins_finite};
use crate::text::{Form, Tag, Token};
use truce_model::{Act, Kind};

impl Scene<'_> {
    /// Whether the act stands in a clause of condition, which only an earlier comma behind a verb can end.
    pub(super) fn conditional(&self, anchor: usize) -> Option<Standing> {
        let tokens = &self.sentence.tokens;
        let from = self.stretch.from;
        let at = (from..anchor).rev().find(|i| opens_condition(tokens, *i, from))?;
        let ended = (at + 1..anchor).any(|i| {
            (tokens[i].is(",") && tokens[at + 1..i].iter().any(begins_finite)) || tokens[i].text == ";"
        });
        if ended {
            return None;
        }
        let whether = tokens[at].is("whether") && tokens[at + 1..=anchor].iter().any(begins_finite);
        Some(if whether { Standing::Doubtful } else { Standing::Meant })
    }

    /// Whether the act stands in a report that is turned down or called false.
    pub(super) fn disbelieved(&self, clause: &Clause, anchor: usize) -> bool {
        let (tokens, lexicon) = (&self.sentence.tokens, &self.reader.lexicon);
        let from = self.stretch.from;
        let noun = (from..anchor).rev().find(|i| {
            lexicon.has("hearsay-nouns", &tokens[*i].lemma) || lexicon.has("hearsay-nouns", &tokens[*i].lower)
        });
        let untrue = |range: std::ops::Range<usize>| {
            range.into_iter().any(|i| {
                let not_true =
                    tokens[i].is("true") && tokens[..i].iter().rev().take(2).any(|t| t.tag == Tag::Neg);
                not_true
                    || (lexicon.has("false-words", &tokens[i].lower)
                        && !tokens[..i].iter().rev().take(2).any(|t| t.tag == Tag::Neg))
            })
        };
        let it = tokens.get(clause.from).is_some_and(|t| t.is("it"))
            && (clause.from..anchor)
                .find(|i| tokens[*i].is("that"))
                .is_some_and(|that| untrue(clause.from..that));
        let turned = noun.is_some_and(|noun| {
            let before = tokens[from..noun].iter();
            let rejected = before.into_iter().any(|t| t.tag == Tag::Verb && turns_down(t));
            rejected || untrue(anchor + 1..clause.to)
        });
        let proof = (clause.from..anchor).any(|i| {
            ["evidence", "proof", "sign", "trace", "word"].contains(&tokens[i].lemma.as_str())
                && tokens[clause.from..i].iter().rev().take(2).any(|t| t.is("no"))
                && tokens[i + 1..anchor].iter().any(|t| t.is("that") || t.is("of"))
        });
        it || turned || proof
    }

    /// Whether nobody is said to do it: `nobody attacked`, `neither side shelled`, `never`.
    pub(super) fn negative(&self, clause: &Clause, hit: Hit<'_>) -> bool {
        let tokens = &self.sentence.tokens;
        if hit.rule.finds.kind() == Kind::Toll || hit.m.from < clause.from {
            return false;
        }
        let main = clause.verb.map(|verb| verb.main).filter(|i| (hit.m.from..hit.m.to).contains(i));
        let noun = tokens[hit.m.anchor].tag != Tag::Verb;
        let anchor = main.filter(|_| noun).unwrap_or(hit.m.anchor);
        let helpers = helpers(tokens, anchor, clause.from);
        let none = |i: usize| {
            ["neither", "none", "nobody"].contains(&tokens[i].lower.as_str())
                || (tokens[i].is("no") && tokens[i + 1].is("one"))
        };
        let subject = (clause.from..anchor).any(|i| {
            none(i) && !tokens[i..helpers.from.max(i)].iter().any(|t| begins_finite(t) || t.is(","))
        });
        let named = (hit.m.from..anchor).any(|i| tokens[i].is("never") || none(i));
        let never = tokens[helpers.from..anchor].iter().any(|t| t.is("never") || t.is("nor"));
        tokens[anchor].tag == Tag::Verb && !named && (subject || never)
    }

    /// Whether a weapon is only moved, counted or handed over: `withdrew mortars and shells`.
    pub(super) fn handled(&self, clause: &Clause, hit: Hit<'_>) -> bool {
        let (tokens, lexicon) = (&self.sentence.tokens, &self.reader.lexicon);
        let anchor = hit.m.anchor;
        let fire = is_fire(hit.rule.finds);
        let weapon =
            lexicon.has("weapons", &tokens[anchor].lemma) || lexicon.has("weapons", &tokens[anchor].lower);
        let handled = clause.verb.filter(|_| fire && weapon).is_some_and(|verb| {
            let between = tokens.get(verb.main + 1..anchor).unwrap_or_default();
            let aside = |t: &Token| t.tag == Tag::Prep && !t.is("of") && !t.is("over");
            verb.main < anchor
                && lexicon.has("handling-verbs", &tokens[verb.main].lemma)
                && !between.iter().any(|t| begins_finite(t) || aside(t))
        });
        handled || (fire && self.ends_list(anchor))
    }

    /// Whether an act was stopped before it was done, or only nearly done: `the raid was called off`, `nearly shelled Tal`.
    pub(super) fn undone(&self, hit: Hit<'_>) -> bool {
        use Relation::{Nsubj, NsubjPass, Obj};
        let (tokens, tree, mut anchor) = (&self.sentence.tokens, self.tree, hit.m.anchor);
        while let Some(head) = tree.head(anchor).filter(|_| tree.is(anchor, &[Relation::Compound])) {
            anchor = head;
        }
        let verb = tokens[anchor].tag == Tag::Verb;
        let nearly =
            verb && anchor > 0 && (tokens[anchor - 1].is("nearly") || tokens[anchor - 1].is("almost"));
        if hit.rule.finds == Act::OtherEvent || hit.rule.finds.kind() != Kind::Event {
            return nearly;
        }
        let Some(head) = tree.head(anchor).filter(|_| !verb) else { return nearly };
        let off = tokens[head].lemma != "call" || tokens.get(head + 1).is_some_and(|t| t.is("off"));
        let over = if tree.children(head).any(|i| tree.is(i, &[NsubjPass])) {
            tree.is(anchor, &[NsubjPass])
        } else {
            tree.is(anchor, &[Obj]) || off && tokens[head].lemma == "call" && tree.is(anchor, &[Nsubj])
        };
        nearly || over && off && self.reader.lexicon.has("undoing-verbs", &tokens[head].lemma)
    }

    /// Whether an attack is named as what harmed, so that it is so even where nobody was hurt: `none died in the raid`.
    pub(super) fn harmless(&self, hit: Hit<'_>) -> bool {
        const HARM: [&str; 6] = ["die", "harm", "hurt", "injure", "kill", "wound"];
        let tokens = &self.sentence.tokens;
        let behind = tokens.get(hit.m.anchor + 1..hit.m.to).unwrap_or_default();
        hit.rule.finds.kind() == Kind::Event
            && HARM.contains(&tokens[hit.m.anchor].lemma.as_str())
            && behind.iter().any(|t| ["in", "by", "after", "during", "when"].contains(&t.lower.as_str()))
    }

    /// Whether a word such as `shells` only ends a list of weapons.
    fn ends_list(&self, anchor: usize) -> bool {
        const ARMS: &[&str] = &[
            "tank",
            "mortar",
            "gun",
            "rocket",
            "howitzer",
            "rifle",
            "launcher",
            "missile",
            "ammunition",
            "artillery",
        ];
        let (tokens, from) = (&self.sentence.tokens, self.stretch.from);
        let Some(before) = anchor.checked_sub(2).filter(|i| *i >= from) else { return false };
        let joined = tokens[anchor - 1].tag == Tag::Conj || tokens[anchor - 1].is(",");
        joined
            && ARMS.contains(&tokens[before].lemma.as_str())
            && listed(tokens, anchor, from)
            && self.reader.lexicon.has("shells", &tokens[anchor].lemma)
    }
}

/// Whether a word opens a condition: `if`, `unless`, `in case of`, `should the rebels attack`.
fn opens_condition(tokens: &[Token], i: usize, from: usize) -> bool {
    let token = &tokens[i];
    if ["if", "unless", "lest", "whether", "provided"].contains(&token.lower.as_str()) {
        return token.tag != Tag::Verb
            || token.is("provided") && tokens.get(i + 1).is_some_and(|t| t.is("that"));
    }
    if ["once", "until", "when", "before", "long", "soon"].contains(&token.lower.as_str()) {
        let linked = !(token.is("long") || token.is("soon")) || tokens.get(i + 1).is_some_and(|t| t.is("as"));
        let present = tokens[i + 1..].iter().find(|t| begins_finite(t)).is_some_and(|t| {
            matches!(t.form, Some(Form::Base | Form::S))
                || ["has", "have", "is", "are"].contains(&t.lower.as_str())
        });
        return linked && present && tokens.iter().any(|t| t.tag == Tag::Modal || t.is("no"));
    }
    let next = |k: usize, word: &str| tokens.get(i + k).is_some_and(|t| t.is(word));
    if token.is("in") {
        return next(1, "case")
            || (next(1, "the")
                && (next(2, "event") || next(2, "case"))
                && (next(3, "of") || next(3, "that")));
    }
    // `had the rebels shelled the town, …`
    let inverted = (token.is("should") || token.is("had") || token.is("were")) && i == from;
    inverted && tokens.get(i + 1).is_some_and(|t| t.tag == Tag::Det || t.nominal() || t.tag == Tag::Pron)
}

/// Whether a verb turns a report down.
pub(super) fn turns_down(verb: &Token) -> bool {
    ["reject", "dismiss", "deny", "dispute", "refute", "contest", "rebut", "repudiate"]
        .contains(&verb.lemma.as_str())
}
