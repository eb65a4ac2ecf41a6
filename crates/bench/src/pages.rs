//! Topic page of 20 posts (JSON): every answer computed, and with the shared part projected once.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::sync::Mutex;

use crate::{
    client::{Connection, get},
    floor::Floor,
    measure::{Run, load, millis},
    server::{Engine, Server, TEXT, Visitor},
};

const TIME: Duration = Duration::from_secs(4);
const POSTS: u64 = 4000;

pub async fn run() -> anyhow::Result<()> {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        println!("\n== Topic page of 20 posts, {engine:?}");
        let mut server = Server::start(engine).await?;
        let visitor = Visitor::enter(&server).await?;
        for _ in 0..POSTS {
            visitor.reply(&server, TEXT).await?;
        }
        let page = format!("/api/v1/topics/{}/posts?after=40&limit=20", visitor.topic);
        let body = Connection::open(server.address).await?.exchange(&get(&page, &visitor.token)).await?;
        println!("one page is {} bytes", body.len());
        let floor = Floor::http(&body).await?;
        for workers in [1, 16, 64] {
            let bare = requests(floor.address, workers, Arc::new(|_| get("/", "-"))).await?;
            let (topic, token) = (visitor.topic.clone(), visitor.token.clone());
            let computed = move |n: u64| {
                // Another page each time: nothing was projected before.
                let after = n * 7919 % (POSTS - 40);
                get(&format!("/api/v1/topics/{topic}/posts?after={after}&limit=20"), &token)
            };
            let computed = requests(server.address, workers, Arc::new(computed)).await?;
            let (page, token) = (page.clone(), visitor.token.clone());
            let reused = requests(server.address, workers, Arc::new(move |_| get(&page, &token))).await?;
            println!("c = {workers}");
            println!("  floor     {}", bare.line());
            println!("  computed  {}   {}", computed.line(), ratio(&computed, &bare));
            println!("  reused    {}   {}", reused.line(), ratio(&reused, &bare));
        }
        server.stop().await?;
    }
    println!("bars at c = 16: computed ≥ 15 %, reused ≥ 40 % of the floor; p99 ≤ 8 × the floor's");
    Ok(())
}

fn ratio(ours: &Run, floor: &Run) -> String {
    format!(
        "{:.0} % of the floor, p99 × {:.1}",
        100.0 * ours.per_second() / floor.per_second(),
        millis(ours.quantile(0.99)) / millis(floor.quantile(0.99))
    )
}

type Request = Arc<dyn Fn(u64) -> Vec<u8> + Send + Sync>;

async fn requests(address: std::net::SocketAddr, workers: usize, request: Request) -> anyhow::Result<Run> {
    let mut connections = Vec::new();
    for _ in 0..workers {
        connections.push(Arc::new(Mutex::new(Connection::open(address).await?)));
    }
    let counter = Arc::new(AtomicU64::new(0));
    load(workers, TIME, |worker| {
        let connection = connections[worker].clone();
        let (request, counter) = (request.clone(), counter.clone());
        move || {
            let (connection, bytes) = (connection.clone(), request(counter.fetch_add(1, Ordering::Relaxed)));
            async move { connection.lock().await.exchange(&bytes).await.map(drop) }
        }
    })
    .await
}
