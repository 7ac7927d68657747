//! Sends a call to the leader: again where it only reads, once where it changes something.

use std::sync::PoisonError;
use std::time::Duration;

use hallpass_providers::{Address, Call, Effect, Reply};

use crate::client::Client;
use crate::fault::TeamFault;
use crate::outside::{NoReply, Outside};
use crate::reply;

/// How long a node is taken for the leader that said so.
const BELIEVED: Duration = Duration::from_secs(2);

/// Before a node is asked again that had no answer to give.
pub(crate) const AGAIN: Duration = Duration::from_millis(200);

/// The result of a call.
pub(crate) enum Asked {
    Reply(Reply),
    /// It was sent, and no answer came that says whether it was done.
    Lost,
}

impl<O: Outside> Client<O> {
    /// Sends a call to the leader. What only reads is asked again of the next leader; what changes something is sent once,
    /// and again only where a node said that it did nothing.
    pub(crate) async fn ask(&self, call: &Call, end: Duration) -> Result<Asked, TeamFault> {
        let once = call.effect == Effect::Attempt;
        let mut refused = 0;
        loop {
            let node = self.leader(end).await?;
            let fault = match self.outside.send(&node, call).await {
                // It did nothing, and says when to come again.
                Ok(reply) if reply.status == 429 && !once => {
                    let Some(wait) = self.wait_for_room(reply.retry_after, refused, end) else {
                        return Ok(Asked::Reply(reply));
                    };
                    refused += 1;
                    self.outside.pause(wait).await;
                    continue;
                }
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

    /// How long a server is left alone that has too much to do, where that is over before `end`.
    fn wait_for_room(&self, asked: Option<u64>, refused: u32, end: Duration) -> Option<Duration> {
        let mut random = [0; 1];
        self.outside.fill(&mut random);
        // Many who were refused at one moment do not come again at one.
        let own = Duration::from_millis(250) * 2_u32.saturating_pow(refused.min(5));
        let wait = asked.map_or(own, Duration::from_secs) + Duration::from_millis(u64::from(random[0]));
        (self.outside.elapsed().saturating_add(wait) < end).then_some(wait)
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
