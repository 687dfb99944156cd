//! Every test states the tidy form of a small file.

#![allow(clippy::unwrap_used, reason = "tests may panic")]

use super::*;
use proptest::prelude::*;
use std::path::Path;

/// Formats a block and checks that the printer itself, without the guard, keeps every value and comment.
fn tidy(word: &str, toml: &str) -> String {
    let printed = print::tidy(toml, SHAPES.get(word).unwrap()).unwrap();
    assert!(same(toml, &printed), "{toml}\n->\n{printed}");
    let again = print::tidy(&printed, SHAPES.get(word).unwrap()).unwrap();
    assert_eq!(printed, again, "{toml}");
    printed
}

fn check(toml: &str, expected: &str) {
    assert_eq!(tidy("provision", toml), expected, "{toml:?}");
}

#[test]
fn keys_come_in_their_order_with_their_comments() {
    check(
        "\n\nzone=[ 'Arden' ]\n# Who is held to it.\nbinds   =   [\"north\",\"south\"] # both\nterm='prohibit'\nid = 'a'\n\n",
        "id = \"a\"\nterm = \"prohibit\"\n# Who is held to it.\nbinds = [\"north\", \"south\"] # both\nzone = [\"Arden\"]\n",
    );
    check("odd = 1\nid = \"a\"\neven = 2\n", "id = \"a\"\nodd = 1\neven = 2\n");
    check("\"id\" = \"a\"\n\"a key\" = 1\n", "id = \"a\"\n\"a key\" = 1\n");
    check("due.of = \"x\"\ndue.within = \"1 hour\"\n", "due.within = \"1 hour\"\ndue.of = \"x\"\n");
}

#[test]
fn remarks_at_the_head_and_at_the_end_stay_there() {
    check(
        "# On the hours.\n\n# The line.\nfrom = \"2031-03-05\"\nid = \"a\"\n# End.\n\n",
        "# On the hours.\n\nid = \"a\"\n# The line.\nfrom = \"2031-03-05\"\n# End.\n",
    );
    check("# Nothing else.\n\n\n# At all.\n", "# Nothing else.\n\n# At all.\n");
    check("id = \"a\"\n\n\n# Later.\n\nfrom = \"x\"\n", "id = \"a\"\n\n# Later.\n\nfrom = \"x\"\n");
    check("\n", "");
}

#[test]
fn times_are_words_without_needless_seconds() {
    check("from = 2031-03-05T06:00:00\n", "from = \"2031-03-05T06:00\"\n");
    check("from = 2031-03-05 06:00:07\n", "from = \"2031-03-05T06:00:07\"\n");
    check("from = 2031-03-05T06:00:00+01:00\n", "from = \"2031-03-05T06:00+01:00\"\n");
    check("from = 2031-03-05T06:00:00z\n", "from = \"2031-03-05T06:00Z\"\n");
    check("from = 2031-03-05\n", "from = \"2031-03-05\"\n");
    check("from = '2031-03-05 06:00:00'\n", "from = \"2031-03-05T06:00\"\n");
    check("from = \"2031-03-05T24:00\"\n", "from = \"2031-03-05T24:00\"\n");
    check("what = \"06:00:00\"\n", "what = \"06:00:00\"\n");
    check(
        "windows = [{ until = 14:00:00, from = \"09:00:00\" }]\n",
        "windows = [{ from = \"09:00\", until = \"14:00\" }]\n",
    );
}

#[test]
fn words_and_numbers_stay_as_they_are() {
    check("what = 'say \"so\"'\n", "what = 'say \"so\"'\n");
    check("what = \"say \\\"so\\\"\"\n", "what = \"say \\\"so\\\"\"\n");
    check("what = 'C:\\n'\n", "what = 'C:\\n'\n");
    check("what = ''\n", "what = \"\"\n");
    check("what = \"\"\"\\\n  long\n  words\"\"\"\n", "what = \"\"\"\\\n  long\n  words\"\"\"\n");
    check("every_hours = 0x30\n", "every_hours = 0x30\n");
    check("edge = 1.50\nflag = true\n", "edge = 1.50\nflag = true\n");
}

