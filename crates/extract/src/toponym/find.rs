//! The names of places in a text, in its order.

use super::context;
use super::model::Weights;
use super::prepared::{Parts, Prepared};
use super::resolve::resolve;
use crate::ExtractError;
use crate::gazetteer::{Bytes, Gazetteer, Naming};
use std::ops::Range;
use truce_model::{FeatureKind, Span};

static MODEL: &[u8] = include_bytes!("../../model/places.model");
static WORLD: &[u8] = include_bytes!("../../gazetteer/world.gazetteer");

/// A place as a text names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Toponym {
    /// Where the name stands, in bytes.
    pub span: Span,
    /// The name that the gazetteer prints, or the words of the text where it has none.
    pub name: String,
    /// Latitude and longitude in degrees. `None`: not known.
    pub point: Option<(f64, f64)>,
    /// Radius in metres of the circle around the point that holds what is meant. `None`: no point is known.
    pub precision_m: Option<u32>,
    /// ISO code of the country that holds it. `None`: not known, or larger than a country.
    pub country: Option<String>,
    /// What sort of place. `None`: no gazetteer lists it.
    pub kind: Option<FeatureKind>,
    /// `geonames:170654`, or a P-code.
    pub code: Option<String>,
}

/// Finds and resolves the names of places. Holds gazetteers and weights, and nothing of any text.
#[derive(Clone, Debug)]
pub struct Toponyms {
    pub(super) gazetteers: Vec<Gazetteer>,
    pub(super) weights: Weights,
}

/// A name that is taken for a place's: words `from..to` of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    pub from: usize,
    pub to: usize,
}

impl Toponyms {
    /// With the gazetteer and the weights that the program carries.
    pub fn builtin() -> Result<Toponyms, ExtractError> {
        Toponyms::with(Toponyms::world()?, Weights::from_bytes("places.model", MODEL)?)
    }

    /// The gazetteer that the program carries.
    pub fn world() -> Result<Gazetteer, ExtractError> {
        Gazetteer::open("world.gazetteer", Bytes::Static(WORLD))
    }

    /// With a gazetteer and weights of one's own.
    pub fn with(gazetteer: Gazetteer, weights: Weights) -> Result<Toponyms, ExtractError> {
        Ok(Toponyms { gazetteers: vec![gazetteer], weights })
    }

    /// Asks this gazetteer first, too.
    pub fn add(&mut self, gazetteer: Gazetteer) {
        self.gazetteers.insert(0, gazetteer);
    }

    /// The gazetteers, those that are asked first in front.
    pub fn gazetteers(&self) -> &[Gazetteer] {
        &self.gazetteers
    }

    /// The places that a text names, in its order.
    pub fn find(&self, text: &str) -> Vec<Toponym> {
        // Byte places are held in 32 bits; no document comes near that.
        let text = text.get(..text.len().min(u32::MAX as usize / 2)).unwrap_or("");
        let prepared = Prepared::new(text, &self.gazetteers, &self.weights.lists);
        let mentions = self.mentions(&prepared);
        resolve(&prepared, &mentions, &self.gazetteers)
    }

    /// The names that are taken for those of places.
    pub(super) fn mentions(&self, prepared: &Prepared<'_>) -> Vec<Mention> {
        let (mut parts, mut labels, mut mentions) = (Parts::default(), Vec::new(), Vec::new());
        for run in 0..prepared.runs() {
            prepared.look(run, &mut parts);
            let words = prepared.run(run);
            self.weights.label(&prepared.view(run, &parts), prepared.runs[run], &mut labels);
            let Range { start, end } = words;
            let before = mentions.len();
            let mut i = 0;
            while i < labels.len() {
                if !labels[i].0.place() {
                    i += 1;
                    continue;
                }
                let from = i;
                i += 1;
                while i < labels.len() && labels[i].0 == super::Label::Inside {
                    i += 1;
                }
                let named = |k: &usize| prepared.words[start + k].capital();
                let Some(last) = (from..i).rev().find(named) else { continue };
                let mention = Mention { from: start + from, to: start + last + 1 };
                mentions.extend(Some(mention).filter(|m| stands(prepared, &parts, *m)));
            }
            if mentions.len() == before {
                let last = mentions.last().map_or(0, |m: &Mention| m.to);
                mentions.extend(forced(prepared, &parts, Mention { from: start, to: end }, last));
            }
        }
        mentions
    }
}

/// Whether a name that the model takes for a place's may stand: one that no gazetteer lists needs words around it
/// that leave room for a place, and so does a small town's that the text also gives a person.
fn stands(prepared: &Prepared<'_>, parts: &Parts, Mention { from, to }: Mention) -> bool {
    let (words, evidence) = (&prepared.words, &prepared.evidence);
    let placed = evidence.placed(words[from].hash);
    match prepared.known(parts, from, to) {
        Some(known) => {
            let people = to == from + 1 && evidence.person(words[from].hash);
            let large = known.size > 5 || known.kind != FeatureKind::Town;
            !people || large || placed
        }
        None => placed || context::room(words, from, to),
    }
}

/// The place that a run names although the model takes it for none: what the words before it or a dateline tell.
fn forced(prepared: &Prepared<'_>, parts: &Parts, run: Mention, last: usize) -> Option<Mention> {
    let words = &prepared.words;
    let known = (run.from + 1..=run.to).rev().find(|to| prepared.known(parts, run.from, *to).is_some());
    let short = run.to - run.from <= 3;
    if short && (context::told(words, run.from) || context::told_behind(words, run.to)) {
        return Some(run);
    }
    // A land or a city behind `in` or `of`, or one more of a list of places.
    let listed = last + 1 == run.from && last > 0 && [",", "and"].contains(&words[last].of(prepared.text));
    let firm = prepared.known(parts, run.from, run.to).filter(|known| {
        let sized = known.kind != FeatureKind::Town || known.size > 4;
        sized && matches!(known.naming, Naming::Main | Naming::Other)
    });
    let nobody = !prepared.evidence.person(words[run.from].hash);
    if firm.is_some() && nobody && (listed || context::led(words, run.from)) {
        return Some(run);
    }
    let to = known.filter(|_| context::dateline(prepared.text, words, run.from))?;
    Some(Mention { from: run.from, to })
}
