//! Claims out, in the annotation guide's format: the words and places of the file as it was given.

#![allow(clippy::unwrap_used, reason = "tests may panic")]

use serde_json::{Value, json};
use truce_exchange::{ImportOptions, Imported, doubt_lines, guide_lines, import_text};
use truce_model::{Act, Claim, ClaimId, Confidence, Count, Doubt, Interval, Name, RuleId, Span, Stance};

const FILE: &str = "\u{feff}Lorries leave Tal\r\n\r\nTAL (Agency) – Nothing moved.\r\n\r\n\u{c}\r\nShells hit \
                    Ruba\r\n\r\nRUBA (Agency) – Two she\u{ad}lls hit the cafe\u{301} in\u{a0}Ruba, “a miller” said.\r\n";

fn claim(imported: &Imported, quote: &str) -> Claim {
    let start = imported.text.find(quote).unwrap();
    let name = |words: &str| Some(Name::parse(words).unwrap());
    Claim {
        id: ClaimId::new(""),
        document: imported.document.id.clone(),
        span: Span::new(start, start + quote.len()),
        quote: quote.to_owned(),
        act: Act::Shelling,
        source: name("a miller"),
        via: name("Agency"),
        stance: Stance::Asserts,
        agent: None,
        target: name("Ruba"),
        places: vec![Name::parse("Ruba").unwrap()],
        point: None,
        occurred: Interval { start: None, end: Some("2031-03-05T06:00".parse().unwrap()) },
        count: Some(Count::exactly(2, "shells")),
        found_by: vec![RuleId::new("en.shelling")],
        confidence: Some(Confidence::of_share(0.88)),
    }
    .identified()
}

fn stories() -> Vec<Imported> {
    import_text("feeds/ruba.txt", FILE.as_bytes(), &ImportOptions::default()).unwrap().stories
}

#[test]
fn a_line_holds_the_words_of_the_file_at_their_characters() {
    let story = &stories()[1];
    let claim = claim(story, "Two shells hit the café in Ruba");
    let lines = guide_lines(story, &[claim]);
    let line: Value = serde_json::from_str(&lines[0]).unwrap();
    let (start, end) = (line["span"][0].as_u64().unwrap(), line["span"][1].as_u64().unwrap());
    let there: String = FILE.chars().skip(start as usize).take((end - start) as usize).collect();
    assert_eq!(line["evidence"], there);
    assert_eq!(there, "Two she\u{ad}lls hit the cafe\u{301} in\u{a0}Ruba");
    assert_eq!(line["story"], "ruba");
}

#[test]
fn the_fields_stand_in_the_order_of_the_guide() {
    let story = &stories()[0];
    let line = guide_lines(story, &[claim(story, "Nothing moved")]).remove(0);
    let expected = json!({
        "story": "ruba", "evidence": "Nothing moved", "span": [37, 50], "kind": "event", "act": "shelling",
        "source": "a miller", "via": "Agency", "stance": "asserts", "agent": null, "target": "Ruba",
        "places": ["Ruba"], "start": null, "end": "2031-03-05T06:00",
        "count": { "of": "shells", "min": 2, "max": 2, "approx": false, "who": null },
        "found_by": ["en.shelling"], "confidence": 88,
    });
    assert_eq!(line, expected.to_string());
}

#[test]
fn a_doubt_is_shown_with_its_reason() {
    let story = &stories()[0];
    let span = claim(story, "Nothing moved").span;
    let doubt = Doubt { document: story.document.id.clone(), span, because: "no act".to_owned() };
    let line = doubt_lines(story, &[doubt]).remove(0);
    assert_eq!(line, r#"{"story":"ruba","evidence":"Nothing moved","span":[37,50],"because":"no act"}"#);
}
