//! The codes of the App Portal. One code means different things at different steps, so each step has its table.

use super::Step;
use crate::apim;
use crate::codes::VendorCode;
use crate::refusal::{Refusal, RefusalKind as Kind};
use crate::text::Text;

/// No organisation has been chosen yet.
pub(super) const NOT_CHOSEN: &str = "31512";

/// The tables for a step, in the order in which they are tried.
pub(super) fn of(step: Step) -> [&'static [VendorCode]; 3] {
    let own = match step {
        Step::Login => LOGIN_CODES,
        Step::MfaSend | Step::MfaAgain | Step::Mfa | Step::MfaCheck => MFA_CODES,
        Step::Organisation | Step::Enter | Step::Choose => ORGANISATION_CODES,
        Step::Renew => RENEW_CODES,
        Step::Verify | Step::SignOut => &[],
    };
    [own, SESSION_CODES, apim::CODES]
}

/// The refusal for a code that was answered with `success:false`.
pub(super) fn wrong_code() -> Refusal {
    crate::codes::refusal(&[MFA_CODES], "31430", None)
}

/// The organisation that the profile names is none of the account's.
pub(super) fn not_a_member() -> Refusal {
    crate::codes::refusal(&[ORGANISATION_CODES], "31404", None)
}

const SIGN_IN_AGAIN: Text = Text::new("请重新登录", "Sign in again");
const CHOOSE_LISTED: Text = Text::new(
    "从列出的组织中选一个，并核对配置里的组织",
    "Choose one of those listed, and check the organisation in the profile",
);

pub(super) static LOGIN_CODES: &[VendorCode] = &[
    VendorCode::new(
        "31400",
        "",
        Kind::Credentials,
        "password",
        Text::new("账号或密码错误，或为空", "The account or password is wrong or empty"),
        Text::new(
            "核对后再登录；连续输错会锁定账号或来源IP",
            "Check the account and password before you try again; repeated failures lock the account or your IP \
            address",
        ),
    ),
    VendorCode::new(
        "31429",
        "",
        Kind::LockUnclear,
        "",
        Text::new(
            "失败次数过多，密码或来源IP已被限制",
            "Too many failures: the password or your IP address is blocked",
        ),
        Text::new(
            "等待后再试；服务器没有说明限制的是账号还是IP",
            "Wait before you try again; the server does not say whether the account or the IP address is blocked",
        ),
    ),
];

pub(super) static MFA_CODES: &[VendorCode] = &[
    VendorCode::new(
        "31400",
        "",
        Kind::Code,
        "mfa_code",
        Text::new("缺少验证码参数", "The code is missing"),
        Text::new("填写收到的验证码后再试", "Enter the code that you received"),
    ),
    VendorCode::new(
        "31410",
        "",
        Kind::Code,
        "mfa_code",
        Text::new("验证码已过期", "The code has expired"),
        Text::new("重新发送一个验证码", "Request another code"),
    ),
    VendorCode::new(
        "31429",
        "",
        Kind::Throttled,
        "",
        Text::new("该邮箱的验证次数过多", "Too many attempts for this email address"),
        Text::new(
            "请等待后再重新发送；与密码无关",
            "Wait before you request another code; the password is not the problem",
        ),
    ),
    VendorCode::new(
        "31430",
        "",
        Kind::Code,
        "mfa_code",
        Text::new("验证码错误", "The code is wrong"),
        Text::new("核对最近一次收到的验证码", "Check the most recent code"),
    ),
];

pub(super) static ORGANISATION_CODES: &[VendorCode] = &[
    VendorCode::new(
        "31400",
        "",
        Kind::Setup,
        "organisation",
        Text::new("没有给出组织ID", "The organisation ID is missing"),
        CHOOSE_LISTED,
    ),
    VendorCode::new(
        "31404",
        "",
        Kind::Setup,
        "organisation",
        Text::new("找不到该组织", "The organisation was not found"),
        CHOOSE_LISTED,
    ),
];

pub(super) static RENEW_CODES: &[VendorCode] = &[
    VendorCode::new(
        "31400",
        "",
        Kind::TokenInvalid,
        "",
        Text::new("缺少续期令牌", "The refresh token is missing"),
        SIGN_IN_AGAIN,
    ),
    VendorCode::new(
        "31401",
        "",
        Kind::TokenInvalid,
        "",
        Text::new("续期令牌无效或已过期", "The refresh token is invalid or has expired"),
        SIGN_IN_AGAIN,
    ),
];

/// Wherever a session is shown.
pub(super) static SESSION_CODES: &[VendorCode] = &[
    VendorCode::new(
        "31401",
        "",
        Kind::TokenInvalid,
        "",
        Text::new("未登录，或令牌无效", "Not signed in, or the token is invalid"),
        SIGN_IN_AGAIN,
    ),
    VendorCode::new(
        "31429",
        "",
        Kind::Throttled,
        "",
        Text::new("请求过于频繁", "Too many requests"),
        Text::new("等待后再试", "Wait before you try again"),
    ),
    VendorCode::new(
        NOT_CHOSEN,
        "",
        Kind::Setup,
        "organisation",
        Text::new("还没有选择组织", "No organisation has been chosen yet"),
        Text::new("先选择一个组织；之后才能续期", "Choose one first; the session cannot be renewed before that"),
    ),
];
