//! Reads claims by what the view says of them, each checked again against its text.

use crate::{
    BoundingBox, ClaimFilter, Page, StoreError, check, place, read,
    sql::{Fields, Sql, Value, column, list},
    stretch,
};
use std::collections::HashMap;
use truce_model::{Act, Claim, ClaimId, DocumentId, Hash, Kind, Name, Record, Seq};

/// How many bits of a claim's number tell its place within its record.
const POSITION_BITS: u32 = 20;

/// The number of the claim at `position` of record `seq`; numbers follow the log.
pub(crate) fn number_of(seq: Seq, position: usize) -> i64 {
    i64::try_from(seq).map_or(i64::MAX, |seq| (seq << POSITION_BITS) | position as i64)
}

/// The record that read the claim of that number.
pub(crate) fn seq_of(number: i64) -> Seq {
    (number >> POSITION_BITS) as Seq
}

/// The number below which the claims of all records up to `up_to` are.
pub(crate) fn end_of(up_to: Seq) -> Value {
    let next = i64::try_from(up_to).unwrap_or(i64::MAX).saturating_add(1);
    Value::Int(if next >= 1 << (63 - POSITION_BITS) { i64::MAX } else { next << POSITION_BITS })
}

/// Where a claim stands in the order of a page.
type Key = (i64, i64);

/// The claims in force at `up_to` that pass `filter`, by id.
pub(crate) fn claims(sql: &dyn Sql, up_to: Seq, filter: &ClaimFilter) -> Result<Vec<Claim>, StoreError> {
    let mut ask = Ask::new(up_to, filter);
    if let Some(within) = filter.within {
        ask.within(within);
    }
    ask.days(filter);
    let statement = format!("SELECT number, id FROM claim WHERE {} ORDER BY number", ask.conditions);
    let rows = sql.rows("read claims", &statement, &ask.values)?;
    let found = rows.into_iter().map(|mut row| Ok((row.int(0)?, row.text(1)?)));
    let mut claims = of_numbers(sql, found.collect::<Result<Vec<_>, StoreError>>()?)?;
    claims.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(claims)
}

/// The first `limit` claims behind `after` in force at `up_to` that pass `filter`: by place where a box is asked for,
/// else by day where days are, else in the order of the log.
pub(crate) fn page(
    sql: &dyn Sql,
    up_to: Seq,
    filter: &ClaimFilter,
    after: Option<Key>,
    limit: usize,
) -> Result<Page, StoreError> {
    let after = after.unwrap_or((i64::MIN, i64::MIN));
    let (ask, runs) = runs(up_to, filter, after);
    let mut found: Vec<(Key, String)> = Vec::new();
    for run in &runs {
        // Runs follow one another, or are sorted together below.
        if run.in_turn && found.len() > limit {
            break;
        }
        found.extend(run.rows(sql, &ask, after, limit + 1)?);
    }
    found.sort();
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|(key, _)| *key);
    let numbers: Vec<(i64, String)> = found.into_iter().map(|((_, number), id)| (number, id)).collect();
    let mut order: Vec<(usize, i64)> = numbers.iter().map(|(number, _)| *number).enumerate().collect();
    order.sort_by_key(|(_, number)| *number);
    let mut by_number = numbers;
    by_number.sort();
    let mut claims: Vec<(usize, Claim)> =
        order.into_iter().map(|(at, _)| at).zip(of_numbers(sql, by_number)?).collect();
    claims.sort_by_key(|(at, _)| *at);
    Ok(Page { claims: claims.into_iter().map(|(_, claim)| claim).collect(), next })
}

/// Which of these claims are in force at `up_to` and pass `filter`, each with its id.
pub(crate) fn passing(
    sql: &dyn Sql,
    up_to: Seq,
    filter: &ClaimFilter,
    numbers: impl Iterator<Item = i64>,
) -> Result<HashMap<i64, String>, StoreError> {
    let mut ask = Ask::new(up_to, filter);
    ask.days(filter);
    if let Some(within) = filter.within {
        ask.exactly_within(within);
    }
    let among = "number IN (SELECT CAST(value AS BIGINT) FROM json_each(?))";
    ask.also(among, list(numbers.map(|number| number.to_string())));
    let statement = format!("SELECT number, id FROM claim WHERE {}", ask.conditions);
    let rows = sql.rows("read claims", &statement, &ask.values)?;
    rows.into_iter().map(|mut row| Ok((row.int(0)?, row.text(1)?))).collect()
}

