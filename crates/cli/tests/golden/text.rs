//! Text as Windows writes it: read or named, and never sent as another password than the person has.

use std::process::Command;

use crate::harness::{Ground, feed};
use crate::terminal::typed;

const PASSWORD: &str = "Not-Real-iam-01";

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_password_is_the_same_however_its_file_is_written() {
    let ground = Ground::new();
    let server = ground.at("enos-iam");
    ground.run(&["profile", "add", "p", "--provider", "enos-iam", "--server", &server, "--set", "account=li.wen"]);
    for (n, bytes) in [
        format!("\u{feff}{PASSWORD}\r\n").into_bytes(),
        utf16(&format!("\u{feff}{PASSWORD}\r\n")),
        format!("{PASSWORD}\n").into_bytes(),
    ]
    .iter()
    .enumerate()
    {
        std::fs::write(ground.path("pw"), bytes).unwrap();
        let ran = ground.run(&["login", "p", "--answer-file", "password=pw"]);
        assert_eq!(ran.code, 0, "{n}: {}", ran.err);
        assert_eq!(ground.run(&["profile", "edit", "p", "--secret", "password=@pw"]).code, 0, "{n}");
        assert_eq!(ground.run(&["login", "p"]).code, 0, "{n}");
    }
    // The same on standard input.
    let bom = format!("\u{feff}{PASSWORD}\r\n");
    assert_eq!(ground.feed(&["profile", "edit", "p", "--secret", "password=-"], &bom).code, 0);
    assert_eq!(ground.run(&["login", "p"]).code, 0);
}

#[test]
fn what_can_be_no_password_is_refused_before_anything_is_sent() {
    let ground = Ground::new();
    let server = ground.at("enos-iam");
    ground.run(&["profile", "add", "p", "--provider", "enos-iam", "--server", &server, "--set", "account=li.wen"]);
    let before = ground.attempts("enos-iam");
    for (bytes, why) in [
        (utf16("hunter2\r\n"), "UTF-16"),
        (b"hun\0ter2".to_vec(), "NUL"),
        (b"hunter2\nhunter3\n".to_vec(), "control characters"),
        (b"\xc3\xdc\xc2\xeb".to_vec(), "GBK"),
        (b"hunter2\xff".to_vec(), "UTF-8"),
    ] {
        std::fs::write(ground.path("pw"), &bytes).unwrap();
        for words in [
            &["login", "p", "--answer-file", "password=pw"][..],
            &["profile", "edit", "p", "--secret", "password=@pw"],
            &["credential", "add", "c", "--secret", "@pw"],
            &["sessions", "--passphrase-file", "pw"],
        ] {
            let ran = ground.run(words);
            assert!(ran.code == 2 && ran.err.contains(why), "{words:?} {why}: {} {}", ran.code, ran.err);
            assert!(!ran.err.contains("hunter"), "{}", ran.err);
        }
    }
    let typed = ground.run(&["login", "p", "--answer", "password=hun\tter"]);
    assert_eq!(typed.code, 2, "{}", typed.err);
    assert_eq!(ground.attempts("enos-iam"), before);
}

#[test]
fn a_vault_is_made_and_opened_with_a_passphrase_from_notepad() {
    let ground = Ground::bare();
    std::fs::write(ground.path("passphrase"), "\u{feff}not a real passphrase\r\n").unwrap();
    assert_eq!(ground.run(&["vault", "init"]).code, 0);
    std::fs::write(ground.path("passphrase"), "not a real passphrase").unwrap();
    assert_eq!(ground.run(&["profile", "list"]).code, 0);
}

#[test]
fn packs_and_bindings_with_a_byte_order_mark_are_read() {
    let ground = Ground::new();
    ground.li_wen("a", &["--group", "yunling", "--env", "dev"]);
    ground.li_wen("b", &["--group", "yunling", "--env", "test"]);
    ground.run(&["profile", "export", "a", "--out", "pack.json"]);
    let pack = std::fs::read_to_string(ground.path("pack.json")).unwrap();
    for bytes in [format!("\u{feff}{pack}").into_bytes(), utf16(&format!("\u{feff}{pack}"))] {
        std::fs::write(ground.path("bom.json"), bytes).unwrap();
        let ran = ground.run(&["profile", "import", "bom.json", "--json"]);
        assert_eq!((ran.code, ran.json()["imported"].as_u64()), (0, Some(0)), "{}", ran.err);
    }
    ground.run(&["use", "yunling", "dev"]);
    std::fs::write(ground.path(".hallpass"), "\u{feff}yunling = test\r\n").unwrap();
    assert_eq!(ground.run(&["profile", "show", "Yunling", "--json"]).json()["profile"]["name"], "b");
}

/// A terminal in GBK sends other bytes; that is said, and not taken for silence.
#[test]
fn what_is_typed_in_gbk_is_named() {
    let ground = Ground::new();
    let server = ground.at("enos-iam");
    ground.run(&["profile", "add", "p", "--provider", "enos-iam", "--server", &server]);
    let line = format!("{} login p", env!("CARGO_BIN_EXE_hallpass"));
    let mut command: Command = ground.dressed(Command::new("script"), &["-qec", &line, "/dev/null"]);
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"\xd5\xc5\xc8\xfd\n").unwrap();
    let out = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.code() == Some(2) && said.contains("GBK"), "{said}");
    assert!(!said.contains("No answer"), "{said}");
}

/// README's own line, at a terminal: the secret is asked for and not shown.
#[test]
fn a_secret_from_a_terminal_is_asked_for_and_not_shown() {
    let ground = Ground::new();
    let server = ground.at("enos-iam");
    let add = format!("profile add p --provider enos-iam --server {server} --set account=li.wen --secret password=-");
    let ran = typed(&ground, &add, "Not-Real-iam-01\n");
    assert!(ran.code == 0 && ran.out.contains("Password"), "{}", ran.out);
    assert!(!ran.out.split("Password").nth(1).unwrap().contains("Not-Real-iam-01"), "{}", ran.out);
    assert_eq!(ground.run(&["login", "p"]).code, 0);
    let ran = typed(&ground, "credential add c --secret -", "Not-Real-iam-01\n");
    assert!(ran.code == 0 && ran.out.contains("Credential c was saved"), "{}", ran.out);
    let ran = typed(&ground, "--no-input credential add c --secret -", "");
    assert_eq!(ran.code, 4, "nobody is asked: {}", ran.out);
    // A pipe is read as before.
    assert_eq!(feed(ground.command(&["credential", "add", "d", "--secret", "-"]), "x").code, 0);
}
