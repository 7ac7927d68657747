//! Signing in: from a profile and what a person typed to a session, through the challenges of the server.

mod answers;
mod finish;
mod many;
mod pending;
mod plan;

use hallpass_providers::{Method, Op, Values};
use rusqlite::Connection;
use serde::Serialize;

pub use answers::Answers;
pub use pending::PendingView;
pub(crate) use pending::{drop_waiting, pending};
pub use plan::Plan;

use crate::driver::Drive;
use crate::guard::Who;
use crate::profile::{Profile, binding, by_id, by_name, missing_fields, values};
use crate::{Error, Hallpass, Result, SessionView};

/// How to sign in.
#[derive(Debug, Clone, Default)]
pub struct SignIn {
    /// The method; the profile's usual one where there is none.
    pub method: Option<String>,
    /// What a person typed, by field.
    pub answers: Answers,
    /// Go on although the guard would hold back.
    pub anyway: bool,
    /// Save the typed secrets with the profile once the server takes them.
    pub remember: bool,
}

/// What a sign-in came to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum SignInEnd {
    /// A session.
    SignedIn {
        /// It.
        session: Box<SessionView>,
    },
    /// A person is needed.
    Challenge(Box<PendingView>),
}

impl Hallpass {
    /// Signs in: at most one attempt.
    ///
    /// # Errors
    /// The guard's, the server's refusal, the way's. A password that was refused is remembered as such.
    pub async fn sign_in(&self, name: &str, how: SignIn) -> Result<SignInEnd> {
        let (wanted, method, answers) = (name.to_owned(), how.method.clone(), how.answers.clone());
        let read = self.vault().read(move |db| Ready::new(db, by_name(db, &wanted)?, method.as_deref(), &answers));
        let ready = read.await?;
        let drive = self.prepare(&ready, how.anyway)?;
        let missing = missing_fields(&ready.profile, ready.method, &drive.values)?;
        if let Some(field) = missing.first() {
            return Err(Error::missing(field.name));
        }
        let method = ready.method.id;
        let end = self.drive(&drive, |cx| drive.provider.begin(Op::SignIn { method }, cx)).await;
        self.finish(&ready.profile, method, how, None, end).await
    }

    /// Carries on a sign-in that waits for a person.
    ///
    /// # Errors
    /// As [`Hallpass::sign_in`]; where nothing was settled the sign-in goes on waiting.
    pub async fn answer(&self, pending: &str, answers: Answers, anyway: bool) -> Result<SignInEnd> {
        let (waiting, profile) = self.waiting(pending).await?;
        let field = waiting.challenge.kind.field().name;
        if !answers.has(field) {
            return Err(Error::missing(field));
        }
        let mut how = waiting.how();
        how.answers.extend(answers);
        how.anyway = anyway;
        let ready = self.ready(profile, &how).await?;
        let drive = self.prepare(&ready, anyway)?;
        let state = waiting.state.clone();
        let end = self.drive(&drive, |cx| drive.provider.begin(Op::Answer(state), cx)).await;
        how.answers.forget(field);
        self.finish(&ready.profile, ready.method.id, how, Some(&waiting), end).await
    }

    /// Another picture, or the text message once more.
    ///
    /// # Errors
    /// Too soon, or as [`Hallpass::answer`].
    pub async fn again(&self, pending: &str) -> Result<SignInEnd> {
        let (waiting, profile) = self.waiting(pending).await?;
        waiting.check_again(self.wall())?;
        let how = waiting.how();
        let ready = self.ready(profile, &how).await?;
        let drive = self.prepare(&ready, false)?;
        let state = waiting.state.clone();
        let end = self.drive(&drive, |cx| drive.provider.begin(Op::Again(state), cx)).await;
        self.finish(&ready.profile, ready.method.id, how, Some(&waiting), end).await
    }

    async fn waiting(&self, pending: &str) -> Result<(pending::Waiting, Profile)> {
        let id = pending.to_owned();
        self.vault()
            .read(move |db| {
                let waiting = pending::load(db, &id)?;
                let profile = by_id(db, &waiting.profile_id)?;
                if waiting.binding != binding(&profile)? {
                    return Err(pending::stale(&profile.name));
                }
                Ok((waiting, profile))
            })
            .await
    }

    async fn ready(&self, profile: Profile, how: &SignIn) -> Result<Ready> {
        let (method, answers) = (how.method.clone(), how.answers.clone());
        self.vault().read(move |db| Ready::new(db, profile, method.as_deref(), &answers)).await
    }

    fn prepare<'a>(&self, ready: &'a Ready, anyway: bool) -> Result<Drive<'a>> {
        let Ready { profile, method, values } = ready;
        let (provider, server) = (profile.provider()?, profile.address()?);
        let who = Who::new(self.vault(), &server, method, values);
        Ok(Drive { provider, server, network: &profile.network, values: values.clone(), who, anyway })
    }
}

/// A profile with the values of one of its methods, as they stood together in the vault.
struct Ready {
    profile: Profile,
    method: &'static Method,
    values: Values,
}

impl Ready {
    fn new(db: &Connection, profile: Profile, method: Option<&str>, answers: &Answers) -> Result<Self> {
        let method = profile.method(method)?;
        let answers = answers.checked(profile.provider()?.descriptor())?;
        let values = values(db, &profile, method, &answers)?;
        Ok(Self { profile, method, values })
    }
}
