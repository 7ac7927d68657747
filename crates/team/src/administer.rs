//! Preparing a server for a team, as its administrator.

use hallpass_providers::Secret;

use crate::client::Client;
use crate::fault::TeamFault;
use crate::outside::Outside;
use crate::policies::{SetUpStep, set_up};
use crate::reply;
use crate::sending::{AGAIN, Asked};

/// How often something that the server is still making is tried.
const TRIES: usize = 20;

impl<O: Outside> Client<O> {
    /// A change of the server's own set-up, for an administrator: its status says whether it was done.
    ///
    /// # Errors
    /// Returns an error if the server is not there, does not allow it, or the answer was lost.
    pub async fn administer(&self, token: &Secret, path: &str, body: &serde_json::Value) -> Result<(), TeamFault> {
        match self.ask(&self.caller(token).administer(path, body), self.end()).await? {
            Asked::Lost => Err(TeamFault::Unknown),
            Asked::Reply(reply) => self.good(reply, token).await.map(drop),
        }
    }

    /// Prepares the server for the team, as an administrator: [`crate::policies::set_up`] says what is sent.
    ///
    /// # Errors
    /// Returns an error if the server is not there or does not allow it; what was done until then is kept, and doing it again
    /// does no harm.
    pub async fn set_up(&self, token: &Secret) -> Result<(), TeamFault> {
        self.check_mount(token).await?;
        for step in set_up(self.place()) {
            if let Some(path) = &step.exists
                && self.exists(token, path).await?
            {
                continue;
            }
            self.set_up_one(token, &step).await?;
        }
        Ok(())
    }

    /// What is mounted there already stays unchanged unless it is a team's: requiring check-and-set of an engine that
    /// others write to would break their writes.
    async fn check_mount(&self, token: &Secret) -> Result<(), TeamFault> {
        let mount = self.place().mount.clone();
        let found = self.read_reply(&self.caller(token).inspect(&format!("sys/mounts/{mount}")), self.end()).await?;
        if matches!(found.status, 400 | 404) {
            return Ok(());
        }
        if !reply::is_key_value(&self.good(found, token).await?) {
            return Err(TeamFault::MountInUse);
        }
        for _ in 0..TRIES {
            let config = self.read_reply(&self.caller(token).inspect(&format!("{mount}/config")), self.end()).await?;
            if config.status == 200 && reply::requires_cas(&config) {
                return Ok(());
            }
            let listed = self.caller(token).inspect_list(&format!("{mount}/metadata"));
            match self.read_reply(&listed, self.end()).await?.status {
                404 => return Ok(()),
                // Someone else has just mounted it, and it is not of version 2 yet.
                400 | 500..=599 => self.outside.pause(AGAIN).await,
                _ => break,
            }
        }
        Err(TeamFault::MountInUse)
    }

    async fn set_up_one(&self, token: &Secret, step: &SetUpStep) -> Result<(), TeamFault> {
        for last in (0..TRIES).map(|tried| tried + 1 == TRIES) {
            match self.administer(token, &step.path, &step.body).await {
                Ok(()) => return Ok(()),
                // An engine that was just mounted takes a moment until it is of version 2, and someone else may be
                // setting up the same.
                Err(
                    TeamFault::BadRequest
                    | TeamFault::NotFound
                    | TeamFault::NoSuchMount
                    | TeamFault::ServerError { .. },
                ) if !last => {
                    self.outside.pause(AGAIN).await;
                    match &step.exists {
                        Some(path) if self.exists(token, path).await? => return Ok(()),
                        _ => {}
                    }
                }
                Err(fault) => return Err(fault),
            }
        }
        Err(TeamFault::Unknown)
    }

    /// Whether there is something under a path of the server's own set-up.
    ///
    /// # Errors
    /// Returns an error if the server is not there or does not allow looking.
    pub async fn exists(&self, token: &Secret, path: &str) -> Result<bool, TeamFault> {
        let reply = self.read_reply(&self.caller(token).inspect(path), self.end()).await?;
        match reply.status {
            400 | 404 => Ok(false),
            _ => self.good(reply, token).await.map(|_| true),
        }
    }
}
