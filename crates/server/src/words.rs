//! The closed sets of words that answers hold, so that a client can match them. The words are those of the listings.

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

/// Makes a set of words of a set of the field's.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident of $of:ty { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$word_doc])* #[serde(rename = $word)] $variant,)+
        }

        // The derived description does not see words that a macro puts in.
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some([$($word),+])).into()
            }
        }

        impl ToSchema for $name {}

        impl From<$of> for $name {
            fn from(of: $of) -> $name {
                match of { $(<$of>::$variant => $name::$variant,)+ }
            }
        }

        impl From<$name> for $of {
            fn from(word: $name) -> $of {
                match word { $($name::$variant => <$of>::$variant,)+ }
            }
        }
    )+};
}

words! {
    /// What somebody may do; each role may do what those before it may.
    Role of truce_monitor::Role {
        /// Reads.
        Reader = "reader",
        /// Enters and corrects claims, decides same or not the same.
        Coder = "coder",
        /// Accepts and publishes.
        Reviewer = "reviewer",
        /// Keeps the accounts, takes words out of the record.
        Administrator = "administrator",
    }

    /// What a token is good for, never more than its account's role allows; each scope includes those before it.
    Scope of truce_monitor::Scope {
        /// Reading.
        Read = "read",
        /// Changing the record.
        Write = "write",
        /// Keeping the accounts.
        Administer = "administer",
    }

    /// How confidential a thing is, or for which things somebody is cleared: those of that level and of the levels before it.
    Confidentiality of truce_model::Confidentiality {
        /// Whoever reads the record may see it.
        Public = "public",
        /// Those who work on the record may see it.
        Restricted = "restricted",
        /// Few may see it.
        Confidential = "confidential",
    }

    /// Whether a source says that it is so.
    Stance of truce_model::Stance {
        /// It is so.
        Asserts = "asserts",
        /// It is not so.
        Denies = "denies",
        /// It cannot be verified, is not known, or is only implied.
        Unsure = "unsure",
    }

    /// How well an incident is attested.
    Standing of truce_model::Standing {
        /// Two or more independent sources say so, none denies it.
        Corroborated = "corroborated",
        /// One source says so, none denies it.
        SingleSource = "single-source",
        /// Some say so, some deny it.
        Contested = "contested",
        /// Nobody says so, somebody denies it.
        Denied = "denied",
        /// Nobody does more than report it.
        Unverified = "unverified",
        /// All who said so took it back, or their documents were withdrawn.
        Retracted = "retracted",
    }

    /// What the terms make of an incident.
    Verdict of truce_model::Verdict {
        /// The terms forbid it.
        Violation = "violation",
        /// The terms reach it and do not forbid it.
        Permitted = "permitted",
        /// Outside time, place, parties or acts of the terms.
        NotCovered = "not covered",
        /// The claims do not decide it.
        Undetermined = "undetermined",
    }

    /// The answer to a question that a judgement asks.
    Truth of truce_model::Truth {
        /// Certainly not, on the claims.
        False = "no",
        /// The claims do not decide it.
        Unknown = "unknown",
        /// Certainly, on the claims.
        True = "yes",
    }

    /// What befell the people counted.
    TollOf of truce_model::TollOf {
        /// Killed.
        Killed = "killed",
        /// Injured.
        Injured = "injured",
        /// Left their homes.
        Displaced = "displaced",
        /// Missing.
        Missing = "missing",
    }

    /// How a duty stands.
    ObligationState of truce_model::ObligationState {
        /// It does not bind yet.
        NotYet = "not yet due",
        /// It binds, and no claim says whether it was met.
        NoWord = "no word",
        /// Somebody says that it is being met, nobody denies it.
        SaidMet = "said to be met",
        /// Somebody says that it is not met, nobody asserts that it is.
        SaidUnmet = "said not to be met",
        /// Some say that it is met, some deny it.
        Disputed = "disputed",
    }

    /// The stage of a provision's life.
    Stage of truce_model::Stage {
        /// Made, and not in effect yet.
        Created = "created",
        /// It binds.
        InEffect = "in effect",
        /// Put off for a while.
        Suspended = "suspended",
        /// Done.
        Fulfilled = "fulfilled",
        /// Its deadline went by.
        Violated = "violated",
        /// Somebody was let off.
        Discharged = "discharged",
        /// Its time ran out.
        Expired = "expired",
        /// Called off.
        Terminated = "terminated",
    }

    /// What stands behind terms.
    AgreementKind of truce_model::AgreementKind {
        /// Accepted by parties.
        Agreement = "agreement",
        /// One side's own undertaking.
        Declaration = "declaration",
        /// What somebody demands of others.
        Demand = "demand",
    }

    /// What a stretch of a story is for.
    BlockRole of truce_model::BlockRole {
        /// The title.
        Headline = "headline",
        /// Who wrote it.
        Byline = "byline",
        /// City and agency at the head of the first paragraph.
        Dateline = "dateline",
        /// Words under a picture.
        Caption = "caption",
        /// A title inside the story.
        Subhead = "subhead",
        /// The story itself.
        Paragraph = "paragraph",
        /// Who reported and edited.
        Credit = "credit",
        /// A note on the version.
        Note = "note",
    }

    /// What was decided of claims that may tell of one incident.
    SamenessWord of truce_model::Sameness {
        /// All of them tell of one incident.
        Same = "same",
        /// The first and the others tell of different incidents.
        NotSame = "not-same",
        /// It could not be found out; binds nothing.
        Unsure = "unsure",
        /// These claims are taken out of their incident.
        Split = "split",
    }

    /// Who may see a document, or who said a thing.
    Level of truce_model::Confidentiality {
        /// Whoever reads the record.
        Public = "public",
        /// Those who work on it.
        Restricted = "restricted",
        /// Few.
        Confidential = "confidential",
    }

    /// The seven kinds of claim.
    KindWord of truce_model::Kind {
        /// A hostile or military act, or its stopping.
        Event = "event",
        /// A number of people or things affected.
        Toll = "toll",
        /// That an agreement exists, was proposed, or what its terms are.
        Agreement = "agreement",
        /// How well a ceasefire is being kept.
        Status = "status",
        /// Movement of aid, civilians or patients, and what stands in its way.
        Access = "access",
        /// What a party pledged, demanded, did or failed to do.
        Commitment = "commitment",
        /// Blame, denial and stated views.
        Position = "position",
    }
}
