//! A private PostgreSQL cluster, started once per test process from the installed binaries and gone with it.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
    time::Duration,
};

/// Where the cluster answers.
pub struct Cluster {
    folder: PathBuf,
    port: u16,
    /// Holds the keeper's standard input open: when this process ends, however it ends, the keeper stops the cluster.
    _keeper: Child,
}

static CLUSTER: OnceLock<Cluster> = OnceLock::new();
static DURABLE: OnceLock<Cluster> = OnceLock::new();

impl Cluster {
    /// The cluster of this process.
    ///
    /// # Panics
    /// With the command to type when PostgreSQL is not installed.
    pub fn get() -> &'static Self {
        CLUSTER.get_or_init(|| Self::start("-c fsync=off -c full_page_writes=off"))
    }

    /// One that flushes commits to disk, for benchmarks.
    ///
    /// # Panics
    /// With the command to type when PostgreSQL is not installed.
    pub fn durable() -> &'static Self {
        DURABLE.get_or_init(|| Self::start(""))
    }

    pub fn url(&self, database: &str) -> String {
        format!("postgres://staffroom@127.0.0.1:{}/{database}", self.port)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn start(options: &str) -> Self {
        let binaries = binaries();
        let folder =
            std::env::temp_dir().join(format!("staffroom-pg-{}-{}", std::process::id(), uuid::Uuid::now_v7().simple()));
        std::fs::create_dir_all(&folder).unwrap();
        let port = free_port();
        let script = format!(
            r#"
set -e
as=""
if [ "$(id -u)" = 0 ]; then
  # PostgreSQL refuses to run as root; nobody is as good as anybody.
  chown nobody "{folder}"
  as="setpriv --reuid=$(id -u nobody) --regid=$(id -g nobody) --clear-groups"
fi
$as {bin}/initdb -D "{folder}/data" -U staffroom -A trust -E UTF8 --no-locale -N >"{folder}/initdb.log" 2>&1
$as {bin}/postgres -D "{folder}/data" -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
  {options} -c max_connections=900 -c shared_buffers=64MB \
  -c log_min_messages=fatal >"{folder}/postgres.log" 2>&1 &
child=$!
trap 'kill -QUIT $child 2>/dev/null; wait $child 2>/dev/null; rm -rf "{folder}"' EXIT
cat >/dev/null
"#,
            folder = folder.display(),
            bin = binaries.display(),
        );
        let mut keeper = Command::new("sh")
            .arg("-c")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh runs");
        let _ = keeper.stdin.as_mut().map(Write::flush);
        wait_for(port, &folder);
        Self { folder, port, _keeper: keeper }
    }
}

fn binaries() -> PathBuf {
    let mut places: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.path().join("bin"))
        .collect();
    places.sort();
    places.reverse();
    places.extend(std::env::var_os("PATH").unwrap_or_default().to_string_lossy().split(':').map(PathBuf::from));
    places
        .into_iter()
        .find(|place| place.join("initdb").exists() && place.join("postgres").exists())
        .unwrap_or_else(|| panic!("PostgreSQL is not installed. Type: apt-get install -y postgresql"))
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn wait_for(port: u16, folder: &Path) {
    for _ in 0..600 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            // The postmaster listens a moment before it takes connections.
            std::thread::sleep(Duration::from_millis(300));
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let log = std::fs::read_to_string(folder.join("postgres.log")).unwrap_or_default();
    let initdb = std::fs::read_to_string(folder.join("initdb.log")).unwrap_or_default();
    panic!("PostgreSQL did not start:\n{initdb}\n{log}");
}
