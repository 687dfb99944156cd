//! Text to claims with their spans. Pure: no file, no clock, no memory between documents.
//!
//! A [`Reader`] holds the rules and word lists of `rules/` and the known actors and places. It cuts a document's
//! paragraphs into sentences, finds who says which stretch of each, cuts the stretches into clauses, lets every
//! rule look at every clause, and fills the slots of what they find.

mod choose;
mod draft;
pub mod explain;
mod gate;
pub mod gazetteer;
mod lexicon;
mod pact;
pub mod parse;
mod pattern;
mod read;
mod rule;
mod scene;
mod slots;
mod story;
mod text;
mod timex;
pub mod toponym;
mod weigh;
mod words;

#[cfg(test)]
mod tests;

pub use choose::{Choice, Slot};
pub use draft::Candidate;
pub use weigh::encode as encode_weights;

use include_dir::{Dir, include_dir};
use lexicon::Lexicon;
use pattern::Pattern;
use rule::{Owners, Rule};
use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};
use thiserror::Error;
pub use timex::{Timex, TimexKind, timexes};
use toponym::{Toponym, Toponyms};
use truce_model::{Actors, Claim, Document, Doubt, ModelError, Places};

static RULES: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../rules");

/// What was learned from annotated stories, by the names of the files.
const LEARNED: [(&str, &[u8]); 2] = [
    (weigh::FILE, include_bytes!("../../../rules/en/weights.bin")),
    (choose::FILE, include_bytes!("../../../rules/en/choices.bin")),
];

/// What can be wrong with the rules and lists that a reader is built from.
#[derive(Debug, Error)]
pub enum ExtractError {
    /// A rule file is not what it should be.
    #[error("{file}: {problem}")]
    Rule {
        /// File, relative to the folder of rules.
        file: String,
        /// What is wrong.
        problem: String,
    },
    /// A word list is not what it should be.
    #[error("{file}: {problem}")]
    List {
        /// File, relative to the folder of rules.
        file: String,
        /// What is wrong.
        problem: String,
    },
    /// A model of the parser is not what it should be.
    #[error("model of the parser, {part}: {problem}")]
    Parser {
        /// Part of the model file.
        part: &'static str,
        /// What is wrong.
        problem: &'static str,
    },
    /// An index of place names is not what it should be.
    #[error("{file}: byte {at}: {problem}")]
    Gazetteer {
        /// The file as it was named.
        file: String,
        /// Where in it, in bytes.
        at: usize,
        /// What is wrong.
        problem: String,
    },
    /// The actors or places are not what they should be.
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// What was read from one document: claims and doubts, each sorted by where they stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// The claims, each with its id.
    pub claims: Vec<Claim>,
    /// Sentences that seem to carry a claim which could not be read.
    pub doubts: Vec<Doubt>,
}

/// Reads documents. Holds compiled rules, word lists, actors and places, and nothing of any document.
#[derive(Debug)]
pub struct Reader {
    lexicon: Lexicon,
    rules: Vec<Rule>,
    owners: Owners,
    doubtful: Vec<Pattern>,
    actors: Actors,
    places: Places,
    parser: parse::Parser,
    words: words::Words,
    weights: weigh::Weights,
    choices: weigh::Weights,
    /// Rules of no words, one a kind, under which weights alone read.
    taught: Vec<Rule>,
    toponyms: Toponyms,
    gate: gate::Gate,
    /// Buffers of the parser that no thread uses now. They hold what it computed of words, nothing of a document.
    scratches: Mutex<Vec<parse::Scratch>>,
}

impl Reader {
    /// Builds a reader from the rules and lists that the program carries.
    pub fn builtin() -> Result<Reader, ExtractError> {
        Reader::builtin_with(Actors::builtin()?, Places::builtin()?)
    }

    /// Builds a reader from the rules that the program carries and from these actors and places.
    pub fn builtin_with(actors: Actors, places: Places) -> Result<Reader, ExtractError> {
        let mut files = Vec::new();
        collect(&RULES, &mut files);
        let reader = Reader::new(files, actors, places)?;
        LEARNED.iter().try_fold(reader, |reader, (file, bytes)| reader.learned(file, Cow::Borrowed(*bytes)))
    }

    /// Adds what was learned from annotated stories: a file of weights by its name, `weights.bin` or `choices.bin`, below a
    /// folder or not. Another name is refused.
    pub fn learned(mut self, file: &str, bytes: Cow<'static, [u8]>) -> Result<Reader, ExtractError> {
        let fault = |problem: &str| ExtractError::List { file: file.to_owned(), problem: problem.to_owned() };
        let weights = weigh::Weights::parse(bytes).map_err(|problem| fault(&problem))?;
        match file.rsplit(['/', '\\']).next() {
            Some(weigh::FILE) => self.weights = weights,
            Some(choose::FILE) => self.choices = weights,
            _ => return Err(fault("weights stand in `weights.bin` and `choices.bin` alone")),
        }
        Ok(self)
    }

    /// Builds a reader from other rules and lists, given as to [`Reader::new`], and the actors and places that the
    /// program carries.
    pub fn with_rules<'a>(
        rules: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Reader, ExtractError> {
        Reader::new(rules, Actors::builtin()?, Places::builtin()?)
    }

