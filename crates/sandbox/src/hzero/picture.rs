//! Draws four characters so that a person can read them: 125 x 45, JPEG.

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

use crate::random;

const WIDTH: u32 = 125;
const HEIGHT: u32 = 45;
/// Pixels per dot of a letter.
const SCALE: f32 = 4.4;

/// Letters 5 dots wide and 7 high, one row a byte; look-alikes (0 O D Q, 1 I L, 8 B, 5 S, 2 Z, G, V) are left out.
#[rustfmt::skip]
const FONT: [(char, [u8; 7]); 21] = [
    ('A', [0x0E, 0x11, 0x11, 0x1F, 0x11, 0x11, 0x11]), ('C', [0x0E, 0x11, 0x10, 0x10, 0x10, 0x11, 0x0E]),
    ('E', [0x1F, 0x10, 0x10, 0x1E, 0x10, 0x10, 0x1F]),
    ('F', [0x1F, 0x10, 0x10, 0x1E, 0x10, 0x10, 0x10]), ('H', [0x11, 0x11, 0x11, 0x1F, 0x11, 0x11, 0x11]),
    ('J', [0x07, 0x02, 0x02, 0x02, 0x02, 0x12, 0x0C]), ('K', [0x11, 0x12, 0x14, 0x18, 0x14, 0x12, 0x11]),
    ('M', [0x11, 0x1B, 0x15, 0x15, 0x11, 0x11, 0x11]), ('N', [0x11, 0x11, 0x19, 0x15, 0x13, 0x11, 0x11]),
    ('P', [0x1E, 0x11, 0x11, 0x1E, 0x10, 0x10, 0x10]), ('R', [0x1E, 0x11, 0x11, 0x1E, 0x14, 0x12, 0x11]),
    ('T', [0x1F, 0x04, 0x04, 0x04, 0x04, 0x04, 0x04]), ('U', [0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0E]),
    ('W', [0x11, 0x11, 0x11, 0x15, 0x15, 0x15, 0x0A]), ('X', [0x11, 0x11, 0x0A, 0x04, 0x0A, 0x11, 0x11]),
    ('Y', [0x11, 0x11, 0x11, 0x0A, 0x04, 0x04, 0x04]), ('3', [0x1F, 0x02, 0x04, 0x02, 0x01, 0x11, 0x0E]),
    ('4', [0x02, 0x06, 0x0A, 0x12, 0x1F, 0x02, 0x02]), ('6', [0x06, 0x08, 0x10, 0x1E, 0x11, 0x11, 0x0E]),
    ('7', [0x1F, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08]), ('9', [0x0E, 0x11, 0x11, 0x0F, 0x01, 0x02, 0x0C]),
];

/// Four random characters that can be drawn.
pub(super) fn text() -> String {
    let letters: String = FONT.iter().map(|(letter, _)| *letter).collect();
    random::pick(&letters, 4)
}

/// A number between -1 and 1.
fn swing() -> f32 {
    random::below(2001) as f32 / 1000.0 - 1.0
}

/// A letter where and how it is drawn.
struct Glyph {
    rows: [u8; 7],
    x: f32,
    y: f32,
    angle: f32,
    colour: [f32; 3],
}

impl Glyph {
    fn place(letter: char, index: usize) -> Option<Self> {
        let rows = FONT.iter().find(|(known, _)| *known == letter)?.1;
        let shade = || 30.0 + random::below(90) as f32;
        Some(Self {
            rows,
            x: 18.0 + 29.5 * index as f32 + 2.0 * swing(),
            y: HEIGHT as f32 / 2.0 + 3.0 * swing(),
            angle: 0.26 * swing(),
            colour: [shade(), shade(), shade()],
        })
    }

    /// How much ink of this letter lies on a point, 0 to 1.
    fn ink(&self, x: f32, y: f32) -> f32 {
        let (dx, dy) = (x - self.x, y - self.y);
        let (sin, cos) = self.angle.sin_cos();
        let column = (dx * cos + dy * sin) / SCALE + 2.0;
        let row = (dy * cos - dx * sin) / SCALE + 3.0;
        let (left, top) = (column.floor(), row.floor());
        let (across, down) = (column - left, row - top);
        let upper = self.dot(left, top) * (1.0 - across) + self.dot(left + 1.0, top) * across;
        let lower = self.dot(left, top + 1.0) * (1.0 - across) + self.dot(left + 1.0, top + 1.0) * across;
        ((upper * (1.0 - down) + lower * down - 0.3) * 4.0).clamp(0.0, 1.0)
    }

    fn dot(&self, column: f32, row: f32) -> f32 {
        let inside = (0.0..5.0).contains(&column) && (0.0..7.0).contains(&row);
        if inside && self.rows[row as usize] >> (4 - column as u32) & 1 == 1 { 1.0 } else { 0.0 }
    }
}

/// The picture of a text, as JPEG.
pub(super) fn draw(text: &str) -> Vec<u8> {
    let glyphs: Vec<Glyph> =
        text.chars().enumerate().filter_map(|(index, letter)| Glyph::place(letter, index)).collect();
    let (phase, line_phase) = (3.0 * swing(), 3.0 * swing());
    let mut picture = RgbImage::from_pixel(WIDTH, HEIGHT, Rgb([244, 246, 248]));
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (fx, fy) = (x as f32, y as f32);
        let wave = 1.8 * (fx / 13.0 + phase).sin();
        for glyph in &glyphs {
            blend(pixel, glyph.colour, glyph.ink(fx, fy + wave));
        }
        let line = HEIGHT as f32 / 2.0 + 11.0 * (fx / 24.0 + line_phase).sin();
        blend(pixel, [120.0, 140.0, 170.0], (1.0 - (fy - line).abs()).max(0.0) * 0.7);
        if random::below(40) == 0 {
            blend(pixel, [110.0, 110.0, 130.0], 0.5);
        }
    }
    let mut jpeg = Vec::new();
    // An encoder that writes to memory has no way to fail on an RGB picture of this size.
    let _ = JpegEncoder::new_with_quality(&mut jpeg, 88).encode_image(&picture);
    jpeg
}

fn blend(pixel: &mut Rgb<u8>, colour: [f32; 3], ink: f32) {
    for (channel, colour) in pixel.0.iter_mut().zip(colour) {
        *channel = (f32::from(*channel) * (1.0 - ink) + colour * ink) as u8;
    }
}