/// One stretch of an index, read in its order.
struct Run {
    /// By what the rows are ordered before their number: a column or a constant.
    key: &'static str,
    /// The condition that makes it one stretch of the index.
    condition: String,
    /// Whether all its rows come before those of the next run.
    in_turn: bool,
}

impl Run {
    fn rows(
        &self,
        sql: &dyn Sql,
        ask: &Ask,
        after: Key,
        limit: usize,
    ) -> Result<Vec<(Key, String)>, StoreError> {
        let Run { key, condition, .. } = self;
        let mut values = ask.values.clone();
        let behind = if after.0 == i64::MIN {
            String::new()
        } else {
            values.extend([Value::Int(after.0), Value::Int(after.1)]);
            let at = values.len();
            format!(" AND ({key}, number) > (?{}, ?{at})", at - 1)
        };
        values.push(Value::Int(i64::try_from(limit).unwrap_or(i64::MAX)));
        let statement = format!(
            "SELECT {key}, number, id FROM claim WHERE {condition} AND {}{behind} ORDER BY {} LIMIT ?{}",
            ask.conditions,
            if *key == "0" { "number".to_owned() } else { format!("{key}, number") },
            values.len()
        );
        let rows = sql.rows("read claims", &statement, &values)?;
        rows.into_iter().map(|mut row| Ok(((row.int(0)?, row.int(1)?), row.text(2)?))).collect()
    }
}

/// The stretches of an index that hold what passes a filter, and the conditions that are left.
fn runs(up_to: Seq, filter: &ClaimFilter, after: Key) -> (Ask, Vec<Run>) {
    let mut ask = Ask::new(up_to, filter);
    if let Some(within) = filter.within {
        ask.exactly_within(within);
        ask.days(filter);
        let rows = place::cells(within).into_iter().filter(|(_, last)| *last >= after.0);
        let run = |(first, last)| Run {
            key: "cell",
            condition: format!("cell >= {first} AND cell <= {last}"),
            in_turn: true,
        };
        return (ask, rows.map(run).collect());
    }
    if filter.first_day.is_none() && filter.last_day.is_none() {
        return (ask, vec![Run { key: "0", condition: "1 = 1".to_owned(), in_turn: true }]);
    }
    let first = filter.first_day.map_or(i64::MIN / 2, stretch::day);
    let last = filter.last_day.map_or(i64::MAX / 2, stretch::day);
    let run = |class: i64| Run {
        key: "first_day",
        condition: format!(
            "stretch = {class} AND first_day >= {} AND first_day <= {last} AND last_day >= {first}",
            first.saturating_sub(stretch::longest(class))
        ),
        in_turn: false,
    };
    (ask, (0..stretch::CLASSES).map(run).collect())
}

/// The conditions of a filter, with their values; every word of them stands in this file.
struct Ask {
    conditions: String,
    values: Vec<Value>,
}

impl Ask {
    /// All but days and places on the globe.
    fn new(up_to: Seq, filter: &ClaimFilter) -> Ask {
        let conditions = "number < ?1 AND (to_seq IS NULL OR to_seq > ?2)".to_owned();
        let mut ask = Ask { conditions, values: vec![end_of(up_to), column(up_to)] };
        let of = |words: &[Name]| list(words.iter().map(Name::key));
        let any = "IN (SELECT value FROM json_each(?))";
        if !filter.ids.is_empty() {
            ask.also(&format!("id {any}"), list(filter.ids.iter().map(ClaimId::as_str)));
        }
        if !filter.documents.is_empty() {
            let documents = list(filter.documents.iter().map(DocumentId::as_str));
            ask.also(&format!("document IN (SELECT from_seq FROM document WHERE id {any})"), documents);
        }
        if !filter.kinds.is_empty() {
            ask.also(&format!("kind {any}"), list(filter.kinds.iter().map(Kind::word)));
        }
        if !filter.acts.is_empty() {
            ask.also(&format!("act {any}"), list(filter.acts.iter().map(Act::word)));
        }
        if !filter.sources.is_empty() {
            ask.also(&format!("source_key {any}"), of(&filter.sources));
        }
        if !filter.actors.is_empty() {
            ask.also(&format!("(agent_key {any} OR target_key {any})"), of(&filter.actors));
        }
        if !filter.places.is_empty() {
            let places = format!("number IN (SELECT number FROM claim_place WHERE place_key {any})");
            ask.also(&places, of(&filter.places));
        }
        ask
    }

