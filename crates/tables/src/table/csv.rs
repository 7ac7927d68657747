//! CSV: UTF-8, every cell quoted, CRLF, no cell that a spreadsheet would evaluate.

use std::io::{self, Write};

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use super::guard::guard;
use crate::sealed::SealedFile;

pub(super) struct Csv(Writer<SealedFile>);

impl Csv {
    pub(super) fn new(mut file: SealedFile, names: &[String], bom: bool) -> io::Result<Self> {
        if bom {
            file.write_all("\u{feff}".as_bytes())?;
        }
        let mut settings = WriterBuilder::new();
        settings.quote_style(QuoteStyle::Always).terminator(Terminator::CRLF).buffer_capacity(64 * 1024);
        let mut table = Self(settings.from_writer(file));
        table.push(names.iter().map(|name| Some(name.as_str())))?;
        Ok(table)
    }

    pub(super) fn push<'a>(&mut self, cells: impl Iterator<Item = Option<&'a str>>) -> io::Result<()> {
        for cell in cells {
            self.0.write_field(guard(cell.unwrap_or_default()).as_bytes()).map_err(disk)?;
        }
        self.0.write_record(None::<&[u8]>).map_err(disk)
    }

    pub(super) fn finish(self) -> io::Result<SealedFile> {
        self.0.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

/// All rows are of one length, so only the disk can refuse.
fn disk(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => io::ErrorKind::InvalidData.into(),
    }
}
