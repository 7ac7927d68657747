//! Records of CSV and TSV over numbered lines.
//!
//! The parser is `csv-core`; the lines are ours, so that a quotation mark that is never closed costs one line and not
//! all that follow.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::lines::{Lines, MAX_BYTES, RawLine};
use super::quotes::Quotes;
use super::reason::ReasonKind;
use super::record::Record;
use crate::table::unguard;

pub(super) struct Separated<R> {
    lines: Lines<R>,
    /// The lines of the last record but its first.
    taken: Vec<RawLine>,
    parser: Parser,
    quotes: Quotes,
}

impl<R: BufRead> Separated<R> {
    pub(super) fn new(lines: Lines<R>, separator: u8) -> Self {
        Self { lines, taken: Vec::new(), parser: Parser::new(separator), quotes: Quotes::new(separator) }
    }

    pub(super) fn blank(&self) -> u64 {
        self.lines.blank()
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Record>> {
        self.taken.clear();
        self.lines.next_filled()?.map(|line| self.record(&line)).transpose()
    }

    /// The last record is cut after its first line, and its others are read again; whether it has others.
    pub(super) fn only_first_line(&mut self) -> bool {
        let several = !self.taken.is_empty();
        self.lines.put_back(self.taken.drain(..));
        several
    }

    fn record(&mut self, first: &RawLine) -> io::Result<Record> {
        if first.cut {
            return Ok(Record::broken(first.number, &first.text, ReasonKind::LineTooLong));
        }
        self.parser.start();
        self.quotes.start();
        let mut bytes = first.text.len();
        let (mut whole, mut stray) = (self.parser.feed(&first.text), self.quotes.stray(&first.text));
        while !whole && !stray {
            match self.lines.next()? {
                Some(more) if bytes + more.text.len() <= MAX_BYTES => {
                    bytes += more.text.len();
                    (whole, stray) = (self.parser.feed(&more.text), self.quotes.stray(&more.text));
                    self.taken.push(more);
                }
                Some(more) => {
                    self.taken.push(more);
                    return Ok(self.first_alone(first, ReasonKind::OpenQuote));
                }
                None => return Ok(self.first_alone(first, ReasonKind::OpenQuote)),
            }
        }
        if stray {
            return Ok(self.first_alone(first, ReasonKind::TextAfterQuote));
        }
        Ok(Record { line: first.number, cells: self.parser.cells(), ..Record::default() })
    }

    /// The first line is named, and those that were taken for a part of its record are read again.
    fn first_alone(&mut self, first: &RawLine, why: ReasonKind) -> Record {
        self.only_first_line();
        Record::broken(first.number, first.text.trim_end(), why)
    }
}

/// One record at a time out of its lines.
pub(super) struct Parser {
    reader: Reader,
    text: Vec<u8>,
    made: usize,
    ends: Vec<usize>,
    fields: usize,
}

impl Parser {
    pub(super) fn new(separator: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(separator).build();
        Self { reader, text: vec![0; 4096], made: 0, ends: vec![0; 32], fields: 0 }
    }

    pub(super) fn start(&mut self) {
        self.reader.reset();
        (self.made, self.fields) = (0, 0);
    }

    /// Whether the record ends with this line.
    pub(super) fn feed(&mut self, line: &str) -> bool {
        self.read(line.as_bytes()) || (!line.ends_with(['\n', '\r']) && self.read(b"\n"))
    }

    fn read(&mut self, mut input: &[u8]) -> bool {
        loop {
            let (result, used, made, fields) =
                self.reader.read_record(input, &mut self.text[self.made..], &mut self.ends[self.fields..]);
            input = &input[used..];
            self.made += made;
            self.fields += fields;
            match result {
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::InputEmpty => return false,
                ReadRecordResult::Record | ReadRecordResult::End => return true,
            }
        }
    }

    pub(super) fn cells(&self) -> Vec<String> {
        let mut start = 0;
        let ends = &self.ends[..self.fields];
        let cell = |end: &usize| {
            let bytes = &self.text[std::mem::replace(&mut start, *end)..*end];
            unguard(&String::from_utf8_lossy(bytes)).to_owned()
        };
        ends.iter().map(cell).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Lines, Record, Separated};

    fn records(text: &str) -> Vec<Record> {
        let mut rows = Separated::new(Lines::new(text.as_bytes()), b',');
        std::iter::from_fn(|| rows.next().unwrap()).collect()
    }

    fn cells(text: &str) -> Vec<(u64, Vec<String>)> {
        records(text).into_iter().map(|record| (record.line, record.cells)).collect()
    }

    #[test]
    fn lines_are_numbered_as_an_editor_does() {
        let found = cells("a,b\r\n\r\n\"x\ny\",\"\"\"z\"\n  \nlast");
        let wanted = [(1, vec!["a", "b"]), (3, vec!["x\ny", "\"z"]), (6, vec!["last"])];
        let wanted = wanted.map(|(line, cells)| (line, cells.into_iter().map(str::to_owned).collect::<Vec<_>>()));
        assert_eq!(found, wanted);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_costs_its_line_alone() {
        let found = records("a,1\n\"b,2\nc,3\nd,4");
        assert_eq!(found.iter().map(|record| record.line).collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert_eq!(found.iter().map(|record| record.broken.is_some()).collect::<Vec<_>>(), [false, true, false, false]);
        assert_eq!(records("\"").len(), 1);
    }

    #[test]
    fn a_long_list_behind_an_open_quotation_mark_is_read_once() {
        let text = format!("\"open\n{}", "someone@corp.example,x\n".repeat(100_000));
        let found = records(&text);
        assert_eq!(found.len(), 100_001);
        assert!(found[0].broken.is_some() && found[1..].iter().all(|record| record.broken.is_none()));
    }

    proptest! {
        /// The csv crate reads a whole file; read line by line it says the same.
        #[test]
        fn the_same_as_the_csv_crate(rows in prop::collection::vec(prop::collection::vec("[a\"',\n\r 通]{0,5}", 1..4), 1..6)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let found: Vec<Vec<String>> = cells(&text).into_iter().map(|(_, cells)| cells).collect();
            let text = |cell: &String| super::unguard(cell).to_owned();
            let wanted: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(text).collect()).collect();
            prop_assert_eq!(found, wanted);
        }

        #[test]
        fn any_text_ends(text in "[a\",\n\r]{0,60}") {
            let found = records(&text);
            prop_assert!(found.windows(2).all(|pair| pair[0].line < pair[1].line));
        }
    }
}
