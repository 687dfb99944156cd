//! Keeps the index of words in the store, in parts that follow the log: adds, joins, takes out. Ranks nothing.

use crate::{
    StoreError, claims, read,
    shelf::{self, CHUNK, Contents},
    sql::{Sql, Target, Value},
    words::{self, Files},
};
use std::collections::HashSet;
use truce_model::{Claim, Hash, Record, Seq};

/// How many parts of one size are joined into one.
const JOINED: usize = 8;
/// Parts are not joined into one of more claims than this: it must fit into memory, and be made anew after an erasure.
const LARGEST: i64 = 2_000_000;
/// How many quotes are put into one part while the views are derived from the log.
const GATHERED: usize = 200_000;

/// A part of the index: the claims whose ordinals are `first` and those behind it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) id: i64,
    pub(crate) first: i64,
    pub(crate) claims: i64,
    /// How many words they have.
    pub(crate) words: i64,
    pub(crate) contents: Contents,
}

/// The quotes of claims that are not indexed yet, in the order of the log.
#[derive(Default)]
pub(crate) struct Gathered {
    numbers: Vec<i64>,
    quotes: Vec<String>,
}

/// The index of what was gathered.
pub(crate) struct Indexed {
    files: Files,
    /// How many words each claim has.
    words: Vec<usize>,
}

impl Gathered {
    /// Adds the claims that record `seq` read.
    pub(crate) fn add(&mut self, seq: Seq, claims: &[Claim]) {
        for (number, quote) in quotes(seq, claims) {
            self.numbers.push(number);
            self.quotes.push(quote.to_owned());
        }
    }

    /// Makes the index of what was gathered.
    pub(crate) fn index(&self) -> Result<Option<Indexed>, crate::Cause> {
        if self.numbers.is_empty() {
            return Ok(None);
        }
        let files = words::index(self.quotes.iter().map(String::as_str))?;
        Ok(Some(Indexed { files, words: self.quotes.iter().map(|quote| words::count(quote)).collect() }))
    }

    /// Writes the index of what was gathered once that is much.
    pub(crate) fn flush_if_full(&mut self, sql: &dyn Sql) -> Result<(), StoreError> {
        if self.quotes.len() < GATHERED { Ok(()) } else { self.flush(sql) }
    }

    /// Writes the index of what was gathered.
    pub(crate) fn flush(&mut self, sql: &dyn Sql) -> Result<(), StoreError> {
        let index = self.index().map_err(|cause| failed(sql, cause))?;
        self.put(sql, index)?;
        *self = Gathered::default();
        Ok(())
    }

    /// Writes an index of what was gathered behind the last part.
    pub(crate) fn put(&self, sql: &dyn Sql, index: Option<Indexed>) -> Result<(), StoreError> {
        let Some(index) = index else { return Ok(()) };
        let first = parts(sql)?.last().map_or(0, |last| last.first + last.claims);
        self.put_at(sql, first, &index)?;
        join_small(sql)
    }

    /// Writes an index of what was gathered, of which the first claim is `first`.
    fn put_at(&self, sql: &dyn Sql, first: i64, index: &Indexed) -> Result<(), StoreError> {
        let words = self.put_runs(sql, first, &index.words)?;
        put_part(sql, first, self.numbers.len() as i64, words, &index.files)
    }

    /// Writes which ordinals follow one another as the numbers do; gives how many words there are.
    fn put_runs(&self, sql: &dyn Sql, first: i64, counts: &[usize]) -> Result<i64, StoreError> {
        let (mut rows, mut words): (Vec<Vec<Value>>, i64) = (Vec::new(), 0);
        for (at, (number, count)) in self.numbers.iter().zip(counts).enumerate() {
            // A record begins a run, so that what was known at any record ends where a run does.
            if at == 0
                || self.numbers[at - 1] + 1 != *number
                || claims::seq_of(self.numbers[at - 1]) != claims::seq_of(*number)
            {
                rows.push(vec![Value::Int(first + at as i64), Value::Int(*number), Value::Int(words)]);
            }
            words += *count as i64;
        }
        let into = Target { table: "word_run", columns: &["first", "number", "words"] };
        sql.put("index words", into, &rows)?;
        Ok(words)
    }
}

/// The claims of a record with their numbers, each once.
fn quotes(seq: Seq, claims: &[Claim]) -> Vec<(i64, &str)> {
    let mut seen = HashSet::new();
    let once = claims.iter().enumerate().filter(|(_, claim)| seen.insert(&claim.id));
    once.map(|(position, claim)| (claims::number_of(seq, position), claim.quote.as_str())).collect()
}

/// The parts, in the order of the log.
pub(crate) fn parts(sql: &dyn Sql) -> Result<Vec<Part>, StoreError> {
    let ask = "SELECT part, first, claims, words, contents FROM word_part ORDER BY first";
    let read = |row: &mut crate::sql::Fields<'_>| {
        let contents = row.text(4)?;
        let contents = serde_json::from_str(&contents)
            .map_err(|_| sql.damaged(None, "the index of words does not tell what it holds"))?;
        Ok(Part { id: row.int(0)?, first: row.int(1)?, claims: row.int(2)?, words: row.int(3)?, contents })
    };
    sql.rows("read the index of words", ask, &[])?.iter_mut().map(read).collect()
}

