//! The bytes of a folder, to compare before and after.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Every file in a folder with its bytes. Left out are SQLite's `-shm`, an index it may rebuild at will, and
/// an empty `-wal`, which says the same as none.
pub fn snapshot(home: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(home).unwrap().map(|entry| entry.unwrap());
    files
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .filter(|(name, bytes)| !(name.ends_with("-shm") || (name.ends_with("-wal") && bytes.is_empty())))
        .collect()
}

/// Copies the files of a folder into a new one.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
