//! The world as a team's client sees it: the one HTTP recipe, the machine's clock, the system's random bytes.

use std::time::{Duration, Instant};

use hallpass_providers::{Address, Call, Reply};
use hallpass_team::{NoReply, Outside};

use crate::driver::SendFault;
use crate::{Hallpass, Network};

/// For one exchange with a node: one that hangs is left for another, within the deadline of the whole.
pub(crate) const NODE_TIMEOUT: Duration = Duration::from_secs(10);

pub(super) struct World {
    hallpass: Hallpass,
    network: Network,
    start: Instant,
}

impl World {
    pub(super) fn new(hallpass: &Hallpass, network: &Network) -> Self {
        Self { hallpass: hallpass.clone(), network: network.clone(), start: Instant::now() }
    }
}

impl Outside for World {
    async fn send(&self, node: &Address, call: &Call) -> Result<Reply, NoReply> {
        let sent = self.hallpass.team_http().send(node, &self.network, None, call).await;
        match &sent {
            Ok(reply) => tracing::debug!(host = %node.host(), status = reply.status, "team server answered"),
            Err(fault) => tracing::debug!(host = %node.host(), ?fault, "team server did not answer"),
        }
        sent.or_else(|fault| no_reply(&fault, node, call))
    }

    async fn pause(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn fill(&self, bytes: &mut [u8]) {
        self.hallpass.random().fill(bytes);
    }
}

fn no_reply(fault: &SendFault, node: &Address, call: &Call) -> Result<Reply, NoReply> {
    let error = fault.error(&node.host(), call.effect);
    match fault {
        // It says that another node leads; where that is, its health tells.
        SendFault::Redirect { .. } => Ok(Reply { status: 307, ..Reply::default() }),
        SendFault::TooBig => Err(NoReply::TooBig),
        SendFault::Timeout | SendFault::Lost => Err(NoReply::Lost { message: error.message }),
        SendFault::NotSent
        | SendFault::ConnectTimeout
        | SendFault::Tls(_)
        | SendFault::Proxy { .. }
        | SendFault::Setup(_)
        | SendFault::Variable(_) => {
            let tls = matches!(fault, SendFault::Tls(_));
            Err(NoReply::NotSent { message: error.message, advice: error.advice, tls })
        }
    }
}
