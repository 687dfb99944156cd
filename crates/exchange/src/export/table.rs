//! Rows under columns, for programs. How they are written is told by format, in the files beside this one.

use serde_json::Value;

/// A listing with the same columns in every row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The names of the columns.
    pub columns: Vec<&'static str>,
    /// The values, in the order of the columns; what is not known is null.
    pub rows: Vec<Vec<Value>>,
}
