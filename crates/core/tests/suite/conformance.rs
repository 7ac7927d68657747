//! One suite over the registry: whatever a provider is, this is true of it.

mod declared;
mod sessions;

use std::collections::BTreeSet;
use std::time::Duration;

use crate::accounts::{Person, answered, people};
use crate::support::{TestClock, hallpass};
use hallpass_core::providers::registry::PROVIDERS;
use hallpass_core::providers::{Descriptor, Secret, Text};
use hallpass_core::vault::Vault;
use hallpass_core::{ErrorCode, Hallpass, MIGRATIONS, SignIn, SignInOutcome};
use hallpass_sandbox::{CANARIES, Fault, FaultRule, Options, Sandbox, start};

fn both(what: &str, text: &Text) {
    assert!(!text.zh.trim().is_empty() && !text.en.trim().is_empty(), "{what} lacks a language: {text:?}");
}

#[test]
fn every_word_exists_in_both_languages_and_names_are_unique() {
    let mut ids = BTreeSet::new();
    for provider in PROVIDERS {
        let descriptor = provider.descriptor();
        assert!(ids.insert(descriptor.id), "{} twice", descriptor.id);
        both(descriptor.id, &descriptor.name);
        both(descriptor.id, &descriptor.about);
        check_methods(descriptor);
        check_fields(descriptor);
        for code in descriptor.codes.iter().copied().flatten() {
            both(code.code, &code.text);
            both(code.code, &code.advice);
        }
    }
}

#[tokio::test]
async fn each_provider_has_its_system_in_the_sandbox_and_the_other_way_round() {
    let sandbox = start(Options::default()).await.unwrap();
    let simulated: Vec<_> = sandbox.systems().iter().map(|system| system.id).collect();
    assert_eq!(simulated, PROVIDERS.iter().map(|provider| provider.descriptor().id).collect::<Vec<_>>());
}

fn check_methods(descriptor: &Descriptor) {
    let ids: BTreeSet<_> = descriptor.methods.iter().map(|method| method.id).collect();
    assert_eq!(ids.len(), descriptor.methods.len(), "{}", descriptor.id);
    for method in descriptor.methods {
        both(method.id, &method.name);
        both(method.id, &method.about);
        if let Some(password) = method.password {
            assert!(descriptor.field(password).unwrap().is_secret(), "{} {}", descriptor.id, method.id);
        }
    }
}

fn check_fields(descriptor: &Descriptor) {
    let names: BTreeSet<_> = descriptor.fields.iter().map(|field| field.name).collect();
    assert_eq!(names.len(), descriptor.fields.len(), "{}", descriptor.id);
    for field in descriptor.fields {
        both(field.name, &field.label);
        both(field.name, &field.help);
        assert!(field.methods.iter().all(|id| descriptor.method(id).is_some()), "{} {}", descriptor.id, field.name);
        if let Some(default) = field.default {
            assert_eq!(field.check(default).as_deref(), Ok(default), "{} {}", descriptor.id, field.name);
        }
    }
}

async fn fresh(patience: Duration) -> Hallpass {
    hallpass(Vault::memory(MIGRATIONS).await.unwrap(), &TestClock::default(), patience)
}

#[tokio::test]
async fn everybody_the_sandbox_lets_in_signs_in_and_no_answer_leaks() {
    let sandbox = start(Options::default()).await.unwrap();
    let mut methods = BTreeSet::new();
    for person in people(&sandbox) {
        let hallpass = fresh(Duration::from_secs(30)).await;
        let name = person.draft.name.clone().unwrap();
        hallpass.add_profile(person.draft.clone()).await.unwrap();
        let end = hallpass.sign_in(&name, person.how.clone()).await;
        let end = answered(&hallpass, &sandbox, &person, end).await;
        let shown = format!("{end:?}");
        for canary in CANARIES {
            assert!(!shown.contains(canary), "{} {}", person.provider.id, person.happens);
        }
        if person.happens.starts_with("signs in") {
            assert!(
                matches!(end, Ok(SignInOutcome::SignedIn { .. })),
                "{} {}: {shown}",
                person.provider.id,
                person.happens
            );
            methods.insert((person.provider.id, person.how.method.clone().unwrap_or_default()));
        }
        sandbox.reset();
    }
    let known: usize = PROVIDERS.iter().map(|provider| provider.descriptor().methods.len()).sum();
    assert_eq!(methods.len(), known, "every method has somebody who signs in: {methods:?}");
}

/// The first person of each method with a password, and that password's field.
fn one_each(sandbox: &Sandbox) -> Vec<(Person, &'static str)> {
    let mut seen = BTreeSet::new();
    let first = |person: Person| {
        let method = person.provider.method(person.how.method.as_deref().unwrap()).unwrap();
        let fresh = person.happens.starts_with("signs in") && seen.insert((person.provider.id, method.id));
        method.password.filter(|_| fresh).map(|field| (person, field))
    };
    people(sandbox).into_iter().filter_map(first).collect()
}

