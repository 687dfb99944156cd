//! What each kind of provision takes. A new term is an arm here and in `form`.

use super::{
    super::{
        cases::act_of,
        fields::Fields,
        problem::{Placed, Problems},
    },
    form::{DeedWord, ProvisionForm, TermWord},
    keys,
    scope::Scope,
};
use truce_model::{Act, ActorId, Deed, Target, Term};

/// The word that stands for every use of force.
pub(super) const FORCE: &str = "force";

/// Reads the term of a provision with what it takes.
pub(super) fn parse(fields: &Fields, scope: &Scope, problems: &mut Problems) -> Option<Term> {
    let hint = format!("known terms are: {}", keys::of::<TermWord>().join(", "));
    let word = fields.need_words("term", &hint, problems)?;
    let term = keys::word::<TermWord, TermWord>("term", &word, problems)?;
    for key in keys::of::<ProvisionForm>() {
        if let (Some(at), Some(owners)) = (fields.key_at(key), keys::owners(key))
            && !owners.contains(&word.value)
        {
            let owners = owners.join("` and `");
            problems.add(
                &at,
                format!("`{key}` belongs to `{owners}`, not to `{}`", word.value),
                Some("leave it out, or name another term".into()),
            );
        }
    }
    let book = scope.book;
    match term {
        TermWord::CeaseHostilities => Some(Term::CeaseHostilities),
        TermWord::Prohibit => {
            let hint = "name the acts that it forbids: acts = [\"force\"]";
            fields.need_some("acts", hint, problems);
            Some(Term::Prohibit {
                acts: acts(fields, "acts", problems),
                targets: targets(fields, scope, problems),
            })
        }
        TermWord::Permit => Some(Term::Permit {
            acts: acts(fields, "acts", problems),
            targets: targets(fields, scope, problems),
        }),
        TermWord::Oblige => oblige(fields, scope, problems),
        TermWord::ExcludeGroups => exclude_groups(fields, scope, problems),
        TermWord::GrantAccess => {
            let to = fields.need_words("to", "say to where: to = \"Arden\"", problems);
            let by = fields.words("by", problems).and_then(|by| book.whereabouts(&by, problems));
            Some(Term::GrantAccess { to: book.whereabouts(&to?, problems)?, by })
        }
        TermWord::Withdraw => {
            let hint = "say from where: from_place = \"Arden\"";
            let from = fields.need_words("from_place", hint, problems)?;
            Some(Term::Withdraw { from_place: book.whereabouts(&from, problems)? })
        }
        TermWord::Power => {
            let may = fields.need_list("may", "say what its holders may do: may = [\"suspend\"]", problems);
            let may =
                may.iter().filter_map(|word| keys::word::<DeedWord, Deed>("deed", word, problems)).collect();
            Some(Term::Power { may, over: scope.provisions(&fields.list("over", problems), problems) })
        }
        TermWord::Ultimatum => ultimatum(fields, scope, problems),
        TermWord::Renew => renew(fields, problems),
    }
}

/// The acts of a list, each once.
fn acts(fields: &Fields, key: &str, problems: &mut Problems) -> Vec<Act> {
    let mut found = Vec::new();
    for word in fields.list(key, problems) {
        match word.value.as_str() {
            FORCE => found.extend(Act::FORCE),
            _ => found.extend(act_of(&word, problems)),
        }
    }
    let mut seen = Vec::new();
    found.retain(|act| {
        let new = !seen.contains(act);
        seen.push(*act);
        new
    });
    found
}

fn targets(fields: &Fields, scope: &Scope, problems: &mut Problems) -> Vec<Target> {
    let words = fields.list("targets", problems);
    words.iter().filter_map(|word| scope.book.target(word, problems)).collect()
}

fn oblige(fields: &Fields, scope: &Scope, problems: &mut Problems) -> Option<Term> {
    let hint = "say what is owed, in a phrase that follows \"to\": what = \"open the road\"";
    let what = fields.need_words("what", hint, problems);
    let (met_by, broken_by) = (acts(fields, "met_by", problems), acts(fields, "broken_by", problems));
    if !some(fields, &["met_by", "broken_by"]) {
        let hint = "name acts that do it (`met_by`) or acts that break it (`broken_by`)";
        problems.add(&fields.at, "no act meets or breaks this provision", Some(hint.into()));
    }
    let places = fields.list("at", problems);
    let at = places.iter().filter_map(|place| scope.book.place(place, problems)).collect();
    Some(Term::Oblige { what: what?.value, met_by, broken_by, at })
}

fn exclude_groups(fields: &Fields, scope: &Scope, problems: &mut Problems) -> Option<Term> {
    let mut actors = |key: &str| -> Vec<ActorId> {
        let named = fields.list(key, problems);
        scope.book.actors(&named, problems)
    };
    let (groups, partners_of) = (actors("groups"), actors("partners_of"));
    if !some(fields, &["groups", "partners_of"]) {
        let hint =
            "name groups by their ids in `groups`, or groups whose partners are left out in `partners_of`";
        problems.add(&fields.at, "this provision leaves no group out", Some(hint.into()));
    }
    Some(Term::ExcludeGroups { groups, partners_of })
}

fn ultimatum(fields: &Fields, scope: &Scope, problems: &mut Problems) -> Option<Term> {
    let by = fields.need_list("put_by", "say who puts it: put_by = [\"north\"]", problems);
    let by = scope.book.actors(&by, problems);
    let hint = "say what is demanded, in a phrase that follows \"to\": demand = \"leave Arden\"";
    let demand = fields.need_words("demand", hint, problems);
    // A demand may leave open what happens otherwise; no words then tell of it.
    let or_else = fields.words("or_else", problems).map_or_else(String::new, |words| words.value);
    Some(Term::Ultimatum { by, demand: demand?.value, or_else })
}

fn renew(fields: &Fields, problems: &mut Problems) -> Option<Term> {
    if !fields.has("every_hours") {
        fields.missing("every_hours", "give the length of a period: every_hours = 48", problems);
    }
    let Placed { value, at } = fields.number("every_hours", problems)?;
    match u32::try_from(value) {
        Ok(every_hours) if every_hours > 0 => Some(Term::Renew { every_hours }),
        _ => {
            problems.add(&at, format!("{value} hours are no period"), Some("give 1 or more".into()));
            None
        }
    }
}

/// Whether one of the keys has a list with an entry, or something that was noted as no list.
fn some(fields: &Fields, keys: &[&str]) -> bool {
    keys.iter().any(|key| fields.has(key) && !fields.is_empty_list(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_of_the_model_can_be_written_and_every_word_has_one() {
        let place = || "Arden".to_owned();
        let (acts, targets) = (Vec::new, Vec::new);
        let terms = [
            Term::CeaseHostilities,
            Term::Prohibit { acts: acts(), targets: targets() },
            Term::Permit { acts: acts(), targets: targets() },
            Term::Oblige { what: place(), met_by: acts(), broken_by: acts(), at: vec![] },
            Term::ExcludeGroups { groups: vec![], partners_of: vec![] },
            Term::GrantAccess { to: place(), by: None },
            Term::Withdraw { from_place: place() },
            Term::Power { may: vec![], over: vec![] },
            Term::Ultimatum { by: vec![], demand: place(), or_else: place() },
            Term::Renew { every_hours: 48 },
        ];
        assert_eq!(terms.each_ref().map(Term::word).as_slice(), keys::of::<TermWord>());
    }
}
