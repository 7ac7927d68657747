//! `cargo xtask package`: a .deb with the window, its icon and desktop file, and the command `hallpass`.

use crate::steps::Steps;
use crate::{Done, build, setup, ui, unknown_argument};

pub(crate) fn run(arguments: &[String]) -> Done {
    if let Some(argument) = arguments.first() {
        return Err(unknown_argument(argument));
    }
    setup::ensure(&["build", "window"])?;
    ui::build()?;
    // The bundle takes the command from where this puts it.
    build::binary("hallpass-cli", "release")?;
    let mut steps = Steps::default();
    // Named, since the app is not among the workspace's default members.
    let line = ["tauri", "build", "--bundles", "deb", "--", "--package", "hallpass-desktop"];
    steps.run("bundle", &mut ui::fetched("@tauri-apps/cli@2.12.5", &line)?)?;
    steps.summary();
    Ok(())
}
