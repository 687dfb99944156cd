//! Writes a report as one HTML page. Words come from `page`; every one of them is escaped here.

use crate::{
    Daily,
    page::{Block, Key, Page, Piece, Quoted, Refs, Row, Section, Table, Text, page},
};
use std::fmt::{self, Display, Write};

const STYLE: &str = include_str!("report.css");

/// Writes a report as one self-contained page: no script, nothing fetched.
pub fn html(daily: &Daily) -> String {
    let page = page(daily);
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_page(&mut out, &page, daily);
    out
}

fn write_page(out: &mut String, page: &Page, daily: &Daily) -> fmt::Result {
    let (title, day) = (Escaped(&page.title), Escaped(&page.day));
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>Daily report, {day}: {title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#report\">Skip to the report</a>\n<header>\n\
         <p class=\"kicker\">Daily report, day {}</p>\n<h1>{title}</h1>\n\
         <p class=\"day\"><time datetime=\"{}\">{day}</time></p>\n</header>\n",
        daily.day_number, daily.day
    )?;
    write_contents(out, page)?;
    out.push_str("<main id=\"report\">\n<div class=\"lead\">\n");
    page.lead.iter().try_for_each(|lead| writeln!(out, "<p>{}</p>", Html(lead)))?;
    out.push_str("</div>\n");
    write_keys(out, &page.keys)?;
    for (at, section) in page.sections.iter().enumerate() {
        write_section(out, section, at)?;
    }
    write_lists(out, &page.lists)?;
    write_quotes(out, &page.quotes)?;
    out.push_str("</main>\n</body>\n</html>\n");
    Ok(())
}

fn write_contents(out: &mut String, page: &Page) -> fmt::Result {
    out.push_str("<nav aria-label=\"Sections\">\n<ul>\n");
    for section in &page.sections {
        writeln!(out, "<li><a href=\"#{}\">{}</a></li>", section.id, Escaped(section.title))?;
    }
    if !page.lists.is_empty() {
        out.push_str("<li><a href=\"#lists\">Annex: lists of quotes</a></li>\n");
    }
    out.push_str("<li><a href=\"#quotes\">Annex: quotes</a></li>\n</ul>\n</nav>\n");
    Ok(())
}

fn write_keys(out: &mut String, keys: &[Key]) -> fmt::Result {
    out.push_str("<dl class=\"keys\">\n");
    for key in keys {
        let (today, yesterday) = (Html(&key.today), Html(&key.yesterday));
        write!(out, "<div><dt>{}</dt><dd class=\"today\">{today}</dd>", key.title)?;
        if let Some(without) = &key.without {
            write!(out, "<dd class=\"beside\">{}</dd>", Html(without))?;
        }
        writeln!(out, "<dd class=\"beside\">{yesterday}</dd></div>")?;
    }
    out.push_str("</dl>\n");
    Ok(())
}

fn write_section(out: &mut String, section: &Section, at: usize) -> fmt::Result {
    let (id, title) = (section.id, Escaped(section.title));
    write!(
        out,
        "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{title}</h2>\n"
    )?;
    for (nth, block) in section.blocks.iter().enumerate() {
        match block {
            Block::Heading(words) => writeln!(out, "<h3>{}</h3>", Escaped(words))?,
            Block::Paragraph(text) => writeln!(out, "<p>{}</p>", Html(text))?,
            Block::Note(text) => writeln!(out, "<p class=\"note\">{}</p>", Html(text))?,
            Block::List(items) => {
                out.push_str("<ul>\n");
                items.iter().try_for_each(|item| writeln!(out, "<li>{}</li>", Html(item)))?;
                out.push_str("</ul>\n");
            }
            Block::Incidents(items) => {
                out.push_str("<ul class=\"incidents\">\n");
                for (number, item) in items {
                    writeln!(out, "<li><a href=\"#i{number}\">Incident {number}</a> {}</li>", Html(item))?;
                }
                out.push_str("</ul>\n");
            }
            Block::Table(table) => write_table(out, table, &format!("table-{at}-{nth}"))?,
        }
    }
    out.push_str("</section>\n");
    Ok(())
}

fn write_table(out: &mut String, table: &Table, id: &str) -> fmt::Result {
    // Tables that a narrow screen shows as cards lose their roles with their display, so that roles are written out.
    let class = match table.columns.len() {
        0..=4 => "plain",
        5..=7 => "cards",
        _ => "cards early",
    };
    write!(
        out,
        "<div class=\"scroll\" role=\"region\" aria-labelledby=\"{id}\" tabindex=\"0\">\n\
         <table role=\"table\" class=\"{class}\">\n<caption id=\"{id}\">{}</caption>\n\
         <thead role=\"rowgroup\"><tr role=\"row\">",
        Escaped(&table.caption)
    )?;
    for column in &table.columns {
        write!(out, "<th role=\"columnheader\" scope=\"col\">{}</th>", Escaped(column))?;
    }
    out.push_str("</tr></thead>\n<tbody role=\"rowgroup\">\n");
    table.rows.iter().try_for_each(|row| write_row(out, table, row))?;
    out.push_str("</tbody>\n</table>\n</div>\n");
    Ok(())
}

