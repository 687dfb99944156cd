//! `truce account`: who may use a record that `truce serve --accounts` serves. Works on the store itself, whether or not it is
//! being served.

use crate::{
    arguments::{ListFormat, StoreArgument},
    failure::{Failure, note},
    files, output,
};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::json;
use std::{collections::BTreeSet, io::Write, path::PathBuf};
use truce_model::{Confidentiality, Name};
use truce_monitor::{
    Account, AccountChange, Accounts, LONGEST_TOKEN, MonitorError, NewAccount, PasswordHash, Role, Scope,
    Secret, Table, hash_password, make_password,
};

/// Say who may use the record where `truce serve --accounts` serves it
///
/// Accounts lie beside the record: no report, bundle or backup holds them. A password that is made here is printed once.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  truce account add 'Ada Berg' --role administrator\n  \
    truce account add 'Mira Lund' --role coder --clearance restricted\n  \
    truce account list")]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// Make an account; prints a password for the first login unless a file gives one
    #[command(after_help = "Examples:\n  truce account add 'Edda Holm' --role reader\n  \
        truce account add 'Jon Vik' --role reviewer --clearance confidential --email jon@arden.example")]
    Add {
        #[command(flatten)]
        store: StoreArgument,
        /// Under which changes are recorded; it cannot be changed
        #[arg(value_parser = Name::parse)]
        name: Name,
        /// What it may do: reader, coder, reviewer or administrator
        #[arg(long)]
        role: Role,
        /// What it may see: public, restricted or confidential
        #[arg(long, value_name = "LEVEL", default_value = "public")]
        clearance: Confidentiality,
        /// The address by which a provider of identities knows it
        #[arg(long, value_name = "ADDRESS")]
        email: Option<String>,
        /// Take the password from this file: its first line
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    /// List the accounts
    #[command(after_help = "Example:\n  truce account list --format json")]
    List {
        #[command(flatten)]
        store: StoreArgument,
        /// How to write them
        #[arg(long, value_enum, default_value = "table")]
        format: ListFormat,
    },
    /// Change what an account may do or see, let it in again, or give it another password
    #[command(after_help = "Examples:\n  truce account change 'Mira Lund' --role reviewer\n  \
        truce account change 'Mira Lund' --new-password")]
    Change {
        #[command(flatten)]
        store: StoreArgument,
        /// Which account
        #[arg(value_parser = Name::parse)]
        name: Name,
        #[command(flatten)]
        to: To,
    },
    /// Keep an account out: its sessions and its tokens end at once
    #[command(after_help = "Example:\n  truce account disable 'Mira Lund'")]
    Disable {
        #[command(flatten)]
        store: StoreArgument,
        /// Which account
        #[arg(value_parser = Name::parse)]
        name: Name,
    },
    /// Make a token for a program, which acts in the account's name, or end one
    #[command(
        after_help = "Examples:\n  truce account token 'Mira Lund' --label 'map of the desk' --scope read --days 90\n  \
        truce account token 'Mira Lund' --revoke 'map of the desk'"
    )]
    Token {
        #[command(flatten)]
        store: StoreArgument,
        /// Whose token
        #[arg(value_parser = Name::parse)]
        name: Name,
        /// What it is for
        #[arg(long, value_name = "TEXT", required_unless_present = "revoke")]
        label: Option<String>,
        /// What it is good for: read, write or administer; each includes those before it
        #[arg(long, required_unless_present = "revoke")]
        scope: Vec<Scope>,
        /// For how many days
        #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=i64::from(LONGEST_TOKEN)))]
        days: u16,
        /// End the token that is for this
        #[arg(long, value_name = "LABEL", conflicts_with_all = ["label", "scope", "days"])]
        revoke: Option<String>,
    },
}

/// What is to be different.
#[derive(Args, Debug)]
#[group(required = true, multiple = true)]
struct To {
    /// What it may do: reader, coder, reviewer or administrator
    #[arg(long)]
    role: Option<Role>,
    /// What it may see: public, restricted or confidential
    #[arg(long, value_name = "LEVEL")]
    clearance: Option<Confidentiality>,
    /// The address by which a provider of identities knows it; another one ends the link to the provider
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Let it in again after it was disabled
    #[arg(long)]
    enable: bool,
    /// Take the password from this file: its first line
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Make a password and print it
    #[arg(long, conflicts_with = "password_file")]
    new_password: bool,
}

