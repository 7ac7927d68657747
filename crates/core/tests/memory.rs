//! What is left in the memory of a process once nobody needs it: of a password after its sign-in, of a token after the
//! sign-out, and of the vault's passphrase, a saved password and a token after the vault was closed.
//!
//! The process is this test binary once more, with the allocator that the programs have; the secrets reach it through a
//! pipe, and its memory is read from outside.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "suite/support/mod.rs"]
mod support;

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::os::fd::FromRawFd;
use std::process::{Child, Command, Stdio};

use hallpass_core::providers::{Lang, Secret};
use hallpass_core::vault::{NewKey, Unlock, Vault};
use hallpass_core::{Answers, Hallpass, MIGRATIONS, SignIn};
use hallpass_sandbox::{Options, Sandbox, start};
use zeroize::{Zeroize, Zeroizing};

#[global_allocator]
static WIPING: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// The server's address, for the process that is looked into.
const SERVER: &str = "HALLPASS_TEST_MEMORY_SERVER";
const HOME: &str = "HALLPASS_TEST_MEMORY_HOME";

/// A line of the pipe, read byte by byte: a buffer would keep it.
fn line(pipe: &mut File) -> Zeroizing<String> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(200));
    let mut byte = [0];
    while pipe.read(&mut byte).unwrap() == 1 && byte[0] != b'\n' {
        bytes.push(byte[0]);
    }
    byte.zeroize();
    Zeroizing::new(String::from_utf8(bytes.to_vec()).unwrap())
}

/// The process that is looked into: does the step that each line names, and says so.
#[test]
fn subject() {
    let (Ok(server), Ok(home)) = (std::env::var(SERVER), std::env::var(HOME)) else { return };
    // Reason: the one owner of standard input here; std's own would buffer.
    #[expect(unsafe_code, reason = "standard input without a buffer")]
    let mut pipe = unsafe { File::from_raw_fd(0) };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let home = std::path::PathBuf::from(home);
        let mut hallpass: Option<Hallpass> = None;
        loop {
            let step = line(&mut pipe);
            match step.as_str() {
                "create" => {
                    let key = NewKey::Passphrase(line(&mut pipe));
                    let vault = Vault::create(&home, key, MIGRATIONS).await.unwrap().0;
                    let here = Hallpass::new(vault, Lang::En);
                    here.add_profile(support::iam("p", &server, "li.wen")).await.unwrap();
                    hallpass = Some(here);
                }
                "open" => {
                    let vault = Vault::open(&home, Unlock::Passphrase(line(&mut pipe)), MIGRATIONS).await.unwrap();
                    hallpass = Some(Hallpass::new(vault, Lang::En));
                }
                "sign-in" | "sign-in-and-save" => {
                    let password = line(&mut pipe);
                    let answers = Answers::new().with("password", Secret::new(password.as_str()));
                    let how = SignIn { answers, remember: step.ends_with("save"), ..SignIn::default() };
                    hallpass.as_ref().unwrap().sign_in("p", how).await.unwrap();
                }
                "sign-out" => drop(hallpass.as_ref().unwrap().sign_out("p").await.unwrap()),
                "close" => {
                    let here = hallpass.take().unwrap();
                    here.vault().close().await;
                }
                _ => return,
            }
            println!("done");
        }
    });
}

struct Subject {
    child: Child,
    said: BufReader<std::process::ChildStdout>,
}

impl Subject {
    fn new(sandbox: &Sandbox, home: &std::path::Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "subject", "--nocapture", "--test-threads", "1"]);
        command.env(SERVER, sandbox.address("enos-iam")).env(HOME, home);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        Self { child, said }
    }

    fn step(&mut self, words: &[&str]) {
        for word in words {
            self.child.stdin.as_mut().unwrap().write_all(format!("{word}\n").as_bytes()).unwrap();
        }
        let mut line = String::new();
        while !line.trim().ends_with("done") {
            line.clear();
            assert!(self.said.read_line(&mut line).unwrap() > 0, "{words:?}: it ended");
        }
    }

    /// How often a text is in its memory.
    fn copies(&self, text: &str) -> usize {
        let id = self.child.id();
        let maps = std::fs::read_to_string(format!("/proc/{id}/maps")).unwrap();
        let mut memory = File::open(format!("/proc/{id}/mem")).unwrap();
        let mut found = 0;
        for region in maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|mode| mode.starts_with("rw"))) {
            let (from, to) = region.split(' ').next().unwrap().split_once('-').unwrap();
            let from = u64::from_str_radix(from, 16).unwrap();
            let length = u64::from_str_radix(to, 16).unwrap() - from;
            let mut bytes = vec![0; usize::try_from(length).unwrap()];
            memory.seek(SeekFrom::Start(from)).unwrap();
            // Some regions, such as the kernel's own, cannot be read.
            if memory.read_exact(&mut bytes).is_ok() {
                found += bytes.windows(text.len()).filter(|window| *window == text.as_bytes()).count();
            }
        }
        found
    }
}

impl Drop for Subject {
    fn drop(&mut self) {
        drop(self.child.kill().and_then(|()| self.child.wait()));
    }
}

/// The token of the only session.
async fn token(home: &std::path::Path, passphrase: &str) -> String {
    let vault = Vault::open(home, Unlock::Passphrase(Zeroizing::new(passphrase.to_owned())), MIGRATIONS).await.unwrap();
    let read = |db: &rusqlite::Connection| {
        let token = "SELECT value FROM secret WHERE owner_kind = 'session' AND name = 'token'";
        Ok::<_, hallpass_core::Error>(db.query_row(token, [], |row| row.get::<_, String>(0))?)
    };
    vault.read(read).await.unwrap()
}

const PASSPHRASE: &str = "canary passphrase of a vault 4711";
/// The account's password at the sandbox.
const PASSWORD: &str = "Not-Real-iam-01";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_secret_is_left_in_memory_once_it_is_over() {
    let (sandbox, home) = (start(Options::default()).await.unwrap(), tempfile::tempdir().unwrap());
    let home = home.path().join("home");
    let mut subject = Subject::new(&sandbox, &home);
    subject.step(&["create", PASSPHRASE]);
    assert_eq!(subject.copies(PASSPHRASE), 0, "the passphrase after the vault is open");
    subject.step(&["sign-in", PASSWORD]);
    let first = token(&home, PASSPHRASE).await;
    assert!(subject.copies("li.wen") > 0, "the scan finds what is there");
    assert_eq!(subject.copies(PASSWORD), 0, "a password that was typed, after its sign-in");
    subject.step(&["sign-out"]);
    assert_eq!(subject.copies(&first), 0, "the token, after the sign-out");

    subject.step(&["sign-in-and-save", PASSWORD]);
    let second = token(&home, PASSPHRASE).await;
    assert_ne!(first, second);
    subject.step(&["close"]);
    for (what, secret) in [("the passphrase", PASSPHRASE), ("a saved password", PASSWORD), ("the token", &second)] {
        assert_eq!(subject.copies(secret), 0, "{what}, after the vault is closed");
    }
    subject.step(&["open", PASSPHRASE]);
    assert_eq!(subject.copies(PASSPHRASE), 0, "the passphrase after the vault is open again");
    println!("proof memory: 0 of 7");
}
