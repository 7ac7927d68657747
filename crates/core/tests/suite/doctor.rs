//! What the doctor finds of the profiles' servers.

use crate::single_reply_server::Server;
use crate::support::certificates::Identity;
use crate::support::{TestClock, iam, in_memory};
use hallpass_core::doctor::{Health, passwords};
use hallpass_core::providers::Secret;
use hallpass_core::{NextStep, ProfileDraft};
use hallpass_sandbox::{Options, start};
use tokio::net::TcpListener;

#[tokio::test]
async fn each_server_is_looked_at_once_and_told_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let own = Identity::own("127.0.0.1");
    let sandbox = start(Options { tls: Some(own.files(folder.path())), ..Options::default() }).await.unwrap();
    let late = Server::new("302 Found\r\nlocation: /login\r\ndate: Wed, 21 Oct 2015 07:28:00 GMT", "").await;
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();

    let hallpass = in_memory(&TestClock::default()).await;
    let secrets = vec![("password".to_owned(), Secret::new("canary-of-a-password"))];
    let tls = sandbox.address("enos-iam");
    let drafts = [
        ("late", late.address.clone(), None),
        ("late-again", late.address.clone(), None),
        ("gone", format!("http://{gone}"), None),
        ("trusted", tls.clone(), Some(own.pem())),
        ("untrusted", tls, None),
    ];
    for (name, server, ca) in drafts {
        let draft = ProfileDraft { ca, secrets: secrets.clone(), ..iam(name, &server, "canary-of-an-account") };
        hallpass.add_profile(draft).await.unwrap();
    }
    let found = hallpass.check_servers().await.unwrap();
    assert_eq!(found.len(), 4, "{found:#?}");
    let of = |words: &str| found.iter().find(|finding| finding.found.en.contains(words)).unwrap();
    assert_eq!(of("its certificate is accepted").health, Health::Ok);
    let untrusted = of("untrusted authority");
    assert!(untrusted.health == Health::Warn && untrusted.next_step.as_deref() == Some(&NextStep::AddCertificate));
    let ahead = of("ahead of the server's");
    assert!(ahead.health == Health::Warn && ahead.is_advised(), "{ahead:?}");
    let missing = of("Could not connect");
    assert!(missing.health == Health::Warn && missing.is_advised() && missing.about.en.contains(&gone.to_string()));
    assert_eq!(late.asked(), 1);
    let head = late.heads.lock().unwrap()[0].clone();
    assert!(
        head.starts_with("get / http/1.1") && !head.contains("canary") && !head.contains("authorization"),
        "{head}"
    );
}

/// Of a password that is saved only the judgement leaves; one made of the account's name is weak however long it is.
#[tokio::test]
async fn saved_passwords_that_could_be_guessed_are_named_and_never_told() {
    let hallpass = in_memory(&TestClock::default()).await;
    hallpass.save_credential("AD", Secret::new("Summer2024")).await.unwrap();
    let saved = [
        ("first", "li.wen", Some("123456")),
        ("named", "wang.fangfang.ops", Some("wang.fangfang.ops1")),
        ("good", "li.wen", Some("canary horse battery staple")),
        ("none", "li.wen", None),
        ("shared", "li.wen", None),
    ];
    for (name, account, password) in saved {
        let secrets = password.map(|password| ("password".to_owned(), Secret::new(password))).into_iter().collect();
        let credential = (name == "shared").then(|| "AD".to_owned());
        let draft = ProfileDraft { secrets, credential, ..iam(name, "https://iam.example.com", account) };
        hallpass.add_profile(draft).await.unwrap();
    }
    let weak = hallpass.weak_passwords().await.unwrap();
    let mut named: Vec<_> = weak.iter().map(|one| (one.profile.as_str(), one.credential.as_deref())).collect();
    assert_eq!((weak[0].profile.as_str(), weak[0].score), ("first", 0), "the weakest first");
    named.sort_unstable();
    assert_eq!(named, [("first", None), ("named", None), ("shared", Some("AD"))]);
    let told = serde_json::to_string(&(&weak, passwords(&weak))).unwrap();
    assert!(!told.contains("123456") && !told.contains("Summer") && !told.contains("fangfang"), "{told}");
    assert!(told.contains("easy to guess: first"), "{told}");
    assert_eq!(passwords(&[]).health, Health::Ok);
}
