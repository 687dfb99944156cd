//! Importers and exporters, a file a format. Parses at the edge; stores nothing and judges nothing.

mod error;
pub mod export;
pub mod import;

pub use error::ExchangeError;
pub use import::agreement::parse_agreement;
pub use import::cases::{Case, parse_cases};
pub use import::problem::Problem;
pub use import::text::{ImportOptions, Imported, Offsets, import_text};
