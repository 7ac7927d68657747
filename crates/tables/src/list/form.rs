//! Which form a list has.

use std::collections::VecDeque;
use std::fs::File;
use std::io;

use hallpass_providers::Text;

use super::ListFormat;
use super::columns::Columns;
use super::encoding::{Decoded, Encoding};
use super::headless;
use super::lines::{Lines, RawLine};
use super::plain::Plain;
use super::record::Record;
use super::separated::{Parser, Separated};
use super::sheet::Sheet;
use super::source::Source;
use crate::{Error, Result};

/// Rows among which a header is looked for that does not come first, only to say where it is.
const ABOVE_A_HEADER: usize = 10;

/// The rows of a list, whatever its form.
pub(super) enum Rows {
    Plain(Plain<Decoded<File>>),
    Separated(Box<Separated<Decoded<File>>>, ListFormat),
    Sheet(Sheet),
}

impl Rows {
    pub(super) fn sheet(source: &Source) -> Result<Self> {
        let file = source.file.try_clone().map_err(|error| source.fault(&error))?;
        Sheet::open(file).map(Self::Sheet).map_err(|_| no_workbook(source))
    }

    pub(super) fn next(&mut self, source: &Source) -> Result<Option<Record>> {
        match self {
            Self::Plain(rows) => rows.next().map_err(|error| source.fault(&error)),
            Self::Separated(rows, _) => rows.next().map_err(|error| source.fault(&error)),
            Self::Sheet(rows) => rows.next().map_err(|_| no_workbook(source)),
        }
    }

    /// The first row; of a workbook some more, since people write a title above the header there.
    pub(super) fn first(&mut self, source: &Source) -> Result<VecDeque<Record>> {
        let most = if matches!(self, Self::Sheet(_)) { ABOVE_A_HEADER } else { 1 };
        (0..most).map_while(|_| self.next(source).transpose()).collect()
    }

    /// Cuts a row that spills over several lines after its first, and reads the others anew.
    pub(super) fn only_first_line(&mut self, record: Record) -> Record {
        let Self::Separated(rows, _) = self else { return record };
        if !rows.only_first_line() {
            return record;
        }
        let why = Text::new(
            "账号里有换行；可能有一个引号没有配对",
            "a line ends within the account; a quotation mark may not be closed",
        );
        Record::broken(record.line, &record.cells.join(","), why)
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

/// The rows of a text, and how its characters are written.
pub(super) fn text(source: &mut Source, head: &[u8]) -> Result<(Rows, Encoding)> {
    let encoding = Encoding::of(head, &source.file).map_err(|error| source.fault(&error))?;
    source.rewind()?;
    may_be_text(source, head, encoding)?;
    let file = source.file.try_clone().map_err(|error| source.fault(&error))?;
    let mut lines = Lines::new(Decoded::new(file, encoding));
    let first = lines.next_filled().map_err(|error| source.fault(&error))?;
    let separator = separator(first.as_ref().map_or("", |line| &line.text), &source.extension());
    // Blank lines too: they may be within a cell.
    let more = (1..ABOVE_A_HEADER).map_while(|_| lines.next().transpose()).collect::<io::Result<Vec<_>>>();
    let more = more.map_err(|error| source.fault(&error))?;
    if let Some(late) = late_header(first.as_ref(), &more) {
        return Err(headless::late(source, late));
    }
    lines.put_back(more);
    lines.put_back(first);
    let rows = match separator {
        None => Rows::Plain(Plain::new(lines)),
        Some(b'\t') => Rows::Separated(Box::new(Separated::new(lines, b'\t')), ListFormat::Tsv),
        Some(other) => Rows::Separated(Box::new(Separated::new(lines, other)), ListFormat::Csv),
    };
    Ok((rows, encoding))
}

fn may_be_text(source: &Source, head: &[u8], encoding: Encoding) -> Result<()> {
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(source.refuse("这是旧的 .xls 文件，请另存为 .xlsx", "this is an old .xls file; save it as .xlsx"));
    }
    let wide = matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be);
    if !wide && head.contains(&0) {
        return Err(source.refuse("这不是文本，也不是 .xlsx 文件", "this is no text and no .xlsx file"));
    }
    Ok(())
}

/// What separates the cells: as a header with a known column is cut, else as the extension says.
fn separator(first: &str, extension: &str) -> Option<u8> {
    let by_extension = match extension {
        "csv" => Some(b','),
        "tsv" | "tab" => Some(b'\t'),
        _ => None,
    };
    by_extension.into_iter().chain(*b",\t;").find(|separator| has_known_column(first, *separator)).or(by_extension)
}

/// The number of the line that would be the header, were it the first.
fn late_header(first: Option<&RawLine>, more: &[RawLine]) -> Option<u64> {
    let is_header = |line: &&RawLine| b",\t;".iter().any(|separator| has_known_column(&line.text, *separator));
    first.filter(|first| !is_header(first)).and_then(|_| more.iter().find(is_header)).map(|line| line.number)
}

fn has_known_column(line: &str, separator: u8) -> bool {
    let mut parser = Parser::new(separator);
    parser.start();
    parser.feed(line) && !matches!(Columns::of_header(&parser.cells()), Ok(None))
}

fn no_workbook(source: &Source) -> Error {
    source.refuse("这不是可以读取的 .xlsx 工作簿", "this is no .xlsx workbook that can be read")
}
