use super::*;
use crate::ExchangeError;
use std::io::Cursor;

const GED: &str = "id,type_of_violence,side_a,side_b,where_prec,where_coordinates,adm_2,adm_1,latitude,longitude,\
country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high,source_office\n";

fn ged(rows: &str) -> String {
    format!("{GED}{rows}")
}

const GOOD: &str = "1,1,Government of North,South Front,1,Arden town,Ruba district,Arden province,36.2,37.1,\
Westland,1,2031-03-05,2031-03-05,1,2,0,0,3,3,3,Field Wire\n";

/// A good row with some of its words changed.
fn row(id: &str, changes: &[(&str, &str)]) -> String {
    let row = GOOD.replacen("1,", &format!("{id},"), 1);
    changes.iter().fold(row, |row, (from, to)| {
        assert!(row.contains(from), "{from}");
        row.replacen(from, to, 1)
    })
}

struct Read {
    rows: Vec<TableRow>,
    refused: Vec<Refusal>,
    head: TableHead,
}

fn import(bytes: &[u8], mapping: Option<&str>) -> Result<Read, ExchangeError> {
    let mapping = mapping.map(|text| Mapping::parse("own.toml", text).unwrap());
    let (mut rows, mut refused) = (Vec::new(), Vec::new());
    let options = TableOptions { mapping, ..TableOptions::default() };
    let head = import_table("in.csv", Cursor::new(bytes), &options, &mut |item| {
        match item {
            TableItem::Row(row) => rows.push(*row),
            TableItem::Refused(refusal) => refused.push(refusal),
        }
        Ok::<(), ExchangeError>(())
    })?;
    for row in &rows {
        assert!(row.claims.iter().all(|claim| claim.resolves_in(&row.text)), "{}", row.text);
        assert!(row.doubts.iter().all(|doubt| doubt.span.of(&row.text).is_some()));
    }
    Ok(Read { rows, refused, head })
}

fn read(text: &str) -> Read {
    import(text.as_bytes(), None).unwrap()
}

