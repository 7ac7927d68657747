//! A key combination under Wayland: the desktop's portal asks the person for it, keeps it, and tells when it is pressed.
//!
//! Source: <https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html>. Spoken
//! directly: the library for portals ends the program where a portal answers something that it did not expect.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc as answers;
use std::time::Duration;

use futures_util::StreamExt;
use global_hotkey::hotkey::HotKey;
use tokio::sync::mpsc;
use zbus::Connection;
use zbus::fdo::DBusProxy;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

use super::shortcut::{ShortcutFault, read};
use super::shortcut_trigger::trigger;

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const REQUESTS: &str = "/org/freedesktop/portal/desktop/request";
/// What the portal knows our one shortcut by, across starts.
const SHORTCUT: &str = "quick-switcher";
/// How long a person may take to confirm the combination.
const PERSON: Duration = Duration::from_secs(120);

type Options<'a> = HashMap<&'a str, Value<'a>>;

#[zbus::proxy(
    interface = "org.freedesktop.portal.GlobalShortcuts",
    default_service = "org.freedesktop.portal.Desktop",
    default_path = "/org/freedesktop/portal/desktop",
    gen_blocking = false
)]
trait GlobalShortcuts {
    fn create_session(&self, options: Options<'_>) -> zbus::Result<OwnedObjectPath>;

    fn bind_shortcuts(
        &self,
        session: &ObjectPath<'_>,
        shortcuts: &[(&str, Options<'_>)],
        parent: &str,
        options: Options<'_>,
    ) -> zbus::Result<OwnedObjectPath>;

    #[zbus(property(emits_changed_signal = "false"), name = "version")]
    fn version(&self) -> zbus::Result<u32>;

    #[zbus(signal)]
    fn activated(
        &self,
        session: ObjectPath<'_>,
        shortcut: &str,
        timestamp: u64,
        options: HashMap<String, OwnedValue>,
    ) -> zbus::Result<()>;
}

#[zbus::proxy(
    interface = "org.freedesktop.portal.Request",
    default_service = "org.freedesktop.portal.Desktop",
    gen_blocking = false
)]
trait Request {
    #[zbus(signal)]
    fn response(&self, code: u32, results: HashMap<String, OwnedValue>) -> zbus::Result<()>;
}

#[zbus::proxy(
    interface = "org.freedesktop.portal.Session",
    default_service = "org.freedesktop.portal.Desktop",
    gen_blocking = false
)]
trait Session {
    fn close(&self) -> zbus::Result<()>;
}

/// A combination that is wanted, or none, and who waits for the answer.
struct Wish {
    key: Option<HotKey>,
    answer: answers::Sender<Result<(), ShortcutFault>>,
}

/// The portal, as the settings speak to it.
#[derive(Debug, Clone)]
pub struct ShortcutPortal {
    wishes: mpsc::UnboundedSender<Wish>,
    is_there: Arc<AtomicBool>,
}

impl std::fmt::Debug for Wish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wish").finish_non_exhaustive()
    }
}

impl ShortcutPortal {
    /// Speaks to the portal of this bus for as long as the bus lasts, whenever the portal comes. The person sees
    /// `description` beside the combination. `pressed` hears of it, with a token that lets the window come to the front.
    pub fn follow(
        bus: Connection,
        description: String,
        first: Option<&str>,
        pressed: impl Fn(Option<String>) + Send + Sync + 'static,
    ) -> Self {
        let (wishes, heard) = mpsc::unbounded_channel();
        let is_there = Arc::new(AtomicBool::new(false));
        let wanted = first.and_then(|keys| read(keys).ok());
        let side = Side { bus, description, is_there: is_there.clone(), wanted, session: None };
        tauri::async_runtime::spawn(async move {
            if let Err(error) = side.run(heard, pressed).await {
                tracing::info!(?error, "the portal for shortcuts is gone");
            }
        });
        Self { wishes, is_there }
    }

    /// Whether this desktop has one.
    pub fn is_there(&self) -> bool {
        self.is_there.load(Ordering::SeqCst)
    }

    /// Asks for the combination in place of the one before, and waits for the person; `None` gives it back.
    ///
    /// # Errors
    /// Returns an error if it is no combination, if there is no portal, or if the person did not confirm it.
    pub fn set(&self, keys: Option<&str>) -> Result<(), ShortcutFault> {
        let key = keys.map(read).transpose()?;
        let (answer, told) = answers::channel();
        self.wishes.send(Wish { key, answer }).map_err(|_| ShortcutFault::Unavailable)?;
        // A thread of the runtime waits here: another takes its work, which may be to answer.
        tokio::task::block_in_place(|| told.recv_timeout(PERSON + PERSON / 4))
            .unwrap_or(Err(ShortcutFault::Unavailable))
    }
}

/// Our side of the conversation.
struct Side {
    bus: Connection,
    description: String,
    is_there: Arc<AtomicBool>,
    wanted: Option<HotKey>,
    session: Option<OwnedObjectPath>,
}

