//! Which servers may be reached without encryption, and in which environments.

use hallpass_providers::{Address, Text};

use super::profile::Profile;
use crate::environment::Environment;
use crate::error::{Error, Result};
use crate::network::Network;
use crate::next_step::NextStep;

/// Whether this server may be spoken to in this environment.
pub(crate) fn check_transport(server: &Address, environment: &Environment, network: &Network) -> Result<()> {
    if !server.is_plain_http() || server.is_loopback() {
        return Ok(());
    }
    let never = !environment.allows_plain_http();
    let why = match (network.allow_http, never) {
        (true, false) => return Ok(()),
        (_, true) => {
            Text::new("是明文HTTP，预发和生产环境不允许", "is plain HTTP, which staging and prod do not allow")
        }
        (false, false) => Text::new(
            "是明文HTTP，网络上的第三方可以看到密码",
            "is plain HTTP: anyone on the network can read the password",
        ),
    };
    let error = Error::invalid("server", &why);
    Err(if never { error } else { error.next(NextStep::AllowPlainHttp) })
}

/// Whether a profile may stay where it is when its environment is to count as production.
pub(crate) fn check_production_transport(profile: &Profile) -> Result<()> {
    check_transport(&profile.address()?, &Environment::Prod, &profile.network).map_err(|error| {
        let (zh, en) =
            (format!("{}：{}", profile.name, error.message.zh), format!("{}: {}", profile.name, error.message.en));
        Error { message: Text::made(zh, en), ..error }
    })
}
