//! What a session says of itself is true: what it can do, and when it expires.

use std::collections::BTreeSet;

use hallpass_core::providers::{Capability, Field, FieldKind, Group};
use hallpass_core::{ErrorCode, Hallpass, Result, SessionView, SignIn, SignInOutcome, Verified};
use hallpass_sandbox::{Options, Sandbox, start};
use jiff::{SignedDuration, Timestamp};

use crate::accounts::{Person, answered, people};
use crate::support::{TestClock, in_memory};

/// Signed in, with what later calls are signed with saved.
async fn signed_in(sandbox: &Sandbox, person: &Person, clock: &TestClock) -> (Hallpass, SessionView) {
    let hallpass = in_memory(clock).await;
    hallpass.add_profile(person.draft.clone()).await.unwrap();
    let how = SignIn { remember: true, ..person.how.clone() };
    let end = hallpass.sign_in(person.name(), how).await;
    match answered(&hallpass, sandbox, person, end).await {
        Ok(SignInOutcome::SignedIn { session, .. }) => (hallpass, *session),
        end => panic!("{} {}: {end:?}", person.provider.id, person.happens),
    }
}

fn who_sign_in(sandbox: &Sandbox) -> impl Iterator<Item = Person> {
    people(sandbox).into_iter().filter(|person| person.happens.starts_with("signs in"))
}

/// What a session says it can do is sent. The sandbox may refuse it on purpose, though not to everybody.
#[tokio::test]
async fn a_session_can_do_what_it_says() {
    let sandbox = start(Options::default()).await.unwrap();
    let (mut promised, mut kept) = (BTreeSet::new(), BTreeSet::new());
    for person in who_sign_in(&sandbox) {
        let (hallpass, session) = signed_in(&sandbox, &person, &TestClock::default()).await;
        for capability in [Capability::Verify, Capability::Choose, Capability::Renew, Capability::SignOut] {
            let before = sandbox.counts(person.provider.id).requests;
            let done = act(&hallpass, person.name(), capability, &session).await;
            let sent = sandbox.counts(person.provider.id).requests - before;
            if session.can.contains(&capability) {
                assert!(sent > 0, "{} {} {capability:?}: {done:?}", person.provider.id, person.happens);
                let what = format!("{} {capability:?}", person.provider.id);
                done.is_ok_and(|at_the_server| at_the_server).then(|| kept.insert(what.clone()));
                promised.insert(what);
            }
        }
        sandbox.reset();
    }
    assert_eq!(kept, promised, "some never worked");
}

/// Whether the server did it.
async fn act(hallpass: &Hallpass, name: &str, capability: Capability, session: &SessionView) -> Result<bool> {
    match capability {
        Capability::Verify => hallpass.verify(name).await.map(|_| true),
        Capability::Renew => hallpass.renew(name).await.map(|_| true),
        Capability::SignOut => hallpass.sign_out(name).await.map(|done| done.ended_at_server),
        Capability::Choose => {
            let organisation = session.organisations.last().map_or("1", |organisation| organisation.id.as_str());
            hallpass.choose(name, organisation).await.map(|_| true)
        }
        Capability::Authkeys => Ok(true),
    }
}

