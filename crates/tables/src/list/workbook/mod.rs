//! Rows of a workbook, read on a thread of their own: the reader of cells borrows the workbook, and a list is to be an
//! iterator that owns what it reads.

mod archive;
mod book;
mod choice;
mod marks;
mod package;
mod shown;

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use calamine::XlsxError;

use self::book::Book;
pub(super) use self::choice::Choice;
use super::recognise;
use super::record::Record;
use super::source::Source;
use crate::error::{Error, Result};

/// Rows that go over at once, and how many such heaps may wait.
const HEAP: usize = 256;
const HEAPS: usize = 4;

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

impl Broken {
    pub(super) fn of(source: &Source) -> Error {
        source.refuse("这不是可以读取的 .xlsx工作簿", "this is not a readable .xlsx workbook")
    }
}

/// The rows of one sheet that are not blank.
pub(super) struct Sheet {
    heaps: Receiver<Heap>,
    heap: std::vec::IntoIter<Record>,
    last_row: u64,
    ended: bool,
    pub(super) blank: u64,
    /// Which sheet it is.
    pub(super) choice: Choice,
}

impl Sheet {
    /// Opens the sheet of that name, or the first with accounts among those that can be seen.
    pub(super) fn open(source: &Source, wanted: Option<&str>) -> Result<Self> {
        let broken = |_| Broken::of(source);
        let mut archive = package::Archive::new(source.reader()).map_err(|_| Broken::of(source))?;
        let names: Vec<_> =
            archive.file_names().filter_map(std::result::Result::ok).map(|name| name.into_owned()).collect();
        recognise::refuse_archive(source, &names.iter().map(String::as_str).collect::<Vec<_>>())?;
        archive::check(&mut archive).map_err(broken)?;
        let mut book = Book::open(source, archive).map_err(broken)?;
        let choice = choice::choose(&mut book, wanted).map_err(broken)?.map_err(|none| none.of(source))?;
        let (sender, heaps) = sync_channel(HEAPS);
        let at = choice.at;
        let reading = move || {
            // A closed channel is a list that nobody reads on.
            if let Err(broken) = send_rows(&mut book, at, &sender) {
                let _ = sender.send(Err(broken));
            }
        };
        thread::Builder::new().name("workbook".to_owned()).spawn(reading).map_err(|_| Broken::of(source))?;
        Ok(Self { heaps, heap: Vec::new().into_iter(), last_row: 0, ended: false, blank: 0, choice })
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

fn send_rows(book: &mut Book, at: usize, to: &SyncSender<Heap>) -> Result<(), Broken> {
    let mut heap = Vec::with_capacity(HEAP);
    book.each_row(at, &mut |record| {
        heap.push(record);
        heap.len() < HEAP || to.send(Ok(std::mem::replace(&mut heap, Vec::with_capacity(HEAP)))).is_ok()
    })?;
    if !heap.is_empty() {
        let _ = to.send(Ok(heap));
    }
    let _ = to.send(Ok(Vec::new()));
    Ok(())
}
