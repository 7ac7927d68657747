//! Shared secrets: signing in with one, a wrong one, changing one.

use std::time::Duration;

use hallpass_core::providers::Secret;
use hallpass_core::{Answers, ErrorCode, Hallpass, ProfileDraft, SharedSecret, SignIn, SignInOutcome};
use hallpass_sandbox::{Fault, FaultRule, Options, start};

use crate::desk::{PASSWORD, admin, asked, join, member, team};
use crate::support::{TestClock, iam, in_memory, typed};

const ACCOUNT: &str = "li.wen";
const RIGHT: &str = "Not-Real-iam-01";

async fn sign_in(hallpass: &Hallpass) -> Result<SignInOutcome, ErrorCode> {
    hallpass.sign_in("shared", SignIn::default()).await.map_err(|error| error.code)
}

#[tokio::test]
async fn a_member_signs_in_with_a_shared_secret_that_is_kept_nowhere_here() {
    team("lend", &[("eva", "editor"), ("rita", "reader")]).await;
    let sandbox = start(Options::default()).await.unwrap();
    let eva = member("lend", "eva").await;
    eva.add_profile(iam("shared", &sandbox.address("enos-iam"), ACCOUNT)).await.unwrap();
    eva.share_profile(None, "shared", SharedSecret::New(Secret::new(RIGHT))).await.unwrap();
    let rita = member("lend", "rita").await;
    let plan = rita.plan("shared", None, &Default::default()).await.unwrap();
    assert!(plan.missing.is_empty(), "the password is the team's: {:?}", plan.missing);
    assert!(matches!(sign_in(&rita).await, Ok(SignInOutcome::SignedIn { .. })));
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 1);
    let kept = rita.vault().read(|db| {
        let mut query = db.prepare("SELECT value FROM secret")?;
        let all = query.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        Ok::<_, hallpass_core::Error>(all)
    });
    assert!(!kept.await.unwrap().iter().any(|value| value.contains(RIGHT)));
    let status = rita.team_status(None).await.unwrap();
    assert_eq!((status.may_edit, status.trouble), (Some(false), None));
    let shown = &status.profiles[0];
    assert_eq!((shown.name.as_str(), shown.by.as_str(), shown.shared_secret), ("shared", "lend-eva", true));
    assert!(eva.team_status(None).await.unwrap().may_edit.unwrap());
    sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_members_send_one_wrong_password_and_after_the_change_all_are_signed_in() {
    const MEMBERS: usize = 50;
    team("fifty", &[("eva", "editor"), ("rita", "reader")]).await;
    let sandbox = start(Options::default()).await.unwrap();
    let eva = member("fifty", "eva").await;
    eva.add_profile(iam("shared", &sandbox.address("enos-iam"), ACCOUNT)).await.unwrap();
    eva.share_profile(None, "shared", SharedSecret::New(Secret::new("Not-Real-stale"))).await.unwrap();
    let mut members = Vec::new();
    for _ in 0..MEMBERS {
        members.push(member("fifty", "rita").await);
    }
    let click = async |members: Vec<Hallpass>| {
        let mut clicks = tokio::task::JoinSet::new();
        for member in members {
            clicks.spawn(async move { (sign_in(&member).await.map(drop), member) });
        }
        clicks.join_all().await
    };
    let came: Vec<_> = click(members.clone()).await.into_iter().map(|(came, _)| came).collect();
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 1, "one wrong password was sent");
    let blocked = came.iter().filter(|came| **came == Err(ErrorCode::PasswordKnownRefused)).count();
    let refused = came.iter().filter(|came| **came == Err(ErrorCode::Refused)).count();
    assert_eq!((blocked, refused), (MEMBERS - 1, 1), "{came:?}");

    let rotation = eva.begin_rotation("shared", false).await.unwrap();
    assert_eq!(sign_in(&members[0]).await.map(drop), Err(ErrorCode::CoolingDown), "it is being changed");
    assert_eq!(eva.finish_rotation(&rotation, Secret::new(RIGHT)).await, Ok(2));
    let mut waiting = members;
    while !waiting.is_empty() {
        let clicks = click(waiting).await;
        let came: Vec<_> = clicks.iter().map(|(came, _)| *came).collect();
        assert!(came.contains(&Ok(())), "{came:?}");
        // On a busy machine some wait in vain for the others to be through, are told so and click again.
        assert!(came.iter().all(|came| matches!(came, Ok(()) | Err(ErrorCode::CoolingDown))), "{came:?}");
        let not_in = clicks.into_iter().filter(|(came, _)| came.is_err());
        waiting = not_in.map(|(_, member)| member).collect();
    }
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 1 + MEMBERS as u64);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_typed_password_is_a_persons_own_matter_and_a_server_that_is_gone_sends_nothing() {
    team("typed", &[("eva", "editor")]).await;
    let sandbox = start(Options::default()).await.unwrap();
    let eva = member("typed", "eva").await;
    eva.add_profile(iam("shared", &sandbox.address("enos-iam"), ACCOUNT)).await.unwrap();
    eva.share_profile(None, "shared", SharedSecret::New(Secret::new("Not-Real-stale"))).await.unwrap();
    assert!(eva.sign_in("shared", typed(RIGHT)).await.is_ok());
    let mut settings = eva.team_settings(None).await.unwrap();
    settings.nodes = vec!["https://127.0.0.1:9".to_owned()];
    let data = serde_json::json!({"settings": settings}).to_string();
    let spoil = eva
        .vault()
        .write(move |tx| tx.execute("UPDATE team SET data = ?1", [data]).map_err(hallpass_core::Error::from));
    spoil.await.unwrap();
    let before = sandbox.attempts("enos-iam", ACCOUNT);
    assert_eq!(sign_in(&eva).await.map(drop), Err(ErrorCode::Unreachable));
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), before);
    let status = eva.team_status(None).await.unwrap();
    assert_eq!(status.trouble.unwrap().code, ErrorCode::Unreachable);
    assert_eq!(status.profiles.len(), 1, "what is known here is shown");
    sandbox.stop().await;
}

