//! The block `toml agreement`: what was made, when, in which zone, by whom, and where it is published.

use super::{
    super::{
        fields::Fields,
        nearest::did_you_mean,
        problem::{Placed, Problems},
    },
    book::Book,
    markdown::Block,
};
use jiff::{
    civil::Date,
    tz::{self, TimeZone},
};
use truce_model::{AgreementKind, Party, Role};

const KEYS: &[&str] = &["kind", "made_on", "zone", "parties", "cite"];
const PARTY_KEYS: &[&str] = &["actor", "role", "since"];
const KINDS: &[(&str, AgreementKind)] = &[
    ("agreement", AgreementKind::Agreement),
    ("declaration", AgreementKind::Declaration),
    ("demand", AgreementKind::Demand),
];
const ROLES: &[(&str, Role)] = &[
    ("party", Role::Party),
    ("broker", Role::Broker),
    ("guarantor", Role::Guarantor),
    ("monitor", Role::Monitor),
    ("refused", Role::Refused),
];

/// What the block tells; what it lacks has been noted.
pub(super) struct Header {
    pub kind: Option<AgreementKind>,
    pub made_on: Option<Date>,
    pub zone: Option<TimeZone>,
    pub parties: Vec<Party>,
    pub cite: Vec<String>,
    pub line: usize,
}

/// Reads the block.
pub(super) fn parse(fields: &Fields, block: &Block, book: &Book, problems: &mut Problems) -> Option<Header> {
    fields.only(KEYS, problems);
    let kind = fields.need_words("kind", "write agreement, declaration or demand", problems);
    if !fields.has("made_on") {
        fields.missing("made_on", "give the day: made_on = 2031-03-01", problems);
    }
    let hint = "name the zone of its days and hours: zone = \"Asia/Damascus\"";
    let zone = fields.need_words("zone", hint, problems);
    let hint = "say who has which role: parties = [{ actor = \"north\", role = \"party\" }]";
    fields.need_some("parties", hint, problems);
    let tables = fields.tables("parties", "party", problems);
    let parties = tables.iter().filter_map(|table| party(table, book, problems)).collect();
    let cite =
        fields.need_list("cite", "say where its text is published: title, year, page or address", problems);
    Some(Header {
        kind: kind.and_then(|word| closed("kind", &word, KINDS, problems)),
        made_on: fields.day("made_on", problems).map(|day| day.value),
        zone: zone.and_then(|name| time_zone(&name, problems)),
        parties,
        cite: cite.into_iter().map(|words| words.value).collect(),
        line: block.line,
    })
}

fn party(fields: &Fields, book: &Book, problems: &mut Problems) -> Option<Party> {
    fields.only(PARTY_KEYS, problems);
    let actor = fields.need_words("actor", "give an id from `actors/`", problems);
    let role = fields.need_words("role", "write party, broker, guarantor, monitor or refused", problems);
    let since = fields.day("since", problems).map(|day| day.value);
    let actor = actor.and_then(|id| book.actor(&id, problems));
    let role = role.and_then(|word| closed("role", &word, ROLES, problems));
    Some(Party { actor: actor?, role: role?, since })
}

/// The meaning of a word of a closed list.
fn closed<T: Copy>(
    what: &str,
    word: &Placed<String>,
    known: &[(&str, T)],
    problems: &mut Problems,
) -> Option<T> {
    let found = known.iter().find(|(name, _)| *name == word.value).map(|(_, meaning)| *meaning);
    if found.is_none() {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let hint = did_you_mean(&word.value, names.iter().copied())
            .unwrap_or_else(|| format!("known are: {}", names.join(", ")));
        problems.add(&word.at, format!("unknown {what} `{}`", word.value), Some(hint));
    }
    found
}

fn time_zone(name: &Placed<String>, problems: &mut Problems) -> Option<TimeZone> {
    let found = TimeZone::get(&name.value).ok().filter(|zone| zone.iana_name().is_some());
    if found.is_none() {
        let names: Vec<String> = tz::db().available().map(|name| name.as_str().to_owned()).collect();
        let hint = did_you_mean(&name.value, names.iter().map(String::as_str))
            .unwrap_or_else(|| "write an IANA name such as Asia/Damascus".to_owned());
        problems.add(&name.at, format!("unknown zone `{}`", name.value), Some(hint));
    }
    found
}
