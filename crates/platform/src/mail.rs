//! Letters: queued as jobs with the change that causes them, sent over SMTP, or kept in a trial mailbox on disk.

use std::path::{Path, PathBuf};

use anyhow::Context;
use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{DateTime, Result, Timestamp, Utc};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, MultiPart, SinglePart, header::ContentType},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    App, Config, Tx,
    jobs::{self, JobHandler},
};

/// An event inside a letter, as calendars understand it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Enclosed {
    /// `REQUEST` or `CANCEL`.
    pub method: String,
    /// iCalendar.
    pub calendar: String,
}

/// A plain-text letter.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enclosed: Option<Enclosed>,
}

/// A letter of the trial mailbox.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Kept {
    pub at: DateTime<Utc>,
    #[serde(flatten)]
    pub letter: Letter,
}

/// Where letters go.
pub enum Mailer {
    Smtp {
        transport: Box<AsyncSmtpTransport<Tokio1Executor>>,
        from: Mailbox,
    },
    /// One JSON file a letter; shown at `/dev/mail`.
    Folder(PathBuf),
}

impl Mailer {
    pub(crate) fn new(config: &Config) -> anyhow::Result<Self> {
        if config.mail.smtp_url.is_empty() {
            return Ok(Self::Folder(config.data_dir.join("mail")));
        }
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(config.mail.smtp_url.expose())
            .context("mail.smtp_url is not an SMTP address")?
            .build();
        let from = config.mail.from.parse().context("mail.from is not an address")?;
        Ok(Self::Smtp { transport: Box::new(transport), from })
    }

    /// The trial mailbox, when letters are not sent.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(path) => Some(path),
            Self::Smtp { .. } => None,
        }
    }

    async fn send(&self, letter: &Letter, at: Timestamp, name: String) -> anyhow::Result<()> {
        match self {
            Self::Smtp { transport, from } => {
                transport.send(message(from, letter)?).await?;
            }
            Self::Folder(folder) => {
                tokio::fs::create_dir_all(folder).await?;
                let kept = Kept { at, letter: letter.clone() };
                tokio::fs::write(folder.join(name), serde_json::to_vec_pretty(&kept)?).await?;
            }
        }
        Ok(())
    }

    /// Letters of the trial mailbox, newest first, at most `limit`.
    pub async fn kept(&self, limit: usize) -> anyhow::Result<Vec<Kept>> {
        let Some(folder) = self.folder() else { return Ok(Vec::new()) };
        let mut names = Vec::new();
        if let Ok(mut entries) = tokio::fs::read_dir(folder).await {
            while let Some(entry) = entries.next_entry().await? {
                names.push(entry.path());
            }
        }
        names.sort();
        let mut letters = Vec::new();
        for name in names.into_iter().rev().take(limit) {
            letters.push(serde_json::from_slice(&tokio::fs::read(name).await?)?);
        }
        Ok(letters)
    }
}

fn message(from: &Mailbox, letter: &Letter) -> anyhow::Result<Message> {
    let message = Message::builder().from(from.clone()).to(letter.to.parse()?).subject(&letter.subject);
    let Some(enclosed) = &letter.enclosed else {
        return Ok(message.header(ContentType::TEXT_PLAIN).body(letter.text.clone())?);
    };
    // Both as another way of saying the letter, which phones and offices act on, and as a file for everybody else.
    let calendar = ContentType::parse(&format!("text/calendar; charset=utf-8; method={}", enclosed.method))?;
    let said = MultiPart::alternative()
        .singlepart(SinglePart::plain(letter.text.clone()))
        .singlepart(SinglePart::builder().header(calendar).body(enclosed.calendar.clone()));
    let file = lettre::message::Attachment::new("event.ics".to_owned())
        .body(enclosed.calendar.clone(), ContentType::parse("application/ics")?);
    Ok(message.multipart(MultiPart::mixed().multipart(said).singlepart(file))?)
}

/// Queues a letter with the running write.
///
/// # Errors
/// `Internal` when the database refuses.
pub async fn queue(tx: &Tx, letter: &Letter) -> Result<()> {
    jobs::enqueue(tx, Sending.kind(), letter, tx.now() - TimeDelta::milliseconds(1), None).await
}

/// Letters that wait to be sent, and what keeps them.
///
/// # Errors
/// `Internal` when the database is out of reach.
pub async fn standing(app: &App) -> Result<jobs::Standing> {
    jobs::standing(app, Sending.kind()).await
}

/// Letters that could not be sent are tried again now.
///
/// # Errors
/// `Internal` when the database refuses.
pub async fn again(tx: &Tx) -> Result<u64> {
    jobs::again(tx, Sending.kind()).await
}

/// The job that sends.
pub struct Sending;

#[async_trait]
impl JobHandler for Sending {
    fn kind(&self) -> &'static str {
        "mail"
    }

    async fn run(&self, app: &App, payload: &str) -> Result<()> {
        let letter: Letter = serde_json::from_str(payload)?;
        let id: uuid::Uuid = app.new_id();
        app.mailer().send(&letter, app.now(), format!("{id}.json")).await?;
        Ok(())
    }
}
