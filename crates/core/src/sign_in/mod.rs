//! Signing in: from a profile and what a person typed to a session, through the challenges of the server.

mod adopt;
mod answers;
mod batch;
mod blocked;
mod bulk;
mod carry_on;
mod finish;
mod pending;
mod plan;

use hallpass_providers::{Field, Method, Op, Secret, TOTP, TOTP_SEED, Values};
use hallpass_team::DocumentId;
use rusqlite::Connection;
use serde::Serialize;

pub use answers::Answers;
pub use blocked::Blocked;
pub use bulk::{BulkChoice, BulkPlan, BulkProduction, BulkSkipped};
pub use pending::PendingView;
pub(crate) use pending::{drop_waiting, pending};
pub use plan::Plan;

use crate::driver::Drive;
use crate::guard::AttemptKey;
use crate::lease::{Claim, Joined, print_of};
use crate::profile::{Profile, by_name, missing_fields, proxy_password, values};
use crate::team::{Lent, secret_of};
use crate::totp::{self, Seed};
use crate::{Error, Hallpass, Result, SessionView, StopSignal, TeamName};

/// How to sign in.
#[derive(Debug, Clone, Default)]
pub struct SignIn {
    /// The method; the profile's usual one where there is none.
    pub method: Option<String>,
    /// What a person typed, by field.
    pub answers: Answers,
    /// Make the authenticator's code from the profile's saved seed and send it with the password.
    pub one_time_code: bool,
    /// Go on although the guard would hold back.
    pub anyway: bool,
    /// Save the typed secrets with the profile once the server takes them.
    pub remember: bool,
    /// Block a production profile unless a person has opened production.
    pub ask_production: bool,
    /// Stops it before its next call.
    pub stop: StopSignal,
}

/// What a sign-in came to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum SignInOutcome {
    /// A session.
    SignedIn {
        /// It.
        session: Box<SessionView>,
    },
    /// A person is needed.
    Challenge(Box<PendingView>),
}

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
            let lent = self.lend_to(&mut ready).await?;
            // Lending may have taken longer than a code is valid: it is made now.
            let code = match seed.map(|seed| seed.code(self.vault(), self.wall())).transpose() {
                Ok(code) => code,
                Err(error) => return Err(self.give_back(lent, error).await),
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
            let end = self.drive(&drive, |cx| drive.provider.begin(Op::SignIn { method }, cx)).await;
            let end = match lent {
                Some(lent) => self.settle_lent(lent, end, None).await,
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

    /// Lends the shared secret of a team's profile for one attempt, unless a person has typed a password.
    async fn lend_to(&self, ready: &mut Ready) -> Result<Option<Lent>> {
        let Some(of) = &ready.team_secret else { return Ok(None) };
        let lent = self.lend(of, ready.method, &ready.profile.name).await?;
        if let Some(lent) = &lent {
            ready.values.keep(lent.field, lent.secret.clone());
        }
        Ok(lent)
    }

    /// Tells the team that nothing was sent, because of this error.
    async fn give_back(&self, lent: Option<Lent>, error: Error) -> Error {
        let Some(lent) = lent else { return error };
        self.settle_lent(lent, Err(error.clone()), None).await.err().unwrap_or(error)
    }

    async fn ready(&self, profile: Profile, how: &SignIn) -> Result<Ready> {
        let (method, answers) = (how.method.clone(), how.answers.clone());
        self.vault().read(move |db| Ready::new(db, profile, method.as_deref(), &answers)).await
    }

    fn prepare<'a>(&self, ready: &'a Ready, how: &SignIn) -> Result<Drive<'a>> {
        let Ready { profile, method, values, proxy_password, .. } = ready;
        let (provider, server) = (profile.provider()?, profile.address()?);
        let who = AttemptKey::new(self.vault(), &server, provider.descriptor(), method, values);
        let (values, anyway, stop) = (values.clone(), how.anyway, how.stop.clone());
        let (network, proxy_password) = (&profile.network, proxy_password.as_ref());
        let (answers, lease) = (None, None);
        Ok(Drive { provider, server, network, proxy_password, values, who, answers, anyway, stop, lease })
    }
}

/// A profile with the values of one of its methods, as they stood together in the vault.
struct Ready {
    profile: Profile,
    method: &'static Method,
    values: Values,
    proxy_password: Option<Secret>,
    /// The secret that the profile's team shares for it; none where a person has typed one.
    team_secret: Option<(TeamName, DocumentId)>,
}

impl Ready {
    fn new(db: &Connection, profile: Profile, method: Option<&str>, answers: &Answers) -> Result<Self> {
        let method = profile.method(method)?;
        let answers = answers.checked(profile.provider()?.descriptor())?;
        let values = values(db, &profile, method, &answers)?;
        let proxy_password = proxy_password(db, &profile)?;
        let typed = method.password.is_none_or(|field| answers.has(field));
        let team_secret = if typed { None } else { secret_of(db, &profile)? };
        Ok(Self { profile, method, values, proxy_password, team_secret })
    }

    /// The saved seed of the authenticator whose codes the method takes.
    fn seed(&self) -> Result<Seed> {
        let descriptor = self.profile.provider()?.descriptor();
        if !descriptor.fields_of(self.method.id).any(|field| field.name == TOTP) {
            return Err(totp::not_asked());
        }
        Seed::parse(self.values.secret(TOTP_SEED.name).ok_or_else(|| totp::no_seed(&self.profile))?)
    }

    /// The fields that are needed and that nothing gives: neither the vault, nor a person, nor a team.
    fn missing(&self) -> Result<Vec<&'static Field>> {
        let mut missing = missing_fields(&self.profile, self.method, &self.values)?;
        missing.retain(|field| self.team_secret.is_none() || Some(field.name) != self.method.password);
        Ok(missing)
    }
}
