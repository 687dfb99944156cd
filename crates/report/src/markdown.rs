//! Writes a report as Markdown. Words come from `page`; only escaping and layout are done here.

use crate::{
    Daily,
    page::{Block, Piece, Quoted, Refs, Section, Table, Text, page},
};
use std::fmt::Write;

/// Cells longer than this, in characters, do not widen their column.
const WIDEST: usize = 40;

/// Writes a report as Markdown that also reads well as it stands.
pub fn markdown(daily: &Daily) -> String {
    let page = page(daily);
    let mut out = format!("# Daily report: {}\n\n## {}\n", escape(&page.title), escape(&page.day));
    for lead in &page.lead {
        let _ = write!(out, "\n{}\n", text(lead));
    }
    for section in &page.sections {
        write_section(&mut out, section);
    }
    if !page.lists.is_empty() {
        out.push_str("\n## Annex: lists of quotes\n");
    }
    for (at, list) in page.lists.iter().enumerate() {
        let _ = write!(out, "\n**List {}**: {}\n", at + 1, numbers(list));
    }
    out.push_str("\n## Annex: quotes\n");
    if page.quotes.is_empty() {
        out.push_str("\nNo claim is referred to.\n");
    }
    for quote in &page.quotes {
        let Quoted { number, quote, about } = quote;
        let _ = write!(out, "\n**[{number}]** {} — {}\n", escape(quote), escape(about));
    }
    out
}

fn write_section(out: &mut String, section: &Section) {
    let _ = write!(out, "\n## {}\n", escape(section.title));
    for block in &section.blocks {
        // Writing to a string cannot fail.
        let _ = match block {
            Block::Heading(words) => write!(out, "\n### {}\n", escape(words)),
            Block::Paragraph(words) => write!(out, "\n{}\n", text(words)),
            Block::Note(words) => write!(out, "\n> {}\n", text(words)),
            Block::List(items) => {
                out.push('\n');
                items.iter().try_for_each(|item| writeln!(out, "- {}", text(item)))
            }
            Block::Incidents(items) => {
                out.push('\n');
                items
                    .iter()
                    .try_for_each(|(number, item)| writeln!(out, "- Incident {number}: {}", text(item)))
            }
            Block::Table(table) => write!(out, "\n{}", self::table(table)),
        };
    }
}

fn text(text: &Text) -> String {
    let mut out = String::new();
    for piece in &text.0 {
        let _ = match piece {
            Piece::Plain(words) => write!(out, "{}", escape(words)),
            Piece::Strong(words) => write!(out, "**{}**", escape(words.trim())),
            Piece::Quoted(words) => write!(out, "{}", escape(words)),
            Piece::Figure(words, refs) => write!(out, "{}{}", escape(words), bracketed(refs, " ")),
            Piece::Refs(refs) => write!(out, "{}", bracketed(refs, "")),
            Piece::Incident(number) => write!(out, "{number}"),
        };
    }
    out.trim_end().to_owned()
}

fn bracketed(refs: &Refs, before: &str) -> String {
    if refs.runs.is_empty() {
        return String::new();
    }
    let more = refs.more.map_or(String::new(), |(count, list)| format!(" and {count} more: list {list}"));
    format!("{before}[{}{more}]", numbers(refs))
}

fn numbers(refs: &Refs) -> String {
    let run = |(first, last): &(usize, usize)| match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    };
    refs.runs.iter().map(run).collect::<Vec<_>>().join(", ")
}

fn table(table: &Table) -> String {
    let head: Vec<String> = table.columns.iter().map(|column| escape(column)).collect();
    let rows: Vec<Vec<String>> = table.rows.iter().map(|row| row.cells.iter().map(text).collect()).collect();
    let width = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).chain([&head[at]]);
        cells.map(|cell| cell.chars().count()).filter(|chars| *chars <= WIDEST).max().unwrap_or(0).max(3)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |cells: &[String]| {
        let padded = widths.iter().zip(cells).map(|(width, cell)| format!("{cell:<width$}"));
        format!("| {} |\n", padded.collect::<Vec<_>>().join(" | "))
    };
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let mut out = format!("*{}*\n\n{}{}", escape(&table.caption), line(&head), line(&rule));
    rows.iter().for_each(|row| out.push_str(&line(row)));
    out
}

/// The words so that no sign of them acts as Markdown or HTML, on one line.
fn escape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for (at, word) in words.split(['\n', '\r']).enumerate() {
        if at > 0 {
            out.push(' ');
        }
        for sign in word.chars() {
            if matches!(sign, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '#') {
                out.push('\\');
            }
            out.push(sign);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_of_the_data_acts() {
        assert_eq!(escape("a|b [c](d) <e>\n_f_"), r"a\|b \[c\](d) \<e\> \_f\_");
    }
}
