//! Listens and answers until told to stop.

use crate::{Access, Record, ServerError, router};
use std::{future::Future, net::SocketAddr};
use tokio::net::TcpListener;

/// How a record is served.
#[derive(Clone)]
pub struct Options {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Who may come in.
    pub access: Access,
}

/// A server that listens.
pub struct Listening {
    listener: TcpListener,
    record: Record,
    access: Access,
}

impl Listening {
    /// Where it listens; the port that the system gave where none was asked for.
    pub fn address(&self) -> Result<SocketAddr, ServerError> {
        Ok(self.listener.local_addr()?)
    }

    /// Answers until `stop` comes to pass, and finishes what it began.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), ServerError> {
        let watch = tokio::spawn(self.record.clone().watch());
        let tidy = tokio::spawn(self.access.clone().tidy());
        let router = router(self.record, self.access);
        let router = router.into_make_service_with_connect_info::<SocketAddr>();
        let served = axum::serve(self.listener, router).with_graceful_shutdown(stop).await;
        watch.abort();
        tidy.abort();
        Ok(served?)
    }
}

/// Listens for a record. Where nobody is asked who he is, only this machine may reach it.
pub async fn serve(record: Record, options: &Options) -> Result<Listening, ServerError> {
    let address = options.listen;
    options.access.may_listen(address)?;
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|problem| ServerError::Address { address, problem })?;
    options.access.listens(listener.local_addr()?);
    Ok(Listening { listener, record, access: options.access.clone() })
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
