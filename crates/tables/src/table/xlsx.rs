//! An Excel workbook: every cell as text, rows in a nameless file of the private folder until the end.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use hallpass_files::shown;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::error::{Error, ErrorKind, Result};
use crate::sealed::SealedFile;

/// Most UTF-16 units in a cell, most columns, and a header among the rows.
const MAX_UNITS: usize = 32_767;
const MAX_COLUMNS: usize = 16_384;
pub(super) const MAX_ROWS: u32 = 1_048_576;
/// Beyond this the zip archive inside is written in its form for large files, which older readers do not know.
const LARGE: u64 = 1 << 30;

pub(super) struct Xlsx {
    book: Workbook,
    file: SealedFile,
    row: u32,
    bytes: u64,
    pub(super) cut: u64,
}

impl Xlsx {
    pub(super) fn new(file: SealedFile, names: &[String], private: &Path) -> Result<Self> {
        if names.len() > MAX_COLUMNS {
            let (count, name) = (names.len(), shown(file.out()));
            return Err(Error::new(
                ErrorKind::Output,
                format!("{name}：{count}列超过了Excel的{MAX_COLUMNS}列"),
                format!("{name}: {count} columns exceed Excel's limit of {MAX_COLUMNS}"),
            ));
        }
        let mut book = Workbook::new();
        book.set_tempdir(private).map_err(|error| fault(&error, file.out(), private))?;
        let sheet = book.add_worksheet_with_constant_memory().map_err(|error| fault(&error, file.out(), private))?;
        set_up(sheet, names.len()).map_err(|error| fault(&error, file.out(), private))?;
        let mut table = Self { book, file, row: 0, bytes: 0, cut: 0 };
        table.push(names.iter().map(|name| Some(name.as_str())))?;
        Ok(table)
    }

    pub(super) fn push<'a>(&mut self, cells: impl Iterator<Item = Option<&'a str>>) -> Result<()> {
        if self.row >= MAX_ROWS {
            let name = shown(self.file.out());
            return Err(Error::new(
                ErrorKind::Output,
                format!("{name}：Excel工作表最多{MAX_ROWS}行"),
                format!("{name}: an Excel sheet can contain at most {MAX_ROWS} rows"),
            ));
        }
        for (column, cell) in (0..).zip(cells) {
            let whole = cell.unwrap_or_default();
            let cell = fitting(whole);
            self.cut += u64::from(matches!(cell, Cow::Owned(_)));
            self.bytes += whole.len() as u64 + 64;
            self.write(column, &cell).map_err(|error| fault(&error, self.file.out(), Path::new("")))?;
        }
        self.row += 1;
        Ok(())
    }

    fn write(&mut self, column: u16, cell: &str) -> Result<(), XlsxError> {
        self.book.worksheet_from_index(0)?.write_string(self.row, column, cell).map(drop)
    }

    pub(super) fn finish(mut self) -> Result<SealedFile> {
        self.book.use_zip_large_file(self.bytes > LARGE);
        self.book.save_to_writer(&mut self.file).map_err(|error| fault(&error, self.file.out(), Path::new("")))?;
        Ok(self.file)
    }
}

/// Text stays text also when a person edits the cell.
fn set_up(sheet: &mut Worksheet, columns: usize) -> Result<(), XlsxError> {
    let text = Format::new().set_num_format("@");
    for column in (0..=u16::MAX).take(columns) {
        sheet.set_column_format(column, &text)?;
    }
    sheet.set_freeze_panes(1, 0).map(drop)
}

/// As much of it as a cell can hold.
fn fitting(cell: &str) -> Cow<'_, str> {
    // A UTF-16 unit is one byte of UTF-8 at the least.
    if cell.len() <= MAX_UNITS || cell.encode_utf16().count() <= MAX_UNITS {
        return Cow::Borrowed(cell);
    }
    let mut units = 0;
    let fits = cell.chars().take_while(|c| {
        units += c.len_utf16();
        units < MAX_UNITS
    });
    Cow::Owned(fits.chain(['…']).collect())
}

/// The library's own words may quote a cell.
fn fault(error: &XlsxError, out: &Path, private: &Path) -> Error {
    match error {
        XlsxError::TempFileError(_, error) => Error::io(ErrorKind::Private, private, error),
        XlsxError::IoError(error) => Error::io(ErrorKind::Output, out, error),
        _ => Error::io(ErrorKind::Output, out, &io::ErrorKind::Other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_UNITS, fitting};

    #[test]
    fn a_cell_is_cut_between_characters_and_says_so() {
        for cell in ["a".repeat(32_767), "通".repeat(32_767), "😀".repeat(16_383)] {
            assert_eq!(fitting(&cell), cell);
        }
        for cell in ["a".repeat(32_768), "通".repeat(40_000), "😀".repeat(16_384)] {
            let cut = fitting(&cell);
            assert!(cut.ends_with('…') && cell.starts_with(cut.trim_end_matches('…')));
            assert!((MAX_UNITS - 1..=MAX_UNITS).contains(&cut.encode_utf16().count()));
        }
    }
}
