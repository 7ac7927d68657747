//! Creates, lists and deletes jobs.

use std::path::Path;

use hallpass_tables::AccountList;
use hallpass_vault::{SideDatabase, secrets};

use crate::authkeys::key_expiry::milliseconds;
use crate::authkeys::list_facts::ListFacts;
use crate::authkeys::options::{JobList, JobOptions, check_out, format_name, whole_path};
use crate::authkeys::plan::import::{Found, import};
use crate::authkeys::store::database::Places;
use crate::authkeys::store::record::{Counts, JobRecord, JobState, PLAIN, UNDER_PASSPHRASE};
use crate::authkeys::store::vault_rows::{self, KEY, PASSPHRASE, SECRETS};
use crate::authkeys::store::view::JobView;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;
use crate::session::Taken;
use hallpass_tables::Protection;

impl Hallpass {
    /// Reads a list and keeps it as a job; nothing is sent.
    ///
    /// # Errors
    /// Returns an error if options contradict each other, there is no session, production is not confirmed, or the list
    /// has no accounts. Then nothing of it is kept.
    pub async fn new_job(&self, options: JobOptions, list: JobList) -> Result<JobView> {
        options.check()?;
        list.check(&options.out)?;
        let taken = self.take_usable(&options.profile).await?;
        self.check_production(&taken.profile, options.production_ok)?;
        let id = new_id();
        let (places, mut facts) = (Places::new(self, &id)?, self.facts(&id, &options, &taken)?);
        let _lock = places.lock()?;
        let key = SideDatabase::new_key()?;
        self.keep_facts_and(&facts, key.clone(), &options.protection).await?;
        match self.fill(&places, &key, (list, options.sheet), &mut facts).await {
            Ok(()) => Ok(facts.view()),
            Err(error) => {
                self.erase(&places, &id).await?;
                Err(error)
            }
        }
    }

    /// Removes a job: first its key, then its files. Its table stays.
    ///
    /// # Errors
    /// Returns an error if there is no such job, or if another process works on it.
    pub async fn forget_job(&self, id: &str) -> Result<()> {
        let places = Places::new(self, id)?;
        self.check_job(id).await?;
        let _lock = places.lock()?;
        self.erase(&places, id).await
    }

    /// Records that a person said yes to what the job does; only then may it be run where it cannot be undone.
    ///
    /// # Errors
    /// Returns an error if there is no such job, or if another process works on it.
    pub async fn confirm_job(&self, id: &str) -> Result<JobView> {
        self.change(id, |facts| facts.confirmed = true).await
    }

    /// Lets a job write its table to another file.
    ///
    /// # Errors
    /// Returns an error if there is no such job, if another process works on it, or if the file cannot be written.
    pub async fn move_job(&self, id: &str, out: &Path) -> Result<JobView> {
        check_out(out)?;
        let out = whole_path(out)?;
        self.change(id, |facts| facts.out = out).await
    }

    /// A wrong id is reported before a lock is created for it.
    async fn check_job(&self, id: &str) -> Result<()> {
        let wanted = id.to_owned();
        self.vault().read(move |db| vault_rows::by_id(db, &wanted).map(drop)).await
    }

    async fn change(&self, id: &str, how: impl FnOnce(&mut JobRecord) + Send + 'static) -> Result<JobView> {
        self.check_job(id).await?;
        let (_lock, wanted) = (Places::new(self, id)?.lock()?, id.to_owned());
        let changed = self.vault().write(move |tx| {
            let mut facts = vault_rows::by_id(tx, &wanted)?;
            how(&mut facts);
            vault_rows::save(tx, &facts)?;
            Ok::<_, Error>(facts)
        });
        Ok(changed.await?.view())
    }

    /// Every job, newest first. No job's file is opened.
    ///
    /// # Errors
    /// Returns an error if the vault cannot be read or written.
    pub async fn jobs(&self) -> Result<Vec<JobView>> {
        let all = self.vault().read(vault_rows::all).await?;
        Ok(all.into_iter().map(|facts| self.seen(facts)).collect())
    }

    /// A job that says it is running while no process is at it was killed: it is paused.
    pub(in crate::authkeys) fn seen(&self, mut facts: JobRecord) -> JobView {
        let locked = Places::new(self, &facts.id).is_ok_and(|places| places.is_locked());
        if facts.state == JobState::Running && !locked {
            facts.state = JobState::Paused;
        }
        facts.view()
    }

