//! Any bytes as a line of a file of documents: read, or refused with a message.

#![no_main]

use libfuzzer_sys::fuzz_target;
use truce_exchange::{ImportOptions, import_line};

fuzz_target!(|bytes: &[u8]| {
    match import_line("a.jsonl", 1, bytes, &ImportOptions::default()) {
        Ok(story) => assert!(story.document.part.of(&story.source).is_some()),
        Err(error) => assert!(error.to_string().starts_with("a.jsonl:1: ")),
    }
});
