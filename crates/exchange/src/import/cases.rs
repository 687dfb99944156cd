//! Cases of an agreement: what is told and what each provision must make of it, or at which stage a provision is at
//! a moment. Judges nothing itself.

use super::{
    fields::{self, Fields},
    nearest::did_you_mean,
    problem::{Placed, Problem, Problems},
    times,
};
use jiff::{Timestamp, tz::TimeZone};
use std::ops::Range;
use truce_model::{
    Act, Agreement, Claim, ClaimId, Count, DocumentId, Hash, Interval, Moment, Name, ProvisionId, ReadingId,
    Span, Stage, Stance, Verdict,
};

/// One situation with what must come of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// Which provision it is about.
    pub provision: ProvisionId,
    /// Under which reading.
    pub reading: ReadingId,
    /// What must come of it.
    pub expected: Expected,
    /// Where the file says so, in bytes.
    pub at: Range<usize>,
}

/// What must come of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// What the provision makes of claims.
    Verdict {
        /// What is told, each claim as from a document of its own.
        claims: Vec<Claim>,
        /// What the provision must make of it.
        verdict: Verdict,
    },
    /// At which stage the provision is.
    Stage {
        /// When.
        at: Timestamp,
        /// Which; `None`: the text leaves it open.
        stage: Option<Stage>,
    },
}

const KEYS: &[&str] = &["case"];
const CASE_KEYS: &[&str] = &["name", "provision", "reading", "claims", "verdict", "at", "stage"];
const CLAIM_KEYS: &[&str] =
    &["act", "source", "via", "stance", "agent", "target", "places", "start", "end", "count", "quote"];
const COUNT_KEYS: &[&str] = &["of", "min", "max", "approx", "who"];
const STANCES: [Stance; 3] = [Stance::Asserts, Stance::Denies, Stance::Unsure];

/// The word for a stage that the text leaves open.
const OPEN: &str = "unknown";

/// Reads a file of `cases/` beside an agreement, or tells every mistake in it.
pub fn parse_cases(file: &str, text: &str, agreement: &Agreement) -> Result<Vec<Case>, Vec<Problem>> {
    // A mark of byte order, which some editors put first, is no part of the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut problems = Problems::of(file, text);
    let (table, whole) = fields::parse(text, 0, &mut problems);
    if !whole {
        return problems.into_result(None);
    }
    let top = Fields::of(&table, 0, "file of cases", 0..0);
    top.only(KEYS, &mut problems);
    if !top.has("case") {
        top.missing("case", "begin each case with [[case]]", &mut problems);
    }
    let tables = top.tables("case", "case", &mut problems);
    // Every case is read before any is missed, so that all mistakes are shown.
    let cases: Vec<Option<Case>> =
        tables.iter().map(|table| case(file, table, agreement, &mut problems)).collect();
    problems.into_result(cases.into_iter().collect())
}

fn case(file: &str, fields: &Fields, agreement: &Agreement, problems: &mut Problems) -> Option<Case> {
    fields.only(CASE_KEYS, problems);
    let name = fields.need_words("name", "say what it shows", problems);
    let provision = fields.need_words("provision", "name the provision that it is about", problems);
    let provisions = agreement.provisions.iter().map(|provision| provision.id.as_str());
    let provision = provision.and_then(|id| known("provision", id, provisions, problems));
    let reading = match fields.words("reading", problems) {
        Some(id) => {
            known("reading", id, agreement.readings.iter().map(|reading| reading.id.as_str()), problems)
        }
        None => Some("plain".to_owned()),
    };
    let title = name.as_ref().map_or("", |name| name.value.as_str());
    let expected = if fields.has("stage") || (fields.has("at") && !fields.has("claims")) {
        stage_at(fields, agreement, problems)
    } else {
        verdict_on([file, title], fields, problems)
    };
    Some(Case {
        name: name?.value,
        provision: ProvisionId::new(provision?),
        reading: ReadingId::new(reading?),
        expected: expected?,
        at: fields.value_at(if fields.has("stage") { "stage" } else { "verdict" }),
    })
}

