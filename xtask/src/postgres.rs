//! Starts a PostgreSQL server for the tests, in a folder that vanishes with it. Installs nothing and writes no SQL.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

/// Names the server that tests may use; `none` leaves out the tests that need one.
pub const ADDRESS: &str = "TRUCE_TEST_POSTGRES";
/// Leaves out the tests that need a server.
pub const WITHOUT: &str = "--without-postgres";

/// The programs of a server, in one folder.
const PROGRAMS: [&str; 2] = ["initdb", "postgres"];

/// The server of a run of tests.
pub enum Server {
    /// None is asked for.
    LeftOut,
    /// Somebody else runs it.
    Given(OsString),
    /// Runs until this is dropped.
    #[cfg(unix)]
    Started(cluster::Cluster),
}

impl Server {
    /// The server that [`ADDRESS`] names, or one started for this run, unless `without` any.
    pub fn find(without: bool) -> Result<Server, String> {
        match env::var_os(ADDRESS) {
            _ if without => Ok(Server::LeftOut),
            Some(address) if address == "none" => Ok(Server::LeftOut),
            Some(address) => Ok(Server::Given(address)),
            None => start(),
        }
    }

    /// What the tests find in [`ADDRESS`].
    pub fn address(&self) -> OsString {
        match self {
            Server::LeftOut => "none".into(),
            Server::Given(address) => address.clone(),
            #[cfg(unix)]
            Server::Started(cluster) => cluster.address().into(),
        }
    }
}

#[cfg(unix)]
fn start() -> Result<Server, String> {
    let programs = programs(&places()).ok_or_else(absent)?;
    cluster::Cluster::start(&programs).map(Server::Started)
}

#[cfg(not(unix))]
fn start() -> Result<Server, String> {
    Err(format!(
        "a PostgreSQL server is started only on Unix: set {ADDRESS} to the address of one that tests may use, \
         or give {WITHOUT}"
    ))
}

/// What is said where no server is installed.
fn absent() -> String {
    format!(
        "PostgreSQL is not installed, and a part of the tests needs it.\n  \
         On Debian and Ubuntu: apt-get install postgresql\n  \
         Elsewhere: put the folder that holds `initdb` and `postgres` on PATH, or set {ADDRESS} to the address of a \
         server that tests may use.\n  \
         `cargo xtask test {WITHOUT}` runs all other tests."
    )
}

/// Where servers lie: what is on PATH, then where Debian and Homebrew put them, the newest first.
fn places() -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    for above in ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"] {
        let versions = std::fs::read_dir(above).into_iter().flatten().flatten();
        let mut versions: Vec<(u32, PathBuf)> = versions
            .filter_map(|entry| Some((version(entry.file_name().to_str()?)?, entry.path().join("bin"))))
            .collect();
        versions.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
        places.extend(versions.into_iter().map(|(_, place)| place));
    }
    places
}

/// The version that a folder's name tells, such as `15` or `postgresql@17`.
fn version(folder: &str) -> Option<u32> {
    folder.strip_prefix("postgresql@").unwrap_or(folder).parse().ok()
}

/// The first of these folders that holds every program of a server.
fn programs(places: &[PathBuf]) -> Option<PathBuf> {
    places.iter().find(|place| PROGRAMS.iter().all(|name| place.join(name).is_file())).map(|place| {
        // A link on PATH stands for the folder in which the server finds its own files.
        let program = place.join(PROGRAMS[1]).canonicalize().unwrap_or_else(|_| place.join(PROGRAMS[1]));
        let beside = program.parent().filter(|folder| folder.join(PROGRAMS[0]).is_file());
        beside.map_or_else(|| place.clone(), Path::to_owned)
    })
}

#[cfg(unix)]
mod cluster {
    //! The running server; whatever ends this program ends it too.

    use std::{
        fmt::Write as _,
        fs,
        io::Read,
        net::TcpListener,
        os::unix::{fs as unix, process::CommandExt},
        path::Path,
        process::{Child, Command, Stdio},
        thread,
        time::{Duration, Instant},
    };

    /// Runs the server until its own input ends, then removes the folder: the end of the program that holds the other
    /// end of the pipe, by whatever cause, ends the server.
    const SUPERVISE: &str = r#"
        trap '' INT TERM HUP
        "$1" -D "$2/data" -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
             -c max_connections=400 -c fsync=on -c shared_buffers=64MB >"$2/log" 2>&1 </dev/null &
        server=$!
        while read -r _; do :; done
        kill -QUIT "$server"
        wait "$server"
        cd / && rm -rf "$2"
    "#;

    /// How long a server may take to start.
    const PATIENCE: Duration = Duration::from_secs(60);
    /// How often another port is tried, should someone take the one that was free.
    const TRIES: usize = 3;

    /// A server in a temporary folder.
    pub struct Cluster {
        supervisor: Child,
        address: String,
    }

    impl Cluster {
        /// Makes a folder of data and starts a server on a free port of this machine.
        pub fn start(programs: &Path) -> Result<Cluster, String> {
            let mut last = String::new();
            for _ in 0..TRIES {
                match Cluster::start_once(programs) {
                    Ok(cluster) => return Ok(cluster),
                    Err(error) => last = error,
                }
            }
            Err(last)
        }

        /// The address at which tests reach it.
        pub fn address(&self) -> &str {
            &self.address
        }