#[tokio::test]
async fn a_lost_answer_of_the_vendor_counts_until_its_time_has_passed() {
    team("unknown", &[("eva", "editor"), ("rita", "reader")]).await;
    let sandbox = start(Options::default()).await.unwrap();
    let eva = member("unknown", "eva").await;
    eva.add_profile(iam("shared", &sandbox.address("enos-iam"), ACCOUNT)).await.unwrap();
    eva.share_profile(None, "shared", SharedSecret::New(Secret::new(RIGHT))).await.unwrap();
    sandbox.add_fault(FaultRule::always("drop-answer".parse().unwrap()).system("enos-iam"));
    assert_eq!(sign_in(&eva).await.map(drop), Err(ErrorCode::UnknownOutcome));
    sandbox.clear_faults(None);
    let rita = member("unknown", "rita").await;
    let began = tokio::time::timeout(Duration::from_secs(2), sign_in(&rita)).await;
    assert!(began.is_err(), "rita waits for the room of one: {began:?}");
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 1);
    // The time of the attempt is over.
    let record = serde_json::json!({"v": 1, "op": "6f1b0f0e-8a59-4c39-9f0e-3f0d5f3a2b11", "secret": 1, "state": "untried",
        "under_way": [{"op": "6f1b0f0e-8a59-4c39-9f0e-3f0d5f3a2b12", "until": 1}]});
    let secret = rita.vault().read(|db| {
        let found = db.query_row("SELECT data ->> 'secret' FROM team_profile", [], |row| row.get::<_, String>(0));
        Ok::<_, hallpass_core::Error>(found?)
    });
    let path = format!("hallpass/data/unknown/guard/{}", secret.await.unwrap());
    admin(&path, &serde_json::json!({"options": {"cas": 1}, "data": record})).await;
    assert!(sign_in(&rita).await.is_ok());
    sandbox.stop().await;
}

