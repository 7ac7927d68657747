//! Names, methods and fields of EnOS IAM.

use super::codes;
use crate::apim;
use crate::descriptor::{Descriptor, Method};
use crate::field::{Compare, Field, FieldKind, Group, Identity, Required, Scope};
use crate::text::Text;

pub(super) static DESCRIPTOR: Descriptor = Descriptor {
    id: "enos-iam",
    name: Text::new("EnOS IAM", "EnOS IAM"),
    about: Text::new("EnOS平台的用户登录，获得会话ID", "Signs a user in to the EnOS platform and obtains a session ID"),
    example: "https://apigw.example.com",
    paths: &["/enos-iam-service/v2.0/login", "/enos-iam-service/v2.0/session/info"],
    methods: &[
        Method {
            id: "password",
            name: Text::new("EnOS账号密码", "EnOS password"),
            about: Text::new("EnOS自己的账号", "An EnOS account"),
            account: "account",
            password: Some("password"),
        },
        Method {
            id: "ldap",
            name: Text::new("LDAP", "LDAP"),
            about: Text::new("公司目录里的账号", "A company directory account"),
            account: "account",
            password: Some("password"),
        },
    ],
    fields: FIELDS,
    codes: &[codes::CODES, codes::SESSION, apim::CODES],
};

const FIELDS: &[Field] = &[
    Field {
        name: "account",
        label: Text::new("账号", "Account"),
        kind: FieldKind::Text,
        group: Group::Account,
        default: None,
        required: Required::Always,
        help: Text::new("用户名或邮箱", "User name or email address"),
        methods: &[],
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
        help: Text::new("只经TLS加密发送", "Sent over TLS only"),
        methods: &[],
        scope: Scope::Credential,
        identity: Identity::None,
    },
    Field {
        name: "link_name",
        label: Text::new("LDAP域名", "LDAP domain"),
        kind: FieldKind::Text,
        group: Group::Account,
        default: None,
        required: Required::Always,
        help: Text::new("EnOS里LDAP连接的名称", "The name of the LDAP connection in EnOS"),
        methods: &["ldap"],
        scope: Scope::Profile,
        identity: Identity::Account(Compare::AnyCase),
    },
    Field {
        name: "expire_interval",
        label: Text::new("会话时长", "Session length"),
        kind: FieldKind::Number { min: 900, max: 864_000, unit: "s" },
        group: Group::Advanced,
        default: None,
        required: Required::Never,
        help: Text::new("900到864000秒；不填由服务器决定", "900 to 864000 seconds; if empty, the server decides"),
        methods: &[],
        scope: Scope::Profile,
        identity: Identity::None,
    },
    Field {
        name: apim::APP_KEY,
        label: Text::new("应用Key", "Application key"),
        kind: FieldKind::Text,
        group: Group::Gateway,
        default: None,
        required: Required::Never,
        help: Text::new("只有网关要求签名调用时才填", "Only if the gateway requires signed requests"),
        methods: &[],
        scope: Scope::Profile,
        identity: Identity::None,
    },
    Field {
        name: apim::APP_SECRET,
        label: Text::new("应用Secret", "Application secret"),
        kind: FieldKind::Secret,
        group: Group::Gateway,
        default: None,
        required: Required::Never,
        help: Text::new("与应用Key成对", "Paired with the application key"),
        methods: &[],
        scope: Scope::Credential,
        identity: Identity::None,
    },
];
