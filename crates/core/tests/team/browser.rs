//! Logins that a person confirms in a browser.

use std::time::Duration;

use hallpass_core::providers::Secret;
use hallpass_core::{ErrorCode, Hallpass, SharedSecret, TeamMethod, TeamSettings};
use hallpass_test_openbao::{CLIENT, IdentityProvider};
use serde_json::json;

use crate::desk::{PASSWORD, admin, join, revoke, server, settings_at, team};
use crate::front::{Front, Play};
use crate::support::{TestClock, iam, in_memory};

/// What a person does with a code at the provider.
type Act = fn(&IdentityProvider, &str);

/// A team whose members log in through a provider of its own, with the role `people`; `eva` alone may use `eva-only`.
async fn team_with_provider(name: &str) -> IdentityProvider {
    team(name, &[("eva", "editor")]).await;
    let provider = IdentityProvider::start().unwrap();
    admin(&format!("sys/auth/{name}"), &json!({"type": "oidc"})).await;
    let (id, secret) = CLIENT;
    let config = json!({"oidc_discovery_url": provider.issuer(), "oidc_client_id": id, "oidc_client_secret": secret});
    admin(&format!("auth/{name}/config"), &config).await;
    for (role, subject) in [("people", ""), ("eva-only", "eva")] {
        let body = json!({"role_type": "oidc", "callback_mode": "device", "user_claim": "sub", "bound_subject": subject,
            "allowed_redirect_uris": ["-"], "token_policies": [format!("{name}-editor")], "token_ttl": "1h"});
        admin(&format!("auth/{name}/role/{role}"), &body).await;
    }
    provider
}

async fn settings(name: &str, role: &str) -> TeamSettings {
    let settings = settings_at(&server().await.0, name, role);
    TeamSettings { method: TeamMethod::Oidc, method_mount: name.parse().unwrap(), ..settings }
}

/// Joins with an account that confirms.
async fn confirmed(hallpass: &Hallpass, provider: &IdentityProvider, settings: TeamSettings, account: &str) {
    let started = hallpass.start_device_log_in(settings).await.unwrap();
    provider.confirm(started.user_code().unwrap(), account);
    hallpass.finish_device_log_in(started).await.unwrap();
}

#[tokio::test]
async fn a_confirmed_log_in_joins_and_what_is_written_carries_the_accounts_own_name() {
    let provider = team_with_provider("browser").await;
    let rita = in_memory(&TestClock::default()).await;
    let settings = settings("browser", "people").await;
    let started = rita.start_device_log_in(settings.clone()).await.unwrap();
    assert_eq!(started.url(), format!("{}/device", provider.issuer()));
    let code = started.user_code().unwrap().to_owned();
    assert!(!format!("{started:?}").contains("st_"), "the state is a secret: {started:?}");
    provider.confirm(&code, "rita.wu");
    let status = rita.finish_device_log_in(started).await.unwrap();
    assert_eq!((status.who.as_str(), status.may_edit, status.trouble.is_none()), ("rita.wu", Some(true), true));
    rita.add_profile(iam("shared", "https://iam.example.com", "a")).await.unwrap();
    rita.share_profile(None, "shared", SharedSecret::None).await.unwrap();
    // Someone else with the same role is somebody else.
    let otto = in_memory(&TestClock::default()).await;
    confirmed(&otto, &provider, settings, "otto").await;
    otto.sync_team(None).await.unwrap();
    assert_eq!(otto.team_status(None).await.unwrap().profiles[0].by, "rita.wu");
}

#[tokio::test]
async fn denied_over_or_not_allowed_nothing_is_joined_and_the_next_log_in_is_not_blocked() {
    let provider = team_with_provider("notin").await;
    let rita = in_memory(&TestClock::default()).await;
    let cases: [(&str, Act, ErrorCode); 3] = [
        ("people", |provider, code| provider.deny(code), ErrorCode::Refused),
        ("people", |provider, code| provider.expire(code), ErrorCode::Timeout),
        ("eva-only", |provider, code| provider.confirm(code, "rita"), ErrorCode::Refused),
    ];
    for (role, person, code) in cases.into_iter().chain(cases) {
        let started = rita.start_device_log_in(settings("notin", role).await).await.unwrap();
        person(&provider, started.user_code().unwrap());
        let error = rita.finish_device_log_in(started).await.unwrap_err();
        assert!(error.code == code && error.advice.is_some(), "{error:?}");
        assert!(rita.teams().await.unwrap().is_empty());
    }
    confirmed(&rita, &provider, settings("notin", "people").await, "rita").await;
    for (role, method) in [("nobody", TeamMethod::Oidc), ("rita", TeamMethod::Userpass)] {
        let settings = TeamSettings { method, ..settings("notin", role).await };
        assert!(rita.start_device_log_in(settings).await.is_err(), "{role}");
    }
    let typed = rita.join_team(settings("notin", "people").await, Secret::new(PASSWORD)).await.unwrap_err();
    assert_eq!((typed.code, typed.advice.is_some()), (ErrorCode::Usage, true), "{typed:?}");
}

