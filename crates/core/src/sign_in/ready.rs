//! A profile with everything that its sign-in sends.

use hallpass_providers::{Field, Method, Secret, TOTP, TOTP_SEED, Values};
use hallpass_team::{DocumentId, SecretReference};
use rusqlite::Connection;

use super::one_time_code;
use super::options::SignIn;
use crate::answers::Answers;
use crate::driver::Drive;
use crate::error::Result;
use crate::guard::AttemptKey;
use crate::hallpass::Hallpass;
use crate::profile::{Profile, missing_fields, proxy_password, reference, values};
use crate::team::{TeamName, secret_of};
use crate::totp::Seed;

/// A profile with the values of one of its methods, as they stood together in the vault.
pub(super) struct Ready {
    pub(super) profile: Profile,
    pub(super) method: &'static Method,
    pub(super) values: Values,
    pub(super) proxy_password: Option<Secret>,
    /// The secret that the profile's team shares for it; none where a person has typed one.
    pub(super) team_secret: Option<(TeamName, DocumentId)>,
    /// Where the secret of the profile's credential is read from; none where another one is used.
    pub(super) reference: Option<SecretReference>,
}

impl Ready {
    pub(super) fn new(db: &Connection, profile: Profile, method: Option<&str>, answers: &Answers) -> Result<Self> {
        let method = profile.method(method)?;
        let answers = answers.checked(profile.provider()?.descriptor())?;
        let values = values(db, &profile, method, &answers)?;
        let proxy_password = proxy_password(db, &profile)?;
        let typed = method.password.is_none_or(|field| answers.has(field));
        let team_secret = if typed { None } else { secret_of(db, &profile)? };
        let credential = profile.credential.as_deref().filter(|_| !typed && team_secret.is_none());
        let reference = credential.map(|name| reference(db, name)).transpose()?.flatten();
        Ok(Self { profile, method, values, proxy_password, team_secret, reference })
    }

    /// The saved seed of the authenticator whose codes the method accepts.
    pub(super) fn seed(&self) -> Result<Seed> {
        let descriptor = self.profile.provider()?.descriptor();
        if !descriptor.fields_of(self.method.id).any(|field| field.name == TOTP) {
            return Err(one_time_code::not_asked());
        }
        Seed::parse(self.values.secret(TOTP_SEED.name).ok_or_else(|| one_time_code::no_seed(&self.profile))?)
    }

    /// The fields that are needed and that nothing gives: neither the vault, nor a person, nor a team.
    pub(super) fn missing(&self) -> Result<Vec<&'static Field>> {
        let mut missing = missing_fields(&self.profile, self.method, &self.values)?;
        let given = self.team_secret.is_some() || self.reference.is_some();
        missing.retain(|field| !given || Some(field.name) != self.method.password);
        Ok(missing)
    }
}

impl Hallpass {
    pub(super) async fn ready(&self, profile: Profile, how: &SignIn) -> Result<Ready> {
        let (method, answers) = (how.method.clone(), how.answers.clone());
        self.vault().read(move |db| Ready::new(db, profile, method.as_deref(), &answers)).await
    }

    pub(super) fn prepare<'a>(&self, ready: &'a Ready, how: &SignIn) -> Result<Drive<'a>> {
        let Ready { profile, method, values, proxy_password, .. } = ready;
        let descriptor = profile.provider()?.descriptor();
        let who = AttemptKey::new(self.vault(), &profile.address()?, descriptor, method, values);
        let drive = Drive::of(profile, proxy_password.as_ref(), values.clone(), who)?;
        Ok(Drive { anyway: how.anyway, stop: how.stop.clone(), ..drive })
    }
}
