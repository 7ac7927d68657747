//! The client: a dozen calls, each to the leader, each within one deadline.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use hallpass_providers::{Address, Call, Effect, Reply, Secret};
use uuid::Uuid;

use crate::documents::Document;
use crate::fault::{BadDocument, TeamFault};
use crate::log_in::LogIn;
use crate::names::{DocumentId, Kind, Place, SecretReference};
use crate::outside::{NoReply, Outside};
use crate::reply::{self, Capabilities, Token, TokenFacts, Versioned};
use crate::request::Caller;

/// For one operation, however many calls it takes.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// How long a node is taken for the leader that said so.
const BELIEVED: Duration = Duration::from_secs(2);

/// Before a node is asked again that had no answer to give.
pub(crate) const AGAIN: Duration = Duration::from_millis(200);

/// One team on one server.
pub struct Client<O> {
    pub(crate) outside: O,
    pub(crate) nodes: Vec<Address>,
    place: Place,
    deadline: Duration,
    /// The node that led, and when it said so.
    leader: Mutex<Option<(Address, Duration)>>,
}

/// What a call came to.
pub(crate) enum Asked {
    Reply(Reply),
    /// It was sent, and no answer came that says whether it was done.
    Lost,
}

impl<O: Outside> Client<O> {
    /// For a team whose server has these nodes.
    pub fn new(outside: O, nodes: Vec<Address>, place: Place) -> Self {
        Self { outside, nodes, place, deadline: DEADLINE, leader: Mutex::default() }
    }

    /// With another bound on a whole operation.
    #[must_use]
    pub fn within(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Where the team's documents are.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The world around it.
    pub fn outside(&self) -> &O {
        &self.outside
    }

    /// A new number for one write.
    pub fn op(&self) -> Uuid {
        let mut bytes = [0; 16];
        self.outside.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// Logs in: one attempt at most.
    ///
    /// # Errors
    /// Returns an error if the server is not there, refuses, or wants a second factor.
    pub async fn log_in(&self, how: &LogIn) -> Result<Token, TeamFault> {
        let namespace = self.place.namespace.as_ref();
        let call = how.call(namespace).map_err(|_| TeamFault::Unusable { field: "user" })?;
        match self.ask(&call, self.end()).await? {
            Asked::Lost => Err(TeamFault::Unknown),
            Asked::Reply(reply) => match reply.status {
                200 => reply::token(&reply),
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
            403 => Err(TeamFault::NotLoggedIn),
            _ => Err(plain_fault(&reply)),
        }
    }

    /// Makes the token last longer: one try. `binds` where the log-in method asks its directory again, which counts as an
    /// attempt of the account.
    ///
    /// # Errors
    /// Returns an error if the server is not there or does not renew the token.
    pub async fn renew(&self, token: &Secret, binds: bool) -> Result<TokenFacts, TeamFault> {
        match self.ask(&self.caller(token).renew(binds), self.end()).await? {
            Asked::Lost => Err(TeamFault::Unknown),
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

    pub(crate) fn caller<'a>(&'a self, token: &'a Secret) -> Caller<'a> {
        Caller { place: &self.place, token }
    }

    pub(crate) fn end(&self) -> Duration {
        self.outside.elapsed().saturating_add(self.deadline)
    }

    /// Sends a call to the leader. What only reads is asked again of the next leader; what changes something is sent once,
    /// and again only where a node said that it did nothing.
    pub(crate) async fn ask(&self, call: &Call, end: Duration) -> Result<Asked, TeamFault> {
        let once = call.effect == Effect::Attempt;
        loop {
            let node = self.leader(end).await?;
            let fault = match self.outside.send(&node, call).await {
                Ok(reply) if !is_moved(reply.status) => return Ok(Asked::Reply(reply)),
                Ok(_) => TeamFault::NoLeader,
                Err(why @ NoReply::NotSent { tls: true, .. }) => return Err(TeamFault::Unreachable(why)),
                Err(why @ NoReply::NotSent { .. }) => TeamFault::Unreachable(why),
                Err(why @ NoReply::Lost { .. }) if call.effect == Effect::Read => TeamFault::Unreachable(why),
                // Another try meets the same.
                Err(NoReply::TooBig) if call.effect == Effect::Read => return Err(TeamFault::TooBig),
                Err(NoReply::Lost { .. } | NoReply::TooBig) => {
                    self.remember_leader(None);
                    return Ok(Asked::Lost);
                }
            };
            self.remember_leader(None);
            if once || self.outside.elapsed() >= end {
                return Err(fault);
            }
            self.outside.pause(AGAIN).await;
        }
    }

    /// A call that only reads, until a leader answers it.
    pub(crate) async fn read_reply(&self, call: &Call, end: Duration) -> Result<Reply, TeamFault> {
        loop {
            match self.ask(call, end).await? {
                Asked::Lost => return Err(TeamFault::Unknown),
                Asked::Reply(reply) if is_failing(reply.status) && self.outside.elapsed() < end => {
                    self.remember_leader(None);
                    self.outside.pause(AGAIN).await;
                }
                Asked::Reply(reply) => return Ok(reply),
            }
        }
    }

    /// A reply that says that it was done, or what is wrong. A 403 is told apart by asking what the token is.
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

    /// The node that led a moment ago. One that no longer does answers as if nothing had happened, from what it has; so it
    /// is asked again soon.
    pub(crate) fn known_leader(&self) -> Option<Address> {
        let known = self.leader.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let (node, seen) = known?;
        (self.outside.elapsed().saturating_sub(seen) < BELIEVED).then_some(node)
    }

    pub(crate) fn remember_leader(&self, node: Option<&Address>) {
        let seen = node.map(|node| (node.clone(), self.outside.elapsed()));
        *self.leader.lock().unwrap_or_else(PoisonError::into_inner) = seen;
    }
}

/// The node does not lead: it did nothing, and says so.
const fn is_moved(status: u16) -> bool {
    matches!(status, 301 | 302 | 307 | 308 | 472 | 473)
}

/// The node leads no longer, or cannot for the moment.
const fn is_failing(status: u16) -> bool {
    matches!(status, 500 | 502..=504)
}

/// What a status says by itself.
pub(crate) fn plain_fault(reply: &Reply) -> TeamFault {
    match reply.status {
        400 | 405 => TeamFault::BadRequest,
        404 => reply::missing(reply),
        412 => TeamFault::Stale,
        413 => TeamFault::TooBig,
        429 => TeamFault::Throttled { wait: reply.retry_after },
        503 => TeamFault::Sealed,
        status @ 500..=599 => TeamFault::ServerError { status },
        _ => TeamFault::NotTheApi,
    }
}

#[cfg(test)]
mod tests;
