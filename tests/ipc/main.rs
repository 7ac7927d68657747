//! Who may call what: every command, from every window, from every origin. And what the commands may answer.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod canary;
mod recovery;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use hallpass_desktop::{AppState, commands::COMMANDS, prepare};
use serde_json::Value;
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

const LOCAL: &str = "tauri://localhost";
const AWAY: [&str; 4] = ["https://evil.example", "http://app.evil.example", "http://localhost:1420", "tauri://evil"];

fn app(home: &Path) -> App<MockRuntime> {
    let app = prepare(mock_builder(), AppState::at(home.to_owned()), false).build(tauri::generate_context!()).unwrap();
    for label in ["main", "other"] {
        if app.get_webview_window(label).is_none() {
            WebviewWindowBuilder::new(&app, label, WebviewUrl::default()).build().unwrap();
        }
    }
    app
}

/// What the window answers when its page, or another, calls.
fn call(window: &WebviewWindow<MockRuntime>, command: &str, origin: &str, body: InvokeBody) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: origin.parse().unwrap(),
        body,
        headers: Default::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|answer| answer.deserialize().unwrap())
}

fn is_allowed(window: &WebviewWindow<MockRuntime>, command: &str, origin: &str) -> bool {
    let end = call(window, command, origin, InvokeBody::default());
    // Once reached, the command may miss its arguments, or the vault; the gate says "not allowed".
    end.map_or_else(|refusal| !refusal.to_string().contains("not allowed"), |_| true)
}

#[test]
fn only_the_main_windows_own_page_may_call_and_only_these() {
    let home = tempfile::tempdir().unwrap();
    let app = app(home.path());
    let mut allowed = BTreeSet::new();
    for label in ["main", "other"] {
        let window = app.get_webview_window(label).unwrap();
        for command in COMMANDS {
            for origin in [LOCAL].iter().chain(&AWAY) {
                if is_allowed(&window, command, origin) {
                    allowed.insert((label, *command, *origin));
                }
            }
        }
    }
    let meant: BTreeSet<_> = COMMANDS.iter().map(|command| ("main", *command, LOCAL)).collect();
    assert_eq!(allowed, meant);
    let cells = COMMANDS.len() * 2 * (1 + AWAY.len());
    println!("proof ipc: 0 of {cells}");
}

#[test]
fn nothing_of_a_plugin_may_be_called_but_hearing_events_and_zooming() {
    let home = tempfile::tempdir().unwrap();
    let app = app(home.path());
    let main = app.get_webview_window("main").unwrap();
    let zoom = "plugin:webview|set_webview_zoom";
    assert!(is_allowed(&main, zoom, LOCAL), "{zoom}");
    for origin in AWAY {
        assert!(!is_allowed(&main, zoom, origin), "{zoom} from {origin}");
    }
    assert!(!is_allowed(&app.get_webview_window("other").unwrap(), zoom, LOCAL), "{zoom} from another window");
    for command in [
        "plugin:event|emit",
        "plugin:window|create",
        "plugin:webview|create_webview_window",
        "plugin:webview|set_webview_size",
        "plugin:webview|reparent",
        "plugin:webview|clear_all_browsing_data",
        "plugin:webview|internal_toggle_devtools",
        "plugin:path|resolve",
        "plugin:app|version",
        "plugin:fs|read_file",
        "plugin:shell|execute",
        "plugin:http|fetch",
        "plugin:clipboard-manager|read_text",
        "plugin:opener|open_url",
        "plugin:dialog|open",
    ] {
        assert!(!is_allowed(&main, command, LOCAL), "{command}");
    }
}

#[test]
fn the_list_the_handler_and_the_pages_module_name_the_same_commands() {
    let listed: BTreeSet<String> = COMMANDS.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(listed.len(), COMMANDS.len(), "a command is listed twice");
    let shell = read("src-tauri/lib.rs");
    let handled = shell.split("generate_handler![").nth(1).unwrap().split("])").next().unwrap();
    let handled = handled.split(',').filter_map(|path| path.trim().rsplit("::").next()).filter(|name| !name.is_empty());
    assert_eq!(handled.map(str::to_owned).collect::<BTreeSet<_>>(), listed);
    let page = read("ui/src/ipc/api.ts");
    let called = page.split("call<").skip(1).filter_map(|rest| rest.split('"').nth(1));
    assert_eq!(called.map(str::to_owned).collect::<BTreeSet<_>>(), listed);
}

/// It may be locked while a command waits for the vault: what it then answers goes through `AppState::answer`.
#[test]
fn what_is_read_of_the_vault_is_checked_again_before_it_is_answered() {
    let mut seen = 0;
    for file in sources(&root().join("src-tauri/commands")) {
        let source = std::fs::read_to_string(&file).unwrap();
        for command in source.split("#[tauri::command").skip(1) {
            let name = command.split("fn ").nth(1).unwrap().split(['(', '<']).next().unwrap();
            let body = command.split("\n}\n").next().unwrap();
            if body.contains("hallpass()?") && body.contains(".await") {
                seen += 1;
                let last = body.rsplit(".await").next().unwrap();
                // A key for the clipboard is checked once it is there, by `hold`.
                let checked = body.contains(".answer(") || last.contains("state.hallpass()") || name == "copy_key";
                assert!(checked, "{}: {name}", file.display());
            }
        }
    }
    assert!(seen > 30, "{seen}");
}

/// A token or password is a `Secret`, which cannot be sent at all; the one struct that carries one in clear is
/// `Revealed`, and only `reveal` answers with it.
#[test]
fn only_reveal_answers_with_a_secret() {
    let mut seen = 0;
    for file in sources(&root().join("src-tauri/commands")) {
        let source = std::fs::read_to_string(&file).unwrap();
        let file = file.display();
        for command in source.split("#[tauri::command").skip(1) {
            seen += 1;
            let name = command.split("fn ").nth(1).unwrap().split(['(', '<']).next().unwrap();
            let head = command.split('{').next().unwrap();
            let answer = head.rsplit("->").next().filter(|_| head.contains("->")).unwrap_or("()").trim();
            assert_eq!(answer.contains("Revealed"), name == "reveal", "{file}: {name}");
            for word in ["Secret", "Value", "Zeroizing", "RecoveryKey"] {
                assert!(!answer.contains(word), "{file}: {name} answers with {word}");
            }
            // The codes of the demo's invented people.
            assert_eq!(answer.contains("DemoCode"), name == "demo_code", "{file}: {name}");
            // Plain text leaves in one place: the picture of a captcha.
            assert_eq!(answer.contains("String"), name == "captcha", "{file}: {name}");
        }
    }
    assert_eq!(seen, COMMANDS.len(), "every command is looked at");
    let payload: String =
        sources(&root().join("src-tauri/dto")).iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let holders = payload.split("#[derive(").filter(|item| item.starts_with("Serialize)")).count();
    assert_eq!(holders, 1, "Revealed is the one answer without a Debug of its own making");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files of a folder and of those in it.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

fn read(path: &str) -> String {
    let file = root().join(path);
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