/// Right before the stated expiry the server accepts the token, and right after it no longer does.
#[tokio::test]
async fn a_session_expires_at_the_server_when_it_says() {
    const MARGIN: i64 = 15;
    let sandbox = start(Options::default()).await.unwrap();
    let mut providers = BTreeSet::new();
    for person in who_sign_in(&sandbox) {
        let clock = TestClock::default();
        let (hallpass, session) = signed_in(&sandbox, &person, &clock).await;
        // The sandbox refuses some people's on purpose.
        let valid = |verified: Result<Verified>| verified.is_ok_and(|verified| verified.valid);
        let verifiable = session.can.contains(&Capability::Verify) && valid(hallpass.verify(person.name()).await);
        if let Some(expiry) = session.expires_at.filter(|_| verifiable) {
            let what = format!("{} {} {expiry}", person.provider.id, person.happens);
            let left = |at: Timestamp| (at.as_millisecond() - sandbox.clock().now_ms()) / 1000;
            // Both clocks, since calls may be signed with a time.
            let pass = |seconds: i64| {
                sandbox.clock().advance(SignedDuration::from_secs(seconds));
                clock.pass(seconds);
            };
            assert!(left(expiry) > MARGIN, "{what}: it is over already");
            pass(left(expiry) - MARGIN);
            assert!(valid(hallpass.verify(person.name()).await), "{what}: right before it");
            // Some servers give more time to a session that is used.
            let expiry = hallpass.session(person.name()).await.unwrap().expires_at.unwrap();
            pass(left(expiry) + MARGIN);
            assert!(!valid(hallpass.verify(person.name()).await), "{what}: right after it");
            providers.insert(person.provider.id);
        }
        sandbox.clock().set_offset(SignedDuration::ZERO);
        sandbox.reset();
    }
    assert!(providers.len() > 3, "{providers:?}");
}

/// Whom the sandbox refuses has the right password: the same one may be tried again once the reason is gone.
#[tokio::test]
async fn a_right_password_that_is_refused_for_another_reason_is_not_marked() {
    let sandbox = start(Options::default()).await.unwrap();
    let mut refused = 0;
    for person in people(&sandbox) {
        let hallpass = in_memory(&TestClock::default()).await;
        hallpass.add_profile(person.draft.clone()).await.unwrap();
        let first = hallpass.sign_in(person.name(), person.how.clone()).await;
        if let Err(error) = answered(&hallpass, &sandbox, &person, first).await {
            if person.happens.contains("no such user") {
                // Nobody has that password.
                continue;
            }
            let again = hallpass.sign_in(person.name(), person.how.clone()).await.map(drop);
            let marked = again.as_ref().is_err_and(|again| again.code == ErrorCode::PasswordKnownRefused);
            assert!(!marked, "{} {}: {error:?}", person.provider.id, person.happens);
            refused += 1;
        }
        sandbox.reset();
    }
    assert!(refused > 5, "{refused}");
}

/// Nor is one that went to a client, an application or a realm that there is not.
#[tokio::test]
async fn a_wrong_client_does_not_mark_the_password() {
    let sandbox = start(Options::default()).await.unwrap();
    let (mut tried, mut refused) = (BTreeSet::new(), 0);
    for person in who_sign_in(&sandbox) {
        let method = person.provider.method(person.how.method.as_deref().unwrap()).unwrap();
        let text = |field: &&Field| matches!(field.kind, FieldKind::Text) && field.group == Group::Client;
        for field in person.provider.fields.iter().filter(text).filter(|field| field.name != method.account) {
            let given = person.value(field.name).is_some();
            if !given || method.password.is_none() || !tried.insert((person.provider.id, method.id, field.name)) {
                continue;
            }
            let mut draft = person.draft.clone();
            draft.values.retain(|(name, _)| name != field.name);
            draft.values.push((field.name.to_owned(), "nothing-of-that-name".to_owned()));
            let hallpass = in_memory(&TestClock::default()).await;
            hallpass.add_profile(draft).await.unwrap();
            let first = hallpass.sign_in(person.name(), person.how.clone()).await.map(drop);
            if first.as_ref().is_err_and(|error| error.code == ErrorCode::Refused) {
                let again = hallpass.sign_in(person.name(), person.how.clone()).await.map(drop);
                let marked = again.as_ref().is_err_and(|again| again.code == ErrorCode::PasswordKnownRefused);
                assert!(!marked, "{} {} {}: {first:?}", person.provider.id, method.id, field.name);
                refused += 1;
            }
            sandbox.reset();
        }
    }
    assert!(refused > 2, "{refused} of {tried:?}");
}
