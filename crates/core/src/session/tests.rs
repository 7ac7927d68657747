//! Scheduled work on a session that was replaced or has expired in the meantime.

use hallpass_providers::{Capability, Lang, Secret, Session, SessionFacts, Tokens};
use hallpass_vault::Vault;

use super::{SessionRecord, new_record, save};
use crate::activity::By;
use crate::error::{ErrorCode, Result};
use crate::hallpass::Hallpass;
use crate::profile::ProfileDraft;
use crate::schema::MIGRATIONS;

/// A renewable session at an address where nothing listens: whatever is sent fails otherwise than by its session.
async fn with_session(dead: bool) -> (Hallpass, SessionRecord) {
    let hallpass = Hallpass::new(Vault::memory(MIGRATIONS).await.unwrap(), Lang::En);
    let value = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let draft = ProfileDraft {
        name: Some("a".to_owned()),
        provider: Some("hzero".to_owned()),
        server: Some("http://127.0.0.1:9".to_owned()),
        method: Some("oauth-password".to_owned()),
        values: vec![value("client_id", "c"), value("account", "li.wen")],
        secrets: vec![("client_secret".to_owned(), Secret::new("not-a-real-client"))],
        ..ProfileDraft::default()
    };
    let profile = hallpass.add_profile(draft).await.unwrap().profile;
    let facts = SessionFacts { can: vec![Capability::Renew], ..SessionFacts::default() };
    let tokens = Tokens { token: Secret::new("not-a-real-token"), refresh: Some(Secret::new("not-a-real-refresh")) };
    let session = Session { facts, tokens };
    let record = SessionRecord { dead, ..new_record(&session, None, hallpass.wall()) };
    let kept = record.clone();
    let write = move |tx: &rusqlite::Transaction<'_>| -> Result<()> {
        save(tx, &profile, "oauth-password", &kept, &session.tokens)
    };
    hallpass.vault().write(write).await.unwrap();
    (hallpass, record)
}

#[tokio::test]
async fn a_session_that_is_over_by_now_is_not_renewed_for_the_schedule() {
    for (dead, code) in [(true, ErrorCode::SessionExpired), (false, ErrorCode::Unreachable)] {
        let (hallpass, record) = with_session(dead).await;
        let error = hallpass.renew_unless_renewed("a", record.signed_in_at, By::Schedule).await.unwrap_err();
        assert_eq!(error.code, code, "{error:?}");
    }
}
