//! An attempt with a shared secret: reserved by a write before it is sent, and settled by a write.

use std::time::Duration;

use hallpass_providers::Secret;

use crate::block::Block;
use crate::client::Client;
use crate::documents::{Document, GuardDocument, SecretDocument, UnderWay};
use crate::fault::TeamFault;
use crate::guard::{self, AttemptEnd};
use crate::names::{DocumentId, Kind};
use crate::outside::Outside;
use crate::reply::Versioned;

/// How long a settlement tries to be written before the lease is left to run out.
const SETTLE: Duration = Duration::from_secs(20);

/// A reservation, to be settled once.
#[derive(Debug, Clone)]
#[must_use]
pub struct SharedAttempt {
    secret: DocumentId,
    version: u64,
    lease: UnderWay,
    by: String,
    /// When the server's clock was read from which its lease counts, by the clock that nobody sets.
    read_at: Duration,
}

/// A guard record as it was read.
pub(crate) struct Record {
    /// The version that a change is written over; 0 creates the record.
    pub(crate) cas: u64,
    /// None where there is none yet.
    pub(crate) document: Option<GuardDocument>,
    /// The server's clock, in seconds since 1970; 0 where there is no record.
    pub(crate) now: i64,
}

impl SharedAttempt {
    /// The version of the secret that it is with.
    pub fn version(&self) -> u64 {
        self.version
    }
}

/// How long an attempt counts that is never settled.
const LEASE: Duration = Duration::from_secs(guard::LEASE_SECONDS.unsigned_abs());

impl<O: Outside> Client<O> {
    /// Reserves an attempt with the newest version of a shared secret, and answers that. Where others are at it, waits for
    /// room for at most `patience`.
    ///
    /// # Errors
    /// Returns an error if the team's guard blocks it, or the server cannot be asked; nothing may be sent then.
    pub async fn reserve(
        &self,
        token: &Secret,
        secret: &DocumentId,
        by: &str,
        patience: Duration,
    ) -> Result<(SharedAttempt, Secret), TeamFault> {
        let end = self.outside.elapsed().saturating_add(patience);
        loop {
            let record = self.guard_record(token, secret).await?;
            let read_at = self.outside.elapsed();
            let found = self.read::<SecretDocument>(token, Kind::Secret, secret).await?;
            let (version, op) = (found.version, self.op());
            let now = server_time(&found)?;
            let fault = match guard::reserve(record.document, version, op, by, now) {
                Ok(after) => match self.write(token, Kind::Guard, secret, record.cas, &after).await {
                    Ok(_) => {
                        let (secret, by) = (secret.clone(), by.to_owned());
                        let lease = UnderWay { op, until: now.saturating_add(guard::LEASE_SECONDS) };
                        let attempt = SharedAttempt { secret, version, lease, by, read_at };
                        return Ok((attempt, found.document.password));
                    }
                    Err(fault @ TeamFault::Conflict { .. }) => fault,
                    Err(fault) => return Err(fault),
                },
                Err(block @ (Block::Busy | Block::Stale)) => TeamFault::Blocked(block),
                Err(block) => return Err(TeamFault::Blocked(block)),
            };
            if self.outside.elapsed() >= end {
                return Err(match fault {
                    TeamFault::Conflict { .. } => TeamFault::Blocked(Block::Busy),
                    fault => fault,
                });
            }
            self.wait_a_little().await;
        }
    }

    /// For how long the reservation still counts: after that others may try.
    pub fn time_left(&self, attempt: &SharedAttempt) -> Duration {
        LEASE.saturating_sub(self.outside.elapsed().saturating_sub(attempt.read_at))
    }

    /// Writes down the result of an attempt. One that cannot be written runs out by itself.
    ///
    /// # Errors
    /// Returns an error if the record could not be written.
    pub async fn settle(&self, token: &Secret, attempt: SharedAttempt, end: AttemptEnd) -> Result<(), TeamFault> {
        let SharedAttempt { secret, version, lease, by, .. } = attempt;
        self.change_guard(token, &secret, SETTLE, |record, now| {
            guard::settle(record.as_ref()?, &lease, version, end, &by, now)
        })
        .await
        .map(drop)
    }

    /// Changes a guard record by writes until one is accepted, and answers its version; nothing where `change` wants none.
    pub(crate) async fn change_guard(
        &self,
        token: &Secret,
        secret: &DocumentId,
        patience: Duration,
        change: impl Fn(Option<GuardDocument>, i64) -> Option<GuardDocument> + Send + Sync,
    ) -> Result<Option<u64>, TeamFault> {
        let end = self.outside.elapsed().saturating_add(patience);
        loop {
            let record = self.guard_record(token, secret).await?;
            let Some(mut after) = change(record.document, record.now) else { return Ok(None) };
            after.op = self.op();
            match self.write(token, Kind::Guard, secret, record.cas, &after).await {
                Err(TeamFault::Conflict { .. }) if self.outside.elapsed() < end => self.wait_a_little().await,
                Err(fault) => return Err(fault),
                Ok(version) => return Ok(Some(version)),
            }
        }
    }

    /// The guard record. One that someone spoiled is an error: until an editor changes the secret, nobody tries it.
    pub(crate) async fn guard_record(&self, token: &Secret, secret: &DocumentId) -> Result<Record, TeamFault> {
        match self.read::<GuardDocument>(token, Kind::Guard, secret).await {
            Ok(found) => Ok(Record { cas: found.version, now: server_time(&found)?, document: Some(found.document) }),
            Err(TeamFault::NotFound) => Ok(Record { cas: 0, now: 0, document: None }),
            Err(TeamFault::Deleted { version }) => Ok(Record { cas: version, now: 0, document: None }),
            Err(fault) => Err(fault),
        }
    }

    /// So that many who wait do not come again at the same moment.
    pub(crate) async fn wait_a_little(&self) {
        let mut random = [0; 1];
        self.outside.fill(&mut random);
        self.outside.pause(Duration::from_millis(40 + u64::from(random[0]))).await;
    }
}

/// The server's clock: leases are told by one clock for everyone.
fn server_time<D: Document>(read: &Versioned<D>) -> Result<i64, TeamFault> {
    Some(read.server_time).filter(|time| *time > 0).ok_or(TeamFault::NotTheApi)
}
