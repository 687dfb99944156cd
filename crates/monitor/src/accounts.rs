//! Who may use a record on a server: makes accounts, sessions and tokens, and knows their secrets again. Knows no HTTP.

mod error;
mod password;
mod secret;

pub use error::AccountError;
pub use password::{SHORTEST_PASSWORD, check_password, hash_password, make_password};
pub use secret::Secret;

use crate::{MonitorError, Store};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use truce_model::{Confidentiality, Hash, Name};
use truce_store::{
    Account, Accounts as Stored, Answer, Begun, Changed, Mode, PasswordHash, Role, Scope, Session, Subject,
    Token,
};

/// How long a session lasts unless it is renewed.
pub const SESSION_LASTS: SignedDuration = SignedDuration::from_hours(12);
/// How long a session lasts at most, however often it is renewed.
const LONGEST_SESSION: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long an answer is kept for a request that comes again.
const ANSWER_LASTS: SignedDuration = SignedDuration::from_hours(24);
/// For how many days a token can be made.
pub const LONGEST_TOKEN: u16 = 366;

/// The accounts of a record, on a connection of their own.
#[derive(Debug)]
pub struct Accounts(Stored);

/// An account that is to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Under which changes are recorded.
    pub name: Name,
    /// What he may do.
    pub role: Role,
    /// What he may see.
    pub clearance: Confidentiality,
    /// By which a provider's first word of him is believed.
    pub email: Option<String>,
    /// By which he logs in.
    pub password: Option<PasswordHash>,
}

/// What is to be different about an account; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct AccountChange {
    /// What he may do.
    pub role: Option<Role>,
    /// What he may see.
    pub clearance: Option<Confidentiality>,
    /// By which a provider's first word of him is believed. Another address ends the link to a provider.
    pub email: Option<String>,
    /// Whether he is kept out.
    pub disabled: Option<bool>,
    /// By which he logs in.
    pub password: Option<PasswordHash>,
}

/// The scopes of which a role may make use.
pub fn scopes_of(role: Role) -> BTreeSet<Scope> {
    match role {
        Role::Reader => [Scope::Read].into(),
        Role::Coder | Role::Reviewer => [Scope::Read, Scope::Write].into(),
        Role::Administrator => Scope::ALL.into(),
    }
}

impl Accounts {
    /// Opens the accounts of a record to read and change them.
    pub fn open(store: &Store) -> Result<Accounts, MonitorError> {
        Ok(Accounts(Stored::open(&store.url, Mode::ReadWrite)?))
    }

    /// Opens the accounts of a record to read them.
    pub fn open_read_only(store: &Store) -> Result<Accounts, MonitorError> {
        Ok(Accounts(Stored::open(&store.url, Mode::ReadOnly)?))
    }

    /// Every account, by name.
    pub fn all(&self) -> Result<Vec<Account>, MonitorError> {
        Ok(self.0.all()?)
    }

    /// The account of that name, however it is spelt.
    pub fn account(&self, name: &Name) -> Result<Option<Account>, MonitorError> {
        Ok(self.0.account(name)?)
    }

    /// Makes an account.
    pub fn add(&mut self, new: NewAccount, now: Timestamp) -> Result<Account, MonitorError> {
        let NewAccount { name, role, clearance, email, password } = new;
        let email = email.as_deref().map(address).transpose()?;
        let account = Account {
            name,
            role,
            clearance,
            password,
            email,
            subject: None,
            disabled: false,
            made_at: second(now),
            seen_at: None,
        };
        if self.0.add(&account)? {
            return Ok(account);
        }
        Err(match self.0.account(&account.name)? {
            Some(_) => AccountError::Taken { name: account.name },
            None => AccountError::EmailTaken,
        }
        .into())
    }

    /// Changes an account. Another password, and being kept out, end its sessions but the one that is told.
    pub fn change(
        &mut self,
        name: &Name,
        change: &AccountChange,
        but: Option<Hash>,
    ) -> Result<Account, MonitorError> {
        let email = change.email.as_deref().map(address).transpose()?;
        let changed = self.0.change(name, &mut |account| {
            account.role = change.role.unwrap_or(account.role);
            account.clearance = change.clearance.unwrap_or(account.clearance);
            account.disabled = change.disabled.unwrap_or(account.disabled);
            if let Some(password) = &change.password {
                account.password = Some(password.clone());
            }
            if email.is_some() && account.email != email {
                account.email.clone_from(&email);
                account.subject = None;
            }
        })?;
        let account = done(name, changed)?;
        if change.password.is_some() || change.email.is_some() {
            self.0.end_sessions(&account.name, but)?;
        }
        Ok(account)
    }

