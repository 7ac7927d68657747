//! The running sandbox and its controls.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::clock::Clock;
use crate::fault::Fault;
use crate::request_log::{Counts, Seen};
use crate::state::{FaultRule, SharedState};
use crate::system::{Arguments, Demo, System, Words};

/// A running system.
#[derive(Debug, Clone)]
pub struct SystemInfo {
    /// The provider's id, such as `enos-iam`.
    pub id: &'static str,
    /// Its name.
    pub name: Words,
    /// Its base address, such as `http://127.0.0.1:40001`.
    pub address: String,
    /// Every address it has, the base address first.
    pub endpoints: Vec<EndpointInfo>,
}

/// One address of a system.
#[derive(Debug, Clone)]
pub struct EndpointInfo {
    /// The address id, such as `enos-iam-signed`.
    pub id: &'static str,
    /// What is special about it.
    pub about: Words,
    /// `http://127.0.0.1:PORT`, or https.
    pub address: String,
}

/// The running sandbox; dropping it ends it.
pub struct Sandbox {
    pub(crate) infos: Vec<SystemInfo>,
    pub(crate) control: String,
    pub(crate) staff: Arc<Staff>,
    pub(crate) tasks: JoinSet<()>,
}

/// What steers a running sandbox: shared by [`Sandbox`] and the control port.
pub(crate) struct Staff {
    pub(crate) world: Arc<SharedState>,
    pub(crate) systems: Vec<Arc<dyn System>>,
}

impl Staff {
    /// The system with this id.
    pub(crate) fn system(&self, id: &str) -> Option<&Arc<dyn System>> {
        self.systems.iter().find(|system| system.id() == id)
    }

    pub(crate) fn reset(&self) {
        self.world.reset();
        self.systems.iter().for_each(|system| system.reset());
    }
}

/// Addresses, demo accounts, hints and faults as JSON.
pub(crate) fn describe(infos: &[SystemInfo], control: &str, systems: &[Arc<dyn System>]) -> Value {
    let system = |(info, system): (&SystemInfo, &Arc<dyn System>)| {
        let endpoints: Vec<Value> = info
            .endpoints
            .iter()
            .map(|endpoint| json!({"id": endpoint.id, "address": endpoint.address, "about": endpoint.about.json()}))
            .collect();
        let accounts: Vec<Value> = system.accounts().iter().map(Demo::json).collect();
        json!({"id": info.id, "name": info.name.json(), "address": info.address, "addresses": endpoints,
            "hint": system.hint().json(), "accounts": accounts})
    };
    let faults: Vec<Value> =
        Fault::CATALOGUE.iter().map(|(name, zh, en)| json!({"name": name, "zh": zh, "en": en})).collect();
    json!({"control": control, "systems": infos.iter().zip(systems).map(system).collect::<Vec<_>>(), "faults": faults})
}

impl Sandbox {
    /// The running systems, in the order of their ports.
    pub fn systems(&self) -> Vec<SystemInfo> {
        self.infos.clone()
    }

    /// The address of a system (`hzero`) or of one of its further doors (`hzero-own-key`); empty for an unknown id.
    pub fn address(&self, id: &str) -> String {
        let endpoints = self.infos.iter().flat_map(|info| &info.endpoints);
        endpoints
            .into_iter()
            .find(|endpoint| endpoint.id == id)
            .map(|endpoint| endpoint.address.clone())
            .unwrap_or_default()
    }

    /// The address of the control port.
    pub fn control(&self) -> String {
        self.control.clone()
    }

    /// Addresses, demo accounts and hints, for printing.
    pub fn describe(&self) -> Value {
        describe(&self.infos, &self.control, &self.staff.systems)
    }

    /// The servers' clock.
    pub fn clock(&self) -> &Clock {
        &self.staff.world.clock
    }

    /// Counters of a system since the start or the last reset.
    pub fn counts(&self, system: &str) -> Counts {
        self.staff.world.ledger(|ledger| ledger.counts(system))
    }

    /// How often an account's password or code was checked.
    pub fn attempts(&self, system: &str, account: &str) -> u64 {
        self.counts(system).attempts.get(account).copied().unwrap_or(0)
    }

    /// The last requests, oldest first, without any secret.
    pub fn requests(&self) -> Vec<Seen> {
        self.staff.world.ledger(|ledger| ledger.last())
    }

    /// Plays a fault; of several that fit a request the latest is played.
    pub fn add_fault(&self, rule: FaultRule) {
        self.staff.world.add_rule(rule);
    }

    /// Withdraws the faults of one system, or all.
    pub fn clear_faults(&self, system: Option<&str>) {
        self.staff.world.clear_rules(system);
    }

    /// Lets every answer of one system, or of all, wait.
    pub fn set_latency(&self, system: Option<&str>, wait: Duration) {
        self.staff.world.set_wait(system, wait);
    }

    /// Forgets sessions, locks, counters, faults, latency and the clock's shift.
    pub fn reset(&self) {
        self.staff.reset();
    }

    /// Opens an account that wrong tries have locked; false when it had none.
    pub fn unlock(&self, system: &str, account: &str) -> bool {
        self.staff.system(system).is_some_and(|system| system.unlock(account))
    }

    /// Asks one system something only it knows; the names are listed at the control port's `/`.
    pub fn hook(&self, system: &str, name: &str, arguments: Value) -> Option<Value> {
        let arguments = arguments.as_object().cloned().unwrap_or_else(Arguments::new);
        self.staff.system(system)?.hook(name, &arguments)
    }

    /// The characters of a captcha picture of HZERO, or of the last one made; `None` once it is used or too old.
    pub fn captcha_text(&self, key: Option<&str>) -> Option<String> {
        self.text("hzero", "captcha", json!({"key": key}), "text")
    }

    /// The last code that HZERO sent to a phone.
    pub fn sms_code(&self, phone: &str) -> Option<String> {
        self.text("hzero", "sms", json!({"phone": phone}), "code")
    }

    /// The last second-factor code that the Portal sent to an account.
    pub fn mfa_code(&self, account: &str) -> Option<String> {
        self.text("enos-portal", "mfa", json!({"account": account}), "code")
    }

    /// Keys that Quanshi minted for an account.
    pub fn minted(&self, account: &str) -> u64 {
        let minted = self.hook("quanshi", "minted", json!({"account": account}));
        minted.and_then(|minted| minted["minted"].as_u64()).unwrap_or(0)
    }

    fn text(&self, system: &str, name: &str, arguments: Value, member: &str) -> Option<String> {
        self.hook(system, name, arguments)?[member].as_str().map(str::to_owned)
    }

    /// Ends every system and closes every connection.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
    }
}
