//! What the index of place names keeps and how it refuses broken ones.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the message")]

use super::*;
use crate::ExtractError;
use proptest::prelude::*;
use std::io::Cursor;
use std::sync::Arc;
use truce_model::FeatureKind;

/// An index of named towns, each in the region of its number.
fn index(names: &[&str]) -> Vec<u8> {
    let mut heap = Heap::new(Vec::new());
    let (mut records, mut entries) = (Vec::new(), Vec::new());
    let licence = heap.put("invented").unwrap();
    for (place, name) in names.iter().enumerate() {
        let mut record = Record::new(FeatureKind::Town, heap.put(name).unwrap()).numbered(Some(place as u32));
        record.point = Some((place as f64, -(place as f64)));
        records.extend(record.bytes());
        let key = key(name);
        let (rank, place) = (0, place as u32);
        entries.push(Entry { key: key.exact, rank, place, naming: Naming::Main });
        entries.extend(key.sound.map(|key| Entry { key, rank, place, naming: Naming::Sound }));
    }
    entries.sort();
    let mut out = Cursor::new(Vec::new());
    let mut writer = GazetteerWriter::new(&mut out, entries.len() as u64).unwrap();
    entries.into_iter().for_each(|entry| writer.entry(entry).unwrap());
    let regions = [Region { country: *b"NO", whole: None, division: None }];
    let heap = heap.finish().0;
    writer.finish(&mut records.as_slice(), &regions, &mut heap.as_slice(), licence).unwrap();
    out.into_inner()
}

fn open(bytes: Vec<u8>) -> Result<Gazetteer, ExtractError> {
    Gazetteer::open("x.gazetteer", Bytes::Shared(Arc::new(bytes)))
}

fn found(gazetteer: &Gazetteer, key: u64) -> Vec<String> {
    let record = |hit: Hit| gazetteer.record(hit.place).unwrap();
    gazetteer.hits(key).map(|hit| gazetteer.name(&record(hit)).to_owned()).collect()
}

#[test]
fn names_are_found_whatever_their_case_accents_and_hyphens() {
    let gazetteer = open(index(&["Deir al-Zor", "Tal", "Douma"])).unwrap();
    assert_eq!(found(&gazetteer, key("DEIR AL ZOR").exact), ["Deir al-Zor"]);
    assert_eq!(found(&gazetteer, key("Ṫäl").exact), ["Tal"]);
    assert_eq!(found(&gazetteer, key("Deir ez-Zor").exact), [""; 0]);
    assert_eq!(gazetteer.licence(), "invented");
    assert_eq!(gazetteer.code(&gazetteer.record(1).unwrap()).unwrap(), "geonames:1");
    assert_eq!(gazetteer.record(2).unwrap().point, Some((2.0, -2.0)));
    gazetteer.verify().unwrap();
}

#[test]
fn spellings_of_one_sound_have_one_key() {
    for (a, b) in [
        ("Deir al-Zor", "Deir ez-Zor"),
        ("Deir al-Zor", "Dayr az Zawr"),
        ("Khan Sheikhoun", "Khān Shaykhūn"),
        ("Qamishli", "Al-Qamishly"),
        ("Raqqa", "Ar Raqqah"),
        ("Suweida", "As-Suwayda'"),
    ] {
        assert_eq!(key(a).sound, key(b).sound, "{a} and {b}");
    }
    assert_ne!(key("Homs").sound, key("Hama").sound);
    assert_eq!(key("Ur").sound, None, "two letters sound like too much");
}

#[test]
fn a_foreign_broken_cut_or_newer_index_is_refused_with_the_place_in_the_file() {
    let whole = index(&["Tal", "Ruba"]);
    let message = |bytes: Vec<u8>| open(bytes).unwrap_err().to_string();
    assert_eq!(
        message(b"name,lat,lon\n".repeat(20)),
        "x.gazetteer: byte 0: does not begin like a gazetteer that `truce gazetteer build` wrote"
    );
    assert_eq!(message(whole[..64].to_vec()), "x.gazetteer: byte 64: ends inside the header of 128 bytes");
    let cut = whole[..whole.len() - 3].to_vec();
    assert!(message(cut).contains("bytes, its header says"));
    let mut newer = whole.clone();
    newer[8] = 9;
    assert_eq!(message(newer), "x.gazetteer: byte 8: is in version 9 of the layout, this program reads 1");
    let mut header = whole.clone();
    header[17] ^= 1;
    assert_eq!(message(header), "x.gazetteer: byte 120: the checksum of the header is wrong");
    let mut body = whole;
    body[140] ^= 1;
    let broken = open(body).unwrap().verify().unwrap_err().to_string();
    assert!(broken.starts_with("x.gazetteer: byte 128: the checksum of the"), "{broken}");
}

proptest! {
    #[test]
    fn no_broken_body_panics(at in 128usize..400, byte: u8, ask in "[a-z]{1,5}") {
        let mut bytes = index(&["Tal", "Ruba", "Arden", "Westland", "Deir al-Zor"]);
        let at = at.min(bytes.len() - 1);
        bytes[at] = byte;
        let gazetteer = open(bytes).unwrap();
        for name in [ask.as_str(), "Tal", "Ruba", "Arden"] {
            for hit in gazetteer.hits(key(name).exact) {
                if let Some(record) = gazetteer.record(hit.place) {
                    let _ = (gazetteer.name(&record).len(), gazetteer.code(&record));
                    let _ = gazetteer.region(record.region);
                }
            }
        }
    }

    #[test]
    fn every_name_that_was_put_in_is_found(names in proptest::collection::btree_set("[A-Z][a-z]{2,9}( [A-Z][a-z]{2,5})?", 1..60)) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let gazetteer = open(index(&names)).unwrap();
        for name in &names {
            prop_assert!(found(&gazetteer, key(name).exact).iter().any(|n| n == name));
        }
    }
}
