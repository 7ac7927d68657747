//! The guard: what keeps people out of trouble.
//!
//! An attempt is reserved in the vault before it is sent and settled after; an unknown outcome counts. The guard
//! warns and holds back; a person can always go on with `anyway`.

mod book;
mod rules;

use hallpass_providers::{
    Address, ChallengeKind, Effect, Fault, Method, Next, Refusal, RefusalKind, Secret, Text, Values,
};
use hallpass_vault::Vault;
use rusqlite::Connection;

pub(crate) use rules::Verdict;

use crate::{Code, Error, Moment, Result};

/// Whose attempt it is.
#[derive(Debug, Clone)]
pub(crate) struct Who {
    pub(crate) host: String,
    pub(crate) account: String,
    /// A keyed hash of host, account and the secret that would be sent.
    pub(crate) secret: Option<[u8; 32]>,
}

impl Who {
    pub(crate) fn new(vault: &Vault, server: &Address, method: &Method, values: &Values) -> Self {
        let host = server.host();
        let account = values.text(method.account).unwrap_or_default().to_owned();
        let secret = method.password.and_then(|field| values.secret(field));
        let secret = secret.map(|secret| hash(vault, &host, &account, secret));
        Self { host, account, secret }
    }
}

fn hash(vault: &Vault, host: &str, account: &str, secret: &Secret) -> [u8; 32] {
    // Reason: a keyed hash under the vault's key, so that a refused password is known again without being kept.
    vault.keyed_hash("refused-password", &[host.as_bytes(), account.as_bytes(), secret.expose().as_bytes()])
}

/// What a reservation spends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Attempt,
    Sms,
}

/// A reservation, to be settled once.
#[derive(Debug)]
#[must_use]
pub(crate) struct Ticket(Option<(i64, Kind)>);

/// What the answer meant for a reservation, still to be written down.
#[derive(Debug)]
#[must_use]
pub(crate) struct Settlement(Option<Settling>);

#[derive(Debug)]
struct Settling {
    id: i64,
    kind: Kind,
    who: Who,
    verdict: Verdict,
    now: Moment,
}

/// Reserves what `effect` spends, or holds back. With `anyway` nothing holds back, and it is counted all the same.
pub(crate) async fn reserve(vault: &Vault, effect: Effect, who: &Who, anyway: bool, now: &Moment) -> Result<Ticket> {
    let (who, now) = (who.clone(), now.clone());
    let kind = match effect {
        Effect::Attempt => Kind::Attempt,
        Effect::Sms => Kind::Sms,
        Effect::Read | Effect::Change | Effect::Mint | Effect::Rotate => return Ok(Ticket(None)),
    };
    vault
        .write_counted(move |tx| {
            if kind == Kind::Sms {
                // Each message costs money and the server counts them: here even `anyway` waits for the interval.
                book::sms_wait(tx, &who, &now)?.map_or(Ok(()), |wait| Err(sms_too_soon(wait)))?;
            } else if !anyway {
                rules::check(&book::read(tx, &who, &now)?, &now).map_err(|held| held.error(&who))?;
            }
            book::reserve(tx, kind, &who, &now).map(|id| Ticket(Some((id, kind))))
        })
        .await
}

impl Ticket {
    /// Settles a reservation by what the answer meant.
    pub(crate) fn settled(self, who: &Who, verdict: Verdict, now: Moment) -> Settlement {
        Settlement(self.0.map(|(id, kind)| Settling { id, kind, who: who.clone(), verdict, now }))
    }
}

impl Settlement {
    /// Where nothing was reserved.
    pub(crate) const NONE: Self = Self(None);

    /// Writes it in a counted transaction, together with what else the answer brought.
    pub(crate) fn write(self, tx: &Connection) -> Result<()> {
        self.0.map_or(Ok(()), |settling| book::settle(tx, &settling))
    }

    /// Writes it by itself.
    pub(crate) async fn write_alone(self, vault: &Vault) -> Result<()> {
        if self.0.is_none() {
            return Ok(());
        }
        vault.write_counted(move |tx| self.write(tx)).await
    }
}

