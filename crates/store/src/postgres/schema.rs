//! Makes the tables of a store on a server, tells their version, and checks that they are those of this one. Never
//! changes a record.

use super::{
    dialect::{self, Definition},
    lock,
    session::Session,
};
use crate::{
    Mode, StoreError,
    sql::{Sql, Value, Work},
    views,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    thread,
    time::{Duration, Instant},
};

/// Each migration of the log; the version of a store is the number of those applied. The views are defined beside.
const MIGRATIONS: [&str; 3] = [
    include_str!("../../migrations/postgres/0001_create_log.sql"),
    include_str!("../../migrations/postgres/0002_derive_views.sql"),
    include_str!("../../migrations/postgres/0003_create_accounts.sql"),
];

/// The first version whose views hold what those of this one hold; what came since are indexes.
const DERIVED: usize = 2;

/// The version that this program reads and writes.
const KNOWN: u32 = MIGRATIONS.len() as u32;

/// Describes everything in a schema, a line a thing: its kind, its table, its definition.
const CATALOG: &str = include_str!("catalog.sql");

/// How long readers of what was there before an erasure may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Checks what lies in the schema, and makes it a store or brings it up to date where that is asked for.
pub(super) fn open(session: &Session, mode: Mode) -> Result<(), StoreError> {
    match mode {
        Mode::Create => make(session, &mut |_| Ok(())),
        Mode::ReadOnly => match version(session)? {
            version if version < KNOWN => Err(older(session, version)),
            _ => Ok(()),
        },
        Mode::ReadWrite => match version(session)? {
            version if version < KNOWN => within(session, &mut |session| update(session)),
            _ => Ok(()),
        },
    }
}

/// Makes a store and fills it, or nothing.
pub(super) fn make(session: &Session, fill: &mut Work<'_>) -> Result<(), StoreError> {
    within(session, &mut |session| {
        create(session)?;
        fill(session)
    })
}

fn older(session: &Session, version: u32) -> StoreError {
    StoreError::Older { store: session.store().to_owned(), version, known: KNOWN }
}

fn within(
    session: &Session,
    work: &mut dyn FnMut(&Session) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    session.enter("begin to make the tables", &format!("BEGIN; {}", lock::in_turn(session)))?;
    let done = work(session).and_then(|()| session.commit());
    session.leave();
    done
}

fn create(session: &Session) -> Result<(), StoreError> {
    let (schema, store) = (session.server().schema(), session.store());
    if encoding(session)? != "UTF8" {
        let problem = "the database does not hold its texts as UTF-8".to_owned();
        return Err(StoreError::Unopened { store: store.to_owned(), problem });
    }
    match things(session)? {
        None => session.batch("make the schema", &format!("CREATE SCHEMA \"{schema}\""))?,
        Some(0) => {}
        Some(_) => return Err(StoreError::Exists { store: store.to_owned() }),
    }
    for sql in MIGRATIONS {
        session.batch("make the tables", &sql.replace("{schema}", &format!("\"{schema}\"")))?;
    }
    session.batch("make the tables", &format!("INSERT INTO trucewatch (version) VALUES ({KNOWN})"))?;
    views::define(session)
}

/// Applies the migrations that the store lacks, once nobody reads it any more.
fn update(session: &Session) -> Result<(), StoreError> {
    let doing = "bring it up to date";
    session.batch(doing, "LOCK TABLE trucewatch IN ACCESS EXCLUSIVE MODE")?;
    // Asked again, since another program may have been quicker.
    let from = version(session)? as usize;
    for sql in MIGRATIONS.iter().skip(from) {
        session.batch(doing, &sql.replace("{schema}", &format!("\"{}\"", session.server().schema())))?;
    }
    session.batch(doing, &format!("UPDATE trucewatch SET version = {KNOWN}"))?;
    if from < DERIVED { views::rebuild(session) } else { views::index(session) }
}

