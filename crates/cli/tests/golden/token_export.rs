//! Exported tokens: every format, child processes, QR codes, and finding a token's profile.

use serde_json::Value;

use crate::harness::Ground;

fn signed_in() -> Ground {
    let ground = Ground::new();
    ground.li_wen("dev", &[]);
    ground.li_wen("real", &["--env", "prod"]);
    assert_eq!(ground.run(&["login", "dev", "real"]).code, 0);
    ground
}

#[test]
fn a_token_in_every_form() {
    let ground = signed_in();
    let token = ground.run(&["token", "dev"]).out;
    assert!(token.ends_with('\n'));
    let (token, server) = (token.trim(), ground.at("enos-iam"));
    let form = |name: &str| ground.run(&["token", "dev", "--format", name]).out;
    assert_eq!(form("raw").trim(), token);
    assert_eq!(form("header").trim(), format!("Authorization: Bearer {token}"));
    assert_eq!(form("env").trim(), format!("HALLPASS_TOKEN={token}"));
    assert_eq!(form("curl").trim(), format!("curl -H 'Authorization: Bearer {token}' {server}"));
    let json: Value = serde_json::from_str(&form("json")).unwrap();
    assert_eq!((json["token"].as_str(), json["server"].as_str()), (Some(token), Some(server.as_str())));
    let plugin: Value = serde_json::from_str(&form("exec-credential")).unwrap();
    assert_eq!(plugin["kind"], "ExecCredential");
    assert_eq!(plugin["status"]["token"], token);
    assert!(plugin["status"]["expirationTimestamp"].as_str().unwrap().ends_with('Z'));
    assert_eq!(ground.run(&["token", "dev", "--json"]).json()["token"], token);
}

#[test]
fn what_was_not_delivered_is_not_in_the_activity() {
    let ground = signed_in();
    let events = || {
        let all = ground.run(&["activity", "--json"]).json()["activity"].as_array().unwrap().clone();
        let of_tokens = ["token_handed_out", "copied", "revealed"];
        all.iter().filter(|event| of_tokens.contains(&event["kind"].as_str().unwrap())).count()
    };
    let copy = ground.run(&["copy", "dev"]);
    assert_eq!(copy.code, 2, "there is no clipboard here: {}", copy.err);
    assert_ne!(ground.run(&["qr", "dev", "--out", "no/such/folder.svg"]).code, 0);
    assert_eq!(ground.run(&["run", "dev", "--", "no-such-program"]).code, 2);
    let shell = std::process::Command::new("sh");
    let full = ["-c", "exec \"$0\" token dev >/dev/full", env!("CARGO_BIN_EXE_hallpass")];
    assert_ne!(crate::harness::feed(ground.dressed(shell, &full), "").code, 0);
    assert_eq!(events(), 0);
    assert_eq!((ground.run(&["token", "dev"]).code, events()), (0, 1));
    assert_eq!((ground.run(&["run", "dev", "--", "true"]).code, events()), (0, 2));
}

#[test]
fn a_token_is_quoted_for_the_shell_that_reads_it() {
    let ground = signed_in();
    let token = ground.run(&["token", "dev"]).out.trim().to_owned();
    let form = |format: &str, shell: &str| ground.run(&["token", "dev", "--format", format, "--shell", shell]).out;
    assert_eq!(form("env", "fish").trim(), format!("set -gx HALLPASS_TOKEN '{token}'"));
    assert_eq!(form("env", "powershell").trim(), format!("$env:HALLPASS_TOKEN = '{token}'"));
    assert_eq!(form("env", "cmd").trim(), format!("set \"HALLPASS_TOKEN={token}\""));
    let header = format!("\"Authorization: Bearer {token}\"");
    assert_eq!(form("curl", "cmd").trim(), format!("curl -H {header} \"{}\"", ground.at("enos-iam")));
    assert_eq!(ground.run(&["token", "dev", "--shell", "sh"]).code, 2);
}

