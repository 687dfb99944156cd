//! The block `toml agreement`: what was made, when, in which zone, by whom, and where it is published.

use super::{
    super::{
        fields::Fields,
        nearest::did_you_mean,
        problem::{Placed, Problems},
    },
    book::Book,
    form::{AgreementForm, KindWord, LastsWord, PartyForm, RoleWord, SupersessionForm},
    keys,
    markdown::Block,
};
use jiff::{
    civil::Date,
    tz::{self, TimeZone},
};
use truce_model::{AgreementId, AgreementKind, Party, ProvisionId, Role, Supersession, SupersessionKind};

/// What the block tells; what it lacks has been noted.
pub(super) struct Header {
    pub kind: Option<AgreementKind>,
    pub made_on: Option<Date>,
    pub zone: Option<TimeZone>,
    pub parties: Vec<Party>,
    /// Whether every party could be read.
    pub parties_whole: bool,
    pub supersedes: Vec<Supersession>,
    pub cite: Vec<String>,
    pub line: usize,
}

/// Reads the block. `slug` is the name of the folder.
pub(super) fn parse(
    fields: &Fields,
    block: &Block,
    slug: &str,
    book: &Book,
    problems: &mut Problems,
) -> Option<Header> {
    fields.only(keys::of::<AgreementForm>(), problems);
    let hint = format!("write {}", keys::of::<KindWord>().join(", "));
    let kind = fields.need_words("kind", &hint, problems);
    if !fields.has("made_on") {
        fields.missing("made_on", "give the day: made_on = 2031-03-01", problems);
    }
    let hint = "name the zone of its days and hours: zone = \"Asia/Damascus\"";
    let zone = fields.need_words("zone", hint, problems);
    let hint = "say who has which role: parties = [{ actor = \"north\", role = \"party\" }]";
    fields.need_some("parties", hint, problems);
    let tables = fields.tables("parties", "party", problems);
    let parties: Vec<Party> = tables.iter().filter_map(|table| party(table, book, problems)).collect();
    let others = fields.tables("supersedes", "supersession", problems);
    let supersedes = others.iter().filter_map(|table| supersession(table, slug, problems)).collect();
    let cite =
        fields.need_list("cite", "say where its text is published: title, year, page or address", problems);
    Some(Header {
        kind: kind.and_then(|word| keys::word::<KindWord, AgreementKind>("kind", &word, problems)),
        made_on: fields.day("made_on", problems).map(|day| day.value),
        zone: zone.and_then(|name| time_zone(&name, problems)),
        parties_whole: parties.len() == tables.len() && !tables.is_empty(),
        parties,
        supersedes,
        cite: cite.into_iter().map(|words| words.value).collect(),
        line: block.line,
    })
}

fn party(fields: &Fields, book: &Book, problems: &mut Problems) -> Option<Party> {
    fields.only(keys::of::<PartyForm>(), problems);
    let actor = fields.need_words("actor", "give an id from `actors/`", problems);
    let hint = format!("write {}", keys::of::<RoleWord>().join(", "));
    let role = fields.need_words("role", &hint, problems);
    let since = fields.day("since", problems).map(|day| day.value);
    let actor = actor.and_then(|id| book.actor(&id, problems));
    let role = role.and_then(|word| keys::word::<RoleWord, Role>("role", &word, problems));
    Some(Party { actor: actor?, role: role?, since })
}

fn supersession(fields: &Fields, slug: &str, problems: &mut Problems) -> Option<Supersession> {
    fields.only(keys::of::<SupersessionForm>(), problems);
    let agreement = fields.need_words("agreement", "give the name of its folder in `agreements/`", problems);
    if let Some(own) = agreement.as_ref().filter(|agreement| agreement.value == slug) {
        problems.add(
            &own.at,
            "an agreement cannot supersede itself",
            Some("name another agreement, by its folder".into()),
        );
    }
    let provisions = fields.list("provisions", problems);
    let hint = format!("write {}", keys::of::<LastsWord>().join(" or "));
    let lasts = fields.need_words("lasts", &hint, problems);
    let lasts = lasts.and_then(|word| keys::word::<LastsWord, SupersessionKind>("length", &word, problems));
    Some(Supersession {
        agreement: AgreementId::new(agreement?.value),
        provisions: provisions.into_iter().map(|id| ProvisionId::new(id.value)).collect(),
        lasts: lasts?,
    })
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
