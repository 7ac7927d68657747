//! Reserves, sends exactly once, settles, and lets the provider interpret the response.

use std::time::Instant;

use hallpass_providers::{
    CLIENT_CERTIFICATE, Call, Context, Effect, Fault, Next, Redaction, Reply, State, read_answer,
};
use jiff::Timestamp;
use rusqlite::Transaction;

use super::late;
use super::operation::{Drive, DriveOutcome, DriveResult};
use super::status::{has_answered, heed, unread, without_its_captcha};
use crate::error::{Error, Result};
use crate::guard::{self, Kind, Reservation, Settlement, Verdict};
use crate::hallpass::Hallpass;
use crate::lease::{Lease, Stop};
use crate::network::{SendFault, WaySecrets};

/// What one call brought.
struct Answered {
    next: Next,
    date: Option<Timestamp>,
    settlement: Settlement,
}

/// No operation takes more calls; a provider that asks for more is at fault.
const MAX_CALLS: usize = 12;

impl Hallpass {
    /// Drives an operation to its end. However a provider is written: one attempt per operation at most, each call is
    /// sent once, and nothing is retried.
    pub(crate) async fn drive(
        &self,
        drive: &Drive<'_>,
        begin: impl FnOnce(&Context<'_>) -> Result<Next, Fault>,
    ) -> Result<DriveResult> {
        let host = drive.server.host();
        let (mut server_date, mut settlement, mut attempts, mut fallback) = (None, Settlement::NONE, 0, None);
        let mut next = begin(&self.context(drive)).map_err(|fault| Error::fault(&fault, &host))?;
        for _ in 0..MAX_CALLS {
            let (call, state) = match next {
                Next::Send(call, state) => (call, state),
                Next::More { settled, call, state } => {
                    fallback = Some(*settled);
                    (call, state)
                }
                Next::Ask(challenge, state) => {
                    return Ok(DriveResult { what: DriveOutcome::Asked(challenge, state), server_date, settlement });
                }
                Next::Refused(refusal) => {
                    return Ok(DriveResult { what: DriveOutcome::Refused(refusal), server_date, settlement });
                }
                Next::Done(outcome) => {
                    return Ok(DriveResult { what: DriveOutcome::Done(*outcome), server_date, settlement });
                }
            };
            self.settle(drive, settlement).await?;
            attempts += usize::from(call.effect == Effect::Attempt);
            if attempts > 1 {
                return Err(Error::internal("a second attempt in one operation"));
            }
            (next, settlement) = match (self.step(drive, &call, state).await, fallback.take()) {
                (Ok(answered), kept) => {
                    server_date = answered.date.or(server_date);
                    // What would have followed has: it is not sent after something else.
                    fallback = kept.filter(|settled| !matches!(settled, Next::Send(..)));
                    (answered.next, answered.settlement)
                }
                // The first call alone takes a lease, so nothing was sent.
                (Err(Stop::Elsewhere(elsewhere)), _) => {
                    return Ok(DriveResult {
                        what: DriveOutcome::Elsewhere(elsewhere),
                        server_date,
                        settlement: Settlement::NONE,
                    });
                }
                (Err(Stop::Error(error)), Some(Next::Send(..))) if !has_answered(&error) => return Err(error),
                (Err(Stop::Error(error)), Some(settled)) => (without_its_captcha(settled, &error), Settlement::NONE),
                (Err(Stop::Error(error)), None) => return Err(error),
            };
        }
        self.settle(drive, settlement).await?;
        Err(Error::internal("too many calls in one operation"))
    }

    /// One call: reserved and sent. A failed one is settled here, one with a response by the caller that stores the
    /// response.
    async fn step(&self, drive: &Drive<'_>, call: &Call, state: State) -> Result<Answered, Stop> {
        drive.stop.check()?;
        late::check(call.effect, drive.attempt_before, Instant::now())?;
        let kind = Kind::of(call.effect, drive.answers);
        let reservation = self.reserve(drive, kind).await?;
        let redaction = Redaction::new(drive.provider.descriptor(), &call.request, &state, &drive.values);
        let secrets = WaySecrets {
            proxy_password: drive.proxy_password,
            client_certificate: drive.values.secret(CLIENT_CERTIFICATE.name),
        };
        let sent = self.http().send(&drive.server, drive.network, secrets, call).await;
        let sent = sent.map_err(|fault| fault.without_secrets(&redaction));
        trace(drive, call, &sent);
        // Whether the server may have changed something, and nobody knows.
        let mut changed = call.effect == Effect::Change;
        let (verdict, result) = match sent {
            Err(fault) => (fault.verdict(), Err(fault.error(&drive.server.host(), call.effect))),
            Ok(reply) => {
                let read = read_answer(drive.provider, &call.request, state, &reply, &self.context(drive));
                let read = read.and_then(|next| heed(next, &reply));
                // A web page below 500 is from something in front that did not let the request through, such as a captive
                // portal: no API answers with one, and a gateway that lost the API's answer says so with a 5xx. Counting
                // it would give up a refresh token that the server has never seen.
                changed &= !matches!(read, Err(Fault::NotTheApi));
                let verdict = match &read {
                    Err(_) if reply.status == 429 => Verdict::Throttled { wait: reply.retry_after },
                    read => guard::verdict(read, kind),
                };
                (
                    verdict,
                    read.map(|next| (reply.date, next))
                        .map_err(|fault| unread(&fault, &reply, call, &drive.server.host())),
                )
            }
        };
        let spent = call.effect == Effect::Attempt && matches!(verdict, Verdict::Unknown);
        changed &= matches!(verdict, Verdict::Unknown);
        let settlement = reservation.settled(&drive.who, verdict, self.now());
        match result {
            Ok((date, next)) => Ok(Answered { next, date, settlement }),
            Err(error) => {
                let error = if changed { error.unknown() } else { error };
                let error = if spent { error.spent() } else { error };
                self.settle(drive, settlement).await?;
                Err(error.into())
            }
        }
    }

    /// Records what a call spends, or blocks it; the first call takes the lease in the same commit.
    async fn reserve(&self, drive: &Drive<'_>, kind: Option<Kind>) -> Result<Reservation, Stop> {
        let due = drive.lease.as_ref().and_then(|lease| lease.due(kind.is_some()));
        if kind.is_none() && due.is_none() {
            return Ok(Reservation::NONE);
        }
        let first = due.as_ref().is_some_and(|due| due.first);
        let (who, anyway, now) = (drive.who.clone(), drive.anyway, self.now());
        let write = move |tx: &Transaction<'_>| {
            due.map_or(Ok(()), |due| due.write(tx))?;
            let reserve = |kind| guard::reserve(tx, kind, &who, anyway, &now);
            Ok(kind.map(reserve).transpose()?.unwrap_or(Reservation::NONE))
        };
        let reserved = match kind {
            Some(_) => self.vault().write_counted(write).await,
            None => self.vault().write(write).await,
        };
        if let (Err(_), true, Some(lease)) = (&reserved, first, &drive.lease) {
            lease.not_taken();
        }
        reserved
    }

    /// Records what a call in the middle of an operation came to.
    async fn settle(&self, drive: &Drive<'_>, settlement: Settlement) -> Result<()> {
        if settlement.is_none() {
            return Ok(());
        }
        let open = drive.lease.as_ref().and_then(Lease::settled);
        self.vault()
            .write_counted(move |tx| {
                open.map_or(Ok(()), |open| open.write(tx))?;
                settlement.write(tx)
            })
            .await
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
