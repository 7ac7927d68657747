//! The recovery key of a vault that was just made: kept until the page shows it, and not discarded before the user
//! confirms having written it down.

use hallpass_core::vault::NewVault;

use super::AppState;
use crate::mutex::lock;

/// How far a new vault's recovery key is.
#[derive(Default)]
pub(super) enum RecoveryKey {
    /// There is none to see: the vault is an older one, or a person has acknowledged its key.
    #[default]
    Acknowledged,
    /// Nobody has seen it yet.
    Unseen(Box<NewVault>),
    /// It is on the screen, and nowhere else.
    Shown,
}

impl AppState {
    /// Keeps the key of a new vault until the page shows it.
    pub(crate) fn keep_recovery(&self, new: NewVault) {
        *lock(&self.0.recovery) = RecoveryKey::Unseen(Box::new(new));
    }

    /// Hands it out to be shown, once. Nothing is locked from then on until `acknowledge_recovery`.
    pub(crate) fn show_recovery(&self) -> Option<NewVault> {
        let mut recovery = lock(&self.0.recovery);
        match std::mem::take(&mut *recovery) {
            RecoveryKey::Unseen(new) => {
                *recovery = RecoveryKey::Shown;
                Some(*new)
            }
            other => {
                *recovery = other;
                None
            }
        }
    }

    /// A person has written it down, or the page that showed it is gone.
    pub(crate) fn acknowledge_recovery(&self) {
        let mut recovery = lock(&self.0.recovery);
        if matches!(*recovery, RecoveryKey::Shown) {
            *recovery = RecoveryKey::Acknowledged;
        }
    }

    /// Whether locking would lose it.
    pub(super) fn awaits_recovery(&self) -> bool {
        !matches!(*lock(&self.0.recovery), RecoveryKey::Acknowledged)
    }

    /// The vault goes: one whose recovery key nobody has seen is none.
    pub(super) async fn discard_unseen(&self) {
        let before = std::mem::take(&mut *lock(&self.0.recovery));
        if let RecoveryKey::Unseen(new) = before {
            new.discard().await;
        }
    }
}
