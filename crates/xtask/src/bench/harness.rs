//! The harness for benchmarks of whole processes: a home with a keyring vault, the sandbox in a process of its own, and
//! one profile.

use super::pairs::time;
use crate::build;
use crate::command::answer;
use crate::sandbox::{Account, Sandbox};
use crate::temp_home::Home;
use hallpass_test_keyring::Bus;
use std::path::PathBuf;
use std::process::Command;

/// The name of the one profile.
pub(super) const PROFILE: &str = "bench";

pub(super) struct Ground {
    pub(super) account: Account,
    binary: PathBuf,
    // Dropped in this order: the processes have their files in the home.
    pub(super) sandbox: Sandbox,
    bus: Bus,
    pub(super) home: Home,
}

impl Ground {
    /// With a profile for the first account of `system` that signs in by `method` and is named `name`; `sandbox` are
    /// more arguments for the sandbox.
    pub(super) fn new(system: &str, method: &str, name: &str, sandbox: &[&str]) -> Result<Self, String> {
        let binary = build::binary("hallpass-cli", "bench")?;
        let home = Home::new("bench")?;
        let bus = Bus::with_keyring(&home.path("bus")).map_err(|error| error.to_string())?;
        let sandbox = Sandbox::start_with(&home, &binary, sandbox)?;
        let account = sandbox.account(system, system, method, name)?;
        let ground = Self { account, binary, sandbox, bus, home };
        time(&mut ground.hallpass(&["vault", "init", "--keyring"]))?;
        ground.add_profile(system, method)?;
        Ok(ground)
    }

    fn add_profile(&self, system: &str, method: &str) -> Result<(), String> {
        let line =
            ["profile", "add", PROFILE, "--provider", system, "--method", method, "--server", &self.account.server];
        let mut add = self.hallpass(&line);
        let mut secret = "";
        for (field, value) in &self.account.fields {
            if ["password", "token"].contains(&field.as_str()) {
                add.args(["--secret", &format!("{field}=-")]);
                secret = value;
            } else {
                add.args(["--set", &format!("{field}={value}")]);
            }
        }
        answer(&mut add, secret).map(drop)
    }

    pub(super) fn command(&self, program: impl AsRef<std::path::Path>) -> Command {
        let mut command = self.home.command(program);
        command.env("DBUS_SESSION_BUS_ADDRESS", self.bus.address());
        command
    }

    pub(super) fn hallpass(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(&self.binary);
        command.args(arguments);
        command
    }
}
