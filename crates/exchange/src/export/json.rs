//! Tables as JSON and as JSON lines. Keeps every value as it is.

use super::table::Table;
use serde_json::{Map, Value};

impl Table {
    /// Writes an array of objects, one a line.
    pub fn to_json(&self) -> String {
        let lines: Vec<String> = self.objects().map(|object| format!("  {object}")).collect();
        if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", lines.join(",\n")) }
    }

    /// Writes one object a line, each line ended.
    pub fn to_jsonl(&self) -> String {
        self.objects().map(|object| format!("{object}\n")).collect()
    }

    fn objects(&self) -> impl Iterator<Item = Value> {
        self.rows.iter().map(|row| {
            let named = self.columns.iter().zip(row).map(|(name, value)| ((*name).to_owned(), value.clone()));
            Value::Object(named.collect::<Map<_, _>>())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_columns_keep_their_order_and_the_unknown_stays_null() {
        let table = Table { columns: vec!["place", "dead"], rows: vec![vec![json!("Ruba"), json!(null)]] };
        assert_eq!(table.to_jsonl(), "{\"place\":\"Ruba\",\"dead\":null}\n");
        assert_eq!(table.to_json(), "[\n  {\"place\":\"Ruba\",\"dead\":null}\n]");
        assert_eq!(Table { rows: vec![], ..table }.to_json(), "[]");
    }
}
