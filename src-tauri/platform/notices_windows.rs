//! Notices as toasts.
//!
//! A program without a package shows them under an id of its own, which the registry knows with the name that people read.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use windows::Data::Xml::Dom::XmlDocument;
use windows::Foundation::TypedEventHandler;
use windows::UI::Notifications::{ToastActivatedEventArgs, ToastNotification, ToastNotificationManager};
use windows::core::{HSTRING, IInspectable, Interface, Ref, Result};
use windows_registry::CURRENT_USER;

use super::toast::toast;
use super::{DEFAULT, DesktopNotice, Notices, Pressed};

/// The id of the program, as the installer and the taskbar know it.
const APP: &str = "app.hallpass.desktop";
/// All notices are of one group, so that they can be taken back at once.
const GROUP: &str = "hallpass";

type Hear = Arc<dyn Fn(Pressed) + Send + Sync>;

/// Shows toasts.
pub struct DesktopNotices {
    pressed: Hear,
}

impl DesktopNotices {
    /// `pressed` hears which button a person pressed.
    pub fn new(pressed: impl Fn(Pressed) + Send + Sync + 'static) -> Self {
        // Where the program was not installed, nobody else has told Windows its name.
        let named = CURRENT_USER.create(format!(r"Software\Classes\AppUserModelId\{APP}"));
        if named.and_then(|key| key.set_string("DisplayName", "Hallpass")).is_err() {
            tracing::info!("notices have no name");
        }
        Self { pressed: Arc::new(pressed) }
    }

    fn try_show(&self, notice: DesktopNotice) -> Result<()> {
        let document = XmlDocument::new()?;
        document.LoadXml(&HSTRING::from(toast(&notice)))?;
        let shown = ToastNotification::CreateToastNotification(&document)?;
        shown.SetTag(&tag(&notice.about))?;
        shown.SetGroup(&HSTRING::from(GROUP))?;
        let (pressed, about) = (Arc::clone(&self.pressed), notice.about);
        let heard = move |_: Ref<'_, ToastNotification>, what: Ref<'_, IInspectable>| {
            let arguments = what.ok().and_then(|what| what.cast::<ToastActivatedEventArgs>()?.Arguments());
            let button = arguments.map(|id| id.to_string()).ok().filter(|id| !id.is_empty());
            pressed(Pressed { about: about.clone(), button: button.unwrap_or_else(|| DEFAULT.to_owned()) });
            Ok(())
        };
        shown.Activated(&TypedEventHandler::new(heard))?;
        ToastNotificationManager::CreateToastNotifierWithId(&HSTRING::from(APP))?.Show(&shown)
    }
}

impl Notices for DesktopNotices {
    fn show(&self, notice: DesktopNotice) {
        // The error of the library may hold the text.
        if self.try_show(notice).is_err() {
            tracing::info!("Windows shows no notice");
        }
    }

    fn withdraw(&self, about: &str) {
        let remove = || {
            let history = ToastNotificationManager::History()?;
            history.RemoveGroupedTagWithId(&tag(about), &HSTRING::from(GROUP), &HSTRING::from(APP))
        };
        // One that nobody shows any more cannot be removed.
        let _: Result<()> = remove();
    }

    fn withdraw_all(&self) {
        let remove =
            || ToastNotificationManager::History()?.RemoveGroupWithId(&HSTRING::from(GROUP), &HSTRING::from(APP));
        let _: Result<()> = remove();
    }
}

/// What a notice is about, as a tag: those have at most sixteen characters on the oldest Windows.
fn tag(about: &str) -> HSTRING {
    let mut number = DefaultHasher::new();
    about.hash(&mut number);
    HSTRING::from(format!("{:016x}", number.finish()))
}
