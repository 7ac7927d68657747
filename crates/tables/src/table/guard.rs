//! Turns cells that a spreadsheet would evaluate into text.
//!
//! A cell whose first visible character starts a formula gets an apostrophe before it, and so does a cell that reads
//! as if it had one already: so [`unguard`] is exact.

use std::borrow::Cow;

/// The cell as a spreadsheet may see it.
pub fn guard(cell: &str) -> Cow<'_, str> {
    if computes(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell that [`guard`] was given.
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if computes(rest) => rest,
        _ => cell,
    }
}

fn computes(cell: &str) -> bool {
    // Almost every cell: a letter or a digit first.
    if cell.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return false;
    }
    let cell = cell.trim_start_matches('\'');
    cell.starts_with(['\t', '\r', '\n']) || cell.trim_start_matches(skipped).starts_with(starts_formula)
}

/// What spreadsheets drop at the start of a cell.
fn skipped(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '\'' || crate::words::hidden(c)
}

/// The signs themselves, their full-width and small forms, and the minus sign of typesetters.
fn starts_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '﹦' | '﹢' | '﹣' | '﹫' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{guard, unguard};

    #[test]
    fn every_start_is_guarded() {
        for start in
            ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u{3000}=", "\u{feff}=", "'="]
        {
            let cell = format!("{start}1+1");
            assert_eq!(guard(&cell), format!("'{cell}"));
        }
        for cell in ["", "a=1", "1-1", "'quoted'", "中=1", " a", "\"=1"] {
            assert_eq!(guard(cell), cell);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(cell in "['=+@ \\t\\r\\n＝－a\"-]{0,6}|\\PC{0,20}") {
            let guarded = guard(&cell);
            prop_assert_eq!(unguard(&guarded), &cell);
        }
    }
}
