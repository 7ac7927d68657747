//! The lock: what the desktop says locks the window, and what that means.

use std::fs;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::{Value, json};

use crate::authkeys;
use crate::harness::{Ground, until};
use crate::page::Page;
use crate::stubs::{Desktop, Services};
use crate::token_export::clipboard;

const WORDS: &str = "an invented passphrase of seven words";

/// A vault with a passphrase, and a session whose token can be copied.
async fn ground() -> (Ground, String) {
    let ground = Ground::new().await;
    let file = ground.path("passphrase");
    fs::write(&file, WORDS).unwrap();
    let by = format!("--passphrase-file={}", file.display());
    ground.settings(&json!({"language": "en", "theme": "light", "clipboard_seconds": 120, "reveal_seconds": 120}));
    for line in [&["vault", "init", "--passphrase", &by][..], &["vault", "unlock", &by]] {
        let said = ground.hallpass(line, "");
        assert!(said.get("error").is_none_or(Value::is_null), "{said}");
    }
    ground.profile("Yunling", "enos-iam", "password", "li.wen");
    assert_eq!(ground.hallpass(&["login", "Yunling"], "")["outcome"], "signed_in");
    let token = ground.hallpass(&["token", "Yunling"], "")["token"].as_str().unwrap().to_owned();
    (ground, token)
}

impl Page {
    /// Whether a token is shown; its letters and digits are elements of their own.
    async fn shows(&self, token: &str) -> bool {
        let all = "return document.documentElement.textContent.includes(arguments[0])";
        self.client.execute(all, vec![json!(token)]).await.unwrap() == json!(true)
    }

