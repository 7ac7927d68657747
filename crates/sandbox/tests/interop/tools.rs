//! Programs of others: node with the pinned packages, and Java.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop");

/// Runs a script of this folder under node and returns what it printed.
pub(crate) async fn node(script: &'static str, arguments: &'static [&'static str], input: String) -> String {
    blocking(move || {
        let mut command = Command::new("node");
        // The sandbox is on loopback: no proxy of this machine shall stand between.
        command.env("NODE_PATH", packages()).env("NO_PROXY", "127.0.0.1").env("no_proxy", "127.0.0.1");
        run(command.arg(Path::new(FOLDER).join(script)).args(arguments), &input)
    })
    .await
}

/// Runs a Java source file of this folder and returns what it printed.
pub(crate) async fn java(source: &'static str, arguments: &'static [&'static str], input: String) -> String {
    blocking(move || {
        // A Java without a compiler would fail with words that do not say what is missing.
        run(Command::new("javac").arg("-version"), "");
        run(Command::new("java").arg(Path::new(FOLDER).join(source)).args(arguments), &input)
    })
    .await
}

/// The sandbox answers from the test's own thread, which therefore must not wait for a program.
async fn blocking(work: impl FnOnce() -> String + Send + 'static) -> String {
    tokio::task::spawn_blocking(work).await.unwrap()
}

/// Runs a program to its end; a missing or failing one fails the test.
fn run(command: &mut Command, input: &str) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let missing = |error| panic!("{program} cannot be started ({error}): `cargo xtask setup` installs it");
    let mut child = command.spawn().unwrap_or_else(missing);
    // One that ends without reading says why on its standard error.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{program} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The `node_modules` folder with exactly what the committed lock file names, under the target folder.
fn packages() -> &'static Path {
    static PACKAGES: OnceLock<PathBuf> = OnceLock::new();
    PACKAGES.get_or_init(|| {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("peers");
        install(&place);
        place.join("node_modules")
    })
}

/// Installs the packages where they are missing or were installed from another lock file.
fn install(place: &Path) {
    fs::create_dir_all(place).unwrap();
    let guard = fs::File::create(place.join("lock")).unwrap();
    guard.lock().unwrap();
    let (wanted, installed) = (fs::read(Path::new(FOLDER).join("package-lock.json")).unwrap(), place.join("installed"));
    if fs::read(&installed).is_ok_and(|installed| installed == wanted) {
        return;
    }
    for file in ["package.json", "package-lock.json"] {
        fs::copy(Path::new(FOLDER).join(file), place.join(file)).unwrap();
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let arguments = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"];
    run(Command::new(npm).args(arguments).current_dir(place), "");
    fs::write(installed, wanted).unwrap();
}
