//! What can keep the server from starting.

use std::{io, net::SocketAddr};
use thiserror::Error;
use truce_monitor::MonitorError;

/// Why nothing is served.
#[derive(Debug, Error)]
pub enum ServerError {
    /// The record cannot be opened.
    #[error(transparent)]
    Monitor(#[from] MonitorError),
    /// The address cannot be listened on.
    #[error("{address}: {problem}")]
    Address {
        /// Where it was to listen.
        address: SocketAddr,
        /// What the system says.
        problem: io::Error,
    },
    /// Others could reach the server, and nobody would have to say who he is.
    #[error("{address} can be reached by others, and this server asks nobody who he is")]
    Open {
        /// Where it was to listen.
        address: SocketAddr,
    },
    /// Others could reach the server, and their passwords would come in the clear.
    #[error("{address} can be reached by others, and passwords would come there in the clear")]
    Clear {
        /// Where it was to listen.
        address: SocketAddr,
    },
    /// A provider of identities cannot be asked there.
    #[error("`{issuer}` is no address of a provider of identities")]
    Issuer {
        /// As given.
        issuer: String,
    },
    /// The system gives no threads or no sockets.
    #[error("the server cannot run: {0}")]
    System(#[from] io::Error),
}

impl ServerError {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            ServerError::Monitor(error) => error.hint(),
            ServerError::Address { problem, .. } if problem.kind() == io::ErrorKind::AddrInUse => Some(
                "another program listens there; give another port, such as --listen 127.0.0.1:8081".into(),
            ),
            ServerError::Address { .. } => {
                Some("give an address of this machine, such as --listen 127.0.0.1:8080".into())
            }
            ServerError::Open { .. } => Some(
                "listen on this machine alone (--listen 127.0.0.1:8080), or let others log in: --accounts".into(),
            ),
            ServerError::Clear { .. } => Some(
                "let what stands before it encrypt, and tell its address: --public-url https://truce.arden.example"
                    .into(),
            ),
            ServerError::Issuer { .. } => Some("give its address as it names itself: --oidc-issuer https://id.arden.example".into()),
            ServerError::System(_) => None,
        }
    }
}
