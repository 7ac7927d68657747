//! Files that a person asks for: into the folder of downloads, never over another file, for nobody else to read.

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use hallpass_core::providers::Text;
use hallpass_core::{Error, ErrorCode, Result, shown};

/// How many files of one name are tried.
const MOST: u32 = 1000;

/// Writes a file and says where: `name.end`, or `name-2.end` where that is taken.
///
/// # Errors
/// Returns an error if it cannot be written.
pub(crate) fn keep(name: &str, end: &str, bytes: &[u8]) -> Result<PathBuf> {
    let folder = dirs::download_dir().or_else(dirs::home_dir).unwrap_or_default();
    keep_in(&folder, name, end, bytes)
}

fn keep_in(folder: &Path, name: &str, end: &str, bytes: &[u8]) -> Result<PathBuf> {
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    for n in 1..MOST {
        let path = folder.join(if n == 1 { format!("{name}.{end}") } else { format!("{name}-{n}.{end}") });
        match hallpass_files::create(&path) {
            Ok(mut file) => return file.write_all(bytes).map(|()| path.clone()).map_err(|error| failed(&path, &error)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(&path, &error)),
        }
    }
    Err(failed(folder, &ErrorKind::AlreadyExists.into()))
}

fn failed(at: &Path, error: &io::Error) -> Error {
    let (at, (zh, en)) = (shown(at), hallpass_files::reason(hallpass_files::kind(error)));
    Error::new(ErrorCode::Internal, Text::made(format!("无法写入{at}：{zh}"), format!("Could not write {at}: {en}")))
}

#[cfg(test)]
mod tests {
    use super::keep_in;

    #[test]
    fn no_file_is_overwritten_and_nobody_else_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let first = keep_in(folder.path(), "profiles", "json", b"1").unwrap();
        let second = keep_in(folder.path(), "profiles", "json", b"2").unwrap();
        assert_eq!(std::fs::read(&first).unwrap(), b"1");
        assert_eq!(second.file_name().unwrap(), "profiles-2.json");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&first).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert!(keep_in(&first, "x", "json", b"").is_err());
        let said = keep_in(&first.join("\u{1b}[2J"), "x", "json", b"").unwrap_err().message;
        assert!(said.en.contains("\u{fffd}[2J") && !said.zh.contains('\u{1b}'), "{said:?}");
    }
}
