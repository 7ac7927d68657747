//! Draws an image in the terminal: two pixels per character, with the upper half block.

use std::fmt::Write;

use hallpass_core::Pixels;

/// The pixels as coloured half blocks, at most `width` characters wide; a smaller picture is a mean of the larger.
pub(crate) fn half_blocks(pixels: &Pixels, width: usize) -> String {
    let step = pixels.width.div_ceil(width.max(1)).max(1);
    let mut text = String::new();
    for y in (0..pixels.height).step_by(2 * step) {
        for x in (0..pixels.width).step_by(step) {
            let ([r, g, b], [r2, g2, b2]) = (mean(pixels, x, y, step), mean(pixels, x, y + step, step));
            // Writing to a String cannot fail.
            let _ = write!(text, "\u{1b}[38;2;{r};{g};{b};48;2;{r2};{g2};{b2}m▀");
        }
        text.push_str("\u{1b}[0m\n");
    }
    text
}

/// The mean colour of a square.
fn mean(pixels: &Pixels, x: usize, y: usize, side: usize) -> [u8; 3] {
    let square = (0..side * side).map(|n| pixels.at(x + n % side, y + n / side));
    let sum = square.fold([0usize; 3], |sum, colour| [0, 1, 2].map(|i| sum[i] + usize::from(colour[i])));
    sum.map(|sum| u8::try_from(sum / (side * side)).unwrap_or(u8::MAX))
}
