//! Names, methods and fields of HZERO, and settings read with their defaults.

use std::borrow::Cow;

use super::codes;
use crate::descriptor::{Descriptor, Method};
use crate::fault::Fault;
use crate::field::{Choice, Compare, Field, FieldKind, Group, Identity, Required, Scope};
use crate::protocol::Context;
use crate::text::Text;

pub(super) const STANDARD: &str = "password";
pub(super) const OAUTH: &str = "oauth-password";
pub(super) const CLIENT: &str = "client-credentials";
pub(super) const SMS: &str = "sms";

pub(super) static DESCRIPTOR: Descriptor = Descriptor {
    id: "hzero",
    name: Text::new("HZERO", "HZERO"),
    about: Text::new(
        "HZERO（汉得）平台的统一登录，获得access token",
        "Signs in to an HZERO platform (hoth OAuth) and obtains an access token",
    ),
    example: "https://gateway.example.com",
    paths: &["/oauth/oauth/token", "/oauth/token/mobile", "/oauth/login/init-params", "/oauth/login"],
    methods: METHODS,
    fields: FIELDS,
    codes: codes::CODES,
};

const METHODS: &[Method] = &[
    Method {
        id: STANDARD,
        name: Text::new("标准登录", "Standard login"),
        about: Text::new("账号和密码，服务器要求时输入图形验证码", "Account and password, with a captcha if required"),
        account: "account",
        password: Some("password"),
    },
    Method {
        id: OAUTH,
        name: Text::new("OAuth密码模式", "OAuth password"),
        about: Text::new("标准OAuth2的密码模式，不用验证码", "The standard OAuth2 password grant, without a captcha"),
        account: "account",
        password: Some("password"),
    },
    Method {
        id: CLIENT,
        name: Text::new("OAuth客户端模式", "Client credentials"),
        about: Text::new("以应用自己的身份，没有用户", "As the application itself, without a user"),
        account: "client_id",
        password: Some("client_secret"),
    },
    Method {
        id: SMS,
        name: Text::new("手机短信登录", "SMS login"),
        about: Text::new("手机号和短信验证码", "A phone number and the code sent to it"),
        account: "phone",
        password: None,
    },
];

/// A setting of the profile, or the default of its field, checked as the field says.
///
/// # Errors
/// Returns [`Fault::Invalid`] with the field's name if the value is invalid.
pub(super) fn setting<'a>(cx: &'a Context<'_>, name: &'static str) -> Result<Cow<'a, str>, Fault> {
    let Some(field) = DESCRIPTOR.field(name) else { return Ok(Cow::Borrowed("")) };
    match cx.values.text(name) {
        None => Ok(Cow::Borrowed(field.default.unwrap_or_default())),
        Some(value) => field.check(value).map(Cow::Owned).map_err(|text| Fault::Invalid { field: name, text }),
    }
}

pub(super) const PUBLIC_KEY: &str = "public_key";

/// The public half of the 512-bit pair in HZERO's published source; the default.
pub(super) const PUBLISHED_KEY: &str = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAJL0JkqsUoK6kt3JyogsgqNp9VDGDp+t3ZAGMbVoMPdHNT2nfiIVh9ZMNHF7g2XiAa8O8AQWyh2PjMR0NiUSVQMCAwEAAQ==";

const WITH_PASSWORD: &[&str] = &[STANDARD, OAUTH];
const WITH_DEVICE: &[&str] = &[STANDARD, SMS];

