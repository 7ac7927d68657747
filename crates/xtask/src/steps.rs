//! Commands run one after another, each timed, the first failure ending it.

use crate::command::line_with_variables;
use crate::i18n::words;
use crate::task::Done;
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
        let typed = line_with_variables(command);
        println!("── {name} ── {typed}");
        let start = Instant::now();
        let status = command.status().map_err(|error| format!("{typed}: {error}"))?;
        let time = start.elapsed();
        if !status.success() {
            self.summary();
            let [failed, again] = [words("没有通过", "failed"), words("再看一次", "to see it again")].map(|w| w.pick());
            return Err(format!("✘ {name}: {failed} ({:.1} s)\n  {again}: {typed}", time.as_secs_f64()));
        }
        self.done.push((name, time));
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