#[test]
fn a_list_is_one_line_if_it_fits() {
    check("binds = [\n  \"north\",\n\n  \"south\",\n]\n", "binds = [\"north\", \"south\"]\n");
    check("binds = [\n]\ndue = {}\n", "binds = []\ndue = {}\n");
    let name = "x".repeat(60);
    check(
        &format!("binds = [\"{name}\", \"{name}\"] # two\n"),
        &format!("binds = [\n  \"{name}\",\n  \"{name}\",\n] # two\n"),
    );
    // One line of exactly the width, and one of a column more.
    let fits = "x".repeat(98);
    check(&format!("binds = ['{fits}']\n"), &format!("binds = [\"{fits}\"]\n"));
    check(&format!("binds = ['{fits}x']\n"), &format!("binds = [\n  \"{fits}x\",\n]\n"));
}

#[test]
fn comments_in_a_list_stay_with_their_entries() {
    check(
        "binds = [ # all\n\"north\", # the first\n  # the second\n\"south\" # unsure\n, # or not\n# none\n]\n",
        "binds = [ # all\n  \"north\", # the first\n  # the second\n  \"south\", # unsure\n  # or not\n  # none\n]\n",
    );
    check("binds = [ # none\n]\n", "binds = [ # none\n]\n");
    let kept = "due = { within = \"1 hour\", # long\n  of = 'x' }\n";
    check(kept, kept);
    check(
        "windows = [{ from = '09:00', # early\nuntil = '10:00' }]",
        "windows = [\n  { from = '09:00', # early\nuntil = '10:00' },\n]\n",
    );
}

#[test]
fn tables_stay_as_the_author_wrote_them() {
    let toml = "accepts = [\"x\"]\nid = \"a\"\n[[change]] # one\ninclude=['b']\nprovision='p'\n  [[change.windows]]\n\n  until='10:00'\n  from='09:00'\n# of words\n[[words]]\ntext='t'\nby='north'\n[[change]]\nprovision = 'q'\n";
    let expected = "id = \"a\"\naccepts = [\"x\"]\n\n# of words\n[[words]]\nby = \"north\"\ntext = \"t\"\n\n[[change]] # one\nprovision = \"p\"\ninclude = [\"b\"]\n\n[[change.windows]]\nfrom = \"09:00\"\nuntil = \"10:00\"\n\n[[change]]\nprovision = \"q\"\n";
    assert_eq!(tidy("reading", toml), expected);
    let inline = "id = \"a\"\nwords = [{ text = 't', by = 'north' }]\n";
    assert_eq!(tidy("reading", inline), "id = \"a\"\nwords = [{ by = \"north\", text = \"t\" }]\n");
    check("[due]\nof = 'x'\nwithin = 'y'\n", "[due]\nwithin = \"y\"\nof = \"x\"\n");
    check("[a.b]\nx = 1\n[a]\ny = 2\n", "[a]\ny = 2\n\n[a.b]\nx = 1\n");
}

#[test]
fn prose_keeps_its_words() {
    let text = "# Title  \n\n\n\nWords \t\n  indented\n```text\nas  \n\n\n it is\n```\n```toml other\nb=1\na=2\n```\n```toml area  \ntitle='t'\nid='a'\n```\nEnd";
    let expected = "# Title\n\nWords\n  indented\n```text\nas  \n\n\n it is\n```\n```toml other\nb=1\na=2\n```\n```toml area\nid = \"a\"\ntitle = \"t\"\n```\nEnd\n";
    assert_eq!(format_agreement(text).unwrap(), expected);
    assert_eq!(format_agreement(&text.replace('\n', "\r\n")).unwrap(), expected.replace('\n', "\r\n"));
    assert_eq!(format_agreement(""), Ok(String::new()));
}

#[test]
fn a_broken_block_is_named_and_nothing_is_changed() {
    let text =
        "a  \n```toml area\nid = \n```\n```toml turn\nid = 'a'\n```\n```toml turn\nid = 1\n\n[[\n```\n";
    let error = format_agreement(text).unwrap_err();
    let told: Vec<(&str, usize)> =
        error.blocks.iter().map(|block| (block.word.as_deref().unwrap(), block.line)).collect();
    assert_eq!(told, [("area", 3), ("turn", 11)]);
    assert!(error.to_string().starts_with("line 3: the block `toml area` is no TOML: "), "{error}");
    let error = format_cases("case = 1\ncase = 2").unwrap_err().to_string();
    assert!(error.starts_with("line 2: this is no TOML: "), "{error}");
}

