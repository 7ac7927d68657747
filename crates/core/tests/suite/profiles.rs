//! What hangs on a profile goes with it, and sets have one spelling.

use crate::support::{CAPTCHA_PASSWORD, TestClock, captcha_every_time, iam, in_memory, typed};
use hallpass_core::providers::registry::PROVIDERS;
use hallpass_core::{
    AutoRenew, Environment, ErrorCode, Hallpass, Pack, PackFormat, ProfileDraft, ProfilesChange, Renewal, SignIn,
    SignInOutcome,
};
use hallpass_sandbox::{Options, start};

#[tokio::test]
async fn a_removed_profile_takes_the_secrets_of_its_waiting_sign_in_along() {
    let sandbox = start(Options::default()).await.unwrap();
    let hallpass = in_memory(&TestClock::default()).await;
    hallpass.add_profile(captcha_every_time("a", &sandbox.address("hzero"))).await.unwrap();
    assert!(matches!(hallpass.sign_in("a", typed(CAPTCHA_PASSWORD)).await.unwrap(), SignInOutcome::Challenge(_)));
    assert!(secrets(&hallpass).await > 0);
    hallpass.remove_profile("a").await.unwrap();
    assert_eq!(secrets(&hallpass).await, 0);
}

async fn secrets(hallpass: &Hallpass) -> i64 {
    let count = |db: &rusqlite::Connection| -> hallpass_core::Result<i64> {
        Ok(db.query_row("SELECT count(*) FROM secret WHERE owner_kind = 'pending'", [], |row| row.get(0))?)
    };
    hallpass.vault().read(count).await.unwrap()
}

#[tokio::test]
async fn a_set_is_one_however_it_is_spelled() {
    let hallpass = in_memory(&TestClock::default()).await;
    let draft = |name: &str, group: &str, environment| ProfileDraft {
        group: Some(group.to_owned()),
        environment: Some(environment),
        ..iam(name, "https://iam.example", "li.wen")
    };
    hallpass.add_profile(draft("one", "Acme", Environment::Prod)).await.unwrap();
    let taken = hallpass.add_profile(draft("two", "acme", Environment::Prod)).await.unwrap_err();
    assert_eq!(taken.field.as_deref(), Some("group"));
    let saved = hallpass.add_profile(draft("two", "acme", Environment::Test)).await.unwrap();
    assert_eq!(saved.profile.group.as_deref(), Some("Acme"));
    assert_eq!(hallpass.groups().await.unwrap().len(), 1);
    let alone = ProfileDraft { group: Some("ACME".to_owned()), ..ProfileDraft::default() };
    hallpass.remove_profile("two").await.unwrap();
    assert_eq!(hallpass.edit_profile("one", alone).await.unwrap().profile.group.as_deref(), Some("ACME"));
}

#[tokio::test]
async fn a_code_that_is_used_once_is_saved_in_no_profile() {
    let hallpass = in_memory(&TestClock::default()).await;
    hallpass.add_profile(iam("a", "https://iam.example", "li.wen")).await.unwrap();
    for name in ["captcha", "sms_code", "mfa_code"] {
        let value = ProfileDraft { values: vec![(name.to_owned(), "048213".to_owned())], ..ProfileDraft::default() };
        let secret =
            ProfileDraft { secrets: vec![(name.to_owned(), "048213".to_owned().into())], ..ProfileDraft::default() };
        for draft in [value, secret] {
            let error = hallpass.edit_profile("a", draft).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidField, Some(name)));
            assert!(error.message.en.contains("one sign-in only") && error.message.zh.contains("一次性"), "{error:?}");
        }
    }
    let pack = r#"{"hallpass_pack":1,"profiles":[{"name":"b","provider":"hzero","server":"https://hz.example",
        "environment":"dev","values":{"client_id":"c","sms_code":"048213"}}]}"#;
    let error = hallpass.import(Pack::read(pack.as_bytes(), PackFormat::Json).unwrap()).await.unwrap_err();
    assert_eq!(error.field.as_deref(), Some("sms_code"), "{error:?}");
    assert!(hallpass.profile("b").await.is_err());
}

