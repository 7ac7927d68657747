//! The desktop around the window: notices with buttons that act, the tray's menu, a window closed to it, and a second
//! start.

use std::time::Duration;

use serde_json::json;

use crate::authkeys;
use crate::harness::{Ground, until};
use crate::page::Page;
use crate::stubs::{Desktop, Services};
use crate::token_export::clipboard;
use crate::x11::{ALT, CONTROL, Screen};

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
async fn nothing_is_shown_over_a_presentation() {
    let ground = ground().await;
    let desktop = Desktop::start(ground.bus_address(), Services::default()).await;
    let screen = Screen::connect(ground.display());
    screen.full_screen(true);
    let page = Page::open(&ground, &["--hidden"]).await;
    // The first look at the desktop may come after the first notice; what is due from then on waits.
    page.reads("Short").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let early = desktop.notices();
    assert_eq!(ground.hallpass(&["renew", "Short"], "")["error"], serde_json::Value::Null);
    until("the notice of the session before is taken back", || {
        desktop.notices().iter().all(|notice| !early.contains(notice))
    });
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(desktop.notices(), [], "nothing is shown meanwhile");
    screen.full_screen(false);
    until("it is shown afterwards", || !desktop.notices().is_empty());
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
    until("the clipboard is empty", || clipboard(&ground) != token);
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

#[tokio::test(flavor = "multi_thread")]
async fn a_window_closed_to_the_tray_is_three_keys_from_a_copied_token() {
    let ground = Ground::with_vault().await;
    let keys = json!({"language": "en", "theme": "light", "shortcut": "Ctrl+Alt+L", "clipboard_seconds": 120});
    ground.settings(&keys);
    for (name, account) in [("Harbour", "grace.hall@harbourwind.example"), ("Zephyr", "li.wen")] {
        ground.profile(name, "enos-iam", "password", account);
        assert_eq!(ground.hallpass(&["login", name], "")["outcome"], "signed_in");
    }
    let token = ground.hallpass(&["token", "Zephyr"], "")["token"].as_str().unwrap().to_owned();
    let desktop = Desktop::start(ground.bus_address(), Services { tray: true, mutter: false }).await;
    let page = Page::open(&ground, &[]).await;
    page.reads("Zephyr").await;
    let screen = Screen::connect(ground.display());
    assert!(screen.is_shown());
    while desktop.menu().await.is_none() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    screen.close_window();
    until("the window is closed to the tray", || !screen.is_shown());
    assert!(!page.text().await.is_empty(), "the program goes on");

    // One key combination, one letter, Enter.
    screen.press(&[CONTROL, ALT, 'l'.into()]);
    page.find("//dialog[@open]//input[@aria-label='Search sessions']").await;
    assert!(screen.is_shown());
    page.keys("z").await;
    page.keys("\u{E007}").await;
    until("the token is copied", || clipboard(&ground) == token);
    until("the window is hidden again", || !screen.is_shown());

    // Left by Escape, it goes where it was.
    screen.press(&[CONTROL, ALT, 'l'.into()]);
    page.find("//dialog[@open]//input[@aria-label='Search sessions']").await;
    page.keys("\u{E00C}").await;
    until("the window is hidden", || !screen.is_shown());

    // The X server tells of the key; it is not asked again and again, all day.
    let before = ground.wakes_of("shortcut");
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(before > 0 && ground.wakes_of("shortcut") - before < 3, "{before}");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn started_hidden_it_shows_nothing_until_it_is_started_again() {
    let ground = Ground::with_vault().await;
    let page = Page::open(&ground, &["--hidden"]).await;
    page.reads("No profiles yet").await;
    let screen = Screen::connect(ground.display());
    assert!(!screen.is_shown());
    let start = |argument: &[&str]| {
        ground.command(env!("CARGO_BIN_EXE_hallpass-desktop")).args(argument).status().unwrap().success()
    };
    assert!(start(&["--hidden"]));
    assert!(!screen.is_shown());
    assert!(start(&[]));
    until("the window", || screen.is_shown());
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_ends_while_the_window_is_hidden_is_told_once_and_its_notice_opens_it() {
    let ground = authkeys::ground().await;
    let desktop = Desktop::start(ground.bus_address(), Services { tray: true, mutter: false }).await;
    let page = Page::open(&ground, &[]).await;
    page.reads("Batch").await;
    authkeys::slow_job(&ground, &page).await;
    let screen = Screen::connect(ground.display());
    screen.close_window();
    until("the window is closed to the tray, the job runs on", || !screen.is_shown());
    ground.sandbox.set_latency(Some("quanshi"), Duration::ZERO);
    let job = ground.job_is("done");
    until("a notice", || !desktop.notices().is_empty());
    let [notice] = &desktop.notices()[..] else { panic!("{:?}", desktop.notices()) };
    let open = 1200 - job["ok"].as_u64().unwrap();
    let done = if open == 0 { "1,200".to_owned() } else { format!("1,{:03}", 200 - open) };
    let words = format!("authKey job finished: {done} succeeded, {open} ");
    assert!(notice.text.starts_with(&words), "{} is not {words}", notice.text);
    desktop.press(notice.id, "open").await;
    until("the window", || screen.is_shown());
    page.close().await;
}
