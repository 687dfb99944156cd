//! Which names of a row go into a gazetteer. Decides by their form alone.

use truce_exchange::PlaceRow;
use truce_extract::gazetteer::{Entry, Naming, key};

/// Countries whose names are spelt by ear: written in Arabic, Persian or Pashto, and told in Latin letters.
const BY_EAR: &[&[u8; 2]] = &[
    b"AE", b"AF", b"BH", b"DJ", b"DZ", b"EG", b"EH", b"IQ", b"IR", b"JO", b"KW", b"LB", b"LY", b"MA", b"MR",
    b"OM", b"PK", b"PS", b"QA", b"SA", b"SD", b"SO", b"SY", b"TD", b"TN", b"YE",
];

/// The longest name that is looked for in texts, in words.
const LONGEST: usize = 7;

/// Whether a text could write this name: Latin letters, a capital, no more words than are looked for.
pub(super) fn writable(name: &str) -> bool {
    let latin = |c: char| {
        c.is_ascii()
            || ('\u{c0}'..='\u{24f}').contains(&c)
            || ('\u{1e00}'..='\u{1eff}').contains(&c)
            || "’‘ʻʼʾʿ–`".contains(c)
    };
    let capital = name.chars().any(char::is_uppercase);
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    capital && letters > 1 && name.chars().all(latin) && name.split_whitespace().count() <= LONGEST
}

/// Whether a name is only a code among spellings, as airports have.
fn code(name: &str) -> bool {
    name.len() <= 4 && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// The entries of a place: its names with how they stand to it. `others`: whether more than the main name is wanted.
pub(super) fn entries(
    row: &PlaceRow,
    country: Option<[u8; 2]>,
    place: u32,
    rank: u32,
    others: bool,
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let by_ear = country.is_some_and(|country| BY_EAR.iter().any(|known| **known == country));
    let mut add = |name: &str, naming: Naming| {
        let key = key(name);
        entries.push(Entry { key: key.exact, rank, place, naming });
        if let Some(key) = key.sound.filter(|_| by_ear && naming != Naming::Short) {
            entries.push(Entry { key, rank, place, naming: Naming::Sound });
        }
    };
    if writable(&row.name) {
        add(&row.name, Naming::Main);
    }
    let begins = |name: &&String| name.chars().next().is_some_and(char::is_uppercase);
    for name in
        row.others.iter().filter(|_| others).filter(begins).filter(|name| writable(name) && !code(name))
    {
        add(name, Naming::Other);
    }
    row.shorts.iter().filter(|name| writable(name)).for_each(|name| add(name, Naming::Short));
    // An entry of a key is kept once for a place: the firmest.
    entries.sort();
    entries.dedup_by_key(|entry| entry.key);
    entries
}
