//! The words of the tray's menu.

use hallpass_core::providers::{Capability, Lang, Text};
use hallpass_core::{ProfileRow, SessionState, SessionSummary, format_duration};
use jiff::Timestamp;

use crate::platform::tray::{TrayAction, TrayEntry, TrayMenu};

/// As many sessions as are listed; the window has the others.
const MOST: usize = 10;
/// With so many seconds left a session is urgent.
const URGENT: i64 = 120;

/// The menu of an open vault: the sessions that expire first, with what can be done with each.
pub(super) fn open(rows: &[ProfileRow], now: Timestamp, lang: Lang) -> TrayMenu {
    let mut live: Vec<(&ProfileRow, &SessionSummary)> = rows
        .iter()
        .filter_map(|row| Some((row, row.session.as_ref()?)))
        .filter(|(_, session)| session.state != SessionState::Expired)
        .collect();
    live.sort_by_key(|(row, session)| (session.ends_at.is_none(), session.ends_at, &row.order));
    let expiring = live.iter().filter(|(_, session)| session.state == SessionState::Expiring).count();
    let mut entries = Vec::new();
    if expiring > 0 {
        entries.extend([TrayEntry::Words(expiring_words(expiring).get(lang).to_owned()), TrayEntry::Line]);
    }
    entries.extend(live.iter().take(MOST).map(|(row, session)| group(row, session, now, lang)));
    if live.len() > MOST {
        entries.push(act(Text::new("更多…", "More…"), TrayAction::Open, lang));
    }
    if !live.is_empty() {
        entries.push(TrayEntry::Line);
    }
    entries.push(act(OPEN, TrayAction::Open, lang));
    entries.push(act(Text::new("锁定", "Lock"), TrayAction::Lock, lang));
    entries.push(act(QUIT, TrayAction::Quit, lang));
    let urgent = live.iter().any(|(_, session)| left(session, now).is_some_and(|left| left <= URGENT));
    TrayMenu { entries, urgent, names: !live.is_empty() }
}

/// The menu of a locked vault, or of none: no names.
pub(super) fn locked(expiring: usize, is_locked: bool, lang: Lang) -> TrayMenu {
    let words = match (is_locked, expiring) {
        (false, _) => None,
        (true, 0) => Some(Text::new("已锁定", "Locked")),
        (true, count) => {
            let words = expiring_words(count);
            let [zh, en] = [Lang::Zh, Lang::En].map(|lang| words.get(lang).to_owned());
            Some(Text::made(format!("已锁定 · {zh}"), format!("Locked · {en}")))
        }
    };
    let mut entries = Vec::new();
    if let Some(words) = words {
        entries.extend([TrayEntry::Words(words.get(lang).to_owned()), TrayEntry::Line]);
    }
    entries.extend([act(OPEN, TrayAction::Open, lang), act(QUIT, TrayAction::Quit, lang)]);
    TrayMenu { entries, urgent: false, names: false }
}

const OPEN: Text = Text::new("打开通行证", "Open Hallpass");
const QUIT: Text = Text::new("退出", "Quit");

fn expiring_words(count: usize) -> Text {
    Text::made(format!("{count}个即将过期"), format!("{count} expiring soon"))
}

fn act(words: Text, action: TrayAction, lang: Lang) -> TrayEntry {
    TrayEntry::Act(words.get(lang).to_owned(), action)
}

fn group(row: &ProfileRow, session: &SessionSummary, now: Timestamp, lang: Lang) -> TrayEntry {
    let name = row.name.clone();
    let label = match left(session, now) {
        Some(left) => format!("{name} · {}", left_words(left, lang)),
        None => name.clone(),
    };
    let say = |words: Text| words.get(lang).to_owned();
    let more = if session.can.contains(&Capability::Renew) {
        (say(Text::new("续期", "Renew")), TrayAction::Renew(name.clone()))
    } else {
        (say(Text::new("重新登录", "Sign in again")), TrayAction::SignIn(name.clone()))
    };
    let copy = (say(Text::new("复制令牌", "Copy token")), TrayAction::Copy(name.clone()));
    let out = (say(Text::new("退出登录", "Sign out")), TrayAction::SignOut(name));
    TrayEntry::Group(label, vec![copy, more, out])
}

fn left(session: &SessionSummary, now: Timestamp) -> Option<i64> {
    Some(session.ends_at?.duration_since(now).as_secs().max(0))
}

/// As the window's list says it: a countdown in the last hour.
fn left_words(seconds: i64, lang: Lang) -> String {
    if seconds < 3600 { format!("{:02}:{:02}", seconds / 60, seconds % 60) } else { format_duration(seconds, lang) }
}
