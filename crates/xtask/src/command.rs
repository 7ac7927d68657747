//! Runs commands and feeds their input.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A command as one would type it.
pub(crate) fn line(command: &Command) -> String {
    let words = command.get_args().map(|word| quoted(&word.to_string_lossy()));
    std::iter::once(program(command)).chain(words).collect::<Vec<_>>().join(" ")
}

/// The same, behind the variables that were set for it.
pub(crate) fn line_with_variables(command: &Command) -> String {
    let set = command.get_envs().filter_map(|(name, value)| Some((name.to_str()?, value?.to_str()?)));
    let set = set.map(|(name, value)| format!("{name}={}", quoted(value)));
    set.chain([line(command)]).collect::<Vec<_>>().join(" ")
}

fn program(command: &Command) -> String {
    let path = Path::new(command.get_program());
    path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Cargo itself, by the path of the one that runs this.
pub(crate) fn cargo(arguments: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments.split_whitespace()).current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    command
}

/// The word in quotes where a shell would want them.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_=./:@,+".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("'{word}'") }
}

/// Runs a command with this standard input and answers its exit code; `None` when a signal ended it.
pub(crate) fn feed(command: &mut Command, input: &str) -> Result<Option<i32>, String> {
    Ok(run(command, input)?.status.code())
}

/// Runs a command with this standard input and answers what it printed; it must succeed.
pub(crate) fn answer(command: &mut Command, input: &str) -> Result<String, String> {
    let output = run(command.stdout(Stdio::piped()), input)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!("{}: {}", line(command), output.status))
}

fn run(command: &mut Command, input: &str) -> Result<Output, String> {
    let start = |command: &mut Command| {
        let mut child = command.stdin(Stdio::piped()).spawn()?;
        // A command may end without reading; its exit code tells more than the broken pipe.
        let _ = child.stdin.take().map(|mut pipe| pipe.write_all(input.as_bytes()));
        child.wait_with_output()
    };
    start(command).map_err(|error| format!("{}: {error}", line(command)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_it_is_typed() {
        let mut command = Command::new("/usr/bin/cargo");
        command.env("RUSTDOCFLAGS", "-D warnings").args(["doc", "--no-deps", "", "账号=a b"]);
        assert_eq!(line(&command), "cargo doc --no-deps '' '账号=a b'");
        assert_eq!(line_with_variables(&command), "RUSTDOCFLAGS='-D warnings' cargo doc --no-deps '' '账号=a b'");
    }

    #[test]
    fn a_command_reads_its_input_or_leaves_it() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "read -r word; exit $word"]);
        assert_eq!(feed(&mut shell, "7\n"), Ok(Some(7)));
        assert_eq!(feed(&mut Command::new("true"), &"x".repeat(1 << 20)), Ok(Some(0)));
    }
}
