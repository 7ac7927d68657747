//! Why a session that Authing hands out may do less than usual.

use crate::session::{Restriction, RestrictionKind};
use crate::text::Text;

const ASK_ADMIN: Text = Text::new("请联系Authing管理员", "Contact the Authing administrator");

pub(super) fn blocked() -> Restriction {
    Restriction {
        kind: RestrictionKind::Blocked,
        text: Text::new("账号已被锁定或禁用", "The account is blocked"),
        advice: ASK_ADMIN,
    }
}

pub(super) fn deleted() -> Restriction {
    Restriction {
        kind: RestrictionKind::Deleted,
        text: Text::new("账号已被删除", "The account is deleted"),
        advice: ASK_ADMIN,
    }
}

pub(super) fn inactive(status: &str) -> Restriction {
    let status = crate::refusal::safe_words(status);
    Restriction {
        kind: RestrictionKind::Inactive,
        text: Text::made(format!("账号状态是{status}，不是已激活"), format!("The account is {status}, not active")),
        advice: ASK_ADMIN,
    }
}

pub(super) fn password_change() -> Restriction {
    Restriction {
        kind: RestrictionKind::PasswordChange,
        text: Text::new("首次登录后必须修改密码", "The password must be changed after the first sign-in"),
        advice: Text::new(
            "请先在Authing登录页修改密码，再重新登录",
            "Change it on Authing's login page, then sign in again",
        ),
    }
}
