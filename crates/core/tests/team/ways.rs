//! What a shared profile may not do by itself: send a member's own passwords another way, go back behind what was seen, or
//! vanish because a list says so.

use hallpass_core::providers::Secret;
use hallpass_core::{Environment, ErrorCode, Hallpass, ProfileDraft, ProfilesChange, SharedSecret, TeamEdit};
use serde_json::{Value, json};

use crate::desk::{admin, member, team};
use crate::support::iam;

const SERVER: &str = "https://iam.example.com";
const OP: &str = "6f1b0f0e-8a59-4c39-9f0e-3f0d5f3a2b11";

/// The document of the one shared profile.
pub(crate) async fn document(hallpass: &Hallpass) -> String {
    let query = "SELECT document FROM team_profile";
    let read = hallpass
        .vault()
        .read(move |db| Ok::<_, hallpass_core::Error>(db.query_row(query, [], |row| row.get::<_, String>(0))?));
    read.await.unwrap()
}

async fn write(team: &str, document: &str, cas: u64, profile: Value) {
    let body = json!({"options": {"cas": cas}, "data": {"v": 1, "op": OP, "by": "mallory", "profile": profile}});
    admin(&format!("hallpass/data/{team}/profiles/{document}"), &body).await;
}

fn production() -> ProfileDraft {
    ProfileDraft { environment: Some(Environment::Prod), ..iam("shared", SERVER, "a") }
}

fn packed(more: Value) -> Value {
    let mut profile = json!({"name": "shared", "provider": "enos-iam", "server": SERVER, "environment": "prod",
        "values": {"account": "a"}});
    profile.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    profile
}

#[tokio::test]
async fn a_version_that_sends_passwords_another_way_waits_until_it_is_accepted() {
    team("way", &[("eva", "editor"), ("rita", "reader")]).await;
    let eva = member("way", "eva").await;
    eva.add_profile(production()).await.unwrap();
    eva.share_profile(None, "shared", SharedSecret::None).await.unwrap();
    let rita = member("way", "rita").await;
    let own = ProfileDraft {
        secrets: vec![("password".to_owned(), Secret::new("Not-Real-own-1"))],
        ..ProfileDraft::default()
    };
    rita.edit_profile("shared", own).await.unwrap();
    let (id, before) = (document(&rita).await, rita.profile("shared").await.unwrap());
    let hostile = [
        json!({"network": {"proxy": {"url": "http://evil.example:8080"}, "ca": null, "allow_http": false}}),
        json!({"network": {"ca": "-----BEGIN CERTIFICATE-----\nx"}}),
        json!({"network": {"allow_http": true}}),
        json!({"server": "https://evil.example"}),
        json!({"environment": "dev"}),
        json!({"renewal": {"auto_renew": "off", "keep_alive": 1}}),
    ];
    let mut version = 1;
    for more in hostile {
        write("way", &id, version, packed(more.clone())).await;
        version += 1;
        let sync = rita.sync_team(None).await.unwrap();
        assert_eq!(sync.held, ["shared"], "{more}: {sync:?}");
        assert_eq!(sync.changed, Vec::<String>::new(), "{more}");
        assert_eq!(rita.profile("shared").await.unwrap(), before, "{more}");
        let shown = rita.team_status(None).await.unwrap().profiles.remove(0);
        let held = shown.held.unwrap();
        assert_eq!((shown.version, held.version, held.by.as_str()), (1, version, "mallory"), "{more}");
        assert!(!held.differences.is_empty(), "{more}");
    }
    // What goes the same way needs nobody's word, and then nothing waits.
    write("way", &id, version, packed(json!({"values": {"account": "b"}}))).await;
    assert_eq!(rita.sync_team(None).await.unwrap().changed, ["shared"]);
    assert!(rita.team_status(None).await.unwrap().profiles[0].held.is_none());
    assert_eq!(rita.accept_shared("shared").await.unwrap_err().code, ErrorCode::Usage, "nothing waits");

    write("way", &id, version + 1, packed(json!({"server": "https://new.example.com"}))).await;
    assert_eq!(rita.sync_team(None).await.unwrap().held, ["shared"]);
    let accepted = rita.accept_shared("shared").await.unwrap();
    assert!(accepted.iter().any(|one| one.field == "server" && one.way), "{accepted:?}");
    let after = rita.profile("shared").await.unwrap();
    assert_eq!((after.server.as_str(), after.saved_secrets.len()), ("https://new.example.com", 0));
    assert_eq!(rita.sync_team(None).await.unwrap().problems, Vec::new());
    assert_eq!(rita.team_status(None).await.unwrap().profiles[0].version, version + 2);

    // One that is new here says where it leads.
    let sync = eva.sync_team(None).await.unwrap();
    assert_eq!(sync.held, ["shared"]);
    let fresh = crate::support::in_memory(&crate::support::TestClock::default()).await;
    crate::desk::join(&fresh, "way", "rita", crate::desk::PASSWORD).await.unwrap();
    let sync = fresh.sync_team(None).await.unwrap();
    assert_eq!(sync.servers["shared"], "https://new.example.com");
}

