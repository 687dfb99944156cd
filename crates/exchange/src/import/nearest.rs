//! What somebody who mistyped a word may have meant. Suggests, never decides.

/// A hint that names the known word nearest to `typed`, if one is near.
pub(super) fn did_you_mean<'w>(typed: &str, known: impl IntoIterator<Item = &'w str>) -> Option<String> {
    nearest(typed, known).map(|word| format!("did you mean `{word}`?"))
}

/// The known word that differs from `typed` in the fewest letters, and in at most a third of them.
fn nearest<'w>(typed: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let letters: Vec<char> = typed.to_lowercase().chars().take(64).collect();
    let limit = (letters.len() / 3).max(1);
    known
        .into_iter()
        .map(|word| (distance(&letters, &word.to_lowercase().chars().collect::<Vec<_>>()), word))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, word)| word)
}

/// How many letters must be put in, left out, replaced or swapped with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in b.iter().enumerate() {
            let mut least = (last[j] + usize::from(letter != other)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == b[j - 1] && a[i - 1] == *other {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_near_word_is_suggested() {
        let known = ["north", "south", "north-army"];
        let check = |typed: &str, word: Option<&str>| assert_eq!(nearest(typed, known), word, "{typed}");
        check("norht", Some("north"));
        check("North", Some("north"));
        check("souht", Some("south"));
        check("east", None);
        check("", None);
    }
}
