//! The ground a test stands on: a screen, a message bus, a real keyring, the sandbox, and a home of its own. Ends
//! what it started.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use hallpass_sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::{Mutex, MutexGuard};

/// No service is started by this bus: what is on it, a test has put there.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=SOCKET</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#;

/// The size of the screen.
pub(crate) const SCREEN: &str = "1280x800x24";

/// One window at a time: two would share the machine's cores, and each would be slower than a person can wait.
static ALONE: Mutex<()> = Mutex::const_new(());

pub(crate) struct Ground {
    pub(crate) sandbox: Sandbox,
    _alone: MutexGuard<'static, ()>,
    dir: TempDir,
    display: String,
    bus: String,
    children: Vec<Child>,
}

impl Ground {
    pub(crate) async fn new() -> Self {
        let alone = ALONE.lock().await;
        let dir = TempDir::new().unwrap();
        for name in ["run", "home", "data", "config", "cache"] {
            fs::create_dir(dir.path().join(name)).unwrap();
            fs::set_permissions(dir.path().join(name), fs::Permissions::from_mode(0o700)).unwrap();
        }
        let sandbox = hallpass_sandbox::start(Options::default()).await.unwrap();
        let mut ground =
            Self { sandbox, _alone: alone, dir, display: String::new(), bus: String::new(), children: Vec::new() };
        ground.start_screen();
        ground.start_bus();
        ground.start_keyring();
        ground
    }

    /// English, with a vault whose key is in the keyring.
    pub(crate) async fn with_vault() -> Self {
        let ground = Self::new().await;
        ground.english();
        let made = ground.hallpass(&["vault", "init", "--keyring"], "");
        assert!(made.get("error").is_none_or(Value::is_null), "{made}");
        ground
    }

    fn start_screen(&mut self) {
        let mut screen = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed by the set-up");
        self.display = format!(":{}", first_line(&mut screen));
        self.children.push(screen);
    }

    fn start_bus(&mut self) {
        let config = self.path("bus.conf");
        fs::write(&config, BUS.replace("SOCKET", self.path("bus").to_str().unwrap())).unwrap();
        let mut bus = Command::new("dbus-daemon")
            .args(["--nofork", "--nopidfile", "--print-address=1", "--config-file"])
            .arg(&config)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon is installed by the set-up");
        self.bus = first_line(&mut bus);
        self.children.push(bus);
    }

    fn start_keyring(&mut self) {
        let mut keyring = self
            .command("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring-daemon is installed by the set-up");
        keyring.stdin.take().unwrap().write_all(b"a test's password").unwrap();
        self.children.push(keyring);
        until("the keyring", || {
            let mut ask = self.command("gdbus");
            ask.args(["call", "--session", "--dest", "org.freedesktop.DBus", "--object-path", "/org/freedesktop/DBus"]);
            let asked = ask.args(["--method", "org.freedesktop.DBus.NameHasOwner", "org.freedesktop.secrets"]).output();
            asked.is_ok_and(|said| String::from_utf8_lossy(&said.stdout).contains("true"))
        });
    }

    /// A command that lives on this ground.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env("DISPLAY", &self.display)
            .env_remove("WAYLAND_DISPLAY")
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("HOME", self.path("home"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_CACHE_HOME", self.path("cache"))
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("HALLPASS_HOME", self.home())
            .env("LANG", "en_US.UTF-8")
            // Accessibility and portals would each wait for services that this bus does not have.
            .env("NO_AT_BRIDGE", "1")
            .env("GTK_USE_PORTAL", "0")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            // In a container without user namespaces there is no sandbox for the page's process to be in.
            .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
        command
    }

    /// Hallpass's own folder.
    pub(crate) fn home(&self) -> PathBuf {
        self.path("hallpass")
    }

    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.dir.path().join(name)
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

impl Drop for Ground {
    fn drop(&mut self) {
        // The last started first: the keyring before its bus.
        for child in self.children.iter_mut().rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The command, built beside the window by the same `cargo test --workspace`.
pub(crate) fn hallpass() -> PathBuf {
    let window = PathBuf::from(env!("CARGO_BIN_EXE_hallpass-desktop"));
    let command = window.with_file_name("hallpass");
    assert!(command.exists(), "{}: build it first, with cargo build -p hallpass-cli", command.display());
    command
}

fn first_line(child: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    line.trim().to_owned()
}

/// Waits for something that other programs do.
pub(crate) fn until(what: &str, mut done: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !done() {
        assert!(Instant::now() < end, "{what}: not within 20 s");
        std::thread::sleep(Duration::from_millis(50));
    }
}
