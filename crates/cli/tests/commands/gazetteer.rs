//! `truce gazetteer`: an index is built from tables, checked and used; a broken table or index is refused by name.

use crate::program::Folder;

const TABLE: &str = "kind,name,country,lat,lon,others\ntown,Arden Bridge,,35.5,36.5,Ardenbrugg|Pont Arden\n\
    town,Tal Mires,,35.25,36.75,\n";

/// A folder with a table of two towns.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("table.csv", TABLE);
    folder
}

/// Runs in a folder, expects the code and each of the words.
fn check(folder: &Folder, arguments: &[&str], code: i32, words: &[&str]) {
    let run = folder.truce(arguments);
    assert_eq!(run.code, code, "{arguments:?}: {}{}", run.out, run.err);
    for word in words {
        let said = run.err.contains(word) || run.out.contains(word);
        assert!(said, "{arguments:?} says nothing of `{word}`:\n{}{}", run.out, run.err);
    }
    assert!(!run.err.contains("panicked"), "{}", run.err);
}

#[test]
fn a_gazetteer_is_built_checked_and_used() {
    let folder = folder();
    let build = ["gazetteer", "build", "--out", "own.gazetteer", "--licence", "Ruba survey", "table.csv"];
    check(&folder, &build, 0, &["own.gazetteer: 2 places, 4 names"]);
    check(&folder, &["gazetteer", "check", "own.gazetteer"], 0, &["sound; 2 places", "Ruba survey"]);
    folder.write("a.txt", "Shells fell on Pont Arden near Ruba on Monday, the mayor said.");
    let without = folder.truce(&["extract", "--places", "a.txt"]);
    assert!(without.code == 0 && !without.out.contains("Arden Bridge"), "{}{}", without.out, without.err);
    let own = ["extract", "--places", "--gazetteer", "own.gazetteer", "a.txt"];
    check(&folder, &own, 0, &["\"name\":\"Arden Bridge\"", "\"lat\":35.5"]);
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    let folder = folder();
    for out in ["one", "two"] {
        check(&folder, &["gazetteer", "build", "--out", out, "table.csv"], 0, &[]);
    }
    let [one, two] = ["one", "two"].map(|name| std::fs::read(folder.path().join(name)).unwrap());
    assert_eq!(one, two);
}

#[test]
fn a_broken_table_is_named_with_its_line_and_nothing_is_written() {
    let row = |rest: &str| format!("{TABLE}{rest}\n");
    let dump = "1\tArden\tArden\t\t35.5\t36.5\tP\tPPL\tSY\t\t01\t\t\t\t100\t\t\tArden\t2031-01-01\n";
    for (table, words) in [
        (row("town,Ruba,,95.5,36.5,"), ["in.csv:4", "latitude `95.5`"]),
        (row("town,Ruba,,35.5,east,"), ["in.csv:4", "longitude `east`"]),
        (row("castle,Ruba,,35.5,36.5,"), ["in.csv:4", "castle"]),
        ("name of it\nArden\n".into(), ["in.csv:1", "name of it"]),
        (format!("{dump}2\tRuba\n"), ["in.csv:2", "2 columns"]),
        (dump.replace("35.5", "far"), ["in.csv:1", "latitude `far`"]),
    ] {
        let folder = folder();
        folder.write("in.csv", table);
        let build = ["gazetteer", "build", "--out", "own.gazetteer", "table.csv", "in.csv"];
        check(&folder, &build, 1, &[words[0], words[1], "hint"]);
        assert!(!folder.path().join("own.gazetteer").exists(), "{words:?}");
    }
}

#[test]
fn a_table_that_is_not_there_is_named() {
    let folder = folder();
    folder.write("empty.csv", "");
    std::fs::create_dir(folder.path().join("tables")).unwrap();
    let build = |inputs: &[&str], words: &[&str]| {
        let words = [words, &["hint"]].concat();
        check(&folder, &[&["gazetteer", "build", "--out", "own.gazetteer"], inputs].concat(), 1, &words);
    };
    build(&["table.csv", "none.csv"], &["none.csv: no such file"]);
    build(&["tables"], &["tables: is a folder"]);
    check(
        &folder,
        &["gazetteer", "build", "--out", "none/own.gazetteer", "table.csv"],
        1,
        &["none/own.gazetteer: no such file", "hint"],
    );
    check(&folder, &["gazetteer", "build", "empty.csv"], 1, &["empty.csv: empty file"]);
    check(&folder, &["gazetteer", "build"], 2, &["INPUT"]);
}

#[test]
fn a_broken_gazetteer_is_refused_by_name() {
    let folder = folder();
    check(&folder, &["gazetteer", "build", "--out", "own.gazetteer", "table.csv"], 0, &[]);
    let sound = std::fs::read(folder.path().join("own.gazetteer")).unwrap();
    let mut changed = sound.clone();
    let last = changed.len() - 1;
    changed[last] ^= 0x55;
    folder.write("a.txt", "Quiet in Arden.");
    folder.write("cut", &sound[..sound.len() - 9]);
    folder.write("changed", changed);
    std::fs::create_dir(folder.path().join("folder")).unwrap();
    for (file, words) in [
        ("none", "none: no such file"),
        ("a.txt", "a.txt: byte 0: does not begin like a gazetteer"),
        ("cut", "its header says"),
        ("changed", "changed: byte"),
        ("folder", "folder: is a folder"),
    ] {
        check(&folder, &["gazetteer", "check", file], 1, &[file, words, "hint"]);
        check(&folder, &["extract", "--places", "--gazetteer", file, "a.txt"], 1, &[file, words, "hint"]);
    }
}
