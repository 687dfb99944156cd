//! The small language in which rules name words: lists, alternatives, gaps. Matches tokens, fills no slot.
//!
//! A pattern is atoms set apart by spaces:
//! `word` (as written or by its base form), `a|b`, `{list}`, `word/v` or `/n` (read as a verb or not as one),
//! `~` (up to six words), `~3` (up to three), `NUM`, `NAME`, a final `?` for what may be missing, and a leading
//! `^` on the atom that carries the act (else the first atom read as a verb, else the first).
//!
//! Conditions on the parse may follow, in any order: `obj={aid-words}`, `subj=army|{forces}`, `to=NAME`, `head=launch`.
//! The role names what stands in it, seen from the act; `!=` forbids it (see [`Role`]).

use crate::lexicon::Lexicon;
use crate::parse::Relation;
use crate::read::{Phrase, Tree};
use crate::text::{Tag, Token};
use crate::words::{Known, ListId, PatternId, WordId, Words};

#[derive(Clone, Debug)]
enum Word {
    Plain(String, WordId),
    List(String, ListId),
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

/// What stands in a role seen from the act, whatever the order of the words.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Role {
    /// Who does it, also in a passive, relative or shared clause.
    Doer,
    /// To whom or what it is done.
    DoneTo,
    /// A word before a noun that describes or owns it.
    Before,
    /// A particle, or an adverb.
    Particle,
    /// The verb or adjective that completes it: `agree to withdraw`.
    Complement,
    /// The word on which it depends.
    Head,
    /// A helping verb.
    Helper,
    /// What a preposition ties to it.
    Behind(String),
}

/// A condition on a role: one of these words stands in it, or none does.
#[derive(Clone, Debug)]
struct Condition {
    role: Role,
    none: bool,
    any: Vec<(Word, As)>,
}

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    /// Its number among the patterns of the reader; 0 before it has one.
    number: PatternId,
    atoms: Vec<Atom>,
    anchor: usize,
    conditions: Vec<Condition>,
}

/// What a pattern looks at: the tokens of a sentence, the numbers of their words, their parse, the words of the rules.
#[derive(Clone, Copy)]
pub(crate) struct Sight<'a> {
    pub tokens: &'a [Token],
    pub known: &'a [Known],
    pub tree: &'a Tree,
    pub words: &'a Words,
}

/// Where a pattern matched: tokens `from..to`, the act at `anchor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    pub from: usize,
    pub to: usize,
    pub anchor: usize,
    /// Whether the pattern itself names a negation: `not granted`.
    pub negates: bool,
}

impl Match {
    /// One token, found by no pattern.
    pub fn of(anchor: usize) -> Match {
        Match { from: anchor, to: anchor + 1, anchor, negates: false }
    }
}

impl Pattern {
    /// Reads a pattern; the problem is told in words.
    pub fn parse(source: &str, lexicon: &Lexicon) -> Result<Pattern, String> {
        let (mut atoms, mut anchor, mut verb, mut conditions) = (Vec::new(), None, None, Vec::new());
        for part in source.split_whitespace() {
            if let Some((role, words)) = part.split_once('=') {
                conditions.push(condition(role, words, lexicon)?);
                continue;
            }
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
        Ok(Pattern { number: 0, anchor: anchor.or(verb).or(content).unwrap_or(0), atoms, conditions })
    }

    /// Its number among the patterns of the reader.
    pub fn number(&self) -> PatternId {
        self.number
    }

    /// The words, as written or by their base form, with which a match can begin; `None`: any word.
    pub fn firsts(&self, lexicon: &Lexicon) -> Option<Vec<String>> {
        let Some(Atom::Words { any, optional: false }) = self.atoms.first() else { return None };
        let mut firsts = Vec::new();
        for (word, _) in any {
            match word {
                Word::Plain(plain, _) => firsts.push(plain.clone()),
                Word::List(name, _) => firsts.extend(lexicon.list(name)?.firsts().cloned()),
                Word::Number | Word::Name => return None,
            }
        }
        Some(firsts)
    }

    /// Gives its words and lists their numbers, and itself one; before that it matches nothing.
    /// `finds`: a rule finds something by it.
    pub fn bind(&mut self, words: &mut Words, lexicon: &Lexicon, finds: bool) {
        self.number = words.add_pattern(self.firsts(lexicon).as_ref().map(|firsts| firsts.iter()), finds);
        let atoms = self.atoms.iter_mut().flat_map(|atom| match atom {
            Atom::Words { any, .. } => any.iter_mut(),
            Atom::Gap(_) => [].iter_mut(),
        });
        for (word, _) in
            atoms.chain(self.conditions.iter_mut().flat_map(|condition| condition.any.iter_mut()))
        {
            match word {
                Word::Plain(plain, id) => *id = words.number(plain),
                Word::List(name, id) => {
                    if let Some(list) = lexicon.list(name) {
                        *id = words.add_list(name, list.single(), list.runs());
                    }
                }
                Word::Number | Word::Name => {}
            }
        }
    }

    /// The first match that begins at token `i` and ends before `limit`.
    pub fn match_at(&self, sight: Sight<'_>, i: usize, limit: usize) -> Option<Match> {
        let may = sight.words.may_begin(self.number, *sight.known.get(i)?);
        if may { self.matches(sight, i, limit) } else { None }
    }

    /// The same, where it is known that a match can begin with the word at `i`.
    pub fn matches(&self, sight: Sight<'_>, i: usize, limit: usize) -> Option<Match> {
        let mut found = Match { from: i, to: i, anchor: i, negates: false };
        found.to = self.step(0, sight, i, limit, &mut found)?;
        let met = self.conditions.iter().all(|condition| condition.holds(sight, found.anchor));
        met.then_some(found)
    }

    fn step(
        &self,
        atom: usize,
        sight: Sight<'_>,
        i: usize,
        limit: usize,
        found: &mut Match,
    ) -> Option<usize> {
        let Some(current) = self.atoms.get(atom) else { return Some(i) };
        match current {
            Atom::Gap(width) => (0..=*width).find_map(|skip| {
                let at = i + skip;
                (at <= limit).then(|| self.step(atom + 1, sight, at, limit, found)).flatten()
            }),
            Atom::Words { any, optional } => {
                for (word, read) in any {
                    let mut lengths = lengths(word, *read, sight, i, limit);
                    while let Some(len) = lengths.checked_ilog2() {
                        let len = len as usize;
                        lengths &= !(1 << len);
                        if let Some(end) = self.step(atom + 1, sight, i + len, limit, found) {
                            if atom == self.anchor {
                                found.anchor = i + len - 1;
                            }
                            found.negates |= sight.tokens[i..i + len].iter().any(negation);
                            return Some(end);
                        }
                    }
                }
                if *optional { self.step(atom + 1, sight, i, limit, found) } else { None }
            }
        }
    }
}

impl Condition {
    fn holds(&self, sight: Sight<'_>, anchor: usize) -> bool {
        let met = self.role.words(sight, anchor).into_iter().any(|(from, to)| {
            (from..to).any(|i| {
                let mut words = self.any.iter();
                words.any(|(word, read)| lengths(word, *read, sight, i, to) != 0)
            })
        });
        met != self.none
    }
}

impl Role {
    fn named(name: &str) -> Role {
        match name {
            "subj" => Role::Doer,
            "obj" => Role::DoneTo,
            "mod" => Role::Before,
            "prt" => Role::Particle,
            "comp" => Role::Complement,
            "head" => Role::Head,
            "aux" => Role::Helper,
            preposition => Role::Behind(preposition.to_owned()),
        }
    }

