//! Reads the address of a server and connects to it. Keeps passwords out of what is shown.

use super::fault;
use crate::{Mode, StoreError};
use postgres::{
    Client, Config, NoTls,
    config::{Host, SslMode},
};
use rustls::{
    ClientConfig, RootCertStore, crypto::ring, pki_types::CertificateDer, pki_types::pem::PemObject,
};
use std::{env, net::IpAddr, path::PathBuf, sync::Arc, time::Duration};
use tokio_postgres_rustls::MakeRustlsConnect;

/// The schema in which the tables lie, if the address names none.
const SCHEMA: &str = "truce";
/// How long to wait for a server that does not answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// After how much silence a server is asked whether it is still there, so that a dead line is noticed.
const SILENCE: Duration = Duration::from_secs(30);

/// Where a store lies, and how to get there.
#[derive(Clone)]
pub(super) struct Server {
    config: Config,
    schema: String,
    tls: Option<MakeRustlsConnect>,
    shown: String,
}

impl Server {
    /// Reads `postgres://USER@HOST:PORT/DATABASE?schema=NAME&sslmode=…&sslrootcert=FILE`.
    pub(super) fn parse(address: &str, shown: &str) -> Result<Server, StoreError> {
        let refuse = |problem: String| StoreError::Address { address: shown.to_owned(), problem };
        let Query { left, schema, sslmode, authorities } = Query::split(address);
        let schema = schema.unwrap_or_else(|| SCHEMA.to_owned());
        if !is_plain(&schema) {
            let problem =
                format!("names schema `{schema}`: only lower-case letters, digits and `_` are taken");
            return Err(refuse(problem));
        }
        let mut config: Config = left.parse().map_err(|e: postgres::Error| {
            let cause = std::error::Error::source(&e).map_or_else(|| e.to_string(), ToString::to_string);
            refuse(format!("cannot be read: {cause}"))
        })?;
        complete(&mut config);
        let encrypted = match sslmode.as_deref() {
            Some("disable") => false,
            Some("require" | "verify-full") => true,
            None => !is_this_machine(&config),
            Some(other) => {
                let problem =
                    format!("asks for sslmode `{other}`: only disable, require and verify-full are known");
                return Err(refuse(problem));
            }
        };
        config.ssl_mode(if encrypted { SslMode::Require } else { SslMode::Disable });
        let tls = encrypted.then(|| encryption(authorities.as_deref())).transpose().map_err(refuse)?;
        Ok(Server { config, schema, tls, shown: shown.to_owned() })
    }

    /// The schema in which the tables lie.
    pub(super) fn schema(&self) -> &str {
        &self.schema
    }

    /// The store's name, for messages.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    /// A new session that finds the store's tables by their bare names.
    pub(super) fn connect(&self, mode: Mode) -> Result<Client, StoreError> {
        let connected = match &self.tls {
            Some(tls) => self.config.connect(tls.clone()),
            None => self.config.connect(NoTls),
        };
        let mut client = connected.map_err(|cause| fault::unopened(&self.shown, cause))?;
        let only = if mode == Mode::ReadOnly { "SET default_transaction_read_only = on;" } else { "" };
        let schema = &self.schema;
        // Waiting for 200 writers takes a while; a writer whose machine is gone must not keep them waiting for hours.
        // Row security would hide records without a word: with it off, the server refuses instead.
        let set_up = format!(
            "SET search_path = \"{schema}\", pg_temp; SET lock_timeout = '60s'; SET client_min_messages = error;
             SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3;
             SET row_security = off; SET standard_conforming_strings = on; {only}
             SELECT set_config('synchronous_commit', 'on', false)
             WHERE current_setting('synchronous_commit') = 'off';"
        );
        client.batch_execute(&set_up).map_err(|cause| fault::fault(&self.shown, "begin a session", cause))?;
        Ok(client)
    }
}

/// The parts of an address that PostgreSQL's own library reads otherwise, and the rest of it.
struct Query {
    left: String,
    schema: Option<String>,
    sslmode: Option<String>,
    authorities: Option<String>,
}

impl Query {
    fn split(address: &str) -> Query {
        let (place, query) = address.split_once('?').unwrap_or((address, ""));
        let mut split = Query { left: place.to_owned(), schema: None, sslmode: None, authorities: None };
        let mut left = Vec::new();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some(("schema", name)) => split.schema = Some(name.to_owned()),
                Some(("sslmode", mode)) => split.sslmode = Some(mode.to_owned()),
                Some(("sslrootcert", file)) => {
                    split.authorities = Some(file.replace("%2F", "/").replace("%2f", "/"))
                }
                _ => left.push(part),
            }
        }
        if !left.is_empty() {
            split.left = format!("{place}?{}", left.join("&"));
        }
        split
    }
}

