//! A login to a team's server that a person confirms in a browser (OIDC device flow).

use std::fmt;

use hallpass_providers::Text;
use hallpass_team::{Client, DeviceFlow};

use super::outside::Transport;
use super::settings::{TeamMethod, TeamSettings};
use super::status::TeamStatus;
use crate::error::{Error, ErrorCode, Result};
use crate::guard::Verdict;
use crate::hallpass::Hallpass;

/// A login that waits for a person to confirm it. Dropping it stops it and leaves everything as it was.
pub struct TeamDeviceLogIn {
    settings: TeamSettings,
    client: Client<Transport>,
    flow: DeviceFlow,
}

impl TeamDeviceLogIn {
    /// The page to open: the identity provider's, as the team's server says it.
    pub fn url(&self) -> &str {
        &self.flow.url
    }

    /// The code to enter there; none where the address contains it.
    pub fn user_code(&self) -> Option<&str> {
        self.flow.user_code.as_deref()
    }
}

impl fmt::Debug for TeamDeviceLogIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TeamDeviceLogIn").field("flow", &self.flow).finish_non_exhaustive()
    }
}

impl Hallpass {
    /// Starts to join a team, or to log in to it again, with a confirmation in a browser: one login request. Blocked by the
    /// guard, it sends nothing.
    ///
    /// # Errors
    /// Returns an error if the method is another one, another team was joined under this name, the guard blocks the attempt,
    /// or the server cannot be asked or does not offer this.
    pub async fn start_device_log_in(&self, settings: TeamSettings) -> Result<TeamDeviceLogIn> {
        let (settings, _) = self.joining(settings).await?;
        if settings.method != TeamMethod::Oidc {
            return Err(Error::invalid("method", &Text::new("不是oidc", "is not oidc")));
        }
        let client = self.team_client(&settings, None)?;
        let start = client.start_device_flow(&settings.method_mount, settings.role());
        // Nothing was shown to the server yet that could be right or wrong.
        let flow = self.counted_log_in(&settings, start, Verdict::NotCounted).await??;
        Ok(TeamDeviceLogIn { settings, client, flow })
    }

    /// Waits until the login is confirmed, and joins the team. Asking whether it is confirmed is no attempt.
    ///
    /// # Errors
    /// Returns an error if it was denied or not confirmed in time, or the server does not allow the account or fails; a team
    /// that was not joined before is not there then.
    pub async fn finish_device_log_in(&self, started: TeamDeviceLogIn) -> Result<TeamStatus> {
        let TeamDeviceLogIn { settings, client, flow } = started;
        let end = client.finish_device_flow(flow).await;
        // Meanwhile another program may have joined or left it.
        let (settings, before) = self.joining(settings).await?;
        self.joined(settings, before, end, None).await
    }
}

/// A surface that cannot show an address was used for a login that needs one.
pub(super) fn confirmed_in_a_browser() -> Error {
    Error::new(
        ErrorCode::Usage,
        Text::new("此团队的登录需要在浏览器中确认", "The login to this team is confirmed in a browser"),
    )
    .advice(Text::new("请在窗口的“团队”中登录，或使用命令登录", "Log in under Team in the window, or with the command"))
}
