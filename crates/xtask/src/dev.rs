//! `cargo xtask dev`: the real window, with a page that changes as its sources are saved.

use crate::command::cargo;
use crate::i18n::words;
use crate::task::Done;
use crate::{setup, ui};
use std::net::TcpStream;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::Duration;

/// Where the page's development server listens: `ui/vite.config.ts` has the same port.
const PAGE: &str = "localhost:1420";
/// The window takes its page from there instead of the built one.
const CONFIG: &str = r#"{"build":{"devUrl":"http://localhost:1420"}}"#;

/// The page's server, which ends with the window.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill().and_then(|()| self.0.wait());
    }
}

pub(crate) fn run(arguments: &[String]) -> Done {
    setup::ensure(&["build", "window"])?;
    // Without a built page the window does not compile.
    ui::build()?;
    let mut server = Server(vite()?.spawn().map_err(|error| format!("vite: {error}"))?);
    wait_for(&mut server)?;
    // The whole workspace's features, as the tests have them: other ones would build every dependency again.
    let mut build = cargo("build --workspace --features hallpass-desktop/ts --locked --bin hallpass-desktop");
    finished("cargo", build.env("TAURI_CONFIG", CONFIG))?;
    finished("hallpass-desktop", Command::new(ui::root().join("target/debug/hallpass-desktop")).args(arguments))
}

/// Not through npm, which leaves what it started behind when it is ended.
fn vite() -> Result<Command, String> {
    let mut vite = ui::node()?;
    vite.args(["node_modules/vite/bin/vite.js", "--mode", "production"]);
    Ok(vite)
}

fn wait_for(server: &mut Server) -> Done {
    for _ in 0..120 {
        if TcpStream::connect(PAGE).is_ok() {
            return Ok(());
        }
        if let Ok(Some(status)) = server.0.try_wait() {
            return Err(format!("vite: {status}"));
        }
        sleep(Duration::from_millis(500));
    }
    Err(format!("{PAGE}: {}", words("开发服务器没有启动", "the development server did not start").pick()))
}

fn finished(name: &str, command: &mut Command) -> Done {
    let status = command.status().map_err(|error| format!("{name}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name}: {status}")) }
}
