//! Exports that could do harm: what is asked, what is refused, what is not replaced, and what is said last.

use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::harness::{Ground, feed};

const EXPORT: [&str; 7] = ["authkeys", "export", "q", "--accounts", "list.csv", "--plain", "--out"];

fn requests(ground: &Ground) -> u64 {
    ground.sandbox.counts("quanshi").requests
}

/// What could not hold a table is refused before anything is sent, in a dry run too, and stays what it is.
#[cfg(unix)]
#[test]
fn an_output_that_is_no_file_is_refused_first() {
    let ground = Ground::exporting();
    std::fs::write(ground.path("keys.csv"), "last month").unwrap();
    std::os::unix::fs::symlink("keys.csv", ground.path("link.csv")).unwrap();
    std::os::unix::fs::symlink("/dev/null", ground.path("null.csv")).unwrap();
    for (out, why) in [
        ("link.csv", "it is a link"),
        ("null.csv", "it is a link"),
        ("/dev/null", "not a regular file"),
        (".", "could not write"),
        ("/proc/keys.csv", "/proc"),
        ("-", "name a file"),
    ] {
        for dry_run in [&[][..], &["--dry-run"]] {
            let ran = ground.run(&[&EXPORT[..], &[out, "--expires", "30d", "--json"], dry_run].concat());
            let error = ran.json()["error"].clone();
            assert_eq!((ran.code, error["field"].as_str()), (2, Some("out")), "{out}: {error}");
            assert!(error["message"].as_str().unwrap().contains(why), "{out}: {error}");
        }
    }
    assert_eq!((requests(&ground), ground.jobs().len()), (0, 0));
    assert_eq!(std::fs::read_link(ground.path("link.csv")).unwrap(), Path::new("keys.csv"));
    assert!(!ground.path("-").exists());
    assert_eq!(std::fs::read(ground.path("keys.csv")).unwrap(), b"last month");
}

#[test]
fn a_file_that_is_there_is_named_before_it_is_replaced() {
    let ground = Ground::exporting();
    let words = [&EXPORT[..], &["keys.csv", "--expires", "30d"]].concat();
    assert!(!ground.run(&[&words[..], &["--dry-run"]].concat()).out.contains("will be replaced"));
    std::fs::write(ground.path("keys.csv"), "last month").unwrap();
    let dry = ground.run(&[&words[..], &["--dry-run"]].concat());
    assert!(dry.out.contains("keys.csv exists and will be replaced"), "{}", dry.out);
    assert_eq!(ground.run(&[&words[..], &["--dry-run", "--json"]].concat()).json()["replaces"], true);
    let done = ground.run(&[&words[..], &["--yes"]].concat());
    assert!(done.code == 8 && done.err.contains("will be replaced"), "{}", done.err);
}

/// Where nothing but failures came, last month's table stays, and the failure says how to continue.
#[test]
fn a_table_of_failures_replaces_nothing() {
    let ground = Ground::exporting();
    std::fs::write(ground.path("keys.csv"), "last month").unwrap();
    ground.chaos(json!({ "refuse": 1.0 }));
    let words = [&EXPORT[..], &["keys.csv", "--expires", "30d", "--yes"]].concat();
    let failed = ground.run(&words);
    let job = ground.newest_job();
    assert_eq!((failed.code, ground.jobs()[0]["state"].as_str()), (3, Some("paused")), "{}", failed.err);
    assert!(failed.err.contains(&format!("hallpass authkeys resume {job}")), "{}", failed.err);
    assert_eq!(std::fs::read(ground.path("keys.csv")).unwrap(), b"last month");
    let shown = ground.run(&["authkeys", "show", &job]).out;
    assert!(shown.contains("Accounts that did not succeed: 3") && shown.contains("3 accounts failed"), "{shown}");
    ground.chaos(json!({}));
    assert_eq!(ground.run(&["authkeys", "resume", &job]).code, 8);
    assert!(std::fs::read_to_string(ground.path("keys.csv")).unwrap().contains("ann@corp.example"));
}

/// The last words are about what a person still has to do.
#[test]
fn what_failed_and_what_was_left_out_is_said_last() {
    let ground = Ground::exporting();
    let names: String = (0..120).map(|n| format!("u{n}@corp.example\n")).collect();
    std::fs::write(ground.path("list.csv"), names + "bad\u{200b}one\n").unwrap();
    let once = hallpass_sandbox::FaultRule {
        times: Some(1),
        ..hallpass_sandbox::FaultRule::always("drop-answer".parse().unwrap()).system("quanshi")
    };
    ground.sandbox.add_fault(once);
    let ran = ground.run(&[&EXPORT[..], &["keys.csv", "--expires", "30d"]].concat());
    let (job, failed) = (ground.newest_job(), ground.jobs()[0]["failed"].as_u64().unwrap());
    assert!(
        ran.code == 8 && failed > 0 && ran.out.contains("some accounts did not succeed"),
        "{} {}",
        ran.out,
        ran.err
    );
    let last: Vec<&str> = ran.err.lines().rev().take(2).collect();
    let again = format!("! {failed} accounts failed or unknown; to retry: hallpass authkeys resume {job}");
    let out = format!("! 1 line was not sent; to see it: hallpass authkeys show {job}");
    assert_eq!(last, [again.as_str(), out.as_str()]);
    let done = ground.run(&["authkeys", "resume", &job]);
    assert_eq!((done.code, done.err.lines().last()), (0, Some(out.as_str())));
}

