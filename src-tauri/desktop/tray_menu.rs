//! The words of the tray's menu.

use hallpass_core::providers::{Capability, Lang, Text};
use hallpass_core::{SessionState, SessionSummary, SignedIn, format_duration};
use jiff::Timestamp;

use crate::platform::tray::{TrayAction, TrayEntry, TrayMenu};

/// As many sessions as are listed; the window has the others.
const MOST: usize = 10;
/// With so many seconds left a session is urgent.
const URGENT: i64 = 120;

/// The menu of an open vault: the sessions that expire first, with what can be done with each.
pub(super) fn open(signed_in: &[SignedIn], now: Timestamp, lang: Lang) -> TrayMenu {
    let mut live: Vec<&SignedIn> = signed_in.iter().filter(|one| one.session.state != SessionState::Expired).collect();
    live.sort_by_key(|one| (one.session.ends_at.is_none(), one.session.ends_at, &one.order));
    let expiring = live.iter().filter(|one| one.session.state == SessionState::Expiring).count();
    let mut entries = Vec::new();
    if expiring > 0 {
        entries.extend([TrayEntry::Words(expiring_words(expiring).get(lang).to_owned()), TrayEntry::Line]);
    }
    entries.extend(live.iter().take(MOST).map(|one| group(one, now, lang)));
    if live.len() > MOST {
        entries.push(act(Text::new("更多…", "More…"), TrayAction::Open, lang));
    }
    if !live.is_empty() {
        entries.push(TrayEntry::Line);
    }
    entries.push(act(OPEN, TrayAction::Open, lang));
    entries.push(act(Text::new("锁定", "Lock"), TrayAction::Lock, lang));
    entries.push(act(QUIT, TrayAction::Quit, lang));
    let urgent = live.iter().any(|one| left(&one.session, now).is_some_and(|left| left <= URGENT));
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

fn group(one: &SignedIn, now: Timestamp, lang: Lang) -> TrayEntry {
    let (name, session) = (one.name.clone(), &one.session);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, left: Option<i64>, state: SessionState, can: Vec<Capability>) -> SignedIn {
        let now = Timestamp::UNIX_EPOCH;
        let session = SessionSummary {
            state,
            ends_at: left.map(|left| Timestamp::from_second(left).unwrap()),
            life_seconds: None,
            signed_in_at: now,
            subject: String::new(),
            organisation: None,
            organisations: 0,
            can,
            limited: false,
            clock_offset_seconds: 0,
        };
        SignedIn { name: name.to_owned(), order: name.to_owned(), session }
    }

    fn words(menu: &TrayMenu) -> Vec<String> {
        let words = menu.entries.iter().map(|entry| match entry {
            TrayEntry::Words(words) | TrayEntry::Act(words, _) => words.clone(),
            TrayEntry::Line => "-".to_owned(),
            TrayEntry::Group(name, acts) => {
                let acts: Vec<&str> = acts.iter().map(|(words, _)| words.as_str()).collect();
                format!("{name} ▸ {}", acts.join("/"))
            }
        });
        words.collect()
    }

    #[test]
    fn the_sessions_that_expire_first_come_first_with_what_can_be_done() {
        let rows = [
            row("B", Some(90_000), SessionState::Active, vec![]),
            row("无期", None, SessionState::Never, vec![]),
            row("过期", Some(1), SessionState::Expired, vec![]),
            row("华东运维", Some(462), SessionState::Expiring, vec![Capability::Renew]),
        ];
        let zh = open(&rows, Timestamp::UNIX_EPOCH, Lang::Zh);
        let expected = [
            "1个即将过期",
            "-",
            "华东运维 · 07:42 ▸ 复制令牌/续期/退出登录",
            "B · 1天1小时 ▸ 复制令牌/重新登录/退出登录",
            "无期 ▸ 复制令牌/重新登录/退出登录",
            "-",
            "打开通行证",
            "锁定",
            "退出",
        ];
        assert_eq!((words(&zh), zh.urgent, zh.names), (expected.map(str::to_owned).to_vec(), false, true));
        let soon = [row("A", Some(96), SessionState::Expiring, vec![])];
        assert!(open(&soon, Timestamp::UNIX_EPOCH, Lang::En).urgent);
    }

    #[test]
    fn ten_are_listed_and_the_window_has_the_others() {
        let rows: Vec<SignedIn> =
            (0..12).map(|n| row(&format!("P{n:02}"), Some(9000 + n), SessionState::Active, vec![])).collect();
        let menu = open(&rows, Timestamp::UNIX_EPOCH, Lang::En);
        let words = words(&menu);
        assert_eq!((words.len(), words[9].starts_with("P09"), words[10].as_str()), (15, true, "More…"));
    }

    #[test]
    fn a_locked_menu_names_nobody() {
        assert_eq!(words(&locked(2, true, Lang::Zh)), ["已锁定 · 2个即将过期", "-", "打开通行证", "退出"]);
        assert_eq!(words(&locked(0, true, Lang::En)), ["Locked", "-", "Open Hallpass", "Quit"]);
        assert_eq!(words(&locked(0, false, Lang::En)), ["Open Hallpass", "Quit"]);
    }
}
