//! `cargo xtask package`: a .deb with the window, its icon and desktop file, and the command `hallpass`.

use crate::command::answer;
use crate::steps::Steps;
use crate::{Done, build, notices, setup, ui, unknown_argument};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Everything but the bundle itself, for those who build others than the .deb.
const PREPARE: &str = "--prepare";

pub(crate) fn run(arguments: &[String]) -> Done {
    let prepare = arguments.first().is_some_and(|argument| argument == PREPARE);
    if let Some(argument) = arguments.get(usize::from(prepare)) {
        return Err(unknown_argument(argument));
    }
    if !prepare {
        setup::ensure(&["build", "window"])?;
    }
    ui::build()?;
    // The bundle takes the command, and what it makes of itself, from where these are put.
    pages(&build::binary("hallpass-cli", "release")?)?;
    notices::write()?;
    if prepare {
        return Ok(());
    }
    let mut steps = Steps::default();
    // Named, since the app is not among the workspace's default members.
    let line = ["tauri", "build", "--bundles", "deb", "--", "--package", "hallpass-desktop"];
    steps.run("bundle", &mut ui::fetched("@tauri-apps/cli@2.12.5", &line)?)?;
    steps.summary();
    Ok(())
}

/// The command's man pages in both languages and its completions, made by itself.
fn pages(hallpass: &Path) -> Done {
    let folder = ui::root().join("target/package");
    // A page of a command that is gone would be packed as well.
    let _ = fs::remove_dir_all(&folder);
    let completions = folder.join("completions");
    fs::create_dir_all(&completions).map_err(|error| format!("{}: {error}", completions.display()))?;
    for lang in ["en", "zh"] {
        let man = folder.join("man").join(lang);
        answer(Command::new(hallpass).args(["man", "--lang", lang, "--out"]).arg(man), "")?;
    }
    for shell in ["bash", "fish", "zsh"] {
        let script = answer(Command::new(hallpass).args(["completions", shell, "--lang", "en"]), "")?;
        let file = completions.join(shell);
        fs::write(&file, script).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(())
}