/// A job that was killed at its question is not confirmed by taking it up.
#[cfg(target_os = "linux")]
#[test]
fn what_was_not_confirmed_is_asked_again() {
    let ground = Ground::exporting();
    let job = left_at_the_question(&ground, "--expires 30d --rotate");
    let shown = ground.run(&["authkeys", "show", &job]).out;
    assert!(shown.contains("replaces existing keys, not confirmed"), "{shown}");
    let refused = ground.run(&["authkeys", "resume", &job, "--no-input", "--json"]);
    assert_eq!((refused.code, refused.json()["error"]["field"].as_str()), (4, Some("yes")), "{}", refused.err);
    assert!(refused.err.contains("Every existing key is replaced"), "{}", refused.err);
    let no = crate::terminal::typed(&ground, &format!("authkeys resume {job}"), "n\n");
    assert!(no.code == 4 && no.out.contains("Replace up to 3 keys?"), "{}", no.out);
    assert_eq!((requests(&ground), ground.jobs().len()), (0, 1), "it is still there");
    let done = ground.run(&["authkeys", "resume", &job, "--yes", "--out", "elsewhere.csv"]);
    assert_eq!((done.code, ground.sandbox.minted("ann@corp.example")), (8, 1), "{}", done.err);
    assert!(ground.path("elsewhere.csv").exists() && !ground.path("keys.csv").exists());
    assert_eq!(ground.run(&["authkeys", "resume", &job]).code, 8, "it is confirmed now");
}

/// Ctrl-C at the question; answers with the job that is left.
#[cfg(target_os = "linux")]
fn left_at_the_question(ground: &Ground, how: &str) -> String {
    use std::io::Write;
    // A test that runs in the background has the signal ignored, and so would have what it starts.
    let hallpass = format!("env --default-signal=INT {}", env!("CARGO_BIN_EXE_hallpass"));
    let line = format!("{hallpass} {} keys.csv {how}", EXPORT.join(" "));
    let command = std::process::Command::new("script");
    let mut command = ground.dressed(command, &["-qec", &line, "/dev/null"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    while ground.jobs().first().is_none_or(|job| job["state"] != "ready") {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    child.stdin.take().unwrap().write_all(b"\x03").unwrap();
    assert!(!child.wait().unwrap().success());
    ground.newest_job()
}

/// No is a refusal, in a document too; `--yes` alone is no word for keys that never end.
#[cfg(target_os = "linux")]
#[test]
fn no_is_a_failure_and_nothing_is_kept_or_sent() {
    let ground = Ground::exporting();
    std::fs::write(ground.path("keys.csv"), "last month").unwrap();
    for (how, question) in [
        ("--expires now", "Revoke up to 3 keys immediately?"),
        ("--expires never --yes", "Set up to 3 keys to never expire?"),
        ("--expires 30d --rotate", "Replace up to 3 keys?"),
        ("--expires 30d", "Replace the existing file"),
    ] {
        let line = format!("{} keys.csv {how} --json >document", EXPORT.join(" "));
        let ran = crate::terminal::typed(&ground, &line, "n\n");
        assert!(ran.code == 4 && ran.out.contains(question), "{how}: {}", ran.out);
        let document: Value = serde_json::from_slice(&std::fs::read(ground.path("document")).unwrap()).unwrap();
        assert_eq!(document["error"]["code"], "missing_field", "{how}: {document}");
        assert_eq!(document["error"]["message"], "Not confirmed: nothing was sent");
    }
    assert_eq!((requests(&ground), ground.jobs().len()), (0, 0));
    assert_eq!(std::fs::read(ground.path("keys.csv")).unwrap(), b"last month");
    let yes = crate::terminal::typed(&ground, &format!("{} keys.csv --expires 30d", EXPORT.join(" ")), "y\n");
    assert_eq!(yes.code, 8, "{}", yes.out);
}

#[test]
fn a_locked_vault_names_the_option_that_opens_it() {
    let ground = Ground::exporting();
    let export = [&EXPORT[..], &["keys.csv", "--expires", "30d"]].concat();
    for words in [&export[..], &["authkeys", "jobs"]] {
        let mut command = ground.command(&[words, &["--no-input"]].concat());
        command.env_remove("HALLPASS_PASSPHRASE_FILE");
        let ran = feed(command, "");
        assert!(ran.code == 6 && ran.err.contains("Use --passphrase-file,"), "{}", ran.err);
    }
}
