//! The small language in which rules name words: lists, alternatives, gaps. Matches tokens, fills no slot.
//!
//! A pattern is atoms set apart by spaces:
//! `word` (as written or by its base form), `a|b`, `{list}`, `word/v` or `/n` (read as a verb or not as one),
//! `~` (up to six words), `~3` (up to three), `NUM`, `NAME`, a final `?` for what may be missing, and a leading
//! `^` on the atom that carries the act (else the first atom read as a verb, else the first).

use crate::lexicon::Lexicon;
use crate::text::{Tag, Token};

#[derive(Clone, Debug)]
enum Word {
    Plain(String),
    List(String),
    Number,
    Name,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum As {
    Any,
    Verb,
    NotVerb,
}

#[derive(Clone, Debug)]
enum Atom {
    Words { any: Vec<(Word, As)>, optional: bool },
    Gap(usize),
}

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    atoms: Vec<Atom>,
    anchor: usize,
}

/// Where a pattern matched: tokens `from..to`, the act at `anchor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub from: usize,
    pub to: usize,
    pub anchor: usize,
}

impl Pattern {
    /// Reads a pattern; the problem is told in words.
    pub fn parse(source: &str, lexicon: &Lexicon) -> Result<Pattern, String> {
        let (mut atoms, mut anchor, mut verb) = (Vec::new(), None, None);
        for part in source.split_whitespace() {
            let marked = part.strip_prefix('^');
            let part = marked.unwrap_or(part);
            if marked.is_some() {
                anchor = Some(atoms.len());
            }
            if let Some(width) = part.strip_prefix('~') {
                let width = if width.is_empty() { Ok(6) } else { width.parse() };
                atoms.push(Atom::Gap(width.map_err(|_| format!("`{part}` is no gap"))?));
                continue;
            }
            let optional = part.len() > 1 && part.ends_with('?');
            let part = part.strip_suffix('?').filter(|_| optional).unwrap_or(part);
            let mut any =
                part.split('|').map(|word| parse_word(word, lexicon)).collect::<Result<Vec<_>, _>>()?;
            // A suffix at the end holds for every alternative without one.
            let last = any.last().map_or(As::Any, |(_, read)| *read);
            any.iter_mut().filter(|(_, read)| *read == As::Any).for_each(|(_, read)| *read = last);
            if verb.is_none() && any.iter().any(|(_, read)| *read == As::Verb) {
                verb = Some(atoms.len());
            }
            atoms.push(Atom::Words { any, optional });
        }
        if !matches!(atoms.first(), Some(Atom::Words { .. })) {
            return Err(format!("pattern `{source}` does not begin with a word"));
        }
        let content = atoms.iter().position(|atom| !helper(atom));
        Ok(Pattern { anchor: anchor.or(verb).or(content).unwrap_or(0), atoms })
    }

    /// The words, as written or by their base form, with which a match can begin; `None`: any word.
    pub fn firsts(&self, lexicon: &Lexicon) -> Option<Vec<String>> {
        let Some(Atom::Words { any, optional: false }) = self.atoms.first() else { return None };
        let mut firsts = Vec::new();
        for (word, _) in any {
            match word {
                Word::Plain(plain) => firsts.push(plain.clone()),
                Word::List(name) => firsts.extend(lexicon.list(name)?.firsts().cloned()),
                Word::Number | Word::Name => return None,
            }
        }
        Some(firsts)
    }

    /// The first match that begins at token `i` and ends before `limit`.
    pub fn match_at(&self, tokens: &[Token], i: usize, limit: usize, lexicon: &Lexicon) -> Option<Match> {
        let mut anchor = i;
        let to = self.step(0, tokens, i, limit, lexicon, &mut anchor)?;
        Some(Match { from: i, to, anchor })
    }

    fn step(
        &self,
        atom: usize,
        tokens: &[Token],
        i: usize,
        limit: usize,
        lexicon: &Lexicon,
        anchor: &mut usize,
    ) -> Option<usize> {
        let Some(current) = self.atoms.get(atom) else { return Some(i) };
        match current {
            Atom::Gap(width) => (0..=*width).find_map(|skip| {
                let at = i + skip;
                (at <= limit).then(|| self.step(atom + 1, tokens, at, limit, lexicon, anchor)).flatten()
            }),
            Atom::Words { any, optional } => {
                for (word, read) in any {
                    for len in lengths(word, *read, tokens, i, limit, lexicon) {
                        if let Some(end) = self.step(atom + 1, tokens, i + len, limit, lexicon, anchor) {
                            if atom == self.anchor {
                                *anchor = i + len - 1;
                            }
                            return Some(end);
                        }
                    }
                }
                if *optional { self.step(atom + 1, tokens, i, limit, lexicon, anchor) } else { None }
            }
        }
    }
}

/// Whether an atom is only a helping word, never the act itself.
fn helper(atom: &Atom) -> bool {
    const HELPERS: &[&str] = &["not", "n't", "be", "have", "no", "without", "yet"];
    match atom {
        Atom::Gap(_) => true,
        Atom::Words { any, .. } => {
            any.iter().all(|(word, _)| matches!(word, Word::Plain(w) if HELPERS.contains(&w.as_str())))
        }
    }
}

fn parse_word(word: &str, lexicon: &Lexicon) -> Result<(Word, As), String> {
    let (word, read) = match word.rsplit_once('/') {
        Some((word, "v")) => (word, As::Verb),
        Some((word, "n")) => (word, As::NotVerb),
        Some((_, other)) => return Err(format!("`/{other}` is neither /v nor /n")),
        None => (word, As::Any),
    };
    let word = match word.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
        Some(name) if lexicon.list(name).is_none() => return Err(format!("no list is called `{name}`")),
        Some(name) => Word::List(name.to_owned()),
        None if word == "NUM" => Word::Number,
        None if word == "NAME" => Word::Name,
        None => Word::Plain(word.to_owned()),
    };
    Ok((word, read))
}

/// How many tokens at `i` the word can take.
fn lengths(word: &Word, read: As, tokens: &[Token], i: usize, limit: usize, lexicon: &Lexicon) -> Vec<usize> {
    let Some(token) = tokens.get(i).filter(|_| i < limit) else { return Vec::new() };
    let fits = match read {
        As::Any => true,
        As::Verb => token.tag == Tag::Verb,
        As::NotVerb => token.tag != Tag::Verb,
    };
    let one = |yes: bool| if yes && fits { vec![1] } else { Vec::new() };
    match word {
        Word::Plain(plain) => one(token.lower == *plain || token.lemma == *plain),
        Word::Number => one(token.tag == Tag::Num),
        Word::Name => one(token.tag == Tag::Proper),
        Word::List(name) => {
            let Some(list) = lexicon.list(name) else { return Vec::new() };
            let same = |t: &Token, w: &String| t.lower == *w || t.lemma == *w;
            let runs = list.runs().iter().filter(|run| {
                fits && i + run.len() <= limit && run.iter().zip(&tokens[i..]).all(|(w, t)| same(t, w))
            });
            let mut found: Vec<usize> = runs.map(Vec::len).collect();
            found.sort_by(|a, b| b.cmp(a));
            found.extend(one(list.has(&token.lower) || list.has(&token.lemma)));
            found
        }
    }
}
