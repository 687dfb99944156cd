//! Reads claims by what the view says of them, each checked again against its text.

use crate::{
    BoundingBox, ClaimFilter, Page, StoreError,
    listed::{self, Known, Listed},
    place,
    sql::{Fields, Sql, Value, column, list},
    stretch,
};
use std::collections::HashMap;
use truce_model::{Act, Claim, ClaimId, DocumentId, Kind, Name, Seq};

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

/// The place of the claim of that number among those of its record.
pub(crate) fn position_of(number: i64) -> usize {
    (number & ((1 << POSITION_BITS) - 1)) as usize
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
    let found =
        rows.into_iter().map(|mut row| Ok(Listed { number: row.int(0)?, known: Known::Id(row.text(1)?) }));
    let mut claims = listed::claims(sql, &found.collect::<Result<Vec<_>, StoreError>>()?)?;
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
    let mut found: Vec<(i64, Listed)> = Vec::new();
    for run in &runs {
        // Runs follow one another, or are sorted together below.
        if run.in_turn && found.len() > limit {
            break;
        }
        found.extend(run.rows(sql, &ask, after, limit + 1)?);
    }
    let key = |found: &(i64, Listed)| (found.0, found.1.number);
    found.sort_by_key(key);
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(key);
    let mut by_number: Vec<(usize, Listed)> =
        found.into_iter().map(|(_, listed)| listed).enumerate().collect();
    by_number.sort_by_key(|(_, listed)| listed.number);
    let (order, by_number): (Vec<usize>, Vec<Listed>) = by_number.into_iter().unzip();
    let mut claims: Vec<(usize, Claim)> = order.into_iter().zip(listed::claims(sql, &by_number)?).collect();
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
    /// What the index knows of a claim beside its number, so that its row need not be read.
    known: &'static str,
    /// The condition that makes it one stretch of the index, and what its parameters stand for.
    condition: &'static str,
    values: Vec<i64>,
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
    ) -> Result<Vec<(i64, Listed)>, StoreError> {
        let Run { key, known, condition, .. } = self;
        // The values are parameters, so that the statement is made ready once for all boxes and days.
        let mut values = ask.values.clone();
        let mut conditions = ask.conditions.clone();
        for part in condition.split_inclusive('?') {
            conditions += part;
            if part.ends_with('?') {
                values.push(Value::Int(self.values[values.len() - ask.values.len()]));
                conditions += &values.len().to_string();
            }
        }
        if after.0 != i64::MIN {
            values.extend([Value::Int(after.0), Value::Int(after.1)]);
            let at = values.len();
            conditions += &format!(" AND ({key}, number) > (?{}, ?{at})", at - 1);
        }
        values.push(Value::Int(i64::try_from(limit).unwrap_or(i64::MAX)));
        let statement = format!(
            "SELECT {key}, number, {known} FROM claim WHERE {conditions} ORDER BY {} LIMIT ?{}",
            if *key == "0" { "number".to_owned() } else { format!("{key}, number") },
            values.len()
        );
        let rows = sql.rows("read claims", &statement, &values)?;
        let listed = |mut row: Fields<'_>| {
            let key = row.int(0)?;
            let known = match self.known {
                "id" => Known::Id(row.text(2)?),
                _ => Known::At([key, row.int(2)?, row.int(3)?]),
            };
            Ok((key, Listed { number: row.int(1)?, known }))
        };
        rows.into_iter().map(listed).collect()
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
            known: "latitude, longitude",
            condition: " AND cell >= ? AND cell <= ?",
            values: vec![first, last],
            in_turn: true,
        };
        return (ask, rows.map(run).collect());
    }
    if filter.first_day.is_none() && filter.last_day.is_none() {
        let all = Run { key: "0", known: "id", condition: "", values: vec![], in_turn: true };
        return (ask, vec![all]);
    }
    let first = filter.first_day.map_or(i64::MIN / 2, stretch::day);
    let last = filter.last_day.map_or(i64::MAX / 2, stretch::day);
    let run = |class: i64| Run {
        key: "first_day",
        known: "id",
        condition: " AND stretch = ? AND first_day >= ? AND first_day <= ? AND last_day >= ?",
        values: vec![class, first.saturating_sub(stretch::longest(class)), last, first],
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
        for (condition, edge) in [("latitude >= ?", south), ("latitude <= ?", north)] {
            self.also(condition, Value::Int(edge));
        }
        if west <= east {
            self.also("longitude >= ?", Value::Int(west));
            self.also("longitude <= ?", Value::Int(east));
        } else {
            // `also` takes one value; the other stands in the statement as it is.
            self.also(&format!("(longitude >= {west} OR longitude <= ?)"), Value::Int(east));
        }
    }
}
