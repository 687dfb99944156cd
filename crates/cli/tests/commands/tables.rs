//! `truce import` and `truce match`: tables come in row by row, bad rows stay out, two tables are laid beside each other.

use crate::program::{Folder, Run};

const HEAD: &str = "id,type_of_violence,side_a,side_b,where_prec,where_coordinates,adm_2,adm_1,latitude,longitude,country,\
date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high,source_office\n";

/// A row of that id, day, latitude and number of people killed.
fn row(id: &str, day: &str, lat: &str, killed: &str) -> String {
    format!(
        "{id},1,Government of North,South Front,1,Arden town,Ruba district,Arden province,{lat},37.1,Westland,1,{day},{day},\
         {killed},0,0,0,{killed},{killed},{killed},Field Wire\n"
    )
}

/// A table that the help and the documents speak of.
pub fn table() -> String {
    format!("{HEAD}{}{}", row("1", "2031-03-05", "36.2", "3"), row("2", "2031-03-09", "36.4", "1"))
}

/// A mapping file for the same table.
pub const OWN: &str = "name = \"own\"\ntitle = \"Own\"\nsource = \"Arden Watch\"\nid = \"id\"\n[date]\nstart = \
                       \"date_start\"\nformats = [\"%Y-%m-%d\"]\n[act]\ncolumn = \"type_of_violence\"\nvalues = { 1 = \
                       \"clash\" }\n";

fn folder(table: &str) -> Folder {
    let folder = Folder::new();
    folder.truce(&["init"]);
    folder.write("ged.csv", table);
    folder
}

fn says(run: &Run, code: i32, words: &[&str]) {
    assert_eq!(run.code, code, "{}{}", run.out, run.err);
    for word in words {
        assert!(
            run.out.contains(word) || run.err.contains(word),
            "nothing of `{word}`:\n{}{}",
            run.out,
            run.err
        );
    }
}

#[test]
fn the_same_table_twice_adds_nothing() {
    let folder = folder(&table());
    says(&folder.truce(&["import", "--dry-run", "ged.csv"]), 0, &["2 kept (2 new", "nothing stored"]);
    assert_eq!(folder.truce(&["claims", "--format", "jsonl"]).out, "");
    says(&folder.truce(&["import", "ged.csv"]), 0, &["UCDP GED", "2 kept (2 new", "2 events, 4 tolls"]);
    let before = folder.records();
    says(&folder.truce(&["import", "ged.csv"]), 0, &["2 kept (0 new, 2 known already"]);
    assert_eq!(folder.records(), before);
    says(&folder.truce(&["verify"]), 0, &[]);
    let tolls = folder.truce(&["tolls", "--format", "jsonl"]).out;
    assert!(tolls.contains("\"scope\":\"incident\"") || tolls.contains("inc-"), "{tolls}");
}

#[test]
fn bad_rows_stay_out_and_are_told_one_by_one() {
    let bad = row("3", "2031-02-30", "36.2", "3")
        + &row("4", "2031-03-05", "120", "3")
        + &row("1", "2031-03-05", "36.2", "9");
    let folder = folder(&(table() + &bad + &row("5", "2031-03-05", "36.2", "-2")));
    let run = folder.truce(&["import", "--report", "refused.jsonl", "ged.csv"]);
    says(
        &run,
        1,
        &["6 rows: 3 kept (3 new", "3 refused", "`2031-02-30` is no day", "outside ±90", "`-2` is negative"],
    );
    let report = std::fs::read_to_string(folder.path().join("refused.jsonl")).unwrap();
    let causes: Vec<serde_json::Value> =
        report.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(causes.len(), 4, "{report}");
    assert!(
        causes.iter().any(|one| one["cause"] == "date" && one["line"] == 4 && one["column"] == "date_start")
    );
    assert!(causes.iter().any(|one| one["cause"] == "number" && one["kept"] == true));
}

#[test]
fn a_row_with_other_words_replaces_the_earlier_one_only_when_told() {
    let folder = folder(&table());
    folder.truce(&["import", "ged.csv"]);
    folder.write("ged.csv", table().replace("South Front", "South Army"));
    says(&folder.truce(&["import", "ged.csv"]), 1, &["2 changed since it was imported"]);
    assert!(!folder.truce(&["claims", "--format", "jsonl"]).out.contains("South Army"));
    says(&folder.truce(&["import", "--replace", "ged.csv"]), 0, &["2 replaced"]);
    let claims = folder.truce(&["claims", "--format", "jsonl"]).out;
    assert!(claims.contains("South Army") && !claims.contains("South Front"), "{claims}");
}

#[test]
fn a_table_that_cannot_be_read_is_refused_by_name() {
    let folder = folder(&table().replace("date_prec", "dat_prec"));
    says(
        &folder.truce(&["import", "ged.csv"]),
        1,
        &["lacks the column `date_prec`", "did you mean `dat_prec`?"],
    );
    says(&folder.truce(&["import", "--as", "gde", "ged.csv"]), 2, &["`gde` is no format", "ucdp-ged"]);
    says(&folder.truce(&["import", "missing.csv"]), 1, &["missing.csv"]);
    folder.write("own.toml", OWN.replace("id = \"id\"", "idd = \"id\""));
    says(
        &folder.truce(&["import", "--as", "own.toml", "ged.csv"]),
        1,
        &["own.toml:4:1", "unknown field `idd`"],
    );
    folder.write("own.toml", OWN);
    says(&folder.truce(&["import", "--as", "own.toml", "ged.csv"]), 0, &["2 kept (2 new"]);
}

