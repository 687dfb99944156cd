//! Finds the claims in which words stand, best first, as of any record. Makes no index.

use crate::{
    Cause, ClaimFilter, StoreError, claims,
    listed::{self, Known, Listed},
    parts::{self, End, Part},
    shelf::{Shelf, Source},
    sql::Sql,
    words,
};
use std::{cmp::Ordering, collections::BinaryHeap, sync::Arc};
use tantivy::{
    DocSet, Searcher, SegmentReader, Term,
    query::{Bm25StatisticsProvider, EnableScoring, Query},
    schema::{Field, IndexRecordOption},
};
use truce_model::{Claim, Seq};

/// How many more claims are looked at in a round than in the one before, while too few of them count.
const WIDER: usize = 8;

/// A claim in which the words stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The claim.
    pub claim: Claim,
    /// How well it fits: Okapi BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009, page 360),
    /// with k1 = 1.2 and b = 0.75, over all claims that were recorded then.
    pub score: f32,
}

/// The parts of the index as they were opened last; a part that is still there is not opened again.
pub(crate) struct Opened {
    source: Arc<Source>,
    parts: Vec<(Part, Searcher)>,
}

impl Opened {
    pub(crate) fn new(beside: Box<dyn Sql + Send>) -> Opened {
        Opened { source: Arc::new(Source::new(beside)), parts: Vec::new() }
    }

    /// Whether the parts that are open are those that there are.
    pub(crate) fn is_current(&self, sql: &dyn Sql) -> Result<bool, StoreError> {
        let open: Vec<&Part> = self.parts.iter().map(|(part, _)| part).collect();
        Ok(parts::parts(sql)?.iter().collect::<Vec<_>>() == open)
    }

    /// Brings what is open up to the parts that there are.
    fn renew(&mut self, sql: &dyn Sql) -> Result<(), StoreError> {
        let mut before = std::mem::take(&mut self.parts);
        for part in parts::parts(sql)? {
            let known = before.iter().position(|(known, _)| *known == part);
            self.parts.push(match known {
                Some(at) => before.swap_remove(at),
                None => {
                    let searcher = self.open(&part).map_err(|cause| parts::failed(sql, cause))?;
                    (part, searcher)
                }
            });
        }
        Ok(())
    }

    fn open(&self, part: &Part) -> Result<Searcher, Cause> {
        let contents = Arc::new(part.contents.clone());
        let shelf = Shelf { part: part.id, contents, source: self.source.clone() };
        let reader = words::open(Box::new(shelf))?.reader_builder();
        let reader: tantivy::IndexReader =
            reader.reload_policy(tantivy::ReloadPolicy::Manual).num_warming_threads(1).try_into()?;
        Ok(reader.searcher())
    }
}

/// The claims in force at `up_to` in which all words of `asked` stand and that pass `filter`: the best `limit`, those
/// that fit equally well in the order of the log.
pub(crate) fn search(
    sql: &dyn Sql,
    opened: &mut Opened,
    up_to: Seq,
    asked: &str,
    filter: &ClaimFilter,
    limit: usize,
) -> Result<Vec<Hit>, StoreError> {
    let Some((query, terms)) = words::query(asked) else { return Ok(Vec::new()) };
    opened.renew(sql)?;
    let end = parts::end_of(sql, up_to)?;
    let mut wide = limit.max(1);
    loop {
        let best =
            best(&opened.parts, &*query, &terms, end, wide).map_err(|cause| parts::failed(sql, cause))?;
        let exhausted = best.len() < wide;
        let mut numbered = Vec::with_capacity(best.len());
        for Scored { score, ordinal } in best {
            numbered.push((parts::number(sql, ordinal)?, score));
        }
        let found = claims::passing(sql, up_to, filter, numbered.iter().map(|(number, _)| *number))?;
        let mut hits: Vec<(f32, i64, String)> = numbered
            .iter()
            .filter_map(|(number, score)| Some((*score, *number, found.get(number)?.clone())))
            .collect();
        if exhausted || hits.len() >= limit {
            hits.truncate(limit);
            return read(sql, hits);
        }
        wide = wide.saturating_mul(WIDER);
    }
}

