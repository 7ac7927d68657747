//! The recovery key: 32 random bytes a person keeps on paper.

use zeroize::Zeroizing;

/// A recovery key, shown once when the vault is made; Hallpass keeps no copy.
pub struct RecoveryKey(Zeroizing<String>);

impl RecoveryKey {
    /// The grouped text to show to the person.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryKey(****)")
    }
}
