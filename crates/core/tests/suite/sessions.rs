//! Two things happening to one session or profile at once.

use std::time::Duration;

use crate::support::{TestClock, in_memory, typed};
use hallpass_core::{ErrorCode, Hallpass, ProfileDraft, SessionState, SignIn, TokenFormat};
use hallpass_sandbox::{Fault, FaultRule, Options, Sandbox, start};

const PASSWORD: &str = "Not-Real-authing-01";

async fn desk() -> (Sandbox, Hallpass) {
    let sandbox = start(Options::default()).await.unwrap();
    let hallpass = in_memory(&TestClock::default()).await;
    let value = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let draft = ProfileDraft {
        name: Some("a".to_owned()),
        provider: Some("authing-ldap".to_owned()),
        server: Some(sandbox.address("authing-ldap")),
        values: vec![
            value("account", "sun.li"),
            value("app_id", "5a11d0c0ffee000000000a01"),
            value("userpool_id", "5a11d0c0ffee000000000b01"),
        ],
        ..ProfileDraft::default()
    };
    hallpass.add_profile(draft).await.unwrap();
    hallpass.sign_in("a", typed(PASSWORD)).await.unwrap();
    (sandbox, hallpass)
}

/// The next call takes so long that another sign-in ends before it.
fn slow_once(sandbox: &Sandbox) {
    sandbox.add_fault(FaultRule { times: Some(1), ..FaultRule::always(Fault::Latency(Duration::from_millis(600))) });
}

async fn meanwhile_a_new_session(hallpass: &Hallpass) -> String {
    tokio::time::sleep(Duration::from_millis(150)).await;
    hallpass.sign_in("a", typed(PASSWORD)).await.unwrap();
    token(hallpass).await
}

async fn token(hallpass: &Hallpass) -> String {
    let token =
        hallpass.token("a", &Default::default(), TokenFormat::Raw, hallpass_core::EventKind::TokenHandedOut).await;
    token.unwrap().expose().to_owned()
}

/// A moment that a server states is told in the zone of whoever reads it, and short.
#[tokio::test]
async fn a_stated_moment_is_told_by_the_clock_on_the_wall() {
    let (sandbox, hallpass) = (start(Options::default()).await.unwrap(), in_memory(&TestClock::default()).await);
    let draft = ProfileDraft {
        name: Some("p".to_owned()),
        provider: Some("enos-portal".to_owned()),
        server: Some(sandbox.address("enos-portal")),
        values: vec![("account".to_owned(), "one.org".to_owned())],
        ..ProfileDraft::default()
    };
    hallpass.add_profile(draft).await.unwrap();
    hallpass.sign_in("p", typed("Not-Real-portal-02")).await.unwrap();
    let notes = hallpass.sessions().await.unwrap().remove(0).notes;
    let note = notes.iter().find(|note| note.en.starts_with("Can be renewed until ")).unwrap();
    let moment = note.en.rsplit(" until ").next().unwrap();
    assert!(moment.len() == "2026-12-28 21:08".len() && !moment.contains(['T', 'Z']), "{moment}");
    assert!(note.zh.contains(moment), "{}", note.zh);
}

#[tokio::test]
async fn what_is_said_of_an_old_session_is_not_kept_with_a_new_one() {
    let (sandbox, hallpass) = desk().await;
    slow_once(&sandbox);
    let (verified, new) = tokio::join!(hallpass.verify("a"), meanwhile_a_new_session(&hallpass));
    let error = verified.unwrap_err();
    assert_eq!((error.code, error.message.en.contains("replaced")), (ErrorCode::NoSession, true), "{error:?}");
    let session = hallpass.session("a").await.unwrap();
    assert_eq!((session.state, session.verified_at), (SessionState::Active, None));
    assert_eq!(token(&hallpass).await, new);
}

#[tokio::test]
async fn signing_out_of_an_old_session_leaves_the_new_one() {
    let (sandbox, hallpass) = desk().await;
    slow_once(&sandbox);
    let (ended, new) = tokio::join!(hallpass.sign_out("a"), meanwhile_a_new_session(&hallpass));
    ended.unwrap();
    assert_eq!(token(&hallpass).await, new);
}

#[tokio::test]
async fn a_profile_that_moved_while_it_signed_in_keeps_its_new_server_and_gets_no_secret() {
    let (sandbox, hallpass) = desk().await;
    slow_once(&sandbox);
    let elsewhere = "https://elsewhere.example";
    let moved = async {
        tokio::time::sleep(Duration::from_millis(150)).await;
        let draft = ProfileDraft { server: Some(elsewhere.to_owned()), ..ProfileDraft::default() };
        hallpass.edit_profile("a", draft).await.unwrap();
    };
    let (end, ()) = tokio::join!(hallpass.sign_in("a", SignIn { remember: true, ..typed(PASSWORD) }), moved);
    assert!(end.unwrap_err().message.en.contains("changed"));
    let profile = hallpass.profile("a").await.unwrap();
    assert_eq!((profile.server.as_str(), profile.saved_secrets.len()), (elsewhere, 0));
    assert_eq!(hallpass.session("a").await.unwrap_err().code, ErrorCode::NoSession);
}

