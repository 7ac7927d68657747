//! What identifies an account is declared on its field: what a session belongs to, and what the guard counts by, follows
//! from that alone.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::accounts::{Person, answered, people};
use crate::single_reply_server::Server;
use crate::support::{TestClock, hallpass, iam, in_memory, typed};
use hallpass_core::providers::registry::PROVIDERS;
use hallpass_core::providers::{Compare, Field, FieldKind, Identity, Secret};
use hallpass_core::vault::Vault;
use hallpass_core::{ErrorCode, Hallpass, MIGRATIONS, ProfileDraft, SignInOutcome};
use hallpass_sandbox::{Options, Sandbox, start};

/// Another value that the field accepts.
fn another(field: &Field, value: &str) -> String {
    match &field.kind {
        FieldKind::Number { min, max, .. } => if value == min.to_string() { max } else { min }.to_string(),
        FieldKind::Choice { options } => options.iter().find(|one| one.value != value).unwrap().value.to_owned(),
        FieldKind::Switch => (value != "true").to_string(),
        FieldKind::Text | FieldKind::Lines | FieldKind::Secret => format!("{value}0"),
    }
}

fn draft(field: &Field, value: &str) -> ProfileDraft {
    let name = field.name.to_owned();
    if field.is_secret() {
        ProfileDraft { secrets: vec![(name, Secret::new(value))], ..ProfileDraft::default() }
    } else {
        ProfileDraft { values: vec![(name, value.to_owned())], ..ProfileDraft::default() }
    }
}

async fn signed_in(sandbox: &Sandbox, person: &Person) -> Hallpass {
    sandbox.reset();
    let vault = Vault::memory(MIGRATIONS).await.unwrap();
    let hallpass = hallpass(vault, &TestClock::default(), Duration::from_secs(30));
    let secrets = person.secrets.iter().map(|(name, value)| (name.clone(), Secret::new(value.as_str()))).collect();
    hallpass.add_profile(ProfileDraft { secrets, ..person.draft.clone() }).await.unwrap();
    let end = hallpass.sign_in(person.name(), person.how.clone()).await;
    let end = answered(&hallpass, sandbox, person, end).await.unwrap();
    assert!(matches!(end, SignInOutcome::SignedIn { .. }));
    hallpass
}

/// The first person of each method.
fn one_each(sandbox: &Sandbox) -> Vec<Person> {
    let mut seen = BTreeSet::new();
    let fresh = |person: &Person| {
        person.happens.starts_with("signs in") && seen.insert((person.provider.id, person.how.method.clone()))
    };
    people(sandbox).into_iter().filter(fresh).collect()
}

#[tokio::test]
async fn a_session_goes_with_each_field_that_identifies_and_with_no_other() {
    let sandbox = start(Options::default()).await.unwrap();
    let mut seen = BTreeSet::new();
    for person in one_each(&sandbox) {
        let mut hallpass = signed_in(&sandbox, &person).await;
        for field in person.provider.fields.iter().filter(|field| field.can_be_saved()) {
            let profile = hallpass.profile(person.name()).await.unwrap();
            let saved = person.secrets.iter().find(|(name, _)| name == field.name).map(|(_, value)| value.as_str());
            let value =
                profile.values.get(field.name).map(String::as_str).or(saved).or(field.default).unwrap_or_default();
            let change = draft(field, &another(field, value));
            hallpass.edit_profile(person.name(), change).await.unwrap();
            let dropped = hallpass.session(person.name()).await.is_err();
            let what = format!("{} {}", person.provider.id, field.name);
            assert_eq!(dropped, field.identity != Identity::None, "{what}");
            let none = hallpass.sessions().await.unwrap().is_empty();
            assert_eq!(none, dropped, "{what}");
            if dropped {
                hallpass.edit_profile(person.name(), draft(field, value)).await.unwrap();
                assert!(hallpass.session(person.name()).await.is_err(), "{what}: it does not come back");
                seen.insert(what);
                hallpass = signed_in(&sandbox, &person).await;
            }
        }
    }
    let declared = PROVIDERS.iter().map(|provider| provider.descriptor()).flat_map(|descriptor| {
        let identity = descriptor.fields.iter().filter(|field| field.identity != Identity::None);
        identity.map(|field| format!("{} {}", descriptor.id, field.name))
    });
    assert_eq!(seen, declared.collect());
}

#[tokio::test]
async fn an_account_in_other_letters_keeps_its_session_where_the_provider_reads_it_so() {
    let sandbox = start(Options::default()).await.unwrap();
    for person in one_each(&sandbox) {
        let hallpass = signed_in(&sandbox, &person).await;
        for (name, value) in &person.draft.values {
            let field = person.provider.field(name).unwrap();
            let change = ProfileDraft { values: vec![(name.clone(), value.to_uppercase())], ..ProfileDraft::default() };
            if field.identity == Identity::Account(Compare::AnyCase) {
                hallpass.edit_profile(person.name(), change).await.unwrap();
                assert!(hallpass.session(person.name()).await.is_ok(), "{} {name}", person.provider.id);
            }
        }
    }
}

