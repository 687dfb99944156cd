//! Writes a report as one HTML page.

use crate::Daily;

/// Writes a report as one self-contained page.
pub fn html(daily: &Daily) -> String {
    let _ = daily;
    String::new()
}
