//! The guard: what keeps people out of trouble.
//!
//! An attempt is reserved in the vault before it is sent and settled after; an unknown outcome counts. The guard
//! warns and blocks; a person can always continue with `anyway`.

mod blocked;
mod rules;
mod store;
#[cfg(test)]
mod tests;

use hallpass_providers::{
    Address, ChallengeKind, Descriptor, Effect, Fault, Field, Method, Next, Refusal, RefusalKind, Secret, Values,
};
use hallpass_vault::Vault;
use jiff::Timestamp;
use rusqlite::Connection;

pub(crate) use rules::Verdict;

use crate::{Moment, Result};

/// Whose attempt it is.
#[derive(Debug, Clone)]
pub(crate) struct AttemptKey {
    pub(crate) host: String,
    /// What its tries are counted by: everything that tells the account from another one at the host.
    pub(crate) account: String,
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
        let account = account_key(descriptor, method, values);
        let name = values.text(method.account).unwrap_or_default().to_owned();
        let secret = method.password.and_then(|field| values.secret(field));
        // A server may say "wrong password" where a one-time code is missing: with a code it is another try.
        let one_time = |field: &Field| !field.can_be_saved() && values.has(field.name);
        let with_code = descriptor.fields_of(method.id).any(one_time);
        let secret = secret.map(|secret| hash(vault, &host, &account, secret, with_code));
        Self { host, account, name, secret, code: None }
    }
}

/// The account itself, and what else tells it apart by name; no value holds the separator.
fn account_key(descriptor: &Descriptor, method: &Method, values: &Values) -> String {
    let mut parts = descriptor.account_key(method, values).into_iter();
    let account = parts.next().map(|(_, value)| value).unwrap_or_default();
    parts.fold(account, |key, (name, value)| format!("{key}\u{1f}{name}={value}"))
}

fn hash(vault: &Vault, host: &str, account: &str, secret: &Secret, with_code: bool) -> [u8; 32] {
    let purpose = if with_code { "refused-password-with-code" } else { "refused-password" };
    // Reason: a keyed hash under the vault's key, so that a refused password is known again without being kept.
    vault.keyed_hash(purpose, &[host.as_bytes(), account.as_bytes(), secret.expose().as_bytes()])
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

/// A reservation, to be settled once.
#[derive(Debug)]
#[must_use]
pub(crate) struct Reservation(Option<(i64, Kind)>);

/// What the answer meant for a reservation, still to be written down.
#[derive(Debug)]
#[must_use]
pub(crate) struct Settlement(Option<PendingOutcome>);

#[derive(Debug)]
struct PendingOutcome {
    id: i64,
    kind: Kind,
    who: AttemptKey,
    verdict: Verdict,
    now: Moment,
}

/// Reserves what is to be spent in a counted transaction, or blocks it. With `anyway` nothing is blocked but a one-time code
/// that was sent already and a text message too soon, and it is counted all the same.
///
/// # Errors
/// Returns an error if it is blocked, with the reason.
pub(crate) fn reserve(
    tx: &Connection,
    kind: Kind,
    who: &AttemptKey,
    anyway: bool,
    now: &Moment,
) -> Result<Reservation> {
    check(tx, kind, who, anyway, now)?;
    if let (Kind::Attempt | Kind::Code, Some(code)) = (kind, &who.code) {
        store::spend_code(tx, code, now)?;
    }
    store::reserve(tx, kind, who, now).map(|id| Reservation(Some((id, kind))))
}

fn check(db: &Connection, kind: Kind, who: &AttemptKey, anyway: bool, now: &Moment) -> Result<()> {
    // Each message costs money and the server counts them: here even `anyway` waits for the interval.
    if kind == Kind::Sms
        && let Some(wait) = store::sms_wait(db, who, now)?
    {
        return Err(blocked::sms_too_soon(wait));
    }
    if anyway {
        return Ok(());
    }
    rules::check(kind, &store::read(db, kind, who, now)?, now).map_err(|block| blocked::error(block, who))
}

impl Reservation {
    /// Where nothing is spent.
    pub(crate) const NONE: Self = Self(None);

    /// Settles a reservation by what the provider made of the answer.
    pub(crate) fn settled(self, who: &AttemptKey, verdict: Verdict, now: Moment) -> Settlement {
        Settlement(self.0.map(|(id, kind)| PendingOutcome { id, kind, who: who.clone(), verdict, now }))
    }
}

impl Settlement {
    /// Where nothing was reserved.
    pub(crate) const NONE: Self = Self(None);

    /// Writes it in a counted transaction, together with what else the answer brought.
    pub(crate) fn write(self, tx: &Connection) -> Result<()> {
        self.0.map_or(Ok(()), |pending| store::settle(tx, &pending))
    }

    /// Whether there is nothing to write.
    pub(crate) fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

/// What a provider's reading of the answer means for account and host.
pub(crate) fn verdict(read: &Result<Next, Fault>, kind: Option<Kind>) -> Verdict {
    match read {
        Ok(Next::Refused(refusal)) => of_refusal(refusal, kind),
        Ok(Next::Ask(challenge, _)) => match &challenge.note {
            // An organisation is asked for once the password was accepted, even where the profile names a wrong one.
            Some(note) if challenge.kind != ChallengeKind::Organisation => of_refusal(note, kind),
            _ if kind == Some(Kind::Sms) => Verdict::MessageSent { interval: challenge.again_after },
            _ => Verdict::Accepted,
        },
        Ok(Next::More { settled, .. }) => match settled.as_ref() {
            Next::Refused(refusal) => of_refusal(refusal, kind),
            _ => Verdict::Accepted,
        },
        Ok(Next::Send(..) | Next::Done(_)) => Verdict::Accepted,
        // Nothing is served there: no login has seen it.
        Err(Fault::NoSuchPath) => Verdict::NotCounted,
        Err(_) => Verdict::Unknown,
    }
}

fn of_refusal(refusal: &Refusal, kind: Option<Kind>) -> Verdict {
    let wait = refusal.retry_after;
    match refusal.kind {
        RefusalKind::Code | RefusalKind::Credentials if kind == Some(Kind::Code) => Verdict::WrongCode,
        RefusalKind::Credentials => Verdict::Wrong { left: refusal.attempts_left },
        RefusalKind::CredentialsOrCode => Verdict::WrongCode,
        RefusalKind::AccountLocked => Verdict::AccountLocked { wait },
        RefusalKind::HostLocked => Verdict::HostLocked { wait },
        RefusalKind::LockUnclear => Verdict::LockUnclear { wait },
        RefusalKind::Throttled => Verdict::Throttled { wait },
        // Asked for again after a refusal of no known meaning: it may have counted.
        kind_of if kind == Some(Kind::Code) && kind_of != RefusalKind::TokenInvalid => Verdict::Unknown,
        _ => Verdict::NotCounted,
    }
}

/// What the guard would say now.
pub(crate) async fn look(vault: &Vault, kind: Kind, who: &AttemptKey, now: &Moment) -> Result<()> {
    let (who, now) = (who.clone(), now.clone());
    vault.read(move |db| check(db, kind, &who, false, &now)).await
}

/// Seconds until this account may be sent another text message; 0 where that is now.
pub(crate) fn message_wait(db: &Connection, who: &AttemptKey, now: &Moment) -> Result<u64> {
    Ok(store::sms_wait(db, who, now)?.unwrap_or(0))
}
