//! Gives the team client its environment: HTTP requests, the machine's clock, random bytes.

use std::time::{Duration, Instant};

use hallpass_providers::{Address, Call, Reply, Secret, Text};
use hallpass_team::{NoReply, Outside};

use crate::hallpass::Hallpass;
use crate::network::{Network, SendFault, WaySecrets};

pub(super) struct Transport {
    hallpass: Hallpass,
    network: Network,
    certificate: Option<Secret>,
    start: Instant,
}

impl Transport {
    pub(super) fn new(hallpass: &Hallpass, network: &Network, certificate: Option<Secret>) -> Self {
        Self { hallpass: hallpass.clone(), network: network.clone(), certificate, start: Instant::now() }
    }
}

impl Outside for Transport {
    async fn send(&self, node: &Address, call: &Call) -> Result<Reply, NoReply> {
        let secrets = WaySecrets { client_certificate: self.certificate.as_ref(), ..WaySecrets::default() };
        let sent = self.hallpass.team_http().send(node, &self.network, secrets, call).await;
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
            let advice = if matches!(fault, SendFault::Tls("client")) { Some(show_another()) } else { error.advice };
            Err(NoReply::NotSent { message: error.message, advice, tls })
        }
    }
}

fn show_another() -> Text {
    Text::new(
        "请用服务器认可的客户端证书登录（登录方式cert）",
        "Log in with a client certificate that the server accepts (login method cert)",
    )
}
