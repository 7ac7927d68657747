//! The keyring of the operating system, asked on a thread of its own and never for longer than agreed.
//!
//! The store is built anew for each call: `keyring`'s own entry remembers a failed start for the life
//! of the process, and a person who has just started or unlocked the keyring must be able to go on.

use std::collections::HashMap;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use keyring::Error;
use keyring_core::{CredentialStore, Entry};
use tokio::sync::{Semaphore, oneshot};
use zeroize::Zeroizing;

use crate::cause::Cause;
use crate::crypto::{self, DataKey};
use crate::error::{LockedBy, VaultError};

const SERVICE: &str = "hallpass";

type Reply<T> = Result<T, Error>;

/// One call at a time: an unanswered prompt must not pile up a second one behind it. The place is
/// free again when the call itself ends, however long its caller has been gone.
static PLACE: Semaphore = Semaphore::const_new(1);

/// The secret of an item.
pub(crate) async fn get(item: &str, wait: Duration) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let name = item.to_owned();
    call(item, wait, move |store| entry(store, &name)?.get_secret().map(Zeroizing::new)).await
}

/// Makes an item that holds the key and reads it back; one that exists is never overwritten.
pub(crate) async fn put(item: &str, key: &DataKey, wait: Duration) -> Result<(), VaultError> {
    let (name, text) = (item.to_owned(), key.to_base64());
    let kept = call(item, wait, move |store| keep(&entry(store, &name)?, text.as_bytes())).await?;
    if kept { Ok(()) } else { Err(VaultError::Unavailable { reason: Cause::OtherContent }) }
}

/// Removes an item that was made for nothing; best effort.
pub(crate) async fn remove(item: &str, wait: Duration) {
    let name = item.to_owned();
    let _ = call(item, wait, move |store| entry(store, &name)?.delete_credential()).await;
}

/// Writes, reads and removes a throw-away keyring item, asking for at most `wait`; says which store
/// answered. Fails with `Locked` or `Unavailable`.
pub async fn keyring_check(wait: Duration) -> Result<String, VaultError> {
    let name = format!("check-{}", uuid::Uuid::new_v4());
    let text = DataKey::random()?.to_base64();
    let round_trip = move |store: &CredentialStore| {
        let entry = entry(store, &name)?;
        let kept = keep(&entry, text.as_bytes());
        let removed = entry.delete_credential();
        Ok((kept?, removed.map(|()| store.vendor())?))
    };
    match call("check", wait, round_trip).await? {
        (true, vendor) => Ok(vendor),
        (false, _) => Err(VaultError::Unavailable { reason: Cause::OtherContent }),
    }
}

/// Whether a new item holds what was written; `false` also where one was there before.
fn keep(entry: &Entry, secret: &[u8]) -> Reply<bool> {
    match entry.get_secret().map(Zeroizing::new) {
        Err(Error::NoEntry) => entry.set_secret(secret)?,
        Err(other) => return Err(other),
        Ok(_) => return Ok(false),
    }
    let back = Zeroizing::new(entry.get_secret()?);
    Ok(crypto::same(&back, secret))
}

/// Runs `f` on a plain thread (a blocking call on a runtime's worker may panic or freeze the window;
/// a runtime's blocking thread would be joined at exit). A thread that hangs is left behind.
async fn call<T: Send + 'static>(
    item: &str,
    wait: Duration,
    f: impl FnOnce(&CredentialStore) -> Reply<T> + Send + 'static,
) -> Result<T, VaultError> {
    let asked = async {
        let place = PLACE.acquire().await;
        let (answer, answered) = oneshot::channel();
        let work = move || {
            hallpass_failpoint::point("keyring-before");
            let result = build().and_then(|store| f(&*store));
            hallpass_failpoint::point("keyring-after");
            drop(place);
            let _ = answer.send(result);
        };
        thread::Builder::new().name("keyring".into()).spawn(work).map_err(|_| NO_THREAD)?;
        answered.await.map_err(|_| NO_ANSWER)?.map_err(|error| state(&error, item))
    };
    tokio::time::timeout(wait, asked).await.unwrap_or(Err(TOO_LATE))
}

const NO_THREAD: VaultError = VaultError::Unavailable { reason: Cause::KeyringThread };
const NO_ANSWER: VaultError = VaultError::Unavailable { reason: Cause::KeyringFailed };
const TOO_LATE: VaultError = VaultError::Unavailable { reason: Cause::KeyringTooLate };

/// Which of the four states an error means. The error itself goes no further: its Debug may hold the secret.
fn state(error: &Error, item: &str) -> VaultError {
    let reason = match error {
        Error::NoEntry => return VaultError::Missing { item: item.to_owned() },
        Error::NoStorageAccess(cause) if no_collection(cause.as_ref()) => Cause::NoCollection,
        // Credential Manager is never locked; a session without one is that of a service or of a remote shell.
        Error::NoStorageAccess(_) if cfg!(windows) => Cause::NoLogonSession,
        Error::NoStorageAccess(_) => return VaultError::Locked { by: LockedBy::Keyring },
        Error::PlatformFailure(_) | Error::NoDefaultStore => Cause::NoKeyring,
        Error::Ambiguous(_) => Cause::Ambiguous,
        _ => Cause::KeyringResponse,
    };
    VaultError::Unavailable { reason }
}

type Underlying = dyn std::error::Error + Send + Sync;

#[cfg(all(unix, not(target_os = "macos")))]
fn no_collection(cause: &Underlying) -> bool {
    matches!(cause.downcast_ref(), Some(secret_service::Error::NoResult))
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn no_collection(_: &Underlying) -> bool {
    false
}

#[cfg(all(unix, not(target_os = "macos")))]
fn build() -> Reply<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn build() -> Reply<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn build() -> Reply<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

/// What the platform is told beside the name: a label people see, or that the item stays on this machine.
#[cfg(all(unix, not(target_os = "macos")))]
const EXTRA: [(&str, &str); 1] = [("label", "Hallpass vault key")];
#[cfg(target_os = "macos")]
const EXTRA: [(&str, &str); 0] = [];
#[cfg(windows)]
const EXTRA: [(&str, &str); 1] = [("persistence", "Local")];

fn entry(store: &CredentialStore, item: &str) -> Reply<Entry> {
    store.build(SERVICE, item, Some(&HashMap::from(EXTRA)))
}
