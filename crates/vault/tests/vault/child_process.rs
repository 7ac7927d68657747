//! The part of a test that runs in a process of its own: this binary again, with its orders in the environment.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use hallpass_vault::{Kdf, NewKey, Unlock, Vault, VaultError, secrets};
use zeroize::Zeroizing;

/// The schema of the tests.
pub(crate) const SCHEMA: &[&str] = &["CREATE TABLE note (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"];
pub(crate) const PASSPHRASE: &str = "canary-passphrase-7f3a";
pub(crate) const SECRET: &str = "canary-secret-91bc";
/// How long a keyring is waited for.
const WAIT: Duration = Duration::from_secs(120);
/// As cheap as Argon2id gets: these tests are about files.
pub(crate) const CHEAP: Kdf = Kdf { memory_kib: 8, passes: 1, lanes: 1 };

pub(crate) fn passphrase() -> Zeroizing<String> {
    Zeroizing::new(PASSPHRASE.into())
}

pub(crate) fn by_passphrase() -> Unlock {
    Unlock::Passphrase(passphrase())
}

/// A vault with a passphrase and one secret, closed again.
pub(crate) async fn make(home: &Path) -> String {
    let (vault, recovery) = Vault::create_with(home, NewKey::Passphrase(passphrase()), CHEAP, SCHEMA).await.unwrap();
    put(&vault).await.unwrap();
    vault.close().await;
    recovery.expose().to_string()
}

pub(crate) async fn put(vault: &Vault) -> Result<(), VaultError> {
    vault.write_counted(|tx| Ok(secrets::put(tx, "credential", "c1", "password", SECRET)?)).await
}

pub(crate) async fn get(vault: &Vault) -> Result<Option<String>, VaultError> {
    let found = vault.read(|db| Ok::<_, VaultError>(secrets::get(db, "credential", "c1", "password")?)).await?;
    Ok(found.map(|secret| secret.to_string()))
}

/// Adds a row; the next free number.
pub(crate) async fn save(vault: &Vault, text: String) -> Result<i64, VaultError> {
    let insert = |tx: &rusqlite::Transaction<'_>| {
        tx.execute("INSERT INTO note (text) VALUES (?1)", [text])?;
        Ok(tx.last_insert_rowid())
    };
    vault.write_counted(insert).await
}

pub(crate) async fn rows(vault: &Vault) -> Result<Vec<i64>, VaultError> {
    let all = |db: &rusqlite::Connection| {
        let mut select = db.prepare("SELECT n FROM note ORDER BY n")?;
        let rows = select.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        Ok::<_, VaultError>(rows)
    };
    vault.read(all).await
}

/// Gives a command the orders of a subject.
pub(crate) fn order(mut command: Command, home: &Path, verb: &str) -> Command {
    command.args(["--ignored", "--exact", "child_process::subject", "--nocapture", "--test-threads=1"]);
    command.env("SUBJECT_HOME", home).env("SUBJECT_VERB", verb);
    command
}

/// Runs a subject and returns what it said.
pub(crate) fn run(command: Command, home: &Path, verb: &str) -> String {
    let out = order(command, home, verb).output().unwrap();
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let said = text.lines().find_map(|line| line.split_once("SAID ").map(|(_, said)| said.to_owned()));
    said.unwrap_or_else(|| panic!("no answer from the subject: {text}{}", String::from_utf8_lossy(&out.stderr)))
}

#[test]
#[ignore = "the other tests run it in a process of its own"]
fn subject() {
    let home = std::env::var_os("SUBJECT_HOME").expect("run by another test");
    let verb = std::env::var("SUBJECT_VERB").unwrap();
    let words: Vec<&str> = verb.split(' ').collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let said = runtime.block_on(obey(Path::new(&home), &words));
    say(&said.unwrap_or_else(|error| format!("{error:?}")));
    // A prompt that nobody answers must not keep the process alive.
    std::process::exit(0);
}

fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "SAID {text}").unwrap();
    out.flush().unwrap();
}

#[allow(clippy::cognitive_complexity, reason = "one arm an order, each of a line or two")]
async fn obey(home: &Path, words: &[&str]) -> Result<String, VaultError> {
    match words {
        ["check", ms] => hallpass_vault::keyring_check(millis(ms)).await,
        ["create-keyring"] => {
            let (vault, recovery) = Vault::create(home, NewKey::Keyring { wait: WAIT }, SCHEMA).await?;
            put(&vault).await?;
            vault.close().await;
            Ok(format!("{} {}", vault.id(), recovery.expose().as_str()))
        }
        ["discard-keyring"] => {
            let new = hallpass_vault::NewVault::prepare(home, NewKey::Keyring { wait: WAIT }, SCHEMA).await?;
            let item = new.status().keyring_item;
            new.discard().await;
            Ok(format!("discarded {}", item.is_some()))
        }
        ["create-plain"] => {
            let made = Vault::create_with(home, NewKey::Passphrase(passphrase()), CHEAP, SCHEMA).await?;
            made.0.close().await;
            Ok("made".into())
        }
        ["open-passphrase"] => {
            let vault = Vault::open(home, by_passphrase(), SCHEMA).await?;
            Ok(format!("secret {:?}", get(&vault).await?))
        }
        ["create-passphrase"] => Ok(make(home).await),
        ["open-keyring", ms] => {
            let vault = Vault::open(home, Unlock::Keyring { wait: millis(ms) }, SCHEMA).await?;
            Ok(format!("secret {:?}", get(&vault).await?))
        }
        ["open-twice", ms] => {
            let first = Vault::open(home, Unlock::Keyring { wait: millis(ms) }, SCHEMA).await.map(drop);
            say_note(&format!("{first:?}"));
            let vault = Vault::open(home, Unlock::Keyring { wait: Duration::from_secs(20) }, SCHEMA).await?;
            Ok(format!("{first:?} then {:?}", get(&vault).await?))
        }
        ["recover-keyring", text] => {
            let vault =
                Vault::recover(home, Zeroizing::new((*text).into()), NewKey::Keyring { wait: WAIT }, SCHEMA).await?;
            Ok(format!("secret {:?}", get(&vault).await?))
        }
        ["crash-keyring", ms] => {
            let vault = Vault::open(home, Unlock::Keyring { wait: millis(ms) }, SCHEMA).await?;
            save(&vault, "in the WAL".into()).await?;
            say("ready");
            std::process::abort();
        }
        ["save", count, tag] => saves(home, count.parse().unwrap(), tag).await,
        ["unlock", seconds] => {
            let vault = Vault::open(home, by_passphrase(), SCHEMA).await?;
            vault.unlock_for(Duration::from_secs(seconds.parse().unwrap())).map(|()| "held".into())
        }
        ["open-kernel"] => {
            let vault = Vault::open(home, Unlock::KernelKeyring, SCHEMA).await?;
            Ok(format!("secret {:?}", get(&vault).await?))
        }
        other => panic!("unknown order {other:?}"),
    }
}

/// For a parent that waits for the first of two answers.
fn say_note(text: &str) {
    println!("NOTE {text}");
    std::io::stdout().flush().unwrap();
}

/// Saves rows one by one and says each number after its commit.
async fn saves(home: &Path, count: usize, tag: &str) -> Result<String, VaultError> {
    let vault = Vault::open(home, by_passphrase(), SCHEMA).await?;
    for i in 0..count {
        let n = save(&vault, format!("{tag} {i}")).await?;
        println!("SAVED {n}");
        std::io::stdout().flush().unwrap();
    }
    vault.close().await;
    Ok("done".into())
}

fn millis(text: &str) -> Duration {
    Duration::from_millis(text.parse().unwrap())
}
