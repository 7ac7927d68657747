//! One target under libFuzzer; `HALLPASS_FUZZ` names it. `cargo xtask fuzz` builds and runs this.
#![no_main]

use std::sync::LazyLock;

use hallpass_fuzz::{TARGETS, Target};

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let asked = std::env::var("HALLPASS_FUZZ").unwrap_or_default();
    let found = TARGETS.iter().find(|(name, _)| *name == asked);
    found.map_or_else(|| panic!("HALLPASS_FUZZ names no target: {asked}"), |(_, read)| *read)
});

libfuzzer_sys::fuzz_target!(|input: &[u8]| TARGET(input));
