//! Goes through a document paragraph by paragraph and remembers who speaks. Fills no slot itself.

use crate::draft::{Draft, Weighing};
use crate::parse::Scratch;
use crate::read::{
    Attribution, Clause, Names, Phrase, Said, Tree, clauses, cut, phrase_at, retag, stretches,
};
use crate::scene::Scene;
use crate::slots::{Context, Maps, places_in, plural, told_by_gazetteer, told_places};
use crate::text::{Sentence, Tag, Token, sentences};
use crate::words::Known;
use crate::{Extraction, Reader};
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use truce_model::{BlockRole, Claim, Document, Doubt, Interval, Kind};

/// Those who say a stretch.
#[derive(Clone, Debug, Default)]
pub(crate) struct Speakers {
    pub names: Vec<String>,
    pub via: Option<String>,
    pub person: bool,
}

/// Reads every paragraph of a document.
pub(crate) fn read(
    reader: &Reader,
    document: &Document,
    text: &str,
    weighings: Option<&mut Vec<Weighing>>,
) -> Extraction {
    let mut doubts = Vec::new();
    let mut paragraphs: Vec<Vec<Sentence>> = Vec::new();
    for block in document.blocks.iter().filter(|block| block.role == BlockRole::Paragraph) {
        let (read, set_aside) = sentences(text, block.span, &reader.lexicon);
        doubts.extend(set_aside.into_iter().map(|span| Doubt {
            document: document.id.clone(),
            span,
            because: format!("longer than {} bytes, which no sentence is", crate::text::LONGEST),
        }));
        paragraphs.push(read);
    }
    let names =
        Names::collect(text, paragraphs.iter().flatten(), &reader.lexicon, &reader.actors, &reader.places);
    let mut told = BTreeSet::new();
    for sentence in paragraphs.iter().flatten() {
        told_places(text, &sentence.tokens, maps(reader), &mut told);
    }
    let lands = told_by_gazetteer(reader, text, &mut told);
    let mut story = Story {
        reader,
        document,
        text,
        names: &names,
        context: Context::default(),
        speakers: Speakers::default(),
        last_places: Vec::new(),
        places_here: false,
        told,
        lands,
        drafts: Vec::new(),
        here: false,
        at: 0,
        spoke_at: 0,
        pact: None,
        dated: None,
        terms: false,
        scratch: Scratch::default(),
        weighings,
    };
    for paragraph in &paragraphs {
        story.paragraph(paragraph, &mut doubts);
    }
    let mut claims: Vec<Claim> = story.drafts.iter().flat_map(|draft| draft.claims(document, text)).collect();
    // A stable sort keeps joint sources in the order in which they are named.
    claims.sort_by_key(|claim| (claim.span, claim.act));
    let mut seen = BTreeSet::new();
    claims.retain(|claim| seen.insert(claim.id.clone()));
    doubts.sort_by_key(|doubt| doubt.span);
    Extraction { claims, doubts }
}

fn maps(reader: &Reader) -> Maps<'_> {
    Maps { lexicon: &reader.lexicon, places: &reader.places, actors: &reader.actors, told: None, lands: None }
}

struct Story<'a, 'w> {
    reader: &'a Reader,
    document: &'a Document,
    text: &'a str,
    names: &'a Names<'a>,
    context: Context,
    speakers: Speakers,
    last_places: Vec<String>,
    /// Whether this paragraph names them.
    places_here: bool,
    /// Names that the story uses as places.
    told: BTreeSet<String>,
    /// Names of countries that stand in the story, listed among the places or not.
    lands: BTreeSet<String>,
    drafts: Vec<Draft>,
    /// Whether somebody has spoken in this paragraph.
    here: bool,
    /// The paragraph being read, and the last in which somebody spoke.
    at: usize,
    spoke_at: usize,
    /// Who last declared, agreed or brokered a truce, as told.
    pact: Option<String>,
    /// The time of the last event that this paragraph dates.
    dated: Option<Interval>,
    /// Whether the narrator tells what an agreement says.
    terms: bool,
    scratch: Scratch,
    /// Where hits are kept with their features, for learning.
    weighings: Option<&'w mut Vec<Weighing>>,
}