/// What a provider's reading of the answer means for account and host.
pub(crate) fn verdict(read: &Result<Next, Fault>) -> Verdict {
    match read {
        Ok(Next::Refused(refusal)) => of_refusal(refusal),
        // An organisation is asked for once the password was taken, even where the profile names one that will not do.
        Ok(Next::Ask(challenge, _)) if challenge.kind == ChallengeKind::Organisation => Verdict::Accepted,
        Ok(Next::Ask(challenge, _)) => challenge.note.as_ref().map_or(Verdict::Accepted, of_refusal),
        Ok(Next::More { settled, .. }) => match settled.as_ref() {
            Next::Refused(refusal) => of_refusal(refusal),
            _ => Verdict::Accepted,
        },
        Ok(Next::Send(..) | Next::Done(_)) => Verdict::Accepted,
        Err(_) => Verdict::Unknown,
    }
}

fn of_refusal(refusal: &Refusal) -> Verdict {
    let wait = refusal.retry_after;
    match refusal.kind {
        RefusalKind::Credentials => Verdict::Wrong { left: refusal.attempts_left },
        RefusalKind::AccountLocked => Verdict::AccountLocked { wait },
        RefusalKind::HostLocked => Verdict::HostLocked { wait },
        RefusalKind::LockUnclear => Verdict::LockUnclear { wait },
        RefusalKind::Throttled => Verdict::Throttled { wait },
        _ => Verdict::NotCounted,
    }
}

/// What the guard would say to an attempt now.
pub(crate) async fn look(vault: &Vault, who: &Who, now: &Moment) -> Result<()> {
    let (who, now) = (who.clone(), now.clone());
    vault.read(move |db| rules::check(&book::read(db, &who, &now)?, &now).map_err(|held| held.error(&who))).await
}

fn sms_too_soon(wait: u64) -> Error {
    Error::new(Code::CoolingDown, Text::new("现在还不能再发短信", "No other text message can be sent yet"))
        .field("sms_code")
        .wait(wait)
}

impl rules::Held {
    fn error(self, who: &Who) -> Error {
        let (host, account) = (&who.host, &who.account);
        let anyway = match self {
            Self::Account { .. } | Self::Host { .. } => Text::new(
                "等待，或请管理员解锁；确实要继续时加 --anyway",
                "Wait, or have it unlocked; add --anyway to go on all the same",
            ),
            _ => Text::new("确实要继续时加 --anyway", "Add --anyway to go on all the same"),
        };
        match self {
            Self::Account { wait } => Error::made(
                Code::CoolingDown,
                format!("{host} 上的 {account} 在冷却中"),
                format!("{account} at {host} is cooling down"),
            )
            .wait(wait),
            Self::Host { wait } => Error::made(
                Code::CoolingDown,
                format!("{host} 在冷却中（本机 IP 可能被锁）"),
                format!("{host} is cooling down: it may have locked this IP address"),
            )
            .wait(wait),
            Self::KnownRefused => Error::made(
                Code::PasswordKnownRefused,
                format!("{host} 已经拒绝过 {account} 的这个密码，没有再发送"),
                format!("{host} has refused this password of {account} before; it was not sent again"),
            )
            .field("password"),
            Self::LastTry => Error {
                attempts_left: Some(1),
                ..Error::made(
                    Code::BudgetSpent,
                    format!("{host} 上的 {account} 最多只剩 1 次机会，再错就会被锁定"),
                    format!("{account} has at most one try left at {host}; another failure locks it"),
                )
            },
            Self::Budget { wait } => Error::made(
                Code::BudgetSpent,
                format!("{host} 上的 {account} 在 15 分钟内有 3 次尝试失败或没有明确结果，暂不发送"),
                format!(
                    "3 tries of {account} at {host} failed or had no clear end within 15 minutes; nothing is sent yet"
                ),
            )
            .wait(wait),
        }
        .advice(anyway)
    }
}