/// What needs no quotes wherever it stands.
fn is_plain(schema: &str) -> bool {
    let starts = |first: char| first.is_ascii_lowercase() || first == '_';
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    schema.starts_with(starts) && schema.len() <= 63 && schema.chars().all(word) && !schema.starts_with("pg_")
}

/// Adds what the address leaves to the surroundings.
fn complete(config: &mut Config) {
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        #[cfg(unix)]
        config.host_path("/var/run/postgresql");
        #[cfg(not(unix))]
        config.host("localhost");
    }
    if config.get_application_name().is_none() {
        config.application_name("truce");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    config.keepalives_idle(SILENCE).keepalives_interval(Duration::from_secs(10)).keepalives_retries(3);
    if config.get_password().is_none()
        && let Some(password) = env::var_os("PGPASSWORD").and_then(|word| word.into_string().ok())
    {
        config.password(password);
    }
}

/// Whether the server is on this machine, so that nobody listens on the way.
fn is_this_machine(config: &Config) -> bool {
    let local = |host: &Host| match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name.trim_matches(['[', ']']).parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    config.get_hosts().iter().all(local) && config.get_hostaddrs().iter().all(IpAddr::is_loopback)
}

/// TLS towards a server that proves its name: by an authority in this file, or by one that the system trusts.
fn encryption(authorities: Option<&str>) -> Result<MakeRustlsConnect, String> {
    let mut roots = RootCertStore::empty();
    match authorities {
        Some(file) => {
            let unread = |e: &dyn std::fmt::Display| {
                format!("names {file}, which cannot be read as certificates: {e}")
            };
            let found = CertificateDer::pem_file_iter(PathBuf::from(file)).map_err(|e| unread(&e))?;
            for certificate in found {
                let certificate = certificate.map_err(|e| unread(&e))?;
                roots.add(certificate).map_err(|e| unread(&e))?;
            }
            if roots.is_empty() {
                return Err(format!("names {file}, which holds no certificate"));
            }
        }
        // Some that the system holds may be of a kind not known here; those that are known count.
        None => drop(roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs)),
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| format!("asks for TLS, which cannot be set up: {e}"))?;
    Ok(MakeRustlsConnect::new(config.with_root_certificates(roots).with_no_client_auth()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(address: &str) -> Result<Server, StoreError> {
        Server::parse(address, "postgres://…")
    }

    #[test]
    fn an_address_names_server_and_schema() {
        let check = |address, schema, encrypted| {
            let server = parse(address).unwrap_or_else(|e| panic!("{address}: {e}"));
            assert_eq!((server.schema(), server.tls.is_some()), (schema, encrypted), "{address}");
        };
        check("postgres://north@localhost/truce", "truce", false);
        check("postgres:///truce", "truce", false);
        check("postgres://north@127.0.0.1:5433/truce?schema=arden_2031", "arden_2031", false);
        check("postgres://north@[::1]/truce", "truce", false);
        check("postgres://north@db.arden.example/truce", "truce", true);
        check("postgres://north@db.arden.example/truce?sslmode=disable&connect_timeout=3", "truce", false);
        check("postgres://north@localhost/truce?sslmode=verify-full", "truce", true);
    }

    #[test]
    fn what_is_wrong_with_an_address_is_said() {
        let check = |address, expected: &str| {
            let said = parse(address).err().unwrap_or_else(|| panic!("{address} is taken")).to_string();
            assert!(
                said.contains(expected) && !said.contains("secret"),
                "`{said}` does not say `{expected}`"
            );
        };
        check("postgres://a:secret@arden/truce?schema=Arden", "only lower-case letters");
        check("postgres://a:secret@arden/truce?schema=a%22b", "only lower-case letters");
        check("postgres://a:secret@arden/truce?schema=pg_temp", "only lower-case letters");
        check("postgres://a:secret@arden/truce?sslmode=prefer", "only disable, require and verify-full");
        check("postgres://a:secret@arden:port/truce", "cannot be read");
        check("postgres://a:secret@arden/truce?colour=red", "cannot be read");
        check("postgres://a:secret@arden/truce?sslrootcert=/none.pem", "cannot be read as certificates");
    }
}
