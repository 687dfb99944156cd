//! Gives each token its part of speech, by word lists, endings and neighbours. No model, no statistics.

use super::kinds::{SAME_PAST, adjective_ending, finite, known, takes_object};
use super::{Form, Tag, Token};
use crate::lexicon::{Lexicon, singular};
use crate::slots::number_word;

/// Tags the tokens of one sentence.
pub(crate) fn tag(tokens: &mut [Token], lexicon: &Lexicon) {
    for i in 0..tokens.len() {
        let (tag, form, lemma) = decide(tokens, i, lexicon);
        let token = &mut tokens[i];
        token.tag = tag;
        token.form = form;
        token.lemma = lemma;
    }
}

fn decide(tokens: &[Token], i: usize, lexicon: &Lexicon) -> (Tag, Option<Form>, String) {
    let token = &tokens[i];
    let word = token.lower.as_str();
    let plain = |tag| (tag, None, word.to_owned());
    let first = !tokens[..i].iter().any(|t| t.tag != Tag::Punct || t.text.len() > 3);
    if let Some((tag, lemma)) = clitic(tokens, i) {
        return (tag, None, lemma.to_owned());
    }
    if !token.text.chars().next().is_some_and(char::is_alphanumeric) {
        return plain(Tag::Punct);
    }
    if let Some((tag, lemma)) = clitic(tokens, i) {
        return (tag, None, lemma.to_owned());
    }
    if token.capital() && adjective_ending(word) && word.contains('-') {
        return plain(Tag::Adj);
    }
    if links_name(tokens, i, lexicon) {
        return (Tag::Proper, None, word.to_owned());
    }
    let speaks = tokens.get(i + 1).is_some_and(|t| finite(&t.lower, lexicon) || t.is("and") || t.is("'s"));
    let initials = word.len() >= 2 && word.len() <= 6 && token.text.chars().all(|c| c.is_ascii_uppercase());
    let side = initials || lexicon.has("directions", word) && !word.ends_with("ern") && speaks;
    if token.capital() && (side || !(first && known(word, lexicon))) && !is_i(token) {
        return (Tag::Proper, None, singular(word));
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) || number_word(word).is_some() {
        return plain(Tag::Num);
    }
    if let Some(tag) = closed_class(tokens, i, lexicon) {
        let form = lexicon.verb(word).map(|(_, form)| form);
        let lemma = match word {
            _ if tag != Tag::Aux => word,
            "is" | "are" | "am" | "was" | "were" | "been" | "being" | "isn't" | "aren't" | "wasn't"
            | "weren't" => "be",
            "has" | "had" | "having" | "hasn't" | "hadn't" | "haven't" => "have",
            "does" | "did" | "doesn't" | "didn't" | "don't" => "do",
            _ => word,
        };
        return (tag, form, lemma.to_owned());
    }
    if let Some((base, form)) = lexicon.verb(word) {
        return match verbal(tokens, i, form, lexicon) {
            Tag::Verb => (Tag::Verb, Some(form), base.to_owned()),
            Tag::Noun => (Tag::Noun, Some(form), singular(word)),
            other => (other, Some(form), base.to_owned()),
        };
    }
    if lexicon.has("adverbs", word) || (word.ends_with("ly") && word.len() > 4 && !word.ends_with("ily-")) {
        return plain(Tag::Adv);
    }
    if lexicon.has("adjectives", word) || adjective_ending(word) {
        return plain(if stands_as_noun(tokens, i, lexicon) { Tag::Noun } else { Tag::Adj });
    }
    if token.capital() && first && !known(word, lexicon) {
        return (Tag::Proper, None, singular(word));
    }
    if !token.capital() && unlisted_past(word) {
        let read = verbal(tokens, i, Form::Past, lexicon);
        return (read, Some(Form::Past), word.strip_suffix("ed").unwrap_or(word).to_owned());
    }
    (Tag::Noun, None, singular(word))
}

/// Whether a word that no list knows looks like the past of a verb.
fn unlisted_past(word: &str) -> bool {
    word.len() > 5
        && word.ends_with("ed")
        && !word.ends_with("eed")
        && word.bytes().all(|b| b.is_ascii_lowercase())
        && !["hundred", "kindred", "sacred", "wicked", "rugged", "jagged"].contains(&word)
}

