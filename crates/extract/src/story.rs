//! Goes through a document paragraph by paragraph and remembers who speaks. Fills no slot itself.

mod speakers;

pub(crate) use self::speakers::Speakers;
use crate::choose::{Cast, Choosing, Memory};
use crate::draft::{Draft, Weighing};
use crate::explain::Trace;
use crate::pact::Pact;
use crate::parse::Scratch;
use crate::read::{Clause, Names, Said, Tree, clauses, cut, retag, stretches};
use crate::scene::Scene;
use crate::slots::{Context, Maps, Subject, places_in, told_by_gazetteer, told_places};
use crate::text::{Sentence, sentences};
use crate::timex::{Timex, timexes};
use crate::words::Known;
use crate::{Extraction, Reader};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::borrow::Cow;
use std::collections::BTreeSet;
use truce_model::{Act, BlockRole, Claim, Document, Doubt, Interval, Kind};

/// What is kept of the reading beside claims and doubts: for learning, and for people who ask why.
#[derive(Default)]
pub(crate) struct Watch<'w> {
    pub weighings: Option<&'w mut Vec<Weighing>>,
    pub choosings: Option<&'w mut Vec<Choosing>>,
    pub trace: Option<&'w Trace<'w>>,
}

/// Reads every paragraph of a document.
pub(crate) fn read(reader: &Reader, document: &Document, text: &str, watch: Watch<'_>) -> Extraction {
    let Watch { weighings, choosings, trace } = watch;
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
    let published = document.published.map(|published| published.date(&TimeZone::UTC));
    let times = timexes(text, published);
    let lands = told_by_gazetteer(reader, text, &mut told);
    let mut story = Story {
        reader,
        published,
        times: &times,
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
        pact: Pact::default(),
        dated: None,
        dated_before: None,
        scratch: reader.scratches().pop().unwrap_or_default(),
        weighings,
        memory: Memory::default(),
        choosings,
        trace,
    };
    let maps = story_maps(reader, &story.told, &story.lands);
    story.memory.cast = Cast::of((text, maps), &names, paragraphs.iter().flatten());
    for paragraph in &paragraphs {
        story.paragraph(paragraph, &mut doubts);
    }
    reader.scratches().push(std::mem::take(&mut story.scratch));
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

/// Those of a story: with the names that it uses as places, and as countries.
fn story_maps<'m>(reader: &'m Reader, told: &'m BTreeSet<String>, lands: &'m BTreeSet<String>) -> Maps<'m> {
    Maps { told: Some(told), lands: Some(lands), ..maps(reader) }
}

struct Story<'a, 'w> {
    reader: &'a Reader,
    document: &'a Document,
    text: &'a str,
    published: Option<Date>,
    /// The expressions of time in the text.
    times: &'a [Timex],
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
    /// The agreement last told of.
    pact: Pact,
    /// The time of the last event that this paragraph dates.
    dated: Option<Interval>,
    /// That of the paragraph before.
    dated_before: Option<Interval>,
    scratch: Scratch,
    /// Where hits are kept with their features, for learning.
    weighings: Option<&'w mut Vec<Weighing>>,
    /// What the claims so far told.
    memory: Memory,
    /// Where the choices for slots are kept, for learning.
    choosings: Option<&'w mut Vec<Choosing>>,
    /// Where everything seen is noted, for people who ask why.
    trace: Option<&'a Trace<'a>>,
}

impl Story<'_, '_> {
    fn paragraph(&mut self, sentences: &[Sentence], doubts: &mut Vec<Doubt>) {
        let said: Vec<Vec<Said>> =
            sentences.iter().map(|s| stretches(&s.tokens, &self.reader.lexicon)).collect();
        let mut spoken = false;
        self.here = false;
        self.at += 1;
        self.context.party_here = false;
        self.dated_before = self.dated.take();
        self.places_here = false;
        self.memory.named.clear();
        for (i, sentence) in sentences.iter().enumerate() {
            let before = self.drafts.len();
            self.pact.next_sentence();
            self.trace.iter().for_each(|trace| trace.sentence(sentence));
            for stretch in &said[i] {
                let speakers =
                    self.speakers_of(sentence, stretch, said.get(i + 1), spoken, sentences.get(i + 1));
                if stretch.by.is_some() {
                    spoken = true;
                } else if speakers.as_ref().is_some_and(|s| s.names.is_empty()) {
                    // Quoted words whose speaker is not told give a doubt and no claim.
                    self.trace.iter().for_each(|trace| trace.voiceless(stretch));
                    continue;
                }
                self.stretch(sentence, stretch, speakers);
            }
            self.name_places(sentence);
            if self.drafts.len() == before {
                doubts.extend(self.doubt(sentence));
            }
        }
    }

