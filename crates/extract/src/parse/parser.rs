//! The parser: a model made ready, and one call for a sentence of tokens.

use super::encode::{Encoder, Vectors};
use super::fixed::{self, Fixed, Way, Work};
use super::model::{self, DISTANCES, Model};
use super::tree::{self, TreeScratch};
use super::{Matrix, Number, Packed, Relation, Tag, Upos, VerbForm};
use crate::ExtractError;

/// Longer sentences are cut, so that the time stays linear.
const LONGEST: usize = 128;

/// Tells what the parser thinks of one token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Part of speech.
    pub upos: Upos,
    /// Form of a verb.
    pub form: VerbForm,
    /// Number of a noun.
    pub number: Number,
    /// Whether a past participle is passive.
    pub passive: bool,
    /// Index of the head in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// Relation to the head.
    pub relation: Relation,
    /// Lead of the head over the next best one, in eighths of a score; 0 if the tree forced a lesser one.
    pub lead: u8,
}

/// Least leads, with the share of such words whose head is right on the development set, in percent.
const SURE: [(u8, u8); 9] =
    [(80, 99), (48, 98), (40, 97), (32, 95), (24, 90), (16, 81), (8, 67), (1, 52), (0, 41)];

impl Word {
    /// Gives the chance that the head is right, in percent, as words with such a lead had it on annotated text.
    pub fn sure_percent(&self) -> u8 {
        SURE.iter().find(|(least, _)| self.lead >= *least).map_or(0, |(_, percent)| *percent)
    }
}

/// Holds buffers between calls, so that parsing allocates little; one for each thread.
#[derive(Debug, Default)]
pub struct Scratch {
    vectors: Vectors,
    tree: TreeScratch,
    outputs: Vec<f32>,
    dependents: Vec<f32>,
    met: Vec<f32>,
    columns: Vec<f32>,
    packed: Packed,
    scores: Vec<f32>,
    heads: Vec<usize>,
    pairs: Vec<f32>,
    labels: Vec<f32>,
}

/// Tags and parses sentences with one model; shared freely between threads.
#[derive(Debug)]
pub struct Parser {
    encoder: Encoder,
    arc: usize,
    label: usize,
    tags: Vec<Tag>,
    relations: Vec<Relation>,
    /// Scores of tags, then the vectors of a word as dependent and head, for arcs and for labels.
    outputs: Fixed,
    /// Meeting of dependent and head, then the weight of each distance.
    meet: Fixed,
    root: Vec<f32>,
    label_near: Vec<f32>,
    relation: Fixed,
}

impl Parser {
    /// Makes a parser of the model that comes with the program.
    pub fn builtin() -> Result<Parser, ExtractError> {
        Parser::from_bytes(include_bytes!("../../model/english.model"))
    }

