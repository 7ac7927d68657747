//! Exit codes and errors: what scripts depend on.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::harness::{Ground, Ran, feed};

const CODES: [&str; 28] = [
    "usage",
    "invalid_field",
    "no_such_profile",
    "missing_field",
    "challenge_waiting",
    "refused",
    "cooling_down",
    "budget_spent",
    "password_known_refused",
    "production_not_confirmed",
    "unreachable",
    "tls",
    "timeout",
    "not_the_api",
    "unexpected_redirect",
    "answer_too_big",
    "unknown_outcome",
    "vault_locked",
    "vault_missing",
    "vault_wrong_key",
    "vault_unusable",
    "keyring_unavailable",
    "no_session",
    "session_expired",
    "too_little_life",
    "partial",
    "stopped",
    "internal",
];

/// The error of a failed run, after its shape is checked; nothing else may be on standard output.
fn error(ran: &Ran) -> Value {
    let document = ran.json();
    assert_eq!(document.as_object().unwrap().len(), 1, "{document}");
    let error = document["error"].clone();
    let members: BTreeSet<&str> = error.as_object().unwrap().keys().map(String::as_str).collect();
    let wanted = ["advice", "attempts_left", "code", "field", "message", "retry_after_seconds", "server_code"];
    assert_eq!(members, BTreeSet::from(wanted));
    assert!(error["message"].is_string() && !error["message"].as_str().unwrap().is_empty());
    assert!(error["advice"].is_string() || error["advice"].is_null());
    assert!(CODES.contains(&error["code"].as_str().unwrap()), "{error}");
    error
}

#[test]
fn every_exit_code_is_reached_and_every_failure_is_a_document() {
    let ground = Ground::new();
    ground.li_wen("good", &[]);
    ground.li_wen("prod", &["--env", "prod"]);
    ground.li_wen("idle", &[]);
    ground.profile("wrong", "enos-iam", ("password", "wrong"), &["--set", "account=王芳"]);
    ground.hzero("captcha", "captcha.always", "Not-Real-hz-02");
    let away = ["profile", "add", "away", "--provider", "enos-iam", "--server", "http://127.0.0.1:9"];
    ground.feed(&[&away[..], &["--set", "account=a", "--secret", "password=-"]].concat(), "x");
    assert_eq!(ground.run(&["login", "good", "prod", "--json"]).code, 0);
    for (words, code, name) in [
        (&["login", "good"][..], 0, ""),
        (&["sessions", "--what"], 2, "usage"),
        (&["profile"], 2, "usage"),
        (&["profile", "edit", "good", "--set", "expire_interval=1"], 2, "invalid_field"),
        (&["profile", "edit", "good", "--set", "password=hunter2"], 2, "invalid_field"),
        (&["token", "nobody"], 2, "no_such_profile"),
        (&["login", "wrong"], 3, "refused"),
        (&["login", "captcha", "--no-input"], 4, ""),
        (&["answer", "00000000", "captcha=x"], 2, "usage"),
        (&["credential", "add", "c", "--no-input"], 4, "missing_field"),
        (&["login", "away"], 5, "unreachable"),
        (&["login", "wrong"], 7, "password_known_refused"),
        (&["token", "prod"], 7, "production_not_confirmed"),
        (&["token", "idle"], 9, "no_session"),
        (&["token", "good", "--min-ttl", "9000d"], 9, "too_little_life"),
        (&["login", "good", "away"], 8, ""),
        (&["vault", "init"], 2, "usage"),
    ] {
        let ran = ground.run(&[words, &["--json"]].concat());
        assert_eq!(ran.code, code, "{words:?} {} {}", ran.out, ran.err);
        if !name.is_empty() {
            assert_eq!(error(&ran)["code"], name, "{words:?}");
            assert!(!ran.out.contains("hunter2"));
        }
        let plain = ground.run(words);
        assert!(!plain.out.contains("hunter2") && !plain.err.contains("hunter2"), "{words:?}");
    }
}

