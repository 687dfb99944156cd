//! Cuts text into tokens: words, numbers, signs. Knows no grammar.

use crate::lexicon::Lexicon;
use truce_model::Span;

/// What a token is in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    Noun,
    Proper,
    Verb,
    Aux,
    Modal,
    Adj,
    Adv,
    Det,
    Prep,
    Pron,
    /// The clitic of possession.
    Poss,
    Num,
    Conj,
    Sub,
    Rel,
    Neg,
    To,
    Punct,
}

/// Which form of its verb a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Base,
    S,
    Past,
    Part,
    Ing,
}

/// A word, number or sign.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub span: Span,
    pub text: String,
    pub lower: String,
    pub lemma: String,
    pub tag: Tag,
    pub form: Option<Form>,
    /// Stands between quotation marks.
    pub quoted: bool,
}

impl Token {
    fn new(text: &str, span: Span) -> Token {
        let plain = text.replace('’', "'");
        let lower = plain.to_lowercase();
        let lemma = lower.clone();
        Token { span, text: plain, lower, lemma, tag: Tag::Punct, form: None, quoted: false }
    }

    /// Whether it is this word, whatever its case.
    pub fn is(&self, word: &str) -> bool {
        self.lower == word
    }

    /// Whether it begins with a capital, a leading `al-` set aside.
    pub fn capital(&self) -> bool {
        let name = ["al-", "el-", "ad-", "as-", "ash-", "an-", "ar-"]
            .iter()
            .find_map(|link| self.text.strip_prefix(link));
        name.unwrap_or(&self.text).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it opens quoted words.
    pub fn opens_quote(&self) -> bool {
        self.text == "“" || self.text == "«" || (self.text == "\"" && self.quoted)
    }

    /// Whether it closes quoted words.
    pub fn closes_quote(&self) -> bool {
        self.text == "”" || self.text == "»" || (self.text == "\"" && !self.quoted)
    }

    /// Whether it is more than a sign.
    pub fn is_word(&self) -> bool {
        self.tag != Tag::Punct
    }

    /// Part of a name or of its description.
    pub fn nominal(&self) -> bool {
        matches!(self.tag, Tag::Noun | Tag::Proper | Tag::Num)
    }
}

/// The tokens of `text[span]`, their spans counted in the whole text.
pub(crate) fn tokenise(text: &str, span: Span, lexicon: &Lexicon) -> Vec<Token> {
    let body = span.of(text).unwrap_or("");
    let chars: Vec<(usize, char)> = body.char_indices().collect();
    let at = |i: usize| chars.get(i).map_or(body.len(), |(byte, _)| *byte);
    let mut tokens = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i].1;
        if c.is_whitespace() {
            i += 1;
            continue;
        }
        let mut j = i + 1;
        if let Some(end) = markup(&chars, i) {
            j = end;
        } else if c.is_alphanumeric() {
            while j < chars.len() && goes_on(&chars, i, j) {
                j += 1;
            }
            if chars.get(j).is_some_and(|(_, c)| *c == '.') && keeps_stop(&body[at(i)..at(j)], lexicon) {
                j += 1;
            }
        }
        let word = &body[at(i)..at(j)];
        let from = span.start + at(i);
        push(&mut tokens, word, from);
        i = j;
    }
    mark_quotes(&mut tokens);
    tokens
}

/// The longest tag of markup that is taken for one sign, in characters.
const LONGEST_TAG: usize = 200;

/// Where a tag such as `<b>` or `</p>` ends that begins at `i`: it is one sign and no word.
fn markup(chars: &[(usize, char)], i: usize) -> Option<usize> {
    if chars[i].1 != '<' {
        return None;
    }
    let inside = &chars[i + 1..chars.len().min(i + LONGEST_TAG)];
    let name = inside.iter().find(|(_, c)| *c != '/').is_some_and(|(_, c)| c.is_ascii_alphabetic());
    let end = inside.iter().position(|(_, c)| *c == '>' || *c == '<')?;
    (name && inside[end].1 == '>').then_some(i + end + 2)
}

/// Splits off the clitic of possession, or a contracted helper, and adds what is left.
fn push(tokens: &mut Vec<Token>, word: &str, from: usize) {
    let to = from + word.len();
    let clitic = ["’s", "'s", "’re", "'re", "’ve", "'ve", "’ll", "'ll", "’d", "'d", "’m", "'m"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .filter(|stem| !stem.is_empty());
    let Some(stem) = clitic else {
        tokens.push(Token::new(word, Span::new(from, to)));
        return;
    };
    let cut = from + stem.len();
    tokens.push(Token::new(stem, Span::new(from, cut)));
    tokens.push(Token::new(&word[stem.len()..], Span::new(cut, to)));
}

/// Whether the character at `j` still belongs to the word that began at `i`.
fn goes_on(chars: &[(usize, char)], i: usize, j: usize) -> bool {
    let c = chars[j].1;
    if c.is_alphanumeric() {
        return true;
    }
    let before = chars[j - 1].1;
    let Some(after) = chars.get(j + 1).map(|(_, c)| *c) else { return false };
    match c {
        '-' | '‑' => after.is_alphanumeric() && (before.is_alphanumeric() || before == '.'),
        '\'' | '’' | '/' => after.is_alphabetic() && before.is_alphabetic(),
        ',' | ':' => before.is_ascii_digit() && after.is_ascii_digit(),
        '.' if before.is_ascii_digit() => after.is_ascii_digit(),
        '.' => {
            let initial = j - i == 1 || (j >= i + 2 && chars[j - 2].1 == '.');
            initial && (after.is_alphabetic() || after == '-')
        }
        _ => false,
    }
}

/// Whether a word keeps the full stop behind it: an abbreviation, or initials such as U.N.
fn keeps_stop(word: &str, lexicon: &Lexicon) -> bool {
    let initials = word.contains('.') && word.chars().next().is_some_and(char::is_alphabetic);
    let single = word.len() == 1 && word.chars().all(|c| c.is_ascii_uppercase()) && word != "I";
    initials || single || lexicon.has("abbreviations", &word.to_lowercase())
}

fn mark_quotes(tokens: &mut [Token]) {
    let mut open = false;
    for token in tokens {
        match token.text.as_str() {
            "“" | "«" => open = true,
            "”" | "»" => open = false,
            "\"" => open = !open,
            _ => {}
        }
        token.quoted = open;
    }
}
