//! From a sentence to numbers: rows of its features and gold answers, with words dropped and cases changed at random.

use crate::conllu::{Gold, Sentence};
use crate::rng::Rng;
use std::collections::HashMap;
use truce_extract::parse::feature::{self, Keys};
use truce_extract::parse::{Relation, Tag, Upos};

/// Holds the inventories counted on the training text.
pub struct Inventory {
    pub tags: Vec<Tag>,
    pub relations: Vec<Relation>,
    pub keys: Vec<u32>,
    pub rows: HashMap<u32, (u32, u32)>,
    tag_ids: HashMap<Tag, usize>,
    relation_ids: HashMap<Relation, usize>,
}

/// Holds one sentence as the network wants it.
#[derive(Default)]
pub struct Sample {
    pub rows: Vec<Vec<u32>>,
    pub tags: Vec<Option<usize>>,
    pub heads: Vec<usize>,
    pub relations: Vec<usize>,
}

impl Inventory {
    /// Counts tags, relations and features; rare ones are left out.
    pub fn new(train: &[Sentence], least_word: u32, least_rest: u32) -> Inventory {
        let mut tags: HashMap<Tag, u32> = HashMap::new();
        let mut relations: HashMap<Relation, u32> = HashMap::new();
        let (mut words, mut rest) = (HashMap::<u32, u32>::new(), HashMap::<u32, u32>::new());
        for sentence in train {
            for (i, word) in sentence.words.iter().enumerate() {
                *tags.entry(word.tag).or_default() += 1;
                *relations.entry(word.relation).or_default() += 1;
                let keys = feature::keys(&word.form, i == 0);
                *words.entry(keys.word()).or_default() += 1;
                for &key in keys.rest() {
                    *rest.entry(key).or_default() += 1;
                }
            }
        }
        let words = words.into_iter().filter(|w| w.1 >= least_word);
        let rest = rest.into_iter().filter(|w| w.1 >= least_rest);
        let mut keys: Vec<(u32, u32)> = words.chain(rest).collect();
        keys.sort_unstable();
        keys.dedup_by_key(|k| k.0);
        let rows = keys.iter().enumerate().map(|(i, k)| (k.0, (i as u32 + 1, k.1))).collect();
        let mut tags: Vec<Tag> = tags.into_iter().filter(|t| t.1 >= 3).map(|t| t.0).collect();
        let mut relations: Vec<Relation> = relations.into_keys().collect();
        tags.sort_unstable();
        relations.sort_unstable();
        Inventory {
            tag_ids: tags.iter().enumerate().map(|(i, &t)| (t, i)).collect(),
            relation_ids: relations.iter().enumerate().map(|(i, &r)| (r, i)).collect(),
            keys: keys.into_iter().map(|k| k.0).collect(),
            tags,
            relations,
            rows,
        }
    }

    /// Makes a sample, changed a little at random.
    pub fn sample(&self, sentence: &Sentence, dropped: f32, rng: &mut Rng) -> Sample {
        let mut words: Vec<&Gold> = sentence.words.iter().collect();
        let n = words.len();
        let leaf = |i: usize| sentence.words.iter().all(|w| w.head != i);
        if n > 3 && rng.chance(0.06) && words[n - 1].tag.upos == Upos::Punct && leaf(n) {
            words.pop();
        }
        let cased = rng.unit();
        let mut out = Sample::default();
        for (i, word) in words.iter().enumerate() {
            let form = recase(&word.form, cased);
            out.rows.push(self.row_list(&feature::keys(&form, i == 0), dropped, rng));
            out.tags.push(self.tag_ids.get(&word.tag).copied());
            out.heads.push(word.head);
            out.relations.push(self.relation_ids[&word.relation]);
        }
        out
    }

    fn row_list(&self, keys: &Keys, dropped: f32, rng: &mut Rng) -> Vec<u32> {
        let mut list = Vec::with_capacity(feature::MAX_KEYS);
        list.push(match self.rows.get(&keys.word()) {
            Some(&(row, count)) if !rng.chance(dropped / (dropped + count as f32)) => row,
            _ => 0,
        });
        list.extend(keys.rest().iter().filter_map(|k| Some(self.rows.get(k)?.0)));
        list
    }
}

fn recase(form: &str, cased: f32) -> String {
    if cased < 0.015 {
        form.to_uppercase()
    } else if cased < 0.03 {
        let mut chars = form.chars();
        let first = chars.next().map(|c| c.to_uppercase().collect::<String>());
        first.unwrap_or_default() + chars.as_str()
    } else {
        form.to_string()
    }
}
