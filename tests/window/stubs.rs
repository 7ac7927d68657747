//! The services of a desktop, as far as Hallpass speaks to them, on the ground's own bus: notices, the tray's watcher,
//! a screen saver, logind, Mutter's idle monitor. What they are told is kept, and they say what a test wants.

use std::collections::HashMap;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use zbus::connection::Builder;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedFd, OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, interface};

const SESSION: &str = "/org/freedesktop/login1/session/_32";

/// A notice as the daemon was given it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) id: u32,
    pub(crate) text: String,
    /// The buttons' ids and labels.
    pub(crate) buttons: Vec<(String, String)>,
}

#[derive(Clone, Default)]
struct Notifications {
    shown: Arc<Mutex<Vec<Shown>>>,
    /// How many notices were shown, replaced ones too.
    count: Arc<AtomicU64>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[allow(clippy::too_many_arguments, reason = "the specification's")]
    fn notify(
        &self,
        _app: String,
        replaces: u32,
        _icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        let next = u32::try_from(self.count.fetch_add(1, Ordering::SeqCst)).unwrap() + 1;
        let id = if replaces == 0 { next } else { replaces };
        let buttons = actions.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
        let mut shown = self.shown.lock().unwrap();
        shown.retain(|one| one.id != id);
        shown.push(Shown { id, text: format!("{summary}{body}"), buttons });
        id
    }

    fn close_notification(&self, id: u32) {
        self.shown.lock().unwrap().retain(|one| one.id != id);
    }

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, action: &str) -> zbus::Result<()>;
}

#[derive(Clone, Default)]
struct Watcher(Arc<Mutex<Option<String>>>);

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: String) {
        *self.0.lock().unwrap() = Some(service);
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}

struct IdleMonitor(Arc<AtomicU64>);

#[interface(name = "org.gnome.Mutter.IdleMonitor")]
impl IdleMonitor {
    fn get_idletime(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

#[derive(Clone, Default)]
struct Logind(Arc<Mutex<Option<UnixStream>>>);

#[interface(name = "org.freedesktop.login1.Manager")]
impl Logind {
    fn get_session(&self, id: String) -> OwnedObjectPath {
        assert_eq!(id, "2");
        OwnedObjectPath::try_from(SESSION).unwrap()
    }

    fn inhibit(&self, what: String, _who: String, _why: String, mode: String) -> OwnedFd {
        assert_eq!((what.as_str(), mode.as_str()), ("sleep", "delay"));
        let (ours, theirs) = UnixStream::pair().unwrap();
        ours.set_nonblocking(true).unwrap();
        *self.0.lock().unwrap() = Some(ours);
        std::os::fd::OwnedFd::from(theirs).into()
    }
}

struct OwnSession;

#[interface(name = "org.freedesktop.login1.Session")]
impl OwnSession {
    #[zbus(property)]
    fn id(&self) -> &str {
        "2"
    }
}

/// An entry of the tray's menu.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: i32,
    pub(crate) label: String,
    pub(crate) enabled: bool,
    pub(crate) entries: Vec<Entry>,
}

impl Entry {
    /// All words of it and of what is below.
    pub(crate) fn words(&self) -> String {
        let below = self.entries.iter().map(Self::words);
        std::iter::once(self.label.clone()).chain(below).collect::<Vec<_>>().join("\n")
    }

    /// The entry that begins so.
    pub(crate) fn find(&self, label: &str) -> Option<&Self> {
        if self.label.starts_with(label) {
            return Some(self);
        }
        self.entries.iter().find_map(|entry| entry.find(label))
    }
}

/// Which services are there.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Services {
    pub(crate) tray: bool,
    pub(crate) mutter: bool,
}

/// All of them, on one connection.
pub(crate) struct Desktop {
    bus: Connection,
    notifications: Notifications,
    watcher: Watcher,
    logind: Logind,
    /// What Mutter says, in milliseconds.
    pub(crate) idle: Arc<AtomicU64>,
}

impl Desktop {
    pub(crate) async fn start(address: &str, services: Services) -> Self {
        let (notifications, watcher, logind) = (Notifications::default(), Watcher::default(), Logind::default());
        let idle = Arc::new(AtomicU64::new(0));
        let mut builder = Builder::address(address)
            .unwrap()
            .serve_at("/org/freedesktop/Notifications", notifications.clone())
            .unwrap()
            .serve_at("/StatusNotifierWatcher", watcher.clone())
            .unwrap()
            .serve_at("/org/freedesktop/login1", logind.clone())
            .unwrap()
            .serve_at("/org/freedesktop/login1/session/auto", OwnSession)
            .unwrap()
            .serve_at("/org/gnome/Mutter/IdleMonitor/Core", IdleMonitor(idle.clone()))
            .unwrap()
            .name("org.freedesktop.Notifications")
            .unwrap()
            .name("org.freedesktop.login1")
            .unwrap();
        if services.tray {
            builder = builder.name("org.kde.StatusNotifierWatcher").unwrap();
        }
        if services.mutter {
            builder = builder.name("org.gnome.Mutter.IdleMonitor").unwrap();
        }
        Self { bus: builder.build().await.unwrap(), notifications, watcher, logind, idle }
    }

