//! Notifications of the core, and the actions of their buttons.

use std::sync::atomic::Ordering;

use hallpass_core::providers::{Lang, Text};
use hallpass_core::{JobState, Notice, NoticeAction, NoticeId};
use tauri::{AppHandle, Manager, Runtime, async_runtime};

use crate::mutex::lock;
use crate::platform::notices::{Button, DEFAULT, DesktopNotice, Notices, Pressed};
use crate::state::{AppState, Desktop};
use crate::window;

/// What the notice of a finished job is about.
const JOB: &str = "job";

const fn id(action: NoticeAction) -> &'static str {
    match action {
        NoticeAction::Renew => "renew",
        NoticeAction::Later => "later",
        NoticeAction::Open => "open",
    }
}

fn button(action: NoticeAction, lang: Lang) -> Button {
    Button { id: id(action), label: action.words().get(lang).to_owned() }
}

impl Desktop {
    pub(super) fn show_notice(&self, notice: &Notice, lang: Lang) {
        let about = notice.id.to_string();
        {
            let mut noticed = lock(&self.noticed);
            noticed.retain(|(known, _)| *known != about);
            noticed.push((about.clone(), notice.id.clone()));
        }
        let buttons = notice.actions.iter().map(|action| button(*action, lang)).collect();
        self.show(DesktopNotice { about, text: notice.text.get(lang).to_owned(), buttons });
    }

    pub(super) fn withdraw_notice(&self, id: NoticeId) {
        lock(&self.early).retain(|one| one.about != id.to_string());
        if let Some(notices) = self.notices.get() {
            notices.withdraw(&id.to_string());
        }
    }

    pub(super) fn withdraw_notices(&self) {
        lock(&self.early).clear();
        lock(&self.waiting).take();
        if let Some(notices) = self.notices.get() {
            notices.withdraw_all();
        }
    }

    /// What does not have to be seen at once waits until nothing fills the screen.
    fn show_later(&self, notice: DesktopNotice) {
        *lock(&self.waiting) = Some(notice);
        if !self.full_screen.load(Ordering::SeqCst) {
            self.show_waiting();
        }
    }

    /// Nothing fills the screen any more.
    pub(super) fn show_waiting(&self) {
        let waiting = lock(&self.waiting).take();
        if let Some(notice) = waiting {
            self.show(notice);
        }
    }

    /// The vault may be open, and something due, before the desktop answers.
    fn show(&self, notice: DesktopNotice) {
        let mut early = lock(&self.early);
        match self.notices.get() {
            Some(notices) => notices.show(notice),
            None => {
                early.retain(|one| one.about != notice.about);
                early.push(notice);
            }
        }
    }

    /// From here on the desktop shows them.
    pub(super) fn set_notices(&self, notices: Box<dyn Notices>) {
        let mut early = lock(&self.early);
        std::mem::take(&mut *early).into_iter().for_each(|notice| notices.show(notice));
        // There is one desktop.
        let _ = self.notices.set(notices);
    }

    fn noticed(&self, about: &str) -> Option<NoticeId> {
        lock(&self.noticed).iter().find(|(known, _)| known == about).map(|(_, id)| id.clone())
    }
}

/// A button was pressed. Whatever the core does not do is to show the window.
pub(super) fn pressed<R: Runtime>(app: &AppHandle<R>, pressed: Pressed) {
    let state = app.state::<AppState>();
    let action = match pressed.button.as_str() {
        "renew" => NoticeAction::Renew,
        "later" => NoticeAction::Later,
        "open" | DEFAULT => NoticeAction::Open,
        _ => return,
    };
    if action == NoticeAction::Open {
        window::show(app);
    }
    let noticed = state.desktop().noticed(&pressed.about);
    if action == NoticeAction::Later
        && let Some(id) = noticed.clone()
    {
        state.desktop().withdraw_notice(id);
    }
    let (Some(id), Some(background)) = (noticed, state.background()) else { return };
    async_runtime::spawn(async move {
        if background.act(id, action).await.is_err() {
            tracing::info!("a notice's button could not act");
        }
    });
}

/// A job does not run any more: it is said where nobody sees the window.
pub(crate) async fn job_over<R: Runtime>(app: AppHandle<R>, job: String) {
    let state = app.state::<AppState>();
    let Some(hallpass) = state.hallpass_behind() else { return };
    if window::is_shown(&app) || state.is_covered() || !state.settings().notices {
        return;
    }
    let Ok(view) = hallpass.job_view(&job).await else { return };
    // It may have been locked meanwhile.
    if state.is_covered() {
        return;
    }
    let lang = state.settings().lang();
    let text = job_words(view.state, view.counts.ok, view.asked.saturating_sub(view.counts.ok));
    let buttons = vec![button(NoticeAction::Open, lang)];
    state.desktop().show_later(DesktopNotice { about: JOB.to_owned(), text: text.get(lang).to_owned(), buttons });
}

fn job_words(state: JobState, done: u64, open: u64) -> Text {
    let (done, open_digits) = (grouped(done), grouped(open));
    // Paused by a person, or stopped by what the server or the disk said: the window tells which.
    if state != JobState::Done {
        return Text::made(
            format!("authKey任务已暂停：{done}个成功，还剩{open_digits}个"),
            format!("authKey job paused: {done} succeeded, {open_digits} left"),
        );
    }
    let need = if open == 1 { "needs" } else { "need" };
    Text::made(
        format!("authKey任务完成：{done}个成功，{open_digits}个待处理"),
        format!("authKey job finished: {done} succeeded, {open_digits} {need} attention"),
    )
}

/// With a comma after every thousand.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finished_job_is_told_in_numbers_that_can_be_read() {
        let paused = job_words(JobState::Paused, 4963, 37);
        assert_eq!(paused.get(Lang::Zh), "authKey任务已暂停：4,963个成功，还剩37个");
        assert_eq!(paused.get(Lang::En), "authKey job paused: 4,963 succeeded, 37 left");
        let words = job_words(JobState::Done, 4963, 37);
        assert_eq!(words.get(Lang::Zh), "authKey任务完成：4,963个成功，37个待处理");
        assert_eq!(words.get(Lang::En), "authKey job finished: 4,963 succeeded, 37 need attention");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(999), "999");
    }
    #[test]
    fn a_jobs_end_waits_for_the_end_of_a_presentation_and_a_lock_drops_it() {
        let desktop = Desktop::default();
        let said = || DesktopNotice { about: JOB.to_owned(), text: String::new(), buttons: Vec::new() };
        // Before the desktop can be asked, what is shown stands in `early`.
        let shown = || lock(&desktop.early).len();
        desktop.full_screen.store(true, Ordering::SeqCst);
        desktop.show_later(said());
        assert_eq!(shown(), 0);
        desktop.withdraw_notices();
        desktop.show_waiting();
        assert_eq!(shown(), 0, "locked meanwhile");
        desktop.show_later(said());
        desktop.show_waiting();
        assert_eq!(shown(), 1);
        desktop.full_screen.store(false, Ordering::SeqCst);
        desktop.show_later(said());
        assert_eq!((shown(), lock(&desktop.waiting).is_none()), (1, true));
    }
}
