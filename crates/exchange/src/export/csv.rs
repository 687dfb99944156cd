//! Tables as CSV (RFC 4180, 2005) that a spreadsheet opens without running anything in them.

use super::table::Table;
use serde_json::Value;

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

impl Table {
    /// Writes a line of column names, then a line a row. Unknown is empty, lists are joined by `; `, and words that
    /// a spreadsheet would take for a formula get an apostrophe before them.
    pub fn to_csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        let rows = self.rows.iter().map(|row| row.iter().map(field).collect::<Vec<_>>());
        let names = self.columns.iter().map(|name| (*name).to_owned()).collect();
        for row in std::iter::once(names).chain(rows) {
            writer.write_record(&row).expect("memory takes every record");
        }
        let bytes = writer.into_inner().expect("memory takes every record");
        String::from_utf8(bytes).expect("records of text are text")
    }
}

fn field(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(words) => guarded(words.clone()),
        Value::Array(list) => guarded(list.iter().map(bare).collect::<Vec<_>>().join("; ")),
        Value::Object(_) => value.to_string(),
    }
}

fn bare(value: &Value) -> String {
    match value {
        Value::String(words) => words.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

fn guarded(words: String) -> String {
    if words.starts_with(FORMULA) { format!("'{words}") } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(value: Value, written: &str) {
        let table = Table { columns: vec!["a", "b"], rows: vec![vec![value, json!(1)]] };
        assert_eq!(table.to_csv(), format!("a,b\n{written},1\n"));
    }

    #[test]
    fn every_value_has_one_way_to_be_written() {
        check(json!(null), "");
        check(json!(-3), "-3");
        check(json!(true), "true");
        check(json!("“Arden”, quiet"), "\"“Arden”, quiet\"");
        check(json!("two\nlines"), "\"two\nlines\"");
        check(json!(["Arden", "Ruba"]), "Arden; Ruba");
        check(json!({"of": "people"}), "\"{\"\"of\"\":\"\"people\"\"}\"");
    }

    #[test]
    fn no_words_become_a_formula() {
        check(json!("=1+1"), "'=1+1");
        check(json!("+49"), "'+49");
        check(json!("-1"), "'-1");
        check(json!("@SUM(A1)"), "'@SUM(A1)");
        check(json!(["=1", "2"]), "'=1; 2");
        check(json!("\tquiet"), "'\tquiet");
    }
}
