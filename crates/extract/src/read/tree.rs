//! The dependencies of one stretch: who heads whom, and the subject and object of a verb however the clause is built.

use super::clause::begins_finite;
use super::phrase::Phrase;
use crate::lexicon::Lexicon;
use crate::parse::{Parser, Relation, Scratch, Upos, VerbForm, Word};
use crate::text::{Form, Tag, Token};

/// How many steps outward a subject is looked for.
const STEPS: usize = 6;

/// The parse of tokens `from..to` of a sentence; every index is one of the sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    from: usize,
    words: Vec<Word>,
    left: Vec<usize>,
    right: Vec<usize>,
}

impl Tree {
    /// Parses tokens `from..to`.
    pub fn parse(parser: &Parser, tokens: &[Token], from: usize, to: usize, scratch: &mut Scratch) -> Tree {
        let (mut forms, mut owner): (Vec<&str>, Vec<usize>) = (Vec::new(), Vec::new());
        for (i, token) in tokens[from..to].iter().enumerate() {
            match token.text.len().checked_sub(3).filter(|at| *at > 0 && token.lower.ends_with("n't")) {
                Some(at) => {
                    forms.extend([&token.text[..at], &token.text[at..]]);
                    owner.extend([i, i]);
                }
                None => {
                    // `North` alone is a side here, and nowhere in what the parser was trained on.
                    let side = ["North", "South", "East", "West"].contains(&token.text.as_str())
                        && !tokens.get(from + i + 1).is_some_and(|next| next.tag == Tag::Proper);
                    forms.push(if side { "Russia" } else { &token.text });
                    owner.push(i);
                }
            }
        }
        let parsed = parser.parse(&forms, scratch);
        let mut words: Vec<Word> = Vec::with_capacity(to - from);
        for (k, word) in parsed.iter().enumerate() {
            // The second half of `didn't` is left out.
            if words.len() == owner[k] {
                let head = word.head.map(|head| owner[head]).filter(|head| *head != owner[k]);
                words.push(Word { head, ..*word });
            }
        }
        Tree::of(from, words)
    }

    fn of(from: usize, words: Vec<Word>) -> Tree {
        let mut tree =
            Tree { from, left: (0..words.len()).collect(), right: (0..words.len()).collect(), words };
        for i in 0..tree.words.len() {
            let (mut at, mut steps) = (i, 0);
            while let Some(head) = tree.words[at].head.filter(|_| steps <= tree.words.len()) {
                tree.left[head] = tree.left[head].min(i);
                tree.right[head] = tree.right[head].max(i);
                (at, steps) = (head, steps + 1);
            }
        }
        tree
    }

    /// Whether a token is within the parse.
    pub fn holds(&self, i: usize) -> bool {
        i >= self.from && i - self.from < self.words.len()
    }

    /// What the parser says of a token.
    pub fn word(&self, i: usize) -> Option<&Word> {
        self.words.get(i.checked_sub(self.from)?)
    }

    /// The head of a token; `None`: it is the root.
    pub fn head(&self, i: usize) -> Option<usize> {
        Some(self.word(i)?.head? + self.from)
    }

    /// The relation of a token to its head.
    pub fn relation(&self, i: usize) -> Relation {
        self.word(i).map_or(Relation::Dep, |word| word.relation)
    }

    /// Whether a token stands in one of these relations to its head.
    pub fn is(&self, i: usize, relations: &[Relation]) -> bool {
        relations.contains(&self.relation(i))
    }

    /// The part of speech of a token.
    pub fn upos(&self, i: usize) -> Upos {
        self.word(i).map_or(Upos::X, |word| word.upos)
    }

    /// The dependents of a token, in their order.
    pub fn children(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let (at, from) = (i.wrapping_sub(self.from), self.from);
        let range = if self.holds(i) { self.left[at]..self.right[at] + 1 } else { 0..0 };
        range.filter(move |k| self.words[*k].head == Some(at)).map(move |k| k + from)
    }

