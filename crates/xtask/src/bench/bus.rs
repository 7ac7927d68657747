//! A private message bus with a real, unlocked GNOME keyring on it.

use crate::home::Home;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

/// The bus and its keyring; both end when this is dropped.
pub(super) struct Bus {
    address: String,
    processes: Vec<Child>,
}

impl Bus {
    /// Starts both in `home` and waits until the keyring answers.
    pub(super) fn start(home: &Home) -> Result<Self, String> {
        let mut bus = Self { address: String::new(), processes: Vec::new() };
        let mut daemon = home.command("dbus-daemon");
        let socket = format!("--address=unix:path={}", home.path("run/bus").display());
        daemon.args(["--session", "--nofork", "--nopidfile", "--print-address=1", &socket]).stdout(Stdio::piped());
        let output = bus.spawn(&mut daemon)?.stdout.take().ok_or("dbus-daemon: no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).map_err(|error| format!("dbus-daemon: {error}"))?;
        bus.address = line.trim().to_owned();
        let mut keyring = bus.command(home, "gnome-keyring-daemon");
        keyring.args(["--unlock", "--foreground", "--components=secrets"]).stdin(Stdio::piped()).stdout(Stdio::null());
        let input = bus.spawn(&mut keyring)?.stdin.take();
        input.map_or(Ok(()), |mut pipe| pipe.write_all(b"throw-away")).map_err(|error| error.to_string())?;
        let mut wait = bus.command(home, "gdbus");
        wait.args(["wait", "--session", "--timeout", "20", "org.freedesktop.secrets"]);
        super::pairs::time(&mut wait)?;
        Ok(bus)
    }

    /// A command of the home that sees this bus.
    pub(super) fn command(&self, home: &Home, program: impl AsRef<std::path::Path>) -> Command {
        let mut command = home.command(program);
        command.env("DBUS_SESSION_BUS_ADDRESS", &self.address);
        command
    }

    fn spawn(&mut self, command: &mut Command) -> Result<&mut Child, String> {
        let child = command.stderr(Stdio::null()).spawn();
        self.processes.push(child.map_err(|error| format!("{}: {error}", crate::command::line(command)))?);
        self.processes.last_mut().ok_or_else(String::new)
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        for process in self.processes.iter_mut().rev() {
            let _ = process.kill().and_then(|()| process.wait());
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::command::feed;

    #[test]
    fn a_secret_goes_into_the_private_keyring_and_comes_out() {
        let home = Home::new("bus").unwrap();
        let bus = Bus::start(&home).unwrap();
        let mut store = bus.command(&home, "secret-tool");
        store.args(["store", "--label=test", "service", "hallpass-test"]);
        assert_eq!(feed(&mut store, "invented"), Ok(Some(0)));
        let lookup = bus.command(&home, "secret-tool").args(["lookup", "service", "hallpass-test"]).output().unwrap();
        assert_eq!(lookup.stdout, b"invented");
        assert!(home.path(".local/share/keyrings").exists() || home.path("data/keyrings").exists());
    }
}