/// The version of the tables, if it is a store and no newer than this program.
fn version(session: &Session) -> Result<u32, StoreError> {
    let store = || session.store().to_owned();
    let sql: &dyn Sql = session;
    match things(session)? {
        None | Some(0) => return Err(StoreError::Missing { store: store() }),
        Some(_) => {}
    }
    let ask = "SELECT c.oid IS NOT NULL FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid
               WHERE n.nspname = ?1 AND c.relname = 'trucewatch' AND c.relkind = 'r'";
    if sql.first("read what it is", ask, &[session.server().schema().into()])?.is_none() {
        let problem = "the schema holds tables of another program".to_owned();
        return Err(StoreError::Foreign { store: store(), problem });
    }
    let row = sql.first("read what it is", "SELECT version FROM trucewatch", &[])?;
    let version = row.map_or(Ok(0), |row| row.int(0))?;
    let version = u32::try_from(version).unwrap_or(0);
    if version > KNOWN {
        return Err(StoreError::Newer { store: store(), version, known: KNOWN });
    }
    Ok(version)
}

/// How many things lie in the schema; `None`: there is no such schema.
fn things(session: &Session) -> Result<Option<i64>, StoreError> {
    let ask = "SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = n.oid)
                    + (SELECT count(*) FROM pg_proc WHERE pronamespace = n.oid)
               FROM pg_namespace n WHERE nspname = ?1";
    let sql: &dyn Sql = session;
    let row = sql.first("read what it is", ask, &[session.server().schema().into()])?;
    row.map(|row| row.int(0)).transpose()
}

fn encoding(session: &Session) -> Result<String, StoreError> {
    let sql: &dyn Sql = session;
    let row = sql.first("read what it is", "SELECT current_setting('server_encoding')", &[])?;
    row.map_or_else(|| Ok(String::new()), |mut row| row.text(0))
}

/// Runs statements, of which those that make tables anew only empty the tables that are as they are to be: others read
/// them meanwhile, and would find a table empty that was dropped under them.
pub(super) fn define(
    session: &Session,
    doing: &'static str,
    statements: &[String],
) -> Result<(), StoreError> {
    let dropped = statements.iter().filter_map(|sql| match dialect::table(sql) {
        Some(Definition::Drop(table)) => Some(table),
        _ => None,
    });
    let sound = sound(session, dropped.collect())?;
    for sql in statements {
        match dialect::table(sql) {
            Some(Definition::Drop(table)) if sound.contains(table) => {
                session.batch(doing, &format!("DELETE FROM {table}"))?;
            }
            Some(Definition::Make(table)) if sound.contains(table) => {}
            Some(Definition::Make(_)) if has_index(session, sql)? => {}
            _ => session.batch(doing, sql)?,
        }
    }
    Ok(())
}

/// Whether a statement makes an index only if there is none, and there is: those who may only append may not ask so.
fn has_index(session: &Session, statement: &str) -> Result<bool, StoreError> {
    let Some(rest) = statement.strip_prefix("CREATE INDEX IF NOT EXISTS ") else { return Ok(false) };
    let name = rest.split(' ').next().unwrap_or_default();
    let ask = "SELECT 1 FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
               WHERE nspname = ?1 AND relname = ?2 AND relkind = 'i'";
    let sql: &dyn Sql = session;
    Ok(sql.first("define the views", ask, &[session.server().schema().into(), name.into()])?.is_some())
}

/// Those of these tables that are there as this version makes them.
fn sound<'t>(session: &Session, tables: Vec<&'t str>) -> Result<BTreeSet<&'t str>, StoreError> {
    if tables.is_empty() {
        return Ok(BTreeSet::new());
    }
    let here = catalog(session, session.server().schema())?;
    let there: Vec<&str> = tables.into_iter().filter(|table| here.contains_key(*table)).collect();
    if there.is_empty() {
        return Ok(BTreeSet::new());
    }
    let fresh = fresh(session)?;
    Ok(there.into_iter().filter(|table| here.get(*table) == fresh.get(*table)).collect())
}

/// Checks that tables, triggers and functions are those of this version, so that nothing lets the log be changed.
pub(super) fn check(session: &Session, sql: &dyn Sql) -> Result<(), StoreError> {
    let (here, there) = (catalog(sql, session.server().schema())?, fresh(session)?);
    if here == there {
        return Ok(());
    }
    let differs = |name: &&String| here.get(*name) != there.get(*name);
    let first = here.keys().chain(there.keys()).find(differs).map_or("", String::as_str);
    Err(sql.damaged(
        None,
        format!("its tables or triggers are not those that this version makes: see `{first}`"),
    ))
}

