//! What a block holds and what is being written at the cursor, also where the TOML is broken. Knows no key.

use super::super::tokens::{Sort, Token, tokens};
use std::ops::Range;

/// A table or list of the block.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Frame {
    /// The keys that lead to it.
    pub path: Vec<String>,
    /// Whether it is a list.
    pub list: bool,
    /// Whether it stands between brackets or braces, and not below a header.
    pub inline: bool,
    /// Its keys, or the words of the list, in order.
    pub entries: Vec<Entry>,
}

/// A key with its value, or a word of a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// The key, or the word.
    pub name: String,
    /// Where it stands.
    pub at: Range<usize>,
    /// The value, where it is a word, number or flag.
    pub value: Option<String>,
}

/// What is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// A key.
    Key,
    /// A value of the table's last key, or an entry of the list.
    Value,
    /// The name between the brackets of a header.
    Header,
    /// Nothing that could be told.
    Nothing,
}

/// The cursor in a block.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cursor {
    /// In which frame.
    pub frame: usize,
    /// What is being written.
    pub spot: Spot,
    /// The keys that lead to the value that is being written.
    pub path: Vec<String>,
    /// What is written of it already, without quotation marks.
    pub typed: Range<usize>,
    /// Whether the opening quotation marks are there.
    pub quoted: bool,
}

/// A block as far as it can be told.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// Every table and list; the first is the block itself.
    pub frames: Vec<Frame>,
    /// Where the cursor is, if it is in the block.
    pub cursor: Option<Cursor>,
}

impl Outline {
    /// The value of one of the block's own keys.
    pub fn value(&self, key: &str) -> Option<&str> {
        let entry = self.frames.first()?.entries.iter().find(|entry| entry.name == key)?;
        entry.value.as_deref()
    }
}

/// What may come next in a frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Key,
    Equals,
    Value,
    Comma,
    Header,
}

struct Reader<'t> {
    toml: &'t str,
    tokens: Vec<Token>,
    outline: Outline,
    /// The frames that are open, from the outermost.
    open: Vec<usize>,
    next: Next,
    /// The keys that lead to the value that comes next.
    path: Vec<String>,
}

/// Reads a block; `at` is the cursor's place in it.
pub(super) fn outline(toml: &str, at: Option<usize>) -> Outline {
    let frames = vec![Frame::default()];
    let outline = Outline { frames, cursor: None };
    let tokens = tokens(toml);
    let mut reader = Reader { toml, tokens, outline, open: vec![0], next: Next::Key, path: Vec::new() };
    for index in 0..reader.tokens.len() {
        let token = reader.tokens[index].clone();
        if let Some(at) = at {
            reader.look(at, Some(&token));
        }
        reader.take(index, &token);
    }
    if let Some(at) = at {
        reader.look(at, None);
    }
    reader.outline
}

