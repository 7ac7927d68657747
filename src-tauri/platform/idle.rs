//! How long nobody has touched the machine.

use std::time::Duration;

/// Asks the desktop since when nobody has used the keyboard or the mouse.
pub trait IdleClock: Send + Sync {
    /// How long; `None` where the desktop does not say, so that only use of the window counts.
    fn idle(&self) -> impl Future<Output = Option<Duration>> + Send;
}

#[cfg(target_os = "linux")]
pub use linux::DesktopIdle;
#[cfg(not(any(target_os = "linux", windows)))]
pub use other::DesktopIdle;
#[cfg(windows)]
pub use windows::DesktopIdle;

#[cfg(windows)]
mod windows {
    use std::time::Duration;

    use windows_sys::Win32::System::SystemInformation::GetTickCount;
    use windows_sys::Win32::UI::Input::KeyboardAndMouse::{GetLastInputInfo, LASTINPUTINFO};

    use super::IdleClock;

    /// What Windows knows of its session.
    #[derive(Debug, Clone, Copy, Default)]
    pub struct DesktopIdle;

    impl IdleClock for DesktopIdle {
        async fn idle(&self) -> Option<Duration> {
            last_input()
        }
    }

    #[allow(unsafe_code, reason = "calls of Windows; the structure says its size, and only that is written")]
    fn last_input() -> Option<Duration> {
        let mut last = LASTINPUTINFO { cbSize: u32::try_from(size_of::<LASTINPUTINFO>()).ok()?, dwTime: 0 };
        let (told, now) = unsafe { (GetLastInputInfo(&mut last), GetTickCount()) };
        // Both turn over after 49 days.
        (told != 0).then(|| Duration::from_millis(now.wrapping_sub(last.dwTime).into()))
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::time::Duration;

    use x11rb::connection::Connection as _;
    use x11rb::protocol::screensaver::ConnectionExt as _;
    use x11rb::rust_connection::RustConnection;
    use zbus::Connection;

    use super::IdleClock;

    #[zbus::proxy(
        interface = "org.gnome.Mutter.IdleMonitor",
        default_service = "org.gnome.Mutter.IdleMonitor",
        default_path = "/org/gnome/Mutter/IdleMonitor/Core",
        gen_blocking = false
    )]
    trait IdleMonitor {
        fn get_idletime(&self) -> zbus::Result<u64>;
    }

    /// Mutter's monitor where there is one, else the X server's.
    pub struct DesktopIdle {
        mutter: Option<IdleMonitorProxy<'static>>,
        x11: Option<(RustConnection, u32)>,
    }

    impl DesktopIdle {
        /// By way of this bus, and of the X server that `DISPLAY` names. Under Wayland an X server sees only what is
        /// done in X windows, so it is not asked there.
        pub async fn connect(bus: Option<&Connection>, wayland: bool) -> Self {
            let mutter = match bus {
                Some(bus) => IdleMonitorProxy::new(bus).await.ok(),
                None => None,
            };
            let x11 = (!wayland).then(|| RustConnection::connect(None).ok()).flatten().and_then(|(server, screen)| {
                let root = server.setup().roots.get(screen)?.root;
                Some((server, root))
            });
            Self { mutter, x11 }
        }
    }

    impl IdleClock for DesktopIdle {
        async fn idle(&self) -> Option<Duration> {
            if let Some(mutter) = &self.mutter
                && let Ok(millis) = mutter.get_idletime().await
            {
                return Some(Duration::from_millis(millis));
            }
            let (server, root) = self.x11.as_ref()?;
            let told = server.screensaver_query_info(*root).ok()?.reply().ok()?;
            Some(Duration::from_millis(told.ms_since_user_input.into()))
        }
    }

    #[cfg(test)]
    #[allow(clippy::unwrap_used, reason = "tests")]
    mod tests {
        use hallpass_test_keyring::Bus;
        use zbus::connection::Builder;

        use super::*;
        use crate::platform::bus;

        /// Whoever owns the name has stopped: without an end to the wait nothing would ever lock by its idle time.
        #[tokio::test]
        async fn a_desktop_that_never_answers_is_not_waited_for() {
            let folder = tempfile::tempdir().unwrap();
            let desktop = Bus::start(folder.path()).unwrap();
            let at = || Builder::address(desktop.address());
            let stopped = at().unwrap().name("org.gnome.Mutter.IdleMonitor").unwrap().build().await.unwrap();
            let session = bus::connect(at()).await.unwrap();
            let clock = DesktopIdle::connect(Some(&session), true).await;
            let told = tokio::time::timeout(Duration::from_secs(30), clock.idle()).await;
            assert_eq!(told, Ok(None));
            stopped.close().await.unwrap();
        }
    }
}

#[cfg(not(any(target_os = "linux", windows)))]
mod other {
    use std::time::Duration;

    use super::IdleClock;

    /// Not asked for yet: only use of the window counts.
    #[derive(Debug, Clone, Copy, Default)]
    pub struct DesktopIdle;

    impl IdleClock for DesktopIdle {
        async fn idle(&self) -> Option<Duration> {
            None
        }
    }
}
