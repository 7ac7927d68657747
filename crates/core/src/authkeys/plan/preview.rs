//! Previews what a job would do and what the user has to confirm.

use hallpass_providers::{KeyEnd, Text};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::authkeys::options::JobOptions;
use crate::authkeys::store::database::Places;
use crate::authkeys::store::vault_rows;
use crate::authkeys::store::view::JobView;
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;
use crate::profile::Profile;

/// What a job would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct JobPlan {
    /// Accounts that are asked for.
    pub accounts: u64,
    /// Number of calls to read them.
    pub requests: u64,
    /// When the keys expire; none where they never do.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub expires_at: Option<Timestamp>,
    /// It does what cannot be undone: replace or revoke keys, or let them never expire.
    pub grave: bool,
    /// The number that the user has to type before it begins.
    pub number: Option<u64>,
    /// It is in production, and a person is to confirm that.
    pub production: bool,
}

/// What the user has confirmed.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct Confirmed {
    /// What cannot be undone.
    pub grave: bool,
    /// The number that they typed.
    pub number: Option<u64>,
    /// Production.
    pub production: bool,
}

/// So many new keys are made without a number being typed.
const MAX_NEW: u64 = 50;

impl JobPlan {
    /// Whether the user has confirmed all that is to be.
    ///
    /// # Errors
    /// Returns an error that names what is missing: `confirmed`, `number`.
    pub fn check(&self, confirmed: Confirmed) -> Result<()> {
        if self.grave && !confirmed.grave {
            let text = Text::new(
                "会更换、作废密钥或让密钥永不过期，需要确认",
                "Replacing or revoking keys, or setting them to never expire, requires confirmation",
            );
            return Err(Error::new(ErrorCode::MissingField, text).field("confirmed"));
        }
        match self.number {
            Some(wanted) if confirmed.number != Some(wanted) => Err(Error::made(
                ErrorCode::MissingField,
                format!("请输入账号数{wanted}以确认"),
                format!("Type the number of accounts, {wanted}, to confirm"),
            )
            .field("number")),
            _ => Ok(()),
        }
    }
}

impl Hallpass {
    /// What a job with these options would do with so many accounts; nothing is sent and nothing is written.
    ///
    /// # Errors
    /// Returns an error if the options contradict each other, if the profile has no session, or if the expiry is past.
    pub async fn plan_job(&self, options: &JobOptions, accounts: u64) -> Result<JobPlan> {
        options.check()?;
        let taken = self.take_usable(&options.profile).await?;
        let end = options.expires.resolve(self.wall())?;
        let revokes = options.expires == crate::authkeys::key_expiry::Expires::Now;
        let many = options.create_missing && accounts > MAX_NEW;
        Ok(JobPlan {
            accounts,
            requests: accounts.div_ceil(hallpass_providers::authkey::MAX_ACCOUNTS as u64),
            expires_at: match end {
                KeyEnd::At(at) => Some(at),
                KeyEnd::Never => None,
            },
            grave: revokes || options.rotate || end == KeyEnd::Never,
            number: (many || options.rotate || revokes).then_some(accounts),
            production: self.asks_production(&taken.profile),
        })
    }

    /// One job.
    ///
    /// # Errors
    /// Returns an error if there is no such job.
    pub async fn job_view(&self, id: &str) -> Result<JobView> {
        let wanted = id.to_owned();
        let facts = self.vault().read(move |db| vault_rows::by_id(db, &wanted)).await?;
        Ok(self.seen(facts))
    }

    /// What must be confirmed before a job continues; only production if the rest was confirmed when it was created.
    ///
    /// # Errors
    /// Returns an error if there is no such job, or if its profile is gone.
    pub async fn plan_resume(&self, id: &str) -> Result<JobPlan> {
        let job = self.job_view(id).await?;
        let profile = self.profile_of(id).await?;
        let grave = job.needs_confirming();
        let many = job.create_missing && job.asked > MAX_NEW;
        let number = (many || job.rotate || job.revoke).then_some(job.asked);
        Ok(JobPlan {
            accounts: job.asked,
            requests: 0,
            expires_at: job.expires_at,
            grave: grave && !job.confirmed,
            number: number.filter(|_| !job.confirmed),
            production: self.asks_production(&profile),
        })
    }

    /// Records that the user has confirmed what a job does, so that it may go on.
    ///
    /// # Errors
    /// Returns an error if something is not confirmed, if there is no such job, or if a process works on it.
    pub async fn confirm_resume(&self, id: &str, confirmed: Confirmed) -> Result<()> {
        let plan = self.plan_resume(id).await?;
        // If another process works on the job, the error names it before anything is asked.
        drop(Places::new(self, id)?.lock()?);
        self.check_production(&self.profile_of(id).await?, confirmed.production)?;
        plan.check(confirmed)?;
        if self.job_view(id).await?.confirmed { Ok(()) } else { self.confirm_job(id).await.map(drop) }
    }

    pub(in crate::authkeys) async fn profile_of(&self, id: &str) -> Result<Profile> {
        let wanted = id.to_owned();
        let read = self.vault().read(move |db| {
            let facts = vault_rows::by_id(db, &wanted)?;
            crate::profile::by_id(db, &facts.profile_id).map_err(|_| Error::no_such_profile(&facts.profile))
        });
        read.await
    }
}
