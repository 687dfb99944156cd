//! Accounts as rows. Decides nothing about them.

use super::{Account, PasswordHash, Role, Subject, second};
use crate::{
    StoreError,
    sql::{Fields, Sql, Value},
};
use jiff::Timestamp;
use truce_model::Name;

const COLUMNS: &str = "name, role, clearance, password, email, issuer, subject, disabled, made_at, seen_at";

/// How many columns an account takes at the beginning of a row.
pub(super) const WIDTH: usize = 10;

/// The columns of an account, of a table that is called `account`.
pub(super) fn columns() -> String {
    let columns: Vec<String> = COLUMNS.split(", ").map(|column| format!("account.{column}")).collect();
    columns.join(", ")
}

/// The accounts that `which` names.
pub(super) fn accounts(sql: &dyn Sql, which: &str, values: &[Value]) -> Result<Vec<Account>, StoreError> {
    let ask = format!("SELECT {COLUMNS} FROM account {which}");
    sql.rows("read accounts", &ask, values)?.into_iter().map(|mut row| read(sql, &mut row)).collect()
}

/// The account of that key.
pub(super) fn account(sql: &dyn Sql, key: &str) -> Result<Option<Account>, StoreError> {
    Ok(accounts(sql, "WHERE key = ?1", &[key.into()])?.into_iter().next())
}

/// Reads an account from the first columns of a row.
pub(super) fn read(sql: &dyn Sql, row: &mut Fields<'_>) -> Result<Account, StoreError> {
    let (name, role, clearance) = (row.text(0)?, row.text(1)?, row.text(2)?);
    let odd = |what: &str| sql.damaged(None, format!("account `{name}`: {what}"));
    let issuer = row.maybe_text(5)?;
    Ok(Account {
        role: role.parse::<Role>().map_err(|problem| odd(&problem))?,
        clearance: clearance.parse().map_err(|_| odd("its clearance is no level"))?,
        password: row.maybe_text(3)?.map(PasswordHash),
        email: row.maybe_text(4)?,
        subject: issuer.zip(row.maybe_text(6)?).map(|(issuer, subject)| Subject { issuer, subject }),
        disabled: row.int(7)? != 0,
        made_at: time(sql, row.int(8)?)?,
        seen_at: row.maybe_int(9)?.map(|at| time(sql, at)).transpose()?,
        name: Name::parse(&name).map_err(|problem| odd(&problem.to_string()))?,
    })
}

/// The time that stands in a table.
pub(super) fn time(sql: &dyn Sql, second: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_second(second).map_err(|_| sql.damaged(None, format!("{second} is no time")))
}

/// The values of a row, in the order of the columns.
fn values(account: &Account) -> Vec<Value> {
    let Account { name, role, clearance, password, email, subject, disabled, made_at, seen_at } = account;
    vec![
        name.as_str().into(),
        role.word().into(),
        clearance.word().into(),
        password.as_ref().map(|PasswordHash(hash)| hash.as_str()).into(),
        email.as_deref().into(),
        subject.as_ref().map(|subject| subject.issuer.as_str()).into(),
        subject.as_ref().map(|subject| subject.subject.as_str()).into(),
        Value::Int((*disabled).into()),
        second(*made_at),
        seen_at.map_or(Value::Null, second),
    ]
}

/// Puts an account in, unless its name, address or subject is taken.
pub(super) fn insert(sql: &dyn Sql, account: &Account) -> Result<bool, StoreError> {
    let put = format!(
        "INSERT INTO account (key, {COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT DO NOTHING"
    );
    let mut row = vec![account.name.key().into()];
    row.extend(values(account));
    Ok(sql.run("make an account", &put, &row)? == 1)
}

/// Whether no other account has the address or the subject of this one.
pub(super) fn is_free(sql: &dyn Sql, account: &Account) -> Result<bool, StoreError> {
    let subject =
        account.subject.clone().unwrap_or(Subject { issuer: String::new(), subject: String::new() });
    let values = [
        account.name.key().into(),
        account.email.clone().unwrap_or_default().into(),
        subject.issuer.into(),
        subject.subject.into(),
    ];
    let which = "WHERE key <> ?1 AND (email = ?2 OR (issuer = ?3 AND subject = ?4))";
    Ok(accounts(sql, which, &values)?.is_empty())
}

/// Whether this account is an administrator who is not disabled, and the only one.
pub(super) fn is_last_administrator(sql: &dyn Sql, account: &Account) -> Result<bool, StoreError> {
    let which = "WHERE role = 'administrator' AND disabled = 0";
    let keepers = accounts(sql, which, &[])?;
    Ok(keepers.len() == 1 && keepers[0].name == account.name)
}

/// Writes what can change of an account.
pub(super) fn update(sql: &dyn Sql, account: &Account) -> Result<(), StoreError> {
    let set =
        "UPDATE account SET role = ?2, clearance = ?3, password = ?4, email = ?5, issuer = ?6, subject = ?7,
               disabled = ?8 WHERE key = ?1";
    let mut row = values(account);
    row[0] = account.name.key().into();
    row.truncate(8);
    sql.run("change an account", set, &row).map(drop)
}
