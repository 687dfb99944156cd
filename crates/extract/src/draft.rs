//! A claim before its sources are told apart, and the claims that come of it.

use truce_model::{Act, Claim, ClaimId, Count, Document, Interval, Name, RuleId, Span, Stance};

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
                    occurred: self.occurred,
                    count: self.count.clone(),
                    found_by: self.found_by.clone(),
                }
                .identified()
            })
            .collect()
    }
}

fn name(words: &str) -> Option<Name> {
    Name::parse(words).ok()
}
