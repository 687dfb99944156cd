//! Arguments that several commands share. They mean the same in each.

use crate::{
    failure::{Failure, note},
    files,
};
use clap::{Args, ValueEnum};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::path::{Path, PathBuf};
use truce_model::{AgreementId, Name, Published, Seq, Standing, Verdict};
use truce_monitor::{AsOf, Book, Filter, Knowledge, Monitor, Store};

/// Where the record lies.
#[derive(Args, Debug, Clone)]
pub struct StoreArgument {
    /// The store: a path, sqlite:PATH, or postgres://USER@HOST/DATABASE
    #[arg(
        long,
        value_name = "URL",
        env = "TRUCE_STORE",
        default_value = "sqlite:truce.db",
        hide_env_values = true
    )]
    store: String,
    #[command(flatten)]
    lists: ListsArgument,
}

impl StoreArgument {
    /// The store that is meant.
    pub fn store(&self) -> Result<Store, Failure> {
        Ok(Store { url: self.store.clone(), lists: self.lists.files()? })
    }

    /// The lists that are meant.
    pub fn book(&self) -> Result<Book, Failure> {
        self.lists.book()
    }
}

/// Lists of actors and places of a cell's own.
#[derive(Args, Debug, Clone)]
pub struct ListsArgument {
    /// A folder with further lists of actors (*.toml) and places (places/*.toml); they stand in place of the program's own where ids or names are the same
    #[arg(long, value_name = "FOLDER", env = "TRUCE_LISTS", hide_env_values = true)]
    lists: Option<PathBuf>,
}

impl ListsArgument {
    /// The program's lists with those of the folder.
    pub fn book(&self) -> Result<Book, Failure> {
        Ok(Book::with(&self.files()?)?)
    }

    fn files(&self) -> Result<Vec<(String, String)>, Failure> {
        let Some(folder) = &self.lists else { return Ok(vec![]) };
        if !folder.is_dir() {
            let hint = "give a folder with lists such as westland.toml and places/westland.toml";
            return Err(Failure::data(format!("{}: there is no such folder", folder.display()), hint));
        }
        files::texts(folder, &["toml"], 2)
    }
}

/// What is kept of claims, and of what is told by them.
#[derive(Args, Debug, Clone)]
#[command(next_help_heading = "Filters")]
pub struct ClaimArguments {
    /// Keep what happened on this day (the same as --from DAY --to DAY)
    #[arg(long, value_name = "DAY", value_parser = day, conflicts_with_all = ["from", "to"])]
    day: Option<Date>,
    /// Keep what can have happened on this day or later
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Date>,
    /// Keep what can have happened on this day or earlier
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Date>,
    /// Keep what lies in this place
    #[arg(long, value_name = "NAME")]
    place: Option<String>,
    /// Keep what this actor, its members or its parts did or suffered
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    /// Keep what this source says or witnesses
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
}

impl ClaimArguments {
    /// The filter that is meant.
    pub fn filter(&self) -> Filter {
        Filter {
            from: self.from.or(self.day),
            to: self.to.or(self.day),
            place: self.place.clone(),
            actor: self.actor.clone(),
            source: self.source.clone(),
            ..Filter::default()
        }
    }
}

/// What a listing keeps.
#[derive(Args, Debug, Clone)]
#[command(next_help_heading = "Filters")]
pub struct FilterArguments {
    #[command(flatten)]
    claims: ClaimArguments,
    /// Keep what the terms of this agreement reach
    #[arg(long, value_name = "ID")]
    agreement: Option<String>,
}

impl FilterArguments {
    /// The filter that is meant.
    pub fn filter(&self) -> Filter {
        Filter { agreement: self.agreement.clone().map(AgreementId::new), ..self.claims.filter() }
    }
}

/// What a listing of findings keeps besides.
#[derive(Args, Debug, Clone)]
#[command(next_help_heading = "Filters")]
pub struct VerdictArguments {
    /// Keep findings under this reading
    #[arg(long, value_name = "ID")]
    reading: Option<String>,
    /// Keep findings by this provision
    #[arg(long, value_name = "ID")]
    provision: Option<String>,
    /// Keep findings that come to this verdict
    #[arg(long, value_enum)]
    verdict: Option<VerdictWord>,
}

#[derive(ValueEnum, Debug, Clone, Copy)]
enum VerdictWord {
    /// The terms forbid it
    Violation,
    /// The terms reach it and do not forbid it
    Permitted,
    /// Outside time, place, parties or acts of the terms
    NotCovered,
    /// The claims do not decide it
    Undetermined,
}

