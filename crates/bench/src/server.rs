//! The real binary as a child process, with the demo network, on either engine.

use std::{
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use reqwest::Client;
use sea_orm::{ConnectionTrait, Database};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::{client, cluster::Cluster};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    Sqlite,
    Postgres,
}

pub struct Server {
    pub address: SocketAddr,
    pub pid: u32,
    /// Removed when the server is gone.
    data: TempDir,
    config: PathBuf,
    child: Option<Child>,
}

impl Server {
    /// Starts with the demo network loaded and answers when it is ready.
    pub async fn start(engine: Engine) -> anyhow::Result<Self> {
        let data = tempfile::Builder::new().prefix("staffroom-bench-").tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let database = match engine {
            Engine::Sqlite => String::new(),
            Engine::Postgres => new_database().await?,
        };
        let config = data.path().join("bench.toml");
        let text = format!(
            "data_dir = {:?}\n[http]\nlisten = \"127.0.0.1:{port}\"\npublic_url = \"http://127.0.0.1:{port}\"\n\
             [database]\nurl = {database:?}\nwriters = 16\nreaders = 8\n[limits]\nwrites_per_minute = 60000000\nwrite_burst = 1000000\n\
             anonymous_per_minute = 60000000\n[log]\nfilter = \"error\"\njson = false\n",
            data.path().join("data"),
        );
        std::fs::write(&config, text)?;
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mut server = Self { address, pid: 0, data, config, child: None };
        server.launch().await?;
        Ok(server)
    }

    /// Starts the process; answers how long it took to be ready.
    pub async fn launch(&mut self) -> anyhow::Result<Duration> {
        let binary = std::env::current_exe()?.with_file_name("staffroom");
        if !binary.exists() {
            bail!("{} is missing. Type: cargo build --release -p staffroom", binary.display());
        }
        let begun = Instant::now();
        let child = Command::new(binary)
            .args(["serve", "--demo", "--config"])
            .arg(&self.config)
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        self.pid = child.id().context("the server ended at once")?;
        self.child = Some(child);
        let client = client::client();
        loop {
            if client.get(format!("http://{}/health", self.address)).send().await.is_ok_and(|r| r.status().is_success())
            {
                return Ok(begun.elapsed());
            }
            if begun.elapsed() > Duration::from_secs(300) {
                bail!("the server did not get ready");
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    pub async fn stop(&mut self) -> anyhow::Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill().await?;
        }
        Ok(())
    }

    /// Where it keeps everything.
    pub fn data(&self) -> PathBuf {
        self.data.path().join("data")
    }

    pub fn api(&self, path: &str) -> String {
        format!("http://{}/api/v1{path}", self.address)
    }
}

async fn new_database() -> anyhow::Result<String> {
    let cluster = Cluster::durable();
    let name = format!("bench_{}", uuid::Uuid::now_v7().simple());
    let admin = Database::connect(cluster.url("postgres")).await?;
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
    Ok(cluster.url(&name))
}

/// A signed-in demo teacher with a topic to write in.
pub struct Visitor {
    pub client: Client,
    pub token: String,
    pub topic: String,
}

impl Visitor {
    pub async fn enter(server: &Server) -> anyhow::Result<Self> {
        let client = client::client();
        let body = json!({"login": "somova-ea", "password": staffroom::demo::PASSWORD});
        let session: Value = client.post(server.api("/auth/login")).json(&body).send().await?.json().await?;
        let token = session["access_token"].as_str().with_context(|| format!("no token: {session}"))?.to_owned();
        let spaces: Value =
            client.get(server.api("/spaces?kind=open")).bearer_auth(&token).send().await?.json().await?;
        let space = spaces["items"][0]["id"].clone();
        let topic = json!({"space_id": space, "kind": "discussion", "title": "Замеры скорости", "body": "Начало."});
        let topic: Value = client
            .post(server.api("/topics"))
            .bearer_auth(&token)
            .header("idempotency-key", uuid::Uuid::now_v7().to_string())
            .json(&topic)
            .send()
            .await?
            .json()
            .await?;
        let topic = topic["id"].as_str().with_context(|| format!("no topic: {topic}"))?.to_owned();
        Ok(Self { client, token, topic })
    }

    pub async fn reply(&self, server: &Server, text: &str) -> anyhow::Result<Value> {
        let response = self
            .client
            .post(server.api(&format!("/topics/{}/posts", self.topic)))
            .bearer_auth(&self.token)
            .header("idempotency-key", uuid::Uuid::now_v7().to_string())
            .json(&json!({"body": text}))
            .send()
            .await?;
        Ok(response.error_for_status()?.json().await?)
    }
}

/// A post of ordinary length.
pub const TEXT: &str = "Вчера дали на втором уроке задачу: «В магазине скидка 15 %, куртка стоит 3400». \
    Половина класса нашла 15 % и остановилась. Попробую завтра начать с вопроса «а что осталось?» и рисунка-полоски.\n\n\
    - полоска из десяти клеток;\n- **сначала** прикидка, потом счёт.";
