//! Text files in, documents out: invented stories in the shapes that agencies, ministries and relief offices use.

#![allow(clippy::unwrap_used, reason = "tests may panic")]

use proptest::prelude::*;
use std::{fmt::Write, path::Path};
use truce_exchange::{ImportOptions, Imported, import_text};
use truce_model::{Name, Published};

fn import(name: &str, bytes: &[u8]) -> Vec<Imported> {
    import_text(name, bytes, &ImportOptions::default()).unwrap().stories
}

fn outline(stories: &[Imported]) -> String {
    let mut out = String::new();
    for Imported { document, text, .. } in stories {
        let known = |words: Option<String>| words.unwrap_or_else(|| "unknown".into());
        let cities: Vec<&str> = document.dateline.iter().map(Name::as_str).collect();
        writeln!(
            out,
            "{} | outlet {} | published {} | cities {cities:?} | bytes {}..{}",
            document.name,
            known(document.outlet.as_ref().map(Name::to_string)),
            known(document.published.as_ref().map(Published::to_string)),
            document.part.start,
            document.part.end
        )
        .unwrap();
        for block in &document.blocks {
            let role = format!("{:?}", block.role);
            writeln!(out, "  {role:9} {}", block.span.of(text).unwrap().replace('\n', "\\n")).unwrap();
        }
    }
    out
}

#[test]
fn stories_of_every_shape_keep_their_parts_apart() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let stories = import(name, &std::fs::read(&path).unwrap());
        insta::assert_snapshot!(stories[0].document.name.as_str(), outline(&stories));
    }
}

#[test]
fn what_the_user_knows_goes_before_name_and_text() {
    let options = ImportOptions {
        published: Some(Published::Day("2031-01-01".parse().unwrap())),
        outlet: Some(Name::parse("Arden Herald").unwrap()),
        ..ImportOptions::default()
    };
    let text = b"ARDEN, March 5, 2031 (Agency) - The guns were silent.";
    let story = import_text("2031-03-06-quiet.txt", text, &options).unwrap().stories.remove(0).document;
    assert_eq!((story.published, story.outlet), (options.published, options.outlet));
    let named = import("2031-03-06-quiet.txt", text).remove(0).document;
    assert_eq!(named.published, Some(Published::Day("2031-03-06".parse().unwrap())));
    let told = import("quiet.txt", text).remove(0).document;
    assert_eq!(told.published, Some(Published::Day("2031-03-05".parse().unwrap())));
}

#[test]
fn the_same_text_under_two_encodings_of_its_lines_is_one_document() {
    let unix = import("a.txt", "Quiet in Arden\n\nThe guns were silent – all day.\n".as_bytes());
    let other =
        import("b.txt", "\u{feff}Quiet in\u{a0}Arden\r\n\r\nThe guns were silent – all day.".as_bytes());
    assert_eq!(unix[0].document.id, other[0].document.id);
    assert_ne!(unix[0].document.original, other[0].document.original);
}

#[test]
fn a_name_is_the_stem_of_its_file() {
    let stem = |name: &str| import(name, b"Quiet.").remove(0).document.name;
    assert_eq!(stem("feeds/2031/a.b.txt"), "a.b");
    assert_eq!(stem("-"), "stdin");
    assert_eq!(stem(".hidden"), ".hidden");
}

#[test]
fn white_space_alone_is_refused() {
    let error =
        import_text("a.txt", " \n\u{a0}\u{feff}\n".as_bytes(), &ImportOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "a.txt: no word in it, only white space or signs (8 bytes)");
}

#[test]
fn a_file_of_one_sign_is_told_to_hold_no_word() {
    for sign in ["{", ".", "\n"] {
        let error = import_text("a.txt", sign.as_bytes(), &ImportOptions::default()).unwrap_err();
        assert_eq!(error.to_string(), "a.txt: no word in it, only white space or signs (1 byte)");
        assert!(error.hint().is_some());
    }
}

