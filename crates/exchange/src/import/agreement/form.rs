//! What may be written in the blocks of an agreement's file, as types: the source of its keys, its schema and its
//! completions. Reads nothing itself.

use schemars::{JsonSchema, Schema, schema_for};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The block `toml agreement`: what was made, when, in which zone of time, by whom, and where it is published.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the fields are read as a schema")]
pub(super) struct AgreementForm {
    /// `agreement`: accepted by its parties. `declaration`: one side's own undertaking, which binds nobody else.
    /// `demand`: put by a body that can demand.
    pub kind: KindWord,
    /// The day on which it was made, such as 2031-03-01.
    pub made_on: String,
    /// IANA name of the zone in which its days and hours are meant, such as "Asia/Damascus".
    pub zone: String,
    /// Who has which role in it.
    pub parties: Vec<PartyForm>,
    /// Where its text is published: title, year, page or address.
    pub cite: Vec<String>,
    /// The agreements that give way to it.
    pub supersedes: Option<Vec<SupersessionForm>>,
}

/// Somebody with a role.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the fields are read as a schema")]
pub(super) struct PartyForm {
    /// An id from `actors/`.
    pub actor: String,
    /// As what.
    pub role: RoleWord,
    /// Since which day, where that is known.
    pub since: Option<String>,
}

/// An agreement that gives way to this one.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the fields are read as a schema")]
pub(super) struct SupersessionForm {
    /// Its id: the name of its folder.
    pub agreement: String,
    /// Which of its provisions; left out: all.
    pub provisions: Option<Vec<String>>,
    /// `for-good`: they ended when this one began. `while-in-force`: they bind again when this one ends.
    pub lasts: LastsWord,
}

/// A block `toml area`: ground that the agreement draws. Exactly one of `places`, `pcodes`, `geojson`, `along` is given.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the fields are read as a schema")]
pub(super) struct AreaForm {
    /// Unique in the agreement, such as "eastern-zone"; zones name it.
    pub id: String,
    /// A title for reports.
    pub title: String,
    /// Listed places, each with all that it holds.
    pub places: Option<Vec<String>>,
    /// OCHA P-codes of countries and divisions.
    pub pcodes: Option<Vec<String>>,
    /// A GeoJSON file beside the agreement, with polygons, such as "areas/eastern-zone.geojson".
    pub geojson: Option<String>,
    /// A GeoJSON file beside the agreement, with a line, such as "areas/mill-road.geojson"; needs `each_side_km`.
    pub along: Option<String>,
    /// How far a corridor reaches on each side of its line, in kilometres.
    pub each_side_km: Option<f64>,
    /// How far the edge may lie from where it is drawn, in kilometres; left out: 0.
    pub edge_km: Option<f64>,
    /// Where the drawing rests on.
    pub cite: Option<String>,
}

