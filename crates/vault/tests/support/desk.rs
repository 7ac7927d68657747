//! A desk: a session bus of its own with a real gnome-keyring on it, in its own HOME. Ends what it started.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// No service is started by this bus: what is on it, a test has put there.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=SOCKET</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#;

pub struct Desk {
    dir: TempDir,
    address: String,
    bus: Option<Child>,
    keyring: Option<Child>,
}

impl Desk {
    /// A bus and nothing on it.
    pub fn bus() -> Self {
        let dir = TempDir::new().unwrap();
        for name in ["run", "home", "data"] {
            fs::create_dir(dir.path().join(name)).unwrap();
            fs::set_permissions(dir.path().join(name), fs::Permissions::from_mode(0o700)).unwrap();
        }
        let config = dir.path().join("bus.conf");
        fs::write(&config, BUS.replace("SOCKET", dir.path().join("bus").to_str().unwrap())).unwrap();
        let mut bus = Command::new("dbus-daemon")
            .args(["--nofork", "--nopidfile", "--print-address=1", "--config-file"])
            .arg(&config)
            .stdout(Stdio::piped())
            // In a container it says that it may not raise a limit.
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon is installed by the set-up");
        let mut address = String::new();
        BufReader::new(bus.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { dir, address: address.trim().into(), bus: Some(bus), keyring: None }
    }

    /// A bus with an unlocked keyring.
    pub fn new() -> Self {
        let mut desk = Self::bus();
        desk.start_keyring();
        desk
    }

    pub fn start_keyring(&mut self) {
        let mut keyring = self
            .command("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring-daemon is installed by the set-up");
        keyring.stdin.take().unwrap().write_all(b"a test's password").unwrap();
        self.keyring = Some(keyring);
        self.await_name("org.freedesktop.secrets");
    }

    /// Ends the keyring at once.
    pub fn kill_keyring(&mut self) {
        end(&mut self.keyring);
    }

    /// Stops the keyring in its tracks: calls reach it and are never answered.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, name: &str) {
        let id = self.keyring.as_ref().unwrap().id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// Locks the keyring.
    pub fn lock(&self) {
        self.send("org.freedesktop.Secret.Service.Lock", "array:objpath:/org/freedesktop/secrets/collection/login");
    }

    /// The secret of an item.
    pub fn lookup(&self, item: &str) -> Option<String> {
        let out = self.command("secret-tool").args(["lookup", "service", "hallpass", "username", item]).output();
        let out = out.expect("secret-tool is installed by the set-up");
        out.status.success().then(|| String::from_utf8(out.stdout).unwrap())
    }

    /// How many items Hallpass has.
    pub fn items(&self) -> usize {
        let out = self.command("secret-tool").args(["search", "--all", "service", "hallpass"]).output().unwrap();
        String::from_utf8_lossy(&out.stdout).matches("secret = ").count()
    }

    pub fn delete(&self, item: &str) {
        let mut command = self.command("secret-tool");
        assert!(command.args(["clear", "service", "hallpass", "username", item]).status().unwrap().success());
        assert_eq!(self.lookup(item), None);
    }

    /// Puts another secret in an item's place.
    pub fn change(&self, item: &str, secret: &str) {
        self.delete(item);
        let mut command = self.command("secret-tool");
        command.args(["store", "--label=changed", "service", "hallpass", "username", item]).stdin(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(secret.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
        assert_eq!(self.lookup(item).as_deref(), Some(secret));
    }

    /// A command that lives at this desk.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_remove("DISPLAY")
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .env("HOME", self.path("home"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_RUNTIME_DIR", self.path("run"));
        command
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.dir.path().join(name)
    }

    fn send(&self, method: &str, argument: &str) {
        let mut command = self.command("dbus-send");
        command.args(["--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"]);
        assert!(command.args([method, argument]).stdout(Stdio::null()).status().unwrap().success());
    }

    fn await_name(&self, name: &str) {
        let end = Instant::now() + Duration::from_secs(20);
        while !self.has(name) {
            assert!(Instant::now() < end, "{name} did not come up");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn has(&self, name: &str) -> bool {
        let mut command = self.command("dbus-send");
        command.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]);
        let out = command.arg("org.freedesktop.DBus.NameHasOwner").arg(format!("string:{name}")).output().unwrap();
        String::from_utf8_lossy(&out.stdout).contains("boolean true")
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        end(&mut self.keyring);
        end(&mut self.bus);
    }
}

fn end(child: &mut Option<Child>) {
    if let Some(mut child) = child.take() {
        let _ = child.kill();
        let _ = child.wait();
    }
}
