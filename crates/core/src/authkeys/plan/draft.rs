//! A list that was read for a job not created yet: the user reviews it and chooses what to do.
//!
//! Its accounts are in the file that becomes the job's; until then, that file's key is in memory only. So a draft that
//! never becomes a job is lost when the process ends, and its file is removed when the next list is read.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use hallpass_providers::Text;
use hallpass_tables::{AccountList, Choice, ListSource, Sample};
use hallpass_vault::SideDatabase;
use rusqlite::{Connection, params};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::authkeys::options::{JobList, JobOptions};
use crate::authkeys::plan::import::{Found, import};
use crate::authkeys::plan::left_out::words;
use crate::authkeys::store::database::{Lock, Places};
use crate::authkeys::store::record::JobState;
use crate::authkeys::store::vault_rows;
use crate::authkeys::store::view::JobView;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;

/// A list that was read, and is no job yet.
pub struct JobDraft {
    id: String,
    places: Places,
    key: Zeroizing<String>,
    annex: SideDatabase,
    /// None once it is a job, which someone else may work on.
    lock: Mutex<Option<Lock>>,
    found: Found,
    view: DraftView,
}

/// A list as the user looks at it before a job is made of it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DraftView {
    /// What it is called: its file, or how it came.
    pub name: String,
    /// Lines that are not blank.
    pub lines: u64,
    /// Accounts, each once.
    pub accounts: u64,
    /// Lines whose account is in a line above.
    pub duplicates: u64,
    /// Lines that can be no account.
    pub problems: u64,
    /// What the user should know of the list.
    pub notes: Vec<Text>,
    /// How its characters are written, where it is text.
    pub encoding: Option<String>,
    /// Nothing in the file says so, and another encoding can be chosen.
    pub encoding_unclear: bool,
    /// The sheet that is read.
    pub sheet: Option<String>,
    /// Other sheets that can be chosen.
    pub other_sheets: Vec<String>,
    /// The heads of its columns; none where it has none.
    pub heads: Option<Vec<String>>,
    /// Its first rows. A cell that may be a password is cut.
    pub rows: Vec<Vec<String>>,
    /// The column that is read.
    pub column: Option<usize>,
    /// Why there are no accounts in it.
    pub failure: Option<Error>,
}

/// A line of a list that is not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UnsentLine {
    /// Its number, the first being 1.
    pub line: u64,
    /// The account that is there again, or the first two characters.
    pub shown: String,
    /// Why.
    pub reason: Text,
}

/// Lines that are read at a time.
const MAX_LINES: u64 = 500;

impl Hallpass {
    /// Reads a list to its end. One that has no accounts is a draft as well, so that a person can choose another column
    /// or sheet; its view says what is wrong.
    ///
    /// # Errors
    /// Returns an error if the list cannot be read at all, or if the vault cannot store jobs.
    pub async fn read_list(&self, list: JobList, choice: Choice) -> Result<JobDraft> {
        let id = crate::authkeys::plan::lifecycle::new_id();
        let places = Places::new(self, &id)?;
        self.sweep(&places).await?;
        let (lock, key) = (places.lock()?, SideDatabase::new_key()?);
        let annex = places.create(&key).await?;
        let private = places.folder.clone();
        let read = annex.write(move |tx| Ok::<_, Error>(read(tx, list, &choice, &private))).await;
        match read.and_then(|read| read) {
            Ok((view, found)) => Ok(JobDraft { id, places, key, annex, lock: Mutex::new(Some(lock)), found, view }),
            Err(error) => {
                annex.close().await;
                places.remove()?;
                Err(error)
            }
        }
    }

    /// Makes a job of a draft; nothing is sent. The draft is spent by it, and stays one where it fails.
    ///
    /// # Errors
    /// Returns an error if the options contradict each other, if the profile has no session, if production is not
    /// confirmed, or if the draft has no accounts.
    pub async fn job_of(&self, options: JobOptions, draft: &JobDraft) -> Result<JobView> {
        options.check()?;
        let taken = self.take_usable(&options.profile).await?;
        self.check_production(&taken.profile, options.production_ok)?;
        if let Some(failure) = &draft.view.failure {
            return Err(failure.clone());
        }
        let mut facts = self.facts(&draft.id, &options, &taken)?;
        facts.take(draft.found.clone())?;
        facts.state = JobState::Ready;
        self.keep_facts_and(&facts, draft.key.clone(), &options.protection).await?;
        draft.annex.close().await;
        draft.unlock();
        Ok(facts.view())
    }

    /// Removes the files of drafts whose process is gone: nobody has their keys.
    async fn sweep(&self, places: &Places) -> Result<()> {
        let known: Vec<String> = self.vault().read(vault_rows::all).await?.into_iter().map(|facts| facts.id).collect();
        for id in places.others() {
            let other = Places::new(self, &id)?;
            // A job that is being made is locked before the vault knows of it.
            if !known.contains(&id) && other.lock().is_ok() {
                other.remove()?;
            }
        }
        Ok(())
    }
}

