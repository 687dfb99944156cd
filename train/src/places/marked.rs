//! Reads texts in which the names of places stand in double brackets: `in [[Arden]], said`.

use super::{Text, gum::Sort};
use std::path::Path;

/// Reads the texts of a folder, in the order of their names.
pub fn read(folder: &Path) -> Result<Vec<Text>, String> {
    let fault = |e: std::io::Error| format!("{}: {e}", folder.display());
    let mut files: Vec<_> =
        std::fs::read_dir(folder).map_err(fault)?.filter_map(|f| Some(f.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    let one = |file: &std::path::PathBuf| {
        let id = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(parse(id, &std::fs::read_to_string(file).map_err(fault)?))
    };
    files.iter().map(one).collect()
}

fn parse(id: String, marked: &str) -> Text {
    let (mut text, mut names) = (String::new(), Vec::new());
    for (i, part) in marked.split("[[").enumerate() {
        match part.split_once("]]").filter(|_| i > 0) {
            Some((name, rest)) => {
                names.push((text.len(), text.len() + name.len(), Sort::Place));
                text.push_str(name);
                text.push_str(rest);
            }
            None => text.push_str(part),
        }
    }
    Text { id, text, names }
}
