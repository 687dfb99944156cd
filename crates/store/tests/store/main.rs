//! What is true of every store. One test binary, so that it is linked once.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

mod concurrency;
mod erasure;
mod filters;
mod fixture;
mod kill;
mod opening;
mod speed;
mod story;
mod tampering;
mod views;
