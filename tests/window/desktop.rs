//! The desktop around the window: notices with buttons that act, the tray's menu, a window closed to it, and a second
//! start.

use std::time::Duration;

use serde_json::json;

use crate::harness::{Ground, until};
use crate::page::Page;
use crate::stubs::{Desktop, Services};
use crate::token_export::clipboard;

/// A session that lasts a minute and can be renewed; nothing is renewed automatically.
async fn ground() -> Ground {
    let ground = Ground::with_vault().await;
    ground.settings(&json!({"language": "en", "theme": "light", "auto_renew": "off", "clipboard_seconds": 120}));
    let short = [("client_id", "hallpass-short"), ("client_secret", "not-a-real-client-06")];
    ground.profile_with("Short", "hzero", "password", "", &short);
    assert_eq!(ground.hallpass(&["login", "Short"], "")["outcome"], "signed_in");
    ground
}

fn renewals(ground: &Ground) -> usize {
    let events = ground.hallpass(&["activity"], "");
    events["activity"].as_array().unwrap().iter().filter(|event| event["kind"] == "renewed").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notices_button_renews_once_and_a_lock_takes_notices_back() {
    let ground = ground().await;
    let desktop = Desktop::start(ground.bus_address(), Services::default()).await;
    let page = Page::open(&ground, &[]).await;
    until("a notice", || !desktop.notices().is_empty());
    let notice = desktop.notices().remove(0);
    assert_eq!(notice.text, "1 development session expires within 5 min");
    let buttons: Vec<&str> = notice.buttons.iter().map(|(_, label)| label.as_str()).collect();
    assert_eq!(buttons, ["Hallpass", "Renew", "Later"]);
    assert_eq!(renewals(&ground), 0);
    desktop.press(notice.id, "renew").await;
    until("it is renewed", || renewals(&ground) == 1);
    // The new session lasts a minute as well: a notice of its own, in place of the first or after it.
    until("the next notice", || !desktop.notices().is_empty());
    assert_eq!(desktop.notices().len(), 1);

    desktop.screen("org.gnome.ScreenSaver", true).await;
    page.reads("Locked").await;
    until("the notices are gone", || desktop.notices().is_empty());
    assert_eq!(renewals(&ground), 1, "one press is one renewal");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trays_menu_copies_opens_and_locks_and_a_second_start_shows_the_window() {
    let ground = ground().await;
    let desktop = Desktop::start(ground.bus_address(), Services { tray: true, mutter: false }).await;
    let page = Page::open(&ground, &[]).await;
    page.choose("Short").await;
    let token = ground.hallpass(&["token", "Short"], "")["token"].as_str().unwrap().to_owned();
    let mut menu = desktop.menu().await.unwrap();
    for _ in 0..100 {
        if menu.find("Short").is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        menu = desktop.menu().await.unwrap();
    }
    assert_eq!((menu.entries[0].label.as_str(), menu.entries[0].enabled), ("1 expiring soon", false));
    let session = menu.find("Short").expect("the session is listed");
    let acts: Vec<&str> = session.entries.iter().map(|entry| entry.label.as_str()).collect();
    assert_eq!(acts, ["Copy token", "Renew", "Sign out"]);
    desktop.choose(session.entries[0].id).await;
    until("the token is copied", || clipboard(&ground) == token);
    // It asks first, in the window.
    desktop.choose(session.entries[2].id).await;
    page.find("//dialog[@open]").await;
    page.keys("\u{E00C}").await;
    page.has_lost("//dialog[@open]").await;

    desktop.choose(menu.find("Lock").unwrap().id).await;
    page.reads("Locked").await;
    let locked = desktop.menu().await.unwrap();
    assert!(!locked.words().contains("Short"), "{}", locked.words());

    // With a key bound to it: the switcher waits until the window is unlocked.
    let again = ground.command(env!("CARGO_BIN_EXE_hallpass-desktop")).arg("--show").status().unwrap();
    assert!(again.success());
    page.press("Unlock").await;
    page.find("//dialog[@open]//input[@aria-label='Search sessions']").await;
    page.keys("\u{E007}").await;
    until("the token is copied again", || clipboard(&ground) == token);
    page.close().await;
}
