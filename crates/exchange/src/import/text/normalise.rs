//! One form of text, and the way back to the bytes as they came. Changes characters, never words.

use super::offsets::{Offsets, Run};
use unicode_normalization::{
    IsNormalized, UnicodeNormalization, char::canonical_combining_class, is_nfc_quick,
};

/// Brings a text into the one form in which spans are counted: no byte order mark, `\n` at line ends, NFC, plain
/// spaces, nothing invisible.
pub(super) fn normalise(original: &str) -> (String, Offsets) {
    let mut writer = Writer { text: String::with_capacity(original.len()), runs: Vec::new() };
    let mut cluster = Cluster::default();
    let bytes = original.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let plain = bytes[at..].iter().take_while(|byte| byte.is_ascii() && **byte != b'\r').count();
        // The last plain letter stays open: an accent may follow it.
        if plain > 1 {
            cluster.close(original, &mut writer);
            let stretch = &original[at..at + plain - 1];
            writer.plain(stretch, at);
            at += plain - 1;
        }
        let Some(letter) = original[at..].chars().next() else { break };
        let mut width = letter.len_utf8();
        if letter == '\r' && bytes.get(at + 1) == Some(&b'\n') {
            width += 1;
        }
        if let Some(folded) = fold(letter) {
            if begins_cluster(folded) {
                cluster.close(original, &mut writer);
            }
            cluster.add(folded, at, at + width);
        }
        at += width;
    }
    cluster.close(original, &mut writer);
    (writer.text, Offsets::of(writer.runs, bytes))
}

/// A letter with the marks that may compose with it.
#[derive(Default)]
struct Cluster {
    letters: Vec<char>,
    from: usize,
    to: usize,
}

impl Cluster {
    fn add(&mut self, letter: char, from: usize, to: usize) {
        if self.letters.is_empty() {
            self.from = from;
        }
        self.letters.push(letter);
        self.to = to;
    }

    fn close(&mut self, original: &str, writer: &mut Writer) {
        if self.letters.is_empty() {
            return;
        }
        let at = writer.text.len();
        writer.text.extend(self.letters.drain(..).nfc());
        let same = writer.text[at..] == original[self.from..self.to];
        writer.run(at, self.from, self.to - self.from, same);
    }
}

struct Writer {
    text: String,
    runs: Vec<Run>,
}

impl Writer {
    fn plain(&mut self, stretch: &str, from: usize) {
        let at = self.text.len();
        self.text.push_str(stretch);
        // A vertical tab is a line break of one byte, so that offsets stay as they are.
        if stretch.contains('\u{b}') {
            let folded = self.text.split_off(at).replace('\u{b}', "\n");
            self.text.push_str(&folded);
        }
        self.run(at, from, stretch.len(), true);
    }

    fn run(&mut self, at: usize, from: usize, taken: usize, same: bool) {
        let len = self.text.len() - at;
        match self.runs.last_mut() {
            Some(last) if last.same && same && last.from + last.taken == from => {
                last.len += len;
                last.taken += taken;
            }
            _ => self.runs.push(Run { at, len, from, taken, same }),
        }
    }
}

/// The letter in the one form; `None`: it is invisible and left out.
fn fold(letter: char) -> Option<char> {
    match letter {
        '\r' | '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(' '),
        // Soft hyphen, zero-width spaces and joiners, byte order mark.
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => None,
        // Controls of writing direction.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        _ => Some(letter),
    }
}

/// Whether nothing before the letter can compose with it.
fn begins_cluster(letter: char) -> bool {
    if letter.is_ascii() {
        return true;
    }
    let first = letter.nfd().next().unwrap_or(letter);
    canonical_combining_class(first) == 0 && is_nfc_quick(std::iter::once(first)) != IsNormalized::Maybe
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use truce_model::Span;

    fn check(original: &str, normal: &str) {
        assert_eq!(normalise(original).0, normal);
    }

    #[test]
    fn one_text_has_one_form() {
        check("\u{feff}Arden\r\nRuba\rTal\u{b}End", "Arden\nRuba\nTal\nEnd");
        check("a\u{a0}b\u{202f}c\u{2009}d", "a b c d");
        check("cea\u{ad}se\u{200b}fire\u{202e}", "ceasefire");
        check("Cafe\u{301} \u{212b}", "Café Å");
        check("e\u{200d}\u{301}", "é");
        check("\u{1112}\u{1161}\u{11ab}", "한");
        check("“Arden” – quiet…", "“Arden” – quiet…");
    }

    #[test]
    fn a_span_finds_its_bytes() {
        let original = "\u{feff}A\r\nCafe\u{301}\u{ad}s\u{a0}x";
        let (text, offsets) = normalise(original);
        let find = |words: &str| {
            let at = text.find(words).unwrap();
            let span = offsets.original(Span::new(at, at + words.len()));
            &original[span.start..span.end]
        };
        assert_eq!(find("A"), "A");
        assert_eq!(find("\n"), "\r\n");
        assert_eq!(find("é"), "e\u{301}");
        assert_eq!(find("Cafés"), "Cafe\u{301}\u{ad}s");
        assert_eq!(find(" x"), "\u{a0}x");
    }

    fn odd_text() -> impl Strategy<Value = String> {
        let odd = prop::sample::select(vec![
            "\r\n",
            "\r",
            "\n",
            "\u{b}",
            "\u{feff}",
            "\u{a0}",
            "\u{200d}",
            "\u{ad}",
            "e\u{301}",
            "\u{301}",
            "\u{323}",
            "\u{1112}",
            "\u{1161}",
            "\u{11ab}",
            "\u{9c7}\u{9be}",
            "\u{212b}",
            "\u{958}",
            "–",
            "a b",
        ]);
        let piece = prop_oneof![odd.prop_map(str::to_owned), "[ -~]{1,4}", any::<String>()];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(original in odd_text()) {
            let (text, _) = normalise(&original);
            prop_assert_eq!(&normalise(&text).0, &text);
            prop_assert_eq!(text.nfc().collect::<String>(), text.clone());
        }

        #[test]
        fn every_stretch_comes_from_its_own_bytes(original in odd_text(), a in 0usize..64, b in 0usize..64) {
            let (text, offsets) = normalise(&original);
            let marks: Vec<usize> =
                offsets.seams().chain([text.len()]).collect();
            let (a, b) = (marks[a % marks.len()], marks[b % marks.len()]);
            let span = Span::new(a.min(b), a.max(b));
            let bytes = offsets.original(span);
            let words = original.get(bytes.start..bytes.end);
            prop_assert!(words.is_some());
            let (again, _) = normalise(words.unwrap_or_default());
            prop_assert_eq!(again.as_str(), &text[span.start..span.end]);
        }

        #[test]
        fn characters_are_counted_as_one_would_by_hand(original in odd_text(), times in 1usize..300, at in 0usize..9999) {
            let original = original.repeat(times);
            let (_, offsets) = normalise(&original);
            let at = (0..=at.min(original.len())).rev().find(|at| original.is_char_boundary(*at)).unwrap_or(0);
            prop_assert_eq!(offsets.characters(original.as_bytes(), at), original[..at].chars().count());
        }

        #[test]
        fn plain_text_stays_where_it_is(text in "[ -~\n\t]{0,80}", a in 0usize..80, b in 0usize..80) {
            let (normal, offsets) = normalise(&text);
            prop_assert_eq!(&normal, &text);
            let span = Span::new(a.min(b).min(text.len()), a.max(b).min(text.len()));
            prop_assert_eq!(offsets.original(span), span);
        }
    }
}
