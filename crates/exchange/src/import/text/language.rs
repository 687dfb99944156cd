//! Which language a story is in, where it is plainly not English. Says nothing of what it says.

use whatlang::{Lang, Script};

/// How much of a story is looked at, in bytes.
const HEAD: usize = 4096;
/// The fewest letters that tell a script.
const LETTERS: usize = 40;
/// The fewest words that tell a language in Latin letters: names and headlines alone do not.
const WORDS: usize = 12;

/// Words after which running English is plain.
const SURE: usize = 24;

/// Short words of English that the languages around it do not share.
const ENGLISH: &[&str] = &[
    "the", "and", "that", "from", "with", "were", "have", "has", "been", "they", "their", "which", "said",
    "not", "by", "at", "this", "are", "his", "but", "who", "would", "after", "its", "it", "for", "says",
    "will", "of", "to", "near",
];

/// The language's name, if the story is in another than English beyond doubt.
pub(super) fn other_than_english(text: &str) -> Option<&'static str> {
    let head = &text[..(0..=text.len().min(HEAD)).rev().find(|at| text.is_char_boundary(*at))?];
    let (mut latin, mut other) = (0, 0);
    let beyond = if head.is_ascii() { "" } else { head };
    for letter in beyond.chars().filter(|letter| letter.is_alphabetic()) {
        // Latin letters with their extensions end before the Greek.
        if letter < '\u{370}' || ('\u{1e00}'..'\u{1f00}').contains(&letter) { latin += 1 } else { other += 1 }
    }
    if other > latin {
        return (other >= LETTERS).then(|| in_other_script(head));
    }
    let words =
        head.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').filter(|word| !word.is_empty());
    let (mut plain, mut english) = (0, 0);
    for word in words.filter(|word| word.starts_with(char::is_lowercase)) {
        plain += 1;
        english += usize::from(ENGLISH.contains(&word));
        if plain >= SURE && english * 8 > plain {
            return None;
        }
    }
    // English running text has every fourth word from the list; others have a stray one.
    if plain < WORDS || english * 25 > plain {
        return None;
    }
    let found = whatlang::detect(head).filter(|found| found.lang() != Lang::Eng && found.is_reliable())?;
    Some(found.lang().eng_name())
}

fn in_other_script(head: &str) -> &'static str {
    match whatlang::detect(head) {
        Some(found) if found.script() != Script::Latin => found.lang().eng_name(),
        _ => "a script other than the Latin one",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, language: Option<&str>) {
        assert_eq!(other_than_english(text), language, "{text}");
    }

    #[test]
    fn running_text_in_another_language_is_recognised() {
        check(
            "Des obus sont tombés mardi sur la ville d'Arden et trois habitants ont été tués, selon le maire, qui \
             demande aux deux parties de respecter la trêve.",
            Some("French"),
        );
        check(
            "Am Dienstag schlugen Granaten in der Stadt Arden ein. Drei Menschen kamen ums Leben, wie der \
             Bürgermeister mitteilte. Beide Seiten warfen einander den Bruch der Waffenruhe vor.",
            Some("German"),
        );
        check("Во вторник снаряды упали на город Арден, погибли три человека, сообщил мэр.", Some("Russian"));
        check("سقطت قذائف على بلدة أردن يوم الثلاثاء وقتل ثلاثة أشخاص بحسب رئيس البلدية.", Some("Arabic"));
    }

    #[test]
    fn english_and_what_is_too_short_to_tell_is_read() {
        check("Shells fell on Arden on Tuesday and three people were killed, the mayor said.", None);
        check("Arden, Ruba, Tal: Abdul Rahman al-Sayyid, Jabhat al-Nusra, Ahrar al-Sham, Deir ez-Zor", None);
        check("La trêve tient", None);
        check("Ceasefire holds, truce monitors report calm day, aid convoys move", None);
        check("", None);
        check("12 000 – 15 000 %", None);
        check(
            "The mayor said: « Des obus sont tombés mardi sur la ville et trois habitants ont été tués. » He did \
             not say who was to blame for that.",
            None,
        );
    }
}