    /// The dependents of a token in one of these relations.
    pub fn children_by<'t>(
        &'t self,
        i: usize,
        relations: &'t [Relation],
    ) -> impl Iterator<Item = usize> + 't {
        self.children(i).filter(move |k| self.is(*k, relations))
    }

    /// The tokens that a token heads, itself included: from the first to behind the last.
    pub fn reach(&self, i: usize) -> (usize, usize) {
        match i.checked_sub(self.from).filter(|at| *at < self.words.len()) {
            Some(at) => (self.left[at] + self.from, self.right[at] + self.from + 1),
            None => (i, i + 1),
        }
    }

    /// Whether the parse finds a verb to head the whole, where the word lists see one.
    pub fn fits(&self, tokens: &[Token]) -> bool {
        let root = self.tokens().find(|i| self.head(*i).is_none());
        root.is_some_and(|root| self.is_verbal(root)) || !self.tokens().any(|i| begins_finite(&tokens[i]))
    }

    /// Every token of the parse.
    pub fn tokens(&self) -> std::ops::Range<usize> {
        self.from..self.from + self.words.len()
    }

    /// The noun phrase that a token heads: without clauses, apposition and prepositions other than `of`.
    pub fn phrase(&self, tokens: &[Token], head: usize) -> Phrase {
        use Relation::*;
        let before = [
            Det,
            DetPredet,
            Amod,
            Compound,
            NmodPoss,
            Nummod,
            NmodDesc,
            NmodUnmarked,
            Flat,
            Advmod,
            Goeswith,
        ];
        let (mut from, mut to) = (head, head + 1);
        for child in self.children(head) {
            let (left, right) = self.reach(child);
            if child < head && self.is(child, &before) && tokens[child].tag != Tag::Neg {
                let clear = |i: usize| !matches!(tokens[i].text.as_str(), "," | "–" | "—" | ";" | "(" | ")");
                if (left..head).all(clear) && (left..right).all(|i| tokens[i].tag != Tag::Rel) {
                    from = from.min(left);
                }
            } else if child > head && left == to {
                let tied = match self.relation(child) {
                    Flat | Compound | Goeswith | Fixed => true,
                    Nmod => {
                        tokens[left].is("of") || (tokens[left].is("for") && tokens[head].tag == Tag::Proper)
                    }
                    _ => false,
                };
                if tied {
                    to = self.phrase(tokens, child).to.max(child + 1);
                }
            }
        }
        Phrase { from, to, head: head.max(self.last_of_name(tokens, head, to)) }
    }

    /// Names are headed by their first word; the rest of the program looks at the last.
    fn last_of_name(&self, tokens: &[Token], head: usize, to: usize) -> usize {
        (head + 1..to)
            .take_while(|i| tokens[*i].tag == Tag::Proper && !tokens[*i].is("of"))
            .last()
            .unwrap_or(head)
    }

    /// The noun phrases joined to the one that a token heads, itself first.
    pub fn joined(&self, tokens: &[Token], head: usize) -> Vec<Phrase> {
        let others = self.children_by(head, &[Relation::Conj]);
        let nominal = |i: &usize| {
            !matches!(self.upos(*i), Upos::Verb | Upos::Aux | Upos::Adv)
                && !self.children(*i).any(|k| tokens[k].tag == Tag::Neg)
        };
        std::iter::once(head).chain(others.filter(nominal)).map(|i| self.phrase(tokens, i)).collect()
    }

    /// Whether a verb is passive, as a participle that describes a noun is too.
    pub fn passive(&self, tokens: &[Token], verb: usize) -> bool {
        use Relation::*;
        if self.children_by(verb, &[AuxPass, NsubjPass, CsubjPass]).next().is_some() {
            return true;
        }
        let part = self.word(verb).is_some_and(|w| w.form == VerbForm::PastParticiple)
            || tokens[verb].form == Some(Form::Part);
        match self.relation(verb) {
            Acl | Amod => part || tokens[verb].form == Some(Form::Past),
            Advcl => part && self.children_by(verb, &[Aux, Nsubj]).next().is_none(),
            Conj if self.children_by(verb, &[Aux, Nsubj]).next().is_none() => {
                part && self.head(verb).is_some_and(|head| self.passive_here(head))
            }
            _ => false,
        }
    }

    fn passive_here(&self, verb: usize) -> bool {
        self.children_by(verb, &[Relation::AuxPass, Relation::NsubjPass]).next().is_some()
    }

    /// The heads of what stands as the grammatical subject of a verb, taken over from other clauses where it must be.
    pub fn surface_subject(&self, tokens: &[Token], verb: usize) -> Option<usize> {
        self.outward(tokens, verb, STEPS)
    }

    fn own_subject(&self, verb: usize) -> Option<usize> {
        use Relation::*;
        self.children_by(verb, &[Nsubj, NsubjPass, NsubjOuter, Csubj, CsubjPass]).next()
    }

    fn outward(&self, tokens: &[Token], verb: usize, steps: usize) -> Option<usize> {
        use Relation::*;
        if let Some(own) = self.own_subject(verb) {
            let relative = ["who", "which", "that"].contains(&tokens[own].lower.as_str())
                && self.clause_above(verb, &[AclRelcl, Acl]).is_some();
            return if relative { self.antecedent(tokens, verb) } else { Some(own) };
        }
        let head = self.head(verb).filter(|_| steps > 0)?;
        let participle = matches!(tokens[verb].form, Some(Form::Ing | Form::Part | Form::Past));
        match self.relation(verb) {
            AclRelcl => Some(head),
            Acl if participle => Some(head),
            Acl => self.outward(tokens, self.verb_above(head)?, steps - 1),
            Conj | Parataxis | Advcl | Ccomp if self.is_verbal(head) => self.outward(tokens, head, steps - 1),
            Conj if self.is(head, &[AclRelcl, Acl]) => self.head(head),
            Xcomp => {
                let object = self.children_by(head, &[Obj, Iobj]).next();
                object.or_else(|| self.outward(tokens, head, steps - 1))
            }
            _ => None,
        }
    }

    /// The verb, itself included, over its conjuncts, that stands in one of these relations.
    fn clause_above(&self, verb: usize, relations: &[Relation]) -> Option<usize> {
        let mut at = verb;
        for _ in 0..STEPS {
            if self.is(at, relations) {
                return Some(at);
            }
            at = self.head(at).filter(|_| self.is(at, &[Relation::Conj, Relation::Xcomp]))?;
        }
        None
    }

    /// The noun that a relative clause describes.
    fn antecedent(&self, tokens: &[Token], verb: usize) -> Option<usize> {
        let noun = self.head(self.clause_above(verb, &[Relation::AclRelcl, Relation::Acl])?)?;
        // `it was the rebels, not the army, who shelled it`: the one set aside did nothing.
        let aside = self.children(noun).any(|i| tokens[i].tag == Tag::Neg);
        self.head(noun).filter(|_| aside).or(Some(noun))
    }

    /// Whether a token heads a clause.
    pub fn is_verbal(&self, i: usize) -> bool {
        use Relation::*;
        self.upos(i) == Upos::Verb
            || self.children_by(i, &[Cop, Nsubj, NsubjPass, Aux, AuxPass]).next().is_some()
    }

    /// The next verb outward from a token.
    pub fn verb_above(&self, i: usize) -> Option<usize> {
        let mut at = i;
        for _ in 0..STEPS {
            if self.is_verbal(at) {
                return Some(at);
            }
            at = self.head(at)?;
        }
        None
    }

    /// Who does what a verb tells, whatever its voice.
    pub fn doers(&self, tokens: &[Token], verb: usize) -> Vec<Phrase> {
        let head = if self.passive(tokens, verb) {
            self.oblique(tokens, verb, "by")
        } else {
            self.surface_subject(tokens, verb)
        };
        head.map(|head| self.joined(tokens, head)).unwrap_or_default()
    }

    /// To whom or what it is done, whatever the voice.
    pub fn done_to(&self, tokens: &[Token], verb: usize) -> Vec<Phrase> {
        let head = if self.passive(tokens, verb) {
            self.surface_subject(tokens, verb)
        } else {
            let by = |relation| self.children_by(verb, relation).find(|i| tokens[*i].tag != Tag::Rel);
            by(&[Relation::Obj]).or_else(|| by(&[Relation::Iobj])).or_else(|| self.gap(tokens, verb))
        };
        head.map(|head| self.joined(tokens, head)).unwrap_or_default()
    }

    /// The noun that a relative clause says something was done to: `the town that rebels shelled`.
    fn gap(&self, tokens: &[Token], verb: usize) -> Option<usize> {
        if !self.is(verb, &[Relation::AclRelcl]) {
            return None;
        }
        let told = self.own_subject(verb).is_some_and(|i| tokens[i].tag != Tag::Rel);
        let relative = self.children_by(verb, &[Relation::Obj]).any(|i| tokens[i].tag == Tag::Rel);
        self.head(verb).filter(|_| told && relative)
    }

    /// The head of the phrase that this preposition ties to a word.
    pub fn oblique(&self, tokens: &[Token], word: usize, preposition: &str) -> Option<usize> {
        self.obliques(tokens, word, preposition).next()
    }

    /// The heads of the phrases that this preposition ties to a word.
    pub fn obliques<'t>(
        &'t self,
        tokens: &'t [Token],
        word: usize,
        preposition: &'t str,
    ) -> impl Iterator<Item = usize> + 't {
        use Relation::*;
        self.children_by(word, &[Obl, OblAgent, Nmod, Advcl, Acl])
            .filter(move |i| self.case(tokens, *i).is_some_and(|at| tokens[at].is(preposition)))
    }

    /// The preposition of a phrase.
    pub fn case(&self, tokens: &[Token], head: usize) -> Option<usize> {
        let mut cases = self.children_by(head, &[Relation::Case, Relation::Mark]);
        cases.find(|i| !tokens[*i].is("'s"))
    }
}

