//! Importers and exporters, a file a format. Parses at the edge; stores nothing and judges nothing.

mod error;
pub mod export;
pub mod import;

pub use error::ExchangeError;
pub use export::format::{BrokenBlock, FormatError, format_agreement, format_cases};
pub use export::guide::{doubt_lines, guide_line, guide_lines};
pub use export::places::{NamedPlace, places_line};
pub use export::table::Table;
pub use import::agreement::complete::{Completion, complete_agreement, snippets};
pub use import::agreement::{agreement_schema, parse_agreement};
pub use import::cases::{Case, Expected, parse_cases};
pub use import::gazetteer::{CountryCode, GazetteerRow, NameRow, PlaceRow, gazetteer_rows};
pub use import::jsonl::{LONGEST_LINE, import_line};
pub use import::problem::Problem;
pub use import::table::{
    Cause, INCIDENTS, Ladder, LadderFile, Mapping, Refusal, TableEvent, TableHead, TableItem, TableOptions,
    TableRow, builtin_mappings, import_table,
};
pub use import::text::{Import, ImportOptions, Imported, Offsets, import_text, stands_in};
