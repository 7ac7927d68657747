//! Hallpass's items in the keyring, inspected and modified by another program.

use std::io::{self, Write};
use std::process::{Command, Stdio};

use crate::keyring::succeed;
use crate::{Bus, Process};

impl Bus {
    /// The secret of an item; `None` where there is none.
    ///
    /// # Errors
    /// Returns an error if `secret-tool` cannot be started.
    pub fn lookup(&self, item: &str) -> io::Result<Option<String>> {
        let output = self.secret_tool("lookup", item).output()?;
        Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    /// How many items Hallpass has.
    ///
    /// # Errors
    /// Returns an error if `secret-tool` cannot be started.
    pub fn items(&self) -> io::Result<usize> {
        let output = self.command("secret-tool").args(["search", "--all", "service", "hallpass"]).output()?;
        Ok(String::from_utf8_lossy(&output.stdout).matches("secret = ").count())
    }

    /// Takes an item away.
    ///
    /// # Errors
    /// Returns an error if it is still there.
    pub fn delete(&self, item: &str) -> io::Result<()> {
        succeed(&mut self.secret_tool("clear", item))?;
        match self.lookup(item)? {
            None => Ok(()),
            Some(_) => Err(io::Error::other(format!("{item} is still there"))),
        }
    }

    /// Puts a secret in an item's place, whether there is one or not.
    ///
    /// # Errors
    /// Returns an error if it is not there afterwards.
    pub fn change(&self, item: &str, secret: &str) -> io::Result<()> {
        if self.lookup(item)?.is_some() {
            self.delete(item)?;
        }
        let mut command = self.command("secret-tool");
        command.args(["store", "--label=changed", "service", "hallpass", "username", item]).stdin(Stdio::piped());
        let mut store = Process::start(&mut command)?;
        if let Some(mut pipe) = store.child().stdin.take() {
            pipe.write_all(secret.as_bytes())?;
        }
        store.child().wait()?;
        let stored = self.lookup(item)?.is_some_and(|stored| stored == secret);
        if stored { Ok(()) } else { Err(io::Error::other(format!("{item} was not changed"))) }
    }

    fn secret_tool(&self, verb: &str, item: &str) -> Command {
        let mut command = self.command("secret-tool");
        command.args([verb, "service", "hallpass", "username", item]);
        command
    }
}
