//! The tray as a StatusNotifierItem.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ksni::menu::{MenuItem, StandardItem, SubMenu};
use ksni::{Handle, Icon, TrayMethods};
use zbus::Connection;
use zbus::fdo::{DBusProxy, NameOwnerChangedStream};

use super::picture::{SIDE, points};
use super::{Tray, TrayAction, TrayEntry, TrayMenu};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
/// A menu is not told to be closed: after so long without being shown once more or chosen from it counts as closed.
const READING: Duration = Duration::from_secs(60);

/// Whether a desktop shell shows trays on this bus.
pub async fn has_host(bus: &Connection) -> bool {
    let Ok(daemon) = DBusProxy::new(bus).await else { return false };
    let Ok(name) = WATCHER.try_into() else { return false };
    daemon.name_has_owner(name).await.unwrap_or(false)
}

/// Hears whenever a shell that shows trays comes or goes.
///
/// # Errors
/// Returns an error if the bus is gone.
pub async fn host_changes(bus: &Connection) -> zbus::Result<NameOwnerChangedStream> {
    DBusProxy::new(bus).await?.receive_name_owner_changed_with_args(&[(0, WATCHER)]).await
}

type Chosen = Arc<dyn Fn(TrayAction) + Send + Sync>;

/// The tray on the session's bus.
pub struct DesktopTray(Handle<Item>);

struct Item {
    title: String,
    shown: TrayMenu,
    /// The newest menu, until the open one is closed.
    next: Option<TrayMenu>,
    opened: Option<Instant>,
    /// Turned whenever an entry would do something else than the one in its place before.
    turned: bool,
    chosen: Chosen,
}

impl DesktopTray {
    /// Puts a tray there; `chosen` hears what a person chose. A shell that comes up later shows it as well.
    ///
    /// # Errors
    /// Returns an error if the session has no bus.
    pub async fn start(
        title: String,
        chosen: impl Fn(TrayAction) + Send + Sync + 'static,
    ) -> Result<Self, ksni::Error> {
        let menu = TrayMenu::default();
        let item = Item { title, shown: menu, next: None, opened: None, turned: false, chosen: Arc::new(chosen) };
        Ok(Self(item.assume_sni_available(true).spawn().await?))
    }
}

impl Tray for DesktopTray {
    async fn set(&self, menu: TrayMenu) {
        self.0.update(|item| item.take(menu, Instant::now())).await;
    }
}

impl Item {
    fn take(&mut self, menu: TrayMenu, now: Instant) {
        let reading = self.opened.is_some_and(|opened| now.saturating_duration_since(opened) < READING);
        if reading && (menu.names || !self.shown.names) {
            self.next = Some(menu);
        } else {
            self.next = None;
            self.show(menu);
        }
    }

    fn show(&mut self, menu: TrayMenu) {
        self.turned ^= self.shown.actions() != menu.actions();
        self.shown = menu;
    }

    /// A menu that is chosen from closes.
    fn choose(&mut self, action: TrayAction) {
        self.opened = None;
        if let Some(menu) = self.next.take() {
            self.show(menu);
        }
        (self.chosen)(action);
    }
}

impl ksni::Tray for Item {
    const MENU_ON_ACTIVATE: bool = false;

    fn id(&self) -> String {
        "hallpass".to_owned()
    }

    fn title(&self) -> String {
        self.title.clone()
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        self.choose(TrayAction::Open);
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        vec![picture(self.shown.urgent)]
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        // Where words alone change the entries keep their numbers, and a press that is on its way would go to whatever
        // stands there by then. One entry more or less that nobody sees makes all numbers new.
        let unseen = StandardItem { visible: false, ..Default::default() };
        self.shown.entries.iter().map(entry).chain(self.turned.then(|| unseen.into())).collect()
    }

    fn menu_about_to_show(&mut self) {
        self.opened = Some(Instant::now());
        if let Some(menu) = self.next.take() {
            self.show(menu);
        }
    }
}

fn entry(entry: &TrayEntry) -> MenuItem<Item> {
    match entry {
        TrayEntry::Words(words) => StandardItem { label: plain(words), enabled: false, ..Default::default() }.into(),
        TrayEntry::Line => MenuItem::Separator,
        TrayEntry::Act(words, action) => act(words, action),
        TrayEntry::Group(name, acts) => {
            let submenu = acts.iter().map(|(words, action)| act(words, action)).collect();
            SubMenu { label: plain(name), submenu, ..Default::default() }.into()
        }
    }
}

fn act(words: &str, action: &TrayAction) -> MenuItem<Item> {
    let action = action.clone();
    let activate = Box::new(move |item: &mut Item| item.choose(action.clone()));
    StandardItem { label: plain(words), activate, ..Default::default() }.into()
}

/// In the protocol an underscore marks a letter of the keyboard; two of them are one.
fn plain(words: &str) -> String {
    words.replace('_', "__")
}

/// The picture as the protocol has it: alpha, red, green, blue for each point.
fn picture(urgent: bool) -> Icon {
    Icon { width: SIDE, height: SIDE, data: points(urgent).flatten().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(names: bool) -> Item {
        Item {
            title: String::new(),
            shown: menu("old", names),
            next: None,
            opened: None,
            turned: false,
            chosen: Arc::new(|_| {}),
        }
    }

    fn menu(words: &str, names: bool) -> TrayMenu {
        TrayMenu { entries: vec![TrayEntry::Words(words.to_owned())], urgent: false, names }
    }

    #[test]
    fn an_open_menu_stays_as_it_is_unless_it_would_go_on_naming_somebody() {
        let (mut item, now) = (item(true), Instant::now());
        item.take(menu("new", true), now);
        assert_eq!(item.shown, menu("new", true));
        item.opened = Some(now);
        item.take(menu("newer", true), now + Duration::from_secs(30));
        assert_eq!((&item.shown, &item.next), (&menu("new", true), &Some(menu("newer", true))));
        item.take(menu("locked", false), now + Duration::from_secs(31));
        assert_eq!((&item.shown, &item.next), (&menu("locked", false), &None));
        item.take(menu("unlocked", true), now + READING);
        assert_eq!(item.shown, menu("unlocked", true));
    }

    #[test]
    fn an_entry_that_would_act_on_another_session_gets_another_number() {
        use ksni::Tray as _;
        let of = |name: &str, left: &str| {
            let acts = vec![("Copy token".to_owned(), TrayAction::Copy(name.to_owned()))];
            TrayMenu { entries: vec![TrayEntry::Group(format!("{name} · {left}"), acts)], urgent: false, names: true }
        };
        let (mut item, now) = (item(true), Instant::now());
        let mut numbers = |menu| {
            item.take(menu, now);
            item.menu().len()
        };
        let first = numbers(of("Harbour", "07:42"));
        assert_eq!(numbers(of("Harbour", "07:12")), first, "words alone: an open menu stays as it is");
        let second = numbers(of("Zephyr", "07:10"));
        assert_ne!(second, first);
        assert_ne!(numbers(of("Harbour", "07:05")), second);
    }

    #[test]
    fn a_choice_closes_the_menu_and_shows_the_newest() {
        let mut item = item(true);
        item.opened = Some(Instant::now());
        item.next = Some(menu("newest", true));
        item.choose(TrayAction::Open);
        assert_eq!((item.shown, item.opened), (menu("newest", true), None));
    }

    #[test]
    fn the_dot_is_seen_only_when_something_is_urgent() {
        let (calm, urgent) = (picture(false), picture(true));
        assert_eq!(calm.data.len(), usize::try_from(SIDE * SIDE * 4).unwrap());
        assert_ne!(calm.data, urgent.data);
    }
}
