//! Whether the quotation marks of a record are where they may be.
//!
//! `csv-core` takes what follows a closing mark as more of the cell. Where a mark was forgotten that joins the rows up to
//! the next one, and the accounts between them would be lost without a word.

/// Follows a record, one line after the other, by the rules of `csv-core`: a mark opens only at the start of a cell.
pub(super) struct Quotes {
    separator: u8,
    at: At,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Bare,
    Quoted,
    /// After a quotation mark in a quoted cell: the cell ends here, or the mark is an escaped one.
    Mark,
    Stray,
}

impl Quotes {
    pub(super) fn new(separator: u8) -> Self {
        Self { separator, at: At::Start }
    }

    /// Another record begins.
    pub(super) fn start(&mut self) {
        self.at = At::Start;
    }

    /// Whether text follows a closing mark in the lines so far.
    pub(super) fn stray(&mut self, line: &str) -> bool {
        // Most lines have no mark, and then there is nothing to follow.
        if self.at != At::Start || line.contains('"') {
            self.at = line.bytes().fold(self.at, |at, byte| self.after(at, byte));
        }
        self.at == At::Stray
    }

    fn after(&self, at: At, byte: u8) -> At {
        let ends = byte == self.separator || matches!(byte, b'\n' | b'\r');
        match at {
            At::Stray => At::Stray,
            At::Quoted if byte == b'"' => At::Mark,
            At::Quoted => At::Quoted,
            At::Mark if byte == b'"' => At::Quoted,
            At::Mark if !ends => At::Stray,
            At::Start if byte == b'"' => At::Quoted,
            _ if ends => At::Start,
            _ => At::Bare,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Quotes;

    #[test]
    fn only_what_stands_behind_a_closing_mark_is_stray() {
        for (text, stray) in [
            ("a,b\n", false),
            ("\"a\",\"b\"\r\n", false),
            ("\"a\"\"b\",\"\"\n", false),
            ("a\"b,c \"d\"\n", false),
            ("\"a,\nb\",c\n", false),
            ("\"open\n", false),
            ("\"a\"b,c\n", true),
            ("\"a\" ,c\n", true),
            ("a,\"b\nc,\"d\"\n", true),
        ] {
            let mut quotes = Quotes::new(b',');
            let found = text.split_inclusive('\n').any(|line| quotes.stray(line));
            assert_eq!(found, stray, "{text:?}");
        }
    }
}