impl Story<'_, '_> {
    fn paragraph(&mut self, sentences: &[Sentence], doubts: &mut Vec<Doubt>) {
        let said: Vec<Vec<Said>> =
            sentences.iter().map(|s| stretches(&s.tokens, &self.reader.lexicon)).collect();
        let mut spoken = false;
        self.here = false;
        self.at += 1;
        self.context.party_here = false;
        self.dated = None;
        self.places_here = false;
        for (i, sentence) in sentences.iter().enumerate() {
            let before = self.drafts.len();
            for stretch in &said[i] {
                let speakers =
                    self.speakers_of(sentence, stretch, said.get(i + 1), spoken, sentences.get(i + 1));
                if stretch.by.is_some() {
                    spoken = true;
                } else if speakers.as_ref().is_some_and(|s| s.names.is_empty()) {
                    // Quoted words whose speaker is not told give a doubt and no claim.
                    continue;
                }
                self.stretch(sentence, stretch, speakers);
            }
            if self.drafts.len() == before {
                doubts.extend(self.doubt(sentence));
            }
        }
    }

    /// A doubt, where a sentence names hostilities or a truce and nothing could be read from it.
    fn doubt(&self, sentence: &Sentence) -> Option<Doubt> {
        let lexicon = &self.reader.lexicon;
        let word = sentence
            .tokens
            .iter()
            .find(|t| lexicon.has("trigger-words", &t.lower) || lexicon.has("trigger-words", &t.lemma))?;
        Some(Doubt {
            document: self.document.id.clone(),
            span: sentence.span,
            because: format!("`{}` stands here, but no rule reads the sentence", word.text),
        })
    }

    fn speakers_of(
        &mut self,
        sentence: &Sentence,
        stretch: &Said,
        next: Option<&Vec<Said>>,
        spoken: bool,
        next_sentence: Option<&Sentence>,
    ) -> Option<Speakers> {
        if let Some(by) = &stretch.by {
            if by.goes_on {
                return Some(self.speakers.clone());
            }
            let speakers = self.resolve(sentence, stretch, by.sources.is_empty());
            self.speakers = speakers.clone();
            return Some(speakers);
        }
        let tokens = &sentence.tokens[stretch.from..stretch.to];
        let quoted = tokens.iter().filter(|t| t.quoted).count() * 2 > tokens.len();
        if !quoted {
            return None;
        }
        let follows = next.and_then(|said| said.iter().find(|s| s.by.is_some()));
        if let (false, Some(said), Some(sentence)) = (spoken, follows, next_sentence)
            && sentence.tokens.first().is_some_and(|t| t.quoted)
        {
            return Some(self.resolve(sentence, said, false));
        }
        // Quoted words go on with a speaker of this paragraph or the one before, never from further back.
        let near = self.at <= self.spoke_at + 1;
        if !near && !sentence.tokens[stretch.from].quoted {
            return None;
        }
        Some(if near { self.speakers.clone() } else { Speakers::default() })
    }

    fn resolve(&mut self, sentence: &Sentence, stretch: &Said, same: bool) -> Speakers {
        let tokens = &sentence.tokens;
        let Some(by) = stretch.by.as_ref().filter(|_| !same) else { return self.speakers.clone() };
        let mut speakers = Speakers::default();
        for phrase in &by.sources {
            let head = &tokens[phrase.head];
            let name = match head.lower.as_str() {
                "he" | "she" | "him" | "her" => {
                    let speaker = self.speakers.names.first().filter(|_| self.speakers.person && self.here);
                    speaker.cloned().or_else(|| self.context.last_person.clone())
                }
                "it" | "they" if phrase.to == phrase.from + 1 => {
                    if self.here && !self.speakers.person {
                        self.speakers.names.first().cloned()
                    } else if let Some(subject) = self.subject_before(sentence, by.from) {
                        Some(subject)
                    } else if self.speakers.names.is_empty()
                        || self.speakers.person
                        || (!self.here && self.context.party_here)
                    {
                        self.context.last_party.clone()
                    } else {
                        self.speakers.names.first().cloned()
                    }
                }
                "who" | "which" | "that" => self.context.last_party.clone(),
                _ if self.watches(tokens, by, phrase.head) => self.names.monitor.clone(),
                _ if self.mute(&tokens[phrase.head]) => self.issuer(sentence, by, *phrase),
                _ => Some(self.names.name_of(self.text, tokens, *phrase)),
            };
            speakers.names.extend(name.filter(|n| !n.is_empty()));
            speakers.person |=
                ["he", "she"].contains(&head.lower.as_str()) || self.names.is_person(tokens, *phrase);
        }
        if self.shares(tokens, &by.sources) {
            let (first, last) = (by.sources[0], by.sources[by.sources.len() - 1]);
            speakers.names = vec![crate::read::text_of(self.text, tokens, first.from, last.to)];
        }
        speakers.via = by.via.map(|phrase| self.names.name_of(self.text, tokens, phrase));
        if speakers.via.is_none() && speakers.names == self.speakers.names && self.here {
            speakers.via.clone_from(&self.speakers.via);
        }
        self.here = true;
        self.spoke_at = self.at;
        speakers
    }

