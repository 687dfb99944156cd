//! Reads duties and rights that a text lists once an agreement has been named. What somebody says is his demand.

use super::Scene;
use crate::draft::Draft;
use crate::read::Clause;
use crate::text::{Form, Tag};
use truce_model::{Act, Interval, RuleId, Stance};

impl Scene<'_> {
    /// Makes what a clause binds somebody to a provision of the agreement told before.
    pub(super) fn terms(&self, clause: &Clause, drafts: &mut Vec<Draft>, first: usize) {
        if let Some(draft) = self.goes_on(clause, drafts, first) {
            drafts.truncate(first);
            drafts.push(draft);
            return;
        }
        let narrated = self.speakers.is_none();
        let bound = (narrated && self.terms && self.binds(clause))
            || (narrated && self.led_by_pact() && self.yet_to_be(clause))
            || (self.text_speaks() && self.yet_to_be(clause));
        if !bound {
            return;
        }
        let party = self.bound_party(clause);
        if drafts.len() == first {
            let sources = match self.speakers {
                Some(speakers) if speakers.names.is_empty() => vec![self.spoken_text()],
                Some(speakers) => speakers.names.iter().cloned().map(Some).collect(),
                None => vec![self.outlet.clone()],
            };
            drafts.push(Draft { target: party, ..self.term(clause, sources) });
            return;
        }
        let spoken = self.spoken_text();
        for draft in drafts[first..].iter_mut().filter(|draft| {
            matches!(draft.act, Act::Demand | Act::Pledge | Act::Offer | Act::Corridor | Act::Withdrawal)
                && (draft.sources == [self.outlet.clone()] || !narrated)
        }) {
            draft.act = Act::Provision;
            draft.agent = None;
            draft.target.clone_from(&party);
            if spoken.is_some() {
                draft.sources = vec![spoken.clone()];
            }
        }
    }

    /// A provision that a clause tells, its parties not known.
    fn term(&self, clause: &Clause, sources: Vec<Option<String>>) -> Draft {
        let here = self.places(clause);
        Draft {
            span: self.sentence.span_of(clause.from, clause.to),
            act: Act::Provision,
            sources,
            via: None,
            stance: Stance::Asserts,
            agent: None,
            target: None,
            places: if here.is_empty() { self.names.country.iter().cloned().collect() } else { here },
            occurred: Interval::UNKNOWN,
            count: None,
            found_by: vec![RuleId::new("en.listed-term")],
            confidence: None,
            anchor: clause.verb.map(|verb| verb.main),
        }
    }

    /// A further duty behind `obliges them to`, `agreed to`: `and to let aid in`.
    fn goes_on(&self, clause: &Clause, drafts: &[Draft], first: usize) -> Option<Draft> {
        let tokens = &self.sentence.tokens;
        let verb = clause.verb.filter(|verb| !verb.finite && tokens[verb.main].form == Some(Form::Base))?;
        let infinitive = tokens[clause.from..=verb.main].iter().any(|t| t.tag == Tag::To);
        let before = drafts.get(..first)?;
        let span = before.last()?.span;
        let binds = |draft: &&Draft| matches!(draft.act, Act::Provision | Act::Agreed);
        let last = before.iter().rev().take_while(|draft| draft.span == span).find(binds)?;
        let same = last.span.start >= self.sentence.span.start;
        let own = drafts[first..].iter().any(|draft| draft.act == last.act);
        (infinitive && same && !own && !clause.dependent).then(|| Draft {
            act: last.act,
            agent: last.agent.clone(),
            target: last.target.clone(),
            found_by: last.found_by.clone(),
            ..self.term(clause, last.sources.clone())
        })
    }

    /// The party that a clause binds: its subject.
    fn bound_party(&self, clause: &Clause) -> Option<String> {
        let tokens = &self.sentence.tokens;
        let phrase = clause.subject.first().filter(|p| tokens[p.head].nominal())?;
        let name = self.names.name_of(self.text, tokens, *phrase);
        Some(name).filter(|name| !name.is_empty() && self.names.can_act(name))
    }

    /// Whether the stretch begins with `under the deal` or `according to the text`.
    fn led_by_pact(&self) -> bool {
        let (tokens, lexicon) = (&self.sentence.tokens, &self.reader.lexicon);
        let from = self.stretch.from;
        let led = tokens[from].is("under")
            || (tokens[from].is("according") && tokens.get(from + 1).is_some_and(|t| t.is("to")))
            || (tokens[from].is("by") && tokens.get(from + 2).is_some_and(|t| t.is("terms")));
        let named = |t: &crate::text::Token| {
            lexicon.has("deals", &t.lemma) || lexicon.has("pact-texts", &t.lemma) || t.is("terms")
        };
        led && tokens[from..self.stretch.to]
            .iter()
            .take_while(|t| !t.is(",") && (t.tag != Tag::Verb || t.form == Some(Form::Part)))
            .any(named)
    }

    /// Whether the words are those of a text and not of somebody: `the document says that …`.
    fn text_speaks(&self) -> bool {
        let named = self.speakers.is_some_and(|speakers| {
            speakers.names.iter().any(|name| {
                let last = name.to_lowercase();
                self.is_text(last.rsplit(' ').next().unwrap_or_default())
            })
        });
        named || self.spoken_text().is_some()
    }

    /// The text that is said to speak, where nobody is.
    fn spoken_text(&self) -> Option<String> {
        let by = self.stretch.by.as_ref().filter(|_| self.speakers.is_some_and(|s| s.names.is_empty()))?;
        let tokens = &self.sentence.tokens;
        let phrase = by.sources.iter().find(|phrase| self.is_text(&tokens[phrase.head].lemma))?;
        Some(tokens[phrase.head].text.to_lowercase())
    }

    fn is_text(&self, word: &str) -> bool {
        let lexicon = &self.reader.lexicon;
        lexicon.has("pact-texts", word) || (lexicon.has("deals", word) && word != "statement")
    }

    /// Whether a clause tells what is still to be, or always holds, and not what has happened.
    fn yet_to_be(&self, clause: &Clause) -> bool {
        let Some(verb) = clause.verb else { return false };
        let past = verb.past && !verb.modal;
        !clause.subject.is_empty() && !past && (verb.modal || !verb.perfect) && !verb.progressive
    }

    /// Whether a clause tells of a duty or a right: `must`, `shall`, `may`, `are to`, `which would let`.
    fn binds(&self, clause: &Clause) -> bool {
        let tokens = &self.sentence.tokens;
        let Some(verb) = clause.verb else { return false };
        let named = !clause.subject.is_empty() && !tokens[clause.from].is("can");
        let group = &tokens[verb.from..(verb.main + 1).min(clause.to)];
        let party = clause.subject.first().is_some_and(|p| {
            let head = &tokens[p.head];
            head.nominal() || ["neither", "both", "they", "all", "each"].contains(&head.lower.as_str())
        });
        let duty = group.iter().any(|t| matches!(t.lower.as_str(), "must" | "shall"));
        let may = party && !verb.perfect && group.iter().any(|t| t.is("may") || t.is("can"));
        let right = clause.dependent && group.iter().any(|t| t.is("would") || t.is("will"));
        let due = (clause.from..clause.to.saturating_sub(1)).any(|i| {
            tokens[i].lemma == "be"
                && tokens[i].tag == Tag::Aux
                && tokens[i + 1].tag == Tag::To
                && tokens.get(i + 2).is_none_or(|t| t.tag != Tag::Aux || t.lemma == "be")
        });
        named && (duty || may || right || due)
    }
}
