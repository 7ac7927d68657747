//! Names, methods and fields of EnOS IAM.

use super::codes;
use crate::{Descriptor, Field, FieldKind, Group, Method, Scope, Text, apim};

pub(super) static DESCRIPTOR: Descriptor = Descriptor {
    id: "enos-iam",
    name: Text::new("EnOS IAM", "EnOS IAM"),
    about: Text::new(
        "EnOS 平台的用户登录，得到会话 ID",
        "Signs a user in to the EnOS platform and yields a session id",
    ),
    example: "https://apigw.example.com",
    methods: &[
        Method {
            id: "password",
            name: Text::new("EnOS 账号密码", "EnOS password"),
            about: Text::new("EnOS 自己的账号", "An account of EnOS itself"),
            account: "account",
            password: Some("password"),
        },
        Method {
            id: "ldap",
            name: Text::new("LDAP", "LDAP"),
            about: Text::new("公司目录里的账号", "An account of the company's directory"),
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
        label: Text::new("账户", "Account"),
        kind: FieldKind::Text,
        group: Group::Account,
        default: None,
        required: true,
        help: Text::new("用户名或邮箱", "User name or mail address"),
        methods: &[],
        scope: Scope::Profile,
    },
    Field {
        name: "password",
        label: Text::new("密码", "Password"),
        kind: FieldKind::Secret,
        group: Group::Account,
        default: None,
        required: true,
        help: Text::new("只经 TLS 发送", "Sent through TLS only"),
        methods: &[],
        scope: Scope::Credential,
    },
    Field {
        name: "link_name",
        label: Text::new("LDAP 域名", "LDAP domain"),
        kind: FieldKind::Text,
        group: Group::Account,
        default: None,
        required: true,
        help: Text::new("EnOS 里 LDAP 连接的名称", "The name of the LDAP connection in EnOS"),
        methods: &["ldap"],
        scope: Scope::Profile,
    },
    Field {
        name: "expire_interval",
        label: Text::new("会话时长", "Session length"),
        kind: FieldKind::Number { min: 900, max: 864_000, unit: "s" },
        group: Group::Advanced,
        default: None,
        required: false,
        help: Text::new("900 到 864000 秒；不填由服务器决定", "900 to 864000 seconds; left empty, the server decides"),
        methods: &[],
        scope: Scope::Profile,
    },
    Field {
        name: apim::APP_KEY,
        label: Text::new("应用 Key", "Application key"),
        kind: FieldKind::Text,
        group: Group::Gateway,
        default: None,
        required: false,
        help: Text::new("只有网关要求签名调用时才填", "Only where the gateway wants signed calls"),
        methods: &[],
        scope: Scope::Profile,
    },
    Field {
        name: apim::APP_SECRET,
        label: Text::new("应用 Secret", "Application secret"),
        kind: FieldKind::Secret,
        group: Group::Gateway,
        default: None,
        required: false,
        help: Text::new("与应用 Key 成对", "Goes with the application key"),
        methods: &[],
        scope: Scope::Credential,
    },
];
