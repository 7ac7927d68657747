//! EnOS IAM: log in, session information, organizations.
//!
//! Left open by the documents and chosen here: refusals come as HTTP 200 in the envelope of a success; asking for
//! session information extends the session; its answer spells the user's password members as the sample does
//! (`password_state`), while log in spells them as the table does (`passwordState`). The code of a dead session
//! follows the account: 30401/30404, or 401/404 for one account.

mod accounts;
mod login;
mod session;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::apim::Gateway;
use crate::http::{Call, Reply};
use crate::lock::lock;
use crate::lockout::{Limits, Lockout};
use crate::state::SharedState;
use crate::system::{Demo, Endpoint, System, Words};

use session::Session;

const LIMITS: Limits = Limits { per_account: 5, per_source: 30, lock_ms: 15 * 60 * 1000 };

const DOORS: [Endpoint; 2] = [
    Endpoint { id: "enos-iam", words: Words::new("EnOS 身份与访问管理", "EnOS IAM") },
    Endpoint {
        id: "enos-iam-signed",
        words: Words::new(
            "同一系统，网关要求签名调用（APIM）",
            "the same system behind a gateway that wants signed calls (APIM)",
        ),
    },
];

struct State {
    lockout: Lockout,
    sessions: HashMap<String, Session>,
}

impl Default for State {
    fn default() -> Self {
        Self { lockout: Lockout::new(LIMITS), sessions: HashMap::new() }
    }
}

/// The simulated EnOS IAM.
pub(crate) struct EnosIam {
    gateway: Arc<Gateway>,
    state: Mutex<State>,
}

impl EnosIam {
    pub(crate) fn new(gateway: Arc<Gateway>) -> Self {
        Self { gateway, state: Mutex::default() }
    }
}

impl System for EnosIam {
    fn endpoints(&self) -> &'static [Endpoint] {
        &DOORS
    }

    fn hint(&self) -> Words {
        Words::new(
            "错 5 次锁定账号 15 分钟，同一来源错 30 次锁定 IP；会话默认 7200 秒",
            "5 wrong tries lock an account for 15 minutes, 30 from one address lock the IP; a session lasts 7200 s by default",
        )
    }

    fn accounts(&self) -> Vec<Demo> {
        accounts::demos()
    }

    fn answer(&self, endpoint: &str, call: &Call, world: &SharedState) -> Reply {
        if let Some(reply) = self.gateway.token(call) {
            return reply;
        }
        if endpoint == "enos-iam-signed"
            && let Err(refusal) = self.gateway.admit(call)
        {
            return refusal;
        }
        let mut state = lock(&self.state);
        match call.route() {
            ("POST", "/enos-iam-service/v2.0/login") => login::log_in(&mut state, call, world),
            ("POST", "/enos-iam-service/v2.0/session/info") => session::info(&mut state, call),
            ("POST", "/enos-iam-service/v2.0/organization/info") => session::organization_info(&mut state, call),
            ("POST", "/enos-iam-service/v2.0/user/organization/list") => session::organizations(&mut state, call),
            _ => Reply::not_found(call),
        }
    }

    fn reset(&self) {
        *lock(&self.state) = State::default();
        self.gateway.reset();
    }

    fn unlock(&self, account: &str) -> bool {
        lock(&self.state).lockout.unlock(account)
    }
}

/// A refusal: status and message.
type Refused = (i64, &'static str);

/// The envelope of every answer: `members` beside the success or the refusal.
fn envelope(outcome: Result<Value, Refused>) -> Reply {
    let (members, status, message) = match outcome {
        Ok(members) => (members, 0, ""),
        Err((status, message)) => (json!({"session": null, "captcha": null}), status, message),
    };
    let failed = status != 0;
    let mut body = json!({"fail": failed, "failed": failed, "success": !failed, "successful": !failed,
        "status": status, "message": message, "requestId": null});
    if let (Value::Object(body), Value::Object(members)) = (&mut body, members) {
        body.extend(members);
    }
    Reply::json(&body)
}