/// What is split off a word: the sign of possession, or a helping verb.
fn clitic(tokens: &[Token], i: usize) -> Option<(Tag, &'static str)> {
    let stands = i > 0
        && (tokens[i - 1].tag == Tag::Pron
            || ["that", "here", "what"].contains(&tokens[i - 1].lower.as_str()));
    Some(match tokens[i].lower.as_str() {
        "'s" if stands => (Tag::Aux, "be"),
        "'s" => (Tag::Poss, "'s"),
        "'re" | "'m" => (Tag::Aux, "be"),
        "'ve" => (Tag::Aux, "have"),
        "'ll" => (Tag::Modal, "will"),
        "'d" => (Tag::Modal, "would"),
        _ => return None,
    })
}

/// `al`, `bin` or `de` within a name.
fn links_name(tokens: &[Token], i: usize, lexicon: &Lexicon) -> bool {
    lexicon.has("name-links", &tokens[i].lower)
        && tokens.get(i + 1).is_some_and(Token::capital)
        && (i == 0 || tokens[i - 1].tag == Tag::Proper || tokens[i].lower == "al")
}

/// An adjective with no noun behind it that can be one itself: `the military said`, `the dead and the wounded`.
fn stands_as_noun(tokens: &[Token], i: usize, lexicon: &Lexicon) -> bool {
    let word = tokens[i].lower.as_str();
    let led = i > 0
        && matches!(tokens[i - 1].tag, Tag::Det | Tag::Adj | Tag::Poss | Tag::Proper | Tag::Num | Tag::Noun);
    let can = lexicon.has("body-nouns", word)
        || lexicon.has("person-nouns", word)
        || ["wounded", "dead", "international", "elderly"].contains(&word);
    let alone = tokens.get(i + 1).is_none_or(|t| {
        !t.text.chars().next().is_some_and(char::is_alphanumeric)
            || finite(&t.lower, lexicon)
            || lexicon.has("prepositions", &t.lower)
            || lexicon.has("conjunctions", &t.lower)
            || lexicon.has("adverbs", &t.lower)
    });
    led && can && alone
}

fn is_i(token: &Token) -> bool {
    token.text == "I"
}

fn closed_class(tokens: &[Token], i: usize, lexicon: &Lexicon) -> Option<Tag> {
    let word = tokens[i].lower.as_str();
    let before = tokens[..i].iter().rev().find(|t| t.tag != Tag::Punct || t.text == ",");
    let after_noun = before.is_some_and(|t| t.nominal() || t.tag == Tag::Pron);
    let next = tokens.get(i + 1);
    let has = |list: &str| lexicon.has(list, word);
    Some(match word {
        "to" => {
            let verb = next.is_some_and(|t| matches!(lexicon.verb(&t.lower), Some((_, Form::Base))));
            let adverb = next.is_some_and(|t| t.lower.ends_with("ly"));
            if verb || adverb { Tag::To } else { Tag::Prep }
        }
        "that" => match next {
            _ if after_noun && next.is_some_and(|t| finite(&t.lower, lexicon)) => Tag::Rel,
            Some(t) if before.is_none() && !t.capital() => Tag::Det,
            _ if before.is_some_and(|t| t.tag == Tag::Prep) => Tag::Det,
            _ => Tag::Sub,
        },
        "who" | "which" | "whose" | "whom" => Tag::Rel,
        "where" if i > 1 && tokens[i - 1].is(",") && tokens[i - 2].nominal() => Tag::Rel,
        "where" => {
            if after_noun {
                Tag::Rel
            } else {
                Tag::Sub
            }
        }
        "as" | "since" | "after" | "before" | "until" => {
            // Behind a subject that has no verb yet it opens a phrase: `the first since May were`.
            let waiting = i > 0 && tokens[i - 1].nominal() && !seen_finite(tokens, i);
            if !waiting && clause_follows(tokens, i, lexicon) { Tag::Sub } else { Tag::Prep }
        }
        "may" if tokens[i].capital() && i > 0 => Tag::Proper,
        "other" | "another" if before.is_some_and(|t| t.is("each") || t.is("one")) => Tag::Noun,
        "others" if before.is_some_and(|t| matches!(t.tag, Tag::Num | Tag::Det)) => Tag::Noun,
        "no" | "neither" => Tag::Det,
        "his" | "her" | "its" | "their" | "our" | "my" => Tag::Det,
        "there" if next.is_some_and(|t| finite(&t.lower, lexicon)) => Tag::Pron,
        "one" | "so" | "yet" | "like" | "up" | "down" | "out" | "off" | "over" if has("prepositions") => {
            Tag::Prep
        }
        _ if has("negations") && !has("auxiliaries") && !has("modals") && !has("prepositions") => Tag::Neg,
        _ if has("modals") => Tag::Modal,
        _ if has("auxiliaries") => Tag::Aux,
        _ if has("conjunctions") => Tag::Conj,
        _ if has("subordinators") => Tag::Sub,
        _ if has("prepositions") => Tag::Prep,
        _ if has("determiners") => Tag::Det,
        _ if has("pronouns") => Tag::Pron,
        _ => return None,
    })
}

