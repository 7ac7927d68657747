//! Proxies as the environment names them: used, bypassed, or reported as unusable.

use std::net::TcpListener;

use crate::harness::{Ground, Ran, feed};

fn run(ground: &Ground, set: &[(&str, &str)], words: &[&str]) -> Ran {
    let mut command = ground.command(words);
    command.envs(set.iter().copied());
    feed(command, "")
}

fn profile(ground: &Ground) {
    let words = ["profile", "add", "p", "--provider", "enos-iam", "--server", "https://iam.invalid"];
    let rest = ["--set", "account=li.wen", "--secret", "password=-"];
    assert_eq!(ground.feed(&[&words[..], &rest].concat(), "Not-Real-iam-01").code, 0);
}

#[test]
fn a_variable_that_names_no_proxy_is_named_and_not_passed_over() {
    let ground = Ground::new();
    profile(&ground);
    for value in ["socks4://proxy.example", "http://anna:Hunter2@"] {
        let set = [("HTTPS_PROXY", value)];
        let ran = run(&ground, &set, &["login", "p", "--json"]);
        let error = ran.json()["error"].clone();
        assert_eq!((ran.code, error["field"].as_str()), (2, Some("HTTPS_PROXY")), "{error}");
        let doctor = run(&ground, &set, &["doctor", "--lang", "en"]);
        assert_eq!(doctor.code, 1);
        assert!(doctor.out.contains("✗ Proxies: HTTPS_PROXY must be"), "{}", doctor.out);
        assert!(!format!("{}{}{}{}", ran.out, ran.err, doctor.out, doctor.err).contains("Hunter2"));
        let excepted = run(&ground, &[set[0], ("NO_PROXY", "*")], &["login", "p", "--json"]);
        assert_eq!(excepted.json()["error"]["code"], "unreachable", "{}", excepted.out);
    }
}

#[test]
fn doctor_says_which_proxy_is_used_and_whether_it_is_there() {
    let ground = Ground::new();
    profile(&ground);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("socks5h://anna:Hunter2@{}", listener.local_addr().unwrap());
    let shown = proxy.replace(":Hunter2", "");
    let there = run(&ground, &[("ALL_PROXY", &proxy)], &["doctor", "--lang", "en"]);
    assert!(there.out.contains(&format!("✓ Proxies: https goes through {shown} (ALL_PROXY)")), "{}", there.out);
    drop(listener);
    let gone = run(&ground, &[("ALL_PROXY", &proxy)], &["doctor", "--lang", "en"]);
    assert!(gone.out.contains(&format!("! Proxies: https goes through {shown} (ALL_PROXY)")), "{}", gone.out);
    let ran = run(&ground, &[("ALL_PROXY", &proxy)], &["login", "p", "--json"]);
    assert!(ran.json()["error"]["message"].as_str().unwrap().contains(&shown), "{}", ran.out);
    assert!(!format!("{}{}{}{}", there.out, gone.out, ran.out, ran.err).contains("Hunter2"));
}

#[test]
fn a_password_in_proxy_is_kept_and_never_printed() {
    let ground = Ground::new();
    profile(&ground);
    let edit =
        ground.run(&["profile", "edit", "p", "--proxy", "http://anna:Hunter2@proxy.invalid:3128", "--lang", "en"]);
    assert_eq!(edit.code, 0, "{}", edit.err);
    assert!(edit.err.contains("shell history"), "{}", edit.err);
    let shown = ground.run(&["profile", "show", "p", "--json"]);
    assert!(shown.out.contains("http://anna@proxy.invalid:3128"), "{}", shown.out);
    let pack = ground.run(&["profile", "export", "--out", "pack.json"]);
    let login = ground.run(&["login", "p", "--verbose"]);
    let all = [&edit, &shown, &pack, &login].map(|ran| format!("{}{}", ran.out, ran.err)).concat();
    let pack = std::fs::read_to_string(ground.path("pack.json")).unwrap();
    assert!(!all.contains("Hunter2") && !pack.contains("Hunter2"), "{all}");
}
