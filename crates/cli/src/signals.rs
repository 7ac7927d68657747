//! Signals that end the program: a terminal that was changed is put right first.

#[cfg(unix)]
pub(crate) use unix::{heard_elsewhere, interrupt, restoring};

/// There are no such signals.
#[cfg(not(unix))]
pub(crate) fn heard_elsewhere() {}

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

    /// A signal that whoever started the program had it ignore (`nohup`, a job in the background) stays ignored.
    fn is_ignored(signal: i32) -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
        mask.is_some_and(|mask| mask & (1 << (signal - 1)) != 0)
    }
}
