//! Whose attempt it is, and what it spends.

use hallpass_providers::{Address, ChallengeKind, Descriptor, Effect, Field, Host, Method, Secret, Values};
use hallpass_vault::Vault;
use jiff::Timestamp;

use super::account_key::AccountKey;

/// Whose attempt it is.
#[derive(Debug, Clone)]
pub(crate) struct AttemptKey {
    pub(crate) host: Host,
    pub(crate) account: AccountKey,
    /// The account as a person wrote it, for messages.
    pub(crate) name: String,
    /// A keyed hash of host, account and the secret that would be sent.
    pub(crate) secret: Option<[u8; 32]>,
    /// The one-time code that would be sent, where it was made here.
    pub(crate) code: Option<CodeStep>,
}

/// A one-time code of a saved seed, known again without being kept: servers accept each once.
#[derive(Debug, Clone)]
pub(crate) struct CodeStep {
    /// A keyed hash of the seed.
    pub(crate) seed: [u8; 32],
    /// Which of its codes.
    pub(crate) number: u64,
    pub(crate) expires_at: Timestamp,
}

impl AttemptKey {
    pub(crate) fn new(
        vault: &Vault,
        server: &Address,
        descriptor: &Descriptor,
        method: &Method,
        values: &Values,
    ) -> Self {
        let host = server.host();
        let account = AccountKey::new(descriptor, method, values);
        let name = values.text(method.account).unwrap_or_default().to_owned();
        let secret = method.password.and_then(|field| values.secret(field));
        // A server may say "wrong password" where a one-time code is missing: with a code it is another try.
        let one_time = |field: &Field| !field.can_be_saved() && values.has(field.name);
        let with_code = descriptor.fields_of(method.id).any(one_time);
        let secret = secret.map(|secret| hash(vault, &host, &account, secret, with_code));
        Self { host, account, name, secret, code: None }
    }
}

fn hash(vault: &Vault, host: &Host, account: &AccountKey, secret: &Secret, with_code: bool) -> [u8; 32] {
    let purpose = if with_code { "refused-password-with-code" } else { "refused-password" };
    // Reason: a keyed hash under the vault's key, so that a refused password is known again without being kept.
    vault.keyed_hash(purpose, &[host.as_str().as_bytes(), account.as_str().as_bytes(), secret.expose().as_bytes()])
}

/// What a call spends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A try of the account's password.
    Attempt,
    /// A try of a code that was sent to a person.
    Code,
    /// A text message.
    Sms,
}

impl Kind {
    /// What a call of this effect spends, where it spends something. `answers` is the challenge that it answers.
    pub(crate) fn of(effect: Effect, answers: Option<ChallengeKind>) -> Option<Self> {
        match (effect, answers) {
            (Effect::Attempt, Some(ChallengeKind::Sms | ChallengeKind::Mfa)) => Some(Self::Code),
            (Effect::Attempt, _) => Some(Self::Attempt),
            (Effect::Sms, _) => Some(Self::Sms),
            (Effect::Read | Effect::Change | Effect::Mint | Effect::Rotate, _) => None,
        }
    }
}
