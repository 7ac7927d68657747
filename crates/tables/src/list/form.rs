//! Which form a list has, and where its rows begin.

use std::collections::VecDeque;

use super::columns::Columns;
use super::encoding::{Decoded, Encoding};
use super::plain::Plain;
use super::reason::ReasonKind;
use super::record::Record;
use super::search;
use super::separated::Separated;
use super::source::{Bytes, Source};
use super::workbook::{Broken, Sheet};
use super::{About, ListFormat, headless, recognise, text};
use crate::Result;
use crate::words::shown;

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

/// A list whose header is known.
pub(super) struct Opened {
    pub(super) rows: Rows,
    pub(super) columns: Columns,
    pub(super) encoding: Encoding,
    /// Rows that were read already and come first.
    pub(super) first: VecDeque<Record>,
    pub(super) about: About,
}

/// Opens a list of any form.
pub(super) fn open(source: &Source, sheet: Option<&str>) -> Result<Opened> {
    let head = source.head(4096)?;
    recognise::refuse_bytes(source, &head)?;
    if head.starts_with(b"PK\x03\x04") {
        return workbook(source, sheet);
    }
    if sheet.is_some() {
        return Err(source.refuse("这不是工作簿，没有工作表", "this is no workbook, and has no sheets"));
    }
    let encoding = Encoding::of(&head, source.bytes()).map_err(|error| source.fault(&error))?;
    recognise::refuse_text(source, &encoding.text(&head))?;
    if encoding.is_one_byte() && head.contains(&0) {
        return Err(source.refuse("这不是文本，也不是 .xlsx 文件", "this is no text and no .xlsx file"));
    }
    let text::Opened { rows, has_header, above } = text::open(source, encoding)?;
    let header = |rows: &[&[String]]| {
        let first = rows.first().filter(|_| has_header)?;
        Columns::of_header(first).transpose().map(|columns| (0, columns))
    };
    let mut opened = begin(source, rows, (1, &header), About::default())?;
    opened.encoding = encoding;
    above.into_iter().rev().for_each(|row| opened.first.push_front(row));
    Ok(opened)
}

fn workbook(source: &Source, sheet: Option<&str>) -> Result<Opened> {
    let rows = Sheet::open(source, sheet)?;
    let choice = rows.choice.clone();
    let about = About {
        sheet: Some(choice.name),
        other_sheets: choice.others,
        hidden_sheets: choice.hidden,
        ..About::default()
    };
    let rows = Rows::Sheet(Box::new(rows));
    let mut opened = begin(source, rows, (search::MOST_ROWS, &search::header), about)?;
    let accounts = opened.columns.accounts().unwrap_or_default();
    opened.about.column_hidden = choice.hidden_columns.iter().any(|columns| columns.contains(&accounts));
    Ok(opened)
}

/// How many rows a header is looked for in, and how.
type Search<'a> = (usize, &'a dyn Fn(&[&[String]]) -> Option<search::Found>);

/// Finds the header among the first rows; what is above it is named.
fn begin(source: &Source, mut rows: Rows, (most, header): Search<'_>, mut about: About) -> Result<Opened> {
    let mut first = (0..most).map_while(|_| rows.next(source).transpose()).collect::<Result<VecDeque<Record>>>()?;
    let cells: Vec<&[String]> = first.iter().map(|row| row.cells.as_slice()).collect();
    let columns = match header(&cells) {
        Some((at, columns)) => {
            let columns = columns.map_err(|why| source.refuse(&why.zh, &why.en))?;
            let header = first.remove(at);
            first.iter_mut().take(at).for_each(|row| row.broken = Some(ReasonKind::AboveHeader));
            about.our_table = columns.is_our_table();
            let head = header.as_ref().zip(columns.accounts()).and_then(|(row, place)| row.cells.get(place));
            about.column = head.map(|head| shown(head.trim()));
            about.header = header.map(|row| row.line);
            columns
        }
        None => {
            headless::check(source, rows.format(), &first)?;
            Columns::without_header()
        }
    };
    Ok(Opened { rows, columns, encoding: Encoding::Utf8, first, about })
}
