//! The codes of Authing, of both envelopes: the document names none of them; the vendor's error pages and its Guard do.

use super::Step;
use crate::codes::VendorCode;
use crate::refusal::{Refusal, RefusalKind as Kind};
use crate::text::Text;

/// What the newer envelope answers when nothing more is to be done.
pub(super) const FLOW_FINISHED: &str = "1600";

/// Every table.
pub(super) static TABLES: &[&[VendorCode]] = &[ACCOUNT, STEPS, SETUP, SESSION];

/// A refusal by its code.
pub(super) fn refusal(step: Step, code: &str, words: Option<&str>) -> Refusal {
    let refusal = crate::codes::refusal(TABLES, code, words);
    // Only a sign-in carries the two ids and a password; elsewhere these codes are about the token.
    let about_token = step != Step::Login && matches!(code, "401" | "403");
    if about_token { crate::codes::refusal(TABLES, "2207", words) } else { refusal }
}

/// A refusal of the newer envelope, which says by its status whether another step is needed.
pub(super) fn newer(step: Step, code: &str, words: Option<&str>, step_needed: bool) -> Refusal {
    let known = TABLES.iter().any(|table| table.iter().any(|entry| entry.code == code));
    if known || !step_needed {
        return refusal(step, code, words);
    }
    let another = crate::codes::refusal(TABLES, "1645", words);
    let text = Text::new("登录还需要另一个步骤", "The sign-in needs another step");
    Refusal { code: crate::refusal::safe_words(code), text, ..another }
}

/// A code that has one meaning whatever the message.
const fn code(code: &'static str, kind: Kind, field: &'static str, text: Text, advice: Text) -> VendorCode {
    VendorCode::new(code, "", kind, field, text, advice)
}

const ASK_ADMIN: Text = Text::new("请联系Authing管理员", "Contact the Authing administrator");
const ON_LOGIN_PAGE: Text = Text::new(
    "这个接口没有对应的字段：请先在Authing登录页完成，再回来登录",
    "This API has no field for it: finish it on Authing's login page, then sign in here",
);
const SIGN_IN_AGAIN: Text = Text::new("请重新登录", "Sign in again");
const CHECK_BOTH: Text = Text::new(
    "核对账号和密码后再登录；多次失败后服务器会要求验证码，而这个接口填不了",
    "Check the account and password before you try again; after several failures the server requires a captcha, \
    which this API does not support",
);
const WAIT: Text =
    Text::new("等待解锁，或请管理员解锁", "Wait until it is unlocked, or ask your administrator to unlock it");
const CHECK_IDS: Text = Text::new(
    "核对配置里的服务器、应用ID和用户池ID",
    "Check the server, the app ID and the user pool ID in the profile",
);

/// About the account and its password.
static ACCOUNT: &[VendorCode] = &[
    code(
        "2333",
        Kind::Credentials,
        "password",
        Text::new(
            "账号或密码错误（LDAP超时也可能这样报）",
            "The account or password is wrong (an LDAP time-out may be reported the same way)",
        ),
        CHECK_BOTH,
    ),
    code("2004", Kind::Credentials, "account", Text::new("用户不存在", "There is no such user"), CHECK_BOTH),
    code("2006", Kind::Credentials, "password", Text::new("密码错误", "The password is wrong"), CHECK_BOTH),
    code("2005", Kind::AccountLocked, "", Text::new("账号已被锁定", "The account is locked"), WAIT),
    code(
        "2057",
        Kind::AccountLocked,
        "",
        Text::new("多次输错，账号已被锁定", "The account is locked after several failures"),
        WAIT,
    ),
    code(
        "2000",
        Kind::Captcha,
        "",
        Text::new("服务器要求图形验证码", "The server requires a captcha"),
        Text::new(
            "这不是密码的问题，不会计入失败次数；这个接口没有验证码字段：请在Authing控制台的登录页成功登录一次，或联系管理员",
            "This is not about the password and does not count against it; this API has no field for a captcha: sign in \
             once on the login page of Authing's console, or ask the administrator",
        ),
    ),
    code("2001", Kind::Captcha, "", Text::new("图形验证码错误", "The captcha is wrong"), ON_LOGIN_PAGE),
    code(
        "2058",
        Kind::PasswordExpired,
        "password",
        Text::new("必须先重置密码", "The password must be reset first"),
        ON_LOGIN_PAGE,
    ),
    code(
        "2061",
        Kind::PasswordExpired,
        "password",
        Text::new("密码不安全，必须修改", "The password is insecure and must be changed"),
        ON_LOGIN_PAGE,
    ),
    code(
        "2071",
        Kind::PasswordExpired,
        "password",
        Text::new("密码强度不够，必须修改", "The password is too weak and must be changed"),
        ON_LOGIN_PAGE,
    ),
];

