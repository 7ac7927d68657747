//! What the commands answer once it is locked: nothing of the vault, whatever was read before.

use std::collections::BTreeSet;
use std::io::Write;
use std::net::TcpListener;

use hallpass_core::ErrorCode;
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use super::COMMANDS;
use crate::demo;
use crate::dto::KeyPlace;
use crate::state::AppState;

/// These put another vault in the place of the locked one, or end the program.
const REPLACE: [&str; 6] = ["create_vault", "open_vault", "lock", "start_demo", "stop_demo", "leave"];

fn app() -> (App<MockRuntime>, tempfile::TempDir) {
    let home = tempfile::tempdir().unwrap();
    let state = AppState::at(home.path().to_owned());
    let app = crate::prepare(mock_builder(), state, false).build(crate::context()).unwrap();
    WebviewWindowBuilder::new(&app, "main", WebviewUrl::default()).build().unwrap();
    (app, home)
}

fn call(window: &WebviewWindow<MockRuntime>, command: &str, arguments: Value) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: "tauri://localhost".parse().unwrap(),
        body: InvokeBody::Json(arguments),
        headers: Default::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|answer| answer.deserialize().unwrap())
}

/// What every command takes, of things that the demo has.
fn arguments(command: &str, job: &Value, settings: &Value) -> Value {
    let name = demo::FIRST;
    let request = json!({"profile": name, "expires": {"kind": "days", "days": 30}, "create_missing": false,
        "rotate": false, "format": "csv", "protection": {"kind": "plain"}});
    let confirmed = match command {
        "start_job" | "resume_job" => json!({"grave": true, "number": null, "production": true}),
        _ => json!(true),
    };
    let from = if command == "read_accounts" { json!({"kind": "text", "text": "li.wen"}) } else { json!(0) };
    let draft = json!({"name": name, "provider": "enos-iam", "server": "https://x.example", "environment": "dev",
        "group": null, "tags": [], "method": null, "values": {}, "secrets": {}, "credential": null, "proxy": "none",
        "allow_http": false, "ca": null});
    let mut all = json!({
        "name": name, "names": [name], "method": null, "answers": {}, "anyway": false, "remember": false,
        "pending": "p", "choice": {"include_valid": true, "production": []}, "run": 1, "channel": "__CHANNEL__:7",
        "organisation": "o", "token": "t", "secret": "s", "group": "云岭", "environment": "dev", "format": "raw",
    });
    let more = json!({
        "expiredOk": true, "confirmed": confirmed, "what": {"name": name, "form": "text", "confirmed": true},
        "change": {}, "file": {"content": "e30=", "csv": false}, "csv": false, "events": [], "from": from,
        "sheet": null, "column": null, "duplicates": false, "request": request, "choose": false, "job": job,
        "filter": "all", "days": 90, "first": 1, "seq": 1, "atOnce": false, "settings": settings, "passphrase": "p", "draft": draft,
        "id": "uat", "to": null,
    });
    let secret = if command == "share_profile" { json!({"kind": "new", "secret": "s"}) } else { json!("s") };
    let team = json!({
        "alias": "support", "ask": true, "over": true, "resume": false, "secret": secret,
        "rotation": {"profile": name, "version": 1}, "form": {"team": "support", "alias": null,
            "servers": ["https://127.0.0.1:9"], "mount": null, "namespace": null, "method": "userpass",
            "method_mount": null, "user": "li.na", "ca": null, "proxy": "none"},
    });
    for more in [more, team] {
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    }
    all
}

#[test]
fn every_command_of_a_locked_window_is_refused_or_names_nobody() {
    let (app, _home) = app();
    let (state, window) = (app.state::<AppState>().inner().clone(), app.get_webview_window("main").unwrap());
    call(&window, "start_demo", json!({})).unwrap();
    let overview = call(&window, "overview", json!({})).unwrap();
    let job = call(&window, "jobs", json!({})).unwrap()[0]["job"].clone();
    let settings = call(&window, "start", json!({})).unwrap()["settings"].clone();
    let rows = overview["rows"].as_array().unwrap();
    let words = |key| rows.iter().filter_map(move |row| row[key].as_str());
    let names: BTreeSet<&str> =
        ["name", "account", "host"].into_iter().flat_map(words).filter(|word| word.len() > 4).collect();
    assert!(names.len() > 15, "{names:?}");

    assert!(state.cover());
    let mut answered = BTreeSet::new();
    for command in COMMANDS.iter().filter(|command| !REPLACE.contains(command)) {
        let end = call(&window, command, arguments(command, &job, &settings));
        if end.as_ref().is_err_and(|error| error["code"] == "vault_locked") {
            continue;
        }
        answered.insert(*command);
        let mut said = format!("{end:?}");
        if *command == "start" {
            // What the page opens in the demo, a name that everyone knows.
            said = said.replace(demo::FIRST, "");
        }
        let named = names.iter().find(|name| said.contains(**name));
        assert_eq!(named, None, "{command}: {said}");
    }
    // Each of these is about the window, or answers nothing: a new command is refused, or is looked at here.
    let without_the_vault = BTreeSet::from([
        "start",
        "window_ready",
        "save_settings",
        "check_keyring",
        "judge_passphrase",
        "acknowledge_recovery",
        "desktop",
        "used",
        "take_switcher",
        "hide_window",
        "stop_sign_in",
        "stop_browser_log_in",
        "clear_clipboard",
        "forget_form",
        "watch_jobs",
        "pause_job",
    ]);
    assert_eq!(answered, without_the_vault);
}

