//! Which paragraphs stand twice, whole or cut short: the sign of a picture's caption. Compares letters only.

use super::paragraphs::Paragraph;

/// The least bytes that two paragraphs must share to count as one repeated.
const SHORTEST: usize = 30;

/// For each paragraph, another that has the same words, begins with them, or is their beginning. The lead paragraph
/// is left out: a summary above it may copy its words.
pub(super) fn copies(list: &[Paragraph], lead: Option<usize>) -> Vec<Option<usize>> {
    let mut order: Vec<(&str, usize)> = list
        .iter()
        .enumerate()
        .filter(|(index, _)| Some(*index) != lead)
        .map(|(index, paragraph)| (stem(paragraph.words), index))
        .filter(|(words, _)| words.len() >= SHORTEST)
        .collect();
    order.sort_unstable();
    let mut found = vec![None; list.len()];
    // In this order a beginning stands before all that it begins, so a stack of open beginnings is enough.
    let mut open: Vec<(&str, usize)> = Vec::new();
    for (words, index) in order {
        while open.last().is_some_and(|(beginning, _)| !words.starts_with(beginning)) {
            open.pop();
        }
        if let Some((_, other)) = open.last() {
            found[*other].get_or_insert(index);
            found[index] = Some(*other);
        }
        open.push((words, index));
    }
    found
}

/// The words without the marks of a cut or an end.
fn stem(words: &str) -> &str {
    words.trim_end_matches(['.', '…', ' '])
}
