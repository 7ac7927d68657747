//! `run --mask`: the token is redacted from the child's output, and nothing else is.

use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::harness::{Ground, feed};

fn signed_in() -> Ground {
    let ground = Ground::new();
    ground.li_wen("dev", &[]);
    assert_eq!(ground.run(&["login", "dev"]).code, 0);
    ground
}

#[test]
fn a_childs_output_is_masked_on_request() {
    let ground = signed_in();
    let token = ground.run(&["token", "dev"]).out.trim().to_owned();
    let script = "printf 'a %s b' $HALLPASS_TOKEN; printf %s $HALLPASS_TOKEN | head -c 9; sleep 0.1; \
                  printf %s $HALLPASS_TOKEN | tail -c +10; echo; echo \"Bearer $HALLPASS_TOKEN\" >&2; \
                  [ -t 1 ] && echo terminal; exit 7";
    let ran = ground.run(&["run", "dev", "--mask", "--", "sh", "-c", script]);
    assert_eq!((ran.code, ran.out.as_str()), (7, "a **** b****\n"));
    assert!(ran.err.contains("Bearer ****\n") && !ran.err.contains(&token), "{}", ran.err);
    let plain = ground.run(&["run", "dev", "--", "sh", "-c", script]);
    assert!(plain.out.contains(&token) && plain.err.contains(&token));
    // Much output, all of it, and in order.
    let many = "i=0; while [ $i -lt 5000 ]; do echo $i $HALLPASS_TOKEN; i=$((i+1)); done";
    let ran = ground.run(&["run", "dev", "--mask", "--", "sh", "-c", many]);
    assert_eq!(ran.out, (0..5000).map(|n| format!("{n} ****\n")).collect::<String>());
}

/// To a pipe many programs write without colours. The terminal is as large as the person's, its lines end once, and what is
/// not shown there is not a terminal either.
#[cfg(target_os = "linux")]
#[test]
fn at_a_terminal_the_child_writes_to_one() {
    let ground = signed_in();
    let token = ground.run(&["token", "dev"]).out.trim().to_owned();
    let run = |script: &str, redirection: &str, keys: &str| {
        std::fs::write(ground.path("script"), script).unwrap();
        crate::terminal::typed(&ground, &format!("run dev --mask -- sh script {redirection}"), keys)
    };
    let both = "[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo three; echo o $HALLPASS_TOKEN; echo e $HALLPASS_TOKEN >&2; \
                ls --color=auto -d .; read typed; echo read $typed; exit 7";
    let ran = run(both, "", "some words\n");
    assert!(ran.code == 7 && !ran.out.contains(&token), "{} {}", ran.code, ran.out);
    assert!(ran.out.contains("three\r\no ****\r\ne ****\r\n"), "in their order: {:?}", ran.out);
    assert!(ran.out.contains("\u{1b}[") && ran.out.contains("read some words\r\n"), "{:?}", ran.out);

    let apart = "[ -t 1 ] || echo piped; [ -t 2 ] && echo shown >&2; echo $HALLPASS_TOKEN; echo $HALLPASS_TOKEN >&2";
    let ran = run(apart, "> out", "");
    assert!(ran.out.contains("shown\r\n****\r\n") && !ran.out.contains("piped"), "{:?}", ran.out);
    assert_eq!(std::fs::read_to_string(ground.path("out")).unwrap(), "piped\n****\n");

    let resize = "stty rows 21 cols 91; sleep 0.3; stty size <&1; trap 'echo told' WINCH; stty rows 33 cols 99; \
                  sleep 0.3; stty size <&1";
    let ran = run(resize, "", "");
    assert!(ran.out.contains("21 91\r\n") && ran.out.contains("told\r\n33 99\r\n"), "{:?}", ran.out);
}

/// What the child wrote and nobody got is a failure, unless the child has failed by itself.
#[test]
fn output_that_is_lost_is_a_failure() {
    let ground = signed_in();
    let run = |script: &str, redirection: &str| {
        let words = ["run", "dev", "--mask", "--", "sh", "-c", script].map(|word| format!("'{word}'")).join(" ");
        let line = format!("exec {} {words} {redirection}", env!("CARGO_BIN_EXE_hallpass"));
        feed(ground.dressed(Command::new("sh"), &["-c", &line]), "")
    };
    for (redirection, why) in [(">/dev/full", "the disk is full"), (">&-", "it is closed")] {
        let ran = run("echo x", redirection);
        assert!(ran.code == 1 && ran.err.contains(why), "{redirection}: {} {}", ran.code, ran.err);
        assert_eq!(run("echo x; exit 7", redirection).code, 7, "{redirection}");
        assert_eq!(run("true", redirection).code, 0, "{redirection}: there was nothing to lose");
    }
}

/// More than the readers of a pipe hold back, and less than would keep the child from its end.
const MUCH: &str = "head -c 130000 /dev/zero | tr '\\0' x; touch ended";

/// A child that has written that and ended, and whose output nobody reads yet.
fn unread(ground: &Ground) -> Child {
    let mut command = ground.command(&["run", "dev", "--mask", "--", "sh", "-c", MUCH]);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let running = command.spawn().unwrap();
    while !ground.path("ended").exists() {
        sleep(Duration::from_millis(20));
    }
    running
}

#[test]
fn a_reader_that_pauses_gets_all_of_it() {
    let ground = signed_in();
    let mut running = unread(&ground);
    // Longer than processes that the child leaves behind are waited for.
    sleep(Duration::from_secs(3));
    assert!(running.try_wait().unwrap().is_none(), "it waits for its reader");
    let mut out = String::new();
    running.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert_eq!((out.len(), running.wait().unwrap().code()), (130_000, Some(0)));
}

#[test]
fn a_signal_ends_it_when_the_child_is_gone_and_nobody_reads() {
    let ground = signed_in();
    let mut running = unread(&ground);
    let id = running.id().to_string();
    // The first may still be the child's.
    let ended = (0..200).find_map(|_| {
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        sleep(Duration::from_millis(50));
        running.try_wait().unwrap()
    });
    if ended.is_none() {
        running.kill().unwrap();
    }
    assert_eq!(ended.expect("it ends").code(), Some(128 + 15));
}

#[test]
fn processes_that_are_left_behind_do_not_keep_it() {
    let ground = signed_in();
    // One that says nothing, one that always says something, and one that never stops; each ends with the test at the latest.
    let cases =
        [("go1", "sleep 0.1", 0), ("go2", "echo more; sleep 0.1", 500), ("go3", "head -c 9999 /dev/zero", usize::MAX)];
    for (go, behind, limit) in cases {
        let script =
            format!("echo done; (n=0; until [ -e {go} ] || [ $n -gt 3000 ]; do n=$((n+1)); {behind}; done) & exit 3");
        let mut command = ground.command(&["run", "dev", "--mask", "--", "sh", "-c", &script]);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut running = command.spawn().unwrap();
        let mut out = running.stdout.take().unwrap();
        let reader = std::thread::spawn(move || {
            let mut all = Vec::new();
            out.read_to_end(&mut all).map(|_| all).unwrap()
        });
        let ended = (0..600).find_map(|_| {
            sleep(Duration::from_millis(50));
            running.try_wait().unwrap()
        });
        std::fs::write(ground.path(go), "").unwrap();
        let code = running.wait().unwrap().code();
        assert_eq!(ended.and_then(|ended| ended.code()), Some(3), "{behind} {code:?}");
        let out = reader.join().unwrap();
        assert!(out.starts_with(b"done\n") && out.len() - 5 <= limit, "{behind} {}", out.len());
    }
}
