//! Reads what a source says and no rule tells: a judgement, an expectation, a denial. Never a plain fact.

use super::Scene;
use crate::draft::Draft;
use crate::read::Clause;
use crate::story::Speakers;
use crate::text::Tag;
use truce_model::{Act, Interval, Kind, RuleId, Stance};

impl Scene<'_> {
    /// What a source says where no rule tells the act: a stated view, if it is one.
    pub(super) fn view(&self, clauses: &[Clause]) -> Option<Draft> {
        let speakers = self.speakers?;
        let clause = clauses.iter().find(|c| c.verb.is_some())?;
        let verb = self.stretch.by.as_ref().map_or("say", |by| by.verb.as_str());
        let list = self.reader.lexicon.list("stance-verbs")?;
        let told =
            list.runs().iter().find(|run| run[0] == verb).and_then(|run| run.get(1)?.parse::<Act>().ok());
        let act = match told {
            Some(act) => act,
            None if self.obliges(clause) => Act::Demand,
            None if self.binds_speaker(clause, speakers) => Act::Pledge,
            None if self.judges(clause) => Act::Assess,
            None => return None,
        };
        let tokens = &self.sentence.tokens;
        let subject = clause.subject.first().filter(|p| tokens[p.head].nominal());
        let named = subject.map(|p| self.names.name_of(self.text, tokens, *p));
        let acts = !self.copular(clause) && named.as_ref().is_some_and(|name| self.names.can_act(name));
        let agent = match act {
            Act::Deny | Act::Doubt | Act::Assess | Act::Warn if acts => named.clone(),
            Act::Deny => speakers.names.first().cloned(),
            act if act.kind() == Kind::Commitment => speakers.names.first().cloned(),
            _ => None,
        };
        let target = named.filter(|name| !speakers.names.contains(name) && agent.is_none());
        let mut draft = Draft {
            span: self.sentence.span_of(clause.from, clause.to),
            act,
            sources: speakers.names.iter().cloned().map(Some).collect(),
            via: speakers.via.clone(),
            stance: if act == Act::Deny { Stance::Denies } else { Stance::Asserts },
            agent,
            target,
            places: Vec::new(),
            occurred: Interval::UNKNOWN,
            count: None,
            found_by: vec![RuleId::new("en.stated-view")],
            confidence: None,
        };
        self.date_of_saying(&mut draft, false);
        Some(draft)
    }

    /// Whether the source says what others must do.
    fn obliges(&self, clause: &Clause) -> bool {
        let tokens = &self.sentence.tokens;
        clause.verb.is_some_and(|verb| {
            tokens[verb.from..verb.main.max(verb.from + 1)]
                .iter()
                .any(|t| matches!(t.lower.as_str(), "must" | "should" | "ought"))
                && !verb.perfect
        })
    }

    /// Whether the source says what it will do itself: `North said it would send monitors`.
    fn binds_speaker(&self, clause: &Clause, speakers: &Speakers) -> bool {
        let tokens = &self.sentence.tokens;
        let Some(verb) = clause.verb.filter(|verb| verb.modal && !verb.perfect && !verb.passive) else {
            return false;
        };
        let will = tokens[verb.from..verb.main]
            .iter()
            .any(|t| matches!(t.lower.as_str(), "will" | "would" | "'ll" | "won't" | "shall"));
        let own = clause.subject.first().is_some_and(|phrase| {
            let word = tokens[phrase.head].lower.as_str();
            let body = matches!(word, "it" | "they") && !speakers.person;
            body || matches!(word, "we" | "i")
                || (matches!(word, "he" | "she") && speakers.person)
                || speakers.names.contains(&self.names.name_of(self.text, tokens, *phrase))
        });
        let acts = !["be", "have", "like", "need", "know", "see", "take"]
            .contains(&tokens[verb.main].lemma.as_str());
        will && own && acts
    }

    /// Whether a clause judges, expects or tells what somebody wants, and does not only report.
    fn judges(&self, clause: &Clause) -> bool {
        let (tokens, lexicon) = (&self.sentence.tokens, &self.reader.lexicon);
        let Some(verb) = clause.verb else { return false };
        let main = &tokens[verb.main];
        if verb.modal {
            let able = tokens[verb.from..verb.main]
                .iter()
                .any(|t| matches!(t.lower.as_str(), "can" | "could" | "cannot" | "can't" | "couldn't"));
            return !able;
        }
        if lexicon.has("mind-verbs", &main.lemma) {
            return true;
        }
        self.copular(clause)
            && !clause.subject.is_empty()
            && !tokens[clause.from..clause.to].iter().take(2).any(|t| t.is("there") || t.is("here"))
            && tokens[verb.main + 1..clause.to]
                .iter()
                .find(|t| !matches!(t.tag, Tag::Adv | Tag::Neg | Tag::Det))
                .is_some_and(|t| matches!(t.tag, Tag::Adj | Tag::Noun))
    }

    /// Whether a clause only says what its subject is.
    pub(super) fn copular(&self, clause: &Clause) -> bool {
        clause.verb.is_some_and(|verb| {
            let main = &self.sentence.tokens[verb.main];
            ["be", "remain", "become", "seem", "prove"].contains(&main.lemma.as_str())
        })
    }
}
