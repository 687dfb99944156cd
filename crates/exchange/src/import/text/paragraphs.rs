//! Lines and paragraphs of a text. Knows nothing of what they are for.

use truce_model::Span;

/// A stretch of text on one line, without white space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paragraph<'t> {
    /// Where, in bytes of the text.
    pub span: Span,
    /// Its words.
    pub words: &'t str,
    /// Blank lines before it; zero: it stands directly under the line before.
    pub blank_before: usize,
}

/// The widest line that somebody may have wrapped by hand or program.
const WIDEST_WRAP: usize = 120;
/// The narrowest such width.
const NARROWEST_WRAP: usize = 40;

/// Every line that holds a letter or a digit; every line is a paragraph of its own.
pub(super) fn paragraphs(text: &str) -> Vec<Paragraph<'_>> {
    lines(text).collect()
}

/// The first few paragraphs, without reading on.
pub(super) fn first_paragraphs(text: &str, count: usize) -> Vec<Paragraph<'_>> {
    lines(text).take(count).collect()
}

fn lines(text: &str) -> impl Iterator<Item = Paragraph<'_>> {
    let (mut at, mut blank) = (0, 0);
    text.split('\n').filter_map(move |line| {
        let words = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len() + 1;
        if !words.chars().any(char::is_alphanumeric) {
            blank += 1;
            return None;
        }
        let blank_before = std::mem::take(&mut blank);
        Some(Paragraph { span: Span::new(start, start + words.len()), words, blank_before })
    })
}

impl Paragraph<'_> {
    /// Whether it ends like a sentence.
    pub fn ends_sentence(&self) -> bool {
        self.words.trim_end_matches(['”', '"', '’', '\'', ')', '»']).ends_with(['.', '!', '?', '…'])
    }

    /// Whether it is short enough for a title and does not end like a statement.
    pub fn like_title(&self) -> bool {
        let last = self.words.chars().last();
        self.words.chars().count() <= 140
            && !matches!(last, Some('.' | ',' | ';' | ':' | '!' | '”' | '"' | ')'))
            && !self.words.starts_with(['-', '•', '*', '('])
    }

    /// Whether its letters are all capitals.
    pub fn in_capitals(&self) -> bool {
        let upper = self.words.chars().filter(|letter| letter.is_uppercase()).count();
        upper >= 3 && !self.words.chars().any(char::is_lowercase)
    }
}

/// Turns line breaks that only wrap a paragraph into spaces. No byte moves, so that offsets stay as they are.
pub(super) fn unwrap_lines(text: String) -> String {
    let breaks = wrapping_breaks(&text);
    if breaks.is_empty() {
        return text;
    }
    let mut joined = String::with_capacity(text.len());
    let mut done = 0;
    for at in breaks {
        joined.push_str(&text[done..at]);
        joined.push(' ');
        done = at + 1;
    }
    joined.push_str(&text[done..]);
    joined
}

/// Line breaks where the next word would not have fitted on the line, in a text that was wrapped at one width.
fn wrapping_breaks(text: &str) -> Vec<usize> {
    let width = text.split('\n').map(|line| line.trim_end().chars().count()).max().unwrap_or(0);
    if !(NARROWEST_WRAP..=WIDEST_WRAP).contains(&width) {
        return Vec::new();
    }
    let (mut breaks, mut pairs, mut runs_on) = (Vec::new(), 0, 0);
    let mut at = 0;
    let lines: Vec<&str> = text.split('\n').collect();
    for pair in lines.windows(2) {
        at += pair[0].len();
        let (line, next) = (pair[0].trim_end(), pair[1]);
        if let (false, Some(word)) = (line.is_empty(), next.split_whitespace().next()) {
            pairs += 1;
            let full = line.chars().count() + 1 + word.chars().count() > width;
            // An indented or bulleted line begins something new.
            if full && !next.starts_with([' ', '\t', '-', '*', '•', '(']) {
                breaks.push(at);
                let open = line.ends_with(|letter: char| letter.is_alphanumeric() || letter == ',');
                runs_on += usize::from(open && word.starts_with(char::is_lowercase));
            }
        }
        at += 1;
    }
    let wrapped = runs_on >= 2 && breaks.len() * 2 >= pairs;
    if wrapped { breaks } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_become_one_paragraph() {
        let wrapped = "ARDEN (Agency) - The army of the North said on\nTuesday that it had halted every move near \
                       the\ntown of Arden, and that its guns would stay\nsilent until Friday.\n\nIt gave no reason.\n";
        let text = unwrap_lines(wrapped.to_owned());
        assert_eq!(text.len(), wrapped.len());
        let found: Vec<&str> = paragraphs(&text).iter().map(|p| p.words).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].ends_with("the town of Arden, and that its guns would stay silent until Friday."));
    }

    #[test]
    fn lines_that_stand_alone_stay_apart() {
        let text =
            "Shells fell on Arden in the early morning hours.\nTwo people were hurt there.\nRuba was calm.\n";
        assert_eq!(unwrap_lines(text.to_owned()), text);
        assert_eq!(paragraphs(text).len(), 3);
    }

    #[test]
    fn ornaments_are_no_paragraphs() {
        let text = "One.\n * * * \n\u{c}\nTwo.";
        let found = paragraphs(text);
        assert_eq!(
            found.iter().map(|p| (p.words, p.blank_before)).collect::<Vec<_>>(),
            [("One.", 0), ("Two.", 2)]
        );
    }
}