#[test]
fn a_vault_that_cannot_be_opened_is_six() {
    let ground = Ground::bare();
    let missing = ground.run(&["sessions", "--json"]);
    assert_eq!((missing.code, error(&missing)["code"].as_str()), (6, Some("vault_missing")));
    assert!(!ground.path("home").exists(), "looking makes nothing");
    assert_eq!(ground.run(&["vault", "init"]).code, 0);

    let mut command = ground.command(&["sessions", "--no-input", "--json"]);
    command.env_remove("HALLPASS_PASSPHRASE_FILE");
    let locked = feed(command, "");
    assert_eq!((locked.code, error(&locked)["code"].as_str()), (6, Some("vault_locked")));

    std::fs::write(ground.path("other"), "another passphrase").unwrap();
    let wrong = ground.run(&["sessions", "--passphrase-file", "other", "--json"]);
    assert_eq!((wrong.code, error(&wrong)["code"].as_str()), (6, Some("vault_wrong_key")));

    let mut command = ground.command(&["--home", "elsewhere", "vault", "init", "--keyring", "--json", "--no-input"]);
    command.env_remove("HALLPASS_PASSPHRASE_FILE");
    let unavailable = feed(command, "");
    assert_eq!((unavailable.code, error(&unavailable)["code"].as_str()), (6, Some("keyring_unavailable")));
    assert!(!ground.path("elsewhere/vault.db").exists(), "no key, no vault");
}

#[test]
fn a_damaged_or_half_gone_vault_says_which_file_in_both_languages() {
    for (file, left) in
        [("envelope.json", Some("{")), ("envelope.json", None), ("vault.db", Some("")), ("vault.db", None)]
    {
        let ground = Ground::new();
        ground.li_wen("good", &[]);
        let path = ground.path(&format!("home/{file}"));
        match left {
            Some(text) => std::fs::write(path, text).unwrap(),
            None => std::fs::remove_file(path).unwrap(),
        }
        for command in [&["sessions", "--json"][..], &["vault", "status", "--json"]] {
            let ran = ground.run(command);
            assert_eq!((ran.code, error(&ran)["code"].as_str()), (6, Some("vault_unusable")), "{file} {command:?}");
            assert!(error(&ran)["message"].as_str().unwrap().contains(file) && error(&ran)["advice"].is_string());
        }
        let chinese = ground.run(&["sessions", "--lang", "zh"]);
        assert!(chinese.err.contains("已损坏：") && !chinese.err.contains("it is"), "{}", chinese.err);
        assert_ne!(ground.run(&["doctor"]).code, 0);
    }
}

#[test]
fn what_the_way_does_is_told_apart() {
    let ground = Ground::new();
    ground.li_wen("good", &[]);
    for (fault, code) in [
        ("http-502-html", "unknown_outcome"),
        ("captive-portal", "not_the_api"),
        ("bad-json", "not_the_api"),
        ("drop-answer", "unknown_outcome"),
        ("redirect-307=http://127.0.0.1:9/", "unexpected_redirect"),
        ("huge-body", "answer_too_big"),
    ] {
        ground.sandbox.clear_faults(None);
        ground.sandbox.add_fault(hallpass_sandbox::FaultRule::always(fault.parse().unwrap()).system("enos-iam"));
        let ran = ground.run(&["login", "good", "--force", "--json"]);
        assert_eq!((ran.code, error(&ran)["code"].as_str()), (5, Some(code)), "{fault}: {}", ran.out);
    }
}

#[test]
fn the_documents_words_are_the_readers() {
    let ground = Ground::new();
    for (lang, word) in [("zh", "没有"), ("en", "There is no")] {
        let failure = error(&ground.run(&["--lang", lang, "token", "nobody", "--json"]));
        assert!(failure["message"].as_str().unwrap().starts_with(word), "{failure}");
    }
    let mut command = ground.command(&["token", "nobody"]);
    command.env("LANG", "zh_CN.UTF-8");
    assert!(feed(command, "").err.contains("没有名为"), "the locale decides without --lang");
}

