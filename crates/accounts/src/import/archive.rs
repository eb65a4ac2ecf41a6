//! Is a compressed workbook as small as it looks? Asked before anything of it is kept in memory.
//!
//! Declared sizes are checked first, because that costs nothing; then every part is unpacked into nowhere and counted,
//! because declarations may lie.

use std::io::{Cursor, Read};

use zip::ZipArchive;

const MOST_PARTS: usize = 2_000;
const LARGEST: u64 = 200 * 1024 * 1024;
/// Honest sheets compress tenfold, very repetitive ones fiftyfold.
const DENSEST: u64 = 200;
/// Small parts of a template may be dense by chance.
const SMALL: u64 = 1024 * 1024;

/// Names of the parts of a sane archive.
///
/// # Errors
/// In words for whoever brought the file.
pub fn check(bytes: &[u8]) -> Result<Vec<String>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > MOST_PARTS {
        return Err(bomb());
    }
    let mut names = Vec::with_capacity(archive.len());
    let mut declared: u64 = 0;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|_| broken())?;
        declared = declared.saturating_add(part.size());
        if declared > LARGEST || is_dense(part.size(), part.compressed_size()) {
            return Err(bomb());
        }
        names.push(part.name().map_err(|_| broken())?.into_owned());
    }
    let mut unpacked: u64 = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| broken())?;
        let packed = part.compressed_size();
        let room = LARGEST - unpacked;
        let size = std::io::copy(&mut part.take(room + 1), &mut std::io::sink()).map_err(|_| broken())?;
        unpacked += size;
        if unpacked > LARGEST || is_dense(size, packed) {
            return Err(bomb());
        }
    }
    Ok(names)
}

fn is_dense(size: u64, packed: u64) -> bool {
    size > SMALL && size / packed.max(1) > DENSEST
}

fn broken() -> String {
    "файл повреждён: архив книги не читается. Откройте его в Excel и сохраните заново".into()
}

fn bomb() -> String {
    "файл распаковывается в слишком большой: так бывает у повреждённых и нарочно испорченных книг. Скопируйте нужные \
     строки в новую книгу"
        .into()
}
