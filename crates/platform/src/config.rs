//! Configuration: embedded defaults, then a file, then `STAFFROOM_*` variables; validated once, all errors together.

use std::{fmt, net::SocketAddr, path::PathBuf};

use figment::{
    Figment,
    providers::{Env, Format, Toml},
};
use serde::{Deserialize, Serialize};

const DEFAULTS: &str = include_str!("../../../config/default.toml");

/// A value that never reaches a log.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if self.0.is_empty() { "" } else { "***" })
    }
}

/// The whole configuration. Every key is explained in `config/default.toml`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub data_dir: PathBuf,
    pub http: Http,
    pub database: Database,
    pub auth: Auth,
    pub mail: Mail,
    pub live: Live,
    pub files: Files,
    pub search: Search,
    pub limits: Limits,
    pub log: Log,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    pub listen: SocketAddr,
    pub public_url: String,
    pub max_body_kib: usize,
    pub timeout_seconds: u64,
    pub trust_forwarded_for: bool,
    pub metrics: bool,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Empty: `sqlite` file in `data_dir`. Otherwise `postgres://…` or `sqlite://…`.
    pub url: Secret,
    pub readers: u32,
    pub writers: u32,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    pub access_minutes: u32,
    pub refresh_days: u32,
    pub key_rotation_days: u32,
    pub argon2_memory_kib: u32,
    pub argon2_passes: u32,
    pub secure_cookie: bool,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    pub from: String,
    /// Empty: letters are kept in `data_dir/mail` and shown at `/dev/mail` (for trying out and tests).
    pub smtp_url: Secret,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Live {
    pub ping_seconds: u64,
    pub pong_seconds: u64,
    pub queue_messages: usize,
    pub queue_kib: usize,
    pub replay_events: u64,
    pub max_streams: usize,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// `disk` or `s3`.
    pub store: String,
    pub s3: S3,
    pub max_mb: u32,
    pub organisation_quota_mb: u64,
    pub person_quota_mb: u64,
    pub link_minutes: u32,
    /// The program that reads foreign files; empty: this one.
    pub extractor: PathBuf,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct S3 {
    pub endpoint: String,
    pub bucket: String,
    pub region: String,
    pub access_key: String,
    pub secret_key: Secret,
    /// Before every name in the bucket.
    pub prefix: String,
    /// `https://endpoint/bucket/name` rather than `https://bucket.endpoint/name`.
    pub path_style: bool,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// Empty: `search` in `data_dir`.
    pub folder: PathBuf,
    pub heap_mib: usize,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub writes_per_minute: u32,
    pub write_burst: u32,
    pub anonymous_per_minute: u32,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub filter: String,
    pub json: bool,
}

/// Everything wrong with a configuration, in one message.
#[derive(Debug, thiserror::Error)]
#[error("the configuration is wrong:\n{}", .0.join("\n"))]
pub struct ConfigErrors(pub Vec<String>);

impl Config {
    /// Reads defaults, then `file` when given, then the environment (`STAFFROOM_HTTP__LISTEN=…`).
    ///
    /// # Errors
    /// Every unreadable, unknown or impossible value, together.
    pub fn load(file: Option<&std::path::Path>) -> Result<Self, ConfigErrors> {
        let mut figment = Figment::from(Toml::string(DEFAULTS));
        if let Some(path) = file {
            if !path.exists() {
                return Err(ConfigErrors(vec![format!("{} does not exist", path.display())]));
            }
            figment = figment.merge(Toml::file(path));
        }
        let figment = figment.merge(Env::prefixed("STAFFROOM_").split("__"));
        let config: Self =
            figment.extract().map_err(|errors| ConfigErrors(errors.into_iter().map(|e| e.to_string()).collect()))?;
        config.validate()?;
        Ok(config)
    }

    fn validate(&self) -> Result<(), ConfigErrors> {
        let mut errors = Vec::new();
        let mut require = |ok: bool, text: &str| {
            if !ok {
                errors.push(text.to_owned());
            }
        };
        let url = self.database.url.expose();
        require(
            url.is_empty()
                || url.starts_with("sqlite:")
                || url.starts_with("postgres://")
                || url.starts_with("postgresql://"),
            "database.url: use sqlite://FILE or postgres://USER@HOST/NAME, or leave it empty for a file in data_dir",
        );
        require(
            self.http.public_url.starts_with("http://") || self.http.public_url.starts_with("https://"),
            "http.public_url: must start with http:// or https:// (it is written into letters and invitations)",
        );
        require(self.database.readers > 0, "database.readers: at least 1");
        require(self.database.writers > 0, "database.writers: at least 1");
        require((1..=120).contains(&self.auth.access_minutes), "auth.access_minutes: 1 to 120");
        require(self.auth.refresh_days > 0, "auth.refresh_days: at least 1");
        require(self.auth.argon2_memory_kib >= 8, "auth.argon2_memory_kib: at least 8");
        require(self.auth.argon2_passes >= 1, "auth.argon2_passes: at least 1");
        require(self.live.queue_messages >= 16, "live.queue_messages: at least 16");
        require(self.live.ping_seconds >= 1, "live.ping_seconds: at least 1");
        require(["disk", "s3"].contains(&self.files.store.as_str()), "files.store: disk or s3");
        let s3 = &self.files.s3;
        require(
            self.files.store != "s3" || !(s3.bucket.is_empty() || s3.access_key.is_empty() || s3.secret_key.is_empty()),
            "files.s3: bucket, access_key and secret_key are needed when files.store is s3",
        );
        require(
            s3.endpoint.is_empty() || s3.endpoint.starts_with("http://") || s3.endpoint.starts_with("https://"),
            "files.s3.endpoint: must start with http:// or https://; empty for Amazon's own",
        );
        require((1..=1024).contains(&self.files.max_mb), "files.max_mb: 1 to 1024");
        require((1..=60).contains(&self.files.link_minutes), "files.link_minutes: 1 to 60");
        require((15..=2048).contains(&self.search.heap_mib), "search.heap_mib: 15 to 2048");
        require(self.limits.writes_per_minute > 0 && self.limits.write_burst > 0, "limits: must be positive");
        if errors.is_empty() { Ok(()) } else { Err(ConfigErrors(errors)) }
    }

    /// The database address in force.
    pub fn database_url(&self) -> String {
        match self.database.url.expose() {
            "" => format!("sqlite://{}", self.data_dir.join("staffroom.sqlite").display()),
            url => url.to_owned(),
        }
    }
}