#[test]
fn two_tables_are_laid_beside_each_other() {
    let folder = folder(&table());
    folder.write("other.csv", format!("{HEAD}{}", row("9", "2031-03-06", "36.21", "3")));
    for mode in ["meltt", "weights"] {
        let run = folder.truce(&["match", "--mode", mode, "--format", "csv", "ged.csv", "other.csv"]);
        says(&run, 0, &["a,b,tie,score,km,days\n1,9,event,"]);
        assert_eq!(run.out.lines().count(), 2);
    }
    says(&folder.truce(&["match", "--mode", "best", "ged.csv", "other.csv"]), 2, &["meltt or weights"]);
}

/// A table whose rows are one event of a day, one of which only the month is known, and one of violence against civilians.
fn wide() -> String {
    let day = row("1", "2031-03-05", "36.2", "3");
    let month = row("2", "2031-03-09", "36.2", "40").replace("Westland,1,", "Westland,4,");
    let civilians = row("3", "2031-03-05", "36.3", "7")
        .replace("3,1,Government of North,South Front", "3,3,South Front,Civilians");
    format!("{HEAD}{day}{month}{civilians}")
}

#[test]
fn what_a_row_counts_over_a_month_is_the_toll_of_a_scope_with_an_open_top() {
    let folder = folder(&wide());
    says(&folder.truce(&["import", "ged.csv"]), 0, &["3 kept (3 new", "3 events"]);
    let run = folder.truce(&["tolls", "--format", "jsonl"]);
    let tolls: Vec<serde_json::Value> =
        run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let whole = |scope: &str| -> Vec<(u64, Option<u64>, &str)> {
        let of = tolls.iter().filter(|toll| toll["scope"] == scope && toll["who"].is_null());
        let mut of: Vec<_> = of
            .map(|t| (t["low"].as_u64().unwrap(), t["high"].as_u64(), t["end"].as_str().unwrap()))
            .collect();
        of.sort_unstable();
        of
    };
    assert_eq!(whole("incident"), [(3, Some(3), "2031-03-05"), (7, Some(7), "2031-03-05")], "{}", run.out);
    assert_eq!(whole("aggregate"), [(40, None, "2031-03-31")], "{}", run.out);
}

/// A list of places with coordinates, and reports of what a table tells as well.
fn reported(folder: &Folder) {
    let town = "{ name = \"Arden\", kind = \"town\", part_of = \"Westland\", lat = 36.2, lon = 37.1 }";
    folder.write(
        "lists/places/westland.toml",
        format!("place = [{{ name = \"Westland\", kind = \"country\" }}, {town}]\n"),
    );
    folder.write(
        "2031-03-05.txt",
        "5 March 2031\n\nThe army and rebels clashed in Arden on Wednesday, residents said.\n",
    );
    says(&folder.truce(&["ingest", "--lists", "lists", "2031-03-05.txt"]), 0, &[]);
}

#[test]
fn rows_are_laid_beside_incidents_and_never_beside_themselves() {
    let folder = folder(&table());
    let matched = |more: &[&str]| {
        folder.truce(
            &[&["match", "--incidents", "--lists", "lists", "--format", "csv", "ged.csv"], more].concat(),
        )
    };
    reported(&folder);
    let before = matched(&[]);
    says(&before, 0, &["a,b,tie,score,km,days\n1,inc-"]);
    assert_eq!(before.out.lines().count(), 2, "{}", before.out);
    says(&matched(&["--unmatched"]), 0, &["a,2,none within the windows"]);
    says(&matched(&["--mode", "meltt"]), 0, &["1,inc-"]);
    folder.truce(&["import", "ged.csv"]);
    let after = matched(&[]);
    says(&after, 0, &["told by UCDP GED alone and left out"]);
    let pair = |run: &Run| run.out.lines().nth(1).map(|line| line.split(',').nth(2).unwrap().to_owned());
    assert_eq!(after.out.lines().count(), 2, "{}", after.out);
    assert_eq!(pair(&after), pair(&before));
}

#[test]
fn ladders_of_ones_own_decide_what_agrees() {
    let folder = folder(&table());
    folder.write(
        "other.csv",
        format!("{HEAD}{}", row("9", "2031-03-06", "36.21", "3").replace("9,1,", "9,2,")),
    );
    let ladder = |coarse: &str| {
        format!(
            "[[ladder]]\nname = \"type\"\nlevels = [\"type\", \"force\"]\n[ladder.of.ucdp-ged]\ncolumn = \
             \"type_of_violence\"\nvalues = {{ 1 = [\"state\", \"force\"], 2 = [\"other\", \"{coarse}\"] }}\n"
        )
    };
    let matched = |ladders: String| {
        folder.write("ladder.toml", ladders);
        folder.truce(&[
            "match",
            "--mode",
            "meltt",
            "--ladder",
            "ladder.toml",
            "--format",
            "csv",
            "ged.csv",
            "other.csv",
        ])
    };
    says(&matched(ladder("force")), 0, &["1,9,event,0.5,"]);
    assert_eq!(matched(ladder("talk")).out.lines().count(), 1);
    says(
        &matched(ladder("force").replace("2 = ", "3 = ")),
        0,
        &["on no level of the ladder `type`: `2`", "1,9,event"],
    );
    says(
        &matched(ladder("force").replace("type_of", "typ_of")),
        1,
        &["lacks the column `typ_of_violence`", "did you mean"],
    );
    says(
        &matched(ladder("force").replace("ucdp-ged", "ucdp-gde")),
        1,
        &["no [ladder.of.ucdp-ged]", "did you mean"],
    );
    says(
        &matched(ladder("force").replace("levels", "level")),
        1,
        &["ladder.toml:3:1", "unknown field `level`"],
    );
}
