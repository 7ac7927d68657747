//! What the health screen checks of this machine, with the advice that a window can give.

use hallpass_core::Result;
use hallpass_core::doctor::{self, Finding, Health};
use hallpass_core::providers::Text;

use crate::dto::KeyPlace;
use crate::state::AppState;

/// Checks all of it.
///
/// # Errors
/// Returns an error if the vault is not open.
pub(crate) async fn look(state: &AppState) -> Result<Vec<Finding>> {
    let hallpass = state.hallpass()?;
    let mut findings = vec![doctor::opened(&hallpass)];
    if state.vault().source == Some(KeyPlace::Keyring) {
        findings.push(doctor::keyring().await);
    }
    findings.push(doctor::private(Text::new("数据文件夹", "Data folder"), state.home()));
    findings.push(doctor::clock(&hallpass.sessions().await?));
    findings.push(proxy().await);
    findings.push(doctor::clipboard());
    #[cfg(target_os = "linux")]
    findings.extend(crate::platform::services::look().await);
    Ok(findings)
}

async fn proxy() -> Finding {
    let found = doctor::proxy().await;
    if found.health == Health::Ok || found.is_advised() {
        return found;
    }
    found.advise(Text::new("可以在配置的“网络”里另行指定", "It can be set per profile, under Network"))
}