#[tokio::test]
async fn what_a_form_changed_meanwhile_stays_when_the_password_is_remembered() {
    let (sandbox, hallpass) = desk().await;
    slow_once(&sandbox);
    let tagged = async {
        tokio::time::sleep(Duration::from_millis(150)).await;
        let draft = ProfileDraft { tags: Some(vec!["night".to_owned()]), ..ProfileDraft::default() };
        hallpass.edit_profile("a", draft).await.unwrap();
    };
    let (end, ()) = tokio::join!(hallpass.sign_in("a", SignIn { remember: true, ..typed(PASSWORD) }), tagged);
    end.unwrap();
    let profile = hallpass.profile("a").await.unwrap();
    assert_eq!((profile.tags, profile.saved_secrets), (vec!["night".to_owned()], vec!["password".to_owned()]));
}

#[tokio::test]
async fn an_attempt_is_settled_although_its_profile_has_gone() {
    let (sandbox, hallpass) = desk().await;
    slow_once(&sandbox);
    let removed = async {
        tokio::time::sleep(Duration::from_millis(150)).await;
        hallpass.remove_profile("a").await.unwrap();
    };
    let (end, ()) = tokio::join!(hallpass.sign_in("a", typed(PASSWORD)), removed);
    let error = end.unwrap_err();
    assert_eq!((error.code, error.message.en.contains('a')), (ErrorCode::NoSuchProfile, true));
    let open = |db: &rusqlite::Connection| -> hallpass_core::Result<i64> {
        Ok(db.query_row("SELECT count(*) FROM attempt WHERE outcome = 'reserved'", [], |row| row.get(0))?)
    };
    assert_eq!(hallpass.vault().read(open).await.unwrap(), 0);
}

#[tokio::test]
async fn a_server_that_keeps_its_tokens_has_not_ended_the_session() {
    let (sandbox, hallpass) = desk().await;
    let value = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let draft = ProfileDraft {
        name: Some("h".to_owned()),
        provider: Some("hzero".to_owned()),
        method: Some("oauth-password".to_owned()),
        server: Some(sandbox.address("hzero")),
        values: vec![value("client_id", "hallpass-web"), value("account", "liu.yang")],
        secrets: vec![("client_secret".to_owned(), hallpass_core::providers::Secret::new("not-a-real-client-01"))],
        ..ProfileDraft::default()
    };
    hallpass.add_profile(draft).await.unwrap();
    for keeps in [false, true] {
        if keeps {
            sandbox.hook("hzero", "keep_tokens", serde_json::json!({})).unwrap();
        }
        hallpass.sign_in("h", typed("Not-Real-hz-01")).await.unwrap();
        let ended = hallpass.sign_out("h").await.unwrap();
        assert_eq!((ended.ended_at_server, ended.text.en.contains("still accepts")), (!keeps, keeps), "{ended:?}");
        assert_eq!(hallpass.session("h").await.unwrap_err().code, ErrorCode::NoSession);
    }
}

/// The tray asks for these every half minute, beside ten thousand profiles that have no session.
#[tokio::test]
async fn those_signed_in_are_told_without_reading_the_other_profiles() {
    let (sandbox, hallpass) = desk().await;
    let other = ProfileDraft {
        name: Some("b".to_owned()),
        provider: Some("enos-portal".to_owned()),
        server: Some(sandbox.address("enos-portal")),
        ..ProfileDraft::default()
    };
    hallpass.add_profile(other).await.unwrap();
    let listed = hallpass.overview().await.unwrap().rows.remove(0);
    let damage = |tx: &rusqlite::Transaction<'_>| -> hallpass_core::Result<()> {
        tx.execute("UPDATE profile SET data = '{}' WHERE name = 'b'", [])?;
        Ok(())
    };
    hallpass.vault().write(damage).await.unwrap();
    assert!(hallpass.overview().await.is_err());
    let (signed_in, _) = hallpass.signed_in().await.unwrap();
    let [one] = &signed_in[..] else { panic!("{signed_in:?}") };
    assert_eq!((&one.name, &one.order), (&listed.name, &listed.order));
    assert_eq!(format!("{:?}", Some(&one.session)), format!("{:?}", listed.session.as_ref()));
    hallpass.sign_out("a").await.unwrap();
    assert!(hallpass.signed_in().await.unwrap().0.is_empty());
}
