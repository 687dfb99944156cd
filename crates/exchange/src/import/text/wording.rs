//! Tells whether the words of a story stand in a file, whatever the file's form: encoding, line ends, tags. Takes no story
//! out of it.

use super::{decode, normalise};
use html5gum::{Token, Tokenizer};

/// How many bytes a line has, without white space, that is not to be met by chance.
const LONG: usize = 20;

/// Whether at least half of the longer lines of `text`, which is normalised, stand in a file, word for word.
///
/// White space does not count, nor do the tags of a page.
pub fn stands_in(text: &str, file: &[u8]) -> bool {
    let mut lines: Vec<String> = text.lines().map(bare).filter(|line| line.len() >= LONG).collect();
    lines.sort_unstable();
    lines.dedup();
    if lines.is_empty() {
        lines.extend(Some(bare(text)).filter(|text| !text.is_empty()));
    }
    let there = |words: &str| lines.iter().filter(|line| words.contains(line.as_str())).count();
    let is_there = |words: &str| !lines.is_empty() && there(words) * 2 >= lines.len();
    let source = match decode::decode("", file, usize::MAX) {
        Ok(decoded) => decoded.text,
        // What was let in once as something else than a text still has its bytes.
        Err(_) => String::from_utf8_lossy(file),
    };
    let bare_source = |source: &str| bare(&normalise::normalise(source).0);
    if is_there(&bare_source(&source)) {
        return true;
    }
    source.contains('<') && {
        let [shown, told] = without_tags(&source);
        is_there(&bare_source(&shown)) || is_there(&bare_source(&told))
    }
}

/// A text without its white space.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The words of a page between its tags, and those in them.
fn without_tags(source: &str) -> [String; 2] {
    let (mut shown, mut told) = (String::with_capacity(source.len()), String::new());
    for token in Tokenizer::new(source).filter_map(Result::ok) {
        match token {
            Token::String(words) => shown += &String::from_utf8_lossy(&words.value),
            Token::StartTag(tag) => {
                for value in tag.attributes.values() {
                    told += &String::from_utf8_lossy(&value.value);
                    told.push('\n');
                }
            }
            _ => {}
        }
    }
    [shown, told]
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "Zubaida tells of Arden\n\nNorthern forces shelled the mill at Arden, “as always”.\n\nZubaida \
                         the miller had counted forty shells.\n";

    fn check(file: impl AsRef<[u8]>, expected: bool) {
        let file = file.as_ref();
        assert_eq!(stands_in(STORY, file), expected, "{}", String::from_utf8_lossy(file));
    }

    #[test]
    fn a_story_is_found_in_whatever_form_it_stands() {
        check(STORY, true);
        check(
            format!("Guns at Ruba\r\n\r\n{}", STORY.replace('\n', "\r\n").replace(" the ", "\r\nthe ")),
            true,
        );
        let wide: Vec<u8> = STORY.encode_utf16().flat_map(u16::to_le_bytes).collect();
        check([b"\xff\xfe".as_slice(), &wide].concat(), true);
        check(STORY.replace(['“', '”'], "\"").replace("tells", "t\u{e9}lls").replace('é', "e"), true);
        let page = "<html><body><article><p>Guns at Ruba were heard all night, a shepherd said.</p></article>
            <aside><h2>Zubaida tells of Arden</h2><p>Northern <b>forces</b> shelled the mi<i>ll</i> at&nbsp;Arden, \
            &ldquo;as always&rdquo;.<p><a href=\"/z\">Zubaida</a> the miller <!-- sic -->had counted forty shells.</aside>";
        check(page, true);
        check(
            "<meta content=\"Zubaida the miller had counted forty shells. Northern forces shelled the mill at Arden, \
            &#8220;as always&#8221;.\"><p>Read on",
            true,
        );
    }

    #[test]
    fn a_story_of_other_words_is_none() {
        check("", false);
        check("Northern forces shelled the mill.\n\nNobody had counted the shells at Arden.\n", false);
        check("<p>Zubaida</p>", false);
    }
}
