//! Names, methods and fields of the App Portal.

use super::codes;
use crate::apim;
use crate::descriptor::{Descriptor, Method};
use crate::field::{Compare, Field, FieldKind, Group, Identity, Required, Scope};
use crate::text::Text;

pub(super) static DESCRIPTOR: Descriptor = Descriptor {
    id: "enos-portal",
    name: Text::new("EnOS应用门户", "EnOS Application Portal"),
    about: Text::new(
        "EnOS应用门户的用户登录，进入一个组织",
        "Signs a user in to the EnOS Application Portal and an organisation",
    ),
    example: "https://apigw.example.com",
    paths: &[
        "/app-portal-service/v2.2/login",
        "/app-portal-service/v2.2/session/set",
        "/app-portal-service/v2.2/session/info",
    ],
    methods: &[Method {
        id: "password",
        name: Text::new("账号密码", "Password"),
        about: Text::new("应用门户的账号", "An Application Portal account"),
        account: "account",
        password: Some("password"),
    }],
    fields: FIELDS,
    codes: &[
        codes::LOGIN_CODES,
        codes::MFA_CODES,
        codes::ORGANISATION_CODES,
        codes::RENEW_CODES,
        codes::SESSION_CODES,
        apim::CODES,
    ],
};

const FIELDS: &[Field] = &[
    Field {
        name: "account",
        label: Text::new("用户名", "User name"),
        kind: FieldKind::Text,
        group: Group::Account,
        default: None,
        required: Required::Always,
        help: Text::new("应用门户的用户名", "The user name in the portal"),
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
        name: "organisation",
        label: Text::new("组织", "Organisation"),
        kind: FieldKind::Text,
        group: Group::Account,
        default: None,
        required: Required::Never,
        help: Text::new(
            "组织ID或名称；不填且有多个组织时，登录时询问",
            "Its ID or name; if empty, you are asked when there are several",
        ),
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
