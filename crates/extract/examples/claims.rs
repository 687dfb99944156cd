//! Reads wire stories with the rules on disk and writes claims in the annotation format. For development.

use std::{env, fs, path::Path};
use truce_extract::Reader;
use truce_model::{Actors, Block, BlockRole, Document, DocumentId, Hash, Name, Places, Published, Span};

fn main() {
    let args: Vec<String> = env::args().collect();
    let (out, stories) = (&args[1], &args[2..]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let rules = files(&root.join("rules"), &root.join("rules"));
    let actors = files(&root.join("actors"), &root.join("actors"));
    let (places, actors): (Vec<_>, Vec<_>) =
        actors.into_iter().partition(|(file, _)| file.starts_with("places/"));
    let pairs = |files: &[(String, String)]| files.to_vec();
    let (rules, places, actors) = (pairs(&rules), pairs(&places), pairs(&actors));
    fn view(files: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
        files.iter().map(|(a, b)| (a.as_str(), b.as_str()))
    }
    let reader = Reader::new(
        view(&rules),
        Actors::parse(view(&actors)).expect("actors"),
        Places::parse(view(&places)).expect("places"),
    );
    let reader = match reader {
        Ok(reader) => reader,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    };
    for story in stories {
        let text = fs::read_to_string(story).expect("story").replace("\r\n", "\n");
        let stem = Path::new(story).file_stem().and_then(|s| s.to_str()).expect("stem").to_owned();
        let document = document(&stem, &text);
        let read = reader.read(&document, &text);
        let chars = |byte: usize| text[..byte].chars().count();
        let lines: Vec<String> = read
            .claims
            .iter()
            .map(|claim| {
                serde_json::json!({
                    "story": stem, "evidence": claim.quote,
                    "span": [chars(claim.span.start), chars(claim.span.end)],
                    "kind": claim.kind(), "act": claim.act, "source": claim.source, "via": claim.via,
                    "stance": claim.stance, "agent": claim.agent, "target": claim.target,
                    "places": claim.places, "start": claim.occurred.start, "end": claim.occurred.end,
                    "count": claim.count, "found_by": claim.found_by,
                })
                .to_string()
            })
            .collect();
        fs::write(Path::new(out).join(format!("{stem}.jsonl")), lines.join("\n")).expect("written");
        for doubt in &read.doubts {
            eprintln!("doubt {stem}: {:?}: {}", doubt.span.of(&text), doubt.because);
        }
    }
}

fn files(root: &Path, folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(root, &path));
        } else if path.extension().is_some_and(|e| e == "toml") {
            let name = path.strip_prefix(root).expect("below").to_string_lossy().into_owned();
            found.push((name, fs::read_to_string(&path).expect("text")));
        }
    }
    found
}

/// A rough split into blocks: the body begins at the dateline and ends at the credits.
fn document(stem: &str, text: &str) -> Document {
    let mut blocks = Vec::new();
    let mut at = 0;
    let mut body = false;
    for part in text.split("\n\n") {
        let lead = part.len() - part.trim_start().len();
        let (mut start, end) = (at + lead, at + part.trim_end().len());
        at += part.len() + 2;
        let words = part.trim();
        if let Some(dash) = words.find("(Reuters) –").filter(|_| !body) {
            body = true;
            start += dash + "(Reuters) –".len();
        }
        let caps = words.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
        let caption = words.contains("REUTERS/") || !words.ends_with(['.', '”', ')']);
        let credit = words.starts_with('(') && words.ends_with(')');
        let role = match () {
            _ if words.is_empty() => continue,
            _ if !body => BlockRole::Headline,
            _ if caps => BlockRole::Subhead,
            _ if credit => BlockRole::Credit,
            _ if caption => BlockRole::Caption,
            _ => BlockRole::Paragraph,
        };
        blocks.push(Block { role, span: Span::new(start, end) });
    }
    Document {
        id: DocumentId::new(format!("doc-{stem}")),
        name: stem.to_owned(),
        outlet: Name::parse("Reuters").ok(),
        published: stem.get(..10).and_then(|day| day.parse().ok()).map(Published::Day),
        dateline: Vec::new(),
        text: Hash::of(text.as_bytes()),
        original: Hash::of(text.as_bytes()),
        part: Span::new(0, text.len()),
        blocks,
    }
}
