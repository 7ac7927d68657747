//! Shared state of all systems: the clock, the request log, and the active faults.

use std::sync::Mutex;
use std::time::Duration;

use crate::clock::Clock;
use crate::fault::Fault;
use crate::http::Call;
use crate::lock::lock;
use crate::request_log::RequestLog;

/// Where and how often a fault is played.
#[derive(Debug, Clone)]
pub struct FaultRule {
    /// What goes wrong.
    pub fault: Fault,
    /// The system id it is limited to; `None` for all.
    pub system: Option<String>,
    /// The path it is limited to; `None` for all.
    pub path: Option<String>,
    /// How many requests it still meets; `None` for ever.
    pub times: Option<u32>,
}

impl FaultRule {
    /// The fault on every request of every system.
    pub fn always(fault: Fault) -> Self {
        Self { fault, system: None, path: None, times: None }
    }

    /// Limits the rule to one system.
    #[must_use]
    pub fn system(mut self, id: &str) -> Self {
        self.system = Some(id.to_owned());
        self
    }

    /// Limits the rule to one path.
    #[must_use]
    pub fn path(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// Limits the rule to the next `times` requests.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    fn meets(&self, system: &str, path: &str) -> bool {
        let fits = |limit: &Option<String>, value: &str| limit.as_deref().is_none_or(|limit| limit == value);
        self.times != Some(0) && fits(&self.system, system) && fits(&self.path, path)
    }
}

/// A system id (`None` for all) and how long each of its answers waits.
type Wait = (Option<String>, Duration);

#[derive(Default)]
pub(crate) struct SharedState {
    pub(crate) clock: Clock,
    ledger: Mutex<RequestLog>,
    rules: Mutex<Vec<FaultRule>>,
    waits: Mutex<Vec<Wait>>,
}

impl SharedState {
    pub(crate) fn new(clock: Clock, fault: Option<Fault>, latency: Duration) -> Self {
        let rules = fault.map(FaultRule::always).into_iter().collect();
        Self { clock, ledger: Mutex::default(), rules: Mutex::new(rules), waits: Mutex::new(vec![(None, latency)]) }
    }

    pub(crate) fn ledger<R>(&self, with: impl FnOnce(&mut RequestLog) -> R) -> R {
        with(&mut lock(&self.ledger))
    }

    pub(crate) fn arrived(&self, system: &'static str, endpoint: &'static str, call: &Call) {
        self.ledger(|ledger| ledger.arrived(system, endpoint, call));
    }

    /// Records that an account's password or code is being checked.
    pub(crate) fn attempt(&self, system: &'static str, account: &str) {
        self.ledger(|ledger| ledger.attempt(system, account));
    }

    /// The fault this request meets; uses up one time of a limited rule. Later rules win.
    pub(crate) fn fault(&self, system: &str, path: &str) -> Option<Fault> {
        let mut rules = lock(&self.rules);
        let rule = rules.iter_mut().rev().find(|rule| rule.meets(system, path))?;
        let fault = rule.fault.clone();
        if let Some(times) = &mut rule.times {
            *times -= 1;
        }
        rules.retain(|rule| rule.times != Some(0));
        Some(fault)
    }

    pub(crate) fn add_rule(&self, rule: FaultRule) {
        lock(&self.rules).push(rule);
    }

    /// Withdraws every fault of `system`, or every fault.
    pub(crate) fn clear_rules(&self, system: Option<&str>) {
        lock(&self.rules).retain(|rule| system.is_some() && rule.system.as_deref() != system);
    }

    /// How long an answer of `system` waits: its own wait, else that of all.
    pub(crate) fn wait(&self, system: &str) -> Duration {
        let waits = lock(&self.waits);
        let of = |id: Option<&str>| waits.iter().find(|(wanted, _)| wanted.as_deref() == id).map(|(_, wait)| *wait);
        of(Some(system)).or_else(|| of(None)).unwrap_or_default()
    }

    pub(crate) fn set_wait(&self, system: Option<&str>, wait: Duration) {
        let mut waits = lock(&self.waits);
        waits.retain(|(wanted, _)| wanted.as_deref() != system);
        waits.push((system.map(str::to_owned), wait));
    }

    /// Forgets counters, faults, latency and the clock's shift.
    pub(crate) fn reset(&self) {
        self.ledger(|ledger| *ledger = RequestLog::default());
        self.clear_rules(None);
        lock(&self.waits).clear();
        self.clock.set_offset(jiff::SignedDuration::ZERO);
    }
}
