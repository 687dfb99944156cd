//! Where one story ends and the next begins, in a file of several. Cuts only where a story plainly begins.

use super::{
    dateline::Dateline,
    marks,
    paragraphs::{Paragraph, first_paragraphs, paragraphs},
};
use truce_model::Span;

/// How many paragraphs may stand before a dateline: headline, byline, captions.
const LONGEST_HEAD: usize = 6;
/// How many paragraphs at the top of a piece may hold its dateline.
const TOP: usize = 12;
/// The most bytes at the top of a piece that tell whether it is a story.
const LONGEST_LOOK: usize = 16 << 10;
/// The least words of a headline that stands without a dateline.
const SHORTEST_HEADLINE: usize = 4;

/// The stories of a file in order, without what stands between them; one for a file that is no collection.
pub(super) fn stories(text: &str) -> Vec<Span> {
    let pieces = ruled_pieces(text);
    let cut = pieces.into_iter().flat_map(|piece| by_dateline(text, piece));
    cut.filter_map(|span| trimmed(text, span)).collect()
}

/// Pieces between form feeds and ruled lines, joined again where what follows is no story of its own.
fn ruled_pieces(text: &str) -> Vec<Span> {
    let mut pieces: Vec<Span> = Vec::new();
    for (span, after) in between_rules(text) {
        let body = &text[span.start..span.end];
        match pieces.last_mut() {
            None => pieces.push(Span::new(span.start, after)),
            Some(last) => {
                let before = &text[last.start..last.end];
                match is_story(body, Some(before)) && is_story(before, None) {
                    true => pieces.push(Span::new(span.start, after)),
                    false => last.end = after,
                }
            }
        }
    }
    pieces
}

/// Each stretch between separators, with the end of the separator after it.
fn between_rules(text: &str) -> Vec<(Span, usize)> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive(['\n', '\u{c}']) {
        let end = at + line.len();
        if is_rule(line.trim()) {
            found.push((Span::new(start, at), end));
            start = end;
        } else if line.ends_with('\u{c}') {
            found.push((Span::new(start, end - 1), end));
            start = end;
        }
        at = end;
    }
    found.push((Span::new(start, text.len()), text.len()));
    found
}

/// Five or more of one ruling sign.
fn is_rule(line: &str) -> bool {
    let first = line.chars().next().unwrap_or(' ');
    line.len() >= 5 && "=-_*#~".contains(first) && line.chars().all(|sign| sign == first)
}

/// Whether a piece can stand as a story: it has a dateline, or a headline over sentences. After a story with a
/// dateline, a headline alone is no new story but a heading.
fn is_story(piece: &str, before: Option<&str>) -> bool {
    let found = head(piece);
    if has_dateline(&found) {
        return true;
    }
    let Some(title) = found.first() else { return false };
    let sentences = found[1..].iter().filter(|p| p.ends_sentence() && p.words.len() >= 40).count();
    match before {
        None => sentences + usize::from(title.ends_sentence()) >= 1,
        Some(before) => {
            let words = title.words.split_whitespace().count() >= SHORTEST_HEADLINE;
            let plain = title.like_title() && !title.in_capitals() && begins_with_capital(title.words);
            words && plain && sentences >= 1 && !has_dateline(&head(before))
        }
    }
}

/// The paragraphs on which it depends whether a piece is a story. Bounded, because a piece that grows rule by rule
/// is looked at again and again.
fn head(piece: &str) -> Vec<Paragraph<'_>> {
    let end = (0..=piece.len().min(LONGEST_LOOK)).rev().find(|at| piece.is_char_boundary(*at)).unwrap_or(0);
    first_paragraphs(&piece[..end], 4 * TOP)
}

fn begins_with_capital(words: &str) -> bool {
    words.trim_start_matches(['“', '"', '‘', '\'']).starts_with(char::is_uppercase)
}

/// Whether a dateline stands at the top; one that names no agency counts only under a headline, because reports
/// list places in the same form.
fn has_dateline(list: &[Paragraph]) -> bool {
    let headed = list.first().is_some_and(|p| p.like_title() && !p.in_capitals());
    list.iter()
        .take(TOP)
        .filter_map(|p| Dateline::parse(p.words))
        .any(|found| found.sure && (found.agency.is_some() || headed))
}

