//! The truce runs for a period and may be renewed. Judges nothing: an end must be said, it is never inferred.

use super::Questions;

/// The term modifies others: no incident keeps or breaks it, and a period that passes without word ends nothing.
pub(crate) fn questions() -> Option<Questions> {
    None
}