/// Does what is asked for.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let now = Timestamp::now();
    match &arguments.verb {
        Verb::Add { store, name, role, clearance, email, password_file } => {
            let (password, made) = password(name, password_file.as_ref())?;
            let new = NewAccount {
                name: name.clone(),
                role: *role,
                clearance: *clearance,
                email: email.clone(),
                password: Some(password),
            };
            let account = open(store)?.add(new, now)?;
            told(&account, made.as_ref())
        }
        Verb::List { store, format } => {
            let all = Accounts::open_read_only(&store.store()?)?.all()?;
            output::list(&table(&all), &COLUMNS[..6], &[], *format)
        }
        Verb::Change { store, name, to } => {
            let (password, made) = match (&to.password_file, to.new_password) {
                (None, false) => (None, None),
                (file, _) => password(name, file.as_ref()).map(|(password, made)| (Some(password), made))?,
            };
            let change = AccountChange {
                role: to.role,
                clearance: to.clearance,
                email: to.email.clone(),
                disabled: to.enable.then_some(false),
                password,
            };
            told(&open(store)?.change(name, &change, None)?, made.as_ref())
        }
        Verb::Disable { store, name } => {
            let change = AccountChange { disabled: Some(true), ..AccountChange::default() };
            told(&open(store)?.change(name, &change, None)?, None)
        }
        Verb::Token { store, name, revoke: Some(revoke), .. } => {
            open(store)?.revoke_token(name, revoke)?;
            Ok(writeln!(std::io::stdout().lock(), "the token `{revoke}` of {name} is over")?)
        }
        Verb::Token { store, name, label, scope, days, .. } => {
            let label = label.as_deref().expect("clap asks for a label unless one is revoked");
            let scopes: BTreeSet<Scope> = scope.iter().copied().collect();
            let (secret, token) = open(store)?.make_token(name, label, &scopes, *days, now)?;
            let until = token.expires_at;
            note(&format!("a token of {name}, good until {until}; it is not shown again"));
            Ok(writeln!(std::io::stdout().lock(), "{}", secret.shown())?)
        }
    }
}

fn open(store: &StoreArgument) -> Result<Accounts, Failure> {
    Ok(Accounts::open(&store.store()?)?)
}

/// The password in a file, or one that is made.
fn password(name: &Name, file: Option<&PathBuf>) -> Result<(PasswordHash, Option<Secret>), Failure> {
    let Some(file) = file else {
        let made = make_password().map_err(MonitorError::from)?;
        return Ok((hash_password(name, made.shown()).map_err(MonitorError::from)?, Some(made)));
    };
    let text = files::text(&file.to_string_lossy())?;
    let first = text.lines().next().unwrap_or_default();
    match hash_password(name, first) {
        Ok(hash) => Ok((hash, None)),
        Err(error) => {
            let hint = error.hint().map(str::to_owned);
            Err(Failure::Data(format!("{}: {error}", file.display()), hint))
        }
    }
}

/// Prints what an account is now, and a password that was made for it.
fn told(account: &Account, made: Option<&Secret>) -> Result<(), Failure> {
    let Account { name, role, clearance, disabled, .. } = account;
    let out = if *disabled { ", kept out" } else { "" };
    let mut to = std::io::stdout().lock();
    writeln!(to, "{name}: {role}, cleared for {clearance}{out}")?;
    if let Some(made) = made {
        note("the password is not shown again; whoever gets it should take another at the first login");
        writeln!(to, "password: {}", made.shown())?;
    }
    Ok(())
}

/// What is told of each account.
const COLUMNS: [&str; 8] = ["name", "role", "clearance", "state", "by", "email", "made_at", "seen_at"];

fn table(all: &[Account]) -> Table {
    let row = |account: &Account| {
        let Account { name, role, clearance, password, email, subject, disabled, made_at, seen_at } = account;
        let ways = [(password.is_some(), "password"), (subject.is_some(), "provider")];
        let ways: Vec<&str> = ways.into_iter().filter(|(has, _)| *has).map(|(_, way)| way).collect();
        vec![
            json!(name.as_str()),
            json!(role.word()),
            json!(clearance.word()),
            json!(if *disabled { "kept out" } else { "let in" }),
            json!(ways.join(", ")),
            json!(email),
            json!(made_at.to_string()),
            json!(seen_at.map(|at| at.to_string())),
        ]
    };
    Table { columns: COLUMNS.to_vec(), rows: all.iter().map(row).collect() }
}
