//! One-time codes of a saved seed, as the answer to a sign-in that waits for one.

use hallpass_providers::{ChallengeKind, TOTP_SEED, Text};

use crate::answers::Answers;
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;
use crate::profile::{Profile, by_name, profile_secret};
use crate::totp::Seed;

impl Hallpass {
    /// The answer to a sign-in that waits for a one-time code, from the saved seed of its profile. Nothing is sent.
    ///
    /// # Errors
    /// Returns an error if there is no such sign-in, it waits for something else, no seed is saved for its profile, or the
    /// code is about to expire.
    pub async fn one_time_answer(&self, pending: &str) -> Result<Answers> {
        let waiting = self.pending().await?.into_iter().find(|one| one.pending == pending);
        let waiting = waiting.ok_or_else(|| Error::no_such("等待中的登录", "pending sign-in", pending))?;
        if waiting.kind != ChallengeKind::Mfa {
            return Err(Error::new(ErrorCode::Usage, NOT_ASKED));
        }
        let seed = self.seed_of(&waiting.profile).await?;
        let (code, step) = seed.code(self.vault(), self.wall())?;
        Ok(Answers::new().with(waiting.kind.field().name, code).made(step))
    }

    async fn seed_of(&self, name: &str) -> Result<Seed> {
        let name = name.to_owned();
        let read = self.vault().read(move |db| {
            let profile = by_name(db, &name)?;
            let seed = profile_secret(db, &profile, TOTP_SEED.name)?;
            Ok::<_, Error>((profile, seed))
        });
        let (profile, seed) = read.await?;
        Seed::parse(&seed.ok_or_else(|| no_seed(&profile))?)
    }
}

const NOT_ASKED: Text = Text::new("这次登录不需要一次性验证码", "This sign-in does not ask for a one-time code");

/// Where a method has no field for one.
pub(super) fn not_asked() -> Error {
    Error::new(ErrorCode::Usage, NOT_ASKED)
}

/// A profile without a seed.
pub(super) fn no_seed(profile: &Profile) -> Error {
    let name = &profile.name;
    Error::made(
        ErrorCode::Usage,
        format!("“{name}”没有保存验证器密钥（{}）", TOTP_SEED.name),
        format!("No authenticator seed ({}) is saved for {name}", TOTP_SEED.name),
    )
    .field(TOTP_SEED.name)
}