    /// The stretches of tokens that stand in the role.
    fn words(&self, sight: Sight<'_>, at: usize) -> Vec<(usize, usize)> {
        use Relation::*;
        let Sight { tokens, tree, .. } = sight;
        let phrases = |phrases: Vec<Phrase>| phrases.into_iter().map(|p| (p.from, p.to)).collect();
        let single = |relations: &[Relation]| -> Vec<(usize, usize)> {
            tree.children(at).filter(|i| tree.is(*i, relations)).map(|i| (i, i + 1)).collect()
        };
        match self {
            Role::Doer => phrases(tree.doers(tokens, at)),
            Role::DoneTo => phrases(tree.done_to(tokens, at)),
            Role::Before => {
                let before = [Amod, Compound, NmodPoss, Nummod, NmodDesc];
                tree.children(at).filter(|i| *i < at && tree.is(*i, &before)).map(|i| tree.reach(i)).collect()
            }
            Role::Particle => single(&[CompoundPrt, Advmod]),
            Role::Complement => single(&[Xcomp, Ccomp, Advcl, Acl]),
            Role::Helper => single(&[Aux, AuxPass, Cop]),
            Role::Head => tree.head(at).map(|i| (i, i + 1)).into_iter().collect(),
            Role::Behind(preposition) => {
                let heads: Vec<usize> = tree.obliques(tokens, at, preposition).collect();
                heads.into_iter().flat_map(|i| tree.joined(tokens, i)).map(|p| (p.from, p.to)).collect()
            }
        }
    }
}

/// Reads `role=words` or `role!=words`.
fn condition(role: &str, words: &str, lexicon: &Lexicon) -> Result<Condition, String> {
    let (role, none) = role.strip_suffix('!').map_or((role, false), |role| (role, true));
    if role.is_empty() || !role.chars().all(|c| c.is_ascii_lowercase()) {
        return Err(format!("`{role}` is no role"));
    }
    let any = words.split('|').map(|word| parse_word(word, lexicon)).collect::<Result<_, _>>()?;
    Ok(Condition { role: Role::named(role), none, any })
}

/// Whether a word negates.
fn negation(token: &Token) -> bool {
    token.tag == Tag::Neg || token.lower.ends_with("n't") || token.is("no")
}

/// Whether an atom is only a helping word, never the act itself.
fn helper(atom: &Atom) -> bool {
    const HELPERS: &[&str] = &["not", "n't", "be", "have", "no", "without", "yet"];
    match atom {
        Atom::Gap(_) => true,
        Atom::Words { any, .. } => {
            any.iter().all(|(word, _)| matches!(word, Word::Plain(w, _) if HELPERS.contains(&w.as_str())))
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
        Some(name) => Word::List(name.to_owned(), 0),
        None if word == "NUM" => Word::Number,
        None if word == "NAME" => Word::Name,
        None => Word::Plain(word.to_owned(), 0),
    };
    Ok((word, read))
}

/// How many tokens at `i` the word can take: bit `n` for `n` tokens, the most first.
fn lengths(word: &Word, read: As, sight: Sight<'_>, i: usize, limit: usize) -> u64 {
    let Some(token) = sight.tokens.get(i).filter(|_| i < limit) else { return 0 };
    let fits = match read {
        As::Any => true,
        As::Verb => token.tag == Tag::Verb,
        As::NotVerb => token.tag != Tag::Verb,
    };
    let one = |yes: bool| u64::from(yes) << 1;
    match word {
        _ if !fits => 0,
        Word::Plain(_, id) => one(sight.known[i].is(*id)),
        Word::Number => one(token.tag == Tag::Num),
        Word::Name => one(token.tag == Tag::Proper),
        Word::List(_, list) => {
            let to = limit.min(sight.known.len());
            sight.words.lengths(*list, &sight.known[i..to.max(i)])
        }
    }
}
