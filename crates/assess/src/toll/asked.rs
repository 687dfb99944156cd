//! What a total is asked for: the scope, whose claims count, and how vague words are read. Knows no claims.

use super::who::{self, Sorts};
use crate::toll::convention::Convention;
use jiff::civil::Date;
use std::fmt;
use truce_model::{Act, Name, Places, TollOf};

/// What harmed people, as far as a family of acts tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// From the air.
    Air,
    /// Artillery, mortars, rockets.
    Shelling,
    /// Fighting on the ground.
    Ground,
    /// Bombs, mines, unexplained blasts.
    Explosion,
    /// Chemical weapons.
    Chemical,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Cause; 5] =
        [Cause::Air, Cause::Shelling, Cause::Ground, Cause::Explosion, Cause::Chemical];

    /// The word by which it is asked for.
    pub fn word(&self) -> &'static str {
        match self {
            Cause::Air => "air",
            Cause::Shelling => "shelling",
            Cause::Ground => "ground",
            Cause::Explosion => "explosion",
            Cause::Chemical => "chemical",
        }
    }

    /// The cause that an act certainly is. Fire from afar of unknown kind and an attack on aid can be several.
    pub(crate) fn of(act: Act) -> Option<Cause> {
        match act {
            Act::AirStrike => Some(Cause::Air),
            Act::Shelling | Act::RocketFire => Some(Cause::Shelling),
            Act::Gunfire | Act::GroundAttack | Act::Clash | Act::TerritoryGain => Some(Cause::Ground),
            Act::Explosion => Some(Cause::Explosion),
            Act::ChemicalAttack => Some(Cause::Chemical),
            _ => None,
        }
    }
}

/// Whose claims count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// Every claim that asserts a number.
    #[default]
    All,
    /// Only figures that two independent sources tell of one scope.
    Corroborated,
    /// Only the claims of one source.
    Source(Name),
}

impl Policy {
    /// Reads `all`, `corroborated` or `source:NAME`.
    pub fn parse(words: &str) -> Option<Policy> {
        match words.trim() {
            "all" => Some(Policy::All),
            "corroborated" => Some(Policy::Corroborated),
            other => Name::parse(other.strip_prefix("source:")?).ok().map(Policy::Source),
        }
    }

    /// What it admits, in a sentence.
    pub fn tells(&self) -> String {
        match self {
            Policy::All => "every claim that asserts a number".to_owned(),
            Policy::Corroborated => "figures that two independent sources tell of one scope".to_owned(),
            Policy::Source(name) => format!("claims of {name} only"),
        }
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Policy::All => f.write_str("all"),
            Policy::Corroborated => f.write_str("corroborated"),
            Policy::Source(name) => write!(f, "source:{name}"),
        }
    }
}

/// The scope of a total, and how it is to be reckoned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The place, by a name of the lists; `None`: everywhere.
    pub place: Option<String>,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// Which people; `None`: everybody.
    pub who: Option<Name>,
    /// By what.
    pub cause: Option<Cause>,
    /// What befell them.
    pub of: TollOf,
    /// Whose claims count.
    pub policy: Policy,
    /// How vague words are read.
    pub convention: Convention,
}

/// Why a scope cannot be reckoned.
#[derive(Debug, PartialEq, Eq)]
pub struct AskedError {
    /// What is wrong with it.
    pub problem: String,
    /// What can be done.
    pub hint: String,
}

const KEYS: &str = "keys are place, from, until, who, cause and source, as in \"place=Arden; from=2031-03-05; \
                    until=2031-03-12; who=civilians\"";

impl Asked {
    /// Everybody killed anywhere at any time, on all claims.
    pub fn everything() -> Asked {
        Asked {
            place: None,
            from: None,
            until: None,
            who: None,
            cause: None,
            of: TollOf::Killed,
            policy: Policy::All,
            convention: Convention::Ours,
        }
    }

