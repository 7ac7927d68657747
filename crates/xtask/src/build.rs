//! Builds a program of the workspace and returns its path.

use crate::command::cargo;
use crate::i18n::words;
use crate::task::Done;
use serde_json::Value;
use std::path::PathBuf;
use std::process::Stdio;

/// Builds the one binary of `package` and answers its path.
pub(crate) fn binary(package: &str, profile: &str) -> Result<PathBuf, String> {
    eprintln!("{}", words("正在编译（第一次要几分钟）…", "Building (some minutes the first time) …").pick());
    let mut command = cargo("build --locked --message-format json-render-diagnostics");
    command.args(["--package", package, "--profile", profile]).stderr(Stdio::inherit());
    let output = command.output().map_err(|error| format!("cargo: {error}"))?;
    succeeded(output.status.success(), package)?;
    let messages = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>().flatten();
    let executable = |message: Value| message["executable"].as_str().map(PathBuf::from);
    messages.filter_map(executable).last().ok_or_else(|| format!("{package}: cargo named no executable"))
}

fn succeeded(success: bool, package: &str) -> Done {
    let sentence = words("没有编译成功", "did not build").pick();
    if success { Ok(()) } else { Err(format!("{package}: {sentence}")) }
}