/// A block `toml provision`: one binding unit of the article above it.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the fields are read as a schema")]
pub(super) struct ProvisionForm {
    /// Unique in the agreement; small letters, digits, hyphens and dots.
    pub id: String,
    /// What it asks.
    pub term: TermWord,
    /// Who is held to it, by ids from `actors/`; for an ultimatum, to whom it is put.
    pub binds: Vec<String>,
    /// The first minute, such as "2031-03-05T06:00"; "24:00" is the next day's midnight. A day alone leaves its hour
    /// open: from some moment of that day.
    pub from: String,
    /// The first minute after it; a day alone leaves the hour open: until some moment of that day.
    pub until: Option<String>,
    /// The last minute, or the last whole day, in place of `until`.
    pub through: Option<String>,
    /// How long it runs from `from`, such as "72 hours" or "30 days", in place of `until`.
    pub lasts: Option<String>,
    /// The hours at which it binds, where it does not bind all day. They may not overlap.
    pub windows: Option<Vec<WindowForm>>,
    /// Listed places, P-codes, or ids of this agreement's areas; left out: everywhere.
    pub zone: Option<Vec<String>>,
    /// Where it does not bind, within the zone.
    pub outside: Option<Vec<String>>,
    /// By when a duty is due: a moment, or a while after a step.
    pub due: Option<DueForm>,
    /// To whom a duty is owed.
    pub owed_to: Option<Vec<String>>,
    /// Steps that must come before it binds: ids of turns or provisions.
    pub after: Option<Vec<String>>,
    /// Provisions with the term `permit` that take acts out of what it forbids.
    pub unless: Option<Vec<String>>,
    /// `prohibit`, `permit`: the acts; "force" stands for every use of force.
    pub acts: Option<Vec<String>>,
    /// `prohibit`, `permit`: "civilians", "aid", "medical", "forces", or ids of actors.
    pub targets: Option<Vec<String>>,
    /// `oblige`: what is owed, in a phrase that follows "to".
    pub what: Option<String>,
    /// `oblige`: acts by which it is done.
    pub met_by: Option<Vec<String>>,
    /// `oblige`: acts by which it is broken.
    pub broken_by: Option<Vec<String>>,
    /// `oblige`: listed places where it is done.
    pub at: Option<Vec<String>>,
    /// `exclude-groups`: ids of groups, or of a list of groups.
    pub groups: Option<Vec<String>>,
    /// `exclude-groups`: groups whose partners are left out too.
    pub partners_of: Option<Vec<String>>,
    /// `grant-access`: the place that aid must reach.
    pub to: Option<String>,
    /// `grant-access`: the road that it takes.
    pub by: Option<String>,
    /// `withdraw`: the place from which forces pull back.
    pub from_place: Option<String>,
    /// `power`: what its holders may do.
    pub may: Option<Vec<DeedWord>>,
    /// `power`: with which provisions; left out: all.
    pub over: Option<Vec<String>>,
    /// `ultimatum`: who puts it.
    pub put_by: Option<Vec<String>>,
    /// `ultimatum`: what is demanded, in a phrase that follows "to".
    pub demand: Option<String>,
    /// `ultimatum`: what is threatened.
    pub or_else: Option<String>,
    /// `renew`: length of a period, in hours.
    pub every_hours: Option<u32>,
}

/// Hours that come back.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the fields are read as a schema")]
pub(super) struct WindowForm {
    /// The first minute, such as "09:00".
    pub from: String,
    /// The first minute after it; not later than `from`: on the next day.
    pub until: String,
    /// A recurrence of days in the terms of RFC 5545; left out: "FREQ=DAILY".
    pub repeat: Option<String>,
    /// The day from which the recurrence counts; left out: the first on which the provision binds.
    pub first: Option<String>,
}

/// By when a duty is due.
#[derive(JsonSchema, Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "the fields are read as a schema")]
pub(super) enum DueForm {
    /// A moment; a day alone is the end of that day.
    At(String),
    /// A while after a step.
    Within(WithinForm),
}

/// A while after a step.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the fields are read as a schema")]
pub(super) struct WithinForm {
    /// How long, such as "48 hours" or "7 days".
    pub within: String,
    /// Id of a turn, or of a provision, whose start then counts.
    pub of: String,
}

/// A block `toml turn`: what became of the terms.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the fields are read as a schema")]
pub(super) struct TurnForm {
    /// Unique in the agreement, and no id of a provision.
    pub id: String,
    /// What happened.
    pub what: TurnWord,
    /// When; a day alone leaves its hour open; left out: it has not come to pass.
    pub at: Option<String>,
    /// Until when, where it extends or suspends.
    pub until: Option<String>,
    /// The last minute, or the last whole day, in place of `until`.
    pub through: Option<String>,
    /// Which provisions it concerns; left out: all.
    pub provisions: Option<Vec<String>>,
    /// Whose act it was.
    pub by: Option<Vec<String>>,
    /// The provision with the term `power` that it used.
    pub under: Option<String>,
    /// true: it counts only in readings that accept it.
    pub contested: Option<bool>,
    /// What was said or done, in your own words or quoted.
    pub text: String,
    /// Where it stands: title, year, page or address.
    pub cite: String,
}

/// A block `toml reading`: one named way to understand contested terms.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the fields are read as a schema")]
pub(super) struct ReadingForm {
    /// Unique in the agreement; `plain` is the text as it stands and is not written down.
    pub id: String,
    /// A title for reports.
    pub title: String,
    /// Who holds it.
    pub holders: Vec<String>,
    /// The words in which they said so.
    pub words: Vec<WordsForm>,
    /// What it changes, provision by provision; what it does not name stays as in the text.
    pub change: Option<Vec<ChangeForm>>,
    /// Contested turns that it holds to count.
    pub accepts: Option<Vec<String>>,
    /// Turns that it holds not to count.
    pub rejects: Option<Vec<String>>,
}