#[tokio::test]
async fn a_wrong_password_is_one_attempt_and_is_not_sent_again() {
    let sandbox = start(Options::default()).await.unwrap();
    for (mut person, field) in one_each(&sandbox) {
        let (hallpass, id) = (fresh(Duration::from_secs(30)).await, person.provider.id);
        hallpass.add_profile(person.draft.clone()).await.unwrap();
        person.how.answers.set(field, Secret::new("CANARY-wrong-secret"));
        let end = hallpass.sign_in(person.name(), person.how.clone()).await;
        let error = answered(&hallpass, &sandbox, &person, end).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::Refused, "{id} {error:?}");
        assert!(error.server_code.is_some() && error.advice.is_some(), "{id} {error:?}");
        let attempts = || sandbox.counts(id).attempts.values().sum::<u64>();
        let tried = attempts();
        assert!(tried <= 1, "{id} {:?}", person.how.method);
        // The tries are counted by the field that names the account.
        let account = person.value(person.provider.method(person.how.method.as_deref().unwrap()).unwrap().account);
        let counted = sandbox.counts(id).attempts.keys().any(|it| it.eq_ignore_ascii_case(account.as_deref().unwrap()));
        assert!(tried == 0 || counted, "{id} {account:?}: {:?}", sandbox.counts(id).attempts);
        // Credentials are marked as refused; where the server would not say which factor was wrong, they are counted only.
        let again = hallpass.sign_in(person.name(), person.how.clone()).await;
        let again = answered(&hallpass, &sandbox, &person, again).await.unwrap_err();
        assert_eq!((again.code, attempts()), (ErrorCode::PasswordKnownRefused, tried), "{id} {again:?}");
        let activity = hallpass.activity(jiff::Timestamp::UNIX_EPOCH).await.unwrap();
        assert!(!format!("{error:?} {again:?} {activity:?} {:?}", person.how).contains("CANARY"), "{id}");
        sandbox.reset();
    }
}

/// A server may call a missing one-time code a wrong password. The password is not asked for again without a code, and
/// with the code it is sent.
#[tokio::test]
async fn a_missing_one_time_code_does_not_block_the_right_one() {
    let sandbox = start(Options::default()).await.unwrap();
    for person in people(&sandbox).into_iter().filter(|person| person.happens.starts_with("signs in")) {
        let one_time = person.provider.fields.iter().filter(|field| !field.can_be_saved() && field.default.is_none());
        let one_time: BTreeSet<_> = one_time.map(|field| field.name).collect();
        let typed = person.secrets.iter().filter(|(name, _)| !one_time.contains(name.as_str()));
        let mut without = SignIn { method: person.how.method.clone(), ..SignIn::default() };
        typed.clone().for_each(|(name, value)| without.answers.set(name, Secret::new(value.as_str())));
        if typed.count() == person.secrets.len() {
            continue;
        }
        let (hallpass, id) = (fresh(Duration::from_secs(30)).await, person.provider.id);
        hallpass.add_profile(person.draft.clone()).await.unwrap();
        let codes = [ErrorCode::Refused, ErrorCode::PasswordKnownRefused];
        for code in codes {
            let error = hallpass.sign_in(person.name(), without.clone()).await.unwrap_err();
            assert_eq!(error.code, code, "{id} {error:?}");
        }
        let end = hallpass.sign_in(person.name(), person.how.clone()).await;
        assert!(matches!(end, Ok(SignInOutcome::SignedIn { .. })), "{id} {end:?}");
        sandbox.reset();
    }
}

#[tokio::test]
async fn broken_answers_and_redirects_are_told_apart() {
    let faults = [
        ("drop-request", &[ErrorCode::UnknownOutcome, ErrorCode::Unreachable][..]),
        ("captive-portal", &[ErrorCode::NotTheApi]),
        ("redirect-307=http://127.0.0.1:9/", &[ErrorCode::UnexpectedRedirect]),
        ("truncated-json", &[ErrorCode::NotTheApi]),
        ("empty-body", &[ErrorCode::NotTheApi]),
        ("huge-body", &[ErrorCode::AnswerTooBig]),
    ];
    for (fault, want) in faults {
        let sandbox = start(Options::default()).await.unwrap();
        sandbox.add_fault(FaultRule::always(fault.parse::<Fault>().unwrap()));
        for (person, _) in one_each(&sandbox) {
            let hallpass = fresh(Duration::from_secs(5)).await;
            hallpass.add_profile(person.draft.clone()).await.unwrap();
            let error = hallpass.sign_in(person.draft.name.as_deref().unwrap(), person.how.clone()).await.unwrap_err();
            assert!(want.contains(&error.code), "{} {fault}: {error:?}", person.provider.id);
        }
    }
}
