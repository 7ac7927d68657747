//! Logins that a person confirms in a browser, at a real identity provider on loopback.

use std::sync::atomic::Ordering;
use std::time::Duration;

use hallpass_team::{Client, DeviceFlow, TeamFault};
use hallpass_test_openbao::{CLIENT, COMPLETE, IdentityProvider};
use serde_json::{Value, json};

use crate::support::{Sender, mount};
use crate::{server, team};

/// What a person does with a code at the provider.
type Act = fn(&IdentityProvider, &str);

/// A method of its own with a provider of its own. The role `people` confirms with a code, `linked` with an address that
/// contains it, `eva-only` is for one account, and `web` is not for devices.
async fn method(client: &Client<Sender>, name: &str) -> IdentityProvider {
    let (_, admin) = server().await;
    let provider = IdentityProvider::start().unwrap();
    let administer = async |path: &str, body: Value| client.administer(admin, path, &body).await.unwrap();
    administer(&format!("sys/auth/{name}"), json!({"type": "oidc"})).await;
    let (id, secret) = CLIENT;
    let config = json!({"oidc_discovery_url": provider.issuer(), "oidc_client_id": id, "oidc_client_secret": secret,
        "default_role": "people"});
    administer(&format!("auth/{name}/config"), config).await;
    let device = json!({"callback_mode": "device"});
    for (role, more) in [
        ("people", device.clone()),
        ("linked", json!({"callback_mode": "device", "oidc_scopes": [COMPLETE]})),
        ("eva-only", json!({"callback_mode": "device", "bound_subject": "eva"})),
        ("web", json!({})),
    ] {
        let mut body = json!({"role_type": "oidc", "user_claim": "sub", "allowed_redirect_uris": ["-"],
            "token_policies": [format!("{name}-reader")], "token_ttl": "1h"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        administer(&format!("auth/{name}/role/{role}"), body).await;
    }
    provider
}

fn sent(client: &Client<Sender>, ending: &str) -> usize {
    client.outside().sent.lock().unwrap().iter().filter(|line| line.ends_with(ending)).count()
}

async fn start(client: &Client<Sender>, at: &str, role: Option<&str>) -> DeviceFlow {
    client.start_device_flow(&mount(at), role).await.unwrap()
}

#[tokio::test]
async fn a_person_confirms_with_a_code_or_an_address_and_is_in_after_one_log_in_request() {
    let client = team("confirm", &[]).await;
    let provider = method(&client, "confirm").await;
    let flow = start(&client, "confirm", None).await;
    let code = flow.user_code.clone().unwrap();
    assert_eq!((flow.url.as_str(), &code), (format!("{}/device", provider.issuer()).as_str(), &provider.codes()[0]));
    let wait = client.finish_device_flow(flow);
    let person = async {
        tokio::time::sleep(Duration::from_millis(1500)).await;
        provider.confirm(&code, "anna");
    };
    let (token, ()) = tokio::join!(wait, person);
    let token = token.unwrap();
    assert!(token.facts.policies.contains(&"confirm-reader".to_owned()), "{token:?}");
    assert_eq!(client.look_up(&token.token).await.unwrap().name.as_deref(), Some("confirm-anna"));
    assert_eq!((sent(&client, "/oidc/auth_url"), provider.codes().len()), (1, 1), "one login request");
    let asked = provider.asked(&code);
    assert!(asked.len() >= 2 && asked.len() == sent(&client, "/oidc/poll"), "{asked:?}");
    client.revoke(&token.token).await.unwrap();

    let linked = start(&client, "confirm", Some("linked")).await;
    let code = provider.codes()[1].clone();
    assert_eq!((linked.user_code.as_deref(), linked.url.ends_with(&code)), (None, true), "{linked:?}");
    provider.confirm(&code, "anna");
    client.finish_device_flow(linked).await.unwrap();
}

#[tokio::test]
async fn a_log_in_that_is_denied_runs_out_or_is_of_somebody_else_says_which() {
    let client = team("refuse", &[]).await;
    let provider = method(&client, "refuse").await;
    let cases: [(&str, Act, TeamFault); 4] = [
        ("people", |provider, code| provider.deny(code), TeamFault::DeviceDenied),
        ("people", |provider, code| provider.expire(code), TeamFault::DeviceCodeExpired),
        ("eva-only", |provider, code| provider.confirm(code, "anna"), TeamFault::IdentityRefused),
        ("people", |_, _| (), TeamFault::DeviceCodeExpired),
    ];
    for (role, person, fault) in cases {
        let flow = start(&client, "refuse", Some(role)).await.within(Duration::from_millis(2500));
        let code = provider.codes().pop().unwrap();
        person(&provider, &code);
        assert_eq!(client.finish_device_flow(flow).await.unwrap_err(), fault, "{role}");
        let asked = provider.asked(&code).len();
        assert!((1..=2).contains(&asked), "{role}: {asked}");
    }
}

#[tokio::test]
async fn a_role_that_is_not_for_devices_is_told_at_once() {
    let client = team("web", &[]).await;
    let provider = method(&client, "web").await;
    for (at, role) in [("web", "web"), ("web", "nobody"), ("nowhere", "people"), ("userpass", "people")] {
        let fault = client.start_device_flow(&mount(at), Some(role)).await.unwrap_err();
        assert_eq!(fault, TeamFault::NoDeviceFlow, "{at} {role}");
    }
    assert_eq!((sent(&client, "/oidc/auth_url"), provider.codes().len()), (4, 0));
}

#[tokio::test]
async fn the_providers_interval_is_kept_and_whoever_stops_asks_no_more() {
    let client = team("slow", &[]).await;
    let provider = method(&client, "slow").await;
    let flow = start(&client, "slow", None).await;
    let code = flow.user_code.clone().unwrap();
    provider.slow_down(&code);
    let stopped = tokio::time::timeout(Duration::from_millis(8500), client.finish_device_flow(flow)).await;
    assert!(stopped.is_err(), "nobody has confirmed");
    let asked = provider.asked(&code);
    assert_eq!(asked.len(), 2, "after 1 s and, slowed down, after 6 more");
    assert!(asked[1].duration_since(asked[0]) >= Duration::from_millis(5900), "{asked:?}");
    provider.confirm(&code, "anna");
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(provider.asked(&code).len(), 2, "it was stopped");
    assert_eq!((sent(&client, "/oidc/auth_url"), sent(&client, "/oidc/poll")), (1, 2));
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_later_and_a_lost_token_is_not_taken_for_a_late_person() {
    let client = team("lost", &[]).await;
    let provider = method(&client, "lost").await;
    let flow = start(&client, "lost", None).await;
    let code = flow.user_code.clone().unwrap();
    client.outside().lose_answers(1);
    let person = async {
        while provider.asked(&code).is_empty() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        provider.confirm(&code, "anna");
    };
    let (token, ()) = tokio::join!(client.finish_device_flow(flow), person);
    token.unwrap();
    let asked = provider.asked(&code);
    assert!(asked[1].duration_since(asked[0]) >= Duration::from_millis(1900), "less often after that: {asked:?}");

    let flow = start(&client, "lost", None).await;
    provider.confirm(&flow.user_code.clone().unwrap(), "anna");
    client.outside().lose_answers(1);
    assert_eq!(client.finish_device_flow(flow).await.unwrap_err(), TeamFault::Unanswered);
    assert_eq!(sent(&client, "/oidc/auth_url"), 2, "nothing is started again");
}

#[tokio::test]
async fn a_network_that_is_away_for_a_moment_does_not_end_the_wait_and_one_that_stays_away_is_named() {
    let client = team("away", &[]).await;
    let provider = method(&client, "away").await;
    let client = client.within(Duration::from_millis(500));
    for comes_back in [true, false] {
        let flow = start(&client, "away", None).await.within(Duration::from_secs(6));
        provider.confirm(&flow.user_code.clone().unwrap(), "anna");
        client.outside().unplugged.store(true, Ordering::SeqCst);
        let network = async {
            tokio::time::sleep(Duration::from_secs(2)).await;
            client.outside().unplugged.store(!comes_back, Ordering::SeqCst);
        };
        match tokio::join!(client.finish_device_flow(flow), network).0 {
            Ok(_) => assert!(comes_back),
            Err(fault) => assert!(!comes_back && matches!(fault, TeamFault::Unreachable(_)), "{fault:?}"),
        }
    }
}
