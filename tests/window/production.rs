//! Production is entered by no single key and no single click; what asks, what it says, and what is closed again.

use serde_json::{Value, json};

use crate::harness::Ground;
use crate::page::{Page, button, row};

const ENTER: &str = "\u{E007}";
const ESCAPE: &str = "\u{E00C}";
const RIGHT: &str = "\u{E014}";

/// A system in two environments, and production by itself that nobody is signed in to.
async fn ground() -> Ground {
    let ground = Ground::with_vault().await;
    for (name, env) in [("Yunling staging", "staging"), ("Yunling live", "prod")] {
        ground.profile(name, "enos-iam", "password", "li.wen");
        let edit = ground.hallpass(&["profile", "edit", name, "--env", env, "--group", "Yunling"], "");
        assert!(edit.get("error").is_none_or(Value::is_null), "{edit}");
        assert_eq!(ground.hallpass(&["login", name], "")["outcome"], "signed_in");
    }
    ground.profile("Alone", "enos-iam", "password", "grace.hall@harbourwind.example");
    ground.hallpass(&["profile", "edit", "Alone", "--env", "prod"], "");
    ground
}

/// What left the vault of a profile, and what was sent for it, as the activity has it.
fn done(ground: &Ground, name: &str) -> Vec<String> {
    let events = ground.hallpass(&["activity"], "");
    let of = events["activity"].as_array().unwrap().iter().filter(|event| event["profile"] == name);
    let kinds = of.map(|event| event["kind"].as_str().unwrap().to_owned());
    kinds.filter(|kind| !["profile_changed", "signed_in"].contains(&kind.as_str())).collect()
}

impl Page {
    /// A double click, as a person does it.
    async fn double_click(&self, css: &str) {
        let place = self.middle(css).await;
        for _ in 0..2 {
            self.hold(place).await;
            self.let_go().await;
        }
    }

    /// The question is there and says this; it is not confirmed by the key that opened it. Escape leaves it.
    async fn asks(&self, title: &str, how_long: &str) {
        self.find(&format!("//dialog[@open]//h2[normalize-space(.)='{title}']")).await;
        self.reads(how_long).await;
        self.keys(ENTER).await;
        self.keys(ESCAPE).await;
        self.has_lost("//dialog[@open]").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_single_key_or_click_hands_out_a_production_token() {
    let ground = ground().await;
    let page = Page::open(&ground, &[]).await;
    let group = "Production of Yunling is confirmed for 10 minutes";
    page.choose("Yunling live").await;
    page.find("//*[contains(@class, 'frame') and contains(@class, 'production')]//*[@role='timer']").await;
    for (key, title) in [(ENTER, "Copy the production token?"), (" ", "Show the production token?")] {
        page.keys(key).await;
        page.asks(title, group).await;
    }
    page.click("//article//button[normalize-space(.)='Copy' or starts-with(normalize-space(.), 'Copy')]").await;
    page.asks("Copy the production token?", group).await;
    page.click("//button[starts-with(@aria-label, 'Show the token')]").await;
    page.asks("Show the production token?", group).await;
    page.double_click("[role=option][aria-selected=true] .name").await;
    page.asks("Copy the production token?", group).await;
    assert_eq!(done(&ground, "Yunling live"), Vec::<String>::new());

    // Confirmed with the mouse: it is copied, and the footer says for how long production is open.
    page.keys(ENTER).await;
    page.click("//dialog//button[@type='submit']").await;
    page.reads("Copied the token of Yunling live").await;
    page.reads("Production confirmed").await;
    page.click("//footer//button[normalize-space(.)='End now']").await;
    page.has_lost("//footer//button[normalize-space(.)='End now']").await;
    assert_eq!(done(&ground, "Yunling live"), ["copied"]);
    page.click(&row("Yunling live")).await;
    page.keys(ENTER).await;
    page.asks("Copy the production token?", group).await;
    assert_eq!(done(&ground, "Yunling live"), ["copied"]);
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_single_key_or_click_signs_in_to_production() {
    let ground = ground().await;
    let account = "grace.hall@harbourwind.example";
    let page = Page::open(&ground, &[]).await;
    let alone = "Alone is confirmed for 10 minutes";
    page.choose("Alone").await;
    let saved = button("Sign in to production with the saved password");
    page.find(&saved).await;
    for key in [ENTER, "s"] {
        page.keys(key).await;
        page.asks("Sign in to production?", alone).await;
    }
    page.click(&saved).await;
    page.asks("Sign in to production?", alone).await;
    page.double_click("[role=option][aria-selected=true] .name").await;
    page.asks("Sign in to production?", alone).await;

    // The form has the frame and says what its button does, and asks as well.
    page.press("Sign in another way").await;
    let send = "//*[contains(@class, 'frame') and contains(@class, 'production')]\
                //form//button[@type='submit'][normalize-space(.)='Sign in to production']";
    page.click(send).await;
    page.asks("Sign in to production?", alone).await;
    assert_eq!(ground.sandbox.attempts("enos-iam", account), 0, "nothing was sent");

    page.click(send).await;
    page.click("//dialog//button[@type='submit']").await;
    page.is_signed_in("Alone").await;
    assert_eq!(ground.sandbox.attempts("enos-iam", account), 1);
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_switch_of_environments_moves_by_arrows_commits_by_enter_and_asks() {
    let ground = ground().await;
    ground.hallpass(&["use", "Yunling", "staging"], "");
    let page = Page::open(&ground, &[]).await;
    page.choose("Yunling staging").await;
    let shown = async |name: &str| page.find(&format!("//h1[starts-with(normalize-space(.), '{name}')]")).await;
    page.client
        .execute("document.querySelector('.detail [role=radio][aria-checked=true]').focus()", vec![])
        .await
        .unwrap();
    page.keys(RIGHT).await;
    let at = "return [document.activeElement.textContent, document.querySelector('.detail h1 span').textContent]";
    page.says(at, &json!(["Production", "Yunling staging"])).await;
    page.keys(ENTER).await;
    page.asks("Switch to production?", "Production of Yunling is confirmed for 10 minutes").await;
    page.says(at, &json!(["Production", "Yunling staging"])).await;
    // By mouse.
    page.click("//*[@role='radio'][normalize-space(.)='Production']").await;
    page.find("//dialog[@open]//h2[normalize-space(.)='Switch to production?']").await;
    page.click("//dialog//button[@type='submit']").await;
    shown("Yunling live").await;
    // What scripts use is another matter, and says so.
    page.reads("Command line: Staging").await;
    let sets = ground.hallpass(&["group", "list"], "");
    assert!(sets.to_string().contains("\"current\":\"staging\""), "{sets}");
    page.close().await;
}
