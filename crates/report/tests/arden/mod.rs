//! An invented truce in Westland, March 2031: what was known at the end of each of its first three days.

use jiff::{Timestamp, civil::Date};
use std::str::FromStr;
use truce_model::*;

/// What is known up to the end of `day` of March 2031, 5 to 7.
pub fn known(day: i8) -> Situation {
    let mut all = Situation {
        seq: 4 * (day as u64 - 4),
        as_of: time(&format!("2031-03-{:02}T00:00:00+02:00", day + 1)),
        agreements: vec![agreement()],
        documents: documents(day),
        claims: claims()
            .into_iter()
            .filter(|(published, _)| *published <= day)
            .map(|(_, claim)| claim)
            .collect(),
        doubts: doubts(day),
        incidents: vec![],
        findings: vec![],
        tolls: vec![],
        obligations: vec![],
        rulings: vec![],
        matchings: vec![],
        retracted: vec![],
        withdrawn: vec![],
    };
    all.claims.sort_by(|a, b| a.id.cmp(&b.id));
    held(&mut all, day);
    all.incidents.sort_by(|a, b| a.id.cmp(&b.id));
    all.findings.sort_by(|a, b| a.id.cmp(&b.id));
    all.tolls.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

/// The third day with `n` further incidents, whose acts and verdicts take turns.
pub fn busy(n: usize) -> Situation {
    let mut all = known(7);
    for at in 0..n {
        let mut claim = all.claims[0].clone();
        claim.id = ClaimId::new(format!("clm-z{at:04}"));
        let act = [Act::Shelling, Act::Gunfire][at % 2];
        let told = incident(&[claim.id.as_str()], act, Some("Ruba"), on("2031-03-07"));
        let verdict = [Verdict::Violation, Verdict::Undetermined, Verdict::Permitted][at % 3];
        judged(&mut all, &told, "art-1", [verdict, verdict]);
        all.claims.push(claim);
        all.incidents.push(told);
    }
    all.claims.sort_by(|a, b| a.id.cmp(&b.id));
    all.incidents.sort_by(|a, b| a.id.cmp(&b.id));
    all.findings.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

/// The terms, with a second reading.
pub fn agreement() -> Agreement {
    let provision = |id: &str, article, term, due: Option<&str>| Provision {
        id: ProvisionId::new(id),
        article,
        term,
        binds: vec![ActorId::new("north"), ActorId::new("south")],
        from: time("2031-03-05T06:00:00+02:00").into(),
        until: None,
        windows: vec![],
        zone: vec![Zone::Place("Westland".into())],
        outside: vec![],
        due: due.map(|due| time(due).into()),
        owed_to: vec![],
        after: vec![],
        unless: vec![],
        line: 1,
    };
    let article = |text: &str| Article { text: text.into(), line: 1 };
    let party = |actor: &str| Party { actor: ActorId::new(actor), role: Role::Party, since: None };
    let groups = vec![ActorId::new("brigade")];
    let access = Term::GrantAccess { to: "Ruba".into(), by: Some("Ruba Road".into()) };
    Agreement {
        id: AgreementId::new("north-south-2031"),
        title: "Truce of Arden".into(),
        kind: AgreementKind::Agreement,
        made_on: date("2031-03-03"),
        zone: "Europe/Athens".into(),
        parties: vec![party("north"), party("south")],
        cite: vec!["Gazette of Westland, 2031, page 3".into()],
        articles: vec![
            article("The parties shall cease all attacks on each other and on civilians."),
            article("The Free Brigade is not protected by Article 1."),
            article("The parties shall let lorries with aid reach Ruba by the Ruba Road."),
        ],
        provisions: vec![
            provision("art-1", 0, Term::CeaseHostilities, None),
            provision("art-2", 1, Term::ExcludeGroups { groups, partners_of: vec![] }, None),
            provision("art-3", 2, access, Some("2031-03-07T06:00:00+02:00")),
        ],
        areas: vec![],
        turns: vec![],
        supersedes: vec![],
        readings: vec![reading("plain", "The text as it stands"), southern()],
    }
}

fn reading(id: &str, title: &str) -> Reading {
    let (id, title) = (ReadingId::new(id), title.into());
    let (accepts, rejects) = (vec![], vec![]);
    Reading { id, title, holders: vec![], words: vec![], changes: vec![], accepts, rejects, line: 1 }
}

fn southern() -> Reading {
    let mut southern = reading("south", "South: whoever shelters the brigade is excluded too");
    southern.holders = vec![ActorId::new("south")];
    southern.words = vec![Words {
        by: ActorId::new("south"),
        on: Some(date("2031-03-04")),
        text: "A roof over a brigade gun is a brigade roof".into(),
        cite: "Radio South, evening bulletin, 4 March 2031".into(),
    }];
    southern
}

pub fn actors() -> Actors {
    let list = r#"
        actor = [
          { id = "north", name = "North", kind = "state" },
          { id = "south", name = "South", kind = "state" },
          { id = "south-army", name = "Army of the South", kind = "forces", member_of = [{ of = "south" }] },
          { id = "brigade", name = "Free Brigade", kind = "armed-group" },
          { id = "observatory", name = "Arden Observatory", kind = "monitor" },
          { id = "wire", name = "The Wire", kind = "outlet" },
        ]"#;
    Actors::parse([("actors.toml", list)]).unwrap()
}

pub fn places() -> Places {
    let list = r#"
        place = [
          { name = "Westland", kind = "country" },
          { name = "Eastland", kind = "country" },
          { name = "Arden", kind = "province", part_of = "Westland" },
          { name = "Tal", kind = "province", part_of = "Westland" },
          { name = "Low Marsh", kind = "province", part_of = "Westland" },
          { name = "Ruba", kind = "town", part_of = "Arden" },
          { name = "Ruba Road", kind = "road", part_of = "Arden" },
          { name = "Talmouth", kind = "town", part_of = "Tal" },
          { name = "Port East", kind = "town", part_of = "Eastland" },
        ]"#;
    Places::parse([("places.toml", list)]).unwrap()
}

fn documents(day: i8) -> Vec<Document> {
    let document = |id: &str, published: i8, outlet: Option<&str>| Document {
        id: DocumentId::new(id),
        name: format!("2031-03-{published:02}-{}", id.trim_start_matches("doc-")),
        outlet: outlet.map(name),
        published: Some(Published::Day(date(&format!("2031-03-{published:02}")))),
        dateline: vec![],
        text: Hash::of(id.as_bytes()),
        original: Hash::of(id.as_bytes()),
        part: Span::new(0, 900),
        blocks: vec![],
    };
    let mut all = vec![
        (5, document("doc-first", 5, Some("The Wire"))),
        (6, document("doc-second", 6, Some("The Wire"))),
        (7, document("doc-third", 7, Some("The Wire"))),
        (7, document("doc-tally", 7, None)),
    ];
    all.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
    all.into_iter().filter(|(published, _)| *published <= day).map(|(_, document)| document).collect()
}

/// Sentences that could not be read: one of the first day's document, two of the third's.
fn doubts(day: i8) -> Vec<Doubt> {
    let doubt = |document: &str, at: usize| Doubt {
        document: DocumentId::new(document),
        span: Span::new(at, at + 40),
        because: "nobody is named".into(),
    };
    let mut all = vec![doubt("doc-first", 700)];
    if day >= 7 {
        all.extend([doubt("doc-third", 700), doubt("doc-third", 800)]);
    }
    all
}

/// A claim under a short id, with the day on which it was published.
fn said(id: &str, document: &str, at: usize, act: Act, source: Option<&str>, quote: &str) -> (i8, Claim) {
    let day = match document {
        "doc-first" => 5,
        "doc-second" => 6,
        _ => 7,
    };
    let claim = Claim {
        id: ClaimId::new(id),
        document: DocumentId::new(document),
        span: Span::new(at, at + quote.len()),
        quote: quote.into(),
        act,
        source: source.map(name),
        via: None,
        stance: Stance::Asserts,
        agent: None,
        target: None,
        places: vec![],
        point: None,
        occurred: on(&format!("2031-03-{day:02}")),
        count: None,
        found_by: vec![],
        confidence: None,
    };
    (day, claim)
}

trait Slots {
    fn by(self, agent: &str) -> Self;
    fn at(self, place: &str) -> Self;
    fn when(self, interval: Interval) -> Self;
    fn stance(self, stance: Stance) -> Self;
}

impl Slots for (i8, Claim) {
    fn by(mut self, agent: &str) -> Self {
        self.1.agent = Some(name(agent));
        self
    }
    fn at(mut self, place: &str) -> Self {
        self.1.places.push(name(place));
        self
    }
    fn when(mut self, interval: Interval) -> Self {
        self.1.occurred = interval;
        self
    }
    fn stance(mut self, stance: Stance) -> Self {
        self.1.stance = stance;
        self
    }
}

fn claims() -> Vec<(i8, Claim)> {
    let strike = || between("2031-03-07T14:30", "2031-03-07T14:30");
    let siege = || Interval { start: Some("2031-03-01".parse().unwrap()), end: None };
    let [first, second, third, tally] = ["doc-first", "doc-second", "doc-third", "doc-tally"];
    let (wire, watch) = (Some("The Wire"), Some("Arden Observatory"));
    vec![
        said("clm-s1", first, 10, Act::Shelling, watch, "shells from the southern hills fell on Ruba")
            .by("South")
            .at("Ruba"),
        said("clm-s1-toll", first, 80, Act::Killed, watch, "two bakers died").at("Ruba"),
        said("clm-s2", second, 10, Act::Clash, wire, "riflemen of both sides met at Talmouth").at("Talmouth"),
        said("clm-a1", third, 10, Act::AirStrike, watch, "a southern jet bombed the market of Ruba")
            .by("South")
            .at("Ruba")
            .when(strike()),
        said("clm-a2", third, 60, Act::AirStrike, Some("North"), "South has bombed Ruba market")
            .by("South")
            .at("Ruba")
            .when(strike()),
        said("clm-a3", third, 100, Act::Killed, watch, "killing seven traders").at("Ruba").when(strike()),
        said("clm-a4", third, 130, Act::Killed, Some("North"), "three people were killed")
            .at("Ruba")
            .when(strike()),
        said("clm-g1", third, 200, Act::Gunfire, Some("North"), "southern guards shot at the ferry")
            .by("South")
            .at("Talmouth"),
        said(
            "clm-g2",
            third,
            240,
            Act::Gunfire,
            Some("Army of the South"),
            "the ferry was shot at by North's own men",
        )
        .by("North")
        .at("Talmouth"),
        said("clm-e1", third, 300, Act::Explosion, None, "a car blew up").stance(Stance::Unsure),
        said("clm-b1", third, 340, Act::Blocked, watch, "nine lorries were turned back")
            .by("South")
            .at("Ruba Road"),
        said("clm-w1", third, 380, Act::Siege, wire, "ringed by southern posts since the first of the month")
            .by("South")
            .at("Ruba")
            .when(siege()),
        said("clm-u1", third, 440, Act::Gunfire, wire, "shots had been heard in the marsh")
            .at("Low Marsh")
            .when(Interval::UNKNOWN),
        said("clm-o1", third, 480, Act::Protest, wire, "dockers marched at Port East").at("Port East"),
        said(
            "clm-p1",
            third,
            520,
            Act::Reject,
            Some("Army of the South"),
            "“a tale for [children] | fools”, the army called it",
        )
        .when(Interval::UNKNOWN),
        said("clm-p2", third, 580, Act::Pledge, Some("North"), "will hold its fire <whatever> comes")
            .when(Interval::UNKNOWN),
        said("clm-p3", third, 640, Act::Fragile, wire, "the *shaky* truce").when(Interval::UNKNOWN),
        said("clm-t0", tally, 10, Act::Killed, watch, "five bakers, not two, died on Wednesday")
            .at("Ruba")
            .when(on("2031-03-05")),
        said(
            "clm-t1",
            tally,
            60,
            Act::Killed,
            watch,
            "at least twenty people have died since the truce began",
        )
        .at("Westland")
        .when(between("2031-03-05", "2031-03-07")),
    ]
}

/// An incident whose first claim is the one of which it is told first.
fn incident(claims: &[&str], act: Act, place: Option<&str>, occurred: Interval) -> Incident {
    let claims: Vec<ClaimId> = claims.iter().map(|id| ClaimId::new(*id)).collect();
    Incident {
        id: Incident::id_of(&claims),
        act,
        claims,
        toll_claims: vec![],
        occurred,
        places: place.into_iter().map(name).collect(),
        attribution: Attribution::Unknown,
        targets: vec![],
        witnesses: vec![],
        standing: Standing::SingleSource,
        disagreements: vec![],
    }
}

/// Adds what is held and judged on the claims known by that day.
fn held(all: &mut Situation, day: i8) {
    let alleged = |actor: &str, by: &[&str]| Attribution::AllegedAgainst {
        actor: name(actor),
        by: by.iter().map(|by| name(by)).collect(),
    };
    let morning = between("2031-03-05T07:00", "2031-03-05T09:00");
    let mut shelling = incident(&["clm-s1"], Act::Shelling, Some("Ruba"), morning);
    shelling.attribution = alleged("South", &["Arden Observatory"]);
    shelling.witnesses = vec![name("Arden Observatory")];
    shelling.toll_claims = vec![ClaimId::new("clm-s1-toll")];
    if day >= 7 {
        shelling.toll_claims.push(ClaimId::new("clm-t0"));
        toll(all, &shelling, Some((2, "clm-s1-toll")), Some((5, "clm-t0")));
    } else {
        toll(all, &shelling, Some((2, "clm-s1-toll")), Some((2, "clm-s1-toll")));
    }
    judged(all, &shelling, "art-1", [Verdict::Violation, Verdict::Permitted]);
    all.incidents.push(shelling);
    if day >= 6 {
        let mut clash = incident(&["clm-s2"], Act::Clash, Some("Talmouth"), on("2031-03-06"));
        clash.witnesses = vec![name("The Wire")];
        judged(all, &clash, "art-1", [Verdict::Undetermined, Verdict::Undetermined]);
        all.incidents.push(clash);
    }
    if day >= 7 {
        third_day(all, alleged);
    }
    all.obligations = vec![Obligation {
        id: ObligationId::new("obl-1"),
        agreement: AgreementId::new("north-south-2031"),
        provision: ProvisionId::new("art-3"),
        debtors: vec![ActorId::new("north"), ActorId::new("south")],
        what: "let aid reach Ruba by the Ruba Road".into(),
        creditors: vec![],
        due: Some(time("2031-03-07T06:00:00+02:00").into()),
        stage: Some(Stage::InEffect),
        waits_for: vec![],
        state: if day >= 7 { ObligationState::SaidUnmet } else { ObligationState::NotYet },
        met: vec![],
        unmet: if day >= 7 { vec![ClaimId::new("clm-b1")] } else { vec![] },
    }];
}

fn third_day(all: &mut Situation, alleged: impl Fn(&str, &[&str]) -> Attribution) {
    let strike_time = between("2031-03-07T14:30", "2031-03-07T14:30");
    let mut strike = incident(&["clm-a1", "clm-a2"], Act::AirStrike, Some("Ruba"), strike_time);
    strike.attribution = alleged("South", &["Arden Observatory", "North"]);
    strike.targets = vec![name("the market of Ruba")];
    strike.witnesses = vec![name("Arden Observatory"), name("North")];
    strike.standing = Standing::Corroborated;
    strike.toll_claims = vec![ClaimId::new("clm-a3"), ClaimId::new("clm-a4")];
    strike.disagreements = vec![differ("killed", [("3", "clm-a4"), ("7", "clm-a3")])];
    toll(all, &strike, Some((3, "clm-a4")), Some((7, "clm-a3")));
    judged(all, &strike, "art-1", [Verdict::Violation, Verdict::Permitted]);

    let mut ferry = incident(&["clm-g1", "clm-g2"], Act::Gunfire, Some("Talmouth"), on("2031-03-07"));
    ferry.attribution = Attribution::Contested { named: vec![name("North"), name("South")] };
    ferry.witnesses = vec![name("Army of the South"), name("North")];
    ferry.standing = Standing::Corroborated;
    ferry.disagreements = vec![differ("agent", [("South", "clm-g1"), ("North", "clm-g2")])];
    judged(all, &ferry, "art-1", [Verdict::Violation, Verdict::Violation]);

    let mut blast = incident(&["clm-e1"], Act::Explosion, None, on("2031-03-07"));
    blast.standing = Standing::Unverified;
    judged(all, &blast, "art-1", [Verdict::Undetermined, Verdict::Undetermined]);

    let mut lorries = incident(&["clm-b1"], Act::Blocked, Some("Ruba Road"), on("2031-03-07"));
    lorries.attribution = alleged("South", &["Arden Observatory"]);
    lorries.witnesses = vec![name("Arden Observatory")];
    judged(all, &lorries, "art-3", [Verdict::Violation, Verdict::Violation]);

    let since = Interval { start: Some("2031-03-01".parse().unwrap()), end: None };
    let mut siege = incident(&["clm-w1"], Act::Siege, Some("Ruba"), since);
    siege.attribution = alleged("South", &["The Wire"]);
    siege.witnesses = vec![name("The Wire")];
    judged(all, &siege, "art-1", [Verdict::Violation, Verdict::Violation]);

    let shots = incident(&["clm-u1"], Act::Gunfire, Some("Low Marsh"), Interval::UNKNOWN);
    let march = incident(&["clm-o1"], Act::Protest, Some("Port East"), on("2031-03-07"));
    all.incidents.extend([strike, ferry, blast, lorries, siege, shots, march]);
    all.tolls.push(aggregate());
}

fn aggregate() -> Toll {
    let over = between("2031-03-05", "2031-03-07");
    let scope = Scope::Aggregate { place: Some(name("Westland")), over };
    let claims = vec![ClaimId::new("clm-t1")];
    Toll {
        id: Toll::id_of(&scope, TollOf::Killed, None),
        scope,
        of: TollOf::Killed,
        who: None,
        occurred: over,
        places: vec![name("Westland")],
        low: Bound { number: Some(20), claims: claims.clone() },
        high: Bound { number: None, claims: claims.clone() },
        highest: Bound { number: Some(20), claims: claims.clone() },
        claims,
    }
}

fn toll(all: &mut Situation, incident: &Incident, low: Option<(u64, &str)>, high: Option<(u64, &str)>) {
    let bound = |side: Option<(u64, &str)>| Bound {
        number: side.map(|(number, _)| number),
        claims: side.map(|(_, claim)| ClaimId::new(claim)).into_iter().collect(),
    };
    let scope = Scope::Incident { incident: incident.id.clone() };
    all.tolls.push(Toll {
        id: Toll::id_of(&scope, TollOf::Killed, None),
        scope,
        of: TollOf::Killed,
        who: None,
        occurred: incident.occurred,
        places: incident.places.clone(),
        low: bound(low),
        high: bound(high),
        highest: bound(high),
        claims: incident.toll_claims.clone(),
    });
}

fn judged(all: &mut Situation, incident: &Incident, provision: &str, verdicts: [Verdict; 2]) {
    let (agreement, provision) = (AgreementId::new("north-south-2031"), ProvisionId::new(provision));
    for (reading, verdict) in ["plain", "south"].map(ReadingId::new).into_iter().zip(verdicts) {
        let open = verdict == Verdict::Undetermined;
        let atom = |name, truth, because: &str| Atom {
            name,
            truth,
            because: because.into(),
            claims: vec![],
            share: None,
        };
        let bound = if open {
            atom(AtomName::Bound, Truth::Unknown, "no claim says who did it")
        } else {
            atom(AtomName::Bound, Truth::True, "who is named is bound")
        };
        all.findings.push(Finding {
            conduct: vec![],
            id: Finding::id_of(&incident.id, &agreement, &provision, &reading),
            incident: incident.id.clone(),
            agreement: agreement.clone(),
            provision: provision.clone(),
            reading,
            verdict,
            atoms: vec![atom(AtomName::Occurred, Truth::True, "a claim says so"), bound],
            decided_by: if open { vec![] } else { incident.claims.clone() },
        });
    }
}

fn differ(slot: &str, versions: [(&str, &str); 2]) -> Disagreement {
    let version =
        |(says, claim): (&str, &str)| Version { says: says.into(), claims: vec![ClaimId::new(claim)] };
    Disagreement { slot: slot.into(), versions: versions.map(version).into() }
}

pub fn name(words: &str) -> Name {
    Name::parse(words).unwrap()
}

pub fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn time(text: &str) -> Timestamp {
    Timestamp::from_str(text).unwrap()
}

fn on(day: &str) -> Interval {
    Interval::day(date(day))
}

fn between(start: &str, end: &str) -> Interval {
    Interval::between(start.parse().unwrap(), end.parse().unwrap())
}
