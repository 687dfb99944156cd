//! How a claim is told: of one happening, of many taken together, or looking back at one told before. Reads no more than the
//! words of the claim itself.

use crate::family::Family;
use truce_model::{Claim, Name};

/// Whether it sums up what happened many times over a stretch: a number of shells or strikes "in 24 hours", "since Friday".
///
/// Source: the practice of ceasefire monitors, whose daily and weekly figures count what single reports tell one by one.
pub(crate) fn sums_up(claim: &Claim) -> bool {
    let Some(count) = &claim.count else { return false };
    let several = count.min.is_none_or(|min| min > 1);
    several
        && Family::of(claim.act).is_hostile()
        && !OF_TIME.contains(&count.of.as_str())
        && over_a_stretch(&claim.quote)
}

/// What is counted where a claim tells how long something lasted or who took part.
const OF_TIME: &[&str] = &["minutes", "hours", "days", "weeks", "months", "years", "people"];

/// Words of a stretch, after a number or after "past" and "last".
const STRETCHES: &[&str] =
    &["hour", "hours", "day", "days", "week", "weeks", "month", "months", "night", "nights"];

fn over_a_stretch(quote: &str) -> bool {
    let words = words(quote);
    words.iter().enumerate().any(|(at, word)| match word.as_str() {
        "since" => true,
        "between" => words[at + 1..].iter().take(4).any(|word| DAYS.contains(&word.as_str())),
        // "For the first time in three days", "the heaviest in weeks": that is how rare it is, not how long it took.
        "in" if at > 0
            && (words[at - 1] == "time" || words[at - 1].ends_with("est") || words[at - 1] == "worst") =>
        {
            false
        }
        "in" | "within" | "over" | "during" => {
            let mut next =
                words[at + 1..].iter().skip_while(|word| *word == "the").take(3).map(String::as_str);
            let first = next.next().unwrap_or_default();
            let counted = first.chars().all(|c| c.is_ascii_digit()) || NUMBERS.contains(&first);
            let past = matches!(first, "past" | "last" | "previous" | "preceding");
            !first.is_empty() && (counted || past) && next.any(|word| STRETCHES.contains(&word))
        }
        _ => false,
    })
}

const NUMBERS: &[&str] = &[
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "twelve",
    "twenty-four",
    "several",
];

/// Whether it speaks of something as known: "Monday's attack", "the raid", "that shelling"; or of what was hit: "the convoy".
pub(crate) fn looks_back(quote: &str, target: Option<&Name>) -> bool {
    let words = words(quote);
    let head = target.and_then(|target| target.key().split(' ').next_back().map(str::to_owned));
    words.iter().enumerate().any(|(at, word)| {
        // A quote may begin behind the day: `'s attack on the convoy`.
        let day = word.strip_suffix("'s").is_some_and(|day| DAYS.contains(&day)) || at == 0 && word == "s";
        let pointed = matches!(word.as_str(), "the" | "that" | "this");
        let known =
            |word: &String| HAPPENINGS.contains(&word.as_str()) || pointed && head.as_ref() == Some(word);
        (day || pointed) && words[at + 1..].iter().take(3).any(known)
    })
}

const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "yesterday",
    "week",
    "month",
    "night",
];

/// Nouns by which reports speak of an attack, a fight or a convoy's fate once it was told.
const HAPPENINGS: &[&str] = &[
    "ambush",
    "assault",
    "attack",
    "attacks",
    "barrage",
    "battle",
    "blast",
    "bombardment",
    "bombing",
    "clash",
    "clashes",
    "explosion",
    "incident",
    "massacre",
    "offensive",
    "raid",
    "raids",
    "shelling",
    "shooting",
    "strike",
    "strikes",
];

/// Targets that many things have on one day: they tell nothing of which was meant.
pub(crate) fn is_general(target: &str) -> bool {
    target.split(' ').any(|word| GENERAL.contains(&word))
}

const GENERAL: &[&str] = &[
    "area",
    "areas",
    "army",
    "civilian",
    "civilians",
    "fighters",
    "forces",
    "militants",
    "people",
    "positions",
    "rebel",
    "rebels",
    "residents",
    "soldiers",
    "targets",
    "territory",
    "troops",
    "villagers",
    "zone",
];

fn words(quote: &str) -> Vec<String> {
    let bare = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        word.replace('\u{2019}', "'")
    };
    quote.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_told_by_a_number_of_hours_or_days() {
        for quote in [
            "70 rockets fell on Ruba in 24 hours",
            "shelled Arden 12 times over the past two days",
            "40 strikes since Friday",
            "some 30 shells during the last night",
            "70 rockets fell between Sunday and Monday",
        ] {
            assert!(over_a_stretch(quote), "{quote}");
        }
        for quote in [
            "three shells fell on Ruba",
            "the shells fell in the morning hours",
            "two shells, for the first time in three days",
            "over the river",
        ] {
            assert!(!over_a_stretch(quote), "{quote}");
        }
    }

    #[test]
    fn what_is_spoken_of_as_known_looks_back() {
        for quote in ["Monday\u{2019}s attack on the convoy", "condemned the air strike", "that deadly raid"]
        {
            assert!(looks_back(quote, None), "{quote}");
        }
        for quote in ["an attack on a convoy", "shells fell on Monday", "the convoy was attacked"] {
            assert!(!looks_back(quote, None), "{quote}");
        }
        let hospital = Name::parse("a field hospital").unwrap();
        assert!(looks_back("12 people died in the hospital", Some(&hospital)));
        assert!(looks_back("'s raid on a school", None));
    }
}
