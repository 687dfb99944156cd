//! The head of a first paragraph: cities, date, agency, up to the dash. Looks no place up.

use super::dates::DayOfYear;
use regex::{Captures, Regex};
use std::sync::LazyLock;
use truce_model::Name;

/// What stands before the dash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dateline {
    /// Bytes of the paragraph up to and including the dash.
    pub len: usize,
    /// Its cities in title case, without the country that may follow one.
    pub cities: Vec<Name>,
    /// The agency in parentheses, as written.
    pub agency: Option<Name>,
    /// Its date, the year perhaps untold.
    pub date: Option<DayOfYear>,
    /// Whether its form leaves no doubt: a city in capitals or an agency alone.
    pub sure: bool,
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

// How long heads and agencies may be is counted afterwards: a pattern with a bound is compiled once for each letter.
/// `ARDEN/RUBA, Westland, Sept 12 (Agency) –`
static BRACKETS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?P<head>[^\n()–—]*?)\s*\((?P<agency>[^()\n]{2,})\)\s*(?:--|[-–—])(?:\s|$)"));
/// `ARDEN, September 12. /AGENCY/.`
static SLASHES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?P<head>[^\n()–—/]{2,}?)\.?\s+/(?P<agency>[A-Z][A-Za-z-]{1,20})/\.?(?:\s*(?:--|[-–—]))?\s")
});
/// `ARDEN, 12 September 2031 —`
static DASH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?P<head>[^\n()–—]{2,}?)(?:\s+(?:--|[-–—])\s|\s*—)"));

/// What the first form that fits finds, and whether it names an agency.
fn form(paragraph: &str) -> Option<(Captures<'_>, bool)> {
    let longest = |found: &Captures, group: &str, most: usize| {
        found.name(group).is_none_or(|words| words.as_str().chars().count() <= most)
    };
    let fits = |form: &LazyLock<Regex>| {
        let found = form.captures(paragraph)?;
        (longest(&found, "head", LONGEST_HEAD) && longest(&found, "agency", LONGEST_AGENCY)).then_some(found)
    };
    // Each form is compiled only when its signs are there.
    let dashed = paragraph.contains(['-', '–', '—']);
    let slashed = paragraph.find('/').is_some_and(|at| paragraph[..at].ends_with(char::is_whitespace));
    let brackets = || if dashed && paragraph.contains('(') { fits(&BRACKETS) } else { None };
    let slashes = || if slashed { fits(&SLASHES) } else { None };
    let dash = || if dashed { fits(&DASH) } else { None };
    let with_agency = brackets().or_else(slashes).map(|found| (found, true));
    with_agency.or_else(|| Some((dash()?, false)))
}

/// Words in capitals that open headlines and notes and are no cities.
const NO_CITIES: &[&str] = &[
    "ALERT",
    "ANALYSIS",
    "BREAKING",
    "BRIEF",
    "CORRECTED",
    "EDITORIAL",
    "EXCLUSIVE",
    "EXPLAINER",
    "FACTBOX",
    "FLASH",
    "INSIGHT",
    "INTERVIEW",
    "LIVE",
    "NEWS",
    "NOTE",
    "OPINION",
    "PHOTOS",
    "REFILE",
    "TIMELINE",
    "UPDATE",
    "UPDATED",
    "URGENT",
    "VIDEO",
    "WATCH",
    "WITNESS",
    "WRAPUP",
];

/// The most letters before an agency or dash.
const LONGEST_HEAD: usize = 120;
/// The most letters of an agency.
const LONGEST_AGENCY: usize = 60;
/// The most letters of a city with what follows its comma.
const LONGEST_CITY: usize = 60;
/// The least letters of text after a dateline without an agency.
const SHORTEST_LEAD: usize = 40;

