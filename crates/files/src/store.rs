//! Where contents lie: a folder or an S3-compatible bucket, behind one trait.
//!
//! Names: `blobs/<id>` for contents, `blobs/<id>.<what>` for what was made of them, `uploads/<upload>/<part>` for
//! pieces. The ids are new each time, so a name never means two things.

use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

use anyhow::Context;
use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream::BoxStream};
use kernel::Result;
use object_store::{
    ClientOptions, GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart,
    aws::AmazonS3Builder,
    client::{HttpClient, HttpConnector},
    local::LocalFileSystem,
    path::Path,
    prefix::PrefixStore,
};
use platform::{App, Config};

use crate::entity::{BlobId, UploadId};

/// Larger contents go in parts.
const WHOLE: usize = 8 << 20;

#[derive(Default)]
struct Opened(OnceLock<Arc<dyn ObjectStore>>);

/// The store of this application.
#[derive(Clone)]
pub struct Store(Arc<dyn ObjectStore>);

pub fn blob(id: BlobId) -> String {
    format!("blobs/{id}")
}

pub fn derived(id: BlobId, what: &str) -> String {
    format!("blobs/{id}.{what}")
}

pub fn part(upload: UploadId, part: uuid::Uuid) -> String {
    format!("uploads/{upload}/{part}")
}

impl Store {
    /// # Errors
    /// `Internal` when the settings make no sense or the folder cannot be made.
    pub fn of(app: &App) -> Result<Self> {
        let opened = app.memory::<Opened>();
        if let Some(store) = opened.0.get() {
            return Ok(Self(Arc::clone(store)));
        }
        let store = open(app.config())?;
        Ok(Self(Arc::clone(opened.0.get_or_init(|| store))))
    }

    /// # Errors
    /// `Internal` when the store refuses.
    pub async fn put(&self, name: &str, contents: Bytes) -> Result<()> {
        let path = Path::from(name);
        if contents.len() <= WHOLE {
            self.0.put(&path, PutPayload::from(contents)).await.context("the file store refused")?;
            return Ok(());
        }
        let upload = self.0.put_multipart(&path).await.context("the file store refused")?;
        let mut writing = WriteMultipart::new_with_chunk_size(upload, WHOLE);
        for start in (0..contents.len()).step_by(WHOLE) {
            writing.wait_for_capacity(2).await.context("the file store refused")?;
            writing.put(contents.slice(start..contents.len().min(start + WHOLE)));
        }
        writing.finish().await.context("the file store refused")?;
        Ok(())
    }

    /// # Errors
    /// `Internal` when it is not there or the store is out of reach.
    pub async fn get(&self, name: &str) -> Result<Bytes> {
        let found = self.0.get(&Path::from(name)).await.context("the file store has lost an object")?;
        Ok(found.bytes().await.context("the file store broke off")?)
    }

    /// # Errors
    /// As [`Store::get`].
    pub async fn stream(&self, name: &str, range: Option<Range<u64>>) -> Result<BoxStream<'static, Streamed>> {
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        let found = self.0.get_opts(&Path::from(name), options).await.context("the file store has lost an object")?;
        Ok(found.into_stream().map_err(std::io::Error::other).boxed())
    }

    /// # Errors
    /// As [`Store::get`].
    pub async fn size(&self, name: &str) -> Result<u64> {
        Ok(self.0.head(&Path::from(name)).await.context("the file store has lost an object")?.size)
    }

    /// What is not there is as good as deleted.
    ///
    /// # Errors
    /// `Internal` when the store is out of reach.
    pub async fn delete(&self, name: &str) -> Result<()> {
        match self.0.delete(&Path::from(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(anyhow::Error::new(error).context("the file store refused").into()),
        }
    }

    /// Names below a folder.
    ///
    /// # Errors
    /// `Internal` when the store is out of reach.
    pub async fn list(&self, folder: &str) -> Result<Vec<String>> {
        let found: Vec<_> =
            self.0.list(Some(&Path::from(folder))).try_collect().await.context("the file store cannot be listed")?;
        Ok(found.into_iter().map(|object| object.location.to_string()).collect())
    }
}

/// A piece of a streamed object.
pub type Streamed = std::io::Result<Bytes>;

fn open(config: &Config) -> anyhow::Result<Arc<dyn ObjectStore>> {
    let files = &config.files;
    if files.store != "s3" {
        let folder = config.data_dir.join("files");
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot create the folder {}", folder.display()))?;
        // Synced: an upload that was acknowledged survives a power cut, as its row does.
        let disk = LocalFileSystem::new_with_prefix(&folder)?.with_automatic_cleanup(true).with_fsync(true);
        return Ok(Arc::new(disk));
    }
    let s3 = &files.s3;
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&s3.bucket)
        .with_region(&s3.region)
        .with_access_key_id(&s3.access_key)
        .with_secret_access_key(s3.secret_key.expose())
        .with_virtual_hosted_style_request(!s3.path_style)
        .with_allow_http(s3.endpoint.starts_with("http://"))
        .with_http_connector(Connector);
    if !s3.endpoint.is_empty() {
        builder = builder.with_endpoint(s3.endpoint.trim_end_matches('/'));
    }
    let bucket = builder.build().context("files.s3 makes no sense")?;
    if s3.prefix.is_empty() { Ok(Arc::new(bucket)) } else { Ok(Arc::new(PrefixStore::new(bucket, s3.prefix.as_str()))) }
}

/// HTTP of our own making: rustls over ring with the platform's roots, and no proxy from the environment, which is
/// read in `platform::config` only.
#[derive(Debug)]
struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        // A second call answers an error and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .no_proxy()
            .connect_timeout(std::time::Duration::from_secs(5))
            .read_timeout(std::time::Duration::from_secs(30))
            .build()
            .map_err(|e| object_store::Error::Generic { store: "S3", source: Box::new(e) })?;
        Ok(HttpClient::new(client))
    }
}
