//! Signs out: at the server if its API supports it, and locally in any case.

use hallpass_providers::{Fault, Host, Op, Outcome, Text};

use super::actions::Taken;
use super::store;
use crate::activity::{EventKind, record};
use crate::clock::local_time;
use crate::driver::{Drive, DriveOutcome, DriveResult, Joined};
use crate::error::{Error, Result, ends_session};
use crate::hallpass::Hallpass;
use crate::lease::{Came, Claim, Elsewhere, Lease, SignedOut, Turn};

impl Hallpass {
    /// Ends the session at the server where its API can, and here in any case. A session that is being renewed is ended once
    /// that is done, with the tokens that came.
    ///
    /// # Errors
    /// Returns an error if there is no session. A server that refuses or cannot be reached does not keep the session
    /// here; the text says so. A newer session that came meanwhile stays.
    pub async fn sign_out(&self, name: &str) -> Result<SignedOut> {
        let (mut turn, mut claim) = (self.turn(), None);
        loop {
            let taken = match self.take(name).await {
                Ok(taken) => taken,
                Err(error) => return self.signed_out_meanwhile(name, &turn, claim, error).await,
            };
            let mut drive = self.drive_of(&taken)?;
            let wanted = Claim::session(&drive.who.host, (&taken.profile.id, &taken.profile.name), "sign-out");
            claim = Some(wanted.clone());
            drive.lease = Some(self.lease(&turn, wanted));
            let op = || Op::SignOut(&taken.session);
            if matches!(drive.provider.begin(op(), &self.context(&drive)), Err(Fault::Unsupported)) {
                let why = Text::new("这个平台没有退出登录的接口", "This provider has no sign-out call");
                return self.keep_signed_out(&taken, here_only(&taken, &why), &drive).await;
            }
            let end = self.drive(&drive, |cx| drive.provider.begin(op(), cx)).await;
            match self.join(&mut turn, &drive, end).await {
                Ok(Joined::Own(end)) => return self.keep_signed_out(&taken, signed_out(&taken, *end), &drive).await,
                Ok(Joined::Shared(_, Came::SignedOut(signed_out))) => return Ok(signed_out),
                Ok(Joined::Shared(holder, _)) => turn.pass(holder),
                Ok(Joined::Retry) => {}
                // Whoever is at it takes too long: here it ends in any case.
                Err(error) => return self.keep_signed_out(&taken, here_only(&taken, &error.message), &drive).await,
            }
        }
    }

    /// What someone else's sign-out came to, where the session has gone since this one was asked for.
    async fn signed_out_meanwhile(
        &self,
        name: &str,
        turn: &Turn,
        claim: Option<Claim>,
        error: Error,
    ) -> Result<SignedOut> {
        let claim = match (claim, self.profile(name).await) {
            (Some(claim), _) => claim,
            (None, Ok(profile)) => Claim::session(&Host::default(), (&profile.id, &profile.name), "sign-out"),
            (None, Err(_)) => return Err(error),
        };
        match self.meanwhile(turn, &claim).await? {
            Some(Elsewhere::Came { came: Came::SignedOut(signed_out), .. }) => Ok(signed_out),
            _ => Err(error),
        }
    }

    async fn keep_signed_out(&self, taken: &Taken, done: SignedOut, drive: &Drive<'_>) -> Result<SignedOut> {
        let ending = drive.lease.as_ref().map(Lease::ending);
        let (now, profile, token) = (self.wall(), taken.profile.clone(), taken.session.tokens.token.clone());
        let written = self.vault().write(move |tx| {
            if store::is_still(tx, &profile.id, &token)? {
                store::drop_for(tx, &profile.id)?;
            }
            let detail = if done.ended_at_server { "ended at the server" } else { "removed here only" };
            record(tx, now, &profile.name, EventKind::SignedOut, detail)?;
            ending.map_or(Ok(()), |ending| ending.write(tx, Some(&Came::SignedOut(done.clone()))))?;
            Ok::<_, Error>(done)
        });
        let done = written.await?;
        drive.lease.iter().for_each(Lease::over);
        Ok(done)
    }
}

fn signed_out(taken: &Taken, end: Result<DriveResult>) -> SignedOut {
    let ended = |text| SignedOut { ended_at_server: true, text };
    match end {
        Ok(DriveResult { what: DriveOutcome::Done(Outcome::SignedOut), .. }) => {
            ended(Text::new("已退出登录，服务器已结束会话", "Signed out; the server ended the session"))
        }
        Ok(DriveResult { what: DriveOutcome::Refused(refusal), .. }) if ends_session(refusal.kind) => ended(Text::new(
            "已退出登录；服务器上的会话此前已结束",
            "Signed out; the server had already ended the session",
        )),
        Ok(DriveResult { what: DriveOutcome::Refused(refusal), .. }) => here_only(taken, &refusal.text),
        Err(error) => here_only(taken, &error.message),
        Ok(_) => here_only(taken, &Text::new("服务器没有确认退出登录", "The server did not confirm the sign-out")),
    }
}

/// Removed here; at the server it lives on.
fn here_only(taken: &Taken, why: &Text) -> SignedOut {
    let until = match taken.session.facts.expiry.at {
        Some(at) => {
            let at = local_time(at);
            Text::made(
                format!("{at}之前服务器可能仍接受这个令牌"),
                format!("the token may still be accepted until {at}"),
            )
        }
        None => Text::new(
            "服务器可能仍接受这个令牌，到期时间未知",
            "the token may still be accepted, and its expiry is unknown",
        ),
    };
    let zh = format!("已从本机删除。{}；{}", why.zh, until.zh);
    let en = format!("Deleted from this machine only. {}; {}", why.en, until.en);
    SignedOut { ended_at_server: false, text: Text::made(zh, en) }
}
