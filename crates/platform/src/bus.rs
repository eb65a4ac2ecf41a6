//! Wakes followers. The feed table is the truth; the bus only says "look again", so a lost message costs at most a second.
//!
//! Within the process: a watch channel moved after each commit. Between processes on one PostgreSQL: one coalesced
//! NOTIFY per few milliseconds on a connection of its own, never inside a user's transaction.

use std::{sync::Arc, time::Duration};

use sea_orm::sqlx::{
    self, AssertSqlSafe, Connection, PgConnection,
    postgres::{PgConnectOptions, PgListener},
};
use std::str::FromStr;
use tokio::{
    sync::{broadcast, mpsc, watch},
    task::AbortHandle,
};

const CHANNEL: &str = "staffroom_feed";
const COALESCE: Duration = Duration::from_millis(5);

/// Head of the feed plus short-lived hints (typing, presence) that never touch the database.
pub struct Bus {
    head: watch::Sender<i64>,
    hints: broadcast::Sender<String>,
    outgoing: mpsc::UnboundedSender<Outgoing>,
    /// The task that hears other processes; its connection must not outlive the application.
    hearing: Option<AbortHandle>,
}

impl Drop for Bus {
    fn drop(&mut self) {
        if let Some(hearing) = &self.hearing {
            hearing.abort();
        }
    }
}

enum Outgoing {
    Head(i64),
    Hint(String),
}

impl Bus {
    /// `remote`: the PostgreSQL address shared with other processes.
    pub fn start(remote: Option<String>) -> Self {
        let (head, _) = watch::channel(0);
        let (hints, _) = broadcast::channel(1024);
        let (outgoing, queue) = mpsc::unbounded_channel();
        let hearing = remote.map(|url| {
            // Names this application, so that it does not take its own hints twice; the process id would not do for
            // two applications in one process.
            let own: Arc<str> = format!("h{:016x} ", rand::random::<u64>()).into();
            tokio::spawn(send(url.clone(), Arc::clone(&own), queue));
            tokio::spawn(receive(url, own, head.clone(), hints.clone())).abort_handle()
        });
        Self { head, hints, outgoing, hearing }
    }

    /// Called after a commit that stamped events up to `seq`.
    pub fn committed(&self, seq: i64) {
        raise(&self.head, seq);
        let _ = self.outgoing.send(Outgoing::Head(seq));
    }

    /// Called by whoever read events up to `seq` from the table: what this process remembers is older than that, even
    /// when the wake-up was lost.
    pub fn saw(&self, seq: i64) {
        raise(&self.head, seq);
    }

    /// A receiver that changes whenever the feed may have grown.
    pub fn watch(&self) -> watch::Receiver<i64> {
        self.head.subscribe()
    }

    /// Tells every process, this one included. At most 7 kB; lost when nobody listens.
    pub fn hint(&self, text: String) {
        if text.len() < 7000 {
            let _ = self.hints.send(text.clone());
            let _ = self.outgoing.send(Outgoing::Hint(text));
        }
    }

    pub fn hints(&self) -> broadcast::Receiver<String> {
        self.hints.subscribe()
    }
}

fn raise(head: &watch::Sender<i64>, seq: i64) {
    head.send_if_modified(|known| {
        let newer = seq > *known;
        *known = seq.max(*known);
        newer
    });
}

async fn send(url: String, own: Arc<str>, mut queue: mpsc::UnboundedReceiver<Outgoing>) {
    let mut connection: Option<PgConnection> = None;
    while let Some(first) = queue.recv().await {
        tokio::time::sleep(COALESCE).await;
        let mut head = None;
        let mut payloads = Vec::new();
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Outgoing::Head(seq) => head = head.max(Some(seq)),
                Outgoing::Hint(text) => payloads.push(format!("{own}{text}")),
            }
            next = queue.try_recv().ok();
        }
        payloads.extend(head.map(|seq| format!("s{seq}")));
        for payload in payloads {
            if let Err(error) = notify(&url, &mut connection, &payload).await {
                // The other processes poll each second, so nothing is lost but time.
                tracing::warn!(%error, "feed wake-up not sent");
                connection = None;
            }
        }
    }
}

async fn notify(url: &str, connection: &mut Option<PgConnection>, payload: &str) -> Result<(), sqlx::Error> {
    let open = match connection.take() {
        Some(open) => open,
        None => {
            let options = PgConnectOptions::from_str(url)?.options([("synchronous_commit", "off")]);
            PgConnection::connect_with(&options).await?
        }
    };
    let open = connection.insert(open);
    sqlx::query(AssertSqlSafe("SELECT pg_notify($1, $2)")).bind(CHANNEL).bind(payload).execute(open).await?;
    Ok(())
}

async fn receive(url: String, own: Arc<str>, head: watch::Sender<i64>, hints: broadcast::Sender<String>) {
    loop {
        match listen(&url, &own, &head, &hints).await {
            Ok(()) => {}
            Err(error) => tracing::warn!(%error, "feed wake-ups interrupted; polling goes on"),
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn listen(
    url: &str,
    own: &str,
    head: &watch::Sender<i64>,
    hints: &broadcast::Sender<String>,
) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen(CHANNEL).await?;
    loop {
        let notification = listener.recv().await?;
        let payload = notification.payload();
        if let Some(seq) = payload.strip_prefix('s').and_then(|s| s.parse().ok()) {
            raise(head, seq);
        } else if !payload.starts_with(own)
            && let Some((_, text)) = payload.split_once(' ')
        {
            let _ = hints.send(text.to_owned());
        }
    }
}
