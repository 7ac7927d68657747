//! The servers of the profiles and of the teams: whether each is there, whether its certificate is accepted, and what its
//! clock says. Each gets one request of its first page; no account, password or token is in it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::time::Duration;

use futures_util::StreamExt;
use hallpass_providers::{Address, CLIENT_CERTIFICATE, Call, Effect, Expect, Request, Secret, Text};
use jiff::Timestamp;

use super::{CLOCK_OFF, Finding, Health, clock_off};
use crate::error::Result;
use crate::hallpass::Hallpass;
use crate::network::{Http, Network, SendFault, WaySecrets};
use crate::profile::{profile_secret, proxy_password};

/// For one server.
const PATIENCE: Duration = Duration::from_secs(5);
/// So many at once, and no more than this many in all.
const AT_ONCE: usize = 8;
const MAX_SERVERS: usize = 40;

/// A way to a server, as one or more profiles have it.
struct Way {
    server: Address,
    network: Network,
    proxy_password: Option<Secret>,
    client_certificate: Option<Secret>,
}

impl Hallpass {
    /// Looks at the server of each profile, once for each way to it, and at those of the teams.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read. What is wrong with a server is a finding.
    pub async fn check_servers(&self) -> Result<Vec<Finding>> {
        let ways = self.vault().read(|db| {
            let mut ways = BTreeMap::new();
            for profile in crate::profile::all(db)? {
                let Ok(server) = profile.address() else { continue };
                let key = (server.host(), server.is_plain_http(), format!("{:?}", profile.network));
                let Entry::Vacant(place) = ways.entry(key) else { continue };
                let proxy_password = proxy_password(db, &profile)?;
                let client_certificate = profile_secret(db, &profile, CLIENT_CERTIFICATE.name)?;
                place.insert(Way { server, network: profile.network, proxy_password, client_certificate });
            }
            Ok::<_, crate::error::Error>(ways.into_values().collect::<Vec<_>>())
        });
        let ways = ways.await?;
        let more = ways.len().saturating_sub(MAX_SERVERS);
        let (http, now) = (&Http::new(PATIENCE), self.wall());
        let looks = ways.into_iter().take(MAX_SERVERS).map(|way| async move { look(http, &way, now).await });
        let mut findings: Vec<Finding> = futures_util::stream::iter(looks).buffered(AT_ONCE).collect().await;
        if more > 0 {
            let about = Text::new("其余服务器", "Other servers");
            let text = Text::made(format!("还有{more}个没有检查"), format!("{more} more were not checked"));
            findings.push(Finding::new(about, Health::Ok, text));
        }
        for team in self.teams().await? {
            findings.push(self.check_team(team.alias.as_str()).await?);
        }
        Ok(findings)
    }

    async fn check_team(&self, alias: &str) -> Result<Finding> {
        let about = Text::made(format!("团队{alias}"), format!("Team {alias}"));
        Ok(match self.team_status(Some(alias)).await?.trouble {
            Some(error) => Finding { health: Health::Warn, ..Finding::broken(about, error) },
            None => Finding::new(about, Health::Ok, Text::new("服务器有响应", "its server responds")),
        })
    }
}

async fn look(http: &Http, way: &Way, now: Timestamp) -> Finding {
    let host = way.server.host();
    let about = Text::made(format!("服务器{host}"), format!("Server {host}"));
    // A redirect is an answer here, and is not followed.
    let call = Call { request: Request::get("/"), effect: Effect::Read, expect: Expect::Redirect };
    let secrets =
        WaySecrets { proxy_password: way.proxy_password.as_ref(), client_certificate: way.client_certificate.as_ref() };
    let date = match http.send(&way.server, &way.network, secrets, &call).await {
        Ok(reply) => reply.date,
        Err(SendFault::TooBig) => None,
        Err(fault) => {
            return Finding { health: Health::Warn, ..Finding::broken(about, fault.error(&host, Effect::Read)) };
        }
    };
    let offset = date.map_or(0, |date| date.as_second() - now.as_second());
    if offset.abs() > CLOCK_OFF {
        return Finding::new(about, Health::Warn, clock_off(offset))
            .advise(Text::new("校准本机时间", "Correct your system clock"));
    }
    let text = match way.server.is_plain_http() {
        true => Text::new("有响应，连接未加密", "responds; the connection is not encrypted"),
        false => Text::new("有响应，证书有效", "responds, and its certificate is accepted"),
    };
    Finding::new(about, Health::Ok, text)
}
