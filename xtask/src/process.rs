//! Runs cargo and the built program, and says which command failed.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// The cargo that runs this task, in the folder of the workspace.
pub fn cargo_command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(crate::root());
    command
}

/// Runs cargo and lets its output through.
pub fn cargo(arguments: &[&str]) -> Result<(), String> {
    wait(&mut cargo_command(arguments))
}

/// Runs a program and lets its output through.
pub fn run(program: &Path, arguments: &[&str]) -> Result<(), String> {
    wait(Command::new(program).args(arguments))
}

/// Builds the program `truce`, as it is released or for development, and gives its path.
pub fn build_truce(release: bool) -> Result<PathBuf, String> {
    let (how, folder): (&[&str], _) = if release { (&["--release"], "release") } else { (&[], "debug") };
    cargo(&[&["build", "--quiet", "--package", "truce-cli"], how].concat())?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| crate::root().join("target"), PathBuf::from);
    Ok(target.join(folder).join(format!("truce{}", env::consts::EXE_SUFFIX)))
}

/// Runs a command to its end.
pub fn wait(command: &mut Command) -> Result<(), String> {
    let shown = format!("{command:?}").replace('"', "");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` ended with {status}")),
        Err(error) => Err(format!("`{shown}` could not start: {error}")),
    }
}
