//! Why the system refuses something about a file, in Chinese and English: the same words in every program and for every
//! kind of file.

use std::io::ErrorKind;

/// The usual reasons in words, to follow a file's name: Chinese, then English. For the rest the system's own, which name
/// no content. Takes what [`crate::kind`] returns.
pub fn reason(kind: ErrorKind) -> (String, String) {
    let (zh, en) = match kind {
        ErrorKind::NotFound => ("不存在", "it does not exist"),
        ErrorKind::PermissionDenied => ("没有权限", "permission denied"),
        ErrorKind::ResourceBusy => (
            "另一个程序（例如Excel）正打开着它，请在那里关闭后再试",
            "another program, such as Excel, has it open; close it there and try again",
        ),
        ErrorKind::StorageFull => ("磁盘已满", "the disk is full"),
        ErrorKind::QuotaExceeded => ("磁盘配额已用完", "the disk quota is used up"),
        ErrorKind::ReadOnlyFilesystem => ("文件系统只读", "the file system is read-only"),
        ErrorKind::IsADirectory => ("这是一个文件夹", "it is a folder"),
        ErrorKind::NotADirectory => ("路径中有一段不是文件夹", "part of its path is not a folder"),
        ErrorKind::AlreadyExists => ("已存在", "it already exists"),
        ErrorKind::FileTooLarge => ("文件太大", "the file is too large"),
        ErrorKind::AddrInUse => ("端口已被占用", "the port is already in use"),
        kind => return (format!("读写失败（{kind}）"), format!("reading or writing failed ({kind})")),
    };
    (zh.to_owned(), en.to_owned())
}

/// Whether another path, or another program closed, would mend it: what a person asked for was wrong, and not the system.
pub const fn is_about_the_path(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::NotFound
            | ErrorKind::PermissionDenied
            | ErrorKind::ResourceBusy
            | ErrorKind::IsADirectory
            | ErrorKind::NotADirectory
            | ErrorKind::AlreadyExists
            | ErrorKind::InvalidFilename
            | ErrorKind::InvalidInput
    )
}
