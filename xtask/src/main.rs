//! The project's own tasks, run as `cargo xtask TASK`. Calls cargo and the built program; holds no logic of either.

mod docs;
mod fuzz;
mod gold;
mod postgres;
mod process;
mod test;
mod train;
mod web;

use std::{
    env,
    path::{Path, PathBuf},
    process::ExitCode,
};

const HELP: &str = "\
cargo xtask TASK

  demo     build, load the demo case into a fresh embedded store, print its daily report
  test     build, start a PostgreSQL server for the run, run every test, print one closing line of passed and failed
           [--without-postgres]
  properties
           run the tests that draw their cases, from new seeds [--rounds N] [--without-postgres]; `test` draws the same cases on
           every machine
  lint     check the format and run clippy with warnings denied
  gold     score the extractor on the stories of ../shared and on the readings, developed and held out; fail below the
           best score so far [--only stories|readings|held-out] [--misses N] [--rules DIR] [--release]
  docs     write the reference of the commands from the program's help
  web      build the pages of the web interface into web/dist, from which `truce serve` has them; needs Node and npm
  browser  try the pages in Chromium against the program on a fresh store, print one closing line of passed and failed
  screenshots
           write pictures of every page into target/screenshots: light and dark, wide and narrow
  bench    run the benchmarks of bench/
  fuzz     feed the readers with odd bytes for ten minutes [--minutes N]; needs the nightly toolchain and cargo-fuzz
  train    train the parser from ../shared/data/ud; `train score` only scores the model (docs/reference/parser.md);
           `train claims` learns the weights of claims, then `train choices` those of what fills their slots
           (docs/reference/reading.md)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["demo"] => demo(),
        ["test", rest @ ..] => test::run(rest),
        ["properties", rest @ ..] => test::properties(rest),
        ["lint"] => lint(),
        ["docs"] => docs::run(),
        ["gold", rest @ ..] => gold::run(rest),
        ["web"] => web::build(),
        ["browser", rest @ ..] => web::browser(rest),
        ["screenshots"] => web::screenshots(),
        ["bench", rest @ ..] => bench(rest),
        ["fuzz", rest @ ..] => fuzz::run(rest),
        ["train", rest @ ..] => train::run(rest),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("error: no such task\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    let parent = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    parent.expect("the folder of this crate lies in that of the workspace").to_owned()
}

fn demo() -> Result<(), String> {
    let truce = process::build_truce(false)?;
    let folder = root().join("target/demo");
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for ending in ["db", "db-wal", "db-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("truce.{ending}")));
    }
    let store = folder.join("truce.db");
    process::run(&truce, &["demo", "--store", &format!("sqlite:{}", store.display())])
}

fn lint() -> Result<(), String> {
    process::cargo(&["fmt", "--all", "--check"])?;
    process::cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])
}

fn bench(rest: &[&str]) -> Result<(), String> {
    let truce = process::build_truce(true)?;
    let mut command = process::cargo_command(&[&["bench", "--package", "truce-bench"], rest].concat());
    process::wait(command.env("TRUCE", truce))
}
