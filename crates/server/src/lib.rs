//! HTTP API and web interface of a record. Only this crate answers HTTP; it judges nothing and knows no SQL.
//!
//! [`serve`] listens; [`router`] is the same without a socket, for tests; [`description`] is the API in OpenAPI 3.1, made
//! from the handlers.

// The macros that describe routes write out paths which the compiler finds too long.
#![allow(unused_qualifications)]

mod accounts;
mod answer;
mod body;
mod error;
mod events;
mod location;
mod pages;
mod problem;
mod query;
mod record;
mod routes;
mod serve;
mod unchanged;
mod view;
mod viewer;
mod words;

pub use accounts::{Access, ProviderOptions, PublicUrl};
pub use error::ServerError;
pub use record::Record;
pub use routes::{description, router};
pub use serve::{Listening, Options, block_on, serve, stopped};
pub use viewer::{Role, Viewer};
