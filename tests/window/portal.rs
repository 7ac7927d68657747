//! The desktop's portal for key combinations, on the ground's own bus, and the window that asks it as under Wayland.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::json;
use zbus::connection::Builder;
use zbus::message::Header;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, interface};

use crate::harness::{Ground, until};
use crate::page::Page;
use crate::x11::Screen;

const NAME: &str = "org.freedesktop.portal.Desktop";
const AT: &str = "/org/freedesktop/portal/desktop";
const SESSION: &str = "/org/freedesktop/portal/desktop/session/test/hallpass";

type Options = HashMap<String, OwnedValue>;

#[derive(Clone, Default)]
struct Portal {
    /// Combinations that were asked for, with their descriptions.
    asked: Arc<Mutex<Vec<(String, String)>>>,
    /// How many of the next ones the person does not confirm.
    declines: Arc<AtomicU64>,
    /// Sessions that were closed.
    closed: Arc<AtomicU64>,
    /// Its answers are none.
    nonsense: Arc<AtomicBool>,
}

/// Answers a request, as the portal may: before its call has returned.
async fn answer(
    bus: &Connection,
    header: &Header<'_>,
    options: &Options,
    code: u32,
    session: Value<'_>,
) -> OwnedObjectPath {
    let sender = header.sender().unwrap().trim_start_matches(':').replace('.', "_");
    let token: String = options["handle_token"].downcast_ref().unwrap();
    let request = format!("{AT}/request/{sender}/{token}");
    let results = HashMap::from([("session_handle", session)]);
    let interface = "org.freedesktop.portal.Request";
    let to = header.sender().cloned();
    bus.emit_signal(to, request.as_str(), interface, "Response", &(code, results)).await.unwrap();
    request.try_into().unwrap()
}

#[interface(name = "org.freedesktop.portal.GlobalShortcuts")]
impl Portal {
    #[zbus(property, name = "version")]
    fn version(&self) -> u32 {
        1
    }

    async fn create_session(
        &self,
        options: Options,
        #[zbus(connection)] bus: &Connection,
        #[zbus(header)] header: Header<'_>,
    ) -> OwnedObjectPath {
        assert!(options.contains_key("session_handle_token"));
        let nonsense = self.nonsense.load(Ordering::SeqCst);
        let session = if nonsense { Value::from("no path") } else { Value::from(SESSION) };
        answer(bus, &header, &options, 0, session).await
    }

    async fn bind_shortcuts(
        &self,
        session: ObjectPath<'_>,
        shortcuts: Vec<(String, Options)>,
        _parent: String,
        options: Options,
        #[zbus(connection)] bus: &Connection,
        #[zbus(header)] header: Header<'_>,
    ) -> OwnedObjectPath {
        assert_eq!(session.as_str(), SESSION);
        let text = |name: &str| shortcuts[0].1[name].downcast_ref::<String>().unwrap();
        self.asked.lock().unwrap().push((text("preferred_trigger"), text("description")));
        let declines = self.declines.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        answer(bus, &header, &options, u32::from(declines.is_ok()), SESSION.into()).await
    }

    #[zbus(signal)]
    async fn activated(
        emitter: &SignalEmitter<'_>,
        session: ObjectPath<'_>,
        shortcut: &str,
        timestamp: u64,
        options: HashMap<&str, Value<'_>>,
    ) -> zbus::Result<()>;
}

struct Session(Arc<AtomicU64>);