/// The id, if the agreement has it.
fn known<'k>(
    what: &str,
    id: Placed<String>,
    known: impl Iterator<Item = &'k str>,
    problems: &mut Problems,
) -> Option<String> {
    let known: Vec<&str> = known.collect();
    if known.contains(&id.value.as_str()) {
        return Some(id.value);
    }
    let hint = did_you_mean(&id.value, known.iter().copied())
        .unwrap_or_else(|| format!("the {what}s are: {}", known.join(", ")));
    problems.add(&id.at, format!("unknown {what} `{}`", id.value), Some(hint));
    None
}

fn verdict_on(case: [&str; 2], fields: &Fields, problems: &mut Problems) -> Option<Expected> {
    if let Some(at) = fields.key_at("at") {
        let hint = "a case has either `claims` and `verdict`, or `at` and `stage`";
        problems.add(&at, "`at` beside `claims`", Some(hint.into()));
    }
    let verdict = fields.need_words("verdict", &known_verdicts(), problems);
    let verdict = verdict.and_then(|words| verdict_of(&words, problems));
    fields.need_some("claims", "say what is told: claims = [{ act = \"shelling\", … }]", problems);
    let tables = fields.tables("claims", "claim", problems);
    let claims = tables.iter().enumerate().map(|(index, table)| {
        let parts = [case[0].as_bytes(), case[1].as_bytes(), &index.to_be_bytes()];
        claim(DocumentId::of(Hash::of_parts(parts)), table, problems)
    });
    let claims: Vec<Option<Claim>> = claims.collect();
    Some(Expected::Verdict { claims: claims.into_iter().collect::<Option<_>>()?, verdict: verdict? })
}

fn stage_at(fields: &Fields, agreement: &Agreement, problems: &mut Problems) -> Option<Expected> {
    for key in ["claims", "verdict"] {
        if let Some(at) = fields.key_at(key) {
            let hint = "a case has either `claims` and `verdict`, or `at` and `stage`";
            problems.add(&at, format!("`{key}` beside `at` and `stage`"), Some(hint.into()));
        }
    }
    if !fields.has("at") {
        fields.missing("at", "say when: at = \"2031-03-05T06:00\"", problems);
    }
    let zone = TimeZone::get(&agreement.zone).ok();
    let at = fields.time_words("at", problems).and_then(|Placed { value, at }| {
        let found = times::time(&value, zone.as_ref());
        found.map_err(|fault| problems.add(&at, fault.message, fault.hint)).ok()?
    });
    let stage = fields.need_words("stage", &known_stages(), problems)?;
    let word = stage.value.replace('-', " ");
    let found = Stage::ALL.into_iter().find(|known| known.word() == word);
    if found.is_none() && word != OPEN {
        let words = Stage::ALL.iter().map(Stage::word).chain([OPEN]);
        let hint = did_you_mean(&word, words).unwrap_or_else(known_stages);
        problems.add(&stage.at, format!("unknown stage `{}`", stage.value), Some(hint));
        return None;
    }
    Some(Expected::Stage { at: at?, stage: found })
}

fn known_stages() -> String {
    format!("stages are: {}, {OPEN}", Stage::ALL.map(|stage| stage.word()).join(", "))
}

fn known_verdicts() -> String {
    format!("verdicts are: {}", Verdict::ALL.map(|verdict| verdict.word()).join(", "))
}

fn verdict_of(words: &Placed<String>, problems: &mut Problems) -> Option<Verdict> {
    let found = Verdict::ALL.into_iter().find(|verdict| verdict.word() == words.value);
    if found.is_none() {
        let hint = did_you_mean(&words.value, Verdict::ALL.iter().map(Verdict::word));
        let message = format!("unknown verdict `{}`", words.value);
        problems.add(&words.at, message, Some(hint.unwrap_or_else(known_verdicts)));
    }
    found
}

