//! Documents that someone wrote to do harm: each is ignored by itself, told in words of its own, and changes nothing.
//! And what of our secrets the server keeps in plain text: nothing.

use std::path::Path;

use hallpass_team::{BadDocument, DocumentId, Kind, ProfileDocument, Secret, SecretDocument, TeamFault};
use serde_json::{Value, json};

use crate::support::token;
use crate::{server, team};

const OP: &str = "6f1b0f0e-8a59-4c39-9f0e-3f0d5f3a2b11";

fn id(text: &str) -> DocumentId {
    text.parse().unwrap()
}

#[tokio::test]
async fn hostile_documents_are_told_apart_and_the_others_are_read() {
    let client = team("hostile", &[("hostile-r", "reader")]).await;
    let (_, admin) = server().await;
    let reader = token(&client, "hostile-r").await;
    let long = "x".repeat(300);
    let profiles = [
        (json!({"v": 1, "op": OP, "profile": "text", "secret": 7}), BadDocument::Shape),
        (json!({"v": 1, "op": "none", "profile": {}}), BadDocument::Shape),
        (json!({"v": 1, "op": OP, "profile": {}, "extra": true}), BadDocument::Shape),
        (json!({"v": "1", "op": OP, "profile": {}}), BadDocument::Shape),
        (json!({"op": OP}), BadDocument::Shape),
        (json!({"v": 2, "op": OP, "anything": []}), BadDocument::Version),
        (json!({"v": 1, "op": OP, "profile": {}, "secret": "../../other/secrets/x"}), BadDocument::ForeignId),
        (json!({"v": 1, "op": OP, "profile": {}, "by": "eva\u{1b}[2J"}), BadDocument::Text),
        (json!({"v": 1, "op": OP, "profile": {}, "by": "eva\u{202e}ave"}), BadDocument::Text),
        (json!({"v": 1, "op": OP, "profile": {}, "by": long}), BadDocument::Text),
    ];
    for (number, (document, what)) in profiles.into_iter().enumerate() {
        let name = format!("bad{number}");
        let path = format!("hallpass/data/hostile/profiles/{name}");
        let body = json!({"options": {"cas": 0}, "data": document});
        client.administer(admin, &path, &body).await.unwrap();
        let id = id(&name);
        let read = client.read::<ProfileDocument<serde_json::Map<String, Value>>>(&reader, Kind::Profile, &id).await;
        let fault = read.unwrap_err();
        assert_eq!(fault, TeamFault::Document { kind: Kind::Profile, id: name, what }, "{document}");
    }
    let secrets = [
        json!({"v": 1, "op": OP, "password": ["CANARY"]}),
        json!({"v": 1, "op": OP, "password": ""}),
        json!({"v": 1, "op": OP, "password": "CANARY\r\nx-evil: 1"}),
        json!({"v": 1, "op": OP, "password": "CANARY".repeat(20_000)}),
        json!({"v": 1, "op": OP}),
    ];
    for (number, document) in secrets.into_iter().enumerate() {
        let path = format!("hallpass/data/hostile/secrets/bad{number}");
        client.administer(admin, &path, &json!({"options": {"cas": 0}, "data": document})).await.unwrap();
        let read = client.read::<SecretDocument>(&reader, Kind::Secret, &id(&format!("bad{number}"))).await;
        let fault = read.unwrap_err();
        assert!(matches!(fault, TeamFault::Document { .. }), "{fault:?}");
        assert!(!format!("{fault:?} {:?}", fault.text()).contains("CANARY"), "a text quotes the document");
    }
    let good = json!({"options": {"cas": 0}, "data": {"v": 1, "op": OP, "profile": {"name": "a"}}});
    client.administer(admin, "hallpass/data/hostile/profiles/good", &good).await.unwrap();
    let (listed, _) = client.list(&reader, Kind::Profile).await.unwrap();
    assert_eq!(listed.len(), 11);
    assert!(client.read::<ProfileDocument<Value>>(&reader, Kind::Profile, &id("good")).await.is_ok());
}

/// Every file below a folder that holds one of these.
fn files_with(folder: &Path, canaries: &[&str], found: &mut Vec<String>) -> usize {
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files += files_with(&path, canaries, found);
            continue;
        }
        files += 1;
        let bytes = std::fs::read(&path).unwrap();
        let holds = |canary: &&&str| bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
        found.extend(canaries.iter().filter(holds).map(|canary| format!("{}: {canary}", path.display())));
    }
    files
}

#[tokio::test]
async fn the_servers_files_and_its_audit_log_hold_no_secret_in_plain_text() {
    let client = team("canary", &[("canary-e", "editor")]).await;
    let (cluster, _) = server().await;
    let editor = token(&client, "canary-e").await;
    let canary = "Not-Real-CANARY-83b1";
    let document = SecretDocument::new(client.op(), Secret::new(canary), "canary-author");
    client.write(&editor, Kind::Secret, &id("s"), 0, &document).await.unwrap();
    let (attempt, password) = client.reserve(&editor, &id("s"), "eva", std::time::Duration::ZERO).await.unwrap();
    assert_eq!(password.expose(), canary);
    client.settle(&editor, attempt, hallpass_team::AttemptEnd::Accepted).await.unwrap();
    let mut found = Vec::new();
    let folder = cluster.folder(0).unwrap();
    let files = files_with(folder, &[canary, crate::support::PASSWORD, editor.expose()], &mut found);
    assert!(found.is_empty(), "{found:?}");
    // The search finds what is there: paths are in the audit log, and who wrote them.
    files_with(folder, &["hallpass/data/canary/secrets/s"], &mut found);
    assert!(files >= 4 && found.len() == 1 && found[0].contains("audit.log"), "{files} files, {found:?}");
}
