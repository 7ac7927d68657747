//! `cargo xtask windows`: command and window for Windows, built here, packed as a zip and as an installer.
//!
//! `--dev` only builds, without optimisation; `--test` tries the command under Wine against the sandbox, `--test
//! --built` what was built before, without the unit tests; `--lint` runs clippy for the target. Wine is a partial
//! substitute for Windows: `docs/windows.md` says what is proven by it.

mod contents;
mod installed;
mod installer;
mod pack;
mod rows;
mod test;
pub(crate) mod toolchain;
mod trial;
mod typist;
mod wine;

use crate::setup;
use crate::task::{Done, unknown_argument};
use toolchain::Toolchain;

pub(crate) fn run(arguments: &[String]) -> Done {
    let task: fn(&Toolchain) -> Done = match arguments {
        [] => pack::run,
        [only] if only == "--dev" => pack::dev,
        [only] if only == "--test" => test::run,
        [first, second] if first == "--test" && second == "--built" => test::rows_of_built,
        [only] if only == "--lint" => toolchain::lint,
        [argument, ..] => return Err(unknown_argument(argument)),
    };
    setup::ensure(&["build", "windows"])?;
    task(&Toolchain::find("x86_64-pc-windows-gnu")?)
}
