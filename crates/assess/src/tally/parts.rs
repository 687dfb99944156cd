//! Reads the parts of a tally off the words that follow it: "13: Arden 4, Ruba 9". Judges none of them.

use truce_model::{Claim, Name, Places, Span};

/// Bytes behind a tally in which its parts are looked for (assumed).
const REACH: usize = 600;

/// Names beside which a number is a day, or that are days themselves.
const DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A number told of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) place: Name,
    pub(super) number: u64,
    pub(super) span: Span,
}

/// The parts that the sentence of a tally lists: two or more, or there is no list.
pub(super) fn pieces(claim: &Claim, text: &str, places: &Places) -> Vec<Piece> {
    let start = claim.span.start;
    let mut end = (start + REACH).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let Some(rest) = text.get(start..end) else { return vec![] };
    let sentence = &rest[..sentence_end(rest, claim.span.end.saturating_sub(start))];
    let mut found: Vec<Piece> = Vec::new();
    for (from, words) in chunks(sentence) {
        if let Some((place, number)) =
            piece(words, places).filter(|(_, number)| !is_whole(words, *number, claim))
        {
            let trimmed = from + (words.len() - words.trim_start().len());
            let span = Span::new(start + trimmed, start + trimmed + words.trim().len());
            // A place that is named twice is no list of places.
            if found.iter().any(|other| other.place.key() == place.key()) {
                return vec![];
            }
            found.push(Piece { place, number, span });
        }
    }
    // A place that no list holds is a part as well, or the rest would seem to fall short of the whole.
    let is_listed = |piece: &Piece| places.locate(piece.place.as_str()).is_some();
    if found.len() < 2 || !found.iter().any(is_listed) { vec![] } else { found }
}

/// Whether words tell the number of the tally itself, with what it counts ("13 breaches in Arden: ...").
///
/// The place does not tell: a reading may take the first place of the list for that of the tally.
fn is_whole(words: &str, number: u64, claim: &Claim) -> bool {
    let own = claim.count.as_ref().is_some_and(|of| of.min == Some(number) || of.max == Some(number));
    let lower = words.to_lowercase();
    own && lower.split(|c: char| !c.is_alphanumeric()).any(|word| super::COUNTED.contains(&word))
}

/// Where the sentence ends that reaches at least up to `least`.
fn sentence_end(text: &str, least: usize) -> usize {
    let stops = text.match_indices(['.', '\n']).map(|(at, _)| at);
    let ends = |at: &usize| {
        let rest = &text[at + 1..];
        *at + 1 >= least
            && (text[*at..].starts_with("\n\n") || rest.is_empty() || rest.starts_with(char::is_whitespace))
    };
    stops
        .filter(|at| !text[*at..].starts_with('\n') || text[*at..].starts_with("\n\n"))
        .find(ends)
        .unwrap_or(text.len())
}

