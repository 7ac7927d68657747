//! A token leaves on purpose, and nothing leaves by accident.

use std::process::Stdio;
use std::time::Duration;

use serde_json::json;

use crate::harness::{Ground, until};
use crate::page::Page;

/// With the keyboard alone: from the start to a token in the clipboard, read there by another program.
#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_goes_from_start_to_a_copied_token() {
    let ground = Ground::with_vault().await;
    ground.profile("Yunling", "enos-iam", "password", "li.wen");
    assert_eq!(ground.hallpass(&["login", "Yunling"], "")["outcome"], "signed_in");
    let page = Page::open(&ground, &[]).await;
    page.reads("Yunling").await;
    page.keys("yunl").await;
    page.reads("1 found").await;
    page.keys("\u{E007}").await;
    page.reads("Copied the token of Yunling").await;
    let token = token(&ground, "Yunling");
    until("the clipboard", || clipboard(&ground) == token);
    // Once more: the first holder lets go, and what the second holds stays.
    page.keys("\u{E007}").await;
    until("it is copied again", || copied(&ground) == 2);
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(clipboard(&ground), token);
    page.press("Clear now").await;
    until("the clipboard is cleared", || clipboard(&ground) != token);
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_keeps_no_secret_and_runs_no_servers_words() {
    let ground = Ground::with_vault().await;
    ground.profile("Yunling", "enos-iam", "password", "li.wen");
    let hostile = "<h1>Hostile<script>";
    ground.profile(hostile, "authing-ldap", "ldap", "sun.li");
    let page = Page::open(&ground, &[]).await;
    page.sign_in("Yunling").await;
    page.is_signed_in("Yunling").await;
    page.choose(hostile).await;
    page.choose("Yunling").await;
    let token = token(&ground, "Yunling");
    let before = page.held().await;
    let password = ground.account("enos-iam", "password", "li.wen").field("password").to_owned();
    for secret in [&token, &password] {
        assert!(!before.contains(secret.as_str()), "a secret stands in the page");
    }
    let state: serde_json::Value = serde_json::from_str(&before).unwrap();
    assert_eq!(state["hit"], json!(null));
    assert_eq!((&state["local"], &state["session"], &state["databases"]), (&json!({}), &json!({}), &json!(0)));
    assert_eq!((&state["cookies"], &state["tauri"]), (&json!(""), &json!("undefined")));
    // On purpose it is shown, and hidden again.
    page.click("//button[starts-with(@aria-label, 'Show the token')]").await;
    page.click("//button[@aria-label='Hide the token']").await;
    assert!(!page.held().await.contains(&token), "the token stays in the page");
    page.close().await;
}

/// How often something was copied.
fn copied(ground: &Ground) -> usize {
    let events = ground.hallpass(&["activity"], "");
    events["activity"].as_array().unwrap().iter().filter(|event| event["kind"] == "copied").count()
}

/// What the command hands out.
fn token(ground: &Ground, name: &str) -> String {
    let output = ground.command(crate::harness::hallpass()).args(["token", name, "--no-input"]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

pub(crate) fn clipboard(ground: &Ground) -> String {
    let mut read = ground.command("timeout");
    read.args(["2", "xclip", "-selection", "clipboard", "-o"]).stderr(Stdio::null());
    String::from_utf8_lossy(&read.output().unwrap().stdout).into_owned()
}
