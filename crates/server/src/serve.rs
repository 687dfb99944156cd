//! Listens and answers until told to stop.

use crate::{Record, ServerError, Viewer, router};
use std::{future::Future, net::SocketAddr};
use tokio::net::TcpListener;

/// How a record is served.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Who everybody is that can reach it.
    pub viewer: Viewer,
}

/// A server that listens.
pub struct Listening {
    listener: TcpListener,
    record: Record,
    viewer: Viewer,
}

impl Listening {
    /// Where it listens; the port that the system gave where none was asked for.
    pub fn address(&self) -> Result<SocketAddr, ServerError> {
        Ok(self.listener.local_addr()?)
    }

    /// Answers until `stop` comes to pass, and finishes what it began.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), ServerError> {
        let watch = tokio::spawn(self.record.clone().watch());
        let served =
            axum::serve(self.listener, router(self.record, self.viewer)).with_graceful_shutdown(stop).await;
        watch.abort();
        Ok(served?)
    }
}

/// Listens for a record. As nobody is asked who he is, only this machine may reach it.
pub async fn serve(record: Record, options: &Options) -> Result<Listening, ServerError> {
    let address = options.listen;
    if !address.ip().is_loopback() {
        return Err(ServerError::Open { address });
    }
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|problem| ServerError::Address { address, problem })?;
    Ok(Listening { listener, record, viewer: options.viewer.clone() })
}

/// Runs what serves, on threads of its own.
pub fn block_on(served: impl Future<Output = Result<(), ServerError>>) -> Result<(), ServerError> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(served)
}

/// Comes to pass when the user or the system asks the program to stop.
pub async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let ended = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let ended = std::future::pending::<()>();
    tokio::select! {
        _ = interrupt => {}
        () = ended => {}
    }
}
