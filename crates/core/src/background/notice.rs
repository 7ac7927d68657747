//! Notifications: one per environment, replaced rather than stacked, and withdrawn when its sessions were renewed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;

use hallpass_providers::Text;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::due::{Failure, after, earlier};
use super::watched::Watched;
use crate::environment::Environment;

/// Sessions that are due so many seconds later are in the same notice.
const TOGETHER: i64 = 30;

/// Which notice: one with the same id takes the place of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NoticeId {
    /// Whose sessions it is about.
    pub environment: Environment,
    /// About failed renewals, not about expiry.
    pub failed: bool,
}

impl fmt::Display for NoticeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", if self.failed { "failed" } else { "expiry" }, self.environment.id())
    }
}

/// What a notice says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// Sessions expire soon, and some of them can be renewed.
    Expiring,
    /// Sessions expire soon and cannot be renewed.
    SignInAgain,
    /// Sessions could not be renewed automatically.
    RenewalFailed,
}

/// A button of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum NoticeAction {
    /// Renew the sessions of the notice that can be renewed.
    Renew,
    /// Close it.
    Later,
    /// Show the window.
    Open,
}

impl NoticeAction {
    /// The button's label.
    pub fn words(self) -> Text {
        match self {
            Self::Renew => Text::new("续期", "Renew"),
            Self::Later => Text::new("稍后", "Later"),
            Self::Open => Text::new("打开", "Open"),
        }
    }
}

/// A notice, without a token or an account's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Notice {
    /// Which one.
    pub id: NoticeId,
    /// What it says.
    pub kind: NoticeKind,
    /// Its one line.
    pub text: Text,
    /// Its buttons, in order. A click on the notice itself opens the window.
    pub actions: Vec<NoticeAction>,
    /// The profiles it is about, soonest to expire first. Not shown in the notice.
    pub profiles: Vec<String>,
}

/// A session that a notice may be about.
pub(super) struct Candidate<'a> {
    pub(super) session: &'a Watched,
    pub(super) failed: Option<Failure>,
    /// It will be renewed automatically, or is being renewed.
    pub(super) renews: bool,
}

/// What is to be done about notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoticeDue {
    Show(Notice),
    Withdraw(NoticeId),
}

/// What was shown, and for which expiry of which session.
#[derive(Default)]
pub(super) struct Notices {
    /// Session and expiry that a notice was about.
    seen: HashSet<(String, Timestamp)>,
    seen_failed: HashSet<(String, Timestamp)>,
    shown: BTreeMap<NoticeId, Vec<(String, Timestamp)>>,
}

