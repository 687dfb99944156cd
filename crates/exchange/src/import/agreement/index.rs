//! What the blocks of a file call themselves and each other, also where the rest of a block is broken. Reads no more
//! of them than that.

use super::{
    super::{
        fields::{self, Fields},
        nearest::did_you_mean,
        problem::{Placed, Problems},
    },
    markdown::{Block, Sort},
};
use std::{collections::BTreeSet, ops::Range};

/// A block that has a name.
struct Entry {
    sort: Sort,
    id: String,
    at: Range<usize>,
    line: usize,
    /// The term of a provision.
    term: Option<String>,
}

/// The named blocks of a file.
#[derive(Default)]
pub(super) struct Index {
    entries: Vec<Entry>,
    /// The words of every zone.
    zones: BTreeSet<String>,
}

impl Index {
    /// Looks through the blocks. Notes ids that stand twice.
    pub fn of(text: &str, blocks: &[Block], problems: &mut Problems) -> Index {
        let mut index = Index::default();
        for block in blocks.iter().filter(|block| block.sort != Sort::Agreement) {
            // Its mistakes are noted when it is read; here only the names count.
            let mut silent = Problems::of("", text);
            let (table, _) = fields::parse(&text[block.body.clone()], block.body.start, &mut silent);
            let fields = Fields::of(&table, block.body.start, block.sort.word(), block.fence.clone());
            let changes = fields.tables("change", "change", &mut silent);
            for named in changes.iter().chain([&fields]).flat_map(|table| {
                ["zone", "outside"].into_iter().flat_map(|key| table.list(key, &mut Problems::of("", text)))
            }) {
                index.zones.insert(named.value);
            }
            let Some(Placed { value: id, at }) = fields.words("id", &mut silent) else { continue };
            let term = fields.words("term", &mut silent).map(|term| term.value);
            let entry = Entry { sort: block.sort, id, at, line: block.line, term };
            index.add(entry, problems);
        }
        index
    }

    fn add(&mut self, new: Entry, problems: &mut Problems) {
        // Steps may be turns or provisions, so that these share their ids.
        let step = |sort: Sort| matches!(sort, Sort::Provision | Sort::Turn);
        let clashes =
            |old: &&Entry| old.id == new.id && (old.sort == new.sort || (step(old.sort) && step(new.sort)));
        match self.entries.iter().find(clashes) {
            Some(old) => {
                let (id, line) = (&new.id, old.line);
                let message = if old.sort == new.sort {
                    format!("two {}s have the id `{id}`", new.sort.word())
                } else {
                    format!("this {} has the id `{id}` of a {}", new.sort.word(), old.sort.word())
                };
                let hint = format!("the block of the first begins on line {line}");
                problems.add(&new.at, message, Some(hint));
            }
            None => self.entries.push(new),
        }
    }

    /// Notes areas that no zone names.
    pub fn unused_areas(&self, problems: &mut Problems) {
        let areas = self.entries.iter().filter(|entry| entry.sort == Sort::Area);
        for area in areas.filter(|area| !self.zones.contains(&area.id)) {
            let hint = format!("name it where a provision binds: zone = [\"{}\"]", area.id);
            problems.add(&area.at, format!("no zone names the area `{}`", area.id), Some(hint));
        }
    }

    /// Whether a block of that sort has the id.
    pub fn has(&self, sort: Sort, id: &str) -> bool {
        self.ids(sort).any(|known| known == id)
    }

    /// The ids of a sort, in the order of the file.
    pub fn ids(&self, sort: Sort) -> impl Iterator<Item = &str> {
        self.entries.iter().filter(move |entry| entry.sort == sort).map(|entry| entry.id.as_str())
    }

    /// The id, if a block of that sort has it; notes one that none has.
    pub fn need(&self, sort: Sort, id: &Placed<String>, problems: &mut Problems) -> Option<String> {
        if self.has(sort, &id.value) {
            return Some(id.value.clone());
        }
        let known: Vec<&str> = self.ids(sort).collect();
        let hint = did_you_mean(&id.value, known.iter().copied()).or_else(|| {
            (!known.is_empty()).then(|| format!("the {}s are: {}", sort.word(), known.join(", ")))
        });
        problems.add(&id.at, format!("unknown {} `{}`", sort.word(), id.value), hint);
        None
    }

    /// The id, if a turn or a provision has it; notes one that none has.
    pub fn step(&self, id: &Placed<String>, problems: &mut Problems) -> Option<String> {
        let known: Vec<&str> = self.ids(Sort::Turn).chain(self.ids(Sort::Provision)).collect();
        if known.contains(&id.value.as_str()) {
            return Some(id.value.clone());
        }
        let hint = did_you_mean(&id.value, known.iter().copied())
            .unwrap_or_else(|| format!("steps are turns and provisions: {}", known.join(", ")));
        problems.add(&id.at, format!("unknown step `{}`", id.value), Some(hint));
        None
    }

    /// The id, if a provision with that term has it; notes one that none has. `key` names it.
    pub fn of_term(
        &self,
        term: &str,
        key: &str,
        id: &Placed<String>,
        problems: &mut Problems,
    ) -> Option<String> {
        let id_of = self.need(Sort::Provision, id, problems)?;
        let entries = || self.entries.iter().filter(|entry| entry.sort == Sort::Provision);
        let found = entries().find(|entry| entry.id == id_of).and_then(|entry| entry.term.as_deref());
        // One without a term is noted as such.
        if found.is_none_or(|found| found == term) {
            return Some(id_of);
        }
        let fitting = entries().filter(|entry| entry.term.as_deref() == Some(term));
        let fitting: Vec<&str> = fitting.map(|entry| entry.id.as_str()).collect();
        let hint = match fitting[..] {
            [] => format!("no provision here has the term `{term}`"),
            _ => format!("provisions with that term are: {}", fitting.join(", ")),
        };
        let found = found.unwrap_or_default();
        let message = format!("`{key}` names `{id_of}`, which is no `{term}` but a `{found}`");
        problems.add(&id.at, message, Some(hint));
        None
    }
}
