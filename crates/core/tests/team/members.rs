//! Joining, leaving, and being taken out of a team.

use hallpass_core::doctor::Health;
use hallpass_core::{ErrorCode, SharedSecret, TeamDetails, TeamPlace, TeamSettings};
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

/// The server locks an account after five: many processes with one wrong password are three attempts, and a password
/// that could not be one is none.
#[tokio::test]
async fn a_wrong_password_is_sent_three_times_in_fifteen_minutes_at_most() {
    team("guarded", &[("rita", "reader")]).await;
    let clock = TestClock::default();
    let rita = in_memory(&clock).await;
    let nul = join(&rita, "guarded", "rita", "Not\0Real").await.unwrap_err();
    assert_eq!((nul.code, nul.field.as_deref()), (ErrorCode::InvalidField, Some("secret")));
    let many = (0..12).map(|_| join(&rita, "guarded", "rita", "Not-Real-typo"));
    let ends: Vec<_> =
        futures_util::future::join_all(many).await.into_iter().map(|end| end.unwrap_err().code).collect();
    let of = |code| ends.iter().filter(|end| **end == code).count();
    assert_eq!((of(ErrorCode::Refused), of(ErrorCode::BudgetSpent)), (3, 9), "{ends:?}");
    let held = join(&rita, "guarded", "rita", PASSWORD).await.unwrap_err();
    assert!(held.code == ErrorCode::BudgetSpent && held.next_step.is_none() && held.advice.is_some(), "{held:?}");
    clock.pass(15 * 60 + 1);
    join(&rita, "guarded", "rita", PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_slip_of_the_keyboard_keeps_the_cache_and_two_refused_log_ins_of_one_taken_out_remove_it() {
    team("out", &[("eva", "editor")]).await;
    let eva = member("out", "eva").await;
    eva.add_profile(iam("shared", SERVER, "a")).await.unwrap();
    eva.share_profile(None, "shared", SharedSecret::None).await.unwrap();
    person("out-rita", "out-reader", "1h").await;
    let clock = TestClock::default();
    let rita = in_memory(&clock).await;
    join(&rita, "out", "rita", PASSWORD).await.unwrap();
    rita.sync_team(None).await.unwrap();
    rita.add_profile(iam("own", SERVER, "b")).await.unwrap();
    let wrong = join(&rita, "out", "rita", "Not-Real-typo").await.unwrap_err();
    assert_eq!(wrong.code, ErrorCode::Refused);
    assert!(rita.profile("shared").await.is_ok(), "her login is good still");

    admin("auth/userpass/users/out-rita/password", &json!({"password": "Not-Real-taken-out"})).await;
    revoke(&rita).await;
    let edit = hallpass_core::ProfileDraft {
        values: vec![("account".to_owned(), "b".to_owned())],
        ..hallpass_core::ProfileDraft::default()
    };
    assert_eq!(rita.edit_shared("shared", edit).await.unwrap_err().code, ErrorCode::NoSession, "a draft");
    assert_eq!(rita.sync_team(None).await.unwrap_err().code, ErrorCode::NoSession);
    assert!(rita.profile("shared").await.is_ok(), "offline or expired, it is shown");
    // Someone else's name, twice: it says nothing of hers.
    for _ in 0..2 {
        assert_eq!(join(&rita, "out", "nobody", PASSWORD).await.unwrap_err().code, ErrorCode::Refused);
    }
    let first = join(&rita, "out", "rita", PASSWORD).await.unwrap_err();
    assert!(first.advice.unwrap().en.contains("refused again"));
    assert!(rita.profile("shared").await.is_ok(), "one slip of the keyboard");
    assert_eq!(join(&rita, "out", "rita", PASSWORD).await.unwrap_err().code, ErrorCode::Refused);
    assert!(rita.profile("shared").await.is_err(), "removed");
    assert!(rita.profile("own").await.is_ok());

    // It was a slip all the same: what was hers is there again, once the guard lets her.
    assert_eq!(join(&rita, "out", "rita", "Not-Real-taken-out").await.unwrap_err().code, ErrorCode::BudgetSpent);
    clock.pass(15 * 60 + 1);
    join(&rita, "out", "rita", "Not-Real-taken-out").await.unwrap();
    rita.sync_team(None).await.unwrap();
    assert_eq!(rita.team_status(None).await.unwrap().drafts.len(), 1);
}

#[tokio::test]
async fn a_server_that_cannot_be_trusted_or_read_is_not_joined() {
    let (cluster, _) = server().await;
    let hallpass = in_memory(&TestClock::default()).await;
    let settings = |nodes: Vec<String>| TeamSettings { nodes, ..settings_at(cluster, "any", "anna") };
    let secret = || Secret::new(PASSWORD);
    let mut untrusted = settings(cluster.addresses());
    untrusted.network.ca = None;
    assert_eq!(hallpass.join_team(untrusted, secret()).await.unwrap_err().code, ErrorCode::Tls);
    for (node, code) in [
        ("http://team.example.com", ErrorCode::InvalidField),
        ("https://te\u{430}m.example.com", ErrorCode::InvalidField),
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

#[tokio::test]
async fn a_team_is_the_same_in_whatever_letter_case_its_name_is_written() {
    team("case", &[("eva", "editor")]).await;
    let eva = member("case", "eva").await;
    eva.add_profile(iam("p", "https://iam.example.com", "a")).await.unwrap();
    eva.share_profile(None, "p", SharedSecret::None).await.unwrap();
    let details = TeamDetails { alias: Some("WORK".to_owned()), ..TeamDetails::default() };
    let settings = eva.team_written(details).await.unwrap();
    eva.join_team(settings.clone(), Secret::new(PASSWORD)).await.unwrap();
    let upper = TeamSettings { alias: "Work".parse().unwrap(), ..settings };
    eva.join_team(upper, Secret::new(PASSWORD)).await.unwrap();
    let status = eva.team_status(Some("work")).await.unwrap();
    assert_eq!((status.settings.alias.as_str(), status.profiles.len()), ("work", 1));
    assert_eq!(eva.sync_team(Some("WORK")).await.unwrap().added, Vec::<String>::new());
}

#[tokio::test]
async fn a_log_in_without_the_default_policy_is_told_as_what_it_is() {
    team("bare", &[]).await;
    let body = json!({"password": PASSWORD, "token_policies": ["bare-editor"], "token_ttl": "1h",
        "token_no_default_policy": true});
    admin("auth/userpass/users/bare-eva", &body).await;
    let eva = member("bare", "eva").await;
    let status = eva.team_status(None).await.unwrap();
    let trouble = status.trouble.unwrap();
    assert_eq!(trouble.code, ErrorCode::Refused, "{trouble:?}");
    assert!(trouble.message.en.contains("policy default"), "{trouble:?}");
    // The doctor looks at the team's server as well, and finds the same.
    let found = eva.check_servers().await.unwrap();
    let told = found.iter().find(|finding| finding.about.en.starts_with("Team ")).unwrap();
    assert!(told.health == Health::Warn && told.found == trouble.message, "{found:?}");
    assert_eq!(eva.sync_team(None).await.unwrap().problems, Vec::new(), "what it may do works");
}

#[tokio::test]
async fn an_engine_of_somebody_elses_is_not_set_up_for_a_team() {
    team("mine", &[]).await;
    let (cluster, token) = server().await;
    let token = Secret::new(token.clone());
    let hallpass = in_memory(&TestClock::default()).await;
    let at = |mount: &str| {
        let settings = settings_at(cluster, "mine", "boss");
        TeamSettings { place: TeamPlace { mount: mount.parse().unwrap(), ..settings.place.clone() }, ..settings }
    };
    admin("sys/mounts/old", &json!({"type": "kv", "options": {"version": "1"}})).await;
    assert_eq!(hallpass.set_up_team(&at("old"), &token).await.unwrap_err().code, ErrorCode::Usage);
    admin("sys/mounts/theirs", &json!({"type": "kv", "options": {"version": "2"}})).await;
    // An engine that was just mounted takes a moment.
    let written = json!({"data": {"key": "value"}});
    for _ in 0..100 {
        if crate::desk::tried("theirs/data/app", &written).await {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(hallpass.set_up_team(&at("theirs"), &token).await.unwrap_err().code, ErrorCode::Usage);
    assert!(crate::desk::tried("theirs/data/app", &written).await, "others write there as before");
    hallpass.set_up_team(&at("hallpass"), &token).await.unwrap();
}
