//! Which documents carry the text of another one, and which of them came first. Reads no file; the texts are given to it.

use crate::wording::{BANDS, ROWS, Wording};
use gaoya::minhash::{MinHashIndex, SmallVecContainer};
use std::{collections::BTreeMap, sync::Arc};
use truce_model::{Claim, Document, DocumentId, Name, Published};

/// The share of equal hashes from which on the texts themselves are compared: half of what two texts have of which the
/// one is a third of the other.
const ALIKE: f64 = 0.15;

/// Documents in the order in which they were published, each with the first that carried its text.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    carriers: BTreeMap<DocumentId, Carrier>,
}

#[derive(Clone, Debug)]
struct Carrier {
    first: DocumentId,
    /// Its place in the order of publication.
    rank: usize,
    outlet: Option<String>,
    published: Option<Published>,
    wording: Arc<Wording>,
}

impl Copies {
    /// Nothing is known of any document.
    pub const NONE: &'static Copies = &Copies { carriers: BTreeMap::new() };

    /// Finds the copies among documents, given in any order with what they say.
    ///
    /// A near copy of several texts counts as a copy of the one that was published first; what has no date is taken to be
    /// later than what has one.
    pub fn of<'d>(documents: impl IntoIterator<Item = (&'d Document, Arc<Wording>)>) -> Copies {
        let mut all: Vec<(&Document, Arc<Wording>)> = documents.into_iter().collect();
        all.sort_by_cached_key(|(document, _)| (order(document.published), document.id.clone()));
        all.dedup_by(|a, b| a.0.id == b.0.id);
        let mut index: MinHashIndex<u32, usize, SmallVecContainer<usize, 2>> =
            MinHashIndex::new_index(BANDS, ROWS, ALIKE);
        let mut first: Vec<usize> = Vec::with_capacity(all.len());
        for (rank, (_, wording)) in all.iter().enumerate() {
            let mut origin = rank;
            if let Some(signature) = wording.signature() {
                let signature = signature.to_vec();
                let mut candidates: Vec<usize> = index.query_owned(&signature).into_iter().collect();
                candidates.sort_unstable();
                let copied = candidates.into_iter().find(|earlier| all[*earlier].1.copies(wording));
                origin = copied.map_or(rank, |earlier| first[earlier]);
                index.insert(rank, signature);
            }
            first.push(origin);
        }
        let carrier = |(rank, (document, wording)): (usize, &(&Document, Arc<Wording>))| {
            let carrier = Carrier {
                first: all[first[rank]].0.id.clone(),
                rank,
                outlet: document.outlet.as_ref().map(Name::key),
                published: document.published,
                wording: wording.clone(),
            };
            (document.id.clone(), carrier)
        };
        Copies { carriers: all.iter().enumerate().map(carrier).collect() }
    }

    /// The document that carried this one's text first; itself where it copies none.
    pub fn first<'d>(&'d self, document: &'d DocumentId) -> &'d DocumentId {
        self.carriers.get(document).map_or(document, |carrier| &carrier.first)
    }

    /// Whether the document repeats the text of an earlier one.
    pub fn is_copy(&self, document: &DocumentId) -> bool {
        self.first(document) != document
    }

    /// Its place in the order of publication; what is not known stands last.
    pub(crate) fn rank(&self, document: &DocumentId) -> usize {
        self.carriers.get(document).map_or(usize::MAX, |carrier| carrier.rank)
    }

    /// Whether the source of a claim is the outlet that published it.
    pub(crate) fn own_voice(&self, claim: &Claim) -> bool {
        let outlet = self.carriers.get(&claim.document).and_then(|carrier| carrier.outlet.as_ref());
        outlet.is_some_and(|outlet| claim.source.as_ref().is_some_and(|source| &source.key() == outlet))
    }

    /// The sentence in which a claim begins, in a form for comparison.
    pub(crate) fn sentence(&self, claim: &Claim) -> Option<&[u64]> {
        self.carriers.get(&claim.document)?.wording.sentence(claim.span.start)
    }

    /// Whether the one document was certainly published after the other.
    pub(crate) fn certainly_after(&self, later: &DocumentId, earlier: &DocumentId) -> bool {
        let at = |document| self.carriers.get(document).and_then(|carrier| carrier.published);
        match (at(later), at(earlier)) {
            (Some(Published::At(later)), Some(Published::At(earlier))) => later > earlier,
            (Some(Published::Day(later)), Some(Published::Day(earlier))) => later > earlier,
            // In which zone a day is meant is not known: it may begin half a day before that of UTC and end half a day after.
            (Some(later), Some(earlier)) => {
                let utc = jiff::tz::TimeZone::UTC;
                let days = later.date(&utc).since((jiff::Unit::Day, earlier.date(&utc)));
                days.is_ok_and(|days| days.get_days() >= 2)
            }
            _ => false,
        }
    }
}

