//! Invented documents, claims and agreements, and a store in a folder that vanishes.

use jiff::{Timestamp, civil::date};
use tempfile::TempDir;
use truce_model::{
    Act, ActorId, Agreement, AgreementId, AgreementKind, Area, AreaId, Article, Block, BlockRole, Change,
    Claim, ClaimId, Conduct, Count, Deadline, Decision, Document, DocumentId, Doubt, Edge, Hash, Interval,
    Matching, Name, Party, Provision, ProvisionId, Published, Reading, ReadingId, Record, Role, RuleId,
    Ruling, Sameness, Shape, Span, Stance, StepId, Term, Truth, Turn, TurnId, TurnKind, Window, Zone,
};
use truce_store::{Entry, Log, Mode, Readable, Teller, open};

/// A store of its own.
pub struct Folder {
    folder: TempDir,
}

impl Folder {
    pub fn new() -> Folder {
        Folder { folder: TempDir::new().unwrap() }
    }

    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    pub fn store(&self) -> String {
        self.path("truce.db")
    }

    pub fn create(&self) -> Box<dyn Log> {
        open(&self.store(), Mode::Create).unwrap()
    }

    pub fn open(&self, mode: Mode) -> Box<dyn Log> {
        open(&self.store(), mode).unwrap()
    }

    /// The file behind the store's back.
    pub fn raw(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.store()).unwrap()
    }
}

pub fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn noon() -> Timestamp {
    time("2031-03-06T12:00:00Z")
}

pub fn name(words: &str) -> Name {
    Name::parse(words).unwrap()
}

/// A text with `claims` sentences to claim.
pub fn text_of(title: &str, claims: usize) -> String {
    let sentences =
        (0..claims).map(|n| format!("North guns shelled Arden {n} times on Tuesday, Ruba radio told.\n"));
    format!("{title}\n\n{}", sentences.collect::<String>())
}

pub fn id_of(text: &str) -> DocumentId {
    Document::id_of(Hash::of(text.as_bytes()))
}

/// The document with that text, and its texts.
pub fn document(text: &str) -> Entry {
    let hash = Hash::of(text.as_bytes());
    let document = Document {
        id: Document::id_of(hash),
        name: "north-1".to_owned(),
        outlet: Some(name("Ruba radio")),
        published: Some(Published::Day(date(2031, 3, 6))),
        dateline: vec![name("Ruba")],
        text: hash,
        original: hash,
        part: Span::new(0, text.len()),
        blocks: vec![Block { role: BlockRole::Paragraph, span: Span::new(0, text.len()) }],
    };
    Entry { record: Record::Document { document }, blobs: vec![text.as_bytes().to_vec()] }
}

/// A claim on every sentence of a text made by [`text_of`].
pub fn claims_of(text: &str) -> Vec<Claim> {
    text.match_indices("North guns").map(|(at, _)| claim(text, at, Act::Shelling)).collect()
}

fn claim(text: &str, at: usize, act: Act) -> Claim {
    let quote = text[at..].split_inclusive("times").next().unwrap();
    Claim { act, ..quoted(text, at, quote.len()) }.identified()
}

/// A claim whose words are these bytes of a text.
pub fn quoted(text: &str, at: usize, len: usize) -> Claim {
    let (quote, act) = (&text[at..at + len], Act::Shelling);
    Claim {
        id: ClaimId::new(""),
        document: id_of(text),
        span: Span::new(at, at + quote.len()),
        quote: quote.to_owned(),
        act,
        source: Some(name("Ruba radio")),
        via: None,
        stance: Stance::Asserts,
        agent: Some(name("North")),
        target: Some(name("Arden")),
        places: vec![name("Arden"), name("Ruba province")],
        point: None,
        occurred: Interval::day(date(2031, 3, 4)),
        count: Some(Count { approx: true, ..Count::exactly(0, "strikes") }),
        found_by: vec![RuleId::new("en.shelling-of-place")],
        confidence: None,
    }
    .identified()
}

pub fn extraction(text: &str, claims: Vec<Claim>) -> Entry {
    let doubt = Doubt { document: id_of(text), span: Span::new(0, 4), because: "no verb".to_owned() };
    let (document, version) = (id_of(text), "0.1.0".to_owned());
    Entry::new(Record::Extraction { document, version, claims, doubts: vec![doubt] })
}

pub fn withdrawal(text: &str) -> Entry {
    Entry::new(Record::Decision {
        decision: Decision::Withdraw {
            document: id_of(text),
            reason: "sent by mistake".to_owned(),
            by: name("Arden desk"),
        },
    })
}

pub fn erasure(text: &str) -> Entry {
    let (document, reason, by) = (id_of(text), "a child is named".to_owned(), name("Arden desk"));
    Entry::new(Record::Decision { decision: Decision::Erase { document, reason, by } })
}

/// Tells nothing.
pub fn silent<'t>() -> Teller<'t> {
    Teller { program: "none", tell: Box::leak(Box::new(|_: &dyn Readable, _| Ok(None))) }
}

