//! Which database the suite runs on, and a fresh copy of the prepared town for each test.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use kernel::FixedClock;
use platform::{Config, db::Db};
use sea_orm::{ConnectionTrait, Database};
use staffroom::node::{self, Node};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::{cluster::Cluster, town};

/// `IT_ENGINE`: `sqlite` (default) or `postgres`.
pub fn is_postgres() -> bool {
    match std::env::var_os("IT_ENGINE").as_deref().and_then(|v| v.to_str()) {
        Some("postgres") => true,
        Some("sqlite") | None => false,
        Some(other) => panic!("IT_ENGINE is sqlite or postgres, not {other}"),
    }
}

/// A database of one test.
pub struct Place {
    pub url: String,
    pub data: TempDir,
}

const DATABASE: &str = "staffroom.sqlite";
/// Where the index of a node lies.
const INDEX: &str = "search";

/// The data folder of the prepared town.
static TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();

/// A copy of the prepared town.
pub async fn prepared() -> Place {
    let template = TEMPLATE.get_or_init(apart).await;
    let place = empty_place();
    copy(&template.join(INDEX), &place.data.path().join(INDEX));
    if is_postgres() {
        let name = format!("t_{}", Uuid::now_v7().simple());
        create(&name, Some("town_template")).await;
        return Place { url: Cluster::get().url(&name), ..place };
    }
    fs::copy(template.join(DATABASE), place.data.path().join(DATABASE)).unwrap();
    place
}

/// A database with nothing in it, not even tables.
pub async fn empty() -> Place {
    let place = empty_place();
    if is_postgres() {
        let name = format!("t_{}", Uuid::now_v7().simple());
        create(&name, None).await;
        return Place { url: Cluster::get().url(&name), ..place };
    }
    place
}

fn empty_place() -> Place {
    let data = tempfile::Builder::new().prefix("staffroom-it-").tempdir().unwrap();
    Place { url: format!("sqlite://{}", data.path().join(DATABASE).display()), data }
}

async fn create(name: &str, template: Option<&str>) {
    let admin = Database::connect(Cluster::get().url("postgres")).await.unwrap();
    let template = template.map(|t| format!(" TEMPLATE {t}")).unwrap_or_default();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}{template}")).await.unwrap();
    admin.close().await.unwrap();
}

/// PostgreSQL copies only databases that nobody is connected to; the node's listener would come back for ever.
async fn close_template() {
    let admin = Database::connect(Cluster::get().url("postgres")).await.unwrap();
    admin.execute_unprepared("ALTER DATABASE town_template WITH ALLOW_CONNECTIONS false").await.unwrap();
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'town_template'";
    admin.execute_unprepared(end).await.unwrap();
    admin.close().await.unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Whatever follows the feed of the template ends with the runtime that prepared it.
async fn apart() -> PathBuf {
    let prepared = std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(prepare())
    });
    tokio::task::spawn_blocking(|| prepared.join().unwrap()).await.unwrap()
}

/// Migrates, peoples and indexes the template once per process.
async fn prepare() -> PathBuf {
    let mut place = empty_place();
    if is_postgres() {
        create("town_template", None).await;
        place.url = Cluster::get().url("town_template");
    }
    let config = config(&place);
    let db = Db::connect(&config.database_url(), 1, 1).await.unwrap();
    node::migrate(&db).await.unwrap();
    let clock = Arc::new(FixedClock::at(town::morning()));
    let node = Node::assemble(config, db, clock).unwrap();
    node::furnish(&node.app).await.unwrap();
    town::settle_people(&node.app).await;
    search::start(&node.app);
    node.app.settle().await.unwrap();
    node.app.db().clone().close().await.unwrap();
    if is_postgres() {
        close_template().await;
    }
    // Kept for the whole process: every test copies from it.
    place.data.keep()
}

/// The configuration of a test: cheap password hashing, short heartbeats, generous limits.
pub fn config(place: &Place) -> Config {
    let mut config = Config::load(None).unwrap();
    config.data_dir = place.data.path().to_owned();
    config.database.url = serde_json::from_value(place.url.clone().into()).unwrap();
    config.database.readers = 4;
    config.database.writers = 4;
    config.auth.argon2_memory_kib = 8;
    config.auth.argon2_passes = 1;
    config.limits.writes_per_minute = 60_000;
    config.limits.write_burst = 10_000;
    config.limits.anonymous_per_minute = 60_000;
    config.files.extractor = extractor();
    config
}

/// The program that Cargo put beside the tests.
fn extractor() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let folder = tests.ancestors().nth(2).unwrap();
    folder.join("it-extractor")
}