    /// Makes a parser of the bytes of a model file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Parser, ExtractError> {
        Parser::from_model(&Model::from_bytes(bytes)?)
    }

    /// Makes a parser of a model.
    pub fn from_model(model: &Model) -> Result<Parser, ExtractError> {
        Ok(Parser {
            encoder: Encoder::new(model)?,
            arc: model.arc,
            label: model.label,
            tags: model.tags.clone(),
            relations: model.relations.clone(),
            outputs: Fixed::new(&[&model.tag, &model.heads]),
            meet: Fixed::new(&[&model.meet, &model.near]),
            root: model.root.weights.clone(),
            label_near: model.label_near.weights.clone(),
            relation: Fixed::new(&[&without_root(model)]),
        })
    }

    /// Tags and parses one sentence; the answer has one word for each form, and one root unless empty.
    pub fn parse(&self, forms: &[&str], scratch: &mut Scratch) -> Vec<Word> {
        let mut words = Vec::with_capacity(forms.len());
        fixed::dispatch(Sentence { parser: self, forms, scratch, words: &mut words });
        words
    }

    #[inline(always)]
    fn chunk(&self, way: impl Way, forms: &[&str], scratch: &mut Scratch, words: &mut Vec<Word>) {
        self.encoder.read(way, forms, &mut scratch.vectors);
        let Vectors { state, steps, .. } = &mut scratch.vectors;
        self.outputs.steps(state, steps);
        self.outputs.apply(way, steps, &mut scratch.outputs);
        self.arcs(way, forms.len(), scratch);
        tree::decode(&scratch.scores, forms.len(), &mut scratch.tree, &mut scratch.heads);
        self.labels(way, scratch);
        let outputs = scratch.outputs.chunks_exact(self.outputs.cols());
        let labels = scratch.labels.chunks_exact(self.relations.len());
        let rows = scratch.scores.chunks_exact(forms.len() + 1);
        let chosen = scratch.heads.iter().zip(rows).enumerate();
        for (((i, (&head, row)), outputs), labels) in chosen.zip(outputs).zip(labels) {
            let tag = self.tags[most(&outputs[..self.tags.len()])];
            let relation = if head == 0 { Relation::Root } else { self.relations[most(labels)] };
            words.push(Word {
                upos: tag.upos,
                form: tag.form,
                number: tag.number,
                passive: tag.passive,
                head: head.checked_sub(1),
                relation,
                lead: tree::lead(row, i + 1, head),
            });
        }
    }

    /// Scores each word under each head.
    #[inline(always)]
    fn arcs(&self, way: impl Way, n: usize, scratch: &mut Scratch) {
        let (arc, width) = (self.arc, self.meet.cols());
        let Scratch { vectors, outputs, dependents, met, columns, packed, scores, .. } = scratch;
        dependents.clear();
        columns.clear();
        columns.extend_from_slice(&self.root);
        for output in outputs.chunks_exact(self.outputs.cols()) {
            let part = &output[self.tags.len()..];
            dependents.extend(part[..arc].iter().map(|v| v.max(0.0)));
            columns.extend(part[arc..2 * arc].iter().map(|v| v.max(0.0)));
        }
        self.meet.steps(dependents, &mut vectors.steps);
        self.meet.apply(way, &vectors.steps, met);
        packed.fill_transposed(columns, arc, n + 1);
        packed.apply_within(met, width, scores);
        let rows = scores.chunks_exact_mut(n + 1).zip(met.chunks_exact(width));
        for (i, (row, met)) in rows.enumerate() {
            let near = &met[arc..arc + DISTANCES];
            for (j, score) in row.iter_mut().enumerate() {
                *score += near[model::distance(i, j.checked_sub(1))];
            }
        }
    }

    /// Scores each word's relations to the head that it was given.
    #[inline(always)]
    fn labels(&self, way: impl Way, scratch: &mut Scratch) {
        let (label, width) = (self.label, self.outputs.cols());
        let start = self.tags.len() + 2 * self.arc;
        let Scratch { vectors, outputs, heads, pairs, labels, .. } = scratch;
        pairs.resize(heads.len() * label, 0.0);
        for ((i, &head), pair) in heads.iter().enumerate().zip(pairs.chunks_exact_mut(label)) {
            let own = &outputs[i * width + start..][..label];
            let bucket = model::distance(i, head.checked_sub(1));
            let near = &self.label_near[bucket * label..][..label];
            // A root's label is known, so that any head serves.
            let over = &outputs[head.saturating_sub(1) * width + start + label..][..label];
            for (sum, ((a, b), c)) in pair.iter_mut().zip(own.iter().zip(over).zip(near)) {
                *sum = (a + b + c).max(0.0);
            }
        }
        self.relation.steps(pairs, &mut vectors.steps);
        self.relation.apply(way, &vectors.steps, labels);
    }
}

/// Takes the relation `root` out of the choice, for it is no word's relation to another.
fn without_root(model: &Model) -> Matrix {
    let mut matrix = model.relation.clone();
    if let Some(at) = model.relations.iter().position(|&r| r == Relation::Root) {
        matrix.bias[at] = f32::MIN;
    }
    matrix
}

/// Finds the place of the highest score.
#[inline(always)]
fn most(scores: &[f32]) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (i, &score) in scores.iter().enumerate() {
        if score > best.1 {
            best = (i, score);
        }
    }
    best.0
}

/// Parses a sentence each way.
struct Sentence<'a> {
    parser: &'a Parser,
    forms: &'a [&'a str],
    scratch: &'a mut Scratch,
    words: &'a mut Vec<Word>,
}

impl Work for Sentence<'_> {
    #[inline(always)]
    fn go<W: Way>(self, way: W) {
        let Sentence { parser, forms, scratch, words } = self;
        let mut first_root = None;
        for chunk in forms.chunks(LONGEST) {
            let base = words.len();
            parser.chunk(way, chunk, scratch, words);
            let root = (base..words.len()).find(|&i| words[i].head.is_none());
            for word in &mut words[base..] {
                word.head = word.head.map(|h| h + base);
            }
            match (first_root, root) {
                (None, _) => first_root = root,
                (Some(_), Some(at)) => {
                    words[at].head = first_root;
                    words[at].relation = Relation::Parataxis;
                }
                (Some(_), None) => {}
            }
        }
    }
}
