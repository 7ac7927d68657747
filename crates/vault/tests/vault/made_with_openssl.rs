//! A vault's file is SQLCipher's, whichever library does the cryptography: the folder beside this was made by a build with
//! OpenSSL.

use hallpass_vault::Vault;
use tempfile::TempDir;

use crate::child_process::{SCHEMA, SECRET, by_passphrase, get, put};
use crate::support::files::copy;

#[tokio::test]
async fn a_vault_that_was_made_with_openssl_is_read_and_written() {
    let home = TempDir::new().unwrap();
    copy(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vault/made_with_openssl"), home.path());
    for _ in 0..2 {
        let vault = Vault::open(home.path(), by_passphrase(), SCHEMA).await.unwrap();
        assert_eq!(get(&vault).await.unwrap().as_deref(), Some(SECRET));
        put(&vault).await.unwrap();
        vault.close().await;
    }
}
