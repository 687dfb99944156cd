//! Parts of speech and the few forms that matter for reading events; nothing about lemmas.

macro_rules! closed {
    ($(#[$doc:meta])* $type:ident { $($(#[$each:meta])* $name:ident $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $type {
            $($(#[$each])* $name),+
        }

        impl $type {
            /// Lists every value, in the order of their codes.
            pub const ALL: &'static [$type] = &[$($type::$name),+];

            /// Gives the short name.
            pub fn as_str(self) -> &'static str {
                match self {
                    $($type::$name => $text),+
                }
            }

            /// Finds the value of a short name.
            pub fn named(text: &str) -> Option<$type> {
                $type::ALL.iter().copied().find(|v| v.as_str() == text)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

closed! {
    /// Names the universal part of speech.
    Upos {
        /// Adjective.
        Adj "ADJ",
        /// Adposition.
        Adp "ADP",
        /// Adverb.
        Adv "ADV",
        /// Auxiliary verb, copula and modal included.
        Aux "AUX",
        /// Coordinating conjunction.
        Cconj "CCONJ",
        /// Determiner.
        Det "DET",
        /// Interjection.
        Intj "INTJ",
        /// Common noun.
        Noun "NOUN",
        /// Numeral.
        Num "NUM",
        /// Particle: infinitive `to`, `not`, possessive `'s`.
        Part "PART",
        /// Pronoun.
        Pron "PRON",
        /// Proper noun.
        Propn "PROPN",
        /// Punctuation mark.
        Punct "PUNCT",
        /// Subordinating conjunction.
        Sconj "SCONJ",
        /// Symbol.
        Sym "SYM",
        /// Verb.
        Verb "VERB",
        /// Anything else.
        X "X",
    }
}

closed! {
    /// Names the form of a verb or auxiliary; `Not` for every other word.
    VerbForm {
        /// Not a verb.
        Not "-",
        /// Bare or `to` infinitive.
        Infinitive "inf",
        /// Imperative.
        Imperative "imp",
        /// Finite present, subjunctive included.
        Present "pres",
        /// Finite past.
        Past "past",
        /// Modal auxiliary, finite without tense.
        Modal "modal",
        /// Past participle.
        PastParticiple "pastpart",
        /// Present participle.
        PresentParticiple "prespart",
        /// Gerund.
        Gerund "ger",
    }
}

closed! {
    /// Names the number of a noun, name or pronoun; `Not` where none is marked.
    Number {
        /// No number.
        Not "-",
        /// Singular.
        Singular "sing",
        /// Plural.
        Plural "plur",
    }
}

impl VerbForm {
    /// Says whether the form is finite, so that it can head a main clause.
    pub fn is_finite(self) -> bool {
        match self {
            VerbForm::Present | VerbForm::Past | VerbForm::Modal | VerbForm::Imperative => true,
            VerbForm::Not
            | VerbForm::Infinitive
            | VerbForm::PastParticiple
            | VerbForm::PresentParticiple
            | VerbForm::Gerund => false,
        }
    }
}

/// Joins what the tagger says of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag {
    /// Part of speech.
    pub upos: Upos,
    /// Form of a verb.
    pub form: VerbForm,
    /// Number of a noun.
    pub number: Number,
    /// Whether a past participle is passive.
    pub passive: bool,
}

impl Tag {
    /// Gives the two-byte code used in model files.
    pub fn code(self) -> u16 {
        self.upos as u16 | (self.form as u16) << 5 | (self.number as u16) << 9 | u16::from(self.passive) << 11
    }

    /// Finds the tag of a two-byte code.
    pub fn from_code(code: u16) -> Option<Tag> {
        let part = |shift: u32, bits: u32| usize::from((code >> shift) & ((1 << bits) - 1));
        Some(Tag {
            upos: *Upos::ALL.get(part(0, 5))?,
            form: *VerbForm::ALL.get(part(5, 4))?,
            number: *Number::ALL.get(part(9, 2))?,
            passive: part(11, 5) == 1,
        })
    }
}
