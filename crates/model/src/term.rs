//! The machine-readable kinds of provision. Judges nothing.

use crate::{Act, ActorId, ProvisionId};
use serde::{Deserialize, Serialize};

/// Who or what an act must hit for a prohibition to forbid it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// People and things that are nobody's forces.
    Civilians,
    /// Relief, whoever brings it.
    Aid,
    /// Hospitals, ambulances, medical workers.
    Medical,
    /// Fighters and what belongs to them, whosever they are.
    Forces,
    /// An actor and all that belongs to it.
    Actor(ActorId),
}

impl Target {
    /// The words that stand for more than one actor.
    pub const WORDS: [(&'static str, Target); 4] = [
        ("civilians", Target::Civilians),
        ("aid", Target::Aid),
        ("medical", Target::Medical),
        ("forces", Target::Forces),
    ];

    /// The word or id used in files.
    pub fn word(&self) -> &str {
        match self {
            Target::Civilians => "civilians",
            Target::Aid => "aid",
            Target::Medical => "medical",
            Target::Forces => "forces",
            Target::Actor(id) => id.as_str(),
        }
    }
}

/// What a power lets its holder do with terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// Set them aside for a time.
    Suspend,
    /// Put them back in force.
    Resume,
    /// End them.
    End,
    /// Let them run longer.
    Extend,
    /// Release from a duty.
    Discharge,
}

impl Deed {
    /// Every deed with its word in files.
    pub const WORDS: [(&'static str, Deed); 5] = [
        ("suspend", Deed::Suspend),
        ("resume", Deed::Resume),
        ("end", Deed::End),
        ("extend", Deed::Extend),
        ("discharge", Deed::Discharge),
    ];

    /// The word used in files.
    pub fn word(&self) -> &'static str {
        match self {
            Deed::Suspend => "suspend",
            Deed::Resume => "resume",
            Deed::End => "end",
            Deed::Extend => "extend",
            Deed::Discharge => "discharge",
        }
    }
}

/// The machine-readable kind of a provision. A new term is a variant here and a file in `assess/src/terms/`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "term", rename_all = "kebab-case")]
pub enum Term {
    /// The bound parties shall not attack each other or civilians.
    CeaseHostilities,
    /// The bound parties shall not do these acts, or not to these targets.
    Prohibit {
        /// The acts.
        acts: Vec<Act>,
        /// Who or what is protected; none named: the other sides and civilians.
        targets: Vec<Target>,
    },
    /// The bound parties may do these acts; a prohibition that names it by `unless` does not forbid them.
    Permit {
        /// The acts; none named: all.
        acts: Vec<Act>,
        /// To whom or what; none named: to anybody.
        targets: Vec<Target>,
    },
    /// The bound parties shall do something, once or as long as it binds.
    Oblige {
        /// What, in a phrase that follows "to".
        what: String,
        /// Acts by which it is done.
        met_by: Vec<Act>,
        /// Acts by which it is broken.
        broken_by: Vec<Act>,
        /// Where it is done; none named: where the provision binds.
        at: Vec<String>,
    },
    /// These groups and their members are not protected, and attacks on them are not breaches.
    ExcludeGroups {
        /// The groups; a list of groups is an actor whose members they are.
        groups: Vec<ActorId>,
        /// Groups whose partners are left out too.
        #[serde(default)]
        partners_of: Vec<ActorId>,
    },
    /// The bound parties let aid through.
    GrantAccess {
        /// To where.
        to: String,
        /// By which road, where it is named.
        by: Option<String>,
    },
    /// The bound parties pull forces back.
    Withdraw {
        /// From where.
        from_place: String,
    },
    /// The bound parties may change the terms.
    Power {
        /// What they may do.
        may: Vec<Deed>,
        /// With which provisions; none named: all.
        over: Vec<ProvisionId>,
    },
    /// A demand with a deadline and a threat; the bound parties are those to whom it is put.
    Ultimatum {
        /// Who puts it.
        by: Vec<ActorId>,
        /// What is demanded, in a phrase that follows "to".
        demand: String,
        /// What is threatened.
        or_else: String,
    },
    /// It runs for a period and may be renewed for the next.
    Renew {
        /// Length of a period, in hours.
        every_hours: u32,
    },
}

impl Term {
    /// The word used in files, such as `cease-hostilities`.
    pub fn word(&self) -> &'static str {
        match self {
            Term::CeaseHostilities => "cease-hostilities",
            Term::Prohibit { .. } => "prohibit",
            Term::Permit { .. } => "permit",
            Term::Oblige { .. } => "oblige",
            Term::ExcludeGroups { .. } => "exclude-groups",
            Term::GrantAccess { .. } => "grant-access",
            Term::Withdraw { .. } => "withdraw",
            Term::Power { .. } => "power",
            Term::Ultimatum { .. } => "ultimatum",
            Term::Renew { .. } => "renew",
        }
    }

    /// Whether it forbids acts, so that those whom it binds are sides that spare each other.
    pub fn forbids(&self) -> bool {
        matches!(self, Term::CeaseHostilities | Term::Prohibit { .. })
    }

    /// Whether it holds those whom it binds to their conduct. Who may renew, suspend or end terms need not fight in them.
    pub fn holds_to_conduct(&self) -> bool {
        match self {
            Term::Renew { .. } | Term::Power { .. } => false,
            Term::CeaseHostilities
            | Term::Prohibit { .. }
            | Term::Permit { .. }
            | Term::Oblige { .. }
            | Term::ExcludeGroups { .. }
            | Term::GrantAccess { .. }
            | Term::Withdraw { .. }
            | Term::Ultimatum { .. } => true,
        }
    }
}
