//! What single paragraphs show of themselves: byline, credit, note, caption, heading line. Sees no neighbours.

use regex::Regex;
use std::sync::LazyLock;

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:By|BY) (?:(?:\p{Lu}[\w.'’-]*|and|in|staff|correspondents?|van|von|de|del|al|el|bin|der|da|di|le|la)[ ,;&]*){1,16}$",
    )
});
static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\(?(?i:additional |further )?(?i:reporting|writing|written|editing|edited|compiled|translated|translation|research|graphics?) (?i:and \w+ )?(?i:by|for) [A-Z]",
    )
});
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\((?i:this (?:version|story|copy|article|dispatch|report) (?:\w+ ){0,4}?(?:corrects|corrected|recasts|recast|adds|removes|refiles|refiled|updates|updated|clarifies|fixes|has been|was|is)|corrects|recasts|adds|removes|refiles|updates|clarifies|fixes|repeats|refiling|correcting)\b|(?i:\(?editor['’]?s['’]? note|\(?correction)\b\s*[:.–—-]|(?i:this (?:version of the|story has been|article has been|story was|article was) (?:story |article )?(?:corrects|recasts|adds|removes|refiles|updates|clarifies|corrected|updated|refiled)))",
    )
});
static FILE_PHOTO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\(?(?:FILE PHOTO|FILE PICTURE|FILE IMAGE|FILE ?[-–—:]|File photo|A file photo|PHOTO:|Photo:)")
});
static AGENCY_CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[.!?…”)] )[A-Z]{2,}(?: [A-Z][a-z]+)?/(?:[A-Z][\w.'’-]* ){0,3}[A-Z][\w'’-]*[a-z][\w'’-]*(?:/(?:File Photo|Handout|[A-Z][\w .]{1,20}))*\.?$",
    )
});
static BRACKET_CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\((?:(?:[A-Z]{2,} )?(?:Photo|Image|Picture)(?:/| by |: )(?P<who>[^()]{2,})|(?:File|Handout)(?: [Pp]hoto)?(?:[:/ ](?P<what>[^()]{2,}))?)\)\.?$",
    )
});
static PLAIN_CREDIT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:Photo|Photograph|Picture|Image)(?: by|:) [A-Z][^.]{2,60}\.?$"));
/// The most letters of what stands in brackets behind `Photo by` or `File`.
const LONGEST_CREDIT: usize = 60;
static SCENE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\S+ ){0,14}?(?:is|are) (?:seen|pictured|shown) (?:in|at|on|near|after|during|inside|outside|through|from|along|amid|by|with)\b",
    )
});
static PRESENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\S+ ){1,12}?(?:walks?|stands?|sits?|rises?|looks?|inspects?|gathers?|plays?|rides?|carry|carries|holds?|drives?|waits?|shows?|runs?|flees?|mourns?|attends?|poses?|shakes?|searche?s?|queues?|billows?|speaks?|waves?)\b",
    )
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i)(?P<label>published|posted|issued|released|dated?|updated|last updated|last modified|modified|source|from|outlet|url|copyright)(?: on| at)?\s*(?::|\bon\b)\s*(?P<rest>\S.*)$",
    )
});

/// Whether words begin so, in capitals or not, perhaps behind a bracket. A pattern is compiled when it is first asked,
/// which takes longer than to read a short text; so each is asked only where it can match.
fn begin_with(words: &str, beginnings: &[&str]) -> bool {
    let words = words.strip_prefix('(').unwrap_or(words).as_bytes();
    let begins =
        |with: &&str| words.get(..with.len()).is_some_and(|b| b.eq_ignore_ascii_case(with.as_bytes()));
    beginnings.iter().any(begins)
}

/// `By A. Writer and B. Writer`.
pub(super) fn is_byline(words: &str) -> bool {
    begin_with(words, &["by "]) && BYLINE.is_match(words)
}

/// `(Reporting by A. Writer; Editing by B. Writer)`.
pub(super) fn is_credit(words: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "additional ",
        "further ",
        "reporting",
        "writing",
        "written",
        "editing",
        "edited",
        "compiled",
        "translat",
        "research",
        "graphic",
    ];
    begin_with(words, BEGINNINGS) && CREDIT.is_match(words)
}

/// `(This version of the story corrects the day)`.
pub(super) fn is_note(words: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "this version",
        "this story",
        "this copy",
        "this article",
        "this dispatch",
        "this report",
        "correct",
        "recasts",
        "adds",
        "removes",
        "refil",
        "updates",
        "clarifies",
        "fixes",
        "repeats",
        "editor",
    ];
    begin_with(words, BEGINNINGS) && NOTE.is_match(words)
}