        fn start_once(programs: &Path) -> Result<Cluster, String> {
            let account = Account::find()?;
            let folder = tempfile::Builder::new().prefix("truce-postgres-").tempdir().map_err(failed)?;
            account.own(folder.path())?;
            let password = password()?;
            let file = folder.path().join("password");
            fs::write(&file, &password).map_err(failed)?;
            account.own(&file)?;
            let mut initdb = Command::new(programs.join("initdb"));
            initdb.args([
                "--username=truce",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync",
            ]);
            initdb.arg("--pwfile").arg(&file).arg("--pgdata").arg(folder.path().join("data"));
            let output = account.runs(&mut initdb).current_dir("/").output().map_err(failed)?;
            if !output.status.success() {
                return Err(format!("initdb failed: {}", String::from_utf8_lossy(&output.stderr).trim()));
            }
            let port = free_port()?;
            // From here the supervisor removes the folder.
            let folder = folder.keep();
            let mut command = Command::new("sh");
            command.args(["-c", SUPERVISE, "sh"]).arg(programs.join("postgres")).arg(&folder);
            command.arg(port.to_string()).stdin(Stdio::piped()).current_dir("/").process_group(0);
            let supervisor = account.runs(&mut command).spawn().map_err(failed)?;
            let address = format!("postgres://truce:{password}@127.0.0.1:{port}/postgres");
            let cluster = Cluster { supervisor, address };
            wait_until_ready(&folder)?;
            Ok(cluster)
        }
    }

    impl Drop for Cluster {
        fn drop(&mut self) {
            drop(self.supervisor.stdin.take());
            let _ = self.supervisor.wait();
        }
    }

    /// Waits for the line that the server writes once it takes connections.
    fn wait_until_ready(folder: &Path) -> Result<(), String> {
        let start = Instant::now();
        loop {
            let state = fs::read_to_string(folder.join("data/postmaster.pid")).unwrap_or_default();
            if state.lines().any(|line| line.trim() == "ready") {
                return Ok(());
            }
            let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
            if start.elapsed() > PATIENCE || log.contains("FATAL") {
                return Err(format!("PostgreSQL did not start: {}", log.trim()));
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// As whom the server runs: it refuses to run as root.
    struct Account(Option<(u32, u32)>);

    impl Account {
        fn find() -> Result<Account, String> {
            if number("-u", None)? != 0 {
                return Ok(Account(None));
            }
            let of = |what| number(what, Some("postgres"));
            let ids = of("-u").and_then(|user| Ok((user, of("-g")?)));
            ids.map(|ids| Account(Some(ids))).map_err(|_| {
                "PostgreSQL does not run as root, and there is no user `postgres` to run it: make one, or run the \
                 tests as another user"
                    .to_owned()
            })
        }

        fn own(&self, path: &Path) -> Result<(), String> {
            let Some((user, group)) = self.0 else { return Ok(()) };
            unix::chown(path, Some(user), Some(group)).map_err(failed)
        }

        fn runs<'c>(&self, command: &'c mut Command) -> &'c mut Command {
            match self.0 {
                Some((user, group)) => command.uid(user).gid(group),
                None => command,
            }
        }
    }

    fn number(what: &str, user: Option<&str>) -> Result<u32, String> {
        let output = Command::new("id").arg(what).args(user).output().map_err(|e| format!("`id`: {e}"))?;
        String::from_utf8_lossy(&output.stdout)
            .trim()
            .parse()
            .map_err(|_| format!("`id {what}` gave no number"))
    }

    /// Nobody else on the machine may use the server.
    fn password() -> Result<String, String> {
        let mut bytes = [0u8; 16];
        fs::File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut bytes)).map_err(failed)?;
        Ok(bytes.iter().fold(String::new(), |mut word, byte| {
            let _ = write!(word, "{byte:02x}");
            word
        }))
    }

    fn free_port() -> Result<u16, String> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(failed)?;
        listener.local_addr().map(|address| address.port()).map_err(failed)
    }

    fn failed(error: std::io::Error) -> String {
        format!("PostgreSQL could not be started: {error}")
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use std::net::TcpStream;

        #[test]
        fn a_server_runs_while_it_is_held_and_leaves_nothing() {
            if std::env::var_os(super::super::ADDRESS).is_some_and(|address| address == "none") {
                return println!("left out: no PostgreSQL server");
            }
            let programs = super::super::programs(&super::super::places()).expect("PostgreSQL is installed");
            let cluster = Cluster::start(&programs).unwrap();
            let place = cluster.address().split_once('@').unwrap().1.split_once('/').unwrap().0.to_owned();
            assert!(TcpStream::connect(&place).is_ok(), "{place}");
            drop(cluster);
            assert!(TcpStream::connect(&place).is_err(), "{place}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_counts_only_with_every_program() {
        let folder = tempfile::tempdir().unwrap();
        let [half, whole] = ["half", "whole"].map(|name| folder.path().join(name));
        for (place, names) in [(&half, &PROGRAMS[..1]), (&whole, &PROGRAMS[..])] {
            std::fs::create_dir(place).unwrap();
            names.iter().for_each(|name| std::fs::write(place.join(name), "").unwrap());
        }
        assert_eq!(programs(&[half.clone(), whole.clone()]), Some(whole.canonicalize().unwrap()));
        assert_eq!(programs(&[half]), None);
    }

    #[test]
    fn folders_tell_their_version() {
        assert_eq!(
            ["15", "postgresql@17", "postgresql", "16-old"].map(version),
            [Some(15), Some(17), None, None]
        );
    }

    #[test]
    fn whoever_lacks_a_server_is_told_what_to_install() {
        let said = absent();
        assert!(said.contains("apt-get install postgresql") && said.contains(WITHOUT), "{said}");
    }
}