    /// The account for which a provider vouches. One that has no provider yet is linked by an address that the provider
    /// has verified.
    pub fn vouched(&mut self, subject: &Subject, verified: Option<&str>) -> Result<Account, MonitorError> {
        if let Some(account) = self.0.of_subject(subject)? {
            return if account.disabled { Err(AccountError::NotInvited.into()) } else { Ok(account) };
        }
        let invited = verified.map(|email| self.0.of_email(email)).transpose()?.flatten();
        let invited = invited.filter(|account| account.subject.is_none() && !account.disabled);
        let Some(account) = invited else { return Err(AccountError::NotInvited.into()) };
        let mut linked = false;
        let changed = self.0.change(&account.name, &mut |account| {
            // Asked again within the transaction: two logins may come at once.
            linked = account.subject.is_none() && !account.disabled;
            if linked {
                account.subject = Some(subject.clone());
            }
        })?;
        let account = done(&account.name, changed)?;
        if linked { Ok(account) } else { Err(AccountError::NotInvited.into()) }
    }

    /// Logs an account in, and out of the session that this one takes the place of.
    pub fn log_in(
        &mut self,
        name: &Name,
        instead_of: Option<Hash>,
        now: Timestamp,
    ) -> Result<Secret, MonitorError> {
        let secret = Secret::make("")?;
        let session =
            Session { hash: secret.hash(), made_at: second(now), expires_at: second(now) + SESSION_LASTS };
        self.0.begin_session(name, &session, instead_of)?;
        Ok(secret)
    }

    /// Whose session that is, if it is not over.
    pub fn session(&self, hash: Hash, now: Timestamp) -> Result<Option<(Session, Account)>, MonitorError> {
        Ok(self.0.session(hash, now)?)
    }

    /// Until when a session is to last if it should be renewed now: once half of its time is over.
    pub fn renewal(session: &Session, now: Timestamp) -> Option<Timestamp> {
        let until = (second(now) + SESSION_LASTS).min(session.made_at + LONGEST_SESSION);
        let half = session.expires_at.duration_since(now) < SESSION_LASTS / 2;
        (half && until > session.expires_at).then_some(until)
    }

    /// Lets a session last until then.
    pub fn renew(&mut self, session: &Session, now: Timestamp, until: Timestamp) -> Result<(), MonitorError> {
        Ok(self.0.renew_session(session.hash, now, until)?)
    }

    /// Ends a session.
    pub fn log_out(&mut self, hash: Hash) -> Result<(), MonitorError> {
        Ok(self.0.end_session(hash)?)
    }

    /// Makes a token of an account; the secret is told once.
    pub fn make_token(
        &mut self,
        name: &Name,
        token: &str,
        scopes: &BTreeSet<Scope>,
        days: u16,
        now: Timestamp,
    ) -> Result<(Secret, Token), MonitorError> {
        let unknown = || AccountError::Unknown { name: name.clone() };
        let account = self.0.account(name)?.filter(|account| !account.disabled).ok_or_else(unknown)?;
        let token = token.split_whitespace().collect::<Vec<_>>().join(" ");
        if token.is_empty() || token.len() > 100 {
            return Err(AccountError::TokenName.into());
        }
        if scopes.is_empty() {
            return Err(AccountError::NoScope.into());
        }
        if let Some(scope) = scopes.difference(&scopes_of(account.role)).next() {
            return Err(AccountError::BeyondRole { scope: *scope, role: account.role }.into());
        }
        if days == 0 || days > LONGEST_TOKEN {
            return Err(AccountError::TokenDays { days }.into());
        }
        let secret = Secret::make("truce_")?;
        let made_at = second(now);
        let lasts = SignedDuration::from_hours(24 * i64::from(days));
        let token = Token {
            hash: secret.hash(),
            name: token,
            scopes: scopes.clone(),
            made_at,
            expires_at: made_at + lasts,
            used_at: None,
        };
        if self.0.add_token(name, &token)? {
            return Ok((secret, token));
        }
        Err(AccountError::TokenTaken { name: account.name, token: token.name }.into())
    }