/// Gives nouns, verbs and adjectives the part of speech that the parse tells.
pub(crate) fn retag(tokens: &mut [Token], tree: &Tree, lexicon: &Lexicon) {
    for i in tree.tokens() {
        let Some(word) = tree.word(i).copied() else { continue };
        let token = &mut tokens[i];
        if !matches!(token.tag, Tag::Noun | Tag::Verb | Tag::Adj) || token.capital() {
            continue;
        }
        match word.upos {
            Upos::Verb => {
                let form = match word.form {
                    VerbForm::Past => Form::Past,
                    VerbForm::PastParticiple => Form::Part,
                    VerbForm::PresentParticiple | VerbForm::Gerund => Form::Ing,
                    VerbForm::Present if token.lower.ends_with('s') => Form::S,
                    VerbForm::Present | VerbForm::Infinitive | VerbForm::Imperative => Form::Base,
                    VerbForm::Modal | VerbForm::Not => token.form.unwrap_or(Form::Base),
                };
                if let Some((lemma, _)) = lexicon.verb(&token.lower) {
                    token.lemma = lemma.to_owned();
                }
                (token.tag, token.form) = (Tag::Verb, Some(form));
            }
            Upos::Noun if token.tag != Tag::Noun => {
                token.tag = Tag::Noun;
                token.lemma = crate::lexicon::singular(&token.lower);
            }
            Upos::Adj if token.tag == Tag::Noun && tree.is(i, &[Relation::Amod]) => token.tag = Tag::Adj,
            _ => {}
        }
    }
}