    /// Whether a source is a thing, which says nothing itself: a statement, a count, a day, a shell.
    fn mute(&self, head: &Token) -> bool {
        let lexicon = &self.reader.lexicon;
        let listed = |list: &str| lexicon.has(list, &head.lemma) || lexicon.has(list, &head.lower);
        head.tag == Tag::Noun && (listed("no-sources") || listed("weapons"))
    }

    /// Who issued what is said to speak: `a statement by the army`, `the army's count`. `None`: not told.
    fn issuer(&self, sentence: &Sentence, by: &Attribution, phrase: Phrase) -> Option<String> {
        let tokens = &sentence.tokens;
        let named = |phrase: Phrase| {
            let name = self.names.name_of(self.text, tokens, phrase);
            Some(name).filter(|name| !name.is_empty() && !self.mute(&tokens[phrase.head]))
        };
        let to = by.to.max(phrase.to);
        let behind = (phrase.head + 1..to)
            .filter(|i| ["by", "from", "of"].contains(&tokens[*i].lower.as_str()))
            .find_map(|i| named(phrase_at(tokens, i + 1, to)?));
        let poss = (phrase.from..phrase.head).find(|i| tokens[*i].tag == Tag::Poss);
        let owner = || named(phrase_at(tokens, phrase.from, poss.unwrap_or(phrase.head))?);
        let definite = ["the", "its", "their"].contains(&tokens[phrase.from].lower.as_str());
        let running = || {
            let running = self.speakers.names.first();
            running.filter(|_| definite && self.here && !self.speakers.person).cloned()
        };
        behind.or_else(owner).or_else(running)
    }

    /// The subject of what stands in the sentence before an attribution such as `it said`.
    fn subject_before(&self, sentence: &Sentence, to: usize) -> Option<String> {
        let read = clauses(&sentence.tokens, 0, to);
        let phrase = read.iter().find_map(|clause| clause.subject.first())?;
        let head = &sentence.tokens[phrase.head];
        head.nominal().then(|| self.names.name_of(self.text, &sentence.tokens, *phrase))
    }

    /// Whether a body is described as the one that watches the truce.
    fn watches(&self, tokens: &[Token], by: &Attribution, head: usize) -> bool {
        let body = ["organization", "organisation", "group", "body", "mission"]
            .contains(&tokens[head].lower.as_str());
        body && self.names.monitor.is_some()
            && tokens[by.from..by.to].iter().any(|t| t.lower.starts_with("monitor"))
    }

    /// Whether joined nouns are one source, as in `many experts and officials`.
    fn shares(&self, tokens: &[Token], sources: &[Phrase]) -> bool {
        sources.len() > 1 && self.reader.lexicon.has("quantifiers", &tokens[sources[0].from].lower)
    }

