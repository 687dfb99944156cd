//! The program as its user runs it.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the message")]

mod account;
mod archive;
mod as_of;
mod backup;
mod bad_input;
mod changes;
mod decide;
mod docs;
mod erase;
mod evidence;
mod explain;
mod extract;
mod gazetteer;
mod ingest;
mod kill;
mod listings;
mod places;
mod program;
mod rebuild;
mod report;
mod server;
mod stores;
mod tables;
mod terms;
mod totals;