pub fn ruling(claim: &Claim, by: &str, breached: Truth) -> Entry {
    let conduct = vec![Conduct { who: name("North"), breached, meant: Truth::Unknown }];
    let ruling = Ruling {
        claim: claim.id.clone(),
        agreement: AgreementId::new("north-south-2031"),
        provision: ProvisionId::new("art-0"),
        occurred: Truth::True,
        conduct,
        by: name(by),
        on: Some(date(2031, 3, 9)),
        reason: "seen on the spot".to_owned(),
    };
    Entry::new(Record::Decision { decision: Decision::Rule { ruling: Box::new(ruling) } })
}

pub fn matching(one: &Claim, other: &Claim, held: Sameness) -> Entry {
    let matching = Matching {
        held,
        claims: vec![one.id.clone()],
        others: vec![other.id.clone()],
        by: name("Joint Centre"),
        reason: "both were rung up".to_owned(),
    };
    Entry::new(Record::Decision { decision: Decision::Match { matching: Box::new(matching) } })
}

pub fn undoing(seq: u64) -> Entry {
    let (by, reason) = (name("Joint Centre"), "rung up again".to_owned());
    Entry::new(Record::Decision { decision: Decision::Undo { seq, by, reason } })
}

pub fn agreement(id: &str, title: &str) -> Entry {
    Entry::new(Record::Agreement { agreement: Box::new(terms(id, title)) })
}

fn terms(id: &str, title: &str) -> Agreement {
    let [north, south] = ["north", "south"].map(ActorId::new);
    let party = |actor: &ActorId| Party { actor: actor.clone(), role: Role::Party, since: None };
    let provision = |at: usize, term| Provision {
        id: ProvisionId::new(format!("art-{at}")),
        article: 0,
        term,
        binds: vec![north.clone(), south.clone()],
        from: time("2031-03-05T06:00:00Z").into(),
        until: [None, Some(Edge::between(time("2031-03-12T00:00:00Z"), time("2031-03-13T00:00:00Z")))]
            [at % 2],
        windows: vec![Window {
            start: jiff::civil::time(9, 0, 0, 0),
            end: jiff::civil::time(14, 0, 0, 0),
            repeat: "FREQ=DAILY".to_owned(),
            first: None,
        }],
        zone: vec![Zone::Place("Arden".to_owned()), Zone::Area { area: AreaId::new("mill") }],
        outside: vec![],
        due: [
            Some(Deadline::At(time("2031-03-07T06:00:00Z").into())),
            Some(Deadline::Within { within: "48 hours".parse().unwrap(), of: StepId::new("longer") }),
        ][at % 2]
            .clone(),
        owed_to: vec![],
        after: vec![],
        unless: vec![],
        line: 10 + at,
    };
    let access = Term::GrantAccess { to: "Arden".to_owned(), by: None };
    let exclusion = Term::ExcludeGroups { groups: vec![ActorId::new("ruba-front")], partners_of: vec![] };
    Agreement {
        id: AgreementId::new(id),
        title: title.to_owned(),
        kind: AgreementKind::Agreement,
        made_on: date(2031, 3, 1),
        zone: "UTC".to_owned(),
        parties: vec![party(&north), party(&south)],
        cite: vec!["Text as read out in Ruba, page 1".to_owned()],
        articles: vec![Article { text: "Both sides hold their fire.".to_owned(), line: 7 }],
        provisions: [Term::CeaseHostilities, access, exclusion, Term::Renew { every_hours: 48 }]
            .into_iter()
            .enumerate()
            .map(|(at, term)| provision(at, term))
            .collect(),
        readings: vec![Reading {
            id: ReadingId::new("south"),
            title: "As South reads it".to_owned(),
            holders: vec![south],
            words: vec![],
            changes: vec![(ProvisionId::new("art-0"), Change { unbind: vec![north], ..Change::default() })],
            accepts: vec![TurnId::new("longer")],
            rejects: vec![],
            line: 30,
        }],
        areas: vec![Area {
            id: AreaId::new("mill"),
            title: "The mill".to_owned(),
            shape: Shape::Polygons {
                rings: vec![vec![vec![[0.5, 0.25], [1.5, 0.25], [1.5, 1.25], [0.5, 0.25]]]],
            },
            edge_km: 1.5,
            cite: None,
            line: 40,
        }],
        turns: vec![Turn {
            id: TurnId::new("longer"),
            what: TurnKind::Extended,
            at: Some(time("2031-03-11T06:00:00Z").into()),
            until: Some(time("2031-03-20T06:00:00Z").into()),
            provisions: vec![],
            by: vec![],
            under: None,
            contested: true,
            text: "Both sides hold their fire for longer.".to_owned(),
            cite: "Text as read out in Ruba, page 2".to_owned(),
            line: 50,
        }],
        supersedes: vec![],
    }
}

/// A document with its claims.
pub fn dispatch(title: &str, claims: usize) -> [Entry; 2] {
    let text = text_of(title, claims);
    [document(&text), extraction(&text, claims_of(&text))]
}
