//! Runs the program in a folder of its own.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};
use tempfile::TempDir;

/// A folder in which the program runs.
pub struct Folder(TempDir);

/// What a run came to.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Run {
        Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    /// A folder with the demo loaded into ./truce.db.
    pub fn with_demo() -> Folder {
        let folder = Folder::new();
        let run = folder.truce(&["demo"]);
        assert_eq!(run.code, 0, "{}", run.err);
        folder
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_truce"));
        command.args(arguments).current_dir(self.path()).env_remove("TRUCE_STORE").stdin(Stdio::null());
        command
    }

    pub fn truce(&self, arguments: &[&str]) -> Run {
        self.command(arguments).output().unwrap().into()
    }

    /// Every command of the program's own help, those with further commands too, each with its help.
    pub fn helps(&self) -> Vec<(String, String)> {
        let mut open = vec![String::new()];
        let mut helps = Vec::new();
        while let Some(command) = open.pop() {
            let arguments: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
            let help = self.truce(&arguments).out;
            let listed = help.split("Commands:\n").nth(1).unwrap_or_default();
            for line in listed.lines().take_while(|line| line.starts_with("  ")) {
                let name = line.split_whitespace().next().unwrap_or_default();
                if name != "help" && !line.starts_with("   ") {
                    open.push(format!("{command} {name}").trim().to_owned());
                }
            }
            helps.push((command, help));
        }
        helps
    }

    pub fn truce_with_input(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        child.wait_with_output().unwrap().into()
    }

    /// The bytes of the store, to see that a command left it alone.
    pub fn records(&self) -> String {
        self.truce(&["claims", "--format", "jsonl"]).out
            + &self.truce(&["agreement", "list", "--format", "jsonl"]).out
    }
}

/// The root of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A story of one claim or more, in invented places.
pub const STORY: &str = "North shells Arden despite truce\n\nARDEN (Field Wire) – Northern forces shelled the town of \
    Arden on Tuesday, killing three people, the mayor said.\n\nNorth denied any attack.\n";
