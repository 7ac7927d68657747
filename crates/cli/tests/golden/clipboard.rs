//! The clipboard of a real X server, read by another program.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::harness::Ground;

/// An X server without a screen to look at; ended when dropped.
struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    fn new() -> Self {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp"]);
        let spawned = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut server = spawned.expect("Xvfb is needed: cargo xtask setup installs it");
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        Self { server, display: format!(":{}", number.trim()) }
    }

    /// What another program finds under a target; `None` where the clipboard is empty.
    fn paste(&self, target: &str) -> Option<String> {
        let mut xclip = Command::new("xclip");
        xclip.args(["-o", "-selection", "clipboard", "-t", target]).env("DISPLAY", &self.display);
        let output = xclip.stderr(Stdio::null()).output().expect("xclip is needed: cargo xtask setup installs it");
        output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
    }

    fn copy_something_else(&self) {
        let mut echo = Command::new("sh");
        echo.args(["-c", "printf other | xclip -selection clipboard"]).env("DISPLAY", &self.display);
        assert!(echo.stdout(Stdio::null()).status().unwrap().success());
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        drop(self.server.kill().and_then(|()| self.server.wait()));
    }
}

#[test]
fn a_copied_token_stays_out_of_the_history_and_is_gone_after_half_a_minute() {
    let (ground, screen) = (Ground::new(), Screen::new());
    ground.li_wen("dev", &[]);
    assert_eq!(ground.run(&["login", "dev"]).code, 0);
    let token = ground.run(&["token", "dev"]).out.trim().to_owned();
    let copy = || ground.command(&["copy", "dev"]).env("DISPLAY", &screen.display).output().unwrap();

    let (copied, began) = (copy(), Instant::now());
    assert!(copied.status.success(), "{}", String::from_utf8_lossy(&copied.stderr));
    assert!(!String::from_utf8_lossy(&copied.stdout).contains(&token));
    assert!(screen.paste("UTF8_STRING").as_deref() == Some(&token), "another program reads the token");
    assert_eq!(screen.paste("x-kde-passwordManagerHint").as_deref(), Some("secret"));
    while screen.paste("UTF8_STRING").is_some_and(|text| text == token) {
        assert!(began.elapsed() < Duration::from_secs(40), "it is never cleared");
        std::thread::sleep(Duration::from_millis(200));
    }
    assert!(began.elapsed() > Duration::from_secs(28), "cleared after {:?}", began.elapsed());

    assert!(copy().status.success());
    screen.copy_something_else();
    std::thread::sleep(Duration::from_secs(31));
    assert_eq!(screen.paste("UTF8_STRING").as_deref(), Some("other"), "what is not ours stays");
}
