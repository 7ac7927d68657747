//! Runs a job from its current phase until its table is written or it is paused.

use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::watch;

use crate::activity::{EventKind, record};
use crate::authkeys::options::{MINT_WAIT, check_out};
use crate::authkeys::report::table::{self, Output};
use crate::authkeys::run::cancel::JobStop;
use crate::authkeys::run::progress::{Progress, Step};
use crate::authkeys::run::runner::Runner;
use crate::authkeys::store::database::Places;
use crate::authkeys::store::queue::{self, Pick};
use crate::authkeys::store::record::{JobRecord, JobState};
use crate::authkeys::store::view::JobView;
use crate::authkeys::store::{journal, vault_rows};
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;
use crate::next_step::NextStep;
use crate::session::Taken;

/// Where a run of a job ended.
#[derive(Debug, Clone)]
pub struct JobEnd {
    /// The job now.
    pub job: JobView,
    /// A surface paused it.
    pub paused: bool,
    /// Why it could not continue; `resume` takes it up.
    pub error: Option<Error>,
}

impl Hallpass {
    /// Works on a job until its table is written, it is paused, or it cannot go on. Dropping this future is as a kill:
    /// `resume` takes it up.
    ///
    /// # Errors
    /// Returns an error if there is no such job or session, if it is not confirmed, if the table cannot be written, if
    /// another process works on it, or for the vault's. What happens on the way to the server is in [`JobEnd::error`].
    pub async fn run_job(&self, id: &str, stop: JobStop, progress: watch::Sender<Progress>) -> Result<JobEnd> {
        self.run_job_with(id, stop, progress, MINT_WAIT).await
    }

    /// [`Self::run_job`] with another time for which a mint without an answer is left alone, or for one account.
    ///
    /// # Errors
    /// As [`Self::run_job`]; also if one account of a job is asked for that is not finished, or one that has its key.
    pub async fn run_job_with(
        &self,
        id: &str,
        stop: JobStop,
        progress: watch::Sender<Progress>,
        how: impl Into<JobRun>,
    ) -> Result<JobEnd> {
        let JobRun { mint_wait, only } = how.into();
        let places = Places::new(self, id)?;
        let wanted = id.to_owned();
        let facts = self.vault().read(move |db| vault_rows::by_id(db, &wanted)).await?;
        let _lock = places.lock()?;
        if facts.state == JobState::Reading {
            return Err(unfinished(id));
        }
        facts.check_confirmed()?;
        if only.is_some() && facts.state != JobState::Done {
            return Err(not_finished(id));
        }
        check_out(&facts.out)?;
        let taken = self.take_for(&facts).await?;
        let annex = places.open(self).await?;
        let lanes = self.lanes(&facts.server);
        let (hallpass, state) = (self.clone(), Mutex::default());
        let runner = Runner { hallpass, taken, annex, stop, lanes, facts, mint_wait, only, progress, state };
        let known = runner.check_only().await;
        let end = match known {
            Ok(()) => runner.run(&places).await,
            Err(error) => Err(error),
        };
        runner.annex.close().await;
        end
    }

    /// The session of the job's profile, if it still is one of the job's server.
    async fn take_for(&self, facts: &JobRecord) -> Result<Taken> {
        let id = facts.profile_id.clone();
        let profile = self.vault().read(move |db| crate::profile::by_id(db, &id)).await;
        let profile = profile.map_err(|_| Error::no_such_profile(&facts.profile))?;
        if profile.server != facts.server {
            return Err(moved(facts, &profile.server));
        }
        self.take_usable(&profile.name).await
    }
}

impl Runner {
    async fn run(&self, places: &Places) -> Result<JobEnd> {
        if let Err(error) = self.phases().await {
            self.halt(error);
        }
        // A round that is paused ends early and without an error, whatever it was to do.
        let through = !self.is_halting();
        self.end(through, places).await
    }

    /// One account alone is asked for again where there is something to learn of it.
    async fn check_only(&self) -> Result<()> {
        let Some(seq) = self.only else { return Ok(()) };
        let known = self.annex.read(move |db| journal::is_open(db, seq)).await?;
        if known { Ok(()) } else { Err(has_its_key()) }
    }

