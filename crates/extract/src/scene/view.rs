//! Reads what a source says and no rule tells: a judgement, an expectation, a denial. Never a plain fact.

use super::Scene;
use crate::draft::Draft;
use crate::read::Clause;
use crate::story::Speakers;
use crate::text::{Form, Tag};
use truce_model::{Act, Interval, Kind, RuleId, Stance};

impl Scene<'_> {
    /// What a source says where no rule tells the act: stated views, one for each clause that is none.
    pub(super) fn views(&self, clauses: &[Clause], told: &[Draft]) -> Vec<(usize, Draft)> {
        let Some(speakers) = self.speakers.filter(|speakers| !speakers.names.is_empty()) else {
            return Vec::new();
        };
        let read = |clause: &Clause| {
            let span = self.sentence.span_of(clause.from, clause.to);
            told.iter().any(|draft| draft.span.start < span.end && span.start < draft.span.end)
        };
        let mut views: Vec<(usize, Draft)> = Vec::new();
        for (at, clause) in clauses.iter().enumerate().filter(|(_, c)| c.verb.is_some()) {
            let first = told.is_empty() && views.is_empty();
            if read(clause) || (!first && !self.stands_alone(clause)) {
                continue;
            }
            views.extend(self.view(clause, speakers, first).map(|view| (at, view)));
        }
        views
    }

    /// Whether a clause is a sentence of its own: no relative, no reason, no condition of another.
    fn stands_alone(&self, clause: &Clause) -> bool {
        let opens = &self.sentence.tokens[clause.from];
        let before = clause.from.checked_sub(1).map(|i| &self.sentence.tokens[i]);
        !clause.dependent
            && !matches!(opens.tag, Tag::Sub | Tag::Rel | Tag::To | Tag::Prep)
            && before.is_none_or(|t| !matches!(t.tag, Tag::Sub | Tag::Rel | Tag::Prep) && !t.is("as"))
            && clause.subject.first().is_some_and(|phrase| phrase.from >= clause.from)
            && clause.verb.is_some_and(|verb| verb.finite)
    }

    /// The view that a clause states, if it states one.
    fn view(&self, clause: &Clause, speakers: &Speakers, first: bool) -> Option<Draft> {
        let verb = self.stretch.by.as_ref().map_or("say", |by| by.verb.as_str());
        let told = self.reader.lexicon.rest("stance-verbs", verb);
        let told = told.and_then(|rest| rest.split(' ').next()?.parse::<Act>().ok());
        let act = match told.filter(|_| first) {
            Some(Act::Pledge) if self.looks_back(clause) => Act::Deny,
            Some(act) => act,
            None if self.obliges(clause) || self.asks(clause) || self.insists(clause) => Act::Demand,
            None if self.binds_speaker(clause, speakers) => Act::Pledge,
            None if self.foretells(clause) => Act::Pledge,
            None if self.despairs(clause) => Act::Doubt,
            None if self.judges(clause) || self.remarks(clause) => Act::Assess,
            None => return None,
        };
        let tokens = &self.sentence.tokens;
        let subject = clause.subject.first().filter(|p| tokens[p.head].nominal());
        let named = subject.map(|p| self.names.name_of(self.text, tokens, *p));
        let acts = !self.copular(clause) && named.as_ref().is_some_and(|name| self.names.can_act(name));
        let agent = match act {
            Act::Deny | Act::Doubt | Act::Assess | Act::Warn if acts => named.clone(),
            Act::Pledge if acts && self.bound(&named) => named.clone(),
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
            anchor: clause.verb.map(|verb| verb.main),
        };
        self.date_of_saying(&mut draft, false);
        Some(draft)
    }

    /// Whether a pledge can bind a name: a state or body that the story names.
    fn bound(&self, named: &Option<String>) -> bool {
        named.as_ref().is_some_and(|name| name.starts_with(char::is_uppercase))
    }

    /// Whether what is sworn lies in the past: `swears that it used none`.
    fn looks_back(&self, clause: &Clause) -> bool {
        clause.verb.is_some_and(|verb| !verb.modal && (verb.past || verb.perfect))
    }

    /// Whether most words of a clause are quoted.
    fn in_quotes(&self, clause: &Clause) -> bool {
        let tokens = &self.sentence.tokens[clause.from..clause.to];
        tokens.iter().filter(|t| t.quoted).count() * 2 > tokens.len()
    }

    /// Whether a source asks for something: `let them dig`, `we need it in writing`, `end this`.
    fn asks(&self, clause: &Clause) -> bool {
        let tokens = &self.sentence.tokens;
        let Some(verb) = clause.verb else { return false };
        let main = &tokens[verb.main];
        let opening = &tokens[clause.from..=verb.main.max(clause.from)];
        let bare = clause.subject.is_empty()
            && main.form == Some(Form::Base)
            && opening.iter().all(|t| t.tag == Tag::Verb || t.tag == Tag::Adv || t.tag == Tag::Neg);
        let own = clause.subject.first().is_some_and(|p| tokens[p.head].is("we"));
        (self.in_quotes(clause) && bare) || (own && !verb.modal && !verb.past && main.lemma == "need")
    }

    /// Whether a source insists on what is not so yet: `insists that the troops leave`.
    fn insists(&self, clause: &Clause) -> bool {
        let insists = self.stretch.by.as_ref().is_some_and(|by| by.verb == "insist");
        let tokens = &self.sentence.tokens;
        let base = |main: usize| tokens[main].form == Some(Form::Base) && tokens[main].lemma != "have";
        insists && clause.verb.is_some_and(|verb| !verb.modal && !verb.perfect && base(verb.main))
    }

    /// Whether a side tells what will be done, without judging: `its planes would carry food`.
    fn foretells(&self, clause: &Clause) -> bool {
        let tokens = &self.sentence.tokens;
        let (Some(verb), Some(by)) = (clause.verb, &self.stretch.by) else { return false };
        let will = tokens[verb.from..verb.main]
            .iter()
            .any(|t| matches!(t.lower.as_str(), "will" | "would" | "'ll" | "shall"));
        let learned = tokens[by.from..by.to].iter().any(|t| {
            let word = t.lower.as_str();
            self.reader.lexicon.has("onlookers", word) || self.reader.lexicon.has("onlookers", &t.lemma)
        });
        let pronoun = clause.subject.first().is_some_and(|p| tokens[p.head].tag == Tag::Pron);
        let happens =
            ["be", "have", "like", "mean", "need", "know", "see", "become", "lead", "make", "happen"]
                .contains(&tokens[verb.main].lemma.as_str());
        will && !learned && !pronoun && !happens && !verb.perfect && !self.in_quotes(clause)
    }

    /// Whether a quoted clause says that something cannot work: `you cannot eat a promise`.
    fn despairs(&self, clause: &Clause) -> bool {
        let tokens = &self.sentence.tokens;
        let own = clause
            .subject
            .first()
            .is_some_and(|p| ["we", "i", "it"].contains(&tokens[p.head].lower.as_str()));
        self.in_quotes(clause)
            && !own
            && clause.verb.is_some_and(|verb| verb.modal && verb.negated && !verb.perfect)
    }

    /// Whether a quoted clause remarks on what others do, and does not report: `neither trusts the other`.
    fn remarks(&self, clause: &Clause) -> bool {
        let tokens = &self.sentence.tokens;
        let (Some(verb), Some(subject)) = (clause.verb, clause.subject.first()) else { return false };
        let own = ["we", "i", "there", "you"].contains(&tokens[subject.head].lower.as_str());
        let has = ["have", "be", "remain", "say"].contains(&tokens[verb.main].lemma.as_str());
        let words = tokens[clause.from..clause.to].iter().filter(|t| t.is_word()).count();
        self.in_quotes(clause)
            && !(own || has || verb.past || verb.perfect || verb.passive || verb.progressive)
            && verb.finite
            && words > 3
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
            let ours = matches!(tokens[phrase.from].lower.as_str(), "our" | "my");
            body || ours
                || matches!(word, "we" | "i")
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
            // `I saw nothing` reports what happened.
            let sensed = ["see", "show", "know", "count", "try", "trust"].contains(&main.lemma.as_str());
            return !(sensed && verb.past);
        }
        self.copular(clause)
            && !clause.subject.is_empty()
            && !tokens[clause.from..clause.to].iter().take(2).any(|t| t.is("there") || t.is("here"))
            && tokens[verb.main + 1..clause.to]
                .iter()
                .find(|t| !matches!(t.tag, Tag::Adv | Tag::Neg | Tag::Det))
                .is_some_and(|t| matches!(t.tag, Tag::Adj | Tag::Noun | Tag::Proper))
    }

    /// Whether a clause only says what its subject is.
    pub(super) fn copular(&self, clause: &Clause) -> bool {
        clause.verb.is_some_and(|verb| {
            let main = &self.sentence.tokens[verb.main];
            ["be", "remain", "become", "seem", "prove"].contains(&main.lemma.as_str())
        })
    }
}
