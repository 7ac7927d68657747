//! What the page has from Rust, as text in its own folder: the types of what crosses to it, and the systems that its
//! fake shows.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use hallpass_core::providers::registry::PROVIDERS;

/// Holds a file of the page against what it is written from.
fn is_not_stale(name: &str, written: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/ipc").join(name);
    if std::env::var_os("UPDATE_TYPES").is_some() {
        std::fs::write(&file, written).unwrap();
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(there == written, "{} is stale: write it with UPDATE_TYPES=1 (CONTRIBUTING.md)", file.display());
}

#[test]
fn the_pages_types_are_not_stale() {
    is_not_stale("types.ts", &hallpass_desktop::types::typescript());
}

#[test]
fn the_fakes_systems_are_not_stale() {
    let systems: Vec<_> = PROVIDERS.iter().map(|provider| provider.descriptor()).collect();
    is_not_stale("fake/providers.json", &(serde_json::to_string_pretty(&systems).unwrap() + "\n"));
}
