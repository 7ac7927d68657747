//! File names that are not UTF-8: nothing panics, files are written, and JSON stays valid.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::harness::{Ground, Ran, feed};

/// 中国 in GBK.
const ODD: &[u8] = b"\xd6\xd0\xb9\xfa";

fn odd(ground: &Ground, rest: &str) -> PathBuf {
    let mut name = ground.folder.path().as_os_str().to_owned();
    name.push("/");
    name.push(OsStr::from_bytes(ODD));
    name.push(rest);
    name.into()
}

/// `hallpass` with a home and a working folder of odd names.
fn command(ground: &Ground, words: &[&[u8]]) -> Command {
    let mut command = ground.command(&[]);
    command.args(words.iter().map(|word| OsStr::from_bytes(word)));
    command.env("HALLPASS_HOME", odd(ground, "/home")).current_dir(odd(ground, ""));
    command
}

fn run(ground: &Ground, words: &[&[u8]]) -> Ran {
    let ran = feed(command(ground, words), "");
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    ran
}

#[test]
fn no_command_minds_a_name_that_is_no_text() {
    let ground = Ground::bare();
    std::fs::create_dir(odd(&ground, "")).unwrap();
    let made = run(&ground, &[b"vault", b"init", b"--json"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.json()["vault"]["home"].as_str().unwrap().contains('\u{fffd}'), "{}", made.out);
    assert_eq!(run(&ground, &[b"vault", b"status"]).code, 0);
    assert!(run(&ground, &[b"vault", b"status", b"--json"]).json()["vault"]["exists"].as_bool().unwrap());
    assert!(run(&ground, &[b"doctor", b"--json"]).json()["healthy"].is_boolean());

    std::fs::write(odd(&ground, "/pw"), "Not-Real-iam-01").unwrap();
    let server = ground.at("enos-iam");
    let secret = [&b"password=@../"[..], ODD, b"/pw"].concat();
    // `--answer-file` takes the name without the sign.
    let answer: Vec<u8> = secret.iter().copied().filter(|byte| *byte != b'@').collect();
    let add: [&[u8]; 11] = [
        b"profile",
        b"add",
        b"p",
        b"--provider",
        b"enos-iam",
        b"--server",
        server.as_bytes(),
        b"--set",
        b"account=li.wen",
        b"--secret",
        &secret,
    ];
    let added = run(&ground, &add);
    assert_eq!(added.code, 0, "{}", added.err);
    assert_eq!(run(&ground, &[b"login", b"p"]).code, 0);
    assert_eq!(run(&ground, &[b"login", b"p", b"--answer-file", &answer]).code, 0);

    let named = |end: &[u8]| [ODD, end].concat();
    for json in [false, true] {
        let with = |words: &[&[u8]]| {
            let all: Vec<&[u8]> = words.iter().copied().chain(json.then_some(&b"--json"[..])).collect();
            let ran = run(&ground, &all);
            if json {
                serde_json::from_str::<Value>(&ran.out).unwrap();
            }
            ran
        };
        assert_eq!(with(&[b"profile", b"export", b"--out", &named(b".json"), b"--yes"]).code, 0);
        assert_eq!(with(&[b"profile", b"import", &named(b".json")]).code, 0);
        assert_eq!(with(&[b"profile", b"import", &named(b"none")]).code, 2);
        assert_eq!(with(&[b"qr", b"p", b"--out", &named(b".svg")]).code, 0);
        assert_eq!(with(&[b"man", b"--out", &named(b".man")]).code, 0);
        assert_eq!(with(&[b"profile", b"edit", b"p", b"--ca", &named(b"none")]).code, 2);
    }
    for written in [".json", ".svg"] {
        assert!(odd(&ground, "").join(OsStr::from_bytes(&named(written.as_bytes()))).exists(), "{written}");
    }
}

/// A dry run that goes well is followed by an export that does, and by one that is resumed.
#[test]
fn a_table_is_written_to_a_name_that_is_no_text() {
    let ground = Ground::bare();
    std::fs::create_dir(odd(&ground, "")).unwrap();
    assert_eq!(run(&ground, &[b"vault", b"init"]).code, 0);
    let server = ground.at("quanshi");
    let mut add =
        command(&ground, &[b"profile", b"add", b"q", b"--provider", b"quanshi", b"--server", server.as_bytes()]);
    add.args(["--secret", "token=-"]);
    assert_eq!(feed(add, "not-a-real-interface-token-0001").code, 0);
    assert_eq!(run(&ground, &[b"login", b"q"]).code, 0);
    let (list, out) = ([ODD, b".txt"].concat(), [ODD, b".csv"].concat());
    std::fs::write(odd(&ground, "").join(OsStr::from_bytes(&list)), "a@corp.example\n").unwrap();
    let export: [&[u8]; 10] =
        [b"authkeys", b"export", b"q", b"--accounts", &list, b"--out", &out, b"--expires", b"30d", b"--plain"];
    for more in [&b"--dry-run"[..], b"--json", b"--yes"] {
        let ran = run(&ground, &[&export[..], &[more]].concat());
        assert_eq!(ran.code, 0, "{} {}", ran.out, ran.err);
    }
    let table = odd(&ground, "").join(OsStr::from_bytes(&out));
    assert!(std::fs::read_to_string(table).unwrap().contains("a@corp.example"));
    let jobs = run(&ground, &[b"authkeys", b"jobs", b"--json"]).json();
    assert!(jobs["jobs"][0]["out"].as_str().unwrap().ends_with(".csv"), "{jobs}");
    let job = jobs["jobs"][0]["job"].as_str().unwrap().to_owned();
    for words in [&[&b"authkeys"[..], b"show"][..], &[b"authkeys", b"resume"], &[b"authkeys", b"forget"]] {
        let ran = run(&ground, &[words, &[job.as_bytes()]].concat());
        assert_eq!(ran.code, 0, "{words:?} {}", ran.err);
    }
}
