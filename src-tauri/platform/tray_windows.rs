//! The tray in the taskbar's corner.

use std::sync::{Arc, Mutex, PoisonError};

use tauri::image::Image;
use tauri::menu::{IsMenuItem, Menu, MenuItem, PredefinedMenuItem, Submenu};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Result, Runtime};

use super::picture::{SIDE, points};
use super::{Tray, TrayAction, TrayEntry, TrayMenu};

/// What the entries of the newest menu do, and the number of that menu: an entry of an older one does nothing.
#[derive(Default)]
struct Acts {
    menu: u64,
    actions: Vec<TrayAction>,
}

/// The tray, for as long as it is kept.
pub struct DesktopTray<R: Runtime> {
    app: AppHandle<R>,
    icon: TrayIcon<R>,
    acts: Arc<Mutex<Acts>>,
}

impl<R: Runtime> DesktopTray<R> {
    /// Puts a tray there; `chosen` hears what a person chose.
    ///
    /// # Errors
    /// Returns an error if Windows takes none.
    pub fn start(app: &AppHandle<R>, title: &str, chosen: impl Fn(TrayAction) + Send + Sync + 'static) -> Result<Self> {
        let acts = Arc::new(Mutex::new(Acts::default()));
        let chosen = Arc::new(chosen);
        let (of_menu, of_click, known) = (Arc::clone(&chosen), chosen, Arc::clone(&acts));
        let icon = TrayIconBuilder::with_id("hallpass")
            .icon(picture(false))
            .tooltip(title)
            .show_menu_on_left_click(false)
            .on_menu_event(move |_, event| {
                let action = find(&known.lock().unwrap_or_else(PoisonError::into_inner), &event.id().0);
                if let Some(action) = action {
                    of_menu(action);
                }
            })
            .on_tray_icon_event(move |_, event| {
                let TrayIconEvent::Click { button, button_state, .. } = event else { return };
                if (button, button_state) == (MouseButton::Left, MouseButtonState::Up) {
                    of_click(TrayAction::Open);
                }
            })
            .build(app)?;
        Ok(Self { app: app.clone(), icon, acts })
    }

    fn try_set(&self, menu: &TrayMenu) -> Result<()> {
        let number = {
            let mut acts = self.acts.lock().unwrap_or_else(PoisonError::into_inner);
            acts.menu += 1;
            acts.actions = menu.actions().into_iter().cloned().collect();
            acts.menu
        };
        let mut ids = (0_usize..).map(|at| format!("{number}:{at}"));
        let built = Menu::new(&self.app)?;
        for entry in &menu.entries {
            built.append(self.entry(entry, &mut ids)?.as_ref())?;
        }
        self.icon.set_icon(Some(picture(menu.urgent)))?;
        self.icon.set_menu(Some(built))
    }

    /// Entries get their ids in the order in which the menu names its actions.
    fn entry(&self, entry: &TrayEntry, ids: &mut impl Iterator<Item = String>) -> Result<Box<dyn IsMenuItem<R>>> {
        Ok(match entry {
            TrayEntry::Words(words) => Box::new(MenuItem::new(&self.app, plain(words), false, None::<&str>)?),
            TrayEntry::Line => Box::new(PredefinedMenuItem::separator(&self.app)?),
            TrayEntry::Act(words, _) => {
                Box::new(MenuItem::with_id(&self.app, id(ids), plain(words), true, None::<&str>)?)
            }
            TrayEntry::Group(name, acts) => {
                let group = Submenu::new(&self.app, plain(name), true)?;
                for (words, _) in acts {
                    group.append(&MenuItem::with_id(&self.app, id(ids), plain(words), true, None::<&str>)?)?;
                }
                Box::new(group)
            }
        })
    }
}

impl<R: Runtime> Tray for DesktopTray<R> {
    async fn set(&self, menu: TrayMenu) {
        if self.try_set(&menu).is_err() {
            tracing::info!("the tray's menu was not replaced");
        }
    }
}

fn id(ids: &mut impl Iterator<Item = String>) -> String {
    ids.next().unwrap_or_default()
}

/// The action of an entry, where its menu is still the newest.
fn find(acts: &Acts, id: &str) -> Option<TrayAction> {
    let (menu, at) = id.split_once(':')?;
    let current = menu.parse() == Ok(acts.menu);
    acts.actions.get(at.parse::<usize>().ok()?).filter(|_| current).cloned()
}

/// An ampersand marks a letter of the keyboard; two of them are one.
fn plain(words: &str) -> String {
    words.replace('&', "&&")
}

fn picture(urgent: bool) -> Image<'static> {
    let side = SIDE.unsigned_abs();
    Image::new_owned(
        points(urgent).flat_map(|[alpha, red, green, blue]| [red, green, blue, alpha]).collect(),
        side,
        side,
    )
}
