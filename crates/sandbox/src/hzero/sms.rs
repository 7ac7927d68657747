//! Codes sent to phones, and the login with them.

use std::collections::HashMap;

use serde_json::json;

use crate::http::{Call, Reply};
use crate::random;
use crate::state::SharedState;

use super::State;
use super::accounts::{self, User};
use super::clients::{CLIENTS, Client};
use super::login::{Refusal, source_device};
use super::messages::message;
use super::token::Grant;

/// The shortest time between two codes to one phone, in milliseconds.
const INTERVAL_MS: i64 = 60_000;
/// How long a code is good, in milliseconds.
const LIFE_MS: i64 = 5 * 60_000;
const TRIES: u32 = 5;

struct Code {
    phone: String,
    digits: String,
    sent: i64,
    wrong: u32,
}

/// Codes that were sent, by captchaKey.
#[derive(Default)]
pub(super) struct Codes {
    sent: HashMap<String, Code>,
}

impl Codes {
    /// The last code sent to a phone.
    pub(super) fn last(&self, phone: &str) -> Option<&str> {
        let newest = self.sent.values().filter(|code| code.phone == phone).max_by_key(|code| code.sent);
        newest.map(|code| code.digits.as_str())
    }

    fn send(&mut self, phone: &str, now: i64) -> Result<String, i64> {
        let last = self.sent.values().filter(|code| code.phone == phone).map(|code| code.sent).max();
        if let Some(wait) = last.map(|sent| sent + INTERVAL_MS - now).filter(|wait| *wait > 0) {
            return Err((wait + 999) / 1000);
        }
        self.sent.retain(|_, code| code.phone != phone && now < code.sent + LIFE_MS);
        let key = random::uuid().replace('-', "");
        let code = Code { phone: phone.to_owned(), digits: random::digits(6), sent: now, wrong: 0 };
        self.sent.insert(key.clone(), code);
        Ok(key)
    }

    /// Checks a code; a right one is used up, a wrong one costs one of five tries.
    fn check(&mut self, key: &str, phone: &str, digits: &str, now: i64) -> Result<(), &'static str> {
        let code = self.sent.get_mut(key).ok_or("hoth.warn.captchaWrong")?;
        match () {
            () if now >= code.sent + LIFE_MS => Err("captcha.validate.overdue"),
            () if code.phone != phone => Err("captcha.validate.number-not-match"),
            () if code.wrong >= TRIES => Err("captcha.validate.error.too-many-time"),
            () if code.digits != digits => {
                code.wrong += 1;
                Err("hoth.warn.captchaWrong")
            }
            () => {
                self.sent.remove(key);
                Ok(())
            }
        }
    }
}

/// `send-phone-captcha`, and `-always`, which does not ask whether the phone is registered.
pub(super) fn send(state: &mut State, call: &Call, always: bool) -> Reply {
    let lang = call.parameter("lang");
    let say = |code: &str, argument: &str| message(code, argument, lang.as_deref());
    let failed = |code: &str| Reply::json(&json!({"success": false, "code": code, "message": say(code, "")}));
    let phone = call.parameter("phone").unwrap_or_default();
    if phone.is_empty() {
        return failed("hoth.warn.captcha.phoneNotNull");
    }
    if phone.len() < 5 || !phone.bytes().all(|byte| byte.is_ascii_digit()) {
        return failed("phone.format.incorrect");
    }
    if !always && by_phone(&phone).is_none() {
        return failed("hoth.warn.phoneNotFound");
    }
    Reply::json(&match state.codes.send(&phone, call.now) {
        Ok(key) => {
            let masked = format!("{}****{}", &phone[..3], &phone[phone.len() - 4..]);
            json!({"captchaKey": key, "code": "captcha.send.phone", "message": say("captcha.send.phone", &masked),
                "success": true, "interval": 60, "errorTimes": 0, "surplusTimes": 0})
        }
        Err(wait) => json!({"success": false, "code": "captcha.send.interval",
            "message": say("captcha.send.interval", &wait.to_string()), "interval": wait}),
    })
}

fn by_phone(phone: &str) -> Option<&'static User> {
    accounts::find(phone, Some("phone")).map(|(user, _)| user)
}

/// `POST /oauth/token/mobile`: always HTTP 200, always camel case.
pub(super) fn log_in(state: &mut State, call: &Call, world: &SharedState) -> Reply {
    let device = match source_device(call) {
        Ok(device) => device,
        Err(reply) => return reply,
    };
    let body = match admit(state, call, world) {
        Ok((user, client)) => {
            let grant = state.tokens.grant(client, Some(user), &device, call.now);
            mobile_json(&grant, call.now)
        }
        Err(code) => {
            let text = message(code, "", call.parameter("lang").as_deref());
            json!({"success": false, "code": code, "message": text, "errorTimes": 0, "surplusTimes": 0})
        }
    };
    Reply::json(&body)
}

fn admit(state: &mut State, call: &Call, world: &SharedState) -> Result<(&'static User, &'static Client), Refusal> {
    let of = |name: &str| call.parameter(name).filter(|value| !value.is_empty());
    if !matches!(of("grant_type").as_deref(), Some("implicit" | "password")) {
        return Err("hoth.warn.createClientError");
    }
    let id = of("client_id").unwrap_or_default();
    let client = CLIENTS.iter().find(|client| client.id == id).ok_or("hoth.warn.clientNotFound")?;
    let phone = of("phone").ok_or("hoth.warn.phoneNotFound")?;
    let digits = of("captcha").ok_or("hoth.warn.loginMobileCaptchaNull")?;
    let key = of("captchaKey").ok_or("hoth.warn.loginMobileCaptchaNull")?;
    world.attempt("hzero", &phone);
    state.codes.check(&key, &phone, &digits, call.now)?;
    let user = by_phone(&phone).ok_or("hoth.warn.phoneNotFound")?;
    match user.barred.or(user.unfit) {
        Some(code) => Err(code),
        None => Ok((user, client)),
    }
}

fn mobile_json(grant: &Grant, now: i64) -> serde_json::Value {
    json!({"success": true, "code": "success", "message": "success", "accessToken": grant.access,
        "refreshToken": grant.refresh, "expiresIn": grant.seconds_left(now), "scope": "default", "redirectUrl": null,
        "userId": grant.user.map(|user| user.id), "errorTimes": 0, "surplusTimes": 0})
}
