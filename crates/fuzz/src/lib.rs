//! Parses untrusted input: one function for each kind of input, which panics if a guarantee is broken.
//!
//! `cargo test` runs every input of `corpus/` and mutations of it. `cargo xtask fuzz` has libFuzzer look for new ones, with
//! the programs in `libfuzzer/`. What it finds goes into `corpus/`, so that it stays mended.
#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used, reason = "a broken promise is a panic here")]

mod addresses;
mod answers;
mod envelopes;
mod lists;
mod packs;
mod replies;
mod team;

/// Reads one input; panics where a promise is broken.
pub type Target = fn(&[u8]);

/// The names of the targets, which are those of their folders in `corpus/`, and what each reads.
pub const TARGETS: &[(&str, Target)] = &[
    ("addresses", addresses::read),
    ("answers", answers::read),
    ("csv_packs", packs::read_csv),
    ("envelopes", envelopes::read),
    ("json_packs", packs::read_json),
    ("lists", lists::read),
    ("team", team::read),
    ("workbooks", lists::read_workbook),
];

/// A secret in what the targets send. No word that may be shown may hold it.
const CANARY: &str = "CANARY-7f3a-passw0rd";

/// The placeholder for [`CANARY`] in an input, so that a fuzzer can put it anywhere.
const CANARY_MARK: &str = "@CANARY@";

/// Fails if something that may be shown holds the secret.
fn check_shown(shown: &str) {
    assert!(!shown.contains(CANARY), "a secret is shown: {shown}");
}
