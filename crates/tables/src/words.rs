//! Makes foreign text safe to show in a message.

const MOST: usize = 100;
/// What is shown of a cell that may hold a password: enough to find the row by, and no more.
const MAX_OF_A_CELL: usize = 2;

/// At most 100 characters of it, with what cannot be seen written out.
pub(crate) fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(MOST).map(visible).collect();
    if text.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}

/// The first two characters of a cell that is not sent, with what cannot be seen written out.
pub fn start_of(cell: &str) -> String {
    let cell = cell.trim();
    let mut start: String = cell.chars().take(MAX_OF_A_CELL).map(visible).collect();
    if cell.chars().nth(MAX_OF_A_CELL).is_some() {
        start.push('…');
    }
    start
}

/// A character that can be seen in the place of one that cannot.
pub(crate) fn visible(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('�'),
        '\u{7f}' => '␡',
        _ if c.is_control() || hidden(c) => '�',
        _ => c,
    }
}

/// Characters without a width, or that turn the direction of what follows: nobody types them into a name.
pub(crate) fn hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::{shown, start_of};

    #[test]
    fn of_a_cell_that_may_be_a_password_two_characters() {
        assert_eq!(start_of(" a@corp.example,Hunter2!secret\n"), "a@…");
        assert_eq!((start_of("ab").as_str(), start_of("\u{1b}b").as_str(), start_of("").as_str()), ("ab", "␛b", ""));
    }

    #[test]
    fn nothing_hidden_and_nothing_long() {
        assert_eq!(shown("a\tb\u{1b}[31m\u{7f}"), "a␉b␛[31m␡");
        assert_eq!(shown("a\u{202e}b\u{85}"), "a�b�");
        assert_eq!(shown(&"通".repeat(101)).chars().count(), 101);
        assert_eq!(shown(&"通".repeat(100)).chars().count(), 100);
    }
}
