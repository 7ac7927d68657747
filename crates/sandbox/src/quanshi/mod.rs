//! Quanshi confopenapi: authKeys for batches of accounts.
//!
//! Accounts follow from their names: `missing...` and `....invalid` do not exist, `nokey...` has no key until one is
//! minted, `big...` has a user id beyond 2^53, an AD name `ad_x` comes back as `ad_x@corp.example`, every other name
//! has a key. Only what a call changed is stored.
//!
//! Left open by the document and chosen here: a refused interface token answers HTTP 401 with status 401 (or, for one
//! demo token, HTTP 200 with status 40101); a missing expireTime answers 40001, more than 50 members 40002; asking
//! for nobody answers an empty list; an account that does not exist has no row; create=true replaces the old key.

mod accounts;
mod answer;
mod chaos;

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::http::{Call, Reply};
use crate::lock::lock;
use crate::state::SharedState;
use crate::system::{Arguments, Demo, Endpoint, System, Words};

use accounts::{Account, Shares};
use answer::{Answer, Row};
use chaos::{Chaos, Fate};

const TOKEN: &str = "not-a-real-interface-token-0001";
const EXPIRED_TOKEN: &str = "not-a-real-interface-token-0002";
/// Refused under HTTP 200.
const QUIET_TOKEN: &str = "not-a-real-interface-token-0003";
/// The most members of each list.
const MOST: usize = 50;

const DOORS: [Endpoint; 1] =
    [Endpoint { id: "quanshi", words: Words::new("全时会议开放接口", "Quanshi conference API") }];

#[derive(Default)]
struct State {
    chaos: Chaos,
    /// Keys made by create=true, per login name.
    minted: HashMap<String, u32>,
    /// How often each expireTime was written.
    expiries: BTreeMap<i64, u64>,
    serial: u64,
}

/// The simulated Quanshi.
#[derive(Default)]
pub(crate) struct Quanshi {
    state: Mutex<State>,
}

/// The body of `authkey/get`.
#[derive(Deserialize)]
struct Batch {
    #[serde(default)]
    loginnames: Vec<String>,
    #[serde(default, rename = "extLogins")]
    ext_logins: Vec<ExtLogin>,
    #[serde(default)]
    create: bool,
    #[serde(rename = "expireTime")]
    expire_time: Option<i64>,
    token: Option<String>,
}

#[derive(Deserialize)]
struct ExtLogin {
    #[serde(default)]
    extloginname: String,
    #[serde(default)]
    siteid: String,
}

impl Batch {
    fn accounts(&self, shares: Shares) -> impl Iterator<Item = Account> {
        let plain = self.loginnames.iter().map(move |name| Account::named(name, shares));
        let directory =
            self.ext_logins.iter().map(move |ext| Account::of_directory(&ext.extloginname, &ext.siteid, shares));
        plain.chain(directory).filter(|account| account.exists)
    }
}

impl State {
    /// The row of an account after the batch was carried out for it.
    fn row(&mut self, account: &Account, create: bool, expire_time: i64) -> Row {
        let has_one = account.has_key || self.minted.contains_key(&account.login);
        if create && !(has_one && self.chaos.keeps()) {
            *self.minted.entry(account.login.clone()).or_default() += 1;
        }
        let minted = self.minted.get(&account.login).copied().unwrap_or(0);
        if minted == 0 && !account.has_key {
            return Row::without_key(account);
        }
        Row::with_key(account, minted, expire_time)
    }

    fn carry_out(&mut self, batch: &Batch, expire_time: i64) -> Vec<Row> {
        *self.expiries.entry(expire_time).or_default() += 1;
        let shares = self.chaos.shares();
        batch.accounts(shares).map(|account| self.row(&account, batch.create, expire_time)).collect()
    }

