//! Changes a shared secret while others use it: no new attempt starts, attempts in progress finish, and later sign-ins
//! use the new one.

use std::time::Duration;

use hallpass_providers::Secret;

use crate::block::Block;
use crate::client::Client;
use crate::documents::{GuardDocument, GuardState, SecretDocument};
use crate::fault::TeamFault;
use crate::guard::{self, live};
use crate::names::{DocumentId, Kind};
use crate::outside::Outside;
use crate::shared_attempt::Record;

/// A change that has begun: from now on nobody signs in with the secret.
#[derive(Debug, Clone)]
#[must_use]
pub struct Rotation {
    secret: DocumentId,
    version: u64,
    by: String,
}

impl Rotation {
    /// The change of `version` that `by` has begun.
    pub const fn begun(secret: DocumentId, version: u64, by: String) -> Self {
        Self { secret, version, by }
    }

    /// The version that is replaced.
    pub fn version(&self) -> u64 {
        self.version
    }
}

impl<O: Outside> Client<O> {
    /// Begins a change. `resume` continues one that someone began and did not finish.
    ///
    /// # Errors
    /// Returns an error if someone else is changing it, or the user is not allowed to.
    pub async fn begin_rotation(
        &self,
        token: &Secret,
        secret: &DocumentId,
        by: &str,
        resume: bool,
    ) -> Result<Rotation, TeamFault> {
        // Whoever may not write the secret does not stop the others either.
        let path = self.place().policy_path("data", Kind::Secret, secret.as_str());
        let allowed = self.capabilities(token, std::slice::from_ref(&path)).await?;
        if !allowed.allow(&path, "update") {
            return Err(TeamFault::NotAllowed);
        }
        for _ in 0..MOST_TRIES {
            let record = match self.guard_record(token, secret).await {
                // A corrupt record is overwritten by a member who confirms it.
                Err(TeamFault::Document { .. }) if resume => {
                    let cas = self.current(token, Kind::Guard, secret, self.end()).await.ok_or(TeamFault::Unknown)?;
                    Record { cas, document: None, now: 0 }
                }
                record => record?,
            };
            let version = self.read::<SecretDocument>(token, Kind::Secret, secret).await?.version;
            let mut after = match record.document.map(|document| guard::at(document, record.now)) {
                Some(GuardDocument { state: GuardState::Changing, by, secret: about, .. })
                    if !resume && about == version =>
                {
                    return Err(TeamFault::Blocked(Block::Changing { by }));
                }
                Some(present) if present.secret == version => present,
                Some(GuardDocument { under_way, cooldown, .. }) => {
                    GuardDocument { under_way, cooldown, ..GuardDocument::untried(version, by) }
                }
                None => GuardDocument::untried(version, by),
            };
            if after.state == GuardState::Refused {
                after.refused = Some(after.by);
            }
            if resume {
                // A person's word: whatever else blocked the secret is over.
                (after.cooldown, after.unsettled) = (None, 0);
            }
            (after.state, after.by, after.op) = (GuardState::Changing, by.to_owned(), self.op());
            match self.write(token, Kind::Guard, secret, record.cas, &after).await {
                Ok(_) => return Ok(Rotation { secret: secret.clone(), version, by: by.to_owned() }),
                Err(TeamFault::Conflict { .. }) => self.wait_a_little().await,
                Err(fault) => return Err(fault),
            }
        }
        Err(TeamFault::Blocked(Block::Busy))
    }

    /// Waits until nobody's attempt is under way, for at most `patience`.
    ///
    /// # Errors
    /// Returns an error if the server cannot be asked, or attempts are under way still.
    pub async fn wait_until_idle(&self, token: &Secret, of: &Rotation, patience: Duration) -> Result<(), TeamFault> {
        let end = self.outside.elapsed().saturating_add(patience);
        loop {
            let record = self.guard_record(token, &of.secret).await?;
            let idle = record.document.is_none_or(|document| live(&document, record.now).is_empty());
            if idle {
                return Ok(());
            }
            if self.outside.elapsed() >= end {
                return Err(TeamFault::Blocked(Block::Busy));
            }
            self.wait_a_little().await;
        }
    }

    /// Stores the new secret, which the provider has accepted as the account's, and lets the others sign in again.
    ///
    /// # Errors
    /// Returns an error if someone else has stored one meanwhile, or the user is not allowed to.
    pub async fn finish_rotation(&self, token: &Secret, of: &Rotation, password: Secret) -> Result<u64, TeamFault> {
        let document = SecretDocument::new(self.op(), password, &of.by);
        let version = self.write(token, Kind::Secret, &of.secret, of.version, &document).await?;
        self.reopen(token, of, version).await.map(|()| version)
    }

    /// Ends a change that was not made: the present version is tried again by one first, or by nobody where a server has
    /// rejected it.
    ///
    /// # Errors
    /// Returns an error if the record could not be written.
    pub async fn cancel_rotation(&self, token: &Secret, of: &Rotation) -> Result<(), TeamFault> {
        self.reopen(token, of, of.version).await
    }

    async fn reopen(&self, token: &Secret, of: &Rotation, version: u64) -> Result<(), TeamFault> {
        let change = |record: Option<GuardDocument>, now: i64| {
            let record = guard::at(record?, now);
            // Someone who saw the new version has let the others in already.
            let open = record.secret > version || (record.secret == version && record.state != GuardState::Changing);
            let same = record.secret == version;
            let GuardDocument { under_way, cooldown, unsettled, refused, .. } = record;
            let mut after = GuardDocument { under_way, cooldown, ..GuardDocument::untried(version, &of.by) };
            if same {
                // It was not changed: what was known of it holds.
                after.unsettled = unsettled;
                if let Some(by) = refused {
                    (after.state, after.by) = (GuardState::Refused, by);
                }
            }
            (!open).then_some(after)
        };
        self.change_guard(token, &of.secret, PATIENCE, change).await.map(drop)
    }
}

const MOST_TRIES: usize = 60;
const PATIENCE: Duration = Duration::from_secs(20);
