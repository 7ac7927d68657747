//! The bytes of a list: read twice, once to learn their encoding and once for the lines.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use crate::{Error, ErrorKind, Result};

/// A file that can be read again, and what it is called in messages.
pub(super) struct Source {
    pub(super) file: File,
    pub(super) name: String,
}

impl Source {
    pub(super) fn open(path: &Path, private: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| Error::io(ErrorKind::List, path, &error))?;
        let there = file.metadata().map_err(|error| Error::io(ErrorKind::List, path, &error))?;
        if there.is_dir() {
            return Err(Error::io(ErrorKind::List, path, &io::ErrorKind::IsADirectory.into()));
        }
        // A pipe such as a shell's <(...) gives its bytes once.
        if there.is_file() { Ok(Self { file, name }) } else { Self::spool(file, &name, private) }
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
        let mut source = Self { file, name: name.to_owned() };
        source.rewind()?;
        Ok(source)
    }

    pub(super) fn rewind(&mut self) -> Result<()> {
        self.file.rewind().map_err(|error| self.fault(&error))
    }

    /// The first bytes, at most `most`; the next read starts at the beginning again.
    pub(super) fn head(&mut self, most: u64) -> Result<Vec<u8>> {
        let mut head = Vec::new();
        (&self.file).take(most).read_to_end(&mut head).map_err(|error| self.fault(&error))?;
        self.rewind()?;
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
