//! Writing a document. A write is accepted by its version only, so it can be sent again when its response was lost: it
//! is applied once, however often it arrives.

use std::time::Duration;

use hallpass_providers::{Reply, Secret};

use crate::client::Client;
use crate::documents::{Document, MAX_DOCUMENT};
use crate::fault::TeamFault;
use crate::names::{DocumentId, Kind};
use crate::outside::Outside;
use crate::reply;
use crate::sending::{Asked, plain_fault};

/// How often a write whose answer is lost is looked for.
const ROUNDS: usize = 4;

/// What is known of a write whose answer was lost.
enum Trace {
    /// The next version is ours.
    Landed(u64),
    /// The next version is someone else's.
    Beaten(u64),
    /// There is no next version yet.
    Absent,
    /// Nothing tells any more.
    Gone,
}

impl<O: Outside> Client<O> {
    /// Writes a document over version `cas`, or creates it where that is 0. Answers its new version.
    ///
    /// # Errors
    /// Returns an error if someone has changed it meanwhile, the user is not allowed to, or it is not known whether it
    /// was done.
    #[expect(private_bounds, reason = "the kinds of documents are this crate's")]
    pub async fn write<D: Document>(
        &self,
        token: &Secret,
        kind: Kind,
        id: &DocumentId,
        cas: u64,
        document: &D,
    ) -> Result<u64, TeamFault> {
        let call = self.caller(token).write(kind, id, cas, document);
        let size = call.request.body.bytes().map_or(0, |(_, bytes)| bytes.len());
        if size > MAX_DOCUMENT {
            return Err(TeamFault::TooBig);
        }
        let end = self.end();
        let mut doubtful = false;
        for _ in 0..ROUNDS {
            let reply = match self.ask(&call, end).await {
                Ok(Asked::Reply(reply)) => Some(reply),
                Ok(Asked::Lost) => None,
                Err(_) if doubtful => return Err(TeamFault::Unknown),
                Err(fault) => return Err(fault),
            };
            let fault = match reply {
                Some(reply) if reply.status == 200 => return reply::written(&reply),
                Some(reply) if matches!(reply.status, 400 | 412) => {
                    self.conflict(token, (kind, id, cas), &reply, end).await
                }
                Some(reply) if reply.status < 500 => match self.good(reply, token).await {
                    Err(fault) => fault,
                    Ok(_) => TeamFault::NotTheApi,
                },
                _ => {
                    doubtful = true;
                    self.remember_leader(None);
                    TeamFault::Unknown
                }
            };
            if !doubtful {
                return Err(fault);
            }
            match self.trace(token, (kind, id, cas), document, end).await {
                Trace::Landed(version) => return Ok(version),
                Trace::Beaten(version) => return Err(TeamFault::Conflict { current: Some(version) }),
                Trace::Gone => return Err(TeamFault::Unknown),
                Trace::Absent if self.outside.elapsed() >= end => return Err(TeamFault::Unknown),
                // Sent again: if the first one still arrives, one of the two meets the other's version.
                Trace::Absent => {}
            }
        }
        Err(TeamFault::Unknown)
    }

    /// Marks a version as deleted. It is no decision: whoever removes something from a team writes that first.
    ///
    /// # Errors
    /// Returns an error if the user is not allowed to, or it is not known whether it was done.
    pub async fn delete(&self, token: &Secret, kind: Kind, id: &DocumentId, version: u64) -> Result<(), TeamFault> {
        match self.ask(&self.caller(token).delete(kind, id, version), self.end()).await? {
            Asked::Lost => Err(TeamFault::Unknown),
            Asked::Reply(reply) => self.good(reply, token).await.map(drop),
        }
    }

    /// A 400 or 412 is a conflict where it says so, or where the versions do.
    async fn conflict(
        &self,
        token: &Secret,
        (kind, id, cas): (Kind, &DocumentId, u64),
        refused: &Reply,
        end: Duration,
    ) -> TeamFault {
        let current = self.current(token, kind, id, end).await;
        match (reply::says_conflict(refused), current) {
            (true, current) => TeamFault::Conflict { current },
            (false, Some(current)) if current != cas => TeamFault::Conflict { current: Some(current) },
            (false, _) => plain_fault(refused),
        }
    }

    /// The newest version there is; none where that is not known.
    pub(crate) async fn current(&self, token: &Secret, kind: Kind, id: &DocumentId, end: Duration) -> Option<u64> {
        let reply = self.read_reply(&self.caller(token).metadata(kind, id), end).await.ok()?;
        reply::history(&reply).ok().filter(|_| reply.status == 200).map(|history| history.current)
    }

    /// What became of a write: who wrote the next version.
    async fn trace<D: Document>(
        &self,
        token: &Secret,
        (kind, id, cas): (Kind, &DocumentId, u64),
        ours: &D,
        end: Duration,
    ) -> Trace {
        let next = cas.saturating_add(1);
        match self.read_version::<D>(token, kind, id, Some(next), end).await {
            Ok(found) if found.document.op() == ours.op() => Trace::Landed(next),
            Ok(_) => Trace::Beaten(next),
            // One that cannot be read is not ours.
            Err(TeamFault::Document { .. }) => Trace::Beaten(next),
            Err(TeamFault::NotFound) => match self.history(token, kind, id, end).await {
                Ok(Some(history)) if history.current >= next => Trace::Gone,
                Ok(_) => Trace::Absent,
                Err(_) => Trace::Gone,
            },
            Err(_) => Trace::Gone,
        }
    }

    async fn history(
        &self,
        token: &Secret,
        kind: Kind,
        id: &DocumentId,
        end: Duration,
    ) -> Result<Option<reply::History>, TeamFault> {
        let reply = self.read_reply(&self.caller(token).metadata(kind, id), end).await?;
        match reply.status {
            200 => reply::history(&reply).map(Some),
            404 => Ok(None),
            _ => Err(plain_fault(&reply)),
        }
    }
}
