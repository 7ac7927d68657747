//! `hallpass authkeys revoke`: the keys of a few accounts, without a list and without a table.

use std::fs;
use std::io::Cursor;
use std::path::PathBuf;
use std::time::Duration;

use hallpass_core::{
    DEFAULT_CONCURRENT_CALLS, Error, Expires, Hallpass, JobEnd, JobList, JobOptions, JobView, Protection, Result,
    TableFormat,
};

use super::Done;
use super::authkeys_plan::{confirm, plan};
use super::authkeys_run::{code, ended, run as work};
use crate::args::{Revoke, Told};
use crate::i18n::say;
use crate::surface::Surface;

/// Nothing is created, so that nothing is waited for.
const NO_WAIT: Duration = Duration::ZERO;

pub(super) async fn run(surface: &Surface, asked: Revoke) -> Done {
    let hallpass = surface.open().await?;
    let job = made(surface, &hallpass, &asked).await?;
    surface.screen.aside_line(plan(surface, &hallpass.job(&job.job).await?).trim_end());
    let told = Told { yes: asked.yes, yes_never: false };
    if let Err(unconfirmed) = confirm(surface, &told, &job) {
        hallpass.forget_job(&job.job).await?;
        return Err(unconfirmed);
    }
    hallpass.confirm_job(&job.job).await?;
    let end = work(surface, &hallpass, &job.job, NO_WAIT).await?;
    match &end.job.file {
        // The keys are worth nothing any more, and nobody asked for a table.
        Some(table) if asked.out.is_none() && end.error.is_none() => {
            fs::remove_file(table).map_err(|error| say::cannot_write(table, &error))?;
            report(surface, end)
        }
        _ => ended(surface, end),
    }
}

async fn made(surface: &Surface, hallpass: &Hallpass, asked: &Revoke) -> Result<JobView> {
    let out = asked.out.clone().unwrap_or_else(|| unasked(surface, "keys"));
    let options = JobOptions {
        profile: surface.name(hallpass, &asked.name).await?,
        expires: Expires::Now,
        sheet: None,
        create_missing: false,
        rotate: false,
        at_once: DEFAULT_CONCURRENT_CALLS,
        production_ok: asked.allow_prod,
        out,
        format: TableFormat::Csv,
        bom: false,
        // A table that nobody asked for is removed at the end; a process that dies first leaves no key that can be read.
        protection: if asked.out.is_some() { Protection::Plain } else { Protection::for_nobody() },
    };
    let names = asked.accounts.join("\n");
    let list = JobList::Input(Box::new(Cursor::new(names.into_bytes())), "-".to_owned());
    let job = hallpass.new_job(options, list).await?;
    match asked.out {
        Some(_) => Ok(job),
        // By the job's own name: several may be at work.
        None => {
            let out = unasked(surface, &job.job);
            hallpass.move_job(&job.job, &out).await?;
            Ok(JobView { out, ..job })
        }
    }
}

/// Where the table is until it is taken away: in the folder of the vault, which is private.
fn unasked(surface: &Surface, name: &str) -> PathBuf {
    surface.home.join(format!("revoked-{name}.csv"))
}

fn report(surface: &Surface, end: JobEnd) -> Done {
    let (screen, JobEnd { job, paused, .. }) = (&surface.screen, end);
    let mut document = serde_json::to_value(&job).map_err(|_| Error::internal("a document cannot be written"))?;
    document["file"] = serde_json::Value::Null;
    screen.result(&document, || {
        let said = match job.counts.ok == job.asked {
            true => screen.done(&say::revoked_alone(job.counts.ok)),
            false => screen.partly(&say::revoked_in_part(job.counts.ok)),
        };
        format!("{said}\n{}", say::counted(&job.counts, true, surface.lang()))
    })?;
    Ok(code(&job, paused))
}