impl Dateline {
    /// Reads the dateline with which a paragraph begins, if it begins with one.
    pub fn parse(paragraph: &str) -> Option<Dateline> {
        let (found, with_agency) = form(paragraph)?;
        let whole = found.get(0)?;
        let len = whole.as_str().trim_end().len();
        let head = found["head"].trim();
        let in_brackets = found.name("agency").map(|words| words.as_str().trim());
        let bracket_date = in_brackets.and_then(DayOfYear::parse);
        let agency = in_brackets.filter(|_| bracket_date.is_none());
        let (places, date) = split_date(head);
        let date = date.or(bracket_date);
        let cities = cities(places)?;
        let capitals = cities.iter().all(|city| in_capitals(city));
        let rest = paragraph[len..].trim();
        let sure = match (agency, cities.is_empty()) {
            (Some(_), true) => date.is_some() || head.is_empty(),
            (Some(_), false) => capitals,
            (None, true) => return None,
            (None, false) if !capitals => {
                // Without capitals and agency, only a full date tells a dateline from a sentence.
                date.filter(|day| day.year.is_some())?;
                false
            }
            (None, false) => rest.len() >= SHORTEST_LEAD,
        };
        let known =
            sure || date.is_some() || (with_agency && like_names(places) && rest.len() >= SHORTEST_LEAD);
        let names = cities.iter().filter_map(|city| Name::parse(&title_case(city)).ok()).collect();
        let agency = agency.and_then(|words| Name::parse(words).ok());
        known.then_some(Dateline { len, cities: names, agency, date, sure })
    }
}

/// Takes a date off the end of what stands before the agency.
fn split_date(head: &str) -> (&str, Option<DayOfYear>) {
    let head = head.trim_end_matches(['.', ',', ' ']);
    if let Some(date) = DayOfYear::parse(head) {
        return ("", Some(date));
    }
    // A date may hold a comma itself: `ARDEN, September 12, 2031`.
    let commas: Vec<usize> = head.match_indices(',').map(|(at, _)| at).collect();
    commas
        .iter()
        .find_map(|at| Some((head[..*at].trim(), Some(DayOfYear::parse(&head[at + 1..])?))))
        .unwrap_or((head, None))
}

/// The cities between slashes, each without what follows its comma. `None`: these are no cities.
fn cities(places: &str) -> Option<Vec<&str>> {
    if places.is_empty() {
        return Some(Vec::new());
    }
    let parts: Vec<&str> = places.split('/').map(str::trim).collect();
    let sound = parts.iter().all(|part| {
        !part.is_empty()
            && part.chars().count() <= LONGEST_CITY
            && !part.contains(['.', ':', ';', '?', '!', '"', '“', '”'])
            || is_abbreviation(part)
    });
    let names: Vec<&str> = parts.iter().filter_map(|part| part.split(',').next()).map(str::trim).collect();
    let words = names.iter().flat_map(|name| name.split([' ', '-']));
    let labels = words.into_iter().any(|word| NO_CITIES.contains(&word));
    (sound && !labels && names.iter().all(|name| !name.is_empty())).then_some(names)
}

/// `ST. ARDEN`, `ARDEN, N.Y.`: dots that end no sentence.
fn is_abbreviation(part: &str) -> bool {
    part.len() <= LONGEST_CITY
        && part.contains('.')
        && part
            .split([' ', ','])
            .all(|word| !word.ends_with('.') || word.len() <= 4 || word.matches('.').count() > 1)
        && !part.contains([':', ';', '?', '!'])
}

fn in_capitals(city: &str) -> bool {
    let upper = city.chars().filter(|letter| letter.is_uppercase()).count();
    let lower = city.chars().filter(|letter| letter.is_lowercase()).count();
    upper >= 2 && lower * 3 <= upper
}

fn like_names(places: &str) -> bool {
    let words: Vec<&str> = places.split([' ', '/', ',']).filter(|word| !word.is_empty()).collect();
    (1..=4).contains(&words.len())
        && words[0] != "The"
        && words.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase))
}

