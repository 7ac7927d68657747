//! Displays paths. A path need not be valid text; what is shown is.

use std::path::Path;

/// A path for people and for JSON documents. Bytes that are no UTF-8, control characters and signs that turn the direction
/// of text become U+FFFD: a file's name must not steer a terminal. It may therefore not be good for opening the file.
pub fn shown(path: &Path) -> String {
    let steers = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    path.to_string_lossy().chars().map(|c| if steers(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::shown;

    #[cfg(unix)]
    #[test]
    fn what_is_no_text_or_steers_a_terminal_is_replaced() {
        use std::os::unix::ffi::OsStrExt;
        let odd = Path::new(std::ffi::OsStr::from_bytes(b"\xff/\x1b[2J\n/\xe4\xb8\xad"));
        assert_eq!(shown(odd), "\u{fffd}/\u{fffd}[2J\u{fffd}/中");
        assert_eq!(shown(Path::new("a\u{202e}b")), "a\u{fffd}b");
    }
}
