//! Names, methods and fields of Quanshi.

use super::codes;
use crate::descriptor::{Descriptor, Method};
use crate::field::{Compare, Field, FieldKind, Group, Identity, Required, Scope};
use crate::text::Text;

pub(super) static DESCRIPTOR: Descriptor = Descriptor {
    id: "quanshi",
    name: Text::new("全时会议", "Quanshi"),
    about: Text::new(
        "用接口令牌批量获取账号的authKey",
        "Fetches authKeys for accounts in batches, using an interface token",
    ),
    example: "https://openapi.example.com",
    paths: &["/confopenapi/account/authkey/get"],
    methods: &[Method {
        id: "token",
        name: Text::new("接口令牌", "Interface token"),
        about: Text::new("保存令牌，不发送任何请求", "Saves the token and sends nothing"),
        account: "token",
        password: None,
    }],
    fields: &[Field {
        name: "token",
        label: Text::new("接口令牌", "Interface token"),
        kind: FieldKind::Secret,
        group: Group::Client,
        default: None,
        required: Required::Always,
        help: Text::new("由全时提供；只作为请求头发送", "Provided by Quanshi; sent only as a header"),
        methods: &[],
        scope: Scope::Credential,
        identity: Identity::Account(Compare::Exact),
    }],
    codes: &[codes::CODES, codes::TOKEN],
};
