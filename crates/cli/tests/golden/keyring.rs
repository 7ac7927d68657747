//! A vault whose key is in a real keyring: the four states of an unavailable key, as the command reports them.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::net::UnixListener;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use hallpass_test_keyring::Bus;
use serde_json::Value;

use crate::harness::{Ground, Ran, feed};

/// A ground whose vault has its key in the keyring of a bus of its own, with one session.
struct Desk {
    bus: Bus,
    ground: Ground,
}

impl Desk {
    fn new() -> Self {
        let ground = Ground::bare();
        let desk = Self { bus: Bus::with_keyring(&ground.path("bus")).unwrap(), ground };
        assert_eq!(desk.run(&["vault", "init", "--keyring"], "").code, 0);
        let server = desk.ground.at("enos-iam");
        let profile = ["profile", "add", "dev", "--provider", "enos-iam", "--server", &server];
        let rest = ["--set", "account=li.wen", "--secret", "password=-"];
        assert_eq!(desk.run(&[&profile[..], &rest[..]].concat(), "Not-Real-iam-01").code, 0);
        assert_eq!(desk.run(&["login", "dev"], "").code, 0);
        desk
    }

    fn run(&self, words: &[&str], input: &str) -> Ran {
        let mut command = self.ground.command(words);
        command.env_remove("HALLPASS_PASSPHRASE_FILE").env("DBUS_SESSION_BUS_ADDRESS", self.bus.address());
        feed(command, input)
    }

    /// How the keyring's item is called.
    fn item(&self) -> String {
        let envelope: Value = serde_json::from_slice(&self.file("envelope.json")).unwrap();
        find(&envelope, "item").unwrap()
    }

    fn file(&self, name: &str) -> Vec<u8> {
        fs::read(self.ground.path("home").join(name)).unwrap_or_default()
    }

    /// The command says so, in one document, and no byte of the vault changes.
    fn refuses(&self, code: &str) {
        let files = || ["vault.db", "vault.db-wal", "envelope.json"].map(|name| self.file(name));
        let before = files();
        for words in [&["sessions"][..], &["token", "dev"], &["login", "dev"]] {
            let ran = self.run(&[words, &["--json", "--no-input"]].concat(), "");
            assert_eq!(ran.json()["error"]["code"], code, "{words:?} {}", ran.err);
            assert!(files() == before, "{code}: {words:?} changed a file");
        }
        assert_eq!(self.ground.attempts("enos-iam"), 1, "nothing was sent");
        // The doctor says what to do as well; a wrong key has nothing that a command could mend.
        let doctor = self.run(&["doctor", "--json", "--no-input"], "").json();
        let findings = doctor["findings"].as_array().unwrap();
        let advised = |one: &Value| one["health"] == "broken" && one["advice"].is_string();
        assert_eq!(findings.iter().any(advised), code != "vault_wrong_key", "{code}: {doctor:#}");
    }
}

fn find(document: &Value, name: &str) -> Option<String> {
    let members = document.as_object()?;
    let here = members.get(name).and_then(Value::as_str).map(str::to_owned);
    here.or_else(|| members.values().find_map(|member| find(member, name)))
}

#[test]
fn each_state_of_the_keyring_has_its_code_and_nothing_changes() {
    let mut desk = Desk::new();
    let (item, token) = (desk.item(), desk.run(&["token", "dev"], "").out);
    assert!(token.trim().len() > 20, "a healthy keyring opens the vault");

    let key = desk.bus.lookup(&item).unwrap().unwrap();
    desk.bus.change(&item, "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=").unwrap();
    desk.refuses("vault_wrong_key");
    desk.bus.delete(&item).unwrap();
    desk.refuses("vault_missing");
    assert_eq!(desk.bus.items().unwrap(), 0, "no key was made anew");
    desk.bus.change(&item, &key).unwrap();
    assert_eq!(desk.run(&["token", "dev"], "").out, token, "with its key back it opens");

    desk.bus.lock().unwrap();
    desk.refuses("vault_locked");
    desk.bus.kill_keyring();
    desk.refuses("keyring_unavailable");
}

/// A message bus that takes connections and never says a word.
fn silent_bus(ground: &Ground) -> UnixListener {
    UnixListener::bind(ground.path("no-bus")).unwrap()
}

/// Far above the 3 s that nobody is waited for, and below the two minutes of a person.
const MUCH: Duration = Duration::from_secs(60);

fn ends(mut child: Child) -> Option<i32> {
    let until = Instant::now() + MUCH;
    while Instant::now() < until {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    None
}

#[test]
fn a_keyring_that_never_answers_is_given_up_where_nobody_is_there() {
    let ground = Ground::bare();
    let _bus = silent_bus(&ground);
    let mut command = ground.command(&["vault", "init", "--keyring", "--no-input", "--json"]);
    command.env_remove("HALLPASS_PASSPHRASE_FILE").stdout(Stdio::null()).stderr(Stdio::null());
    assert_eq!(ends(command.spawn().unwrap()), Some(6));
    assert!(!ground.path("home").join("envelope.json").exists());
}

#[test]
fn a_person_is_told_what_is_waited_for() {
    let ground = Ground::bare();
    let _bus = silent_bus(&ground);
    let mut command = ground.command(&["vault", "init", "--keyring", "--lang", "en"]);
    command.env_remove("HALLPASS_PASSPHRASE_FILE").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("Waiting for the keyring"), "{line}");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_second_home_leaves_the_first_ones_key_alone() {
    let desk = Desk::new();
    let (item, count) = (desk.item(), desk.bus.items().unwrap());
    let key = desk.bus.lookup(&item).unwrap();
    let second = desk.ground.path("second");
    let made = desk.run(&["vault", "init", "--keyring", "--home", second.to_str().unwrap()], "");
    assert_eq!(made.code, 0, "{}", made.err);
    assert_eq!((desk.bus.items().unwrap(), desk.bus.lookup(&item).unwrap()), (count + 1, key));
    assert_eq!(desk.run(&["token", "dev"], "").code, 0);
}
