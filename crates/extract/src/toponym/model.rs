//! The trained weights: what they are in memory and in a file. Learns nothing.

use super::feature::{BITS, View};
use super::label::Label;
use super::lists::Lists;
use super::run::Run;
use crate::ExtractError;

/// How a model's file begins; the digit is the version of features and layout together.
const MAGIC: &[u8; 8] = b"TRUCEPL1";
const LABELS: usize = Label::ALL.len();

/// Weights of each feature for each label, and the lists of words that features ask.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// Lists of words.
    pub lists: Lists,
    /// `LABELS` weights a feature.
    pub weights: Vec<i8>,
    /// Added to the labels of places, so that as much is found as is lost.
    pub lean: i32,
}

impl Weights {
    /// Weights that know nothing.
    pub fn empty(lists: Lists) -> Weights {
        Weights { lists, weights: vec![0; LABELS << BITS], lean: 0 }
    }

    /// How many features have weights.
    pub fn features() -> usize {
        1 << BITS
    }

    /// Reads a model's file.
    pub fn from_bytes(file: &str, bytes: &[u8]) -> Result<Weights, ExtractError> {
        let fault = |at: usize, problem: &str| ExtractError::Gazetteer {
            file: file.to_owned(),
            at,
            problem: problem.to_owned(),
        };
        if bytes.first_chunk::<8>() != Some(MAGIC) {
            return Err(fault(0, "is no model of place names of this version"));
        }
        let mut at = 8;
        let mut word = || {
            let value = bytes.get(at..).and_then(|rest| rest.first_chunk()).map(|b| u32::from_le_bytes(*b));
            at += 4;
            value.ok_or_else(|| fault(bytes.len(), "the model ends too early"))
        };
        let lean = word()? as i32;
        let mut list = || {
            let count = word()? as usize;
            (0..count.min(bytes.len())).map(|_| word()).collect::<Result<Vec<u32>, ExtractError>>()
        };
        let lists = Lists { given: list()?, family: list()?, common: list()? };
        let weights = bytes.get(at..at + (LABELS << BITS));
        let weights = weights.ok_or_else(|| fault(bytes.len(), "the model ends too early"))?;
        Ok(Weights { lists, lean, weights: weights.iter().map(|b| *b as i8).collect() })
    }

    /// Writes a model's file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend((self.lean as u32).to_le_bytes());
        for list in [&self.lists.given, &self.lists.family, &self.lists.common] {
            bytes.extend((list.len() as u32).to_le_bytes());
            bytes.extend(list.iter().flat_map(|hash| hash.to_le_bytes()));
        }
        bytes.extend(self.weights.iter().map(|w| *w as u8));
        bytes
    }

    /// Labels the words of a run from left to right; gives with each the lead of a place over anything else.
    pub(super) fn label(&self, view: &View<'_>, Run { from, to }: Run, out: &mut Vec<(Label, i32)>) {
        out.clear();
        let mut before = Label::Plain;
        for i in from..to {
            let mut sums = [0i32; LABELS];
            view.features(i, before, |feature| {
                let row = &self.weights[feature as usize * LABELS..][..LABELS];
                sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += i32::from(*weight));
            });
            sums[1] += self.lean;
            sums[2] += self.lean;
            if !before.place() {
                sums[2] = i32::MIN / 2;
            }
            let best = (0..LABELS).max_by_key(|k| sums[*k]).unwrap_or(0);
            let rest = sums[0].max(sums[3]).max(sums[4]).max(sums[5]);
            before = Label::ALL[best];
            out.push((before, sums[1].max(sums[2]) - rest));
        }
    }
}
