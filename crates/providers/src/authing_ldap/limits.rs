//! Why a session that Authing hands out may do less than usual.

use crate::{Limit, LimitKind, Text};

const ASK_ADMIN: Text = Text::new("请联系Authing管理员", "Ask the administrator of Authing");

pub(super) fn blocked() -> Limit {
    Limit {
        kind: LimitKind::Blocked,
        text: Text::new("账号已被锁定或禁用", "The account is blocked"),
        advice: ASK_ADMIN,
    }
}

pub(super) fn deleted() -> Limit {
    Limit {
        kind: LimitKind::Deleted, text: Text::new("账号已被删除", "The account is deleted"), advice: ASK_ADMIN
    }
}

pub(super) fn inactive(status: &str) -> Limit {
    let status = crate::refusal::safe_words(status);
    Limit {
        kind: LimitKind::Inactive,
        text: Text::made(format!("账号状态是{status}，不是已激活"), format!("The account is {status}, not active")),
        advice: ASK_ADMIN,
    }
}

pub(super) fn password_change() -> Limit {
    Limit {
        kind: LimitKind::PasswordChange,
        text: Text::new("首次登录后必须修改密码", "The password must be changed after the first sign-in"),
        advice: Text::new(
            "请先在Authing登录页修改密码，再重新登录",
            "Change it on Authing's login page, then sign in again",
        ),
    }
}