/// Reads the claims, document by document, and puts them back in their order.
fn read(sql: &dyn Sql, hits: Vec<(f32, i64, String)>) -> Result<Vec<Hit>, StoreError> {
    let listed = |number, id| Listed { number, known: Known::Id(id) };
    let mut by_number: Vec<((usize, f32), Listed)> = hits
        .into_iter()
        .enumerate()
        .map(|(at, (score, number, id))| ((at, score), listed(number, id)))
        .collect();
    by_number.sort_by_key(|(_, listed)| listed.number);
    let (order, by_number): (Vec<(usize, f32)>, Vec<Listed>) = by_number.into_iter().unzip();
    let claims = listed::claims(sql, &by_number)?;
    let mut hits: Vec<(usize, Hit)> =
        order.into_iter().zip(claims).map(|((at, score), claim)| (at, Hit { claim, score })).collect();
    hits.sort_by_key(|(at, _)| *at);
    Ok(hits.into_iter().map(|(_, hit)| hit).collect())
}

/// A claim by its ordinal, with how well it fits; the better, and of equals the earlier, is the lesser.
#[derive(Clone, Copy, PartialEq)]
struct Scored {
    score: f32,
    ordinal: i64,
}

impl Eq for Scored {}

impl Ord for Scored {
    fn cmp(&self, other: &Scored) -> Ordering {
        other.score.total_cmp(&self.score).then(self.ordinal.cmp(&other.ordinal))
    }
}

impl PartialOrd for Scored {
    fn partial_cmp(&self, other: &Scored) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The best `wide` claims before `end`, best first.
fn best(
    parts: &[(Part, Searcher)],
    query: &dyn Query,
    terms: &[Term],
    end: End,
    wide: usize,
) -> Result<Vec<Scored>, Cause> {
    let all = Statistics::of(parts, terms, end)?;
    let end = end.ordinal;
    let mut heap: BinaryHeap<Scored> = BinaryHeap::new();
    // Parts follow the log, so that of equals the earlier is met first and stays.
    for (part, searcher) in parts.iter().filter(|(part, _)| part.first < end) {
        let weight = query.weight(EnableScoring::enabled_from_statistics_provider(&all, searcher))?;
        let worst = |heap: &BinaryHeap<Scored>| match heap.peek() {
            Some(worst) if heap.len() == wide => worst.score,
            _ => f32::MIN,
        };
        for segment in searcher.segment_readers() {
            weight.for_each_pruning(worst(&heap), segment, &mut |document, score| {
                let ordinal = part.first + i64::from(document);
                if ordinal < end {
                    heap.push(Scored { score, ordinal });
                    if heap.len() > wide {
                        heap.pop();
                    }
                }
                worst(&heap)
            })?;
        }
    }
    Ok(heap.into_sorted_vec())
}

/// How often words stand in all claims before an end, so that a claim's fit depends neither on the part in which it lies
/// nor on what was recorded later.
struct Statistics {
    claims: u64,
    words: u64,
    frequencies: Vec<(Term, u64)>,
}

impl Statistics {
    fn of(parts: &[(Part, Searcher)], terms: &[Term], end: End) -> Result<Statistics, Cause> {
        let frequencies = terms.iter().map(|term| (term.clone(), 0)).collect();
        let mut all = Statistics { claims: 0, words: 0, frequencies };
        for (part, searcher) in parts.iter().filter(|(part, _)| part.first < end.ordinal) {
            let whole = end.ordinal >= part.first + part.claims;
            let counted = if whole { part.claims } else { end.ordinal - part.first };
            all.claims += counted as u64;
            all.words += if whole { part.words.max(0) as u64 } else { end.words };
            for segment in searcher.segment_readers() {
                all.add(segment, (!whole).then_some(counted as u32))?;
            }
        }
        Ok(all)
    }

    /// Adds how often the terms stand in a part, or in its claims before `end`.
    fn add(&mut self, segment: &SegmentReader, end: Option<u32>) -> Result<(), Cause> {
        for (term, frequency) in &mut self.frequencies {
            let inverted = segment.inverted_index(term.field())?;
            let Some(end) = end else {
                *frequency += u64::from(inverted.doc_freq(term)?);
                continue;
            };
            let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::Basic)? else {
                continue;
            };
            while postings.doc() < end {
                *frequency += 1;
                postings.advance();
            }
        }
        Ok(())
    }
}

impl Bm25StatisticsProvider for Statistics {
    fn total_num_tokens(&self, _: Field) -> tantivy::Result<u64> {
        Ok(self.words)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.claims)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let known = self.frequencies.iter().find(|(known, _)| known == term);
        Ok(known.map_or(0, |(_, frequency)| *frequency))
    }
}
