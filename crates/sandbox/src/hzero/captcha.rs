//! Captcha images: one key, one image, one check.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::http::{Call, Reply};
use crate::random;

use super::picture;

/// How long a captcha is good, in milliseconds.
const LIFE_MS: i64 = 10 * 60 * 1000;

/// The captchas that have not been used.
#[derive(Default)]
pub(super) struct Captchas {
    waiting: HashMap<String, (String, i64)>,
    last: Option<String>,
    /// What is sent in the place of every picture.
    planted: Option<Vec<u8>>,
}

impl Captchas {
    /// From now on these bytes are sent for a picture; with `None` pictures again.
    pub(super) fn plant(&mut self, bytes: Option<Vec<u8>>) {
        self.planted = bytes;
    }

    fn make(&mut self, now: i64) -> String {
        self.waiting.retain(|_, (_, made)| now < *made + LIFE_MS);
        let key = random::uuid().replace('-', "");
        self.waiting.insert(key.clone(), (picture::text(), now));
        self.last = Some(key.clone());
        key
    }

    /// The characters behind a key (or behind the last one made), while it is good and unused.
    pub(super) fn text(&self, key: Option<&str>) -> Option<&str> {
        let key = key.or(self.last.as_deref())?;
        self.waiting.get(key).map(|(text, _)| text.as_str())
    }

    /// Checks an answer, in whatever case, and uses the captcha up.
    pub(super) fn check(&mut self, key: &str, answer: &str, now: i64) -> bool {
        self.waiting
            .remove(key)
            .is_some_and(|(text, made)| now < made + LIFE_MS && text.eq_ignore_ascii_case(answer.trim()))
    }

    /// `GET /oauth/public/captcha-code`.
    pub(super) fn code(&mut self, call: &Call) -> Reply {
        let key = self.make(call.now);
        Reply::json(&json!({"captchaKey": key, "captcha": null, "lastCheckKey": null, "message": null, "code": null,
            "success": true, "interval": 0, "errorTimes": 0, "surplusTimes": 0, "messageParams": Value::Null}))
    }

    /// `GET /oauth/public/captcha/{key}`; without a picture for an unknown key, as the real one.
    pub(super) fn picture(&self, key: &str) -> Reply {
        match (&self.planted, self.text(Some(key))) {
            (Some(bytes), _) => Reply::bytes("image/jpeg", bytes.clone()),
            (None, Some(text)) => Reply::bytes("image/jpeg", picture::draw(text)).with("cache-control", "no-store"),
            (None, None) => Reply::bytes("image/jpeg", ""),
        }
    }

    /// `GET /oauth/public/captcha`: the picture at once, the key as a cookie.
    pub(super) fn picture_with_cookie(&mut self, call: &Call) -> Reply {
        let key = self.make(call.now);
        self.picture(&key).with("set-cookie", format!("captchaKey={key}; Path=/; HttpOnly"))
    }
}
