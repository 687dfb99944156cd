//! The model file: what the trainer writes and the parser reads; layout and sizes, no arithmetic on sentences.
//!
//! Rows of the feature table are bytes with a scale each, matrices 16-bit with one scale. Everything is little-endian.

use super::fixed::MOST_INPUTS;
use super::{Matrix, Relation, Tag};
use crate::ExtractError;

const MAGIC: &[u8; 8] = b"trparse2";

/// Counts the words around and with a word that its convolution sees.
pub const WINDOW: usize = 5;

/// Counts the buckets of the signed distance between a word and its head.
pub const DISTANCES: usize = 19;

/// Finds the bucket of the distance from word `dependent` to head `head`; the root has its own.
pub fn distance(dependent: usize, head: Option<usize>) -> usize {
    let Some(head) = head else { return 0 };
    let step = STEPS[head.abs_diff(dependent).min(STEPS.len() - 1)];
    usize::from(if head > dependent { 1 + step } else { 10 + step })
}

const STEPS: [u8; 26] = [0, 0, 1, 2, 3, 4, 4, 5, 5, 5, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8];

/// Holds everything a parser knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Width of a token's vector.
    pub hidden: usize,
    /// Width of the vectors that are compared for an arc.
    pub arc: usize,
    /// Width of the layer that chooses a label.
    pub label: usize,
    /// The tags that the tagger chooses from.
    pub tags: Vec<Tag>,
    /// The relations that the labeller chooses from.
    pub relations: Vec<Relation>,
    /// Keys of the feature table; key `i` owns row `i + 1`, row 0 is for unknown words.
    pub keys: Vec<u32>,
    /// Scale of each row.
    pub scales: Vec<f32>,
    /// Rows of the feature table, `hidden` bytes each.
    pub rows: Vec<i8>,
    /// Convolution over a word and its neighbours.
    pub conv: Matrix,
    /// Recurrent layers.
    pub layers: Vec<Matrix>,
    /// Scores of tags.
    pub tag: Matrix,
    /// Vectors of a word as dependent and head, for arcs and for labels.
    pub heads: Matrix,
    /// Meeting of dependent and head.
    pub meet: Matrix,
    /// The root's vector as head.
    pub root: Matrix,
    /// Weight of each distance for a dependent.
    pub near: Matrix,
    /// Vector of each distance for labels.
    pub label_near: Matrix,
    /// Scores of relations.
    pub relation: Matrix,
}

