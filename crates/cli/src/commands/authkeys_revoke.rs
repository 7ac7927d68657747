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
use crate::args::{Confirmations, Revoke};
use crate::context::Context;
use crate::i18n::messages;

/// Nothing is created, so that nothing is waited for.
const NO_WAIT: Duration = Duration::ZERO;

pub(super) async fn run(context: &Context, asked: Revoke) -> Done {
    let hallpass = context.open().await?;
    let job = made(context, &hallpass, &asked).await?;
    context.output.note_line(plan(context, &hallpass.job(&job.job).await?).trim_end());
    let told = Confirmations { yes: asked.yes, yes_never: false };
    if let Err(unconfirmed) = confirm(context, &told, &job) {
        hallpass.forget_job(&job.job).await?;
        return Err(unconfirmed);
    }
    hallpass.confirm_job(&job.job).await?;
    let end = work(context, &hallpass, &job.job, NO_WAIT).await?;
    match &end.job.file {
        // The keys are worth nothing any more, and nobody asked for a table.
        Some(table) if asked.out.is_none() && end.error.is_none() => {
            fs::remove_file(table).map_err(|error| messages::cannot_write(table, &error))?;
            report(context, end)
        }
        _ => ended(context, end),
    }
}

async fn made(context: &Context, hallpass: &Hallpass, asked: &Revoke) -> Result<JobView> {
    let out = asked.out.clone().unwrap_or_else(|| unasked(context, "keys"));
    let options = JobOptions {
        profile: context.name(hallpass, &asked.name).await?,
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
            let out = unasked(context, &job.job);
            hallpass.move_job(&job.job, &out).await?;
            Ok(JobView { out, ..job })
        }
    }
}

/// Where the table is until it is taken away: in the folder of the vault, which is private.
fn unasked(context: &Context, name: &str) -> PathBuf {
    context.home.join(format!("revoked-{name}.csv"))
}

fn report(context: &Context, end: JobEnd) -> Done {
    let (output, JobEnd { job, paused, .. }) = (&context.output, end);
    let mut document = serde_json::to_value(&job).map_err(|_| Error::internal("a document cannot be written"))?;
    document["file"] = serde_json::Value::Null;
    output.result(&document, || {
        let said = match job.counts.ok == job.asked {
            true => output.success(&messages::revoked_alone(job.counts.ok)),
            false => output.partial(&messages::revoked_in_part(job.counts.ok)),
        };
        format!("{said}\n{}", messages::counted(&job.counts, true, context.lang()))
    })?;
    Ok(code(&job, paused))
}
