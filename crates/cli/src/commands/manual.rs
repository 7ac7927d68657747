//! `hallpass completions` and `hallpass man`, in the reader's language.

use std::path::Path;

use clap_complete::Shell;
use serde_json::json;

use super::Done;
use hallpass_core::shown;

use crate::context::Context;
use crate::i18n::messages;
use crate::{args, exit};

pub(super) fn completions(context: &Context, shell: Shell) -> Done {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::command(context.lang()), "hallpass", &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if shell == Shell::PowerShell {
        // A second completer of the same command takes the place of the first, which is kept to be called from there.
        script = script.replacen(POWERSHELL_FIRST, POWERSHELL_KEPT, 1);
    }
    script.push_str(with_names(shell));
    context.output.out(&script)?;
    Ok(exit::DONE)
}

/// How the completer that clap writes for PowerShell begins.
const POWERSHELL_FIRST: &str = "Register-ArgumentCompleter -Native -CommandName 'hallpass' -ScriptBlock {";
/// The same as a block that has a name.
const POWERSHELL_KEPT: &str = "$global:HallpassWords = {";

/// What completes the names of profiles, which only an open vault knows: a locked one offers none and asks nothing.
fn with_names(shell: Shell) -> &'static str {
    match shell {
        Shell::Bash => include_str!("names.bash"),
        Shell::Fish => include_str!("names.fish"),
        Shell::PowerShell => include_str!("names.ps1"),
        _ => "",
    }
}

/// A page for the command and for each below it: `hallpass.1`, `hallpass-profile-add.1`, ...
pub(super) fn man(context: &Context, folder: &Path) -> Done {
    std::fs::create_dir_all(folder).map_err(|error| messages::cannot_write(folder, &error))?;
    let mut command = args::command(context.lang()).disable_help_subcommand(true);
    command.build();
    let mut files = Vec::new();
    write(&command, "hallpass", folder, &mut files)?;
    context.output.result(&json!({ "files": files }), || {
        messages::pages_written(files.len(), folder).get(context.lang()).to_owned()
    })?;
    Ok(exit::DONE)
}

fn write(command: &clap::Command, name: &str, folder: &Path, files: &mut Vec<String>) -> hallpass_core::Result<()> {
    let file = folder.join(format!("{name}.1"));
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(command.clone()).title(name.to_owned());
    man.render(&mut page)
        .and_then(|()| std::fs::write(&file, &page))
        .map_err(|error| messages::cannot_write(&file, &error))?;
    files.push(shown(&file));
    let shown = command.get_subcommands().filter(|sub| !sub.is_hide_set());
    for sub in shown {
        write(sub, &format!("{name}-{}", sub.get_name()), folder, files)?;
    }
    Ok(())
}
