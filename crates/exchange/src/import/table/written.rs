//! Writes down what a row tells: a document with the row's cells, and the claims of the table's publisher. Reads no meaning.

use super::{
    TableEvent, TableRow,
    page::Page,
    people::Figure,
    refusal::Refusal,
    row::{Read, RowReader},
};
use csv::StringRecord;
use jiff::{Timestamp, civil::Date};
use truce_model::{
    Act, Claim, ClaimId, Document, DocumentId, Doubt, Hash, Name, Published, RuleId, Span, Stance,
};

impl RowReader<'_> {
    fn via(&self, record: &StringRecord) -> Option<Name> {
        let via = self.mapping.via.as_ref()?;
        let words = self.cell(record, &via.column);
        let mut names: Vec<Name> = match via.separator.as_deref().filter(|mark| !mark.is_empty()) {
            Some(mark) => words.split(mark).filter_map(|name| Name::parse(name).ok()).collect(),
            None => Name::parse(words).into_iter().collect(),
        };
        names.sort();
        names.dedup_by_key(|name| name.key());
        // Of several it is not told which says what; the document quotes them all.
        if names.len() == 1 { names.pop() } else { None }
    }

    fn published(&self, record: &StringRecord) -> Option<Published> {
        let own = self.mapping.published.as_ref().and_then(|published| {
            let words = self.cell(record, &published.column);
            match published.format.as_str() {
                "unix" => Timestamp::from_second(words.parse().ok()?).ok().map(Published::At),
                format => Date::strptime(format, words).ok().map(Published::Day),
            }
        });
        self.published.or(own)
    }

    /// The row as it is kept; `left_out` is what of it could not be read.
    pub(super) fn write(
        &self,
        line: usize,
        record: &StringRecord,
        original: &[u8],
        read: Read,
        figures: &[Figure],
        left_out: Vec<Refusal>,
    ) -> TableRow {
        let mapping = self.mapping;
        let mut page = Page::new(format!(
            "{} event {}",
            mapping.title,
            read.id.split_whitespace().collect::<Vec<_>>().join(" ")
        ));
        let columns = mapping.columns();
        for column in columns.iter().filter(|column| **column != mapping.id) {
            page.add(column, self.cell(record, column));
        }
        let hash = Hash::of(page.text.as_bytes());
        let id = Document::id_of(hash);
        let via = self.via(record);
        let claim = |act: Act, span: Span| self.claim(&id, &page, act, span, &read, via.clone());
        let event = page.head_to(&mapping.event_columns());
        let mut claims: Vec<Claim> = read
            .act
            .map(|act| Claim { agent: read.agent.clone(), target: read.target.clone(), ..claim(act, event) })
            .into_iter()
            .collect();
        for figure in figures {
            let names: Vec<&str> = figure.columns.iter().map(String::as_str).collect();
            let Some(span) = page.span(&names) else { continue };
            let (stance, count) = (figure.stance, Some(figure.count.clone()));
            claims.push(Claim { stance, count, ..claim(figure.act, span) });
        }
        let doubt = |refusal: &Refusal| Doubt {
            document: id.clone(),
            span: refusal.column.as_deref().and_then(|column| page.span(&[column])).unwrap_or(event),
            because: refusal.problem.clone(),
        };
        let document = Document {
            id: id.clone(),
            name: format!("{}-{}", mapping.name, read.id),
            outlet: Some(self.source.clone()),
            published: self.published(record),
            dateline: vec![],
            text: hash,
            original: Hash::of(original),
            part: Span::new(0, original.len()),
            blocks: page.blocks(),
        };
        TableRow {
            line,
            document,
            original: original.to_vec(),
            claims: claims.into_iter().map(Claim::identified).collect(),
            doubts: left_out.iter().map(doubt).collect(),
            event: self.event(record, &read),
            text: page.text,
            left_out,
        }
    }

    fn event(&self, record: &StringRecord, read: &Read) -> TableEvent {
        let mapping = self.mapping;
        let named = |column: Option<&str>| Name::parse(self.cell(record, column?)).ok();
        let who = mapping.who.as_ref();
        let best = mapping.killed.as_ref().and_then(|killed| killed.best.as_deref());
        TableEvent {
            id: read.id.clone(),
            days: read.days,
            point: read.point,
            act: read.act,
            category: self.cell(record, &mapping.act.column).to_owned(),
            agent: named(who.map(|who| who.agent.as_str())),
            target: named(who.and_then(|who| who.target.as_deref())),
            killed: best.and_then(|best| self.cell(record, best).parse().ok()),
            cells: self
                .kept
                .iter()
                .map(|column| (column.clone(), self.cell(record, column).to_owned()))
                .collect(),
        }
    }

    fn claim(
        &self,
        document: &DocumentId,
        page: &Page,
        act: Act,
        span: Span,
        read: &Read,
        via: Option<Name>,
    ) -> Claim {
        Claim {
            id: ClaimId::new(""),
            document: document.clone(),
            span,
            quote: span.of(&page.text).unwrap_or_default().to_owned(),
            act,
            source: Some(self.source.clone()),
            via,
            stance: Stance::Asserts,
            agent: None,
            target: None,
            places: read.places.clone(),
            point: read.point,
            occurred: read.occurred,
            count: None,
            found_by: vec![RuleId::new(format!("{}{}", Claim::TABLE, self.mapping.name))],
            confidence: None,
        }
    }
}
