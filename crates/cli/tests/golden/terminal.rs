//! A user at a terminal: questions, answers, and colour. `script` makes the terminal.

#![cfg(target_os = "linux")]

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::harness::{Ground, Ran, feed};

pub(crate) fn typed(ground: &Ground, line: &str, keys: &str) -> Ran {
    let line = format!("{} {line}", env!("CARGO_BIN_EXE_hallpass"));
    let mut command = ground.dressed(Command::new("script"), &["-qec", &line, "/dev/null"]);
    command.env("TERM", "xterm-256color");
    feed(command, keys)
}

#[test]
fn an_organisation_is_chosen_by_its_number() {
    let ground = Ground::new();
    ground.profile("portal", "enos-portal", ("password", "Not-Real-portal-01"), &["--set", "account=portal.demo"]);
    let ran = typed(&ground, "login portal", "9\n2\n");
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("海港风电") && ran.out.contains("1 to 3") && ran.out.contains("Signed in to portal"));
    let session = ground.run(&["session", "portal", "--json"]).json();
    assert_eq!(session["session"]["organisation"]["id"], "o200");
}

#[test]
fn what_is_missing_is_asked_for_and_a_password_is_not_shown() {
    let ground = Ground::new();
    let server = ground.at("enos-iam");
    ground.run(&["profile", "add", "p", "--provider", "enos-iam", "--server", &server]);
    let ran = typed(&ground, "--lang zh login p", "li.wen\nNot-Real-iam-01\n");
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("“p”已登录"), "{}", ran.out);
    let after_question = ran.out.split("密码").nth(1).unwrap_or_default();
    assert!(!after_question.contains("Not-Real-iam-01"), "{}", ran.out);
}

