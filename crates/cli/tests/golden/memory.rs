//! What the memory of a long-running command contains, and what it does not.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::process::Child;
use std::time::{Duration, Instant};

use crate::harness::Ground;

/// What the vault is opened with.
const PASSPHRASE: &str = "not a real passphrase";
const PASSWORD: &str = "Not-Real-iam-01";

/// How often a text is in the memory of a process; none where the system lets nobody look, as it should.
fn copies(child: &Child, text: &str) -> Option<usize> {
    let maps = match std::fs::read_to_string(format!("/proc/{}/maps", child.id())) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => return None,
        maps => maps.unwrap(),
    };
    let mut memory = File::open(format!("/proc/{}/mem", child.id())).unwrap();
    let mut found = 0;
    for region in maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|mode| mode.starts_with("rw"))) {
        let (from, to) = region.split(' ').next().unwrap().split_once('-').unwrap();
        let [from, to] = [from, to].map(|place| u64::from_str_radix(place, 16).unwrap());
        let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
        memory.seek(SeekFrom::Start(from)).unwrap();
        // Some regions, such as the kernel's own, cannot be read.
        if memory.read_exact(&mut bytes).is_ok() {
            found += bytes.windows(text.len()).filter(|window| *window == text.as_bytes()).count();
        }
    }
    Some(found)
}

fn wait_for(what: impl Fn() -> bool) {
    let began = Instant::now();
    while !what() {
        assert!(began.elapsed() < Duration::from_secs(60), "it does not come");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn end(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_command_that_waits_for_its_child_holds_neither_token_nor_passphrase() {
    let ground = Ground::new();
    ground.li_wen("dev", &[]);
    assert_eq!(ground.run(&["login", "dev"]).code, 0);
    let token = ground.run(&["token", "dev"]).out.trim().to_owned();
    let child = ground.command(&["run", "dev", "--", "sh", "-c", "touch started; exec sleep 60"]).spawn().unwrap();
    wait_for(|| ground.path("started").exists());
    if copies(&child, "HALLPASS_HOME").is_some_and(|found| found > 0) {
        let secrets = [("the token", token.as_str()), ("the passphrase", PASSPHRASE), ("the password", PASSWORD)];
        let found = secrets.map(|(what, secret)| (what, copies(&child, secret)));
        end(child);
        assert_eq!(found.map(|(_, found)| found), [Some(0); 3], "{found:?}");
    } else {
        end(child);
    }
}

#[test]
fn an_export_that_runs_does_not_hold_the_passphrase() {
    let ground = Ground::new();
    ground.profile("q", "quanshi", ("token", "not-a-real-interface-token-0001"), &[]);
    assert_eq!(ground.run(&["login", "q"]).code, 0);
    ground.sandbox.set_latency(Some("quanshi"), Duration::from_secs(30));
    std::fs::write(ground.path("list.csv"), "u1@corp.example\n").unwrap();
    let words =
        ["authkeys", "export", "q", "--plain", "--out", "keys.csv", "--accounts", "list.csv", "--expires", "30d"];
    let child = ground.command(&words).spawn().unwrap();
    wait_for(|| ground.sandbox.counts("quanshi").requests > 0);
    let (control, found) = (copies(&child, "HALLPASS_HOME"), copies(&child, PASSPHRASE));
    end(child);
    assert!(control.is_none_or(|found| found > 0) && found.is_none_or(|found| found == 0), "{found:?}");
}