    /// Reads a scope such as `place=Arden; from=2031-03-05; who=civilians`; a source in it is the policy.
    pub fn parse(words: &str, places: &Places) -> Result<Asked, AskedError> {
        let fault = |problem: String, hint: &str| AskedError { problem, hint: hint.to_owned() };
        let mut asked = Asked::everything();
        let mut seen: Vec<&str> = Vec::new();
        for part in words.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=').map(|(key, value)| (key.trim(), value.trim())).unzip();
            let (Some(key), Some(value)) = (key, value.filter(|value| !value.is_empty())) else {
                return Err(fault(format!("`{part}` is no key=value"), KEYS));
            };
            if seen.contains(&key) {
                return Err(fault(format!("`{key}` is given twice"), "give each key once"));
            }
            seen.push(key);
            let day = || {
                value
                    .parse::<Date>()
                    .map(Some)
                    .map_err(|_| fault(format!("`{value}` is no day"), "a day is written as in 2031-03-05"))
            };
            let name = || {
                Name::parse(value).map_err(|error| fault(format!("`{key}`: {error}"), "give a shorter name"))
            };
            match key {
                "place" => asked.place = Some(place(value, places)?),
                "from" => asked.from = day()?,
                "until" => asked.until = day()?,
                "who" => asked.who = Some(group(name()?)?),
                "cause" => asked.cause = Some(cause(value)?),
                "source" => asked.policy = Policy::Source(name()?),
                other => return Err(fault(format!("unknown key `{other}`"), KEYS)),
            }
        }
        match (asked.from, asked.until) {
            (Some(from), Some(until)) if until < from => {
                Err(fault(format!("{until} is before {from}"), "give the earlier day as `from`"))
            }
            _ => Ok(asked),
        }
    }

    /// The people asked for.
    pub(crate) fn sorts(&self) -> Sorts {
        who::group(self.who.as_ref()).sorts
    }

    /// The scope in words.
    pub fn in_words(&self) -> String {
        let who = self.who.as_ref().map_or("people", |who| who.as_str());
        let place =
            self.place.as_deref().map_or_else(|| "anywhere".to_owned(), |place| format!("in {place}"));
        let when = match (self.from, self.until) {
            (None, None) => "at any time".to_owned(),
            (Some(from), None) => format!("from {from}"),
            (None, Some(until)) => format!("up to {until}"),
            (Some(from), Some(until)) if from == until => format!("on {from}"),
            (Some(from), Some(until)) => format!("from {from} until {until}"),
        };
        let cause = self.cause.map(|cause| format!(", by {}", cause.word())).unwrap_or_default();
        format!("{who} {} {place}, {when}{cause}", self.of.word())
    }
}

/// The listed name of a place.
fn place(words: &str, places: &Places) -> Result<String, AskedError> {
    // Words that only narrow a place would silently ask for more than they say.
    let found = places.find(words).map(|place| place.name.clone());
    found.ok_or_else(|| {
        let wider =
            places.locate(words).map(|place| format!("ask for `{}`, or add it to a list", place.name));
        let hint = wider.unwrap_or_else(|| "add it to a list of places (--lists)".to_owned());
        AskedError { problem: format!("no list holds the place `{words}`"), hint }
    })
}

/// The group of that name, where it is one whose whole the program knows.
fn group(who: Name) -> Result<Name, AskedError> {
    let groups: Vec<&str> = who::GROUPS.iter().map(|(word, _)| *word).collect();
    if who::group(Some(&who)).is_whole {
        return Ok(who);
    }
    let hint = format!("groups are: all, {}", groups.join(", "));
    Err(AskedError { problem: format!("`{who}` is no group that totals are told for"), hint })
}

fn cause(word: &str) -> Result<Cause, AskedError> {
    Cause::ALL.into_iter().find(|cause| cause.word() == word).ok_or_else(|| AskedError {
        problem: format!("unknown cause `{word}`"),
        hint: format!("causes are: {}", Cause::ALL.map(|cause| cause.word()).join(", ")),
    })
}
