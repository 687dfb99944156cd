//! Tells what is said to have happened from what is only meant, feared, asked for, doubted or denied. Finds no act.

use super::acts::bars;
use super::{Hit, Scene};
use crate::read::{Clause, begins_finite};
use crate::text::{Form, Tag, Token};
use truce_model::{Act, Kind};

/// How an act stands in what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is told as a fact.
    Told,
    /// It is only a condition, a duty, an aim, a call, a fear or a plan.
    Meant,
    /// It is said not to be so.
    Denied,
    /// It may be so.
    Doubtful,
    /// Somebody is accused of it, by the verb at this token.
    Charged(usize),
}

/// A verb's helpers.
pub(super) struct Helpers {
    pub from: usize,
    modal: Option<usize>,
    to: Option<usize>,
    finite: bool,
    negated: bool,
    have: bool,
}

impl Scene<'_> {
    /// How the act of a hit stands. Only events, tolls and access are looked at: all else may well be meant.
    pub(super) fn standing(&self, clause: &Clause, hit: Hit<'_>) -> Standing {
        let act = hit.rule.finds;
        let told = matches!(act.kind(), Kind::Event | Kind::Toll | Kind::Access)
            && !matches!(act, Act::Need | Act::PermissionSought | Act::EvacuationNeeded);
        let kept = matches!(act, Act::Violated | Act::Collapsed | Act::Holding | Act::MostlyHolding);
        if !told {
            // `the truce will end if they shell Tal` tells of no end.
            let tokens = &self.sentence.tokens;
            let behind = tokens.get(hit.m.to..clause.to).unwrap_or_default();
            let present = !clause.verb.is_some_and(|verb| verb.past || verb.perfect);
            if kept && present && behind.iter().any(|t| t.is("if") || t.is("unless")) {
                return Standing::Meant;
            }
            return self.conditional(hit.m.anchor).filter(|_| kept).unwrap_or(Standing::Told);
        }
        if let Some(standing) = self.later_modal(clause, hit).or_else(|| self.conditional(hit.m.anchor)) {
            return standing;
        }
        if self.disbelieved(clause, hit.m.anchor) {
            return Standing::Denied;
        }
        if self.handled(clause, hit) || self.undone(hit) {
            return Standing::Meant;
        }
        match self.governed(clause, hit) {
            Standing::Told if self.negative(clause, hit) => Standing::Denied,
            Standing::Told => self.charged(clause, hit),
            standing => standing,
        }
    }

    /// How a modal verb behind a noun lets it stand: `all raids must cease`.
    fn later_modal(&self, clause: &Clause, hit: Hit<'_>) -> Option<Standing> {
        let tokens = &self.sentence.tokens;
        let verb = clause.verb.filter(|verb| verb.modal && verb.main > hit.m.anchor)?;
        let at = helpers(tokens, verb.main, clause.from);
        let modal = at.modal.filter(|_| tokens[hit.m.anchor].tag != Tag::Verb)?;
        Some(self.modal(modal, verb.main, &at, hit.rule.finds)).filter(|standing| *standing != Standing::Told)
    }

    /// What stands behind an accusing verb is never told as fact, however far it stands behind.
    fn charged(&self, clause: &Clause, hit: Hit<'_>) -> Standing {
        let (tokens, anchor) = (&self.sentence.tokens, hit.m.anchor);
        let verb = clause.verb.map(|verb| verb.main).filter(|main| *main < anchor);
        let accuses = |at: &usize| {
            self.reader.lexicon.has("accuse-verbs", &tokens[*at].lemma) && charges(tokens, *at, anchor)
        };
        verb.filter(accuses).map_or(Standing::Told, Standing::Charged)
    }

    /// How the verbs and nouns that govern the act let it stand, from the nearest outward.
    fn governed(&self, clause: &Clause, hit: Hit<'_>) -> Standing {
        let tokens = &self.sentence.tokens;
        let own = clause.verb.is_some_and(|verb| {
            verb.main >= hit.m.anchor && verb.finite && !listed(tokens, verb.main, self.stretch.from)
        });
        let from = if own { clause.from } else { self.stretch.from };
        let mut at = hit.m.anchor;
        let mut listed = listed(tokens, at, from);
        for _ in 0..8 {
            if tokens[at].tag == Tag::Verb && !listed {
                let helpers = helpers(tokens, at, from);
                if let Some(modal) = helpers.modal {
                    return self.modal(modal, at, &helpers, hit.rule.finds);
                }
                if let Some(to) = helpers.to {
                    match self.infinitive(to, from, &helpers, hit.rule.finds) {
                        Ok(governor) => {
                            at = governor;
                            continue;
                        }
                        Err(standing) => return standing,
                    }
                }
                if helpers.finite {
                    return Standing::Told;
                }
            }
            listed = false;
            match self.governor(at, from, hit) {
                Ok(Some(next)) => at = next,
                Ok(None) => return Standing::Told,
                Err(standing) => return standing,
            }
        }
        Standing::Told
    }

    /// The next verb outward from `at`, or how a verb or noun on the way lets it stand.
    fn governor(&self, at: usize, from: usize, hit: Hit<'_>) -> Result<Option<usize>, Standing> {
        const ENDS: &[&str] = &[
            "after",
            "amid",
            "following",
            "despite",
            "since",
            "during",
            "because",
            "while",
            "when",
            "but",
            "over",
            "by",
            "where",
            "as",
            "before",
            "until",
        ];
        let (tokens, lexicon) = (&self.sentence.tokens, &self.reader.lexicon);
        let act = hit.rule.finds;
        for i in (from..at).rev() {
            let token = &tokens[i];
            if matches!(token.tag, Tag::Rel) || token.text == ";" || ENDS.contains(&token.lower.as_str()) {
                return Ok(None);
            }
            let binds = tokens.get(i + 1).is_some_and(|t| {
                ["of", "for", "to", "on", "against", "that"].contains(&t.lower.as_str()) && i + 1 < at
            });
            if token.nominal() && binds && lexicon.has("unreal-nouns", &token.lemma) && i < hit.m.from {
                return Err(Standing::Meant);
            }
            // `steps, including dismantling the site`: what follows is told of its own.
            if token.is("including") && tokens[i + 1].form == Some(Form::Ing) {
                return Ok(None);
            }
            if token.tag != Tag::Verb {
                continue;
            }
            let negated = helpers(tokens, i, from).negated;
            if lexicon.has("accuse-verbs", &token.lemma) && charges(tokens, i, at) {
                return Err(Standing::Charged(i));
            }
            if lexicon.has("sparing-verbs", &token.lemma) && !negated && !bars(act) && i < hit.m.from {
                return Err(Standing::Meant);
            }
            let keeps = act.kind() == Kind::Toll || bars(act);
            if lexicon.has("unreal-verbs", &token.lemma) && !negated && !keeps && i < hit.m.from {
                return Err(Standing::Meant);
            }
            return Ok(Some(i));
        }
        Ok(None)
    }

    /// How an act behind a modal verb stands: `may have shelled` is doubtful, `could be heard` is told.
    fn modal(&self, modal: usize, verb: usize, helpers: &Helpers, act: Act) -> Standing {
        let tokens = &self.sentence.tokens;
        let word = tokens[modal].lower.as_str();
        let able = ["can", "could", "cannot", "can't", "couldn't"].contains(&word);
        let sensed = able && ["hear", "see", "feel"].contains(&tokens[verb].lemma.as_str());
        match word {
            _ if sensed || (able && (helpers.negated || bars(act))) => Standing::Told,
            "may" | "might" | "could" if helpers.have => Standing::Doubtful,
            "must" if helpers.have => Standing::Told,
            _ => Standing::Meant,
        }
    }

    /// The verb behind which an infinitive tells what did happen, or how else it stands.
    fn infinitive(&self, to: usize, from: usize, helpers: &Helpers, act: Act) -> Result<usize, Standing> {
        let (tokens, lexicon) = (&self.sentence.tokens, &self.reader.lexicon);
        if bars(act) {
            return Err(Standing::Told);
        }
        let word = (from..to).rev().find(|i| tokens[*i].is_word() && tokens[*i].tag != Tag::Adv);
        let Some(word) = word else { return Err(Standing::Meant) };
        let token = &tokens[word];
        let lets = |i: usize| ["allow", "let", "enable"].contains(&tokens[i].lemma.as_str());
        let real = |i: usize| {
            (act.kind() == Kind::Access || !lets(i))
                && (lexicon.has("real-verbs", &tokens[i].lemma)
                    || lexicon.has("real-verbs", &tokens[i].lower))
        };
        if helpers.have {
            // `was to have left` did not.
            return Err(if token.lemma == "be" { Standing::Meant } else { Standing::Told });
        }
        if token.tag == Tag::Aux {
            // `had to withdraw` did; `has to` and `is to` are yet to come.
            return Err(if token.is("had") { Standing::Told } else { Standing::Meant });
        }
        if ["fail", "refuse", "decline"].contains(&token.lemma.as_str()) {
            let told = act.kind() == Kind::Event || act == Act::ConvoyDelivered;
            return Err(if told { Standing::Denied } else { Standing::Meant });
        }
        if token.is("able") || token.is("unable") {
            return Err(Standing::Told);
        }
        if token.tag == Tag::Verb || token.tag == Tag::Adj {
            return if real(word) { Ok(word) } else { Err(Standing::Meant) };
        }
        // `forced the rebels to withdraw`: the verb stands before its object.
        let verb = (from..word).rev().find(|i| tokens[*i].tag == Tag::Verb);
        match verb {
            Some(verb)
                if real(word)
                    || (real(verb)
                        && !["return", "go", "rush", "come", "use"]
                            .contains(&tokens[verb].lemma.as_str())) =>
            {
                Ok(verb)
            }
            _ => Err(Standing::Meant),
        }
    }
}