impl Side {
    async fn run(
        mut self,
        mut wishes: mpsc::UnboundedReceiver<Wish>,
        pressed: impl Fn(Option<String>),
    ) -> zbus::Result<()> {
        let portal = GlobalShortcutsProxy::new(&self.bus).await?;
        let mut activated = portal.receive_activated().await?;
        let daemon = DBusProxy::new(&self.bus).await?;
        let mut owners = daemon.receive_name_owner_changed_with_args(&[(0, PORTAL)]).await?;
        self.look(&portal).await;
        loop {
            tokio::select! {
                Some(change) = owners.next() => {
                    self.session = None;
                    let came = change.args().is_ok_and(|change| change.new_owner.is_some());
                    if came { self.look(&portal).await } else { self.is_there.store(false, Ordering::SeqCst) }
                }
                Some(signal) = activated.next() => {
                    let Ok(signal) = signal.args() else { continue };
                    let ours = self.session.as_ref().is_some_and(|session| **session == signal.session);
                    if ours && signal.shortcut == SHORTCUT {
                        pressed(signal.options.get("activation_token").and_then(|token| token.downcast_ref().ok()));
                    }
                }
                wish = wishes.recv() => {
                    let Some(wish) = wish else { return Ok(()) };
                    self.wanted = wish.key;
                    let _ = wish.answer.send(self.bind(&portal).await);
                }
                else => return Ok(()),
            }
        }
    }

    /// Whether the portal is there; it gets the combination of before.
    async fn look(&mut self, portal: &GlobalShortcutsProxy<'_>) {
        let there = portal.version().await.is_ok();
        self.is_there.store(there, Ordering::SeqCst);
        if there && self.wanted.is_some() && self.bind(portal).await.is_err() {
            tracing::info!("the desktop did not give the key combination");
        }
    }

    /// A session has its combinations for good: another one is of another session.
    async fn bind(&mut self, portal: &GlobalShortcutsProxy<'_>) -> Result<(), ShortcutFault> {
        if let Some(before) = self.session.take()
            && let Ok(session) = SessionProxy::new(&self.bus, before).await
        {
            let _ = session.close().await;
        }
        let Some(key) = self.wanted else { return Ok(()) };
        if !self.is_there.load(Ordering::SeqCst) {
            return Err(ShortcutFault::Unavailable);
        }
        let made = self.ask("session", |token| {
            portal.create_session(Options::from([("handle_token", token), ("session_handle_token", "hallpass".into())]))
        });
        let session = made.await?.get("session_handle").and_then(path).ok_or(ShortcutFault::Unavailable)?;
        let mut about = Options::from([("description", self.description.as_str().into())]);
        if let Some(trigger) = trigger(key) {
            about.insert("preferred_trigger", trigger.into());
        }
        let shortcuts = [(SHORTCUT, about)];
        let bound = self.ask("bind", |token| {
            portal.bind_shortcuts(&session, &shortcuts, "", Options::from([("handle_token", token)]))
        });
        bound.await?;
        self.session = Some(session);
        Ok(())
    }

    /// Sends a request and waits for its answer. The signal is listened for first: it may come before the call returns.
    async fn ask<'a, F, C>(&self, what: &str, call: C) -> Result<HashMap<String, OwnedValue>, ShortcutFault>
    where
        C: FnOnce(Value<'a>) -> F,
        F: Future<Output = zbus::Result<OwnedObjectPath>>,
    {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let unavailable = |error: zbus::Error| {
            tracing::info!(?error, "the portal for shortcuts");
            ShortcutFault::Unavailable
        };
        let token = format!("hallpass_{what}_{}", NUMBER.fetch_add(1, Ordering::SeqCst));
        let sender = self.bus.unique_name().map(|name| name.trim_start_matches(':').replace('.', "_"));
        let at = format!("{REQUESTS}/{}/{token}", sender.ok_or(ShortcutFault::Unavailable)?);
        let request = RequestProxy::new(&self.bus, at).await.map_err(unavailable)?;
        let mut answers = request.receive_response().await.map_err(unavailable)?;
        call(token.into()).await.map_err(unavailable)?;
        let answer = tokio::time::timeout(PERSON, answers.next()).await;
        let answer = answer.ok().flatten().ok_or(ShortcutFault::Declined)?;
        let answer = answer.args().map_err(unavailable)?;
        if answer.code == 0 { Ok(answer.results) } else { Err(ShortcutFault::Declined) }
    }
}

/// A path, which this portal sends as text: <https://github.com/flatpak/xdg-desktop-portal/pull/609>.
fn path(value: &OwnedValue) -> Option<OwnedObjectPath> {
    match value.downcast_ref::<String>() {
        Ok(text) => text.try_into().ok(),
        Err(_) => value.downcast_ref::<ObjectPath<'_>>().ok().map(OwnedObjectPath::from),
    }
}
