//! The driver: reserve, send exactly once, settle, and let the provider say what it meant.

mod client;
mod fault;
mod http;

use hallpass_providers::{
    Address, Call, Challenge, Context, Effect, Fault, Next, Outcome, Provider, Refusal, RefusalKind, Reply, State,
    Text, Values, read_answer,
};
use jiff::Timestamp;

use fault::{SendFault, unknown_outcome};
pub(crate) use http::{Http, TOTAL};

use crate::guard::{self, Settlement, Verdict, Who};
use crate::{Code, Error, Hallpass, Network, Result};

/// One operation on its way.
pub(crate) struct Drive<'a> {
    pub(crate) provider: &'a dyn Provider,
    pub(crate) server: Address,
    pub(crate) network: &'a Network,
    pub(crate) values: Values,
    pub(crate) who: Who,
    /// A person said to go on although the guard would hold back.
    pub(crate) anyway: bool,
}

/// Where an operation ended, and what the server's clock said last.
pub(crate) struct End {
    pub(crate) what: Ended,
    pub(crate) server_date: Option<Timestamp>,
    /// Of the last call: to be written in one commit with what the operation brought.
    pub(crate) settlement: Settlement,
}

/// What one call brought.
struct Answered {
    next: Next,
    date: Option<Timestamp>,
    settlement: Settlement,
}

pub(crate) enum Ended {
    Done(Outcome),
    Asked(Challenge, State),
    Refused(Refusal),
}

/// No operation takes more calls; a provider that asks for more is at fault.
const MOST_CALLS: usize = 12;

impl Hallpass {
    /// Drives an operation to its end. However a provider is written: one attempt per operation at most, each call is
    /// sent once, and nothing is retried.
    pub(crate) async fn drive(
        &self,
        drive: &Drive<'_>,
        begin: impl FnOnce(&Context<'_>) -> Result<Next, Fault>,
    ) -> Result<End> {
        let host = drive.server.host();
        let (mut server_date, mut settlement, mut attempts, mut fallback) = (None, Settlement::NONE, 0, None);
        let mut next = begin(&self.context(drive)).map_err(|fault| Error::fault(&fault, &host))?;
        for _ in 0..MOST_CALLS {
            let (call, state) = match next {
                Next::Send(call, state) => (call, state),
                Next::More { settled, call, state } => {
                    fallback = Some(*settled);
                    (call, state)
                }
                Next::Ask(challenge, state) => {
                    return Ok(End { what: Ended::Asked(challenge, state), server_date, settlement });
                }
                Next::Refused(refusal) => return Ok(End { what: Ended::Refused(refusal), server_date, settlement }),
                Next::Done(outcome) => return Ok(End { what: Ended::Done(*outcome), server_date, settlement }),
            };
            settlement.write_alone(self.vault()).await?;
            attempts += usize::from(call.effect == Effect::Attempt);
            if attempts > 1 {
                return Err(Error::internal("a second attempt in one operation"));
            }
            (next, settlement) = match (self.step(drive, &call, state).await, fallback.take()) {
                (Ok(answered), kept) => {
                    server_date = answered.date.or(server_date);
                    fallback = kept;
                    (answered.next, answered.settlement)
                }
                (Err(_), Some(settled)) => (settled, Settlement::NONE),
                (Err(error), None) => return Err(error),
            };
        }
        settlement.write_alone(self.vault()).await?;
        Err(Error::internal("too many calls in one operation"))
    }

    /// One call: reserved and sent. One that failed is settled here, one that was answered by whoever keeps the answer.
    async fn step(&self, drive: &Drive<'_>, call: &Call, state: State) -> Result<Answered> {
        let ticket = guard::reserve(self.vault(), call.effect, &drive.who, drive.anyway, &self.now()).await?;
        let sent = self.http().send(&drive.server, drive.network, call).await;
        trace(drive, call, &sent);
        let (verdict, result) = match sent {
            Err(fault) => (fault.verdict(), Err(fault.error(&drive.server.host(), call.effect))),
            Ok(reply) => {
                let read = read_answer(drive.provider, state, &reply, &self.context(drive));
                let read = read.and_then(|next| heed(next, &reply));
                let verdict = match &read {
                    Err(_) if reply.status == 429 => Verdict::Throttled { wait: reply.retry_after },
                    read => guard::verdict(read),
                };
                (verdict, read.map(|next| (reply.date, next)).map_err(|fault| unread(&fault, &reply, call, drive)))
            }
        };
        let settlement = ticket.settled(&drive.who, verdict, self.now());
        match result {
            Ok((date, next)) => Ok(Answered { next, date, settlement }),
            Err(error) => {
                settlement.write_alone(self.vault()).await?;
                Err(error)
            }
        }
    }

    pub(crate) fn context<'a>(&'a self, drive: &'a Drive<'_>) -> Context<'a> {
        Context {
            server: &drive.server,
            values: &drive.values,
            now: self.wall(),
            random: self.random(),
            lang: self.lang(),
        }
    }
}

/// For `--verbose`: where to, what for, and the HTTP status. Neither query nor headers nor bodies.
fn trace(drive: &Drive<'_>, call: &Call, sent: &std::result::Result<Reply, SendFault>) {
    let (host, path, effect) = (drive.server.host(), &call.request.path, call.effect);
    match sent {
        Ok(reply) => {
            tracing::debug!(%host, %path, ?effect, status = reply.status, bytes = reply.body.len(), "answered")
        }
        Err(fault) => tracing::debug!(%host, %path, ?effect, ?fault, "not answered"),
    }
}

/// What the HTTP head adds to a refusal: how long to wait; that "too many requests" in JSON of no document is just that;
/// and that a broken server which answers in such JSON has refused nothing.
fn heed(next: Next, reply: &Reply) -> Result<Next, Fault> {
    match next {
        Next::Refused(refusal) if reply.status >= 500 && refusal.kind == RefusalKind::Other => Err(Fault::NotTheApi),
        Next::Refused(refusal) => {
            let retry_after = refusal.retry_after.or(reply.retry_after);
            let throttled = reply.status == 429 && refusal.kind == RefusalKind::Other;
            let refusal = if throttled { too_many(refusal) } else { refusal };
            Ok(Next::Refused(Refusal { retry_after, ..refusal }))
        }
        other => Ok(other),
    }
}

fn too_many(refusal: Refusal) -> Refusal {
    let text = Text::new("请求太多（HTTP 429）", "Too many requests (HTTP 429)");
    let advice = Text::new("稍等再试", "Wait a moment, then try again");
    Refusal { kind: RefusalKind::Throttled, text, advice, ..refusal }
}

/// An answer the provider could not read: by its HTTP status first, then as the fault it is.
fn unread(fault: &Fault, reply: &Reply, call: &Call, drive: &Drive<'_>) -> Error {
    let host = drive.server.host();
    let status = reply.status;
    match status {
        429 => {
            let wait = reply.retry_after.unwrap_or(60);
            Error::made(
                Code::CoolingDown,
                format!("{host} 要求等待（HTTP 429）"),
                format!("{host} asks to wait (HTTP 429)"),
            )
            .wait(wait)
        }
        500.. if call.effect == Effect::Read => Error::made(
            Code::Unreachable,
            format!("{host} 出错（HTTP {status}）"),
            format!("{host} failed with HTTP {status}"),
        ),
        500.. => unknown_outcome(&host, call.effect, &format!("HTTP {status}")),
        _ => Error::fault(fault, &host),
    }
}