/// What this version makes, made on this very server where nobody sees it.
fn fresh(session: &Session) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
    let doing = "make tables to compare with";
    let other = session.beside(Mode::ReadWrite)?;
    other.enter(doing, "BEGIN; SET LOCAL search_path = pg_temp;")?;
    let made = (|| {
        for sql in MIGRATIONS {
            other.batch(doing, &sql.replace("{schema}", "pg_temp"))?;
        }
        for sql in [views::DEFINITION, views::INDEXES].into_iter().flat_map(dialect::statements) {
            if !matches!(dialect::table(&sql), Some(Definition::Drop(_))) {
                other.batch(doing, &sql)?;
            }
        }
        let ask = "SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()";
        let row = (&other as &dyn Sql).first(doing, ask, &[])?;
        catalog(&other, &row.map_or_else(|| Ok(String::new()), |mut row| row.text(0))?)
    })();
    other.leave();
    made
}

/// What lies in a schema, by table; functions stand under their own names.
fn catalog(sql: &dyn Sql, schema: &str) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
    let (bare, quoted) = (format!("{schema}."), format!("\"{schema}\"."));
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mut row in sql.rows("compare the tables", CATALOG, &[Value::from(schema)])? {
        let line = format!("{} {}", row.text(1)?, row.text(2)?);
        let line = line.replace(&quoted, "").replace(&bare, "").replace("pg_temp.", "");
        tables.entry(row.text(0)?).or_default().push(line);
    }
    tables.values_mut().for_each(|lines| lines.sort());
    Ok(tables)
}

/// Writes every table anew without what was deleted, once nobody reads what was there before.
pub(super) fn scrub(session: &Session) -> Result<(), StoreError> {
    let unscrubbed = |_| StoreError::Unscrubbed { store: session.store().to_owned() };
    wait_for_older_readers(session)?;
    let doing = "write the tables anew";
    let ask = "SELECT quote_ident(relname) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
               WHERE nspname = ?1 AND relkind = 'r' ORDER BY 1";
    for mut row in session.rows(doing, ask, &[session.server().schema().into()])? {
        session.batch(doing, &format!("VACUUM (FULL, ANALYZE) {}", row.text(0)?)).map_err(unscrubbed)?;
    }
    session.batch(doing, "DELETE FROM unscrubbed").map_err(unscrubbed)
}

/// Whether this session may write the tables anew.
pub(super) fn may_scrub(session: &Session) -> Result<bool, StoreError> {
    let ask =
        "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
               WHERE nspname = ?1 AND relname = 'log'";
    let sql: &dyn Sql = session;
    let row = sql.first("read what was erased", ask, &[session.server().schema().into()])?;
    Ok(row.map_or(Ok(0), |row| row.int(0))? == 1)
}

/// What a transaction that began earlier can still see, the server does not throw away.
fn wait_for_older_readers(session: &Session) -> Result<(), StoreError> {
    let sql: &dyn Sql = session;
    let doing = "wait for those who read what was erased";
    let now = sql.first(doing, "SELECT clock_timestamp()::text", &[])?;
    let since = now.map_or_else(|| Ok(String::new()), |mut row| row.text(0))?;
    let ask =
        // Whoever writes in another database keeps rows as well. Of sessions of other users the server may hide all but
        // that they are within a transaction; then it counts as an old one.
        "SELECT count(*) FROM pg_stat_activity AS other WHERE datname IS NOT NULL AND pid <> pg_backend_pid() AND
               ((backend_type = 'client backend' AND xact_start < ?1::text::timestamptz AND
                 (backend_xid IS NOT NULL OR backend_xmin IS NOT NULL AND datname = current_database()))
                OR (backend_type IS NULL AND EXISTS
                    (SELECT 1 FROM pg_locks WHERE locktype = 'virtualxid' AND pg_locks.pid = other.pid)))";
    let start = Instant::now();
    loop {
        let left = sql.first(doing, ask, &[since.as_str().into()])?.map_or(Ok(0), |row| row.int(0))?;
        if left == 0 {
            return Ok(());
        }
        if start.elapsed() > PATIENCE {
            return Err(StoreError::Unscrubbed { store: session.store().to_owned() });
        }
        thread::sleep(Duration::from_millis(100));
    }
}
