//! Makes images from a server safe: sniffed, bounded, decoded, and re-encoded as PNG.
//!
//! A captcha comes from an untrusted server. The window and the terminal never show the server's own bytes.

use std::io::Cursor;

use hallpass_providers::Text;
use image::{ImageFormat, ImageReader, Limits, RgbaImage};

use crate::error::{Error, ErrorCode, Result};

/// A captcha is far smaller.
const MAX_BYTES: usize = 256 * 1024;
const MAX_PIXELS: u32 = 2000;
const KNOWN: [ImageFormat; 5] =
    [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::WebP];

/// A picture as PNG, encoded here.
///
/// # Errors
/// Returns an error if it is not a PNG, JPEG, GIF, BMP or WebP image, is over 256 KiB or 2000 pixels a side, or is
/// damaged.
pub(crate) fn safe_png(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut png = Vec::new();
    decode(bytes)?
        .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
        .map_err(|_| Error::internal("a picture cannot be encoded"))?;
    Ok(png)
}

/// The colours of a picture, row by row, on white.
#[derive(Debug, Clone)]
pub struct Pixels {
    /// How many a row.
    pub width: usize,
    /// How many rows.
    pub height: usize,
    colours: Vec<[u8; 3]>,
}

impl Pixels {
    /// Reads a picture.
    ///
    /// # Errors
    /// Returns an error if it is not a PNG, JPEG, GIF, BMP or WebP image, is too large, or is damaged.
    pub fn of(bytes: &[u8]) -> Result<Self> {
        let picture = decode(bytes)?;
        let colours = picture.pixels().map(|pixel| on_white(pixel.0)).collect();
        let side = |length: u32| usize::try_from(length).unwrap_or_default();
        Ok(Self { width: side(picture.width()), height: side(picture.height()), colours })
    }

    /// The colour of a pixel as red, green and blue; white beyond the edge.
    pub fn at(&self, x: usize, y: usize) -> [u8; 3] {
        let inside = x < self.width && y < self.height;
        inside.then(|| self.colours.get(y * self.width + x).copied()).flatten().unwrap_or([255; 3])
    }
}

fn on_white([red, green, blue, alpha]: [u8; 4]) -> [u8; 3] {
    let over = |colour: u8| {
        let (colour, alpha) = (u16::from(colour), u16::from(alpha));
        u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
    };
    [red, green, blue].map(over)
}

fn decode(bytes: &[u8]) -> Result<RgbaImage> {
    if bytes.len() > MAX_BYTES {
        return Err(bad("超过256 KiB", "is larger than 256 KiB"));
    }
    let format = image::guess_format(bytes).ok().filter(|format| KNOWN.contains(format));
    let format = format.ok_or_else(|| bad("不是图片", "is not an image"))?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_PIXELS);
    limits.max_image_height = Some(MAX_PIXELS);
    limits.max_alloc = Some(64 * 1024 * 1024);
    reader.limits(limits);
    // Not every decoder enforces the limits.
    let picture = reader.decode().map_err(|_| bad("已损坏或过大", "is damaged or too large"))?;
    let small = picture.width() <= MAX_PIXELS && picture.height() <= MAX_PIXELS;
    if small { Ok(picture.into_rgba8()) } else { Err(bad("已损坏或过大", "is damaged or too large")) }
}

fn bad(zh: &'static str, en: &'static str) -> Error {
    let text = Text::made(format!("服务器返回的图形验证码{zh}"), format!("The captcha image from the server {en}"));
    Error::new(ErrorCode::NotTheApi, text).field("captcha")
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, Rgba};

    use super::*;

    fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let picture = RgbaImage::from_pixel(width, height, Rgba([10, 20, 30, 255]));
        let mut bytes = Vec::new();
        DynamicImage::ImageRgba8(picture).to_rgb8().write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        bytes
    }

    #[test]
    fn every_known_format_becomes_a_png_of_the_same_size() {
        for format in KNOWN {
            let bytes = encoded(60, 20, format);
            let png = safe_png(&bytes).unwrap();
            assert_eq!(image::guess_format(&png).unwrap(), ImageFormat::Png, "{format:?}");
            let pixels = Pixels::of(&png).unwrap();
            assert_eq!((pixels.width, pixels.height), (60, 20), "{format:?}");
            assert!(pixels.at(5, 5)[2].abs_diff(30) < 12, "{format:?} {:?}", pixels.at(5, 5));
            assert_eq!(pixels.at(60, 0), [255; 3], "beyond the edge is white");
        }
    }

    #[test]
    fn nothing_else_is_a_picture() {
        let svg: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>";
        let png = encoded(60, 20, ImageFormat::Png);
        let cut = &png[..png.len() / 2];
        let (wide, heavy) = (encoded(2001, 1, ImageFormat::Png), vec![0; MAX_BYTES + 1]);
        for bytes in [svg, b"", b"<html>", cut, &wide, &heavy] {
            assert_eq!(safe_png(bytes).unwrap_err().code, ErrorCode::NotTheApi, "{} bytes", bytes.len());
        }
    }

    /// Data after the image's end, or in its comments, is dropped.
    #[test]
    fn foreign_bytes_stay_behind() {
        let mut bytes = encoded(8, 8, ImageFormat::Png);
        bytes.extend_from_slice(b"<script>stowaway</script>");
        let png = safe_png(&bytes).unwrap();
        assert!(!png.windows(8).any(|window| window == b"stowaway"));
    }

    #[test]
    fn what_is_seen_through_is_white() {
        assert_eq!(on_white([0, 0, 0, 0]), [255; 3]);
        assert_eq!(on_white([1, 2, 3, 255]), [1, 2, 3]);
    }
}
