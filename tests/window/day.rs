//! What a day needs besides signing in: the row's own menu, undoing, packs, activity, health, and a window that is narrow
//! or magnified.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::Ground;
use crate::page::{Page, button, row};

const ESCAPE: &str = "\u{E00C}";

#[tokio::test(flavor = "multi_thread")]
async fn a_row_has_its_menu_and_what_is_removed_comes_back_with_its_session() {
    let ground = Ground::with_vault().await;
    for name in ["Yunling", "Pinewood"] {
        ground.profile(name, "enos-iam", "password", "li.wen");
    }
    let page = Page::open(&ground, &[]).await;
    page.sign_in("Yunling").await;
    page.is_signed_in("Yunling").await;

    // The menu opens where the mouse is, give or take its motion, over the row that it is about.
    page.click(&row("Pinewood")).await;
    let place = page.middle("[role=option][aria-selected=true] .name").await;
    page.right_click(place).await;
    let corner = "const { left, top } = document.querySelector('[role=menu]:popover-open').getBoundingClientRect();\
        return [left, top]";
    let opened = page.run(corner).await;
    let far = |at: usize, wanted: f64| (opened[at].as_f64().unwrap() - wanted).abs();
    assert!(far(0, place.0) < 8.0 && far(1, place.1) < 8.0, "{opened} is not {place:?}");
    page.press("Add to favourites").await;
    page.click("//nav//button[contains(., 'Favourites')]").await;
    page.says(
        "return [...document.querySelectorAll('[role=option] .name')].map((one) => one.textContent)",
        &json!(["Pinewood"]),
    )
    .await;

    // Deleted, and back with its session and password.
    page.click("//nav//button[contains(., 'All sessions')]").await;
    page.click(&row("Yunling")).await;
    page.right_click(page.middle("[role=option][aria-selected=true] .name").await).await;
    page.press("Edit the profile").await;
    page.click(&format!("//*[contains(@class, 'room')]{}", button("Delete"))).await;
    page.click(&format!("//dialog{}", button("Delete"))).await;
    page.has_lost(&row("Yunling")).await;
    page.press("Undo").await;
    page.reads("Restored Yunling").await;
    page.click("//nav//button[contains(., 'All sessions')]").await;
    page.click(&row("Yunling")).await;
    page.is_signed_in("Yunling").await;
    let sessions = ground.hallpass(&["sessions"], "");
    assert_eq!(sessions["sessions"][0]["profile"], "Yunling", "{sessions}");
    packs(&ground, &page).await;
    looked_after(&ground, &page).await;
    page.close().await;
}

/// A pack is shown before it is imported, and written without secrets.
async fn packs(ground: &Ground, page: &Page) {
    let pack = json!({"hallpass_pack": 1, "profiles": [
        {"name": "Harbour", "provider": "enos-iam", "server": "https://harbour.example", "environment": "test"},
        {"name": "Pinewood", "provider": "enos-iam", "server": "https://elsewhere.example", "environment": "dev"},
    ]});
    let file = ground.path("team.json");
    std::fs::write(&file, pack.to_string()).unwrap();
    page.click("//nav//button[contains(., 'Profiles and credentials')]").await;
    page.press("Import…").await;
    let input = page.find("//dialog//input[@type='file']").await;
    input.send_keys(file.to_str().unwrap()).await.unwrap();
    page.reads("1 new, 1 changed, 0 unchanged").await;
    page.reads("Passwords would be sent to another server or by another route: check this").await;
    assert_eq!(
        ground.hallpass(&["profile", "list"], "")["profiles"].as_array().unwrap().len(),
        2,
        "nothing is imported yet"
    );
    page.click("//dialog//input[@type='checkbox']").await;
    page.press("Import 2").await;
    page.reads("Imported 2 profiles").await;
    assert_eq!(ground.hallpass(&["profile", "list"], "")["profiles"].as_array().unwrap().len(), 3);

    page.press("Export…").await;
    page.press("Export").await;
    page.reads("hallpass-profiles-").await;
    let written = downloaded(ground, "profiles");
    assert!(written.contains("Harbour") && !written.contains("Not-Real-"), "{written}");
}

