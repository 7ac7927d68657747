//! A session bus of its own with a real gnome-keyring on it, in a folder of its own: what tests and benchmarks do there
//! never reaches a person's keyring. Linux, with `dbus-daemon`, `gnome-keyring-daemon`, `dbus-send` and `secret-tool`.

mod item;
mod keyring;

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// No service is started by this bus: what is on it, someone has put there.
const CONFIG: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=SOCKET</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#;

/// The bus, and the keyring where one was started; both end when this is dropped.
#[derive(Debug)]
pub struct Bus {
    folder: PathBuf,
    address: String,
    // Dropped in this order: the keyring before its bus.
    keyring: Option<Process>,
    _bus: Process,
}

impl Bus {
    /// Starts a bus with nothing on it; its files, and the homes of what is started here, are in `folder`.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be written, or if `dbus-daemon` cannot be started.
    pub fn start(folder: &Path) -> io::Result<Self> {
        for name in ["run", "home", "data", "config", "cache"] {
            private(&folder.join(name))?;
        }
        let config = folder.join("bus.conf");
        fs::write(&config, CONFIG.replace("SOCKET", &folder.join("bus").to_string_lossy()))?;
        let mut command = Command::new("dbus-daemon");
        command.args(["--nofork", "--nopidfile", "--print-address=1", "--config-file"]).arg(&config);
        // In a container it says that it may not raise a limit.
        let mut bus = Process::start(command.stdout(Stdio::piped()).stderr(Stdio::null()))?;
        let mut address = String::new();
        let said = bus.0.stdout.take().ok_or_else(|| io::Error::other("dbus-daemon: no output"))?;
        BufReader::new(said).read_line(&mut address)?;
        Ok(Self { folder: folder.to_owned(), address: address.trim().to_owned(), keyring: None, _bus: bus })
    }

    /// Starts a bus with an unlocked keyring on it.
    ///
    /// # Errors
    /// As [`Self::start`], and `gnome-keyring-daemon`.
    pub fn with_keyring(folder: &Path) -> io::Result<Self> {
        let mut bus = Self::start(folder)?;
        bus.start_keyring()?;
        Ok(bus)
    }

    /// Where the bus listens: `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A file or folder beside the bus.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.join(name)
    }

    /// A command on this bus whose home and data folders are here too. It has no screen.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .env("HOME", self.path("home"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_CACHE_HOME", self.path("cache"))
            .env("XDG_RUNTIME_DIR", self.path("run"));
        command
    }
}

/// Makes a folder that only its owner may enter.
fn private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}

/// A program that ends with its owner.
#[derive(Debug)]
pub struct Process(pub(crate) Child);

impl Process {
    /// Starts it.
    ///
    /// # Errors
    /// Returns an error that names it if it cannot be started.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        match command.spawn() {
            Ok(child) => Ok(Self(child)),
            Err(error) => {
                let program = command.get_program().to_string_lossy();
                Err(io::Error::new(error.kind(), format!("{program}: {error}")))
            }
        }
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// The process, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.0
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
