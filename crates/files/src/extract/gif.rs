//! GIF: kept moving, so not decoded and encoded again, but rewritten block by block: pictures and their timing stay,
//! comments, metadata and whatever follows the end are gone.

use image::{GenericImageView, ImageFormat};

use super::{Answer, Failure, Kind, Outcome, Report, picture};

pub fn intake(contents: &[u8]) -> Outcome<Answer> {
    let bytes = rewritten(contents).ok_or(Failure::Damaged)?;
    // The first picture: proves that it is one, and makes the thumbnail.
    let first = picture::decode(&bytes, ImageFormat::Gif)?;
    let (width, height) = first.dimensions();
    let kind =
        Kind { media_type: "image/gif".to_owned(), download_only: false, width: Some(width), height: Some(height) };
    let thumbnail = picture::thumbnail(&first)?;
    Ok(Answer { report: Report::Kind(kind), blobs: vec![bytes, thumbnail] })
}

struct Source<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Source<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(taken)
    }

    /// Sub-blocks up to and with the empty one.
    fn blocks(&mut self) -> Option<&'a [u8]> {
        let start = self.at;
        loop {
            let length = usize::from(*self.take(1)?.first()?);
            self.take(length)?;
            if length == 0 {
                return self.bytes.get(start..self.at);
            }
        }
    }
}

fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

fn rewritten(contents: &[u8]) -> Option<Vec<u8>> {
    let mut source = Source { bytes: contents, at: 0 };
    let mut out = Vec::with_capacity(contents.len());
    let head = source.take(13)?;
    out.extend_from_slice(head);
    out.extend_from_slice(source.take(table(*head.get(10)?))?);
    loop {
        match *source.take(1)?.first()? {
            0x3B => {
                out.push(0x3B);
                return Some(out);
            }
            0x2C => {
                let descriptor = source.take(9)?;
                out.push(0x2C);
                out.extend_from_slice(descriptor);
                out.extend_from_slice(source.take(table(*descriptor.get(8)?))?);
                out.extend_from_slice(source.take(1)?);
                out.extend_from_slice(source.blocks()?);
            }
            0x21 => {
                let label = *source.take(1)?.first()?;
                let blocks = source.blocks()?;
                // Timing of a picture, and how often the whole is repeated.
                if label == 0xF9 || (label == 0xFF && blocks.get(1..12) == Some(b"NETSCAPE2.0")) {
                    out.extend_from_slice(&[0x21, label]);
                    out.extend_from_slice(blocks);
                }
            }
            _ => return None,
        }
    }
}