impl Notices {
    /// What is due. While it is `quiet` nothing is shown; what is shown stays.
    pub(super) fn look(
        &mut self,
        now: Timestamp,
        minutes: Option<u32>,
        quiet: bool,
        all: &[Candidate<'_>],
    ) -> (Vec<NoticeDue>, Option<Timestamp>) {
        let expiries: HashMap<&str, Option<Timestamp>> =
            all.iter().map(|one| (&*one.session.id, one.session.expires_at)).collect();
        let same = |(id, at): &(String, Timestamp)| expiries.get(&**id) == Some(&Some(*at));
        self.seen.retain(same);
        self.seen_failed.retain(same);
        let mut due = self.renewed(same);
        let Some(minutes) = minutes else {
            due.extend(self.withdraw_all());
            return (due, None);
        };
        let (mut next, before) = (None, i64::from(minutes.max(1)) * 60);
        let environments: BTreeSet<&Environment> = all.iter().map(|one| &one.session.environment).collect();
        for environment in environments {
            let of_it: Vec<&Candidate<'_>> = all.iter().filter(|one| one.session.environment == *environment).collect();
            // What has failed needs no second notice for its expiry.
            due.extend(self.failed(environment, quiet, &of_it));
            let (shown, at) = self.expiring(environment, (now, before), quiet, &of_it);
            due.extend(shown);
            next = earlier(next, at);
        }
        (due, next)
    }

    /// Withdraws what was shown, such as when it is locked.
    pub(super) fn withdraw_all(&mut self) -> Vec<NoticeDue> {
        std::mem::take(&mut self.shown).into_keys().map(NoticeDue::Withdraw).collect()
    }

    /// A person has closed it.
    pub(super) fn close(&mut self, id: &NoticeId) {
        self.shown.remove(id);
    }

    /// The ids of the profiles that a notice is about.
    pub(super) fn profiles(&self, id: &NoticeId) -> Vec<String> {
        self.shown.get(id).into_iter().flatten().map(|(id, _)| id.clone()).collect()
    }

    /// Withdraws what every session of has another expiry by now, or has gone.
    fn renewed(&mut self, same: impl Fn(&(String, Timestamp)) -> bool) -> Vec<NoticeDue> {
        let mut gone = Vec::new();
        self.shown.retain(|id, members| {
            members.retain(&same);
            if members.is_empty() {
                gone.push(NoticeDue::Withdraw(id.clone()));
            }
            !members.is_empty()
        });
        gone
    }

    fn failed(&mut self, environment: &Environment, quiet: bool, of_it: &[&Candidate<'_>]) -> Option<NoticeDue> {
        let id = NoticeId { environment: environment.clone(), failed: true };
        let key = |one: &Candidate<'_>| one.session.expires_at.map(|at| (one.session.id.clone(), at));
        let failed: Vec<&Candidate<'_>> = of_it.iter().copied().filter(|one| one.failed.is_some()).collect();
        let new = failed.iter().filter_map(|one| key(one)).any(|key| !self.seen_failed.contains(&key));
        if quiet || !new {
            return None;
        }
        let keys: Vec<(String, Timestamp)> = failed.iter().filter_map(|one| key(one)).collect();
        self.seen_failed.extend(keys.iter().cloned());
        self.seen.extend(keys.iter().cloned());
        self.shown.insert(id.clone(), keys);
        Some(NoticeDue::Show(notice(id, &failed, 0)))
    }

    fn expiring(
        &mut self,
        environment: &Environment,
        (now, before): (Timestamp, i64),
        quiet: bool,
        of_it: &[&Candidate<'_>],
    ) -> (Option<NoticeDue>, Option<Timestamp>) {
        let id = NoticeId { environment: environment.clone(), failed: false };
        let mut coming: Vec<(Timestamp, &Candidate<'_>)> = of_it
            .iter()
            .filter(|one| !one.renews && one.failed.is_none() && !one.session.dead)
            .filter_map(|one| Some((one.session.expires_at.filter(|at| *at > now)?, *one)))
            .collect();
        coming.sort_by(|a, b| (a.0, &a.1.session.profile).cmp(&(b.0, &b.1.session.profile)));
        let is_new = |(at, one): &(Timestamp, &Candidate<'_>)| !self.seen.contains(&(one.session.id.clone(), *at));
        let next = coming.iter().filter(|one| is_new(one)).map(|(at, _)| after(*at, -before)).min();
        if quiet || next.is_none_or(|next| next > now) {
            return (None, next.filter(|next| *next > now));
        }
        let members: Vec<(Timestamp, &Candidate<'_>)> =
            coming.iter().copied().filter(|(at, _)| after(*at, -before - TOGETHER) <= now).collect();
        let keys: Vec<(String, Timestamp)> = members.iter().map(|(at, one)| (one.session.id.clone(), *at)).collect();
        self.seen.extend(keys.iter().cloned());
        self.shown.insert(id.clone(), keys);
        let is_new = |(at, one): &(Timestamp, &Candidate<'_>)| !self.seen.contains(&(one.session.id.clone(), *at));
        let next = coming.iter().filter(|one| is_new(one)).map(|(at, _)| after(*at, -before)).min();
        let of: Vec<&Candidate<'_>> = members.iter().map(|(_, one)| *one).collect();
        (Some(NoticeDue::Show(notice(id, &of, before / 60))), next)
    }
}

fn notice(id: NoticeId, of: &[&Candidate<'_>], minutes: i64) -> Notice {
    let kind = id.environment.name();
    let (zh, en) = (&*kind.zh, &*kind.en);
    let count = of.len();
    let (sessions, expire, need) =
        if count == 1 { ("session", "expires", "needs") } else { ("sessions", "expire", "need") };
    let renewable = of.iter().any(|one| one.session.renewable);
    let (kind, text) = match (id.failed, renewable) {
        (true, _) => (NoticeKind::RenewalFailed, failed_words(of, (zh, en), sessions)),
        (false, true) => (
            NoticeKind::Expiring,
            Text::made(
                format!("{count}个{zh}会话将在{minutes}分钟内过期"),
                format!("{count} {en} {sessions} {expire} within {minutes} min"),
            ),
        ),
        (false, false) => (
            NoticeKind::SignInAgain,
            Text::made(
                format!("{count}个{zh}会话需要重新登录"),
                format!("{count} {en} {sessions} {need} signing in again"),
            ),
        ),
    };
    let actions = match kind {
        NoticeKind::Expiring => vec![NoticeAction::Renew, NoticeAction::Later],
        NoticeKind::SignInAgain | NoticeKind::RenewalFailed => vec![NoticeAction::Open],
    };
    Notice { id, kind, text, actions, profiles: of.iter().map(|one| one.session.profile.clone()).collect() }
}

fn failed_words(of: &[&Candidate<'_>], (zh, en): (&str, &str), sessions: &str) -> Text {
    let (count, mut reasons) = (of.len(), of.iter().filter_map(|one| one.failed));
    let first = reasons.next().filter(|first| reasons.all(|reason| reason == *first));
    let (why_zh, why_en) = match first {
        Some(Failure::Refused) => ("：服务器拒绝", ": refused by the server"),
        Some(Failure::Unknown) => ("：没有收到响应，请重新登录", ": no response came back; sign in again"),
        Some(Failure::NotExtended) => {
            ("：服务器没有延长会话，请重新登录", ": the server did not extend it; sign in again")
        }
        Some(Failure::Busy) => ("：服务器繁忙", ": the server is busy"),
        None => ("", ""),
    };
    Text::made(
        format!("{count}个{zh}会话自动续期失败{why_zh}"),
        format!("Automatic renewal failed for {count} {en} {sessions}{why_en}"),
    )
}
