//! JSON: one array, or an object a line. Every value is text or null.

use std::io::{self, BufWriter, Write};

use crate::sealed::SealedFile;

pub(super) struct Json {
    file: BufWriter<SealedFile>,
    /// `{"account":`, `,"kind":` and so on: names never change, so they are written out once.
    keys: Vec<Vec<u8>>,
    array: bool,
    first: bool,
}

impl Json {
    pub(super) fn new(file: SealedFile, names: &[String], array: bool) -> io::Result<Self> {
        let mut file = BufWriter::with_capacity(64 * 1024, file);
        if array {
            file.write_all(b"[")?;
        }
        let keys = names.iter().enumerate().map(|(at, name)| key(at, name)).collect::<io::Result<_>>()?;
        Ok(Self { file, keys, array, first: true })
    }

    pub(super) fn push<'a>(&mut self, cells: impl Iterator<Item = Option<&'a str>>) -> io::Result<()> {
        if self.array {
            self.file.write_all(if self.first { b"\n" } else { b",\n" })?;
        }
        self.first = false;
        for (key, cell) in self.keys.iter().zip(cells) {
            self.file.write_all(key)?;
            serde_json::to_writer(&mut self.file, &cell)?;
        }
        self.file.write_all(if self.array { b"}" } else { b"}\n" })
    }

    pub(super) fn finish(mut self) -> io::Result<SealedFile> {
        if self.array {
            self.file.write_all(b"\n]\n")?;
        }
        self.file.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

fn key(at: usize, name: &str) -> io::Result<Vec<u8>> {
    let mut key = if at == 0 { b"{".to_vec() } else { b",".to_vec() };
    serde_json::to_writer(&mut key, name)?;
    key.push(b':');
    Ok(key)
}
