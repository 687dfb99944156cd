//! What is true of every store. One test binary, so that it is linked once.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

mod accounts;
mod concurrency;
mod erasure;
mod faults;
mod filters;
mod fixture;
mod kill;
mod opening;
mod pages;
mod search;
mod server;
mod story;
mod tampering;
mod veiled;
mod views;
