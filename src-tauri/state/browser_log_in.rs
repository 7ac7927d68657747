//! A team's login that a person confirms in a browser. There is one at a time: another one, a lock or a click ends it.

use tokio::sync::oneshot;

use super::AppState;
use crate::mutex::lock;

/// A login that waits for its confirmation; dropped, it is stopped.
pub(super) struct BrowserLogIn {
    url: String,
    _stop: oneshot::Sender<()>,
}

impl AppState {
    /// One begins to wait, in the place of any before it. What is answered ends when it is stopped.
    pub(crate) fn begin_browser_log_in(&self, url: &str) -> oneshot::Receiver<()> {
        let (stop, stopped) = oneshot::channel();
        *lock(&self.0.browser_log_in) = Some(BrowserLogIn { url: url.to_owned(), _stop: stop });
        stopped
    }

    /// The page where it is confirmed; none where no login waits.
    pub(crate) fn browser_log_in_page(&self) -> Option<String> {
        lock(&self.0.browser_log_in).as_ref().map(|waiting| waiting.url.clone())
    }

    /// It has ended, or is not waited for any longer.
    pub(crate) fn end_browser_log_in(&self) {
        *lock(&self.0.browser_log_in) = None;
    }
}
