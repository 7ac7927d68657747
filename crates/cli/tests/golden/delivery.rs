//! A command's result is delivered, or its exit code says that it was not.

use std::process::{Command, Stdio};

use crate::harness::{Ground, Ran, feed};

fn redirected(ground: &Ground, words: &str, redirection: &str) -> Ran {
    let line = format!("exec {} {words} {redirection}", env!("CARGO_BIN_EXE_hallpass"));
    feed(ground.dressed(Command::new("sh"), &["-c", &line]), "")
}

#[test]
fn a_result_that_is_lost_is_a_failure_and_no_usage() {
    let ground = Ground::new();
    ground.li_wen("dev", &[]);
    assert_eq!(ground.run(&["login", "dev"]).code, 0);
    for words in ["token dev", "sessions", "sessions --json", "profile list", "vault status --json", "--help"] {
        for (redirection, why) in [(">&-", "closed"), (">/dev/full", "the disk is full")] {
            let ran = redirected(&ground, words, redirection);
            assert!(ran.code == 1 && ran.err.contains(why), "{words} {redirection}: {} {}", ran.code, ran.err);
        }
        assert_eq!(redirected(&ground, words, ">/dev/null").code, 0, "{words}: nobody wants it, and that is fine");
    }
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = ground.command(&["token", "dev"]);
    let ran: Ran = command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).output().unwrap().into();
    assert!(ran.code == 1 && ran.err.contains("no program is reading it"), "{} {}", ran.code, ran.err);
}

#[test]
fn with_json_a_failure_is_told_on_both_streams() {
    let ground = Ground::new();
    for words in [&["token", "nobody", "--json"][..], &["sessions", "--what", "--json"]] {
        let ran = ground.run(words);
        let message = ran.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(ran.code == 2 && ran.err.contains(&message), "{words:?}: {:?}", ran.err);
    }
    // Where the document is lost, the code is that of the failure.
    assert_eq!(redirected(&ground, "token nobody --json", ">/dev/full").code, 2);
}
