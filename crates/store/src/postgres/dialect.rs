//! Turns the statements that are written for all databases into PostgreSQL's own. Reads no table.

/// A statement with `$1` for `?1`, and with lists as arrays.
pub(super) fn statement(sql: &str) -> String {
    let mut turned = String::with_capacity(sql.len() + 16);
    let mut rest = sql;
    while let Some(at) = rest.find(['?', 'j', '\'']) {
        turned.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((number, behind)) = rest.strip_prefix("json_each(?").and_then(|rest| rest.split_once(')'))
        {
            turned.push_str(&format!("unnest(${number}::text[]) AS list(value)"));
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix('?') {
            turned.push('$');
            rest = behind;
        } else if rest.starts_with('\'') {
            // What stands in quotes is no parameter.
            let end = rest[1..].find('\'').map_or(rest.len(), |end| end + 2);
            turned.push_str(&rest[..end]);
            rest = &rest[end..];
        } else {
            turned.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    turned + rest
}

/// The single statements of a script without its comments, with PostgreSQL's types where they make tables.
pub(super) fn statements(script: &str) -> Vec<String> {
    let bare: Vec<&str> =
        script.lines().map(|line| line.split_once("--").map_or(line, |(code, _)| code).trim_end()).collect();
    let single = bare.join("\n");
    single.split(';').map(str::trim).filter(|statement| !statement.is_empty()).map(typed).collect()
}

fn typed(statement: &str) -> String {
    if !statement.starts_with("CREATE TABLE") {
        return statement.to_owned();
    }
    let (columns, behind) = statement.rsplit_once(')').unwrap_or((statement, ""));
    let ending = if behind.contains("STRICT") { "" } else { behind };
    let columns = columns.replace(" INTEGER", " BIGINT").replace(" BLOB", " BYTEA");
    format!("{}){ending}", columns.replace(" TEXT", " TEXT COLLATE \"C\""))
}

/// The table that a statement makes, drops, or makes an index on.
pub(super) fn table(statement: &str) -> Option<Definition<'_>> {
    let word = |text: &'_ str| text.split([' ', '(', '\n']).next().map(str::len);
    if let Some(name) = statement.strip_prefix("DROP TABLE IF EXISTS ") {
        return Some(Definition::Drop(&name[..word(name)?]));
    }
    if let Some(name) = statement.strip_prefix("CREATE TABLE ") {
        return Some(Definition::Make(&name[..word(name)?]));
    }
    let (_, name) = statement.strip_prefix("CREATE ")?.split_once(" ON ")?;
    Some(Definition::Make(&name[..word(name)?]))
}

/// What a statement does to a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Definition<'s> {
    /// Drops it.
    Drop(&'s str),
    /// Makes it or an index on it.
    Make(&'s str),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_lists_are_turned() {
        let check = |sql, expected| assert_eq!(statement(sql), expected);
        check("SELECT seq FROM log WHERE seq > ?1 LIMIT ?12", "SELECT seq FROM log WHERE seq > $1 LIMIT $12");
        check(
            "SELECT 1 WHERE a IN (SELECT value FROM json_each(?2)) AND b = ?1",
            "SELECT 1 WHERE a IN (SELECT value FROM unnest($2::text[]) AS list(value)) AND b = $1",
        );
        check("SELECT '?1', joined WHERE kind = 'why?'", "SELECT '?1', joined WHERE kind = 'why?'");
    }

    #[test]
    fn tables_get_types_and_lose_what_is_sqlites() {
        let script = "-- Views; all.\nDROP TABLE IF EXISTS a;\nCREATE TABLE a (\n    n INTEGER PRIMARY KEY, -- a TEXT; no\n    \
                      t TEXT NOT NULL,\n    b BLOB,\n    PRIMARY KEY (n, t)\n) STRICT, WITHOUT ROWID;\n\
                      CREATE INDEX a_t ON a (t);";
        let made = statements(script);
        assert_eq!(made[0], "DROP TABLE IF EXISTS a");
        assert_eq!(
            made[1],
            "CREATE TABLE a (\n    n BIGINT PRIMARY KEY,\n    t TEXT COLLATE \"C\" NOT NULL,\n    b BYTEA,\n    \
             PRIMARY KEY (n, t)\n)"
        );
        assert_eq!(made[2..], ["CREATE INDEX a_t ON a (t)"]);
        let tables: Vec<_> = made.iter().map(|made| table(made)).collect();
        assert_eq!(
            tables,
            [Some(Definition::Drop("a")), Some(Definition::Make("a")), Some(Definition::Make("a"))]
        );
        assert_eq!(table("DELETE FROM a"), None);
    }
}