    /// The notices that are on the screen.
    pub(crate) fn notices(&self) -> Vec<Shown> {
        self.notifications.shown.lock().unwrap().clone()
    }

    /// A person presses a button of a notice.
    pub(crate) async fn press(&self, id: u32, button: &str) {
        let emitter = SignalEmitter::new(&self.bus, "/org/freedesktop/Notifications").unwrap();
        Notifications::action_invoked(&emitter, id, button).await.unwrap();
    }

    /// The screen saver says that the screen is locked, or not any more.
    pub(crate) async fn screen(&self, saver: &str, active: bool) {
        let path = format!("/{}", saver.replace('.', "/"));
        self.bus.emit_signal(None::<()>, path, saver, "ActiveChanged", &active).await.unwrap();
    }

    /// logind asks the session to lock.
    pub(crate) async fn lock_session(&self) {
        self.bus.emit_signal(None::<()>, SESSION, "org.freedesktop.login1.Session", "Lock", &()).await.unwrap();
    }

    /// Another user's session comes to the front.
    pub(crate) async fn switch_user(&self) {
        let changed = HashMap::from([("Active", Value::from(false))]);
        let body = ("org.freedesktop.login1.Session", changed, Vec::<&str>::new());
        let properties = "org.freedesktop.DBus.Properties";
        self.bus.emit_signal(None::<()>, SESSION, properties, "PropertiesChanged", &body).await.unwrap();
    }

    /// The machine is about to sleep, or woke up.
    pub(crate) async fn sleep(&self, start: bool) {
        let manager = "org.freedesktop.login1.Manager";
        self.bus.emit_signal(None::<()>, "/org/freedesktop/login1", manager, "PrepareForSleep", &start).await.unwrap();
    }

    /// Whether Hallpass still keeps the machine awake.
    pub(crate) fn is_kept_awake(&self) -> bool {
        use std::io::Read;
        let held = self.logind.0.lock().unwrap();
        let Some(mut held) = held.as_ref() else { return false };
        // A closed end reads as the end of the file.
        held.read(&mut [0]).is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
    }

    /// The tray's menu, as a shell reads it; none where no tray has come.
    pub(crate) async fn menu(&self) -> Option<Entry> {
        let service = self.watcher.0.lock().unwrap().clone()?;
        let arguments = (0_i32, -1_i32, Vec::<&str>::new());
        let menu = Some("com.canonical.dbusmenu");
        let reply = self.bus.call_method(Some(service.as_str()), "/MenuBar", menu, "GetLayout", &arguments).await;
        let reply = reply.unwrap();
        let body = reply.body();
        let (_, layout) = body.deserialize::<(u32, (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>))>().unwrap();
        let (id, _, below) = layout;
        let entries = below.iter().map(|one| entry(one)).collect();
        Some(Entry { id, label: String::new(), enabled: true, entries })
    }

    /// A person chooses an entry.
    pub(crate) async fn choose(&self, id: i32) {
        let service = self.watcher.0.lock().unwrap().clone().unwrap();
        let arguments = (id, "clicked", Value::from(0_i32), 0_u32);
        let menu = Some("com.canonical.dbusmenu");
        self.bus.call_method(Some(service.as_str()), "/MenuBar", menu, "Event", &arguments).await.unwrap();
    }
}

/// `(ia{sv}av)`, as the protocol nests it in values.
fn entry(value: &Value<'_>) -> Entry {
    let layout = match value {
        Value::Value(inner) => return entry(inner),
        Value::Structure(layout) => layout,
        other => panic!("{other:?}"),
    };
    let [id, properties, Value::Array(below)] = layout.fields() else { panic!("{layout:?}") };
    let properties: HashMap<String, Value<'_>> = HashMap::try_from(properties.try_clone().unwrap()).unwrap();
    Entry {
        id: i32::try_from(id).unwrap(),
        label: properties.get("label").and_then(|label| label.downcast_ref::<String>().ok()).unwrap_or_default(),
        enabled: properties.get("enabled").and_then(|enabled| bool::try_from(enabled).ok()).unwrap_or(true),
        entries: below.iter().map(entry).collect(),
    }
}
