//! Erasure: the words of a document are in no file of the store any more, and the gap is told.

use crate::program::{Folder, Run};
use serde_json::Value;
use std::fs;

const BY: [&str; 4] = ["--by", "Centre", "--reason", "She asked for it"];

/// A name as no list holds it, with letters that JSON may write in another way.
const NAME: &str = "Žofie \"Marta\" Ölveçký";

fn truce(folder: &Folder, arguments: &[&str]) -> Run {
    let run = folder.truce(arguments);
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
    run
}

/// A witness's story, which is to go, and another.
fn two_told() -> Folder {
    let folder = Folder::new();
    truce(&folder, &["init"]);
    let own = format!(
        "Northern forces shelled the town of Arden on Tuesday, killing three people, {NAME} said.\n\nThe mayor of \
         Arden said {NAME} had counted 40 shells.\n"
    );
    folder.write("in/2031-03-05-witness.txt", own);
    folder.write("in/2031-03-05-other.txt", crate::program::STORY.replace("Arden", "Ruba"));
    truce(&folder, &["ingest", "--outlet", "Field Wire", "in"]);
    folder
}

/// The words in every form in which a file may hold them.
fn forms() -> Vec<Vec<u8>> {
    let json = serde_json::to_string(NAME).unwrap().trim_matches('"').as_bytes().to_vec();
    let ascii: String = NAME
        .chars()
        .map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) })
        .collect();
    // As the index of words holds them, too.
    let parts = ["Žofie", "Ölveçký", "žofie", "ölveçký", "had counted 40 shells"]
        .map(|part| part.as_bytes().to_vec());
    [vec![NAME.as_bytes().to_vec(), json, ascii.into_bytes()], parts.to_vec()].concat()
}

/// The files of the folder, but those that came in, that hold any of the words.
fn holding(folder: &Folder) -> Vec<String> {
    let holds = |bytes: &[u8]| forms().iter().any(|form| bytes.windows(form.len()).any(|at| at == form));
    let files = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let found = files.filter(|path| path.is_file() && holds(&fs::read(path).unwrap()));
    found.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect()
}

fn rows(folder: &Folder, ask: &[&str]) -> Vec<Value> {
    let run = truce(folder, &[ask, &["--format", "json"]].concat());
    serde_json::from_str(&run.out).unwrap()
}

#[test]
fn no_file_of_the_store_holds_the_words() {
    let folder = two_told();
    assert!(!holding(&folder).is_empty(), "what is looked for can be found");
    let kept =
        rows(&folder, &["claims"]).iter().filter(|row| row["document_name"] == "2031-03-05-other").count();
    let before = rows(&folder, &["documents"]);
    let run = truce(&folder, &[["erase", "2031-03-05-witness"].as_slice(), &BY].concat());
    for words in
        ["erased by record 5", "claims and", "incident inc-", ": gone", "Stays:", "Not reached:", "backups"]
    {
        assert!(run.out.contains(words), "no `{words}` in {}", run.out);
    }
    assert!(holding(&folder).is_empty(), "{:?}", holding(&folder));
    truce(&folder, &["rebuild"]);
    truce(&folder, &["backup", "copy.db"]);
    folder.write("report.csv", truce(&folder, &["changes", "--since", "0", "--format", "csv"]).out);
    assert!(holding(&folder).is_empty(), "{:?}", holding(&folder));
    let verified = truce(&folder, &["verify"]);
    assert!(verified.out.contains("1 erased"), "{}", verified.out);
    truce(&folder, &["verify", "--store", "copy.db"]);
    let after = rows(&folder, &["documents"]);
    let of =
        |rows: &[Value], field: &str| -> Vec<Value> { rows.iter().map(|row| row[field].clone()).collect() };
    for stays in ["id", "name", "outlet", "published", "text", "original"] {
        assert_eq!(of(&after, stays), of(&before, stays));
    }
    let gap = |rows: &[Value]| {
        rows.iter().find(|row| row["name"] == "2031-03-05-witness").unwrap()["state"].clone()
    };
    assert_eq!((gap(&before), gap(&after)), ("counts".into(), "erased".into()));
    assert_eq!(
        gap(&rows(&folder, &["documents", "--as-of", "4"])),
        "erased",
        "the gap is seen as of before, too"
    );
    let claims = rows(&folder, &["claims"]);
    assert!(kept == 0 || claims.len() == kept, "the other document's claims stay");
    assert!(!claims.is_empty() && rows(&folder, &["claims", "--as-of", "4"]) == claims);
    let changes = rows(&folder, &["changes", "--since", "4"]);
    let erased: Vec<&Value> = changes.iter().filter(|row| row["change"] == "erased").collect();
    assert_eq!(erased.len(), 1, "{changes:?}");
    assert_eq!(erased[0]["because"], Value::from(vec![5]));
    assert_eq!(erased[0]["after"], "erased by Centre: She asked for it");
}