#[tokio::test]
async fn stopped_while_it_waits_nothing_more_is_asked_and_another_log_in_works_at_once() {
    let provider = team_with_provider("stopped").await;
    let rita = in_memory(&TestClock::default()).await;
    let started = rita.start_device_log_in(settings("stopped", "people").await).await.unwrap();
    let code = started.user_code().unwrap().to_owned();
    let wait = rita.finish_device_log_in(started);
    assert!(tokio::time::timeout(Duration::from_millis(1500), wait).await.is_err(), "nobody has confirmed");
    let asked = provider.asked(&code).len();
    provider.confirm(&code, "rita");
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!((asked, provider.asked(&code).len()), (1, 1));
    assert!(rita.teams().await.unwrap().is_empty());
    confirmed(&rita, &provider, settings("stopped", "people").await, "rita").await;
}

#[tokio::test]
async fn a_click_is_one_log_in_request_also_where_its_answer_is_lost() {
    let provider = team_with_provider("oneclick").await;
    let (cluster, _) = server().await;
    let behind = cluster.addresses()[0].trim_start_matches("https://").to_owned();
    let mut front = Front::of_tls(&behind, cluster.ca()).await;
    let settings = TeamSettings { nodes: vec![format!("http://{}", front.at)], ..settings("oneclick", "people").await };
    let rita = in_memory(&TestClock::default()).await;
    let starts = |front: &Front| front.take().iter().filter(|seen| seen.path.contains("/oidc/auth_url")).count();
    // The first request looks for the leader.
    front.arm(1, Play::Reset(Vec::new())).await;
    let lost = rita.start_device_log_in(settings.clone()).await.unwrap_err();
    assert_eq!((lost.code, starts(&front)), (ErrorCode::UnknownOutcome, 1), "{lost:?}");
    let started = rita.start_device_log_in(settings).await.unwrap();
    provider.confirm(started.user_code().unwrap(), "rita");
    rita.finish_device_log_in(started).await.unwrap();
    assert_eq!(starts(&front), 1);
}

#[tokio::test]
async fn whoever_is_no_longer_allowed_loses_what_was_shared_after_two_refusals() {
    let provider = team_with_provider("expelled").await;
    let clock = TestClock::default();
    let eva = in_memory(&clock).await;
    join(&eva, "expelled", "eva", PASSWORD).await.unwrap();
    eva.add_profile(iam("shared", "https://iam.example.com", "a")).await.unwrap();
    eva.share_profile(None, "shared", SharedSecret::None).await.unwrap();
    let rita = in_memory(&clock).await;
    let settings = settings("expelled", "people").await;
    confirmed(&rita, &provider, settings.clone(), "rita").await;
    rita.sync_team(None).await.unwrap();
    revoke(&rita).await;
    admin(
        "auth/expelled/role/people",
        &json!({"role_type": "oidc", "callback_mode": "device", "user_claim": "sub",
        "bound_subject": "eva", "allowed_redirect_uris": ["-"]}),
    )
    .await;
    // Changing one's mind in the browser says nothing of the account.
    let log_in = async |person: Act| {
        let started = rita.start_device_log_in(settings.clone()).await.unwrap();
        person(&provider, started.user_code().unwrap());
        rita.finish_device_log_in(started).await.unwrap_err()
    };
    for _ in 0..3 {
        log_in(|provider, code| provider.deny(code)).await;
    }
    assert!(rita.profile("shared").await.is_ok());
    for there in [true, false] {
        let refused = log_in(|provider, code| provider.confirm(code, "rita")).await;
        assert_eq!((refused.code, rita.profile("shared").await.is_ok()), (ErrorCode::Refused, there), "{refused:?}");
    }
}
