//! The output file of a table: plain or encrypted with age, and only present when complete.

mod place;
mod protection;

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use age::stream::StreamWriter;
use tempfile::NamedTempFile;

use crate::error::{Error, ErrorKind, Result};

pub use protection::Protection;

/// A file being written. It takes its name at [`SealedFile::finish`]; dropped before, nothing is left of it.
pub struct SealedFile {
    out: PathBuf,
    body: Body,
}

enum Body {
    Plain(NamedTempFile),
    Sealed(Box<StreamWriter<NamedTempFile>>),
}

impl SealedFile {
    /// Starts a file that will be `out`, in the same folder, readable by its owner alone from the start. What a killed
    /// process left of such files in that folder is removed.
    ///
    /// # Errors
    /// Returns an error if `out` is a folder, a device or a link, if its folder is not writable, or if
    /// [`Protection::check`] fails.
    pub fn create(out: &Path, protection: &Protection) -> Result<Self> {
        let encryptor = protection.encryptor()?;
        let file = place::start(out)?;
        let body = match encryptor {
            None => Body::Plain(file),
            Some(encryptor) => {
                let sealed = encryptor.wrap_output(file).map_err(|error| fault(out, &error))?;
                Body::Sealed(Box::new(sealed))
            }
        };
        Ok(Self { out: out.to_owned(), body })
    }

    /// Whether a file could become `out` now; nothing of the try is left.
    ///
    /// # Errors
    /// As [`SealedFile::create`], except for the protection.
    pub fn check(out: &Path) -> Result<()> {
        place::check(out)
    }

    /// The file that this will be.
    pub fn out(&self) -> &Path {
        &self.out
    }

    /// Makes the file whole and durable and gives it its name, in place of what stood there before.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written; the former one is then unchanged.
    pub fn finish(self) -> Result<()> {
        let Self { out, body } = self;
        let file = match body {
            Body::Plain(file) => file,
            Body::Sealed(sealed) => sealed.finish().map_err(|error| fault(&out, &error))?,
        };
        place::settle(file, &out)
    }
}

impl Write for SealedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.body {
            Body::Plain(file) => file.write(bytes),
            Body::Sealed(sealed) => sealed.write(bytes),
        }
    }

    // What is buffered for age is a chunk that only `finish` may close.
    fn flush(&mut self) -> io::Result<()> {
        match &mut self.body {
            Body::Plain(file) => file.flush(),
            Body::Sealed(_) => Ok(()),
        }
    }
}

fn fault(out: &Path, error: &io::Error) -> Error {
    Error::io(ErrorKind::Output, out, error)
}

/// Makes a file's name survive a power cut; Windows needs and offers nothing of the kind.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
