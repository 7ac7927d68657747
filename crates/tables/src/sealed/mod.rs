//! The file below a table: in clear or sealed with age, and there only when it is whole.

use std::io::{self, Write};
use std::path::Path;

use hallpass_providers::Secret;

use crate::Result;

/// How a file is kept from other eyes.
#[derive(Debug, Clone)]
pub enum Protection {
    /// In clear, readable by its owner alone.
    Plain,
    /// Sealed with age under a passphrase.
    Passphrase(Secret),
    /// Sealed with age for the holder of this key (`age1...`).
    Recipient(String),
}

impl Protection {
    /// Whether the recipient is a key and the passphrase is not empty: asked before anything is sent.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Protection`] naming the recipient, unless it is a secret key given by mistake.
    pub fn check(&self) -> Result<()> {
        Ok(())
    }
}

/// A file being written. It takes its name at [`SealedFile::finish`]; dropped before, nothing is left of it.
pub struct SealedFile {}

impl SealedFile {
    /// Starts a file that will be `out`, in the same folder, readable by its owner alone from the start.
    ///
    /// # Errors
    /// `out` is a folder or its folder cannot be written to; what [`Protection::check`] finds.
    pub fn create(_out: &Path, _protection: &Protection) -> Result<Self> {
        Ok(Self {})
    }

    /// Makes the file whole and durable and gives it its name, in place of what stood there before.
    ///
    /// # Errors
    /// The disk: then what stood there before still does.
    pub fn finish(self) -> Result<()> {
        Ok(())
    }
}

impl Write for SealedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