/// The number of the claim with this ordinal.
pub(crate) fn number(sql: &dyn Sql, ordinal: i64) -> Result<i64, StoreError> {
    let ask = "SELECT first, number FROM word_run WHERE first <= ?1 ORDER BY first DESC LIMIT 1";
    let row = sql.first("read the index of words", ask, &[Value::Int(ordinal)])?;
    let row = row.ok_or_else(|| sql.damaged(None, "the index of words holds a claim without a number"))?;
    Ok(row.int(1)? + ordinal - row.int(0)?)
}

/// Where the claims of all records up to some record end.
#[derive(Clone, Copy)]
pub(crate) struct End {
    /// The ordinal below which they are.
    pub(crate) ordinal: i64,
    /// How many words the claims before it have, of the part in which it lies.
    pub(crate) words: u64,
}

/// Where the claims of all records up to `up_to` end.
pub(crate) fn end_of(sql: &dyn Sql, up_to: Seq) -> Result<End, StoreError> {
    let ask = "SELECT first, words FROM word_run WHERE number >= ?1 ORDER BY number LIMIT 1";
    let row = sql.first("read the index of words", ask, &[claims::end_of(up_to)])?;
    let end =
        |row: crate::sql::Fields<'_>| Ok(End { ordinal: row.int(0)?, words: row.int(1)?.max(0) as u64 });
    row.map_or(Ok(End { ordinal: i64::MAX, words: 0 }), end)
}

/// Takes the claims of an erased document out: the parts that held one are made anew from the log.
pub(crate) fn forget(sql: &dyn Sql, extractions: &[Seq]) -> Result<(), StoreError> {
    for part in parts(sql)? {
        let held = numbers(sql, &part)?;
        let seqs: HashSet<Seq> = extractions.iter().copied().collect();
        if held.iter().any(|number| seqs.contains(&claims::seq_of(*number))) {
            let left: Vec<i64> =
                held.into_iter().filter(|number| !seqs.contains(&claims::seq_of(*number))).collect();
            make_anew(sql, &part, &left)?;
        }
    }
    Ok(())
}

/// Makes a part of these claims in the place of another.
fn make_anew(sql: &dyn Sql, part: &Part, left: &[i64]) -> Result<(), StoreError> {
    drop_part(sql, part.id)?;
    let range = [Value::Int(part.first), Value::Int(part.first + part.claims)];
    sql.run("index words", "DELETE FROM word_run WHERE first >= ?1 AND first < ?2", &range)?;
    let mut gathered = Gathered::default();
    let mut seqs: Vec<Seq> = left.iter().map(|number| claims::seq_of(*number)).collect();
    seqs.dedup();
    for seq in seqs {
        if let Record::Extraction { claims, .. } = read::record(sql, seq)?.record {
            gathered.add(seq, &claims);
        }
    }
    let Some(index) = gathered.index().map_err(|cause| failed(sql, cause))? else { return Ok(()) };
    gathered.put_at(sql, part.first, &index)
}

/// Whether the index holds just the words of the claims in the log.
///
/// `expected` is the sum over all quotes (see [`words::sum_of_quote`]), `count` how many claims there are.
pub(crate) fn holds(sql: &dyn Sql, expected: u128, count: i64) -> Result<bool, StoreError> {
    let (mut sum, mut claims) = (0u128, 0);
    for part in parts(sql)? {
        let numbers = numbers(sql, &part)?;
        claims += part.claims;
        if numbers.len() as i64 != part.claims {
            return Ok(false);
        }
        let index = words::in_memory(load(sql, &part)?).map_err(|cause| failed(sql, cause))?;
        match words::sum_of_index(&index, &|at| numbers.get(at as usize).copied()) {
            Ok(of_part) => sum = sum.wrapping_add(of_part),
            Err(_) => return Ok(false),
        }
    }
    Ok(sum == expected && claims == count)
}

/// What the log says that the index must hold: adds the claims of record `seq` to a sum and a count.
pub(crate) fn expect(sum: &mut u128, count: &mut i64, seq: Seq, claims: &[Claim]) {
    for (number, quote) in quotes(seq, claims) {
        *sum = sum.wrapping_add(words::sum_of_quote(number, quote));
        *count += 1;
    }
}

/// The numbers of the claims of a part, in its order.
fn numbers(sql: &dyn Sql, part: &Part) -> Result<Vec<i64>, StoreError> {
    let ask = "SELECT first, number FROM word_run WHERE first >= ?1 AND first < ?2 ORDER BY first";
    let end = part.first + part.claims;
    let rows = sql.rows("read the index of words", ask, &[Value::Int(part.first), Value::Int(end)])?;
    let runs =
        rows.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect::<Result<Vec<_>, StoreError>>()?;
    // A part that claims to hold more than any does is damaged, and memory is not to be asked for it.
    if !(0..=2 * LARGEST).contains(&part.claims) {
        return Err(sql.damaged(None, "the index of words tells of more claims than it can hold"));
    }
    let mut numbers = Vec::with_capacity(part.claims as usize);
    for (at, (first, number)) in runs.iter().enumerate() {
        let next = runs.get(at + 1).map_or(end, |(next, _)| *next);
        numbers.extend((0..next - first).map(|step| number + step));
    }
    Ok(numbers)
}

