//! The closed list of Universal Dependencies relations that the English treebanks use.

macro_rules! relations {
    ($($name:ident $text:literal),+ $(,)?) => {
        /// Names the relation of a word to its head (Universal Dependencies, with English subtypes).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Relation {
            $(#[doc = concat!("The relation `", $text, "`.")] $name),+
        }

        impl Relation {
            /// Lists every relation, in the order of their codes.
            pub const ALL: &'static [Relation] = &[$(Relation::$name),+];

            /// Gives the name used in CoNLL-U files.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Relation::$name => $text),+
                }
            }
        }
    };
}

relations! {
    Acl "acl", AclRelcl "acl:relcl", Advcl "advcl", AdvclRelcl "advcl:relcl", Advmod "advmod",
    Amod "amod", Appos "appos", Aux "aux", AuxPass "aux:pass", Case "case", Cc "cc",
    CcPreconj "cc:preconj", Ccomp "ccomp", Compound "compound", CompoundPrt "compound:prt",
    Conj "conj", Cop "cop", Csubj "csubj", CsubjOuter "csubj:outer", CsubjPass "csubj:pass",
    Dep "dep", Det "det", DetPredet "det:predet", Discourse "discourse", Dislocated "dislocated",
    Expl "expl", Fixed "fixed", Flat "flat", Goeswith "goeswith", Iobj "iobj", List "list",
    Mark "mark", Nmod "nmod", NmodDesc "nmod:desc", NmodPoss "nmod:poss",
    NmodUnmarked "nmod:unmarked", Nsubj "nsubj", NsubjOuter "nsubj:outer",
    NsubjPass "nsubj:pass", Nummod "nummod", Obj "obj", Obl "obl", OblAgent "obl:agent",
    OblUnmarked "obl:unmarked", Orphan "orphan", Parataxis "parataxis", Punct "punct",
    Reparandum "reparandum", Root "root", Vocative "vocative", Xcomp "xcomp",
}

impl Relation {
    /// Finds the relation of a CoNLL-U name; an unknown subtype falls back to its base.
    pub fn named(text: &str) -> Option<Relation> {
        let exact = |t: &str| Relation::ALL.iter().copied().find(|r| r.as_str() == t);
        exact(text).or_else(|| exact(text.split(':').next().unwrap_or(text)))
    }

    /// Gives the name without its subtype: `nsubj` for `nsubj:pass`.
    pub fn base(self) -> &'static str {
        let text = self.as_str();
        text.split(':').next().unwrap_or(text)
    }

    /// Gives the one-byte code used in model files.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// Finds the relation of a one-byte code.
    pub fn from_code(code: u8) -> Option<Relation> {
        Relation::ALL.get(usize::from(code)).copied()
    }
}

impl std::fmt::Display for Relation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