#[test]
fn what_was_erased_does_not_come_in_again_and_keeps_nothing_else_out() {
    let folder = two_told();
    truce(&folder, &[["erase", "2031-03-05-witness"].as_slice(), &BY].concat());
    folder.write("in/2031-03-06-later.txt", crate::program::STORY.replace("Arden", "Aluma"));
    for arguments in [["ingest", "in"].as_slice(), &["ingest", "--again", "in"]] {
        let run = truce(&folder, arguments);
        assert!(run.out.contains("2031-03-05-witness: was erased, and stays so"), "{}", run.out);
        assert!(run.out.contains("1 erased and left so"), "{}", run.out);
    }
    let names: Vec<Value> = rows(&folder, &["documents"]).iter().map(|row| row["name"].clone()).collect();
    assert!(names.contains(&"2031-03-06-later".into()), "{names:?}");
    assert!(holding(&folder).is_empty());
    let twice = folder.truce(&[["erase", "2031-03-05-witness"].as_slice(), &BY].concat());
    assert!(
        twice.code == 1 && twice.err.contains("was erased by Centre already, in record 5"),
        "{}",
        twice.err
    );
    let withdrawn = folder.truce(&[["withdraw", "2031-03-05-witness"].as_slice(), &BY].concat());
    assert!(withdrawn.code == 1 && withdrawn.err.contains("by Centre already"), "{}", withdrawn.err);
}

#[test]
fn a_withdrawn_document_can_be_erased_too() {
    let folder = two_told();
    truce(&folder, &[["withdraw", "2031-03-05-witness"].as_slice(), &BY].concat());
    assert!(!holding(&folder).is_empty(), "what is withdrawn is kept");
    truce(&folder, &[["erase", "2031-03-05-witness"].as_slice(), &BY].concat());
    assert!(holding(&folder).is_empty(), "{:?}", holding(&folder));
    truce(&folder, &["verify"]);
    let changes = rows(&folder, &["changes", "--since", "5"]);
    assert!(changes.iter().any(|row| row["change"] == "erased"), "{changes:?}");
}

#[test]
fn a_name_of_several_documents_lists_them() {
    let folder = Folder::with_demo();
    let name = "2016-09-18-corrected-toll-and-aleppo-raids";
    let run = folder.truce(&[["erase", name].as_slice(), &BY].concat());
    assert_eq!(run.code, 1);
    assert!(run.err.contains(&format!("2 documents are named `{name}`: doc-")), "{}", run.err);
    assert_eq!(truce(&folder, &["verify"]).err, "");
    let documents = rows(&folder, &["documents"]);
    let id = documents.iter().find(|row| row["name"] == name).unwrap()["id"].as_str().unwrap();
    let run = truce(&folder, &[["erase", &id[..9]].as_slice(), &BY].concat());
    assert!(run.out.contains(&format!("{name}, of the same file")), "{}", run.out);
    truce(&folder, &["verify"]);
    let unknown = folder.truce(&[["erase", "nobody-told"].as_slice(), &BY].concat());
    assert!(
        unknown.code == 1
            && unknown.err.contains("no document in this store has the name or the id `nobody-told`"),
        "{}",
        unknown.err
    );
    assert!(unknown.err.contains("`truce documents` lists them"), "{}", unknown.err);
}

#[test]
fn a_story_goes_from_a_page_in_which_it_came_again_between_tags() {
    let folder = two_told();
    let [own, again] = ["forces shelled the town", "<b>forces</b> shelled&nbsp;the <i>to</i>wn"];
    let witness = fs::read_to_string(folder.path().join("in/2031-03-05-witness.txt")).unwrap();
    let told: String =
        witness.replace(own, again).split("\n\n").map(|line| format!("<p>{line}</p>")).collect();
    let page = format!(
        "<html><body><article><p>Guns were heard at Kesh on Monday night, the mayor of Kesh said. Nobody was hurt, \
         he said.</p></article><aside>{told}</aside></body></html>"
    );
    folder.write("in/2031-03-06-page.html", page);
    let run = truce(&folder, &["ingest", "--outlet", "Kesh Post", "in/2031-03-06-page.html"]);
    assert!(run.out.contains("1 new documents"), "{}", run.out);
    truce(&folder, &[["erase", "2031-03-05-witness"].as_slice(), &BY].concat());
    assert!(holding(&folder).is_empty(), "{:?}", holding(&folder));
    truce(&folder, &["verify"]);
    let claims = rows(&folder, &["claims", "--source", "mayor of Kesh"]);
    assert!(!claims.is_empty(), "what the page's own story says stays");
}