    async fn phases(&self) -> Result<()> {
        self.save(JobState::Running, None).await?;
        let lost = self.annex.lost_commits().is_some();
        if lost && self.facts.rotate {
            return Err(damaged(&self.facts.id));
        }
        let only = self.only;
        let taken_up = move |db: &rusqlite::Transaction<'_>| {
            match only {
                Some(seq) if !lost => journal::take_up_one(db, seq)?,
                _ => journal::take_up(db, lost)?,
            }
            journal::counts(db)
        };
        let counts = self.annex.write(taken_up).await?;
        self.state().counts = counts;
        self.round(Pick::Unasked, Step::Reading).await?;
        self.check_reached()?;
        self.round(Pick::Alone, Step::Alone).await?;
        self.read_again().await?;
        if self.facts.create_missing {
            self.make_missing().await?;
        }
        if self.facts.rotate {
            self.annex.write(|tx| journal::plan(tx, Pick::Rotate)).await?;
            self.round(Pick::Rotate, Step::Rotating).await?;
        }
        if (self.facts.create_missing || self.facts.rotate) && self.annex.write(|tx| journal::twins(tx)).await? > 0 {
            self.read_again().await?;
        }
        Ok(())
    }

    /// Mints until every account has a key or was tried often enough; accounts without a response are read in between.
    async fn make_missing(&self) -> Result<()> {
        self.annex.write(|tx| journal::plan(tx, Pick::Mint)).await?;
        while !self.is_halting() && self.annex.read(|db| queue::count(db, Pick::Mint)).await? > 0 {
            self.round(Pick::Mint, Step::Minting).await?;
            self.annex.write(|tx| journal::mark_unanswered(tx)).await?;
            self.read_again().await?;
        }
        Ok(())
    }

    /// Reads those whose mint was not answered, once the server has had its time.
    async fn read_again(&self) -> Result<()> {
        if self.is_halting() {
            return Ok(());
        }
        if let Some(sent) = self.annex.read(journal::last_sent).await? {
            let of_this_process = self.state().minted_at.map(|at| at.elapsed());
            let passed = of_this_process.unwrap_or_else(|| self.since(sent));
            self.wait(self.mint_wait.saturating_sub(passed)).await;
        }
        self.round(Pick::Again, Step::Checking).await?;
        self.round(Pick::Alone, Step::Alone).await
    }

    /// Since another process sent something, by the wall clock: one that was set back does not make it longer.
    fn since(&self, sent: i64) -> Duration {
        let passed = self.hallpass.wall().as_millisecond().saturating_sub(sent);
        Duration::from_millis(u64::try_from(passed).unwrap_or(0))
    }

    async fn wait(&self, time: Duration) {
        if time.is_zero() {
            return;
        }
        self.begin_step(Step::Waiting, 0);
        self.state().seen.waits = Some(time);
        self.publish();
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            () = self.stop.paused() => {}
        }
        self.state().seen.waits = None;
    }

    async fn end(&self, through: bool, places: &Places) -> Result<JobEnd> {
        let counts = self.annex.read(journal::counts).await?;
        self.state().counts = counts;
        let (halted, paused) = (self.state().halted.clone(), self.stop.is_pausing());
        let unasked = self
            .annex
            .read(|db| Ok::<_, Error>(queue::count(db, Pick::Unasked)? + queue::count(db, Pick::Alone)?))
            .await?;
        let whole = through && unasked == 0;
        let error = if whole { self.finish(places).await.err() } else { halted };
        let done = whole && error.is_none();
        let state = if done { JobState::Done } else { JobState::Paused };
        let facts = self.save(state, error.as_ref().map(|error| error.message.clone())).await?;
        Ok(JobEnd { job: facts.view(), paused: paused && !done, error })
    }

    /// Writes the table unless it would contain only failures: then an existing file is worth more.
    async fn finish(&self, places: &Places) -> Result<()> {
        if !self.annex.read(table::says_anything).await? {
            return Err(self.state().last_failure.clone().unwrap_or_else(no_answer));
        }
        self.write(places).await
    }

    async fn write(&self, places: &Places) -> Result<()> {
        self.begin_step(Step::Writing, self.facts.asked);
        let (facts, private, lang) = (self.facts.clone(), places.folder.clone(), self.hallpass.lang());
        let output = self.hallpass.vault().read(move |db| Output::of(db, &facts, private, lang)).await?;
        self.annex.read(move |db| output.write(db)).await?;
        let (now, profile, id) = (self.hallpass.wall(), self.facts.profile.clone(), self.facts.id.clone());
        self.hallpass.vault().write(move |tx| record(tx, now, &profile, EventKind::Exported, &id)).await
    }
}

/// How a job is run.
#[derive(Debug, Clone, Copy)]
pub struct JobRun {
    mint_wait: Duration,
    only: Option<i64>,
}

impl JobRun {
    /// One account of a finished job is asked for again, by its number there; the others stay as they are.
    pub fn of_account(seq: i64) -> Self {
        Self { only: Some(seq), ..Self::from(MINT_WAIT) }
    }

    /// So long a mint without an answer is left alone.
    #[must_use]
    pub fn wait(self, mint_wait: Duration) -> Self {
        Self { mint_wait, ..self }
    }
}

impl From<Duration> for JobRun {
    fn from(mint_wait: Duration) -> Self {
        Self { mint_wait, only: None }
    }
}

fn not_finished(id: &str) -> Error {
    Error::made(
        ErrorCode::Usage,
        format!("任务{id}还没有完成，请先继续任务"),
        format!("Job {id} is not finished; resume it first"),
    )
    .field("job")
}

fn has_its_key() -> Error {
    let text = hallpass_providers::Text::new("这个账号已有密钥，无需重试", "This account already has its key");
    Error::new(ErrorCode::InvalidField, text).field("account")
}

/// Answers came, and none of them said whose key is whose.
fn no_answer() -> Error {
    Error::new(
        ErrorCode::UnknownOutcome,
        hallpass_providers::Text::new("没有账号得到明确的结果", "No account has a clear result"),
    )
}

fn unfinished(id: &str) -> Error {
    Error::made(
        ErrorCode::Usage,
        format!("任务{id}的账号列表未读完，没有发送任何请求"),
        format!("The account list of job {id} was not read completely; nothing was sent"),
    )
    .field("job")
    .next(NextStep::DeleteJob { job: id.to_owned() })
}

/// Which keys were replaced is not known any more, and replacing one twice makes the first new one worthless.
fn damaged(id: &str) -> Error {
    Error::made(
        ErrorCode::Internal,
        format!("任务{id}的文件丢失了记录，不能再更换密钥"),
        format!("The file of job {id} has lost records; it cannot continue replacing keys"),
    )
    .field("job")
}

fn moved(facts: &JobRecord, now: &str) -> Error {
    let (name, then) = (&facts.profile, &facts.server);
    Error::made(
        ErrorCode::Usage,
        format!("“{name}”现在指向{now}，这个任务的密钥属于{then}"),
        format!("{name} now points to {now}; the keys of this job belong to {then}"),
    )
    .field("job")
}
