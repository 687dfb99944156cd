//! What reading a document goes through, sentence by sentence, for people who ask why. Decides nothing.
//!
//! Words are told by their number in the sentence, from 0; a range ends before its last number.

mod hooks;
mod trace;

#[cfg(test)]
mod tests;

pub(crate) use trace::Trace;

use crate::parse::{Relation, Upos};
use std::ops::Range;
use truce_model::{Act, Claim, RuleId, Span};

/// A sentence with everything that was seen in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// Where it stands in the document's text.
    pub span: Span,
    /// Its words and signs; none where it is too long to be read.
    pub words: Vec<ExplainedWord>,
    /// Its stretches, each said by somebody, in order; the words of attribution themselves are left out.
    pub stretches: Vec<Stretch>,
    /// The claims that were read from it.
    pub claims: Vec<Claim>,
    /// Why it is a doubt, if it is one.
    pub doubt: Option<String>,
}

/// A word or sign of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainedWord {
    /// Where it stands in the document's text.
    pub span: Span,
    /// The word as written.
    pub text: String,
    /// Its base form.
    pub lemma: String,
    /// What the parser says of it; `None`: its stretch was not parsed.
    pub parsed: Option<Parsed>,
}

/// What the parser says of a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parsed {
    /// Part of speech.
    pub upos: Upos,
    /// The word on which it depends; `None` for the root of its stretch.
    pub head: Option<usize>,
    /// How it depends on it.
    pub relation: Relation,
    /// How often a head that led so far is right, in percent.
    pub sure_percent: u8,
}

/// Words of a sentence that one voice says.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// The words.
    pub words: Range<usize>,
    /// Who says them; `None`: the narrator.
    pub voice: Option<Voice>,
    /// What was done with them.
    pub treatment: Treatment,
    /// The clauses that they were cut into.
    pub clauses: Vec<ClauseCut>,
}

/// Who says a stretch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Voice {
    /// Those who say it, by the longest name that the story uses.
    pub sources: Vec<String>,
    /// Whoever relays it, apart from the outlet.
    pub via: Option<String>,
    /// The base form of the verb of saying; `None`: quoted words that go on from before.
    pub verb: Option<String>,
    /// The words of attribution, where this sentence holds them.
    pub words: Option<Range<usize>>,
    /// Whether the attribution goes on with the source of the one before, as in *adding that*.
    pub goes_on: bool,
}

/// What was done with a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// It was parsed and cut by its dependencies.
    Parsed,
    /// It holds no word with which a match of a rule can begin, and nobody says it: cut by its tags, not parsed.
    Passed,
    /// Its parse has no verb at its head, so it was cut by its tags.
    Unfit,
    /// It was parsed, but tells only what somebody hopes, fears or doubts: no rule looks at it.
    OnlyThought,
    /// It is quoted and nobody is told to say it: no rule looks at it.
    Voiceless,
}

impl Treatment {
    /// Gives the word that stands for it in listings.
    pub fn word(self) -> &'static str {
        match self {
            Treatment::Parsed => "parsed",
            Treatment::Passed => "passed",
            Treatment::Unfit => "unfit",
            Treatment::OnlyThought => "only-thought",
            Treatment::Voiceless => "voiceless",
        }
    }

    /// Says it in words.
    pub fn because(self) -> &'static str {
        match self {
            Treatment::Parsed => "parsed, and cut by its dependencies",
            Treatment::Passed => "not parsed: no match of a rule can begin with a word of it",
            Treatment::Unfit => "cut by its tags: the parse has no verb at its head",
            Treatment::OnlyThought => {
                "no rule looks at it: it tells only what somebody hopes, fears or doubts"
            }
            Treatment::Voiceless => "no rule looks at it: it is quoted, and nobody is told to say it",
        }
    }
}

/// A clause as it was cut.
#[derive(Clone, Debug, PartialEq)]
pub struct ClauseCut {
    /// Its words.
    pub words: Range<usize>,
    /// Its verb, helpers left out.
    pub verb: Option<usize>,
    /// The phrases of its subject, which may stand in an earlier clause.
    pub subject: Vec<Range<usize>>,
    /// The phrases of its object.
    pub object: Vec<Range<usize>>,
    /// How it is built: passive, negated, modal, dependent and the like.
    pub marks: Vec<&'static str>,
    /// What the rules found in it, in their order.
    pub hits: Vec<RuleHit>,
}

/// What a rule found in a clause, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleHit {
    /// The rule.
    pub rule: RuleId,
    /// The act that it finds.
    pub act: Act,
    /// The words that it matched.
    pub words: Range<usize>,
    /// The word that carries the act.
    pub anchor: usize,
    /// What came of it.
    pub outcome: Outcome,
    /// How it was weighed, if it came so far.
    pub weighed: Option<Weighed>,
    /// The claim as it stood when it was weighed, with the first of its sources.
    pub draft: Option<Claim>,
}

/// How a hit was weighed.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// How sure it is that such a claim is annotated at these words, from 0 to 1.
    pub confidence: f32,
    /// From which confidence on a hit is taken.
    pub threshold: f32,
    /// The signs that spoke most for it, the strongest first.
    pub spoke_for: Vec<Sign>,
    /// The signs that spoke most against it, the strongest first.
    pub spoke_against: Vec<Sign>,
}

/// A sign beside a hit, and how much it speaks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sign {
    /// Its name in the file of weights.
    pub name: String,
    /// What it adds to the logarithm of the odds; below zero it speaks against.
    pub weight: f32,
}

/// What came of a hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A claim was drafted.
    Taken,
    /// Words that the rule is not to stand beside.
    Silenced(Range<usize>),
    /// Only a condition, a duty, an aim, a call, a fear or a plan.
    Meant,
    /// Only meant, wanted or feared: in an infinitive or behind a modal.
    Unreal,
    /// A more specific rule found the same.
    Beaten,
    /// A toll without a number.
    Numberless,
    /// An accusation read from the same clause says it already.
    Accused,
    /// Too little speaks for it.
    Light,
    /// The clause has that act already.
    Repeated,
}

impl Outcome {
    /// Gives the word that stands for it in listings.
    pub fn word(&self) -> &'static str {
        match self {
            Outcome::Taken => "taken",
            Outcome::Silenced(_) => "silenced",
            Outcome::Meant => "meant",
            Outcome::Unreal => "unreal",
            Outcome::Beaten => "beaten",
            Outcome::Numberless => "numberless",
            Outcome::Accused => "accused",
            Outcome::Light => "light",
            Outcome::Repeated => "repeated",
        }
    }

    /// Says it in words.
    pub fn because(&self) -> &'static str {
        match self {
            Outcome::Taken => "taken",
            Outcome::Silenced(_) => "set aside by a word that the rule may not stand beside",
            Outcome::Meant => "set aside by a hard test: only a condition, duty, aim, call, fear or plan",
            Outcome::Unreal => "set aside by a hard test: only meant, wanted or feared",
            Outcome::Beaten => "set aside by a hard test: a more specific rule found the same words",
            Outcome::Numberless => "set aside by a hard test: a toll without a number",
            Outcome::Accused => "set aside by a hard test: the accusation in this clause says it already",
            Outcome::Light => "set aside by its weights",
            Outcome::Repeated => "set aside: the clause has a claim of this act already",
        }
    }

    /// The words that silence the rule, if such words do.
    pub fn silencer(&self) -> Option<&Range<usize>> {
        if let Outcome::Silenced(words) = self { Some(words) } else { None }
    }
}
