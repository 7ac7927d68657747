//! Saved passwords that could be guessed. They are judged here; only the judgement leaves.

use hallpass_providers::{Secret, Text};
use rusqlite::Connection;
use serde::Serialize;

use super::{Finding, Health};
use crate::answers::Answers;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;
use crate::profile::{Profile, values};
use crate::strength::PassphraseStrength;

/// So many profiles are named in a finding.
const MAX_NAMES: usize = 5;

/// A saved password that could be guessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WeakPassword {
    /// The profile that signs in with it.
    pub profile: String,
    /// The shared credential that it is, if it is one.
    pub credential: Option<String>,
    /// 0 to 2, as zxcvbn counts: below 2 it is among the first that everybody would try.
    pub score: u8,
}

/// A password with the names that it must not be made of.
struct Saved {
    profile: String,
    credential: Option<String>,
    password: Secret,
    account: String,
}

impl Hallpass {
    /// The saved passwords that could be guessed, the weakest first. Secrets that a server made are not judged.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read.
    pub async fn weak_passwords(&self) -> Result<Vec<WeakPassword>> {
        let saved = self.vault().read(|db| {
            let profiles = crate::profile::all(db)?;
            // One that cannot be read as it is stored has no password to judge.
            Ok::<_, Error>(profiles.iter().filter_map(|profile| saved(db, profile).ok().flatten()).collect::<Vec<_>>())
        });
        let saved = saved.await?;
        let judged = tokio::task::spawn_blocking(move || saved.into_iter().filter_map(Saved::judged).collect());
        let mut weak: Vec<WeakPassword> = judged.await.map_err(|_| Error::internal("judging passwords"))?;
        weak.sort_by_key(|one| one.score);
        Ok(weak)
    }
}

fn saved(db: &Connection, profile: &Profile) -> Result<Option<Saved>> {
    let method = profile.method(None)?;
    let values = values(db, profile, method, &Answers::new())?;
    let Some(password) = method.password.and_then(|field| values.secret(field)).filter(|secret| !secret.is_empty())
    else {
        return Ok(None);
    };
    Ok(Some(Saved {
        profile: profile.name.clone(),
        credential: profile.credential.clone(),
        password: password.clone(),
        account: profile.values.get(method.account).cloned().unwrap_or_default(),
    }))
}

impl Saved {
    fn judged(self) -> Option<WeakPassword> {
        // Exposed to be judged; neither it nor what was found in it is kept.
        let strength = PassphraseStrength::beside(self.password.expose(), &[&self.account, &self.profile]);
        let Self { profile, credential, .. } = self;
        strength.is_weak().then_some(WeakPassword { profile, credential, score: strength.score })
    }
}

/// The saved passwords, for the command's doctor.
pub fn passwords(weak: &[WeakPassword]) -> Finding {
    let about = Text::new("保存的密码", "Saved passwords");
    if weak.is_empty() {
        return Finding::new(about, Health::Ok, Text::new("没有容易被猜到的密码", "none is easy to guess"));
    }
    let names: Vec<&str> = weak.iter().take(MAX_NAMES).map(|one| one.profile.as_str()).collect();
    let (zh, en) = (names.join("、"), names.join(", "));
    let (zh, en) = match weak.len().saturating_sub(MAX_NAMES) {
        0 => (zh, en),
        more => (format!("{zh}，另有{more}个"), format!("{en} and {more} more")),
    };
    let text = Text::made(format!("容易被猜到：{zh}"), format!("easy to guess: {en}"));
    Finding::new(about, Health::Warn, text).advise(Text::new(
        "在服务器上换成更长的密码，再把新密码保存到这里",
        "Change them to longer ones on the server, then save the new ones here",
    ))
}
