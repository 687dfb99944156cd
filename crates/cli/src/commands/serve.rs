//! `truce serve`: the HTTP API and the web interface of a record.

use crate::{arguments::StoreArgument, failure::Failure};
use clap::Args;
use std::net::SocketAddr;
use truce_model::Name;
use truce_monitor::{Demo, Monitor};
use truce_server::{Options, Record, Viewer, serve};

/// Serve the record to a browser and to programs, on this machine
///
/// The pages are at /, the API below /api, its description at /api/openapi.json and /api/docs. Stop it with Ctrl-C.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce serve --demo")]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Under which name changes made in the browser are recorded
    #[arg(long, value_name = "NAME", value_parser = Name::parse, default_value = "local user")]
    by: Name,
    /// Make the store where there is none, and load the demo case where it is empty
    #[arg(long)]
    demo: bool,
}

/// Serves until it is stopped.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let store = arguments.store.store()?;
    let monitor = if arguments.demo {
        let mut monitor = Monitor::open_or_create(&store)?;
        if monitor.head()? == 0 {
            anstream::eprintln!("loading the demo case into {}", store.shown());
            Demo::builtin()?.load(&mut monitor, &store)?;
        }
        monitor
    } else {
        Monitor::open(&store)?
    };
    let shown = store.shown();
    let record = Record::of(monitor, store)?;
    truce_server::block_on(async {
        let listening =
            serve(record, &Options { listen: arguments.listen, viewer: Viewer::local(arguments.by.clone()) })
                .await?;
        anstream::eprintln!("{shown} is served at http://{} (stop with Ctrl-C)", listening.address()?);
        listening.run(truce_server::stopped()).await
    })?;
    Ok(())
}
