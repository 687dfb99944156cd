//! The program as its user runs it.

mod bad_input;
mod docs;
mod ingest;
mod kill;
mod listings;
mod program;
mod report;
