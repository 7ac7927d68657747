//! Secrets put into everything that takes one: none comes back over the bridge, in an event or in a log, but by
//! `reveal`.

use std::io;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};
use tauri::ipc::InvokeBody;
use tauri::test::MockRuntime;
use tauri::{Listener, Manager, WebviewWindow};

use super::{LOCAL, app, call};

/// In every secret that the test types.
const TYPED: &str = "canary-4711";
/// How every secret of the sandbox's accounts begins.
const SAVED: [&str; 2] = ["Not-Real-", "not-a-real-"];

/// Everything that left: answers, errors, events, logs.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Heard {
    fn note(&self, words: &str) {
        let mut heard = self.0.lock().unwrap();
        heard.extend_from_slice(words.as_bytes());
        heard.push(b'\n');
    }

    fn words(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl io::Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The page, whose every answer is noted.
struct Page {
    window: WebviewWindow<MockRuntime>,
    heard: Heard,
}

impl Page {
    fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let end = call(&self.window, command, LOCAL, InvokeBody::Json(arguments));
        self.heard.note(&format!("{command}: {end:?}"));
        if let Err(error) = &end {
            // A refusal by Tauri itself would mean that the test calls it wrongly.
            assert!(error.get("code").is_some(), "{command}: {error}");
        }
        end
    }

    /// Not noted: this answer is meant to hold the token.
    fn token(&self, name: &str) -> Option<String> {
        let what = json!({"what": {"name": name, "form": "text", "confirmed": true}});
        let shown = call(&self.window, "reveal", LOCAL, InvokeBody::Json(what)).ok()?;
        Some(shown["text"].as_str().unwrap().to_owned())
    }

    fn names(&self) -> Vec<String> {
        let overview = self.call("overview", json!({})).unwrap();
        let profiles = overview["rows"].as_array().unwrap();
        profiles.iter().map(|profile| profile["name"].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn no_secret_comes_back() {
    let heard = Heard::default();
    let log = heard.clone();
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || log.clone());
    tracing::subscriber::set_global_default(log.finish()).unwrap();
    let home = tempfile::tempdir().unwrap();
    let app = app(home.path());
    for event in ["vault", "changed", "clipboard"] {
        let heard = heard.clone();
        app.listen_any(event, move |event| heard.note(event.payload()));
    }
    let page = Page { window: app.get_webview_window("main").unwrap(), heard: heard.clone() };

    page.call("open_vault", json!({"passphrase": TYPED, "recovery": null})).unwrap();
    page.call("start_demo", json!({})).unwrap();
    let names = page.names();
    assert!(names.len() > 10);
    mistakes(&page, &names[0]);
    let tokens: Vec<String> = names.iter().filter_map(|name| whole_life(&page, name)).collect();
    assert!(tokens.len() > 3, "{} sessions", tokens.len());
    jobs(&page);
    team(&page, &names[0]);
    page.call("start", json!({})).unwrap();
    page.call("activity", json!({"name": null})).unwrap();
    for command in ["health", "run_doctor", "jobs"] {
        page.call(command, json!({})).unwrap();
    }

    let words = heard.words();
    assert!(words.contains("TRACE") && words.contains("changed"), "the log was heard");
    for secret in SAVED.iter().copied().chain([TYPED]).chain(tokens.iter().map(String::as_str)) {
        let found = words.lines().find(|line| line.contains(secret));
        assert_eq!(found, None, "{secret}");
    }
}

/// Whatever a page asks of a profile; answers its token.
fn whole_life(page: &Page, name: &str) -> Option<String> {
    for command in ["profile", "session"] {
        let _ = page.call(command, json!({"name": name}));
    }
    page.call("plan", json!({"name": name, "method": null})).unwrap();
    let how = json!({"name": name, "method": null, "answers": {}, "anyway": false, "remember": true});
    let end = page.call("sign_in", how);
    if let Some(pending) = end.ok().and_then(|end| end["pending"]["pending"].as_str().map(str::to_owned)) {
        let field = json!({"captcha": TYPED, "sms_code": TYPED, "mfa_code": TYPED, "organisation": TYPED});
        let _ = page.call("answer", json!({"pending": pending, "answers": field, "anyway": false}));
        let _ = page.call("captcha", json!({"pending": pending}));
        let _ = page.call("demo_code", json!({"pending": pending}));
        let _ = page.call("resend", json!({"pending": pending}));
    }
    let token = page.token(name);
    if let Some(token) = &token {
        let _ = page.call("find_by_token", json!({"token": token}));
        let copied = json!({"name": name, "format": "bearer", "expiredOk": true, "confirmed": true});
        let _ = page.call("copy", copied);
    }
    for command in ["verify", "renew", "session", "sign_out"] {
        let _ = page.call(command, json!({"name": name}));
    }
    token
}

/// Errors name a field, a file or a host, never what was typed.
fn mistakes(page: &Page, name: &str) {
    let draft = |server: &str| {
        json!({"draft": {"name": "Canary", "provider": "enos-iam", "server": server, "environment": "dev", "group": null,
            "tags": [], "method": null, "values": {"account": "a"}, "secrets": {"password": TYPED}, "credential": null,
            "proxy": "none", "allow_http": false, "ca": null}})
    };
    page.call("add_profile", draft("no address")).unwrap_err();
    page.call("add_profile", draft(&format!("https://user:{TYPED}@host.example"))).unwrap_err();
    page.call("add_profile", draft("https://host.example")).unwrap();
    let typed = json!({"name": "Canary", "method": null, "answers": {"password": TYPED}, "anyway": true,
        "remember": true});
    page.call("sign_in", typed).unwrap_err();
    page.call("find_by_token", json!({"token": TYPED})).unwrap_err();
    let wrong = json!({"name": name, "method": null, "answers": {"password": TYPED}, "anyway": false,
        "remember": false});
    let _ = page.call("sign_in", wrong);
    page.call("remove_profile", json!({"name": "Canary"})).unwrap();
}

/// Whatever a page hands over for a team; its server is not there.
fn team(page: &Page, name: &str) {
    let form = json!({"team": "support", "alias": null, "servers": ["https://127.0.0.1:9"], "mount": null,
        "namespace": null, "method": "userpass", "method_mount": null, "user": "li.na", "ca": null, "proxy": "none"});
    let joined = page.call("join_team", json!({"form": form, "secret": TYPED})).unwrap_err();
    assert_eq!(joined["code"], "unreachable", "{joined}");
    let mut other = form.clone();
    other["method"] = json!("cert");
    let certificate = json!({"file": BASE64.encode(TYPED), "passphrase": TYPED});
    let joined = page.call("join_team", json!({"form": other, "secret": "", "certificate": certificate})).unwrap_err();
    assert_eq!(joined["field"], "client_certificate", "{joined}");
    other["method"] = json!("oidc");
    let joined = page.call("join_team_in_browser", json!({"form": other, "channel": "__CHANNEL__:1"})).unwrap_err();
    assert_eq!(joined["code"], "unreachable", "{joined}");
    assert_eq!(page.call("open_log_in_page", json!({})).unwrap_err()["code"], "stopped");
    let mut proxied = form;
    proxied["proxy"] = json!(format!("http://user:{TYPED}@127.0.0.1:9"));
    assert_eq!(page.call("join_team", json!({"form": proxied, "secret": TYPED})).unwrap_err()["field"], "proxy");
    let secret = json!({"kind": "new", "secret": TYPED});
    page.call("share_profile", json!({"alias": "support", "name": name, "secret": secret})).unwrap_err();
    let rotation = json!({"profile": name, "version": 1});
    page.call("begin_rotation", json!({"name": name, "resume": false})).unwrap_err();
    page.call("finish_rotation", json!({"rotation": rotation, "secret": TYPED})).unwrap_err();
    for command in ["team", "sync_team", "leave_team"] {
        page.call(command, json!({"alias": "support", "ask": true})).unwrap_err();
    }
    for command in ["accept_shared", "unshare_profile", "send_draft", "discard_draft"] {
        page.call(command, json!({"name": name, "over": true})).unwrap_err();
    }
}

/// Whatever a page asks of jobs: the keys of the demo's tables, which are unencrypted, are in no answer.
fn jobs(page: &Page) {
    let jobs = page.call("jobs", json!({})).unwrap();
    let table = jobs.as_array().unwrap().iter().find_map(|job| job["file"].as_str()).unwrap();
    let table = std::fs::read_to_string(table).unwrap();
    let keys: Vec<&str> =
        table.lines().skip(1).filter_map(|line| line.split(',').nth(4)).filter(|key| key.len() > 20).collect();
    assert!(keys.len() > 100, "{table}");
    for job in jobs.as_array().unwrap() {
        let job = &job["job"];
        for filter in ["all", "ok", "empty", "missing", "failed", "unknown", "renamed"] {
            let rows = page.call("job_rows", json!({"job": job, "filter": filter, "first": 0})).unwrap();
            page.call("job_pages", json!({"job": job, "filter": filter})).unwrap();
            assert!(filter != "ok" || rows[0]["key_end"].as_str().unwrap().len() == 4, "{rows}");
        }
        page.call("job_shares", json!({"job": job})).unwrap();
        page.call("plan_resume", json!({"job": job})).unwrap();
        let _ = page.call("copy_key", json!({"job": job, "seq": 1, "confirmed": true}));
    }
    page.call("expiring_keys", json!({"days": 90})).unwrap();
    // A table of keys as the list of the next job.
    let list =
        page.call("read_accounts", json!({"from": {"kind": "text", "text": table}, "sheet": null, "column": null}));
    assert!(list.unwrap()["accounts"].as_u64().unwrap() > 100);
    page.call("unsent_lines", json!({"duplicates": false, "from": 0})).unwrap();
    page.call("read_accounts", json!({"from": {"kind": "again"}, "sheet": null, "column": 4})).unwrap();
    let words = page.heard.words();
    for key in keys {
        let found = words.lines().find(|line| line.contains(key));
        assert_eq!(found, None, "{key}");
    }
}