/// Lending waits for a member who is signing in; by then a code of before would have expired.
#[tokio::test]
async fn a_one_time_code_is_made_after_the_wait_for_a_shared_secret() {
    team("codes", &[("eva", "editor"), ("rita", "reader")]).await;
    let sandbox = start(Options::default()).await.unwrap();
    let clock = TestClock::default();
    let eva = in_memory(&clock).await;
    join(&eva, "codes", "eva", PASSWORD).await.unwrap();
    let values = [("account", "omar.haddad"), ("realm", "birch"), ("client_id", "support-desk")];
    let draft = ProfileDraft {
        name: Some("shared".to_owned()),
        provider: Some("keycloak".to_owned()),
        server: Some(sandbox.address("keycloak")),
        values: values.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        secrets: vec![("totp_seed".to_owned(), Secret::new("JBSWY3DPEHPK3PXP"))],
        ..ProfileDraft::default()
    };
    eva.add_profile(draft).await.unwrap();
    eva.share_profile(None, "shared", SharedSecret::New(Secret::new("Not-Real-keycloak-02"))).await.unwrap();
    let rita = member("codes", "rita").await;

    sandbox.add_fault(FaultRule::always(Fault::Latency(Duration::from_secs(3))).times(1));
    let first = SignIn { answers: Answers::new().with("totp", Secret::new("246810")), ..SignIn::default() };
    let code = SignIn { one_time_code: true, ..SignIn::default() };
    let later = async {
        while sandbox.attempts("keycloak", "omar.haddad") == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        // While the other one waits, to the beginning of a later code.
        tokio::join!(eva.sign_in("shared", code), async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let seconds = 60 + 30 - eva.now().wall.as_second() % 30;
            clock.pass(seconds);
            sandbox.clock().advance(jiff::SignedDuration::from_secs(seconds));
        })
        .0
    };
    let (one, other) = tokio::join!(rita.sign_in("shared", first), later);
    assert!(matches!(one, Ok(SignInOutcome::SignedIn { .. })), "{one:?}");
    assert!(matches!(other, Ok(SignInOutcome::SignedIn { .. })), "{other:?}");
    sandbox.stop().await;
}

#[tokio::test]
async fn a_result_that_the_team_could_not_be_told_is_told_to_the_person() {
    team("told", &[("eva", "editor"), ("rita", "reader")]).await;
    let sandbox = start(Options::default()).await.unwrap();
    let eva = member("told", "eva").await;
    eva.add_profile(iam("shared", &sandbox.address("enos-iam"), ACCOUNT)).await.unwrap();
    eva.share_profile(None, "shared", SharedSecret::New(Secret::new("Not-Real-wrong"))).await.unwrap();
    let rita = member("told", "rita").await;
    // A token that is over once the attempt is reserved: two reads and a write.
    let body = serde_json::json!({"policies": ["told-reader"], "num_uses": 3, "ttl": "1h"});
    let made = asked("auth/token/create", &body).await;
    let token = made["auth"]["client_token"].as_str().unwrap().to_owned();
    let replace = rita.vault().write(move |tx| {
        let changed = tx.execute("UPDATE secret SET value = ?1 WHERE owner_kind = 'team'", [token])?;
        Ok::<_, hallpass_core::Error>(changed)
    });
    assert_eq!(replace.await.unwrap(), 1);
    let error = rita.sign_in("shared", SignIn::default()).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Refused);
    assert!(error.advice.unwrap().en.contains("Could not report"));
    let events = rita.activity(jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    assert!(events.iter().any(|event| event.detail == "team"), "{events:?}");
    assert_eq!(sandbox.attempts("enos-iam", ACCOUNT), 1);
    sandbox.stop().await;
}
