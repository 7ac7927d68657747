//! `cargo xtask screenshots`: every screen of the real window as a picture.

use crate::steps::Steps;
use crate::test::cargo;
use crate::{Done, build, setup, ui, unknown_argument};
use std::path::Path;

pub(crate) fn run(arguments: &[String]) -> Done {
    if let Some(argument) = arguments.first() {
        return Err(unknown_argument(argument));
    }
    setup::ensure(&["build", "window", "test"])?;
    ui::build()?;
    build::binary("hallpass-cli", "dev")?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/screenshots");
    let mut make = cargo("test --locked -p hallpass-desktop --features ts --test window -- --ignored screens");
    let mut steps = Steps::default();
    steps.run("screenshots", make.env("SCREENSHOTS", &folder))?;
    println!("{}", folder.display());
    Ok(())
}
