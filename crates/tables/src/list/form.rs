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
use super::{About, Choice, ListFormat, choice, headless, recognise, text};
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
pub(super) fn open(source: &Source, choice: &Choice) -> Result<Opened> {
    let head = source.head(4096)?;
    recognise::refuse_bytes(source, &head)?;
    if is_workbook(&head) {
        return workbook(source, choice);
    }
    if choice.sheet.is_some() {
        return Err(source.refuse("这不是工作簿，没有工作表", "this is no workbook, and has no sheets"));
    }
    let encoding = Encoding::of(&head, source.bytes()).map_err(|error| source.fault(&error))?;
    recognise::refuse_text(source, &encoding.text(&head))?;
    if encoding.is_one_byte() && head.contains(&0) {
        return Err(source.refuse("这不是文本，也不是 .xlsx文件", "this is neither text nor an .xlsx file"));
    }
    let text::Opened { rows, has_header, above } = text::open(source, encoding, choice.column.is_some())?;
    let header = |rows: &[&[String]]| {
        if let Some(column) = choice.column {
            return choice::header(rows, column);
        }
        let first = rows.first().filter(|_| has_header)?;
        Columns::of_header(first).transpose().map(|columns| (0, columns))
    };
    let mut opened = begin(source, rows, (1, &header, choice.column), About::default())?;
    opened.encoding = encoding;
    above.into_iter().rev().for_each(|row| opened.first.push_front(row));
    Ok(opened)
}

/// Whether a file that begins so is a workbook, or at least an archive.
pub(super) fn is_workbook(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

fn workbook(source: &Source, chosen: &Choice) -> Result<Opened> {
    let rows = Sheet::open(source, chosen.sheet.as_deref())?;
    let choice = rows.choice.clone();
    let about = About {
        sheet: Some(choice.name),
        other_sheets: choice.others,
        hidden_sheets: choice.hidden,
        ..About::default()
    };
    let rows = Rows::Sheet(Box::new(rows));
    let header = |rows: &[&[String]]| match chosen.column {
        Some(column) => choice::header(rows, column),
        None => search::header(rows),
    };
    let mut opened = begin(source, rows, (search::MAX_ROWS, &header, chosen.column), about)?;
    let accounts = opened.columns.accounts().unwrap_or_default();
    opened.about.column_hidden = choice.hidden_columns.iter().any(|columns| columns.contains(&accounts));
    Ok(opened)
}

/// How many rows a header is looked for in, and how; and the column that a person chose.
type Search<'a> = (usize, &'a dyn Fn(&[&[String]]) -> Option<search::Found>, Option<usize>);

/// Finds the header among the first rows; what is above it is named.
fn begin(source: &Source, mut rows: Rows, (most, header, chosen): Search<'_>, mut about: About) -> Result<Opened> {
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
        None => match chosen {
            Some(column) => Columns::headless(&cells, column),
            None => {
                headless::check(source, rows.format(), &first)?;
                Columns::without_header()
            }
        },
    };
    Ok(Opened { rows, columns, encoding: Encoding::Utf8, first, about })
}
