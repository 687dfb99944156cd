//! The report as titles, paragraphs and tables, in the words that every format prints. Knows no format.

mod access;
mod annex;
mod casualties;
mod corrections;
mod disputes;
mod lead;
mod numbered;
mod statements;
mod summary;
mod text;
mod undetermined;
mod violations;
mod words;

pub(crate) use numbered::Refs;
pub(crate) use text::{Piece, Text};

use crate::Daily;
use numbered::Numbered;

/// The whole report.
pub(crate) struct Page {
    pub title: String,
    pub day: String,
    pub lead: Vec<Text>,
    /// The figures that stand out.
    pub keys: Vec<Key>,
    pub sections: Vec<Section>,
    /// Lists of quotes that were too long for their place, from 1.
    pub lists: Vec<Refs>,
    pub quotes: Vec<Quoted>,
}

/// A figure that stands out, with the one of the day before.
pub(crate) struct Key {
    pub title: &'static str,
    pub today: Text,
    pub yesterday: Text,
    /// What the figure leaves out.
    pub without: Option<Text>,
}

/// A quote under its number.
pub(crate) struct Quoted {
    pub number: usize,
    pub quote: String,
    /// Who says it, where it stands.
    pub about: String,
}

/// A titled part.
pub(crate) struct Section {
    /// Unique in the page, used as its anchor.
    pub id: &'static str,
    pub title: &'static str,
    pub blocks: Vec<Block>,
}

/// A paragraph, a list or a table.
pub(crate) enum Block {
    Heading(String),
    Paragraph(Text),
    /// What the reader should bear in mind.
    Note(Text),
    List(Vec<Text>),
    /// Incidents told in a sentence or two, each with its number.
    Incidents(Vec<(usize, Text)>),
    Table(Table),
}

/// Rows under columns; the first cell of a row is its heading.
pub(crate) struct Table {
    pub caption: String,
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

/// A row, with an anchor where it is an incident.
pub(crate) struct Row {
    pub incident: Option<usize>,
    pub cells: Vec<Text>,
}

impl Table {
    /// A table without rows.
    pub fn new(caption: &str, columns: &[&str]) -> Table {
        let columns = columns.iter().map(|column| (*column).to_owned()).collect();
        Table { caption: caption.to_owned(), columns, rows: vec![] }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Text>) {
        self.rows.push(Row { incident: None, cells });
    }
}

/// Lays a report out.
pub(crate) fn page(daily: &Daily) -> Page {
    let numbered = Numbered::new(daily);
    let sections = vec![
        summary::section(&numbered),
        violations::section(&numbered),
        violations::not_dated(&numbered),
        disputes::section(&numbered),
        casualties::section(&numbered),
        access::section(&numbered),
        statements::section(&numbered),
        undetermined::section(&numbered),
        corrections::section(&numbered),
        annex::terms(&numbered),
        annex::incidents(&numbered),
    ];
    let keys = summary::keys(&numbered);
    Page {
        keys,
        title: daily.title.clone(),
        day: crate::calendar::day_words(daily.day),
        lead: lead::lead(daily),
        sections,
        quotes: daily.quotes.iter().map(annex::quoted).collect(),
        lists: numbered.lists(),
    }
}
