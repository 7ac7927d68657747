//! `cargo xtask setup`: hands over to `setup/setup.sh`, which also serves before this program can be linked.

use crate::words::words;
use crate::{Done, unknown_argument};
use std::path::Path;
use std::process::Command;

pub(crate) fn run(arguments: &[String]) -> Done {
    let mut groups = vec!["build", "test"];
    for argument in arguments {
        match argument.as_str() {
            "--window" => groups.push("window"),
            other => return Err(unknown_argument(other)),
        }
    }
    script(&groups)
}

/// Makes sure that the groups are there, without a word when they are.
pub(crate) fn ensure(groups: &[&str]) -> Done {
    script(&[&["--quiet"], groups].concat())
}

fn script(arguments: &[&str]) -> Done {
    if cfg!(windows) {
        // A program that runs here has been linked, so Visual C++ is there; OpenSSL still wants Perl.
        return match Command::new("perl").arg("-v").output() {
            Ok(_) => Ok(()),
            Err(_) => Err(words("请安装 Strawberry Perl。", "Please install Strawberry Perl.").pick().to_owned()),
        };
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("setup/setup.sh");
    let status = Command::new("sh").arg(&file).args(arguments).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(words("准备没有完成。", "The set-up is not complete.").pick().to_owned()),
        Err(error) => Err(format!("{}: {error}", file.display())),
    }
}