    fn stretch(&mut self, sentence: &Sentence, stretch: &Said, speakers: Option<Speakers>) {
        let reported = speakers.is_some();
        let said_by = speakers.as_ref();
        let speakers = speakers.clone().unwrap_or_default();
        self.context.reported = reported;
        self.context.source = speakers.names.first().cloned();
        self.context.source_is_person = speakers.person;
        let (mut parsed, mut tree) = (sentence.clone(), Tree::default());
        if self.triggers(sentence, stretch) {
            tree = Tree::parse(
                &self.reader.parser,
                &sentence.tokens,
                stretch.from,
                stretch.to,
                &mut self.scratch,
            );
        }
        let read = if tree.fits(&sentence.tokens) && !tree.tokens().is_empty() {
            let base =
                |word: &str| self.reader.lexicon.verb(word).map(|(lemma, form)| (lemma.to_owned(), form));
            retag(&mut parsed.tokens, &tree, base);
            cut(&parsed.tokens, &tree, stretch.from, stretch.to)
        } else {
            tree = Tree::default();
            clauses(&sentence.tokens, stretch.from, stretch.to)
        };
        let sentence = &parsed;
        let known: Vec<Known> = sentence.tokens.iter().map(|t| self.reader.words.know(t)).collect();
        let maps = Maps { told: Some(&self.told), lands: Some(&self.lands), ..maps(self.reader) };
        let outlet = self.document.outlet.as_ref().map(|name| name.as_str().to_owned());
        let published = self.document.published.map(|p| p.date(&TimeZone::UTC));
        let scene = Scene {
            reader: self.reader,
            text: self.text,
            sentence,
            stretch,
            tree: &tree,
            known: &known,
            names: self.names,
            maps,
            outlet,
            published,
            speakers: said_by,
            last_places: &self.last_places,
            places_here: self.places_here,
            dated: self.dated,
            terms: self.terms,
            paragraph: self.at,
        };
        let (mut drafts, weighed) = scene.drafts(&read, &self.context);
        if let Some(weighings) = &mut self.weighings {
            weighings.extend(weighed);
        }
        let told = drafts.iter().rev().filter(|d| d.act.kind() != Kind::Agreement).map(|d| &d.places);
        let told = told.into_iter().find(|p| !p.is_empty() && p.first() != self.names.country.as_ref());
        if let Some(places) = told {
            self.places_here |= *places != self.last_places;
            self.last_places = places.clone();
        } else if drafts.is_empty() {
            let found = places_in(self.text, &sentence.tokens, stretch.from, stretch.to, maps);
            let named: Vec<String> = found.into_iter().filter(|f| !f.country).map(|f| f.name).collect();
            if !named.is_empty() {
                self.places_here = true;
                self.last_places = named;
            }
        }
        let event = drafts
            .iter()
            .rev()
            .find(|d| matches!(d.act.kind(), Kind::Event | Kind::Toll) && d.occurred.start.is_some());
        if let Some(event) = event {
            self.dated = Some(event.occurred);
        }
        self.terms |= !reported
            && drafts.iter().any(|d| d.act.kind() == Kind::Agreement && d.act != truce_model::Act::Talks);
        self.pact(&mut drafts);
        self.drafts.append(&mut drafts);
        self.note_thing(sentence, &read);
        if !reported {
            self.remember(sentence, &read);
        }
        if speakers.person {
            self.context.last_person = speakers.names.last().cloned();
        }
    }

    /// Whether some rule may find something in a stretch.
    fn triggers(&self, sentence: &Sentence, stretch: &Said) -> bool {
        let words = &self.reader.words;
        let known = sentence.tokens[stretch.from..stretch.to].iter().map(|token| words.know(token));
        stretch.by.is_some() || words.some_rule(known)
    }

    /// Gives what is said of a truce told before those who made it, and notes who made the last.
    fn pact(&mut self, drafts: &mut [Draft]) {
        for draft in
            drafts.iter_mut().filter(|d| d.act.kind() == Kind::Agreement && d.act != truce_model::Act::Talks)
        {
            match &draft.agent {
                Some(agent) => self.pact = Some(agent.clone()),
                None => draft.agent.clone_from(&self.pact),
            }
        }
    }

    /// Notes whether the last subject is a thing, so that a later `they` can mean it and no party.
    fn note_thing(&mut self, sentence: &Sentence, read: &[Clause]) {
        let tokens = &sentence.tokens;
        let Some(clause) = read.iter().rev().find(|clause| !clause.subject.is_empty()) else { return };
        let head = &tokens[clause.subject[0].head];
        let own = ["we", "i", "you"].contains(&head.lower.as_str());
        // `We need the letters. They have not come.`
        let phrase = if own { clause.object.first() } else { clause.subject.first() };
        let Some(phrase) = phrase.filter(|p| tokens[p.head].nominal()) else { return };
        let name = self.names.name_of(self.text, tokens, *phrase);
        self.context.thing = (!self.names.can_act(&name)).then(|| plural(&tokens[phrase.head].lower));
    }

    /// Notes whom a later pronoun can mean.
    fn remember(&mut self, sentence: &Sentence, read: &[Clause]) {
        let titled = self.names.person_in(self.text, &sentence.tokens);
        for phrase in read.iter().flat_map(|clause| clause.subject.iter().take(1)) {
            let head = &sentence.tokens[phrase.head];
            if !head.nominal() {
                continue;
            }
            let name = self.names.name_of(self.text, &sentence.tokens, *phrase);
            if self.names.is_person(&sentence.tokens, *phrase) {
                self.context.last_person = Some(name);
            } else {
                if self.names.can_act(&name) {
                    self.context.last_party = Some(name);
                    self.context.party_here = true;
                }
            }
        }
        if let Some(person) = titled {
            let subject = self.context.last_person.as_ref().is_some_and(|last| {
                read.first().is_some_and(|c| {
                    c.subject
                        .first()
                        .is_some_and(|p| self.names.name_of(self.text, &sentence.tokens, *p) == *last)
                })
            });
            if !subject {
                self.context.last_person = Some(person);
            }
        }
    }
}