/// `NEW ARDEN` becomes `New Arden`; words that are not all in capitals stay as written.
fn title_case(city: &str) -> String {
    let mut title = String::with_capacity(city.len());
    let mut inside = false;
    let capitals = !city.chars().any(char::is_lowercase);
    for letter in city.chars() {
        if capitals && inside && letter.is_alphabetic() {
            title.extend(letter.to_lowercase());
        } else {
            title.push(letter);
        }
        inside = letter.is_alphanumeric() || letter == '\'' || letter == '’';
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paragraph: &str, expected: Option<(&str, &[&str], Option<&str>)>) {
        let found = Dateline::parse(paragraph);
        let found = found.as_ref().map(|d| {
            let cities: Vec<&str> = d.cities.iter().map(Name::as_str).collect();
            (&paragraph[..d.len], cities, d.agency.as_ref().map(Name::as_str))
        });
        let expected = expected.map(|(words, cities, agency)| (words, cities.to_vec(), agency));
        assert_eq!(found, expected, "{paragraph}");
    }

    #[test]
    fn a_dateline_tells_its_cities_and_its_agency() {
        check("ARDEN (Agency) – Shells fell.", Some(("ARDEN (Agency) –", &["Arden"], Some("Agency"))));
        check(
            "ARDEN/RUBA, Westland (Agency) – Aid waits.",
            Some(("ARDEN/RUBA, Westland (Agency) –", &["Arden", "Ruba"], Some("Agency"))),
        );
        check(
            "NEW ARDEN, Sept 12 (Two Agencies) - Aid waits.",
            Some(("NEW ARDEN, Sept 12 (Two Agencies) -", &["New Arden"], Some("Two Agencies"))),
        );
        check("AL-ARDEN (Agency) -- Aid.", Some(("AL-ARDEN (Agency) --", &["Al-Arden"], Some("Agency"))));
        check("(Agency) - Aid waits.", Some(("(Agency) -", &[], Some("Agency"))));
        check(
            "ARDEN, September 12. /AGY/. Aid.",
            Some(("ARDEN, September 12. /AGY/.", &["Arden"], Some("AGY"))),
        );
        let long = "The army of the North said that it had halted every move.";
        check(&format!("ARDEN — {long}"), Some(("ARDEN —", &["Arden"], None)));
        check(
            &format!("Arden, 12 September 2031 – {long}"),
            Some(("Arden, 12 September 2031 –", &["Arden"], None)),
        );
        check(
            &format!("ARDEN (12 September 2031) – {long}"),
            Some(("ARDEN (12 September 2031) –", &["Arden"], None)),
        );
        check(&format!("Arden (Agency) – {long}"), Some(("Arden (Agency) –", &["Arden"], Some("Agency"))));
    }

    #[test]
    fn what_is_too_long_is_no_dateline() {
        let long = |letters: usize| "A".repeat(letters);
        let with_agency =
            |head: &str, agency: &str| Dateline::parse(&format!("{head} ({agency}) – Aid.")).is_some();
        assert!(with_agency("ARDEN", &long(60)) && !with_agency("ARDEN", &long(61)));
        let places = |letters: usize| format!("{}/{}", long(60), long(letters - 61));
        assert!(with_agency(&places(120), "Agency") && !with_agency(&places(121), "Agency"));
    }

    #[test]
    fn a_sentence_with_a_dash_is_no_dateline() {
        for paragraph in [
            "The guns of North – silent for a week – were heard again near the mill on Tuesday.",
            "The Free Corps (FC) – an armed group of the South that rejects the truce – shelled Arden.",
            "EXCLUSIVE - North and South are said to have agreed on a longer truce for Arden and Ruba.",
            "Arden – quiet for days – was shelled by the army of the North on Tuesday, monitors said.",
            "RUBA - aid",
            "No dash at all.",
            "",
        ] {
            let found = Dateline::parse(paragraph).filter(|d| d.sure);
            assert_eq!(found, None, "{paragraph}");
        }
        check("The Free Corps (FC) – an armed group of the South that rejects the truce – fled.", None);
    }
}
