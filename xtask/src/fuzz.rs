//! Feeds the readers with odd bytes for some minutes, from the texts below `cases/` on. Needs the nightly toolchain.

use crate::process;
use std::{fs, path::Path, process::Command};

/// The targets of `fuzz/`, with the share of the minutes that each gets.
const TARGETS: &[(&str, u64)] = &[("reader", 9), ("lines", 1)];
/// Leaves the parser's arithmetic fast enough to be fuzzed: it is what takes the time, and the address sanitizer and a trace
/// of every comparison slow it down a hundredfold. The project's own code holds no `unsafe` that they could catch; debug
/// assertions and checks of overflow stay on.
const FAST: &[&str] = &["--sanitizer", "none", "--no-trace-compares", "--disable-branch-folding", "false"];
/// The longest input, in bytes, and the longest that one may take, in seconds.
const LONGEST: usize = 8192;
const SLOWEST: u64 = 10;

/// Runs each target for its share of `--minutes N`, ten if nothing is said.
pub fn run(rest: &[&str]) -> Result<(), String> {
    let minutes: u64 = match rest {
        [] => 10,
        ["--minutes", count] => count.parse().map_err(|_| format!("`{count}` is no number of minutes"))?,
        _ => return Err("cargo xtask fuzz [--minutes N]".into()),
    };
    let ready = Command::new("cargo").args(["+nightly", "fuzz", "--version"]).output();
    if !ready.is_ok_and(|output| output.status.success()) {
        return Err("it needs `rustup toolchain install nightly` and `cargo install cargo-fuzz`".into());
    }
    for (target, share) in TARGETS {
        let corpus = crate::root().join("fuzz/corpus").join(target);
        seed(&corpus, *target == "lines").map_err(|e| format!("{}: {e}", corpus.display()))?;
        let seconds = (minutes * 60 * share / 10).max(1);
        let mut command = Command::new("cargo");
        command
            .args(["+nightly", "fuzz", "run"])
            .args(FAST)
            .args([target, "--"])
            .args([format!("-max_total_time={seconds}"), format!("-max_len={LONGEST}")])
            .arg(format!("-timeout={SLOWEST}"))
            .current_dir(crate::root());
        process::wait(&mut command)?;
    }
    Ok(())
}

/// Puts the project's own texts into the corpus; those held out are read by nobody.
fn seed(corpus: &Path, as_lines: bool) -> std::io::Result<()> {
    fs::create_dir_all(corpus)?;
    let cases = crate::root().join("cases");
    let held_out = fs::read_to_string(cases.join("readings/held-out.txt"))?;
    for folder in ["readings", "september-2016-truce/documents"] {
        for entry in fs::read_dir(cases.join(folder))? {
            let path = entry?.path();
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if path.extension().is_none_or(|ending| ending != "txt") || held_out.contains(&stem) {
                continue;
            }
            let text = fs::read_to_string(&path)?;
            let line = || format!("{{\"id\": \"a\", \"dct\": \"2031-03-05\", \"text\": {text:?}}}");
            fs::write(corpus.join(stem), if as_lines { line() } else { text.clone() })?;
        }
    }
    Ok(())
}
