//! A gazetteer built from small tables, and its refusals.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the message")]

use super::sort::Sorter;
use super::*;
use std::{fs, path::PathBuf};
use truce_extract::gazetteer::{Entry, Gazetteer, Naming, key};

const COUNTRIES: &str =
    r#"{"SY":{"geonameid":1,"name":"Westland","iso":"SY","iso3":"SYR","areakm2":314,"population":9000}}"#;
const DIVISIONS: &str = r#"[{"code":"SY.02","name":"Arden"}]"#;
const TOWNS: &str = r#"[
 {"geonameid":7,"name":"Dayr az Zawr","latitude":10,"longitude":20,"countrycode":"SY","population":900,"admin1code":"02","alternatenames":["Deir","DEZ","دير"]},
 {"geonameid":8,"name":"Ruba","latitude":12,"longitude":22,"countrycode":"SY","population":50,"admin1code":"02","alternatenames":[]}]"#;
const PCODES: &str =
    "Location,Admin Level,P-Code,Name,Parent P-Code\nSYR,1,WL02,Arden,SYR\nSYR,2,WL0201,Tal,WL02\n";
const NAMES: &str = "1\t7\ten\tOld Deir\t\t\t\t\n2\t99\ten\tNowhere\t\t\t\t\n";

fn build(tables: &[&str], options: &BuildOptions) -> (Gazetteer, Built, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let write = |(i, text): (usize, &&str)| {
        let path = folder.path().join(format!("{i}.txt"));
        fs::write(&path, text).unwrap();
        path
    };
    let inputs: Vec<PathBuf> = tables.iter().enumerate().map(write).collect();
    let out = folder.path().join("x.gazetteer");
    let built = build_gazetteer(&inputs, &out, options).unwrap();
    (open_gazetteer(&out).unwrap(), built, folder)
}

fn places(gazetteer: &Gazetteer, name: &str) -> Vec<String> {
    let key = key(name);
    let show = |hit: truce_extract::gazetteer::Hit| {
        let record = gazetteer.record(hit.place).unwrap();
        let region = gazetteer.region(record.region).unwrap();
        let division = region.division.and_then(|place| gazetteer.record(place));
        format!(
            "{} {:?} {:?} {} in {} {}",
            gazetteer.name(&record),
            hit.naming,
            record.point,
            gazetteer.code(&record).unwrap_or_default(),
            division.map_or(String::new(), |division| gazetteer.name(&division).to_owned()),
            String::from_utf8_lossy(&region.country),
        )
    };
    gazetteer
        .hits(key.exact)
        .chain(key.sound.into_iter().flat_map(|key| gazetteer.hits(key)))
        .map(show)
        .collect()
}

#[test]
fn towns_divisions_and_codes_of_several_tables_come_together() {
    let (gazetteer, built, _folder) =
        build(&[COUNTRIES, DIVISIONS, TOWNS, PCODES, NAMES], &BuildOptions::default());
    let deir = "Some((10.0, 20.0)) geonames:7 in Arden SY";
    assert_eq!(places(&gazetteer, "Dayr az Zawr")[0], format!("Dayr az Zawr Main {deir}"));
    assert_eq!(places(&gazetteer, "Deir ez-Zor"), [format!("Dayr az Zawr Sound {deir}")]);
    assert_eq!(places(&gazetteer, "Old Deir"), [format!("Dayr az Zawr Other {deir}")]);
    assert_eq!(places(&gazetteer, "DEZ"), [""; 0], "a code is no name");
    assert_eq!(places(&gazetteer, "Arden")[0], "Arden Main Some((11.0, 21.0)) WL02 in Arden SY");
    assert_eq!(places(&gazetteer, "Tal"), ["Tal Main None WL0201 in Arden SY"]);
    assert_eq!((built.places, built.strays), (5, 1));
}

#[test]
fn small_towns_and_further_names_are_left_out_where_asked() {
    let options = BuildOptions { min_population: 100, names_above: 1000, licence: "x".into() };
    let (gazetteer, built, _folder) = build(&[COUNTRIES, DIVISIONS, TOWNS], &options);
    assert_eq!(places(&gazetteer, "Ruba"), [""; 0]);
    assert_eq!(places(&gazetteer, "Deir"), [""; 0]);
    assert_eq!((built.left_out, gazetteer.licence()), (1, "x"));
}

#[test]
fn a_broken_table_leaves_no_gazetteer_and_names_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let (table, out) = (folder.path().join("broken.txt"), folder.path().join("x.gazetteer"));
    fs::write(&table, "NO.02\tArden\tArden\tnine\n").unwrap();
    let error = build_gazetteer(&[table], &out, &BuildOptions::default()).unwrap_err();
    assert!(error.to_string().ends_with("broken.txt:1: `nine` is no GeoNames number"), "{error}");
    assert!(!out.exists());
    assert!(
        open_gazetteer(&out).unwrap_err().to_string().ends_with("x.gazetteer: no such file or directory")
    );
    fs::write(&out, "").unwrap();
    assert!(open_gazetteer(&out).is_err(), "an empty file is refused");
}

#[test]
fn runs_are_merged_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut sorter = Sorter::holding(folder.path().to_owned(), 7);
    for i in 0..100u64 {
        let key = i.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        sorter.push(Entry { key, rank: 1, place: i as u32, naming: Naming::Other }).unwrap();
    }
    let mut seen = Vec::new();
    sorter
        .finish(|entry| {
            seen.push(entry);
            Ok(())
        })
        .unwrap();
    assert!(seen.len() == 100 && seen.is_sorted());
}
