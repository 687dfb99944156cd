//! Tests of judgement, tolls and duties on invented terms and claims.

mod answers;
mod clocks;
mod crowds;
mod dice;
mod duties;
mod invariants;
mod judgement;
mod naive;
mod numbers;
mod properties;
mod reference;
mod rows;
mod table;
mod tallies;
mod totals;
mod worlds;

use std::collections::BTreeSet;
use truce_model::{
    Act, Actors, Agreement, Attribution, Claim, ClaimId, Count, DocumentId, Incident, Interval, Name, Places,
    Span, Stance, Standing,
};

const ACTORS: &str = r#"
    actor = [
      { id = "north", name = "North", aliases = ["government of Westland"], kind = "state" },
      { id = "north-army", name = "North army", kind = "forces", member_of = [{ of = "north" }] },
      { id = "south", name = "South", aliases = ["rebels"], kind = "coalition" },
      { id = "south-guard", name = "South Guard", kind = "armed-group", member_of = [{ of = "south" }] },
      { id = "black-hand", name = "Black Hand", kind = "armed-group" },
      { id = "hill-league", name = "Hill League", kind = "armed-group", member_of = [{ of = "south" }] },
      { id = "east", name = "East", kind = "state" },
      { id = "villagers", name = "villagers", kind = "civil" },
      { id = "relief", name = "Relief Office", kind = "organisation" },
    ]
"#;

const PLACES: &str = r#"
    place = [
      { name = "Westland", kind = "country" },
      { name = "Arden", kind = "town", part_of = "Westland" },
      { name = "Mill Road", kind = "road", part_of = "Arden" },
      { name = "Ruba", kind = "town", part_of = "Westland" },
      { name = "Eastland", kind = "country" },
    ]
"#;

const AGREEMENT: &str = r#"{
    "id": "north-south-2031", "title": "Truce", "kind": "agreement", "made_on": "2031-03-01", "zone": "Etc/GMT-2",
    "parties": [], "cite": [], "articles": [],
    "provisions": [
      { "id": "cease", "article": 0, "term": "cease-hostilities", "binds": ["north", "south"],
        "from": "2031-03-05T19:00:00+02:00", "until": null, "zone": ["Westland"], "due": null, "line": 1 },
      { "id": "excluded", "article": 0, "term": "exclude-groups", "groups": ["black-hand"], "binds": ["north", "south"],
        "from": "2031-03-05T19:00:00+02:00", "until": null, "zone": [], "due": null, "line": 2 },
      { "id": "aid", "article": 0, "term": "grant-access", "to": "Arden", "by": "Mill Road", "binds": ["north"],
        "from": "2031-03-05T19:00:00+02:00", "until": null, "zone": ["Westland"], "due": null, "line": 3 },
      { "id": "road", "article": 0, "term": "withdraw", "from_place": "Mill Road", "binds": ["north", "south"],
        "from": "2031-03-05T19:00:00+02:00", "until": null, "zone": [], "due": null, "line": 4 },
      { "id": "renewal", "article": 0, "term": "renew", "every_hours": 48, "binds": ["north", "south"],
        "from": "2031-03-05T19:00:00+02:00", "until": null, "zone": [], "due": null, "line": 5 }
    ],
    "readings": [
      { "id": "plain", "title": "As it stands", "holders": [], "words": [], "changes": [], "line": 0 },
      { "id": "partners", "title": "Partners", "holders": ["north"], "words": [], "line": 6,
        "changes": [["excluded", { "exclude": ["hill-league"] }]] },
      { "id": "ended", "title": "Ended", "holders": ["north"], "words": [], "line": 7,
        "changes": [["cease", { "until": "2031-03-12T19:00:00+02:00" }]] },
      { "id": "unbound", "title": "South only", "holders": ["north"], "words": [], "line": 8,
        "changes": [["cease", { "unbind": ["north"] }]] }
    ]
}"#;

pub(crate) fn lists() -> (Actors, Places) {
    (Actors::parse([("a.toml", ACTORS)]).unwrap(), Places::parse([("p.toml", PLACES)]).unwrap())
}

fn agreement() -> Agreement {
    serde_json::from_str(AGREEMENT).unwrap()
}

fn interval(words: &str) -> Interval {
    let at = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
    let (start, end) = words.split_once("..").unwrap_or((words, words));
    Interval { start: at(start), end: at(end) }
}

fn names(words: &str) -> Vec<Name> {
    words.split(',').filter_map(|word| Name::parse(word).ok()).collect()
}

/// A claim told as `act | stance | agent > target | place, place | time | min-max who`; `asserts by NAME` names a
/// source other than the Watch.
pub(crate) fn claim(line: &str) -> Claim {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let name = |words: &str| Name::parse(words).ok();
    let (agent, target) = cells[2].split_once('>').unwrap_or((cells[2], ""));
    let count = cells.get(5).map(|cell| {
        let (number, who) = cell.split_once(' ').unwrap_or((cell, ""));
        let (min, max) = number.split_once('-').unwrap_or((number, number));
        Count { min: min.parse().ok(), max: max.parse().ok(), who: name(who), ..Count::exactly(0, cells[0]) }
    });
    Claim {
        id: ClaimId::new(""),
        document: DocumentId::new("doc-1"),
        span: Span::new(0, line.len()),
        quote: line.to_owned(),
        act: cells[0].parse().unwrap(),
        source: name(cells[1].split_once(" by ").map_or("Watch", |(_, source)| source)),
        via: None,
        stance: match cells[1].split(' ').next().unwrap() {
            "asserts" => Stance::Asserts,
            "denies" => Stance::Denies,
            _ => Stance::Unsure,
        },
        agent: name(agent),
        target: name(target),
        places: names(cells[3]),
        point: None,
        occurred: interval(cells[4]),
        count,
        found_by: vec![],
        confidence: None,
    }
    .identified()
}

/// The incident that these claims tell of, put together by hand; toll claims belong to it.
pub(crate) fn incident(claims: &[Claim]) -> Incident {
    let (events, tolls): (Vec<&Claim>, Vec<&Claim>) =
        claims.iter().partition(|claim| truce_model::TollOf::of_act(claim.act).is_none());
    let asserted = |stance| events.iter().filter(|claim| claim.stance == stance).count();
    let ids = |claims: &[&Claim]| {
        let ids: BTreeSet<ClaimId> = claims.iter().map(|claim| claim.id.clone()).collect();
        ids.into_iter().collect::<Vec<_>>()
    };
    let first = events[0];
    let attribution = match (&first.agent, &first.target) {
        (Some(agent), Some(target)) if first.act == Act::Clash => {
            Attribution::Contested { named: vec![agent.clone(), target.clone()] }
        }
        (Some(agent), _) => Attribution::AllegedAgainst { actor: agent.clone(), by: names("Watch") },
        (None, _) => Attribution::Unknown,
    };
    Incident {
        id: Incident::id_of(&ids(&events)),
        act: first.act,
        claims: ids(&events),
        toll_claims: ids(&tolls),
        occurred: first.occurred,
        places: first.places.clone(),
        attribution,
        targets: events.iter().filter_map(|claim| claim.target.clone()).collect(),
        witnesses: names("Watch"),
        standing: match (asserted(Stance::Asserts), asserted(Stance::Denies)) {
            (0, 0) => Standing::Unverified,
            (0, _) => Standing::Denied,
            (_, 0) => Standing::SingleSource,
            _ => Standing::Contested,
        },
        disagreements: vec![],
    }
}
