//! Whose voice a text's own sentences are, as it says itself. Knows no agency by name.

use super::{dateline::Dateline, marks, paragraphs::paragraphs};
use truce_model::Name;

/// How many lines at the top may name the source.
const TOP: usize = 8;

/// The agency of the dateline, else a top line such as `Source: Arden News`; as written.
pub(super) fn from_text(text: &str, dateline: Option<&Dateline>) -> Option<Name> {
    if let Some(agency) = dateline.and_then(|dateline| dateline.agency.clone()) {
        return Some(agency);
    }
    paragraphs(text).iter().take(TOP).find_map(|line| {
        let (label, rest) = marks::label(line.words)?;
        let names = matches!(label.as_str(), "source" | "from" | "outlet");
        // An address in angle brackets is no part of a name.
        let rest = rest.split('<').next().unwrap_or(rest).trim().trim_matches('"');
        names.then(|| Name::parse(rest).ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dateline_comes_before_a_labelled_line() {
        let check = |text: &str, outlet: Option<&str>| {
            let dateline = paragraphs(text).iter().find_map(|p| Dateline::parse(p.words));
            assert_eq!(from_text(text, dateline.as_ref()).as_ref().map(Name::as_str), outlet);
        };
        check("Source: Arden News\n\nRUBA (Agency) – All was quiet.", Some("Agency"));
        check("Source: Arden News\n\nAll was quiet.", Some("Arden News"));
        check("From: Relief Office <relief@example.org>\n\nAll was quiet.", Some("Relief Office"));
        check("All was quiet in Ruba (Agency) on Monday.", None);
    }
}
