//! What is true of a server as others reach it. One test binary, so that it is linked once.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

mod desk;
mod listening;
mod login;
mod origins;
mod provider;
mod rules;
mod tokens;