/// Whether a finite verb follows before the next sign or linking word.
fn clause_follows(tokens: &[Token], i: usize, lexicon: &Lexicon) -> bool {
    let mut nouns = 0;
    let mut last: Option<&str> = None;
    for token in tokens[i + 1..].iter().take(14) {
        let word = token.lower.as_str();
        if [",", ";", "–", "—", ".", "and", "but"].contains(&word) {
            return false;
        }
        let plain = lexicon
            .verb(word)
            .is_some_and(|(base, form)| form == Form::Base && !lexicon.has("noun-verbs", base));
        let plural = last.is_some_and(|l: &str| l.ends_with('s'));
        last = Some(word);
        if nouns > 0 && (finite(word, lexicon) || (plain && plural)) && !token.capital() {
            return true;
        }
        nouns += usize::from(token.text.chars().next().is_some_and(char::is_alphanumeric));
    }
    false
}

/// What stands around a word that may be a verb.
struct Around<'t> {
    tokens: &'t [Token],
    i: usize,
    prev: Option<&'t Token>,
    next: Option<&'t Token>,
    /// Whether a noun follows that it could describe.
    noun_next: bool,
    lexicon: &'t Lexicon,
}

/// Whether a word that may be a verb is one here.
fn verbal(tokens: &[Token], i: usize, form: Form, lexicon: &Lexicon) -> Tag {
    const LINKS: &[&str] =
        &["by", "in", "on", "at", "to", "for", "from", "with", "and", "or", "but", "of", "as", "into"];
    let prev = tokens[..i].iter().rev().find(|t| t.tag != Tag::Adv && !t.opens_quote() && !t.closes_quote());
    let next = tokens[i + 1..].iter().find(|t| !t.opens_quote() && !t.closes_quote());
    let noun_next = next.is_some_and(|t| {
        t.text.chars().next().is_some_and(char::is_alphanumeric)
            && !LINKS.contains(&t.lower.as_str())
            && !lexicon.has("determiners", &t.lower)
            && !lexicon.has("prepositions", &t.lower)
            && !finite(&t.lower, lexicon)
    });
    let around = Around { tokens, i, prev, next, noun_next, lexicon };
    match form {
        Form::Ing => around.ing(),
        Form::Past | Form::Part => around.past(form),
        Form::S => around.third_person(),
        Form::Base => around.base(),
    }
}

