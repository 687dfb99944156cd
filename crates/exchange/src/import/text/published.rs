//! When a text says that it was published. Takes no date from the story itself, and guesses none.

use super::{dateline::Dateline, dates::DayOfYear, marks, paragraphs::paragraphs};
use jiff::{Timestamp, civil::Date};
use truce_model::Published;

/// How many lines at the top, and at the end, may tell the date.
const TOP: usize = 8;
const END: usize = 3;
/// The most days between a dateline's date and the later date from which its year is taken.
const LONGEST_UPDATE: i32 = 60;

/// The day with which the stem of a file's name begins, such as `2031-09-12-arden`.
pub(super) fn from_name(stem: &str) -> Option<Published> {
    let day = stem.get(..10)?;
    let ends = !stem[10..].starts_with(|next: char| next.is_ascii_digit());
    let iso = day.as_bytes()[4] == b'-' && ends;
    iso.then(|| DayOfYear::parse(day)?.date()).flatten().map(Published::Day)
}

/// The day or time that the text gives for itself: on a labelled line, in its dateline, or on a line of its own.
pub(super) fn from_text(text: &str, dateline: Option<&Dateline>) -> Option<Published> {
    let list = paragraphs(text);
    let edge = |index: &usize| *index < TOP || index + END >= list.len();
    let lines: Vec<&str> = (0..list.len()).filter(edge).map(|index| list[index].words).collect();
    let labelled = |wanted: fn(&str) -> bool| {
        lines.iter().filter_map(move |line| {
            let (label, rest) = marks::label(line)?;
            wanted(&label).then(|| read(rest)).flatten()
        })
    };
    let issued =
        |label: &str| matches!(label, "published" | "posted" | "issued" | "released" | "date" | "dated");
    let changed = |label: &str| label.contains("updated") || label.contains("modified");
    let own_line =
        || list.iter().take(TOP).find_map(|line| DayOfYear::parse(line.words)?.date()).map(Published::Day);
    labelled(issued).next().or_else(|| dateline?.date?.date().map(Published::Day)).or_else(own_line).or_else(
        || {
            let day = dateline?.date?;
            let later = labelled(changed).next()?;
            year_before(day, later).map(Published::Day)
        },
    )
}

/// The last such day that is not after the text was changed.
fn year_before(day: DayOfYear, changed: Published) -> Option<Date> {
    let changed = match changed {
        Published::Day(day) => day,
        Published::At(time) => time.to_zoned(jiff::tz::TimeZone::UTC).date(),
    };
    let near = |date: &Date| {
        let since = changed.since(*date).map(|span| span.get_days()).unwrap_or(-1);
        (0..=LONGEST_UPDATE).contains(&since)
    };
    [changed.year(), changed.year() - 1].iter().find_map(|year| day.in_year(*year).filter(near))
}

/// Reads a date, a date with a clock time, or a full time with offset.
fn read(words: &str) -> Option<Published> {
    let words = words.trim().trim_end_matches('.');
    if let Ok(time) = words.parse::<Timestamp>() {
        return Some(Published::At(time));
    }
    let ends = words.char_indices().filter(|(_, c)| " ,T(".contains(*c)).map(|(at, _)| at);
    let mut ends: Vec<usize> = ends.chain([words.len()]).collect();
    ends.reverse();
    let date = ends.iter().find_map(|end| DayOfYear::parse(&words[..*end])?.date())?;
    Some(Published::Day(date))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let dateline = paragraphs(text).iter().find_map(|p| Dateline::parse(p.words));
        let found = from_text(text, dateline.as_ref()).map(|published| published.to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    }

    #[test]
    fn a_name_gives_the_day_only_if_it_begins_with_one_that_exists() {
        let day = |stem: &str| from_name(stem).map(|p| p.to_string());
        assert_eq!(day("2031-09-12-arden").as_deref(), Some("2031-09-12"));
        assert_eq!(day("2031-09-12").as_deref(), Some("2031-09-12"));
        for stem in
            ["2031-02-30-arden", "2031-09-123", "arden-2031-09-12", "2031-09", "20310912", "é031-09-12x"]
        {
            assert_eq!(day(stem), None, "{stem}");
        }
    }

    #[test]
    fn a_text_gives_its_day_in_known_forms_only() {
        check("Quiet\nPublished: 12 September 2031\n\nAll was quiet.", Some("2031-09-12"));
        check("Quiet\nPublished: 2031-09-12T08:30:00Z\n\nAll was quiet.", Some("2031-09-12T08:30:00Z"));
        check("Quiet\nIssued on 12 September 2031, 08:30 local time\n\nAll.", Some("2031-09-12"));
        check("Quiet\n\nMarch 5, 2031\n\nAll was quiet.", Some("2031-03-05"));
        check("ARDEN, Sept 12, 2031 (Agency) - All was quiet.", Some("2031-09-12"));
        check("Updated: 1 January 2032\n\nARDEN, Dec 30 (Agency) - All was quiet.", Some("2031-12-30"));
    }

    #[test]
    fn no_day_is_guessed() {
        check("ARDEN, Sept 12 (Agency) - All was quiet.", None);
        check("Quiet\n\nAll has been quiet since March 5, 2031, monitors said.", None);
        check("Quiet\n\n30 February 2031\n\nAll was quiet.", None);
        check("Updated: 1 January 2032\n\nARDEN (Agency) - All was quiet.", None);
        check("Updated: 1 January 2032\n\nARDEN, May 30 (Agency) - All was quiet.", None);
    }
}
