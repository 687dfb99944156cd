//! Each format gives its rows, and a broken one the line.

use super::*;

fn rows(text: &str) -> Result<Vec<GazetteerRow>, ExchangeError> {
    let mut rows = Vec::new();
    gazetteer_rows("x", text.as_bytes(), |row| {
        rows.push(row);
        Ok::<(), ExchangeError>(())
    })?;
    Ok(rows)
}

/// One line a row: what was read of it.
fn shown(text: &str) -> String {
    let line = |row: GazetteerRow| match row {
        GazetteerRow::Name(row) => format!("{} is also {}", row.geonames, row.name),
        GazetteerRow::Place(row) => format!(
            "{} {:?} {:?} {:?} in {:?} {:?}, {:?} people, code {:?} {:?}",
            row.name,
            row.others,
            row.kind,
            row.point,
            row.country,
            row.division,
            row.population,
            row.geonames,
            row.pcode
        ),
    };
    rows(text).unwrap().into_iter().map(line).collect::<Vec<_>>().join("\n")
}

fn check(text: &str, expected: &str) {
    assert_eq!(shown(text), expected);
}

fn refused(text: &str, message: &str) {
    assert_eq!(rows(text).unwrap_err().to_string(), message);
}

#[test]
fn a_line_of_the_dump_gives_a_place() {
    check(
        "7\tRuba\tRuba\tRubah,Рубa\t10.5\t-20.25\tP\tPPL\tNO\t\t02\t\t\t\t1200\t\t80\tEurope/Oslo\t2031-01-01\n",
        r#"Ruba ["Ruba", "Rubah", "Рубa"] Town Some((10.5, -20.25)) in Some(Two([78, 79], None)) Some("02"), Some(1200) people, code Some(7) None"#,
    );
}

#[test]
fn the_other_tables_of_geonames_are_told_by_their_columns() {
    check("1\t7\ten\tOld Ruba\t\t\t\t\t\t\n2\t7\tiata\tRUB\t\t\t\t\t\t\n", "7 is also Old Ruba");
    check(
        "NO.02\tArden\tArden\t9\n",
        r#"Arden ["Arden"] Province None in Some(Two([78, 79], None)) Some("02"), None people, code Some(9) None"#,
    );
}

#[test]
fn packages_in_json_give_towns_countries_and_divisions() {
    check(
        r#"[{"code":"NO.02","name":"Arden"},
            {"geonameid":7,"name":"Ruba","latitude":10.5,"longitude":1,"countrycode":"NO","population":5,"admin1code":"02","alternatenames":["Rubah"]}]"#,
        "Arden [] Province None in Some(Two([78, 79], None)) Some(\"02\"), None people, code None None\n\
         Ruba [\"Rubah\"] Town Some((10.5, 1.0)) in Some(Two([78, 79], None)) Some(\"02\"), Some(5) people, code Some(7) None",
    );
    check(
        r#"{"NO":{"geonameid":3,"name":"Northland","iso":"NO","iso3":"NOR","areakm2":314,"population":9}}"#,
        "Northland [] Country None in Some(Two([78, 79], Some([78, 79, 82]))) None, Some(9) people, code Some(3) None",
    );
}

#[test]
fn pcodes_and_own_tables_are_told_by_their_heads() {
    check(
        "Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date\nNOR,2,NO0201,Tal,NO02,2031-01-01\n",
        r#"Tal [] District None in Some(Three([78, 79, 82])) Some("NO02"), None people, code None Some("NO0201")"#,
    );
    check(
        "kind,name,country,lat,lon,others\nwater,Long Sea,,1,2,Sea of Length | Longer Sea\n",
        r#"Long Sea ["Sea of Length", "Longer Sea"] Water Some((1.0, 2.0)) in None None, None people, code None None"#,
    );
}

#[test]
fn a_list_of_the_project_gives_its_places_with_their_country() {
    let list = "[[place]]\nname = \"Westland\"\nkind = \"country\"\n[[place]]\nname = \"Tal\"\nkind = \"town\"\npart_of = \"Westland\"\n";
    assert!(shown(list).contains("Tal [] Town None in Some(Named(\"Westland\"))"));
}

#[test]
fn what_cannot_be_read_is_refused_with_its_line() {
    refused("", "x: empty file");
    refused(
        "a\tb\n",
        "x:1: 2 columns; GeoNames tables have 19 (dump, countryInfo), 8 or 10 (alternateNames), 4 (admin1CodesASCII)",
    );
    refused("NO.02\tArden\tArden\t9\nNO.03\tTal\tTal\tnine\n", "x:2: `nine` is no GeoNames number");
    refused("kind,name,lat,lon\ntown,Tal,95,1\n", "x:2: latitude `95` is no number from -90 to 90");
    refused(
        "kind,name\nvillage,Tal\n",
        "x:2: kind `village` is none of continent, country, province, district, town, quarter, area, water, landform, site, road",
    );
    refused("[{\"name\":\"Tal\"}]", "x:1: entry 1 has no `countrycode`");
    assert!(rows("[{\"name\":").unwrap_err().to_string().starts_with("x:1: EOF while parsing"));
    assert!(rows("a,b\n1,2\n").unwrap_err().to_string().starts_with("x:1: the columns are `a, b`;"));
}
