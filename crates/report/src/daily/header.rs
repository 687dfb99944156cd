//! What the report rests on: cut-off, readings, provisions. Counts nothing.

use crate::{
    calendar::{Calendar, day_words},
    view::View,
};
use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use serde::Serialize;
use truce_model::{ActorId, Actors, Document, DocumentId, ProvisionId, ReadingId, Seq, Situation};

/// Up to where the report knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CutOff {
    /// What was published later does not count.
    pub at: Timestamp,
    /// The same in the agreement's zone, in words.
    pub words: String,
    /// IANA name of the agreement's zone.
    pub zone: String,
    /// Last record of the log that it rests on.
    pub record: Seq,
}

/// How much was read, and how much of it could not be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// Documents with a date, published up to the cut-off.
    pub documents: usize,
    /// Those of them that were published on the day.
    pub of_the_day: usize,
    /// Documents of unknown date; they count on every day.
    pub without_date: usize,
    /// Sentences of the day's documents that seem to carry a claim and could not be read, by document.
    pub unread: Vec<Unread>,
}

/// Sentences of one document that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// Which document.
    pub document: DocumentId,
    /// The name under which it came.
    pub name: String,
    /// How many sentences.
    pub sentences: usize,
}

impl Basis {
    /// How many sentences of the day's documents could not be read.
    pub fn unread_sentences(&self) -> usize {
        self.unread.iter().map(|document| document.sentences).sum()
    }
}

/// Words in which somebody made a reading known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadingWords {
    /// Who said so.
    pub by: String,
    /// When; null: not known.
    pub on: Option<Date>,
    /// What was said.
    pub text: String,
    /// Where it stands.
    pub cite: String,
}

/// A way to understand the terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadingLine {
    /// Which.
    pub reading: ReadingId,
    /// Its title.
    pub title: String,
    /// Who holds it.
    pub holders: Vec<String>,
    /// The words in which they said so.
    pub words: Vec<ReadingWords>,
}

/// A provision with the words of its article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProvisionLine {
    /// Which.
    pub provision: ProvisionId,
    /// The kind of its term, such as `cease-hostilities`.
    pub term: &'static str,
    /// Who is held to it.
    pub binds: Vec<String>,
    /// From when, in words.
    pub from: String,
    /// Until when, in words; null: until it ends.
    pub until: Option<String>,
    /// The words of the article.
    pub text: String,
}

/// Describes the cut-off of `situation`.
pub(crate) fn cut_off(situation: &Situation, calendar: &Calendar) -> CutOff {
    let zoned = situation.as_of.to_zoned(calendar.zone.clone());
    let zone = calendar.zone.iana_name().unwrap_or("UTC").to_owned();
    let offset = zoned.strftime("UTC%:z");
    let words = match zoned.date().yesterday() {
        // Midnight is told as the end of a day: as the start of the next it is easily misread.
        Ok(ended) if zoned.time() == Time::midnight() => {
            format!("the end of {}, 24:00 {offset} ({zone})", day_words(ended))
        }
        Ok(_) | Err(_) => {
            let clock = if zoned.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
            format!("{}, {} {offset} ({zone})", day_words(zoned.date()), zoned.strftime(clock))
        }
    };
    CutOff { at: situation.as_of, words, zone, record: situation.seq }
}

/// Counts the documents that the report of `day` rests on, and their sentences that could not be read.
pub(crate) fn basis(situation: &Situation, calendar: &Calendar, day: Date) -> Basis {
    let on = |document: &Document| document.published.map(|published| published.date(&calendar.zone));
    let mut dated: Vec<(Date, &Document)> =
        situation.documents.iter().filter_map(|document| Some((on(document)?, document))).collect();
    let documents = dated.len();
    dated.retain(|(published, _)| *published == day);
    dated.sort_by_key(|(_, document)| &document.name);
    let unread = dated.iter().map(|(_, document)| Unread {
        document: document.id.clone(),
        name: document.name.clone(),
        sentences: situation.doubts.iter().filter(|doubt| doubt.document == document.id).count(),
    });
    Basis {
        documents,
        of_the_day: dated.len(),
        without_date: situation.documents.len() - documents,
        unread: unread.filter(|document| document.sentences > 0).collect(),
    }
}

/// Describes the agreement's readings.
pub(crate) fn readings(view: &View) -> Vec<ReadingLine> {
    let line = |reading: &truce_model::Reading| ReadingLine {
        reading: reading.id.clone(),
        title: reading.title.clone(),
        holders: names(view.actors, &reading.holders),
        words: reading
            .words
            .iter()
            .map(|words| ReadingWords {
                by: name(view.actors, &words.by),
                on: words.on,
                text: words.text.clone(),
                cite: words.cite.clone(),
            })
            .collect(),
    };
    view.agreement.readings.iter().map(line).collect()
}

/// Describes the agreement's provisions.
pub(crate) fn provisions(view: &View) -> Vec<ProvisionLine> {
    let line = |provision: &truce_model::Provision| ProvisionLine {
        provision: provision.id.clone(),
        term: provision.term.word(),
        binds: names(view.actors, &provision.binds),
        from: view.calendar.edge(provision.from),
        until: provision.until.map(|until| view.calendar.edge(until)),
        text: view.agreement.articles.get(provision.article).map_or(String::new(), |a| a.text.clone()),
    };
    view.agreement.provisions.iter().map(line).collect()
}

/// The printed names of these actors; an actor that no list holds keeps its id.
pub(crate) fn names(actors: &Actors, ids: &[ActorId]) -> Vec<String> {
    ids.iter().map(|id| name(actors, id)).collect()
}

fn name(actors: &Actors, id: &ActorId) -> String {
    actors.get(id).map_or_else(|| id.to_string(), |actor| actor.name.clone())
}
