//! `envelope.json` as someone left it: it is refused, or it is the one that was written.

use std::fs;

use hallpass_vault::status;

/// The id in the envelope of the corpus.
const VAULT: &str = "a875f604-f200-4f74-91f1-611fdf60bf19";

pub(crate) fn read(input: &[u8]) {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("envelope.json"), input).unwrap();
    fs::write(home.path().join("vault.db"), b"").unwrap();
    let Ok(status) = status(home.path()) else { return };
    assert_eq!(status.vault_id.as_deref(), Some(VAULT), "a changed envelope is taken for another vault's");
}
