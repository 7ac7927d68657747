//! `hallpass authkeys`: turns a list of accounts into a key table.

use std::path::Path;

use hallpass_core::{
    Expires, Hallpass, JobDetail, JobList, JobOptions, JobState, JobView, Profile, Protection, Result, TableFormat,
    Unit,
};
use jiff::Timestamp;
use serde_json::json;

use super::authkeys_plan::{confirm, plan};
use super::authkeys_run::work;
use super::{Done, authkeys_revoke, authkeys_view, secret};
use crate::args::{Authkeys, Keys, Protected, Resume};
use crate::context::Context;
use crate::exit;
use crate::i18n::{messages, time};

pub(super) async fn run(context: &Context, asked: Authkeys) -> Done {
    match asked {
        Authkeys::Export(asked) => export(context, &asked).await,
        Authkeys::Resume(asked) => resume(context, &asked).await,
        Authkeys::Jobs => authkeys_view::jobs(context).await,
        Authkeys::Show(asked) => authkeys_view::show(context, &asked.job).await,
        Authkeys::Forget(asked) => {
            context.open().await?.forget_job(&asked.job).await?;
            let said = messages::forgotten(&asked.job);
            context.output.result(&json!({ "forgotten": asked.job }), || context.output.success(&said))?;
            Ok(exit::DONE)
        }
        Authkeys::Revoke(asked) => authkeys_revoke::run(context, asked).await,
        Authkeys::Expiring(asked) => authkeys_view::expiring(context, asked.within).await,
    }
}

/// Reads the list, says what will happen, has it confirmed where it cannot be undone, and goes to work.
async fn export(context: &Context, asked: &Keys) -> Done {
    let hallpass = context.open().await?;
    let profile = context.profile(&hallpass, &asked.name).await?;
    let (expires, protection) = decided(context, &hallpass, &profile, asked)?;
    let options = JobOptions {
        profile: profile.name,
        expires,
        sheet: asked.sheet.clone(),
        create_missing: asked.create_missing,
        rotate: asked.rotate,
        at_once: asked.concurrency,
        // Nothing is sent in a dry run.
        production_ok: asked.allow_prod || asked.dry_run,
        out: asked.out.clone(),
        format: asked.format.unwrap_or(TableFormat::Csv),
        bom: asked.bom,
        protection,
    };
    let job = hallpass.new_job(options, list(&asked.accounts)).await?;
    let detail = hallpass.job(&job.job).await?;
    let plan = plan(context, &detail);
    if asked.dry_run {
        hallpass.forget_job(&job.job).await?;
        return dry_run(context, &detail, &plan);
    }
    context.output.note_line(plan.trim_end());
    if let Err(unconfirmed) = confirm(context, &asked.told, &job) {
        hallpass.forget_job(&job.job).await?;
        return Err(unconfirmed);
    }
    hallpass.confirm_job(&job.job).await?;
    work(context, &hallpass, &job.job, asked.mint_wait).await
}

/// Goes on with a job. One that was left at its questions, or that is to write elsewhere now, has them answered first.
async fn resume(context: &Context, asked: &Resume) -> Done {
    let hallpass = context.open().await?;
    let known = hallpass.jobs().await?.into_iter().find(|job| job.job == asked.job);
    // A missing job or an incomplete list is reported when the job runs.
    if let Some(job) = known.filter(|job| job.state != JobState::Reading) {
        ask_again(context, &hallpass, asked, job).await?;
    }
    work(context, &hallpass, &asked.job, asked.mint_wait).await
}

async fn ask_again(context: &Context, hallpass: &Hallpass, asked: &Resume, mut job: JobView) -> Result<()> {
    if job.confirmed && asked.out.is_none() {
        return Ok(());
    }
    if !job.confirmed {
        context.output.note_line(plan(context, &hallpass.job(&job.job).await?).trim_end());
    }
    if let Some(out) = &asked.out {
        job.out.clone_from(out);
        if job.replaces() {
            context.output.note(&messages::will_replace(out));
        }
    }
    confirm(context, &asked.told, &job)?;
    if let Some(out) = &asked.out {
        hallpass.move_job(&job.job, out).await?;
    }
    hallpass.confirm_job(&job.job).await.map(drop)
}

fn list(accounts: &Path) -> JobList {
    if accounts == Path::new("-") {
        JobList::Input(Box::new(std::io::stdin()), "-".to_owned())
    } else {
        JobList::File(accounts.to_owned())
    }
}

/// When the keys expire and how their table is protected. One error names everything that is missing.
fn decided(context: &Context, hallpass: &Hallpass, profile: &Profile, asked: &Keys) -> Result<(Expires, Protection)> {
    let expires = asked.expires.ok_or_else(messages::no_expires);
    let protection = protection(&asked.protection, asked.dry_run);
    let production = hallpass.check_production(profile, asked.allow_prod || asked.dry_run);
    let undecided = [expires.as_ref().err(), protection.as_ref().err(), production.as_ref().err()];
    if let Some(error) = messages::together(&undecided.into_iter().flatten().collect::<Vec<_>>()) {
        return Err(error);
    }
    Ok((settled(context, expires?.0, hallpass.now().wall)?, protection?))
}

/// Nothing is written in a dry run, so that nothing needs protection.
fn protection(asked: &Protected, dry_run: bool) -> Result<Protection> {
    match (asked.plain, &asked.encrypt_passphrase_file, &asked.recipient) {
        (true, _, _) => Ok(Protection::Plain),
        (_, Some(file), _) => Ok(Protection::Passphrase(secret::of_file(file)?)),
        (_, _, Some(key)) => Ok(Protection::Recipient(key.clone())),
        _ if dry_run => Ok(Protection::Plain),
        _ => Err(messages::unprotected()),
    }
}

/// A bare number is what the user says it is.
fn settled(context: &Context, expires: Expires, now: Timestamp) -> Result<Expires> {
    if let (Some((unit, at)), true) = (expires.guess(), context.output.asks) {
        let seconds = unit == Unit::Seconds;
        if context.output.confirm(messages::number_question(seconds, &time::exact(at)).get(context.lang()))? {
            return Ok(Expires::At(at));
        }
    }
    expires.resolve(now).map(|_| expires)
}

fn dry_run(context: &Context, detail: &JobDetail, plan: &str) -> Done {
    let job = &detail.job;
    let mut document = serde_json::to_value(job).unwrap_or_default();
    document["left_out"] = serde_json::to_value(&detail.left_out).unwrap_or_default();
    document["job"] = serde_json::Value::Null;
    document["dry_run"] = true.into();
    document["replaces"] = job.replaces().into();
    let said = messages::dry_run();
    context.output.result(&document, || format!("{plan}{}", context.output.success(&said)))?;
    Ok(exit::DONE)
}
