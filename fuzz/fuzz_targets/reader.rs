//! Any bytes as a file, plain or a page: no panic, every claim and doubt leads back into the file, and all are explained.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use truce_exchange::{ImportOptions, doubt_lines, guide_lines, import_text};
use truce_extract::Reader;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::builtin().expect("the rules are sound"));

fuzz_target!(|bytes: &[u8]| {
    let name = if bytes.first().is_some_and(|first| first % 4 == 0) { "2031-03-05-a.html" } else { "a.txt" };
    let Ok(import) = import_text(name, bytes, &ImportOptions::default()) else { return };
    for story in &import.stories {
        let read = READER.read(&story.document, &story.text);
        for claim in &read.claims {
            assert_eq!(claim.span.of(&story.text), Some(claim.quote.as_str()));
        }
        let lines = guide_lines(story, &read.claims);
        assert_eq!(lines.len(), read.claims.len());
        doubt_lines(story, &read.doubts);
        // To explain takes as long as to read, so only some are.
        if bytes.len() % 8 == 0 {
            let explained = READER.explain(&story.document, &story.text).unwrap_or_default();
            let claims: usize = explained.iter().map(|sentence| sentence.claims.len()).sum();
            assert_eq!(claims, read.claims.len());
        }
    }
});
