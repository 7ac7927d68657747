//! `vault.seq`: the number of the last counted commit, kept outside the database.
//!
//! SQLite silently drops every commit after a damaged WAL frame. A database whose own number is below the counter has
//! lost commits. The counter is forty bytes written in place, the number and a MAC of it: it is not synced, so after a
//! power cut it may be behind the database, never ahead of it.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::Path;

use zeroize::Zeroizing;

use crate::crypto;

/// The mark of one vault.
pub(crate) struct CommitCounter {
    path: std::path::PathBuf,
    key: Zeroizing<[u8; 32]>,
}

impl CommitCounter {
    pub(crate) fn new(path: &Path, key: Zeroizing<[u8; 32]>) -> Self {
        Self { path: path.to_owned(), key }
    }

    /// The number; `None` where the file is missing or is not ours.
    pub(crate) fn read(&self) -> Option<i64> {
        let mut file = File::open(&self.path).ok()?;
        file.lock_shared().ok()?;
        self.parse(&mut file)
    }

    /// Raises the mark to `number` unless another process has raised it further. A mark that cannot be written only
    /// means that a later loss goes unnoticed: the commit itself is safe.
    pub(crate) fn raise(&self, number: i64) {
        let _ = self.try_raise(number);
    }

    fn try_raise(&self, number: i64) -> std::io::Result<()> {
        let mut file = hallpass_files::open_or_create(&self.path)?;
        file.lock()?;
        if self.parse(&mut file).is_some_and(|mark| mark >= number) {
            return Ok(());
        }
        let mut record = number.to_be_bytes().to_vec();
        record.extend_from_slice(&crypto::mac(&self.key, &[&number.to_be_bytes()]));
        file.rewind()?;
        file.write_all(&record)
    }

    fn parse(&self, file: &mut File) -> Option<i64> {
        let (mut number, mut mac) = ([0; 8], [0; 32]);
        file.rewind().ok()?;
        file.read_exact(&mut number).ok()?;
        file.read_exact(&mut mac).ok()?;
        crypto::same(&mac, &crypto::mac(&self.key, &[&number])).then(|| i64::from_be_bytes(number))
    }
}