    /// Builds a reader from rule files and list files, each given with its path below `rules/`.
    pub fn new<'a>(
        rules: impl IntoIterator<Item = (&'a str, &'a str)>,
        actors: Actors,
        places: Places,
    ) -> Result<Reader, ExtractError> {
        let places = places.in_texts();
        let mut files: Vec<(&str, &str)> = rules.into_iter().collect();
        files.retain(|(file, _)| file.ends_with(".toml"));
        files.sort_by_key(|(file, _)| *file);
        let is_list = |file: &str| file.starts_with("lists/") || file.contains("/lists/");
        files.retain(|(file, _)| !file.starts_with("time/") && !file.contains("/time/"));
        let lexicon = Lexicon::parse(files.iter().copied().filter(|(file, _)| is_list(file)))?;
        let mut rules: Vec<Rule> = Vec::new();
        for (file, text) in files.iter().filter(|(file, _)| !is_list(file)) {
            let rule = Rule::parse(file, text, &lexicon)?;
            if rules.iter().any(|other| other.id == rule.id) {
                let problem = format!("rule `{}` stands in two files", rule.id);
                return Err(ExtractError::Rule { file: (*file).to_owned(), problem });
            }
            rules.push(rule);
        }
        let mut doubtful = lexicon
            .list("unsure-patterns")
            .map(|list| list.runs().iter().map(|run| Pattern::parse(&run.join(" "), &lexicon)).collect())
            .unwrap_or_else(|| Ok::<Vec<Pattern>, String>(Vec::new()))
            .map_err(|problem| ExtractError::List { file: "unsure-patterns".into(), problem })?;
        let mut words = words::Words::default();
        for (name, list) in lexicon.lists().filter(|(name, _)| name.starts_with("sense-")) {
            words.add_list(name, list.single(), list.runs());
        }
        rules.iter_mut().for_each(|rule| rule.bind(&mut words, &lexicon));
        doubtful.iter_mut().for_each(|pattern| pattern.bind(&mut words, &lexicon, false));
        let owners = Owners::of(&rules);
        let parser = parse::Parser::builtin()?;
        let gate = gate::Gate::of(&lexicon)?;
        Ok(Reader {
            lexicon,
            rules,
            owners,
            doubtful,
            actors,
            places,
            parser,
            words,
            weights: weigh::Weights::default(),
            choices: weigh::Weights::default(),
            taught: scene::taught_rules(),
            toponyms: Toponyms::builtin()?,
            gate,
            scratches: Mutex::default(),
        })
    }

    /// Looks names of places up in this gazetteer first, then in the one that the program carries.
    pub fn add_gazetteer(&mut self, gazetteer: gazetteer::Gazetteer) {
        self.toponyms.add(gazetteer);
    }

    /// The places that a text names, in its order, each with where it lies and how precisely that is known.
    pub fn places_in(&self, text: &str) -> Vec<Toponym> {
        self.toponyms.find(text)
    }

    /// Reads the claims of a document from its normalised text. The same document and text give the same claims.
    ///
    /// A text that names nothing of war or truce, by the lists `topic-words`, `topic-harm` and `topic-hints`, has neither claims nor
    /// doubts.
    pub fn read(&self, document: &Document, text: &str) -> Extraction {
        if self.gate.lets_in(text) {
            story::read(self, document, text, story::Watch::default())
        } else {
            Extraction::default()
        }
    }

    /// Shows for each sentence of a document what is seen in it and what comes of that; the claims are those of
    /// [`Reader::read`]. `None`: the text names nothing of war or truce and is not read.
    pub fn explain(&self, document: &Document, text: &str) -> Option<Vec<explain::Explained>> {
        let trace = self.gate.lets_in(text).then(|| explain::Trace::new(document, text))?;
        let read =
            story::read(self, document, text, story::Watch { trace: Some(&trace), ..Default::default() });
        Some(trace.finish(read))
    }

    /// What the rules find in a document before it is weighed, in the order of reading.
    pub fn candidates(&self, document: &Document, text: &str) -> Vec<Candidate> {
        let mut weighings = Vec::new();
        story::read(
            self,
            document,
            text,
            story::Watch { weighings: Some(&mut weighings), ..Default::default() },
        );
        weighings.iter().filter_map(|weighing| weighing.candidate(document, text)).collect()
    }

    /// What could fill the slots of the claims of a document, in the order of reading.
    pub fn choices(&self, document: &Document, text: &str) -> Vec<Choice> {
        let mut choosings = Vec::new();
        story::read(
            self,
            document,
            text,
            story::Watch { choosings: Some(&mut choosings), ..Default::default() },
        );
        choosings.iter().filter_map(|choosing| choosing.choice(document, text)).collect()
    }

    /// Takes the learned choices away, so that every slot stays as the rules fill it.
    pub fn unchosen(mut self) -> Reader {
        self.choices = weigh::Weights::default();
        self
    }

    /// Takes the learned weights away, so that every hit that passes the hard tests counts.
    pub fn unweighed(mut self) -> Reader {
        self.weights = weigh::Weights::default();
        self.choices = weigh::Weights::default();
        self
    }

    fn scratches(&self) -> MutexGuard<'_, Vec<parse::Scratch>> {
        self.scratches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn collect<'d>(folder: &'d Dir, files: &mut Vec<(&'d str, &'d str)>) {
    for file in folder.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.push((path, text));
        }
    }
    for folder in folder.dirs() {
        collect(folder, files);
    }
}
