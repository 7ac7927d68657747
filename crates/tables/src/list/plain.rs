//! One login name a line.

use std::io::{self, BufRead};

use hallpass_providers::Text;

use super::lines::{Lines, RawLine};
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
    if name.contains([',', ';', '\t']) {
        let why = Text::new(
            "这一行有分隔符；多列的名单需要含 loginname 的表头",
            "the line holds a separator; a list of several columns needs a header with loginname",
        );
        return Record::broken(line.number, name, why);
    }
    if line.cut {
        return Record::broken(line.number, name, Text::new("这一行超过 1 MiB", "the line is longer than 1 MiB"));
    }
    Record { line: line.number, cells: vec![name.to_owned()], ..Record::default() }
}