/// The text cut at commas, colons, semicolons, "and" and the ends of brackets, each piece with its place.
fn chunks(text: &str) -> Vec<(usize, &str)> {
    let mut cuts: Vec<(usize, usize)> =
        text.match_indices([',', ';', ':', ')']).map(|(at, cut)| (at, at + cut.len())).collect();
    cuts.extend(text.match_indices(" and ").map(|(at, cut)| (at, at + cut.len())));
    // "13 (Arden 4": the bracket opens a list; "Arden (4" holds a number.
    let opens =
        text.match_indices('(').filter(|(at, _)| !text[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
    cuts.extend(opens.map(|(at, cut)| (at, at + cut.len())));
    cuts.sort_unstable();
    let mut found = Vec::new();
    let mut from = 0;
    for (at, after) in cuts {
        if at >= from {
            found.push((from, &text[from..at]));
            from = after;
        }
    }
    found.push((from, &text[from..]));
    found
}

/// A place and a number, in either order, with nothing but words that join them.
fn piece(words: &str, places: &Places) -> Option<(Name, u64)> {
    let tokens: Vec<&str> =
        words.split(|c: char| c.is_whitespace() || "()-–—".contains(c)).filter(|w| !w.is_empty()).collect();
    let number = |word: &str| word.trim_end_matches('.').parse::<u64>().ok();
    let (first, last) = (tokens.first()?, tokens.last()?);
    let (number, rest) = match (number(first), number(last)) {
        (Some(n), None) => (n, &tokens[1..]),
        (None, Some(n)) => (n, &tokens[..tokens.len() - 1]),
        _ => return None,
    };
    let named = place_of(rest, places)?;
    Some((Name::parse(&named).ok()?, number))
}

/// The place that the words end with: the longest that the lists know, else a name behind nothing but words in lower case.
fn place_of(words: &[&str], places: &Places) -> Option<String> {
    let bare = |words: &[&str]| words.join(" ").trim_end_matches('.').to_owned();
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    if words.iter().any(|word| DAYS.contains(&&word.to_lowercase()[..])) {
        return None;
    }
    let mut starts = (0..words.len()).filter(|at| capital(words[*at]));
    if let Some(at) = starts.clone().find(|at| places.locate(&bare(&words[*at..])).is_some()) {
        return Some(bare(&words[at..]));
    }
    let first = starts.next()?;
    let is_name =
        words[..first].iter().all(|word| !capital(word)) && words[first..].iter().all(|word| capital(word));
    is_name.then(|| bare(&words[first..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{claim, lists};

    #[track_caller]
    fn check(text: &str, expected: &[(&str, u64)]) {
        // Whatever place the reading gave the tally, also one of its parts.
        let of = |place: &str| {
            let mut told = claim(&format!("hits | asserts | | {place} | 2031-03-06 | 13"));
            told.span = Span::new(0, 5);
            pieces(&told, text, &lists().1)
        };
        let found = of("Westland");
        let shown: Vec<(&str, u64)> = found.iter().map(|p| (p.place.as_str(), p.number)).collect();
        assert_eq!(shown, expected, "{text}");
        assert_eq!(of("Arden"), found, "{text}");
        for piece in &found {
            assert!(piece.span.of(text).is_some_and(|words| words.contains(&piece.number.to_string())));
        }
    }

    #[test]
    fn parts_are_read_off_the_list_behind_a_tally() {
        check("The Watch registered 13 breaches: Arden 4, Ruba 9.", &[("Arden", 4), ("Ruba", 9)]);
        check("It counted 13 cases (Arden 4, Ruba 9) on Monday.", &[("Arden", 4), ("Ruba", 9)]);
        check("13 violations: Arden (4), Ruba (9)", &[("Arden", 4), ("Ruba", 9)]);
        check("13 violations, 4 in Arden and 9 in Ruba. Ruba 7.", &[("Arden", 4), ("Ruba", 9)]);
        check("13 violations in Westland: Arden 4, Ruba 9", &[("Arden", 4), ("Ruba", 9)]);
        check("registered 13 breaches, including Arden 4 and Ruba 9", &[("Arden", 4), ("Ruba", 9)]);
        check("It registered 13 breaches on Monday: Arden 4, Ruba 9.", &[("Arden", 4), ("Ruba", 9)]);
        check("13 breaches were registered on Monday: Arden (13), Ruba (9).", &[("Arden", 13), ("Ruba", 9)]);
        check("North registered 13 violations in Arden (4) and Ruba (9)", &[("Arden", 4), ("Ruba", 9)]);
    }

    #[test]
    fn one_number_or_an_unlisted_place_is_no_list() {
        check("It counted 13 cases in Arden.", &[]);
        check("It counted 13 breaches: Nowhere 4, Elsewhere 9.", &[]);
        check("It counted 13 breaches: Nowhere 4, Arden 9.", &[("Nowhere", 4), ("Arden", 9)]);
        check("On March 5, it counted 13 breaches in Arden 3.", &[]);
        check("Arden 4, Arden 9", &[]);
        check("", &[]);
    }
}