    /// Adds a condition, which may use its value more than once.
    fn also(&mut self, condition: &str, value: Value) {
        self.values.push(value);
        let here = format!("?{}", self.values.len());
        self.conditions += &format!(" AND {}", condition.replace('?', &here));
    }

    /// What can have happened on the days of a filter.
    fn days(&mut self, filter: &ClaimFilter) {
        if let Some(day) = filter.first_day {
            self.also("last_day >= ?", Value::Int(stretch::day(day)));
        }
        if let Some(day) = filter.last_day {
            self.also("first_day <= ?", Value::Int(stretch::day(day)));
        }
    }

    fn within(&mut self, within: BoundingBox) {
        self.exactly_within(within);
        let rows = place::cells(within);
        let rows: Vec<String> =
            rows.iter().map(|(first, last)| format!("(cell >= {first} AND cell <= {last})")).collect();
        self.conditions += &format!(" AND ({})", rows.join(" OR "));
    }

    fn exactly_within(&mut self, within: BoundingBox) {
        let [south, north, west, east] = place::edges(within);
        self.conditions += &format!(" AND latitude >= {south} AND latitude <= {north}");
        let joined = if west <= east { "AND" } else { "OR" };
        self.conditions += &format!(" AND (longitude >= {west} {joined} longitude <= {east})");
    }
}

/// The claims of these numbers and ids, in their order, which is that of the numbers.
pub(crate) fn of_numbers(sql: &dyn Sql, found: Vec<(i64, String)>) -> Result<Vec<Claim>, StoreError> {
    let mut source: Option<Extraction> = None;
    let mut claims = Vec::with_capacity(found.len());
    for (number, id) in found {
        let seq = seq_of(number);
        let extraction = match source.take() {
            Some(same) if same.seq == seq => same,
            _ => Extraction::read(sql, seq, number)?,
        };
        claims.push(extraction.claim(sql, number, &id)?);
        source = Some(extraction);
    }
    Ok(claims)
}

/// What was read from one document, with its text.
struct Extraction {
    seq: Seq,
    claims: Vec<Claim>,
    text: String,
}

impl Extraction {
    fn read(sql: &dyn Sql, seq: Seq, number: i64) -> Result<Extraction, StoreError> {
        let (document, claims) = match read::record(sql, seq)?.record {
            Record::Extraction { document, claims, .. } => (document, claims),
            other => return Err(read::listed_wrongly(sql, seq, "claim", &other)),
        };
        let ask = "SELECT document.text FROM claim JOIN document ON document.from_seq = claim.document
                   WHERE claim.number = ?1 AND document.id = ?2";
        let values = [Value::Int(number), document.as_str().into()];
        let hash = sql.first("read a view", ask, &values)?.map(|mut row: Fields<'_>| row.hash(0, Some(seq)));
        let lacks = || sql.damaged(Some(seq), format!("view `document` lacks its document {document}"));
        let hash: Hash = hash.transpose()?.ok_or_else(lacks)?;
        let text = read::blob(sql, hash)
            .and_then(|blob| check::text(&document, hash, blob))
            .map_err(|e| read::blame(sql, seq, e))?;
        Ok(Extraction { seq, claims, text })
    }

    fn claim(&self, sql: &dyn Sql, number: i64, id: &str) -> Result<Claim, StoreError> {
        let position = (number & ((1 << POSITION_BITS) - 1)) as usize;
        let found = self.claims.get(position).filter(|claim| claim.id.as_str() == id);
        let claim = found.ok_or_else(|| {
            let problem = format!("view `claim` lists claim {id}, which it does not hold there");
            sql.damaged(Some(self.seq), problem)
        })?;
        check::claim(claim, &self.text).map_err(|e| read::blame(sql, self.seq, e))?;
        Ok(claim.clone())
    }
}
