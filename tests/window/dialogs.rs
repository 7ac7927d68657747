//! What lies over the window in the engine that people have: the palette, menus, dialogs and notes, at every size.

use serde_json::json;

use crate::harness::Ground;
use crate::page::Page;

const NAMES: [&str; 3] = ["Yunling", "Directory", "Conference"];
const ENTER: &str = "\u{E007}";
const ESCAPE: &str = "\u{E00C}";

/// Three that are signed in, and a clipboard that is held as long as the test takes.
async fn ground() -> Ground {
    let ground = Ground::with_vault().await;
    ground.settings(&json!({"language": "en", "theme": "light", "clipboard_seconds": 120}));
    let [iam, directory, conference] = NAMES;
    ground.profile(iam, "enos-iam", "password", "li.wen");
    ground.profile(directory, "authing-ldap", "ldap", "sun.li");
    ground.profile(conference, "quanshi", "token", "");
    for name in NAMES {
        assert_eq!(ground.hallpass(&["login", name], "")["outcome"], "signed_in");
    }
    ground
}

#[tokio::test(flavor = "multi_thread")]
async fn the_palette_shows_its_entries_and_they_can_be_clicked() {
    let ground = ground().await;
    let page = Page::open(&ground, &[]).await;
    page.reads("Yunling").await;
    page.control('k').await;
    page.find("//dialog//*[@role='option']").await;
    assert_eq!(page.misplaced().await, [""; 0]);
    let seen = "const list = document.querySelector('dialog [role=listbox]').getBoundingClientRect();\
        return [...document.querySelectorAll('dialog [role=option]')]\
            .filter((one) => one.getBoundingClientRect().bottom <= list.bottom).length >= 8";
    page.says(seen, &json!(true)).await;
    page.click("//dialog//*[@role='option'][.//*[normalize-space(.)='Settings']]").await;
    page.find("//h1[normalize-space(.)='Settings']").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_as_high_as_its_words_and_covers_no_button() {
    let ground = ground().await;
    let page = Page::open(&ground, &[]).await;
    for name in NAMES {
        page.choose(name).await;
        page.keys(ENTER).await;
        page.reads(&format!("Copied the token of {name}")).await;
        // One clipboard, one note, one countdown.
        page.says("return document.querySelectorAll('.toast, .toast .count').length", &json!(2)).await;
    }
    assert_eq!(page.misplaced().await, [""; 0]);
    page.press("More actions").await;
    page.find("//*[@role='menu']//*[@role='menuitem']").await;
    assert_eq!(page.misplaced().await, [""; 0]);
    page.keys(ESCAPE).await;

    over_a_note(&page).await;
    // As small as the window may be, and at twice its size, where it is 590 by 380.
    page.client.set_window_size(900, 580).await.unwrap();
    page.says("return innerWidth", &json!(900)).await;
    over_a_note(&page).await;
    page.client.set_window_size(1180, 760).await.unwrap();
    for _ in 0..5 {
        page.control('=').await;
    }
    page.says("return innerWidth", &json!(590)).await;
    // One pane at a time there: back to the list, whose keys are pressed.
    page.run("[...document.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Back').click()").await;
    over_a_note(&page).await;
    page.close().await;
}

/// The sheet of keys, the palette and a token in large type, while a note stands: each whole, with its buttons free.
async fn over_a_note(page: &Page) {
    page.find("//*[contains(@class, 'toast')]").await;
    for key in ["?", "\u{E009}k\u{E000}"] {
        page.keys(key).await;
        page.find("//dialog[@open]").await;
        assert_eq!(page.misplaced().await, [""; 0], "{key:?}");
        page.keys(ESCAPE).await;
        page.has_lost("//dialog").await;
    }
    let list = page.find("//*[@role='listbox']").await;
    list.send_keys(" ").await.unwrap();
    page.reads("Closes in").await;
    assert_eq!(page.misplaced().await, [""; 0], "large type");
    let drawn_over = "return [...document.querySelectorAll('dialog .body > *')]\
        .filter((one) => one.scrollHeight > one.clientHeight + 1).length";
    page.says(drawn_over, &json!(0)).await;
    page.keys(ESCAPE).await;
    page.has_lost("//dialog").await;
}
