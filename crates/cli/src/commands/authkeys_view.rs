//! Shows jobs: the list, one in detail, and keys that expire soon.

use std::time::Duration;

use hallpass_core::{Hallpass, JobDetail, JobState, JobView, shown};
use serde_json::json;

use super::Done;
use crate::context::Context;
use crate::exit;
use crate::i18n::{label, messages, time};
use crate::output::{Cell, Table, facts};

/// Accounts of each kind that are shown; the document has more.
const SHOWN: usize = 10;

pub(super) async fn jobs(context: &Context) -> Done {
    let (jobs, lang) = (context.open().await?.jobs().await?, context.lang());
    context.output.result(&json!({ "jobs": jobs }), || {
        if jobs.is_empty() {
            return messages::no_jobs().get(lang).to_owned();
        }
        let heads =
            [label::JOB, label::PROFILE, label::STATE, label::ACCOUNTS, label::OK_COUNT, label::MADE, label::TABLE];
        let mut table = Table::new(&context.output, &heads.each_ref().map(|head| head.get(lang)));
        for job in &jobs {
            table.row([
                job.job.as_str().into(),
                job.profile.as_str().into(),
                label::job_state(job.state).get(lang).into(),
                job.asked.to_string().into(),
                job.counts.ok.to_string().into(),
                time::local(job.created_at).into(),
                shown(&job.out).into(),
            ]);
        }
        table.text()
    })?;
    Ok(exit::DONE)
}

pub(super) async fn show(context: &Context, id: &str) -> Done {
    let detail = context.open().await?.job(id).await?;
    context.output.result(&detail, || page(context, &detail))?;
    Ok(exit::DONE)
}

fn page(context: &Context, detail: &JobDetail) -> String {
    let (lang, output) = (context.lang(), &context.output);
    let mut text = facts(output, job_facts(context, &detail.job));
    let problems: Vec<_> = detail.left_out.iter().filter(|rows| rows.code != "duplicate").collect();
    if !problems.is_empty() {
        text.push_str(&format!("\n{}\n", messages::problem_head(detail.job.problems).get(lang)));
        problems.iter().for_each(|rows| text.push_str(&format!("  {}\n", messages::left_out_line(rows, lang))));
    }
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
    let lines = detail.duplicates.iter().map(|(line, first)| messages::double_line(*line, *first).get(lang).to_owned());
    list(messages::duplicate_head(detail.job.duplicates).get(lang).to_owned(), lines.collect(), detail.job.duplicates);
    let lines = detail.not_ok.iter().map(|account| messages::not_ok_line(account, lang)).collect();
    list(messages::not_ok_head(not_ok).get(lang).to_owned(), lines, not_ok);
    let lines = detail.extra.iter().map(|extra| format!("{} ({})", extra.login_name, extra.user_id)).collect();
    list(messages::extra_head(counts.extra).get(lang).to_owned(), lines, counts.extra);
    let (state, job) = (detail.job.state, &detail.job.job);
    if state != JobState::Running && detail.job.unsettled() > 0 {
        text.push_str(&format!("\n{}\n", messages::ask_again(detail.job.unsettled(), job).get(lang)));
    }
    text
}

fn job_facts(context: &Context, job: &JobView) -> Vec<(hallpass_core::providers::Text, Cell)> {
    let lang = context.lang();
    let end = job.expires_at.map_or_else(|| label::NEVER_ENDS.get(lang).to_owned(), time::exact);
    let mut rows: Vec<(hallpass_core::providers::Text, Cell)> = vec![
        (label::JOB_ID, job.job.as_str().into()),
        (label::STANDS, label::job_state(job.state).get(lang).into()),
        (label::PROFILE_NAME, job.profile.as_str().into()),
        (label::ADDRESS, job.server.as_str().into()),
        (label::MADE_AT, time::exact(job.created_at).into()),
        (label::DOES, messages::does(job).get(lang).into()),
        (label::KEYS_END_AT, end.into()),
        (label::ACCOUNT_COUNT, job.asked.to_string().into()),
        (label::RESULT, messages::counted(&job.counts, job.revoke, lang).into()),
        (label::TABLE_FILE, shown(&job.out).into()),
    ];
    if let Some(note) = &job.note {
        rows.push((label::NOTE, note.get(lang).into()));
    }
    rows
}

pub(super) async fn expiring(context: &Context, within: Duration) -> Done {
    let hallpass: Hallpass = context.open().await?;
    let (keys, count) = hallpass.expiring_keys(within).await?;
    let lang = context.lang();
    context.output.result(&json!({ "expiring": keys, "count": count }), || {
        if keys.is_empty() {
            return messages::nothing_expires().get(lang).to_owned();
        }
        let heads = [label::ACCOUNT, label::LOGIN_AS, label::KEYS_END, label::JOB, label::PROFILE];
        let mut table = Table::new(&context.output, &heads.each_ref().map(|head| head.get(lang)));
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
        let rest = if more > 0 { format!("{}\n", messages::and_more(more).get(lang)) } else { String::new() };
        table.text() + &rest
    })?;
    Ok(exit::DONE)
}
