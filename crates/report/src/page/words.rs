//! The report's words for the model's words. Knows no layout.

use std::fmt::Display;
use truce_model::{Act, AtomName, Kind, Name, Stance, Standing};

/// The words where nothing is told.
pub(crate) const NOT_KNOWN: &str = "not known";

/// An act, such as `air strike`.
pub(crate) fn act(act: Act) -> String {
    act.word().replace('_', " ")
}

/// A reason in which acts stand in the words of the files, told in the words of the report.
pub(crate) fn reason(because: &str) -> String {
    let acts = Act::ALL.iter().filter(|act| act.word().contains('_'));
    acts.fold(because.to_owned(), |because, act| because.replace(act.word(), &self::act(*act)))
}

/// Whether saying that somebody did it says that somebody did harm.
pub(crate) fn blames(act: Act) -> bool {
    match act.kind() {
        Kind::Event => !matches!(act, Act::Withdrawal | Act::Lull | Act::Protest),
        Kind::Access => {
            matches!(act, Act::Blocked | Act::PermissionWithheld | Act::Suspended | Act::SuppliesRemoved)
        }
        Kind::Toll => true,
        Kind::Agreement | Kind::Status | Kind::Commitment | Kind::Position => false,
    }
}

/// How well something is attested.
pub(crate) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Corroborated => "corroborated",
        Standing::SingleSource => "single source",
        Standing::Contested => "contested",
        Standing::Denied => "only denied",
        Standing::Unverified => "unverified",
        Standing::Retracted => "retracted",
    }
}

/// Whether a source says that it is so.
pub(crate) fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserts => "asserts",
        Stance::Denies => "denies",
        Stance::Unsure => "is unsure",
    }
}

/// A question that a judgement asks.
pub(crate) fn question(name: AtomName) -> &'static str {
    match name {
        AtomName::Occurred => "did it happen?",
        AtomName::InWindow => "was it while the provision bound?",
        AtomName::InZone => "was it where the provision binds?",
        AtomName::Bound => "was whoever did it bound by the terms?",
        AtomName::ProhibitedAct => "does the provision forbid such an act?",
        AtomName::ProtectedTarget => "does it protect who or what was hit?",
        AtomName::Excluded => "was the target or the actor excluded from the terms?",
        AtomName::Exception => "does a permission allow it?",
    }
}

/// A list in a sentence: `A, B and C`.
pub(crate) fn listed<T: Display>(things: &[T]) -> String {
    match things {
        [] => NOT_KNOWN.to_owned(),
        [one] => one.to_string(),
        [most @ .., last] => {
            let most: Vec<String> = most.iter().map(T::to_string).collect();
            format!("{} and {last}", most.join(", "))
        }
    }
}

/// Places as told, most specific first.
pub(crate) fn places(places: &[Name]) -> String {
    let places: Vec<&str> = places.iter().map(Name::as_str).collect();
    if places.is_empty() { "place not known".to_owned() } else { places.join(", ") }
}

/// A name, or that it is not known.
pub(crate) fn name(name: Option<&Name>) -> String {
    name.map_or_else(|| "a source not named".to_owned(), Name::to_string)
}

/// The words in quotation marks; in single ones where they hold double ones.
pub(crate) fn quotation(words: &str) -> String {
    if words.contains(['“', '”', '"']) { format!("‘{words}’") } else { format!("“{words}”") }
}

/// The noun in the number that `n` asks for.
pub(crate) fn plural(n: u64, one: &str, many: &str) -> String {
    if n == 1 { one.to_owned() } else { many.to_owned() }
}

/// A number of things that the report itself counts: `no sentence`, `1 sentence`, `2 sentences`.
pub(crate) fn number(n: usize, one: &str, many: &str) -> String {
    match n {
        0 => format!("no {one}"),
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    }
}

/// The words with a capital at the front.
pub(crate) fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_the_files_stands_in_a_reason() {
        assert_eq!(
            reason("convoy_waiting does not tell who keeps it back"),
            "convoy waiting does not tell who keeps it back"
        );
        assert_eq!(
            reason("nobody says whether it was meant for a_town"),
            "nobody says whether it was meant for a_town"
        );
    }
}
