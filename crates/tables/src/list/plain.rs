//! One login name a line.

use std::io::{self, BufRead};

use super::lines::{Lines, RawLine};
use super::reason::ReasonKind;
use super::record::Record;

pub(super) struct Plain<R>(Lines<R>);

impl<R: BufRead> Plain<R> {
    pub(super) fn new(lines: Lines<R>) -> Self {
        Self(lines)
    }

    pub(super) fn blank(&self) -> u64 {
        self.0.blank()
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Record>> {
        Ok(self.0.next_filled()?.map(|line| record(&line)))
    }
}

fn record(line: &RawLine) -> Record {
    let name = line.text.trim();
    // Sent as one name it would come back as missing, which tells a person less.
    if let Some(separator) = name.chars().find(|c| matches!(c, ',' | ';' | '\t')) {
        return Record::broken(line.number, name, ReasonKind::Separator { separator });
    }
    if line.cut {
        return Record::broken(line.number, name, ReasonKind::LineTooLong);
    }
    Record { line: line.number, cells: vec![name.to_owned()], ..Record::default() }
}