/// How well an incident is attested.
#[derive(ValueEnum, Debug, Clone, Copy)]
pub enum StandingWord {
    /// Two or more independent sources say so, none denies it
    Corroborated,
    /// One source says so, none denies it
    SingleSource,
    /// Some say so, some deny it
    Contested,
    /// Nobody says so, somebody denies it
    Denied,
    /// Nobody does more than report it
    Unverified,
    /// All who said so took it back, or their documents were withdrawn
    Retracted,
}

impl StandingWord {
    /// The standing that is meant.
    pub fn standing(self) -> Standing {
        match self {
            StandingWord::Corroborated => Standing::Corroborated,
            StandingWord::SingleSource => Standing::SingleSource,
            StandingWord::Contested => Standing::Contested,
            StandingWord::Denied => Standing::Denied,
            StandingWord::Unverified => Standing::Unverified,
            StandingWord::Retracted => Standing::Retracted,
        }
    }
}

impl VerdictArguments {
    /// The filter narrowed to what is meant.
    pub fn narrow(&self, filter: Filter) -> Filter {
        let verdict = self.verdict.map(|word| match word {
            VerdictWord::Violation => Verdict::Violation,
            VerdictWord::Permitted => Verdict::Permitted,
            VerdictWord::NotCovered => Verdict::NotCovered,
            VerdictWord::Undetermined => Verdict::Undetermined,
        });
        Filter { reading: self.reading.clone(), provision: self.provision.clone(), verdict, ..filter }
    }
}

/// Up to when the record counts.
#[derive(Args, Debug, Clone)]
pub struct AsOfArgument {
    /// Answer with what was known then: at a time, such as 2016-09-16T20:00:00+03:00, or at a record, such as 12
    ///
    /// Records are numbered from 1; 0 is the empty record. A time to come answers with all there is, as it will stand then.
    #[arg(long, value_name = "TIME|SEQ", value_parser = as_of, allow_negative_numbers = true)]
    pub as_of: Option<AsOf>,
}

impl AsOfArgument {
    /// What was known then; now, where nothing is told.
    pub fn knowledge(&self, monitor: &Monitor) -> Result<Knowledge, Failure> {
        Ok(monitor.knowledge(self.as_of, Timestamp::now())?)
    }
}

/// How a listing is written.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFormat {
    /// Aligned columns for people
    Table,
    /// One JSON array
    Json,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values with a header
    Csv,
}

/// What a file holds.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// Plain text, one or several stories a file
    Text,
    /// One document a line: {"id", "dct", "text"}, where dct is the day or time of publication or null
    Jsonl,
}

impl Input {
    /// Endings of the files of a folder that hold such.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Input::Text => files::TEXTS,
            Input::Jsonl => &["jsonl"],
        }
    }
}

/// Who decides, and why.
#[derive(Args, Debug, Clone)]
pub struct DecisionArguments {
    /// Who decides
    #[arg(long, value_name = "NAME", value_parser = Name::parse)]
    pub by: Name,
    /// Why; this stays in the record, also where words are erased
    #[arg(long, value_name = "WORDS")]
    reason: String,
}

impl DecisionArguments {
    /// The reason, which is not empty.
    pub fn reason(&self) -> Result<String, Failure> {
        match self.reason.trim() {
            "" => Err(Failure::Usage("a decision needs its reason".into(), None)),
            words => Ok(words.to_owned()),
        }
    }
}

/// What is known of documents beside their texts.
#[derive(Args, Debug, Clone)]
pub struct DocumentArguments {
    /// When the documents were published: a day, or a time with its zone [default: from the file's name, else the text]
    #[arg(long, value_name = "WHEN", value_parser = published)]
    pub published: Option<Published>,
    /// Whose voice their unattributed sentences are [default: from the text]
    #[arg(long, value_name = "NAME", value_parser = Name::parse)]
    pub outlet: Option<Name>,
}

impl DocumentArguments {
    /// The import options that are meant.
    pub fn options(&self) -> truce_monitor::ImportOptions {
        truce_monitor::ImportOptions {
            published: self.published,
            outlet: self.outlet.clone(),
            ..truce_monitor::ImportOptions::default()
        }
    }
}