#[tokio::test]
async fn a_shared_profile_is_not_changed_here_by_an_import_or_together_with_others() {
    team("here", &[("eva", "editor")]).await;
    let eva = member("here", "eva").await;
    eva.add_profile(iam("shared", SERVER, "a")).await.unwrap();
    eva.share_profile(None, "shared", SharedSecret::New(Secret::new("Not-Real-1"))).await.unwrap();
    let mut pack = eva.pack(&[]).await.unwrap();
    assert!(eva.import(pack.clone()).await.is_ok(), "the same changes nothing");
    pack.profiles[0].server = "https://evil.example".to_owned();
    assert_eq!(eva.import(pack).await.unwrap_err().code, ErrorCode::Usage);
    let names = ["shared".to_owned()];
    for change in [
        ProfilesChange { environment: Some(Environment::Test), ..ProfilesChange::default() },
        ProfilesChange { add_tags: vec!["x".to_owned()], ..ProfilesChange::default() },
    ] {
        assert_eq!(eva.edit_profiles(&names, change).await.unwrap_err().code, ErrorCode::Usage);
    }
    let own = ProfilesChange { credential: Some(String::new()), ..ProfilesChange::default() };
    assert!(eva.edit_profiles(&names, own).await.is_ok(), "a credential is a person's own");
    // And if it is changed all the same, the team's secret is not for that server.
    let spoil = eva.vault().write(|tx| {
        tx.execute("UPDATE profile SET data = json_set(data, '$.server', 'https://evil.example')", [])
            .map_err(hallpass_core::Error::from)
    });
    spoil.await.unwrap();
    let error = eva.sign_in("shared", Default::default()).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Usage, "{error:?}");
}

#[tokio::test]
async fn nothing_goes_back_behind_what_was_seen_and_nothing_is_dropped_unread() {
    team("back", &[("eva", "editor"), ("rita", "reader")]).await;
    let eva = member("back", "eva").await;
    eva.add_profile(iam("shared", SERVER, "a")).await.unwrap();
    eva.share_profile(None, "shared", SharedSecret::None).await.unwrap();
    let rita = member("back", "rita").await;
    let id = document(&rita).await;
    let metadata = format!("hallpass/metadata/back/profiles/{id}");
    // It will be deleted in an hour; a list says so now.
    admin(&metadata, &json!({"delete_version_after": "1h"})).await;
    let plain = |account: &str| json!({"name": "shared", "provider": "enos-iam", "server": SERVER, "values": {"account": account}});
    write("back", &id, 1, plain("b")).await;
    let sync = rita.sync_team(None).await.unwrap();
    assert_eq!((sync.removed, sync.changed), (vec![], vec!["shared".to_owned()]));

    // The server is put back to an earlier day.
    crate::desk::delete(&metadata).await;
    write("back", &id, 0, plain("old")).await;
    let sync = rita.sync_team(None).await.unwrap();
    assert_eq!((sync.changed, sync.removed, sync.problems.len()), (vec![], vec![], 1));
    assert_eq!(rita.profile("shared").await.unwrap().values["account"], "b");
    crate::desk::delete(&metadata).await;
    assert_eq!(rita.sync_team(None).await.unwrap().removed, ["shared"], "it is gone");
}

#[tokio::test]
async fn an_edit_over_a_version_that_could_not_be_used_here_is_a_conflict() {
    team("spoiled", &[("eva", "editor"), ("otto", "editor")]).await;
    let eva = member("spoiled", "eva").await;
    eva.add_profile(iam("shared", SERVER, "a")).await.unwrap();
    eva.share_profile(None, "shared", SharedSecret::None).await.unwrap();
    let otto = member("spoiled", "otto").await;
    let id = document(&otto).await;
    // Good for others; otto has a profile of that name.
    otto.add_profile(iam("taken", SERVER, "own")).await.unwrap();
    let renamed = json!({"name": "taken", "provider": "enos-iam", "server": SERVER, "values": {"account": "by-eva"}});
    write("spoiled", &id, 1, renamed).await;
    assert_eq!(otto.sync_team(None).await.unwrap().problems.len(), 1);
    assert_eq!(otto.team_status(None).await.unwrap().profiles[0].version, 1, "what is here is of the version before");
    let edit = ProfileDraft { values: vec![("account".to_owned(), "by-otto".to_owned())], ..ProfileDraft::default() };
    let came = otto.edit_shared("shared", edit).await.unwrap();
    assert!(matches!(came, TeamEdit::Conflict { .. }), "{came:?}");
}
