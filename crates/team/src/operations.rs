//! What a client asks: a dozen operations, each of the leader, each within one deadline.

use std::time::Duration;

use hallpass_providers::{Reply, Secret};

use crate::client::Client;
use crate::documents::Document;
use crate::fault::{BadDocument, TeamFault};
use crate::log_in::LogIn;
use crate::names::{DocumentId, Kind, SecretReference};
use crate::outside::Outside;
use crate::reply::{self, Capabilities, Token, TokenFacts, Versioned};
use crate::sending::{Asked, plain_fault};

impl<O: Outside> Client<O> {
    /// Logs in: one attempt at most.
    ///
    /// # Errors
    /// Returns an error if the server is not there, rejects the login, or requires a second factor.
    pub async fn log_in(&self, how: &LogIn) -> Result<Token, TeamFault> {
        let namespace = self.place.namespace.as_ref();
        let call = how.call(namespace).map_err(|_| TeamFault::Unusable { field: "user" })?;
        match self.ask(&call, self.end()).await? {
            Asked::Lost => Err(TeamFault::Unanswered),
            Asked::Reply(reply) => match reply.status {
                200 => reply::token(&reply),
                400 if how.is_by_certificate() => Err(TeamFault::CertificateRefused),
                400 | 401 => Err(TeamFault::LogInRefused { perhaps_locked: false }),
                403 => Err(TeamFault::LogInRefused { perhaps_locked: true }),
                _ => Err(plain_fault(&reply)),
            },
        }
    }

    /// What the token is.
    ///
    /// # Errors
    /// Returns an error if the server is not there or no longer accepts the token.
    pub async fn look_up(&self, token: &Secret) -> Result<TokenFacts, TeamFault> {
        let reply = self.read_reply(&self.caller(token).look_up(), self.end()).await?;
        match reply.status {
            200 => reply::token_facts(&reply),
            // Looking itself up takes the policy `default`.
            403 if reply::says_no_policy(&reply) => Err(TeamFault::NotAllowed),
            403 => Err(TeamFault::NotLoggedIn),
            _ => Err(plain_fault(&reply)),
        }
    }

    /// Makes the token last longer: one try. `binds` where the login method asks its directory again, which counts as an
    /// attempt of the account.
    ///
    /// # Errors
    /// Returns an error if the server is not there or does not renew the token.
    pub async fn renew(&self, token: &Secret, binds: bool) -> Result<TokenFacts, TeamFault> {
        match self.ask(&self.caller(token).renew(binds), self.end()).await? {
            Asked::Lost => Err(TeamFault::Unanswered),
            Asked::Reply(reply) => match reply.status {
                200 => reply::token(&reply).map(|token| token.facts),
                400 | 403 => Err(TeamFault::NotLoggedIn),
                _ => Err(plain_fault(&reply)),
            },
        }
    }

    /// Ends the token at the server. One that is over already counts as ended.
    ///
    /// # Errors
    /// Returns an error if it is not known to have ended.
    pub async fn revoke(&self, token: &Secret) -> Result<(), TeamFault> {
        match self.ask(&self.caller(token).revoke(), self.end()).await? {
            Asked::Reply(reply) if matches!(reply.status, 200 | 204 | 403) => Ok(()),
            Asked::Reply(reply) => Err(plain_fault(&reply)),
            Asked::Lost => match self.look_up(token).await {
                Err(TeamFault::NotLoggedIn) => Ok(()),
                _ => Err(TeamFault::Unknown),
            },
        }
    }

    /// What may be done under these paths, which decides what is offered and nothing else.
    ///
    /// # Errors
    /// Returns an error if the server is not there or no longer accepts the token.
    pub async fn capabilities(&self, token: &Secret, paths: &[String]) -> Result<Capabilities, TeamFault> {
        let reply = self.read_reply(&self.caller(token).capabilities(paths), self.end()).await?;
        if reply.status == 403 && reply::says_no_policy(&reply) {
            return Err(TeamFault::NoDefaultPolicy);
        }
        self.good(reply, token).await.and_then(|reply| reply::capabilities(&reply))
    }

    /// The newest version of a document.
    ///
    /// # Errors
    /// Returns an error if there is none, it is not right, or it may not be read.
    #[expect(private_bounds, reason = "the kinds of documents are this crate's")]
    pub async fn read<D: Document>(
        &self,
        token: &Secret,
        kind: Kind,
        id: &DocumentId,
    ) -> Result<Versioned<D>, TeamFault> {
        self.read_version(token, kind, id, None, self.end()).await
    }

    pub(crate) async fn read_version<D: Document>(
        &self,
        token: &Secret,
        kind: Kind,
        id: &DocumentId,
        version: Option<u64>,
        end: Duration,
    ) -> Result<Versioned<D>, TeamFault> {
        let too_big = || TeamFault::Document { kind, id: id.to_string(), what: BadDocument::Size };
        let read = self.read_reply(&self.caller(token).read(kind, id, version), end).await;
        let reply = read.map_err(|fault| if fault == TeamFault::TooBig { too_big() } else { fault })?;
        match reply.status {
            404 => reply::document(&reply, kind, id.as_str()),
            _ => reply::document(&self.good(reply, token).await?, kind, id.as_str()),
        }
    }

    /// One member of a document elsewhere at this server.
    ///
    /// # Errors
    /// Returns an error if there is none, it is no text, or it may not be read.
    pub async fn read_elsewhere(&self, token: &Secret, what: &SecretReference) -> Result<Secret, TeamFault> {
        let call = self.caller(token).read_elsewhere(what.mount.as_str(), what.path.as_str());
        let reply = self.read_reply(&call, self.end()).await?;
        reply::member(&self.good(reply, token).await?, what.field.as_str())
    }

    /// The reply if it reports success, else what is wrong. What a 403 means is found out by asking about the token.
    pub(crate) async fn good(&self, reply: Reply, token: &Secret) -> Result<Reply, TeamFault> {
        match reply.status {
            200..=299 => Ok(reply),
            403 => Err(match self.look_up(token).await {
                Ok(_) => TeamFault::NotAllowed,
                Err(fault) => fault,
            }),
            _ => Err(plain_fault(&reply)),
        }
    }
}

#[cfg(test)]
mod tests;
