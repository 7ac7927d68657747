//! A picture in the terminal: two pixels a character, the upper half block.

use std::fmt::Write;

/// The pixels as coloured half blocks, at most `width` characters wide.
pub(crate) fn half_blocks(pixels: &hallpass_core::Pixels, width: usize) -> String {
    let step = pixels.width.div_ceil(width.max(1)).max(1);
    let mut text = String::new();
    for y in (0..pixels.height).step_by(2 * step) {
        for x in (0..pixels.width).step_by(step) {
            let ([r, g, b], [r2, g2, b2]) = (pixels.at(x, y), pixels.at(x, y + step));
            // Writing to a String cannot fail.
            let _ = write!(text, "\u{1b}[38;2;{r};{g};{b};48;2;{r2};{g2};{b2}m▀");
        }
        text.push_str("\u{1b}[0m\n");
    }
    text
}
