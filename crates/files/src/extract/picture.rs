//! Pictures: decoded within limits, turned upright, written anew without anything their camera wrote into them.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};

use super::{Answer, Failure, Kind, Outcome, Report};

/// Pixels of one picture, and of one side.
const PIXELS: u64 = 40_000_000;
const SIDE: u32 = 20_000;
/// Larger ones are made smaller: enough for a sheet of A4 in print.
const KEPT: u32 = 4_096;
const THUMBNAIL: u32 = 320;
const QUALITY: u8 = 88;

/// The picture within limits, upright.
pub fn decode(contents: &[u8], format: ImageFormat) -> Outcome<DynamicImage> {
    let (width, height) =
        ImageReader::with_format(Cursor::new(contents), format).into_dimensions().map_err(|_| Failure::Damaged)?;
    if width > SIDE || height > SIDE || u64::from(width) * u64::from(height) > PIXELS {
        return Err(Failure::PictureTooLarge);
    }
    let mut reader = ImageReader::with_format(Cursor::new(contents), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(256 << 20);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Failure::Damaged)?;
    let orientation = decoder.orientation().map_err(|_| Failure::Damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Failure::Damaged)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

pub fn intake(contents: &[u8], media_type: &str) -> Outcome<Answer> {
    let format = ImageFormat::from_mime_type(media_type).ok_or(Failure::PictureFormat)?;
    let mut picture = decode(contents, format)?;
    if picture.width() > KEPT || picture.height() > KEPT {
        picture = picture.resize(KEPT, KEPT, FilterType::CatmullRom);
    }
    // Photographs as JPEG; drawings and whatever can be seen through as PNG. WebP becomes what every program opens.
    let as_png = media_type == "image/png" || picture.color().has_alpha();
    let (media_type, bytes) =
        if as_png { ("image/png", png(&picture)?) } else { ("image/jpeg", jpeg(&picture, QUALITY)?) };
    let kind = Kind {
        media_type: media_type.to_owned(),
        download_only: false,
        width: Some(picture.width()),
        height: Some(picture.height()),
    };
    Ok(Answer { report: Report::Kind(kind), blobs: vec![bytes, thumbnail(&picture)?] })
}

pub fn thumbnail(picture: &DynamicImage) -> Outcome<Vec<u8>> {
    jpeg(&picture.thumbnail(THUMBNAIL, THUMBNAIL), 80)
}

pub fn png(picture: &DynamicImage) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).map_err(|_| Failure::Damaged)?;
    Ok(bytes)
}

fn jpeg(picture: &DynamicImage, quality: u8) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    on_white(picture).write_with_encoder(encoder).map_err(|_| Failure::Damaged)?;
    Ok(bytes)
}

/// JPEG knows no transparency.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let seen = picture.to_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [r, g, b, a] = seen.get_pixel(x, y).0;
        let over = |c: u8| {
            let mixed = (u32::from(c) * u32::from(a) + 255 * (255 - u32::from(a))) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Rgb([over(r), over(g), over(b)])
    })
}
