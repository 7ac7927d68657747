//! Explains what a job will do and asks for the confirmations it needs.

use hallpass_core::providers::Text;
use hallpass_core::{JobDetail, JobView, Result};

use crate::args::Confirmations;
use crate::context::Context;
use crate::i18n::{label, messages, time};

/// How many accounts, which rows are not sent and why, which sheet and column they are from, what asking does to them, what making keys means, and what becomes of a file that is there.
pub(super) fn plan(context: &Context, detail: &JobDetail) -> String {
    let (lang, job) = (context.lang(), &detail.job);
    let mut lines = vec![messages::list_read(job).get(lang).to_owned()];
    lines.extend(detail.left_out.iter().map(|rows| format!("  {}", messages::left_out_line(rows, lang))));
    lines.extend(job.list.notes().iter().map(|note| note.get(lang).to_owned()));
    if !job.list.other_sheets.is_empty() {
        lines.push(messages::choose_sheet().get(lang).to_owned());
    }
    let end = job.expires_at.map_or_else(|| label::NEVER_ENDS.get(lang).to_owned(), time::exact);
    lines.push(messages::what_asking_does(job, &end).get(lang).to_owned());
    lines.push(messages::what_making_means(job).get(lang).to_owned());
    if job.rotate {
        lines.push(messages::what_rotating_means().get(lang).to_owned());
    }
    if job.replaces() {
        lines.push(messages::will_replace(&job.out).get(lang).to_owned());
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Has a person say yes to what cannot be undone, where no option did.
///
/// # Errors
/// Returns an error if nobody can be asked, or if the answer is no.
pub(super) fn confirm(context: &Context, told: &Confirmations, job: &JobView) -> Result<()> {
    for Question { text, option, .. } in questions(told, job).iter().filter(|question| question.open) {
        if !context.output.asks {
            return Err(messages::unconfirmed(text, option));
        }
        if !context.output.confirm(text.get(context.lang()))? {
            return Err(messages::declined(option));
        }
    }
    Ok(())
}

struct Question {
    /// It has to be asked.
    open: bool,
    text: Text,
    /// What answers it on the command line.
    option: &'static str,
}

fn questions(told: &Confirmations, job: &JobView) -> [Question; 4] {
    let yes = |needed: bool, text: Text| Question { open: needed && !told.yes, text, option: "yes" };
    [
        yes(job.revoke && !job.confirmed, messages::revoke_question(job.asked)),
        Question {
            open: job.never && !job.confirmed && !told.yes_never,
            text: messages::never_question(job.asked),
            option: "yes-never",
        },
        yes(job.rotate && !job.confirmed, messages::rotate_question(job.asked)),
        yes(job.replaces(), messages::replace_question(&job.out)),
    ]
}
