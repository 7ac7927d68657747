//! A team's login that someone confirms in a browser. There is one at a time: a later one, a lock or a click ends it, also
//! while it is still being started.

use tokio::sync::watch;

use super::AppState;

/// The login that waits.
#[derive(Debug, Default)]
pub(super) struct BrowserLogIn {
    /// Counts the logins and their ends: one goes on while this is its own number.
    number: u64,
    /// The page where it is confirmed, once the server has said it.
    page: Option<String>,
}

/// A login's turn, from before its first request.
pub(crate) struct LogInTurn {
    number: u64,
    newest: watch::Sender<BrowserLogIn>,
}

impl LogInTurn {
    /// Keeps the page where it is confirmed; `false` where the login was stopped meanwhile.
    pub(crate) fn show(&self, page: &str) -> bool {
        self.change(|log_in| log_in.page = Some(page.to_owned()))
    }

    /// Returns when it is stopped.
    pub(crate) async fn stopped(&self) {
        // The sender is our own: it does not go away.
        let _ = self.newest.subscribe().wait_for(|newest| newest.number != self.number).await;
    }

    fn change(&self, change: impl FnOnce(&mut BrowserLogIn)) -> bool {
        self.newest.send_if_modified(|newest| {
            let mine = newest.number == self.number;
            if mine {
                change(newest);
            }
            mine
        })
    }
}

impl Drop for LogInTurn {
    fn drop(&mut self) {
        self.change(|log_in| log_in.page = None);
    }
}

impl AppState {
    /// A login begins, in the place of any before it.
    pub(crate) fn begin_browser_log_in(&self) -> LogInTurn {
        self.end_browser_log_in();
        let newest = self.0.browser_log_in.clone();
        let number = newest.borrow().number;
        LogInTurn { number, newest }
    }

    /// The page of the login that waits; none where none does.
    pub(crate) fn browser_log_in_page(&self) -> Option<String> {
        self.0.browser_log_in.borrow().page.clone()
    }

    /// The login that waits, or is being started, is stopped.
    pub(crate) fn end_browser_log_in(&self) {
        self.0.browser_log_in.send_modify(|newest| *newest = BrowserLogIn { number: newest.number + 1, page: None });
    }
}