/// The refusals of a table, as `line id column: problem`.
fn check(rows: &str, expected: &[&str]) {
    let read = read(&ged(rows));
    let left_out = read.rows.iter().flat_map(|row| &row.left_out);
    let shown: Vec<String> = read
        .refused
        .iter()
        .chain(left_out)
        .map(|refusal| {
            let or = |words: &Option<String>| words.clone().unwrap_or_else(|| "-".to_owned());
            let kept = if refusal.kept { " (kept)" } else { "" };
            format!("{} {} {}: {}{kept}", refusal.line, or(&refusal.id), or(&refusal.column), refusal.problem)
        })
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn a_row_becomes_a_document_whose_words_carry_its_claims() {
    let read = read(&ged(GOOD));
    let [row] = read.rows.as_slice() else { panic!("{:?}", read.refused) };
    assert_eq!((read.head.mapping.as_str(), read.head.source.as_str()), ("ucdp-ged", "UCDP"));
    assert_eq!(row.document.name, "ucdp-ged-1");
    assert!(row.text.starts_with("UCDP GED event 1\ntype_of_violence: 1\ndate_start: 2031-03-05\n"));
    let said = |claim: &Claim| {
        let count = claim.count.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{} {} {count} [{}]", claim.stance, claim.act, claim.quote.replace('\n', " | "))
    };
    let said: Vec<String> = row.claims[1..].iter().map(said).collect();
    let expected = [
        "asserts killed 3 people [low: 3 | best: 3 | high: 3]",
        "asserts killed 1 Government of North [deaths_a: 1]",
        "asserts killed 2 South Front [deaths_b: 2]",
    ];
    assert_eq!(said, expected);
    let event = &row.claims[0];
    assert_eq!((event.act, event.occurred.to_string()), (Act::Clash, "2031-03-05".to_owned()));
    assert_eq!(event.via.as_ref().map(Name::as_str), Some("Field Wire"));
    assert_eq!(event.agent.as_ref().map(Name::as_str), Some("Government of North"));
    let places: Vec<&str> = event.places.iter().map(Name::as_str).collect();
    assert_eq!(places, ["Arden town", "Ruba district", "Arden province", "Westland"]);
    assert_eq!(event.point, Some(Point::new(36.2, 37.1, Some(1.0)).unwrap()));
}

#[test]
fn a_place_that_is_not_known_closely_is_not_named_closely() {
    let places = |prec: &str| {
        let rows = row("1", &[("South Front,1,", &format!("South Front,{prec},"))]);
        let read = read(&ged(&rows));
        read.rows[0].claims[0].places.iter().map(|name| name.to_string()).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(places("2"), "near Arden town, Ruba district, Arden province, Westland");
    assert_eq!(places("3"), "Ruba district, Arden province, Westland");
    assert_eq!(places("4"), "Arden province, Westland");
    assert_eq!(places("6"), "Westland");
}

#[test]
fn each_row_is_judged_on_its_own() {
    check(
        &row("7", &[("2031-03-05", "2031-02-30")]),
        &["2 7 date_start: `2031-02-30` is no day of the calendar"],
    );
    check(
        &row("7", &[("-05,1,2,0", "-04,1,2,0")]),
        &["2 7 date_end: it ends on 2031-03-04, before it begins on 2031-03-05"],
    );
    check(
        &row("7", &[("36.2", "120"), ("37.1", "36")]),
        &["2 7 latitude: latitude 120 is outside ±90; are the columns swapped?"],
    );
    check(
        &row("7", &[("36.2", "-97")]),
        &["2 7 latitude: latitude -97 is outside ±90; are the columns swapped?"],
    );
    check(&row("7", &[("37.1", "181")]), &["2 7 longitude: longitude 181 is outside ±180"]);
    check(&row("7", &[("37.1", "")]), &["2 7 longitude: longitude is missing beside latitude"]);
    check(&row("7", &[("36.2", "N36")]), &["2 7 latitude: latitude `N36` is no number of degrees"]);
    check(
        &row("7", &[("Westland,1,", "Westland,9,")]),
        &["2 7 date_prec: date_prec `9` is none of 1, 2, 3, 4, 5"],
    );
    check(&row("", &[]), &["2 - id: no id"]);
    check("1,2,3\n", &["2 - -: 3 cells; the header has 22"]);
    let both = row("7", &[("2031-03-05", "soon")]) + &row("8", &[]);
    check(&both, &["2 7 date_start: `soon` is written in none of the ways that the table uses"]);
    assert_eq!(read(&ged(&both)).rows.len(), 1);
}

#[test]
fn figures_that_cannot_be_are_left_out_and_the_event_is_kept() {
    check(&row("7", &[("0,0,3,3,3", "0,0,3,3,2")]), &["2 7 best: best 3 is above high 2 (kept)"]);
    check(&row("7", &[("0,0,3,3,3", "0,0,-3,3,3")]), &["2 7 low: low `-3` is negative (kept)"]);
    check(
        &row("7", &[("1,2,0,0,", "1,9,0,0,")]),
        &[
            "2 7 deaths_a: deaths_a + deaths_b + deaths_civilians + deaths_unknown = 10 is above high 3 (kept)",
        ],
    );
    let long = "x".repeat(301);
    check(
        &row("7", &[("South Front", &long)]),
        &["2 7 side_b: side_b: a name of 301 bytes; 300 are the most (kept)"],
    );
    let read = read(&ged(&row("7", &[("0,0,3,3,3", "0,0,3,3,2")])));
    assert_eq!((read.rows[0].claims.len(), read.rows[0].doubts.len()), (1, 1));
}

#[test]
fn of_rows_with_one_id_the_first_counts() {
    let rows: String = (0..10_000).map(|n| row("7", &[("Arden town", &format!("Arden {n}"))])).collect();
    check(&rows, &["3 7 id: 9999 further rows have the id `7`: line 3, 4, 5, 6, 7 and further on"]);
    let read = read(&ged(&rows));
    assert_eq!((read.rows.len(), read.refused[0].rows), (1, Some(9999)));
    // A row that is refused does not keep a good one out.
    let second = row("7", &[("2031-03-05", "never")]) + &row("7", &[]);
    assert_eq!(self::read(&ged(&second)).rows.len(), 1);
}

#[test]
fn one_way_of_writing_days_is_settled_by_the_rows_that_allow_no_other() {
    let day = |id: &str, start: &str, end: &str| {
        row(id, &[("2031-03-05,2031-03-05", &format!("{start} 00:00,{end} 00:00"))])
    };
    let open = read(&ged(&day("1", "03/05/2031", "03/05/2031")));
    assert!(open.refused[0].problem.contains("may be 2031-03-05 or 2031-05-03"), "{:?}", open.refused);
    let settled = read(&ged(&(day("1", "03/05/2031", "03/05/2031") + &day("2", "03/25/2031", "03/25/2031"))));
    assert_eq!(settled.rows[0].claims[0].occurred.to_string(), "2031-03-05");
    assert_eq!(
        settled.head.notes,
        ["days written like 9/9/9 9:9 are read as %m/%d/%Y %H:%M: 2 cells allow nothing else"]
    );
}

#[test]
fn encodings_are_found_and_mixed_ones_refused_row_by_row() {
    let with = |bytes: &[u8], id: &str| {
        let row = row(id, &[("Arden town", "Arden @")]);
        let at = row.find('@').unwrap();
        [&row.as_bytes()[..at], bytes, &row.as_bytes()[at + 1..]].concat()
    };
    let table = |rows: &[Vec<u8>]| [GED.as_bytes().to_vec(), rows.concat()].concat();
    let old = import(&table(&[with(b"Caf\xe9 of the \x93South\x94", "1")]), None).unwrap();
    assert_eq!(old.rows[0].claims[0].places[0].as_str(), "Arden Café of the “South”");
    assert_eq!(old.head.notes, ["no UTF-8; read as windows-1252"]);
    let mixed =
        import(&table(&[with("é".as_bytes(), "1"), with(b"\xe9", "2"), with("ü".as_bytes(), "3")]), None);
    let mixed = mixed.unwrap();
    assert_eq!(mixed.rows.len(), 2);
    assert!(mixed.refused[0].problem.starts_with("not UTF-8: byte 0xe9"), "{:?}", mixed.refused);
    let marked = [b"\xef\xbb\xbf".to_vec(), ged(GOOD).into_bytes()].concat();
    assert_eq!(import(&marked, None).unwrap().rows.len(), 1);
    assert!(import(b"PK\x03\x04...", None).is_err());
    assert!(import(b"\xff\xfei\0d\0", None).is_err());
    assert!(import(b"", None).is_err());
}

#[test]
fn a_table_without_its_columns_is_refused_as_a_whole() {
    let refused = |text: String| {
        let error = import(text.as_bytes(), None).err().unwrap();
        format!("{error}; {}", error.hint().unwrap_or_default())
    };
    assert_eq!(
        refused(ged(GOOD).replace("date_prec", "dat_prec")),
        "in.csv: as UCDP GED it lacks the column `date_prec`; `date_prec`: did you mean `dat_prec`?"
    );
    assert!(refused("name,age\nx,3\n".to_owned()).contains("a table of no known publisher"));
}

const ACLED: &str = "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,inter2,country,\
admin1,location,latitude,longitude,geo_precision,source,notes,fatalities,timestamp\n";

#[test]
fn an_acled_table_names_no_agent_by_the_order_of_its_columns() {
    let rows = "WES1,05 March 2031,1,Battles,Armed clash,North,South,1,Westland,Arden,Ruba,36.2,37.1,1,Field Wire,a \
                fight,12,1930000000\n\
                WES2,2031-03-05,2,Explosions/Remote violence,Air/drone strike,North,South,1,Westland,Arden,Ruba,36.2,37.1,\
                2,Field Wire; South Radio,,0,\n\
                WES3,2031-03-05,3,Explosions/Remote violence,Shelling/artillery/missile attack,North,Civilians,7,Westland,\
                Arden,Ruba,36.2,37.1,3,,,1,\n\
                WES4,2031-03-05,1,Strategic developments,Arrests,North,,,Westland,Arden,Ruba,36.2,37.1,1,,,0,\n";
    let read = read(&format!("{ACLED}{rows}"));
    assert_eq!(read.head.mapping, "acled");
    let shown: Vec<String> = read
        .rows
        .iter()
        .map(|row| {
            let one = |claim: &Claim| {
                let agent = claim.agent.as_ref().map_or("-", Name::as_str);
                let count = claim.count.as_ref().map_or(String::new(), |count| format!(" {count}"));
                format!("{} {agent} {} {}{count}", claim.act, claim.places[0], claim.occurred)
            };
            row.claims.iter().map(one).collect::<Vec<_>>().join("; ")
        })
        .collect();
    let expected = [
        "clash North Ruba 2031-03-05; killed - Ruba 2031-03-05 about at least 12 people",
        "air_strike - near Ruba 2031-02-27 to 2031-03-11",
        "bombardment North Arden 2031-03-01 to 2031-03-31; killed - Arden 2031-03-01 to 2031-03-31 about at least 1 \
         people",
        "",
    ];
    assert_eq!(shown, expected);
    assert_eq!(read.rows[3].left_out[0].problem, "sub_event_type `Arrests` names no act");
}

#[test]
fn any_table_comes_in_by_a_mapping() {
    let own = r#"
        name = "arden-watch"
        title = "Arden Watch"
        source = "Arden Watch"
        id = "no"
        delimiter = ";"
        [date]
        start = "day"
        formats = ["%d.%m.%Y"]
        [act]
        column = "what"
        values = { raid = "ground_attack" }
        [who]
        agent = "by"
        [place]
        names = ["town"]
        [killed]
        best = "dead"
        zero_is_none = true
        [injured]
        low = "hurt"
    "#;
    let table =
        "no;day;what;by;town;dead;hurt\n1;5.3.2031;raid;North;Ruba;0;4\n2;31.2.2031;raid;North;Ruba;;\n";
    let read = import(table.as_bytes(), Some(own)).unwrap();
    let counts: Vec<String> = read.rows[0]
        .claims
        .iter()
        .filter_map(|claim| Some(format!("{} {}", claim.act, claim.count.as_ref()?)))
        .collect();
    assert_eq!(counts, ["killed 0 people", "injured at least 4 people"]);
    assert_eq!(read.refused[0].problem, "`31.2.2031` is no day of the calendar");
    assert!(import(b"no;day\n", Some(own)).is_err());
}

#[test]
fn a_column_that_is_there_twice_is_refused() {
    let header = GED.replace("source_office\n", "source_office,Low,notes,notes\n");
    let row = GOOD.replace("Field Wire\n", "Field Wire,77,a,b\n");
    let Err(ExchangeError::Table { problem, .. }) = import((header + &row).as_bytes(), None) else {
        panic!("which `low` is meant nobody can know");
    };
    assert_eq!(problem, "it has the column `low` more than once");
}
