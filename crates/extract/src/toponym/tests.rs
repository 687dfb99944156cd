//! Names found and resolved in sentences of invented news.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the message")]
