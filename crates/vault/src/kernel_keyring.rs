//! A temporary unlock: the key in the user's Linux kernel keyring, with a time-out.
//!
//! Every process of the same user can use it; it does not survive the time-out or a restart of the machine.

use std::time::{Duration, SystemTime};

use crate::cause::Cause;
use crate::crypto::DataKey;
use crate::error::VaultError;

#[cfg(target_os = "linux")]
mod linux {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use linux_keyutils::{Key, KeyError, KeyPermissionsBuilder, KeyRing, KeyRingIdentifier, Permission};
    use zeroize::Zeroizing;

    use crate::crypto::DataKey;

    fn ring() -> Result<KeyRing, KeyError> {
        let user = KeyRing::from_special_id(KeyRingIdentifier::User, true)?;
        // A login session often has a keyring of its own without the user's in it; what is not
        // reachable from the session may be found but not given a time-out.
        if let Ok(session) = KeyRing::from_special_id(KeyRingIdentifier::Session, false) {
            let _ = session.link_keyring(user);
        }
        Ok(user)
    }

    fn description(vault_id: &str) -> String {
        format!("hallpass:{vault_id}")
    }

    pub(super) fn hold(vault_id: &str, key: &DataKey, time: Duration) -> Result<(), KeyError> {
        let mut payload = Zeroizing::new(key.bytes().to_vec());
        payload.extend_from_slice(&(unix_now() + time.as_secs()).to_be_bytes());
        let held = ring()?.add_key(&description(vault_id), payload.as_slice())?;
        bound(&held, time).inspect_err(|_| {
            let _ = held.invalidate();
        })
    }

    fn bound(key: &Key, time: Duration) -> Result<(), KeyError> {
        key.set_timeout(usize::try_from(time.as_secs().max(1)).unwrap_or(usize::MAX))?;
        let owner = Permission::VIEW | Permission::READ | Permission::WRITE | Permission::SEARCH | Permission::SETATTR;
        key.set_perms(KeyPermissionsBuilder::builder().posessor(Permission::ALL).user(owner).build())
    }

    pub(super) fn held(vault_id: &str) -> Option<(DataKey, SystemTime)> {
        let payload = Zeroizing::new(ring().ok()?.search(&description(vault_id)).ok()?.read_to_vec().ok()?);
        let (key, until) = payload.split_at_checked(32)?;
        let until = u64::from_be_bytes(until.try_into().ok()?);
        Some((DataKey::from_bytes(key)?, UNIX_EPOCH + Duration::from_secs(until)))
    }

    pub(super) fn forget(vault_id: &str) {
        if let Ok(key) = ring().and_then(|ring| ring.search(&description(vault_id))) {
            let _ = key.invalidate();
        }
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the kernel counts the time-out from now; the end kept here is only shown"
    )]
    fn unix_now() -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }
}

/// Puts the key into the kernel's keyring for `time` (whole seconds, at least one).
#[cfg(target_os = "linux")]
pub(crate) fn hold(vault_id: &str, key: &DataKey, time: Duration) -> Result<(), VaultError> {
    linux::hold(vault_id, key, time).map_err(|_| VaultError::Unsupported { what: Cause::KernelKeyring })
}

/// The key and the end of its time, if an unlock holds.
#[cfg(target_os = "linux")]
pub(crate) fn held(vault_id: &str) -> Option<(DataKey, SystemTime)> {
    linux::held(vault_id)
}

/// Ends an unlock, if one holds.
#[cfg(target_os = "linux")]
pub(crate) fn forget(vault_id: &str) {
    linux::forget(vault_id);
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn hold(_: &str, _: &DataKey, _: Duration) -> Result<(), VaultError> {
    Err(VaultError::Unsupported { what: Cause::UnlockOnLinuxOnly })
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn held(_: &str) -> Option<(DataKey, SystemTime)> {
    None
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn forget(_: &str) {}
