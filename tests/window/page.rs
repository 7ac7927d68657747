//! The real window, driven through WebDriver as a person would: by what is written on it.

use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hallpass_test_keyring::Process;
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use serde_json::json;

use crate::harness::{Ground, until, window_program};

/// How long an answer of the window is waited for; a busy machine draws slowly.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Page {
    pub(crate) client: Client,
    _driver: Driver,
}

impl Page {
    /// Starts the program on this ground.
    pub(crate) async fn open(ground: &Ground, arguments: &[&str]) -> Self {
        Self::open_with(ground, arguments, &[]).await
    }

    /// Starts it with other variables of the environment as well.
    pub(crate) async fn open_with(ground: &Ground, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut driver = ground.command("WebKitWebDriver");
        driver
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .envs(environment.iter().copied())
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(if std::env::var_os("WINDOW_LOG").is_some() { Stdio::inherit() } else { Stdio::null() });
        let driver = Process::start(driver.process_group(0)).unwrap();
        until("WebKitWebDriver", || TcpStream::connect(("127.0.0.1", port)).is_ok());
        let options = json!({"binary": window_program(), "args": arguments});
        let mut wanted = Capabilities::new();
        wanted.insert("webkitgtk:browserOptions".to_owned(), options);
        let address = format!("http://127.0.0.1:{port}");
        let mut client = ClientBuilder::new(HttpConnector::new());
        let client = tokio::time::timeout(PATIENCE, client.capabilities(wanted).connect(&address)).await;
        let client = client.expect("the window opens in time").expect("the window opens");
        let page = Self { client, _driver: Driver(driver) };
        // A search while the page is still being loaded is never answered by this driver.
        let end = Instant::now() + PATIENCE;
        while page.text().await.is_empty() {
            assert!(Instant::now() < end, "the page stays empty");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        page
    }

    /// What a person finds by its words or its name: a button, a tab, a list entry, a field.
    pub(crate) async fn find(&self, xpath: &str) -> Element {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::XPath(xpath)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{xpath}: {error}\nthe page says:\n{}", self.text().await),
        }
    }

    /// Presses a button by its words.
    pub(crate) async fn press(&self, words: &str) {
        self.click(&button(words)).await;
    }