#[test]
fn every_provider_says_what_identifies_its_accounts() {
    for provider in PROVIDERS {
        let descriptor = provider.descriptor();
        for method in descriptor.methods {
            let account = descriptor.field(method.account).unwrap();
            assert_ne!(account.identity, Identity::None, "{} {}", descriptor.id, method.id);
        }
        for name in ["client_id", "app_id", "userpool_id", "device_id", "user_type", "link_name", "tel_code", "realm"] {
            let field = descriptor.field(name);
            assert!(field.is_none_or(|field| field.identity != Identity::None), "{} {name}", descriptor.id);
        }
    }
}

/// Two people of two LDAP domains who have the same name.
async fn two_domains(hallpass: &Hallpass, server: &str, account: &str) {
    for domain in ["north", "south"] {
        let mut draft = iam(domain, server, account);
        draft.method = Some("ldap".to_owned());
        draft.values.push(("link_name".to_owned(), domain.to_owned()));
        hallpass.add_profile(draft).await.unwrap();
    }
}

#[tokio::test]
async fn accounts_of_two_domains_have_their_own_tries_and_share_the_hosts() {
    for (words, blocked) in [("Account is locked", false), ("IP address is locked", true)] {
        let body = format!(r#"{{"status":30429,"message":"{words}"}}"#);
        let server = Server::new("200 OK\r\ncontent-type: application/json", &body).await;
        let hallpass = in_memory(&TestClock::default()).await;
        two_domains(&hallpass, &server.address, "li.wen").await;
        hallpass.sign_in("north", typed("one")).await.unwrap_err();
        let again = hallpass.sign_in("north", typed("two")).await.unwrap_err();
        assert_eq!((again.code, server.asked()), (ErrorCode::CoolingDown, 1), "{words}");
        let other = hallpass.sign_in("south", typed("two")).await.unwrap_err();
        assert_eq!(
            (other.code == ErrorCode::CoolingDown, server.asked()),
            (blocked, if blocked { 1 } else { 2 }),
            "{words}"
        );
    }
}

#[tokio::test]
async fn a_refused_password_is_known_in_other_letters_and_of_another_domain_it_is_not() {
    let body = r#"{"status":30400,"message":"Incorrect user account or password"}"#;
    let server = Server::new("200 OK\r\ncontent-type: application/json", body).await;
    let hallpass = in_memory(&TestClock::default()).await;
    hallpass.add_profile(iam("lower", &server.address, "ops")).await.unwrap();
    hallpass.add_profile(iam("upper", &server.address, "OPS")).await.unwrap();
    assert_eq!(hallpass.sign_in("lower", typed("wrong")).await.unwrap_err().code, ErrorCode::Refused);
    let known = hallpass.sign_in("upper", typed("wrong")).await.unwrap_err();
    assert_eq!((known.code, server.asked()), (ErrorCode::PasswordKnownRefused, 1));
    assert!(known.message.en.contains("OPS"), "told as it was written: {known:?}");
    two_domains(&hallpass, &server.address, "ops").await;
    for profile in ["north", "south"] {
        assert_eq!(hallpass.sign_in(profile, typed("wrong")).await.unwrap_err().code, ErrorCode::Refused, "{profile}");
    }
}

#[tokio::test]
async fn two_devices_and_two_clients_of_one_account_share_its_tries() {
    let body = r#"{"success":false,"code":"hoth.warn.passwordError","error":"invalid_grant","error_description":"hoth.warn.passwordError"}"#;
    let server = Server::new("401 Unauthorized\r\ncontent-type: application/json", body).await;
    let hallpass = in_memory(&TestClock::default()).await;
    for client in ["one", "two"] {
        let values = [("account", "li.wen"), ("client_id", client)];
        hallpass
            .add_profile(ProfileDraft {
                name: Some(client.to_owned()),
                provider: Some("hzero".to_owned()),
                server: Some(server.address.clone()),
                method: Some("oauth-password".to_owned()),
                values: values.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
                secrets: vec![("client_secret".to_owned(), Secret::new("not-a-real-client"))],
                ..ProfileDraft::default()
            })
            .await
            .unwrap();
    }
    assert_eq!(hallpass.sign_in("one", typed("wrong")).await.unwrap_err().code, ErrorCode::Refused);
    assert_eq!(hallpass.sign_in("two", typed("wrong")).await.unwrap_err().code, ErrorCode::PasswordKnownRefused);
}