/// Whether an accusing verb at `i` governs what stands at `at`: by an object and a linking word.
fn charges(tokens: &[Token], i: usize, at: usize) -> bool {
    let between = &tokens[i + 1..at];
    match tokens[i].lemma.as_str() {
        "hold" => between.iter().any(|t| t.is("responsible") || t.is("accountable")),
        "charge" => between.iter().any(|t| t.is("with") || t.is("that")),
        _ => true,
    }
}

/// Whether a word that may be a verb stands in a list of nouns: `attacks, including air strikes`.
pub(super) fn listed(tokens: &[Token], at: usize, from: usize) -> bool {
    if !matches!(tokens[at].form, Some(Form::S | Form::Base)) {
        return false;
    }
    let before = (from..at).rev().find(|i| !matches!(tokens[*i].tag, Tag::Noun | Tag::Adj));
    before.is_some_and(|i| {
        tokens[i].is("including")
            || (tokens[i].tag == Tag::Prep && i + 1 < at)
            || (tokens[i].is("as") && i > 0 && tokens[i - 1].is("such"))
            || ((tokens[i].is(",") || tokens[i].tag == Tag::Conj)
                && at - i < 3
                && tokens[i + 1..at].iter().all(singular))
    })
}

fn singular(token: &Token) -> bool {
    !token.lower.ends_with('s')
}

/// The helpers before the verb at `at`.
pub(super) fn helpers(tokens: &[Token], at: usize, from: usize) -> Helpers {
    let mut found = Helpers { from: at, modal: None, to: None, finite: false, negated: false, have: false };
    for i in (from..at).rev() {
        let token = &tokens[i];
        match token.tag {
            Tag::Modal => found.modal = found.modal.or(Some(i)),
            Tag::To => found.to = found.to.or(Some(i)),
            Tag::Aux => {
                found.finite |= begins_finite(token);
                found.have |= token.lemma == "have";
            }
            Tag::Adv | Tag::Neg => {}
            _ => break,
        }
        found.negated |=
            token.tag == Tag::Neg || token.is("never") || token.lower.ends_with("n't") || token.is("cannot");
        found.from = i;
        if token.tag == Tag::To {
            break;
        }
    }
    let own = matches!(tokens[at].form, Some(Form::Past | Form::S));
    found.finite = (found.finite && found.to.is_none())
        || (own && found.from == at)
        || (own && found.to.is_none() && found.modal.is_none());
    found
}
