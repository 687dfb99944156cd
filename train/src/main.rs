//! Trains the parser from the Universal Dependencies files of a folder; writes one model and a table of its scores.
//! `claims RULES WEIGHTS (STORIES CLAIMS)...` learns instead how much each sign speaks for a claim.
//!
//! `train FOLDER MODEL [name=value]...` and, on a model that is there, `score`, `losses`, `speed`, `tokens`, `show`.

mod choices;
mod claims;
mod compose;
mod conllu;
mod evaluate;
mod layer;
mod learn;
mod losses;
mod net;
mod outputs;
mod places;
mod rng;
mod sample;
mod show;
mod speed;
mod sru;
mod treebanks;
mod triples;

use std::path::Path;
use truce_extract::parse::Parser;

const USAGE: &str = "usage: train FOLDER MODEL [name=value]... | score FOLDER MODEL | \
    losses FOLDER MODEL | speed FOLDER MODEL | tokens FOLDER MODEL | show FOLDER MODEL | \
    places FOLDER MODEL NAMES | places-score FOLDER MARKED";

fn main() -> Result<(), String> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let [command, folder, model, ref rest @ ..] = args[..] else {
        return Err(USAGE.into());
    };
    let (folder, model) = (Path::new(folder), Path::new(model));
    match (command, rest) {
        ("choices", _) => choices::run(folder, model, rest),
        ("claims", _) => claims::run(folder, model, rest),
        ("places", [names]) => places::train(folder, Path::new(names), model),
        ("places-score", []) => places::score(folder, model),
        ("train", _) => train(folder, model, rest),
        ("score", []) => {
            print!("{}", evaluate::table(&bytes(model)?, &treebanks::tests(folder)?)?);
            Ok(())
        }
        ("losses", []) => {
            let parser = parser(&bytes(model)?)?;
            for (name, sentences) in treebanks::tests(folder)? {
                println!("{name}: {}", losses::attachment(&parser, &sentences));
                println!("{}", losses::confusions(&parser, &sentences));
                println!("{}", losses::leads(&parser, &sentences));
            }
            Ok(())
        }
        ("speed", []) => speed::run(&bytes(model)?, &treebanks::pud(folder)?),
        ("tokens", []) => {
            for (name, sentences) in treebanks::tests(folder)? {
                println!("{name}: {}", losses::misses(&sentences, 70).join("; "));
            }
            Ok(())
        }
        ("show", []) => show::run(&parser(&bytes(model)?)?),
        _ => Err(USAGE.into()),
    }
}

fn train(folder: &Path, model: &Path, settings: &[&str]) -> Result<(), String> {
    let settings = learn::settings(settings)?;
    let tests = treebanks::tests(folder)?;
    let (_, dev) = tests.first().ok_or("no development set")?;
    let bytes = learn::run(treebanks::train(folder)?, dev, settings)?;
    write(model, &bytes)?;
    let table = evaluate::table(&bytes, &tests)?;
    print!("{table}");
    write(&model.with_extension("scores.txt"), table.as_bytes())
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn parser(bytes: &[u8]) -> Result<Parser, String> {
    Parser::from_bytes(bytes).map_err(|e| e.to_string())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|e| format!("{}: {e}", path.display()))
}