#[test]
fn a_sign_in_under_way_at_the_lock_says_nothing_of_how_it_ended() {
    let (app, _home) = app();
    let (state, window) = (app.state::<AppState>().inner().clone(), app.get_webview_window("main").unwrap());
    call(&window, "create_vault", json!({"place": "memory", "passphrase": null})).unwrap();
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = server.local_addr().unwrap();
    let draft = json!({"name": "Harbour", "provider": "enos-iam", "server": format!("http://{address}"),
        "environment": "dev", "group": null, "tags": [], "method": null, "values": {"account": "grace"},
        "secrets": {"password": "p"}, "credential": null, "proxy": "none", "allow_http": true, "ca": null});
    call(&window, "add_profile", json!({"draft": draft})).unwrap();
    let page = window.clone();
    let signing = std::thread::spawn(move || {
        let how = json!({"name": "Harbour", "method": null, "answers": {}, "anyway": false, "remember": false});
        call(&page, "sign_in", how)
    });
    let (asked, _) = server.accept().unwrap();
    assert!(state.cover());
    drop(asked);
    let end = signing.join().unwrap().unwrap_err();
    assert_eq!(end["code"], "vault_locked", "{end}");
}

#[test]
fn a_login_that_waits_for_a_browser_ends_with_the_lock_and_with_the_next_one() {
    let (app, _home) = app();
    let (state, window) = (app.state::<AppState>().inner().clone(), app.get_webview_window("main").unwrap());
    call(&window, "create_vault", json!({"place": "memory", "passphrase": null})).unwrap();
    let page = "https://id.example.com/device";
    let first = state.begin_browser_log_in();
    let second = state.begin_browser_log_in();
    // The answer to an earlier one comes late.
    assert!(!first.show("https://late.example.com") && second.show(page));
    tauri::async_runtime::block_on(first.stopped());
    drop(first);
    assert_eq!(state.browser_log_in_page().as_deref(), Some(page));
    assert!(state.cover());
    assert!(state.browser_log_in_page().is_none() && !second.show(page));
    tauri::async_runtime::block_on(second.stopped());
    let third = state.begin_browser_log_in();
    assert!(third.show(page));
    drop(third);
    assert_eq!(state.browser_log_in_page(), None, "it has ended by itself");
}

#[cfg(unix)]
#[test]
fn a_list_that_was_being_read_at_the_lock_is_not_kept() {
    let (app, home) = app();
    let (state, window) = (app.state::<AppState>().inner().clone(), app.get_webview_window("main").unwrap());
    call(&window, "start_demo", json!({})).unwrap();
    // It is read for as long as someone writes into it.
    let pipe = home.path().join("accounts.txt");
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR).unwrap();
    state.jobs().drop_file(pipe.clone());
    let page = window.clone();
    let reading = std::thread::spawn(move || {
        call(&page, "read_accounts", json!({"from": {"kind": "dropped"}, "sheet": null, "column": null}))
    });
    let mut list = std::fs::OpenOptions::new().write(true).open(&pipe).unwrap();
    list.write_all(b"grace.hall\n").unwrap();
    assert!(state.cover());
    drop(list);
    let end = reading.join().unwrap().unwrap_err();
    assert_eq!(end["code"], "vault_locked", "{end}");
    assert!(state.jobs().draft().is_none() && state.jobs().source().is_none());
}

#[test]
fn nothing_is_covered_before_the_recovery_key_was_acknowledged() {
    let (app, _home) = app();
    let (state, window) = (app.state::<AppState>().inner().clone(), app.get_webview_window("main").unwrap());
    let typed = json!({"place": "passphrase", "passphrase": "correct horse battery staple"});
    call(&window, "create_vault", typed).unwrap();
    assert_eq!(state.place(), Some(KeyPlace::Passphrase));
    assert!(!state.cover(), "nobody has seen it");
    call(&window, "reveal", json!({"what": {"recovery": true}})).unwrap();
    assert!(!state.cover(), "it is on the screen");
    call(&window, "acknowledge_recovery", json!({})).unwrap();
    assert!(state.cover());
    assert!(state.hallpass().is_err_and(|error| error.code == ErrorCode::VaultLocked));
}

#[test]
fn background_work_does_not_stay_locked_where_the_window_does_not_lock() {
    use hallpass_core::{BackgroundEvent, LockReason};
    let home = tempfile::tempdir().unwrap();
    let state = AppState::at(home.path().to_owned());
    let (told, heard) = std::sync::mpsc::channel();
    tauri::async_runtime::block_on(async {
        let typed = "correct horse battery staple".to_owned();
        crate::vault::create(&state, KeyPlace::Passphrase, Some(typed.into())).await.unwrap();
        let settings = crate::desktop::settings(&state.settings(), false);
        state.follow_vault(|hallpass| {
            hallpass_core::Background::start(hallpass, settings, move |event| {
                let _ = told.send(event);
            })
        });
    });
    state.background().unwrap().lock(LockReason::ScreenLocked);
    assert!(!state.cover());
    let events: Vec<BackgroundEvent> = heard.try_iter().collect();
    assert!(matches!(events.last(), Some(BackgroundEvent::Unlocked)), "{events:?}");
}

#[test]
fn a_window_that_starts_hidden_does_not_count_as_open_until_it_is_shown() {
    let (app, _home) = app();
    let (state, window) = (app.state::<AppState>().inner().clone(), app.get_webview_window("main").unwrap());
    let after = |command: &str| {
        call(&window, command, json!({})).unwrap();
        state.desktop().is_window_open()
    };
    crate::desktop::read_arguments(&state, ["--hidden".to_owned()].into_iter());
    assert!(!after("window_ready"), "started hidden");
    assert!(after("window_ready"), "its page was loaded anew by a person who sees it");
    assert!(!after("hide_window"));
}
