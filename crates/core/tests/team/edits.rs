//! Changing what is shared: conflicts side by side, drafts, documents that do harm.

use hallpass_core::{ErrorCode, Hallpass, ProfileDraft, SharedSecret, TeamEdit};
use serde_json::json;

use crate::desk::{PASSWORD, admin, join, member, person, revoke, team};
use crate::support::iam;

const SERVER: &str = "https://iam.example.com";

pub(crate) fn account(account: &str) -> ProfileDraft {
    ProfileDraft { values: vec![("account".to_owned(), account.to_owned())], ..ProfileDraft::default() }
}

pub(crate) async fn shared_by(hallpass: &Hallpass) {
    hallpass.add_profile(iam("shared", SERVER, "first")).await.unwrap();
    hallpass.share_profile(None, "shared", SharedSecret::None).await.unwrap();
}

pub(crate) async fn account_of(hallpass: &Hallpass, name: &str) -> String {
    hallpass.profile(name).await.unwrap().values["account"].clone()
}

#[tokio::test]
async fn an_edit_reaches_everybody_and_the_second_of_two_sees_both_versions() {
    team("edit", &[("eva", "editor"), ("otto", "editor")]).await;
    let (eva, otto) = (member("edit", "eva").await, member("edit", "otto").await);
    shared_by(&eva).await;
    let sync = otto.sync_team(None).await.unwrap();
    assert_eq!(sync.added, ["shared"]);
    assert!(matches!(eva.edit_shared("shared", account("by-eva")).await.unwrap(), TeamEdit::Written { .. }));
    let TeamEdit::Conflict { by, differences, .. } = otto.edit_shared("shared", account("by-otto")).await.unwrap()
    else {
        panic!("otto was second")
    };
    assert_eq!(by, "edit-eva");
    let seen: Vec<_> =
        differences.iter().map(|one| (one.field.as_str(), one.before.as_deref(), one.after.as_deref())).collect();
    assert_eq!(seen, [("account", Some("by-eva"), Some("by-otto"))]);
    assert_eq!(account_of(&otto, "shared").await, "first", "nothing was merged");
    assert_eq!(otto.team_status(None).await.unwrap().drafts.len(), 1, "otto's edit is a draft");
    assert!(matches!(otto.send_team_draft("shared", false).await.unwrap(), TeamEdit::Conflict { .. }));
    assert!(matches!(otto.send_team_draft("shared", true).await.unwrap(), TeamEdit::Written { .. }));
    assert_eq!(otto.team_status(None).await.unwrap().drafts.len(), 0);
    assert_eq!(eva.sync_team(None).await.unwrap().changed, ["shared"]);
    assert_eq!(account_of(&eva, "shared").await, "by-otto");
    assert_eq!(eva.sync_team(None).await.unwrap().changed, Vec::<String>::new(), "nothing newer");

    // Otherwise the next sync would take it back.
    assert_eq!(eva.edit_profile("shared", account("own")).await.unwrap_err().code, ErrorCode::Usage);
    assert_eq!(eva.remove_profile("shared").await.unwrap_err().code, ErrorCode::Usage);
    eva.unshare_profile("shared").await.unwrap();
    eva.edit_profile("shared", account("own")).await.unwrap();
    assert_eq!(otto.sync_team(None).await.unwrap().removed, ["shared"]);
    assert!(otto.profile("shared").await.is_err());
}

#[tokio::test]
async fn an_edit_that_is_not_allowed_or_whose_token_has_expired_is_kept_as_a_draft() {
    team("draft", &[("eva", "editor"), ("rita", "reader")]).await;
    let eva = member("draft", "eva").await;
    shared_by(&eva).await;
    let rita = member("draft", "rita").await;
    let error = rita.edit_shared("shared", account("by-rita")).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Refused);
    let draft = rita.team_status(None).await.unwrap().drafts.remove(0);
    assert_eq!((draft.profile.as_str(), draft.why), ("shared", error.message));
    assert_eq!(draft.differences[0].after.as_deref(), Some("by-rita"));
    rita.discard_team_draft("shared").await.unwrap();
    assert_eq!(rita.send_team_draft("shared", false).await.unwrap_err().code, ErrorCode::Usage);

    person("draft-otto", "draft-editor", "1h").await;
    let otto = member("draft", "otto").await;
    revoke(&otto).await;
    assert_eq!(otto.edit_shared("shared", account("by-otto")).await.unwrap_err().code, ErrorCode::NoSession);
    assert_eq!(otto.team_status(None).await.unwrap().drafts.len(), 1);
    join(&otto, "draft", "otto", PASSWORD).await.unwrap();
    assert!(matches!(otto.send_team_draft("shared", false).await.unwrap(), TeamEdit::Written { .. }));
    eva.sync_team(None).await.unwrap();
    assert_eq!(account_of(&eva, "shared").await, "by-otto");
}

