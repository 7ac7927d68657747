//! Where things are at the server: in a namespace, and secrets outside of the team.

use hallpass_core::providers::Secret;
use hallpass_core::{
    Answers, Error, ErrorCode, ProfileDraft, SharedSecret, SignIn, SignInOutcome, TeamPlace, TeamSettings,
};
use hallpass_sandbox::{Options, start};
use serde_json::json;

use crate::desk::{PASSWORD, admin, member, server, settings_at, team, tried};
use crate::support::{TestClock, iam, in_memory};

#[tokio::test]
async fn a_team_in_a_namespace_is_set_up_joined_and_used_there() {
    let (cluster, token) = server().await;
    admin("sys/namespaces/east", &json!({})).await;
    let settings = settings_at(cluster, "ns", "ns-eva");
    let place = TeamPlace { namespace: Some("east".parse().unwrap()), ..settings.place.clone() };
    let settings = TeamSettings { place, ..settings };
    let hallpass = in_memory(&TestClock::default()).await;
    hallpass.set_up_team(&settings, &Secret::new(token.clone())).await.unwrap();
    admin("east/sys/auth/userpass", &json!({"type": "userpass"})).await;
    let body = json!({"password": PASSWORD, "token_policies": ["ns-editor"], "token_ttl": "1h"});
    admin("east/auth/userpass/users/ns-eva", &body).await;
    hallpass.join_team(settings.clone(), Secret::new(PASSWORD)).await.unwrap();
    hallpass.add_profile(iam("in east", "https://iam.example.com", "a")).await.unwrap();
    hallpass.share_profile(None, "in east", SharedSecret::None).await.unwrap();
    assert_eq!(hallpass.team_status(None).await.unwrap().may_edit, Some(true));
    let outside = TeamSettings { place: TeamPlace { namespace: None, ..settings.place.clone() }, ..settings };
    let other = in_memory(&TestClock::default()).await;
    assert!(other.join_team(outside, Secret::new(PASSWORD)).await.is_err(), "the person is of the namespace");
}

#[tokio::test]
async fn a_credential_may_lead_to_a_secret_elsewhere_at_the_teams_server() {
    let sandbox = start(Options::default()).await.unwrap();
    team("elsewhere", &[("rita", "reader")]).await;
    let policy = r#"path "apps/data/iam/*" { capabilities = ["read"] }"#;
    admin("sys/mounts/apps", &json!({"type": "kv", "options": {"version": "2"}})).await;
    admin("sys/policies/acl/apps", &json!({"policy": policy})).await;
    let body = json!({"password": PASSWORD, "token_policies": ["elsewhere-reader", "apps"], "token_ttl": "1h"});
    admin("auth/userpass/users/elsewhere-rita", &body).await;
    let secret = json!({"data": {"password": "Not-Real-iam-01", "number": 7}});
    for _ in 0..100 {
        // An engine that was just mounted takes a moment.
        if tried("apps/data/iam/li.wen", &secret).await {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let rita = member("elsewhere", "rita").await;
    let reference = "vault://work/apps/iam/li.wen#password";
    for bad in ["vault://other/apps/iam/li.wen#password", "https://evil.example/x#y", "vault://work/apps#password"] {
        let error = rita.save_credential_reference("ad", bad).await.unwrap_err();
        assert_eq!(error.field.as_deref(), Some("reference"), "{bad}: {error:?}");
    }
    rita.save_credential_reference("ad", reference).await.unwrap();
    assert_eq!(rita.credentials().await.unwrap()[0].reference.as_deref(), Some(reference));
    let own = iam("own", &sandbox.address("enos-iam"), "li.wen");
    rita.add_profile(ProfileDraft { credential: Some("ad".to_owned()), ..own }).await.unwrap();
    assert!(rita.plan("own", None, &Answers::new()).await.unwrap().missing.is_empty(), "nothing is asked for");
    let come = rita.sign_in("own", SignIn::default()).await.unwrap();
    assert!(matches!(come, SignInOutcome::SignedIn { .. }), "{come:?}");
    let stored = rita.vault().read(|db| {
        let query = "SELECT count(*) FROM secret WHERE value LIKE '%Not-Real-iam-01%'";
        Ok::<_, Error>(db.query_row(query, [], |row| row.get::<_, i64>(0))?)
    });
    assert_eq!(stored.await.unwrap(), 0, "it is kept nowhere here");

    // A reference that cannot be read is named in the error, and nothing is sent.
    for (leads, code) in [
        ("vault://work/apps/iam/nobody#password", ErrorCode::Usage),
        ("vault://work/apps/iam/li.wen#number", ErrorCode::Usage),
        ("vault://work/apps/other/x#password", ErrorCode::Refused),
    ] {
        rita.save_credential_reference("ad", leads).await.unwrap();
        let error = rita.sign_in("own", SignIn::default()).await.unwrap_err();
        assert_eq!((error.code, error.message.en.contains(leads)), (code, true), "{leads}: {error:?}");
    }
    assert_eq!(sandbox.attempts("enos-iam", "li.wen"), 1);
    // A secret of one's own takes its place.
    rita.save_credential("ad", Secret::new("Not-Real-iam-01")).await.unwrap();
    assert_eq!(rita.credentials().await.unwrap()[0].reference, None);
    rita.sign_in("own", SignIn::default()).await.unwrap();
}
