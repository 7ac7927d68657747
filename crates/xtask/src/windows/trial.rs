//! The environment of the table's rows: the command for Windows under Wine, and the sandbox of this machine.

use super::wine::Wine;
use crate::command::line;
use crate::sandbox::Sandbox;
use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The command, a vault under a passphrase, and the sandbox.
pub(super) struct Trial {
    pub(super) exe: PathBuf,
    pub(super) sandbox: Sandbox,
    pub(super) wine: Wine,
}

/// The result of a run.
pub(super) struct Ran {
    pub(super) code: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
}

impl Trial {
    /// `hallpass` with these words.
    pub(super) fn hallpass(&self, words: &[&str]) -> Command {
        let mut command = self.wine.program(&self.exe);
        self.dress(&mut command);
        command.args(words);
        command
    }

    /// The variables that the command reads; paths are those of Windows.
    pub(super) fn dress(&self, command: &mut Command) {
        command.env("HALLPASS_HOME", r"C:\try\home").env("HALLPASS_PASSPHRASE_FILE", r"C:\try\passphrase");
    }

    pub(super) fn run(&self, words: &[&str]) -> Result<Ran, String> {
        self.feed(words, "")
    }

    pub(super) fn feed(&self, words: &[&str], input: &str) -> Result<Ran, String> {
        feed(&mut self.hallpass(words), input)
    }

    /// What it prints; it must succeed.
    pub(super) fn printed(&self, words: &[&str]) -> Result<String, String> {
        let ran = self.run(words)?;
        ran.ended(0)?;
        Ok(ran.out)
    }

    /// Its JSON document, whatever its exit code.
    pub(super) fn json(&self, words: &[&str]) -> Result<Value, String> {
        self.run(&[words, &["--json"]].concat())?.json()
    }

    /// Writes a file into `C:\try`.
    pub(super) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<PathBuf, String> {
        let path = self.wine.folder().join(name);
        fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(path)
    }

    /// Takes the rights of others to a file of `C:\try` away.
    pub(super) fn private(&self, name: &str) -> Result<(), String> {
        use std::os::unix::fs::PermissionsExt;
        let path = self.wine.folder().join(name);
        let set = fs::set_permissions(&path, fs::Permissions::from_mode(0o600));
        set.map_err(|error| format!("{}: {error}", path.display()))
    }

    /// A file of `C:\try`, as text.
    pub(super) fn text(&self, name: &str) -> Result<String, String> {
        let path = self.wine.folder().join(name);
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Saves a profile for an account of the sandbox; the secrets come on standard input and from a file.
    pub(super) fn profile(&self, name: &str, system: &str, method: &str, account: &str) -> Result<(), String> {
        const SECRET: [&str; 4] = ["password", "app_secret", "client_secret", "token"];
        let account = self.sandbox.account(system, system, method, account)?;
        let mut words = vec!["profile".to_owned(), "add".to_owned(), name.to_owned()];
        words.extend(["--provider", system, "--server", &account.server, "--method", method].map(str::to_owned));
        let mut input = None;
        for (field, value) in &account.fields {
            if !SECRET.contains(&field.as_str()) {
                words.extend(["--set".to_owned(), format!("{field}={value}")]);
            } else if input.is_none() {
                words.extend(["--secret".to_owned(), format!("{field}=-")]);
                input = Some(value.clone());
            } else {
                self.file(field, value)?;
                words.extend(["--secret".to_owned(), format!("{field}=@{field}")]);
            }
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.feed(&words, &input.unwrap_or_default())?.ended(0)
    }
}

impl Ran {
    /// Whether it ended with this code.
    pub(super) fn ended(&self, code: i32) -> Result<(), String> {
        let ran = || format!("exit code {:?}, not {code}: {}{}", self.code, self.out, self.err);
        if self.code == Some(code) { Ok(()) } else { Err(ran()) }
    }

    pub(super) fn json(&self) -> Result<Value, String> {
        serde_json::from_str(&self.out).map_err(|error| format!("{error}: {}{}", self.out, self.err))
    }
}

/// Runs a command to its end.
pub(super) fn feed(command: &mut Command, input: &str) -> Result<Ran, String> {
    let run = |command: &mut Command| {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        // A command may end without reading.
        let _ = child.stdin.take().map(|mut pipe| pipe.write_all(input.as_bytes()));
        child.wait_with_output()
    };
    let output = run(command).map_err(|error| format!("{}: {error}", line(command)))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    Ok(Ran { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) })
}

/// An error that says what was found, unless it holds.
pub(super) fn expect(holds: bool, what: &str, found: impl std::fmt::Display) -> Result<(), String> {
    /// More would hide the other rows.
    const MOST: usize = 600;
    let found = || found.to_string().chars().take(MOST).collect::<String>();
    if holds { Ok(()) } else { Err(format!("{what}: {}", found())) }
}

/// An error unless the text has this in it.
pub(super) fn has(text: &str, part: &str) -> Result<(), String> {
    expect(text.contains(part), &format!("no {part:?}"), format!("{text:?}"))
}
