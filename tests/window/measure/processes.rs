//! A process with all that it has started, from `/proc`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::harness::Ground;

/// What Linux calls the page's process: it keeps 15 letters.
pub(crate) const PAGE: &str = "WebKitWebProces";

impl Ground {
    /// The processes of our window with this name, by what `of` reads of them.
    pub(crate) fn of_processes<T: Ord>(&self, name: &str, of: impl Fn(PathBuf) -> Option<T>) -> T {
        let home = format!("HALLPASS_HOME={}", self.home().display());
        let ours = |process: PathBuf| {
            let environment = fs::read(process.join("environ")).unwrap_or_default();
            let called = fs::read_to_string(process.join("comm")).unwrap_or_default();
            let ours = String::from_utf8_lossy(&environment).contains(&home) && called.starts_with(name);
            if ours { of(process) } else { None }
        };
        fs::read_dir("/proc").unwrap().filter_map(|entry| ours(entry.ok()?.path())).max().expect("a process")
    }
}

impl Ground {
    /// How often the threads of this name in our own process have been woken.
    pub(crate) fn wakes_of(&self, thread: &str) -> u64 {
        let woken = |task: PathBuf| {
            let is_it = fs::read_to_string(task.join("comm")).ok()?.trim() == thread;
            let about = fs::read_to_string(task.join("status")).ok().filter(|_| is_it)?;
            about.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")?.trim().parse::<u64>().ok())
        };
        self.of_processes("hallpass-deskto", |process| {
            let tasks = fs::read_dir(process.join("task")).ok()?.flatten();
            Some(tasks.filter_map(|task| woken(task.path())).sum())
        })
    }
}

/// The process and everything below it.
pub(super) struct Tree(Vec<u32>);

impl Tree {
    pub(super) fn of(root: u32) -> Self {
        let all = fs::read_dir("/proc").unwrap().flatten();
        let parents: Vec<(u32, u32)> = all.filter_map(|entry| parent(&entry.path())).collect();
        let mut tree = vec![root];
        let mut at = 0;
        while let Some(parent) = tree.get(at).copied() {
            tree.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(process, _)| *process));
            at += 1;
        }
        Self(tree)
    }

    /// Its memory in bytes, where what processes share counts once.
    pub(super) fn memory(&self) -> u64 {
        let of = |process: &u32| {
            let about = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
            let line = about.lines().find_map(|line| line.strip_prefix("Pss:"))?;
            line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()
        };
        self.0.iter().filter_map(of).sum::<u64>() * 1024
    }

    /// The processor's time that it has used.
    pub(super) fn processor(&self) -> Duration {
        self.0.iter().filter_map(|process| processor(*process)).sum()
    }
}

/// The processor's time that one process has used.
pub(crate) fn processor(process: u32) -> Option<Duration> {
    // A tick of the kernel's accounts is always ten milliseconds on Linux.
    Some(Duration::from_millis(after_name(process)?.1 * 10))
}

/// A process and its parent.
fn parent(folder: &Path) -> Option<(u32, u32)> {
    let process = folder.file_name()?.to_str()?.parse().ok()?;
    Some((process, after_name(process)?.0))
}

/// The parent of a process, and its ticks of user and system time: the name before may contain anything.
fn after_name(process: u32) -> Option<(u32, u64)> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some((u32::try_from(number(1)?).ok()?, number(11)? + number(12)?))
}