#[test]
fn cases_have_their_order_too() {
    let toml = "# On the truce.\n\n\n[[case]]\nverdict='violation'\nclaims=[{ start=2031-03-05, act='clash' }]\nname='a'\n[[case]]\nname='b'\n";
    let expected = "# On the truce.\n\n[[case]]\nname = \"a\"\nclaims = [{ act = \"clash\", start = \"2031-03-05\" }]\nverdict = \"violation\"\n\n[[case]]\nname = \"b\"\n";
    assert_eq!(format_cases(toml).unwrap(), expected);
    assert_eq!(format_cases(expected).unwrap(), expected);
}

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().unwrap() != "held-out" {
            files(&path, found)
        } else {
            found.push(path)
        }
    }
}

#[test]
fn every_agreement_can_be_formatted() {
    let mut all = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../agreements"), &mut all);
    for path in all {
        let format = match path.extension().and_then(|end| end.to_str()) {
            Some("md") => format_agreement,
            Some("toml") => format_cases,
            _ => continue,
        };
        let text = std::fs::read_to_string(&path).unwrap();
        let once = format(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(format(&once).as_ref(), Ok(&once), "{}", path.display());
    }
}

/// Lines of TOML and Markdown of which some fit together.
fn lines() -> impl Strategy<Value = String> {
    const LINES: &[&str] = &[
        "# Title  ",
        "",
        "",
        "prose \t",
        "```toml provision",
        "```toml reading",
        "```",
        "```text",
        "id = 'a'",
        "term   = \"prohibit\" # why",
        "  # alone",
        "binds = ['north', \"south\"]",
        "binds = [ # all",
        "'north', # n",
        "# between",
        "'south'",
        ", # odd",
        "]",
        "from = 2031-03-05T06:00:00",
        "due = { of = 'x', within = 'y' }",
        "due = { of = 'x', # of",
        "within = 'y' }",
        "due.of = 'x'",
        "what = \"\"\"",
        "\"\"\"",
        "what = '''a'''",
        "[[words]]",
        "[[change]] # c",
        "[[change.windows]]",
        "[change.deep]",
        "by = 'x'",
        "text = \"t # t\"",
        "provision = 1_0",
        "zone = ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'cccccccccccccccccccc']",
        "a.b.c = [[1, 2], ['x']]",
        "\"a b\" = {}",
        "flag = true",
        "> Article 1. Words.",
        "edge = nan",
    ];
    let line = prop_oneof![8 => proptest::sample::select(LINES).prop_map(str::to_owned), 1 => "[^\n]{0,12}"];
    let end = prop_oneof![9 => Just("\n"), 1 => Just("\r\n")];
    proptest::collection::vec((line, end), 0..14)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn formatting_twice_is_formatting_once(text in lines()) {
        if let Ok(once) = format_agreement(&text) {
            prop_assert_eq!(format_agreement(&once), Ok(once.clone()));
        }
        if let Ok(once) = format_cases(&text) {
            prop_assert_eq!(format_cases(&once), Ok(once.clone()));
        }
    }

    #[test]
    fn values_and_comments_are_kept(text in lines()) {
        let kept = |before: &str| print::tidy(before, SHAPES.get("reading").unwrap()).is_ok_and(|after| !same(before, &after));
        prop_assert!(text.contains("nan") || text.contains('\r') || !kept(&text), "{}", text);
        if let Ok(after) = format_agreement(&text) {
            let bodies = |text: &str| -> Vec<String> { fences(text).into_iter().map(|fence| text[fence.body].to_owned()).collect() };
            let (before, after) = (bodies(&text), bodies(&after));
            prop_assert_eq!(before.len(), after.len());
            for (before, after) in before.iter().zip(&after) {
                prop_assert!(before == after || same(before, after));
            }
        }
    }

    #[test]
    fn any_text_is_borne(text in "(```toml (area|turn)\n)?\\PC{0,60}(\n\\PC{0,40}){0,3}") {
        let _ = format_agreement(&text);
        let _ = format_cases(&text);
    }
}
