//! Files that a person asks for: into the folder of downloads, never over another file, for nobody else to read.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use hallpass_core::providers::Text;
use hallpass_core::{Error, ErrorCode, Result};

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
    let failed = |at: &Path| {
        let at = at.display();
        Error::new(ErrorCode::Usage, Text::made(format!("无法写入{at}"), format!("Could not write {at}")))
    };
    std::fs::create_dir_all(folder).map_err(|_| failed(folder))?;
    for n in 1..MOST {
        let path = folder.join(if n == 1 { format!("{name}.{end}") } else { format!("{name}-{n}.{end}") });
        let mut open = OpenOptions::new();
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
        match open.write(true).create_new(true).open(&path) {
            Ok(mut file) => return file.write_all(bytes).map(|()| path.clone()).map_err(|_| failed(&path)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(_) => return Err(failed(&path)),
        }
    }
    Err(failed(folder))
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
    }
}