    /// The tokens of an account that are not over.
    pub fn tokens(&self, name: &Name, now: Timestamp) -> Result<Vec<Token>, MonitorError> {
        Ok(self.0.tokens(name, now)?)
    }

    /// Whose token that is, if it is not over.
    pub fn token(&self, hash: Hash, now: Timestamp) -> Result<Option<(Token, Account)>, MonitorError> {
        Ok(self.0.token(hash, now)?)
    }

    /// Notes that a token was used.
    pub fn note_use(&mut self, token: &Token, now: Timestamp) -> Result<(), MonitorError> {
        Ok(self.0.note_use(token, now)?)
    }

    /// Ends a token.
    pub fn revoke_token(&mut self, name: &Name, token: &str) -> Result<(), MonitorError> {
        if self.0.revoke_token(name, token)? {
            return Ok(());
        }
        Err(AccountError::UnknownToken { name: name.clone(), token: token.to_owned() }.into())
    }

    /// Notes that a request is being answered, unless its key came before.
    pub fn begin_answer(&mut self, key: Hash, request: Hash, now: Timestamp) -> Result<Begun, MonitorError> {
        Ok(self.0.begin_answer(key, request, now)?)
    }

    /// Keeps what was answered; `None`: nothing came of the request, and it may be sent again.
    pub fn end_answer(&mut self, key: Hash, answer: Option<&Answer>) -> Result<(), MonitorError> {
        match answer {
            Some(answer) => self.0.end_answer(key, answer)?,
            None => self.0.forget_answer(key)?,
        }
        Ok(())
    }

    /// Takes out what is over.
    pub fn clear(&mut self, now: Timestamp) -> Result<(), MonitorError> {
        Ok(self.0.clear(now, now - ANSWER_LASTS)?)
    }
}

fn done(name: &Name, changed: Changed) -> Result<Account, AccountError> {
    match changed {
        Changed::To(account) => Ok(account),
        Changed::Unknown => Err(AccountError::Unknown { name: name.clone() }),
        Changed::LastAdministrator => Err(AccountError::LastAdministrator { name: name.clone() }),
        Changed::Taken => Err(AccountError::EmailTaken),
    }
}

/// An address as it is compared.
fn address(text: &str) -> Result<String, AccountError> {
    let text = text.trim();
    let sound = text.split_once('@').is_some_and(|(who, place)| !who.is_empty() && place.len() > 2);
    if !sound || text.len() > 254 || text.contains(char::is_whitespace) {
        return Err(AccountError::Email { email: text.to_owned() });
    }
    Ok(text.to_lowercase())
}

/// A time as it is stored: to the second.
fn second(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).expect("a time to the second is a time")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_session_is_renewed_after_half_its_time_and_never_beyond_a_week() {
        let session = |made_at, expires_at| Session {
            hash: Hash::of(b""),
            made_at: time(made_at),
            expires_at: time(expires_at),
        };
        let check = |session: &Session, now, expected: Option<&str>| {
            assert_eq!(Accounts::renewal(session, time(now)), expected.map(time), "{now}");
        };
        let fresh = session("2031-03-06T12:00:00Z", "2031-03-07T00:00:00Z");
        check(&fresh, "2031-03-06T17:59:00Z", None);
        check(&fresh, "2031-03-06T18:01:00Z", Some("2031-03-07T06:01:00Z"));
        let old = session("2031-03-06T12:00:00Z", "2031-03-13T10:00:00Z");
        check(&old, "2031-03-13T09:00:00Z", Some("2031-03-13T12:00:00Z"));
        let last = session("2031-03-06T12:00:00Z", "2031-03-13T12:00:00Z");
        check(&last, "2031-03-13T11:00:00Z", None);
    }

    #[test]
    fn an_address_has_two_sides() {
        assert_eq!(address(" Mira@Arden.example ").unwrap(), "mira@arden.example");
        for odd in ["", "mira", "@arden.example", "mira@", "mira lund@arden.example"] {
            assert!(address(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn no_role_has_scopes_that_a_higher_one_lacks() {
        for pair in Role::ALL.windows(2) {
            assert!(scopes_of(pair[0]).is_subset(&scopes_of(pair[1])), "{pair:?}");
        }
    }
}
