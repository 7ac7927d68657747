//! The beginning of a sign-in, and its end where the server asks nothing.

use hallpass_providers::{Op, TOTP};

use super::options::{SignIn, SignInOutcome};
use super::ready::Ready;
use crate::driver::Joined;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;
use crate::lease::{Claim, print_of};
use crate::profile::by_name;
use crate::team::ReservedSecret;

impl Hallpass {
    /// Signs in: at most one attempt. Where a sign-in of the same account is under way, here or in another process, it sends
    /// nothing, waits for that one and uses the session that comes.
    ///
    /// # Errors
    /// Returns an error if the guard blocks the attempt, the server refuses or cannot be reached. A refused password is
    /// remembered.
    pub async fn sign_in(&self, name: &str, how: SignIn) -> Result<SignInOutcome> {
        let mut turn = self.turn();
        loop {
            let (wanted, method, answers) = (name.to_owned(), how.method.clone(), how.answers.clone());
            let read = self.vault().read(move |db| Ready::new(db, by_name(db, &wanted)?, method.as_deref(), &answers));
            let mut ready = read.await?;
            self.check_production(&ready.profile, !how.ask_production)?;
            let seed = how.one_time_code.then(|| ready.seed()).transpose()?;
            if let Some(field) = ready.missing()?.first() {
                return Err(Error::missing(field.name));
            }
            let reserved = self.reserve_for(&mut ready).await?;
            // Reserving it may have taken longer than a code is valid: it is made now.
            let code = match seed.map(|seed| seed.code(self.vault(), self.wall())).transpose() {
                Ok(code) => code,
                Err(error) => return Err(self.give_back(reserved, error).await),
            };
            let step = code.map(|(code, step)| {
                ready.values.keep(TOTP, code);
                step
            });
            let mut drive = self.prepare(&ready, &how)?;
            drive.who.code = step;
            let method = ready.method.id;
            let print = print_of(self.vault(), &drive.values);
            let claim = Claim::sign_in(&drive.who, &ready.profile.id, method, print, how.remember);
            drive.lease = Some(self.lease(&turn, claim));
            drive.attempt_before = reserved.as_ref().map(|reserved| reserved.attempt_before);
            let end = self.drive(&drive, |cx| drive.provider.begin(Op::SignIn { method }, cx)).await;
            let end = match reserved {
                Some(reserved) => self.settle_shared_secret(reserved, end, None).await,
                None => end,
            };
            match self.join(&mut turn, &drive, end).await {
                Ok(Joined::Own(end)) => {
                    return self.finish(&ready, how, None, *end, &drive).await;
                }
                Ok(Joined::Shared(holder, came)) => match self.adopt(came, Some((&ready.profile, &how))).await? {
                    Some(end) => return Ok(end),
                    None => turn.pass(holder),
                },
                Ok(Joined::Retry) => {}
                Err(error) => return Err(self.faulted(&ready.profile, error, None).await?),
            }
        }
    }

    /// Reserves the shared secret of a team's profile for one attempt, unless a person has typed a password.
    pub(super) async fn reserve_for(&self, ready: &mut Ready) -> Result<Option<ReservedSecret>> {
        if let (Some(reference), Some(field)) = (&ready.reference, ready.method.password) {
            let secret = self.read_reference(reference).await?;
            ready.values.keep(field, secret);
        }
        let Some(of) = &ready.team_secret else { return Ok(None) };
        let reserved = self.reserve_shared_secret(of, ready.method, &ready.profile.name).await?;
        if let Some(reserved) = &reserved {
            ready.values.keep(reserved.field, reserved.secret.clone());
        }
        Ok(reserved)
    }

    /// Tells the team that nothing was sent, because of this error.
    async fn give_back(&self, reserved: Option<ReservedSecret>, error: Error) -> Error {
        let Some(reserved) = reserved else { return error };
        self.settle_shared_secret(reserved, Err(error.clone()), None).await.err().unwrap_or(error)
    }
}
