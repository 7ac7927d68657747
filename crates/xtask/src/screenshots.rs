//! `cargo xtask screenshots [NAME]...`: every screen as WebKitGTK draws it, and the real window at the sandbox.

use crate::command::cargo;
use crate::steps::Steps;
use crate::task::Done;
use crate::{build, setup, ui};
use std::path::{Path, absolute};

/// With names, only those screens of the page.
pub(crate) fn run(names: &[String]) -> Done {
    setup::ensure(&["build", "window", "test"])?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/screenshots");
    let folder = absolute(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut steps = Steps::default();
    // The page on its invented backend comes to states that no server can be made to answer with.
    ui::pictures(&mut steps, &folder.join("page"), names)?;
    if names.is_empty() {
        window(&mut steps, &folder.join("window"))?;
    }
    println!("{}", folder.display());
    Ok(())
}

/// The whole product: these have the words of the core and of the servers in them.
fn window(steps: &mut Steps, folder: &Path) -> Done {
    ui::build()?;
    build::binary("hallpass-cli", "dev")?;
    let mut make = cargo("test --locked -p hallpass-desktop --features ts --test window -- --ignored screens");
    steps.run("window", make.env("SCREENSHOTS", folder))
}