#[interface(name = "org.freedesktop.portal.Session")]
impl Session {
    fn close(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Portal {
    /// Puts it on the ground's bus.
    async fn start(&self, ground: &Ground) -> Connection {
        let builder = Builder::address(ground.bus_address()).unwrap();
        let builder = builder.serve_at(AT, self.clone()).unwrap();
        let builder = builder.serve_at(SESSION, Session(self.closed.clone())).unwrap();
        builder.name(NAME).unwrap().build().await.unwrap()
    }

    fn triggers(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|(trigger, _)| trigger.clone()).collect()
    }
}

/// The combination is pressed.
async fn press(bus: &Connection, session: &str, shortcut: &str) {
    let emitter = SignalEmitter::new(bus, AT).unwrap();
    let token = HashMap::from([("activation_token", Value::from("token-1"))]);
    Portal::activated(&emitter, session.try_into().unwrap(), shortcut, 1, token).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn under_wayland_the_desktop_gives_the_shortcut_once_it_is_confirmed() {
    let ground = Ground::with_vault().await;
    ground.profile("Harbour", "enos-iam", "password", "grace.hall@harbourwind.example");
    assert_eq!(ground.hallpass(&["login", "Harbour"], "")["outcome"], "signed_in");
    let portal = Portal::default();
    let bus = portal.start(&ground).await;
    // The window itself is drawn by the X server here.
    let wayland = [("WAYLAND_DISPLAY", "wayland-none"), ("GDK_BACKEND", "x11")];
    let page = Page::open_with(&ground, &[], &wayland).await;
    page.reads("Harbour").await;
    page.keys("\u{E009},").await;
    page.reads("The desktop asks you to confirm the shortcut").await;
    page.press("Set shortcut").await;
    page.keys("\u{E009}\u{E00A}l").await;
    until("the desktop is asked", || portal.triggers() == ["CTRL+ALT+l"]);
    assert_eq!(portal.asked.lock().unwrap()[0].1, "Open the quick switcher of Hallpass");
    page.find("//button[.//kbd and @aria-pressed]").await;

    let switcher = "//dialog[@open]//input[@aria-label='Search sessions']";
    // Another program's session, and another shortcut, are not ours.
    press(&bus, "/org/freedesktop/portal/desktop/session/test/other", "quick-switcher").await;
    press(&bus, SESSION, "another").await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    page.has_lost(switcher).await;
    press(&bus, SESSION, "quick-switcher").await;
    page.find(switcher).await;
    let screen = Screen::connect(ground.display());
    until("it comes with the desktop's token", || screen.token() == "token-1");
    page.keys("\u{E00C}").await;
    page.has_lost(switcher).await;
    let again = |token: &str| {
        let mut again = ground.command(env!("CARGO_BIN_EXE_hallpass-desktop"));
        again.env("XDG_ACTIVATION_TOKEN", token).status().unwrap()
    };
    assert!(again("token-2").success());
    until("a second start brings its own", || screen.token() == "token-2");

    // The person does not confirm another one: the one before works on, and the settings say so.
    portal.declines.store(1, Ordering::SeqCst);
    page.click("//button[.//kbd and @aria-pressed]").await;
    page.keys("\u{E009}\u{E00A}k").await;
    page.reads("The key combination was not confirmed on the desktop").await;
    until("the one before is back", || portal.triggers() == ["CTRL+ALT+l", "CTRL+ALT+k", "CTRL+ALT+l"]);
    assert_eq!(portal.closed.load(Ordering::SeqCst), 1, "a session has its combination for good");
    press(&bus, SESSION, "quick-switcher").await;
    page.find(switcher).await;
    page.keys("\u{E00C}").await;

    // One that answers nonsense ends nothing.
    portal.nonsense.store(true, Ordering::SeqCst);
    page.click("//button[.//kbd and @aria-pressed]").await;
    page.keys("\u{E009}\u{E00A}k").await;
    page.reads("The desktop does not let programs use global shortcuts").await;
    portal.nonsense.store(false, Ordering::SeqCst);

    // A portal that was restarted is asked again.
    bus.release_name(NAME).await.unwrap();
    drop(bus);
    let _again = portal.start(&ground).await;
    until("it is asked again", || portal.triggers().len() == 4 && portal.triggers()[3] == "CTRL+ALT+l");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_portal_the_settings_name_the_command_to_bind() {
    let ground = Ground::with_vault().await;
    ground.settings(&json!({"language": "en", "theme": "light", "shortcut": "Ctrl+Alt+L"}));
    let page = Page::open_with(&ground, &[], &[("WAYLAND_DISPLAY", "wayland-none"), ("GDK_BACKEND", "x11")]).await;
    page.reads("No profiles yet").await;
    page.keys("\u{E009},").await;
    page.reads("hallpass-desktop --show").await;
    page.close().await;
}
