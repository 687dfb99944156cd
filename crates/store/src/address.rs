//! Reads the address of a store and opens the backend that it names.

use crate::{
    Log, StoreError, copy,
    sql::{Backend, Sql},
    sqlite::{self, Sqlite},
    store::Store,
};

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

/// Opens the store at `address`: a path, or `sqlite:PATH`.
pub fn open(address: &str, mode: Mode) -> Result<Box<dyn Log>, StoreError> {
    Ok(Box::new(Store::new(Sqlite::open(path(address)?, mode)?)))
}

/// Makes a new store at `address` of the copy in the file at `backup`.
pub fn restore(backup: &str, address: &str) -> Result<Box<dyn Log>, StoreError> {
    let (from, to) = (Sqlite::open(backup, Mode::ReadOnly)?, path(address)?);
    sqlite::into_new_file(to, &mut |to| fill(&from, to))?;
    open(address, Mode::ReadWrite)
}

/// Fills an empty store from another, in the transaction of the empty one.
pub(crate) fn fill(from: &dyn Backend, to: &dyn Sql) -> Result<(), StoreError> {
    from.read(&mut |from| copy::copy(from, to))
}

/// The path of the SQLite file at `address`.
fn path(address: &str) -> Result<&str, StoreError> {
    let refuse =
        |problem: &str| Err(StoreError::Address { address: shown(address), problem: problem.to_owned() });
    let path = match address.split_once(':') {
        Some(("postgres" | "postgresql", _)) => {
            return refuse("names a PostgreSQL server, and this build has no PostgreSQL store yet");
        }
        Some(("sqlite", path)) => path.strip_prefix("//").unwrap_or(path),
        Some((_, rest)) if rest.starts_with("//") => return refuse("names no kind of store known here"),
        _ => address,
    };
    match path {
        "" => refuse("names no file"),
        path if path.contains('\0') => refuse("holds a zero byte"),
        path => Ok(path),
    }
}

/// The address without a password that may stand in it.
fn shown(address: &str) -> String {
    match (address.find("://"), address.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 <= at => {
            format!("{}…{}", &address[..scheme + 3], &address[at..])
        }
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_file() {
        let check = |address, expected| assert_eq!(path(address).ok(), expected, "{address}");
        check("truce.db", Some("truce.db"));
        check("sqlite:truce.db", Some("truce.db"));
        check("sqlite:///srv/truce.db", Some("/srv/truce.db"));
        check("a:b.db", Some("a:b.db"));
        check("", None);
        check("sqlite:", None);
        check("postgres://north@arden/truce", None);
        check("ftp://arden/truce", None);
    }

    #[test]
    fn a_password_is_not_shown() {
        let error = path("postgres://north:secret@arden/truce").unwrap_err().to_string();
        assert!(error.contains("postgres://…@arden/truce") && !error.contains("secret"), "{error}");
    }
}
