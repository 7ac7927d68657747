//! The quick switcher of a window that is hidden, from the key to the copied token; and what a hidden window costs.

use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime};

use serde_json::json;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, CreateWindowAux, Window, WindowClass};

use super::processes::Tree;
use super::{AT_REST, IDLE, empty_window, seconds};
use crate::harness::{Ground, until, window_program};
use crate::page::Page;
use crate::stubs::{Desktop, Services};
use crate::x11::{ALT, CONTROL, RETURN, Screen};

const SESSIONS: usize = 40;
const TURNS: usize = 20;

/// Notes when the filter has the focus.
const NOTE: &str = "globalThis.focused = 0; addEventListener('focusin', (event) => { \
    if (event.target.matches('dialog[open] input')) globalThis.focused = performance.timeOrigin + performance.now(); });";

impl Ground {
    async fn with_sessions() -> Self {
        let ground = Self::with_vault().await;
        ground.settings(&json!({"language": "en", "theme": "light", "shortcut": "Ctrl+Alt+L", "auto_renew": "off"}));
        for n in 0..SESSIONS {
            let name = format!("Tenant {n:02}");
            ground.profile(&name, "enos-iam", "password", "li.wen");
            assert_eq!(ground.hallpass(&["login", &name], "")["outcome"], "signed_in");
        }
        ground
    }
}

impl Screen {
    /// A window of ours that takes the clipboard, so that whoever takes it next is seen to.
    fn clipboard(&self) -> (Window, u32) {
        let window = self.server.generate_id().unwrap();
        let (kind, look) = (WindowClass::INPUT_OUTPUT, CreateWindowAux::new());
        self.server.create_window(0, window, self.root, 0, 0, 1, 1, 0, kind, 0, &look).unwrap();
        (window, self.server.intern_atom(false, b"CLIPBOARD").unwrap().reply().unwrap().atom)
    }

    fn owner(&self, clipboard: u32) -> Window {
        self.server.get_selection_owner(clipboard).unwrap().reply().unwrap().owner
    }
}

/// The clock that the page has as well.
#[expect(clippy::disallowed_methods, reason = "two processes are compared")]
fn wall() -> SystemTime {
    SystemTime::now()
}

/// Milliseconds, the middle one and the one that nineteen of twenty do not exceed.
fn told(what: &str, mut all: Vec<f64>) {
    all.sort_by(f64::total_cmp);
    println!(
        "figure {what}: {:.0} ms, p95 {:.0} ms ({} times)",
        all[all.len() / 2],
        all[all.len() * 95 / 100],
        all.len()
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures: cargo xtask bench window-start"]
async fn measures_the_switcher() {
    let ground = Ground::with_sessions().await;
    let desktop = Desktop::start(ground.bus_address(), Services { tray: true, mutter: false }).await;
    let page = Page::open(&ground, &[]).await;
    page.reads("Tenant 00").await;
    let screen = Screen::connect(ground.display());
    while desktop.menu().await.is_none() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    screen.close_window();
    until("the window is closed to the tray", || !screen.is_shown());
    store_secret(&ground);
    page.client.execute(NOTE, vec![]).await.unwrap();
    let (ours, clipboard) = screen.clipboard();
    let (mut focused, mut copied, mut looked_up) = (vec![], vec![], vec![]);
    for _ in 0..TURNS {
        page.client.execute("globalThis.focused = 0", vec![]).await.unwrap();
        screen.server.set_selection_owner(ours, clipboard, x11rb::CURRENT_TIME).unwrap();
        screen.server.flush().unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        let pressed = screen.press(&[CONTROL, ALT, 'l'.into()]);
        let began = wall() - pressed.elapsed();
        tokio::time::sleep(Duration::from_millis(700)).await;
        let at = page.client.execute("return globalThis.focused", vec![]).await.unwrap().as_f64().unwrap();
        let began = began.duration_since(SystemTime::UNIX_EPOCH).unwrap();
        assert!(at > 0.0, "the filter has the focus");
        focused.push(at - seconds(began) * 1000.0);
        // As a window manager does for a window that it shows.
        let window = screen.window().unwrap();
        screen
            .server
            .set_input_focus(x11rb::protocol::xproto::InputFocus::PARENT, window, x11rb::CURRENT_TIME)
            .unwrap();
        screen.server.flush().unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
        let watch = Screen::connect(ground.display());
        let taken = std::thread::spawn(move || {
            let begin = Instant::now();
            while watch.owner(clipboard) == ours {
                assert!(begin.elapsed() < Duration::from_secs(10), "nothing was copied");
            }
            Instant::now()
        });
        let pressed = screen.press(&[RETURN]);
        copied.push(seconds(taken.join().unwrap() - pressed) * 1000.0);
        until("the window is hidden again", || !screen.is_shown());
        looked_up.push(secret_tool(&ground));
    }
    told("shortcut to a focused filter", focused);
    told("Enter to the copied token", copied);
    told("the same of secret-tool lookup, which prints it", looked_up);
    page.close().await;
}

/// A secret for the keyring's own command to find.
fn store_secret(ground: &Ground) {
    let mut store = ground.command("secret-tool");
    store.args(["store", "--label", "bench", "bench", "bench"]).stdin(Stdio::piped());
    let mut store = store.spawn().unwrap();
    store.stdin.take().unwrap().write_all(b"not-a-real-secret").unwrap();
    assert!(store.wait().unwrap().success());
}

/// How long that command takes to find it.
fn secret_tool(ground: &Ground) -> f64 {
    let mut command = ground.command("secret-tool");
    let begin = Instant::now();
    assert!(command.args(["lookup", "bench", "bench"]).stdout(Stdio::null()).status().unwrap().success());
    seconds(begin.elapsed()) * 1000.0
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures: cargo xtask bench window-start"]
async fn measures_a_hidden_window() {
    let ground = Ground::with_sessions().await;
    let _desktop = Desktop::start(ground.bus_address(), Services { tray: true, mutter: false }).await;
    let screen = Screen::connect(ground.display());
    let mut used = Vec::new();
    for program in [window_program(), empty_window()] {
        let open = ground.start(program);
        std::thread::sleep(Duration::from_secs(3));
        // To the tray; the empty window knows none and is taken off the screen.
        if used.is_empty() {
            screen.close_window()
        } else {
            screen.unmap_all()
        }
        until("it is hidden", || !screen.is_shown());
        std::thread::sleep(AT_REST);
        let tree = Tree::of(open.process.id());
        let before = tree.processor();
        std::thread::sleep(2 * IDLE);
        used.push(100.0 * seconds(tree.processor() - before) / seconds(2 * IDLE));
    }
    println!("figure hidden, {SESSIONS} sessions: {:.2} % of a core; an empty window {:.2} %", used[0], used[1]);
}
