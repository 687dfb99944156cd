//! `truce checkpoint`: signs the state of the log, and has it timestamped.

use crate::{
    arguments::StoreArgument,
    authority,
    failure::{Failure, note},
    keeping,
};
use clap::Args;
use std::{
    io::Write,
    path::{Path, PathBuf},
};
use truce_monitor::{Monitor, SignedCheckpoint, Signer, timestamp, timestamp_request};

/// Sign the state of the log, so that others can see later that it was not changed
///
/// The checkpoint is a few lines: publish them, or give them to somebody who keeps them. With a timestamp of an
/// authority it also shows since when the log is so.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  truce checkpoint --new-key desk.key --name example.org/desk > desk.pub\n  \
    truce checkpoint --key desk.key --output desk.checkpoint"
)]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// Sign with the secret key in this file
    #[arg(long, value_name = "FILE", required_unless_present = "new_key")]
    key: Option<PathBuf>,
    /// Make a secret key, print the verifier key that others need, and sign nothing
    #[arg(long, value_name = "FILE", requires = "name", conflicts_with = "key")]
    new_key: Option<PathBuf>,
    /// The name of the new key and of the log: such as a web address without https://
    #[arg(long, value_name = "NAME", requires = "new_key")]
    name: Option<String>,
    /// Print the verifier key that belongs to --key, and sign nothing
    #[arg(long, requires = "key", conflicts_with_all = ["output", "after"])]
    show_verifier_key: bool,
    /// Sign only if the log continues what this earlier checkpoint was signed over
    #[arg(long, value_name = "FILE", requires = "key")]
    after: Option<PathBuf>,
    /// Where to write the checkpoint [default: standard output]
    #[arg(long, value_name = "FILE", requires = "key")]
    output: Option<PathBuf>,
    #[command(flatten)]
    timestamp: TimestampArguments,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Timestamp")]
struct TimestampArguments {
    /// Ask this authority for a timestamp of the checkpoint (RFC 3161)
    #[arg(long, value_name = "URL", requires_all = ["authority", "output"], conflicts_with = "timestamp_request")]
    timestamp_url: Option<String>,
    /// The authority's certificates, PEM, by which its answer is checked
    #[arg(long, value_name = "FILE")]
    authority: Option<PathBuf>,
    /// Where to write the timestamp [default: the checkpoint's name with .tsr]
    #[arg(long, value_name = "FILE", requires = "timestamp_url")]
    timestamp_response: Option<PathBuf>,
    /// Write a request for a timestamp, to be carried to an authority by other means
    #[arg(long, value_name = "FILE", requires = "output")]
    timestamp_request: Option<PathBuf>,
}

/// Makes a key, or signs.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    if let (Some(path), Some(name)) = (&arguments.new_key, &arguments.name) {
        return make_key(path, name);
    }
    let path = arguments.key.as_deref().expect("clap asks for a key unless one is made");
    let signer = keeping::signer(path)?;
    if arguments.show_verifier_key {
        return Ok(writeln!(std::io::stdout().lock(), "{}", signer.verifier())?);
    }
    let earlier = arguments.after.as_deref().map(keeping::checkpoint).transpose()?;
    let Some(output) = &arguments.output else {
        let checkpoint = sign(arguments, &signer, earlier.as_ref())?;
        return Ok(write!(std::io::stdout().lock(), "{checkpoint}")?);
    };
    let response = arguments.timestamp.response(output);
    for file in [Some(output), response.as_ref(), arguments.timestamp.timestamp_request.as_ref()] {
        file.map_or(Ok(()), |file| keeping::check_free(file))?;
    }
    let checkpoint = sign(arguments, &signer, earlier.as_ref())?;
    // The authority is asked before anything is written: what fails can be repeated as it was.
    let stamp = stamp(&arguments.timestamp, &checkpoint)?;
    keeping::write(output, checkpoint.to_string().as_bytes())?;
    let unchecked = checkpoint.unchecked();
    anstream::println!("{}: {} records, signed as {}", output.display(), unchecked.size, signer.name());
    if let (Some(path), Some((bytes, told))) = (&response, &stamp) {
        keeping::write(path, bytes)?;
        anstream::println!("{}: {told}", path.display());
    }
    if let Some(path) = &arguments.timestamp.timestamp_request {
        keeping::write(path, &timestamp_request(checkpoint.to_string().as_bytes(), random()?))?;
        anstream::println!("{}: a request for a timestamp of it", path.display());
    }
    Ok(())
}

fn sign(
    arguments: &Arguments,
    signer: &Signer,
    earlier: Option<&SignedCheckpoint>,
) -> Result<SignedCheckpoint, Failure> {
    let monitor = Monitor::open_read_only(&arguments.store.store()?)?;
    Ok(monitor.checkpoint(signer, earlier)?)
}

fn make_key(path: &Path, name: &str) -> Result<(), Failure> {
    let signer = Signer::new(name, random()?).map_err(truce_monitor::MonitorError::from)?;
    keeping::write_secret(path, &signer.secret_text())?;
    note(&format!(
        "{}: a secret key, for nobody else; who has it can sign in your name. The verifier key below is for everybody",
        path.display()
    ));
    Ok(writeln!(std::io::stdout().lock(), "{}", signer.verifier())?)
}

/// Random bytes of the system.
fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure::Data(format!("the system gives no random numbers: {error}"), None))?;
    Ok(bytes)
}

impl TimestampArguments {
    /// Where the timestamp goes, if one is asked for.
    fn response(&self, output: &Path) -> Option<PathBuf> {
        self.timestamp_url.as_ref()?;
        let beside = || PathBuf::from(format!("{}.tsr", output.display()));
        Some(self.timestamp_response.clone().unwrap_or_else(beside))
    }
}

/// The authority's timestamp with words for it.
fn stamp(
    arguments: &TimestampArguments,
    checkpoint: &SignedCheckpoint,
) -> Result<Option<(Vec<u8>, String)>, Failure> {
    let (Some(url), Some(path)) = (&arguments.timestamp_url, &arguments.authority) else { return Ok(None) };
    let trusted = keeping::authority(path)?;
    let text = checkpoint.to_string();
    let request = timestamp_request(text.as_bytes(), random()?);
    let response = authority::ask(url, &request)?;
    let stamped =
        keeping::of(Path::new(url), timestamp(&response, text.as_bytes(), Some(&request), &trusted))?;
    Ok(Some((response, format!("stamped at {} by {}", stamped.at, stamped.by))))
}
