//! Prints the parse of each line that comes in, for people.

use std::io::BufRead;
use truce_extract::parse::{self, Parser, Scratch};

/// Reads lines from standard input.
pub fn run(parser: &Parser) -> Result<(), String> {
    let mut scratch = Scratch::default();
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|e| e.to_string())?;
        let tokens = parse::tokens(&line);
        let forms: Vec<&str> = tokens.iter().map(|t| t.of(&line)).collect();
        for (i, word) in parser.parse(&forms, &mut scratch).iter().enumerate() {
            let head = word.head.map_or("ROOT", |h| forms[h]);
            println!(
                "{i:3} {:16} {:6} {:9} {:5} {:16} {head}",
                forms[i],
                word.upos.as_str(),
                word.form.as_str(),
                word.number.as_str(),
                word.relation.as_str()
            );
        }
        println!();
    }
    Ok(())
}
