//! Calendar days as English text writes them. A date that does not exist is no date.

use jiff::civil::Date;
use regex::{Captures, Regex};
use std::sync::LazyLock;

const MONTH: &str = "(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|\
                     sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

static FORMS: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    let form = |text: String| Regex::new(&text).expect("a valid pattern");
    [
        form(r"^(?P<year>[0-9]{4})-(?P<number>[0-9]{2})-(?P<day>[0-9]{2})$".to_owned()),
        form(format!(
            r"^(?i)(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? {MONTH}\.?(?:,? (?P<year>[0-9]{{4}}))?$"
        )),
        form(format!(r"^(?i){MONTH}\.? (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>[0-9]{{4}}))?$")),
    ]
});

static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i)(?:(?:mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:day)?),? ")
        .expect("a valid pattern")
});

/// The most bytes of a date: `Wednesday, 30th of September, 2031` has 34.
const LONGEST: usize = 48;

/// A day of a month, its year perhaps untold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DayOfYear {
    /// The year, if it is told.
    pub year: Option<i16>,
    /// From 1.
    pub month: i8,
    /// From 1.
    pub day: i8,
}

impl DayOfYear {
    /// Reads words that are a date and nothing else, such as `12 September 2031`, `Sept. 12` or `2031-09-12`.
    pub fn parse(words: &str) -> Option<DayOfYear> {
        let words = words.trim();
        // No date is longer, and every one has a number.
        if words.len() > LONGEST || !words.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        let words = &words[WEEKDAY.find(words).map_or(0, |weekday| weekday.end())..];
        FORMS.iter().find_map(|form| form.captures(words)).and_then(|found| read(&found))
    }

    /// The day, if its year is told and it exists.
    pub fn date(&self) -> Option<Date> {
        self.in_year(self.year?)
    }

    /// The day in that year, if it exists.
    pub fn in_year(&self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day).ok()
    }
}

fn read(found: &Captures) -> Option<DayOfYear> {
    let year = found.name("year").map(|year| year.as_str().parse()).transpose().ok()?;
    let month = match (found.name("number"), found.name("month")) {
        (Some(number), _) => number.as_str().parse().ok()?,
        (None, Some(name)) => month_number(name.as_str())?,
        (None, None) => return None,
    };
    let date = DayOfYear { year, month, day: found["day"].parse().ok()? };
    // 2032 has a 29 February, so that an untold year rules no day out.
    date.in_year(year.unwrap_or(2032)).map(|_| date)
}

fn month_number(name: &str) -> Option<i8> {
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = name.to_lowercase();
    (1..).zip(names).find(|(_, short)| lower.starts_with(short)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, date: Option<(Option<i16>, i8, i8)>) {
        let date = date.map(|(year, month, day)| DayOfYear { year, month, day });
        assert_eq!(DayOfYear::parse(words), date, "{words}");
    }

    #[test]
    fn dates_are_read_as_the_agencies_write_them() {
        check("2031-09-12", Some((Some(2031), 9, 12)));
        check("12 September 2031", Some((Some(2031), 9, 12)));
        check("12th of September, 2031", Some((Some(2031), 9, 12)));
        check("Friday, September 12, 2031", Some((Some(2031), 9, 12)));
        check("Sept. 12", Some((None, 9, 12)));
        check("MARCH 5 2031", Some((Some(2031), 3, 5)));
        check("Feb 29", Some((None, 2, 29)));
    }

    #[test]
    fn what_is_no_day_is_no_date() {
        for words in ["2031-02-30", "30 February 2031", "Feb 29 2031", "31 April", "marching 5", "12", ""] {
            check(words, None);
        }
    }
}
