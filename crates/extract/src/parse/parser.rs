//! The parser: a model made ready, and one call for a sentence of tokens.

use super::encode::{Encoder, Vectors};
use super::fixed::Fixed;
use super::model::{self, DISTANCES, Model};
use super::tree::{self, TreeScratch};
use super::{Number, Packed, Relation, Tag, Upos, VerbForm};
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
}

/// Holds buffers between calls, so that parsing allocates little; one for each thread.
#[derive(Debug, Default)]
pub struct Scratch {
    vectors: Vectors,
    tree: TreeScratch,
    tags: Vec<f32>,
    parts: Vec<f32>,
    dependents: Vec<f32>,
    met: Vec<f32>,
    near: Vec<f32>,
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
    tag: Fixed,
    parts: Fixed,
    meet: Fixed,
    near: Fixed,
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
            tag: Fixed::new(&model.tag),
            parts: Fixed::new(&model.heads),
            meet: Fixed::new(&model.meet),
            near: Fixed::new(&model.near),
            root: model.root.weights.clone(),
            label_near: model.label_near.weights.clone(),
            relation: Fixed::new(&model.relation),
        })
    }

    /// Tags and parses one sentence; the answer has one word for each form, and one root unless empty.
    pub fn parse(&self, forms: &[&str], scratch: &mut Scratch) -> Vec<Word> {
        let mut words = Vec::with_capacity(forms.len());
        let mut first_root = None;
        for chunk in forms.chunks(LONGEST) {
            let base = words.len();
            self.chunk(chunk, scratch, &mut words);
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
        words
    }

    fn chunk(&self, forms: &[&str], scratch: &mut Scratch, words: &mut Vec<Word>) {
        self.encoder.read(forms, &mut scratch.vectors);
        let Vectors { state, steps, .. } = &mut scratch.vectors;
        self.tag.apply(state, steps, &mut scratch.tags);
        self.parts.apply(state, steps, &mut scratch.parts);
        self.arcs(forms.len(), scratch);
        tree::decode(&scratch.scores, forms.len(), &mut scratch.tree, &mut scratch.heads);
        self.labels(scratch);
        let tags = scratch.tags.chunks_exact(self.tags.len());
        let labels = scratch.labels.chunks_exact(self.relations.len());
        for ((&head, tags), labels) in scratch.heads.iter().zip(tags).zip(labels) {
            let tag = self.tags[most(tags.iter().copied())];
            let relation = if head == 0 {
                Relation::Root
            } else {
                let all = labels.iter().zip(&self.relations);
                let fit = all.map(|(&s, &r)| if r == Relation::Root { f32::MIN } else { s });
                self.relations[most(fit)]
            };
            words.push(Word {
                upos: tag.upos,
                form: tag.form,
                number: tag.number,
                passive: tag.passive,
                head: head.checked_sub(1),
                relation,
            });
        }
    }

    fn arcs(&self, n: usize, scratch: &mut Scratch) {
        let (arc, width) = (self.arc, 2 * (self.arc + self.label));
        let Scratch { vectors, parts, dependents, met, near, columns, packed, scores, .. } = scratch;
        dependents.clear();
        columns.clear();
        columns.extend_from_slice(&self.root);
        for part in parts.chunks_exact(width) {
            dependents.extend(part[..arc].iter().map(|v| v.max(0.0)));
            columns.extend(part[arc..2 * arc].iter().map(|v| v.max(0.0)));
        }
        self.meet.apply(dependents, &mut vectors.steps, met);
        self.near.apply(dependents, &mut vectors.steps, near);
        packed.fill_transposed(columns, arc, n + 1);
        packed.apply(met, scores);
        let rows = scores.chunks_exact_mut(n + 1).zip(near.chunks_exact(DISTANCES));
        for (i, (row, near)) in rows.enumerate() {
            for (j, score) in row.iter_mut().enumerate() {
                *score += near[model::distance(i, j.checked_sub(1))];
            }
        }
    }

    fn labels(&self, scratch: &mut Scratch) {
        let (label, width) = (self.label, 2 * (self.arc + self.label));
        let Scratch { vectors, parts, heads, pairs, labels, .. } = scratch;
        pairs.clear();
        for (i, &head) in heads.iter().enumerate() {
            let at = i * width + 2 * self.arc;
            let own = &parts[at..at + label];
            let bucket = model::distance(i, head.checked_sub(1));
            let near = &self.label_near[bucket * label..(bucket + 1) * label];
            // A root's label is known, so that any head serves.
            let at = head.saturating_sub(1) * width + 2 * self.arc + label;
            let over = &parts[at..at + label];
            let sums = own.iter().zip(over).zip(near);
            pairs.extend(sums.map(|((a, b), c)| (a + b + c).max(0.0)));
        }
        self.relation.apply(pairs, &mut vectors.steps, labels);
    }
}

fn most(scores: impl Iterator<Item = f32>) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (i, score) in scores.enumerate() {
        if score > best.1 {
            best = (i, score);
        }
    }
    best.0
}
