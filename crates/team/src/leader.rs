//! Finds the leader. Each node's health endpoint is queried; redirects are never followed, and a standby is never
//! trusted.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use hallpass_providers::Address;

use crate::client::Client;
use crate::fault::TeamFault;
use crate::outside::{NoReply, Outside};
use crate::request::health;

/// Between two looks while the nodes choose.
const AGAIN: Duration = Duration::from_millis(250);

/// What a node says of itself.
enum Health {
    Leads,
    Follows,
    Sealed,
    NotInitialized,
    Other,
    Silent(NoReply),
}

impl<O: Outside> Client<O> {
    /// The node that leads, as last seen or found again before `end`.
    pub(crate) async fn leader(&self, end: Duration) -> Result<Address, TeamFault> {
        if let Some(known) = self.known_leader() {
            return Ok(known);
        }
        loop {
            match self.look_for_leader().await {
                Err(TeamFault::NoLeader) if self.outside.elapsed() < end => self.outside.pause(AGAIN).await,
                found => return found,
            }
        }
    }

    /// Asks all nodes at once; the first that leads is it. One that hangs keeps nobody waiting for it.
    async fn look_for_leader(&self) -> Result<Address, TeamFault> {
        let mut asked: FuturesUnordered<_> = self.nodes.iter().map(|node| self.health_of(node)).collect();
        let mut worst = TeamFault::NotTheApi;
        while let Some((node, health)) = asked.next().await {
            let fault = match health {
                Health::Leads => {
                    self.remember_leader(Some(node));
                    return Ok(node.clone());
                }
                Health::Follows => TeamFault::NoLeader,
                Health::Sealed => TeamFault::Sealed,
                Health::NotInitialized => TeamFault::NotInitialized,
                Health::Other => TeamFault::NotTheApi,
                Health::Silent(why) => TeamFault::Unreachable(why),
            };
            if weight(&fault) > weight(&worst) {
                worst = fault;
            }
        }
        Err(worst)
    }

    async fn health_of<'a>(&self, node: &'a Address) -> (&'a Address, Health) {
        let health = match self.outside.send(node, &health()).await {
            // No health of anyone's.
            Err(NoReply::TooBig) => Health::Other,
            Err(why) => Health::Silent(why),
            Ok(reply) => match reply.status {
                // A page of someone else's answers 200 as well.
                200 if crate::reply::is_health(&reply) => Health::Leads,
                429 | 472 | 473 => Health::Follows,
                501 => Health::NotInitialized,
                503 if crate::reply::is_health(&reply) => Health::Sealed,
                _ => Health::Other,
            },
        };
        (node, health)
    }
}

/// What is told where nodes say different things: what leads on.
fn weight(fault: &TeamFault) -> u8 {
    match fault {
        TeamFault::NoLeader => 4,
        TeamFault::Sealed => 3,
        TeamFault::NotInitialized => 2,
        TeamFault::Unreachable(_) => 1,
        _ => 0,
    }
}
