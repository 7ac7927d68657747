//! One request and its response: sent when the server allows it, and judged by what it means for the whole job.

use std::time::{Duration, Instant};

use hallpass_providers::{AuthkeyAsk, AuthkeyPage, Op, Outcome, Refusal, RefusalKind, Text};

use crate::activity::By;
use crate::authkeys::run::runner::Runner;
use crate::authkeys::store::queue::Pick;
use crate::driver::{DriveOutcome, DriveResult};
use crate::error::{Error, ErrorCode, Result};

/// The result of an exchange.
pub(in crate::authkeys) enum Exchange {
    /// The server's rows.
    Page(AuthkeyPage),
    /// No answer, or a no: this chunk fails and the others continue.
    Failed(Text),
    /// The job is pausing: nothing is known of this chunk.
    Abandoned,
}

/// What one answer means.
enum Meaning {
    Page(AuthkeyPage),
    /// The server asks to wait this many seconds.
    Wait(u64),
    Failed(Error),
    /// Nothing after it can go better.
    Stop(Error),
}

/// So many failures without a success in between are not chance.
const MAX_FAILURES: u32 = 20;
/// A longer wait is a person's to sit out.
const LONGEST_WAIT: u64 = 10 * 60;
/// Where a server says "too many" and not for how long.
const USUAL_WAIT: u64 = 60;
/// So many waits without an answer in between are no busy moment.
const MAX_WAITS: u32 = 5;

impl Runner {
    /// Asks, and waits if the server requires it. Answers with how many requests that took.
    pub(in crate::authkeys) async fn exchange(&self, pick: Pick, ask: &AuthkeyAsk) -> (Exchange, u64) {
        let mut requests = 0;
        loop {
            let Some(_lane) = self.gate().await else { return (Exchange::Abandoned, requests) };
            requests += 1;
            match self.once(ask).await {
                Meaning::Page(page) => {
                    self.went_well();
                    return (Exchange::Page(page), requests);
                }
                Meaning::Wait(seconds) => {
                    self.hold(seconds);
                    // Even a mint that was turned away at the door is read again before it is sent again.
                    if pick.mints() {
                        return (Exchange::Failed(turned_away()), requests);
                    }
                }
                Meaning::Failed(error) => {
                    let words = error.message.clone();
                    self.went_wrong(error);
                    return (Exchange::Failed(words), requests);
                }
                Meaning::Stop(error) => {
                    self.halt(error);
                    return (Exchange::Abandoned, requests);
                }
            }
        }
    }

    async fn once(&self, ask: &AuthkeyAsk) -> Meaning {
        match self.hallpass.operate(&self.taken, Op::Authkeys(&self.taken.session, ask)).await {
            Ok(DriveResult { what: DriveOutcome::Done(Outcome::Authkeys(page)), .. }) => Meaning::Page(page),
            Ok(DriveResult { what: DriveOutcome::Refused(refusal), .. }) => self.refused(refusal).await,
            Ok(_) => Meaning::Stop(Error::internal("an unexpected outcome")),
            Err(error) => failure(error),
        }
    }

    async fn refused(&self, refusal: Refusal) -> Meaning {
        match refusal.kind {
            RefusalKind::Throttled => Meaning::Wait(refusal.retry_after.unwrap_or(USUAL_WAIT)),
            RefusalKind::TokenInvalid => {
                let ended = DriveOutcome::Refused(refusal);
                Meaning::Stop(self.hallpass.refused(&self.taken, ended, By::Person).await)
            }
            _ => Meaning::Failed(Error::refused(&refusal)),
        }
    }

    /// Waits until something may be sent, and takes one of the host's lanes; none once the job is pausing.
    pub(in crate::authkeys) async fn gate(&self) -> Option<tokio::sync::OwnedSemaphorePermit> {
        let lane = tokio::select! {
            lane = self.lanes.clone().acquire_owned() => lane.ok()?,
            () = self.stop.paused() => return None,
        };
        while let Some(until) = self.held_until() {
            tokio::select! {
                () = tokio::time::sleep_until(until.into()) => {}
                () = self.stop.paused() => return None,
            }
        }
        (!self.is_halting()).then_some(lane)
    }

    fn held_until(&self) -> Option<Instant> {
        self.state().held_until.filter(|until| *until > Instant::now())
    }

    /// Everyone waits: the server does not tell one worker from another.
    fn hold(&self, seconds: u64) {
        if seconds > LONGEST_WAIT {
            return self.halt(too_long(&self.facts.server, seconds));
        }
        let now = Instant::now();
        let until = now + Duration::from_secs(seconds);
        let mut state = self.state();
        // Workers that are turned away together wait once.
        state.waits += u32::from(state.held_until.is_none_or(|held| held <= now));
        state.held_until = Some(state.held_until.map_or(until, |held| held.max(until)));
        let enough = state.waits > MAX_WAITS;
        drop(state);
        if enough {
            return self.halt(always_busy(&self.facts.server, seconds));
        }
        self.publish();
    }

    fn went_well(&self) {
        let mut state = self.state();
        (state.reached, state.failures, state.waits) = (true, 0, 0);
    }

    fn went_wrong(&self, error: Error) {
        let mut state = self.state();
        state.failures += 1;
        // An answer of any kind, and a request that may have arrived, show that there is a server.
        state.reached |= !matches!(error.code, ErrorCode::Unreachable | ErrorCode::Tls);
        let enough = state.failures >= MAX_FAILURES;
        state.last_failure = Some(error.clone());
        drop(state);
        if enough {
            self.halt(error);
        }
    }

    /// Nothing more is sent, for this reason; what is on its way is waited for.
    pub(in crate::authkeys) fn halt(&self, error: Error) {
        self.state().halted.get_or_insert(error);
    }

    /// After the first round: whether there was a server at all.
    pub(in crate::authkeys) fn check_reached(&self) -> Result<()> {
        let state = self.state();
        match &state.last_failure {
            Some(error) if !state.reached => Err(error.clone()),
            _ => Ok(()),
        }
    }
}

fn failure(error: Error) -> Meaning {
    match error.code {
        ErrorCode::CoolingDown => Meaning::Wait(error.retry_after_seconds.unwrap_or(USUAL_WAIT)),
        ErrorCode::Unreachable
        | ErrorCode::Tls
        | ErrorCode::Timeout
        | ErrorCode::NotTheApi
        | ErrorCode::UnexpectedRedirect
        | ErrorCode::AnswerTooBig
        | ErrorCode::UnknownOutcome => Meaning::Failed(error),
        _ => Meaning::Stop(error),
    }
}

fn turned_away() -> Text {
    Text::new("服务器要求等待", "The server asked Hallpass to wait")
}

/// The server turned Hallpass away again and again.
fn always_busy(server: &str, seconds: u64) -> Error {
    Error::made(
        ErrorCode::CoolingDown,
        format!("{server}连续{MAX_WAITS}次要求等待，其间没有处理任何请求，任务已暂停"),
        format!(
            "{server} asked Hallpass to wait {MAX_WAITS} times and processed no request in between; the job is \
        paused"
        ),
    )
    .advice(Text::new("过一段时间再继续这个任务", "Resume the job later"))
    .wait(seconds)
}

fn too_long(server: &str, seconds: u64) -> Error {
    Error::made(
        ErrorCode::CoolingDown,
        format!("{server}要求等待较久，任务已暂停"),
        format!("{server} asked for a long wait; the job is paused"),
    )
    .wait(seconds)
}