fn claim(document: DocumentId, fields: &Fields, problems: &mut Problems) -> Option<Claim> {
    fields.only(CLAIM_KEYS, problems);
    let act = fields.need_words("act", "say what is told to have happened: act = \"shelling\"", problems);
    let act = act.and_then(|word| act_of(&word, problems));
    let stance = match fields.words("stance", problems) {
        None => Some(Stance::Asserts),
        Some(word) => stance_of(&word, problems),
    };
    let mut name = |key: &str| fields.words(key, problems).and_then(|words| name_of(&words, problems));
    let (source, via, agent, target) = (name("source"), name("via"), name("agent"), name("target"));
    let places = fields.list("places", problems);
    let places: Vec<Name> = places.iter().filter_map(|words| name_of(words, problems)).collect();
    let occurred =
        Interval { start: moment(fields, "start", problems), end: moment(fields, "end", problems) };
    if let (Some(start), Some(end)) = (occurred.start, occurred.end)
        && end != start
        && end.latest() <= start.earliest()
    {
        let message = format!("the claim's end ({end}) is before its start ({start})");
        problems.add(&fields.at, message, Some("see to `start` and `end`".into()));
    }
    let count = fields.table("count", "count", problems).and_then(|count| how_many(&count, problems));
    let (act, stance) = (act?, stance?);
    let told = || format!("{} {stance}: {act}", source.as_ref().map_or("somebody", Name::as_str));
    let quote = fields.words("quote", problems).map_or_else(told, |words| words.value);
    let span = Span::new(0, quote.len());
    let (id, found_by) = (ClaimId::new(""), Vec::new());
    let claim = Claim {
        id,
        document,
        span,
        quote,
        act,
        source,
        via,
        stance,
        agent,
        target,
        places,
        point: None,
        occurred,
        count,
        found_by,
        confidence: None,
    };
    Some(claim.identified())
}

/// The act of that word; notes a word that names none.
pub(super) fn act_of(word: &Placed<String>, problems: &mut Problems) -> Option<Act> {
    let found = word.value.parse::<Act>().ok();
    if found.is_none() {
        let hint = did_you_mean(&word.value, Act::ALL.iter().map(Act::word))
            .unwrap_or_else(|| "acts are listed in docs/reference/acts.md".to_owned());
        problems.add(&word.at, format!("unknown act `{}`", word.value), Some(hint));
    }
    found
}

fn stance_of(word: &Placed<String>, problems: &mut Problems) -> Option<Stance> {
    let found = STANCES.into_iter().find(|stance| stance.word() == word.value);
    if found.is_none() {
        let hint = format!("stances are: {}", STANCES.map(|stance| stance.word()).join(", "));
        problems.add(&word.at, format!("unknown stance `{}`", word.value), Some(hint));
    }
    found
}

fn name_of(words: &Placed<String>, problems: &mut Problems) -> Option<Name> {
    Name::parse(&words.value).map_err(|error| problems.add(&words.at, error.to_string(), None)).ok()
}

fn moment(fields: &Fields, key: &str, problems: &mut Problems) -> Option<Moment> {
    let words = fields.time_words(key, problems)?;
    // An unquoted TOML time carries seconds, which no claim tells.
    let told = words.value.strip_suffix(":00").filter(|rest| rest.contains(':')).unwrap_or(&words.value);
    told.parse()
        .map_err(|error: truce_model::ParseMomentError| problems.add(&words.at, error.to_string(), None))
        .ok()
}

fn how_many(fields: &Fields, problems: &mut Problems) -> Option<Count> {
    fields.only(COUNT_KEYS, problems);
    let of = fields.need_words("of", "say what is counted: of = \"people\"", problems);
    let mut number = |key: &str| fields.number(key, problems).map(|number| number.value);
    let (min, max) = (number("min"), number("max"));
    let approx = fields.flag("approx", problems);
    let who = fields.words("who", problems).and_then(|words| name_of(&words, problems));
    Some(Count { of: of?.value, min, max, approx, who })
}
