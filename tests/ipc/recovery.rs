//! A vault counts once its recovery key was answered to the page, and until then there is none.

use serde_json::{Value, json};
use tauri::Manager;
use tauri::ipc::InvokeBody;

use super::{LOCAL, app, call};

#[test]
fn a_vault_is_kept_only_when_its_recovery_key_was_answered() {
    let home = tempfile::tempdir().unwrap();
    let app = app(home.path());
    let window = app.get_webview_window("main").unwrap();
    let ask = |command: &str, arguments: Value| call(&window, command, LOCAL, InvokeBody::Json(arguments));
    let create = || ask("create_vault", json!({"place": "passphrase", "passphrase": "correct horse battery staple"}));
    let envelope = home.path().join("envelope.json");

    assert_eq!(create().unwrap()["state"], "open");
    assert_eq!(ask("lock", json!({})).unwrap()["state"], "missing", "nobody has seen its recovery key");
    assert!(!envelope.exists());

    assert_eq!(create().unwrap()["state"], "open");
    let shown = ask("reveal", json!({"what": {"recovery": true}})).unwrap();
    assert!(shown["text"].as_str().unwrap().len() > 20);
    assert!(ask("reveal", json!({"what": {"recovery": true}})).is_err(), "it is shown once");
    assert_eq!(ask("lock", json!({})).unwrap()["state"], "locked");
    assert!(envelope.exists());
}
