//! The codes of EnOS IAM, every message variant of them distinguished.

use crate::codes::VendorCode;
use crate::refusal::RefusalKind as Kind;
use crate::text::Text;

const ASK_ADMIN_LDAP: Text = Text::new(
    "与密码无关，不会计入失败次数；请联系管理员检查LDAP设置",
    "This is unrelated to the password and does not count as a failure; ask the administrator to check the LDAP settings",
);
const SIGN_IN_AGAIN: Text = Text::new("请重新登录", "Sign in again");

/// Of a login, in the order in which they are tried: variants before the general meaning of a code.
pub(super) static CODES: &[VendorCode] = &[
    VendorCode::new(
        "30400",
        "cannot be empty",
        Kind::Setup,
        "account",
        Text::new("账号和密码不能为空", "Account and password must not be empty"),
        Text::new("填写账号和密码后再试", "Fill in the account and password, then try again"),
    ),
    VendorCode::new(
        "30400",
        "base dn",
        Kind::Setup,
        "",
        Text::new("LDAP缺少BASE DN", "The LDAP base DN is missing"),
        ASK_ADMIN_LDAP,
    ),
    VendorCode::new(
        "30400",
        "mapping",
        Kind::Setup,
        "",
        Text::new("LDAP属性映射错误", "The LDAP attribute mapping is invalid"),
        ASK_ADMIN_LDAP,
    ),
    VendorCode::new(
        "30400",
        "failed to connect to ldap",
        Kind::Setup,
        "",
        Text::new("EnOS连接LDAP服务器失败", "EnOS could not connect to the LDAP server"),
        ASK_ADMIN_LDAP,
    ),
    VendorCode::new(
        "30400",
        "",
        Kind::Credentials,
        "password",
        Text::new("账号或密码错误", "The account or password is wrong"),
        Text::new(
            "核对后再登录；连续输错会锁定账号和来源IP",
            "Check the account and password before you try again; repeated failures lock the account and your IP \
            address",
        ),
    ),
    VendorCode::new(
        "30404",
        "",
        Kind::Setup,
        "link_name",
        Text::new("LDAP连接不存在", "The LDAP connection does not exist"),
        Text::new("检查配置里的LDAP域名", "Check the LDAP domain in the profile"),
    ),
    VendorCode::new(
        "30410",
        "",
        Kind::PasswordExpired,
        "password",
        Text::new("密码已过期", "The password has expired"),
        Text::new("请组织管理员重置密码", "Ask your organisation's administrator to reset it"),
    ),
    VendorCode::new(
        "30429",
        "ip address is locked",
        Kind::HostLocked,
        "",
        Text::new("失败次数过多，服务器锁定了本机的IP地址", "Too many failures: the server has locked your IP address"),
        Text::new(
            "请等待解锁；同一服务器的所有账号都需要等待",
            "Wait until it is unlocked; this affects every account on this server",
        ),
    ),
    VendorCode::new(
        "30429",
        "account is locked",
        Kind::AccountLocked,
        "",
        Text::new("失败次数过多，账号已被锁定", "Too many failures: the account is locked"),
        Text::new("等待解锁，或请管理员解锁", "Wait until it is unlocked, or ask your administrator to unlock it"),
    ),
    VendorCode::new(
        "30429",
        "",
        Kind::LockUnclear,
        "",
        Text::new("失败次数过多，账号或IP被锁定", "Too many failures: the account or your IP address is locked"),
        Text::new("等待后再试", "Wait before you try again"),
    ),
    VendorCode::new(
        "30511",
        "ldap login is disabled",
        Kind::Disabled,
        "",
        Text::new("LDAP登录已关闭", "LDAP sign-in is turned off"),
        Text::new("改用EnOS账号密码，或联系管理员", "Use an EnOS account, or ask the administrator"),
    ),
    VendorCode::new(
        "30511",
        "",
        Kind::Disabled,
        "account",
        Text::new("该用户已被禁用", "The user is disabled"),
        Text::new("请联系管理员", "Contact your administrator"),
    ),
];

const NOT_VALID: Text = Text::new("会话无效", "The session is not valid");
const GONE: Text = Text::new("会话不存在或已过期", "The session does not exist or has expired");

/// Of session information, where 30404 means another thing than at a login. The pages differ in the codes' length.
pub(super) static SESSION: &[VendorCode] = &[
    VendorCode::new("30401", "", Kind::TokenInvalid, "", NOT_VALID, SIGN_IN_AGAIN),
    VendorCode::new("30404", "", Kind::TokenInvalid, "", GONE, SIGN_IN_AGAIN),
    VendorCode::new("401", "", Kind::TokenInvalid, "", NOT_VALID, SIGN_IN_AGAIN),
    VendorCode::new("404", "", Kind::TokenInvalid, "", GONE, SIGN_IN_AGAIN),
];