#[tokio::test]
async fn documents_that_cannot_be_used_are_problems_of_their_own() {
    team("bad", &[("eva", "editor"), ("rita", "reader")]).await;
    let eva = member("bad", "eva").await;
    shared_by(&eva).await;
    let op = "6f1b0f0e-8a59-4c39-9f0e-3f0d5f3a2b11";
    let profile = |name: &str, server: &str| json!({"name": name, "provider": "enos-iam", "server": server});
    let documents = [
        json!({"v": 1, "op": op, "profile": profile("a\u{1b}[2J", SERVER)}),
        json!({"v": 1, "op": op, "profile": profile("b", "https://iam.example.com@evil.example")}),
        json!({"v": 1, "op": op, "profile": {"name": "c", "provider": "no-such", "server": SERVER}}),
        json!({"v": 1, "op": op, "profile": {"name": ["d"], "provider": "enos-iam", "server": SERVER}}),
        json!({"v": 1, "op": op, "profile": profile("own", SERVER)}),
        json!({"v": 1, "op": op, "profile": profile("e", SERVER), "secret": "../../other/secrets/x"}),
        json!({"v": 1, "op": op, "profile": {"name": "f", "provider": "enos-iam", "server": "http://iam.example.com",
            "environment": "prod", "network": {"allow_http": true}}}),
        json!({"v": 1, "op": op, "profile": {"name": "g", "provider": "enos-iam", "server": SERVER,
            "values": {"account": "x\r\ny"}}}),
    ];
    let count = documents.len();
    for (number, document) in documents.into_iter().enumerate() {
        let body = json!({"options": {"cas": 0}, "data": document});
        admin(&format!("hallpass/data/bad/profiles/bad{number}"), &body).await;
    }
    let rita = crate::support::in_memory(&crate::support::TestClock::default()).await;
    rita.add_profile(iam("own", "https://own.example.com", "rita")).await.unwrap();
    join(&rita, "bad", "rita", PASSWORD).await.unwrap();
    let sync = rita.sync_team(None).await.unwrap();
    assert_eq!(sync.added, ["shared"], "the good one is here");
    assert_eq!(sync.problems.len(), count, "{:#?}", sync.problems);
    let status = rita.team_status(None).await.unwrap();
    let shown: String =
        status.profiles.iter().map(|one| one.name.as_str()).chain(sync.problems.iter().map(|one| &*one.en)).collect();
    assert!(!shown.chars().any(char::is_control), "{shown:?}");
    assert_eq!(rita.profile("own").await.unwrap().server, "https://own.example.com", "a name of one's own stays");
    assert_eq!(rita.profiles().await.unwrap().len(), 2);
    let renamed = ProfileDraft { name: Some("mine".to_owned()), ..ProfileDraft::default() };
    rita.edit_profile("own", renamed).await.unwrap();
    let again = rita.sync_team(None).await.unwrap();
    assert_eq!(
        (again.added, again.problems.len()),
        (vec!["own".to_owned()], count - 1),
        "nothing stands against it now"
    );
    // One that was good and is spoiled stays as it was.
    let id = rita.vault().read(|db| {
        let query = "SELECT document FROM team_profile JOIN profile ON id = profile_id WHERE name = 'shared'";
        Ok::<_, hallpass_core::Error>(db.query_row(query, [], |row| row.get::<_, String>(0))?)
    });
    let spoiled =
        json!({"options": {"cas": 1}, "data": {"v": 1, "op": op, "profile": profile("shared", "javascript:x")}});
    admin(&format!("hallpass/data/bad/profiles/{}", id.await.unwrap()), &spoiled).await;
    assert_eq!(rita.sync_team(None).await.unwrap().changed, Vec::<String>::new());
    assert_eq!(rita.profile("shared").await.unwrap().server, SERVER);
}

#[tokio::test]
async fn a_draft_is_written_over_the_version_that_was_shown_and_no_newer_one() {
    team("over", &[("eva", "editor"), ("otto", "editor")]).await;
    let (eva, otto) = (member("over", "eva").await, member("over", "otto").await);
    shared_by(&eva).await;
    otto.sync_team(None).await.unwrap();
    eva.edit_shared("shared", account("shown")).await.unwrap();
    assert!(matches!(otto.edit_shared("shared", account("by-otto")).await.unwrap(), TeamEdit::Conflict { .. }));
    eva.edit_shared("shared", account("unseen")).await.unwrap();
    let TeamEdit::Conflict { differences, .. } = otto.send_team_draft("shared", true).await.unwrap() else {
        panic!("nobody has seen what was written over")
    };
    assert_eq!(differences[0].before.as_deref(), Some("unseen"));
    assert!(matches!(otto.send_team_draft("shared", true).await.unwrap(), TeamEdit::Written { .. }));
}

