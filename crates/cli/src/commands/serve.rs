//! `truce serve`: the HTTP API and the web interface of a record.

use crate::{
    arguments::StoreArgument,
    failure::{Failure, note},
    files,
};
use clap::Args;
use std::{net::SocketAddr, path::PathBuf};
use truce_model::Name;
use truce_monitor::{Accounts, Demo, Monitor};
use truce_server::{Access, Options, ProviderOptions, PublicUrl, Record, Viewer, serve};

/// Serve the record to a browser and to programs, on this machine or to a team
///
/// The pages are at /, the API below /api, its description at /api/openapi.json and /api/docs. Without --accounts nobody is
/// asked who he is, and only this machine can reach it. Stop it with Ctrl-C.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  truce serve --demo\n  truce serve --accounts --public-url https://truce.arden.example"
)]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Under which name changes made in the browser are recorded
    #[arg(long, value_name = "NAME", value_parser = Name::parse, default_value = "local user")]
    by: Name,
    /// Let in those who have an account (see `truce account`), by password or token
    #[arg(long, conflicts_with = "by")]
    accounts: bool,
    /// Where browsers find the server, if something that encrypts stands before it
    #[arg(long, value_name = "URL", value_parser = PublicUrl::parse, requires = "accounts")]
    public_url: Option<PublicUrl>,
    #[command(flatten)]
    provider: ProviderArguments,
    /// Make the store where there is none, and load the demo case where it is empty
    #[arg(long)]
    demo: bool,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Provider of identities (OpenID Connect)")]
struct ProviderArguments {
    /// Let those log in for whom this provider vouches; its address, as it names itself
    #[arg(long, value_name = "URL", requires_all = ["public_url", "oidc_client"])]
    oidc_issuer: Option<String>,
    /// The name under which the provider knows this server
    #[arg(long, value_name = "ID", requires = "oidc_issuer")]
    oidc_client: Option<String>,
    /// The file with the secret that the provider shares with this server: its first line
    #[arg(long, value_name = "FILE", requires = "oidc_issuer")]
    oidc_secret_file: Option<PathBuf>,
}

impl ProviderArguments {
    /// The provider, if one is asked.
    fn options(&self) -> Result<Option<ProviderOptions>, Failure> {
        let (Some(issuer), Some(client)) = (&self.oidc_issuer, &self.oidc_client) else { return Ok(None) };
        let secret = match &self.oidc_secret_file {
            Some(file) => {
                let text = files::text(&file.to_string_lossy())?;
                Some(text.lines().next().unwrap_or_default().trim().to_owned())
            }
            None => None,
        };
        Ok(Some(ProviderOptions::new(issuer.clone(), client.clone(), secret)))
    }
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
    let access = if arguments.accounts {
        if Accounts::open_read_only(&store)?.all()?.iter().all(|account| account.disabled) {
            note("nobody has an account yet: `truce account add NAME --role administrator` makes one");
        }
        match (arguments.provider.options()?, &arguments.public_url) {
            (Some(provider), Some(public)) => Access::vouched(public.clone(), &provider, &store)?,
            (_, public) => Access::team(public.clone(), &store)?,
        }
    } else {
        Access::local(Viewer::local(arguments.by.clone()), &store)?
    };
    let record = Record::of(monitor, store)?;
    truce_server::block_on(async {
        let listening = serve(record, &Options { listen: arguments.listen, access }).await?;
        let address = format!("http://{}", listening.address()?);
        let found = arguments.public_url.as_ref().map_or(address.as_str(), PublicUrl::origin);
        anstream::eprintln!("{shown} is served at {found} (stop with Ctrl-C)");
        listening.run(truce_server::stopped()).await
    })?;
    Ok(())
}
