//! A claim before its sources are told apart, and the claims that come of it.

use truce_model::{Act, Claim, ClaimId, Confidence, Count, Document, Interval, Name, RuleId, Span, Stance};

/// A claim before its sources are told apart.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub span: Span,
    pub act: Act,
    pub sources: Vec<Option<String>>,
    pub via: Option<String>,
    pub stance: Stance,
    pub agent: Option<String>,
    pub target: Option<String>,
    pub places: Vec<String>,
    pub occurred: Interval,
    pub count: Option<Count>,
    pub found_by: Vec<RuleId>,
    pub confidence: Option<Confidence>,
    /// The word of the act in its sentence.
    pub anchor: Option<usize>,
}

impl Draft {
    /// Resolves `each other` to those other than the source.
    fn other<'d>(&'d self, words: Option<&'d str>, source: Option<&str>) -> Option<&'d str> {
        match words {
            Some("each other" | "one another" | "each") => {
                self.sources.iter().flatten().map(String::as_str).find(|other| Some(*other) != source)
            }
            _ => words,
        }
    }

    /// One claim for each source.
    pub fn claims(&self, document: &Document, text: &str) -> Vec<Claim> {
        let Some(quote) = self.span.of(text).filter(|quote| !quote.is_empty()) else { return Vec::new() };
        let sources = self.sources.iter();
        sources
            .map(|source| {
                Claim {
                    id: ClaimId::new(""),
                    document: document.id.clone(),
                    span: self.span,
                    quote: quote.to_owned(),
                    act: self.act,
                    source: source.as_deref().and_then(name),
                    via: self.via.as_deref().and_then(name),
                    stance: self.stance,
                    agent: self.other(self.agent.as_deref(), source.as_deref()).and_then(name),
                    target: self.target.as_deref().and_then(name),
                    places: self.places.iter().filter_map(|place| name(place)).collect(),
                    point: None,
                    occurred: self.occurred,
                    count: self.count.clone(),
                    found_by: self.found_by.clone(),
                    confidence: self.confidence,
                }
                .identified()
            })
            .collect()
    }
}

fn name(words: &str) -> Option<Name> {
    Name::parse(words).ok()
}

/// What a rule found, before it is weighed: for learning weights and for showing why it counts.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The claim as it would stand, with the first of its sources.
    pub claim: Claim,
    /// What stands around it, by name.
    pub features: Vec<String>,
    /// Whether it is taken as a claim.
    pub taken: bool,
}

/// A draft with its features, taken or not.
#[derive(Clone, Debug)]
pub(crate) struct Weighing {
    pub draft: Draft,
    pub features: Vec<String>,
    pub taken: bool,
}

impl Weighing {
    /// The candidate, where its words stand in the text.
    pub fn candidate(&self, document: &Document, text: &str) -> Option<Candidate> {
        let claim = self.draft.claims(document, text).into_iter().next()?;
        Some(Candidate { claim, features: self.features.clone(), taken: self.taken })
    }
}
