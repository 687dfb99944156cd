//! Every test states what is offered at the mark `‸`.

#![allow(clippy::unwrap_used, reason = "tests may panic")]

use super::*;
use proptest::prelude::*;

const FILE: &str = r#"# The truce of Arden

```toml agreement
kind = "agreement"
```

```toml area
id = "eastern-zone"
title = "The eastern zone"
```

```toml provision
id = "cease"
term = "cease-hostilities"
```

```toml provision
id = "self-defence"
term = "permit"
```

```toml provision
id = "leave"
term = "power"
```

```toml turn
id = "signed"
what = "happened"
text = "North signed."
```

```toml turn
id = "broken"
what = "ended"
contested = true
```

"#;

fn complete(text: &str) -> Vec<Completion> {
    let actors =
        Actors::parse([("book.toml", include_str!("../../../../tests/agreements/book.toml"))]).unwrap();
    let coded = "[[place]]\nname = \"Tal\"\nkind = \"town\"\naliases = [\"Tell\"]\npcode = \"WL01\"\npart_of = \"Westland\"";
    let listed = include_str!("../../../../tests/agreements/places.toml");
    let places = Places::parse([("places.toml", listed), ("coded.toml", coded)]).unwrap();
    let (before, after) = text.split_once('‸').unwrap();
    let line = 1 + before.matches('\n').count();
    let column = 1 + before.rsplit('\n').next().unwrap().chars().count();
    complete_agreement(&format!("{before}{after}"), line, column, &actors, &places)
}

/// What is offered in a block at the end of a file, as it is written.
fn offered(block: &str) -> Vec<String> {
    complete(&format!("{FILE}```toml {block}\n```\n")).into_iter().map(|offer| offer.insert).collect()
}

#[track_caller]
fn check(block: &str, expected: &[&str]) {
    assert_eq!(offered(block), expected, "{block}");
}

#[test]
fn a_fence_offers_the_words_of_the_blocks() {
    let check = |text: &str, expected: &[&str]| {
        let labels: Vec<String> = complete(text).into_iter().map(|offer| offer.label).collect();
        assert_eq!(labels, expected, "{text}");
    };
    check("```toml ‸\n", &["agreement", "area", "provision", "reading", "turn"]);
    check("```toml pro‸\n", &["provision"]);
    check("```toml agreement\n```\n```toml a‸\n```\n", &["area", "reading"]);
    check("```toml‸\n", &[]);
    check("```json ‸\n", &[]);
    check("```toml provision ‸\n", &[]);
    check("Words ‸\n", &[]);
    check("```toml provision\n```‸\n", &[]);
    check("```toml provision\n‸```\n", &[]);
}

#[test]
fn a_line_offers_the_keys_that_are_not_there_and_fit_the_term() {
    check(
        "agreement\nkind = \"demand\"\nzone = \"\"\n‸",
        &["made_on = ", "parties = ", "cite = ", "supersedes = ", "[[parties]]\n", "[[supersedes]]\n"],
    );
    check("provision\nwha‸", &["what = "]);
    check("provision\nterm = \"oblige\"\nme‸", &["met_by = "]);
    check("provision\nterm = \"prohibit\"\nmet‸", &[]);
    check("provision\nterm = \"prohibit\"\ntarget‸", &["targets = "]);
    check("provision\nterm = \"permit\"\ntarget‸", &["targets = "]);
    check("provision\nterm = \"obl\"\nmet‸", &["met_by = "]);
    check("provision\nlasts = \"72 hours\"\nunt‸", &[]);
    check("provision\nun‸til = \"x\"\nbinds = [\"north\"]", &["until = ", "unless = "]);
    check("area\npcodes = [\"N\"]\n‸", &["id = ", "title = ", "each_side_km = ", "edge_km = ", "cite = "]);
    check("turn\nid = \"x\"\ncon‸", &["contested = "]);
}

#[test]
fn tables_in_lists_and_below_headers_offer_their_own_keys() {
    check("agreement\nparties = [{ ‸ }]", &["actor = ", "role = ", "since = "]);
    check("agreement\nparties = [\n  { actor = \"north\", ‸", &["role = ", "since = "]);
    check(
        "agreement\nparties = [\n  { actor = \"north\", role = \"party\" },\n  { ‸\n]",
        &["actor = ", "role = ", "since = "],
    );
    check("provision\ndue = { within = \"1 hour\", ‸ }", &["of = "]);
    check("provision\nwindows = [{ from = \"09:00\", ‸ }]", &["until = ", "repeat = ", "first = "]);
    check(
        "reading\n[[words]]\nby = \"north\"\n‸",
        &["on = ", "text = ", "cite = ", "[[words]]\n", "[[change]]\n"],
    );
    check(
        "reading\n[[change]]\nprovision = \"cease\"\nwindows = [{ ‸ }]",
        &["from = ", "until = ", "repeat = ", "first = "],
    );
    check("reading\n[[change]]\nprovision = \"cease\"\n[[change]]\npro‸", &["provision = "]);
    check("reading\n[[‸]]", &["words", "change"]);
    check("reading\n[[wo‸", &["words"]);
}

#[test]
fn closed_sets_offer_their_words() {
    check("agreement\nkind = \"‸\"", &["agreement", "declaration", "demand"]);
    check("agreement\nkind = ‸", &["\"agreement\"", "\"declaration\"", "\"demand\""]);
    check("agreement\nkind = de‸", &["\"declaration\"", "\"demand\""]);
    check("agreement\nparties = [{ actor = \"north\", role = \"gua‸\" }]", &["guarantor"]);
    check("agreement\nsupersedes = [{ agreement = \"x\", lasts = \"‸\" }]", &["for-good", "while-in-force"]);
    check("provision\nterm = \"cea‸", &["cease-hostilities"]);
    check("provision\nmay = [\"suspend\", \"‸\"]", &["resume", "end", "extend", "discharge"]);
    check("provision\nmay = sus‸", &["[\"suspend\"]"]);
    check(
        "turn\nwhat = \"e‸\"",
        &["extended", "ended", "happened", "suspended", "resumed", "fulfilled", "missed", "discharged"],
    );
    check("turn\ncontested = ‸", &["true", "false"]);
    check("provision\nid = \"‸\"", &[]);
}

