//! Detects the format of a list and where its rows begin.

use std::collections::VecDeque;

use super::choice::{self, Choice};
use super::columns::Columns;
use super::encoding::Encoding;
use super::line::About;
use super::reason::ReasonKind;
use super::record::Record;
use super::rows::Rows;
use super::search;
use super::source::Source;
use super::workbook::Sheet;
use super::{headless, recognise, text};
use crate::error::Result;
use crate::words::shown;

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
    if recognise::is_workbook(&head) {
        return workbook(source, choice);
    }
    if choice.sheet.is_some() {
        return Err(source.refuse("这不是工作簿，没有工作表", "this is not a workbook, so it has no sheets"));
    }
    let encoding = choice.guess(source, &head)?.encoding;
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

/// How many rows a header is looked for in, and how; and the column that the user chose.
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
