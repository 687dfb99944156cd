//! Short lists that decide where a token ends: abbreviations, prefixes that keep their hyphen, addresses.

/// Prefixes that stay with what follows their hyphen.
const PREFIXES: &[&str] = &[
    "anti", "arch", "bi", "co", "counter", "cross", "de", "e", "em", "ex", "extra", "hyper", "infra",
    "inter", "intra", "macro", "meta", "micro", "mid", "mini", "multi", "neo", "non", "over", "post", "pre",
    "pro", "proto", "pseudo", "psycho", "quasi", "re", "semi", "socio", "sub", "super", "trans", "tri",
    "ultra", "un", "wi",
];

/// Abbreviations that keep their point, in lower case without it.
const ABBREVIATIONS: &[&str] = &[
    "adm", "al", "apr", "approx", "art", "assoc", "asst", "att", "attn", "aug", "ave", "blvd", "brig",
    "bros", "c", "ca", "capt", "cdr", "cf", "cmdr", "co", "col", "corp", "cpl", "dec", "dept", "dist", "dr",
    "e.g", "est", "etc", "excl", "feb", "fig", "fr", "fri", "ft", "gen", "gov", "hon", "i.e", "inc", "incl",
    "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "mar", "messrs", "mon", "mr", "mrs", "ms", "msgr", "mt",
    "no", "nos", "nov", "oct", "op", "ph.d", "pres", "prof", "pvt", "rep", "reps", "rev", "sat", "sen",
    "sens", "sep", "sept", "sgt", "spc", "sr", "st", "ste", "sun", "supt", "thu", "thur", "thurs", "tue",
    "tues", "vol", "vs", "wed",
];

/// Words among the abbreviations that are also plain words, so that a final point is a full stop.
const ALSO_WORDS: &[&str] = &[
    "al", "art", "c", "co", "col", "fig", "fri", "gen", "mar", "mon", "no", "nos", "op", "rep", "sat", "sen",
    "st", "sun", "wed",
];

/// Says whether a first part keeps its hyphen.
pub fn is_prefix(part: &str) -> bool {
    let lower = part.to_lowercase();
    PREFIXES.contains(&lower.as_str())
}

/// Says whether a point after `before` belongs to the word; `last` tells that the sentence ends here.
pub fn is_abbreviation(before: &str, last: bool) -> bool {
    let word = before.rsplit(['-', '–', '(', '"', '“', '/']).next().unwrap_or(before);
    let initials = word.split('.').all(|p| {
        let mut chars = p.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    });
    if initials {
        return word.contains('.') || (!last && word.starts_with(char::is_uppercase));
    }
    let lower = word.to_lowercase();
    let lower = lower.as_str();
    ABBREVIATIONS.binary_search(&lower).is_ok() && !(last && ALSO_WORDS.contains(&lower))
}

/// Says whether the chunk is an address of the web or of mail.
pub fn is_address(chunk: &str) -> bool {
    chunk.contains("://")
        || chunk.starts_with("www.")
        || chunk.find('@').is_some_and(|at| at > 0 && chunk[at..].contains('.'))
}

/// Says whether the chunk is one mark repeated, or exclamation and question marks together.
pub fn is_run(chunk: &str) -> bool {
    let mut chars = chunk.chars();
    let first = chars.next().unwrap_or(' ');
    !first.is_alphanumeric() && chars.all(|c| c == first) || chunk.bytes().all(|b| b == b'!' || b == b'?')
}

/// Units that are written at a number and still are words of their own.
const UNITS: &[&str] = &[
    "am", "bn", "cm", "ft", "gb", "h", "hrs", "k", "kb", "kg", "km", "kms", "lb", "lbs", "m", "mb", "mg",
    "ml", "mm", "mph", "pm", "tn", "a.m.", "p.m.",
];

/// Finds where a number ends and its unit begins.
pub fn unit(word: &str) -> Option<usize> {
    let at = word.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = word.split_at(at);
    let plain = number.bytes().all(|b| b.is_ascii_digit() || b".,:".contains(&b));
    (at > 0 && plain && UNITS.contains(&unit.to_ascii_lowercase().as_str())).then_some(at)
}

/// Says whether an apostrophe belongs to what follows it.
pub fn keeps_apostrophe(rest: &str) -> bool {
    let lower = rest.to_lowercase();
    let word = lower.trim_end_matches(|c: char| !c.is_alphanumeric());
    rest.starts_with(|c: char| c.is_ascii_digit())
        || ["s", "re", "ve", "ll", "d", "m", "em", "til", "cause", "n"].contains(&word)
}

/// Says whether the chunk is a face made of marks.
pub fn is_face(chunk: &str) -> bool {
    [":)", ":(", ";)", ":-)", ":-(", ";-)", "=)", "(:", ":D", ":P"].contains(&chunk)
}
