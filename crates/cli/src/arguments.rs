//! Arguments that several commands share. They mean the same in each.

use crate::{
    failure::{Failure, note},
    files,
};
use clap::{Args, ValueEnum};
use jiff::{Timestamp, civil::Date};
use std::path::{Path, PathBuf};
use truce_model::{Act, AgreementId, Name, Published, Seq, Standing, Verdict};
use truce_monitor::{AsOf, Book, Filter, Knowledge, Monitor, Store, day, published};

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
    /// Keep these acts, such as shelling; may be given several times
    #[arg(long, value_name = "ACT")]
    act: Vec<Act>,
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
            acts: self.act.clone(),
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
    #[arg(long, value_name = "TIME|SEQ", allow_negative_numbers = true)]
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
