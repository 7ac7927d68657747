//! The bytes of a list: read several times, to learn what it is and for its rows.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use hallpass_files::shown;

use crate::error::{Error, ErrorKind, Result};

/// A file that can be read again, and what it is called in messages.
pub(super) struct Source {
    file: Arc<File>,
    pub(super) name: String,
}

impl Source {
    pub(super) fn open(path: &Path, private: &Path) -> Result<Self> {
        let name = shown(path);
        let file = File::open(path).map_err(|error| Error::io(ErrorKind::List, path, &error))?;
        let there = file.metadata().map_err(|error| Error::io(ErrorKind::List, path, &error))?;
        if there.is_dir() {
            return Err(Error::io(ErrorKind::List, path, &io::ErrorKind::IsADirectory.into()));
        }
        // A pipe such as a shell's <(...) gives its bytes once.
        if there.is_file() { Ok(Self { file: Arc::new(file), name }) } else { Self::spool(file, &name, private) }
    }

    /// Copies what can be read once into a file without a name, which goes when it is closed.
    pub(super) fn spool(mut from: impl Read, name: &str, private: &Path) -> Result<Self> {
        let mut file =
            tempfile::tempfile_in(private).map_err(|error| Error::io(ErrorKind::Private, private, &error))?;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Error::io(ErrorKind::List, Path::new(name), &error)),
            };
            io::Write::write_all(&mut file, &buffer[..read])
                .map_err(|error| Error::io(ErrorKind::Private, private, &error))?;
        }
        Ok(Self { file: Arc::new(file), name: shown(Path::new(name)) })
    }

    /// All bytes from the first on. Every reader has a place of its own.
    pub(super) fn bytes(&self) -> Bytes {
        Bytes { file: Arc::clone(&self.file), at: 0 }
    }

    /// The same for who reads a little at a time.
    pub(super) fn reader(&self) -> BufReader<Bytes> {
        BufReader::new(self.bytes())
    }

    /// The first bytes, at most `most`.
    pub(super) fn head(&self, most: u64) -> Result<Vec<u8>> {
        let mut head = Vec::new();
        self.bytes().take(most).read_to_end(&mut head).map_err(|error| self.fault(&error))?;
        Ok(head)
    }

    /// What the extension is, in small letters.
    pub(super) fn extension(&self) -> String {
        Path::new(&self.name).extension().unwrap_or_default().to_string_lossy().to_lowercase()
    }

    pub(super) fn fault(&self, error: &io::Error) -> Error {
        Error::io(ErrorKind::List, Path::new(&self.name), error)
    }

    /// The list is no list.
    pub(super) fn refuse(&self, zh: &str, en: &str) -> Error {
        let name = &self.name;
        Error::new(ErrorKind::List, format!("{name}：{zh}"), format!("{name}: {en}"))
    }
}

/// Reads a file from its own position, independent of other readers.
pub(super) struct Bytes {
    file: Arc<File>,
    at: u64,
}

impl Read for Bytes {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(&*self.file, into, self.at)?;
        #[cfg(windows)]
        let read = std::os::windows::fs::FileExt::seek_read(&*self.file, into, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Bytes {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.file.metadata()?.len().checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