/// Tells of terms that name what no list at hand holds.
pub fn tell_unlisted(monitor: &Monitor, up_to: Seq) -> Result<(), Failure> {
    for unlisted in monitor.unlisted(up_to)? {
        let names: Vec<String> = unlisted.names.iter().map(|name| format!("`{name}`")).collect();
        note(&format!(
            "{} names {}, which the lists do not hold: what rests on it is unknown (lists of your own: --lists FOLDER)",
            unlisted.agreement,
            names.join(", ")
        ));
    }
    Ok(())
}

/// Reads a day such as `2016-09-16`.
pub fn day(text: &str) -> Result<Date, String> {
    let shape = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    match text.parse::<Date>() {
        Ok(day) if shape => Ok(day),
        Err(_) if shape => Err("there is no such day in the calendar".into()),
        _ => Err("a day is written YYYY-MM-DD".into()),
    }
}

/// Reads a moment with its zone; a bare day means its beginning in UTC.
pub fn time(text: &str) -> Result<Timestamp, String> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    if text.len() == 10 {
        let start = day(text)?.to_zoned(TimeZone::UTC);
        return start.map(|start| start.timestamp()).map_err(|_| "no clock reaches that day".into());
    }
    Err(FORM_OF_TIME.into())
}

const FORM_OF_TIME: &str =
    "a time is written with its zone, such as 2016-09-16T20:00:00+03:00 or 2016-09-16T17:00:00Z";

/// The path of a file that may be given as a store is, `sqlite:PATH`.
pub fn file_of(path: &Path) -> PathBuf {
    let given = path.to_string_lossy();
    let bare = given.strip_prefix("sqlite:").map(|bare| bare.strip_prefix("//").unwrap_or(bare));
    bare.map_or_else(|| path.to_owned(), PathBuf::from)
}

/// The file of a copy of a record, and how messages call it; the address of a database is none.
pub fn copy_at(path: &Path) -> Result<(PathBuf, String), Failure> {
    let given = path.to_string_lossy();
    if given.starts_with("postgres:") || given.starts_with("postgresql:") {
        let shown = Store::from(given.into_owned()).shown();
        let hint = "name a file; `truce restore FILE --store URL` makes a record on a server of it";
        return Err(Failure::Usage(
            format!("{shown}: a copy is a file, and this is the address of a database"),
            Some(hint.to_owned()),
        ));
    }
    let file = file_of(path);
    let shown = file.display().to_string();
    Ok((file, shown))
}

/// Reads a moment with its zone, a day, or the number of a record.
pub fn as_of(text: &str) -> Result<AsOf, String> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return time(text).map(AsOf::Time).map_err(|told| match told.as_str() {
            FORM_OF_TIME => format!("{FORM_OF_TIME}; a record by its number, such as 12"),
            _ => told,
        });
    }
    match text.parse() {
        Ok(seq) => Ok(AsOf::Record(seq)),
        Err(_) if text.starts_with('-') => Err("records are numbered from 1; 0 is the empty record".into()),
        Err(_) => Err("no record has so large a number".into()),
    }
}

/// Reads a day or a time of publication.
pub fn published(text: &str) -> Result<Published, String> {
    if text.contains('T') { time(text).map(Published::At) } else { day(text).map(Published::Day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_does_not_exist_is_refused_as_such() {
        assert_eq!(day("2016-02-30"), Err("there is no such day in the calendar".into()));
        assert_eq!(day("16.9.2016"), Err("a day is written YYYY-MM-DD".into()));
        assert!(day("2016-09-16").is_ok());
    }

    #[test]
    fn a_time_without_a_zone_is_refused() {
        assert!(time("2016-09-16T20:00:00").is_err());
        assert_eq!(time("2016-09-16T20:00:00+03:00"), time("2016-09-16T17:00:00Z"));
    }

    #[test]
    fn a_bare_number_is_a_record_and_all_else_a_time() {
        assert_eq!(as_of("12"), Ok(AsOf::Record(12)));
        assert_eq!(as_of("0"), Ok(AsOf::Record(0)));
        assert_eq!(as_of("2016-09-16"), time("2016-09-16T00:00:00Z").map(AsOf::Time));
        for (text, words) in [
            ("-1", "numbered from 1"),
            ("99999999999999999999", "so large"),
            ("noon", "record by its number"),
            ("2016-09-16T20:00:00", "with its zone"),
            ("2016-02-30", "no such day"),
            ("12a", "record by its number"),
            ("-", "record by its number"),
            ("", "record by its number"),
        ] {
            let refused = as_of(text).unwrap_err();
            assert!(refused.contains(words), "{text}: {refused}");
        }
    }
}
