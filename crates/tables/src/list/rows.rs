//! The rows of a list, one after the other.

use super::encoding::Decoded;
use super::line::ListFormat;
use super::plain::Plain;
use super::reason::ReasonKind;
use super::record::Record;
use super::separated::Separated;
use super::source::{Bytes, Source};
use super::workbook::{Broken, Sheet};
use crate::error::Result;

/// The rows of a list, whatever its form.
pub(super) enum Rows {
    Plain(Plain<Decoded<Bytes>>),
    Separated(Box<Separated<Decoded<Bytes>>>, ListFormat),
    Sheet(Box<Sheet>),
}

impl Rows {
    pub(super) fn next(&mut self, source: &Source) -> Result<Option<Record>> {
        match self {
            Self::Plain(rows) => rows.next().map_err(|error| source.fault(&error)),
            Self::Separated(rows, _) => rows.next().map_err(|error| source.fault(&error)),
            Self::Sheet(rows) => rows.next().map_err(|_| Broken::of(source)),
        }
    }

    /// Cuts a row that extends over several lines after its first, and reads the others again.
    pub(super) fn only_first_line(&mut self, record: Record) -> Record {
        let Self::Separated(rows, _) = self else { return record };
        if !rows.only_first_line() {
            return record;
        }
        Record::broken(record.line, &record.cells.join(","), ReasonKind::LineBreak)
    }

    pub(super) fn format(&self) -> ListFormat {
        match self {
            Self::Plain(_) => ListFormat::Lines,
            Self::Separated(_, format) => *format,
            Self::Sheet(_) => ListFormat::Xlsx,
        }
    }

    pub(super) fn blank(&self) -> u64 {
        match self {
            Self::Plain(rows) => rows.blank(),
            Self::Separated(rows, _) => rows.blank(),
            Self::Sheet(rows) => rows.blank,
        }
    }
}
