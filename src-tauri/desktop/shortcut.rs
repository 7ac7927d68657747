//! The key combination of the quick switcher: from the window system, or under Wayland from the desktop's portal.

use tauri::{AppHandle, Runtime};

use crate::dto::ShortcutOffer;
use crate::platform::shortcut::{self, ShortcutFault};
use crate::state::AppState;

/// What this desktop offers.
pub(crate) fn offer(state: &AppState) -> ShortcutOffer {
    if shortcut::is_available() {
        return ShortcutOffer::Given;
    }
    if state.desktop().has_shortcut_portal() { ShortcutOffer::Confirmed } else { ShortcutOffer::None }
}

/// Speaks to the portal of this bus. The combination that was chosen before is asked for at once: the desktop remembers
/// that it was confirmed.
#[cfg(target_os = "linux")]
pub(crate) fn follow_portal<R: Runtime>(app: &AppHandle<R>, state: &AppState, bus: zbus::Connection) {
    use crate::platform::shortcut_portal::ShortcutPortal;
    use crate::window;
    use hallpass_core::providers::Lang;
    let settings = state.settings();
    let words = match settings.lang() {
        Lang::Zh => "打开通行证的快速切换",
        Lang::En => "Open the quick switcher of Hallpass",
    };
    let pressed = app.clone();
    let portal = ShortcutPortal::follow(bus, words.to_owned(), settings.shortcut.as_deref(), move |token| {
        window::switcher(&pressed, token);
    });
    state.desktop().set_shortcut_portal(portal);
}

/// Takes the combination in place of the one before; `None` gives it back. The portal waits for the person.
///
/// # Errors
/// Returns an error if the desktop does not give it.
pub(crate) fn set<R: Runtime>(app: &AppHandle<R>, keys: Option<&str>) -> Result<(), ShortcutFault> {
    #[cfg(target_os = "linux")]
    if let Some(portal) = tauri::Manager::state::<AppState>(app).desktop().shortcut_portal() {
        return portal.set(keys);
    }
    shortcut::set(app, keys)
}
