//! A workbook and its sheets, row by row.

use std::io::BufReader;
use std::ops::RangeInclusive;

use calamine::{Cell, DataRef, Reader, SheetType, SheetVisible, Xlsx};

use super::super::reason::ReasonKind;
use super::super::record::Record;
use super::super::source::{Bytes, Source};
use super::Broken;
use super::marks::Marks;
use super::package::{self, Archive};
use super::shown::{Rule, is_exact};

const MAX_COLUMNS: usize = 16_384;

/// A workbook.
pub(super) struct Book {
    cells: Xlsx<BufReader<Bytes>>,
    archive: Archive,
    /// All sheets, charts too, in the order of the workbook.
    pub(super) sheets: Vec<SheetPart>,
}

/// One sheet.
pub(super) struct SheetPart {
    pub(super) name: String,
    /// It has cells: it is no chart.
    pub(super) cells: bool,
    pub(super) visible: bool,
    path: String,
}

impl Book {
    pub(super) fn open(source: &Source, mut archive: Archive) -> Result<Self, Broken> {
        let cells = Xlsx::new(source.reader())?;
        let paths = package::sheets(&mut archive)?;
        let known = cells.sheets_metadata();
        if known.len() != paths.len() {
            return Err(Broken);
        }
        let part = |(sheet, path): (&calamine::Sheet, String)| SheetPart {
            name: sheet.name.clone(),
            cells: sheet.typ == SheetType::WorkSheet,
            visible: sheet.visible == SheetVisible::Visible,
            path,
        };
        let sheets = known.iter().zip(paths).map(part).collect();
        Ok(Self { cells, archive, sheets })
    }

    /// Gives the rows that are not blank until `with` has enough; answers with the columns that are hidden.
    pub(super) fn each_row(
        &mut self,
        at: usize,
        with: &mut dyn FnMut(Record) -> bool,
    ) -> Result<Vec<RangeInclusive<usize>>, Broken> {
        let sheet = self.sheets.get(at).ok_or(Broken)?;
        let mut marks = Marks::new(&mut self.archive, &sheet.path)?;
        let hidden_columns = std::mem::take(&mut marks.hidden_columns);
        let mut cells = self.cells.worksheet_cells_reader(&sheet.name)?;
        let rules: Vec<Rule> = cells.styles().iter().map(Rule::of).collect();
        let mut row = Row::default();
        while let Some((cell, style)) = cells.next_cell_with_style_id()? {
            // Two readers that disagree on where they are would mark another row.
            let mark = marks.next()?.filter(|mark| mark.place == cell.get_position()).ok_or(Broken)?;
            let line = u64::from(mark.place.0) + 1;
            if line != row.record.line {
                let record = Record { line, ..Record::default() };
                if let Some(done) = std::mem::replace(&mut row, Row { record, hidden: mark.hidden }).done()
                    && !with(done)
                {
                    return Ok(hidden_columns);
                }
            }
            row.put(&cell, rules.get(style).copied().unwrap_or(Rule::of_code("General")), mark.formula)?;
        }
        if let Some(done) = row.done() {
            with(done);
        }
        Ok(hidden_columns)
    }
}

#[derive(Default)]
struct Row {
    record: Record,
    hidden: bool,
}

impl Row {
    /// The row, if anything is in it.
    fn done(mut self) -> Option<Record> {
        if self.record.is_blank() {
            return None;
        }
        if self.hidden {
            self.record.broken = Some(ReasonKind::HiddenRow);
        }
        Some(self.record)
    }

    fn put(&mut self, cell: &Cell<DataRef<'_>>, rule: Rule, formula: bool) -> Result<(), Broken> {
        let at = cell.get_position().1 as usize;
        let (text, odd) = text(cell.get_value(), rule, formula);
        if text.is_empty() && odd.is_none() {
            return Ok(());
        }
        // A place that Excel does not have would be a demand for memory.
        if at >= MAX_COLUMNS {
            return Err(Broken);
        }
        if self.record.cells.len() <= at {
            self.record.cells.resize(at + 1, String::new());
        }
        self.record.cells[at] = text;
        self.record.odd.extend(odd.map(|why| (at, why)));
        Ok(())
    }
}

/// A cell as text, and why it should not be taken for a name.
fn text(value: &DataRef<'_>, rule: Rule, formula: bool) -> (String, Option<ReasonKind>) {
    let as_text = |text: &str| {
        let other = !rule.shows_text() && !text.trim().is_empty();
        (text.to_owned(), other.then_some(ReasonKind::NumberFormat))
    };
    match value {
        DataRef::Empty => (String::new(), formula.then_some(ReasonKind::NoStoredValue)),
        DataRef::String(text) => as_text(text),
        DataRef::SharedString(text) => as_text(text),
        DataRef::Int(whole) => (whole.to_string(), number(*whole as f64, rule, formula)),
        DataRef::Float(float) => (float.to_string(), number(*float, rule, formula)),
        DataRef::Bool(truth) => (truth.to_string().to_uppercase(), Some(ReasonKind::Boolean)),
        DataRef::DateTime(moment) => (moment.to_string(), Some(ReasonKind::Date)),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (text.clone(), Some(ReasonKind::Date)),
        DataRef::Error(error) => (error.to_string(), Some(ReasonKind::ErrorValue)),
    }
}

/// Libraries that write workbooks store 0 for a formula, which the program that opens the file is to calculate.
fn number(number: f64, rule: Rule, formula: bool) -> Option<ReasonKind> {
    match () {
        () if formula && number == 0.0 => Some(ReasonKind::NoStoredValue),
        () if !is_exact(number) => Some(ReasonKind::InexactNumber),
        () if !rule.shows_number(number) => Some(ReasonKind::NumberFormat),
        () => None,
    }
}