fn put_part(sql: &dyn Sql, first: i64, claims: i64, words: i64, files: &Files) -> Result<(), StoreError> {
    let (mut contents, mut bytes) = (Contents::new(), Vec::new());
    for (name, file) in files {
        contents.insert(name.clone(), (bytes.len(), file.len()));
        bytes.extend_from_slice(file);
    }
    // A part is named by what it holds, so that a name never stands for two of them.
    let id = shelf::sum(&Hash::of_parts([&first.to_be_bytes()[..], &bytes]));
    let rows: Vec<Vec<Value>> = (0..)
        .zip(bytes.chunks(CHUNK))
        .map(|(position, chunk)| {
            let sum = shelf::sum(&Hash::of(chunk));
            vec![Value::Int(id), Value::Int(position), chunk.into(), Value::Int(sum)]
        })
        .collect();
    let columns = &["part", "position", "bytes", "sum"];
    sql.put("index words", Target { table: "word_chunk", columns }, &rows)?;
    let contents = serde_json::to_string(&contents).expect("names and numbers are JSON");
    let put = "INSERT INTO word_part (part, first, claims, words, contents) VALUES (?1, ?2, ?3, ?4, ?5)";
    let row = [Value::Int(id), Value::Int(first), Value::Int(claims), Value::Int(words), contents.into()];
    sql.run("index words", put, &row).map(drop)
}

fn drop_part(sql: &dyn Sql, id: i64) -> Result<(), StoreError> {
    sql.run("index words", "DELETE FROM word_chunk WHERE part = ?1", &[Value::Int(id)])?;
    sql.run("index words", "DELETE FROM word_part WHERE part = ?1", &[Value::Int(id)]).map(drop)
}

/// Joins the last parts while there are many of about one size, so that their number grows only slowly.
fn join_small(sql: &dyn Sql) -> Result<(), StoreError> {
    loop {
        let all = parts(sql)?;
        let Some(from) = joinable(&all) else { return Ok(()) };
        let last = &all[from..];
        let files = last.iter().map(|part| load(sql, part)).collect::<Result<Vec<_>, _>>()?;
        let joined = words::join(files).map_err(|cause| failed(sql, cause))?;
        let mut words = 0;
        for part in last {
            drop_part(sql, part.id)?;
            // Words are counted from the beginning of a part.
            let shift = "UPDATE word_run SET words = words + ?1 WHERE first >= ?2 AND first < ?3";
            let end = part.first + part.claims;
            sql.run("index words", shift, &[Value::Int(words), Value::Int(part.first), Value::Int(end)])?;
            words += part.words;
        }
        put_part(sql, last[0].first, last.iter().map(|part| part.claims).sum(), words, &joined)?;
    }
}

/// From which part on the last ones are to be joined.
fn joinable(parts: &[Part]) -> Option<usize> {
    let level = |part: &Part| (part.claims.max(1) as f64).log(JOINED as f64) as u32;
    (0..=level(&Part { id: 0, first: 0, claims: LARGEST, words: 0, contents: Contents::new() })).find_map(
        |most| {
            let mut from = parts.len();
            // An erasure leaves a gap; what lies before it stays apart.
            while from > 0
                && level(&parts[from - 1]) <= most
                && parts
                    .get(from)
                    .is_none_or(|next| parts[from - 1].first + parts[from - 1].claims == next.first)
            {
                from -= 1;
            }
            let claims: i64 = parts[from..].iter().map(|part| part.claims).sum();
            (parts.len() - from >= JOINED && claims <= LARGEST).then_some(from)
        },
    )
}

/// All files of a part.
fn load(sql: &dyn Sql, part: &Part) -> Result<Files, StoreError> {
    let len = part.contents.values().map(|(start, len)| start + len).max().unwrap_or(0);
    let mut bytes = Vec::with_capacity(len);
    for at in 0..len.div_ceil(CHUNK) {
        bytes.extend(shelf::chunk(sql, part.id, at)?);
    }
    let file = |(name, (start, len)): (&String, &(usize, usize))| {
        let file = bytes.get(*start..start + len).map(<[u8]>::to_vec);
        file.map(|file| (name.clone(), file))
    };
    let files: Option<Files> = part.contents.iter().map(file).collect();
    files.ok_or_else(|| sql.damaged(None, "the index of words is cut short"))
}

/// The index could not be made or read.
pub(crate) fn failed(sql: &dyn Sql, cause: crate::Cause) -> StoreError {
    StoreError::Backend { store: sql.store().to_owned(), doing: "index words", cause }
}
