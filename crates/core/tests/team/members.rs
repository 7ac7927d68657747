//! Joining, leaving, and being taken out of a team.

use hallpass_core::{ErrorCode, SharedSecret};
use serde_json::json;

use crate::desk::{PASSWORD, admin, join, member, person, revoke, server, settings_at, team};
use crate::support::{TestClock, iam, in_memory};
use hallpass_core::providers::Secret;

const SERVER: &str = "https://iam.example.com";

#[tokio::test]
async fn whoever_leaves_keeps_nothing_that_was_shared_and_what_is_theirs() {
    team("leave", &[("eva", "editor"), ("rita", "reader")]).await;
    let eva = member("leave", "eva").await;
    eva.add_profile(iam("shared", SERVER, "a")).await.unwrap();
    eva.share_profile(None, "shared", SharedSecret::New(Secret::new("Not-Real-1"))).await.unwrap();
    let rita = member("leave", "rita").await;
    rita.add_profile(iam("own", SERVER, "b")).await.unwrap();
    assert!(rita.leave_team(None).await.unwrap(), "the token is revoked");
    let names: Vec<_> = rita.profiles().await.unwrap().into_iter().map(|profile| profile.name).collect();
    assert_eq!(names, ["own"]);
    assert_eq!(rita.sync_team(None).await.unwrap_err().code, ErrorCode::Usage);
    let left = rita.vault().read(|db| {
        let count = db.query_row("SELECT count(*) FROM secret", [], |row| row.get::<_, i64>(0))?;
        Ok::<_, hallpass_core::Error>(count)
    });
    assert_eq!(left.await.unwrap(), 0);
}

#[tokio::test]
async fn a_slip_of_the_keyboard_keeps_the_cache_and_two_refused_log_ins_of_one_taken_out_remove_it() {
    team("out", &[("eva", "editor")]).await;
    let eva = member("out", "eva").await;
    eva.add_profile(iam("shared", SERVER, "a")).await.unwrap();
    eva.share_profile(None, "shared", SharedSecret::None).await.unwrap();
    person("out-rita", "out-reader", "1h").await;
    let rita = member("out", "rita").await;
    rita.add_profile(iam("own", SERVER, "b")).await.unwrap();
    let wrong = join(&rita, "out", "rita", "Not-Real-typo").await.unwrap_err();
    assert_eq!(wrong.code, ErrorCode::Refused);
    assert!(rita.profile("shared").await.is_ok(), "her log-in is good still");

    admin("auth/userpass/users/out-rita/password", &json!({"password": "Not-Real-taken-out"})).await;
    revoke(&rita).await;
    let edit = hallpass_core::ProfileDraft {
        values: vec![("account".to_owned(), "b".to_owned())],
        ..hallpass_core::ProfileDraft::default()
    };
    assert_eq!(rita.edit_shared("shared", edit).await.unwrap_err().code, ErrorCode::NoSession, "a draft");
    assert_eq!(rita.sync_team(None).await.unwrap_err().code, ErrorCode::NoSession);
    assert!(rita.profile("shared").await.is_ok(), "offline or expired, it is shown");
    // Somebody else's name, twice: it says nothing of hers.
    for _ in 0..2 {
        assert_eq!(join(&rita, "out", "nobody", PASSWORD).await.unwrap_err().code, ErrorCode::Refused);
    }
    let first = join(&rita, "out", "rita", PASSWORD).await.unwrap_err();
    assert!(first.advice.unwrap().en.contains("once more"));
    assert!(rita.profile("shared").await.is_ok(), "one slip of the keyboard");
    assert_eq!(join(&rita, "out", "rita", PASSWORD).await.unwrap_err().code, ErrorCode::Refused);
    assert!(rita.profile("shared").await.is_err(), "removed");
    assert!(rita.profile("own").await.is_ok());

    // It was a slip all the same: what was hers is there again.
    join(&rita, "out", "rita", "Not-Real-taken-out").await.unwrap();
    rita.sync_team(None).await.unwrap();
    assert_eq!(rita.team_status(None).await.unwrap().drafts.len(), 1);
}

#[tokio::test]
async fn a_server_that_cannot_be_trusted_or_read_is_not_joined() {
    let (cluster, _) = server().await;
    let hallpass = in_memory(&TestClock::default()).await;
    let settings = |nodes: Vec<String>| hallpass_core::TeamSettings { nodes, ..settings_at(cluster, "any", "anna") };
    let secret = || Secret::new(PASSWORD);
    let mut untrusted = settings(cluster.addresses());
    untrusted.network.ca = None;
    assert_eq!(hallpass.join_team(untrusted, secret()).await.unwrap_err().code, ErrorCode::Tls);
    for (node, code) in [
        ("http://team.example.com", ErrorCode::InvalidField),
        ("https://team.example.com@evil.example", ErrorCode::InvalidField),
        ("https://127.0.0.1:9", ErrorCode::Unreachable),
    ] {
        let error = hallpass.join_team(settings(vec![node.to_owned()]), secret()).await.unwrap_err();
        assert_eq!(error.code, code, "{node}");
    }
    assert!(hallpass.teams().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_name_that_is_used_for_a_team_is_not_used_for_another() {
    team("place", &[("eva", "editor")]).await;
    team("second", &[("eva", "editor")]).await;
    let eva = member("place", "eva").await;
    eva.add_profile(iam("shared", SERVER, "a")).await.unwrap();
    eva.share_profile(None, "shared", SharedSecret::None).await.unwrap();
    let error = join(&eva, "second", "eva", PASSWORD).await.unwrap_err();
    assert_eq!((error.code, error.advice.is_some()), (ErrorCode::Usage, true));
    assert_eq!(eva.team_settings(None).await.unwrap().place.team.as_str(), "place");
    assert_eq!(eva.sync_team(None).await.unwrap().removed, Vec::<String>::new());
}