#[test]
fn lists_of_the_project_offer_their_names() {
    check("provision\nbinds = [\"nor‸\"]", &["north"]);
    check("provision\nbinds = [\"north\", \"nor‸\"]", &[]);
    check(
        "provision\nbinds = ‸",
        &["[\"north\"]", "[\"relief-office\"]", "[\"river-corps\"]", "[\"south\"]"],
    );
    check(
        "provision\nbinds = [\n  \"north\",\n  ‸\n]\nfrom = \"x\"",
        &["\"relief-office\"", "\"river-corps\"", "\"south\""],
    );
    check("provision\nacts = [\"fo‸\"]", &["force", "in_force"]);
    check("provision\nmet_by = [\"shel‸\"]", &["shelling"]);
    check(
        "provision\ntargets = [\"‸\"]",
        &["civilians", "aid", "medical", "forces", "north", "relief-office", "river-corps", "south"],
    );
    check("provision\nzone = [\"tal‸\"]", &["Tal", "WL01"]);
    check("provision\noutside = [\"Arden\", \"wl‸\"]", &["WL01"]);
    check("area\npcodes = [\"‸\"]", &["WL01"]);
    check("area\nplaces = [\"tell‸\"]", &["Tal"]);
    check("provision\nterm = \"withdraw\"\nfrom_place = \"mill‸\"", &["Mill Road"]);
    check("provision\nzone = [\"eas‸\"]", &["eastern-zone"]);
    check("provision\nzone = [\"ard‸\"]", &["Arden", "Ruba", "Mill Road"]);
    check("turn\nby = [\"river‸\"]", &["river-corps"]);
    check("reading\nwords = [{ by = \"sou‸\" }]", &["south"]);
    check("agreement\nzone = \"Asia/Damas‸\"", &["Asia/Damascus"]);
}

#[test]
fn the_file_offers_its_own_ids() {
    check(
        "provision\nid = \"own\"\nafter = [\"‸\"]",
        &["signed", "broken", "cease", "self-defence", "leave"],
    );
    check(
        "provision\ndue = { within = \"1 hour\", of = \"‸\" }",
        &["signed", "broken", "cease", "self-defence", "leave"],
    );
    check("provision\nunless = [\"‸\"]", &["self-defence"]);
    check("turn\nunder = \"‸\"", &["leave"]);
    check("turn\nprovisions = [\"‸\"]", &["cease", "self-defence", "leave"]);
    check("reading\naccepts = [\"‸\"]", &["broken"]);
    check("reading\n[[change]]\nprovision = \"‸\"", &["cease", "self-defence", "leave"]);
}

#[test]
fn a_table_is_offered_with_its_required_keys() {
    check("provision\ndue = ‸", &["{ within = \"\", of = \"\" }"]);
    check("reading\nchange = [‸]", &["{ provision = \"\" }"]);
    check("agreement\nparties = ‸", &["[{ actor = \"\", role = \"\" }]"]);
}

#[test]
fn what_is_broken_elsewhere_does_not_matter() {
    check("provision\nbinds = [\"north\nterm‸\nid = ", &["term = "]);
    check("provision\nbinds = [\"north\",\nterm = \"prohibit\"\nunl‸", &["unless = "]);
    check("reading\nwords = [{ by = \"north\n\n[[change]]\ninc‸", &["include = "]);
    check("provision\nbinds = [\"nor‸, \"south\"]", &["north"]);
    check("provision\nterm \"x\"\n= 3\n]]}\nfro‸", &["from = ", "from_place = "]);
    check("provision\n# fro‸", &[]);
    check("provision\nfrom ‸", &[]);
    check("provision\nfrom = \"x\" ‸", &[]);
    let open = "```toml provision\nid = \"a\"\nfro‸\n\n```toml turn\nfrom = \"x\"\n```\n";
    assert_eq!(complete(open)[0].label, "from");
    assert_eq!(complete("```toml area\ntit‸")[0].label, "title");
}

#[test]
fn an_offer_tells_what_it_means_and_what_it_replaces() {
    let first = |text: &str| complete(text).remove(0);
    let offer = |label: &str, detail: &str, insert: &str, column| {
        let (label, detail, insert) = (label.to_owned(), detail.to_owned(), insert.to_owned());
        Completion { label, detail, insert, column }
    };
    let end = "```toml provision\nzone = [\"Arden\", \"Mill R‸";
    assert_eq!(first(end), offer("Mill Road", "road in Arden", "Mill Road", 19));
    let bare = "```toml provision\nbinds = [sou‸]";
    assert_eq!(first(bare), offer("south", "South", "\"south\"", 10));
    let key = "```toml turn\n  co‸";
    assert_eq!(
        first(key),
        offer("contested", "true: it counts only in readings that accept it.", "contested = ", 3)
    );
}

proptest! {
    #[test]
    fn any_cursor_is_borne(
        lines in proptest::collection::vec("(```toml (turn|reading)|\\[\\[change\\]\\]|[a-z]{1,3} = [\\[{\"]{0,2}|\\PC{0,12})", 0..8),
        line in 0usize..10,
        column in 0usize..20,
    ) {
        let text = lines.join("\n");
        complete_agreement(&text, line, column, &Actors::default(), &Places::default());
    }
}
