//! Keeps what was judged at the end of each day, and now, beside the log from which it follows. Judges nothing.
//!
//! A telling is the last record of a day (UTC) or the last of all. What was told at one and not at the one before
//! begins there; what is told no longer ends there. The telling of a day that is not over gives way to the next.

use crate::{
    Cause, Readable, StoreError,
    sql::{Sql, Target, Value, column},
};
use std::collections::BTreeMap;
use truce_model::Seq;

/// One thing that was judged: an incident, a finding, a toll.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// What sort of thing.
    pub view: String,
    /// Its id among those of its sort.
    pub id: String,
    /// The thing itself, as JSON.
    pub content: String,
}

/// What judges a state of the log: everything told at a record, or `None` where that is too much to keep.
pub type Tell<'t> = dyn FnMut(&dyn Readable, Seq) -> Result<Option<Vec<Told>>, Cause> + 't;

/// Who tells, and how.
pub struct Teller<'t> {
    /// The program and its lists, by a word that changes when what they judge can change.
    pub program: &'t str,
    /// Judges.
    pub tell: &'t mut Tell<'t>,
}

/// Brings what is told from the last telling up to the head.
pub(crate) fn catch_up(sql: &dyn Sql, log: &dyn Readable, teller: &mut Teller<'_>) -> Result<(), StoreError> {
    let last = tellings(sql)?.last().map_or(0, |(seq, _)| *seq);
    for seq in ends_of_days(sql, last)? {
        let told = (teller.tell)(log, seq).map_err(|cause| StoreError::Untold {
            store: sql.store().to_owned(),
            seq,
            cause,
        })?;
        take_back_unfinished(sql, seq)?;
        match told {
            Some(told) => put(sql, seq, teller.program, told)?,
            None => return Ok(()),
        }
    }
    Ok(())
}

/// The tellings, each with the program that told.
pub(crate) fn tellings(sql: &dyn Sql) -> Result<Vec<(Seq, String)>, StoreError> {
    let rows = sql.rows("read what was told", "SELECT seq, program FROM telling ORDER BY seq", &[])?;
    rows.into_iter().map(|mut row| Ok((row.seq(0)?, row.text(1)?))).collect()
}

/// What was told at telling `seq`, by sort and id.
pub(crate) fn told(sql: &dyn Sql, seq: Seq) -> Result<Vec<Told>, StoreError> {
    let ask = "SELECT view, id, content FROM told
               WHERE from_seq <= ?1 AND (to_seq IS NULL OR to_seq > ?1) ORDER BY view, id";
    let rows = sql.rows("read what was told", ask, &[column(seq)])?;
    rows.into_iter()
        .map(|mut row| Ok(Told { view: row.text(0)?, id: row.text(1)?, content: row.text(2)? }))
        .collect()
}

/// Checks that every day up to the last telling was told, once, at its end, and that all that is told hangs on a
/// telling. What it says, only whoever told it can check.
pub(crate) fn check(sql: &dyn Sql) -> Result<(), StoreError> {
    let differs = || Err(StoreError::ViewDiffers { store: sql.store().to_owned(), view: "told" });
    let tellings: Vec<Seq> = tellings(sql)?.into_iter().map(|(seq, _)| seq).collect();
    let last = tellings.last().copied().unwrap_or(0);
    let mut days = ends_of_days(sql, 0)?;
    days.retain(|end| *end < last);
    // The last may stand within its day: then the rest of the day is not told yet.
    days.extend(tellings.last());
    let ask = "SELECT count(*) FROM told WHERE from_seq NOT IN (SELECT seq FROM telling)
               OR (to_seq IS NOT NULL AND (to_seq <= from_seq OR to_seq NOT IN (SELECT seq FROM telling)))";
    let loose = sql.first("read what was told", ask, &[])?.map_or(Ok(0), |row| row.int(0))?;
    if days != tellings || loose > 0 { differs() } else { Ok(()) }
}

/// Takes out everything told, to be told anew.
pub(crate) fn forget(sql: &dyn Sql) -> Result<(), StoreError> {
    sql.script("forget what was told", "DELETE FROM told; DELETE FROM telling;")
}

/// The last record of each day after record `after`, or of all.
fn ends_of_days(sql: &dyn Sql, after: Seq) -> Result<Vec<Seq>, StoreError> {
    let ask = "SELECT max(seq) FROM log WHERE seq > ?1 GROUP BY substr(recorded_at, 1, 10) ORDER BY 1";
    sql.rows("read the days of the log", ask, &[column(after)])?.iter().map(|row| row.seq(0)).collect()
}

/// Takes back the last telling if its day went on up to record `seq`.
fn take_back_unfinished(sql: &dyn Sql, seq: Seq) -> Result<(), StoreError> {
    let ask = "SELECT telling.seq FROM telling JOIN log AS before ON before.seq = telling.seq
               JOIN log AS after ON after.seq = ?1
               WHERE substr(before.recorded_at, 1, 10) = substr(after.recorded_at, 1, 10)";
    for row in sql.rows("read what was told", ask, &[column(seq)])? {
        let back = [Value::Int(row.int(0)?)];
        sql.run("tell", "DELETE FROM told WHERE from_seq = ?1", &back)?;
        sql.run("tell", "UPDATE told SET to_seq = NULL WHERE to_seq = ?1", &back)?;
        sql.run("tell", "DELETE FROM telling WHERE seq = ?1", &back)?;
    }
    Ok(())
}

/// Writes what is different from the telling before.
fn put(sql: &dyn Sql, seq: Seq, program: &str, told: Vec<Told>) -> Result<(), StoreError> {
    let rows =
        sql.rows("read what was told", "SELECT view, id, content FROM told WHERE to_seq IS NULL", &[])?;
    let mut before: BTreeMap<(String, String), String> = BTreeMap::new();
    for mut row in rows {
        before.insert((row.text(0)?, row.text(1)?), row.text(2)?);
    }
    let mut new = Vec::new();
    for Told { view, id, content } in told {
        let key = (view, id);
        if before.get(&key) == Some(&content) {
            before.remove(&key);
            continue;
        }
        let (view, id) = key;
        new.push(vec![view.into(), id.into(), column(seq), content.into()]);
    }
    for (view, id) in before.into_keys() {
        let end = "UPDATE told SET to_seq = ?1 WHERE view = ?2 AND id = ?3 AND to_seq IS NULL";
        sql.run("tell", end, &[column(seq), view.into(), id.into()])?;
    }
    let columns = &["view", "id", "from_seq", "content"];
    sql.put("tell", Target { table: "told", columns }, &new)?;
    let telling = "INSERT INTO telling (seq, program) VALUES (?1, ?2)";
    sql.run("tell", telling, &[column(seq), program.into()]).map(drop)
}