/// Steps that the Guard would take next and this API cannot.
static STEPS: &[VendorCode] = &[
    code(FLOW_FINISHED, Kind::Other, "", Text::new("登录流程已结束", "The sign-in flow has ended"), SIGN_IN_AGAIN),
    code("1699", Kind::Other, "", Text::new("登录流程已中止", "The sign-in flow was aborted"), SIGN_IN_AGAIN),
    code("1635", Kind::Other, "", Text::new("需要二次验证", "Two-factor authentication is required"), ON_LOGIN_PAGE),
    code("1636", Kind::Other, "", Text::new("需要二次验证", "Two-factor authentication is required"), ON_LOGIN_PAGE),
    code(
        "1639",
        Kind::PasswordExpired,
        "password",
        Text::new("首次登录必须修改密码", "The password must be changed at the first sign-in"),
        ON_LOGIN_PAGE,
    ),
    code("1640", Kind::Other, "", Text::new("需要绑定账号", "An account must be linked"), ON_LOGIN_PAGE),
    code("1641", Kind::Other, "", Text::new("需要绑定账号", "An account must be linked"), ON_LOGIN_PAGE),
    code("1666", Kind::Other, "", Text::new("需要绑定账号", "An account must be linked"), ON_LOGIN_PAGE),
    code("1642", Kind::Other, "", Text::new("需要补全资料", "The user profile must be completed"), ON_LOGIN_PAGE),
    code("1645", Kind::Other, "", Text::new("需要补全资料", "The user profile must be completed"), ON_LOGIN_PAGE),
    code("1643", Kind::AccountLocked, "", Text::new("需要先解锁账号", "The account must be unlocked"), ON_LOGIN_PAGE),
    code("1644", Kind::Other, "", Text::new("需要选择租户", "A tenant must be chosen"), ON_LOGIN_PAGE),
    code("2921", Kind::Other, "", Text::new("需要选择账号", "An account must be chosen"), ON_LOGIN_PAGE),
    code("2930", Kind::Other, "", Text::new("需要选择账号", "An account must be chosen"), ON_LOGIN_PAGE),
    code("2300", Kind::Code, "", Text::new("验证码已过期", "The code has expired"), ON_LOGIN_PAGE),
];

/// About what the profile names and how the server is set up.
static SETUP: &[VendorCode] = &[
    code(
        "1000",
        Kind::Busy,
        "",
        Text::new("服务器繁忙", "The server is busy"),
        Text::new("稍后再试", "Try again later"),
    ),
    code("1001", Kind::Disabled, "", Text::new("没有权限", "No permission"), ASK_ADMIN),
    code(
        "1576",
        Kind::Disabled,
        "account",
        Text::new("该用户不能使用这个应用", "The user may not use this application"),
        ASK_ADMIN,
    ),
    code("1108", Kind::Other, "account", Text::new("用户名已被占用", "The user name is taken"), ASK_ADMIN),
    code("2026", Kind::Other, "account", Text::new("用户已存在", "The user already exists"), ASK_ADMIN),
    code("4032", Kind::Other, "", Text::new("邀请已过期", "The invitation has expired"), ASK_ADMIN),
    code("4033", Kind::Other, "", Text::new("邀请已失效", "The invitation is no longer valid"), ASK_ADMIN),
    code("2011", Kind::Setup, "app_id", Text::new("应用不存在", "The application was not found"), CHECK_IDS),
    code("2224", Kind::Setup, "userpool_id", Text::new("缺少用户池", "The user pool is missing"), CHECK_IDS),
    code("2120008", Kind::Setup, "", Text::new("租户不可用", "The tenant is unavailable"), ASK_ADMIN),
    code("2130010", Kind::Setup, "", Text::new("租户不可用", "The tenant is unavailable"), ASK_ADMIN),
    code("2820002", Kind::Setup, "", Text::new("LDAP链接无效", "The LDAP link is invalid"), ASK_ADMIN),
];

/// About the token.
static SESSION: &[VendorCode] = &[
    code("2020", Kind::TokenInvalid, "", Text::new("尚未登录", "Not signed in"), SIGN_IN_AGAIN),
    code("2021", Kind::TokenInvalid, "", Text::new("登录状态无效", "The sign-in is invalid"), SIGN_IN_AGAIN),
    code("2206", Kind::TokenInvalid, "", Text::new("登录已过期", "The sign-in has expired"), SIGN_IN_AGAIN),
    code("2207", Kind::TokenInvalid, "", Text::new("登录已失效", "The sign-in is no longer valid"), SIGN_IN_AGAIN),
];
