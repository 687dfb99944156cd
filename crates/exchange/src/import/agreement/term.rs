//! The machine-readable kinds of provisions and what each takes. A new term is a row and an arm here.

use super::{
    super::{fields::Fields, nearest::did_you_mean, problem::Problems},
    book::Book,
};
use truce_model::Term;

/// Each term with the keys that only it takes.
pub(super) const TERMS: &[(&str, &[&str])] = &[
    ("cease-hostilities", &[]),
    ("exclude-groups", &["groups"]),
    ("grant-access", &["to", "by"]),
    ("withdraw", &["from_place"]),
    ("renew", &["every_hours"]),
];

/// Reads the term of a provision with what it takes.
pub(super) fn parse(fields: &Fields, book: &Book, problems: &mut Problems) -> Option<Term> {
    let names = || TERMS.iter().map(|(name, _)| *name);
    let hint = format!("known terms are: {}", names().collect::<Vec<_>>().join(", "));
    let term = fields.need_words("term", &hint, problems)?;
    let Some((name, own)) = TERMS.iter().find(|(name, _)| *name == term.value) else {
        let hint = did_you_mean(&term.value, names()).unwrap_or(hint);
        problems.add(&term.at, format!("unknown term `{}`", term.value), Some(hint));
        return None;
    };
    for (other, keys) in TERMS {
        for key in keys.iter().filter(|key| !own.contains(key)) {
            if let Some(at) = fields.key_at(key) {
                let message = format!("`{key}` belongs to `{other}`, not to `{name}`");
                problems.add(&at, message, None);
            }
        }
    }
    match *name {
        "cease-hostilities" => Some(Term::CeaseHostilities),
        "exclude-groups" => exclude_groups(fields, book, problems),
        "grant-access" => grant_access(fields, book, problems),
        "withdraw" => {
            let hint = "say from where: from_place = \"Arden\"";
            let from = fields.need_words("from_place", hint, problems)?;
            Some(Term::Withdraw { from_place: book.whereabouts(&from, problems)? })
        }
        "renew" => renew(fields, problems),
        _ => None,
    }
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

fn renew(fields: &Fields, problems: &mut Problems) -> Option<Term> {
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
            assert!(TERMS.iter().any(|(name, _)| *name == term.word()), "{}", term.word());
        }
    }
}
