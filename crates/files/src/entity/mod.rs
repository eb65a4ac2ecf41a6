//! Tables of this feature.

pub mod blob;
pub mod file;
pub mod link_key;
pub mod quota;
pub mod text;
pub mod upload;
pub mod upload_part;

kernel::typed_id! {
    /// Stored contents.
    BlobId,
    /// A file on its way in.
    UploadId,
}
