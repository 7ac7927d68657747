//! A throw-away home with a passphrase vault, and the sandbox.

use std::fs::Permissions;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use hallpass_core::MIGRATIONS;
use hallpass_core::vault::{Kdf, NewKey, Vault};
use hallpass_sandbox::{Options, Sandbox};
use serde_json::Value;

pub(crate) struct Ground {
    pub(crate) sandbox: Sandbox,
    pub(crate) folder: tempfile::TempDir,
    runtime: tokio::runtime::Runtime,
}

/// The result of a run.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The one JSON document of standard output.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {:?}, {}", self.out, self.err))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Self { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ground {
    /// A sandbox and an empty home.
    pub(crate) fn bare() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let sandbox = runtime.block_on(hallpass_sandbox::start(Options::default())).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let passphrase = folder.path().join("passphrase");
        std::fs::write(&passphrase, "not a real passphrase\n").unwrap();
        std::fs::set_permissions(&passphrase, Permissions::from_mode(0o600)).unwrap();
        Self { sandbox, folder, runtime }
    }

    /// The same with a vault in the home.
    pub(crate) fn new() -> Self {
        let ground = Self::bare();
        ground.runtime.block_on(async { ground.vault().await.close().await });
        ground
    }

    /// Makes a vault that opens quickly: of each command's time in these tests, its passphrase was the greatest part.
    pub(crate) async fn vault(&self) -> Vault {
        let cheap = Kdf { memory_kib: 64, passes: 1, lanes: 1 };
        let passphrase = std::fs::read_to_string(self.path("passphrase")).unwrap().trim_end().to_owned();
        let key = NewKey::Passphrase(passphrase.into());
        Vault::create_with(&self.path("home"), key, cheap, MIGRATIONS).await.unwrap().0
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `hallpass` with these words; it finds nothing of the person who runs the tests.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        self.dressed(Command::new(env!("CARGO_BIN_EXE_hallpass")), words)
    }

    pub(crate) fn dressed(&self, mut command: Command, words: &[&str]) -> Command {
        let path = std::env::var_os("PATH").unwrap();
        command.args(words).env_clear().env("PATH", path).env("LANG", "C.UTF-8").env("TZ", "UTC");
        command.env("HOME", self.folder.path()).env("HALLPASS_HOME", self.path("home"));
        command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", self.path("no-bus").display()));
        command.env("HALLPASS_PASSPHRASE_FILE", self.path("passphrase")).current_dir(self.folder.path());
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        self.feed(words, "")
    }

    pub(crate) fn feed(&self, words: &[&str], input: &str) -> Ran {
        feed(self.command(words), input)
    }

    /// The address of a system.
    pub(crate) fn at(&self, system: &str) -> String {
        self.sandbox.address(system)
    }

    /// Saves a profile whose one secret comes on standard input; everything else is in `rest`.
    pub(crate) fn profile(&self, name: &str, system: &str, secret: (&str, &str), rest: &[&str]) {
        let (server, secret_field) = (self.at(system), format!("{}=-", secret.0));
        let mut words = vec!["profile", "add", name, "--provider", system, "--server", &server];
        words.extend(["--secret", &secret_field]);
        words.extend(rest);
        let ran = self.feed(&words, secret.1);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }

    /// The plain EnOS IAM account that most tests need.
    pub(crate) fn li_wen(&self, name: &str, rest: &[&str]) {
        let mut words = vec!["--set", "account=li.wen"];
        words.extend(rest);
        self.profile(name, "enos-iam", ("password", "Not-Real-iam-01"), &words);
    }

    /// A hzero profile with its client.
    pub(crate) fn hzero(&self, name: &str, account: &str, password: &str) {
        let file = self.path("client");
        std::fs::write(&file, "not-a-real-client-01\n").unwrap();
        let (secret, account) = (format!("client_secret=@{}", file.display()), format!("account={account}"));
        let rest = ["--set", "client_id=hallpass-web", "--set", &account, "--secret", &secret];
        self.profile(name, "hzero", ("password", password), &rest);
    }

    /// How many sign-ins reached a system.
    pub(crate) fn attempts(&self, system: &str) -> u64 {
        self.sandbox.counts(system).attempts.values().sum()
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _entered = self.runtime.enter();
    }
}

pub(crate) fn feed(mut command: Command, input: &str) -> Ran {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command may end without reading.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap().into()
}

/// Every file below a folder with its mode, sorted.
pub(crate) fn modes(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(each) = folders.pop() {
        for entry in std::fs::read_dir(&each).unwrap() {
            let path = entry.unwrap().path();
            let mode = std::fs::symlink_metadata(&path).unwrap().permissions().mode() & 0o7777;
            found.push(format!("{mode:04o} {}", path.strip_prefix(folder).unwrap().display()));
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    found.sort_by(|a, b| a[5..].cmp(&b[5..]));
    found
}
