//! A real S3-speaking server over a folder, in this process: signatures are checked, as a provider would.

use axum::{Router, error_handling::HandleError, http::StatusCode};
use platform::Config;
use s3s::{HttpError, auth::SimpleAuth, service::S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;

const KEY: &str = "staffroom";
const SECRET: &str = "осторожно, секрет";
const NAME: &str = "network";

/// An empty bucket.
pub struct Bucket {
    folder: TempDir,
    endpoint: String,
}

impl Bucket {
    pub async fn open() -> Self {
        let folder = tempfile::Builder::new().prefix("staffroom-s3-").tempdir().unwrap();
        std::fs::create_dir(folder.path().join(NAME)).unwrap();
        let mut builder = S3ServiceBuilder::new(FileSystem::new(folder.path()).unwrap());
        builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
        let broken = |_: HttpError| async { StatusCode::INTERNAL_SERVER_ERROR };
        let service = Router::new().fallback_service(HandleError::new(builder.build(), broken));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self { folder, endpoint }
    }

    /// Settings that keep files here.
    pub fn configure(&self, config: &mut Config) {
        config.files.store = "s3".into();
        config.files.s3.endpoint.clone_from(&self.endpoint);
        config.files.s3.bucket = NAME.into();
        config.files.s3.access_key = KEY.into();
        config.files.s3.secret_key = serde_json::from_value(SECRET.into()).unwrap();
        config.files.s3.prefix = "учительская".into();
    }

    /// How many objects lie in it.
    pub fn objects(&self) -> usize {
        fn count(folder: &std::path::Path) -> usize {
            let entries = std::fs::read_dir(folder).unwrap().flatten();
            entries.map(|e| if e.path().is_dir() { count(&e.path()) } else { 1 }).sum()
        }
        count(&self.folder.path().join(NAME))
    }
}
