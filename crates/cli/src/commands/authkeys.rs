//! `hallpass authkeys`: from a list of accounts to a table of keys.

use std::path::Path;

use hallpass_core::{
    Expires, Hallpass, JobDetail, JobList, JobOptions, JobView, Protection, Result, TableFormat, Unit,
};
use jiff::Timestamp;
use serde_json::json;

use super::authkeys_run::work;
use super::{Done, secret};
use crate::args::{Authkeys, Keys, Protected};
use crate::exit;
use crate::i18n::{label, say, time};
use crate::screen::{Cell, Table, facts};
use crate::surface::Surface;

pub(super) async fn run(surface: &Surface, asked: Authkeys) -> Done {
    match asked {
        Authkeys::Export(asked) => export(surface, &asked).await,
        Authkeys::Resume(asked) => {
            let hallpass = surface.open().await?;
            work(surface, &hallpass, &asked.job, asked.mint_wait).await
        }
        Authkeys::Jobs => jobs(surface).await,
        Authkeys::Show(asked) => show(surface, &asked.job).await,
        Authkeys::Forget(asked) => {
            surface.open().await?.forget_job(&asked.job).await?;
            let said = say::forgotten(&asked.job);
            surface.screen.result(&json!({ "forgotten": asked.job }), || surface.screen.done(&said))?;
            Ok(exit::DONE)
        }
        Authkeys::Expiring(asked) => expiring(surface, asked.within).await,
    }
}

/// Reads the list, says what will happen, has it confirmed where it cannot be undone, and goes to work.
async fn export(surface: &Surface, asked: &Keys) -> Done {
    let protection = protection(&asked.protection)?;
    let hallpass = surface.open().await?;
    let expires = settled(surface, asked, hallpass.now().wall)?;
    let profile = surface.name(&hallpass, &asked.name).await?;
    let options = JobOptions {
        profile,
        expires,
        create_missing: asked.create_missing,
        rotate: asked.rotate,
        at_once: asked.concurrency,
        // Nothing is sent in a dry run.
        production_ok: asked.yes_prod || asked.dry_run,
        out: asked.out.clone(),
        format: asked.format.unwrap_or(TableFormat::Csv),
        bom: asked.bom,
        protection,
    };
    let job = hallpass.new_job(options, list(&asked.accounts)).await?;
    let detail = hallpass.job(&job.job).await?;
    let plan = plan(surface, &detail, expires);
    if asked.dry_run {
        hallpass.forget_job(&job.job).await?;
        return dry_run(surface, &job, &plan);
    }
    surface.screen.aside_line(plan.trim_end());
    match confirmed(surface, asked, expires, &job) {
        Ok(true) => work(surface, &hallpass, &job.job, asked.mint_wait).await,
        refused => {
            hallpass.forget_job(&job.job).await?;
            refused?;
            surface.screen.aside(&say::nothing_sent());
            Ok(exit::DONE)
        }
    }
}

fn list(accounts: &Path) -> JobList {
    if accounts == Path::new("-") {
        JobList::Input(Box::new(std::io::stdin()), "-".to_owned())
    } else {
        JobList::File(accounts.to_owned())
    }
}

fn protection(asked: &Protected) -> Result<Protection> {
    match (asked.plain, &asked.passphrase, &asked.recipient) {
        (true, _, _) => Ok(Protection::Plain),
        (_, Some(file), _) => Ok(Protection::Passphrase(secret::of_file(file)?)),
        (_, _, Some(key)) => Ok(Protection::Recipient(key.clone())),
        _ => Err(say::unprotected()),
    }
}

/// A bare number is what a person says it is; for ever has to be said twice.
fn settled(surface: &Surface, asked: &Keys, now: Timestamp) -> Result<Expires> {
    let expires = asked.expires.0;
    if let (Some((unit, at)), true) = (expires.guess(), surface.screen.asks) {
        let seconds = unit == Unit::Seconds;
        if surface.screen.confirm(say::number_question(seconds, &time::exact(at)).get(surface.lang()))? {
            return Ok(Expires::At(at));
        }
    }
    let told = asked.yes_never || asked.dry_run || surface.screen.asks;
    if expires == Expires::Never && !told {
        return Err(say::never_unconfirmed());
    }
    expires.resolve(now).map(|_| expires)
}

