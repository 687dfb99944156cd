//! Turns annotated stories into examples: each hit of a rule with its features, right or wrong.

use super::Settings;
use serde_json::Value;
use std::path::Path;
use truce_exchange::{ImportOptions, Imported, guide_lines, import_text};
use truce_extract::Reader;

/// A hit of a rule, and whether an annotated claim stands there.
pub struct Example {
    pub features: Vec<String>,
    pub right: bool,
}

/// A story with its hits, and how many claims were annotated in it.
pub struct Story {
    pub stem: String,
    pub examples: Vec<Example>,
    pub gold: usize,
}

/// An annotated story as it is imported.
pub struct Annotated {
    pub stem: String,
    pub imported: Vec<Imported>,
    pub gold: Vec<Value>,
}

/// The annotated stories of pairs of folders, by stem.
pub fn annotated(settings: &Settings<'_>) -> Result<Vec<Annotated>, String> {
    let mut all = Vec::new();
    for pair in settings.folders.chunks(2) {
        load(Path::new(pair[0]), Path::new(pair[1]), &settings.without, &mut all)?;
    }
    all.sort_by(|a: &Annotated, b| a.stem.cmp(&b.stem));
    Ok(all)
}

/// The stories of a folder that have claims in the other.
fn load(stories: &Path, claims: &Path, without: &[&str], all: &mut Vec<Annotated>) -> Result<(), String> {
    let fault = |path: &Path, e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
    for entry in std::fs::read_dir(claims).map_err(|e| fault(claims, &e))? {
        let path = entry.map_err(|e| fault(claims, &e))?.path();
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default().to_owned();
        let text = stories.join(format!("{stem}.txt"));
        let listed = path.extension().is_some_and(|ending| ending == "jsonl") && text.is_file();
        if !listed || without.contains(&stem.as_str()) {
            continue;
        }
        let lines = std::fs::read_to_string(&path).map_err(|e| fault(&path, &e))?;
        let gold: Vec<Value> = lines
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(serde_json::from_str)
            .collect::<Result<_, _>>()
            .map_err(|e| fault(&path, &e))?;
        let bytes = std::fs::read(&text).map_err(|e| fault(&text, &e))?;
        let name = format!("{stem}.txt");
        let imported =
            import_text(&name, &bytes, &ImportOptions::default()).map_err(|e| e.to_string())?.stories;
        all.push(Annotated { stem, imported, gold });
    }
    Ok(())
}

/// What the rules find in a story, judged.
pub fn hits(reader: &Reader, story: &Annotated) -> Result<Story, String> {
    let mut hits: Vec<(Vec<String>, Value)> = Vec::new();
    for imported in &story.imported {
        for candidate in reader.candidates(&imported.document, &imported.text) {
            let line = guide_lines(imported, std::slice::from_ref(&candidate.claim)).pop();
            let line = line.and_then(|line| serde_json::from_str(&line).ok()).ok_or("a claim has no line")?;
            hits.push((candidate.features, line));
        }
    }
    let (features, lines): (Vec<Vec<String>>, Vec<Value>) = hits.into_iter().unzip();
    let mut right = vec![false; lines.len()];
    pairs(&lines, &story.gold).into_iter().for_each(|(hit, _)| right[hit] = true);
    let examples = features.into_iter().zip(right).map(|(features, right)| Example { features, right });
    Ok(Story { examples: examples.collect(), gold: story.gold.len(), stem: story.stem.clone() })
}

/// Matches hits with annotated claims one to one, the best agreement first; by their numbers.
pub fn pairs(hits: &[Value], gold: &[Value]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for (h, hit) in hits.iter().enumerate() {
        for (g, claim) in gold.iter().enumerate() {
            if hit["kind"] == claim["kind"] && overlap(&hit["span"], &claim["span"]) >= 0.5 {
                pairs.push((agreement(hit, claim), h, g));
            }
        }
    }
    pairs.sort_by_key(|(agreement, h, g)| (u32::MAX - agreement, *g, *h));
    let (mut right, mut taken) = (vec![false; hits.len()], vec![false; gold.len()]);
    pairs.retain(|(_, h, g)| {
        let free = !right[*h] && !taken[*g];
        if free {
            (right[*h], taken[*g]) = (true, true);
        }
        free
    });
    pairs.into_iter().map(|(_, h, g)| (h, g)).collect()
}

fn agreement(hit: &Value, claim: &Value) -> u32 {
    let same = |slot: &str| u32::from(hit[slot] == claim[slot]);
    4 * same("act") + 2 * same("source") + same("stance") + same("agent") + same("target") + same("count")
}

/// The shared characters as a part of the shorter span.
fn overlap(a: &Value, b: &Value) -> f64 {
    let at = |span: &Value, i: usize| span[i].as_f64().unwrap_or(0.0);
    let shared = at(a, 1).min(at(b, 1)) - at(a, 0).max(at(b, 0));
    shared / (at(a, 1) - at(a, 0)).min(at(b, 1) - at(b, 0)).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_claim_makes_one_hit_right_the_one_that_agrees_best() {
        let claim = |act: &str, from: u32| json!({"kind": "event", "act": act, "span": [from, from + 10]});
        let hits = [claim("clash", 0), claim("shelling", 2), claim("clash", 40)];
        assert_eq!(pairs(&hits, &[claim("shelling", 0)]), [(1, 0)]);
    }
}