const FIELDS: &[Field] = &[
    Field {
        name: "account",
        label: Text::new("账号", "Account"),
        kind: FieldKind::Text,
        group: Group::Account,
        default: None,
        required: Required::Always,
        help: Text::new("登录名、手机号或邮箱", "Login name, phone number or email address"),
        methods: WITH_PASSWORD,
        scope: Scope::Profile,
        identity: Identity::Account(Compare::AnyCase),
    },
    Field {
        name: "password",
        label: Text::new("密码", "Password"),
        kind: FieldKind::Secret,
        group: Group::Account,
        default: None,
        required: Required::Always,
        help: Text::new("用服务器的公钥加密后经TLS发送", "Encrypted with the server's public key, then sent over TLS"),
        methods: WITH_PASSWORD,
        scope: Scope::Credential,
        identity: Identity::None,
    },
    Field {
        name: "phone",
        label: Text::new("手机号", "Phone number"),
        kind: FieldKind::Text,
        group: Group::Account,
        default: None,
        required: Required::Always,
        help: Text::new("不含国际区号", "Without the country code"),
        methods: &[SMS],
        scope: Scope::Profile,
        identity: Identity::Account(Compare::Exact),
    },
    Field {
        name: "tel_code",
        label: Text::new("国际区号", "Country code"),
        kind: FieldKind::Text,
        group: Group::Account,
        default: Some("+86"),
        required: Required::Never,
        help: Text::new("例如 +86", "Such as +86"),
        methods: &[SMS],
        scope: Scope::Profile,
        identity: Identity::Account(Compare::Exact),
    },
    Field {
        name: "client_id",
        label: Text::new("客户端ID", "Client ID"),
        kind: FieldKind::Text,
        group: Group::Client,
        default: None,
        required: Required::Always,
        help: Text::new("平台分配给应用的client_id", "The client_id that the platform assigned to the application"),
        methods: &[],
        scope: Scope::Profile,
        identity: Identity::Session,
    },
    Field {
        name: "client_secret",
        label: Text::new("客户端密钥", "Client secret"),
        kind: FieldKind::Secret,
        group: Group::Client,
        default: None,
        required: Required::Always,
        help: Text::new("只放在请求体里，从不放进地址", "Sent in the request body only, never in the URL"),
        methods: &[],
        scope: Scope::Credential,
        identity: Identity::None,
    },
    Field {
        name: "source_type",
        label: Text::new("设备来源", "Source type"),
        kind: FieldKind::Choice { options: SOURCES },
        group: Group::Advanced,
        default: Some("web"),
        required: Required::Never,
        help: Text::new("令牌用于网页还是移动设备", "Whether the token is for the web or a mobile device"),
        methods: WITH_DEVICE,
        scope: Scope::Profile,
        identity: Identity::None,
    },
    // The core makes it once per profile: logins of one account with the same device share, and end, one token.
    Field {
        name: "device_id",
        label: Text::new("设备ID", "Device ID"),
        kind: FieldKind::Text,
        group: Group::Advanced,
        default: None,
        required: Required::Never,
        help: Text::new(
            "每个配置自动生成一次；相同的设备ID共用一个令牌",
            "Generated once per profile; sign-ins with the same device ID share one token",
        ),
        methods: WITH_DEVICE,
        scope: Scope::Profile,
        identity: Identity::Device,
    },
    Field {
        name: "user_type",
        label: Text::new("用户类型", "User type"),
        kind: FieldKind::Choice { options: USERS },
        group: Group::Advanced,
        default: Some("P"),
        required: Required::Never,
        help: Text::new("两类用户的账号互不相通", "The two user types have separate accounts"),
        methods: WITH_DEVICE,
        scope: Scope::Profile,
        identity: Identity::Account(Compare::Exact),
    },
    Field {
        name: "login_field",
        label: Text::new("登录字段", "Login field"),
        kind: FieldKind::Choice { options: NAMES },
        group: Group::Advanced,
        default: None,
        required: Required::Never,
        help: Text::new("账号只按这一种解释；不填则三种都试", "How to read the account; if empty, all three are tried"),
        methods: &[STANDARD],
        scope: Scope::Profile,
        identity: Identity::Session,
    },
    Field {
        name: "password_encoding",
        label: Text::new("密码编码", "Password encoding"),
        kind: FieldKind::Choice { options: ENCODINGS },
        group: Group::Advanced,
        default: Some("rsa"),
        required: Required::Never,
        help: Text::new(
            "须与服务器的设置一致；不会自动尝试另一种",
            "Must match the server's setting; another one is never tried automatically",
        ),
        methods: WITH_PASSWORD,
        scope: Scope::Profile,
        identity: Identity::None,
    },
    Field {
        name: "account_encoding",
        label: Text::new("账号编码", "Account encoding"),
        kind: FieldKind::Choice { options: ACCOUNT_ENCODINGS },
        group: Group::Advanced,
        default: Some("plain"),
        required: Required::Never,
        help: Text::new("服务器要求加密账号时选rsa", "Use rsa if the server also requires encrypted accounts"),
        methods: WITH_PASSWORD,
        scope: Scope::Profile,
        identity: Identity::None,
    },
    Field {
        name: PUBLIC_KEY,
        label: Text::new("RSA公钥", "RSA public key"),
        kind: FieldKind::Lines,
        group: Group::Advanced,
        default: Some(PUBLISHED_KEY),
        required: Required::Never,
        help: Text::new(
            "PEM或SPKI的Base64；默认是HZERO公开的512位公钥",
            "PEM, or SPKI in Base64; default: the 512-bit key that HZERO publishes",
        ),
        methods: WITH_PASSWORD,
        scope: Scope::Profile,
        identity: Identity::None,
    },
];

const SOURCES: &[Choice] = &[
    Choice { value: "web", label: Text::new("网页", "web") },
    Choice { value: "app", label: Text::new("移动设备", "mobile device") },
];
const USERS: &[Choice] = &[
    Choice { value: "P", label: Text::new("平台用户", "platform user") },
    Choice { value: "C", label: Text::new("C端用户", "consumer") },
];
const NAMES: &[Choice] = &[
    Choice { value: "username", label: Text::new("登录名", "login name") },
    Choice { value: "phone", label: Text::new("手机号", "phone number") },
    Choice { value: "email", label: Text::new("邮箱", "email address") },
];
const ENCODINGS: &[Choice] = &[
    Choice { value: "rsa", label: Text::new("RSA加密", "RSA") },
    Choice { value: "base64", label: Text::new("Base64", "Base64") },
    Choice { value: "plain", label: Text::new("原文", "plain") },
];
const ACCOUNT_ENCODINGS: &[Choice] = &[
    Choice { value: "plain", label: Text::new("原文", "plain") },
    Choice { value: "rsa", label: Text::new("RSA加密", "RSA") },
];
