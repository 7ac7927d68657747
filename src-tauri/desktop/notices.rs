//! Notices: what the core wants shown, and what their buttons do.

use hallpass_core::providers::{Lang, Text};
use hallpass_core::{Notice, NoticeAction, NoticeId};
use tauri::{AppHandle, Manager, Runtime, async_runtime};

use super::Desktop;
use crate::platform::notices::{Button, DEFAULT, DesktopNotice, Notices, Pressed};
use crate::state::lock;
use crate::{AppState, window};

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
            noticed.push((about.clone(), notice.id));
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
        if let Some(notices) = self.notices.get() {
            notices.withdraw_all();
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
        lock(&self.noticed).iter().find(|(known, _)| known == about).map(|(_, id)| *id)
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
        && let Some(id) = noticed
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

/// A job has ended: it is said where nobody sees the window.
pub(crate) async fn job_over<R: Runtime>(app: AppHandle<R>, job: String) {
    let state = app.state::<AppState>();
    let Some(hallpass) = state.hallpass_behind() else { return };
    if window::is_shown(&app) || state.is_covered() || !state.settings().notices {
        return;
    }
    let Ok(view) = hallpass.job_view(&job).await else { return };
    let lang = state.settings().lang();
    let text = job_words(view.counts.ok, view.asked.saturating_sub(view.counts.ok));
    let buttons = vec![button(NoticeAction::Open, lang)];
    state.desktop().show(DesktopNotice { about: JOB.to_owned(), text: text.get(lang).to_owned(), buttons });
}

fn job_words(done: u64, open: u64) -> Text {
    let (done, open_digits) = (grouped(done), grouped(open));
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
        let words = job_words(4963, 37);
        assert_eq!(words.get(Lang::Zh), "authKey任务完成：4,963个成功，37个待处理");
        assert_eq!(words.get(Lang::En), "authKey job finished: 4,963 succeeded, 37 need attention");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(999), "999");
    }
}
