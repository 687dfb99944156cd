//! Writes a report as JSON. The form is that of `Daily`, described in `docs/reference/report.md`.

use crate::Daily;

/// Writes the data of a report as indented JSON with a line break at its end.
pub fn json(daily: &Daily) -> String {
    let text = serde_json::to_string_pretty(daily).expect("a report holds only strings as keys");
    format!("{text}\n")
}
