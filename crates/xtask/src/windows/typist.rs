//! A console with a person at it: keys are pressed when a question is on the screen.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

/// How long a question is waited for. It is a bound for what never comes, and measures nothing.
const PATIENCE: Duration = Duration::from_secs(120);

pub(super) struct Typist {
    child: Child,
    keys: Option<ChildStdin>,
    screen: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
}

impl Typist {
    /// Starts a command in a terminal of its own.
    pub(super) fn start(command: &Command) -> Result<Self, String> {
        let words = std::iter::once(command.get_program()).chain(command.get_args());
        let typed: Vec<String> =
            words.map(|word| format!("'{}'", word.to_string_lossy().replace('\'', "'\\''"))).collect();
        let mut script = Command::new("script");
        script.args(["-q", "-e", "-f", "-c", &typed.join(" "), "/dev/null"]);
        script.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("SHELL", "/bin/sh");
        script.env("TERM", "xterm");
        if let Some(folder) = command.get_current_dir() {
            script.current_dir(folder);
        }
        let started = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = started.map_err(|error| format!("script: {error}"))?;
        let (keys, output) = (child.stdin.take(), child.stdout.take());
        let screen = Arc::new(Mutex::new(Vec::new()));
        let shown = Arc::clone(&screen);
        let reader = output.map(|mut output| {
            spawn(move || {
                let mut buffer = [0; 4096];
                while let Ok(read @ 1..) = output.read(&mut buffer) {
                    let part = buffer.get(..read).unwrap_or_default();
                    shown.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(part);
                }
            })
        });
        Ok(Self { child, keys, screen, reader })
    }

    /// Waits until this is on the screen, ignoring white space.
    pub(super) fn wait_for(&self, text: &str) -> Result<(), String> {
        let (since, wanted) = (Instant::now(), without_blanks(text));
        while since.elapsed() < PATIENCE {
            if self.shown().contains(&wanted) {
                return Ok(());
            }
            sleep(Duration::from_millis(50));
        }
        Err(format!("{text:?} did not appear: {:?}", self.shown()))
    }

    pub(super) fn press(&mut self, keys: &str) -> Result<(), String> {
        let keyboard = self.keys.as_mut().ok_or("no keyboard")?;
        keyboard.write_all(keys.as_bytes()).and_then(|()| keyboard.flush()).map_err(|error| error.to_string())
    }

    /// Waits for its end and answers the exit code and what was on the screen, without blanks.
    pub(super) fn end(mut self) -> Result<(Option<i32>, String), String> {
        let since = Instant::now();
        let status = loop {
            match self.child.try_wait().map_err(|error| error.to_string())? {
                Some(status) => break status,
                None if since.elapsed() > PATIENCE => {
                    let _ = self.child.kill();
                    return Err(format!("it does not end: {:?}", self.shown()));
                }
                None => sleep(Duration::from_millis(50)),
            }
        };
        drop(self.keys.take());
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
        Ok((status.code(), self.shown()))
    }

    fn shown(&self) -> String {
        let bytes = self.screen.lock().unwrap_or_else(PoisonError::into_inner).clone();
        without_blanks(&without_sequences(&String::from_utf8_lossy(&bytes)))
    }
}

/// The text without what moves the cursor and sets colours.
fn without_sequences(text: &str) -> String {
    let (mut plain, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = match after.chars().next() {
            // A title, up to its end.
            Some(']') => after.split_once('\u{7}').map_or("", |(_, rest)| rest),
            Some('[') => {
                let end = after.char_indices().skip(1).find(|(_, letter)| ('@'..='~').contains(letter));
                end.and_then(|(at, _)| after.get(at + 1..)).unwrap_or_default()
            }
            Some(letter) => after.get(letter.len_utf8()..).unwrap_or_default(),
            None => "",
        };
    }
    plain + rest
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && !letter.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::{without_blanks, without_sequences};

    #[test]
    fn what_moves_the_cursor_is_no_text() {
        let screen = "\u{1b}[?25l\u{1b}]0;title\u{7}Pass\u{1b}[5Cphrase\u{1b}[m:\u{1b}7 \r\n";
        assert_eq!(without_blanks(&without_sequences(screen)), "Passphrase:");
    }
}
