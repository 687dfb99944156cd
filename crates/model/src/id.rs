//! Typed ids. A document's id cannot be passed where a claim's is asked for.

use crate::Hash;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $(= $prefix:literal)?;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            $(
            /// What every such id starts with.
            pub const PREFIX: &'static str = $prefix;

            /// The id of the content that `hash` addresses.
            pub fn of(hash: Hash) -> Self {
                Self(format!("{}{}", $prefix, hash.short()))
            }
            )?

            /// Takes an id as it stands.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A document, by its normalised text.
    DocumentId = "doc-";
    /// A claim, by its document, place and content.
    ClaimId = "clm-";
    /// An incident, by the smallest of its claims' ids.
    IncidentId = "inc-";
    /// A finding, by incident, agreement, provision and reading.
    FindingId = "fnd-";
    /// A toll, by its scope.
    TollId = "tol-";
    /// An obligation of a provision, by agreement and provision.
    ObligationId = "obl-";
    /// An agreement or declaration: the name of its folder, such as `north-south-2031`.
    AgreementId;
    /// A provision, unique in its agreement, such as `art-2`.
    ProvisionId;
    /// A reading, unique in its agreement, such as `plain`.
    ReadingId;
    /// An area that an agreement draws, unique in it, such as `eastern-zone`.
    AreaId;
    /// A turn in the life of an agreement, unique in it, such as `first-extension`.
    TurnId;
    /// A step on which others wait: the id of a turn or of a provision of the same agreement.
    StepId;
    /// An actor in `actors/`, such as `north`.
    ActorId;
    /// An extraction rule in `rules/`, such as `en.shelling-of-place`.
    RuleId;
}
