//! The ground a test stands on: a screen, a message bus, a real keyring, the sandbox, and a home of its own. Ends
//! what it started.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use hallpass_sandbox::{Options, Sandbox};
use hallpass_test_keyring::{Bus, Process};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::{Mutex, MutexGuard};

/// The size of the screen.
pub(crate) const SCREEN: &str = "1280x800x24";

/// One window at a time: two would share the machine's cores, and each would be slower than a person can wait.
static ALONE: Mutex<()> = Mutex::const_new(());

/// A driver whose window is gone never answers; rather than to wait for it for ever, everything ends.
const LONGEST: Duration = Duration::from_secs(420);

pub(crate) struct Ground {
    pub(crate) sandbox: Sandbox,
    _in_time: mpsc::Sender<()>,
    _alone: MutexGuard<'static, ()>,
    display: String,
    // Dropped in this order: the screen, the bus, the folder.
    _screen: Process,
    bus: Bus,
    _folder: TempDir,
}

impl Ground {
    pub(crate) async fn new() -> Self {
        let alone = ALONE.lock().await;
        let (in_time, ended) = mpsc::channel::<()>();
        std::thread::spawn(move || {
            if ended.recv_timeout(LONGEST) == Err(mpsc::RecvTimeoutError::Timeout) {
                eprintln!("a test of the window takes longer than {LONGEST:?}");
                std::process::abort();
            }
        });
        let folder = TempDir::new().unwrap();
        let sandbox = hallpass_sandbox::start(Options::default()).await.unwrap();
        let (screen, display) = screen();
        let bus = Bus::with_keyring(folder.path()).unwrap();
        Self { sandbox, _in_time: in_time, _alone: alone, display, _screen: screen, bus, _folder: folder }
    }

    /// English, with a vault whose key is in the keyring.
    pub(crate) async fn with_vault() -> Self {
        let ground = Self::new().await;
        ground.english();
        let made = ground.hallpass(&["vault", "init", "--keyring"], "");
        assert!(made.get("error").is_none_or(Value::is_null), "{made}");
        ground
    }

    /// A command that lives on this ground.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = self.bus.command(program);
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SYSTEM_BUS_ADDRESS", self.bus.address())
            .env("HALLPASS_HOME", self.home())
            .env("LANG", "en_US.UTF-8")
            // Accessibility and portals would each wait for services that this bus does not have.
            .env("NO_AT_BRIDGE", "1")
            .env("GTK_USE_PORTAL", "0")
            // In a container without user namespaces there is no sandbox for the page's process to be in.
            .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
        command
    }

    /// The screen.
    pub(crate) fn display(&self) -> &str {
        &self.display
    }

    /// Where the bus listens. It stands for the system's bus as well.
    pub(crate) fn bus_address(&self) -> &str {
        self.bus.address()
    }

    /// Hallpass's own folder.
    pub(crate) fn home(&self) -> PathBuf {
        self.path("hallpass")
    }

    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.bus.path(name)
    }

    /// The command `hallpass`, on the same vault.
    pub(crate) fn hallpass(&self, arguments: &[&str], input: &str) -> Value {
        let mut command = self.command(hallpass());
        let mut child = command
            .args(arguments)
            .args(["--json", "--no-input"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
    }

    /// The settings a person has chosen before.
    pub(crate) fn settings(&self, settings: &Value) {
        fs::create_dir_all(self.home()).unwrap();
        fs::write(self.home().join("window.json"), settings.to_string()).unwrap();
    }

    /// English, light: what a test that looks for words wants.
    pub(crate) fn english(&self) {
        self.settings(&json!({"language": "en", "theme": "light"}));
    }

    /// Adds a profile for an account of the sandbox with the command; secrets are saved with it.
    pub(crate) fn profile(&self, name: &str, address: &str, method: &str, account: &str) {
        self.profile_with(name, address, method, account, &[]);
    }

    /// The same, with other values than the sandbox's for some fields.
    pub(crate) fn profile_with(&self, name: &str, address: &str, method: &str, account: &str, other: &[(&str, &str)]) {
        let known = self.account(address, method, account);
        let server = self.sandbox.address(address);
        let mut line = ["profile", "add", name, "--provider", &known.provider, "--server", &server, "--method", method]
            .map(str::to_owned)
            .to_vec();
        for (field, value) in &known.fields {
            let value = other.iter().find(|(name, _)| name == field).map_or(value.as_str(), |(_, value)| value);
            if ["password", "client_secret", "app_secret", "token"].contains(&field.as_str()) {
                if value.is_empty() {
                    continue;
                }
                let file = self.path(format!("secret-{field}"));
                fs::write(&file, value).unwrap();
                line.extend(["--secret".to_owned(), format!("{field}=@{}", file.display())]);
            } else {
                line.extend(["--set".to_owned(), format!("{field}={value}")]);
            }
        }
        let said = self.hallpass(&line.iter().map(String::as_str).collect::<Vec<_>>(), "");
        assert!(said.get("error").is_none_or(Value::is_null), "{said}");
    }

    /// A picture of the screen, where the window stands.
    pub(crate) fn picture(&self, file: &Path) {
        let done = self.command("scrot").args(["--overwrite", "--autoselect", "0,0,1180,760"]).arg(file).status();
        assert!(done.is_ok_and(|status| status.success()), "{}: scrot is installed by the set-up", file.display());
    }

    /// An account that the sandbox knows.
    pub(crate) fn account(&self, address: &str, method: &str, account: &str) -> Account {
        let described = self.sandbox.describe();
        for system in described["systems"].as_array().unwrap() {
            for known in system["accounts"].as_array().unwrap() {
                let fields = known["fields"].as_object().unwrap();
                let named =
                    ["account", "phone"].iter().any(|name| fields.get(*name).is_some_and(|value| value == account));
                if known["address"] == address && known["method"] == method && (named || account.is_empty()) {
                    let text = |value: &Value| value.as_str().unwrap().to_owned();
                    let fields = fields.iter().map(|(name, value)| (name.clone(), text(value))).collect();
                    return Account { provider: text(&system["id"]), fields };
                }
            }
        }
        panic!("the sandbox has no account {account} at {address} for {method}");
    }
}

pub(crate) struct Account {
    pub(crate) provider: String,
    pub(crate) fields: Vec<(String, String)>,
}

impl Account {
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str()).unwrap()
    }
}

/// The window's program: of the same build, or one as it is released, which a benchmark names.
pub(crate) fn window_program() -> PathBuf {
    let released = std::env::var_os("HALLPASS_RELEASED").map(|folder| PathBuf::from(folder).join("hallpass-desktop"));
    released.unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_hallpass-desktop")))
}

/// The command, built beside the window by the same `cargo test --workspace`.
pub(crate) fn hallpass() -> PathBuf {
    let command = window_program().with_file_name("hallpass");
    assert!(
        command.exists(),
        "{}: build it first, with cargo build --workspace --features hallpass-desktop/ts",
        command.display()
    );
    command
}

/// A screen that nobody sees, and how it is called.
fn screen() -> (Process, String) {
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]);
    let mut screen = Process::start(command.stdout(Stdio::piped()).stderr(Stdio::null())).unwrap();
    let mut line = String::new();
    BufReader::new(screen.child().stdout.take().unwrap()).read_line(&mut line).unwrap();
    (screen, format!(":{}", line.trim()))
}

/// Waits for something that other programs do.
pub(crate) fn until(what: &str, mut done: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !done() {
        assert!(Instant::now() < end, "{what}: not within 20 s");
        std::thread::sleep(Duration::from_millis(50));
    }
}
