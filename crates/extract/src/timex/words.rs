//! The words of time, read once from `rules/en/time`. Knows no grammar.

use super::value::Unit;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// What a word can be in an expression of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Word {
    Month(i8),
    /// An abbreviation, read as a month only beside a stop, a day or a year.
    ShortMonth(i8),
    Weekday(i8),
    ShortWeekday(i8),
    Unit(Unit),
    Units(Unit),
    Long(&'static str),
    Number(u32),
    Scale(u32),
    Ordinal(u32),
    Tens(i16),
    Part(&'static str),
    Season(&'static str),
    Frequency(&'static str),
    Reference(&'static str),
    Zone(&'static str),
    Trigger,
    Ahead,
    Back,
    Saying,
    Plain,
}

impl Word {
    /// Whether a sentence with this word, and no digit, is worth a look.
    fn opens(self) -> bool {
        match self {
            Word::Month(_)
            | Word::Weekday(_)
            | Word::Unit(_)
            | Word::Units(_)
            | Word::Long(_)
            | Word::Tens(_)
            | Word::Part(_)
            | Word::Season(_)
            | Word::Frequency(_)
            | Word::Reference(_)
            | Word::Trigger => true,
            // `sat`, `sun`, `mar` and `second` need more than themselves, and `ordinals` a unit beside them.
            Word::ShortMonth(_)
            | Word::ShortWeekday(_)
            | Word::Number(_)
            | Word::Scale(_)
            | Word::Ordinal(_)
            | Word::Zone(_)
            | Word::Ahead
            | Word::Back
            | Word::Saying
            | Word::Plain => false,
        }
    }
}

/// How a day with a name is found in a year.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Feast {
    Day(i8, i8),
    Nth { nth: i8, weekday: i8, month: i8 },
    Easter(i64),
}

/// A fixed run of words.
#[derive(Debug)]
pub(crate) struct Phrase {
    pub words: Vec<String>,
    /// How many of its first words belong to the sentence and not to the expression.
    pub skip: usize,
    pub value: String,
}

/// Every word of time.
#[derive(Debug)]
pub(crate) struct Words {
    words: HashMap<&'static str, Word, BuildHasherDefault<Fnv>>,
    /// For each first letter, the lengths of the words that open a sentence to the grammar, a bit each.
    openers: [u32; 26],
    pub phrases: Vec<Phrase>,
    pub holidays: Vec<(Vec<String>, Feast)>,
}

/// The words that the program carries.
pub(crate) static WORDS: LazyLock<Words> = LazyLock::new(Words::builtin);

impl Words {
    fn builtin() -> Words {
        let file = |name: &str| {
            let file = crate::RULES.get_file(format!("en/time/{name}.toml"));
            file.and_then(include_dir::File::contents_utf8).expect("the program carries rules/en/time")
        };
        let mut words = HashMap::default();
        let lists: Lists = toml::from_str(file("words")).expect("words.toml is tested");
        lists.into_words(&mut words);
        let tense: Tense = toml::from_str(file("tense")).expect("tense.toml is tested");
        for (list, word) in
            [(tense.ahead, Word::Ahead), (tense.back, Word::Back), (tense.saying, Word::Saying)]
        {
            for text in list {
                words.entry(kept(text)).or_insert(word);
            }
        }
        let phrases: Phrases = toml::from_str(file("phrases")).expect("phrases.toml is tested");
        let holidays: Holidays = toml::from_str(file("holidays")).expect("holidays.toml is tested");
        let holidays: Vec<_> = holidays.holiday.iter().map(|h| (run(&h.name), h.feast())).collect();
        for (name, _) in &holidays {
            if let Some(first) = name.first() {
                words.entry(kept(first.clone())).or_insert(Word::Trigger);
            }
        }
        let mut openers = [0u32; 26];
        for (text, _) in words.iter().filter(|(_, word)| word.opens()) {
            if let Some(first) = text.bytes().next().filter(u8::is_ascii_lowercase) {
                openers[usize::from(first - b'a')] |= 1 << text.len().min(31);
            }
        }
        let phrases = phrases.phrase.into_iter();
        let phrases =
            phrases.map(|p| Phrase { words: run(&p.words), skip: p.skip, value: p.value }).collect();
        Words { words, openers, phrases, holidays }
    }

    /// What a word in lower case can be.
    pub fn get(&self, lower: &str) -> Word {
        self.words.get(lower).copied().unwrap_or(Word::Plain)
    }

    /// Whether a word of this first letter and length can open a sentence to the grammar; most cannot.
    pub fn may_open(&self, first: u8, len: usize) -> bool {
        let at = usize::from((first | 0x20).wrapping_sub(b'a'));
        self.openers.get(at).is_some_and(|lengths| lengths >> len.min(31) & 1 == 1)
    }

    /// Whether a sentence with this word is worth a look.
    pub fn opens(&self, lower: &str) -> bool {
        self.get(lower).opens()
    }
}

/// A hash for short words; nobody outside chooses the keys.
#[derive(Debug)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A word kept for the life of the program, as the tables are.
fn kept(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// The tokens of a fixed phrase: a clitic and a full stop stand apart, as the lexer has them.
fn run(text: &str) -> Vec<String> {
    let spaced = text.replace("'s", " 's").replace("s' ", "s ' ").replace('.', " .");
    spaced.split_whitespace().map(str::to_owned).collect()
}

type Numbers = BTreeMap<String, u32>;
type Texts = BTreeMap<String, String>;
/// A list of words, each with a number, and what they become.
type Counted = (Numbers, fn(u32) -> Word);
/// A list of words, each with the text of a value, and what they become.
type Valued = (Texts, fn(&'static str) -> Word);
/// A list of units and what they become.
type Units = (Texts, fn(Unit) -> Word);

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Lists {
    months: Numbers,
    short_months: Numbers,
    weekdays: Numbers,
    short_weekdays: Numbers,
    units: Texts,
    unit_plurals: Texts,
    long_words: Texts,
    numbers: Numbers,
    scales: Numbers,
    ordinals: Numbers,
    decade_words: Numbers,
    parts: Texts,
    seasons: Texts,
    frequencies: Texts,
    references: Texts,
    zones: Texts,
    triggers: Triggers,
}

#[derive(Deserialize)]
struct Triggers {
    words: Vec<String>,
}

impl Lists {
    /// Adds every word; of two meanings the one listed first here stays.
    fn into_words(self, words: &mut HashMap<&'static str, Word, BuildHasherDefault<Fnv>>) {
        let mut add = |text: String, word: Word| {
            words.entry(kept(text)).or_insert(word);
        };
        let numbers: [Counted; 8] = [
            (self.months, |n| Word::Month(n as i8)),
            (self.short_months, |n| Word::ShortMonth(n as i8)),
            (self.weekdays, |n| Word::Weekday(n as i8)),
            (self.short_weekdays, |n| Word::ShortWeekday(n as i8)),
            (self.numbers, Word::Number),
            (self.scales, Word::Scale),
            (self.ordinals, Word::Ordinal),
            (self.decade_words, |n| Word::Tens(n as i16)),
        ];
        for (list, word) in numbers {
            list.into_iter().for_each(|(text, n)| add(text, word(n)));
        }
        let texts: [Valued; 6] = [
            (self.long_words, Word::Long),
            (self.parts, Word::Part),
            (self.seasons, Word::Season),
            (self.frequencies, Word::Frequency),
            (self.references, Word::Reference),
            (self.zones, Word::Zone),
        ];
        for (list, word) in texts {
            list.into_iter().for_each(|(text, value)| add(text, word(kept(value))));
        }
        let units: [Units; 2] = [(self.units, Word::Unit), (self.unit_plurals, Word::Units)];
        for (list, word) in units {
            for (text, letters) in list {
                add(text, word(Unit::parse(&letters).expect("words.toml is tested")));
            }
        }
        self.triggers.words.into_iter().for_each(|text| add(text, Word::Trigger));
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tense {
    ahead: Vec<String>,
    back: Vec<String>,
    saying: Vec<String>,
}

#[derive(Deserialize)]
struct Phrases {
    phrase: Vec<RawPhrase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPhrase {
    words: String,
    skip: usize,
    value: String,
}

#[derive(Deserialize)]
struct Holidays {
    holiday: Vec<RawHoliday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHoliday {
    name: String,
    day: Option<String>,
    nth: Option<[i8; 3]>,
    easter: Option<i64>,
}

impl RawHoliday {
    fn feast(&self) -> Feast {
        if let Some([nth, weekday, month]) = self.nth {
            return Feast::Nth { nth, weekday, month };
        }
        let day = self.day.as_deref().and_then(|day| day.split_once('-'));
        match day.map(|(month, day)| (month.parse(), day.parse())) {
            Some((Ok(month), Ok(day))) => Feast::Day(month, day),
            _ => Feast::Easter(self.easter.unwrap_or(0)),
        }
    }
}