#[tokio::test]
async fn an_import_keeps_what_its_file_does_not_say_about_renewal() {
    let hallpass = in_memory(&TestClock::default()).await;
    let renewal = |auto_renew, keep_alive| Renewal { auto_renew, keep_alive };
    let own = ProfileDraft {
        auto_renew: Some(AutoRenew::Off),
        keep_alive: Some(30),
        ..iam("a", "https://iam.example", "li.wen")
    };
    hallpass.add_profile(own).await.unwrap();
    let pack = |more: &str| {
        let server = r#""name":"a","provider":"enos-iam","server":"https://iam.example","environment":"dev""#;
        Pack::read(format!(r#"{{"hallpass_pack":1,"profiles":[{{{server}{more}}}]}}"#).as_bytes(), PackFormat::Json)
    };
    let sheet = |column: &str, cell: &str| {
        let rows = format!("name,provider,server,environment{column}\na,enos-iam,https://iam.example,dev{cell}\n");
        Pack::read(rows.as_bytes(), PackFormat::Csv)
    };
    let exported = hallpass.pack(&[]).await.unwrap();
    for (pack, becomes) in [
        (pack(""), renewal(AutoRenew::Off, Some(30))),
        (sheet("", ""), renewal(AutoRenew::Off, Some(30))),
        (sheet(",auto_renew,keep_alive", ",,"), renewal(AutoRenew::Off, Some(30))),
        (pack(r#","renewal":{"keep_alive":60}"#), renewal(AutoRenew::Off, Some(60))),
        (sheet(",keep_alive", ",0"), renewal(AutoRenew::Off, None)),
        (pack(r#","renewal":{"auto_renew":"on"}"#), renewal(AutoRenew::On, None)),
        (Ok(exported.clone()), renewal(AutoRenew::Off, Some(30))),
    ] {
        hallpass.import(pack.unwrap()).await.unwrap();
        assert_eq!(hallpass.profile("a").await.unwrap().renewal, becomes);
    }
    // What is exported says all of it, so that it is the same again elsewhere.
    let usual = ProfileDraft { auto_renew: Some(AutoRenew::On), keep_alive: Some(0), ..ProfileDraft::default() };
    hallpass.edit_profile("a", usual).await.unwrap();
    for format in [PackFormat::Json, PackFormat::Csv] {
        let bytes = hallpass.pack(&[]).await.unwrap().write(format).unwrap();
        hallpass.import(exported.clone()).await.unwrap();
        hallpass.import(Pack::read(&bytes, format).unwrap()).await.unwrap();
        assert_eq!(hallpass.profile("a").await.unwrap().renewal, renewal(AutoRenew::On, None), "{format:?}");
    }
}

#[tokio::test]
async fn an_address_pasted_with_the_login_s_path_is_offered_without_it() {
    let hallpass = in_memory(&TestClock::default()).await;
    for provider in PROVIDERS.iter().map(|provider| provider.descriptor()) {
        assert!(!provider.paths.is_empty(), "{}", provider.id);
        for path in provider.paths {
            let draft = ProfileDraft {
                name: Some("a".to_owned()),
                provider: Some(provider.id.to_owned()),
                server: Some(format!("https://gw.example/base{path}/")),
                ..ProfileDraft::default()
            };
            let error = hallpass.add_profile(draft).await.unwrap_err();
            assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidField, Some("server")), "{path}");
            assert!(error.message.en.ends_with("enter https://gw.example/base"), "{error:?}");
        }
    }
}

#[tokio::test]
async fn what_was_removed_comes_back_whole_and_what_is_newer_stays() {
    let sandbox = start(Options::default()).await.unwrap();
    let hallpass = in_memory(&TestClock::default()).await;
    hallpass.add_profile(iam("a", &sandbox.address("enos-iam"), "li.wen")).await.unwrap();
    hallpass.sign_in("a", typed("Not-Real-iam-01")).await.unwrap();
    let before = (hallpass.profile("a").await.unwrap(), hallpass.session("a").await.unwrap().token_hint);
    let all = every_secret(&hallpass).await;
    let aside = hallpass.set_aside("a").await.unwrap();
    assert_eq!(format!("{aside:?}"), "Aside(a)", "no secret is shown");
    hallpass.remove_profile("a").await.unwrap();
    assert_eq!(every_secret(&hallpass).await, 0);
    hallpass.put_back(aside).await.unwrap();
    assert_eq!(
        (
            hallpass.profile("a").await.unwrap(),
            hallpass.session("a").await.unwrap().token_hint,
            every_secret(&hallpass).await
        ),
        (before.0, before.1, all)
    );

    // Another has its name by now.
    let aside = hallpass.set_aside("a").await.unwrap();
    hallpass.remove_profile("a").await.unwrap();
    hallpass.add_profile(iam("a", &sandbox.address("enos-iam"), "li.wen")).await.unwrap();
    assert_eq!(hallpass.put_back(aside).await.unwrap_err().code, ErrorCode::Usage);
    // Signed in to again since: that session stays.
    hallpass.sign_in("a", typed("Not-Real-iam-01")).await.unwrap();
    let aside = hallpass.set_aside("a").await.unwrap();
    hallpass.sign_out("a").await.unwrap();
    hallpass.sign_in("a", typed("Not-Real-iam-01")).await.unwrap();
    let newer = hallpass.session("a").await.unwrap().token_hint;
    hallpass.put_back(aside).await.unwrap();
    assert_eq!(hallpass.session("a").await.unwrap().token_hint, newer);
}

async fn every_secret(hallpass: &Hallpass) -> i64 {
    let count = |db: &rusqlite::Connection| -> hallpass_core::Result<i64> {
        Ok(db.query_row("SELECT count(*) FROM secret", [], |row| row.get(0))?)
    };
    hallpass.vault().read(count).await.unwrap()
}

#[tokio::test]
async fn several_profiles_change_together_or_not_at_all() {
    let hallpass = in_memory(&TestClock::default()).await;
    for name in ["a", "b"] {
        let draft = ProfileDraft { tags: Some(vec!["old".to_owned()]), ..iam(name, "https://iam.example", "li.wen") };
        hallpass.add_profile(draft).await.unwrap();
    }
    let names = ["a".to_owned(), "b".to_owned()];
    let change = ProfilesChange {
        add_tags: vec!["morning".to_owned()],
        remove_tags: vec!["old".to_owned()],
        environment: Some(Environment::Staging),
        ..ProfilesChange::default()
    };
    hallpass.edit_profiles(&names, change).await.unwrap();
    for name in ["a", "b"] {
        let profile = hallpass.profile(name).await.unwrap();
        assert_eq!((profile.tags, profile.environment), (vec!["morning".to_owned()], Environment::Staging));
    }
    let missing = ProfilesChange { credential: Some("none of them".to_owned()), ..ProfilesChange::default() };
    let error = hallpass.edit_profiles(&names, missing).await.unwrap_err();
    assert!(error.message.en.starts_with("a: "), "{error:?}");
    let gone = ["a".to_owned(), "gone".to_owned()];
    let change = ProfilesChange { add_tags: vec!["x".to_owned()], ..ProfilesChange::default() };
    assert_eq!(hallpass.edit_profiles(&gone, change).await.unwrap_err().code, ErrorCode::NoSuchProfile);
    assert_eq!(hallpass.profile("a").await.unwrap().tags, ["morning"]);
}

#[tokio::test]
async fn who_would_be_blocked_is_named_without_sending_anything() {
    let sandbox = start(Options::default()).await.unwrap();
    let hallpass = in_memory(&TestClock::default()).await;
    let wrong = vec![("password".to_owned(), "a wrong one".to_owned().into())];
    let draft = ProfileDraft { secrets: wrong, ..iam("a", &sandbox.address("enos-iam"), "li.wen") };
    hallpass.add_profile(draft).await.unwrap();
    hallpass.add_profile(iam("b", &sandbox.address("enos-iam"), "chen.yu")).await.unwrap();
    assert!(hallpass.blocked().await.unwrap().is_empty());
    assert_eq!(hallpass.sign_in("a", SignIn::default()).await.unwrap_err().code, ErrorCode::Refused);
    let sent = sandbox.attempts("enos-iam", "li.wen");
    let blocked = hallpass.blocked().await.unwrap();
    let named: Vec<_> = blocked.iter().map(|one| (one.profile.as_str(), one.why.code)).collect();
    assert_eq!(named, [("a", ErrorCode::PasswordKnownRefused)]);
    assert_eq!(sandbox.attempts("enos-iam", "li.wen"), sent);
}

#[tokio::test]
async fn a_support_bundle_names_nobody_and_is_refused_where_it_would_hold_a_stored_secret() {
    const CANARY: &str = "canary-\"4711\"-\u{5bc6}";
    let hallpass = in_memory(&TestClock::default()).await;
    let secrets = vec![("password".to_owned(), CANARY.to_owned().into())];
    let draft = ProfileDraft { secrets, ..iam("Acme East", "https://iam.acme.example", "li.wen") };
    hallpass.add_profile(draft).await.unwrap();
    let about = || serde_json::json!({"version": "1"});
    let bundle = String::from_utf8(hallpass.support_bundle(about()).await.unwrap()).unwrap();
    for word in ["Acme", "acme.example", "li.wen", "canary"] {
        assert!(!bundle.contains(word), "{word} is in {bundle}");
    }
    assert!(bundle.contains("enos-iam") && bundle.contains("saved_secrets"), "{bundle}");

    // A secret got where none belongs: into the code of a refusal.
    let plant = |tx: &rusqlite::Transaction<'_>| -> hallpass_core::Result<()> {
        tx.execute("INSERT INTO activity (at, profile, kind, detail) VALUES (1, 'x', 'refused', ?1)", [CANARY])?;
        Ok(())
    };
    hallpass.vault().write(plant).await.unwrap();
    let refused = hallpass.support_bundle(about()).await.unwrap_err();
    assert!(refused.message.en.contains("stored secret") && !refused.message.en.contains("canary"), "{refused:?}");
}
