//! The names of places in a text, in its order.

use super::model::Weights;
use super::prepared::{Parts, Prepared};
use super::resolve::resolve;
use crate::ExtractError;
use crate::gazetteer::{Bytes, Gazetteer};
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
                let named = |k: &usize| prepared.words[words.start + k].capital();
                let last = (from..i).rev().find(named);
                mentions.extend(
                    last.map(|last| Mention { from: words.start + from, to: words.start + last + 1 }),
                );
            }
        }
        mentions
    }
}
