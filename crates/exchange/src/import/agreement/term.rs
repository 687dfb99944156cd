//! The machine-readable kinds of provisions and what each takes. A new term is a row here.

use super::{
    super::{fields::Fields, nearest::did_you_mean, problem::Problems},
    book::Book,
};
use truce_model::Term;

/// A term as files write it.
pub(super) struct Written {
    /// The word after `term =`.
    pub word: &'static str,
    /// The keys that only it takes.
    pub keys: &'static [&'static str],
    parse: fn(&Fields, &Book, &mut Problems) -> Option<Term>,
}

/// Every term.
pub(super) const TERMS: &[Written] = &[
    Written { word: "cease-hostilities", keys: &[], parse: |_, _, _| Some(Term::CeaseHostilities) },
    Written { word: "exclude-groups", keys: &["groups"], parse: exclude_groups },
    Written { word: "grant-access", keys: &["to", "by"], parse: grant_access },
    Written { word: "withdraw", keys: &["from_place"], parse: withdraw },
    Written { word: "renew", keys: &["every_hours"], parse: renew },
];

/// Reads the term of a provision with what it takes.
pub(super) fn parse(fields: &Fields, book: &Book, problems: &mut Problems) -> Option<Term> {
    let names = || TERMS.iter().map(|written| written.word);
    let hint = format!("known terms are: {}", names().collect::<Vec<_>>().join(", "));
    let term = fields.need_words("term", &hint, problems)?;
    let Some(own) = TERMS.iter().find(|written| written.word == term.value) else {
        let hint = did_you_mean(&term.value, names()).unwrap_or(hint);
        problems.add(&term.at, format!("unknown term `{}`", term.value), Some(hint));
        return None;
    };
    for other in TERMS {
        for key in other.keys.iter().filter(|key| !own.keys.contains(key)) {
            if let Some(at) = fields.key_at(key) {
                let message = format!("`{key}` belongs to `{}`, not to `{}`", other.word, own.word);
                problems.add(&at, message, None);
            }
        }
    }
    (own.parse)(fields, book, problems)
}

fn exclude_groups(fields: &Fields, book: &Book, problems: &mut Problems) -> Option<Term> {
    let named = fields.need_list("groups", "name the groups that are left out, by their ids", problems);
    Some(Term::ExcludeGroups { groups: book.actors(&named, problems) })
}

fn grant_access(fields: &Fields, book: &Book, problems: &mut Problems) -> Option<Term> {
    let to = fields.need_words("to", "say to where: to = \"Arden\"", problems);
    let by = fields.words("by", problems).and_then(|by| book.whereabouts(&by, problems));
    Some(Term::GrantAccess { to: book.whereabouts(&to?, problems)?, by })
}

fn withdraw(fields: &Fields, book: &Book, problems: &mut Problems) -> Option<Term> {
    let from = fields.need_words("from_place", "say from where: from_place = \"Arden\"", problems)?;
    Some(Term::Withdraw { from_place: book.whereabouts(&from, problems)? })
}

fn renew(fields: &Fields, _: &Book, problems: &mut Problems) -> Option<Term> {
    if !fields.has("every_hours") {
        fields.missing("every_hours", "give the length of a period: every_hours = 48", problems);
    }
    let hours = fields.number("every_hours", problems)?;
    match u32::try_from(hours.value) {
        Ok(every_hours) if every_hours > 0 => Some(Term::Renew { every_hours }),
        _ => {
            problems.add(&hours.at, format!("{} hours are no period", hours.value), None);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_of_the_model_can_be_written() {
        let place = || "Arden".to_owned();
        for term in [
            Term::CeaseHostilities,
            Term::ExcludeGroups { groups: vec![] },
            Term::GrantAccess { to: place(), by: None },
            Term::Withdraw { from_place: place() },
            Term::Renew { every_hours: 48 },
        ] {
            assert!(TERMS.iter().any(|written| written.word == term.word()), "{}", term.word());
        }
    }
}
