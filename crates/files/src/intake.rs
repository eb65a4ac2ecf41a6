//! The door: what came is looked at by a child, refused with a word, or accepted as what it is.

use bytes::Bytes;
use kernel::{Error, Result};
use platform::App;

use crate::{
    extract::{self, Answer, Kind, Report, Task},
    names,
};

/// Contents fit to be kept.
pub struct Accepted {
    pub name: String,
    pub kind: Kind,
    pub contents: Bytes,
    pub thumbnail: Option<Bytes>,
}

/// # Errors
/// `Invalid` with `empty` or `too_large`.
pub fn check_size(app: &App, size: i64) -> Result<()> {
    if size <= 0 {
        return Err(Error::invalid("file", "empty"));
    }
    let most = i64::from(app.config().files.max_mb) << 20;
    if size > most { Err(Error::invalid("file", "too_large")) } else { Ok(()) }
}

/// # Errors
/// `Invalid` with `program`.
pub fn check_name(name: &str) -> Result<String> {
    let name = names::clean(name);
    if names::is_program(&name) { Err(Error::invalid("file", "program")) } else { Ok(name) }
}

/// # Errors
/// `Invalid` of the field `file` with what is wrong with it.
pub async fn accept(app: &App, name: &str, contents: Bytes) -> Result<Accepted> {
    check_size(app, i64::try_from(contents.len()).unwrap_or(i64::MAX))?;
    let name = check_name(name)?;
    let task = Task::Intake { extension: names::extension(&name) };
    let answer = extract::run(app, &task, contents.clone()).await?;
    let (kind, blobs) = match answer {
        Some(Answer { report: Report::Kind(kind), blobs }) => (kind, blobs),
        Some(Answer { report: Report::Failed(failure), .. }) => return Err(Error::invalid("file", failure.code())),
        // A picture that cannot be written anew would keep what its camera wrote into it.
        _ if infer::is_image(&contents) => return Err(Error::invalid("file", "damaged")),
        _ => {
            let media_type = "application/octet-stream".to_owned();
            (Kind { media_type, download_only: true, ..Kind::default() }, Vec::new())
        }
    };
    let mut blobs = blobs.into_iter().map(Bytes::from);
    Ok(match (blobs.next(), blobs.next()) {
        (Some(picture), thumbnail) => {
            let extension = match kind.media_type.as_str() {
                "image/png" => "png",
                "image/gif" => "gif",
                _ => "jpg",
            };
            Accepted { name: names::with_extension(&name, extension), kind, contents: picture, thumbnail }
        }
        _ => Accepted { name, kind, contents, thumbnail: None },
    })
}
