//! Commands run one after another, each timed, the first failure ending it.

use crate::Done;
use crate::words::words;
use std::process::Command;
use std::time::{Duration, Instant};

/// The steps so far and how long each took.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<(&'static str, Duration)>,
}

impl Steps {
    /// Runs one command in the foreground; a failure names the command that shows it again.
    pub(crate) fn run(&mut self, name: &'static str, command: &mut Command) -> Done {
        println!("── {name} ── {}", line(command));
        let start = Instant::now();
        let status = command.status().map_err(|error| format!("{}: {error}", line(command)))?;
        if !status.success() {
            let [failed, again] = [words("没有通过", "failed"), words("再看一次", "to see it again")].map(|w| w.pick());
            self.summary();
            return Err(format!(
                "✘ {name}: {failed} ({:.1} s)\n  {again}: {}",
                start.elapsed().as_secs_f64(),
                line(command)
            ));
        }
        self.done.push((name, start.elapsed()));
        Ok(())
    }

    /// Prints one line per step that has passed.
    pub(crate) fn summary(&self) {
        println!();
        for (name, time) in &self.done {
            println!("✔ {name:<8} {:>7.1} s", time.as_secs_f64());
        }
    }
}

/// A command as one would type it, with the variables that were set for it.
pub(crate) fn line(command: &Command) -> String {
    let set = command.get_envs().filter_map(|(name, value)| Some((name.to_str()?, value?.to_str()?)));
    let mut parts: Vec<String> = set.map(|(name, value)| format!("{name}={}", quoted(value))).collect();
    parts.push(program(command));
    parts.extend(command.get_args().map(|argument| quoted(&argument.to_string_lossy())));
    parts.join(" ")
}

fn program(command: &Command) -> String {
    let path = std::path::Path::new(command.get_program());
    path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The word in quotes where a shell would want them.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_=./:@,+".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("'{word}'") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_it_is_typed() {
        let mut command = Command::new("/usr/bin/cargo");
        command.env("RUSTDOCFLAGS", "-D warnings").args(["doc", "--no-deps", "", "账号=a b"]);
        assert_eq!(line(&command), "RUSTDOCFLAGS='-D warnings' cargo doc --no-deps '' '账号=a b'");
    }
}
