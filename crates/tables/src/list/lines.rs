//! The lines of a text with their numbers. An endless line does not fill the memory.

use std::collections::VecDeque;
use std::io::{self, BufRead};

/// Most bytes of a record; the rest of a longer line is passed over.
pub(super) const MAX_BYTES: usize = 1 << 20;

/// One line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RawLine {
    /// The first is 1.
    pub(super) number: u64,
    /// The text with its end (LF, CR LF or CR).
    pub(super) text: String,
    /// It was longer than [`MAX_BYTES`].
    pub(super) cut: bool,
}

pub(super) struct Lines<R> {
    from: R,
    number: u64,
    /// Lines that were read too far.
    ahead: VecDeque<RawLine>,
    blank: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(from: R) -> Self {
        Self { from, number: 0, ahead: VecDeque::new(), blank: 0 }
    }

    /// Blank lines that [`Lines::next_filled`] passed over, and those of [`Lines::count_blank`].
    pub(super) fn blank(&self) -> u64 {
        self.blank
    }

    /// Counts blank lines that are not put back.
    pub(super) fn count_blank(&mut self, blank: u64) {
        self.blank += blank;
    }

    /// The next line that is not blank.
    pub(super) fn next_filled(&mut self) -> io::Result<Option<RawLine>> {
        while let Some(line) = self.next()? {
            if !line.text.trim().is_empty() {
                return Ok(Some(line));
            }
            self.blank += 1;
        }
        Ok(None)
    }

    /// These come next, in their order.
    pub(super) fn put_back(&mut self, lines: impl IntoIterator<Item = RawLine, IntoIter: DoubleEndedIterator>) {
        for line in lines.into_iter().rev() {
            self.ahead.push_front(line);
        }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<RawLine>> {
        match self.ahead.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.read(),
        }
    }

    fn read(&mut self) -> io::Result<Option<RawLine>> {
        let (mut bytes, mut cut) = (Vec::new(), false);
        loop {
            let buffer = self.from.fill_buf()?;
            if buffer.is_empty() {
                return Ok(if bytes.is_empty() { None } else { Some(self.line(bytes, cut)) });
            }
            let end = memchr::memchr2(b'\n', b'\r', buffer);
            let part = &buffer[..end.unwrap_or(buffer.len())];
            let room = MAX_BYTES.saturating_sub(bytes.len());
            cut |= part.len() > room;
            bytes.extend_from_slice(&part[..part.len().min(room)]);
            let (used, last) = (part.len(), end.map(|at| buffer[at]));
            self.from.consume(used);
            if let Some(last) = last {
                self.end(last, &mut bytes)?;
                return Ok(Some(self.line(bytes, cut)));
            }
        }
    }

    fn end(&mut self, last: u8, bytes: &mut Vec<u8>) -> io::Result<()> {
        bytes.push(last);
        self.from.consume(1);
        if last == b'\r' && self.from.fill_buf()?.first() == Some(&b'\n') {
            bytes.push(b'\n');
            self.from.consume(1);
        }
        Ok(())
    }

    fn line(&mut self, bytes: Vec<u8>, cut: bool) -> RawLine {
        self.number += 1;
        // What comes in is UTF-8; only a cut can part a character.
        let text =
            String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        RawLine { number: self.number, text, cut }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::{Lines, MAX_BYTES, RawLine};

    fn lines(text: &str, buffer: usize) -> Vec<RawLine> {
        let mut lines = Lines::new(BufReader::with_capacity(buffer, text.as_bytes()));
        std::iter::from_fn(|| lines.next().unwrap()).collect()
    }

    #[test]
    fn every_line_end() {
        for buffer in [1, 2, 3, 100] {
            let found = lines("a\nb\r\nc\rd\n\n\r\r\ne", buffer);
            let texts: Vec<&str> = found.iter().map(|line| line.text.as_str()).collect();
            assert_eq!(texts, ["a\n", "b\r\n", "c\r", "d\n", "\n", "\r", "\r\n", "e"]);
            assert!(found.iter().zip(1..).all(|(line, number)| line.number == number && !line.cut));
        }
    }

    #[test]
    fn a_line_without_end_is_cut_and_the_next_one_is_whole() {
        let text = format!("{}\nb", "通".repeat(MAX_BYTES));
        let found = lines(&text, 64 * 1024);
        assert!(found[0].cut && found[0].text.len() <= MAX_BYTES + 4);
        assert_eq!((found[1].text.as_str(), found[1].cut), ("b", false));
    }
}
