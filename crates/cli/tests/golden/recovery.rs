//! The recovery key is shown before the vault is kept: if it cannot be shown, no vault is created.

use std::process::{Command, Stdio};

use crate::harness::{Ground, Ran, feed};

/// `hallpass` with these words, run by a shell that redirects it.
fn redirected(ground: &Ground, words: &str, redirection: &str) -> Ran {
    let line = format!("exec {} {words} {redirection}", env!("CARGO_BIN_EXE_hallpass"));
    let mut command = ground.dressed(Command::new("sh"), &["-c", &line]);
    command.stdin(Stdio::null());
    feed(command, "")
}

#[test]
fn a_recovery_key_that_nobody_sees_makes_no_vault() {
    let ground = Ground::bare();
    for (words, redirection, why) in [
        ("vault init", ">&-", "closed"),
        ("vault init", ">/dev/full", "the disk is full"),
        ("vault init --json", ">&-", "closed"),
        ("vault init --json", ">/dev/full", "the disk is full"),
    ] {
        let ran = redirected(&ground, words, redirection);
        assert_eq!(ran.code, 1, "{words} {redirection}: {}", ran.err);
        assert!(ran.err.contains("No vault was created") && ran.err.contains(why), "{redirection}: {}", ran.err);
        assert!(!ground.path("home").exists(), "{redirection} left something");
    }
    // A first use tells it on standard error.
    let server = ground.at("enos-iam");
    let add = format!("profile add p --provider enos-iam --server {server}");
    for redirection in ["2>&-", "2>/dev/full"] {
        assert_eq!(redirected(&ground, &add, redirection).code, 1, "{redirection}");
        assert!(!ground.path("home").exists(), "{redirection} left something");
    }
    let made = ground.run(&["vault", "init"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let (key, said) = made.out.split_once("✓").unwrap();
    assert!(key.contains("Recovery key") && said.contains("home"), "the key comes first: {}", made.out);
}

/// A reader that is gone is none.
#[test]
fn a_pipe_without_a_reader_makes_no_vault() {
    let ground = Ground::bare();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = ground.command(&["vault", "init"]);
    let ran: Ran = command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).output().unwrap().into();
    assert!(ran.code == 1 && ran.err.contains("no program is reading it"), "{} {}", ran.code, ran.err);
    assert!(!ground.path("home").exists());
}

#[test]
fn a_folder_that_was_there_stays_and_is_empty() {
    let ground = Ground::bare();
    std::fs::create_dir(ground.path("home")).unwrap();
    std::fs::write(ground.path("home/settings.json"), "{}").unwrap();
    assert_eq!(redirected(&ground, "vault init", ">/dev/full").code, 1);
    let left: Vec<_> =
        std::fs::read_dir(ground.path("home")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["settings.json"]);
}
