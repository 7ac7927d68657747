//! The sandbox of the built-in demo while it runs.

use hallpass_core::Profile;
use hallpass_core::providers::{ChallengeKind, registry};
use hallpass_sandbox::Sandbox;
use serde::Serialize;
use tempfile::TempDir;

/// The running sandbox; it ends when this is dropped.
pub(crate) struct Demo {
    sandbox: Sandbox,
    /// The files of its jobs, which nobody can read without the vault in memory; gone with it.
    _folder: TempDir,
}

/// A code that the sandbox has sent. It leaves in clear, so nothing but the sandbox's own state may become one.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct DemoCode(String);

impl Demo {
    /// It runs, with a folder for the files of its jobs.
    pub(crate) fn new(sandbox: Sandbox, folder: TempDir) -> Self {
        Self { sandbox, _folder: folder }
    }

    /// Ends it.
    pub(crate) async fn stop(self) {
        self.sandbox.stop().await;
    }

    /// The code that it has sent for a profile; none where the profile is for another server.
    pub(crate) fn code(&self, kind: ChallengeKind, profile: &Profile) -> Option<DemoCode> {
        let mut endpoints = self.sandbox.systems().into_iter().flat_map(|system| system.endpoints);
        endpoints.find(|door| door.address == profile.server)?;
        let methods = registry::provider(&profile.provider)?.descriptor().methods;
        let mut accounts = methods.iter().filter_map(|method| profile.values.get(method.account));
        let code = accounts.find_map(|account| match kind {
            ChallengeKind::Sms => self.sandbox.sms_code(account),
            ChallengeKind::Mfa => self.sandbox.mfa_code(account),
            ChallengeKind::Captcha | ChallengeKind::Organisation => None,
        });
        code.map(DemoCode)
    }
}
