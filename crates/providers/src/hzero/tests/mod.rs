//! The whole protocol with answers made by hand; every value in them is invented.
#![allow(clippy::unwrap_used, clippy::panic)]

mod captcha;
mod codes;
mod key;
mod login;
mod robust;
mod sms;
mod userinfo;

use std::collections::BTreeMap;

use url::form_urlencoded;

use super::Hzero;
use crate::call::Call;
use crate::protocol::Op;
use crate::testing::{Bench, body};
use crate::values::Value;

pub(super) const SELF: &str = r#"{"id":"=gk3Qx==","loginName":"li.na","realName":"李娜","email":"li.na@example.com",
    "phone":"13800000000","tenantId":12,"tenantName":"示例集团","tenantNum":"DEMO","language":"zh_CN"}"#;
pub(super) const TENANTS: &str = r#"[{"tenantId":12,"tenantName":"示例集团","tenantNum":"DEMO"},
    {"tenantId":"=opaque==","tenantName":null,"tenantNum":"LAB"}]"#;
pub(super) const TOKEN: &str = r#"{"access_token":"TOKEN-5f0c1d1e-canary","token_type":"bearer",
    "refresh_token":"REFRESH-c1a2b3-canary","expires_in":43199,"scope":"default"}"#;
pub(super) const WRONG: &str = r#"{"error":"unauthorized","error_description":"hoth.warn.passwordError",
    "success":false,"code":"hoth.warn.passwordError","errorTimes":"2","surplusTimes":"3",
    "message":"您输入的账号或密码错误,还可以尝试3次"}"#;
pub(super) const EXPIRED: &str = "<oauth><status>PERMISSION_ACCESS_TOKEN_EXPIRED</status>\
    <code>error.permission.accessTokenExpired</code><message>Token expired</message></oauth>";
pub(super) const NO_CAPTCHA: &str = r#"{"isNeedCaptcha":false,"openLoginWays":[{"openAppId":12,"channel":"pc",
    "appCode":"wechat_enterprise","appName":"企业微信","appImage":null,"orderSeq":1},{"appCode":"dingtalk"}]}"#;
pub(super) const CAPTCHA_NULL: &str = r#"{"error":"unauthorized","success":false,"code":"hoth.warn.captchaNull",
    "message":"请输入验证码"}"#;

pub(super) fn bench() -> Bench {
    let plain = [
        ("account", "li.na"),
        ("client_id", "demo-client"),
        ("phone", "13800000000"),
        ("device_id", "0b0f6f0a-6a4e-4f4b-9a76-4f1f1f1f1f1f"),
    ];
    let secret = [("password", "PASSWORD-canary 密码"), ("client_secret", "SECRET-canary")];
    Bench::new(&Hzero, &plain, &secret)
}

/// The pairs of a form body.
pub(super) fn form(call: &Call) -> BTreeMap<String, String> {
    form_urlencoded::parse(body(call).as_bytes()).into_owned().collect()
}

/// Names of a form body, in order.
pub(super) fn names(call: &Call) -> Vec<String> {
    form(call).into_keys().collect()
}

/// The query in plain text; a secret in it fails the test.
pub(super) fn query(call: &Call) -> BTreeMap<&'static str, String> {
    let plain = |value: &Value| match value {
        Value::Plain(text) => text.clone(),
        Value::Secret(_) => panic!("a secret in the query"),
    };
    call.request.query.iter().map(|(name, value)| (*name, plain(value))).collect()
}

pub(super) fn sign_in(method: &str) -> Op<'_> {
    Op::SignIn { method }
}
