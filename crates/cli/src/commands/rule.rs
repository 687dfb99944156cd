//! `truce rule`: records what somebody who looked into an incident holds of it.

use crate::{arguments::StoreArgument, failure::Failure};
use clap::{Args, ValueEnum};
use jiff::{Timestamp, civil::Date};
use truce_model::{AgreementId, Conduct, Name, ProvisionId, Truth};
use truce_monitor::{Held, Monitor, day};

/// Record a ruling on an incident: whether it happened, who breached the terms, who meant to
#[derive(Args, Debug)]
#[command(
    after_help = "A ruling stands beside the findings and changes none of them; `truce why` shows it. A later ruling of the \
    same ruler on the same incident and provision takes its place.\n\nExample:\n  truce rule inc-0157 --provision cease --by Centre --breach rebels=yes --reason \"Both fired\""
)]
pub struct Arguments {
    #[command(flatten)]
    store: StoreArgument,
    /// The incident: its id, or enough of its beginning
    incident: String,
    /// The agreement that it is judged by; left out: the only one with the provision
    #[arg(long, value_name = "ID")]
    agreement: Option<String>,
    /// The provision that it is judged by
    #[arg(long, value_name = "ID")]
    provision: String,
    /// Whether it happened
    #[arg(long, value_enum, default_value = "yes")]
    occurred: Answer,
    /// Whether somebody breached the provision: NAME=yes, NAME=no or NAME=unknown; may be given for several
    #[arg(long, value_name = "NAME=ANSWER", value_parser = named_answer)]
    breach: Vec<(Name, Answer)>,
    /// Whether somebody meant to, likewise; left out: unknown
    #[arg(long, value_name = "NAME=ANSWER", value_parser = named_answer)]
    meant: Vec<(Name, Answer)>,
    /// Who rules
    #[arg(long, value_name = "NAME", value_parser = Name::parse)]
    by: Name,
    /// The day of the ruling
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<Date>,
    /// Why
    #[arg(long, value_name = "WORDS")]
    reason: String,
}

#[derive(ValueEnum, Debug, Clone, Copy)]
enum Answer {
    /// It is so
    Yes,
    /// It is not so
    No,
    /// It could not be found out
    Unknown,
}

impl Answer {
    fn truth(self) -> Truth {
        match self {
            Answer::Yes => Truth::True,
            Answer::No => Truth::False,
            Answer::Unknown => Truth::Unknown,
        }
    }
}

fn named_answer(text: &str) -> Result<(Name, Answer), String> {
    let form = || "write NAME=yes, NAME=no or NAME=unknown".to_owned();
    let (name, answer) = text.rsplit_once('=').ok_or_else(form)?;
    let answer = Answer::from_str(answer.trim(), true).map_err(|_| form())?;
    Ok((Name::parse(name).map_err(|error| error.to_string())?, answer))
}

/// Records the ruling.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let apart = |name: &Name| !arguments.breach.iter().any(|(who, _)| who.key() == name.key());
    if let Some((name, _)) = arguments.meant.iter().find(|(name, _)| apart(name)) {
        let hint = format!("say whether there was a breach too: --breach \"{name}=yes\"");
        return Err(Failure::Usage(format!("--meant names {name}, and no --breach does"), Some(hint)));
    }
    if arguments.reason.trim().is_empty() {
        return Err(Failure::Usage("a ruling needs its reason".into(), None));
    }
    let meant = |who: &Name| {
        let told = arguments.meant.iter().find(|(name, _)| name.key() == who.key());
        told.map_or(Truth::Unknown, |(_, answer)| answer.truth())
    };
    let conduct = arguments.breach.iter().map(|(who, answer)| Conduct {
        who: who.clone(),
        breached: answer.truth(),
        meant: meant(who),
    });
    let held = Held {
        agreement: arguments.agreement.clone().map(AgreementId::new),
        provision: ProvisionId::new(arguments.provision.clone()),
        occurred: arguments.occurred.truth(),
        conduct: conduct.collect(),
        by: arguments.by.clone(),
        on: arguments.on,
        reason: arguments.reason.trim().to_owned(),
    };
    let mut monitor = Monitor::open(&arguments.store.store()?)?;
    let now = Timestamp::now();
    let situation = monitor.situation(&monitor.knowledge(None, now)?)?;
    let incident = monitor.rule(&situation, &arguments.incident, held, now)?;
    anstream::println!("{}: ruling of {} recorded", incident.id, arguments.by);
    Ok(())
}
