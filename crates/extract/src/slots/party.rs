//! Names the parties of an act from where its rule says that they stand. Blames nobody by accident.

mod name;

use super::Context;
use crate::lexicon::Lexicon;
use crate::parse::Relation;
use crate::pattern::Match;
use crate::read::{Clause, Names, Phrase, Tree, joined_at, phrase_at};
use crate::rule::Place;
use crate::text::{Form, Tag, Token};

/// Looks parties up around one match in one clause.
#[derive(Clone, Copy)]
pub(crate) struct Parties<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub clause: &'a Clause,
    pub tree: &'a Tree,
    pub names: &'a Names<'a>,
    pub lexicon: &'a Lexicon,
    pub context: &'a Context,
    /// Whether it looks for whoever acts, so that a weapon stands for its party.
    pub acting: bool,
}

impl Parties<'_> {
    /// Who does what the clause's own verb tells, where its rule names nobody: the subject, or whom `by` names.
    pub fn doer(&self, m: Match) -> Option<String> {
        let verb = self.clause.verb?;
        // `laid the blame for the shelling on the militia` names no one who shelled.
        let own = m.anchor >= verb.from && self.tokens[m.anchor].tag == Tag::Verb;
        let sees = self.lexicon.has("witness-verbs", &self.tokens[verb.main].lemma)
            || self.lexicon.has("befalls", &self.tokens[verb.main].lemma);
        if !own || sees {
            return None;
        }
        let doers = if verb.passive { self.after("by", m)? } else { self.clause.subject.clone() };
        self.named(&doers).filter(|name| self.names.can_act(name))
    }

    /// The party at the first of these places that holds one; `part` chooses between the two of `between`.
    pub fn find(&self, places: &[Place], m: Match, part: usize) -> Option<String> {
        let looking = Parties { acting: part == 0, ..*self };
        places.iter().find_map(|place| looking.at(*place, m, part))
    }

    fn at(&self, place: Place, m: Match, part: usize) -> Option<String> {
        match place {
            Place::Subject => self.subject(m),
            Place::Object => self.object(m),
            Place::Before => self.before(m),
            Place::Holder => self.named(&self.clause.subject),
            Place::Source => self.context.source.clone(),
            Place::If => {
                let words = ["if", "unless", "until", "provided", "when", "after"];
                let at = (self.clause.from..self.clause.to)
                    .rev()
                    .find(|i| words.contains(&self.tokens[*i].lower.as_str()))?;
                let verb =
                    self.tree.head(at).filter(|_| self.tree.is(at, &[Relation::Mark, Relation::Advmod]));
                let doers = verb.map(|verb| self.tree.doers(self.tokens, verb)).unwrap_or_default();
                let told = self.named(&doers);
                told.or_else(|| self.named(&joined_at(self.tokens, at + 1, self.clause.to)))
            }
            Place::Between => {
                let phrases = self.after("between", m)?;
                self.named(&[*phrases.get(part)?])
            }
            _ => self.named(&self.after(place.preposition()?, m)?),
        }
    }

    fn subject(&self, m: Match) -> Option<String> {
        let verb = self.clause.verb?;
        if self.tokens[m.anchor].tag != Tag::Verb {
            let copula = self.tokens[verb.main].tag == Tag::Aux
                || ["become", "remain", "appear", "seem"].contains(&self.tokens[verb.main].lemma.as_str());
            if copula && m.anchor > verb.main {
                return self.named(&self.clause.subject);
            }
            let light = self.lexicon.has("light-verbs", &self.tokens[verb.main].lemma);
            let object = m.anchor > verb.main;
            return match (light && object, verb.passive) {
                (true, false) => self.named(&self.clause.subject),
                _ => None,
            };
        }
        if self.lexicon.has("befalls", &self.tokens[m.anchor].lemma) {
            return None;
        }
        if self.tree.holds(m.anchor) {
            let doers = self.tree.doers(self.tokens, m.anchor);
            if !doers.is_empty() || self.tree.passive(self.tokens, m.anchor) {
                return self.named(&doers);
            }
        }
        if (verb.main == m.anchor && verb.passive) || self.reduced(m.anchor) {
            return self.named(&self.after("by", m)?);
        }
        self.named(&self.clause.subject)
    }

    /// A participle that describes the noun before it: `a family killed by a strike`.
    fn reduced(&self, at: usize) -> bool {
        self.clause.verb.is_none_or(|verb| verb.main != at)
            && matches!(self.tokens[at].form, Some(Form::Past | Form::Part))
            && self
                .tokens
                .get(at + 1)
                .is_none_or(|t| matches!(t.tag, Tag::Prep | Tag::Punct | Tag::Adv | Tag::Conj))
    }

    fn object(&self, m: Match) -> Option<String> {
        let token = &self.tokens[m.anchor];
        let verb = self.clause.verb?;
        if token.tag != Tag::Verb {
            return self.struck(m);
        }
        if self.tree.holds(m.anchor) && !self.lexicon.has("accuse-verbs", &token.lemma) {
            let phrases = self.tree.done_to(self.tokens, m.anchor);
            if !phrases.is_empty() || self.tree.passive(self.tokens, m.anchor) {
                return self.named(&phrases).or_else(|| self.thing(phrases.first()?));
            }
        }
        if verb.main == m.anchor && verb.passive {
            return self.named(&self.clause.subject);
        }
        if self.reduced(m.anchor) {
            return None;
        }
        let mut at = crate::read::skip_adverbs(self.tokens, m.anchor + 1, self.clause.to);
        let particles = ["down", "up", "out", "over", "back", "off", "away"];
        if self.tokens.get(at).is_some_and(|t| particles.contains(&t.lower.as_str())) {
            at += 1;
        }
        let phrases = joined_at(self.tokens, at, self.clause.to);
        if self.lexicon.has("accuse-verbs", &token.lemma) {
            // `accused the army of raids`: `of` names the deed.
            let bare = |p: &Phrase| Phrase { to: p.head + 1, ..*p };
            let accused: Vec<Phrase> = phrases.iter().map(bare).collect();
            return self.named(&accused).or_else(|| self.thing(phrases.first()?));
        }
        self.named(&phrases).or_else(|| self.thing(phrases.first()?))
    }

    /// What is hit, judged or asked for, where it is a thing: `welcomed the truce`.
    fn thing(&self, phrase: &Phrase) -> Option<String> {
        let head = &self.tokens[phrase.head];
        let known = self.lexicon.has("weapons", &head.lemma) || self.lexicon.has("weapons", &head.lower);
        let fired = phrase.from > 0
            && ["fire", "launch", "lob", "drop", "shoot"]
                .contains(&self.tokens[phrase.from - 1].lemma.as_str());
        (known && !fired).then(|| self.names.name_of(self.text, self.tokens, *phrase))
    }

    /// What an attack named by a noun hits: `raids hit Arden`, `six were killed by raids`.
    fn struck(&self, m: Match) -> Option<String> {
        let verb = self.clause.verb?;
        let lemma = self.tokens[verb.main].lemma.as_str();
        if lemma == "come"
            && m.anchor > verb.main
            && self.tokens[verb.main + 1..m.anchor].iter().any(|t| t.is("under"))
        {
            return self.named(&self.clause.subject);
        }
        let harms =
            self.lexicon.has("hit-verbs", lemma) || ["kill", "injure", "wound", "damage"].contains(&lemma);
        match (harms, verb.passive, m.anchor < verb.from) {
            (true, true, false) => self.named(&self.clause.subject),
            (true, false, true) => self.named(&self.clause.object),
            _ => None,
        }
    }

    /// The phrases behind the first such preposition after the act, no verb between.
    fn after(&self, preposition: &str, m: Match) -> Option<Vec<Phrase>> {
        let verb = self.clause.verb.map(|verb| verb.main);
        for word in [Some(m.anchor), verb].into_iter().flatten() {
            if let Some(head) = self.tree.oblique(self.tokens, word, preposition)
                && !crate::slots::is_time_word(&self.tokens[head])
                && head > m.anchor
            {
                return Some(self.tree.joined(self.tokens, head));
            }
        }
        let far = (m.anchor + 14).min(self.clause.to);
        let at = (m.anchor + 1..far)
            .take_while(|i| preposition == "by" || self.tokens[*i].tag != Tag::Verb)
            .find(|i| self.tokens[*i].is(preposition))?;
        let phrases = joined_at(self.tokens, at + 1, self.clause.to);
        let head = &self.tokens[phrases.first()?.head];
        let timed = crate::slots::is_time_word(head);
        (!timed).then_some(phrases)
    }

    fn before(&self, m: Match) -> Option<String> {
        // `lorries of the Red Lantern were hit`: what stands before a verb is no owner of the act; nor is a part of a
        // name, as in `the Tal Road was closed`.
        let first = &self.tokens[m.from];
        let named = first.tag == Tag::Proper && m.from > 0 && self.tokens[m.from - 1].tag == Tag::Proper;
        if matches!(first.tag, Tag::Verb | Tag::Aux | Tag::Modal) || named {
            return None;
        }
        let mut start = m.from;
        while start > self.clause.from
            && (matches!(
                self.tokens[start - 1].tag,
                Tag::Det | Tag::Adj | Tag::Noun | Tag::Proper | Tag::Poss | Tag::Num
            ) || self.joins_names(start - 1))
        {
            start -= 1;
        }
        if let Some(poss) = (start..m.from).rev().find(|i| self.tokens[*i].tag == Tag::Poss) {
            let phrase = (start..poss).find_map(|i| phrase_at(self.tokens, i, poss))?;
            return self.named(&[phrase]);
        }
        if let Some(own) = self.possessive(start, m.from) {
            return own;
        }
        if let Some(own) = (start..m.from)
            .find(|i| ["its", "their", "his", "her", "our"].contains(&self.tokens[*i].lower.as_str()))
        {
            return self.context.meant_by(&self.tokens[own].lower);
        }
        self.bodies(start, m.from)
    }

    /// `its` before the act means the clause's own subject, where that stands before it.
    fn possessive(&self, from: usize, to: usize) -> Option<Option<String>> {
        let own =
            (from..to).find(|i| ["its", "their", "his", "her"].contains(&self.tokens[*i].lower.as_str()))?;
        let subject = self.clause.subject.first().filter(|p| p.to <= own && self.tokens[p.head].nominal())?;
        let thing = self.lexicon.has("weapons", &self.tokens[subject.head].lemma);
        (!thing).then(|| self.named(&self.clause.subject))
    }

    /// `rebel and government` before `shelling`.
    fn joins_names(&self, at: usize) -> bool {
        at > self.clause.from
            && at + 1 < self.clause.to
            && self.tokens[at].is("and")
            && self.is_body(at - 1)
            && self.is_body(at + 1)
    }

    /// Those whose view a clause gives: its subject, or whom `by` names behind a passive verb.
    pub fn holders(&self) -> Vec<String> {
        let by = self
            .clause
            .verb
            .filter(|verb| verb.passive)
            .and_then(|verb| self.after("by", Match { to: verb.to, ..Match::of(verb.main) }));
        // Who is accused is not the accuser, also where nobody says who accuses.
        let accused = self.clause.verb.is_some_and(|verb| {
            verb.passive && self.lexicon.has("accuse-verbs", &self.tokens[verb.main].lemma)
        });
        let subject = if accused { Vec::new() } else { self.clause.subject.clone() };
        let phrases = by.unwrap_or(subject);
        let named = phrases.iter().filter_map(|p| self.named(&[*p]));
        named.filter(|name| self.names.can_act(name)).collect()
    }
}