    /// The vault first, so that a kill in between leaves a file that nobody can read.
    async fn erase(&self, places: &Places, id: &str) -> Result<()> {
        let wanted = id.to_owned();
        self.vault().write_counted(move |tx| vault_rows::drop_key(tx, &wanted)).await?;
        places.remove()?;
        let wanted = id.to_owned();
        self.vault().write_counted(move |tx| vault_rows::delete(tx, &wanted)).await
    }

    pub(in crate::authkeys) async fn keep_facts_and(
        &self,
        facts: &JobRecord,
        key: zeroize::Zeroizing<String>,
        protection: &Protection,
    ) -> Result<()> {
        let (facts, protection) = (facts.clone(), protection.clone());
        self.vault()
            .write_counted(move |tx| {
                vault_rows::save(tx, &facts)?;
                secrets::put(tx, SECRETS, facts.id.as_str(), KEY, &key)?;
                if let Protection::Passphrase(words) = protection {
                    // Reason: into the vault's table of secrets, so that a resumed job can seal its table.
                    secrets::put(tx, SECRETS, facts.id.as_str(), PASSPHRASE, words.expose())?;
                }
                Ok(())
            })
            .await
    }

    async fn fill(
        &self,
        places: &Places,
        key: &str,
        (list, sheet): (JobList, Option<String>),
        facts: &mut JobRecord,
    ) -> Result<()> {
        let annex = places.create(key).await?;
        let private = places.folder.clone();
        let found = annex
            .write(move |tx| {
                let sheet = sheet.as_deref();
                let list = match list {
                    JobList::File(path) => AccountList::open(&path, sheet, &private)?,
                    JobList::Input(source, name) => AccountList::read(source, &name, sheet, &private)?,
                };
                import(tx, list)
            })
            .await;
        annex.close().await;
        facts.take(found?)?;
        facts.state = JobState::Ready;
        let facts = facts.clone();
        self.vault().write(move |tx| vault_rows::save(tx, &facts)).await
    }

    pub(in crate::authkeys) fn facts(&self, id: &str, options: &JobOptions, taken: &Taken) -> Result<JobRecord> {
        let (now, profile) = (self.wall(), &taken.profile);
        Ok(JobRecord {
            id: id.to_owned(),
            profile_id: profile.id.clone(),
            profile: profile.name.clone(),
            server: profile.server.clone(),
            environment: profile.environment.clone(),
            created_at: now,
            state: JobState::Reading,
            expires_ms: milliseconds(options.expires.resolve(now)?),
            create_missing: options.create_missing,
            rotate: options.rotate,
            at_once: options.at_once,
            out: whole_path(&options.out)?,
            format: format_name(options.format).to_owned(),
            bom: options.bom,
            protection: match &options.protection {
                Protection::Plain => PLAIN.to_owned(),
                Protection::Passphrase(_) => UNDER_PASSPHRASE.to_owned(),
                Protection::Recipient(key) => key.clone(),
            },
            asked: 0,
            blank: 0,
            problems: 0,
            duplicates: 0,
            counts: Counts::default(),
            note: None,
            list: ListFacts::default(),
            confirmed: false,
        })
    }
}

/// What a new job is called.
pub(in crate::authkeys) fn new_id() -> String {
    uuid::Uuid::new_v4().simple().to_string()[..8].to_owned()
}

impl JobRecord {
    /// Takes up what the list was found to hold.
    ///
    /// # Errors
    /// Returns an error if the table cannot hold so many rows.
    pub(in crate::authkeys) fn take(&mut self, found: Found) -> Result<()> {
        (self.asked, self.blank) = (found.asked, found.blank);
        (self.problems, self.duplicates) = (found.problems, found.duplicates);
        self.list = found.list;
        self.check_rows()
    }

    fn check_rows(&self) -> Result<()> {
        let most = crate::authkeys::options::table_format(&self.format).and_then(hallpass_tables::Format::most_rows);
        match most.filter(|most| self.asked > *most) {
            Some(most) => {
                let (zh, en) = (
                    format!("xlsx最多{most}行，这里有{}个账号", self.asked),
                    format!("xlsx files can contain at most {most} rows; there are {} accounts", self.asked),
                );
                Err(Error::invalid("format", &hallpass_providers::Text::made(zh, en)))
            }
            None => Ok(()),
        }
    }
}