    /// Notes the places that a sentence names.
    fn name_places(&mut self, sentence: &Sentence) {
        let maps = story_maps(self.reader, &self.told, &self.lands);
        for place in places_in(self.text, &sentence.tokens, 0, sentence.tokens.len(), maps) {
            self.memory.named.retain(|other| *other != place.name);
            self.memory.named.insert(0, place.name);
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

    fn stretch(&mut self, sentence: &Sentence, stretch: &Said, speakers: Option<Speakers>) {
        let reported = speakers.is_some();
        let said_by = speakers.as_ref();
        let speakers = speakers.clone().unwrap_or_default();
        self.context.reported = reported;
        self.context.source = speakers.names.first().cloned();
        self.context.source_is_person = speakers.person;
        let (mut parsed, mut tree) = (Cow::Borrowed(sentence), Tree::default());
        let parsable = self.triggers(sentence, stretch);
        if parsable {
            let (parser, tokens) = (&self.reader.parser, &sentence.tokens);
            tree = Tree::parse(parser, tokens, stretch.from, stretch.to, &mut self.scratch);
        }
        let read = if tree.fits(&sentence.tokens) && !tree.tokens().is_empty() {
            let tokens = &mut parsed.to_mut().tokens;
            retag(tokens, &tree, &self.reader.lexicon);
            self.pact.stand_in(tokens, &tree, &self.reader.lexicon, stretch.from, stretch.to);
            cut(&parsed.tokens, &tree, stretch.from, stretch.to)
        } else {
            tree = Tree::default();
            clauses(&sentence.tokens, stretch.from, stretch.to)
        };
        let sentence = parsed.as_ref();
        if let Some(trace) = self.trace {
            trace.stretch((&sentence.tokens, stretch), &tree, parsable, said_by, &read);
        }
        let known: Vec<Known> = sentence.tokens.iter().map(|t| self.reader.words.know(t)).collect();
        let maps = story_maps(self.reader, &self.told, &self.lands);
        let outlet = self.document.outlet.as_ref().map(|name| name.as_str().to_owned());
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
            published: self.published,
            times: self.times,
            speakers: said_by,
            last_places: &self.last_places,
            places_here: self.places_here,
            dated: self.dated,
            dated_before: self.dated_before,
            terms: self.pact.near(),
            paragraph: self.at,
            before: self.before(),
            learning: self.weighings.is_some(),
            trace: self.trace,
        };
        let (mut drafts, weighed) = scene.drafts(&read, &self.context);
        if let Some(weighings) = &mut self.weighings {
            weighings.extend(weighed);
        }
        self.pact.note(&sentence.tokens, &tree, &read, self.names, self.text, &self.reader.lexicon);
        self.pact.share(&mut drafts, self.text, reported, &self.reader.lexicon);
        scene.settle(&mut drafts, &read, &self.context, &mut self.memory, self.choosings.as_deref_mut());
        self.note_told((sentence, stretch), &drafts);
        self.drafts.append(&mut drafts);
        self.note_thing(sentence, &read);
        if !reported {
            self.remember(sentence, &read);
        }
        if speakers.person {
            self.context.last_person = speakers.names.last().cloned();
        }
    }

    /// Notes where and when the claims of a stretch are, for those that tell neither.
    fn note_told(&mut self, (sentence, stretch): (&Sentence, &Said), drafts: &[Draft]) {
        let told = drafts.iter().rev().filter(|d| d.act.kind() != Kind::Agreement).map(|d| &d.places);
        let told = told.into_iter().find(|p| !p.is_empty() && p.first() != self.names.country.as_ref());
        if let Some(places) = told {
            self.places_here |= *places != self.last_places;
            self.last_places = places.clone();
        } else if drafts.is_empty() {
            let maps = story_maps(self.reader, &self.told, &self.lands);
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
    }

    /// The act of the claim told before, and whether this paragraph tells it.
    fn before(&self) -> Option<(Act, bool)> {
        let here = self.memory.back().next().is_some_and(|told| told.paragraph == self.at);
        self.drafts.last().map(|draft| (draft.act, here))
    }

    /// Whether some rule may find something in a stretch.
    fn triggers(&self, sentence: &Sentence, stretch: &Said) -> bool {
        let words = &self.reader.words;
        let known = sentence.tokens[stretch.from..stretch.to].iter().map(|token| words.know(token));
        stretch.by.is_some() || words.some_rule(known)
    }

    /// Notes whether the last subject is a thing, so that a later `they` can mean it and no party.
    fn note_thing(&mut self, sentence: &Sentence, read: &[Clause]) {
        let tokens = &sentence.tokens;
        let Some(clause) = read.iter().rev().find(|clause| !clause.subject.is_empty()) else { return };
        let head = &tokens[clause.subject[0].head];
        let own = ["we", "i", "you"].contains(&head.lower.as_str());
        // `We need the letters. They have not come.`
        let phrase = if own { clause.object.first() } else { clause.subject.first() };
        let named = phrase.and_then(|phrase| Subject::of(self.names, self.text, tokens, *phrase));
        if let Some(subject) = named {
            self.context.note_thing(&subject);
        }
    }

    /// Notes whom a later pronoun can mean.
    fn remember(&mut self, sentence: &Sentence, read: &[Clause]) {
        let tokens = &sentence.tokens;
        let first = |clause: &Clause| clause.subject.first().copied();
        for phrase in read.iter().filter_map(first) {
            let Some(subject) = Subject::of(self.names, self.text, tokens, phrase) else { continue };
            self.context.note_party(&subject);
            if subject.person {
                self.context.last_person = Some(subject.name);
            }
        }
        if let Some(person) = self.names.person_in(self.text, tokens) {
            let opening = read.first().and_then(first);
            let named = opening.map(|phrase| self.names.name_of(self.text, tokens, phrase));
            // A subject that is a person is meant before anybody else whom the sentence names.
            if named.is_none() || named != self.context.last_person {
                self.context.last_person = Some(person);
            }
        }
    }
}