/// What cannot be undone is confirmed by a person or by an option.
fn confirmed(surface: &Surface, asked: &Keys, expires: Expires, job: &JobView) -> Result<bool> {
    let questions = [
        (expires == Expires::Now, asked.yes, say::revoke_question(job.asked)),
        (expires == Expires::Never, asked.yes_never || asked.yes, say::never_question(job.asked)),
        (asked.rotate, asked.yes, say::rotate_question(job.asked)),
    ];
    for (_, _, question) in questions.iter().filter(|(needed, told, _)| *needed && !told) {
        if !surface.screen.asks {
            return Err(say::unconfirmed(question));
        }
        if !surface.screen.confirm(question.get(surface.lang()))? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn dry_run(surface: &Surface, job: &JobView, plan: &str) -> Done {
    let mut document = serde_json::to_value(job).unwrap_or_default();
    document["job"] = serde_json::Value::Null;
    document["dry_run"] = true.into();
    let said = say::dry_run();
    surface.screen.result(&document, || format!("{plan}{}", surface.screen.done(&said)))?;
    Ok(exit::DONE)
}

/// Lines of the list that are shown; `show` lists more.
const SHOWN: usize = 10;

/// In plain words: how many accounts, what asking does to them, what making keys means.
fn plan(surface: &Surface, detail: &JobDetail, expires: Expires) -> String {
    let (lang, job) = (surface.lang(), &detail.job);
    let mut lines = vec![say::list_read(job).get(lang).to_owned()];
    lines.extend(detail.problems.iter().take(SHOWN).map(|problem| format!("  {}", say::bad_line(problem, lang))));
    if detail.problems.len() > SHOWN {
        lines.push("  …".to_owned());
    }
    let end = job.expires_at.map_or_else(|| label::NEVER_ENDS.get(lang).to_owned(), time::exact);
    lines.push(say::what_asking_does(job.asked, &end, expires == Expires::Now).get(lang).to_owned());
    lines.push(say::what_making_means(job.create_missing).get(lang).to_owned());
    if job.rotate {
        lines.push(say::what_rotating_means().get(lang).to_owned());
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

async fn jobs(surface: &Surface) -> Done {
    let (jobs, lang) = (surface.open().await?.jobs().await?, surface.lang());
    surface.screen.result(&json!({ "jobs": jobs }), || {
        if jobs.is_empty() {
            return say::no_jobs().get(lang).to_owned();
        }
        let heads =
            [label::JOB, label::PROFILE, label::STATE, label::ACCOUNTS, label::OK_COUNT, label::MADE, label::TABLE];
        let mut table = Table::new(&surface.screen, &heads.each_ref().map(|head| head.get(lang)));
        for job in &jobs {
            table.row([
                job.job.as_str().into(),
                job.profile.as_str().into(),
                label::job_state(job.state).get(lang).into(),
                job.asked.to_string().into(),
                job.counts.ok.to_string().into(),
                time::local(job.created_at).into(),
                job.out.display().to_string().into(),
            ]);
        }
        table.text()
    })?;
    Ok(exit::DONE)
}

async fn show(surface: &Surface, id: &str) -> Done {
    let detail = surface.open().await?.job(id).await?;
    surface.screen.result(&detail, || page(surface, &detail))?;
    Ok(exit::DONE)
}

fn page(surface: &Surface, detail: &JobDetail) -> String {
    let (lang, screen) = (surface.lang(), &surface.screen);
    let mut text = facts(screen, job_facts(surface, &detail.job));
    let mut list = |head: String, lines: Vec<String>, all: u64| {
        if all > 0 {
            text.push_str(&format!("\n{head}\n"));
            lines.iter().take(SHOWN).for_each(|line| text.push_str(&format!("  {line}\n")));
            if all > lines.len().min(SHOWN) as u64 {
                text.push_str("  …\n");
            }
        }
    };
    let counts = &detail.job.counts;
    let not_ok = counts.ended().saturating_sub(counts.ok);
    let lines = detail.problems.iter().map(|problem| say::bad_line(problem, lang)).collect();
    list(say::problem_head(detail.job.problems).get(lang).to_owned(), lines, detail.job.problems);
    let lines = detail.duplicates.iter().map(|(line, first)| say::double_line(*line, *first).get(lang).to_owned());
    list(say::duplicate_head(detail.job.duplicates).get(lang).to_owned(), lines.collect(), detail.job.duplicates);
    let lines = detail.not_ok.iter().map(|account| say::not_ok_line(account, lang)).collect();
    list(say::not_ok_head(not_ok).get(lang).to_owned(), lines, not_ok);
    let lines = detail.extra.iter().map(|extra| format!("{} ({})", extra.login_name, extra.user_id)).collect();
    list(say::extra_head(counts.extra).get(lang).to_owned(), lines, counts.extra);
    text
}

fn job_facts(surface: &Surface, job: &JobView) -> Vec<(hallpass_core::providers::Text, Cell)> {
    let lang = surface.lang();
    let end = job.expires_at.map_or_else(|| label::NEVER_ENDS.get(lang).to_owned(), time::exact);
    let mut rows: Vec<(hallpass_core::providers::Text, Cell)> = vec![
        (label::JOB_ID, job.job.as_str().into()),
        (label::STANDS, label::job_state(job.state).get(lang).into()),
        (label::PROFILE_NAME, job.profile.as_str().into()),
        (label::ADDRESS, job.server.as_str().into()),
        (label::MADE_AT, time::exact(job.created_at).into()),
        (label::KEYS_END_AT, end.into()),
        (label::ACCOUNT_COUNT, job.asked.to_string().into()),
        (label::RESULT, say::counted(&job.counts, lang).into()),
        (label::TABLE_FILE, job.out.display().to_string().into()),
    ];
    if let Some(note) = &job.note {
        rows.push((label::NOTE, note.get(lang).into()));
    }
    rows
}

async fn expiring(surface: &Surface, within: std::time::Duration) -> Done {
    let hallpass: Hallpass = surface.open().await?;
    let (keys, count) = hallpass.expiring_keys(within).await?;
    let lang = surface.lang();
    surface.screen.result(&json!({ "expiring": keys, "count": count }), || {
        if keys.is_empty() {
            return say::nothing_expires().get(lang).to_owned();
        }
        let heads = [label::ACCOUNT, label::LOGIN_AS, label::KEYS_END, label::JOB, label::PROFILE];
        let mut table = Table::new(&surface.screen, &heads.each_ref().map(|head| head.get(lang)));
        for key in &keys {
            table.row([
                key.account.as_str().into(),
                key.login_name.as_deref().unwrap_or("—").into(),
                time::local(key.expires_at).into(),
                key.job.as_str().into(),
                key.profile.as_str().into(),
            ]);
        }
        let more = count.saturating_sub(keys.len() as u64);
        let rest = if more > 0 { format!("{}\n", say::and_more(more).get(lang)) } else { String::new() };
        table.text() + &rest
    })?;
    Ok(exit::DONE)
}
