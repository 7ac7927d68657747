//! Holds a copied token in the clipboard for its time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, mpsc};
use std::time::Duration;

use hallpass_core::providers::{Secret, Text};
use hallpass_core::{ClipboardSecret, Error, ErrorCode, Hold, Result};

/// How long the end of the program waits for the clipboard to be cleared.
const PATIENCE: Duration = Duration::from_secs(2);

/// Holds at most one token: a newer one takes its place.
#[derive(Default)]
pub(crate) struct Holder {
    /// The turn of the newest token; an older one lets go.
    turn: Arc<AtomicU64>,
    /// The newest turn whose token is to go before its time.
    released: Arc<AtomicU64>,
    holding: Arc<(Mutex<u32>, Condvar)>,
    /// One copy at a time, so that the newest turn is the newest token's.
    copying: Mutex<()>,
}

impl Holder {
    /// Puts `secret` into the clipboard for `time`; `over` hears whether it was still there at the end. Of a token that
    /// a newer one replaced nothing is heard.
    ///
    /// # Errors
    /// Returns an error if there is no clipboard.
    pub(crate) fn hold(&self, secret: Secret, time: Duration, over: impl FnOnce(bool) + Send + 'static) -> Result<()> {
        let (turn, released) = (Arc::clone(&self.turn), Arc::clone(&self.released));
        let holding = Arc::clone(&self.holding);
        let (told, answer) = mpsc::channel();
        let _copying = self.copying.lock().unwrap_or_else(PoisonError::into_inner);
        *count(&holding.0) += 1;
        // The clipboard is owned by a thread that serves it until the time is over.
        std::thread::spawn(move || {
            match ClipboardSecret::new(secret) {
                Ok(copied) => {
                    // Only now: one that cannot be copied leaves the older one to be cleared in its time.
                    let mine = turn.fetch_add(1, Ordering::SeqCst) + 1;
                    let _ = told.send(Ok(()));
                    let cleared = copied.hold_while(time, || match () {
                        () if turn.load(Ordering::SeqCst) > mine => Hold::Leave,
                        () if released.load(Ordering::SeqCst) >= mine => Hold::Clear,
                        () => Hold::On,
                    });
                    if turn.load(Ordering::SeqCst) == mine {
                        over(cleared);
                    }
                }
                Err(error) => {
                    let _ = told.send(Err(error));
                }
            }
            *count(&holding.0) -= 1;
            holding.1.notify_all();
        });
        answer.recv().unwrap_or_else(|_| {
            Err(Error::new(ErrorCode::Internal, Text::new("剪贴板线程已结束", "The clipboard thread stopped")))
        })
    }

    /// Clears a token of ours, and returns when it is gone.
    pub(crate) fn release(&self) {
        self.released.store(self.turn.load(Ordering::SeqCst), Ordering::SeqCst);
        let (lock, gone) = &*self.holding;
        let _ = gone.wait_timeout_while(count(lock), PATIENCE, |holding| *holding > 0);
    }
}

fn count(lock: &Mutex<u32>) -> std::sync::MutexGuard<'_, u32> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
