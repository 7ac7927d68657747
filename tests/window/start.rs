//! What the window says where it cannot begin.

use std::process::Command;

/// Libraries end the program when they get no descriptor, or blame a file for it.
#[test]
fn a_window_that_may_open_too_few_files_says_so() {
    let home = tempfile::tempdir().unwrap();
    for limit in [12, 63] {
        let script = format!("ulimit -n {limit}; exec \"$0\"");
        let mut command = Command::new("sh");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_hallpass-desktop")]);
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env("LC_ALL", "en_US.UTF-8");
        let ran = command.env("HALLPASS_HOME", home.path()).output().unwrap();
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert_eq!(ran.status.code(), Some(1), "{limit} {said}");
        assert!(said.starts_with(&format!("hallpass-desktop: Only {limit} files may be open at once")), "{said}");
        assert!(said.contains("Raise the limit with ulimit"), "{said}");
    }
}
