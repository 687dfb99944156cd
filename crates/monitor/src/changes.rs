//! What is different between two moments, each thing with before and after and the records that made it so. Says nothing
//! of who was right.

mod because;
mod reports;
mod words;

use crate::{
    Knowledge, Monitor, MonitorError,
    erasure::{Erased, erasures},
    telling::everything,
};
use because::{Cause, Search};
use jiff::Timestamp;
use reports::Reports;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use truce_exchange::Table;
use truce_model::{DocumentId, Situation};

pub use because::{MOST_JUDGED, MOST_REPORTED};

/// The columns of the changes.
pub const CHANGE: &[&str] = &["what", "id", "change", "before", "after", "because"];

/// What a thing is: its sort, and its id among those of its sort.
pub(crate) type Key = (&'static str, String);

/// The sorts of things that can be different, in the order in which they are listed.
const SORTS: [&str; 7] = ["document", "agreement", "incident", "finding", "toll", "obligation", "report"];

/// A thing that is different.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    key: Key,
    change: &'static str,
    before: Option<String>,
    after: Option<String>,
}

impl Monitor {
    /// What became different from one moment to the other: documents, agreements, incidents, findings, tolls, duties, and the
    /// reports that must be made again; each with the records because of which, or that time went on.
    ///
    /// Both moments are judged by this program and its lists as they are now, duties as of the moment's own time.
    pub fn changes(&self, since: &Knowledge, until: &Knowledge) -> Result<Table, MonitorError> {
        if until.up_to < since.up_to || until.as_of < since.as_of {
            let words = |of: &Knowledge| format!("record {}, {}", of.up_to, of.as_of);
            return Err(MonitorError::EmptyStretch { since: words(since), until: words(until) });
        }
        let (before, after) = (self.situation(since)?, self.situation(until)?);
        let erased = erasures(self.log(), since.up_to, until.up_to)?;
        let mut changes = compare(&before, &after, &erased);
        let mut reports = Reports::between(self, &before, &after)?;
        changes.extend(reports.changes()?);
        let keys: BTreeSet<Key> = changes.iter().map(|change| change.key.clone()).collect();
        let time = self.brought_by_time(&before, until.as_of, &keys)?;
        let mut search = Search::new(self, until.as_of, &mut reports);
        search.know(&after);
        let mut causes = search.causes(since.up_to, until.up_to, keys)?;
        for key in time {
            causes.entry(key).or_default().insert(Cause::Time);
        }
        Ok(table(changes, |change| match erased.get(&DocumentId::new(change.key.1.as_str())) {
            Some(erased) if change.key.0 == "document" => vec![json!(erased.seq)],
            _ => causes.get(&change.key).into_iter().flatten().map(Cause::told).collect(),
        }))
    }

    /// Those of these things that became different without any record, for time went on until `later`.
    fn brought_by_time(
        &self,
        before: &Situation,
        later: Timestamp,
        keys: &BTreeSet<Key>,
    ) -> Result<BTreeSet<Key>, MonitorError> {
        if before.as_of == later {
            return Ok(BTreeSet::new());
        }
        let later = self.situation(&Knowledge { up_to: before.seq, as_of: later, cut_off: None })?;
        let (was, is) = (contents(before), contents(&later));
        Ok(keys.iter().filter(|key| was.get(*key) != is.get(*key)).cloned().collect())
    }
}

/// A thing as it stands in a situation.
struct Thing {
    content: String,
    words: String,
}

/// Everything that a situation holds, by sort and id.
fn things(situation: &Situation) -> BTreeMap<Key, Thing> {
    let mut words = words::all(situation);
    let contents = contents(situation).into_iter();
    contents
        .map(|(key, content)| {
            let words = words.remove(&key).unwrap_or_default();
            (key, Thing { content, words })
        })
        .collect()
}

/// Everything that a situation holds, in full.
fn contents(situation: &Situation) -> BTreeMap<Key, String> {
    let mut all = everything(situation);
    let documents = situation.documents.iter();
    all.extend(documents.map(|one| (("document", one.id.to_string()), crate::telling::json(one))));
    let agreements = situation.agreements.iter();
    all.extend(agreements.map(|one| (("agreement", one.id.to_string()), crate::telling::json(one))));
    all
}

/// What is different between two situations, between which these documents were erased.
pub(crate) fn compare(
    before: &Situation,
    after: &Situation,
    erased: &BTreeMap<DocumentId, Erased>,
) -> Vec<Change> {
    let (was, is) = (things(before), things(after));
    let keys: BTreeSet<&Key> = was.keys().chain(is.keys()).collect();
    let mut changes: Vec<Change> =
        keys.into_iter().filter_map(|key| difference(key, was.get(key), is.get(key))).collect();
    let is_retracted =
        |situation: &Situation, key: &Key| situation.retracted.iter().any(|one| one.id.as_str() == key.1);
    for change in changes.iter_mut().filter(|change| change.key.0 == "incident" && change.change == "changed")
    {
        if is_retracted(after, &change.key) && !is_retracted(before, &change.key) {
            change.change = "retracted";
        }
    }
    changes.retain(|change| {
        change.key.0 != "document" || !erased.contains_key(&DocumentId::new(change.key.1.as_str()))
    });
    for (id, Erased { by, reason, .. }) in erased {
        let withdrawn =
            before.withdrawal(id).map(|one| format!("{}, withdrawn by {}", one.document.name, one.by));
        changes.push(Change {
            key: ("document", id.to_string()),
            change: "erased",
            before: before.document(id).map(|document| document.name.clone()).or(withdrawn),
            after: Some(format!("erased by {by}: {reason}")),
        });
    }
    let place = |change: &Change| SORTS.iter().position(|sort| *sort == change.key.0);
    changes.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.key.cmp(&b.key)));
    changes
}

fn difference(key: &Key, was: Option<&Thing>, is: Option<&Thing>) -> Option<Change> {
    let change = match (was, is) {
        (Some(was), Some(is)) if was.content == is.content => return None,
        (Some(_), Some(_)) => "changed",
        (None, _) => "new",
        (_, None) => "gone",
    };
    let mut after = is.map(|is| is.words.clone());
    if let (Some(was), Some(is)) = (was, is)
        && was.words == is.words
    {
        after =
            Some(format!("{} (other {})", is.words, differing_fields(&was.content, &is.content).join(", ")));
    }
    Some(Change { key: key.clone(), change, before: was.map(|was| was.words.clone()), after })
}

/// The fields in which two things differ, where their words do not tell it.
fn differing_fields(was: &str, is: &str) -> Vec<String> {
    let fields = |content: &str| match serde_json::from_str(content) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (was, is) = (fields(was), fields(is));
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    names.into_iter().filter(|name| was.get(*name) != is.get(*name)).cloned().collect()
}

/// The changes as rows, each with what brought it.
pub(crate) fn table(changes: Vec<Change>, because: impl Fn(&Change) -> Vec<Value>) -> Table {
    let row = |change: Change| {
        let because = because(&change);
        let Change { key: (what, id), change, before, after } = change;
        vec![json!(what), json!(id), json!(change), json!(before), json!(after), Value::Array(because)]
    };
    Table { columns: CHANGE.to_vec(), rows: changes.into_iter().map(row).collect() }
}
