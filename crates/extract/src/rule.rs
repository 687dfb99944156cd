//! An extraction rule as it stands in its file: what it finds, by which words, and its examples.

use crate::ExtractError;
use crate::lexicon::Lexicon;
use crate::pattern::Pattern;
use crate::words::{PatternId, Words};
use serde::Deserialize;
use std::collections::BTreeMap;
use truce_model::{Act, Kind, RuleId, Stance};

/// Where a slot's words stand, seen from the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Place {
    /// The subject of the verb; of a passive verb what `by` names.
    Subject,
    /// The object of the verb; of a passive verb its subject.
    Object,
    /// Before the noun: `Syrian shelling`, `the army's advance`.
    Before,
    /// The clause's subject, whatever the voice.
    Holder,
    /// The source of the claim.
    Source,
    By,
    On,
    Against,
    Of,
    In,
    To,
    With,
    From,
    For,
    Between,
    Into,
    At,
    Over,
    About,
    /// Behind `if`, `unless` or `until`.
    If,
}

impl Place {
    /// The preposition that it stands for.
    pub fn preposition(self) -> Option<&'static str> {
        Some(match self {
            Place::Subject | Place::Object | Place::Before | Place::Holder | Place::Source | Place::If => {
                return None;
            }
            Place::By => "by",
            Place::On => "on",
            Place::Against => "against",
            Place::Of => "of",
            Place::In => "in",
            Place::To => "to",
            Place::With => "with",
            Place::From => "from",
            Place::For => "for",
            Place::Between => "between",
            Place::Into => "into",
            Place::At => "at",
            Place::Over => "over",
            Place::About => "about",
        })
    }
}

/// A text that the rule must read, with what it must find.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Example {
    pub text: String,
    pub quote: String,
    #[serde(flatten)]
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests run a rule over its texts"))]
    pub slots: BTreeMap<String, String>,
}

/// A text in which the rule must find nothing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counterexample {
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests run a rule over its texts"))]
    pub text: String,
    #[serde(rename = "because")]
    pub _because: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    id: RuleId,
    finds: String,
    reason: String,
    any: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    agent: Vec<Place>,
    #[serde(default)]
    target: Vec<Place>,
    /// Needs a number of these; the word says what is counted.
    counts: Option<String>,
    /// What the claim's stance is whatever the verb says.
    stance: Option<Stance>,
    /// The subject is the source when nobody else is named.
    #[serde(default)]
    says: bool,
    /// A number of this list's things is reported as a toll of hits beside the act.
    #[serde(default)]
    beats: Vec<RuleId>,
    #[serde(rename = "match")]
    matches: Vec<Example>,
    no_match: Vec<Counterexample>,
}

/// A compiled rule.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub id: RuleId,
    pub finds: Act,
    pub any: Vec<Pattern>,
    pub unless: Vec<Pattern>,
    pub agent: Vec<Place>,
    pub target: Vec<Place>,
    pub counts: Option<String>,
    pub stance: Option<Stance>,
    pub says: bool,
    pub beats: Vec<RuleId>,
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests run a rule over its texts"))]
    pub matches: Vec<Example>,
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests run a rule over its texts"))]
    pub no_match: Vec<Counterexample>,
}

/// Whose a pattern is: the rule's number, whether it speaks against, and its place among its like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Owner {
    pub rule: usize,
    pub unless: bool,
    pub nth: usize,
}

/// The owners of all patterns, by their numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Owners(Vec<Option<Owner>>);

impl Owners {
    /// Notes whose the patterns of rules are that have their numbers.
    pub fn of(rules: &[Rule]) -> Owners {
        let mut owners = Vec::new();
        for (rule, is) in rules.iter().enumerate() {
            for (unless, patterns) in [(false, &is.any), (true, &is.unless)] {
                for (nth, pattern) in patterns.iter().enumerate() {
                    let number = pattern.number() as usize;
                    owners.resize(owners.len().max(number + 1), None);
                    owners[number] = Some(Owner { rule, unless, nth });
                }
            }
        }
        Owners(owners)
    }

    /// Whose the pattern of this number is; `None`: no rule's.
    pub fn owner(&self, pattern: PatternId) -> Option<Owner> {
        self.0.get(pattern as usize).copied().flatten()
    }
}

impl Rule {
    /// Reads a rule file; what is wrong is told with the file.
    pub fn parse(file: &str, text: &str, lexicon: &Lexicon) -> Result<Rule, ExtractError> {
        let fault = |problem: String| ExtractError::Rule { file: file.to_owned(), problem };
        let rule: RuleFile = toml::from_str(text).map_err(|e| fault(e.to_string()))?;
        let finds: Act = match rule.finds.split_once('.') {
            Some((kind, act)) => act
                .parse::<Act>()
                .ok()
                .filter(|act| act.kind().word() == kind)
                .ok_or_else(|| fault(format!("`{}` is no kind and act", rule.finds)))?,
            None => return Err(fault(format!("`{}` is not kind.act", rule.finds))),
        };
        if rule.reason.trim().is_empty() {
            return Err(fault("it gives no reason".into()));
        }
        if rule.matches.len() < 2 || rule.no_match.len() < 3 {
            return Err(fault("it needs two matches and three non-matches at least".into()));
        }
        if let Some(example) = rule.matches.iter().find(|example| !example.text.contains(&example.quote)) {
            return Err(fault(format!("`{}` does not stand in its example", example.quote)));
        }
        let compile = |sources: &[String]| {
            sources.iter().map(|s| Pattern::parse(s, lexicon)).collect::<Result<Vec<_>, _>>().map_err(fault)
        };
        Ok(Rule {
            any: compile(&rule.any)?,
            unless: compile(&rule.unless)?,
            id: rule.id,
            finds,
            agent: rule.agent,
            target: rule.target,
            counts: rule.counts,
            stance: rule.stance,
            says: rule.says,
            beats: rule.beats,
            matches: rule.matches,
            no_match: rule.no_match,
        })
    }

    /// A rule that no words find: weights alone read under it.
    pub fn wordless(id: &str, finds: Act) -> Rule {
        Rule {
            id: RuleId::new(id),
            finds,
            any: Vec::new(),
            unless: Vec::new(),
            agent: vec![Place::Subject],
            target: vec![Place::Object],
            counts: (finds.kind() == Kind::Toll).then(|| "people".to_owned()),
            stance: None,
            says: finds.kind() == Kind::Position,
            beats: Vec::new(),
            matches: Vec::new(),
            no_match: Vec::new(),
        }
    }

    /// Gives its words and patterns their numbers: those of `unless` follow those of `any`.
    pub fn bind(&mut self, words: &mut Words, lexicon: &Lexicon) {
        self.any.iter_mut().for_each(|pattern| pattern.bind(words, lexicon, true));
        self.unless.iter_mut().for_each(|pattern| pattern.bind(words, lexicon, false));
    }
}
