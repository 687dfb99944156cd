//! What each paragraph of a story is for. Reads form and place, never what is said.

use super::{
    dateline::Dateline,
    dates::DayOfYear,
    marks,
    paragraphs::{Paragraph, paragraphs},
    repeats::copies,
};
use truce_model::{Block, BlockRole, Span};

/// A story's parts, and the dateline if it has one.
pub(super) struct Structure {
    /// In the order of the text, without overlap.
    pub blocks: Vec<Block>,
    /// What stands before the dash of the first paragraph.
    pub dateline: Option<Dateline>,
}

/// How many paragraphs may stand before the dateline.
const LONGEST_HEAD: usize = 12;
/// How many before a dateline that names no agency.
const LONGEST_PLAIN_HEAD: usize = 4;
/// The most letters of a subhead.
const LONGEST_SUBHEAD: usize = 80;
/// The least letters of a caption that only its form gives away.
const SHORTEST_CAPTION: usize = 40;

/// Divides a story's normalised text into blocks.
pub(super) fn structure(text: &str) -> Structure {
    let list = paragraphs(text);
    let found = lead_of(&list);
    let lead = found.as_ref().map(|(index, _)| *index);
    let mut blocks = Vec::with_capacity(list.len() + 1);
    let copies = copies(&list, lead);
    let titles = title_lines(&list, lead);
    for (index, paragraph) in list.iter().enumerate() {
        let role = match &found {
            Some((lead, dateline)) if index == *lead => {
                lead_blocks(paragraph, dateline, &mut blocks);
                continue;
            }
            _ if index < titles => BlockRole::Headline,
            Some((lead, _)) if index < *lead => head_role(paragraph),
            Some((lead, _)) => body_role(&list, index, *lead, copies[index]),
            None => plain_role(&list, index, titles),
        };
        blocks.push(Block { role, span: paragraph.span });
    }
    Structure { blocks: join_headline(blocks), dateline: found.map(|(_, dateline)| dateline) }
}

/// The paragraph that begins with the dateline.
fn lead_of(list: &[Paragraph]) -> Option<(usize, Dateline)> {
    let mut found = list
        .iter()
        .take(LONGEST_HEAD)
        .enumerate()
        .filter_map(|(index, paragraph)| Some((index, Dateline::parse(paragraph.words)?)));
    let (index, dateline) = found.next()?;
    if dateline.agency.is_some() {
        return Some((index, dateline));
    }
    // Several such heads without an agency are a list by place, as situation reports have it.
    let again =
        |paragraph: &Paragraph| Dateline::parse(paragraph.words).is_some_and(|other| other.agency.is_none());
    let list_by_place = index > LONGEST_PLAIN_HEAD || list[index + 1..].iter().any(again);
    (!list_by_place).then_some((index, dateline))
}

/// How many paragraphs at the top are the headline.
fn title_lines(list: &[Paragraph], lead: Option<usize>) -> usize {
    let special = |p: &Paragraph| by_mark(p.words).is_some() || is_header_line(p.words);
    match (list, lead) {
        ([] | [_], _) | (_, Some(0)) => 0,
        ([first, ..], _) if special(first) => 0,
        ([first, ..], None) if !first.like_title() => 0,
        ([_, rest @ ..], _) => {
            // A headline may run over two lines without a blank one between.
            let limit = lead.map_or(0, |lead| lead - 1).min(1);
            let more = |p: &&Paragraph| p.blank_before == 0 && p.like_title() && !special(p);
            1 + rest.iter().take(limit).take_while(more).count()
        }
    }
}

fn join_headline(mut blocks: Vec<Block>) -> Vec<Block> {
    if let [first, second, ..] = blocks.as_slice()
        && first.role == BlockRole::Headline
        && second.role == BlockRole::Headline
    {
        blocks[1].span = Span::new(first.span.start, second.span.end);
        blocks.remove(0);
    }
    blocks
}

/// The dateline up to its dash, and the paragraph after it.
fn lead_blocks(paragraph: &Paragraph, dateline: &Dateline, blocks: &mut Vec<Block>) {
    let Span { start, end } = paragraph.span;
    blocks.push(Block { role: BlockRole::Dateline, span: Span::new(start, start + dateline.len) });
    let rest = &paragraph.words[dateline.len..];
    let gap = rest.len() - rest.trim_start().len();
    if gap < rest.len() {
        let span = Span::new(start + dateline.len + gap, end);
        blocks.push(Block { role: BlockRole::Paragraph, span });
    }
}

/// What a paragraph is by its own form, wherever it stands.
fn by_mark(words: &str) -> Option<BlockRole> {
    if marks::is_credit(words) {
        Some(BlockRole::Credit)
    } else if marks::is_note(words) {
        Some(BlockRole::Note)
    } else if marks::is_byline(words) {
        Some(BlockRole::Byline)
    } else if marks::is_caption(words) {
        Some(BlockRole::Caption)
    } else {
        None
    }
}

/// A line that says where or when the text was published, or only a date.
fn is_header_line(words: &str) -> bool {
    let labelled = marks::label(words).is_some_and(|(label, rest)| {
        matches!(label.as_str(), "source" | "from" | "outlet" | "url" | "copyright")
            || rest.starts_with(|first: char| first.is_alphanumeric())
                && rest.chars().any(|c| c.is_ascii_digit())
    });
    labelled || DayOfYear::parse(words).is_some()
}

/// Between headline and dateline: what is neither byline nor note stands under a picture.
fn head_role(paragraph: &Paragraph) -> BlockRole {
    let header = is_header_line(paragraph.words).then_some(BlockRole::Note);
    by_mark(paragraph.words).or(header).unwrap_or(BlockRole::Caption)
}

/// After the dateline. `copy` is another paragraph with the same words.
fn body_role(list: &[Paragraph], index: usize, lead: usize, copy: Option<usize>) -> BlockRole {
    let paragraph = &list[index];
    let words = paragraph.words;
    if let Some(role) = by_mark(words) {
        return role;
    }
    if paragraph.in_capitals() && is_subhead(paragraph) {
        return BlockRole::Subhead;
    }
    let under_credit =
        list.get(index + 1).is_some_and(|next| next.blank_before == 0 && marks::is_photo_credit(next.words));
    let unfinished = !paragraph.ends_sentence()
        && !words.ends_with([':', ';', ','])
        && words.chars().count() >= SHORTEST_CAPTION
        && words.starts_with(char::is_uppercase)
        && marks::describes_picture(words);
    // A sentence may stand twice in a report; a caption's copies stand together, at the top, or have a credit.
    let repeated = copy.is_some_and(|other| {
        other < lead || other.abs_diff(index) == 1 || marks::is_caption(list[other].words)
    });
    if repeated || under_credit || unfinished { BlockRole::Caption } else { BlockRole::Paragraph }
}

fn is_subhead(paragraph: &Paragraph) -> bool {
    paragraph.words.chars().count() <= LONGEST_SUBHEAD && !paragraph.words.ends_with(['.', ',', ';'])
}

/// In a text without dateline: a statement, a situation report, plain paragraphs.
fn plain_role(list: &[Paragraph], index: usize, titles: usize) -> BlockRole {
    let paragraph = &list[index];
    if let Some(role) = by_mark(paragraph.words) {
        return role;
    }
    let at_edge = index < titles + 4 || index + 2 >= list.len();
    if list.len() > 1 && at_edge && is_header_line(paragraph.words) {
        return BlockRole::Note;
    }
    let heading = list.len() > 1 && paragraph.in_capitals() && is_subhead(paragraph);
    if heading { BlockRole::Subhead } else { BlockRole::Paragraph }
}
