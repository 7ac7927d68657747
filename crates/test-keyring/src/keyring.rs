//! The keyring's life: started, locked, frozen, killed.

use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::{Bus, Process};

const SERVICE: &str = "org.freedesktop.secrets";
/// A busy machine may take its time.
const PATIENCE: Duration = Duration::from_secs(30);

impl Bus {
    /// Starts gnome-keyring, unlocked, and waits until it answers.
    ///
    /// # Errors
    /// Returns an error if it cannot be started or does not become ready.
    pub fn start_keyring(&mut self) -> io::Result<()> {
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut keyring = Process::start(&mut command)?;
        if let Some(mut pipe) = keyring.child().stdin.take() {
            pipe.write_all(b"a test's password")?;
        }
        self.keyring = Some(keyring);
        let end = Instant::now() + PATIENCE;
        while !self.has(SERVICE)? {
            if Instant::now() > end {
                return Err(io::Error::new(io::ErrorKind::TimedOut, format!("{SERVICE} did not come up")));
            }
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Ends the keyring at once.
    pub fn kill_keyring(&mut self) {
        self.keyring = None;
    }

    /// Stops the keyring in its tracks: calls reach it and are never answered.
    ///
    /// # Errors
    /// Returns an error if there is none.
    pub fn freeze(&self) -> io::Result<()> {
        self.signal("-STOP")
    }

    /// Resumes it.
    ///
    /// # Errors
    /// Returns an error if there is none.
    pub fn thaw(&self) -> io::Result<()> {
        self.signal("-CONT")
    }

    /// Locks the keyring.
    ///
    /// # Errors
    /// Returns an error if it does not answer.
    pub fn lock(&self) -> io::Result<()> {
        self.send(
            SERVICE,
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.Lock",
            "array:objpath:/org/freedesktop/secrets/collection/login",
        )
        .map(drop)
    }

    fn signal(&self, name: &str) -> io::Result<()> {
        let keyring = self.keyring.as_ref().ok_or_else(|| io::Error::other("no keyring runs"))?;
        succeed(Command::new("kill").args([name, &keyring.0.id().to_string()])).map(drop)
    }

    fn has(&self, name: &str) -> io::Result<bool> {
        let said = self.send(
            "org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus.NameHasOwner",
            &format!("string:{name}"),
        )?;
        Ok(said.contains("boolean true"))
    }

    fn send(&self, to: &str, object: &str, method: &str, argument: &str) -> io::Result<String> {
        let mut command = self.command("dbus-send");
        command.args(["--session", "--print-reply", &format!("--dest={to}"), object, method, argument]);
        succeed(&mut command)
    }
}

/// Runs a command that must succeed; answers what it said.
pub(crate) fn succeed(command: &mut Command) -> io::Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| io::Error::new(error.kind(), format!("{program}: {error}")))?;
    if !output.status.success() {
        return Err(io::Error::other(format!("{program}: {}", output.status)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
