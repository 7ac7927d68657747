//! Batches of authKeys in the real window: from a pasted column to a table on disk, paused, killed and resumed; a key
//! revoked; a job of the command beside it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Ground, hallpass, until};
use crate::list_files::choose_path;
use crate::page::{Page, button};
use crate::x11::Screen;

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

    /// Keys that the server made, and those among them that were made a second time.
    fn minted(&self) -> (u64, u64) {
        let made = self.sandbox.hook("quanshi", "minted", json!({})).unwrap();
        (made["minted"].as_u64().unwrap(), made["surplus"].as_u64().unwrap())
    }

    /// Every row of a table with a key has the server's.
    fn keys_are_right(&self, table: &str) -> HashMap<String, String> {
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

/// A folder that is nearly full: what is written there finds no room. Mounting needs root, as which CI runs.
struct Full<'a>(&'a Path);

impl<'a> Full<'a> {
    fn new(folder: &'a Path) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(folder).status();
        assert!(done.is_ok_and(|status| status.success()), "a small file system is mounted, which needs root");
        Self(folder)
    }
}

impl Drop for Full<'_> {
    fn drop(&mut self) {
        // Before the folder is removed.
        let _ = Command::new("umount").arg("--lazy").arg(self.0).status();
    }
}

/// A key of the stock `age`: its file and its recipient.
fn age_key(ground: &Ground) -> (PathBuf, String) {
    let file = ground.path("age.key");
    let made = Command::new("age-keygen").arg("-o").arg(&file).output().expect("age is installed by the set-up");
    let said = String::from_utf8(made.stderr).unwrap();
    (file, said.lines().find_map(|line| line.strip_prefix("Public key: ")).expect("a public key").to_owned())
}

/// Requests and answers are lost, a person pauses, the program is killed while keys are made, the disk is full: in the
/// end each account has its key in a table that its receiver alone can read, and no key was made that nobody has.
#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn five_thousand_pasted_accounts_get_their_keys_whatever_happens_on_the_way() {
    let ground = ground().await;
    let (documents, config) = (ground.path("home/Documents"), ground.path("config"));
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("user-dirs.dirs"), "XDG_DOCUMENTS_DIR=\"$HOME/Documents\"\n").unwrap();
    let full = Full::new(&documents);
    let (secret, recipient) = age_key(&ground);
    let page = Page::open(&ground, &[]).await;
    page.reads("Batch").await;
    page.batch().await;
    page.press("New job").await;
    let line = |n: usize| format!("{}u{n}@corp.example\tteam{}\n", if n % 5 == 2 { "nokey" } else { "" }, n % 3);
    let column: String = (0..5000).map(line).collect();
    page.paste(&format!("loginname\tteam\n{column}u1@corp.example\tagain\n")).await;
    page.reads("5,000 accounts").await;
    page.reads("1 duplicate").await;
    page.click("//label[normalize-space(.)='Create keys for accounts without one']").await;
    page.reads("existing keys of up to 5,000 accounts will be set to expire on").await;
    page.fill("Recipient's public key", &recipient).await;
    page.press("Dry run").await;
    page.reads("Dry run: 5,000 accounts, about 100 requests to read them; nothing was sent").await;
    assert_eq!(ground.sandbox.counts("quanshi").requests, 0, "a dry run sends nothing");

    // A number is to be typed, and another one is not enough.
    let chaos = |how: Value| assert!(ground.sandbox.hook("quanshi", "chaos", how).unwrap().get("error").is_none());
    chaos(json!({"lose_requests": 0.1, "lose_answers": 0.1, "seed": 11}));
    ground.sandbox.set_latency(Some("quanshi"), Duration::from_millis(300));
    page.press("Start").await;
    page.fill("Type the number of accounts, 5,000, to confirm", "500").await;
    page.press("Confirm and start").await;
    page.reads("Type 5,000").await;
    assert!(ground.jobs().is_empty());
    page.fill("Type the number of accounts, 5,000, to confirm", "5000").await;
    page.press("Confirm and start").await;
    page.press("Pause").await;
    page.reads("Paused: resume at any time").await;
    let paused = ground.job_is("paused");
    assert!(paused["ok"].as_u64().unwrap() < 4000, "{paused}");

    // Killed while keys are made, some of whose answers were lost.
    page.press("Resume").await;
    page.reads("Creating keys").await;
    until("keys are made", || ground.minted().0 > 100);
    let failed = ground.job_is("running")["failed"].as_u64().unwrap();
    page.kill();
    let killed = ground.job_is("paused");
    assert!(failed > 0 && ground.minted().0 < 1000, "{killed}");

    let page = Page::open(&ground, &[]).await;
    page.reads("Batch").await;
    page.batch().await;
    page.reads("5,000 accounts").await;
    chaos(json!({}));
    ground.sandbox.set_latency(Some("quanshi"), Duration::ZERO);
    page.press("Resume").await;
    page.reads("The key table was not written").await;
    assert_eq!(ground.minted(), (1000, 0));
    assert_eq!(std::fs::read_dir(&documents).unwrap().count(), 0, "nothing is left of what found no room");
    page.press("Choose another location").await;
    let table = ground.path("keys.csv.age");
    let screen = Screen::connect(ground.display());
    choose_path(&ground, &screen, "Save the key table", true, &table);
    page.reads("Key table written to").await;
    page.reads("••••").await;
    drop(full);

    let opened = Command::new("age").args(["--decrypt", "--identity"]).arg(&secret).arg(&table).output().unwrap();
    let keys = String::from_utf8(opened.stdout).unwrap();
    let status = ground.keys_are_right(&keys);
    assert_eq!((status.len(), status.values().filter(|status| *status == "ok").count()), (5000, 5000));
    assert_eq!(ground.minted(), (1000, 0), "no key was made again for the table");
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
    page.reads(&format!("hallpass (process {}) is running this job", child.id())).await;
    page.has_lost(&button("Resume")).await;
    ground.sandbox.set_latency(Some("quanshi"), Duration::ZERO);
    page.reads("Key table written to").await;
    assert!(child.wait().unwrap().success());
    page.close().await;
}
