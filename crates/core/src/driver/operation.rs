//! An operation on its way, and where it ended.

use std::time::Instant;

use hallpass_providers::{Address, Challenge, ChallengeKind, Outcome, Provider, Refusal, Secret, State, Values};
use jiff::Timestamp;

use crate::error::Result;
use crate::guard::{AttemptKey, Settlement};
use crate::lease::{Elsewhere, Lease};
use crate::network::Network;
use crate::profile::Profile;
use crate::stop::StopSignal;

/// One operation on its way.
pub(crate) struct Drive<'a> {
    pub(crate) provider: &'a dyn Provider,
    pub(crate) server: Address,
    pub(crate) network: &'a Network,
    /// For the proxy of the profile, where it requires one.
    pub(crate) proxy_password: Option<&'a Secret>,
    pub(crate) values: Values,
    pub(crate) who: AttemptKey,
    /// The challenge that the user has answered, where the operation is about that.
    pub(crate) answers: Option<ChallengeKind>,
    /// The user chose to continue although the guard would block.
    pub(crate) anyway: bool,
    /// Asked before each call.
    pub(crate) stop: StopSignal,
    /// Taken with the first call, where the operation may be under way only once.
    pub(crate) lease: Option<Lease>,
    /// A password is sent before this moment or not at all: others may try the same one then.
    pub(crate) attempt_before: Option<Instant>,
}

impl<'a> Drive<'a> {
    /// An operation that may run beside others, asks nothing of the user and goes by the guard.
    pub(crate) fn of(
        profile: &'a Profile,
        proxy_password: Option<&'a Secret>,
        values: Values,
        who: AttemptKey,
    ) -> Result<Self> {
        Ok(Self {
            provider: profile.provider()?,
            server: profile.address()?,
            network: &profile.network,
            proxy_password,
            values,
            who,
            answers: None,
            anyway: false,
            stop: StopSignal::default(),
            lease: None,
            attempt_before: None,
        })
    }
}

/// Where an operation ended, and what the server's clock said last.
pub(crate) struct DriveResult {
    pub(crate) what: DriveOutcome,
    pub(crate) server_date: Option<Timestamp>,
    /// Of the last call: to be written in one commit with what the operation brought.
    pub(crate) settlement: Settlement,
}

pub(crate) enum DriveOutcome {
    Done(Outcome),
    Asked(Challenge, State),
    Refused(Refusal),
    /// Nothing was sent: another process is doing it, or has just done it.
    Elsewhere(Elsewhere),
}
