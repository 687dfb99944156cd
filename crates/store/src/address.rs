//! Reads the address of a store and opens the backend that it names.

use crate::{
    Log, StoreError, copy,
    postgres::{self, Postgres},
    sql::{Backend, Sql},
    sqlite::{self, Sqlite},
    store::Store,
    veiled::Veiled,
};
use truce_model::Confidentiality;

/// What a store is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Making a new one; an existing one is refused.
    Create,
    /// Reading and appending. An older version is brought up to date.
    ReadWrite,
    /// Reading; the file is not changed.
    ReadOnly,
}

/// Where a store lies.
#[derive(Debug, PartialEq, Eq)]
enum Place<'a> {
    /// An SQLite file.
    File(&'a str),
    /// A schema on a PostgreSQL server.
    Server(&'a str),
}

/// Opens the store at `address`: a path, `sqlite:PATH`, or `postgres://USER@HOST/DATABASE`.
pub fn open(address: &str, mode: Mode) -> Result<Box<dyn Log>, StoreError> {
    Ok(match place(address)? {
        Place::File(path) => Box::new(Store::new(Sqlite::open(path, mode)?).made_up(mode)?),
        Place::Server(url) => Box::new(Store::new(Postgres::open(url, &shown(url), mode)?).made_up(mode)?),
    })
}

/// Opens the store at `address` to read what somebody with that clearance may see; all else is not there.
pub fn open_cleared(address: &str, cleared: Confidentiality) -> Result<Box<dyn Log>, StoreError> {
    Ok(Box::new(Veiled::new(open(address, Mode::ReadOnly)?, cleared)))
}

/// The database of the store at `address`, for what lies beside the log.
pub(crate) fn backend(address: &str, mode: Mode) -> Result<Box<dyn Backend>, StoreError> {
    Ok(match place(address)? {
        Place::File(path) => Box::new(Sqlite::open(path, mode)?),
        Place::Server(url) => Box::new(Postgres::open(url, &shown(url), mode)?),
    })
}

/// Makes a new store at `address` of the copy in the file at `backup`.
pub fn restore(backup: &str, address: &str) -> Result<Box<dyn Log>, StoreError> {
    let from = Sqlite::open(backup, Mode::ReadOnly)?;
    match place(address)? {
        Place::File(path) => sqlite::into_new_file(path, &mut |to| fill(&from, to))?,
        Place::Server(url) => postgres::into_new_schema(url, &shown(url), &mut |to| fill(&from, to))?,
    }
    open(address, Mode::ReadWrite)
}

/// Fills an empty store from another, in the transaction of the empty one.
pub(crate) fn fill(from: &dyn Backend, to: &dyn Sql) -> Result<(), StoreError> {
    from.read(&mut |from| copy::copy(from, to))
}

/// What an address names.
fn place(address: &str) -> Result<Place<'_>, StoreError> {
    let refuse =
        |problem: &str| Err(StoreError::Address { address: shown(address), problem: problem.to_owned() });
    let path = match address.split_once(':') {
        Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => {
            return Ok(Place::Server(address));
        }
        Some(("postgres" | "postgresql", _)) => return refuse("names no server: `//` is missing"),
        Some(("sqlite", path)) => path.strip_prefix("//").unwrap_or(path),
        Some((_, rest)) if rest.starts_with("//") => return refuse("names no kind of store known here"),
        _ => address,
    };
    match path {
        "" => refuse("names no file"),
        path if path.contains('\0') => refuse("holds a zero byte"),
        path => Ok(Place::File(path)),
    }
}

/// The address without the user and the password that may stand in it, for messages.
pub fn shown(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let rest = rest.rfind('@').map_or_else(|| rest.to_owned(), |at| format!("…{}", &rest[at..]));
    let (place, query) = rest.split_once('?').unwrap_or((&rest, ""));
    let query: Vec<&str> = query.split('&').filter(|part| !part.contains("password")).collect();
    let mark = if query.concat().is_empty() { "" } else { "?" };
    format!("{scheme}://{place}{mark}{}", query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_file() {
        let check = |address, expected: Option<&'static str>| {
            assert_eq!(place(address).ok(), expected.map(Place::File), "{address}")
        };
        check("truce.db", Some("truce.db"));
        check("sqlite:truce.db", Some("truce.db"));
        check("sqlite:///srv/truce.db", Some("/srv/truce.db"));
        check("a:b.db", Some("a:b.db"));
        check("", None);
        check("sqlite:", None);
        check("postgres:truce", None);
        check("ftp://arden/truce", None);
    }

    #[test]
    fn an_address_names_a_server() {
        for address in ["postgres://north@arden/truce", "postgresql:///truce?schema=north"] {
            assert_eq!(place(address).ok(), Some(Place::Server(address)));
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        let check = |address, expected| assert_eq!(shown(address), expected);
        check("postgres://north:secret@arden/truce", "postgres://…@arden/truce");
        check("postgres://north:se@cr?et@arden/truce", "postgres://…@arden/truce");
        check(
            "postgres://north@arden/truce?password=secret&schema=north",
            "postgres://…@arden/truce?schema=north",
        );
        check("a?b.db", "a?b.db");
    }
}
