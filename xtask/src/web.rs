//! Builds the pages of the web interface, tries them in a browser and takes their pictures. Knows npm and Node, none of the pages.

use crate::process;
use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
};

/// The oldest Node that the builder of the pages runs on.
const OLDEST: (u32, u32) = (20, 19);
/// Names the browser where it is not one of [`BROWSERS`].
const BROWSER: &str = "TRUCE_BROWSER";
/// The programs that are Chromium, as they are packaged.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

fn folder() -> PathBuf {
    crate::root().join("web")
}

/// Makes the pages: the packages where the lock has changed, the types of the API, the check, the files in `web/dist`.
pub fn build() -> Result<(), String> {
    node()?;
    packages()?;
    for script in ["generate", "check", "build"] {
        process::wait(npm().args(["run", "--silent", script]))?;
    }
    Ok(())
}

/// Runs the tests in a browser against the program on a fresh store, and closes with a line of passed and failed.
pub fn browser(rest: &[&str]) -> Result<(), String> {
    let at = ready()?;
    let folder = tempfile::tempdir().map_err(|e| format!("no folder for the store: {e}"))?;
    let served = Served::start(&at.truce, folder.path())?;
    let told = folder.path().join("told.tap");
    let mut tests = Command::new("node");
    tests.current_dir(self::folder()).arg("--test").args(["--test-concurrency", "1"]);
    tests.args([
        "--test-reporter",
        "spec",
        "--test-reporter-destination",
        "stdout",
        "--test-reporter",
        "tap",
    ]);
    tests.arg("--test-reporter-destination").arg(&told).args(rest);
    // A shell would have spread the pattern; Node of the oldest kind does not.
    tests.args(tests_of(&self::folder().join("tests"))?);
    // A test that adds a record does so as a user would.
    tests.env("TRUCE", &at.truce).env("TRUCE_STORE", store(folder.path()));
    let done = process::wait(tests.env("TRUCE_ADDRESS", &served.address).env(BROWSER, &at.browser));
    drop(served);
    let told = fs::read_to_string(&told).map_err(|e| format!("{}: {e}", told.display()))?;
    println!("{} passed, {} failed", counted(&told, "pass"), counted(&told, "fail"));
    done
}

/// Writes pictures of every page into `target/screenshots`: light and dark, wide and narrow.
pub fn screenshots() -> Result<(), String> {
    let at = ready()?;
    let folder = tempfile::tempdir().map_err(|e| format!("no folder for the store: {e}"))?;
    let served = Served::start(&at.truce, folder.path())?;
    let into = crate::root().join("target/screenshots");
    fs::create_dir_all(&into).map_err(|e| format!("{}: {e}", into.display()))?;
    let mut take = Command::new("node");
    take.current_dir(self::folder()).arg("tests/screenshots.mjs").arg(&into);
    process::wait(take.env("TRUCE_ADDRESS", &served.address).env(BROWSER, &at.browser))
}

/// What a browser is tried on.
struct Ready {
    truce: PathBuf,
    browser: PathBuf,
}

fn ready() -> Result<Ready, String> {
    let browser = find_browser()?;
    build()?;
    Ok(Ready { truce: process::build_truce(false)?, browser })
}

/// A server on a store of its own; ends with this.
struct Served {
    process: Child,
    address: String,
}

impl Served {
    fn start(truce: &Path, folder: &Path) -> Result<Served, String> {
        let mut command = Command::new(truce);
        command.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--store", &store(folder)]);
        let mut process = command
            .env_remove("TRUCE_LISTS")
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|e| format!("{}: {e}", truce.display()))?;
        let mut lines = BufReader::new(process.stderr.take().expect("standard error is piped")).lines();
        let mut said = Vec::new();
        for line in lines.by_ref().map_while(Result::ok) {
            if let Some(address) = address(&line) {
                // The rest is passed on, so that a full pipe never stops the server.
                thread::spawn(move || lines.map_while(Result::ok).for_each(|line| eprintln!("{line}")));
                return Ok(Served { process, address });
            }
            said.push(line);
        }
        let _ = process.wait();
        Err(format!("`truce serve` ended before it listened:\n{}", said.join("\n")))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn store(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("truce.db").display())
}

/// The address in the line with which the server begins.
fn address(line: &str) -> Option<String> {
    let from = line.find("http://")?;
    line[from..].split_whitespace().next().map(ToOwned::to_owned)
}

/// The number that the runner of the tests tells at its end, such as `# pass 12`.
fn counted(told: &str, what: &str) -> u64 {
    let head = format!("# {what} ");
    told.lines().rev().find_map(|line| line.strip_prefix(&head)?.trim().parse().ok()).unwrap_or(0)
}

/// The files of tests, in the order of their names.
fn tests_of(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let listed = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut tests: Vec<PathBuf> = listed
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    tests.sort();
    Ok(tests)
}

fn npm() -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(folder());
    npm
}

/// Sees whether there is a Node that is new enough.
fn node() -> Result<(), String> {
    let missing = || {
        format!(
            "the pages are built with Node {}.{} or later and npm.\n  \
             On Debian and Ubuntu: apt-get install nodejs npm",
            OLDEST.0, OLDEST.1
        )
    };
    let told = Command::new("node").arg("--version").output().map_err(|_| missing())?;
    let told = String::from_utf8_lossy(&told.stdout).trim().to_owned();
    match version(&told) {
        Some(found) if found >= OLDEST => Ok(()),
        _ => Err(format!("Node {told} is too old: {}", missing())),
    }
}

/// `v20.19.2` as numbers that can be compared.
fn version(told: &str) -> Option<(u32, u32)> {
    let mut numbers = told.trim_start_matches('v').split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// Installs the packages of the lock, unless they are there.
fn packages() -> Result<(), String> {
    let lock = folder().join("package-lock.json");
    let wanted = fs::read(&lock).map_err(|e| format!("{}: {e}", lock.display()))?;
    let installed = folder().join("node_modules/.installed.json");
    if fs::read(&installed).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    process::wait(npm().args(["ci", "--no-audit", "--no-fund", "--loglevel", "error"]))?;
    fs::write(&installed, wanted).map_err(|e| format!("{}: {e}", installed.display()))
}

fn find_browser() -> Result<PathBuf, String> {
    if let Some(named) = env::var_os(BROWSER) {
        return Ok(named.into());
    }
    let path = env::var_os("PATH").unwrap_or_default();
    BROWSERS
        .iter()
        .flat_map(|name| env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|program| program.is_file())
        .ok_or_else(|| {
            format!(
                "the pages are tried in Chromium, which is not installed.\n  \
                 On Debian: apt-get install chromium\n  Elsewhere: set {BROWSER} to the program."
            )
        })
}

#[cfg(test)]
mod tests {
    use super::{address, counted, version};

    #[test]
    fn the_address_is_read_from_the_first_line_of_the_server() {
        let line = "sqlite:a.db is served at http://127.0.0.1:4077 (stop with Ctrl-C)";
        assert_eq!(address(line).as_deref(), Some("http://127.0.0.1:4077"));
        assert_eq!(address("loading the demo case into sqlite:a.db"), None);
    }

    #[test]
    fn the_counts_are_those_at_the_end() {
        let told = "ok 1 - a\n# pass 1\n1..2\n# tests 2\n# pass 11\n# fail 2\n";
        assert_eq!((counted(told, "pass"), counted(told, "fail")), (11, 2));
    }

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert!(version("v20.20.2") > version("v20.19.0"));
        assert!(version("v18.20.4") < Some(super::OLDEST));
        assert_eq!(version("none"), None);
    }
}