    fn answer(&mut self, call: &Call) -> Reply {
        self.serial += 1;
        let mut answer = Answer::new(call.now, self.serial);
        let refused = |mut answer: Answer, status: i64, msg: &'static str| {
            (answer.status, answer.msg) = (status, Some(msg));
            json(&answer)
        };
        let Ok(batch) = serde_json::from_slice::<Batch>(&call.body) else {
            return refused(answer, 40000, "the body is not the expected JSON");
        };
        match call.header("token").or(batch.token.as_deref()) {
            Some(TOKEN) => {}
            Some(QUIET_TOKEN) => return refused(answer, 40101, "token invalid or expired"),
            _ => return refused(answer, 401, "token invalid or expired").status(401),
        }
        let Some(expire_time) = batch.expire_time else { return refused(answer, 40001, "expireTime is required") };
        if batch.loginnames.len() > MOST || batch.ext_logins.len() > MOST {
            return refused(answer, 40002, "more than 50 members");
        }
        match self.chaos.fate() {
            Fate::LostBefore => return Reply::closing(),
            Fate::Refused => return refused(answer, 51210, "get authkey from UMS failed"),
            Fate::LostAfter => {
                self.carry_out(&batch, expire_time);
                return Reply::closing();
            }
            Fate::Answered => {}
        }
        let mut rows = self.carry_out(&batch, expire_time);
        self.chaos.play(&mut rows);
        answer.result = Some(rows);
        json(&answer)
    }

    /// Keys made, for one account or for all; surplus are those beyond an account's first.
    fn minted(&self, account: Option<&str>) -> Value {
        match account {
            Some(name) => json!({"minted": self.minted.get(name).copied().unwrap_or(0)}),
            None => json!({
                "minted": self.minted.values().map(|count| u64::from(*count)).sum::<u64>(),
                "accounts": self.minted.len(),
                "surplus": self.minted.values().map(|count| u64::from(count.saturating_sub(1))).sum::<u64>(),
            }),
        }
    }

    /// The key an account has now.
    fn key(&self, name: &str) -> Value {
        let account = Account::named(name, self.chaos.shares());
        let minted = self.minted.get(name).copied().unwrap_or(0);
        let has = account.exists && (account.has_key || minted > 0);
        json!({"exists": account.exists, "user_id": account.user_id.to_string(),
            "auth_key": has.then(|| account.key(minted))})
    }
}

fn json(answer: &Answer) -> Reply {
    Reply::bytes("application/json", serde_json::to_vec(answer).unwrap_or_default())
}

impl System for Quanshi {
    fn endpoints(&self) -> &'static [Endpoint] {
        &DOORS
    }

    fn hint(&self) -> Words {
        Words::new(
            "任意账号都存在且有 authKey；missing 开头不存在，nokey 开头无 key，big 开头 id 超过 2^53，AD 名 ad_x 返回 ad_x@corp.example",
            "every name exists and has an authKey, but missing... does not exist, nokey... has no key, big... has an id beyond 2^53, and the AD name ad_x comes back as ad_x@corp.example",
        )
    }

    fn accounts(&self) -> Vec<Demo> {
        let demo = |token: &str, happens| Demo {
            name: Words::new("接口令牌，梧桐会议（虚构）", "Interface token, Plane Tree Conferencing (invented)"),
            method: "token",
            endpoint: "quanshi",
            fields: vec![("token", token.to_owned())],
            happens,
        };
        vec![
            demo(TOKEN, Words::new("登录成功；可批量获取 authKey", "signs in; gets authKeys in batches")),
            demo(EXPIRED_TOKEN, Words::new("令牌被拒绝（HTTP 401）", "refused with HTTP 401")),
            demo(
                QUIET_TOKEN,
                Words::new("令牌被拒绝（HTTP 200，status 40101）", "refused under HTTP 200, status 40101"),
            ),
        ]
    }

    fn answer(&self, _door: &str, call: &Call, _world: &SharedState) -> Reply {
        match call.route() {
            ("POST", "/confopenapi/account/authkey/get") => lock(&self.state).answer(call),
            _ => Reply::not_found(call),
        }
    }

    fn reset(&self) {
        *lock(&self.state) = State::default();
    }

    fn unlock(&self, _account: &str) -> bool {
        false
    }

    fn hook(&self, name: &str, arguments: &Arguments) -> Option<Value> {
        let mut state = lock(&self.state);
        let account = arguments.get("account").and_then(Value::as_str);
        match name {
            "chaos" => match serde_json::from_value(Value::Object(arguments.clone())) {
                Ok(chaos) => {
                    state.chaos = chaos;
                    Some(json!(state.chaos))
                }
                Err(error) => Some(json!({"error": error.to_string()})),
            },
            "minted" => Some(state.minted(account)),
            "key" => Some(state.key(account?)),
            "expiries" => Some(json!(state.expiries)),
            _ => None,
        }
    }
}