/// kubectl compares the expiry with its own clock, and the server's may be another.
#[test]
fn kubectl_is_told_an_expiry_by_the_clock_of_this_machine() {
    let ground = Ground::new();
    ground.sandbox.clock().set_offset(jiff::SignedDuration::from_secs(7200));
    ground.profile(
        "a",
        "authing-ldap",
        ("password", "Not-Real-authing-01"),
        &[
            "--set",
            "account=sun.li",
            "--set",
            "app_id=5a11d0c0ffee000000000a01",
            "--set",
            "userpool_id=5a11d0c0ffee000000000b01",
        ],
    );
    assert_eq!(ground.run(&["login", "a"]).code, 0);
    let moment = |value: &Value| value.as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    let plugin = ground.run(&["token", "a", "--format", "exec-credential"]).json();
    let here = moment(&plugin["status"]["expirationTimestamp"]);
    let session = ground.run(&["session", "a", "--json"]).json();
    let at_the_server = moment(&session["session"]["expires_at"]);
    let apart = at_the_server.as_second() - here.as_second();
    assert!((7195..=7205).contains(&apart), "{apart}");
    // Scripts compare it with their own clock as well.
    let document = ground.run(&["token", "a", "--format", "json"]).json();
    assert_eq!(moment(&document["expires_at"]), here);
}

#[test]
fn what_is_refused_leaves_nothing_on_standard_output() {
    let ground = signed_in();
    for words in [
        &["token", "real"][..],
        &["qr", "real"],
        &["run", "real", "--", "env"],
        &["copy", "real"],
        &["token", "dev", "--min-ttl", "30d"],
        &["run", "dev", "--min-ttl", "30d", "--", "env"],
    ] {
        let ran = ground.run(words);
        assert!(ran.out.is_empty() && [7, 9].contains(&ran.code), "{words:?} {} {}", ran.code, ran.out);
    }
    assert_eq!(ground.run(&["token", "real", "--allow-prod"]).code, 0);
}

#[test]
fn a_child_gets_the_token_in_its_environment_and_ends_as_it_likes() {
    let ground = signed_in();
    let token = ground.run(&["token", "dev"]).out.trim().to_owned();
    let script = "echo $HALLPASS_PROFILE $HALLPASS_SERVER; test \"$HALLPASS_TOKEN\" = \"$(cat)\" && exit 7";
    let ran = ground.feed(&["run", "dev", "--", "sh", "-c", script], &token);
    assert_eq!((ran.code, ran.out.trim()), (7, format!("dev {}", ground.at("enos-iam")).as_str()));
    assert_eq!(ground.run(&["run", "dev", "--", "sh", "-c", "kill -TERM $$"]).code, 128 + 15);
    assert_eq!(ground.run(&["run", "dev", "--", "no-such-program"]).code, 2);
    let arguments = ground.run(&["run", "dev", "--", "sh", "-c", "tr '\\0' ' ' < /proc/$PPID/cmdline"]);
    assert!(!arguments.out.contains(&token), "never among the arguments");
}

#[test]
fn a_signal_reaches_the_child() {
    use std::io::{BufRead, BufReader};
    let ground = signed_in();
    let script = "trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done";
    let mut command = ground.command(&["run", "dev", "--", "sh", "-c", script]);
    command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "ready\n");
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(5));
}

#[test]
fn a_token_is_known_again() {
    let ground = signed_in();
    let token = ground.run(&["token", "real", "--allow-prod"]).out;
    let found = ground.feed(&["identify", "--json"], &token).json();
    assert_eq!(found["session"]["profile"], "real");
    let unknown = ground.feed(&["identify", "--json"], "not-a-token-of-ours");
    assert_eq!((unknown.code, unknown.json()["error"]["code"].as_str().unwrap()), (9, "no_session"));
    assert!(!unknown.out.contains("not-a-token-of-ours"));
}

#[test]
fn a_qr_code_is_drawn_or_written_and_named_as_clear_text() {
    let ground = signed_in();
    let drawn = ground.run(&["qr", "dev"]);
    assert!(drawn.code == 0 && drawn.out.lines().count() > 15 && drawn.out.contains('█'), "{}", drawn.err);
    let written = ground.run(&["qr", "dev", "--out", "t.svg", "--json"]);
    assert_eq!(written.json()["clear_text"], true);
    assert!(written.err.contains("unencrypted"));
    assert!(std::fs::read_to_string(ground.path("t.svg")).unwrap().contains("<svg"));
}

#[test]
fn without_a_desktop_copying_says_so_and_leaves_no_process() {
    let ground = signed_in();
    let ran = ground.run(&["copy", "dev", "--json"]);
    assert_eq!((ran.code, ran.json()["error"]["code"].as_str().unwrap()), (2, "usage"));
    assert!(ran.json()["error"]["advice"].as_str().unwrap().contains("DISPLAY"));
}
