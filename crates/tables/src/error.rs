//! Errors of lists and tables, with messages for the user.

use std::fmt;
use std::io;
use std::path::Path;

use hallpass_providers::Text;

/// The result of anything here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The list of accounts: absent, unreadable, or no list.
    List,
    /// The file to write, or its folder.
    Output,
    /// The recipient or the passphrase.
    Protection,
    /// The private folder for temporary rows.
    Private,
}

/// One sentence in both languages that names the file. No cell of a list or table is ever in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What it is about.
    pub kind: ErrorKind,
    /// The sentence.
    pub text: Text,
    /// The system failed, as with a full disk: no other path would mend it.
    pub by_system: bool,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { kind, text: Text::made(zh.into(), en.into()), by_system: false }
    }

    /// The system refused something about `path`.
    pub(crate) fn io(kind: ErrorKind, path: &Path, error: &io::Error) -> Self {
        let refused = hallpass_files::kind(error);
        let (name, (zh, en)) = (hallpass_files::shown(path), hallpass_files::reason(refused));
        let by_system = !hallpass_files::is_about_the_path(refused);
        Self { by_system, ..Self::new(kind, format!("{name}：{zh}"), format!("{name}: {en}")) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text.en)
    }
}

impl std::error::Error for Error {}