#[test]
fn usage_is_told_without_the_values() {
    let ground = Ground::new();
    for words in [
        &["login", "x", "--pasword=hunter2"][..],
        &["profile", "add", "x", "--provider", "enos-iam", "--secret", "password=hunter2"],
        &["profile", "edit", "x", "--secret", "hunter2"],
        &["credential", "add", "c", "--secret", "hunter2"],
        &["activity", "--since", "hunter2"],
        &["token", "x", "--format", "hunter2"],
        &["token", "x", "--min-ttl", "hunter2"],
    ] {
        for json in [&[][..], &["--json"]] {
            let ran = ground.run(&[words, json].concat());
            assert_eq!(ran.code, 2, "{words:?}");
            assert!(!ran.out.contains("hunter2") && !ran.err.contains("hunter2"), "{words:?} {} {}", ran.out, ran.err);
        }
    }
}

#[test]
fn a_wrong_argument_is_named_by_its_field() {
    let ground = Ground::new();
    let add = ["profile", "add", "p", "--provider", "enos-iam", "--server", "https://gw.example"];
    for (words, field) in [
        (&[&add[..], &["--secret", "password=hunter2"]].concat()[..], Some("password")),
        (&[&add[..], &["--secret", "hunter2=x"]].concat(), Some("secret")),
        (&[&add[..], &["--env", "hunter2"]].concat(), Some("env")),
        (&["token", "p", "--min-ttl", "soon"], Some("min-ttl")),
        (&["token", "p", "--shell"], Some("shell")),
        (&["token", "p", "--format", "raw", "--shell", "fish"], Some("shell")),
        (&["token"], Some("name")),
        (&["token", "p", "--hunter=hunter2"], Some("hunter")),
        (&["token", "p", "hunter2"], None),
    ] {
        let ran = ground.run(&[words, &["--json", "--lang", "en"]].concat());
        let error = error(&ran);
        assert_eq!((ran.code, error["field"].as_str()), (2, field), "{words:?} {error}");
        assert!(!ran.out.contains("hunter2") && !ran.err.contains("hunter2"), "{} {}", ran.out, ran.err);
    }
}

#[test]
fn a_password_on_the_command_line_is_taken_and_warned_about() {
    let ground = Ground::new();
    let server = ground.at("enos-iam");
    ground.run(&["profile", "add", "p", "--provider", "enos-iam", "--server", &server, "--set", "account=li.wen"]);
    let missing = ground.run(&["login", "p", "--no-input", "--json"]);
    assert_eq!((missing.code, error(&missing)["field"].as_str()), (4, Some("password")));
    let ran = ground.run(&["login", "p", "--answer", "password=Not-Real-iam-01"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("--answer-file") && !ran.err.contains("Not-Real-iam-01"), "{}", ran.err);
    std::fs::write(ground.path("pw"), "Not-Real-iam-01\n").unwrap();
    let quiet = ground.run(&["login", "p", "--answer-file", "password=pw", "--remember"]);
    assert_eq!((quiet.code, quiet.err.as_str()), (0, ""));
    assert_eq!(ground.run(&["login", "p"]).code, 0, "--remember saved it");
}

#[test]
fn a_misspelled_name_is_recognised() {
    let ground = Ground::new();
    ground.li_wen("portal-demo", &["--env", "test", "--group", "华东电网"]);
    for (typed, meant) in [("portl-demo", "portal-demo"), ("Portal-Demo2", "portal-demo"), ("华东电往", "华东电网")]
    {
        let error = error(&ground.run(&["token", typed, "--json", "--lang", "en"]));
        assert_eq!(error["code"], "no_such_profile");
        assert_eq!(error["advice"], format!("Did you mean {meant}?"));
    }
    let far = error(&ground.run(&["token", "quanshi", "--json", "--lang", "en"]));
    assert_eq!(far["advice"], "List all profiles with hallpass profile list");
}
