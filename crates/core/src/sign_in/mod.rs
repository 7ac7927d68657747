//! Signing in: from a profile and what a person typed to a session, through the challenges of the server.

mod answers;
mod finish;
mod many;
mod pending;
mod plan;

use hallpass_providers::Op;
use serde::Serialize;

pub use answers::Answers;
pub use pending::PendingView;
pub(crate) use pending::pending;
pub use plan::Plan;

use crate::driver::Drive;
use crate::guard::Who;
use crate::profile::{Profile, binding, by_id, missing_fields, values};
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
        let wanted = name.to_owned();
        let profile = self.vault().read(move |db| crate::profile::by_name(db, &wanted)).await?;
        let method = profile.method(how.method.as_deref())?;
        let drive = self.prepare(&profile, method.id, &how.answers, how.anyway).await?;
        let missing = missing_fields(&profile, method, &drive.values)?;
        if let Some(field) = missing.first() {
            return Err(Error::missing(field.name));
        }
        let end = self.drive(&drive, |cx| drive.provider.begin(Op::SignIn { method: method.id }, cx)).await;
        self.finish(&profile, method.id, &how, None, end).await
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
        let drive = self.prepare(&profile, &waiting.method, &how.answers, anyway).await?;
        let state = waiting.state.clone();
        let end = self.drive(&drive, |cx| drive.provider.begin(Op::Answer(state), cx)).await;
        how.answers.forget(field);
        self.finish(&profile, &waiting.method, &how, Some(&waiting), end).await
    }

    /// Another picture, or the text message once more.
    ///
    /// # Errors
    /// Too soon, or as [`Hallpass::answer`].
    pub async fn again(&self, pending: &str) -> Result<SignInEnd> {
        let (waiting, profile) = self.waiting(pending).await?;
        waiting.check_again(self.wall())?;
        let how = waiting.how();
        let drive = self.prepare(&profile, &waiting.method, &how.answers, false).await?;
        let state = waiting.state.clone();
        let end = self.drive(&drive, |cx| drive.provider.begin(Op::Again(state), cx)).await;
        self.finish(&profile, &waiting.method, &how, Some(&waiting), end).await
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

    async fn prepare<'a>(
        &self,
        profile: &'a Profile,
        method: &str,
        answers: &Answers,
        anyway: bool,
    ) -> Result<Drive<'a>> {
        let (provider, server) = (profile.provider()?, profile.address()?);
        let method = profile.method(Some(method))?;
        let (owned, answers) = (profile.clone(), answers.checked(provider.descriptor())?);
        let values = self.vault().read(move |db| values(db, &owned, method, &answers)).await?;
        let who = Who::new(self.vault(), &server, method, &values);
        Ok(Drive { provider, server, network: &profile.network, values, who, anyway })
    }
}
