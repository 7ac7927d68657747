//! The control port: the methods of `Sandbox` as JSON over HTTP.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::apply_fault::Answer;
use crate::fault::Fault;
use crate::http::{Call, Reply, text};
use crate::sandbox::Staff;
use crate::server::Handler;
use crate::state::FaultRule;

/// What the control port understands; answered to `GET /`.
const ROUTES: [(&str, &str); 13] = [
    ("GET /describe", "addresses, demo accounts, hints, faults"),
    ("GET /counts?system=ID", "requests, per path and attempts per account"),
    ("GET /requests", "the last requests: method, path, names of headers and members"),
    ("POST /fault {fault, system?, path?, times?}", "play a fault; fault null takes back those of the system, or all"),
    ("POST /latency {ms, system?}", "let answers wait"),
    ("POST /clock {advance_seconds} or {offset_seconds}", "move the servers' clock"),
    ("POST /unlock {system, account}", "open a locked account"),
    ("POST /reset", "forget everything"),
    (
        "POST /hook/hzero/captcha {key?}, /hook/hzero/sms {phone}, /hook/hzero/picture {base64?}",
        "a captcha's text (the last one's without key), the last SMS code; other bytes in a captcha's place",
    ),
    ("POST /hook/hzero/rotate_refresh", "refresh tokens are good once; one that comes again ends its session"),
    ("POST /hook/enos-portal/mfa {account}", "the last MFA code"),
    ("POST /hook/quanshi/chaos {...}, /hook/quanshi/minted {account?}", "lost requests and answers, ...; keys minted"),
    ("POST /hook/SYSTEM/NAME {...}", "whatever else a system knows"),
];

/// The control port's handler.
pub(crate) struct Control {
    pub(crate) staff: Arc<Staff>,
    pub(crate) description: Value,
}

impl Handler for Control {
    async fn handle(&self, call: Call) -> Option<Answer> {
        let reply = match self.answer(&call) {
            Ok(body) => Reply::json(&body),
            Err((status, message)) => Reply::json(&json!({"error": message})).status(status),
        };
        Some(reply.into())
    }

    fn now(&self) -> i64 {
        self.staff.world.clock.now_ms()
    }
}

type Result<T> = std::result::Result<T, (u16, String)>;

fn bad(message: impl Into<String>) -> (u16, String) {
    (400, message.into())
}

impl Control {
    fn answer(&self, call: &Call) -> Result<Value> {
        let body = call.json();
        match call.route() {
            ("GET", "/") => Ok(ROUTES.iter().map(|(route, what)| json!({"route": route, "what": what})).collect()),
            ("GET", "/describe") => Ok(self.description.clone()),
            ("GET", "/counts") => self.counts(call),
            ("GET", "/requests") => Ok(json!(self.staff.world.ledger(|ledger| ledger.last()))),
            ("POST", "/fault") => self.fault(&body),
            ("POST", "/latency") => self.latency(&body),
            ("POST", "/clock") => self.clock(&body),
            ("POST", "/unlock") => self.unlock(&body),
            ("POST", "/reset") => Ok(json!({"reset": self.staff.reset()})),
            ("POST", path) => self.hook(path, &body),
            _ => Err((404, format!("no {} {}; GET / lists what there is", call.method, call.path))),
        }
    }

    fn known<'a>(&self, id: &'a str) -> Result<&'a str> {
        self.staff.system(id).map(|_| id).ok_or_else(|| bad(format!("no system {id:?}")))
    }

    /// The `system` member, checked; `None` when it is absent.
    fn system<'a>(&self, body: &'a Value) -> Result<Option<&'a str>> {
        body.get("system").and_then(Value::as_str).map(|id| self.known(id)).transpose()
    }

    fn counts(&self, call: &Call) -> Result<Value> {
        let of = |id: &str| json!(self.staff.world.ledger(|ledger| ledger.counts(id)));
        match call.parameter("system") {
            Some(id) => Ok(of(self.known(&id)?)),
            None => Ok(self.staff.systems.iter().map(|system| (system.id().to_owned(), of(system.id()))).collect()),
        }
    }

    fn fault(&self, body: &Value) -> Result<Value> {
        let system = self.system(body)?;
        let Some(name) = body.get("fault").and_then(Value::as_str) else {
            self.staff.world.clear_rules(system);
            return Ok(json!({"fault": null}));
        };
        let fault: Fault = name.parse().map_err(|unknown| bad(format!("{unknown}")))?;
        let times = body.get("times").and_then(Value::as_u64).and_then(|times| u32::try_from(times).ok());
        let path = body.get("path").and_then(Value::as_str).map(str::to_owned);
        let shown = fault.to_string();
        self.staff.world.add_rule(FaultRule { fault, system: system.map(str::to_owned), path, times });
        Ok(json!({"fault": shown}))
    }

    fn latency(&self, body: &Value) -> Result<Value> {
        let ms =
            body.get("ms").and_then(Value::as_u64).ok_or_else(|| bad("ms: a number of milliseconds is missing"))?;
        self.staff.world.set_wait(self.system(body)?, Duration::from_millis(ms));
        Ok(json!({"ms": ms}))
    }

    fn clock(&self, body: &Value) -> Result<Value> {
        let seconds = |name: &str| body.get(name).and_then(Value::as_i64).map(SignedDuration::from_secs);
        let clock = &self.staff.world.clock;
        match (seconds("advance_seconds"), seconds("offset_seconds")) {
            (Some(by), _) => clock.advance(by),
            (None, Some(offset)) => clock.set_offset(offset),
            (None, None) => return Err(bad("advance_seconds or offset_seconds is missing")),
        }
        Ok(json!({"offset_seconds": clock.offset().as_secs(), "now_ms": clock.now_ms()}))
    }

    fn unlock(&self, body: &Value) -> Result<Value> {
        let id = self.known(text(body, "system"))?;
        let opened = self.staff.system(id).is_some_and(|system| system.unlock(text(body, "account")));
        Ok(json!({"unlocked": opened}))
    }

    /// `/hook/SYSTEM/NAME` with the arguments in the body.
    fn hook(&self, path: &str, body: &Value) -> Result<Value> {
        let missing = || (404, format!("no {path}; GET / lists what there is"));
        let (id, name) = path.strip_prefix("/hook/").and_then(|rest| rest.split_once('/')).ok_or_else(missing)?;
        let arguments = body.as_object().cloned().unwrap_or_default();
        self.staff.system(id).and_then(|system| system.hook(name, &arguments)).ok_or_else(missing)
    }
}
