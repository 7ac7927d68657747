//! HZERO: the hoth login service behind its gateway, with the users' own services.
//!
//! Follows the public sources where the document is silent. Left open by both and chosen here: login failures of the
//! token endpoint answer 401, other OAuth errors 400; an account is locked for 30 minutes; `refuse.CODE` as a user
//! name answers with that code, so that every code can be seen. Passwords that cannot be decrypted are taken as they
//! are, as the real server does.

mod accounts;
mod captcha;
mod clients;
mod demos;
mod login;
mod messages;
mod password;
mod picture;
mod sms;
mod token;
mod users;

use std::collections::HashSet;
use std::sync::Mutex;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::http::{Call, Reply};
use crate::lock::lock;
use crate::lockout::{Limits, Lockout};
use crate::state::SharedState;
use crate::system::{Arguments, Demo, Endpoint, System, Words};

const LIMITS: Limits = Limits { per_account: 5, per_source: u32::MAX, lock_ms: 30 * 60 * 1000 };

const DOORS: [Endpoint; 2] = [
    Endpoint { id: "hzero", words: Words::new("HZERO 统一认证", "HZERO OAuth") },
    Endpoint {
        id: "hzero-own-key",
        words: Words::new("同一系统，自有 2048 位密钥", "the same system with a 2048-bit key of its own"),
    },
];

struct State {
    lockout: Lockout,
    captchas: captcha::Captchas,
    codes: sms::Codes,
    tokens: token::Tokens,
    /// Ciphertexts seen by clients that refuse a replay.
    replayed: HashSet<String>,
    /// Signing out leaves the token as it is, as the real server does where `clear-token` is off.
    keeps_tokens: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            lockout: Lockout::new(LIMITS),
            captchas: captcha::Captchas::default(),
            codes: sms::Codes::default(),
            tokens: token::Tokens::default(),
            keeps_tokens: false,
            replayed: HashSet::new(),
        }
    }
}

/// The simulated HZERO.
#[derive(Default)]
pub(crate) struct Hzero {
    state: Mutex<State>,
}

impl System for Hzero {
    fn endpoints(&self) -> &'static [Endpoint] {
        &DOORS
    }

    fn hint(&self) -> Words {
        Words::new(
            "错 2 次后网页登录需要验证码，错 5 次锁定 30 分钟；用户名 refuse.编码 可返回任意编码；短信 60 秒一次，5 分钟有效",
            "a captcha after 2 wrong tries, a lock of 30 minutes after 5; the user name refuse.CODE answers any code; one SMS a minute, good for 5 minutes",
        )
    }

    fn accounts(&self) -> Vec<Demo> {
        demos::demos()
    }

    fn answer(&self, endpoint: &str, call: &Call, world: &SharedState) -> Reply {
        let mut state = lock(&self.state);
        let state = &mut *state;
        if let Some(key) = call.path.strip_prefix("/oauth/public/captcha/") {
            return state.captchas.picture(key);
        }
        match call.route() {
            ("POST", "/oauth/oauth/token") => login::answer(state, endpoint, call, world),
            ("POST", "/oauth/token/mobile") => sms::log_in(state, call, world),
            ("GET", "/oauth/login/init-params") => init_params(call),
            ("GET", "/oauth/login") => login_page(endpoint),
            ("GET", "/oauth/public/captcha-code") => state.captchas.code(call),
            ("GET", "/oauth/public/captcha") => state.captchas.picture_with_cookie(call),
            ("GET", "/oauth/public/send-phone-captcha") => sms::send(state, call, false),
            ("POST", "/oauth/public/send-phone-captcha-always") => sms::send(state, call, true),
            ("POST", "/oauth/public/token/kickoff") => users::kickoff(state, call),
            ("GET" | "POST", "/oauth/oauth/check_token") => users::check_token(state, call),
            (_, "/oauth/logout") => users::log_out(state, call),
            _ => users::answer(state, endpoint, call).unwrap_or_else(|| Reply::not_found(call)),
        }
    }

    fn reset(&self) {
        *lock(&self.state) = State::default();
    }

    fn unlock(&self, account: &str) -> bool {
        lock(&self.state).lockout.unlock(account)
    }

    fn hook(&self, name: &str, arguments: &Arguments) -> Option<Value> {
        let mut state = lock(&self.state);
        let argument = |name: &str| arguments.get(name).and_then(Value::as_str);
        match name {
            "captcha" => Some(json!({"text": state.captchas.text(argument("key"))})),
            "picture" => {
                state.captchas.plant(argument("base64").and_then(|text| BASE64_STANDARD.decode(text).ok()));
                Some(json!({}))
            }
            "keep_tokens" => {
                state.keeps_tokens = true;
                Some(json!({}))
            }
            "rotate_refresh" => {
                state.tokens.rotates = true;
                Some(json!({}))
            }
            "sms" => Some(json!({"code": state.codes.last(argument("phone")?)})),
            _ => None,
        }
    }
}

/// `GET /oauth/login/init-params`: whether the tenant requires captchas, and its other sign-in methods.
fn init_params(call: &Call) -> Reply {
    let name = call.parameter("username").unwrap_or_default();
    let captcha = accounts::find(&name, None).is_some_and(|(user, _)| user.always_captcha);
    let channel = call.parameter("channel").unwrap_or_else(|| "pc".to_owned());
    Reply::json(&json!({"isNeedCaptcha": captcha, "openLoginWays": [
        {"openAppId": 12, "channel": channel, "appCode": "wechat_enterprise", "appName": "企业微信",
         "appImage": "https://files.sandbox.example/wx.png", "subAppId": null, "scope": null, "orderSeq": 1},
        {"openAppId": 13, "channel": channel, "appCode": "dingtalk", "appName": "钉钉 DingTalk",
         "appImage": null, "subAppId": null, "scope": null, "orderSeq": 2}]}))
}

/// `GET /oauth/login`: the page whose form carries the public key.
fn login_page(endpoint: &str) -> Reply {
    let public = password::key(endpoint).public;
    Reply::html(format!(
        "<!DOCTYPE html><html><head><title>登录</title></head><body><form id=\"loginForm\" method=\"post\" \
         action=\"/oauth/login\" data-publicKey=\"{public}\"><input name=\"username\"><input name=\"password\" \
         type=\"password\"></form></body></html>"
    ))
}
