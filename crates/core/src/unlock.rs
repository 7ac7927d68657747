//! Shares the unlock of a passphrase vault between window and command: typed in one, it is valid for both for a while.

use std::path::Path;
use std::time::Duration;

use hallpass_vault::{LockedBy, Unlock, Vault, VaultError};
use zeroize::Zeroizing;

use crate::schema::MIGRATIONS;

/// How long a typed passphrase serves other programs of the same user, unless it is locked before.
pub const UNLOCK_TIME: Duration = Duration::from_secs(15 * 60);

/// Opens the vault in `home` by an unlock that still holds, whichever program made it.
///
/// # Errors
/// Returns [`VaultError::Locked`] if none holds or this system keeps none, or why the vault cannot be opened.
pub async fn open_unlocked(home: &Path) -> Result<Vault, VaultError> {
    match Vault::open(home, Unlock::KernelKeyring, MIGRATIONS).await {
        Err(VaultError::Unsupported { .. }) => Err(VaultError::Locked { by: LockedBy::Passphrase }),
        other => other,
    }
}

/// Opens the vault in `home` with what a person has typed, and keeps it unlocked for other programs for `time`, usually
/// [`UNLOCK_TIME`]; says whether that is so. A system that keeps no unlock asks again in each program.
///
/// # Errors
/// Returns an error if the passphrase is wrong or the vault cannot be opened.
pub async fn open_typed(
    home: &Path,
    passphrase: Zeroizing<String>,
    time: Duration,
) -> Result<(Vault, bool), VaultError> {
    let vault = Vault::open(home, Unlock::Passphrase(passphrase), MIGRATIONS).await?;
    let held = vault.unlock_for(time).is_ok();
    Ok((vault, held))
}