impl Reader<'_> {
    /// Notes the cursor if it stands before or in the token that comes next.
    fn look(&mut self, at: usize, token: Option<&Token>) {
        let inside = |token: &Token| match token.sort {
            Sort::Bare => token.at.start < at && at <= token.at.end,
            Sort::Quoted { closed: false, .. } | Sort::Comment => token.at.start < at && at <= token.at.end,
            Sort::Quoted { .. } => token.at.start < at && at < token.at.end,
            Sort::Newline | Sort::Mark(_) => false,
        };
        let reached = token.is_none_or(|token| at <= token.at.start || inside(token));
        if self.outline.cursor.is_some() || !reached {
            return;
        }
        let token = token.filter(|token| inside(token));
        let quoted = token.is_some_and(|token| matches!(token.sort, Sort::Quoted { .. }));
        let typed = token.map_or(at..at, |token| token.inner().start.min(at)..at);
        let spot = match self.next {
            _ if token.is_some_and(|token| token.sort == Sort::Comment) => Spot::Nothing,
            Next::Key => Spot::Key,
            Next::Value => Spot::Value,
            Next::Header => Spot::Header,
            Next::Equals | Next::Comma => Spot::Nothing,
        };
        let path = if spot == Spot::Header { Vec::new() } else { self.path.clone() };
        self.outline.cursor = Some(Cursor { frame: self.top(), spot, path, typed, quoted });
    }

    fn take(&mut self, index: usize, token: &Token) {
        match token.sort {
            Sort::Comment => {}
            Sort::Newline => self.newline(index),
            Sort::Bare | Sort::Quoted { .. } => self.word(token),
            Sort::Mark(b'=') => self.next = Next::Value,
            Sort::Mark(b'[') if self.starts_header() => self.next = Next::Header,
            Sort::Mark(b'[') if self.next == Next::Header => {}
            Sort::Mark(b'[') => self.push(true),
            Sort::Mark(b'{') => self.push(false),
            Sort::Mark(b']') if self.next == Next::Header => self.next = Next::Comma,
            Sort::Mark(b']') => self.close(true),
            Sort::Mark(b'}') => self.close(false),
            Sort::Mark(_) => self.comma(),
        }
    }

    fn top(&self) -> usize {
        self.open.last().copied().unwrap_or(0)
    }

    fn frame(&mut self) -> &mut Frame {
        let top = self.top();
        &mut self.outline.frames[top]
    }

    fn starts_header(&self) -> bool {
        self.open.len() == 1 && self.next == Next::Key
    }

    fn push(&mut self, list: bool) {
        let path = self.path.clone();
        self.outline.frames.push(Frame { path, list, inline: true, entries: Vec::new() });
        self.open.push(self.outline.frames.len() - 1);
        self.next = if list { Next::Value } else { Next::Key };
    }

    /// Closes the innermost list or table, and with it what was left open in it.
    fn close(&mut self, list: bool) {
        let place = self.open.iter().rposition(|frame| self.outline.frames[*frame].list == list);
        if let Some(place) = place.filter(|place| *place > 0) {
            self.open.truncate(place);
        }
        self.back();
        self.next = Next::Comma;
    }

    /// Takes up the path of the innermost frame.
    fn back(&mut self) {
        self.path = self.frame().path.clone();
    }

    fn comma(&mut self) {
        let list = self.frame().list;
        if self.open.len() > 1 {
            self.back();
            self.next = if list { Next::Value } else { Next::Key };
        }
    }

    fn newline(&mut self, index: usize) {
        if self.open.len() > 1 && self.begins_anew(index + 1) {
            self.open.truncate(1);
        }
        if self.open.len() == 1 {
            self.back();
            self.next = Next::Key;
        }
    }

    /// Whether the line that begins with this token can only be a key or a header of the block, so that a list or
    /// table above it was left open.
    fn begins_anew(&self, index: usize) -> bool {
        let sort = |offset: usize| self.tokens.get(index + offset).map(|token| token.sort);
        let word = |sort: Option<Sort>| matches!(sort, Some(Sort::Bare));
        let bracket = Some(Sort::Mark(b'['));
        let in_list = self.outline.frames[self.top()].list;
        let key = word(sort(0)) && sort(1) == Some(Sort::Mark(b'='));
        let header = (sort(0) == bracket && word(sort(1)))
            || (sort(0) == bracket && sort(1) == bracket && word(sort(2)));
        // A word where a comma is due is a key of which no more is written yet.
        let torn = word(sort(0)) && self.next == Next::Comma;
        header || torn || (key && (in_list || self.next != Next::Key))
    }

    fn word(&mut self, token: &Token) {
        let words = token.words(self.toml).to_owned();
        let at = token.at.clone();
        let list = self.frame().list;
        match self.next {
            Next::Key => {
                let dotted = token.sort == Sort::Bare;
                let names: Vec<&str> = if dotted { words.split('.').collect() } else { vec![&words] };
                let path = self.frame().path.clone();
                self.path = path.into_iter().chain(names.iter().map(|name| (*name).to_owned())).collect();
                let name = names.first().map_or(String::new(), |name| (*name).to_owned());
                self.frame().entries.push(Entry { name, at, value: None });
                self.next = Next::Equals;
            }
            Next::Value if list => {
                self.frame().entries.push(Entry { name: words, at, value: None });
                self.next = Next::Comma;
            }
            Next::Value => {
                if let Some(entry) = self.frame().entries.last_mut() {
                    entry.value = Some(words);
                }
                self.next = Next::Comma;
            }
            Next::Header => {
                let path = words.split('.').map(str::to_owned).collect();
                self.outline.frames.push(Frame { path, ..Frame::default() });
                self.open = vec![self.outline.frames.len() - 1];
            }
            Next::Equals | Next::Comma => {}
        }
    }
}
