//! Cases of an agreement: what is told, and what each provision must make of it. Judges nothing itself.

use super::{
    fields::{self, Fields},
    nearest::did_you_mean,
    problem::{Placed, Problem, Problems},
};
use truce_model::{
    Act, Claim, ClaimId, Count, DocumentId, Hash, Interval, Moment, Name, ProvisionId, ReadingId, Span,
    Stance, Verdict,
};

/// One situation with the verdict that it must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// Which provision judges.
    pub provision: ProvisionId,
    /// Under which reading.
    pub reading: ReadingId,
    /// What is told, each claim as from a document of its own.
    pub claims: Vec<Claim>,
    /// What the provision must make of it.
    pub verdict: Verdict,
}

const KEYS: &[&str] = &["case"];
const CASE_KEYS: &[&str] = &["name", "provision", "reading", "claims", "verdict"];
const CLAIM_KEYS: &[&str] =
    &["act", "source", "via", "stance", "agent", "target", "places", "start", "end", "count", "quote"];
const COUNT_KEYS: &[&str] = &["of", "min", "max", "approx", "who"];
const STANCES: [Stance; 3] = [Stance::Asserts, Stance::Denies, Stance::Unsure];

/// Reads a file of `cases/`, or tells every mistake in it.
pub fn parse_cases(file: &str, text: &str) -> Result<Vec<Case>, Vec<Problem>> {
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
    let cases = tables.iter().map(|table| case(file, table, &mut problems)).collect();
    problems.into_result(cases)
}

fn case(file: &str, fields: &Fields, problems: &mut Problems) -> Option<Case> {
    fields.only(CASE_KEYS, problems);
    let name = fields.need_words("name", "say what it shows", problems);
    let provision = fields.need_words("provision", "name the provision that judges", problems);
    let reading = fields.words("reading", problems).map_or("plain".to_owned(), |reading| reading.value);
    let verdict = fields.need_words("verdict", &known_verdicts(), problems);
    let verdict = verdict.and_then(|words| verdict_of(&words, problems));
    fields.need_some("claims", "say what is told: claims = [{ act = \"shelling\", … }]", problems);
    let tables = fields.tables("claims", "claim", problems);
    let title = name.as_ref().map_or("", |name| name.value.as_str());
    let claims = tables.iter().enumerate().map(|(index, table)| {
        let parts = [file.as_bytes(), title.as_bytes(), &index.to_be_bytes()];
        claim(DocumentId::of(Hash::of_parts(parts)), table, problems)
    });
    let claims: Vec<Option<Claim>> = claims.collect();
    Some(Case {
        claims: claims.into_iter().collect::<Option<_>>()?,
        name: name?.value,
        provision: ProvisionId::new(provision?.value),
        reading: ReadingId::new(reading),
        verdict: verdict?,
    })
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
        && end.latest() <= start.earliest()
    {
        problems.add(&fields.at, format!("the claim's end ({end}) is before its start ({start})"), None);
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
        occurred,
        count,
        found_by,
        confidence: None,
    };
    Some(claim.identified())
}

fn act_of(word: &Placed<String>, problems: &mut Problems) -> Option<Act> {
    let found = word.value.parse::<Act>().ok();
    if found.is_none() {
        let hint = did_you_mean(&word.value, Act::ALL.iter().map(Act::word));
        problems.add(&word.at, format!("unknown act `{}`", word.value), hint);
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