impl Around<'_> {
    fn word(&self) -> &str {
        &self.tokens[self.i].lower
    }

    fn before(&self) -> Option<Tag> {
        self.prev.map(|t| t.tag)
    }

    fn object_next(&self) -> bool {
        self.next.is_some_and(|t| takes_object(t, self.lexicon))
    }

    fn only(&self) -> bool {
        only_finite(self.tokens, self.i, self.lexicon)
    }

    fn ing(&self) -> Tag {
        let be = self.prev.is_some_and(|t| t.lemma == "be");
        let before = self.before();
        match before {
            Some(Tag::Aux) if be => Tag::Verb,
            Some(Tag::Det | Tag::Poss | Tag::Adj | Tag::Num) if self.noun_next => Tag::Adj,
            Some(Tag::Det | Tag::Poss | Tag::Adj | Tag::Num) => Tag::Noun,
            Some(Tag::Noun | Tag::Proper | Tag::Prep | Tag::Conj) | None => {
                let against = self.next.is_some_and(|t| t.is("against") || t.is("alongside"));
                let describes = before == Some(Tag::Noun) && against;
                let noun = self.lexicon.has("ing-nouns", self.word()) && !describes && !self.object_next();
                if noun { Tag::Noun } else { Tag::Verb }
            }
            _ => Tag::Verb,
        }
    }

    fn past(&self, form: Form) -> Tag {
        match self.before() {
            Some(Tag::Det | Tag::Poss | Tag::Adj | Tag::Num) if self.noun_next => Tag::Adj,
            Some(Tag::Prep) if self.noun_next => Tag::Adj,
            Some(Tag::Conj) | None if self.noun_next && form == Form::Part => Tag::Adj,
            _ => Tag::Verb,
        }
    }

    fn third_person(&self) -> Tag {
        let also_noun =
            self.lexicon.verb(self.word()).is_some_and(|(base, _)| self.lexicon.has("noun-verbs", base));
        let before = self.before();
        if !matches!(before, Some(Tag::Noun | Tag::Proper | Tag::Pron | Tag::Rel | Tag::Punct | Tag::Conj)) {
            return Tag::Noun;
        }
        let governed = matches!(before, Some(Tag::Pron | Tag::Rel));
        let object = self.next.is_some_and(|t| t.capital() || t.lower.ends_with("ly")) || self.object_next();
        // `rocket fire and raids.` ends with a noun.
        let ends = before == Some(Tag::Conj) && self.next.is_none_or(|t| t.tag == Tag::Punct || t.is("."));
        let object = object || (before != Some(Tag::Punct) && !ends && self.only());
        let verb = !also_noun || governed || (object && !seen_finite(self.tokens, self.i));
        if verb { Tag::Verb } else { Tag::Noun }
    }

    fn base(&self) -> Tag {
        let same_past = SAME_PAST.contains(&self.word());
        let helped = self.prev.is_some_and(|t| t.lemma == "do") || same_past;
        let verb = match self.before() {
            Some(Tag::To | Tag::Modal | Tag::Neg | Tag::Pron) => true,
            Some(Tag::Aux) => helped,
            Some(Tag::Noun | Tag::Proper) if same_past && self.only() => true,
            Some(Tag::Noun | Tag::Proper) if self.helps() => true,
            Some(Tag::Noun | Tag::Proper | Tag::Rel) => self.behind_plural(),
            Some(Tag::Punct) if self.prev.is_some_and(|t| t.is(",")) => {
                let earlier = &self.tokens[..self.i];
                let whole = earlier.iter().any(|t| matches!(t.tag, Tag::Modal | Tag::Aux | Tag::Verb));
                self.plural_before() && (self.noun_next || self.object_next()) && !whole
            }
            Some(Tag::Conj) => {
                let joined = self.tokens[..self.i].iter().rev().take(8);
                let infinitive = joined.into_iter().any(|t| matches!(t.tag, Tag::To | Tag::Modal));
                let pure = self.word() == "remain" || !self.lexicon.has("noun-verbs", self.word());
                (infinitive && self.object_next())
                    || (pure && self.tokens[..self.i].iter().any(|t| t.tag == Tag::Aux))
            }
            _ => false,
        };
        if verb { Tag::Verb } else { Tag::Noun }
    }

    /// `helped the army retake`.
    fn helps(&self) -> bool {
        let near = self.tokens[..self.i].iter().rev().take(5);
        near.into_iter().any(|t| t.tag == Tag::Verb && matches!(t.lemma.as_str(), "help" | "let"))
            && self.object_next()
    }

    fn plural_before(&self) -> bool {
        self.tokens[..self.i].iter().any(|t| t.tag == Tag::Noun && singular(&t.lower) != t.lower)
    }

    /// Whether a base form behind a noun is the verb of a plural subject.
    fn behind_plural(&self) -> bool {
        let plural = |t: &Token| t.lower.ends_with('s') || t.lower == "people" || t.tag == Tag::Rel;
        let plural = self.prev.is_some_and(plural) || (self.plural_before() && self.only());
        let binds = self.next.is_some_and(|t| self.lexicon.has("prepositions", &t.lower));
        let object = self.noun_next || self.object_next() || binds;
        let sure = !self.lexicon.has("noun-verbs", self.word()) || self.only();
        plural && (object || sure) && !seen_finite(self.tokens, self.i)
    }
}

/// Whether no other word of the clause can be its finite verb.
fn only_finite(tokens: &[Token], i: usize, lexicon: &Lexicon) -> bool {
    let ahead = tokens[i + 1..].iter().take_while(|t| {
        ![",", ";", "–", "that", "which", "who", "but", "after", "as", "when", "while", "if"]
            .contains(&t.lower.as_str())
    });
    !seen_finite(tokens, i)
        && !ahead.into_iter().any(|t| {
            let noun = lexicon
                .verb(&t.lower)
                .is_some_and(|(base, form)| form == Form::S && lexicon.has("noun-verbs", base));
            !t.capital() && !noun && finite(&t.lower, lexicon)
        })
}

/// Whether the clause around token `i` has a finite verb before it already.
fn seen_finite(tokens: &[Token], i: usize) -> bool {
    tokens[..i]
        .iter()
        .rev()
        .take_while(|t| {
            !matches!(t.tag, Tag::Sub | Tag::Rel | Tag::Conj) && !matches!(t.text.as_str(), "," | ";" | "–")
        })
        .any(|t| {
            matches!(t.tag, Tag::Modal)
                || t.tag == Tag::Aux
                || (t.tag == Tag::Verb && t.form != Some(Form::Ing))
        })
}