/// Before what a document is taken to be published: a day counts from its beginning in UTC.
fn order(published: Option<Published>) -> (bool, jiff::Timestamp) {
    let earliest = published.map(|published| published.earliest(&jiff::tz::TimeZone::UTC));
    (earliest.is_none(), earliest.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use truce_model::{Hash, Span};

    const STORY: &str = "Shells fell on the market of Arden on Tuesday morning, residents said. The northern army \
        denied it. \"We fired at nothing,\" its general told reporters in the capital. The two sides agreed in March \
        to stop all firing for ten days and to let lorries with food and medicine through to the valley.";

    fn document(id: &str, published: &str) -> Document {
        Document {
            id: DocumentId::new(id),
            name: id.to_owned(),
            outlet: None,
            published: if published.contains('T') {
                published.parse().ok().map(Published::At)
            } else {
                published.parse().ok().map(Published::Day)
            },
            dateline: vec![],
            text: Hash::of(id.as_bytes()),
            original: Hash::of(id.as_bytes()),
            part: Span::new(0, 0),
            blocks: vec![],
        }
    }

    /// Texts told as id, day, text; expected is the first carrier of each.
    #[track_caller]
    fn check(told: &[(&str, &str, &str)], expected: &[&str]) {
        let documents: Vec<(Document, Arc<Wording>)> = told
            .iter()
            .map(|(id, day, text)| (document(id, day), Arc::new(Wording::of(text, &[]))))
            .collect();
        let mut turned: Vec<&(Document, Arc<Wording>)> = documents.iter().collect();
        for _ in 0..2 {
            let copies = Copies::of(turned.iter().map(|(document, wording)| (document, wording.clone())));
            let found: Vec<&str> =
                documents.iter().map(|(document, _)| copies.first(&document.id).as_str()).collect();
            assert_eq!(found, expected);
            turned.reverse();
        }
    }

    #[test]
    fn a_text_is_traced_to_the_document_that_carried_it_first() {
        let cut = &STORY[..STORY.len() * 2 / 3];
        let longer = format!("A new headline\n\n{STORY} Eleven lorries were seen on the road on Wednesday.");
        check(
            &[("a", "2031-03-05", STORY), ("b", "2031-03-06", cut), ("c", "2031-03-05", &longer)],
            &["a"; 3],
        );
        check(&[("a", "2031-03-07", STORY), ("b", "2031-03-06", cut)], &["b", "b"]);
        check(&[("b", "2031-03-05", STORY), ("a", "2031-03-05", cut)], &["a", "a"]);
        check(&[("a", "", STORY), ("b", "2031-03-05", cut)], &["b", "b"]);
        let other = "Nothing was heard along the whole of the line on Tuesday, the mission said in its report of the \
            day, and its teams could go wherever they wanted for the first time since the beginning of the month.";
        check(&[("a", "2031-03-05", STORY), ("b", "2031-03-05", other)], &["a", "b"]);
    }

    #[test]
    fn what_came_after_is_known_only_where_the_dates_tell() {
        let all = ["2031-03-05", "2031-03-06", "2031-03-06T09:00:00Z", "2031-03-07T09:00:00Z", ""];
        let documents: Vec<Document> = all.iter().map(|at| document(at, at)).collect();
        let copies = Copies::of(documents.iter().map(|one| (one, Arc::default())));
        let after = |a: &str, b: &str| copies.certainly_after(&DocumentId::new(a), &DocumentId::new(b));
        assert!(after(all[1], all[0]) && after(all[3], all[2]) && after(all[3], all[0]));
        assert!(
            !after(all[2], all[0])
                && !after(all[0], all[1])
                && !after(all[3], all[4])
                && !after(all[0], all[0])
        );
    }
}
