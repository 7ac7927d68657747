//! What WebKitGTK does by itself, and what the window makes of it: zoom, its own menu, dragging, colours.

use fantoccini::Locator;
use serde_json::json;

use crate::harness::Ground;
use crate::measure::processes::PAGE;
use crate::page::Page;

const TAB: &str = "\u{E004}";
/// The names that stand beside folded controls.
const TIPS: &str = "return [...document.querySelectorAll('.tip:popover-open')].map((one) => one.textContent)";

#[tokio::test(flavor = "multi_thread")]
async fn the_window_zooms_and_all_sessions_have_a_key_of_their_own() {
    let ground = Ground::with_vault().await;
    ground.profile("Yunling", "enos-iam", "password", "li.wen");
    let page = Page::open(&ground, &[]).await;
    page.reads("Yunling").await;
    let width = async |wanted: u32| page.says("return innerWidth", &json!(wanted)).await;
    width(1180).await;
    page.control('=').await;
    width(983).await;
    page.control('-').await;
    width(1180).await;
    page.control('=').await;
    width(983).await;
    // It takes the zoom back, and the place stays; all sessions have a key of their own.
    page.control('1').await;
    page.find("//h1[normalize-space(.)='EnOS IAM']").await;
    page.control('0').await;
    width(1180).await;
    page.find("//h1[normalize-space(.)='EnOS IAM']").await;
    page.keys("\u{E00A}\u{E011}\u{E000}").await;
    page.find("//h1[normalize-space(.)='All sessions']").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mouse_opens_no_menu_of_the_engine_and_a_drag_selects_nothing() {
    let ground = Ground::with_vault().await;
    ground.profile("Yunling", "enos-iam", "password", "li.wen");
    let page = Page::open(&ground, &[]).await;
    page.choose("Yunling").await;
    let (x, y) = page.middle("[role=separator]").await;
    let list = "return [document.querySelector('.list').offsetWidth, getSelection().toString()]";
    page.drag(&[(x, y), (x + 20.0, y + 30.0), (x + 60.0, y - 80.0)]).await;
    page.says(list, &json!([408, ""])).await;
    page.drag(&[(x + 60.0, y), (x + 40.0, y + 30.0), (x + 20.0, y - 80.0)]).await;
    page.says(list, &json!([368, ""])).await;
    page.move_to((x + 80.0, y)).await;
    page.says(list, &json!([368, ""])).await;
    // The window does not hear that the button was let go: the system took the mouse away.
    for gone in ["pointercancel", "lostpointercapture"] {
        page.hold(page.middle("[role=separator]").await).await;
        page.run(&format!("document.querySelector('[role=separator]').dispatchEvent(new PointerEvent('{gone}'))"))
            .await;
        page.move_to((x - 30.0, y)).await;
        page.says(list, &json!([368, ""])).await;
        page.let_go().await;
    }
    let heard =
        "window.menus = []; window.addEventListener('contextmenu', (event) => menus.push(event.defaultPrevented))";
    page.run(heard).await;
    for place in [".list h1", "nav .places button", ".detail h1", ".detail footer"] {
        page.right_click(page.middle(place).await).await;
        page.says("return menus.splice(0)", &json!([true])).await;
    }
    // What is selected can be copied with it. Last, since the menu takes what comes after it.
    page.run("getSelection().selectAllChildren(document.querySelector('.detail h1'))").await;
    page.right_click(page.middle(".detail h1 span").await).await;
    page.says("return menus.splice(0)", &json!([false])).await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dark_is_dark_in_the_engine_from_the_start() {
    let ground = Ground::new().await;
    ground.settings(&json!({"language": "zh", "theme": "dark"}));
    let page = Page::open(&ground, &["--explore"]).await;
    let dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
    page.says(dark, &json!(true)).await;

    page.reads("全部会话").await;
    page.client.set_window_size(1180, 580).await.unwrap();
    page.says(
        "const { scrollHeight, clientHeight } = document.querySelector('.places'); return scrollHeight > clientHeight",
        &json!(true),
    )
    .await;
    // Folded while it is open: icons of one width in the middle, and no bar beside them.
    page.control('\\').await;
    let icons = "const nav = document.querySelector('nav').getBoundingClientRect();\
        const places = document.querySelector('.places');\
        const bar = places.getBoundingClientRect().left + places.clientWidth < nav.right - 1;\
        const odd = [...places.querySelectorAll('button')].map((one) => one.getBoundingClientRect())\
            .filter(({ left, width }) => width !== 39 || Math.abs(left + width / 2 - nav.width / 2) > 1);\
        return [nav.width, bar, odd.length]";
    page.says(icons, &json!([56, false, 0])).await;

    // A name stands beside what shows two letters of it: for the mouse, for the keyboard, and until Escape.
    page.move_to(page.middle("nav .mark").await).await;
    page.says(TIPS, &json!(["EnOS IAM"])).await;
    page.move_to((600.0, 300.0)).await;
    page.says(TIPS, &json!([])).await;
    page.run("document.querySelector('nav .mark').closest('button').focus()").await;
    page.keys(TAB).await;
    page.says(TIPS, &json!(["HZERO"])).await;
    page.keys("\u{E00C}").await;
    page.says(TIPS, &json!([])).await;

    page.control('\\').await;
    // Of Chinese this engine makes short lines for the sake of the last one.
    let pretty = "return [...document.querySelectorAll('*')]\
        .filter((one) => getComputedStyle(one).textWrapStyle === 'pretty').length";
    page.says(pretty, &json!(0)).await;
    page.press("设置").await;
    page.says(pretty, &json!(0)).await;
    let number = page.find("(//input[@type='number'])[1]").await;
    let before = number.prop("value").await.unwrap();
    page.run("document.querySelector('input[type=number]').scrollIntoView({ block: 'center' })").await;
    let (x, y) = page.middle("input[type=number]").await;
    // Where WebKit draws its arrows, at the end of a field that is 68 by 32.
    for place in [(x + 25.0, y - 8.0), (x + 25.0, y + 8.0)] {
        page.drag(&[place]).await;
    }
    assert_eq!(number.prop("value").await.unwrap(), before);
    page.click("//label[contains(., '浅色')]").await;
    page.says(dark, &json!(false)).await;
    page.close().await;
}

/// The ground itself: a rejection that nobody catches is seen, so that every other test fails on one.
#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_caught_is_seen() {
    let ground = Ground::with_vault().await;
    let page = Page::open(&ground, &[]).await;
    page.client.wait().for_element(Locator::Css("main")).await.unwrap();
    page.run("void Promise.reject(new Error('nobody caught it')); console.error('told')").await;
    let found = json!(["console: told", "rejection: Error: nobody caught it"]);
    page.says("return window.uncaught", &found).await;
    page.reads("Something went wrong inside the window").await;
    page.run("window.uncaught.length = 0").await;
    page.close().await;
}

/// Most virtual machines and remote desktops have none. A processor that imitates one needs a second for a frame, and threads
/// of its own.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn without_a_graphics_processor_nothing_is_drawn_with_opengl() {
    let has_one = |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().starts_with("renderD");
    if std::fs::read_dir("/dev/dri").is_ok_and(|entries| entries.flatten().any(has_one)) {
        return;
    }
    let ground = Ground::with_vault().await;
    let page = Page::open(&ground, &[]).await;
    page.reads("No profiles yet").await;
    let threads = ground.of_processes(PAGE, |process| {
        let threads = std::fs::read_dir(process.join("task")).ok()?.flatten();
        let mut names: Vec<_> =
            threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("comm")).ok()).collect();
        names.sort();
        Some(names.concat())
    });
    assert!(threads.contains("ReceiveQueue") && !threads.contains("llvmpipe"), "{threads}");
    page.close().await;
}