/// The activity names what happened, the health what is wrong (a weak password too, which is never told), and the bundle
/// holds no secret.
async fn looked_after(ground: &Ground, page: &Page) {
    page.click("//nav//button[contains(., 'Activity')]").await;
    page.reads("Signed in").await;
    page.click("//*[contains(@class, 'room')]//button[contains(., 'Export')]").await;
    page.reads("hallpass-activity-").await;
    assert!(downloaded(ground, "activity").contains("Yunling,signed_in"));
    ground.hallpass(&["profile", "edit", "Yunling", "--secret", "password=-"], "123456");
    page.click("//nav//button[contains(., 'Health')]").await;
    page.reads("This machine").await;
    page.reads("Weak password").await;
    assert!(!page.client.source().await.unwrap().contains("123456"), "the judgement alone is in the page");
    page.reads("System keyring").await;
    page.press("Save a support bundle").await;
    page.reads("hallpass-support-").await;
    let bundle: Value = serde_json::from_str(&downloaded(ground, "support")).unwrap();
    let text = bundle.to_string();
    assert_eq!(bundle["profiles"].as_array().unwrap().len(), 3);
    for secret in ["Not-Real-", "Yunling", "li.wen", "127.0.0.1"] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
}

/// The file of that kind in the folder of downloads: without a desktop's own, the person's home.
fn downloaded(ground: &Ground, kind: &str) -> String {
    let named = |path: &std::path::PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&format!("hallpass-{kind}-")))
    };
    let mut files =
        std::fs::read_dir(ground.path("home")).unwrap().filter_map(|entry| entry.ok().map(|entry| entry.path()));
    std::fs::read_to_string(files.find(named).unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn magnified_the_window_shows_one_pane_and_a_field_with_its_help() {
    let ground = Ground::with_vault().await;
    ground.profile("Yunling", "enos-iam", "password", "li.wen");
    let page = Page::open(&ground, &[]).await;
    page.choose("Yunling").await;
    // The wheel with Ctrl zooms as the keys do.
    // The driver turns a wheel, but not while a key is held: the event is made here, by the name that this engine gives
    // it as well, and all that it leads to is real.
    let turn = "document.querySelector('.detail article').dispatchEvent(\
        new WheelEvent('mousewheel', { ctrlKey: true, deltaY: -120, bubbles: true, cancelable: true }))";
    page.run(turn).await;
    page.says("return innerWidth < 1180", &json!(true)).await;
    for _ in 0..12 {
        if page.run("return innerWidth <= 600").await == json!(true) {
            break;
        }
        page.control('=').await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    page.says("return innerWidth <= 600", &json!(true)).await;

    // One pane at a time: the session is in front, its list one press away, the sidebar a menu.
    let shown =
        "return ['.list', '.detail .frame', 'nav .places'].map((one) => document.querySelector(one).checkVisibility())";
    page.says(shown, &json!([false, true, false])).await;
    // The driver does not know that the page is magnified, and would press beside what it means.
    let press = async |what: &str| page.run(&format!("{what}.click()")).await;
    let named = |words: &str| {
        format!(
            "[...document.querySelectorAll('button')].find((one) => one.textContent.trim() === '{words}' && one.checkVisibility())"
        )
    };
    press(&named("Back")).await;
    page.says(shown, &json!([true, false, false])).await;
    press(&named("Menu")).await;
    page.says(shown, &json!([true, false, true])).await;
    press("document.querySelector('nav .places button')").await;
    page.says(shown, &json!([true, false, false])).await;
    press("document.querySelector('[role=option]')").await;
    page.says(shown, &json!([false, true, false])).await;

    // Each field of the form is seen whole with its help, however one comes to it.
    press("document.querySelector('.detail [aria-haspopup=menu]')").await;
    press(&named("Edit the profile")).await;
    page.find("//*[@data-field='name']").await;
    page.run("document.querySelectorAll('details').forEach((one) => (one.open = true))").await;
    let fields = page.run("return document.querySelectorAll('[data-field] :is(input, select)').length").await;
    for at in 0..fields.as_u64().unwrap().min(8) {
        page.run(&format!("document.querySelectorAll('[data-field] :is(input, select)')[{at}].focus()")).await;
        page.keys("\u{E004}").await;
        let seen_whole = "const field = document.activeElement.closest('.field');\
            if (!field) return null;\
            const [it, view] = [field, document.querySelector('.room')].map((one) => one.getBoundingClientRect());\
            return it.height > view.height || (it.top >= view.top - 1 && it.bottom <= Math.min(view.bottom, innerHeight) + 1)";
        let seen = page.run(seen_whole).await;
        assert_ne!(seen, json!(false), "field {at} is cut");
    }
    page.keys(ESCAPE).await;
    page.control('0').await;
    page.says("return innerWidth", &json!(1180)).await;
    page.close().await;
}
