//! The files and folders that the documents name are there.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

const DOCUMENTS: &[&str] = &[
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "STYLE.md",
    "README.md",
    "README.zh-CN.md",
    "docs/faults.md",
];
const ROOTS: &[&str] = &["crates/", "src-tauri/", "ui/", "tests/", "docs/"];

/// `a/{b,c}.rs` is two paths.
fn each(path: &str) -> Vec<String> {
    let Some((head, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
    let (names, tail) = rest.split_once('}').unwrap_or((rest, ""));
    names.split(',').map(|name| format!("{head}{name}{tail}")).collect()
}

#[test]
fn every_path_that_a_document_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut seen = 0;
    for document in DOCUMENTS {
        let text = std::fs::read_to_string(root.join(document)).unwrap();
        // Between backticks; a placeholder in angle brackets and the invented provider are no paths.
        let quoted = text.split('`').skip(1).step_by(2);
        let paths = quoted.filter(|path| ROOTS.iter().any(|start| path.starts_with(start)));
        let paths = paths.filter(|path| !path.contains(['<', '*', ' ', '\n']) && !path.contains("northgate"));
        for path in paths.flat_map(each) {
            seen += 1;
            assert!(root.join(&path).exists(), "{document} names {path}");
        }
    }
    assert!(seen > 20, "only {seen} paths were found: the search is at fault");
}
