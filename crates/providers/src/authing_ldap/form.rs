//! Names, methods and fields of Authing's LDAP sign-in.

use super::codes;
use crate::descriptor::{Descriptor, Method};
use crate::field::{Compare, Field, FieldKind, Group, Identity, Required, Scope};
use crate::text::Text;

pub(super) static DESCRIPTOR: Descriptor = Descriptor {
    id: "authing-ldap",
    name: Text::new("Authing LDAP", "Authing LDAP"),
    about: Text::new(
        "用公司目录的账号登录Authing，获得JWT",
        "Signs in to Authing with a company directory account and obtains a JWT",
    ),
    example: "https://core.authing.cn",
    paths: &["/api/v2/ldap/verify-user", "/api/v2/users/refresh-token"],
    methods: &[Method {
        id: "ldap",
        name: Text::new("LDAP账号密码", "LDAP password"),
        about: Text::new("公司目录里的账号", "A company directory account"),
        account: "account",
        password: Some("password"),
    }],
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
        help: Text::new("公司目录里的用户名", "The user name in the company directory"),
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
        help: Text::new("接口要求明文密码，只经TLS加密发送", "The API requires it in plain text; sent over TLS only"),
        methods: &[],
        scope: Scope::Credential,
        identity: Identity::None,
    },
    Field {
        name: "app_id",
        label: Text::new("应用ID", "App ID"),
        kind: FieldKind::Text,
        group: Group::Client,
        default: None,
        required: Required::Always,
        help: Text::new("在Authing控制台的应用配置里", "In the application's settings in the Authing console"),
        methods: &[],
        scope: Scope::Profile,
        identity: Identity::Session,
    },
    Field {
        name: "userpool_id",
        label: Text::new("用户池ID", "User pool ID"),
        kind: FieldKind::Text,
        group: Group::Client,
        default: None,
        required: Required::Always,
        help: Text::new("在Authing控制台的用户池配置里", "In the user pool's settings in the Authing console"),
        methods: &[],
        scope: Scope::Profile,
        identity: Identity::Account(Compare::Exact),
    },
    Field {
        name: "with_custom_data",
        label: Text::new("自定义数据", "Custom data"),
        kind: FieldKind::Switch,
        group: Group::Advanced,
        default: Some("false"),
        required: Required::Never,
        help: Text::new(
            "请求服务器附带自定义数据；通行证不保存",
            "Asks the server to add custom data; Hallpass does not store it",
        ),
        methods: &[],
        scope: Scope::Profile,
        identity: Identity::None,
    },
];