#[test]
fn ctrl_c_at_a_hidden_question_leaves_a_terminal_that_shows_what_is_typed() {
    let ground = Ground::new();
    let server = ground.at("enos-iam");
    ground.run(&["profile", "add", "p", "--provider", "enos-iam", "--server", &server, "--set", "account=li.wen"]);
    // A test that runs in the background has the signal ignored, and so would have what it starts.
    let login = format!("env --default-signal=INT {} login p", env!("CARGO_BIN_EXE_hallpass"));
    let line = format!("trap : INT; {login}; echo ended $?; stty -a");
    let mut command = ground.dressed(Command::new("script"), &["-qec", &line, "/dev/null"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut keys = child.stdin.take().unwrap();
    std::thread::sleep(Duration::from_secs(2));
    keys.write_all(b"half a pass\x03").unwrap();
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert!(ran.out.contains("Password") && ran.out.contains("ended 130"), "{}", ran.out);
    assert!(ran.out.contains(" echo ") && !ran.out.contains("-echo "), "{}", ran.out);
    assert!(!ran.out.contains("half a pass"), "{}", ran.out);
}

/// Not only Ctrl-C: whatever ends the program, the person's shell is not left blind.
#[test]
fn every_signal_at_a_hidden_question_leaves_a_terminal_that_shows_what_is_typed() {
    let ground = Ground::new();
    let server = ground.at("enos-iam");
    ground.run(&["profile", "add", "p", "--provider", "enos-iam", "--server", &server, "--set", "account=li.wen"]);
    for (signal, number) in [("TERM", 15), ("HUP", 1), ("QUIT", 3), ("INT", 2)] {
        let login = format!("env --default-signal={signal} {} login p", env!("CARGO_BIN_EXE_hallpass"));
        let file = ground.path(&format!("pid-{signal}"));
        // The shell of the terminal outlives the program and says how it left the terminal.
        let line =
            format!("trap : {signal}; sh -c 'echo $$ > {}; exec {login}'; echo ended $?; stty -a", file.display());
        let mut command = ground.dressed(Command::new("script"), &["-qec", &line, "/dev/null"]);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let id = (0..600).find_map(|_| {
            std::thread::sleep(Duration::from_millis(50));
            let id = std::fs::read_to_string(&file).ok()?.trim().parse::<u32>().ok()?;
            // It hears the signal once its thread is there, which is before it asks.
            let threads = std::fs::read_dir(format!("/proc/{id}/task")).ok()?;
            let hears = threads.flatten().any(|thread| {
                std::fs::read_to_string(thread.path().join("comm")).is_ok_and(|name| name.trim() == "signals")
            });
            hears.then_some(id)
        });
        std::thread::sleep(Duration::from_millis(300));
        let killed = Command::new("kill").args([&format!("-{signal}"), &id.unwrap().to_string()]).status().unwrap();
        assert!(killed.success());
        let ran: Ran = child.wait_with_output().unwrap().into();
        assert!(ran.out.contains(&format!("ended {}", 128 + number)), "{signal}: {}", ran.out);
        assert!(ran.out.contains(" echo ") && !ran.out.contains("-echo "), "{signal}: {}", ran.out);
        assert!(!ran.out.contains("-isig"), "{signal}: {}", ran.out);
    }
}

#[test]
fn a_captcha_is_drawn_and_asked_again_until_it_is_right() {
    let ground = Ground::new();
    ground.hzero("captcha", "captcha.always", "Not-Real-hz-02");
    let line = format!("{} login captcha", env!("CARGO_BIN_EXE_hallpass"));
    let mut command = ground.dressed(Command::new("script"), &["-qec", &line, "/dev/null"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut keys = child.stdin.take().unwrap();
    let first = next_captcha(&ground, None);
    keys.write_all(b"nope\n").unwrap();
    let second = next_captcha(&ground, Some(&first));
    keys.write_all(format!("{second}\n").as_bytes()).unwrap();
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.matches('▀').count() > 500 && ran.out.contains("Signed in to captcha"), "{}", ran.out);
}

/// Waits for the sandbox to draw another captcha.
fn next_captcha(ground: &Ground, after: Option<&str>) -> String {
    for _ in 0..600 {
        match ground.sandbox.captcha_text(None) {
            Some(text) if Some(text.as_str()) != after => return text,
            _ => std::thread::sleep(Duration::from_millis(50)),
        }
    }
    panic!("no captcha within 30 s");
}

/// A code that is on its way has a place to be typed, also after Enter was pressed too early.
#[test]
fn another_message_that_is_too_soon_leaves_the_question_open() {
    let ground = Ground::new();
    let server = ground.at("hzero");
    let add = ["profile", "add", "sms", "--provider", "hzero", "--server", &server, "--method", "sms"];
    let set = ["--set", "client_id=hallpass-web", "--set", "phone=13800000001", "--secret", "client_secret=-"];
    assert_eq!(ground.feed(&[&add[..], &set].concat(), "not-a-real-client-01").code, 0);
    let line = format!("{} login sms", env!("CARGO_BIN_EXE_hallpass"));
    let mut command = ground.dressed(Command::new("script"), &["-qec", &line, "/dev/null"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut keys = child.stdin.take().unwrap();
    let code = (0..600).find_map(|_| {
        std::thread::sleep(Duration::from_millis(50));
        ground.sandbox.sms_code("13800000001")
    });
    keys.write_all(format!("\n{}\n", code.unwrap()).as_bytes()).unwrap();
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("cannot be requested again yet ("), "{}", ran.out);
    assert!(ran.out.contains("Signed in to sms"), "{}", ran.out);
}

#[test]
fn colour_is_for_terminals_that_want_it() {
    let ground = Ground::new();
    ground.li_wen("dev", &[]);
    ground.run(&["login", "dev"]);
    assert!(typed(&ground, "sessions", "").out.contains("\u{1b}["));
    assert!(!ground.run(&["sessions"]).out.contains('\u{1b}'));
    let line = format!("{} sessions", env!("CARGO_BIN_EXE_hallpass"));
    let mut command = ground.dressed(Command::new("script"), &["-qec", &line, "/dev/null"]);
    command.env("NO_COLOR", "1").env("TERM", "xterm");
    assert!(!feed(command, "").out.contains("\u{1b}[3"));
}

#[test]
fn the_first_use_asks_where_the_key_shall_live() {
    let ground = Ground::bare();
    let server = ground.at("enos-iam");
    let line = format!("{} profile add p --provider enos-iam --server {server}", env!("CARGO_BIN_EXE_hallpass"));
    let mut command = ground.dressed(Command::new("script"), &["-qec", &line, "/dev/null"]);
    command.env_remove("HALLPASS_PASSPHRASE_FILE");
    let ran = feed(command, "2\nfresh words\nfresh words\n");
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("Recovery key") && ran.out.contains("Profile p was saved"), "{}", ran.out);
    std::fs::write(ground.path("passphrase"), "fresh words").unwrap();
    assert_eq!(ground.run(&["profile", "show", "p"]).code, 0);
}

#[test]
fn a_person_is_asked_before_a_profile_or_credential_is_gone() {
    let ground = Ground::new();
    ground.li_wen("dev", &[]);
    assert_eq!(ground.feed(&["credential", "add", "shared", "--secret", "-"], "Not-Real").code, 0);
    for (line, question) in [("profile remove dev", "Delete dev?"), ("credential remove shared", "Delete shared?")] {
        let no = typed(&ground, &format!("--lang en {line}"), "n\n");
        assert!(no.code == 4 && no.out.contains(question), "{}", no.out);
        assert_eq!(typed(&ground, &format!("{line} --yes"), "").code, 0);
    }
    assert_eq!(ground.run(&["profile", "show", "dev"]).code, 2);
}

/// At a terminal with no keyring and no passphrase file.
fn first_use(ground: &Ground, keys: &str) -> Ran {
    let line = format!("{} --lang en vault init", env!("CARGO_BIN_EXE_hallpass"));
    let mut command = ground.dressed(Command::new("script"), &["-qec", &line, "/dev/null"]);
    command.env_remove("HALLPASS_PASSPHRASE_FILE");
    feed(command, keys)
}

#[test]
fn a_keyring_that_cannot_be_had_is_not_chosen_and_a_slip_is_typed_again() {
    let ground = Ground::bare();
    let ran =
        first_use(&ground, "1\n2\nriver stone kettle\nriver stone kettel\nriver stone kettle\nriver stone kettle\n");
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("the system keyring: currently unavailable"), "{}", ran.out);
    assert!(ran.out.contains("does not match the first entry") && ran.out.contains("Recovery key"), "{}", ran.out);
    std::fs::write(ground.path("passphrase"), "river stone kettle").unwrap();
    assert_eq!(ground.run(&["profile", "list"]).code, 0);
}

#[test]
fn a_passphrase_that_anybody_guesses_is_used_only_if_a_person_says_so() {
    let ground = Ground::bare();
    let ran = first_use(&ground, "2\nabc\nn\nabc\ny\nabc\n");
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert_eq!(ran.out.matches("This passphrase is weak: someone").count(), 2, "{}", ran.out);
    assert_eq!(ran.out.matches("Use this passphrase anyway?").count(), 2, "{}", ran.out);
    let scripted = Ground::bare();
    std::fs::write(scripted.path("passphrase"), "abc").unwrap();
    let ran = scripted.run(&["vault", "init", "--lang", "en"]);
    assert!(ran.code == 0 && ran.err.contains("This passphrase is weak"), "{}", ran.err);
}

#[test]
fn a_vault_is_recovered_with_its_key() {
    let ground = Ground::bare();
    let made = ground.run(&["vault", "init", "--json"]).json();
    let key = made["recovery_key"].as_str().unwrap();
    ground.li_wen("dev", &[]);
    std::fs::write(ground.path("passphrase"), "another one").unwrap();
    assert_eq!(ground.run(&["profile", "list"]).code, 6);
    assert_eq!(ground.feed(&["vault", "recover"], "0000000").code, 6);
    assert_eq!(ground.feed(&["vault", "recover"], &key.to_lowercase()).code, 0);
    assert_eq!(ground.run(&["profile", "show", "dev"]).code, 0);
}

/// `hallpass` without a passphrase file, as a person has it.
fn without_file(ground: &Ground, words: &[&str]) -> Ran {
    let mut command = ground.command(words);
    command.env_remove("HALLPASS_PASSPHRASE_FILE");
    feed(command, "")
}

#[test]
fn a_passphrase_typed_in_the_command_or_the_window_serves_the_other_until_it_is_locked() {
    use hallpass_core::vault::{VaultError, forget_unlock};
    let ground = Ground::new();
    assert_eq!(without_file(&ground, &["sessions"]).code, 6, "nobody has typed it yet");
    let line = format!("{} vault status && {0} sessions", env!("CARGO_BIN_EXE_hallpass"));
    let mut command = ground.dressed(Command::new("script"), &["-qec", &line, "/dev/null"]);
    command.env_remove("HALLPASS_PASSPHRASE_FILE").env("TERM", "dumb");
    let ran = feed(command, "not a real passphrase\n");
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("For 15 min the command and the window need no passphrase"), "{}", ran.out);
    assert_eq!(without_file(&ground, &["sessions"]).code, 0, "another command");
    // As the window opens at its start, and as it does after a person has typed it.
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let home = ground.path("home");
    let open = || runtime.block_on(hallpass_core::open_unlocked(&home)).map(|vault| runtime.block_on(vault.close()));
    assert_eq!(open(), Ok(()));
    assert_eq!(without_file(&ground, &["vault", "lock"]).code, 0);
    assert!(matches!(open(), Err(VaultError::Locked { .. })), "the command has locked it for both");
    assert_eq!(without_file(&ground, &["sessions"]).code, 6);
    let typed = zeroize::Zeroizing::new("not a real passphrase".to_owned());
    let open = hallpass_core::open_typed(&home, typed, hallpass_core::UNLOCK_TIME);
    let (vault, held) = runtime.block_on(open).unwrap();
    assert!(held);
    assert_eq!(without_file(&ground, &["sessions"]).code, 0, "typed in the window, it serves the command");
    forget_unlock(&home);
    assert_eq!(without_file(&ground, &["sessions"]).code, 6, "the window has locked itself");
    runtime.block_on(vault.close());
    // A passphrase of a file leaves nothing behind.
    assert_eq!(ground.run(&["sessions"]).code, 0);
    assert_eq!(without_file(&ground, &["sessions"]).code, 6);
}