/// Cuts a piece where, after a dateline or credits, another headline and dateline stand.
fn by_dateline(text: &str, piece: Span) -> Vec<Span> {
    let found = paragraphs(&text[piece.start..piece.end]);
    let mut starts = vec![piece.start];
    let (mut first, mut dateline, mut credit) = (0, None, None);
    for (index, paragraph) in found.iter().enumerate() {
        if marks::is_credit(paragraph.words) {
            credit = Some(index);
        } else if let Some(found_here) = Dateline::parse(paragraph.words).filter(|found| found.sure) {
            // Without an agency it may be one of a list by place.
            let last = if found_here.agency.is_some() { credit.max(dateline) } else { credit };
            if let Some(last) = last {
                first = head_of(&found, index, last);
                starts.push(piece.start + found[first].span.start);
                credit = None;
            }
            dateline = Some(index);
        }
    }
    debug_assert!(first < found.len().max(1), "a story begins at one of its paragraphs");
    let ends = starts[1..].iter().copied().chain([piece.end]);
    starts.iter().copied().zip(ends).map(|(start, end)| Span::new(start, end)).collect()
}

/// The paragraph with which the story begins whose dateline stands at `dateline`; `last` belongs to the story
/// before.
fn head_of(found: &[Paragraph], dateline: usize, last: usize) -> usize {
    let belongs = |paragraph: &Paragraph| {
        let words = paragraph.words;
        !marks::is_credit(words)
            && (marks::is_byline(words)
                || marks::is_caption(words)
                || marks::is_note(words)
                || marks::label(words).is_some()
                || !paragraph.ends_sentence())
    };
    let after_credit = marks::is_credit(found[last].words);
    let mut start = dateline;
    while start > last + 1 && dateline - start < LONGEST_HEAD && (after_credit || belongs(&found[start - 1]))
    {
        start -= 1;
    }
    // Notes right under the credits still speak of the story above.
    while start < dateline && marks::is_note(found[start].words) {
        start += 1;
    }
    start
}

/// From the first paragraph to the last: white space and ornaments around a story are no part of it.
fn trimmed(text: &str, span: Span) -> Option<Span> {
    let found = paragraphs(&text[span.start..span.end]);
    let (first, last) = (found.first()?, found.last()?);
    Some(Span::new(span.start + first.span.start, span.start + last.span.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, heads: &[&str]) {
        let found = stories(text);
        let begins: Vec<&str> =
            found.iter().map(|s| text[s.start..s.end].lines().next().unwrap_or("")).collect();
        assert_eq!(begins, heads, "{text}");
    }

    const ONE: &str = "Guns silent in Arden\n\nBy Ada North\n\nARDEN (Agency) – The guns were silent.\n\nNobody was hurt.\n";
    const TWO: &str = "Shells fall on Ruba\n\nRUBA (Agency) – Shells fell on the town in the evening.\n";

    #[test]
    fn a_rule_or_form_feed_before_a_story_cuts() {
        for separator in ["=====\n", "----------\n", "\n\u{c}", "\n_____\n\n", "*****\n"] {
            check(&format!("{ONE}{separator}{TWO}"), &["Guns silent in Arden", "Shells fall on Ruba"]);
        }
    }

    #[test]
    fn a_break_inside_a_story_does_not_cut() {
        check(&format!("{ONE}\n* * *\n\nThe South agreed.\n"), &["Guns silent in Arden"]);
        check(
            &format!("{ONE}\n-----\n\nThe South agreed with every word of it.\n"),
            &["Guns silent in Arden"],
        );
        check(
            &format!(
                "{ONE}\n\u{c}Relief in the northern valley\n\nLorries came to the town on Monday at noon.\n"
            ),
            &["Guns silent in Arden"],
        );
        check(&format!("Guns silent\n===========\n\n{}", &ONE[21..]), &["Guns silent"]);
    }

    #[test]
    fn credits_or_a_second_dateline_cut() {
        check(
            &format!("{ONE}\n(Reporting by Ada North)\n\n{TWO}"),
            &["Guns silent in Arden", "Shells fall on Ruba"],
        );
        check(
            &format!(
                "{ONE}\n(Reporting by Ada North)\n\n(This version of the story corrects the day)\n\n{TWO}"
            ),
            &["Guns silent in Arden", "Shells fall on Ruba"],
        );
        check(&format!("{ONE}\n{TWO}"), &["Guns silent in Arden", "Shells fall on Ruba"]);
        check(
            &format!("{ONE}\nTAL (Agency) – Tal was calm.\n"),
            &["Guns silent in Arden", "TAL (Agency) – Tal was calm."],
        );
    }

    #[test]
    fn plain_stories_are_cut_at_rules_only() {
        let plain = "North halts its guns near Arden\n\nThe army of the North halted its guns on Tuesday.\n";
        check(&format!("{plain}=====\n{plain}"), &["North halts its guns near Arden"; 2]);
        check(&format!("{plain}\n{plain}"), &["North halts its guns near Arden"]);
    }
}