/// Words under a picture that say so themselves: a file photo, or a photographer's credit at the end.
pub(super) fn is_caption(words: &str) -> bool {
    let file = begin_with(words, &["file", "a file", "photo"]) && FILE_PHOTO.is_match(words);
    file || photo_credit(words).is_some()
}

/// A photographer's credit and nothing else.
pub(super) fn is_photo_credit(words: &str) -> bool {
    photo_credit(words) == Some(0)
}

/// Where a photographer's credit begins with which words end.
fn photo_credit(words: &str) -> Option<usize> {
    let slashed = words
        .as_bytes()
        .windows(3)
        .any(|w| w[0].is_ascii_alphabetic() && w[1] == b'/' && w[2].is_ascii_uppercase());
    let agency = slashed.then(|| AGENCY_CREDIT.find(words)).flatten().map(|found| found.start());
    let bracketed = words.ends_with(')') || words.ends_with(").");
    let bracket = bracketed.then(|| BRACKET_CREDIT.captures(words)).flatten().and_then(|found| {
        let inside =
            found.name("who").or(found.name("what")).map_or(0, |inside| inside.as_str().chars().count());
        found.get(0).filter(|_| inside <= LONGEST_CREDIT).map(|found| found.start())
    });
    let named = [" by ", ": "].iter().any(|by| {
        let before =
            |at: usize| ["Photo", "Photograph", "Picture", "Image"].iter().any(|n| words[..at].ends_with(n));
        words.match_indices(by).any(|(at, _)| before(at))
    });
    let plain = named.then(|| PLAIN_CREDIT.find(words)).flatten().map(|found| found.start());
    [agency, bracket, plain].into_iter().flatten().min()
}

/// Words that describe a picture in the present tense and do not end like a sentence.
pub(super) fn describes_picture(words: &str) -> bool {
    SCENE.is_match(words) || PRESENT.is_match(words)
}

/// A line such as `Source: Agency` or `Published: 12 September 2031`: its label in lower case, and the rest.
pub(super) fn label(words: &str) -> Option<(String, &str)> {
    const BEGINNINGS: &[&str] = &[
        "published",
        "posted",
        "issued",
        "released",
        "date",
        "updated",
        "last ",
        "modified",
        "source",
        "from",
        "outlet",
        "url",
        "copyright",
    ];
    if words.len() > 200 || !begin_with(words, BEGINNINGS) {
        return None;
    }
    let found = LABEL.captures(words)?;
    Some((found["label"].to_lowercase(), found.name("rest")?.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_is_known_by_its_form() {
        assert!(is_byline("By Ada North, B. van South and Arden Wire staff"));
        assert!(!is_byline("By Tuesday the guns were silent"));
        assert!(is_credit("(Additional reporting by Ada North in Arden; Editing by B. South)"));
        assert!(is_credit("Reporting by Ada North"));
        assert!(!is_credit("(Reporting of the clashes was halted)"));
        assert!(is_note("(This version of the story corrects the day of the raid)"));
        assert!(is_note("(Refiles to fix a typo)") && is_note("Editor's note: names are changed."));
        assert!(!is_note("This version of events was denied by the South."));
        assert!(
            is_caption("Smoke over Ruba. AGENCY/Ada North") && is_caption("FILE PHOTO: A road near Tal.")
        );
        assert!(is_caption("A lorry near Ruba (AP Photo/Ada North)"));
        assert!(!is_caption("Envoys met the council of the EU/Arden.") && !is_caption("WIRE/ARDEN NOTES"));
        assert!(is_photo_credit("AGENCY/Ada North") && !is_photo_credit("Smoke. AGENCY/Ada North"));
    }

    #[test]
    fn a_credit_stands_at_the_end_whatever_its_form() {
        for words in [
            "Smoke over Ruba. (File)",
            "Smoke over Ruba (File photo).",
            "Smoke over Ruba (File photo x)",
            "Smoke over Ruba. Photo by Ada North.",
            "Smoke over Ruba. Image: Ada North",
            "Smoke over Ruba. AGENCY Wire/Ada North/Handout",
        ] {
            assert!(is_caption(words) && !is_photo_credit(words), "{words}");
        }
        let file = |letters: usize| format!("Smoke (File/{})", "a".repeat(letters));
        assert!(is_caption(&file(60)) && !is_caption(&file(61)) && !is_caption(&file(1)));
        assert!(!is_caption("The Photo by Ada North. It shows smoke over Ruba and the hills."));
        assert!(is_photo_credit("(Photo: Ada North)") && is_photo_credit("Photo by Ada North"));
    }

    #[test]
    fn a_label_is_told_from_a_sentence() {
        assert_eq!(label("Source: Arden News"), Some(("source".into(), "Arden News")));
        assert_eq!(label("Published on: 2031-03-05"), Some(("published".into(), "2031-03-05")));
        assert_eq!(label("From the hills came shells."), None);
    }
}
