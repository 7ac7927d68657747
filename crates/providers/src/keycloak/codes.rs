//! The refusals of Keycloak: an `error` of RFC 6749 or RFC 6750, and what `error_description` says about it.

use crate::codes::VendorCode;
use crate::refusal::{Refusal, RefusalKind as Kind};
use crate::text::Text;

/// Every table.
pub(super) static TABLES: &[&[VendorCode]] = &[GRANT, CLIENT, SERVER];

/// What a request let the server judge.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tried {
    Password,
    PasswordAndCode,
    ClientSecret,
    /// A request about a token.
    Nothing,
}

/// A refusal by its error.
pub(super) fn refusal(error: &str, words: Option<&str>, tried: Tried) -> Refusal {
    let error = if tried == Tried::Nothing && error == "invalid_grant" { "invalid_token" } else { error };
    let refusal = crate::codes::refusal(TABLES, error, words);
    match (tried, refusal.kind, refusal.field.as_deref()) {
        // "Invalid user credentials" is said of both alike.
        (Tried::PasswordAndCode, Kind::Credentials, _) => {
            let text = Text::new(
                "用户名、密码或一次性验证码错误",
                "The user name, the password or the one-time code is wrong",
            );
            Refusal { kind: Kind::CredentialsOrCode, text, advice: CHECK_CODE, ..refusal }
        }
        // The client's secret is judged for itself only where it is what signs in.
        (Tried::ClientSecret, Kind::Setup, Some("client_secret")) => Refusal { kind: Kind::Credentials, ..refusal },
        _ => refusal,
    }
}

const ASK_ADMIN: Text = Text::new("请联系Keycloak管理员", "Contact the Keycloak administrator");
const SIGN_IN_AGAIN: Text = Text::new("请重新登录", "Sign in again");
const CHECK_BOTH: Text = Text::new(
    "核对用户名和密码；账号启用了验证器时还要填写一次性验证码",
    "Check the user name and the password; an account with an authenticator also needs the one-time code",
);
const CHECK_CODE: Text = Text::new(
    "等验证器显示新的验证码，再核对密码后登录",
    "Wait for a new code in the authenticator and check the password before you sign in again",
);
const CHECK_CLIENT: Text =
    Text::new("核对配置里的客户端ID和客户端密钥", "Check the client ID and the client secret in the profile");
const ON_LOGIN_PAGE: Text =
    Text::new("请先在Keycloak的登录页完成，再回来登录", "Finish it on Keycloak's login page, then sign in here");

/// About the account.
static GRANT: &[VendorCode] = &[
    VendorCode::new(
        "invalid_grant",
        "not fully set up",
        Kind::PasswordExpired,
        "password",
        Text::new("账号还有必做的步骤，例如修改密码", "The account has required actions, such as a new password"),
        ON_LOGIN_PAGE,
    ),
    VendorCode::new(
        "invalid_grant",
        "temporarily disabled",
        Kind::AccountLocked,
        "",
        Text::new("多次输错，账号被暂时锁定", "The account is temporarily locked after several failures"),
        Text::new("等待解锁，或请管理员解锁", "Wait until it is unlocked, or ask your administrator to unlock it"),
    ),
    VendorCode::new(
        "invalid_grant",
        "disabled",
        Kind::Disabled,
        "account",
        Text::new("账号已停用", "The account is disabled"),
        ASK_ADMIN,
    ),
    VendorCode::new(
        "invalid_grant",
        "",
        Kind::Credentials,
        "password",
        Text::new("用户名或密码错误", "The user name or the password is wrong"),
        CHECK_BOTH,
    ),
    VendorCode::new(
        "invalid_token",
        "",
        Kind::TokenInvalid,
        "",
        Text::new("服务器不再接受这个令牌", "The server no longer accepts the token"),
        SIGN_IN_AGAIN,
    ),
];

/// About the client and what it may do.
static CLIENT: &[VendorCode] = &[
    VendorCode::new(
        "unauthorized_client",
        "not allowed",
        Kind::Setup,
        "client_id",
        Text::new("该客户端不允许这种登录方式", "The client does not allow this sign-in method"),
        Text::new(
            "请管理员在客户端配置里启用直接授权或服务账号",
            "Ask the administrator to enable direct access grants or service accounts for the client",
        ),
    ),
    VendorCode::new(
        "unauthorized_client",
        "",
        Kind::Setup,
        "client_secret",
        Text::new("客户端或客户端密钥错误", "The client or its secret is wrong"),
        CHECK_CLIENT,
    ),
    VendorCode::new(
        "invalid_client",
        "",
        Kind::Setup,
        "client_secret",
        Text::new("客户端或客户端密钥错误", "The client or its secret is wrong"),
        CHECK_CLIENT,
    ),
    VendorCode::new(
        "invalid_scope",
        "",
        Kind::Setup,
        "requested_scope",
        Text::new("服务器没有所要求的范围", "The server does not have the requested scope"),
        ASK_ADMIN,
    ),
    VendorCode::new(
        "insufficient_scope",
        "",
        Kind::Setup,
        "requested_scope",
        Text::new(
            "令牌没有openid范围，读不到账号信息",
            "The token lacks the scope openid, so the account cannot be read",
        ),
        Text::new("在范围里加上openid后重新登录", "Add openid to the scope and sign in again"),
    ),
];

/// About the realm and the server.
static SERVER: &[VendorCode] = &[
    VendorCode::new(
        "realm does not exist",
        "",
        Kind::Setup,
        "realm",
        Text::new("领域不存在", "The realm does not exist"),
        Text::new("核对领域名称，区分大小写", "Check the name of the realm; case matters"),
    ),
    VendorCode::new("access_denied", "", Kind::Disabled, "", Text::new("没有权限", "No permission"), ASK_ADMIN),
    VendorCode::new(
        "unknown_error",
        "",
        Kind::Busy,
        "",
        Text::new("服务器内部错误", "The server has an internal error"),
        Text::new("稍后再试，或联系管理员", "Try again later, or ask the administrator"),
    ),
    VendorCode::new(
        "invalid_request",
        "",
        Kind::Setup,
        "",
        Text::new("服务器认为请求不完整", "The server says that the request is incomplete"),
        ASK_ADMIN,
    ),
];
