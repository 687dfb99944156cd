//! Which people can be the same: tags that nobody bears both of, and tags that lie within others. Counts nobody.

use super::{
    asked::Cause,
    region::{Region, Tag, told_apart},
};
use std::collections::{BTreeMap, BTreeSet};
use truce_model::{Claim, ClaimId, DocumentId, Incident, Matching, Sameness};

/// A row of an event table: the table, and the row's document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    table: String,
    document: DocumentId,
}

impl Row {
    /// The row that a claim stands in; none where it comes from a text.
    pub(crate) fn of(claim: &Claim) -> Option<Row> {
        Some(Row { table: claim.table()?.to_owned(), document: claim.document.clone() })
    }

    /// Whether the publisher tells the events of the two apart: one table, and two ids.
    fn is_apart(&self, other: &Row) -> bool {
        self.table == other.table && self.document != other.document
    }
}

/// How tags bear on each other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ties {
    /// Pairs of tags that nobody bears both of, besides those that rows set apart.
    pub(crate) apart: BTreeSet<(Tag, Tag)>,
    /// Tags whose bearers all bear the other.
    pub(crate) within: BTreeSet<(Tag, Tag)>,
    /// The rows that tell of an incident.
    rows: BTreeMap<usize, BTreeSet<Row>>,
    /// Incidents of several rows of one table, which nobody has decided to be one event: each row counts a part.
    manifold: BTreeSet<usize>,
}

impl Ties {
    /// The ties of the incidents at hand; `decided`: the decisions of people that bind.
    pub(crate) fn of(incidents: &[Incident], claims: &[Claim], decided: &[&Matching]) -> Ties {
        let mut ties = Ties::default();
        let by_id: BTreeMap<&ClaimId, &Claim> = claims.iter().map(|claim| (&claim.id, claim)).collect();
        let mut home: BTreeMap<&ClaimId, usize> = BTreeMap::new();
        for (at, incident) in incidents.iter().enumerate() {
            home.extend(incident.all_claims().map(|id| (id, at)));
            let told = incident.all_claims().filter_map(|id| Row::of(by_id.get(id)?));
            let rows: BTreeSet<Row> = told.collect();
            let several = rows.iter().any(|row| rows.iter().any(|other| row.is_apart(other)));
            if several && !decided.iter().any(|matching| joins(matching, &rows, &by_id)) {
                ties.manifold.insert(at);
            }
            if !rows.is_empty() {
                ties.rows.insert(at, rows);
            }
        }
        let apart = |held: Sameness| matches!(held, Sameness::NotSame | Sameness::Split);
        for matching in decided.iter().filter(|matching| apart(matching.held)) {
            let of = |ids: &[ClaimId]| -> BTreeSet<usize> {
                ids.iter().filter_map(|id| home.get(id).copied()).collect()
            };
            let (ones, others) = (of(&matching.claims), of(&matching.others));
            let pairs = ones.iter().flat_map(|a| others.iter().map(move |b| (*a.min(b), *a.max(b))));
            let pairs = pairs.filter(|(a, b)| a != b);
            ties.apart.extend(pairs.map(|(a, b)| (Tag::Incident(a), Tag::Incident(b))));
        }
        ties
    }

    /// Whether several rows of one table stand in an incident, so that each of them counts some of its people.
    pub(crate) fn is_manifold(&self, incident: usize) -> bool {
        self.manifold.contains(&incident)
    }

    /// Notes that one source tells the tolls of two incidents apart.
    pub(crate) fn tell_apart(&mut self, incidents: &[Incident], told: &BTreeMap<usize, Vec<&Claim>>) {
        for (a, of_a) in told {
            for (b, of_b) in told.range(a + 1..) {
                if told_apart((&incidents[*a], of_a), (&incidents[*b], of_b)) {
                    self.apart.insert((Tag::Incident(*a), Tag::Incident(*b)));
                }
            }
        }
    }

    /// The same, with the tag of a cause for the incidents that are certainly of it.
    pub(crate) fn caused(&self, of: &BTreeSet<(usize, Cause)>, cause: Option<Cause>, tag: &Tag) -> Ties {
        let within = of.iter().filter(|(_, known)| Some(*known) == cause);
        Ties { within: within.map(|(at, _)| (Tag::Incident(*at), tag.clone())).collect(), ..self.clone() }
    }

    /// Whether nobody bears both tags.
    pub(crate) fn are_apart(&self, a: &Tag, b: &Tag) -> bool {
        let unlike = |at: &usize, row: &Row| {
            self.rows
                .get(at)
                .is_some_and(|rows| !rows.contains(row) && rows.iter().any(|other| other.is_apart(row)))
        };
        match (a, b) {
            (Tag::Row(a), Tag::Row(b)) => a.is_apart(b),
            (Tag::Incident(at), Tag::Row(row)) | (Tag::Row(row), Tag::Incident(at)) => unlike(at, row),
            (Tag::Incident(x), Tag::Incident(y)) => {
                x != y
                    && (self.apart.contains(&(a.clone(), b.clone()))
                        || self.apart.contains(&(b.clone(), a.clone()))
                        || self.rows.get(y).is_some_and(|rows| rows.iter().all(|row| unlike(x, row))))
            }
            _ => false,
        }
    }

    /// Whether the two regions can share somebody.
    pub(crate) fn share(&self, a: &Region, b: &Region) -> bool {
        a.meets(b) && !a.tags.iter().any(|x| b.tags.iter().any(|y| self.are_apart(x, y)))
    }
}

/// Whether a person decided that two of these rows tell of one event.
fn joins(matching: &Matching, rows: &BTreeSet<Row>, claims: &BTreeMap<&ClaimId, &Claim>) -> bool {
    let named: BTreeSet<Row> = matching.names().filter_map(|id| Row::of(claims.get(id)?)).collect();
    matching.held == Sameness::Same && named.intersection(rows).count() > 1
}
