//! Batches of authKeys in the real window: from a pasted column to a table on disk, paused, killed and resumed; a key
//! revoked; a job of the command beside it.

use std::collections::HashMap;
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Ground, hallpass, until};
use crate::page::{Page, button};

/// A session that can export keys, and a folder for tables.
pub(crate) async fn ground() -> Ground {
    let ground = Ground::with_vault().await;
    std::fs::create_dir_all(ground.path("home")).unwrap();
    ground.profile("Batch", "quanshi", "token", "");
    assert_eq!(ground.hallpass(&["login", "Batch"], "")["outcome"], "signed_in");
    ground
}

/// A job of 1,200 accounts, started in the window, whose server takes a second for each request.
pub(crate) async fn slow_job(ground: &Ground, page: &Page) {
    page.batch().await;
    page.press("New job").await;
    page.paste(&(0..1200).map(|n| format!("u{n}@corp.example\n")).collect::<String>()).await;
    page.reads("1,200 accounts").await;
    page.choose_one("Unencrypted").await;
    ground.sandbox.set_latency(Some("quanshi"), Duration::from_millis(1000));
    page.press("Start").await;
    ground.job_is("running");
}

impl Ground {
    fn jobs(&self) -> Vec<Value> {
        self.hallpass(&["authkeys", "jobs"], "")["jobs"].as_array().unwrap().clone()
    }

    /// The newest job, once it is so.
    pub(crate) fn job_is(&self, state: &str) -> Value {
        let mut job = Value::Null;
        until(state, || {
            job = self.jobs().into_iter().next().unwrap_or_default();
            job["state"] == state
        });
        job
    }

    /// Every row of a table with a key has the server's.
    fn keys_are_right(&self, job: &Value) -> HashMap<String, String> {
        let table = std::fs::read_to_string(job["file"].as_str().unwrap()).unwrap();
        let rows =
            table.lines().skip(1).map(|line| line.split(',').map(|cell| cell.trim_matches('"')).collect::<Vec<_>>());
        let mut status = HashMap::new();
        for row in rows {
            if row[6] == "ok" {
                let truth = self.sandbox.hook("quanshi", "key", json!({"account": row[0]})).unwrap();
                assert_eq!(truth["auth_key"], row[4], "{row:?}");
            }
            status.insert(row[0].to_owned(), row[6].to_owned());
        }
        status
    }
}

impl Page {
    pub(crate) async fn batch(&self) {
        self.keys("\u{E009}b\u{E000}").await;
        self.find("//h1[normalize-space(.)='Batch authKeys']").await;
    }

    /// One of several that stand side by side.
    pub(crate) async fn choose_one(&self, words: &str) {
        self.click(&format!("//label[.//input[@type='radio']][normalize-space(.)='{words}']")).await;
    }

