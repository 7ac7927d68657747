//! Gives the team client its environment: HTTP requests, the machine's clock, random bytes.

use std::time::{Duration, Instant};

use hallpass_providers::{Address, Call, Reply};
use hallpass_team::{NoReply, Outside};

use crate::hallpass::Hallpass;
use crate::network::{Network, SendFault, WaySecrets};

pub(super) struct Transport {
    hallpass: Hallpass,
    network: Network,
    start: Instant,
}

impl Transport {
    pub(super) fn new(hallpass: &Hallpass, network: &Network) -> Self {
        Self { hallpass: hallpass.clone(), network: network.clone(), start: Instant::now() }
    }
}

impl Outside for Transport {
    async fn send(&self, node: &Address, call: &Call) -> Result<Reply, NoReply> {
        let sent = self.hallpass.team_http().send(node, &self.network, WaySecrets::default(), call).await;
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
        SendFault::Timeout(_) | SendFault::Lost => Err(NoReply::Lost { message: error.message }),
        SendFault::NotSent
        | SendFault::ConnectTimeout(_)
        | SendFault::Tls(_)
        | SendFault::Proxy { .. }
        | SendFault::Setup(_)
        | SendFault::Variable(_) => {
            let tls = matches!(fault, SendFault::Tls(_));
            Err(NoReply::NotSent { message: error.message, advice: error.advice, tls })
        }
    }
}
