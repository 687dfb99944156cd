//! Judges incidents by the terms in force, once per reading; counts tolls; tells how duties stand.
//!
//! Pure: no file, no clock. Decides nothing that the claims do not decide: every question is answered yes, no or
//! unknown, a violation needs every answer, and an unknown answer leaves the finding undetermined. The rules are
//! told in `docs/reference/judgement.md` and `docs/reference/tolls.md`.
//!
//! A zone of time that cannot be read leaves every question of time unknown: agreements are checked where they
//! come in, so that this does not happen to an agreement that was accepted.

mod atoms;
mod binding;
mod course;
mod facts;
mod finding;
mod ground;
mod hours;
mod in_force;
mod index;
mod known;
mod law;
mod lens;
mod life;
mod matter;
mod obligation;
mod reasons;
mod roll;
mod tally;
mod target;
mod teller;
mod terms;
mod times;
mod toll;
mod tree;
mod unnamed;

pub use finding::{findings, findings_by, verdicts};
pub use in_force::{InForce, in_force};
pub use law::Law;
pub use life::{IdleTurn, due, idle_turns, order, stage, waits_for};
pub use obligation::obligations;
pub use tally::{Adds, Beside, Tally, TallyPart, beside, tallies};
pub use toll::{Asked, AskedError, Cause, Clash, Convention, Policy, Range, Sum, Total, tolls, total};

#[cfg(test)]
mod tests;