/// Words in which somebody made a reading known.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the fields are read as a schema")]
pub(super) struct WordsForm {
    /// Id of who said so.
    pub by: String,
    /// The day, where it is known.
    pub on: Option<String>,
    /// The words, quoted or retold.
    pub text: String,
    /// Where they stand: title, year, page or address.
    pub cite: String,
}

/// What a reading changes in one provision.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "the fields are read as a schema")]
pub(super) struct ChangeForm {
    /// Which provision.
    pub provision: String,
    /// Groups held to be left out too.
    pub exclude: Option<Vec<String>>,
    /// Groups held not to be left out.
    pub include: Option<Vec<String>>,
    /// Another start.
    pub from: Option<String>,
    /// Another end, whatever became of the terms.
    pub until: Option<String>,
    /// The last minute, or the last whole day, in place of `until`.
    pub through: Option<String>,
    /// Parties held not to be bound.
    pub unbind: Option<Vec<String>>,
    /// Parties held to be bound too.
    pub bind: Option<Vec<String>>,
    /// Another zone in place of the text's.
    pub zone: Option<Vec<String>>,
    /// Other hours in place of the text's; an empty list: the whole day.
    pub windows: Option<Vec<WindowForm>>,
    /// Other steps that must come before.
    pub after: Option<Vec<String>>,
    /// true: it binds nobody at all.
    pub denied: Option<bool>,
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $word:ident,)* })*) => {$(
        $(#[$doc])*
        #[derive(JsonSchema, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(dead_code, reason = "the variants are read as a schema")]
        pub(super) enum $name { $($(#[$of])* $word,)* }
    )*};
}

words! {
    /// What sort of undertaking.
    KindWord {
        /// Accepted by its parties.
        Agreement,
        /// One side's own undertaking.
        Declaration,
        /// Put by a body that can demand.
        Demand,
    }
    /// As what somebody stands in an agreement.
    RoleWord {
        /// Is held to it.
        Party,
        /// Put its name to it.
        Signatory,
        /// Negotiated it.
        Broker,
        /// Answers for a party's conduct.
        Guarantor,
        /// Watches it.
        Monitor,
        /// Was asked and did not accept.
        Refused,
    }
    /// What is left of superseded terms when this agreement ends.
    LastsWord {
        /// Nothing.
        ForGood,
        /// They bind again.
        WhileInForce,
    }
    /// The machine-readable kinds of provision.
    TermWord {
        /// The bound parties shall not attack each other or civilians.
        CeaseHostilities,
        /// The bound parties shall not do certain acts.
        Prohibit,
        /// The bound parties may do certain acts.
        Permit,
        /// The bound parties shall do something.
        Oblige,
        /// Groups are not protected.
        ExcludeGroups,
        /// The bound parties let aid through.
        GrantAccess,
        /// The bound parties pull forces back.
        Withdraw,
        /// The bound parties may change the terms.
        Power,
        /// A demand with a deadline and a threat.
        Ultimatum,
        /// It runs for a period and may be renewed.
        Renew,
    }
    /// What a power lets its holders do with terms.
    DeedWord {
        /// Set them aside for a time.
        Suspend,
        /// Put them back in force.
        Resume,
        /// End them.
        End,
        /// Let them run longer.
        Extend,
        /// Release from a duty.
        Discharge,
    }
    /// What happened to terms.
    TurnWord {
        /// Something on which a term hangs came to pass.
        Happened,
        /// They run longer.
        Extended,
        /// They are set aside for a time.
        Suspended,
        /// They bind again after a suspension.
        Resumed,
        /// They ended before their time.
        Ended,
        /// A duty was carried out.
        Fulfilled,
        /// A duty was not carried out when it was due.
        Missed,
        /// A duty was released.
        Discharged,
    }
}

/// The schemas of the blocks, each under the word after `toml` on its fence.
pub(super) fn schemas() -> BTreeMap<&'static str, Schema> {
    BTreeMap::from([
        ("agreement", schema_for!(AgreementForm)),
        ("area", schema_for!(AreaForm)),
        ("provision", schema_for!(ProvisionForm)),
        ("turn", schema_for!(TurnForm)),
        ("reading", schema_for!(ReadingForm)),
    ])
}
