//! Invented documents, claims and agreements, and stores that vanish.

use jiff::{Timestamp, civil::date};
use postgres::types::Type;
use rusqlite::types::Value;
use std::{
    env,
    sync::atomic::{AtomicUsize, Ordering},
};
use tempfile::TempDir;
use truce_model::{
    Act, ActorId, Agreement, AgreementId, AgreementKind, Area, AreaId, Article, Block, BlockRole, Change,
    Claim, ClaimId, Conduct, Count, Deadline, Decision, Document, DocumentId, Doubt, Edge, Hash, Interval,
    Matching, Name, Party, Provision, ProvisionId, Published, Reading, ReadingId, Record, Role, RuleId,
    Ruling, Sameness, Shape, Span, Stance, StepId, Term, Truth, Turn, TurnId, TurnKind, Window, Zone,
};
use truce_store::{Entry, Log, Mode, Readable, Teller, open};

/// Names the server that tests may use; see `cargo xtask test`.
const SERVER: &str = "TRUCE_TEST_POSTGRES";

/// A store of its own, which vanishes: a file in a folder, or a schema on a server.
pub struct Folder {
    folder: TempDir,
    schema: Option<Schema>,
}

/// A schema on the server of the tests.
struct Schema {
    server: String,
    name: String,
}

impl Schema {
    fn new(server: String) -> Schema {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        Schema { server, name: format!("test_{process}_{count}") }
    }

    fn address(&self) -> String {
        format!("{}?schema={}", self.server, self.name)
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        let drop = format!("SET client_min_messages = error; DROP SCHEMA IF EXISTS {} CASCADE", self.name);
        postgres::Client::connect(&self.server, postgres::NoTls).unwrap().batch_execute(&drop).unwrap();
    }
}

/// The server that tests may use, unless they are to do without.
pub fn server() -> Option<String> {
    match env::var(SERVER) {
        Ok(none) if none == "none" => {
            println!("left out: no PostgreSQL server");
            None
        }
        Ok(server) => Some(server),
        Err(_) => panic!(
            "this test needs a PostgreSQL server: run `cargo xtask test`, which starts one, or set {SERVER} to the \
             address of one that tests may use, or to `none` to leave out what needs it"
        ),
    }
}

/// Does the same on every database.
pub fn on_each(check: impl Fn(&dyn Fn() -> Folder)) {
    check(&Folder::new);
    if server().is_some() {
        check(&|| Folder::on_server().unwrap());
    }
}

impl Folder {
    /// One for a file.
    pub fn new() -> Folder {
        Folder { folder: TempDir::new().unwrap(), schema: None }
    }

    /// One for a schema on the server, if there is to be one.
    pub fn on_server() -> Option<Folder> {
        Some(Folder { folder: TempDir::new().unwrap(), schema: Some(Schema::new(server()?)) })
    }

    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    pub fn store(&self) -> String {
        self.schema.as_ref().map_or_else(|| self.path("truce.db"), Schema::address)
    }

    /// The schema on the server.
    pub fn schema(&self) -> &str {
        &self.schema.as_ref().expect("the store lies on a server").name
    }

    pub fn create(&self) -> Box<dyn Log> {
        open(&self.store(), Mode::Create).unwrap()
    }

    pub fn open(&self, mode: Mode) -> Box<dyn Log> {
        open(&self.store(), mode).unwrap()
    }

    /// The file behind the store's back.
    pub fn raw(&self) -> rusqlite::Connection {
        assert!(self.schema.is_none(), "the store lies in a file");
        rusqlite::Connection::open(self.store()).unwrap()
    }

    /// The schema behind the store's back.
    pub fn client(&self) -> postgres::Client {
        let schema = self.schema.as_ref().expect("the store lies on a server");
        let mut client = postgres::Client::connect(&schema.server, postgres::NoTls).unwrap();
        let set_up = format!("SET search_path = {}; SET client_min_messages = error", schema.name);
        client.batch_execute(&set_up).unwrap();
        client
    }

    /// Runs statements behind the store's back, and says what the database says.
    pub fn execute(&self, sql: &str) -> Result<(), String> {
        match self.schema {
            None => self.raw().execute_batch(sql).map_err(|e| e.to_string()),
            Some(_) => self
                .client()
                .batch_execute(sql)
                .map_err(|e| e.as_db_error().map_or_else(|| e.to_string(), |said| said.message().to_owned())),
        }
    }

    /// Every row of a table, in the order of its first columns.
    pub fn rows(&self, table: &str) -> Vec<Vec<Value>> {
        let sql = format!("SELECT * FROM {table} ORDER BY 1, 2");
        match self.schema {
            None => {
                let raw = self.raw();
                let mut statement = raw.prepare(&sql).unwrap();
                let width = statement.column_count();
                let read = |row: &rusqlite::Row<'_>| (0..width).map(|at| row.get(at)).collect();
                statement.query_map([], read).unwrap().map(Result::unwrap).collect()
            }
            Some(_) => {
                let rows = self.client().query(&sql, &[]).unwrap();
                rows.iter().map(|row| (0..row.len()).map(|at| value(row, at)).collect()).collect()
            }
        }
    }
}

/// What PostgreSQL gives as SQLite would.
fn value(row: &postgres::Row, at: usize) -> Value {
    match *row.columns()[at].type_() {
        Type::INT8 => row.get::<_, Option<i64>>(at).into(),
        Type::BYTEA => row.get::<_, Option<Vec<u8>>>(at).into(),
        _ => row.get::<_, Option<String>>(at).into(),
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

/// Whether a text stands in a file as it is.
pub fn word_for_word(text: &str, file: &[u8]) -> bool {
    String::from_utf8_lossy(file).contains(text.trim())
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
