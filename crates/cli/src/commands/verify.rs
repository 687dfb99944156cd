//! `truce verify`: checks the whole record.

use crate::{
    arguments::StoreArgument,
    failure::{Failure, note},
};
use clap::Args;
use truce_monitor::{Checked, Monitor};

/// Check the whole record: chain of hashes, texts, quotes, views, judgements
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  truce verify")]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
}

/// Checks the store and names the first bad record.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let store = arguments.store.store()?;
    let Checked { verified, judged, by_others } = Monitor::open_read_only(&store)?.verify()?;
    anstream::println!("{}: sound; {verified}", store.url);
    let days = |count: usize| if count == 1 { "1 day".to_owned() } else { format!("{count} days") };
    if judged > 0 {
        anstream::println!("the judgements kept of {} are those of this program", days(judged));
    }
    if by_others > 0 {
        note(&format!(
            "{} judged by another version or with other lists; `truce rebuild` judges anew",
            if by_others == 1 { "1 day was".to_owned() } else { format!("{by_others} days were") }
        ));
    }
    Ok(())
}