impl Model {
    /// Writes the model as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let sizes = [self.hidden, self.arc, self.label, self.layers.len()];
        let counts = [self.tags.len(), self.relations.len(), self.keys.len()];
        for size in sizes.into_iter().chain(counts) {
            out.extend((size as u32).to_le_bytes());
        }
        out.extend(self.tags.iter().flat_map(|t| t.code().to_le_bytes()));
        out.extend(self.relations.iter().map(|r| r.code()));
        out.extend(self.keys.iter().flat_map(|k| k.to_le_bytes()));
        out.extend(self.scales.iter().flat_map(|s| s.to_le_bytes()));
        out.extend(self.rows.iter().map(|&b| b as u8));
        let [first, rest] = [vec![&self.conv], self.last()];
        for matrix in first.into_iter().chain(&self.layers).chain(rest) {
            put(&matrix.weights, &mut out);
            put(&matrix.bias, &mut out);
        }
        out
    }

    fn last(&self) -> Vec<&Matrix> {
        vec![&self.tag, &self.heads, &self.meet, &self.root, &self.near, &self.label_near, &self.relation]
    }

    /// Reads a model from bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Model, ExtractError> {
        let mut from = Source { bytes };
        if from.take(MAGIC.len(), "header").ok() != Some(MAGIC.as_slice()) {
            return Err(broken("header", "not a model of this version"));
        }
        let mut width = || from.size(MOST_INPUTS);
        let (hidden, arc, label) = (width()?, width()?, width()?);
        let (depth, tags, relations) = (from.size(16)?, from.size(1024)?, from.size(255)?);
        let keys = from.size(1 << 22)?;
        if hidden == 0 || hidden % 2 == 1 || arc == 0 || label == 0 || tags == 0 || relations < 2 {
            return Err(broken("size", "is out of range"));
        }
        let tags = from.words(tags, "tags", |c| Tag::from_code(u16::from_le_bytes(c)))?;
        let relations = from.words(relations, "relations", |[c]| Relation::from_code(c))?;
        let keys = from.words(keys, "keys", |c| Some(u32::from_le_bytes(c)))?;
        let scales = from.words(keys.len() + 1, "scales", |c| Some(f32::from_le_bytes(c)))?;
        let rows = from.take((keys.len() + 1) * hidden, "rows")?;
        let rows = rows.iter().map(|&b| b as i8).collect();
        let conv = from.matrix(WINDOW * hidden, hidden)?;
        let layers = (0..depth).map(|_| from.matrix(hidden, 2 * hidden)).collect::<Result<_, _>>()?;
        Ok(Model {
            tag: from.matrix(hidden, tags.len())?,
            heads: from.matrix(hidden, 2 * (arc + label))?,
            meet: from.matrix(arc, arc)?,
            root: from.matrix(1, arc)?,
            near: from.matrix(arc, DISTANCES)?,
            label_near: from.matrix(DISTANCES, label)?,
            relation: from.matrix(label, relations.len())?,
            hidden,
            arc,
            label,
            tags,
            relations,
            keys,
            scales,
            rows,
            conv,
            layers,
        })
    }
}

/// Says what is wrong with a part of a model.
pub(super) fn broken(part: &'static str, problem: &'static str) -> ExtractError {
    ExtractError::Parser { part, problem }
}

fn put(values: &[f32], out: &mut Vec<u8>) {
    let most = values.iter().fold(0.0_f32, |m, v| m.max(v.abs()));
    let scale = if most > 0.0 { most / 32767.0 } else { 1.0 };
    out.extend(scale.to_le_bytes());
    out.extend(values.iter().flat_map(|v| ((v / scale).round() as i16).to_le_bytes()));
}

struct Source<'a> {
    bytes: &'a [u8],
}

impl<'a> Source<'a> {
    fn take(&mut self, count: usize, part: &'static str) -> Result<&'a [u8], ExtractError> {
        let (head, rest) = self.bytes.split_at_checked(count).ok_or(broken(part, "is cut short"))?;
        self.bytes = rest;
        Ok(head)
    }

    fn words<const N: usize, T>(
        &mut self,
        count: usize,
        part: &'static str,
        read: impl Fn([u8; N]) -> Option<T>,
    ) -> Result<Vec<T>, ExtractError> {
        let bytes = self.take(count * N, part)?;
        let (chunks, _) = bytes.as_chunks::<N>();
        chunks.iter().map(|&c| read(c)).collect::<Option<_>>().ok_or(broken(part, "is out of range"))
    }

    fn size(&mut self, most: usize) -> Result<usize, ExtractError> {
        let sizes = self.words(1, "header", |c| usize::try_from(u32::from_le_bytes(c)).ok())?;
        sizes.first().copied().filter(|&s| s <= most).ok_or(broken("size", "is out of range"))
    }

    fn floats(&mut self, count: usize) -> Result<Vec<f32>, ExtractError> {
        let scale = self.words(1, "weights", |c| Some(f32::from_le_bytes(c)))?;
        let scale = scale.first().copied().filter(|s| s.is_finite());
        let scale = scale.ok_or(broken("weights", "is out of range"))?;
        self.words(count, "weights", |c| Some(f32::from(i16::from_le_bytes(c)) * scale))
    }

    fn matrix(&mut self, inner: usize, cols: usize) -> Result<Matrix, ExtractError> {
        let weights = self.floats(inner * cols)?;
        let bias = self.floats(cols)?;
        Ok(Matrix { inner, cols, weights, bias })
    }
}
