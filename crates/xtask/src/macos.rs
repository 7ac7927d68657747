//! `cargo xtask macos`: the types of everything but the window, checked for macOS. Nothing is linked, so no compiler of that
//! system is needed: the libraries in C are left out by one that only pretends.

use crate::setup;
use crate::steps::Steps;
use crate::task::{Done, unknown_argument};
use crate::windows::toolchain::Toolchain;
use std::path::Path;

const CRATES: [&str; 7] = ["files", "providers", "tables", "vault", "team", "core", "cli"];

pub(crate) fn run(arguments: &[String]) -> Done {
    if let Some(argument) = arguments.first() {
        return Err(unknown_argument(argument));
    }
    setup::ensure(&["build", "windows"])?;
    let mut check = Toolchain::find("aarch64-apple-darwin")?.cargo("check", "");
    for name in CRATES {
        check.args(["--package", &format!("hallpass-{name}")]);
    }
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("windows");
    for (variable, tool) in [("CC", "no-cc"), ("CXX", "no-cc"), ("AR", "no-ar"), ("RANLIB", "no-ar")] {
        check.env(format!("{variable}_aarch64_apple_darwin"), tools.join(tool));
    }
    check.env("SDKROOT", "/").env("MACOSX_DEPLOYMENT_TARGET", "11.0").env("RUSTFLAGS", "-D warnings");
    let mut steps = Steps::default();
    steps.run("macos", &mut check)?;
    steps.summary();
    Ok(())
}