impl JobDraft {
    /// As a person looks at it.
    pub fn view(&self) -> &DraftView {
        &self.view
    }

    /// Lines whose account is in a line above, from the one at `from` on.
    ///
    /// # Errors
    /// Returns an error if the draft's file cannot be read.
    pub async fn duplicate_lines(&self, from: u64) -> Result<Vec<UnsentLine>> {
        self.annex.read(move |db| duplicates(db, from)).await
    }

    /// Lines that can be no account, from the one at `from` on.
    ///
    /// # Errors
    /// Returns an error if the draft's file cannot be read.
    pub async fn problem_lines(&self, from: u64) -> Result<Vec<UnsentLine>> {
        self.annex.read(move |db| problems(db, from)).await
    }

    fn unlock(&self) -> Option<Lock> {
        self.lock.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for JobDraft {
    fn drop(&mut self) {
        // Only a draft has its lock; of a job the files stay.
        if self.unlock().is_some() && self.places.remove().is_err() {
            tracing::debug!("the file of a draft stays until the next one is read");
        }
    }
}

type Read = (DraftView, Found);

fn read(db: &Connection, list: JobList, choice: &Choice, private: &Path) -> Result<Read> {
    let is_file = matches!(list, JobList::File(_));
    let (source, name) = match list {
        JobList::File(path) => {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            (ListSource::open(&path, private)?, name.unwrap_or_default())
        }
        JobList::Input(source, name) => (ListSource::read(source, &name, private)?, name),
    };
    let sample = source.sample(choice)?;
    let view = view(name, sample);
    // What was pasted is text already.
    let view = DraftView { encoding_unclear: view.encoding_unclear && is_file, ..view };
    let list = match AccountList::of(source, choice) {
        Ok(list) => list,
        Err(error) => return Ok((DraftView { failure: Some(error.into()), ..view }, Found::default())),
    };
    let about = list.about().clone();
    let found = import(db, list);
    let view = DraftView { sheet: about.sheet, other_sheets: about.other_sheets, ..view };
    Ok(match found {
        Ok(found) => (counted(view, &found), found),
        Err(error) => (DraftView { failure: Some(error), ..view }, Found::default()),
    })
}

fn view(name: String, sample: Sample) -> DraftView {
    let Sample { heads, rows, column, encoding, encoding_unclear } = sample;
    DraftView {
        name,
        lines: 0,
        accounts: 0,
        duplicates: 0,
        problems: 0,
        notes: Vec::new(),
        encoding: encoding.map(|encoding| encoding.name().to_owned()),
        encoding_unclear,
        sheet: None,
        other_sheets: Vec::new(),
        heads,
        rows,
        column,
        failure: None,
    }
}

fn counted(view: DraftView, found: &Found) -> DraftView {
    let Found { asked, duplicates, problems, .. } = *found;
    DraftView {
        lines: asked + duplicates + problems,
        accounts: asked,
        duplicates,
        problems,
        notes: found.list.notes(),
        ..view
    }
}

/// The account of a line is looked for among the few before its number: a line holds one at most.
const NEAR: i64 = 5_000;

fn duplicates(db: &Connection, from: u64) -> Result<Vec<UnsentLine>> {
    let mut query = db.prepare_cached("SELECT line, first_line FROM duplicate ORDER BY line LIMIT ?1 OFFSET ?2")?;
    let mut name = db.prepare_cached(
        "SELECT name FROM account WHERE seq BETWEEN ?1 - ?2 AND ?1 AND line = ?1 ORDER BY seq DESC LIMIT 1",
    )?;
    let mut rows = query.query(params![MAX_LINES.cast_signed(), from.cast_signed()])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let (line, first): (i64, i64) = (row.get(0)?, row.get(1)?);
        let mut found = name.query([first, NEAR])?;
        let shown = found.next()?.map(|row| row.get(0)).transpose()?.unwrap_or_default();
        let reason = Text::made(format!("与第{first}行相同"), format!("Same as line {first}"));
        lines.push(UnsentLine { line: line.unsigned_abs(), shown, reason });
    }
    Ok(lines)
}

fn problems(db: &Connection, from: u64) -> Result<Vec<UnsentLine>> {
    let mut query = db.prepare_cached("SELECT line, shown, reason FROM problem ORDER BY line LIMIT ?1 OFFSET ?2")?;
    let mut rows = query.query(params![MAX_LINES.cast_signed(), from.cast_signed()])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let (_, reason) = words(&row.get::<_, String>(2)?)?;
        lines.push(UnsentLine { line: row.get::<_, i64>(0)?.unsigned_abs(), shown: row.get(1)?, reason });
    }
    Ok(lines)
}