    /// Puts a column into the clipboard's event, as a spreadsheet would.
    pub(crate) async fn paste(&self, text: &str) {
        self.find("//textarea").await;
        let script = "const data = new DataTransfer(); data.setData('text/plain', arguments[0]); \
                      const field = document.querySelector('textarea'); field.focus(); \
                      const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}); \
                      if (field.dispatchEvent(event)) { field.value = arguments[0]; field.dispatchEvent(new Event('input', {bubbles: true})); }";
        self.client.execute(script, vec![json!(text)]).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_column_is_paused_killed_and_resumed_and_its_table_is_right() {
    let ground = ground().await;
    let page = Page::open(&ground, &[]).await;
    page.reads("Batch").await;
    page.batch().await;
    page.press("New job").await;
    let line = |n: usize| format!("{}u{n}@corp.example\tteam{}\n", if n % 40 == 7 { "nokey" } else { "" }, n % 3);
    let column: String = (0..2400).map(line).collect();
    page.paste(&format!("loginname\tteam\n{column}u1@corp.example\tagain\n")).await;
    page.reads("2,400 accounts").await;
    page.reads("1 duplicates").await;
    page.click("//label[normalize-space(.)='Create keys for accounts without one']").await;
    page.reads("existing keys of up to 2,400 accounts will be set to expire on").await;
    page.choose_one("Unencrypted").await;
    page.reads("The file contains unencrypted keys").await;
    page.press("Dry run").await;
    page.reads("Dry run: 2,400 accounts, about 48 requests to read them; nothing was sent").await;
    assert_eq!(ground.sandbox.counts("quanshi").requests, 0, "a dry run sends nothing");

    // A number is to be typed, and another one is not enough.
    ground.sandbox.set_latency(Some("quanshi"), Duration::from_millis(600));
    page.press("Start").await;
    page.fill("Type the number of accounts, 2,400, to confirm", "240").await;
    page.press("Confirm and start").await;
    page.reads("Type 2,400").await;
    assert!(ground.jobs().is_empty());
    page.fill("Type the number of accounts, 2,400, to confirm", "2400").await;
    page.press("Confirm and start").await;
    page.press("Pause").await;
    page.reads("Paused: resume at any time").await;
    let paused = ground.job_is("paused");
    assert!(paused["ok"].as_u64().unwrap() < 2400, "{paused}");

    // Killed at work, it is paused, and goes on where it was.
    page.press("Resume").await;
    ground.job_is("running");
    page.kill();
    ground.job_is("paused");
    let page = Page::open(&ground, &[]).await;
    page.reads("Batch").await;
    page.batch().await;
    page.reads("2,400 accounts").await;
    ground.sandbox.set_latency(Some("quanshi"), Duration::ZERO);
    page.press("Resume").await;
    page.reads("Key table written to").await;
    let job = ground.job_is("done");
    let status = ground.keys_are_right(&job);
    assert_eq!((status.len(), status.values().filter(|status| *status == "ok").count()), (2400, 2400));
    let made = ground.sandbox.hook("quanshi", "minted", json!({})).unwrap();
    assert_eq!((made["minted"].as_u64(), made["surplus"].as_u64()), (Some(60), Some(0)), "{made}");
    page.reads("••••").await;
    let keys = std::fs::read_to_string(job["file"].as_str().unwrap()).unwrap();
    let held = page.held().await;
    for key in keys.lines().skip(1).take(20).map(|line| line.split(',').nth(4).unwrap()) {
        assert!(!held.contains(key), "{key}");
    }
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leavers_key_is_revoked_and_production_asks_first() {
    let ground = ground().await;
    std::fs::write(ground.path("list.csv"), "loginname\nann@corp.example\nbob@corp.example\n").unwrap();
    let (list, out) = (ground.path("list.csv"), ground.path("keys.csv"));
    let export = ["authkeys", "export", "Batch", "--accounts", list.to_str().unwrap(), "--out", out.to_str().unwrap()];
    ground.hallpass(&[&export[..], &["--expires", "6d", "--plain"]].concat(), "");
    ground.hallpass(&["profile", "edit", "Batch", "--env", "prod"], "");
    let page = Page::open(&ground, &[]).await;
    page.reads("Batch").await;
    page.batch().await;
    page.click("//button[.//*[normalize-space(.)='Keys expiring soon']]").await;
    page.click("//input[@aria-label='Select ann@corp.example']").await;
    page.press("Revoke now").await;
    page.reads("Existing keys of up to 1 accounts will be revoked at once").await;
    page.choose_one("Unencrypted").await;
    page.press("Start").await;
    page.find("//dialog[@open]//h2[normalize-space(.)='Run this job in production?']").await;
    page.click("//dialog//button[@type='submit']").await;
    page.fill("Type the number of accounts, 1, to confirm", "1").await;
    let sent = ground.sandbox.counts("quanshi").requests;
    page.press("Confirm and start").await;
    page.reads("Key table written to").await;
    assert_eq!(ground.sandbox.counts("quanshi").requests, sent + 1);
    let job = ground.job_is("done");
    assert_eq!((job["revoke"].as_bool(), job["asked"].as_u64()), (Some(true), Some(1)), "{job}");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_of_the_command_is_seen_at_work_and_nobody_else_works_on_it() {
    let ground = ground().await;
    let list: String = (0..1200).map(|n| format!("u{n}@corp.example\n")).collect();
    std::fs::write(ground.path("list.txt"), list).unwrap();
    let page = Page::open(&ground, &[]).await;
    page.reads("Batch").await;
    page.batch().await;
    page.reads("No jobs yet").await;
    ground.sandbox.set_latency(Some("quanshi"), Duration::from_millis(1500));
    let mut command = ground.command(hallpass());
    command.args(["authkeys", "export", "Batch", "--expires", "30d", "--plain", "--no-input", "--json", "--accounts"]);
    command.arg(ground.path("list.txt")).arg("--out").arg(ground.path("keys.csv"));
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    page.click("//section//ul//button[.//*[normalize-space(.)='Batch']]").await;
    page.reads(&format!("hallpass (process {}) works on it", child.id())).await;
    page.has_lost(&button("Resume")).await;
    ground.sandbox.set_latency(Some("quanshi"), Duration::ZERO);
    page.reads("Key table written to").await;
    assert!(child.wait().unwrap().success());
    page.close().await;
}
