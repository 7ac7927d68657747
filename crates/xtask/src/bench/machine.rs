//! Where and when a figure was measured.

use std::fs;
use std::process::Command;

/// The date, processor, number of processors and system in one line; unknown parts are left out.
pub(super) fn describe() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| value(&text, "model name", ':'));
    let system = fs::read_to_string("/etc/os-release").ok().and_then(|text| value(&text, "PRETTY_NAME", '='));
    let cores = std::thread::available_parallelism().ok().map(|count| format!("{count} ×"));
    let date = Command::new("date").arg("+%Y-%m-%d").output().ok();
    let date = date.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let cpu = [cores, cpu].into_iter().flatten().collect::<Vec<_>>().join(" ");
    [date, Some(cpu), system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn value(text: &str, name: &str, separator: char) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(separator)?.1.trim().trim_matches('"').to_owned())
}