fn write_row(out: &mut String, table: &Table, row: &Row) -> fmt::Result {
    match row.incident {
        Some(number) => write!(out, "<tr role=\"row\" id=\"i{number}\">")?,
        None => out.push_str("<tr role=\"row\">"),
    }
    for (at, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate() {
        let (cell, column) = (Html(cell), Escaped(column));
        match at {
            0 => write!(
                out,
                "<th role=\"rowheader\" scope=\"row\" data-label=\"{column}\"><span>{cell}</span></th>"
            )?,
            _ => write!(out, "<td role=\"cell\" data-label=\"{column}\"><span>{cell}</span></td>")?,
        }
    }
    out.push_str("</tr>\n");
    Ok(())
}

fn write_lists(out: &mut String, lists: &[Refs]) -> fmt::Result {
    if lists.is_empty() {
        return Ok(());
    }
    out.push_str("<section id=\"lists\" aria-labelledby=\"lists-title\">\n");
    out.push_str("<h2 id=\"lists-title\">Annex: lists of quotes</h2>\n<ul>\n");
    for (at, list) in lists.iter().enumerate() {
        let number = at + 1;
        writeln!(out, "<li id=\"list-{number}\"><strong>List {number}</strong>: {}</li>", Numbers(list))?;
    }
    out.push_str("</ul>\n</section>\n");
    Ok(())
}

fn write_quotes(out: &mut String, quotes: &[Quoted]) -> fmt::Result {
    out.push_str("<section id=\"quotes\" aria-labelledby=\"quotes-title\">\n");
    out.push_str("<h2 id=\"quotes-title\">Annex: quotes</h2>\n");
    if quotes.is_empty() {
        out.push_str("<p>No claim is referred to.</p>\n");
    } else {
        out.push_str("<ol class=\"quotes\">\n");
        for Quoted { number, quote, about } in quotes {
            let (quote, about) = (Escaped(quote), Escaped(about));
            writeln!(
                out,
                "<li id=\"q{number}\" value=\"{number}\"><blockquote>{quote}</blockquote><p>{about}</p></li>"
            )?;
        }
        out.push_str("</ol>\n");
    }
    out.push_str("</section>\n");
    Ok(())
}

/// Text with its references as links.
struct Html<'a>(&'a Text);

impl Display for Html<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in &self.0.0 {
            match piece {
                Piece::Plain(words) => write!(f, "{}", Escaped(words))?,
                Piece::Strong(words) => write!(f, "<strong>{}</strong>", Escaped(words))?,
                Piece::Quoted(words) => write!(f, "<span class=\"said\">{}</span>", Escaped(words))?,
                Piece::Figure(words, refs) => match refs.runs.first() {
                    Some((first, _)) => {
                        let words = Escaped(words);
                        write!(f, "<a class=\"figure\" href=\"#q{first}\">{words}</a> {}", Bracketed(refs))?;
                    }
                    None => write!(f, "<span class=\"figure\">{}</span>", Escaped(words))?,
                },
                Piece::Refs(refs) => write!(f, "{}", Bracketed(refs))?,
                Piece::Incident(number) => write!(f, "<a href=\"#i{number}\">{number}</a>")?,
            }
        }
        Ok(())
    }
}

/// Numbers of quotes in brackets.
struct Bracketed<'a>(&'a Refs);

impl Display for Bracketed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.runs.is_empty() {
            return Ok(());
        }
        let short = ["", " short"][usize::from(self.0.runs.len() <= 2)];
        write!(f, "<span class=\"refs{short}\">[{}", Numbers(self.0))?;
        if let Some((count, list)) = self.0.more {
            write!(f, " and <a href=\"#list-{list}\">{count} more</a>")?;
        }
        f.write_str("]</span>")
    }
}

/// Numbers of quotes, each run with a link to its first and last.
struct Numbers<'a>(&'a Refs);

impl Display for Numbers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (first, last)) in self.0.runs.iter().enumerate() {
            f.write_str(["", ", "][usize::from(at > 0)])?;
            write!(f, "<a href=\"#q{first}\" aria-label=\"Quote {first}\">{first}</a>")?;
            if first != last {
                write!(f, "–<a href=\"#q{last}\" aria-label=\"to quote {last}\">{last}</a>")?;
            }
        }
        Ok(())
    }
}

/// Words in which no sign acts as HTML, in text and in attributes.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for sign in self.0.chars() {
            match sign {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                // A page may not hold these signs, not even as references.
                sign if sign.is_control() && !sign.is_whitespace() => f.write_char('\u{fffd}')?,
                sign => f.write_char(sign)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_of_the_data_acts() {
        assert_eq!(
            Escaped("<a href='x'>&\"\u{0}").to_string(),
            "&lt;a href=&#39;x&#39;&gt;&amp;&quot;\u{fffd}"
        );
    }
}
