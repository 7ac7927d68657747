//! Rows of a workbook, read on a thread of their own: the reader of cells borrows the workbook, and a list is to be an
//! iterator that owns what it reads.

use std::fs::File;
use std::io::BufReader;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use calamine::{Cell, DataRef, Reader, SheetType, Xlsx, XlsxError};
use hallpass_providers::Text;

use super::archive;
use super::columns::Columns;
use super::record::Record;

/// Rows that go over at once, and how many such heaps may wait.
const HEAP: usize = 256;
const HEAPS: usize = 4;
/// Excel keeps 15 digits of a number.
const MOST_EXACT: f64 = 1e15;

const MOST_COLUMNS: usize = 16_384;

type Book = Xlsx<BufReader<File>>;
/// The heap after the last row is empty: a channel that closes without one is a reader that died, and no end.
type Heap = Result<Vec<Record>, Broken>;

/// The workbook cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken;

impl From<XlsxError> for Broken {
    // The library's words may quote a cell and help nobody.
    fn from(_: XlsxError) -> Self {
        Self
    }
}

/// The rows of one sheet that are not blank.
pub(super) struct Sheet {
    heaps: Receiver<Heap>,
    heap: std::vec::IntoIter<Record>,
    last_row: u64,
    ended: bool,
    pub(super) blank: u64,
}

impl Sheet {
    pub(super) fn open(file: File) -> Result<Self, Broken> {
        archive::check(&file)?;
        let mut book = Book::new(BufReader::new(file))?;
        let name = choose(&mut book)?;
        let (sender, heaps) = sync_channel(HEAPS);
        let reading = move || {
            // A closed channel is a list that nobody reads on.
            if let Err(broken) = send_rows(&mut book, &name, &sender) {
                let _ = sender.send(Err(broken));
            }
        };
        thread::Builder::new().name("workbook".to_owned()).spawn(reading).map_err(|_| Broken)?;
        Ok(Self { heaps, heap: Vec::new().into_iter(), last_row: 0, ended: false, blank: 0 })
    }

    pub(super) fn next(&mut self) -> Result<Option<Record>, Broken> {
        loop {
            if let Some(record) = self.heap.next() {
                self.blank += record.line.saturating_sub(self.last_row + 1);
                self.last_row = record.line;
                return Ok(Some(record));
            }
            if self.ended {
                return Ok(None);
            }
            let heap = self.heaps.recv().map_err(|_| Broken)??;
            self.ended = heap.is_empty();
            self.heap = heap.into_iter();
        }
    }
}

/// The first sheet whose first row has a known column, else the first sheet.
fn choose(book: &mut Book) -> Result<String, Broken> {
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    for name in &names {
        let mut first = None;
        each_row(book, name, &mut |record| {
            first = Some(record);
            false
        })?;
        // A header that cannot be meant is told when the sheet is read.
        if first.is_some_and(|record: Record| !matches!(Columns::of_header(&record.cells), Ok(None))) {
            return Ok(name.clone());
        }
    }
    names.into_iter().next().ok_or(Broken)
}

fn send_rows(book: &mut Book, name: &str, to: &SyncSender<Heap>) -> Result<(), Broken> {
    let mut heap = Vec::with_capacity(HEAP);
    each_row(book, name, &mut |record| {
        heap.push(record);
        heap.len() < HEAP || to.send(Ok(std::mem::replace(&mut heap, Vec::with_capacity(HEAP)))).is_ok()
    })?;
    if !heap.is_empty() {
        let _ = to.send(Ok(heap));
    }
    let _ = to.send(Ok(Vec::new()));
    Ok(())
}

/// Gives the rows that are not blank until `with` has enough.
fn each_row(book: &mut Book, name: &str, with: &mut dyn FnMut(Record) -> bool) -> Result<(), Broken> {
    let mut cells = book.worksheet_cells_reader(name)?;
    let mut row = Record::default();
    while let Some(cell) = cells.next_cell()? {
        let line = u64::from(cell.get_position().0) + 1;
        if line != row.line {
            let done = std::mem::replace(&mut row, Record { line, ..Record::default() });
            if !done.is_blank() && !with(done) {
                return Ok(());
            }
        }
        put(&mut row, &cell)?;
    }
    if !row.is_blank() {
        with(row);
    }
    Ok(())
}

fn put(row: &mut Record, cell: &Cell<DataRef<'_>>) -> Result<(), Broken> {
    let at = cell.get_position().1 as usize;
    let (text, odd) = text(cell.get_value());
    if text.is_empty() && odd.is_none() {
        return Ok(());
    }
    // A place that Excel does not have would be a demand for memory.
    if at >= MOST_COLUMNS {
        return Err(Broken);
    }
    if row.cells.len() <= at {
        row.cells.resize(at + 1, String::new());
    }
    row.cells[at] = text;
    row.odd.extend(odd.map(|why| (at, why)));
    Ok(())
}

/// A cell as text, and why it should not be taken for a name.
fn text(value: &DataRef<'_>) -> (String, Option<Text>) {
    match value {
        DataRef::Empty => (String::new(), None),
        DataRef::String(text) => (text.clone(), None),
        DataRef::SharedString(text) => ((*text).to_owned(), None),
        DataRef::Int(number) => (number.to_string(), None),
        DataRef::Float(number) => (number.to_string(), rounded(*number)),
        DataRef::Bool(truth) => (truth.to_string().to_uppercase(), None),
        DataRef::DateTime(moment) => (moment.to_string(), Some(Text::new("这个单元格是日期", "the cell is a date"))),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            (text.clone(), Some(Text::new("这个单元格是日期", "the cell is a date")))
        }
        DataRef::Error(error) => (error.to_string(), Some(Text::new("这个单元格是错误值", "the cell holds an error"))),
    }
}

fn rounded(number: f64) -> Option<Text> {
    let exact = number.fract() == 0.0 && number.abs() < MOST_EXACT;
    (!exact).then(|| {
        Text::new(
            "这个单元格是数字，Excel 只保留 15 位；请把这一列设为文本",
            "the cell is a number, of which Excel keeps 15 digits; format the column as text",
        )
    })
}