#[tokio::test]
async fn an_edit_does_not_replace_a_draft() {
    team("wait", &[("eva", "editor"), ("rita", "reader")]).await;
    let eva = member("wait", "eva").await;
    shared_by(&eva).await;
    let rita = member("wait", "rita").await;
    assert_eq!(rita.edit_shared("shared", account("first-draft")).await.unwrap_err().code, ErrorCode::Refused);
    let second = rita.edit_shared("shared", account("second")).await.unwrap_err();
    assert_eq!(second.code, ErrorCode::Usage, "{second:?}");
    let draft = rita.team_status(None).await.unwrap().drafts.remove(0);
    assert_eq!(draft.differences[0].after.as_deref(), Some("first-draft"));
}

#[tokio::test]
async fn an_edit_that_cannot_be_made_here_is_not_sent() {
    team("hood", &[("eva", "editor")]).await;
    let eva = member("hood", "eva").await;
    shared_by(&eva).await;
    eva.add_profile(iam("taken", SERVER, "own")).await.unwrap();
    let grouped = ProfileDraft { group: Some("g".to_owned()), ..iam("in-group", SERVER, "own") };
    eva.add_profile(grouped).await.unwrap();
    for draft in [
        ProfileDraft { name: Some("taken".to_owned()), ..ProfileDraft::default() },
        ProfileDraft { group: Some("g".to_owned()), ..ProfileDraft::default() },
    ] {
        assert_eq!(eva.edit_shared("shared", draft).await.unwrap_err().code, ErrorCode::InvalidField);
    }
    let status = eva.team_status(None).await.unwrap();
    assert_eq!((status.profiles[0].version, status.drafts.len()), (1, 0));
    let written = eva.edit_shared("shared", account("b")).await.unwrap();
    assert!(matches!(written, TeamEdit::Written { .. }), "nothing was written before: {written:?}");
}

#[tokio::test]
async fn a_document_near_the_servers_limit_is_a_problem_of_its_own() {
    team("big", &[("eva", "editor"), ("rita", "reader")]).await;
    let eva = member("big", "eva").await;
    shared_by(&eva).await;
    let parts: Vec<String> = (0..8).map(|_| "x".repeat(130_900)).collect();
    let op = "6f1b0f0e-8a59-4c39-9f0e-3f0d5f3a2b11";
    let body = json!({"options": {"cas": 0}, "data": {"v": 1, "op": op, "profile": {"name": parts}}});
    admin("hallpass/data/big/profiles/big", &body).await;
    let facts: serde_json::Map<String, serde_json::Value> =
        (0..20).map(|number| (format!("m{number}"), json!("y".repeat(500)))).collect();
    admin("hallpass/metadata/big/profiles/big", &json!({"custom_metadata": facts})).await;
    let rita = crate::support::in_memory(&crate::support::TestClock::default()).await;
    join(&rita, "big", "rita", PASSWORD).await.unwrap();
    let sync = rita.sync_team(None).await.unwrap();
    assert_eq!((sync.added, sync.problems.len()), (vec!["shared".to_owned()], 1), "{:?}", sync.problems);
    assert!(sync.problems[0].en.contains("big"), "{:?}", sync.problems);
}

#[tokio::test]
async fn why_a_sync_failed_is_kept_until_one_succeeds_and_its_problems_until_the_next() {
    team("fail", &[("eva", "editor")]).await;
    let eva = member("fail", "eva").await;
    shared_by(&eva).await;
    let spoiled = json!({"options": {"cas": 0}, "data": {"v": 1, "op": "6f1b0f0e-8a59-4c39-9f0e-3f0d5f3a2b11", "profile":
        {"name": ["x"], "provider": "enos-iam", "server": SERVER}}});
    admin("hallpass/data/fail/profiles/bad", &spoiled).await;
    eva.sync_team(None).await.unwrap();
    let known = eva.team_as_known(None).await.unwrap();
    assert_eq!((known.problems.len(), known.sync_failure.is_some()), (1, false));
    assert_eq!((known.may_edit, known.trouble.is_some(), known.profiles.len()), (None, false, 1), "nobody was asked");
    revoke(&eva).await;
    let error = eva.sync_team(None).await.unwrap_err();
    assert_eq!(eva.team_as_known(None).await.unwrap().sync_failure.unwrap().error, error);
    join(&eva, "fail", "eva", PASSWORD).await.unwrap();
    eva.sync_team(None).await.unwrap();
    assert_eq!(eva.team_as_known(None).await.unwrap().sync_failure, None);
}