    /// Clicks what is found there. A message may lie over it for some seconds, or the page may be redrawn between the
    /// look and the click, as it may for a person.
    pub(crate) async fn click(&self, xpath: &str) {
        for _ in 0..50 {
            if self.find(xpath).await.click().await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        panic!("{xpath} cannot be clicked\n{}", self.text().await);
    }

    /// Holds the mouse button down on it.
    pub(crate) async fn press_and_hold(&self, xpath: &str, time: Duration) {
        let element = self.find(xpath).await;
        let hold = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 })
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Pause { duration: time })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(hold).await.unwrap();
    }

    /// Waits for a sentence anywhere on the page.
    pub(crate) async fn reads(&self, words: &str) -> Element {
        self.find(&format!("//body//*[text()[contains(normalize-space(.), {})]]", quoted(words))).await
    }

    /// Waits until nothing is found there any more.
    pub(crate) async fn has_lost(&self, xpath: &str) {
        let end = Instant::now() + PATIENCE;
        while self.client.find(Locator::XPath(xpath)).await.is_ok() {
            assert!(Instant::now() < end, "{xpath} is still there\n{}", self.text().await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Types into a field by its label.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        self.click(&field(label)).await;
        let mut last = None;
        for _ in 0..50 {
            let input = self.find(&field(label)).await;
            let typed = match input.clear().await {
                Ok(()) => input.send_keys(text).await,
                error => error,
            };
            match typed {
                Ok(()) => return,
                error => last = error.err(),
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        panic!("{label} cannot be filled: {last:?}\n{}", self.text().await);
    }

    /// Everything that can be read.
    pub(crate) async fn text(&self) -> String {
        let said = self.client.execute("return document.body.innerText", vec![]);
        let said = tokio::time::timeout(PATIENCE, said).await.expect("the driver answers");
        said.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// All that the page holds and keeps: its elements, its storage, its globals that tests look at.
    pub(crate) async fn held(&self) -> String {
        let source = r#"
            const done = arguments[arguments.length - 1];
            indexedDB.databases().then((known) => done(JSON.stringify({
                page: document.documentElement.outerHTML, hit: window.hit ?? null,
                local: {...localStorage}, session: {...sessionStorage}, databases: known.length,
                cookies: document.cookie, tauri: typeof window.__TAURI__,
            })));
        "#;
        self.client.execute_async(source, vec![]).await.unwrap().as_str().unwrap().to_owned()
    }

    /// The recovery key of a new vault, in its groups. Its frame stands before the key is there.
    pub(crate) async fn recovery_key(&self) -> Vec<String> {
        let key = self.find("//*[@role='group' and @aria-label='Recovery key'][normalize-space(.)]").await;
        let mut groups = Vec::new();
        for group in key.find_all(Locator::Css("span")).await.unwrap() {
            groups.push(group.text().await.unwrap());
        }
        groups
    }

    /// Presses a key, as the page hears it. What has the focus may be about to hand it on: it is waited for, and nothing was
    /// pressed until then.
    pub(crate) async fn keys(&self, keys: &str) {
        for _ in 0..40 {
            match self.client.active_element().await.unwrap().send_keys(keys).await {
                Err(error) if error.to_string().contains("not focusable") => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                sent => return sent.unwrap(),
            }
        }
        panic!("nothing takes the keys {keys:?}");
    }

    /// Chooses a profile in the list.
    pub(crate) async fn choose(&self, name: &str) {
        self.click(&row(name)).await;
        self.find(&format!(
            "//h1[contains(normalize-space(.), {0})] | //h2[contains(normalize-space(.), {0})]",
            quoted(name)
        ))
        .await;
    }

    /// Signs in to a profile, with what is saved.
    pub(crate) async fn sign_in(&self, name: &str) {
        self.choose(name).await;
        self.sign_in_chosen().await;
    }

    /// Signs in to the profile that is shown: by one press where all is saved, else through its form.
    pub(crate) async fn sign_in_chosen(&self) {
        let empty = "//article//*[@aria-busy='false']//*[contains(@class, 'empty')]";
        self.find(empty).await;
        let buttons = self.client.find_all(Locator::XPath(&format!("{empty}//button"))).await.unwrap();
        self.click(&format!("{empty}//button[contains(@class, 'primary')]")).await;
        if buttons.len() == 1 {
            self.click("//form[.//code]//button[@type='submit']").await;
        }
    }

    /// The session stands in the detail pane.
    pub(crate) async fn is_signed_in(&self, name: &str) {
        self.reads("Access token").await;
        assert!(self.text().await.contains(name));
    }

    /// Kills the program at once, as a person's system may.
    pub(crate) fn kill(mut self) {
        let group = Pid::from_raw(self._driver.0.child().id().cast_signed()).unwrap();
        kill_process_group(group, Signal::KILL).unwrap();
    }

    /// Ends the program. A test fails on what went wrong in the page and was not caught, wherever it looked itself.
    pub(crate) async fn close(self) {
        let uncaught = self.uncaught().await;
        assert!(uncaught.is_empty(), "nobody caught in the page:\n{}", uncaught.join("\n"));
        // The program ends with its session; a driver that is gone already has ended it.
        let _ = tokio::time::timeout(PATIENCE, self.client.clone().close()).await;
    }
}

/// The driver, and the program that it started: both are gone when this is. A program that lived on would take the next
/// one's place, since there is one per home.
struct Driver(Process);

impl Drop for Driver {
    fn drop(&mut self) {
        let Some(group) = Pid::from_raw(self.0.child().id().cast_signed()) else { return };
        let _ = self.0.child().kill();
        let _ = self.0.child().wait();
        // It closes its vault before it ends.
        for _ in 0..100 {
            if test_kill_process_group(group).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = kill_process_group(group, Signal::KILL);
    }
}

/// A button, tab, radio or menu entry that says this, or is named so.
pub(crate) fn button(words: &str) -> String {
    let words = quoted(words);
    let kinds = "self::button or self::a or @role='tab' or @role='radio' or @role='menuitem' or @role='option'";
    format!("//*[{kinds}][normalize-space(.)={words} or @aria-label={words}]")
}

/// A row of the list, by the profile's name.
pub(crate) fn row(name: &str) -> String {
    format!("//*[@role='option'][.//*[@title={}]]", quoted(name))
}

/// An input by its label.
pub(crate) fn field(label: &str) -> String {
    let label = quoted(label);
    format!(
        "//*[self::input or self::textarea or self::select][@aria-label={label} or @id=//label[starts-with(normalize-space(.), {label})]/@for]"
    )
}

fn quoted(words: &str) -> String {
    if words.contains('\'') { format!("\"{words}\"") } else { format!("'{words}'") }
}
