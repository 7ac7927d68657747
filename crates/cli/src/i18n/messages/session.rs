//! Messages about sessions.

use hallpass_core::providers::{Lang, Text};

use super::t;

pub(crate) fn no_sessions() -> Text {
    t("还没有会话。用“hallpass login”登录", "There are no sessions yet. Sign in with hallpass login")
}

/// `organisation` is the one that was chosen among several.
pub(crate) fn signed_in(profile: &str, subject: &str, organisation: Option<&str>) -> Text {
    let (zh, en) = organisation.map(|name| (format!("（{name}）"), format!(" ({name})"))).unwrap_or_default();
    Text::made(format!("“{profile}”已登录：{subject}{zh}"), format!("Signed in to {profile} as {subject}{en}"))
}

pub(crate) fn ends(left: &str, at: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("还剩{left}（到{at}）"),
        Lang::En => format!("{left} left (until {at})"),
    }
}

pub(crate) fn ended(ago: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("已过期 · {ago}前"),
        Lang::En => format!("expired {ago} ago"),
    }
}

pub(crate) fn ago(duration: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{duration}前"),
        Lang::En => format!("{duration} ago"),
    }
}

pub(crate) fn may_be_later() -> Text {
    t("使用会延长有效期，实际到期可能更晚", "extended by use, so it may expire later")
}

pub(crate) fn renewed(profile: &str) -> Text {
    Text::made(format!("“{profile}”已续期"), format!("Renewed {profile}"))
}

pub(crate) fn still_valid(profile: &str) -> Text {
    Text::made(format!("服务器仍接受“{profile}”的令牌"), format!("The server still accepts the token of {profile}"))
}

pub(crate) fn no_longer_valid(profile: &str) -> Text {
    Text::made(
        format!("服务器不再接受“{profile}”的令牌，请重新登录"),
        format!("The server no longer accepts the token of {profile}; sign in again"),
    )
}

pub(crate) fn working_in(profile: &str, organisation: &str) -> Text {
    Text::made(format!("“{profile}”已切换到{organisation}"), format!("Switched {profile} to {organisation}"))
}

pub(crate) fn production() -> Text {
    t("生产", "PRODUCTION")
}

pub(crate) fn plain_http() -> Text {
    t(
        "明文传输：网络上的第三方可以看到密码和令牌",
        "Plain HTTP: anyone on the network can read the password and the token",
    )
}
