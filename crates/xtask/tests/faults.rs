//! `docs/faults.md` names tests for each kind of fault, and each of them is there.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_kind_of_fault_has_a_test_that_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for folder in ["crates", "src-tauri", "tests"] {
        sources(&root.join(folder), &mut files);
    }
    let code: String = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let page = fs::read_to_string(root.join("docs/faults.md")).unwrap();
    let rows =
        page.lines().filter_map(|line| line.strip_prefix("| ")).filter(|line| line.starts_with(char::is_numeric));
    for (place, row) in rows.clone().enumerate() {
        let cells: Vec<&str> = row.trim_end_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells[0].parse::<usize>().unwrap(), place + 1, "{row}");
        for name in cells[2].split(", ").map(|name| name.trim_matches('`')) {
            assert!(code.contains(&format!("fn {name}()")), "{row}: there is no test {name}");
        }
    }
    assert_eq!(rows.count(), 49);
}
