//! Names, methods and fields of Keycloak.

use super::codes;
use crate::descriptor::{Descriptor, Method};
use crate::field::{Compare, Field, FieldKind, Group, Identity, Required, Scope};
use crate::text::Text;

pub(super) const PASSWORD: &str = "password";
pub(super) const CLIENT: &str = "client";

pub(super) static DESCRIPTOR: Descriptor = Descriptor {
    id: "keycloak",
    name: Text::new("Keycloak", "Keycloak"),
    about: Text::new(
        "用Keycloak领域里的账号或客户端换取访问令牌",
        "Obtains an access token for an account or a client of a Keycloak realm",
    ),
    example: "https://sso.example.com",
    paths: &["/protocol/openid-connect/token"],
    methods: &[
        Method {
            id: PASSWORD,
            name: Text::new("账号密码", "Password"),
            about: Text::new(
                "直接授权（Direct Access Grant）；客户端必须允许",
                "The direct access grant, which the client must allow",
            ),
            account: "account",
            password: Some("password"),
        },
        Method {
            id: CLIENT,
            name: Text::new("客户端凭据", "Client credentials"),
            about: Text::new("以客户端自己的身份，不涉及用户", "As the client itself, without a user"),
            account: "client_id",
            password: Some("client_secret"),
        },
    ],
    fields: FIELDS,
    codes: codes::TABLES,
};

const FIELDS: &[Field] = &[
    Field {
        name: "account",
        label: Text::new("用户名", "User name"),
        kind: FieldKind::Text,
        group: Group::Account,
        default: None,
        required: Required::Always,
        help: Text::new("用户名或邮箱", "User name or email address"),
        methods: &[PASSWORD],
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
        help: Text::new("经TLS加密发送", "Sent over TLS"),
        methods: &[PASSWORD],
        scope: Scope::Credential,
        identity: Identity::None,
    },
    Field {
        name: "totp",
        label: Text::new("一次性验证码", "One-time code"),
        kind: FieldKind::Secret,
        group: Group::Account,
        default: None,
        required: Required::Never,
        help: Text::new(
            "账号启用了验证器时填写；服务器不会说明缺少的是它",
            "For accounts with an authenticator; the server does not say when it is missing",
        ),
        methods: &[PASSWORD],
        scope: Scope::SignIn,
        identity: Identity::None,
    },
    Field {
        name: "realm",
        label: Text::new("领域", "Realm"),
        kind: FieldKind::Text,
        group: Group::Client,
        default: None,
        required: Required::Always,
        help: Text::new("地址中/realms/后面的名称，区分大小写", "The name after /realms/ in addresses; case matters"),
        methods: &[],
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
        help: Text::new("在Keycloak管理控制台的客户端配置里", "In the client's settings in Keycloak's admin console"),
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
        required: Required::For(&[CLIENT]),
        help: Text::new(
            "机密客户端才有；公开客户端留空",
            "Confidential clients have one; leave it empty for a public client",
        ),
        methods: &[],
        scope: Scope::Credential,
        identity: Identity::None,
    },
    Field {
        name: "requested_scope",
        label: Text::new("范围", "Scope"),
        kind: FieldKind::Text,
        group: Group::Advanced,
        default: Some("openid"),
        required: Required::Never,
        help: Text::new(
            "用空格分隔；没有openid就读不到账号信息",
            "Separated by spaces; without openid the account's details cannot be read",
        ),
        methods: &[],
        scope: Scope::Profile,
        identity: Identity::Session,
    },
];