    /// The page is locked, and from the moment that it says so it holds nothing of the session.
    async fn is_emptied(&self) {
        self.reads("Locked").await;
        let held = self.held().await;
        let named = ["Yunling", "li.wen", "IAM_"].iter().find(|name| held.contains(**name));
        assert_eq!(named, None, "the locked page still holds:\n{held}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_screen_empties_the_page_the_clipboard_and_the_tray() {
    let (ground, token) = ground().await;
    let desktop = Desktop::start(ground.bus_address(), Services { tray: true, mutter: false }).await;
    let page = Page::open(&ground, &[]).await;
    page.choose("Yunling").await;
    page.click("//button[starts-with(@aria-label, 'Show the token')]").await;
    page.click("//button[starts-with(normalize-space(.), 'Copy')][contains(normalize-space(.), 'Enter')]").await;
    page.reads("Copied the token of Yunling").await;
    until("the clipboard", || clipboard(&ground) == token);
    assert!(page.shows(&token).await);
    assert!(desktop.menu().await.unwrap().words().contains("Yunling"));

    desktop.screen("org.gnome.ScreenSaver", false).await;
    desktop.screen("org.gnome.ScreenSaver", true).await;
    page.is_emptied().await;
    until("the clipboard is empty", || clipboard(&ground) != token);
    assert_eq!(ground.hallpass(&["token", "Yunling"], "")["error"]["code"], "vault_locked");
    let menu = desktop.menu().await.unwrap();
    assert_eq!((menu.words().contains("Yunling"), menu.entries[0].label.as_str()), (false, "Locked"));
    // The page may ask, and is told nothing.
    let asked = "const done = arguments[0]; __TAURI_INTERNALS__.invoke('overview').then(() => done('told'), ({code}) => done(code))";
    assert_eq!(page.client.execute_async(asked, vec![]).await.unwrap(), json!("vault_locked"));

    // A terminal unlocks it for every program; the next lock of the screen ends that, whatever the window has to hide.
    let unlock = format!("--passphrase-file={}", ground.path("passphrase").display());
    ground.hallpass(&["vault", "unlock", &unlock], "");
    assert_eq!(ground.hallpass(&["token", "Yunling"], "")["token"].as_str(), Some(&*token));
    desktop.screen("org.gnome.ScreenSaver", true).await;
    until("the unlock has ended", || ground.hallpass(&["token", "Yunling"], "")["error"]["code"] == "vault_locked");

    page.fill("Passphrase", "other words").await;
    page.press("Unlock").await;
    page.reads("does not match the vault").await;
    page.fill("Passphrase", WORDS).await;
    page.press("Unlock").await;
    page.choose("Yunling").await;
    // Revealed before, and not any more.
    assert!(!page.shows(&token).await);
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sleep_another_user_and_the_session_lock_it_and_the_machine_waits_for_that() {
    let ground = Ground::with_vault().await;
    ground.profile("Yunling", "enos-iam", "password", "li.wen");
    assert_eq!(ground.hallpass(&["login", "Yunling"], "")["outcome"], "signed_in");
    let desktop = Desktop::start(ground.bus_address(), Services::default()).await;
    let page = Page::open(&ground, &[]).await;
    page.choose("Yunling").await;
    until("the machine is kept awake for the lock", || desktop.is_kept_awake());

    desktop.sleep(true).await;
    page.is_emptied().await;
    until("the machine may sleep", || !desktop.is_kept_awake());
    page.reads("Next session expires in").await;
    desktop.sleep(false).await;
    until("it is kept awake for the next lock", || desktop.is_kept_awake());

    for way in ["session", "user", "saver"] {
        page.press("Unlock").await;
        page.choose("Yunling").await;
        match way {
            "session" => desktop.lock_session().await,
            "user" => desktop.switch_user().await,
            _ => desktop.screen("org.freedesktop.ScreenSaver", true).await,
        }
        page.is_emptied().await;
    }
    page.close().await;
}

/// The command asks for a lock, and the page holds nothing any more.
async fn the_command_locks(ground: &Ground) {
    let page = Page::open(ground, &[]).await;
    page.choose("Yunling").await;
    let said = ground.hallpass(&["vault", "lock"], "");
    assert!(said.get("error").is_none_or(Value::is_null), "{said}");
    page.is_emptied().await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_locks_an_open_window_whose_vault_has_a_passphrase() {
    the_command_locks(&ground().await.0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_locks_an_open_window_whose_key_is_in_the_keyring() {
    let ground = Ground::with_vault().await;
    ground.profile("Yunling", "enos-iam", "password", "li.wen");
    assert_eq!(ground.hallpass(&["login", "Yunling"], "")["outcome"], "signed_in");
    the_command_locks(&ground).await;
}

/// Half a minute of the minute after which it locks is waited for.
#[tokio::test(flavor = "multi_thread")]
async fn an_idle_lock_is_announced_and_a_movement_elsewhere_takes_it_back() {
    let ground = Ground::with_vault().await;
    ground.settings(&json!({"language": "en", "theme": "light", "lock_minutes": 1}));
    let desktop = Desktop::start(ground.bus_address(), Services { tray: false, mutter: true }).await;
    desktop.idle.store(10_000_000, Ordering::SeqCst);
    let page = Page::open(&ground, &[]).await;
    page.reads("Locks in").await;
    desktop.idle.store(0, Ordering::SeqCst);
    page.has_lost("//*[contains(normalize-space(.), 'Locks in')][not(*)]").await;
    page.reads("All sessions").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_goes_on_behind_the_lock_and_nothing_else_does() {
    let ground = authkeys::ground().await;
    let desktop = Desktop::start(ground.bus_address(), Services::default()).await;
    let page = Page::open(&ground, &[]).await;
    page.reads("Batch").await;
    authkeys::slow_job(&ground, &page).await;
    desktop.screen("org.freedesktop.ScreenSaver", true).await;
    page.reads("Locked").await;
    assert!(!page.held().await.contains("u1@corp.example"));
    assert_eq!(ground.job_is("running")["state"], "running");
    ground.sandbox.set_latency(Some("quanshi"), Duration::ZERO);
    let done = ground.job_is("done");
    assert_eq!(done["asked"], 1200, "{done}");
    page.reads("Locked").await;
    page.press("Unlock").await;
    page.click("//section//ul//button[.//*[normalize-space(.)='Batch']]").await;
    page.reads("Key table written to").await;
    page.close().await;
}
