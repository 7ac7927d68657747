//! The page's types are those of the structs that cross to it.

use std::path::Path;

#[test]
fn the_pages_types_are_not_stale() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/ipc/types.ts");
    let written = hallpass_desktop::types::typescript();
    if std::env::var_os("UPDATE_TYPES").is_some() {
        std::fs::write(&file, &written).unwrap();
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(there == written, "{} is stale: its first line says how it is written", file.display());
}
