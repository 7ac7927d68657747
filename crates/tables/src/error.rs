//! What can go wrong with a list or a table, in words for a person.

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
    /// The file to write, or the folder it is to stand in.
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
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { kind, text: Text::made(zh.into(), en.into()) }
    }

    /// The system refused something about `path`.
    pub(crate) fn io(kind: ErrorKind, path: &Path, error: &io::Error) -> Self {
        let (name, (zh, en)) = (path.display(), reason(error));
        Self::new(kind, format!("{name}：{zh}"), format!("{name}: {en}"))
    }
}

/// The usual reasons in both languages; the system's own words, which name no content, for the rest.
fn reason(error: &io::Error) -> (String, String) {
    let (zh, en) = match error.kind() {
        io::ErrorKind::NotFound => ("没有这个文件或文件夹", "there is no such file or folder"),
        io::ErrorKind::PermissionDenied => ("没有权限", "permission denied"),
        io::ErrorKind::StorageFull => ("磁盘已满", "the disk is full"),
        io::ErrorKind::QuotaExceeded => ("磁盘配额已用完", "the disk quota is used up"),
        io::ErrorKind::ReadOnlyFilesystem => ("文件系统是只读的", "the file system is read-only"),
        io::ErrorKind::IsADirectory => ("这是一个文件夹", "it is a folder"),
        io::ErrorKind::NotADirectory => ("路径中有一段不是文件夹", "part of the path is not a folder"),
        io::ErrorKind::FileTooLarge => ("文件太大", "the file is too large"),
        kind => return (format!("读写失败（{kind}）"), format!("reading or writing failed ({kind})")),
    };
    (zh.to_owned(), en.to_owned())
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text.en)
    }
}

impl std::error::Error for Error {}
