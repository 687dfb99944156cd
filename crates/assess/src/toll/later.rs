//! Finds deaths that come after the count: of wounds, or in a toll that rose. What was counted before stays a floor.

use super::{evidence::Told, region::Region};
use jiff::Span;

/// Days after an attack up to which a later death or a risen toll may be of it (assumed).
const DAYS: i64 = 30;

/// What words tell of people who were not counted at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Later {
    /// Somebody died of wounds: these come on top of a count that is not told.
    Died,
    /// The toll rose to this number.
    Rose,
}

/// Whether the words tell of somebody who was hurt first and died later.
fn died_later(quote: &str) -> bool {
    let words = words(quote);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let next = |i: usize| words.get(i + 1).map_or("", String::as_str);
    let hurt = ["wound", "wounds", "wounded", "injury", "injuries", "injured", "burns", "hospital", "hurt"];
    let dies = ["died", "die", "dies", "dying", "dead", "death", "deaths"];
    has(&["succumbed", "succumbs", "succumb", "succumbing"])
        || words.iter().enumerate().any(|(i, word)| {
            let late = ["later", "since", "subsequently", "afterwards", "afterward"];
            (late.contains(&word.as_str()) && dies.contains(&next(i)))
                || (["died", "die", "dies"].contains(&word.as_str()) && late[..1].contains(&next(i)))
        })
        || first_then(&words, &["wounded", "injured", "hurt"], &["died", "dies", "die", "dead"])
        || first_then(&words, &dies[..4], &hurt)
}

/// Whether a word of the second list stands behind one of the first, with no other number of people begun between them.
fn first_then(words: &[String], first: &[&str], then: &[&str]) -> bool {
    let is = |word: &String, list: &[&str]| list.contains(&word.as_str());
    words.iter().enumerate().filter(|(_, word)| is(word, first)).any(|(i, _)| {
        let rest = words[i + 1..].iter().take_while(|word| !["and", "but", "while"].contains(&word.as_str()));
        rest.into_iter().any(|word| is(word, then))
    })
}

fn rose(quote: &str) -> bool {
    const ROSE: &[&str] = &[
        "rise",
        "rises",
        "rose",
        "risen",
        "rising",
        "climb",
        "climbs",
        "climbed",
        "climbing",
        "grew",
        "grown",
        "increased",
        "increases",
        "jumped",
        "jumps",
        "brings",
        "bringing",
        "brought",
        "raises",
        "raised",
        "raising",
    ];
    words(quote).iter().any(|word| ROSE.contains(&word.as_str()))
}

fn words(quote: &str) -> Vec<String> {
    // A comma parts people as "and" does: "two died, five were wounded".
    let lower = quote.to_lowercase().replace(',', " and ");
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether the words tell of deaths that may be of earlier days than they are told of.
pub(crate) fn is_later(quote: &str) -> bool {
    died_later(quote) || rose(quote)
}

/// The region of a claim of later deaths: some people, of the days before as well, unless its time is that of the attack.
pub(crate) fn stretched(mut region: Region, quote: &str, is_of_attack: bool) -> Region {
    if died_later(quote) {
        region.is_exact = false;
        if !is_of_attack {
            region.span.0 = before(region.span.0);
        }
    }
    region
}

/// Opens the tops of what may have been counted before later deaths.
///
/// A risen toll opens only what stays below it.
pub(crate) fn open_tops(told: &mut [Told]) {
    let mut later: Vec<(usize, Later)> = Vec::new();
    for (at, one) in told.iter().enumerate() {
        if one.row.is_some() {
            continue;
        }
        let kind = match () {
            () if died_later(&one.claim.quote) => Later::Died,
            () if rose(&one.claim.quote) => Later::Rose,
            () => continue,
        };
        later.push((at, kind));
    }
    let mut opened = Vec::new();
    for (at, kind) in later {
        let mut reach = told[at].region.clone();
        // What rose or who died may be of an attack some days before; a toll "so far" of the last days before it was told.
        reach.span.0 = before(reach.span.0);
        reach.span.0 = reach.span.0.max(before(reach.span.1));
        let number = told[at].figures.min.or(told[at].figures.max);
        for (other, one) in told.iter().enumerate().filter(|(other, _)| *other != at) {
            let above = kind == Later::Died || number > one.figures.max;
            if above && one.row.is_none() && one.region.meets(&reach) {
                opened.push(other);
            }
        }
    }
    opened.into_iter().for_each(|at| told[at].region.is_exact = false);
}

fn before(moment: jiff::civil::DateTime) -> jiff::civil::DateTime {
    moment.checked_sub(Span::new().days(DAYS)).unwrap_or(jiff::civil::DateTime::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(quote: &str, died: bool, risen: bool) {
        assert_eq!((died_later(quote), rose(quote)), (died, risen), "{quote}");
    }

    #[test]
    fn who_dies_of_wounds_was_not_counted_at_first() {
        check("Two of the wounded died of their injuries overnight", true, false);
        check("three people succumbed to burns", true, false);
        check("a man hurt on Monday has since died", true, false);
        check("a child, injured in the strike, later died in hospital", true, false);
        check("three people were killed and five were wounded", false, false);
        check("five were injured and two died", false, false);
        check("four people died in the shelling", false, false);
    }

    #[test]
    fn a_toll_that_rose_is_above_what_was_counted_before() {
        check("the death toll climbed to 14", false, true);
        check("which brings the dead to five", false, true);
        check("14 people were killed", false, false);
    }
}
