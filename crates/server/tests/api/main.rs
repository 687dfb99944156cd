//! The API on a real record, asked as a program asks it. One test binary, so that it is linked once.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

mod answers;
mod desk;
mod hidden;
mod writing;
