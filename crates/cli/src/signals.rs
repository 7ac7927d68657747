//! Termination signals: a changed terminal mode is restored before the program ends.

#[cfg(unix)]
pub(crate) use unix::{heard_elsewhere, interrupt, is_ignored, restoring};
#[cfg(windows)]
pub(crate) use windows::{Restoring, interrupt, restoring};

/// From here on Ctrl-C ends the program with [`crate::exit::INTERRUPTED`], unless a command hears it itself. On Unix it does
/// so without being asked.
pub(crate) fn listen() {
    #[cfg(windows)]
    windows::listen();
}

#[cfg(windows)]
mod windows {
    use std::io::Result;
    use std::sync::{Mutex, MutexGuard, PoisonError};

    use crate::exit;

    type Restore = Box<dyn Fn() + Send>;

    /// What puts the console right, while there is something to put right.
    static RESTORE: Mutex<Option<Restore>> = Mutex::new(None);

    /// While this is held, Ctrl-C puts the console right before it ends the program.
    #[must_use]
    pub(crate) struct Restoring(());

    impl Drop for Restoring {
        fn drop(&mut self) {
            *restore() = None;
        }
    }

    /// Has `put_right` run before Ctrl-C ends the program.
    #[allow(clippy::unnecessary_wraps, reason = "as on Unix")]
    pub(crate) fn restoring(put_right: impl Fn() + Send + 'static) -> Result<Restoring> {
        *restore() = Some(Box::new(put_right));
        Ok(Restoring(()))
    }

    /// Does what Ctrl-C does. Windows' own exit code for it would be cut to another one by most shells.
    pub(crate) fn interrupt() -> ! {
        let restore = restore();
        if let Some(put_right) = restore.as_ref() {
            put_right();
        }
        std::process::exit(exit::INTERRUPTED.into())
    }

    /// Windows asks whoever listened last first: a command that hears Ctrl-C itself keeps it from this.
    pub(super) fn listen() {
        // Without a console there is no Ctrl-C.
        let _ = ctrlc::set_handler(|| interrupt());
    }

    fn restore() -> MutexGuard<'static, Option<Restore>> {
        RESTORE.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(unix)]
mod unix {
    use std::io::{Error, Result};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    type Restore = Box<dyn Fn() + Send>;

    /// What puts the terminal right, while there is something to put right.
    static RESTORE: Mutex<Option<Restore>> = Mutex::new(None);
    /// A command hears signals itself, such as to pause a job: they no longer end the program here.
    static ELSEWHERE: AtomicBool = AtomicBool::new(false);

    /// While this is held, a signal that ends the program puts the terminal right first.
    #[must_use]
    pub(crate) struct Restoring(());

    impl Drop for Restoring {
        fn drop(&mut self) {
            *restore() = None;
        }
    }

    /// Has `put_right` run before a signal ends the program.
    ///
    /// # Errors
    /// Returns an error if signals cannot be heard.
    pub(crate) fn restoring(put_right: impl Fn() + Send + 'static) -> Result<Restoring> {
        static LISTENING: OnceLock<bool> = OnceLock::new();
        if !LISTENING.get_or_init(|| listen().is_ok()) {
            return Err(Error::other("signals cannot be heard"));
        }
        *restore() = Some(Box::new(put_right));
        Ok(Restoring(()))
    }

    /// From now on a command hears signals itself.
    pub(crate) fn heard_elsewhere() {
        ELSEWHERE.store(true, Ordering::SeqCst);
    }

    /// Does what Ctrl-C does.
    pub(crate) fn interrupt() {
        if !is_ignored(SIGINT) {
            let _ = emulate_default_handler(SIGINT);
        }
    }

    fn restore() -> MutexGuard<'static, Option<Restore>> {
        RESTORE.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Once heard, a signal no longer ends the program by itself: the thread does that, now and later.
    fn listen() -> Result<()> {
        let heard = [SIGHUP, SIGINT, SIGQUIT, SIGTERM].into_iter().filter(|signal| !is_ignored(*signal));
        let mut signals = Signals::new(heard)?;
        let hear = move || {
            for signal in signals.forever() {
                // Held until the end, so that the terminal is not changed again.
                let restore = restore();
                if let Some(put_right) = restore.as_ref() {
                    put_right();
                } else if ELSEWHERE.load(Ordering::SeqCst) {
                    continue;
                }
                let _ = emulate_default_handler(signal);
            }
        };
        std::thread::Builder::new().name("signals".to_owned()).spawn(hear).map(drop)
    }

    /// Whether whoever started the program had it ignore this signal (`nohup`, a job in the background): it stays ignored.
    pub(crate) fn is_ignored(signal: i32) -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
        mask.is_some_and(|mask| mask & (1 << (signal - 1)) != 0)
    }
}
