//! Pictures of every screen, in both languages and themes, from the real window: `cargo xtask screenshots`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;

use crate::harness::Ground;
use crate::page::{Page, row};

/// What is pressed to get to a screen, in one language.
struct Words {
    lang: &'static str,
    next: &'static str,
    make: &'static str,
    profiles: &'static str,
    new: &'static str,
    settings: &'static str,
    waiting: &'static str,
}

const LANGUAGES: [Words; 2] = [
    Words {
        lang: "zh",
        next: "下一步",
        make: "创建保险库",
        profiles: "配置与凭据",
        new: "新建",
        settings: "设置",
        waiting: "需要您操作",
    },
    Words {
        lang: "en",
        next: "Next",
        make: "Create the vault",
        profiles: "Profiles and credentials",
        new: "New",
        settings: "Settings",
        waiting: "Input required",
    },
];

/// A production profile of the demo.
const PRODUCTION: &str = "青松软件·域账号";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "makes pictures for people to look at: cargo xtask screenshots"]
async fn every_screen_in_both_languages_and_themes() {
    let folder = PathBuf::from(std::env::var_os("SCREENSHOTS").expect("SCREENSHOTS names a folder"));
    std::fs::create_dir_all(&folder).unwrap();
    for words in &LANGUAGES {
        for theme in ["light", "dark"] {
            first_run(words, theme, &folder).await;
            main_window(words, theme, &folder).await;
        }
    }
}

async fn first_run(words: &Words, theme: &str, folder: &Path) {
    let ground = Ground::new().await;
    ground.settings(&json!({"language": words.lang, "theme": theme}));
    let page = Page::open(&ground, &[]).await;
    let take = async |screen: &str| picture(&ground, folder, words, theme, screen).await;
    page.find(&crate::page::button(words.next)).await;
    take("first-run-1").await;
    page.press(words.next).await;
    page.find(&crate::page::button(words.make)).await;
    take("first-run-2").await;
    page.press(words.make).await;
    let written = page.find("//*[@type='checkbox' or @role='switch' or @role='checkbox']").await;
    take("first-run-recovery").await;
    written.click().await.unwrap();
    page.press(words.next).await;
    page.find("//button[contains(normalize-space(.), 'EnOS IAM')]").await;
    take("first-run-3").await;
    page.close().await;
}

async fn main_window(words: &Words, theme: &str, folder: &Path) {
    let ground = Ground::new().await;
    ground.settings(&json!({"language": words.lang, "theme": theme}));
    let page = Page::open(&ground, &["--explore"]).await;
    for name in ["云岭新能源·开发", "Harbour Wind", PRODUCTION, "Pinewood, blocked", "梧桐会议·接口", "云岭·新同事"]
    {
        start(&page, name).await;
        if name == PRODUCTION {
            page.click("//dialog[@open]//button[@type='submit']").await;
        }
        page.find("//*[@role='timer']").await;
    }
    let take = async |screen: &str| picture(&ground, folder, words, theme, screen).await;
    questions(&page, take).await;
    let take = async |screen: &str| picture(&ground, folder, words, theme, screen).await;
    production(&page, take).await;
    let take = async |screen: &str| picture(&ground, folder, words, theme, screen).await;
    over_the_window(&page, take).await;
    let take = async |screen: &str| picture(&ground, folder, words, theme, screen).await;
    places(&page, words, take).await;
    page.close().await;
}

/// What servers ask, each in its sign-in.
async fn questions(page: &Page, take: impl AsyncFn(&str)) {
    for (name, asked, screen) in [
        ("海棠制造·验证码", "//form//img", "captcha"),
        ("海棠制造·短信", "//*[@autocomplete='one-time-code']", "sms"),
        ("Portal demo", "//*[@type='radio' or @role='radio']", "organisation"),
    ] {
        start(page, name).await;
        page.find(asked).await;
        take(screen).await;
    }
}

/// Production that nobody is signed in to, its question, its form; and what signing in to all would send.
async fn production(page: &Page, take: impl AsyncFn(&str)) {
    let buttons = "//article//*[contains(@class, 'empty')]//button";
    open(page, "云岭新能源·生产").await;
    page.find(&format!("({buttons})[2]")).await;
    take("production").await;
    page.keys("\u{E007}").await;
    page.find("//dialog[@open]").await;
    take("production-question").await;
    page.keys("\u{E00C}").await;
    page.has_lost("//dialog").await;
    page.click(&format!("({buttons})[2]")).await;
    page.find("//form[.//code]").await;
    take("sign-in").await;
    page.keys("\u{E00C}").await;
    page.find(buttons).await;
    page.control('a').await;
    page.keys("s").await;
    page.find("//dialog[@open]//fieldset").await;
    take("bulk").await;
    page.keys("\u{E00C}").await;
    page.has_lost("//dialog").await;
    page.keys("\u{E00C}").await;
}

/// What lies over the window, and the window with its sidebar folded.
async fn over_the_window(page: &Page, take: impl AsyncFn(&str)) {
    // The list stands at its end, and what is far above is not in the page.
    page.keys("\u{E011}").await;
    open(page, "云岭新能源·开发").await;
    page.find("//*[@role='timer']").await;
    for (keys, screen) in [("\u{E007}", "copied"), ("\u{E009}k\u{E000}", "palette"), ("?", "shortcuts"), (" ", "large")]
    {
        page.keys(keys).await;
        let shown = if screen == "copied" { "//*[contains(@class, 'toast')]" } else { "//dialog[@open]" };
        page.find(shown).await;
        take(screen).await;
        if screen != "copied" {
            page.keys("\u{E00C}").await;
            page.has_lost("//dialog").await;
        }
    }
    page.control('\\').await;
    take("folded").await;
    page.control('\\').await;
}

/// Sessions, and where the sidebar leads.
async fn places(page: &Page, words: &Words, take: impl AsyncFn(&str)) {
    open(page, "云岭·新同事").await;
    take("limited").await;
    open(page, "云岭新能源·开发").await;
    // The messages of signing in have gone.
    tokio::time::sleep(Duration::from_secs(4)).await;
    take("main").await;
    let inbox = format!("//nav//*[self::button or self::a][starts-with(normalize-space(.), '{}')]", words.waiting);
    page.find(&inbox).await.click().await.unwrap();
    page.find("//form//img").await;
    take("inbox").await;
    page.press(words.profiles).await;
    take("profiles").await;
    page.press(words.settings).await;
    take("settings").await;
    page.press(words.new).await;
    take("editor-systems").await;
    page.find("(//button[contains(normalize-space(.), 'HZERO')])[last()]").await.click().await.unwrap();
    page.find("//form").await;
    take("editor").await;
}

async fn open(page: &Page, name: &str) {
    page.click(&row(name)).await;
}

async fn start(page: &Page, name: &str) {
    open(page, name).await;
    page.sign_in_chosen().await;
}

async fn picture(ground: &Ground, folder: &Path, words: &Words, theme: &str, screen: &str) {
    // Motion is over after 180 ms.
    tokio::time::sleep(Duration::from_millis(400)).await;
    ground.picture(&folder.join(format!("{screen}-{}-{theme}.png", words.lang)));
}
