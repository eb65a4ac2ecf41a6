//! Pictures: written anew, upright, without what the camera knew.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use kit::{Town, check, expect};

use super::{contents, fetch, id, links, made, try_upload, upload};

/// Left half red, right half blue.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let pixels =
        RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) });
    encoded(&DynamicImage::ImageRgb8(pixels), ImageFormat::Jpeg)
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

/// The same JPEG with an EXIF block: orientation and the name of a place.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let place = b"Zhuravlinsk, Shkolnaya 6\0";
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend([0x01, 0x0E, 0, 2, 0, 0, 0, place.len() as u8, 0, 0, 0, 38]);
    exif.extend([0, 0, 0, 0]);
    exif.extend(place);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
}

#[tokio::test]
async fn what_the_camera_wrote_is_gone_and_the_picture_stands_upright() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let file = upload(&ana, "Доска.JPG", &with_exif(&photo(80, 40), 6)).await;
    assert_eq!(file["media_type"], "image/jpeg");
    assert_eq!((&file["thumbnail"], &file["preview"]), (&true.into(), &true.into()));
    let bytes = contents(&town, &ana, &id(&file)).await;
    assert!(!bytes.windows(11).any(|w| w == b"Zhuravlinsk"), "the place is still in it");
    assert!(!bytes.windows(4).any(|w| w == b"Exif"));
    let upright = image::load_from_memory(&bytes).unwrap().to_rgb8();
    assert_eq!(upright.dimensions(), (40, 80), "turned by a quarter");
    assert!(upright.get_pixel(20, 5)[0] > 150, "what was left is on top");
    let thumbnail = fetch(&town, links(&ana, &id(&file)).await["thumbnail"].as_str().unwrap()).await;
    assert_eq!(thumbnail.headers()["content-type"], "image/jpeg");
    assert!(thumbnail.headers()["content-disposition"].to_str().unwrap().starts_with("inline"));
    let meta = ana.get(&format!("/files/{}", id(&file))).await.ok();
    assert_eq!((&meta["width"], &meta["height"]), (&40.into(), &80.into()));
}

#[tokio::test]
async fn whatever_hides_behind_a_picture_is_gone() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let polyglot = [photo(30, 30), b"<html><script>alert(1)</script>".to_vec(), made::zip(&[("x.txt", b"x")])].concat();
    let file = upload(&ana, "снимок.jpg", &polyglot).await;
    let bytes = contents(&town, &ana, &id(&file)).await;
    assert!(!bytes.windows(8).any(|w| w == b"<script>"));
    assert!(!bytes.windows(4).any(|w| w == b"PK\x03\x04"));
}

#[tokio::test]
async fn pictures_of_other_kinds_become_what_every_program_opens() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let seen = RgbaImage::from_pixel(20, 20, Rgba([0, 200, 0, 90]));
    let webp = encoded(&DynamicImage::ImageRgba8(seen.clone()), ImageFormat::WebP);
    let file = upload(&ana, "схема.webp", &webp).await;
    assert_eq!((&file["media_type"], &file["name"]), (&"image/png".into(), &"схема.png".into()));
    let png = encoded(&DynamicImage::ImageRgba8(seen), ImageFormat::Png);
    assert_eq!(upload(&ana, "на самом деле png.jpg", &png).await["name"], "на самом деле png.png");
    let gif = encoded(&DynamicImage::ImageRgb8(RgbImage::new(9, 9)), ImageFormat::Gif);
    let mut talking = gif[..gif.len() - 1].to_vec();
    talking.extend(b"\x21\xFE\x05place\x00\x3B<script>");
    let file = upload(&ana, "кадры.gif", &talking).await;
    assert_eq!(file["media_type"], "image/gif");
    assert_eq!(contents(&town, &ana, &id(&file)).await, gif);
}

#[tokio::test]
async fn dimension_bombs_and_strange_pictures_are_refused() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let mut bomb = encoded(&DynamicImage::ImageRgb8(RgbImage::new(4, 4)), ImageFormat::Png);
    bomb[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    // 60,000 by 60,000, with a checksum that fits.
    let sum = crc(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&sum);
    check(&try_upload(&ana, "бомба.png", &bomb).await, expect!["422 file: picture_too_large"]);
    check(&try_upload(&ana, "половина.jpg", &photo(300, 300)[..400]).await, expect!["422 file: damaged"]);
    let heic = [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".as_slice(), &[0; 100]].concat();
    check(&try_upload(&ana, "IMG_0001.HEIC", &heic).await, expect!["422 file: picture_format"]);
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |mut sum, byte| {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
        }
        sum
    })
}
