//! The command is ended as a power cut ends it, at every place where that could hurt: what is there afterwards is the old
//! state or the new one, a sign-in was sent once at most, and the next command works.
//!
//! How many places of each operation are tried is bounded; `HALLPASS_LONG=1` tries all of them.

use std::cell::Cell;
use std::os::unix::process::ExitStatusExt;

use hallpass_failpoint::{POINTS, VARIABLE};

use crate::harness::{Ground, Ran};

const KILLED: i32 = 9;

fn long() -> bool {
    std::env::var_os("HALLPASS_LONG").is_some()
}

/// Runs a command that is ended at the `times`th time at a place; none where it came to its end without being there so
/// often.
pub(crate) fn killed(ground: &Ground, words: &[&str], point: &str, times: usize) -> Option<()> {
    let output = ground.command(words).env(VARIABLE, format!("{point}:{times}")).output().unwrap();
    (output.status.signal() == Some(KILLED)).then_some(())
}

/// Ends an operation at every place, each time in a state that `prepare` has made; `check` sees what is left. Says how
/// often.
pub(crate) fn at_every_place(
    ground: &Ground,
    most: usize,
    words: &[&str],
    mut prepare: impl FnMut(),
    mut check: impl FnMut(&str),
) -> usize {
    let mut kills = 0;
    for point in POINTS.into_iter().filter(|point| !point.starts_with("keyring")) {
        for times in 1..=if long() { 99 } else { most } {
            prepare();
            let Some(()) = killed(ground, words, point, times) else { break };
            kills += 1;
            check(&format!("{words:?} at {point}, time {times}"));
        }
    }
    kills
}

fn good(ran: &Ran, what: &str) {
    assert_eq!(ran.code, 0, "{what}: {} {}", ran.out, ran.err);
}

/// No file that was being written is left.
fn swept(ground: &Ground, what: &str) {
    let left = crate::harness::modes(ground.folder.path());
    let left: Vec<_> = left.iter().filter(|name| name.contains(".tmp") || name.contains(".part")).collect();
    assert!(left.is_empty(), "{what}: {left:?}");
}

#[test]
fn a_sign_in_that_is_killed_anywhere_is_sent_once_and_the_next_one_works() {
    let ground = Ground::new();
    ground.li_wen("dev", &[]);
    let before = Cell::new(0);
    let kills = at_every_place(
        &ground,
        2,
        &["login", "dev"],
        || before.set(ground.attempts("enos-iam")),
        |what| {
            let sent = ground.attempts("enos-iam") - before.get();
            assert!(sent <= 1, "{what}: {sent} attempts");
            good(&ground.run(&["sessions"]), what);
            // What may have counted does not count as a wrong password: the same one goes again when it is asked for.
            let again = ground.run(&["login", "dev", "--force"]);
            good(&again, what);
            good(&ground.run(&["token", "dev"]), what);
            swept(&ground, what);
        },
    );
    assert!(kills >= 5, "{kills}");
    println!("proof killed-sign-ins: 0 of {kills}");
}

#[test]
fn a_renewal_that_is_killed_leaves_a_session_that_can_be_used_or_signed_in_again() {
    let ground = Ground::new();
    ground.hzero("dev", "liu.yang", "Not-Real-hz-01");
    let renew = ["renew", "dev"];
    let kills = at_every_place(
        &ground,
        1,
        &renew,
        || good(&ground.run(&["login", "dev", "--force"]), "before a renewal"),
        |what| {
            good(&ground.run(&["sessions"]), what);
            good(&ground.run(&["token", "dev"]), what);
        },
    );
    assert!(kills >= 3, "{kills}");
}

#[test]
fn an_edit_that_is_killed_is_done_or_not_done() {
    let ground = Ground::new();
    ground.li_wen("dev", &[]);
    let mut number = 0;
    let kills = at_every_place(
        &ground,
        2,
        &["profile", "edit", "dev", "--set", "account=somebody"],
        || {
            number += 1;
            good(&ground.run(&["profile", "edit", "dev", "--set", "account=li.wen"]), "before an edit");
        },
        |what| {
            let shown = ground.run(&["profile", "show", "dev", "--json"]);
            good(&shown, what);
            assert!(shown.out.contains("li.wen") != shown.out.contains("somebody"), "{what}: {}", shown.out);
        },
    );
    assert!(kills >= 2 && number > kills, "{kills}");
}

#[test]
fn an_export_that_is_killed_is_resumed_and_its_table_is_whole_or_absent() {
    let ground = Ground::new();
    ground.profile("q", "quanshi", ("token", "not-a-real-interface-token-0001"), &[]);
    good(&ground.run(&["login", "q"]), "before the exports");
    std::fs::write(ground.path("list.csv"), "u0@corp.example\nu1@corp.example\n").unwrap();
    let words =
        ["authkeys", "export", "q", "--plain", "--out", "keys.csv", "--accounts", "list.csv", "--expires", "30d"];
    let kills = at_every_place(
        &ground,
        1,
        &words,
        || drop(std::fs::remove_file(ground.path("keys.csv"))),
        |what| {
            if let Ok(table) = std::fs::read_to_string(ground.path("keys.csv")) {
                assert_eq!(table.lines().count(), 3, "{what}: {table}");
            }
            let jobs = ground.run(&["authkeys", "jobs", "--json"]);
            good(&jobs, what);
            if let Some(job) = jobs.json()["jobs"][0]["job"].as_str() {
                let resumed = ground.run(&["authkeys", "resume", job]);
                assert!([0, 2].contains(&resumed.code), "{what}: {} {}", resumed.out, resumed.err);
                good(&ground.run(&["authkeys", "forget", job]), what);
            }
            swept(&ground, what);
        },
    );
    assert!(kills >= 4, "{kills}");
}

#[test]
fn a_vault_that_is_killed_while_it_is_made_is_none_or_whole() {
    for point in ["rename-before", "rename-after", "commit-before", "commit-after"] {
        let ground = Ground::bare();
        if killed(&ground, &["vault", "init"], point, 1).is_none() {
            continue;
        }
        let listed = ground.run(&["profile", "list"]);
        if listed.code != 0 {
            good(&ground.run(&["vault", "init"]), point);
            good(&ground.run(&["profile", "list"]), point);
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_keyring_that_was_being_asked_when_it_was_killed_opens_the_next_time() {
    use hallpass_test_keyring::Bus;
    for point in ["keyring-before", "keyring-after", "rename-before", "rename-after"] {
        for times in 1..=if long() { 9 } else { 1 } {
            let ground = Ground::bare();
            let bus = Bus::with_keyring(&ground.path("bus")).unwrap();
            let command = |words: &[&str]| {
                let mut command = ground.command(words);
                command.env_remove("HALLPASS_PASSPHRASE_FILE").env("DBUS_SESSION_BUS_ADDRESS", bus.address());
                command
            };
            let init = ["vault", "init", "--keyring"];
            let output = command(&init).env(VARIABLE, format!("{point}:{times}")).output().unwrap();
            if output.status.signal() != Some(KILLED) {
                assert!(times > 1, "{point} is never there");
                break;
            }
            let what = format!("{point}, time {times}");
            // Either complete, or absent: then a message says so and the vault can be created again.
            let listed: Ran = command(&["profile", "list", "--json", "--no-input"]).output().unwrap().into();
            if listed.code != 0 {
                assert_eq!(listed.json()["error"]["code"], "vault_missing", "{what}");
                good(&command(&init).output().unwrap().into(), &what);
            }
            good(&command(&["profile", "list", "--no-input"]).output().unwrap().into(), &what);
        }
    }
}