#[test]
fn a_story_in_another_language_is_set_aside_and_the_rest_is_read() {
    let french = "ARDEN (Agence) - Des obus sont tombés mardi sur la ville et trois habitants ont été tués, selon le \
                  maire, qui demande aux deux parties de respecter la trêve.";
    let english = "RUBA (Agency) - The guns were silent all day.";
    let import = |text: &str| import_text("a.txt", text.as_bytes(), &ImportOptions::default());
    let both = import(&format!("{english}\n\u{c}\n{french}\n")).unwrap();
    assert_eq!(both.stories.len(), 1);
    assert_eq!(both.aside[0].to_string(), "a.txt:3: a story in French, set aside: only English is read");
    assert_eq!(
        import(french).unwrap_err(),
        import_text("a.txt", french.as_bytes(), &ImportOptions::default()).unwrap_err()
    );
    assert_eq!(
        import(french).unwrap_err().to_string(),
        "a.txt:1: a story in French, set aside: only English is read"
    );
}

#[test]
fn a_page_gives_its_article_and_the_way_back_into_the_page() {
    let page = "\u{feff}<html><head><meta property=og:site_name content='Field Wire'></head><body><nav><p>All the news of \
                the day, every day.</p></nav><h1>Quiet in Arden</h1><p>The guns&nbsp;were <b>si</b>lent all of \
                Tuesday, the mayor said.</p>";
    let story = import("2031-03-06-quiet.html", page.as_bytes()).remove(0);
    assert_eq!(story.text, "Quiet in Arden\n\nThe guns were silent all of Tuesday, the mayor said.");
    assert_eq!(story.document.outlet.as_ref().map(Name::as_str), Some("Field Wire"));
    let at = story.text.find("guns were silent").unwrap();
    let bytes = story.offsets.original(truce_model::Span::new(at, at + "guns were silent".len()));
    assert_eq!(&page[bytes.start..bytes.end], "guns&nbsp;were <b>si</b>lent");
    let error = import_text("a.html", b"<p>Home</p>", &ImportOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "a.html: a web page without an article in it");
}

#[test]
fn the_characters_of_another_encoding_count_as_its_text() {
    let text = "Caf\u{e9} quiet: the guns were silent.";
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let import = import_text("a.txt", &latin, &ImportOptions::default()).unwrap();
    assert_eq!((import.guessed, &*import.stories[0].source), (Some("windows-1252"), text));
    let wide: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    assert_eq!(&*self::import("a.txt", &wide)[0].source, text);
}

fn newsy_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "ARDEN (Agency) – ",
        "RUBA/TAL, Westland (Agency) - ",
        "By Ada North",
        "\n",
        "\n\n",
        "\r\n",
        "=====\n",
        "\u{c}",
        "(Reporting by Ada North)",
        "Shells fell on Arden.",
        "DEATHS",
        "FILE PHOTO: A road.",
        "\u{a0}",
        "Smoke rises over the road near Ruba, Westland, on Tuesday",
        "e\u{301}",
        "Source: X",
        "2031-03-05",
        " ",
    ]);
    let piece = prop_oneof![4 => piece.prop_map(str::to_owned), 1 => "\\PC{0,12}"];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn blocks_stand_in_order_and_lead_back_to_the_file(text in newsy_text()) {
        let Ok(import) = import_text("a.txt", text.as_bytes(), &ImportOptions::default()) else { return Ok(()) };
        let mut file_end = 0;
        for Imported { document, text: normal, offsets, .. } in &import.stories {
            prop_assert!(file_end <= document.part.start && document.part.end <= text.len());
            file_end = document.part.end;
            let mut end = 0;
            for block in &document.blocks {
                prop_assert!(block.span.of(normal).is_some_and(|words| !words.is_empty()));
                prop_assert!(end <= block.span.start);
                end = block.span.end;
                let bytes = offsets.original(block.span);
                prop_assert!(bytes.of(&text).is_some() && document.part.contains(bytes));
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = import_text("a.txt", &bytes, &ImportOptions::default());
    }
}
